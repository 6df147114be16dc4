"""A machine as a JSON object, written by `quantchat hardware --json` and read back by `--hardware M.json`.

The keys are a contract: keys may be added, none renamed. What is read may have been edited by hand or hold the
contract's keys only, so everything is checked, and what is missing gets the value that a person would expect.
"""

from quantchat.core.gpu_bandwidths import published_bandwidth_gbps
from quantchat.core.gpu_names import GpuVendor, is_integrated, natural_backend, vendor_of
from quantchat.core.hardware import (
    UNIFIED_MEMORY_BACKENDS,
    BandwidthBasis,
    Cpu,
    Gpu,
    Hardware,
    MemoryHolder,
    Ram,
)
from quantchat.core.json_fields import JsonFields
from quantchat.core.unusable_gpus import why_unusable
from quantchat.wording import NO_WORDS, Wording, verbatim, worded

ASSUMED_AVAILABLE = 0.8
"""Share of the memory taken as available where a file gives the total only: about what a desktop leaves free."""

ASSUMED_CORES = 6
"""Physical cores of a usual computer, for a file that does not tell."""

_SOURCE = worded("The description of the hardware")
_MAX_CORES = 4096
_MAX_GBPS = 100_000
_SENTENCE_CHARS = 1000


def hardware_json(hardware: Hardware) -> dict[str, object]:
    """A machine as a JSON object; `parse_hardware` makes the same machine of it."""
    return {
        "cpu": {
            "name": hardware.cpu.name,
            "architecture": hardware.cpu.architecture,
            "physical_cores": hardware.cpu.physical_cores,
            "instruction_sets": sorted(hardware.cpu.instruction_sets),
        },
        "ram": {
            "total_bytes": hardware.ram.total_bytes,
            "available_bytes": hardware.ram.available_bytes,
            "bandwidth_gbps": hardware.ram.bandwidth_gbps,
            "bandwidth_basis": hardware.ram.bandwidth_basis.value,
        },
        "gpus": [_gpu_json(gpu) for gpu in hardware.gpus],
        "engine_backends": list(hardware.engine_backends),
        "holders": [
            {"name": holder.name, "ram_bytes": holder.ram_bytes, "gpu_bytes": holder.gpu_bytes}
            for holder in hardware.holders
        ],
        "problems": list(hardware.problems),
    }


def parse_hardware(value: object) -> Hardware:
    """The machine that a JSON value describes.

    Only `ram.total_bytes` and each GPU's `total_bytes` have to be there. Without `ram.available_bytes`,
    `ASSUMED_AVAILABLE` of the total is taken; a GPU without `free_bytes` is empty; a GPU without `bandwidth_gbps` and
    `bandwidth_basis` gets its maker's figure where its name is known; without `usable` it is usable if
    `engine_backends` is missing or names its backend.

    Raises:
        KnownError: something is no number, negative, absurd or missing; the sentence names its key.
    """
    fields = JsonFields(value, "", _SOURCE)
    if not fields.has("ram"):
        fields.refuse(worded("{place} is missing; it must hold total_bytes", place=fields.place("ram")))
    backends = fields.texts("engine_backends")
    gpus = tuple(_gpu(gpu, backends) for gpu in fields.objects("gpus"))
    return Hardware(
        cpu=_cpu(fields.part("cpu")),
        ram=_ram(fields.part("ram")),
        gpus=gpus,
        engine_backends=backends if backends is not None else _backends_of(gpus),
        holders=tuple(_holder(holder) for holder in fields.objects("holders")),
        problems=tuple(map(verbatim, fields.texts("problems", _SENTENCE_CHARS) or ())),
    )


def _gpu_json(gpu: Gpu) -> dict[str, object]:
    return {
        "name": gpu.name,
        "backend": gpu.backend,
        "total_bytes": gpu.total_bytes,
        "free_bytes": gpu.free_bytes,
        "bandwidth_gbps": gpu.bandwidth_gbps,
        "bandwidth_basis": gpu.bandwidth_basis.value,
        "usable": gpu.usable,
        "why_not": gpu.why_not,
        "shares_ram": gpu.shares_ram,
        "engine_device": gpu.engine_device,
    }


def _cpu(fields: JsonFields) -> Cpu:
    architecture = fields.text("architecture")
    named = fields.texts("instruction_sets")
    return Cpu(
        name=fields.text("name", "Unknown processor"),
        architecture=architecture,
        physical_cores=fields.count("physical_cores", ASSUMED_CORES, _MAX_CORES),
        instruction_sets=_usual_instruction_sets(architecture) if named is None else frozenset(named),
    )


