"""The GPUs of this machine: what the drivers tell, joined with what the engine can use.

ggml's device list says what this build of the engine can compute on, and its memory figures are those the engine
will go by, so they win. Drivers add the GPUs that the engine cannot use, and what ggml does not tell.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from quantchat.core.gpu_bandwidths import published_bandwidth_gbps
from quantchat.core.gpu_names import GpuVendor, gpu_words, is_integrated, natural_backend, vendor_of
from quantchat.core.hardware import UNIFIED_MEMORY_BACKENDS, BandwidthBasis, EngineDevice, Gpu, Ram
from quantchat.core.plain_text import plain_text
from quantchat.core.unusable_gpus import (
    why_engine_silent,
    why_full,
    why_left_aside,
    why_memory_unknown,
    why_unusable,
    why_without_driver,
)
from quantchat.probe.found_gpu import FoundGpu
from quantchat.wording import NO_WORDS

_BACKEND_NAMES = {"MTL": "Metal", "HIP": "ROCm"}
"""Where ggml's name of a backend is not the one people know; ggml-metal.cpp says "MTL"."""

_GPU_KINDS = frozenset({"gpu", "igpu"})


def backend_name(name: str) -> str:
    """A backend's name for people, from ggml's."""
    return _BACKEND_NAMES.get(name, name)


def engine_backends(devices: Sequence[EngineDevice]) -> tuple[str, ...]:
    """Backends of all devices, each once."""
    return tuple(dict.fromkeys(backend_name(device.backend) for device in devices))


def distinct_gpus(found: Iterable[FoundGpu]) -> tuple[FoundGpu, ...]:
    """What several readers found, each GPU once.

    A GPU without a PCI address comes from a list of names (Windows' registry) and is dropped where another reader,
    which knows more, found one of the same name.
    """
    gpus = tuple(found)
    addressed = {gpu_words(gpu.name) for gpu in gpus if gpu.pci_address}
    return tuple(gpu for gpu in gpus if gpu.pci_address or gpu_words(gpu.name) not in addressed)


def join_gpus(found: Iterable[FoundGpu], devices: Sequence[EngineDevice] | None, ram: Ram) -> tuple[Gpu, ...]:
    """Every GPU of the machine once: those the engine can use in its order, then the others with the reason why not.

    Args:
        found: what the readers of the drivers found.
        devices: ggml's device list; None if the engine could not be asked.
        ram: bounds what a GPU that shares it can have.
    """
    rest = list(distinct_gpus(found))
    listed = tuple(_once_each(device for device in devices or () if device.kind in _GPU_KINDS))
    with_dedicated = any(device.kind == "gpu" and device.total_bytes for device in listed)
    usable = []
    for device in listed:
        partner = _partner(device, rest)
        if partner is not None:
            rest.remove(partner)
        usable.append(_bounded(_engine_gpu(device, partner, with_dedicated), ram))
    return (*usable, *(_bounded(_other_gpu(gpu, devices), ram) for gpu in rest))


def _once_each(devices: Iterable[EngineDevice]) -> Iterator[EngineDevice]:
    """Devices without those that a second backend lists again; llama.cpp takes the first of one PCI address too."""
    seen: list[EngineDevice] = []
    for device in devices:
        if not any(_is_same(device, other) for other in seen):
            yield device
            seen.append(device)


def _is_same(device: EngineDevice, other: EngineDevice) -> bool:
    """Whether two devices are one GPU; without addresses, two of one backend never are and names decide otherwise."""
    if device.backend == other.backend:
        return False
    if device.pci_address and other.pci_address:
        return device.pci_address == other.pci_address
    return _names_agree(device.description, other.description)


