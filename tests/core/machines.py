"""Machines and models as values, to be judged by the advice."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from quantchat.core.gguf import GgufHeader
from quantchat.core.gguf_metadata import ArraySummary, MetadataValue, ValueType
from quantchat.core.hardware import BandwidthBasis, Cpu, Gpu, Hardware, MemoryHolder, Ram
from quantchat.core.mixes import quantized_header
from quantchat.core.plan import LoadPlan
from quantchat.core.recommend import Availability, Candidate
from quantchat.wording import NO_WORDS, worded
from tests.core.model_vectors import MODEL_VECTORS, ModelVector

MIB = 2**20
GIB = 2**30
OFFERED = (
    "F16", "Q8_0", "Q6_K", "Q5_K_M", "Q5_K_S", "Q5_1", "Q5_0", "Q4_K_M", "IQ4_XS", "Q4_K_S", "Q4_1", "Q4_0", "Q3_K_M",
    "Q2_K",
)  # fmt: skip
"""What is usually published of a model."""

_VECTORS = {vector.name: vector for vector in MODEL_VECTORS}
_LLAMA_70B = ModelVector(
    "Llama-3.3-70B", _VECTORS["Llama-3.1-8B"].figures | {"n_layer": 80, "n_embd": 8192, "n_head": 64, "n_ff": 28672}
)


def gpu(
    name: str,
    total_gib: float,
    free_gib: float | None = None,
    bandwidth_gbps: float | None = None,
    *,
    backend: str = "CUDA",
    shares_ram: bool = False,
    usable: bool = True,
) -> Gpu:
    return Gpu(
        name=name,
        backend=backend,
        total_bytes=round(total_gib * GIB),
        free_bytes=round((total_gib if free_gib is None else free_gib) * GIB),
        bandwidth_gbps=bandwidth_gbps,
        bandwidth_basis=BandwidthBasis.PUBLISHED if bandwidth_gbps else BandwidthBasis.UNKNOWN,
        usable=usable,
        why_not=NO_WORDS if usable else worded("This build of the engine computes on the processor only."),
        shares_ram=shares_ram,
    )


def machine(
    ram_gib: float,
    available_gib: float,
    *gpus: Gpu,
    bandwidth_gbps: float | None = 45.0,
    cores: int = 8,
    holders: Iterable[MemoryHolder] = (),
    basis: BandwidthBasis = BandwidthBasis.PUBLISHED,
    instruction_sets: frozenset[str] = frozenset({"AVX2", "FMA", "F16C"}),
) -> Hardware:
    return Hardware(
        cpu=Cpu("A usual processor", "x86_64", cores, instruction_sets),
        ram=Ram(
            round(ram_gib * GIB),
            round(available_gib * GIB),
            bandwidth_gbps,
            basis if bandwidth_gbps else BandwidthBasis.UNKNOWN,
        ),
        gpus=gpus,
        engine_backends=("CPU", *dict.fromkeys(gpu.backend for gpu in gpus if gpu.usable)),
        holders=tuple(holders),
    )


RTX_4060 = gpu("NVIDIA GeForce RTX 4060", 8188 / 1024, 7.6, 272.0)
"""As NVML tells it with a desktop on it."""

RTX_4060_EMPTY = gpu("NVIDIA GeForce RTX 4060", 8188 / 1024, None, 272.0)
RTX_3070 = gpu("NVIDIA GeForce RTX 3070", 8.0, None, 448.0)
RTX_3060 = gpu("NVIDIA GeForce RTX 3060", 12.0, 11.6, 360.0)
RTX_4090 = gpu("NVIDIA GeForce RTX 4090", 24.0, 23.0, 1008.0)
M3_MAX = gpu("Apple M3 Max", 48.0, None, 400.0, backend="Metal", shares_ram=True)
IRIS_XE = gpu("Intel(R) Iris(R) Xe Graphics", 8.0, None, None, backend="Vulkan", shares_ram=True)

GAMING_PC = machine(30, 26, RTX_4060)
SMALL_LAPTOP = machine(8, 5.5, bandwidth_gbps=40.0, cores=4)
MAC_64 = machine(64, 52, M3_MAX, bandwidth_gbps=300.0, instruction_sets=frozenset({"NEON", "DOTPROD", "MATMUL_INT8"}))
OFFICE_LAPTOP = machine(16, 10, IRIS_XE)


def with_free(hardware: Hardware, factor: float) -> Hardware:
    """The same machine with more or less memory free."""
    ram = hardware.ram
    gpus = tuple(replace(one, free_bytes=min(one.total_bytes, round(one.free_bytes * factor))) for one in hardware.gpus)
    available_bytes = min(ram.total_bytes, round(ram.available_bytes * factor))
    return replace(hardware, ram=replace(ram, available_bytes=available_bytes), gpus=gpus)


def with_ram_bandwidth(hardware: Hardware, bandwidth_gbps: float | None) -> Hardware:
    basis = BandwidthBasis.PUBLISHED if bandwidth_gbps else BandwidthBasis.UNKNOWN
    return replace(hardware, ram=replace(hardware.ram, bandwidth_gbps=bandwidth_gbps, bandwidth_basis=basis))


@cache
def model(name: str) -> GgufHeader:
    """A published model in F16, with a vocabulary as large as its own."""
    vector = _LLAMA_70B if name == _LLAMA_70B.name else _VECTORS[name]
    header = vector.header
    words = ArraySummary(ValueType.STRING, vector.figures["n_vocab"])
    vocabulary: dict[str, MetadataValue] = {
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.tokens": words,
        "tokenizer.ggml.merges": words,
    }
    return replace(header, metadata={**header.metadata, **vocabulary})


@cache
def model_in(name: str, quantization: str) -> GgufHeader:
    return quantized_header(model(name), quantization)


def candidates(name: str, types: Iterable[str] = OFFERED) -> list[Candidate]:
    return [Candidate(kind, model_in(name, kind), Availability.DOWNLOAD) for kind in types]


def plan(context_length: int = 8192) -> LoadPlan:
    return LoadPlan("", context_length=context_length)
