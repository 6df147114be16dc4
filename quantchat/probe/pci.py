"""Display controllers on the PCI bus as Linux lists them, and their names from the system's PCI name list.

This also finds a GPU without a driver, which no driver can tell of.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from quantchat.core.plain_text import plain_text
from quantchat.probe.kernel_files import read_text

NVIDIA = 0x10DE
AMD = 0x1002
INTEL = 0x8086

_DISPLAY_CLASS = 0x03
_ADDRESS = re.compile(r"[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]")
_NAME_LISTS = ("usr/share/misc/pci.ids", "usr/share/hwdata/pci.ids")
_MARKETING_NAME = re.compile(r"\[(.+)\]\s*$")


@dataclass(frozen=True, slots=True)
class PciDevice:
    """One device on the PCI bus.

    Attributes:
        address: domain, bus, device and function, such as "0000:01:00.0".
        vendor: the maker's number.
        device: the maker's number for this product.
        folder: its folder in sysfs.
    """

    address: str
    vendor: int
    device: int
    folder: Path


def display_controllers(root: Path, vendor: int) -> tuple[PciDevice, ...]:
    """A maker's GPUs in the order of their addresses, each once, whatever drives them."""
    found = (_device(folder) for folder in _folders(root / "sys/bus/pci/devices"))
    return tuple(device for device in found if device is not None and device.vendor == vendor)


def pci_name(root: Path, device: PciDevice) -> str:
    """The product's name in the system's list; empty if it is not there.

    Lists name the chip and then, in brackets, the products made of it: the latter are returned, several of them
    separated by slashes.
    """
    for path in _NAME_LISTS:
        for name in _listed_names(read_text(root / path), device):
            product = _MARKETING_NAME.search(name)
            return plain_text(product.group(1) if product else name)
    return ""


def _folders(parent: Path) -> Iterator[Path]:
    try:
        folders = sorted(parent.iterdir())
    except OSError:  # no PCI bus, or a system that has no sysfs
        return
    yield from (folder for folder in folders if _ADDRESS.fullmatch(folder.name))


def _device(folder: Path) -> PciDevice | None:
    device_class, vendor, device = (_hexadecimal(folder / name) for name in ("class", "vendor", "device"))
    if device_class is None or vendor is None or device is None or device_class >> 16 != _DISPLAY_CLASS:
        return None
    return PciDevice(folder.name, vendor, device, folder)


def _hexadecimal(path: Path) -> int | None:
    text = read_text(path).strip()
    return int(text, 16) if re.fullmatch(r"0x[0-9a-fA-F]+", text) else None


def _listed_names(text: str, device: PciDevice) -> Iterator[str]:
    """What follows a device's number in the section of its maker."""
    start = re.search(rf"^{device.vendor:04x} ", text, re.MULTILINE)
    if start is None:
        return
    for line in text[start.end() :].splitlines()[1:]:
        if line[:1] not in ("\t", "#", ""):
            return  # the next maker
        if line.startswith(f"\t{device.device:04x} "):
            yield line[5:].strip()