def _usual_instruction_sets(architecture: str) -> frozenset[str]:
    """What nearly every computer of an architecture has that is in use today."""
    is_arm = architecture.casefold() in {"arm64", "aarch64"}
    return frozenset({"NEON", "DOTPROD", "MATMUL_INT8"}) if is_arm else frozenset({"AVX", "AVX2", "F16C", "FMA"})


def _ram(fields: JsonFields) -> Ram:
    total_bytes = fields.size_bytes("total_bytes", least=1)
    available_bytes = fields.size_bytes("available_bytes", int(total_bytes * ASSUMED_AVAILABLE))
    bandwidth_gbps = fields.positive("bandwidth_gbps", _MAX_GBPS)
    return Ram(total_bytes, min(available_bytes, total_bytes), bandwidth_gbps, _basis(fields, bandwidth_gbps))


def _gpu(fields: JsonFields, engine_backends: tuple[str, ...] | None) -> Gpu:
    name = fields.text("name", "Unknown GPU")
    backend = fields.text("backend") or natural_backend(vendor_of(name))
    total_bytes = fields.size_bytes("total_bytes")
    bandwidth_gbps = fields.positive("bandwidth_gbps", _MAX_GBPS)
    basis = _basis(fields, bandwidth_gbps)
    if bandwidth_gbps is None and not fields.has("bandwidth_basis"):
        bandwidth_gbps = _published(name, backend)
        basis = BandwidthBasis.UNKNOWN if bandwidth_gbps is None else BandwidthBasis.PUBLISHED
    usable = fields.flag("usable")
    if usable is None:
        usable = engine_backends is None or backend.casefold() in {known.casefold() for known in engine_backends}
    shares_ram = fields.flag("shares_ram")
    return Gpu(
        name=name,
        backend=backend,
        total_bytes=total_bytes,
        free_bytes=min(fields.size_bytes("free_bytes", total_bytes), total_bytes),
        bandwidth_gbps=bandwidth_gbps,
        bandwidth_basis=basis,
        usable=usable,
        why_not=NO_WORDS if usable else _why_not(fields, name, backend, engine_backends),
        shares_ram=_shares_ram(name, backend) if shares_ram is None else shares_ram,
        engine_device=fields.text("engine_device"),
    )


def _holder(fields: JsonFields) -> MemoryHolder:
    return MemoryHolder(
        fields.text("name", "Unknown program"), fields.size_bytes("ram_bytes", 0), fields.size_bytes("gpu_bytes", 0)
    )


def _basis(fields: JsonFields, bandwidth_gbps: float | None) -> BandwidthBasis:
    """Where a bandwidth comes from; one that a person wrote down counts as published."""
    text = fields.text("bandwidth_basis", BandwidthBasis.UNKNOWN)
    if text not in set(BandwidthBasis):
        choices = ", ".join(BandwidthBasis)
        fields.refuse(
            worded("{place} must be one of {choices}", place=fields.place("bandwidth_basis"), choices=choices)
        )
    if bandwidth_gbps is None:
        return BandwidthBasis.UNKNOWN
    basis = BandwidthBasis(text)
    return BandwidthBasis.PUBLISHED if basis is BandwidthBasis.UNKNOWN else basis


def _published(name: str, backend: str) -> float | None:
    # people call Apple's GPUs "M2 Max", which elsewhere could be anything
    apple = published_bandwidth_gbps(f"Apple {name}") if backend in UNIFIED_MEMORY_BACKENDS else None
    return published_bandwidth_gbps(name) or apple


def _shares_ram(name: str, backend: str) -> bool:
    return backend in UNIFIED_MEMORY_BACKENDS or is_integrated(name)


def _why_not(fields: JsonFields, name: str, backend: str, engine_backends: tuple[str, ...] | None) -> Wording:
    """Why a GPU is not used: as the file says, else as its maker and the engine's build tell."""
    if told := fields.text("why_not", max_chars=_SENTENCE_CHARS):
        return verbatim(told)
    vendor = vendor_of(name)
    if vendor is GpuVendor.UNKNOWN:
        vendor = next((maker for maker in GpuVendor if maker and natural_backend(maker) == backend), vendor)
    return why_unusable(vendor, engine_backends or ())


def _backends_of(gpus: tuple[Gpu, ...]) -> tuple[str, ...]:
    """What the engine has to be built for to use these GPUs."""
    return tuple(dict.fromkeys(("CPU", *(gpu.backend for gpu in gpus if gpu.usable))))
