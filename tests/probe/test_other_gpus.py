"""AMD, Intel and Apple GPUs, and those of Windows, from what each system tells about them."""

import sys
from collections.abc import Mapping
from pathlib import Path

import psutil
import pytest

from quantchat.core.gpu_names import GpuVendor
from quantchat.probe.amd import read_amd
from quantchat.probe.apple import read_apple, working_set_bytes
from quantchat.probe.found_gpu import FoundGpu, GpuReading
from quantchat.probe.intel import read_intel
from quantchat.probe.memory import Memory
from quantchat.probe.windows_gpus import read_windows_gpus, registry_adapters
from tests.probe.machine import FakeMachine

GIB = 1024**3
MIB = 1024**2

PCI_NAMES = """# a comment
1002  Advanced Micro Devices, Inc. [AMD/ATI]
\t15bf  Phoenix1
\t\t1462 13a2  A board of somebody's
\t1586  Strix Halo [Radeon Graphics / Radeon 8050S Graphics / Radeon 8060S Graphics]
\t744c  Navi 31 [Radeon RX 7900 XT/7900 XTX/7900 GRE/7900M]
10de  NVIDIA Corporation
\t15bf  Not this
8086  Intel Corporation
\t4680  AlderLake-S GT1 [UHD Graphics 770]
\t56a0  DG2 [Arc A770]
"""


@pytest.fixture
def machine(tmp_path: Path) -> FakeMachine:
    machine = FakeMachine(tmp_path)
    machine.pci_names(PCI_NAMES)
    return machine


def test_a_dedicated_amd_gpu_has_its_own_memory(machine: FakeMachine) -> None:
    machine.pci(
        "0000:03:00.0", 0x1002, 0x744C,
        mem_info_vram_total=str(24 * GIB), mem_info_vram_used=str(6 * GIB), mem_info_gtt_total=str(16 * GIB),
    )  # fmt: skip

    assert read_amd(machine.root).gpus == (
        FoundGpu(
            "AMD Radeon RX 7900 XT/7900 XTX/7900 GRE/7900M", GpuVendor.AMD, 24 * GIB, 18 * GIB,
            pci_address="0000:03:00.0",
        ),
    )  # fmt: skip


def test_the_boards_own_name_counts_more_than_the_list(machine: FakeMachine) -> None:
    machine.pci("0000:03:00.0", 0x1002, 0x744C, mem_info_vram_total=str(48 * GIB), product_name="AMD Radeon PRO W7900")

    assert [gpu.name for gpu in read_amd(machine.root).gpus] == ["AMD Radeon PRO W7900"]


def test_the_gpu_of_an_amd_processor_takes_main_memory_beside_what_is_set_aside(machine: FakeMachine) -> None:
    machine.pci(
        "0000:c1:00.0", 0x1002, 0x15BF,
        mem_info_vram_total=str(4 * GIB), mem_info_vram_used=str(GIB),
        mem_info_gtt_total=str(14 * GIB), mem_info_gtt_used=str(2 * GIB),
    )  # fmt: skip

    (gpu,) = read_amd(machine.root).gpus

    assert (gpu.name, gpu.total_bytes, gpu.free_bytes, gpu.shares_ram) == ("AMD Phoenix1", 18 * GIB, 15 * GIB, True)


def test_a_large_part_set_aside_by_the_firmware_is_memory_of_its_own(machine: FakeMachine) -> None:
    machine.pci("0000:c1:00.0", 0x1002, 0x1586, mem_info_vram_total=str(96 * GIB), mem_info_gtt_total=str(16 * GIB))

    (gpu,) = read_amd(machine.root).gpus

    assert (gpu.total_bytes, gpu.shares_ram) == (96 * GIB, False)


def test_an_amd_gpu_without_amdgpu_needs_a_driver(machine: FakeMachine) -> None:
    machine.pci("0000:03:00.0", 0x1002, 0x744C)

    (gpu,) = read_amd(machine.root).gpus

    assert (gpu.has_driver, gpu.total_bytes) == (False, 0)


def test_an_unknown_amd_gpu_is_called_by_its_number(tmp_path: Path) -> None:
    FakeMachine(tmp_path).pci("0000:03:00.0", 0x1002, 0xBEEF, mem_info_vram_total=str(16 * GIB))

    assert [gpu.name for gpu in read_amd(tmp_path).gpus] == ["AMD GPU beef"]


