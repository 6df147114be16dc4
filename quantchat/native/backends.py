"""Brings in ggml's backends where the engine was built with each of them as a library of its own.

Such a build serves every x86-64 processor: ggml asks each library how well it suits this one and takes the best. Left
to itself it would do so in `llama_backend_init`, looking into the program's and the current folder too; here only the
engine's own folder counts. A build for one computer has its backends inside, and nothing is done.
"""

import ctypes
import sys
from pathlib import Path

import llama_cpp

_REGISTRIES = {"win32": "ggml.dll", "darwin": "libggml.0.dylib"}
"""From ggml's build files; not run there."""


def load_backends() -> None:
    """Register the backends; to be called before `llama_backend_init`, and after GGML_BACKEND_PATH was taken away."""
    folder = engine_folder()
    registry = registry_library(folder)
    registry.ggml_backend_reg_count.restype = ctypes.c_size_t
    registry.ggml_backend_reg_count.argtypes = []
    if registry.ggml_backend_reg_count():
        return
    registry.ggml_backend_load_all_from_path.restype = None
    registry.ggml_backend_load_all_from_path.argtypes = [ctypes.c_char_p]
    registry.ggml_backend_load_all_from_path(str(folder).encode(sys.getfilesystemencoding(), "surrogateescape"))


def engine_folder() -> Path:
    """Folder of llama.cpp's libraries."""
    return Path(llama_cpp.__file__).parent / "lib"


def registry_library(folder: Path) -> ctypes.CDLL:
    """The library with ggml's list of backends, in the copy that libllama links.

    Others of the same content in the wheel are second instances: what is registered there, nobody uses.
    """
    return ctypes.CDLL(str(folder / _REGISTRIES.get(sys.platform, "libggml.so.0")))
