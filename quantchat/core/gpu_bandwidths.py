"""Memory bandwidth that makers publish for their GPUs, by name.

The figures are the makers' specifications (bus width in bits x data rate in Gbit/s / 8), in 10^9 bytes a second.
Where one name covers several boards the commonest stands here, or the slower where none is; a name not listed here
is unknown rather than guessed from its neighbour.
"""

from collections.abc import Mapping
from functools import cache

from quantchat.core.gpu_names import gpu_words

_NVIDIA: Mapping[str, float] = {
    # Pascal, Turing without RT cores
    "GTX 1050": 112, "GTX 1050 Ti": 112, "GTX 1060": 192, "GTX 1070": 256, "GTX 1070 Ti": 256, "GTX 1080": 320,
    "GTX 1080 Ti": 484, "Titan X Pascal": 480, "Titan Xp": 547.6, "Titan V": 652.8, "GTX 1630": 96, "GTX 1650": 128,
    "GTX 1650 Super": 192, "GTX 1660": 192, "GTX 1660 Super": 336, "GTX 1660 Ti": 288,
    # RTX 20
    "RTX 2060": 336, "RTX 2060 Super": 448, "RTX 2070": 448, "RTX 2070 Super": 448, "RTX 2080": 448,
    "RTX 2080 Super": 496, "RTX 2080 Ti": 616, "Titan RTX": 672,
    # RTX 30
    "RTX 3050": 224, "RTX 3050 6GB": 168, "RTX 3060": 360, "RTX 3060 8GB": 240, "RTX 3060 Ti": 448, "RTX 3070": 448,
    "RTX 3070 Ti": 608, "RTX 3080": 760, "RTX 3080 12GB": 912, "RTX 3080 Ti": 912, "RTX 3090": 936,
    "RTX 3090 Ti": 1008, "RTX 3050 Laptop": 192, "RTX 3050 Ti Laptop": 192, "RTX 3060 Laptop": 336,
    "RTX 3070 Laptop": 448, "RTX 3070 Ti Laptop": 448, "RTX 3080 Laptop": 448, "RTX 3080 Ti Laptop": 512,
    # RTX 40
    "RTX 4060": 272, "RTX 4060 Ti": 288, "RTX 4070": 504, "RTX 4070 Super": 504, "RTX 4070 Ti": 504,
    "RTX 4070 Ti Super": 672, "RTX 4080": 716.8, "RTX 4080 Super": 736, "RTX 4090": 1008, "RTX 4090 D": 1008,
    "RTX 4050 Laptop": 192, "RTX 4060 Laptop": 256, "RTX 4070 Laptop": 256, "RTX 4080 Laptop": 432,
    "RTX 4090 Laptop": 576,
    # RTX 50
    "RTX 5050": 320, "RTX 5060": 448, "RTX 5060 Ti": 448, "RTX 5070": 672, "RTX 5070 Ti": 896, "RTX 5080": 960,
    "RTX 5090": 1792, "RTX 5090 D": 1792, "RTX 5090 D v2": 1344, "RTX 5070 Ti Laptop": 672, "RTX 5080 Laptop": 896,
    "RTX 5090 Laptop": 896,
    # workstations
    "Quadro P2000": 140, "Quadro P4000": 243, "Quadro P5000": 288, "Quadro P6000": 432, "Quadro GV100": 870,
    "Quadro RTX 4000": 416, "Quadro RTX 5000": 448, "Quadro RTX 6000": 672, "Quadro RTX 8000": 672,
    "RTX A400": 96, "RTX A1000": 192, "RTX A2000": 288, "RTX A4000": 448, "RTX A4500": 640, "RTX A5000": 768,
    "RTX A5500": 768, "RTX A6000": 768,
    "RTX 2000 Ada": 224, "RTX 4000 SFF Ada": 280, "RTX 4000 Ada": 360, "RTX 4500 Ada": 432, "RTX 5000 Ada": 576,
    "RTX 5880 Ada": 960, "RTX 6000 Ada": 960,
    "RTX PRO 2000 Blackwell": 288, "RTX PRO 4000 SFF Blackwell": 432, "RTX PRO 4000 Blackwell SFF": 432,
    "RTX PRO 4000 Blackwell": 672, "RTX PRO 4500 Blackwell": 896, "RTX PRO 5000 Blackwell": 1344,
    "RTX PRO 6000 Blackwell": 1792, "RTX PRO 6000 Blackwell Max-Q": 1792, "RTX PRO 6000 Blackwell Server": 1597,
    # data centres
    "Tesla K80": 240, "Tesla M40": 288, "Tesla P4": 192, "Tesla P40": 346, "Tesla P100": 732,
    "Tesla P100 PCIE 12GB": 549, "V100": 900, "V100S": 1134, "Tesla T4": 320, "T4": 320, "T4G": 320,
    "A2": 200, "A10": 600, "A10G": 600, "A16": 200, "A30": 933, "A40": 696,
    "A100": 1555, "A100 SXM4 40GB": 1555, "A100 SXM4 80GB": 2039, "A100 80GB": 1935, "A100 80GB PCIe": 1935,
    "A100 PCIE 80GB": 1935, "A100 SXM 80GB": 2039, "A100 SXM": 1555,
    "L4": 300, "L20": 864, "L40": 864, "L40S": 864,
    "H100": 2000, "H100 PCIe": 2000, "H100 80GB HBM3": 3350, "H100 SXM": 3350, "H100 SXM5": 3350, "H100 NVL": 3900,
    "GH200": 4000, "H200": 4800, "H200 NVL": 4800, "B200": 8000,
    # systems on a chip
    "GB10": 273, "AGX Orin": 204.8, "Orin NX": 102.4, "Orin Nano": 68, "AGX Thor": 273,
}  # fmt: skip

