"""Which programs hold memory now: closing one of them is often what a model needs to fit."""

import os
import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import psutil

from quantchat.core.hardware import MemoryHolder
from quantchat.core.plain_text import plain_text

MAX_HOLDERS = 5
_LEAST_BYTES = 64 * 1024**2
"""Programs with less are not worth closing."""

_EXACT_SECONDS = 0.25
"""How long to ask the kernel for exact figures: it walks a process's pages for each, 1 to 50 ms for large ones."""


@dataclass(frozen=True, slots=True)
class RunningProcess:
    """A process and what it holds.

    Attributes:
        pid: its number.
        name: of its program.
        ram_bytes: resident memory without what it shares with files and other processes.
    """

    pid: int
    name: str
    ram_bytes: int


def running_processes() -> tuple[RunningProcess, ...]:
    """Every process that this user may look at."""
    processes = []
    for process in psutil.process_iter():
        try:
            with process.oneshot():
                memory = process.memory_info()
                # the kernel's own threads and idle processes hold nothing
                if memory.rss:
                    private_bytes = memory.rss - getattr(memory, "shared", 0)
                    processes.append(RunningProcess(process.pid, process.name(), max(0, private_bytes)))
        except psutil.Error:  # it ended just now, or belongs to somebody who hides it
            continue
    return tuple(processes)


def own_processes() -> frozenset[int]:
    """Numbers of this process and of all it started, the engine among them."""
    try:
        children = psutil.Process().children(recursive=True)
    except psutil.Error:  # the system does not tell; then at least this one is known
        children = []
    return frozenset((os.getpid(), *(child.pid for child in children)))


def exact_bytes(pid: int) -> int | None:
    """Memory that would come free if the process ended (its unique set size); None where the system does not tell."""
    try:
        return int(psutil.Process(pid).memory_full_info().uss)
    except psutil.Error:  # another user's process, or one that ended just now
        return None


def largest_holders(
    processes: Iterable[RunningProcess], gpu_bytes_by_pid: Mapping[int, int], ours: Collection[int]
) -> tuple[MemoryHolder, ...]:
    """The programs that hold the most, all processes of one name together, largest first, at most `MAX_HOLDERS`.

    Args:
        processes: those running.
        gpu_bytes_by_pid: GPU memory each process holds.
        ours: processes of this program; closing them is no advice.
    """
    holders: dict[str, MemoryHolder] = {}
    for process in processes:
        if process.pid in ours:
            continue
        name = plain_text(process.name, 40) or f"process {process.pid}"
        held = holders.get(name, MemoryHolder(name))
        gpu_bytes = held.gpu_bytes + gpu_bytes_by_pid.get(process.pid, 0)
        holders[name] = MemoryHolder(name, held.ram_bytes + process.ram_bytes, gpu_bytes)
    large = (holder for holder in holders.values() if holder.ram_bytes + holder.gpu_bytes >= _LEAST_BYTES)
    return tuple(sorted(large, key=lambda holder: (-holder.ram_bytes - holder.gpu_bytes, holder.name))[:MAX_HOLDERS])


def read_processes(seconds: float = _EXACT_SECONDS) -> tuple[RunningProcess, ...]:
    """Every process, the largest with exact figures as far as those can be had within the time."""
    deadline = time.monotonic() + seconds
    result = []
    for process in sorted(running_processes(), key=lambda process: -process.ram_bytes):
        exact = None
        if process.ram_bytes >= _LEAST_BYTES and time.monotonic() < deadline:
            exact = exact_bytes(process.pid)
        result.append(process if exact is None else RunningProcess(process.pid, process.name, exact))
    return tuple(result)
