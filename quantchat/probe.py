"""What this machine has: memory that can really be used, processor cores that may really be used.

The only reader of the machine. Containers and service limits count: what a control group allows is often less
than what the machine holds, and neither psutil nor llama.cpp looks at it. Functions that read Linux's `/proc` and
`/sys` take the folder those lie in, so that tests can describe another machine.
"""

import math
import os
import platform
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import psutil

ROOT = Path("/")


@dataclass(frozen=True, slots=True)
class Memory:
    """Main memory of this process's machine or container; swap is not counted."""

    total_bytes: int
    available_bytes: int


@dataclass(frozen=True, slots=True)
class _ControlGroup:
    """One folder of a control group hierarchy and the version whose file names it uses."""

    folder: Path
    version: int


def read_memory(root: Path = ROOT) -> Memory:
    """Memory that can be had now without swapping: the machine's, bounded by every control group above us."""
    machine = psutil.virtual_memory()
    total_bytes, available_bytes = machine.total, machine.available
    for group in _control_groups(root, "memory"):
        limit_bytes = _memory_limit_bytes(group)
        if limit_bytes is not None:
            total_bytes = min(total_bytes, limit_bytes)
            available_bytes = min(available_bytes, limit_bytes - _memory_held_bytes(group))
    return Memory(total_bytes, max(0, available_bytes))


def allowed_physical_cores(root: Path = ROOT, allowed_cpus: Iterable[int] | None = None) -> int:
    """Physical cores this process may keep busy, at least 1.

    Two hardware threads of one core count once, since they share the arithmetic units that decoding waits for.

    Args:
        root: folder holding `proc` and `sys`.
        allowed_cpus: logical processors that may be used; by default the process's affinity.
    """
    cpus = _affinity() if allowed_cpus is None else frozenset(allowed_cpus)
    cores = {siblings for cpu in cpus if (siblings := _thread_siblings(root, cpu))}
    count = len(cores) or psutil.cpu_count(logical=False) or psutil.cpu_count() or 1
    quotas = [quota for group in _control_groups(root, "cpu") if (quota := _cpu_quota(group)) is not None]
    # Rounded down: threads beyond the quota are stopped for the rest of each period, and the others wait for them.
    return max(1, min([count, *(math.floor(quota) for quota in quotas)]))


def cpu_name(root: Path = ROOT) -> str:
    """The processor's name for people, such as "AMD EPYC" or "arm64" where the system tells no more."""
    for line in _read(root / "proc/cpuinfo").splitlines():
        key, _, value = line.partition(":")
        if key.strip() == "model name" and value.strip():
            return " ".join(value.split())
    return platform.processor() or platform.machine() or "Unknown processor"


def _affinity() -> frozenset[int]:
    """Logical processors the system lets this process run on; empty where it does not say."""
    read_affinity: Callable[[int], set[int]] | None = getattr(os, "sched_getaffinity", None)
    return frozenset(read_affinity(0)) if read_affinity else frozenset()


def _thread_siblings(root: Path, cpu: int) -> str:
    """The logical processors that share this one's core, as the kernel lists them; empty if unknown."""
    topology = root / f"sys/devices/system/cpu/cpu{cpu}/topology"
    return _read(topology / "thread_siblings_list").strip()


def _control_groups(root: Path, controller: str) -> Iterator[_ControlGroup]:
    """Every control group this process is in for a controller, innermost first, both versions."""
    mounted = root / "sys/fs/cgroup"
    for line in _read(root / "proc/self/cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            for mount in (mounted, mounted / "unified"):
                yield from (_ControlGroup(folder, 2) for folder in _ancestors(mount, path))
        elif controller in controllers.split(","):
            for mount in dict.fromkeys((mounted / controller, mounted / controllers)):
                yield from (_ControlGroup(folder, 1) for folder in _ancestors(mount, path))


def _ancestors(mount: Path, path: str) -> Iterator[Path]:
    """The folder of a group and those above it; a container often sees only the topmost of them."""
    inside = PurePosixPath(path.lstrip("/"))
    for part in (inside, *inside.parents):
        yield mount / part


def _memory_limit_bytes(group: _ControlGroup) -> int | None:
    """A group's limit; for none, version 2 says "max" and version 1 a number that no machine reaches."""
    name = "memory.max" if group.version == 2 else "memory.limit_in_bytes"
    return _number(_read(group.folder / name))


def _memory_held_bytes(group: _ControlGroup) -> int:
    """Memory a group cannot give back: its use without the file pages the kernel would drop first."""
    name, cache = (
        ("memory.current", "inactive_file")
        if group.version == 2
        else (
            "memory.usage_in_bytes",
            "total_inactive_file",
        )
    )
    used_bytes = _number(_read(group.folder / name)) or 0
    statistics = (line.partition(" ") for line in _read(group.folder / "memory.stat").splitlines())
    droppable_bytes = next((_number(value) or 0 for key, _, value in statistics if key == cache), 0)
    return max(0, used_bytes - droppable_bytes)


def _cpu_quota(group: _ControlGroup) -> float | None:
    """Processors' worth of time per period a group may use; None if unlimited."""
    if group.version == 2:
        quota_text, _, period_text = _read(group.folder / "cpu.max").partition(" ")
    else:
        quota_text = _read(group.folder / "cpu.cfs_quota_us")
        period_text = _read(group.folder / "cpu.cfs_period_us")
    quota_us, period_us = _number(quota_text), _number(period_text)
    return quota_us / period_us if quota_us and period_us else None


def _number(text: str) -> int | None:
    """A written non-negative number; None for "max", "-1" (both mean no limit) and for nothing."""
    stripped = text.strip()
    return int(stripped) if stripped.isascii() and stripped.isdigit() else None


def _read(path: Path) -> str:
    """A small file of the kernel's; empty where this system does not have it."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
