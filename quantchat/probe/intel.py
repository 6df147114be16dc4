"""Intel GPUs on the PCI bus under Linux.

Their drivers tell no memory sizes in sysfs; the engine's Vulkan or SYCL backend does.
"""

from pathlib import Path

from quantchat.core.gpu_names import GpuVendor, is_integrated
from quantchat.probe.found_gpu import FoundGpu, GpuReading
from quantchat.probe.kernel_files import ROOT
from quantchat.probe.memory import read_memory
from quantchat.probe.pci import INTEL, PciDevice, display_controllers, pci_name

_INTEGRATED_ADDRESS = "0000:00:02.0"
"""Where every Intel processor of the last fifteen years has its GPU."""

_RAM_SHARE = 0.75
"""The part of main memory that Mesa's Vulkan driver offers on an integrated GPU of a machine with more than 4 GB."""


def read_intel(root: Path = ROOT) -> GpuReading:
    """Intel's GPUs; those beside a processor are shown with the part of main memory they may take."""
    return GpuReading(tuple(_gpu(root, device) for device in display_controllers(root, INTEL)))


def _gpu(root: Path, device: PciDevice) -> FoundGpu:
    name = pci_name(root, device) or f"GPU {device.device:04x}"
    named = name if "Intel" in name else f"Intel {name}"
    has_driver = (device.folder / "driver").exists()
    if device.address != _INTEGRATED_ADDRESS and not is_integrated(named):
        return FoundGpu(named, GpuVendor.INTEL, pci_address=device.address, has_driver=has_driver)
    memory = read_memory(root)
    total_bytes = int(memory.total_bytes * _RAM_SHARE)
    return FoundGpu(
        name=named,
        vendor=GpuVendor.INTEL,
        total_bytes=total_bytes,
        free_bytes=min(total_bytes, memory.available_bytes),
        shares_ram=True,
        pci_address=device.address,
        has_driver=has_driver,
    )
