"""A GPU's name tells its maker and whether it has memory of its own, however it is written."""

import pytest

from quantchat.core.gpu_names import GpuVendor, gpu_words, is_integrated, natural_backend, vendor_of


def test_spellings_of_one_gpu_have_the_same_words() -> None:
    assert gpu_words("RTX4060Ti 16 GB") == gpu_words("rtx 4060 ti 16gb") == ("rtx", "4060", "ti", "16gb")
    assert gpu_words("Intel(R) Arc(TM) A770 Graphics") == ("intel", "arc", "a770", "graphics")


@pytest.mark.parametrize(
    ("name", "vendor", "backend"),
    [
        ("NVIDIA GeForce RTX 4060", GpuVendor.NVIDIA, "CUDA"),
        ("rtx3090", GpuVendor.NVIDIA, "CUDA"),
        ("Tesla T4", GpuVendor.NVIDIA, "CUDA"),
        ("AMD Radeon RX 7900 XTX (RADV NAVI31)", GpuVendor.AMD, "ROCm"),
        ("RX 6800", GpuVendor.AMD, "ROCm"),
        ("Intel(R) Arc(TM) A770 Graphics", GpuVendor.INTEL, "Vulkan"),
        ("Apple M2 Pro", GpuVendor.APPLE, "Metal"),
        ("Microsoft Basic Display Adapter", GpuVendor.UNKNOWN, "Vulkan"),
        ("", GpuVendor.UNKNOWN, "Vulkan"),
    ],
)
def test_the_maker_is_known_from_the_name(name: str, vendor: GpuVendor, backend: str) -> None:
    assert vendor_of(name) is vendor
    assert natural_backend(vendor) == backend


@pytest.mark.parametrize(
    "name",
    [
        "Intel(R) UHD Graphics 770",
        "Intel(R) Iris(R) Xe Graphics",
        "Intel(R) HD Graphics 530",
        "Intel(R) Graphics",
        "Intel(R) Arc(TM) Graphics",
        "Intel(R) Arc(TM) 140V GPU (16GB)",
        "AMD Radeon(TM) Graphics",
        "AMD Radeon Graphics (RADV PHOENIX)",
        "AMD Radeon 780M Graphics",
        "Radeon 890M",
        "AMD Radeon 8060S Graphics",
        "AMD Radeon Vega 8 Graphics",
        "NVIDIA GB10",
        "Orin (nvgpu)",
        "NVIDIA Jetson AGX Orin",
        "Apple M1",
    ],
)
def test_gpus_that_are_part_of_a_processor_share_its_memory(name: str) -> None:
    assert is_integrated(name)


@pytest.mark.parametrize(
    "name",
    [
        "NVIDIA GeForce RTX 4060 Laptop GPU",
        "AMD Radeon RX 6700M",
        "AMD Radeon RX 7600S",
        "AMD Radeon RX Vega 64",
        "AMD Radeon PRO W7900",
        "AMD Instinct MI300X",
        "Intel(R) Arc(TM) A770 Graphics",
        "Intel(R) Arc(TM) A370M Graphics",
        "Intel Arc B580",
        "Intel(R) Data Center GPU Max 1550",
        "Some GPU",
    ],
)
def test_gpus_with_memory_of_their_own_are_not_taken_for_such(name: str) -> None:
    assert not is_integrated(name)
