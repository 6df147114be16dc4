"""A folder of kernel files that describe a machine which is not this one."""

from pathlib import Path


class FakeMachine:
    """A folder that looks like the root of a Linux system."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def in_groups(self, *lines: str) -> None:
        self.write("proc/self/cgroup", "\n".join(lines) + "\n")

    def cpu(self, number: int, siblings: str) -> None:
        self.write(f"sys/devices/system/cpu/cpu{number}/topology/thread_siblings_list", siblings + "\n")

    def pci(self, address: str, vendor: int, device: int, **files: str) -> None:
        """A display controller, with further files in its folder."""
        named = {"class": "0x030000", "vendor": f"0x{vendor:04x}", "device": f"0x{device:04x}", **files}
        for name, text in named.items():
            self.write(f"sys/bus/pci/devices/{address}/{name}", text + "\n")

    def pci_names(self, text: str) -> None:
        self.write("usr/share/misc/pci.ids", text)
