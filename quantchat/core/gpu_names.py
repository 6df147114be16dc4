"""What the name of a GPU tells about it: its words, its maker, and whether it has memory of its own.

Drivers, ggml and people write the same GPU in many ways: "NVIDIA GeForce RTX 4060 Ti", "rtx4060ti",
"AMD Radeon RX 7900 XTX (RADV NAVI31)", "Intel(R) Arc(TM) A770 Graphics".
"""

import re
from enum import StrEnum
from itertools import pairwise

_MAX_CHARS = 200
_FILLERS = frozenset({"r", "tm", "c"})
"""What is left of (R), (TM) and (C)."""

_GLUED_SERIES = re.compile(r"\b(rtx|gtx|rx|arc)(?=[a-z]?\d)")
_GLUED_VARIANT = re.compile(r"\b(\d{4})(?=(?:ti|super|xtx|xt|gre)\b)")
_GLUED_SIZE = re.compile(r"\b(\d+) ?(?:gib|gb)\b")

_INTEGRATED_WORDS = frozenset(
    {
        "gb10", "orin", "xavier", "tegra", "jetson", "thor", "nvgpu", "n1x",  # NVIDIA's systems on a chip
        "mi300a", "vangogh", "sephiroth",
        "8040s", "8050s", "8060s",  # Strix Halo
        "b370", "b390",  # Arc B370 and B390 are part of Panther Lake
    }
)  # fmt: skip
_INTEGRATED_RADEON = re.compile(r"[6-8]\d0m")  # 610M, 680M, 780M, 890M; RX 6700M has four digits
_DEDICATED_ARC = re.compile(r"[ab]\d{2,3}m?")
_SMALL_VEGA = re.compile(r"(?:[3-9]|1[01])")


class GpuVendor(StrEnum):
    """Who made a GPU."""

    NVIDIA = "NVIDIA"
    AMD = "AMD"
    INTEL = "Intel"
    APPLE = "Apple"
    UNKNOWN = ""


_VENDOR_WORDS = {
    GpuVendor.NVIDIA: frozenset(
        {"nvidia", "geforce", "rtx", "gtx", "quadro", "tesla", "tegra", "jetson", "orin", "gb10", "titan"}
    ),
    GpuVendor.AMD: frozenset({"amd", "ati", "radeon", "instinct", "rx", "radv", "firepro"}),
    GpuVendor.INTEL: frozenset({"intel", "arc", "iris", "uhd"}),
    GpuVendor.APPLE: frozenset({"apple"}),
}
_NATURAL_BACKENDS = {
    GpuVendor.NVIDIA: "CUDA",
    GpuVendor.AMD: "ROCm",
    GpuVendor.INTEL: "Vulkan",
    GpuVendor.APPLE: "Metal",
    GpuVendor.UNKNOWN: "Vulkan",
}


def gpu_words(name: str) -> tuple[str, ...]:
    """The words of a GPU's name in one spelling: "RTX4060Ti 16 GB" and "rtx 4060 ti 16gb" are the same."""
    lower = name[:_MAX_CHARS].lower().replace("max-q", "maxq")
    spaced = " ".join(re.findall(r"[a-z0-9]+", lower))
    for glued in (_GLUED_SERIES, _GLUED_VARIANT):
        spaced = glued.sub(r"\1 ", spaced)
    spaced = _GLUED_SIZE.sub(r"\1gb", spaced)
    return tuple(word for word in spaced.split() if word not in _FILLERS)


def vendor_of(name: str) -> GpuVendor:
    """Who made the GPU of this name."""
    words = frozenset(gpu_words(name))
    return next((vendor for vendor, known in _VENDOR_WORDS.items() if words & known), GpuVendor.UNKNOWN)


def natural_backend(vendor: GpuVendor) -> str:
    """The backend that is made for a maker's GPUs; Vulkan where there is none that people commonly have."""
    return _NATURAL_BACKENDS[vendor]


def is_integrated(name: str) -> bool:
    """Whether a GPU of this name computes in main memory.

    Told from product names: makers give dedicated GPUs a model number of their own ("Arc A770", "RX 7600"), and most
    integrated ones a general name ("UHD Graphics", "Radeon Graphics") or a three-digit one ending in M ("780M").
    """
    words = gpu_words(name)
    known = frozenset(words)
    if known & _INTEGRATED_WORDS:
        return True
    vendor = vendor_of(name)
    if vendor is GpuVendor.APPLE:
        return True
    if vendor is GpuVendor.INTEL:
        return _is_integrated_intel(words)
    return vendor is GpuVendor.AMD and _is_integrated_radeon(words)


def _is_integrated_intel(words: tuple[str, ...]) -> bool:
    if "data" in words or "max" in words or any(_DEDICATED_ARC.fullmatch(word) for word in words):
        return False
    return not frozenset(words).isdisjoint({"uhd", "hd", "iris", "graphics", "arc"})


def _is_integrated_radeon(words: tuple[str, ...]) -> bool:
    if "rx" in words or "pro" in words:
        return False
    if any(_INTEGRATED_RADEON.fullmatch(word) for word in words):
        return True
    pairs = tuple(pairwise(words))
    return ("radeon", "graphics") in pairs or any(
        first == "vega" and (_SMALL_VEGA.fullmatch(second) or second in ("series", "mobile")) for first, second in pairs
    )
