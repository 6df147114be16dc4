"""How much of the free memory a model may take, so that the computer stays usable while it runs."""

from quantchat.core.memory import DeviceKind, DeviceMemory

MIB = 2**20

DRIVER_SHARE = 0.055
"""Share of a GPU's memory that its driver keeps: an "8 GB" card of 8151 MiB has 7745 MiB that can be used."""


def budget_bytes(device: DeviceMemory) -> int:
    """Memory of a device that a plan may fill.

    On a GPU a sixteenth stays free, at least 512 MiB and at most 1 GiB: the desktop draws there too, and a driver that
    runs out either ends the engine or silently goes on in main memory, many times slower. In main memory a sixteenth
    stays free as well, up to 2 GiB.
    """
    total = device.total_memory_bytes
    if device.kind is DeviceKind.GPU:
        usable = min(device.free_bytes, round(total * (1 - DRIVER_SHARE)))
        return max(0, usable - _clamped(total // 16, 512 * MIB, 1024 * MIB))
    return max(0, device.free_bytes - _clamped(total // 16, 512 * MIB, 2048 * MIB))


def _clamped(size_bytes: int, least: int, most: int) -> int:
    return max(least, min(size_bytes, most))