def test_devices_that_display_nothing_and_files_that_are_no_numbers_are_passed_over(machine: FakeMachine) -> None:
    machine.pci("0000:05:00.0", 0x1002, 0x744C, **{"class": "0x040300"})
    machine.pci("0000:06:00.0", 0x1002, 0x744C)
    machine.write("sys/bus/pci/devices/0000:06:00.0/vendor", "what\n")

    assert read_amd(machine.root) == GpuReading()


def test_the_gpu_of_an_intel_processor_shares_main_memory(machine: FakeMachine) -> None:
    machine.pci("0000:00:02.0", 0x8086, 0x4680)
    (gpu,) = read_intel(machine.root).gpus

    assert (gpu.name, gpu.shares_ram) == ("Intel UHD Graphics 770", True)
    assert 0 < gpu.free_bytes <= gpu.total_bytes < psutil.virtual_memory().total


def test_a_dedicated_intel_gpu_shares_nothing(machine: FakeMachine) -> None:
    machine.pci("0000:03:00.0", 0x8086, 0x56A0)
    (gpu,) = read_intel(machine.root).gpus

    assert (gpu.name, gpu.shares_ram, gpu.total_bytes) == ("Intel Arc A770", False, 0)


@pytest.mark.parametrize(
    ("ram_gib", "printed_mb"), [(16, 11453), (32, 22906), (36, 28991), (64, 51539)]
)  # printed by llama.cpp on such Macs
def test_the_working_set_is_what_metal_recommends(ram_gib: int, printed_mb: int) -> None:
    assert working_set_bytes(ram_gib * GIB) / 1e6 == pytest.approx(printed_mb, abs=1)


def test_an_apple_chips_gpu_has_the_working_set_but_no_more_than_is_available() -> None:
    facts = {"machdep.cpu.brand_string": "Apple M2 Pro", "hw.memsize": str(32 * GIB)}
    reading = read_apple(lambda name: facts.get(name, ""), lambda: Memory(32 * GIB, 10 * GIB))

    assert reading.gpus == (FoundGpu("Apple M2 Pro", GpuVendor.APPLE, 32 * GIB * 2 // 3, 10 * GIB, shares_ram=True),)


def test_a_limit_that_the_person_set_replaces_metals() -> None:
    facts = {"machdep.cpu.brand_string": "Apple M4", "hw.memsize": str(32 * GIB), "iogpu.wired_limit_mb": "28672"}
    (gpu,) = read_apple(lambda name: facts.get(name, ""), lambda: Memory(32 * GIB, 30 * GIB)).gpus

    assert (gpu.total_bytes, gpu.free_bytes) == (28 * GIB, 28 * GIB)


def test_where_there_is_no_apple_chip_nothing_is_found() -> None:
    assert read_apple(lambda name: "") == GpuReading()


def test_windows_memory_is_read_beyond_4_gb_as_a_number_or_as_bytes() -> None:
    size = "HardwareInformation.qwMemorySize"
    adapters: tuple[Mapping[str, object], ...] = (
        {"DriverDesc": "AMD Radeon RX 7800 XT", size: 16 * GIB},
        {"DriverDesc": "Intel(R) UHD Graphics 770", size: (128 * MIB).to_bytes(8, "little")},
        {"DriverDesc": "AMD Radeon RX 7800 XT", size: 16 * GIB},
        {"DriverDesc": "Microsoft Basic Display Adapter", size: 1},
        {"DriverDesc": 7},
        {"DriverDesc": "NVIDIA GeForce RTX 3060"},
    )

    gpus = read_windows_gpus(lambda: adapters).gpus

    assert [(gpu.name, gpu.total_bytes, gpu.shares_ram) for gpu in gpus] == [
        ("AMD Radeon RX 7800 XT", 16 * GIB, False),
        ("Intel(R) UHD Graphics 770", 128 * MIB, True),
        ("NVIDIA GeForce RTX 3060", 0, False),
    ]


def test_systems_without_a_registry_have_no_adapters_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")

    assert list(registry_adapters()) == []
