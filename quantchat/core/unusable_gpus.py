"""Why the engine cannot use a GPU, and what to install, in words for people."""

from collections.abc import Collection, Iterable

from quantchat.core.gpu_names import GpuVendor
from quantchat.wording import Wording, choice_of, joined, listed, worded

PROCESSOR_BACKENDS = frozenset({"CPU", "BLAS"})
"""Backends that compute on the processor; a build with no other uses no GPU."""

_BACKENDS_FOR = {
    GpuVendor.NVIDIA: ("CUDA", "Vulkan"),
    GpuVendor.AMD: ("ROCm", "Vulkan"),
    GpuVendor.INTEL: ("SYCL", "Vulkan"),
    GpuVendor.APPLE: ("Metal",),
    GpuVendor.UNKNOWN: ("Vulkan",),
}
_CMAKE_OPTIONS = {"CUDA": "GGML_CUDA", "ROCm": "GGML_HIP", "SYCL": "GGML_SYCL", "Vulkan": "GGML_VULKAN"}
"""Options of ggml's build (ggml/CMakeLists.txt); Metal is on by itself on a Mac."""

_CHECKS = {
    "CUDA": worded("Check with nvidia-smi that its driver works, and that CUDA_VISIBLE_DEVICES does not hide it."),
    "ROCm": worded("Check with rocminfo that its driver works, and that HIP_VISIBLE_DEVICES does not hide it."),
    "Vulkan": worded("Check with vulkaninfo that a Vulkan driver for it is installed."),
    "SYCL": worded("Check with sycl-ls that a Level Zero driver for it is installed."),
}


def why_unusable(vendor: GpuVendor, engine_backends: Iterable[str]) -> Wording:
    """What keeps a build of the engine with these backends from a maker's GPU, and what to do."""
    present = frozenset(engine_backends)
    wanted = _BACKENDS_FOR[vendor]
    for backend in wanted:
        if backend in present:
            missed = worded("The engine can use {backend} but does not find this GPU.", backend=backend)
            return joined((missed, _check(backend)))
    return joined((_other_build_needed(wanted, present - PROCESSOR_BACKENDS), _install(wanted)))


def why_without_driver(vendor: GpuVendor) -> Wording:
    """What to say of a GPU whose driver is missing, so that no program can compute on it."""
    if vendor is GpuVendor.NVIDIA:
        return worded(
            "No working driver was found for this GPU, so nothing can compute on it. Install its driver "
            "(nvidia.com/drivers, or “Additional Drivers” of your system) and restart the computer; in a container, "
            "pass the GPU through."
        )
    return worded(
        "No working driver was found for this GPU, so nothing can compute on it. Install its driver and restart the "
        "computer; in a container, pass the GPU through."
    )


def why_memory_unknown() -> Wording:
    """What to say of a GPU that the engine lists with no memory at all."""
    return worded(
        "The engine finds this GPU but its driver reports no memory, so models are not put on it. "
        "Restart the computer or update the GPU's driver."
    )


def why_full() -> Wording:
    """What to say of a GPU that has no room left for any other program."""
    return worded(
        "Other programs hold nearly all of this GPU's memory, so models are not put on it. "
        "Close what uses it and read the hardware again."
    )


def why_left_aside() -> Wording:
    """What to say of an integrated GPU beside a dedicated one; see `llama_prepare_model_devices` in llama.cpp."""
    return worded(
        "The engine leaves an integrated GPU aside where there is a dedicated one. Nothing needs to be installed."
    )


def why_engine_silent() -> Wording:
    """What to say when the engine could not be asked what it can use."""
    return worded(
        "The engine did not say which GPUs it can use, so it is planned without this one. "
        "Read the hardware again, or reinstall the engine if that keeps happening."
    )


def _other_build_needed(wanted: Iterable[str], used: Collection[str]) -> Wording:
    if not used:
        return worded(
            "This build of the engine computes on the processor only; a build with {wanted} would use this GPU.",
            wanted=choice_of(wanted),
        )
    return worded(
        "This build of the engine uses {used}; a build with {wanted} would use this GPU.",
        used=listed(sorted(used)),
        wanted=choice_of(wanted),
    )


def _check(backend: str) -> Wording:
    return _CHECKS.get(backend) or worded("Check that the GPU's driver works.")


def _install(backends: tuple[str, ...]) -> Wording:
    options = [f"-D{_CMAKE_OPTIONS[name]}=on" for name in backends if name in _CMAKE_OPTIONS]
    if not options:
        return worded("Install the engine (llama-cpp-python) built for this system.")
    return worded("Install the engine (llama-cpp-python) built with CMAKE_ARGS={options}.", options=choice_of(options))
