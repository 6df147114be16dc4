"""AMD GPUs as the Linux driver amdgpu describes them in sysfs."""

import re
from collections.abc import Iterator
from pathlib import Path

from quantchat.core.gpu_names import GpuVendor, is_integrated
from quantchat.core.plain_text import plain_text
from quantchat.probe.found_gpu import FoundGpu, GpuReading
from quantchat.probe.kernel_files import ROOT, read_number, read_text
from quantchat.probe.pci import AMD, PciDevice, display_controllers, pci_name

_SMALLEST_DEDICATED_BYTES = 1024**3
"""GPUs with less memory of their own than this are parts of a processor: no dedicated one of amdgpu's has so little."""

_BIG_CARVE_OUT_BYTES = 8 * 1024**3
"""From here on the memory that a firmware sets aside for an integrated GPU is what models are put into."""

_INTEGRATED_CHIPS = re.compile(
    r"\b(?:Raphael|Rembrandt|Phoenix\d?|Hawk ?Point\d?|Strix|Granite Ridge|Krackan|Cezanne|Renoir|Lucienne|Barcelo|"
    r"Raven|Picasso|Mendocino|Van ?Gogh|Carrizo|Kaveri|Stoney)\b",
    re.IGNORECASE,
)
"""Code names under which the PCI name list (pci-ids.ucw.cz) has processors with a GPU and no product name."""


def read_amd(root: Path = ROOT) -> GpuReading:
    """AMD's GPUs; on systems other than Linux there are no such files and nothing is found."""
    return GpuReading(tuple(_gpu(root, device) for device in display_controllers(root, AMD)))


def _gpu(root: Path, device: PciDevice) -> FoundGpu:
    name = next(filter(None, _names(root, device)), f"GPU {device.device:04x}")
    named = name if "AMD" in name else f"AMD {name}"
    own_bytes = read_number(device.folder / "mem_info_vram_total")
    if own_bytes is None:
        return FoundGpu(named, GpuVendor.AMD, pci_address=device.address, has_driver=False)
    own_free_bytes = max(0, own_bytes - (read_number(device.folder / "mem_info_vram_used") or 0))
    borrowed_bytes = read_number(device.folder / "mem_info_gtt_total") or 0
    integrated = own_bytes < _SMALLEST_DEDICATED_BYTES or is_integrated(name) or bool(_INTEGRATED_CHIPS.search(name))
    if not integrated or (own_bytes >= _BIG_CARVE_OUT_BYTES and own_bytes > borrowed_bytes):
        return FoundGpu(named, GpuVendor.AMD, own_bytes, own_free_bytes, pci_address=device.address)
    borrowed_free_bytes = max(0, borrowed_bytes - (read_number(device.folder / "mem_info_gtt_used") or 0))
    return FoundGpu(
        name=named,
        vendor=GpuVendor.AMD,
        total_bytes=own_bytes + borrowed_bytes,
        free_bytes=own_free_bytes + borrowed_free_bytes,
        shares_ram=True,
        pci_address=device.address,
    )


def _names(root: Path, device: PciDevice) -> Iterator[str]:
    """Names from best to worst: what the board itself says, which few do, and the system's list."""
    yield plain_text(read_text(device.folder / "product_name"))
    yield pci_name(root, device)
