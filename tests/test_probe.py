"""The probe reads the machine that a folder of kernel files describes, and this one."""

import os
from pathlib import Path

import psutil

from quantchat.probe import Memory, allowed_physical_cores, cpu_name, read_memory

MIB = 1024 * 1024


class FakeMachine:
    """A folder that looks like the root of a Linux system."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def in_groups(self, *lines: str) -> None:
        self.write("proc/self/cgroup", "\n".join(lines) + "\n")

    def cpu(self, number: int, siblings: str) -> None:
        self.write(f"sys/devices/system/cpu/cpu{number}/topology/thread_siblings_list", siblings + "\n")


def test_this_machine_has_memory_and_the_probe_says_no_more_than_psutil() -> None:
    memory = read_memory()

    assert 0 < memory.available_bytes <= memory.total_bytes <= psutil.virtual_memory().total


def test_without_control_groups_the_machine_itself_counts(tmp_path: Path) -> None:
    assert read_memory(tmp_path).total_bytes == psutil.virtual_memory().total


def test_a_container_limit_bounds_memory_and_droppable_file_pages_count_as_free(tmp_path: Path) -> None:
    machine = FakeMachine(tmp_path)
    machine.in_groups("0::/")
    machine.write("sys/fs/cgroup/memory.max", f"{64 * MIB}\n")
    machine.write("sys/fs/cgroup/memory.current", f"{40 * MIB}\n")
    machine.write("sys/fs/cgroup/memory.stat", f"anon {30 * MIB}\nactive_file 5\ninactive_file {8 * MIB}\n")

    assert read_memory(tmp_path) == Memory(total_bytes=64 * MIB, available_bytes=32 * MIB)


def test_the_tightest_limit_of_all_ancestors_counts(tmp_path: Path) -> None:
    machine = FakeMachine(tmp_path)
    machine.in_groups("0::/user.slice/app.scope")
    machine.write("sys/fs/cgroup/user.slice/app.scope/memory.max", "max\n")
    machine.write("sys/fs/cgroup/user.slice/memory.max", f"{48 * MIB}\n")
    machine.write("sys/fs/cgroup/user.slice/memory.current", f"{40 * MIB}\n")

    assert read_memory(tmp_path) == Memory(total_bytes=48 * MIB, available_bytes=8 * MIB)


def test_a_group_above_its_limit_has_nothing_free_rather_than_less(tmp_path: Path) -> None:
    machine = FakeMachine(tmp_path)
    machine.in_groups("0::/")
    machine.write("sys/fs/cgroup/memory.max", f"{8 * MIB}\n")
    machine.write("sys/fs/cgroup/memory.current", f"{9 * MIB}\n")

    assert read_memory(tmp_path).available_bytes == 0


def test_version_1_groups_bound_memory_too_and_their_huge_number_means_no_limit(tmp_path: Path) -> None:
    machine = FakeMachine(tmp_path)
    machine.in_groups("4:memory:/docker/abc", "0::/")
    machine.write("sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes", "9223372036854771712\n")
    machine.write("sys/fs/cgroup/memory/docker/memory.limit_in_bytes", f"{32 * MIB}\n")
    machine.write("sys/fs/cgroup/memory/docker/memory.usage_in_bytes", f"{20 * MIB}\n")
    machine.write("sys/fs/cgroup/memory/docker/memory.stat", f"inactive_file 1\ntotal_inactive_file {4 * MIB}\n")

    assert read_memory(tmp_path) == Memory(total_bytes=32 * MIB, available_bytes=16 * MIB)


def test_a_group_path_that_the_container_cannot_see_falls_back_to_its_topmost_folder(tmp_path: Path) -> None:
    machine = FakeMachine(tmp_path)
    machine.in_groups("0::/../other/scope")
    machine.write("sys/fs/cgroup/memory.max", f"{16 * MIB}\n")

    assert read_memory(tmp_path).total_bytes == 16 * MIB


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
