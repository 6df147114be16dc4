"""The engine child has no network, leaves no core dump and gains no privilege.

The filter for x86-64 is exercised in a process. That for aarch64 is only generated here: what it answers is worked out
by following its instructions, not by running it on such a machine.
"""

import struct
import subprocess
import sys

import psutil
import pytest

from quantchat.native.confinement import _network_filter

ALLOW = 0x7FFF0000
DENY = 0x00050000 | 13
LOAD, EQUAL, AT_LEAST, ANSWER = 0x20, 0x15, 0x35, 0x06
X86_64, AARCH64, I386 = 0xC000003E, 0xC00000B7, 0x40000003
AF_UNIX, AF_INET, AF_INET6, AF_NETLINK, AF_PACKET, AF_VSOCK = 1, 2, 10, 16, 17, 40

MEASURES = """
import os, resource, socket, sys
from pathlib import Path
from quantchat.native.confinement import confine

print(confine(os.getppid()))
socket.socketpair()
for family in (socket.AF_INET, socket.AF_INET6, socket.AF_PACKET):
    try:
        socket.socket(family, socket.SOCK_DGRAM)
    except PermissionError:
        print("refused", int(family))
socket.socket(socket.AF_UNIX).close()
print("core", resource.getrlimit(resource.RLIMIT_CORE))
print([line.split()[1] for line in Path("/proc/self/status").read_text().splitlines()
       if line.startswith(("NoNewPrivs:", "Seccomp:"))])
print("oom", Path("/proc/self/oom_score_adj").read_text().strip())
print("backend path" in os.environ, os.environ.get("GGML_NO_BACKTRACE"), os.environ.get("GGML_BACKEND_PATH"))
"""


def answer(program: bytes, arch: int, system_call: int, family: int) -> int:
    """Follow a filter's instructions, as the kernel does, and return its answer."""
    data = struct.pack("=iIQ6Q", system_call, arch, 0, family, 0, 0, 0, 0, 0)
    at = value = 0
    while True:
        code, if_true, if_false, operand = struct.unpack_from("=HBBI", program, at * 8)
        at += 1
        if code == LOAD:
            (value,) = struct.unpack_from("=I", data, operand)
        elif code == ANSWER:
            return int(operand)
        else:
            is_true = value == operand if code == EQUAL else value >= operand
            at += if_true if is_true else if_false


@pytest.mark.parametrize(("machine", "arch", "socket_call"), [("x86_64", X86_64, 41), ("aarch64", AARCH64, 198)])
def test_the_filter_lets_only_local_sockets_through(machine: str, arch: int, socket_call: int) -> None:
    program = _network_filter(machine)
    for family in (AF_UNIX, AF_NETLINK):
        assert answer(program, arch, socket_call, family) == ALLOW
    for family in (0, AF_INET, AF_INET6, AF_PACKET, AF_VSOCK, 0xFFFFFFFF):
        assert answer(program, arch, socket_call, family) == DENY
    assert answer(program, arch, 425, AF_UNIX) == DENY, "io_uring can make sockets"
    assert answer(program, arch, 0, AF_INET) == ALLOW, "other calls pass"
    assert answer(program, I386, 102, AF_UNIX) == DENY, "calls of another architecture have other numbers"


def test_calls_of_the_x32_kind_are_refused_because_their_numbers_slip_past_the_check() -> None:
    assert answer(_network_filter("x86_64"), X86_64, 0x40000000 | 41, AF_INET) == DENY


def test_an_unknown_machine_gets_no_filter_instead_of_a_wrong_one() -> None:
    assert _network_filter("riscv64") == b""


def test_a_confined_process_has_no_network_no_core_dump_and_no_new_privileges() -> None:
    run = subprocess.run([sys.executable, "-c", MEASURES], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == [
        "('no core dump', 'dies with the app', 'ended first when memory runs out', 'no network')",
        "refused 2",
        "refused 10",
        "refused 17",
        "core (0, 0)",
        "['1', '2']",
        "oom 500",
        "False 1 None",
    ]


ORPHAN = """
import os, threading
from quantchat.native.confinement import confine

confine(os.getppid())
print(os.getpid(), flush=True)
threading.Event().wait()
"""
PARENT = f"""
import subprocess, sys
subprocess.run([sys.executable, "-c", {ORPHAN!r}])
"""


def test_a_child_dies_with_the_app_even_if_it_never_looks_at_its_pipe() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    _, alive = psutil.wait_procs([child], timeout=5)
    assert alive == []


def test_a_child_whose_app_is_already_gone_ends_at_once() -> None:
    code = "from quantchat.native.confinement import confine; confine(1 << 22); print('still here')"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == ""
