"""The GPU of an Apple chip, which computes in main memory. Written from published figures, not exercised on a Mac."""

from collections.abc import Callable

from quantchat.core.gpu_names import GpuVendor
from quantchat.core.plain_text import plain_text
from quantchat.probe.found_gpu import FoundGpu, GpuReading
from quantchat.probe.kernel_files import number
from quantchat.probe.memory import Memory, read_memory
from quantchat.probe.sysctl import read_sysctl

_MIB = 1024**2
_SMALL_MAC_BYTES = 36 * 1024**3


def read_apple(
    read_fact: Callable[[str], str] = read_sysctl, read_ram: Callable[[], Memory] = read_memory
) -> GpuReading:
    """The GPU of this Mac's chip; nothing on other systems and on Macs with Intel processors.

    Args:
        read_fact: value of a sysctl name, empty where there is none.
        read_ram: main memory now.
    """
    name = plain_text(read_fact("machdep.cpu.brand_string"))
    ram_bytes = number(read_fact("hw.memsize"))
    if not name.startswith("Apple") or not ram_bytes:
        return GpuReading()
    limit_mib = number(read_fact("iogpu.wired_limit_mb")) or 0
    total_bytes = limit_mib * _MIB or working_set_bytes(ram_bytes)
    free_bytes = min(total_bytes, read_ram().available_bytes)
    return GpuReading((FoundGpu(name, GpuVendor.APPLE, total_bytes, free_bytes, shares_ram=True),))


def working_set_bytes(ram_bytes: int) -> int:
    """What Metal recommends at most (recommendedMaxWorkingSetSize): 2/3 of a Mac below 36 GB, 3/4 of a larger one.

    From the sizes that llama.cpp's Metal backend printed on such Macs, in 10^6 bytes: 11453 of 16 GB, 22906 of 32 GB,
    28991 of 36 GB, 51540 of 64 GB. The engine's own figure replaces this one.
    """
    return ram_bytes * 2 // 3 if ram_bytes < _SMALL_MAC_BYTES else ram_bytes * 3 // 4
