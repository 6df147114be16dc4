"""Asks ggml which devices this build of the engine can compute on, and with which instructions."""

import ctypes
import sys
from importlib.metadata import version

import llama_cpp.llama_cpp as llama

from quantchat.core.hardware import EngineBuild, EngineDevice
from quantchat.native.backends import engine_folder, registry_library
from quantchat.probe.system_info import instruction_sets

_KINDS = {0: "cpu", 1: "gpu", 2: "igpu", 3: "accel"}
"""`enum ggml_backend_dev_type` of ggml-backend.h."""


def engine_build() -> EngineBuild:
    """Everything this build can compute with on this machine."""
    return EngineBuild(
        devices=_devices(),
        instruction_sets=instruction_sets(_text(llama.llama_print_system_info())),
        version=version("llama-cpp-python"),
    )


def _devices() -> tuple[EngineDevice, ...]:
    registry, functions = _ggml()
    registry.ggml_backend_dev_get.restype = ctypes.c_void_p
    registry.ggml_backend_dev_get.argtypes = [ctypes.c_size_t]
    registry.ggml_backend_dev_count.restype = ctypes.c_size_t
    functions.ggml_backend_reg_name.restype = ctypes.c_char_p
    functions.ggml_backend_reg_name.argtypes = [ctypes.c_void_p]
    functions.ggml_backend_dev_backend_reg.restype = ctypes.c_void_p
    functions.ggml_backend_dev_backend_reg.argtypes = [ctypes.c_void_p]
    functions.ggml_backend_dev_get_props.argtypes = [ctypes.c_void_p, ctypes.POINTER(_Properties)]
    return tuple(
        _device(functions, registry.ggml_backend_dev_get(index)) for index in range(registry.ggml_backend_dev_count())
    )


class _Capabilities(ctypes.Structure):
    """`struct ggml_backend_dev_caps` of ggml-backend.h."""

    _fields_ = tuple((name, ctypes.c_bool) for name in ("async", "host_buffer", "buffer_from_host", "mmap", "events"))


class _Properties(ctypes.Structure):
    """`struct ggml_backend_dev_props` of ggml-backend.h, with room behind it for members of later versions."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("description", ctypes.c_char_p),
        ("memory_free", ctypes.c_size_t),
        ("memory_total", ctypes.c_size_t),
        ("type", ctypes.c_int),
        ("device_id", ctypes.c_char_p),
        ("capabilities", _Capabilities),
        ("reserve", ctypes.c_byte * 256),
    )


def _device(functions: ctypes.CDLL, handle: int) -> EngineDevice:
    properties = _Properties()
    functions.ggml_backend_dev_get_props(handle, ctypes.byref(properties))
    return EngineDevice(
        name=_text(properties.name),
        description=_text(properties.description),
        kind=_KINDS.get(properties.type, "accel"),
        total_bytes=properties.memory_total,
        free_bytes=properties.memory_free,
        pci_address=_text(properties.device_id),
        backend=_text(functions.ggml_backend_reg_name(functions.ggml_backend_dev_backend_reg(handle))),
    )


def _text(raw: bytes | None) -> str:
    return (raw or b"").decode("utf-8", "replace")


def _ggml() -> tuple[ctypes.CDLL, ctypes.CDLL]:
    """The library with the device registry and the one with the functions on devices: the copies libllama links.

    The names for Windows and macOS are from ggml's build files; they were not run there.
    """
    names = {"win32": "ggml-base.dll", "darwin": "libggml-base.0.dylib"}
    folder = engine_folder()
    return registry_library(folder), ctypes.CDLL(str(folder / names.get(sys.platform, "libggml-base.so.0")))