_AMD: Mapping[str, float] = {
    "RX 480": 224, "RX 570": 224, "RX 580": 256, "RX 590": 256, "RX Vega 56": 410, "RX Vega 64": 484,
    "Radeon VII": 1024, "Radeon Pro VII": 1024,
    "RX 5500 XT": 224, "RX 5600 XT": 288, "RX 5700": 448, "RX 5700 XT": 448,
    "RX 6400": 128, "RX 6500 XT": 144, "RX 6600": 224, "RX 6600 XT": 256, "RX 6650 XT": 280, "RX 6700": 320,
    "RX 6700 XT": 384, "RX 6750 XT": 432, "RX 6800": 512, "RX 6800 XT": 512, "RX 6900 XT": 512, "RX 6950 XT": 576,
    "RX 7600": 288, "RX 7600 XT": 288, "RX 7700 XT": 432, "RX 7800 XT": 624, "RX 7900 GRE": 576, "RX 7900 XT": 800,
    "RX 7900 XTX": 960,
    "RX 9060 XT": 320, "RX 9070": 640, "RX 9070 XT": 640, "RX 9070 GRE": 432,
    "Pro W6600": 224, "Pro W6800": 512, "Pro W7500": 172, "Pro W7600": 288, "Pro W7700": 576, "Pro W7800": 576,
    "Pro W7900": 864, "AI PRO R9700": 640,
    "Radeon 8050S": 256, "Radeon 8060S": 256,
    # of the MI250 and MI250X each half is a device of its own
    "MI50": 1024, "MI60": 1024, "MI100": 1229, "MI210": 1638, "MI250": 1638, "MI250X": 1638, "MI300X": 5300,
    "MI325X": 6000, "MI350X": 8000, "MI355X": 8000,
}  # fmt: skip

_INTEL: Mapping[str, float] = {
    "Arc A310": 124, "Arc A380": 186, "Arc A580": 512, "Arc A750": 512, "Arc A770": 560, "Arc A350M": 112,
    "Arc A370M": 112, "Arc A550M": 224, "Arc A730M": 336, "Arc A770M": 512, "Arc B570": 380, "Arc B580": 456,
    "Arc Pro B50": 224, "Arc Pro B60": 456,
}  # fmt: skip

_APPLE: Mapping[str, float] = {
    # the smaller M3 Max and M4 Max; the larger ones read 400 and 546
    "M1": 68.25, "M1 Pro": 200, "M1 Max": 400, "M1 Ultra": 800, "M2": 100, "M2 Pro": 200, "M2 Max": 400,
    "M2 Ultra": 800, "M3": 100, "M3 Pro": 150, "M3 Max": 300, "M3 Ultra": 819, "M4": 120, "M4 Pro": 273,
    "M4 Max": 410, "M5": 153,
}  # fmt: skip

_MOBILE_WORDS = frozenset({"laptop", "mobile", "maxq", "notebook"})
"""A GPU of a portable computer is another one than that with the same number for a desk."""

_VARIANT_WORDS = frozenset({"ti", "super", "xt", "xtx", "gre", "d", "v2", "pro", "max", "ultra", "ada", "sff", "nvl"})
"""Words that make another GPU of the one named before them."""


def published_bandwidth_gbps(name: str) -> float | None:
    """What the maker publishes for the GPU of this name, 10^9 bytes a second; None if it is not known here.

    The longest known name inside `name` counts, and only whole words of it: "RTX 4060 Ti" is no "RTX 4060", and a
    variant that is not listed ("RTX 5080 SUPER") is unknown. So is a name that stands for several GPUs, as PCI name
    lists have them ("Radeon RX 7900 XT/7900 XTX"), and a part of a GPU ("A100-SXM4-40GB MIG 1g.5gb").
    """
    words = gpu_words(name)
    if "/" in name or "mig" in words:
        return None
    mobile = _MOBILE_WORDS & frozenset(words)
    best: tuple[str, ...] = ()
    for known in _table():
        if len(known) > len(best) and _stands_in(known, words) and bool(mobile) == bool(_MOBILE_WORDS & set(known)):
            best = known
    return _table().get(best)


@cache
def _table() -> Mapping[tuple[str, ...], float]:
    listed = {gpu_words(name): float(gbps) for table in (_NVIDIA, _AMD, _INTEL) for name, gbps in table.items()}
    return {**listed, **{("apple", *gpu_words(name)): float(gbps) for name, gbps in _APPLE.items()}}


def _stands_in(known: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether the known words stand in a row in a name, without a word behind them that means another GPU."""
    length = len(known)
    return any(
        words[start : start + length] == known and frozenset(words[start + length :][:1]).isdisjoint(_VARIANT_WORDS)
        for start in range(len(words) - length + 1)
    )
