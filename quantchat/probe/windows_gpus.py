"""GPUs of a Windows computer from the registry. Written from Microsoft's documentation, not exercised on Windows.

WMI's AdapterRAM is never asked: it is a 32-bit number that ends at 4 GB.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping

from quantchat.core.gpu_names import GpuVendor, is_integrated, vendor_of
from quantchat.core.plain_text import plain_text
from quantchat.probe.found_gpu import FoundGpu, GpuReading

_ADAPTERS = r"SYSTEM\CurrentControlSet\Control\Class\{4d36e968-e325-11ce-bfc1-08002be10318}"
_NAME = "DriverDesc"
_SIZE = "HardwareInformation.qwMemorySize"


def registry_adapters() -> Iterator[Mapping[str, object]]:
    """Values of every display adapter's key; none on systems other than Windows."""
    if sys.platform != "win32":
        return
    import winreg

    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _ADAPTERS) as adapters:
        for index in range(winreg.QueryInfoKey(adapters)[0]):
            name = winreg.EnumKey(adapters, index)
            if not name.isdigit():
                continue  # "Properties" and the like, which are closed to users
            with winreg.OpenKey(adapters, name) as adapter:
                values = (winreg.EnumValue(adapter, place) for place in range(winreg.QueryInfoKey(adapter)[1]))
                yield {key: value for key, value, _ in values}


def read_windows_gpus(adapters: Callable[[], Iterable[Mapping[str, object]]] = registry_adapters) -> GpuReading:
    """GPUs with the dedicated memory that the registry gives them; how much of it is free is not told there.

    Keys of adapters that were taken out stay behind, so entries that are alike count once.
    """
    return GpuReading(tuple(dict.fromkeys(gpu for adapter in adapters() if (gpu := _gpu(adapter)) is not None)))


def _gpu(adapter: Mapping[str, object]) -> FoundGpu | None:
    description = adapter.get(_NAME)
    name = plain_text(description) if isinstance(description, str) else ""
    vendor = vendor_of(name)
    if vendor is GpuVendor.UNKNOWN:
        return None  # remote desktops, virtual and basic displays
    size_bytes = _size_bytes(adapter.get(_SIZE))
    return FoundGpu(name, vendor, size_bytes, size_bytes, shares_ram=is_integrated(name))


def _size_bytes(value: object) -> int:
    """The registry's number; some drivers write it as eight bytes."""
    if isinstance(value, bytes):
        return int.from_bytes(value, "little")
    return value if isinstance(value, int) and value > 0 else 0
