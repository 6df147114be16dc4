"""Main memory that can really be used: the machine's, bounded by every control group above this process."""

from dataclasses import dataclass
from pathlib import Path

import psutil

from quantchat.probe.control_groups import control_groups, memory_held_bytes, memory_limit_bytes
from quantchat.probe.kernel_files import ROOT


@dataclass(frozen=True, slots=True)
class Memory:
    """Main memory of this process's machine or container; swap is not counted."""

    total_bytes: int
    available_bytes: int


def read_memory(root: Path = ROOT) -> Memory:
    """Memory that can be had now without swapping: the machine's, bounded by every control group above us."""
    machine = psutil.virtual_memory()
    total_bytes, available_bytes = machine.total, machine.available
    for group in control_groups(root, "memory"):
        limit_bytes = memory_limit_bytes(group)
        if limit_bytes is not None:
            total_bytes = min(total_bytes, limit_bytes)
            available_bytes = min(available_bytes, limit_bytes - memory_held_bytes(group))
    return Memory(total_bytes, max(0, available_bytes))
