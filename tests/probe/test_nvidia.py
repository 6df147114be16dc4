"""NVIDIA GPUs are told as NVML describes them, and a broken driver costs a sentence."""

from pathlib import Path

import pynvml
import pytest

from quantchat.core.gpu_bandwidths import published_bandwidth_gbps
from quantchat.core.gpu_names import GpuVendor
from quantchat.probe.found_gpu import FoundGpu, GpuReading
from quantchat.probe.memory import read_memory
from quantchat.probe.nvidia import read_nvidia
from tests.probe.fake_nvml import GIB, MIB, FakeNvidiaGpu, FakeNvml
from tests.probe.machine import FakeMachine


def test_a_gpu_has_the_memory_that_the_driver_does_not_keep_for_itself() -> None:
    nvml = FakeNvml([FakeNvidiaGpu()])

    (gpu,) = read_nvidia(nvml).gpus

    assert (gpu.name, gpu.vendor, gpu.pci_address) == ("NVIDIA GeForce RTX 4060", GpuVendor.NVIDIA, "0000:01:00.0")
    assert (gpu.total_bytes, gpu.free_bytes) == ((8188 - 225) * MIB, 7000 * MIB)
    assert (gpu.has_driver, gpu.shares_ram) == (True, False)
    assert nvml.shutdowns == 1


def test_a_real_h200_has_the_memory_that_cuda_gives_to_programs() -> None:
    """As an idle one was read with driver 580.159.04; CUDA itself told the same total."""
    idle = FakeNvidiaGpu("NVIDIA H200", 150754820096, 644939776, 150109880320, 3201, 6016, "00000000:00:06.0")

    (gpu,) = read_nvidia(FakeNvml([idle])).gpus

    assert (gpu.total_bytes, gpu.free_bytes, gpu.pci_address) == (150109880320, 150109880320, "0000:00:06.0")
    assert gpu.bandwidth_gbps == pytest.approx(4814.3, abs=0.1)


def test_an_old_driver_without_version_2_of_the_memory_figures_is_asked_for_version_1() -> None:
    gpu = read_nvidia(FakeNvml([FakeNvidiaGpu()], knows_version_2=False)).gpus[0]

    assert (gpu.total_bytes, gpu.free_bytes) == (8188 * MIB, 7000 * MIB)


@pytest.mark.parametrize(
    ("name", "memory_clock_mhz", "bus_width_bits"),
    [
        ("NVIDIA GeForce RTX 3090", 9751, 384),
        ("NVIDIA A100-SXM4-40GB", 1215, 5120),
        ("NVIDIA GeForce RTX 4090", 10501, 384),
        ("NVIDIA GeForce RTX 4060", 8501, 128),
        ("NVIDIA GeForce RTX 5090", 14001, 512),
        ("NVIDIA GeForce GTX 1080 Ti", 5505, 352),
        ("NVIDIA H100 80GB HBM3", 2619, 5120),
        ("NVIDIA H200", 3201, 6016),  # read on one; the others are as they are stated
        ("Tesla T4", 5001, 256),
        ("Tesla V100-SXM2-16GB", 877, 4096),
    ],
)
def test_clock_and_bus_width_give_the_published_bandwidth(
    name: str, memory_clock_mhz: int, bus_width_bits: int
) -> None:
    fake = FakeNvidiaGpu(name, memory_clock_mhz=memory_clock_mhz, bus_width_bits=bus_width_bits)

    assert read_nvidia(FakeNvml([fake])).gpus[0].bandwidth_gbps == pytest.approx(
        published_bandwidth_gbps(name), rel=0.005
    )


@pytest.mark.parametrize("width_bits", [None, 0, 100_000])
def test_a_missing_or_absurd_bus_width_leaves_the_published_bandwidth(width_bits: int | None) -> None:
    assert read_nvidia(FakeNvml([FakeNvidiaGpu(bus_width_bits=width_bits)])).gpus[0].bandwidth_gbps == 272


def test_a_gpu_that_nobody_published_has_no_bandwidth_if_the_driver_states_none() -> None:
    unknown = FakeNvidiaGpu("NVIDIA Graphics Device", memory_clock_mhz=None)

    assert read_nvidia(FakeNvml([unknown])).gpus[0].bandwidth_gbps is None


