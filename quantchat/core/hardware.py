"""What a machine has that decides how a model runs on it. Values only: `probe` reads them."""

from dataclasses import dataclass
from enum import StrEnum

from quantchat.wording import NO_WORDS, Wording

UNIFIED_MEMORY_BACKENDS = frozenset({"Metal"})
"""Backends whose GPUs have no memory of their own."""


class BandwidthBasis(StrEnum):
    """Where a memory bandwidth comes from."""

    MEASURED = "measured"
    PUBLISHED = "published"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Cpu:
    """The processor.

    Attributes:
        name: for people.
        architecture: "x86_64", "arm64", or whatever the system calls it.
        physical_cores: cores this process may keep busy.
        instruction_sets: those that matter to the engine, in ggml's spelling: "AVX2", "AVX512", "NEON".
    """

    name: str
    architecture: str = ""
    physical_cores: int = 1
    instruction_sets: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ram:
    """Main memory; bounded by every control group above this process, swap not counted.

    Attributes:
        bandwidth_gbps: 10^9 bytes a second that all cores together read; None if unknown.
    """

    total_bytes: int
    available_bytes: int
    bandwidth_gbps: float | None = None
    bandwidth_basis: BandwidthBasis = BandwidthBasis.UNKNOWN


@dataclass(frozen=True, slots=True)
class Gpu:
    """A graphics processor, whether the engine can use it or not.

    Attributes:
        name: for people.
        backend: what would drive it: "CUDA", "Vulkan", "Metal", "ROCm", "SYCL".
        total_bytes: memory it has; of a GPU that shares RAM, the most it may take.
        free_bytes: memory that can be had now.
        bandwidth_gbps: 10^9 bytes a second; None if unknown.
        bandwidth_basis: where that comes from.
        usable: whether this build of the engine can use it.
        why_not: a sentence why it cannot, and what to install; empty if it can.
        shares_ram: its memory is part of main memory.
        engine_device: what ggml calls it, such as "CUDA0"; empty if unknown.
    """

    name: str
    backend: str
    total_bytes: int
    free_bytes: int
    bandwidth_gbps: float | None = None
    bandwidth_basis: BandwidthBasis = BandwidthBasis.UNKNOWN
    usable: bool = True
    why_not: Wording = NO_WORDS
    shares_ram: bool = False
    engine_device: str = ""


@dataclass(frozen=True, slots=True)
class MemoryHolder:
    """A program that holds memory now; all its processes of one name together.

    Attributes:
        name: of the program.
        ram_bytes: main memory that would come free if it ended.
        gpu_bytes: GPU memory it holds, all GPUs together.
    """

    name: str
    ram_bytes: int = 0
    gpu_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Hardware:
    """A machine.

    Attributes:
        engine_backends: what this build of the engine can compute with: "CPU", "CUDA".
        holders: programs that hold the most memory, largest first.
        problems: what could not be read, as sentences.
    """

    cpu: Cpu
    ram: Ram
    gpus: tuple[Gpu, ...] = ()
    engine_backends: tuple[str, ...] = ("CPU",)
    holders: tuple[MemoryHolder, ...] = ()
    problems: tuple[Wording, ...] = ()

    @property
    def usable_gpus(self) -> tuple[Gpu, ...]:
        """GPUs that the engine can use."""
        return tuple(gpu for gpu in self.gpus if gpu.usable and gpu.total_bytes > 0)


@dataclass(frozen=True, slots=True)
class EngineDevice:
    """One device that this build of the engine can compute on, as ggml lists it.

    Attributes:
        name: ggml's short name: "CPU", "CUDA0", "Vulkan1".
        description: ggml's words for it, usually the product name.
        kind: "cpu", "gpu", "igpu" or "accel".
        total_bytes: its memory; 0 where it does not say.
        free_bytes: memory that can be had now.
        backend: the part of ggml that drives it: "CPU", "CUDA", "Vulkan", "MTL".
        pci_address: `device_id` of ggml's properties, such as "0000:c1:00.0"; empty if unknown.
    """

    name: str
    description: str
    kind: str
    total_bytes: int
    free_bytes: int
    backend: str
    pci_address: str = ""


@dataclass(frozen=True, slots=True)
class EngineBuild:
    """What this build of the engine can do on this machine.

    Attributes:
        devices: everything it can compute on.
        instruction_sets: those it was compiled for and uses, in ggml's spelling: "AVX2", "NEON", "MATMUL_INT8".
        version: of the bindings.
    """

    devices: tuple[EngineDevice, ...]
    instruction_sets: frozenset[str]
    version: str

    @property
    def backends(self) -> tuple[str, ...]:
        """Names of the backends, each once."""
        return tuple(dict.fromkeys(device.backend for device in self.devices))
