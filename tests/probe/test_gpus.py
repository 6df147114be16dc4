"""Drivers' GPUs and ggml's devices become one list that says what the engine can use, and why not the rest."""

import pytest

from quantchat.core.gpu_names import GpuVendor
from quantchat.core.hardware import BandwidthBasis, EngineDevice, Gpu, Ram
from quantchat.probe.found_gpu import FoundGpu
from quantchat.probe.gpus import engine_backends, join_gpus

GIB = 1024**3
RAM = Ram(64 * GIB, 40 * GIB)
CPU = EngineDevice("CPU", "AMD Ryzen 7 5700X", "cpu", 64 * GIB, 64 * GIB, "CPU")
RTX_4060 = FoundGpu("NVIDIA GeForce RTX 4060", GpuVendor.NVIDIA, 8 * GIB, 7 * GIB, 272.0, pci_address="0000:01:00.0")
RTX_3090 = FoundGpu("NVIDIA GeForce RTX 3090", GpuVendor.NVIDIA, 24 * GIB, 23 * GIB, 936.1, pci_address="0000:02:00.0")
RADEON_780M = FoundGpu("AMD Phoenix1", GpuVendor.AMD, 36 * GIB, 30 * GIB, shares_ram=True, pci_address="0000:c1:00.0")


def cuda(number: int, gpu: FoundGpu, address: str = "") -> EngineDevice:
    return EngineDevice(f"CUDA{number}", gpu.name, "gpu", gpu.total_bytes, gpu.free_bytes, "CUDA", address)


def test_a_gpu_that_ggml_lists_is_usable_with_ggmls_memory_and_the_drivers_bandwidth() -> None:
    device = EngineDevice("CUDA0", "NVIDIA GeForce RTX 4060", "gpu", 8 * GIB, 5 * GIB, "CUDA", "0000:01:00.0")

    assert join_gpus([RTX_4060], [CPU, device], RAM) == (
        Gpu(
            "NVIDIA GeForce RTX 4060", "CUDA", 8 * GIB, 5 * GIB, 272.0, BandwidthBasis.PUBLISHED,
            engine_device="CUDA0",
        ),
    )  # fmt: skip


def test_two_unequal_gpus_are_matched_by_name_whatever_the_order() -> None:
    gpus = join_gpus([RTX_4060, RTX_3090], [CPU, cuda(0, RTX_3090), cuda(1, RTX_4060)], RAM)

    assert [(gpu.engine_device, gpu.name, gpu.bandwidth_gbps, gpu.usable) for gpu in gpus] == [
        ("CUDA0", RTX_3090.name, 936.1, True),
        ("CUDA1", RTX_4060.name, 272.0, True),
    ]


def test_two_equal_gpus_stay_two() -> None:
    found = [RTX_4060, FoundGpu(RTX_4060.name, GpuVendor.NVIDIA, 8 * GIB, GIB, 272.0, pci_address="0000:05:00.0")]
    devices = [cuda(0, found[1], "0000:05:00.0"), cuda(1, found[0], "0000:01:00.0")]

    assert [gpu.free_bytes for gpu in join_gpus(found, devices, RAM)] == [GIB, 7 * GIB]


@pytest.mark.parametrize("address", ["", "0000:01:00.0"])
def test_one_gpu_that_two_backends_list_counts_once(address: str) -> None:
    vulkan = EngineDevice("Vulkan0", RTX_4060.name, "gpu", 8 * GIB, 6 * GIB, "Vulkan", address)

    gpus = join_gpus([RTX_4060], [cuda(0, RTX_4060, address), vulkan, CPU], RAM)

    assert [gpu.engine_device for gpu in gpus] == ["CUDA0"]


def test_a_build_for_the_processor_only_says_what_to_install_for_an_nvidia_gpu() -> None:
    (gpu,) = join_gpus([RTX_4060], [CPU], RAM)

    assert (gpu.usable, gpu.total_bytes, gpu.backend) == (False, 8 * GIB, "CUDA")
    assert gpu.why_not == (
        "This build of the engine computes on the processor only; a build with CUDA or Vulkan would use this GPU. "
        "Install the engine (llama-cpp-python) built with CMAKE_ARGS=-DGGML_CUDA=on or -DGGML_VULKAN=on."
    )


def test_a_build_for_another_makers_gpus_says_so() -> None:
    (_, amd) = join_gpus(
        [RTX_4060, FoundGpu("AMD Radeon RX 7800 XT", GpuVendor.AMD, 16 * GIB, 16 * GIB)], [CPU, cuda(0, RTX_4060)], RAM
    )

    assert amd.why_not.startswith("This build of the engine uses CUDA; a build with ROCm or Vulkan would use this GPU.")
    assert amd.bandwidth_gbps == 624


