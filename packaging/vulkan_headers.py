"""Whether this computer can compile llama.cpp's Vulkan backend."""

import re
import shutil
from pathlib import Path

NEEDED_HEADER_VERSION = 272
"""Of 1.3: the first with `LayerSettingEXT`, which ggml-vulkan uses."""

_HEADER_FOLDERS = (Path("/usr/include"), Path("/usr/local/include"))
_VERSION = re.compile(r"#define VK_HEADER_VERSION (?P<version>\d+)$", re.MULTILINE)
_MINOR = re.compile(r"#define VK_HEADER_VERSION_COMPLETE VK_MAKE_API_VERSION\(0, 1, (?P<minor>\d+),")


def missing_for_vulkan(folders: tuple[Path, ...] = _HEADER_FOLDERS) -> str:
    """What keeps the Vulkan backend from being compiled, as the end of a sentence; empty if nothing does."""
    if shutil.which("glslc") is None:
        return "the shader compiler glslc is not installed"
    for folder in folders:
        header = folder / "vulkan" / "vulkan_core.h"
        if header.is_file():
            return _too_old(header.read_text(encoding="utf-8"))
    return "the Vulkan headers are not installed"


def _too_old(header: str) -> str:
    version, minor = _VERSION.search(header), _MINOR.search(header)
    found = (int(minor["minor"]), int(version["version"])) if version and minor else (0, 0)
    if found >= (3, NEEDED_HEADER_VERSION):
        return ""
    return f"the Vulkan headers are 1.{found[0]}.{found[1]} and 1.3.{NEEDED_HEADER_VERSION} is needed"
