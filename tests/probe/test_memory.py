"""Memory is what this process can really have, on the machine that a folder of kernel files describes."""

from pathlib import Path

import psutil

from quantchat.probe.memory import Memory, read_memory
from tests.probe.machine import FakeMachine

MIB = 1024 * 1024


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
