"""Published bandwidths are found by name: whole words, the longest known name, no guess from a neighbour."""

import pytest

from quantchat.core.gpu_bandwidths import published_bandwidth_gbps


@pytest.mark.parametrize(
    ("name", "width_bits", "rate_gbit"),
    [
        ("NVIDIA GeForce GTX 1080 Ti", 352, 11),
        ("NVIDIA GeForce GTX 1660 SUPER", 192, 14),
        ("NVIDIA GeForce RTX 2080 SUPER", 256, 15.5),
        ("NVIDIA GeForce RTX 3060", 192, 15),
        ("NVIDIA GeForce RTX 3060 Laptop GPU", 192, 14),
        ("NVIDIA GeForce RTX 3070 Ti", 256, 19),
        ("NVIDIA GeForce RTX 3080", 320, 19),
        ("NVIDIA GeForce RTX 3090", 384, 19.5),
        ("NVIDIA GeForce RTX 4060", 128, 17),
        ("NVIDIA GeForce RTX 4060 Ti", 128, 18),
        ("NVIDIA GeForce RTX 4060 Laptop GPU", 128, 16),
        ("NVIDIA GeForce RTX 4070 Ti", 192, 21),
        ("NVIDIA GeForce RTX 4070 Ti SUPER", 256, 21),
        ("NVIDIA GeForce RTX 4080 SUPER", 256, 23),
        ("NVIDIA GeForce RTX 4090", 384, 21),
        ("NVIDIA GeForce RTX 4090 Laptop GPU", 256, 18),
        ("NVIDIA GeForce RTX 5060 Ti", 128, 28),
        ("NVIDIA GeForce RTX 5080", 256, 30),
        ("NVIDIA GeForce RTX 5090", 512, 28),
        ("NVIDIA RTX A6000", 384, 16),
        ("NVIDIA RTX 4000 SFF Ada Generation", 160, 14),
        ("NVIDIA RTX PRO 6000 Blackwell Workstation Edition", 512, 28),
        ("NVIDIA L4", 192, 12.5),
        ("AMD Radeon RX 6800 XT", 256, 16),
        ("AMD Radeon RX 7800 XT", 256, 19.5),
        ("AMD Radeon RX 7900 XT", 320, 20),
        ("AMD Radeon RX 7900 XTX (RADV NAVI31)", 384, 20),
        ("AMD Radeon RX 9070 XT", 256, 20),
        ("Intel(R) Arc(TM) A770 Graphics", 256, 17.5),
        ("Intel(R) Arc(TM) B580 Graphics", 192, 19),
    ],
)
def test_figures_are_bus_width_times_data_rate(name: str, width_bits: int, rate_gbit: float) -> None:
    assert published_bandwidth_gbps(name) == pytest.approx(width_bits * rate_gbit / 8, rel=0.005)


@pytest.mark.parametrize(
    ("name", "gbps"),
    [
        ("rtx4060ti", 288),
        ("RTX 4060", 272),
        ("NVIDIA GeForce RTX 3060 8 GB", 240),
        ("NVIDIA A10", 600),
        ("NVIDIA A100-PCIE-40GB", 1555),
        ("NVIDIA A100-SXM4-80GB", 2039),
        ("NVIDIA A100 80GB PCIe", 1935),
        ("NVIDIA H100 80GB HBM3", 3350),
        ("NVIDIA H100 PCIe", 2000),
        ("NVIDIA L40S", 864),
        ("Quadro RTX 6000", 672),
        ("NVIDIA RTX 6000 Ada Generation", 960),
        ("Apple M1", 68.25),
        ("Apple M4 Pro", 273),
        ("Apple M3 Ultra", 819),
        ("NVIDIA GB10", 273),
    ],
)
def test_the_longest_known_name_counts(name: str, gbps: float) -> None:
    assert published_bandwidth_gbps(name) == gbps


@pytest.mark.parametrize(
    "name",
    [
        "NVIDIA GeForce RTX 5080 SUPER",  # not listed: no RTX 5080
        "NVIDIA GeForce RTX 5070 Laptop GPU",  # not listed: no RTX 5070
        "NVIDIA GeForce GTX 1080 with Max-Q Design",
        "NVIDIA RTX 5000 Ada Generation Laptop GPU",
        "AMD Radeon RX 7900M",
        "Radeon RX 7900 XT/7900 XTX/7900 GRE/7900M",  # one entry of a PCI name list for four products
        "NVIDIA A100-SXM4-40GB MIG 1g.5gb",
        "Intel(R) UHD Graphics 770",
        "Apple M9 Max",
        "4090",
        "",
        "x" * 100_000,
    ],
)
def test_a_name_that_is_not_listed_is_unknown(name: str) -> None:
    assert published_bandwidth_gbps(name) is None
