"""The programs that hold the most memory are found, our own left out."""

import os
import subprocess
import sys

from quantchat.core.hardware import MemoryHolder
from quantchat.probe.holders import (
    RunningProcess,
    exact_bytes,
    largest_holders,
    own_processes,
    read_processes,
    running_processes,
)

MIB = 1024**2
GIB = 1024**3


def test_processes_of_one_program_count_together_and_the_largest_come_first() -> None:
    processes = [
        RunningProcess(1, "editor", 900 * MIB),
        RunningProcess(2, "browser", 600 * MIB),
        RunningProcess(3, "browser", 700 * MIB),
    ]

    assert largest_holders(processes, {}, ()) == (
        MemoryHolder("browser", 1300 * MIB),
        MemoryHolder("editor", 900 * MIB),
    )


def test_gpu_memory_counts_too_and_small_programs_do_not() -> None:
    processes = [RunningProcess(1, "game", 40 * MIB), RunningProcess(2, "clock", 40 * MIB)]

    assert largest_holders(processes, {1: 6 * GIB}, ()) == (MemoryHolder("game", 40 * MIB, 6 * GIB),)


def test_our_own_processes_are_left_out() -> None:
    processes = [RunningProcess(7, "python", 5 * GIB), RunningProcess(8, "python", GIB)]

    assert largest_holders(processes, {7: GIB}, {7}) == (MemoryHolder("python", GIB),)


def test_at_most_five_are_told() -> None:
    processes = [RunningProcess(pid, f"program {pid}", pid * GIB) for pid in range(1, 9)]

    assert [holder.name for holder in largest_holders(processes, {}, ())] == [
        f"program {pid}" for pid in (8, 7, 6, 5, 4)
    ]


def test_a_program_without_a_visible_name_is_called_by_its_number() -> None:
    assert largest_holders([RunningProcess(5, "\x1b\u202e", GIB)], {}, ()) == (MemoryHolder("process 5", GIB),)


def test_this_process_is_found_with_what_only_it_holds() -> None:
    block = bytearray(os.urandom(MIB) * 64)
    mine = {process.pid: process for process in running_processes()}[os.getpid()]

    assert mine.ram_bytes >= len(block)
    assert (exact_bytes(os.getpid()) or 0) >= len(block)


def test_the_largest_processes_get_exact_figures_only_while_there_is_time() -> None:
    assert {process.pid for process in read_processes(seconds=0)} >= {os.getpid()}
    assert {process.pid for process in read_processes()} >= {os.getpid()}


def test_a_child_of_ours_is_ours() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    try:
        assert {os.getpid(), child.pid} <= own_processes()
    finally:
        child.communicate(b"\n")


def test_a_process_that_is_gone_has_no_exact_figure() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()

    assert exact_bytes(child.pid) is None
