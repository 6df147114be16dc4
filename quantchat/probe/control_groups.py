"""Linux control groups: what containers and service limits leave of the machine.

What a group allows is often less than what the machine holds, and neither psutil nor llama.cpp looks at it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from quantchat.probe.kernel_files import number, read_number, read_text


@dataclass(frozen=True, slots=True)
class ControlGroup:
    """One folder of a control group hierarchy and the version whose file names it uses."""

    folder: Path
    version: int


def control_groups(root: Path, controller: str) -> Iterator[ControlGroup]:
    """Every control group this process is in for a controller, innermost first, both versions."""
    mounted = root / "sys/fs/cgroup"
    for line in read_text(root / "proc/self/cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            for mount in (mounted, mounted / "unified"):
                yield from (ControlGroup(folder, 2) for folder in _ancestors(mount, path))
        elif controller in controllers.split(","):
            for mount in dict.fromkeys((mounted / controller, mounted / controllers)):
                yield from (ControlGroup(folder, 1) for folder in _ancestors(mount, path))


def memory_limit_bytes(group: ControlGroup) -> int | None:
    """A group's limit; for none, version 2 says "max" and version 1 a number that no machine reaches."""
    name = "memory.max" if group.version == 2 else "memory.limit_in_bytes"
    return read_number(group.folder / name)


def memory_held_bytes(group: ControlGroup) -> int:
    """Memory a group cannot give back: its use without the file pages the kernel would drop first."""
    names = {2: ("memory.current", "inactive_file"), 1: ("memory.usage_in_bytes", "total_inactive_file")}
    name, cache = names[group.version]
    used_bytes = read_number(group.folder / name) or 0
    statistics = (line.partition(" ") for line in read_text(group.folder / "memory.stat").splitlines())
    droppable_bytes = next((number(value) or 0 for key, _, value in statistics if key == cache), 0)
    return max(0, used_bytes - droppable_bytes)


def cpu_quota(group: ControlGroup) -> float | None:
    """Processors' worth of time per period a group may use; None if unlimited."""
    if group.version == 2:
        quota_text, _, period_text = read_text(group.folder / "cpu.max").partition(" ")
    else:
        quota_text = read_text(group.folder / "cpu.cfs_quota_us")
        period_text = read_text(group.folder / "cpu.cfs_period_us")
    quota_us, period_us = number(quota_text), number(period_text)
    return quota_us / period_us if quota_us and period_us else None


def _ancestors(mount: Path, path: str) -> Iterator[Path]:
    """The folder of a group and those above it; a container often sees only the topmost of them."""
    inside = PurePosixPath(path.lstrip("/"))
    for part in (inside, *inside.parents):
        yield mount / part
