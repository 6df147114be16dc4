"""The processor is told as the kernel describes it, and no more cores of it than may be used."""

import os
from pathlib import Path

from quantchat.probe.processor import allowed_physical_cores, cpu_name, instruction_sets, read_cpu
from tests.probe.machine import FakeMachine


def test_two_threads_of_one_core_count_once(tmp_path: Path) -> None:
    machine = FakeMachine(tmp_path)
    for cpu, siblings in enumerate(["0,4", "1,5", "2,6", "3,7"] * 2):
        machine.cpu(cpu, siblings)

    assert allowed_physical_cores(tmp_path, allowed_cpus=range(8)) == 4


def test_only_processors_the_process_may_use_count(tmp_path: Path) -> None:
    machine = FakeMachine(tmp_path)
    for cpu in range(8):
        machine.cpu(cpu, str(cpu))

    assert allowed_physical_cores(tmp_path, allowed_cpus={1, 2, 6}) == 3


def test_a_processor_quota_bounds_the_cores_rounded_down(tmp_path: Path) -> None:
    machine = FakeMachine(tmp_path)
    for cpu in range(8):
        machine.cpu(cpu, str(cpu))
    machine.in_groups("0::/work")
    machine.write("sys/fs/cgroup/work/cpu.max", "250000 100000\n")

    assert allowed_physical_cores(tmp_path, allowed_cpus=range(8)) == 2


def test_a_quota_below_one_processor_still_leaves_one_core(tmp_path: Path) -> None:
    machine = FakeMachine(tmp_path)
    machine.cpu(0, "0")
    machine.in_groups("3:cpu,cpuacct:/")
    machine.write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "50000\n")
    machine.write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n")

    assert allowed_physical_cores(tmp_path, allowed_cpus={0}) == 1


def test_version_1_minus_one_means_no_quota(tmp_path: Path) -> None:
    machine = FakeMachine(tmp_path)
    for cpu in range(4):
        machine.cpu(cpu, str(cpu))
    machine.in_groups("3:cpu:/")
    machine.write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n")
    machine.write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n")

    assert allowed_physical_cores(tmp_path, allowed_cpus=range(4)) == 4


def test_without_topology_files_there_is_still_at_least_one_core(tmp_path: Path) -> None:
    assert 1 <= allowed_physical_cores(tmp_path) <= (os.cpu_count() or 1)


def test_the_processor_is_called_what_the_kernel_calls_it(tmp_path: Path) -> None:
    FakeMachine(tmp_path).write("proc/cpuinfo", "processor\t: 0\nmodel name\t: AMD  Ryzen 7 5700X\n")

    assert cpu_name(tmp_path) == "AMD Ryzen 7 5700X"


def test_a_processor_without_a_name_still_gets_one(tmp_path: Path) -> None:
    assert cpu_name(tmp_path)


def test_instruction_sets_are_told_in_the_engines_spelling(tmp_path: Path) -> None:
    FakeMachine(tmp_path).write("proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu pni avx2 avx512f avx_vnni aes\n")

    assert instruction_sets(tmp_path) == {"SSE3", "AVX2", "AVX512", "AVX_VNNI"}


def test_arm_instruction_sets_are_read_from_the_kernels_features(tmp_path: Path) -> None:
    FakeMachine(tmp_path).write("proc/cpuinfo", "processor : 0\nFeatures : fp asimd asimdhp asimddp i8mm sve\n")

    assert instruction_sets(tmp_path) == {"NEON", "FP16_VA", "DOTPROD", "MATMUL_INT8", "SVE"}


def test_a_name_with_control_characters_is_made_safe_to_show(tmp_path: Path) -> None:
    FakeMachine(tmp_path).write("proc/cpuinfo", "model name\t: Evil\x1b[31m CPU\u202e\n")

    assert cpu_name(tmp_path) == "Evil[31m CPU"


def test_this_machines_processor_can_be_read() -> None:
    cpu = read_cpu()

    assert cpu.name
    assert cpu.architecture == cpu.architecture.lower() != ""
    assert 1 <= cpu.physical_cores <= (os.cpu_count() or 1)