def _partner(device: EngineDevice, found: Sequence[FoundGpu]) -> FoundGpu | None:
    """The GPU that a driver described and ggml lists as this device: by PCI address, by name, else the maker's first.

    The last holds for makers whose GPUs are called differently in both lists; drivers and ggml list them in one order.
    """
    by_address = (gpu for gpu in found if device.pci_address and gpu.pci_address == device.pci_address)
    by_name = (gpu for gpu in found if _names_agree(gpu.name, device.description))
    vendor = vendor_of(device.description)
    shares_ram = device.kind == "igpu"
    by_vendor = (
        gpu
        for gpu in found
        if gpu.vendor is vendor and vendor is not GpuVendor.UNKNOWN and gpu.shares_ram == shares_ram
    )
    candidates = (by_address,) if device.pci_address and any(gpu.pci_address for gpu in found) else ()
    return next((gpu for source in (*candidates, by_name, by_vendor) for gpu in source), None)


def _names_agree(one: str, other: str) -> bool:
    """Whether two names mean one product: all words of the shorter stand in the longer."""
    words, others = sorted((frozenset(gpu_words(one)), frozenset(gpu_words(other))), key=len)
    return bool(words) and words <= others


def _engine_gpu(device: EngineDevice, partner: FoundGpu | None, with_dedicated: bool) -> Gpu:
    """A GPU that ggml lists."""
    name = plain_text(device.description) or (partner.name if partner else device.name)
    backend = backend_name(device.backend)
    shares_ram = (
        partner.shares_ram
        if partner
        else device.kind == "igpu" or backend in UNIFIED_MEMORY_BACKENDS or is_integrated(name)
    )
    total_bytes, free_bytes = device.total_bytes, min(device.free_bytes, device.total_bytes)
    why_not = NO_WORDS
    if not total_bytes and partner and partner.total_bytes:
        # CUDA has no room left for the context in which it would be asked, and ggml then says 0
        total_bytes, free_bytes = partner.total_bytes, partner.free_bytes
        why_not = why_full()
    elif not total_bytes:
        why_not = why_memory_unknown()
    elif device.kind == "igpu" and with_dedicated:
        why_not = why_left_aside()
    bandwidth_gbps = _bandwidth_gbps(name, partner)
    return Gpu(
        name=name,
        backend=backend,
        total_bytes=total_bytes,
        free_bytes=free_bytes,
        bandwidth_gbps=bandwidth_gbps,
        bandwidth_basis=_basis(bandwidth_gbps),
        usable=not why_not,
        why_not=why_not,
        shares_ram=shares_ram,
        engine_device=device.name,
    )


def _other_gpu(gpu: FoundGpu, devices: Sequence[EngineDevice] | None) -> Gpu:
    """A GPU that ggml does not list."""
    if not gpu.has_driver:
        why_not = why_without_driver(gpu.vendor)
    elif devices is None:
        why_not = why_engine_silent()
    else:
        why_not = why_unusable(gpu.vendor, engine_backends(devices))
    bandwidth_gbps = _bandwidth_gbps(gpu.name, gpu)
    return Gpu(
        name=gpu.name,
        backend=natural_backend(gpu.vendor),
        total_bytes=gpu.total_bytes,
        free_bytes=gpu.free_bytes,
        bandwidth_gbps=bandwidth_gbps,
        bandwidth_basis=_basis(bandwidth_gbps),
        usable=False,
        why_not=why_not,
        shares_ram=gpu.shares_ram,
    )


def _bandwidth_gbps(name: str, found: FoundGpu | None) -> float | None:
    """What the driver states for this very GPU, else what its maker publishes for the name."""
    stated_gbps = found.bandwidth_gbps if found else None
    return stated_gbps or published_bandwidth_gbps(name) or (published_bandwidth_gbps(found.name) if found else None)


def _basis(bandwidth_gbps: float | None) -> BandwidthBasis:
    return BandwidthBasis.UNKNOWN if bandwidth_gbps is None else BandwidthBasis.PUBLISHED


def _bounded(gpu: Gpu, ram: Ram) -> Gpu:
    """A GPU that shares main memory has no more of it than there is; drivers look at no control group."""
    if not gpu.shares_ram:
        return gpu
    total_bytes = min(gpu.total_bytes, ram.total_bytes)
    return replace(gpu, total_bytes=total_bytes, free_bytes=min(gpu.free_bytes, ram.available_bytes, total_bytes))