def test_a_gpu_that_a_fitting_build_does_not_find_asks_to_check_the_driver() -> None:
    hidden = join_gpus([RTX_4060, RTX_3090], [CPU, cuda(0, RTX_3090)], RAM)[1]

    assert hidden.name == RTX_4060.name
    assert hidden.why_not.startswith("The engine can use CUDA but does not find this GPU. Check with nvidia-smi")


def test_a_gpu_without_a_driver_asks_for_one() -> None:
    bare = FoundGpu("NVIDIA GeForce RTX 4060", GpuVendor.NVIDIA, pci_address="0000:01:00.0", has_driver=False)
    (gpu,) = join_gpus([bare], [CPU], RAM)

    assert (gpu.usable, gpu.total_bytes) == (False, 0)
    assert gpu.why_not.startswith("No working driver was found for this GPU")


def test_a_gpu_so_full_that_the_engine_cannot_ask_it_is_told_as_full_with_the_drivers_figures() -> None:
    full = FoundGpu("NVIDIA H200", GpuVendor.NVIDIA, 139 * GIB, GIB // 4, 4814.3, pci_address="0000:00:06.0")
    device = EngineDevice("CUDA0", "NVIDIA H200", "gpu", 0, 0, "CUDA", "0000:00:06.0")

    (gpu,) = join_gpus([full], [CPU, device], RAM)

    assert (gpu.usable, gpu.total_bytes, gpu.free_bytes) == (False, 139 * GIB, GIB // 4)
    assert gpu.why_not.startswith("Other programs hold nearly all of this GPU's memory")


def test_a_device_without_any_memory_is_not_usable() -> None:
    (gpu,) = join_gpus([], [CPU, EngineDevice("CUDA0", "NVIDIA GeForce RTX 4060", "gpu", 0, 0, "CUDA")], RAM)

    assert not gpu.usable
    assert "reports no memory" in gpu.why_not


def test_if_the_engine_could_not_be_asked_no_gpu_is_counted_on() -> None:
    (gpu,) = join_gpus([RTX_4060], None, RAM)

    assert not gpu.usable
    assert gpu.why_not.startswith("The engine did not say which GPUs it can use")


def test_a_gpu_that_only_ggml_knows_is_listed_with_its_published_bandwidth() -> None:
    device = EngineDevice("Vulkan0", "Intel(R) Arc(TM) B580 Graphics (BMG G21)", "gpu", 12 * GIB, 11 * GIB, "Vulkan")
    (gpu,) = join_gpus([], [CPU, device], RAM)

    assert (gpu.usable, gpu.bandwidth_gbps, gpu.bandwidth_basis) == (True, 456, BandwidthBasis.PUBLISHED)


def test_an_integrated_gpu_has_no_more_memory_than_the_machine_has_free() -> None:
    device = EngineDevice("Vulkan0", "AMD Radeon 780M (RADV PHOENIX)", "igpu", 100 * GIB, 90 * GIB, "Vulkan")
    (gpu,) = join_gpus([RADEON_780M], [CPU, device], RAM)

    assert (gpu.total_bytes, gpu.free_bytes, gpu.shares_ram, gpu.usable) == (64 * GIB, 40 * GIB, True, True)
    assert gpu.name == "AMD Radeon 780M (RADV PHOENIX)"


def test_an_integrated_gpu_beside_a_dedicated_one_is_left_aside() -> None:
    integrated = EngineDevice("Vulkan1", "Intel(R) UHD Graphics 770", "igpu", 48 * GIB, 40 * GIB, "Vulkan")
    dedicated = EngineDevice("Vulkan0", RTX_4060.name, "gpu", 8 * GIB, 7 * GIB, "Vulkan")

    usable, aside = join_gpus([RTX_4060], [dedicated, integrated, CPU], RAM)

    assert (usable.usable, aside.usable, aside.shares_ram) == (True, False, True)
    assert "leaves an integrated GPU aside" in aside.why_not


def test_apples_gpu_is_metals_and_shares_main_memory() -> None:
    found = FoundGpu("Apple M2 Pro", GpuVendor.APPLE, 21 * GIB, 20 * GIB, shares_ram=True)
    device = EngineDevice("MTL0", "Apple M2 Pro", "gpu", 21 * GIB, 21 * GIB, "MTL")
    (gpu,) = join_gpus([found], [device, CPU], Ram(32 * GIB, 12 * GIB))

    assert (gpu.backend, gpu.free_bytes, gpu.bandwidth_gbps) == ("Metal", 12 * GIB, 200)
    assert engine_backends([device, CPU]) == ("Metal", "CPU")


def test_a_gpu_of_windows_registry_gives_way_to_the_drivers_answer() -> None:
    registry = FoundGpu("NVIDIA GeForce RTX 4060", GpuVendor.NVIDIA, 8 * GIB, 8 * GIB)

    assert [gpu.free_bytes for gpu in join_gpus([RTX_4060, registry], [CPU], RAM)] == [7 * GIB]
