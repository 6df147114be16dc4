"""Why the engine cannot use a GPU, and what to install, in words for people."""

from collections.abc import Iterable

from quantchat.core.gpu_names import GpuVendor

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
    "CUDA": "Check with nvidia-smi that its driver works, and that CUDA_VISIBLE_DEVICES does not hide it.",
    "ROCm": "Check with rocminfo that its driver works, and that HIP_VISIBLE_DEVICES does not hide it.",
    "Vulkan": "Check with vulkaninfo that a Vulkan driver for it is installed.",
    "SYCL": "Check with sycl-ls that a Level Zero driver for it is installed.",
}


def why_unusable(vendor: GpuVendor, engine_backends: Iterable[str]) -> str:
    """What keeps a build of the engine with these backends from a maker's GPU, and what to do."""
    present = frozenset(engine_backends)
    wanted = _BACKENDS_FOR[vendor]
    for backend in wanted:
        if backend in present:
            return f"The engine can use {backend} but does not find this GPU. {_check(backend)}"
    others = present - PROCESSOR_BACKENDS
    can = f"uses {' and '.join(sorted(others))}" if others else "computes on the processor only"
    return f"This build of the engine {can}; a build with {' or '.join(wanted)} would use this GPU. {_install(wanted)}"


def why_without_driver(vendor: GpuVendor) -> str:
    """What to say of a GPU whose driver is missing, so that no program can compute on it."""
    where = " (nvidia.com/drivers, or “Additional Drivers” of your system)" if vendor is GpuVendor.NVIDIA else ""
    return (
        f"No working driver was found for this GPU, so nothing can compute on it. Install its driver{where} and "
        "restart the computer; in a container, pass the GPU through."
    )


def why_memory_unknown() -> str:
    """What to say of a GPU that the engine lists with no memory at all."""
    return (
        "The engine finds this GPU but its driver reports no memory, so models are not put on it. "
        "Restart the computer or update the GPU's driver."
    )


def why_full() -> str:
    """What to say of a GPU that has no room left for any other program."""
    return (
        "Other programs hold nearly all of this GPU's memory, so models are not put on it. "
        "Close what uses it and read the hardware again."
    )


def why_left_aside() -> str:
    """What to say of an integrated GPU beside a dedicated one; see `llama_prepare_model_devices` in llama.cpp."""
    return "The engine leaves an integrated GPU aside where there is a dedicated one. Nothing needs to be installed."


def why_engine_silent() -> str:
    """What to say when the engine could not be asked what it can use."""
    return (
        "The engine did not say which GPUs it can use, so it is planned without this one. "
        "Read the hardware again, or reinstall the engine if that keeps happening."
    )


def _check(backend: str) -> str:
    return _CHECKS.get(backend, "Check that the GPU's driver works.")


def _install(backends: tuple[str, ...]) -> str:
    options = " or ".join(f"-D{_CMAKE_OPTIONS[name]}=on" for name in backends if name in _CMAKE_OPTIONS)
    if not options:
        return "Install the engine (llama-cpp-python) built for this system."
    return f"Install the engine (llama-cpp-python) built with CMAKE_ARGS={options}."
