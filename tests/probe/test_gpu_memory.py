"""The memory of some GPUs is read from the drivers that know them, and from no other."""

import threading
from collections.abc import Callable

from quantchat.core.gpu_names import GpuVendor
from quantchat.probe.found_gpu import FoundGpu, GpuReading
from quantchat.probe.gpu_memory import GpuMemory, GpuMemoryReader

GIB = 2**30
RTX = FoundGpu("NVIDIA GeForce RTX 4060", GpuVendor.NVIDIA, 8 * GIB, 3 * GIB)
RADEON = FoundGpu("AMD Radeon RX 7600", GpuVendor.AMD, 8 * GIB, 5 * GIB)


class Driver:
    """Tells of some GPUs, and counts how often it was asked."""

    def __init__(self, *gpus: FoundGpu) -> None:
        self.gpus = gpus
        self.reads = 0

    def read(self) -> GpuReading:
        self.reads += 1
        return GpuReading(self.gpus)


def reader_of(**drivers: Callable[[], GpuReading]) -> GpuMemoryReader:
    return GpuMemoryReader({f"{name} of the test": read for name, read in drivers.items()}, seconds=1.0)


def test_a_gpu_is_found_by_its_name() -> None:
    reader = reader_of(nvidia=Driver(RTX).read, amd=Driver(RADEON).read)
    assert reader.read(["NVIDIA GeForce RTX 4060"]) == (GpuMemory("NVIDIA GeForce RTX 4060", 8 * GIB, 3 * GIB),)


def test_the_name_may_be_longer_or_shorter_than_the_drivers() -> None:
    reader = reader_of(nvidia=Driver(RTX).read)
    assert reader.read(["GeForce RTX 4060"])[0].free_bytes == 3 * GIB


def test_two_gpus_of_one_name_are_told_apart_by_their_order() -> None:
    other = FoundGpu(RTX.name, RTX.vendor, 8 * GIB, 7 * GIB)
    found = reader_of(nvidia=Driver(RTX, other).read).read([RTX.name, RTX.name])
    assert [gpu.free_bytes for gpu in found] == [3 * GIB, 7 * GIB]


def test_a_gpu_that_no_driver_tells_of_is_left_out() -> None:
    assert reader_of(nvidia=Driver(RTX).read).read(["Intel Arc A770"]) == ()


def test_drivers_that_know_none_of_them_are_not_asked_again() -> None:
    nvidia, amd = Driver(RTX), Driver(RADEON)
    reader = reader_of(nvidia=nvidia.read, amd=amd.read)
    reader.read([RTX.name])
    reader.read([RTX.name])
    assert (nvidia.reads, amd.reads) == (2, 1)
    assert reader.read([RADEON.name])[0].free_bytes == 5 * GIB  # others are asked for: all drivers are asked again


def test_a_driver_that_hangs_costs_its_gpu_and_not_the_reading() -> None:
    is_over = threading.Event()

    def hang() -> GpuReading:
        is_over.wait(30)
        return GpuReading()

    reader = GpuMemoryReader({"hanging driver of the test": hang, "AMD of the test": Driver(RADEON).read}, seconds=0.1)
    try:
        assert [gpu.name for gpu in reader.read([RTX.name, RADEON.name])] == [RADEON.name]
    finally:
        is_over.set()