def test_a_gpu_without_memory_of_its_own_shares_what_the_machine_has(tmp_path: Path) -> None:
    machine = FakeMachine(tmp_path)
    machine.in_groups("0::/")
    machine.write("sys/fs/cgroup/memory.max", f"{64 * MIB}\n")
    machine.write("sys/fs/cgroup/memory.current", f"{40 * MIB}\n")
    gb10 = FakeNvidiaGpu("NVIDIA GB10", total_bytes=None, memory_clock_mhz=None, bus_id="")

    assert read_nvidia(FakeNvml([gb10]), tmp_path).gpus == (
        FoundGpu("NVIDIA GB10", GpuVendor.NVIDIA, 64 * MIB, 24 * MIB, bandwidth_gbps=273, shares_ram=True),
    )
    assert read_memory(tmp_path).available_bytes == 24 * MIB


def test_a_divided_gpu_is_shown_as_its_parts_with_their_share_of_the_bandwidth() -> None:
    part = FakeNvidiaGpu("NVIDIA A100-SXM4-40GB MIG 1g.5gb", 5 * GIB, 0, 4 * GIB)
    whole = FakeNvidiaGpu(
        "NVIDIA A100-SXM4-40GB", 40 * GIB, 0, memory_clock_mhz=1215, bus_width_bits=5120, mig=(part, None, part)
    )

    gpus = read_nvidia(FakeNvml([whole])).gpus

    assert [(gpu.name, gpu.total_bytes, gpu.free_bytes) for gpu in gpus] == [(part.name, 5 * GIB, 4 * GIB)] * 2
    assert gpus[0].bandwidth_gbps == pytest.approx(1555.2 / 8)


def test_a_gpu_that_could_be_divided_but_is_not_is_shown_whole() -> None:
    assert [gpu.name for gpu in read_nvidia(FakeNvml([FakeNvidiaGpu("NVIDIA A30", mig=())])).gpus] == ["NVIDIA A30"]


def test_the_memory_of_a_process_counts_once_a_gpu_and_is_added_over_gpus() -> None:
    first = FakeNvidiaGpu(compute=[(10, 2 * GIB), (11, None)], graphics=[(10, 2 * GIB), (12, GIB)])
    second = FakeNvidiaGpu(compute=[(10, 3 * GIB)])

    assert read_nvidia(FakeNvml([first, second])).gpu_bytes_by_pid == {10: 5 * GIB, 12: GIB}


def test_without_a_driver_and_without_a_gpu_there_is_nothing_to_say(tmp_path: Path) -> None:
    nvml = FakeNvml(init_error=pynvml.NVML_ERROR_LIBRARY_NOT_FOUND)

    assert read_nvidia(nvml, tmp_path) == GpuReading()
    assert nvml.shutdowns == 0


def test_a_gpu_without_its_driver_is_still_shown(tmp_path: Path) -> None:
    machine = FakeMachine(tmp_path)
    machine.pci("0000:01:00.0", 0x10DE, 0x2882)
    machine.pci("0000:00:02.0", 0x8086, 0x4680)
    machine.pci_names("10de  NVIDIA Corporation\n\t2882  AD107 [GeForce RTX 4060]\n8086  Intel\n\t2882  Wrong\n")

    reading = read_nvidia(FakeNvml(init_error=pynvml.NVML_ERROR_LIBRARY_NOT_FOUND), tmp_path)

    assert reading == GpuReading(
        (FoundGpu("NVIDIA GeForce RTX 4060", GpuVendor.NVIDIA, pci_address="0000:01:00.0", has_driver=False),)
    )


def test_a_driver_that_does_not_fit_its_library_is_a_problem_in_a_sentence(tmp_path: Path) -> None:
    reading = read_nvidia(FakeNvml(init_error=pynvml.NVML_ERROR_LIB_RM_VERSION_MISMATCH), tmp_path)

    assert reading.problems == (
        "The NVIDIA driver did not answer: RM has detected an NVML/RM version mismatch. "
        "Restart the computer or reinstall the driver.",
    )


def test_one_lost_gpu_does_not_hide_the_others() -> None:
    lost = FakeNvidiaGpu(error=pynvml.NVML_ERROR_GPU_IS_LOST)
    reading = read_nvidia(FakeNvml([lost, FakeNvidiaGpu("NVIDIA GeForce RTX 3060")]))

    assert [gpu.name for gpu in reading.gpus] == ["NVIDIA GeForce RTX 3060"]
    assert reading.problems == ("An NVIDIA GPU (number 0) could not be read: GPU is lost.",)


def test_the_real_library_can_be_asked_on_this_machine() -> None:
    reading = read_nvidia()

    assert all(gpu.vendor is GpuVendor.NVIDIA for gpu in reading.gpus)
