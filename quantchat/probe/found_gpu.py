"""What a reader of one maker's GPUs found, before it is known whether the engine can use them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from quantchat.core.gpu_names import GpuVendor
from quantchat.wording import Wording


@dataclass(frozen=True, slots=True)
class FoundGpu:
    """A GPU of this machine as its driver or the system describes it.

    Attributes:
        name: for people.
        vendor: who made it.
        total_bytes: memory that programs can have of it; 0 if unknown.
        free_bytes: memory that can be had now.
        bandwidth_gbps: as the driver states it, 10^9 bytes a second; None if it does not.
        shares_ram: its memory is part of main memory.
        pci_address: such as "0000:01:00.0"; empty if unknown.
        has_driver: whether a driver runs that programs could compute with.
    """

    name: str
    vendor: GpuVendor
    total_bytes: int = 0
    free_bytes: int = 0
    bandwidth_gbps: float | None = None
    shares_ram: bool = False
    pci_address: str = ""
    has_driver: bool = True


@dataclass(frozen=True, slots=True)
class GpuReading:
    """The answer of one reader.

    Attributes:
        gpus: in the order of the driver.
        gpu_bytes_by_pid: GPU memory that each process holds, all these GPUs together.
        problems: what could not be read, as sentences.
    """

    gpus: tuple[FoundGpu, ...] = ()
    gpu_bytes_by_pid: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[Wording, ...] = ()
