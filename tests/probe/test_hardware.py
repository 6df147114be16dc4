"""The whole machine is read at once, and whatever fails is told and costs nothing else."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from quantchat.core.gpu_names import GpuVendor
from quantchat.core.hardware import BandwidthBasis, EngineDevice, MemoryHolder
from quantchat.core.hardware_json import hardware_json, parse_hardware
from quantchat.probe import hardware as hardware_module
from quantchat.probe.found_gpu import FoundGpu, GpuReading
from quantchat.probe.hardware import GPU_READERS, read_hardware
from quantchat.probe.holders import RunningProcess
from quantchat.wording import Wording, verbatim
from tests.probe.machine import FakeMachine

GIB = 1024**3
CPU = EngineDevice("CPU", "AMD Ryzen 7 5700X", "cpu", 64 * GIB, 64 * GIB, "CPU")
RTX_4060 = FoundGpu("NVIDIA GeForce RTX 4060", GpuVendor.NVIDIA, 8 * GIB, 2 * GIB, 272.0)


@pytest.fixture
def hanging() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def test_this_machine_can_be_read_and_written_down() -> None:
    hardware = read_hardware([CPU], 41.5)

    assert hardware.engine_backends == ("CPU",)
    assert hardware.ram.bandwidth_basis is BandwidthBasis.MEASURED
    assert 0 < hardware.ram.available_bytes <= hardware.ram.total_bytes
    assert hardware.problems == ()
    assert parse_hardware(hardware_json(hardware)) == hardware


def test_a_container_on_a_large_host_is_told_with_its_own_limits(tmp_path: Path) -> None:
    machine = FakeMachine(tmp_path)
    machine.in_groups("0::/")
    machine.write("sys/fs/cgroup/memory.max", f"{GIB}\n")
    machine.write("sys/fs/cgroup/memory.current", "0\n")
    machine.write("proc/cpuinfo", "model name : AMD EPYC 9654\nflags : avx2\n")

    hardware = read_hardware([CPU], root=tmp_path)

    assert (hardware.ram.total_bytes, hardware.ram.bandwidth_basis) == (GIB, BandwidthBasis.UNKNOWN)
    assert (hardware.cpu.name, hardware.cpu.instruction_sets) == ("AMD EPYC 9654", frozenset({"AVX2"}))


def test_a_driver_that_hangs_and_one_that_throws_cost_their_lines_only(hanging: threading.Event) -> None:
    def hang() -> GpuReading:
        hanging.wait()
        return GpuReading()

    def throw() -> GpuReading:
        raise OSError("libdrm.so is broken")

    readers = {"NVIDIA driver": lambda: GpuReading((RTX_4060,)), "old driver": throw, "test driver": hang}
    hardware = read_hardware([CPU], gpu_readers=readers, seconds=1)

    assert [gpu.name for gpu in hardware.gpus] == ["NVIDIA GeForce RTX 4060"]
    assert hardware.problems == (
        "The old driver failed: libdrm.so is broken. GPUs that only it knows are not shown; read the hardware again to "
        "retry.",
        "The test driver did not answer in time. GPUs that only it knows are not shown; read the hardware again to "
        "retry.",
    )
    told, missing = hardware.problems[1].values.values()
    assert isinstance(told, Wording)
    assert isinstance(missing, Wording)
    assert told.template == "The {reader} did not answer in time."


def test_the_names_of_the_drivers_can_be_told_in_other_languages() -> None:
    assert all(isinstance(name, Wording) for name in GPU_READERS)


def test_who_holds_memory_is_told_with_the_gpu_memory_that_the_driver_knows_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        hardware_module,
        "read_processes",
        lambda: (RunningProcess(10, "game", GIB), RunningProcess(11, "quantchat", GIB)),
    )
    readers = {"NVIDIA driver": lambda: GpuReading((RTX_4060,), {10: 6 * GIB, 11: GIB})}

    assert read_hardware([CPU], ours={11}, gpu_readers=readers).holders == (MemoryHolder("game", GIB, 6 * GIB),)


def test_a_readers_own_problem_is_passed_on() -> None:
    problem = verbatim("The NVIDIA driver did not answer: Unknown Error.")
    readers = {"NVIDIA driver": lambda: GpuReading(problems=(problem,))}

    assert read_hardware([CPU], gpu_readers=readers).problems == (problem,)


def test_an_engine_that_could_not_be_asked_leaves_the_processor() -> None:
    readers = {"NVIDIA driver": lambda: GpuReading((RTX_4060,))}
    hardware = read_hardware(None, gpu_readers=readers)

    assert hardware.engine_backends == ("CPU",)
    assert hardware.usable_gpus == ()
