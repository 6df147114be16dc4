"""What a child gives up before it touches a model file.

A model file is untrusted input to a large C++ program, so the child gets no network, no core dump, no new
privileges, and dies with the app. All of it is best effort and Linux only; `confine` says what is in force.
"""

import ctypes
import os
import platform
import signal
import struct
import sys
from pathlib import Path

if sys.platform != "win32":
    import resource

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2

_ALLOWED_SOCKET_FAMILIES = (1, 16)
"""AF_UNIX and AF_NETLINK: GPU drivers talk to themselves through them; neither leaves the machine."""

_ENGINE_OOM_SCORE = 500
"""When memory runs out the kernel ends the engine, never the window with the conversation."""


def confine(parent_pid: int) -> tuple[str, ...]:
    """Confine this process; return the names of the measures in force.

    Args:
        parent_pid: process of the app; if it is gone already, this process ends at once.
    """
    os.environ["GGML_NO_BACKTRACE"] = "1"  # on abort ggml would otherwise start a debugger on us
    os.environ.pop("GGML_BACKEND_PATH", None)  # never load a backend from where somebody says
    if sys.platform != "linux":
        return ()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    in_force = ["no core dump"]
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0) == 0:
        in_force.append("dies with the app")
    if os.getppid() != parent_pid:
        os._exit(0)
    if _raise_oom_score():
        in_force.append("ended first when memory runs out")
    if _deny_network(libc):
        in_force.append("no network")
    return tuple(in_force)


def _raise_oom_score() -> bool:
    try:
        Path("/proc/self/oom_score_adj").write_text(str(_ENGINE_OOM_SCORE), encoding="ascii")
    except OSError:
        return False
    return True


class _FilterProgram(ctypes.Structure):
    """`struct sock_fprog` of linux/filter.h."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def _deny_network(libc: ctypes.CDLL) -> bool:
    """Install a seccomp filter under which only local sockets can be made."""
    program = _network_filter(platform.machine())
    if not program:
        return False
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    code = ctypes.create_string_buffer(program)
    prog = _FilterProgram(len(program) // 8, ctypes.addressof(code))
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(prog), 0, 0) == 0)


def _network_filter(machine: str) -> bytes:
    """Classic BPF that denies `socket` outside the local families and io_uring, which can make sockets too.

    Numbers are those of linux/audit.h and of each architecture's system call table; empty for others.
    """
    tables = {"x86_64": (0xC000003E, 41, 425), "aarch64": (0xC00000B7, 198, 425)}
    if machine not in tables:
        return b""
    audit_arch, socket_call, io_uring_setup_call = tables[machine]
    load, equal, at_least, answer = 0x20, 0x15, 0x35, 0x06
    allow, deny = 0x7FFF0000, 0x00050000 | 13  # SECCOMP_RET_ERRNO | EACCES
    first_x32_call = 0x40000000
    families = _ALLOWED_SOCKET_FAMILIES
    deny_at = 8 + len(families)  # index of the deny instruction, after the checks and the allow
    allow_at = deny_at - 1
    checks = [
        (load, 0, 0, 4),  # arch
        (equal, 0, deny_at - 2, audit_arch),
        (load, 0, 0, 0),  # system call number
        (at_least, deny_at - 4, 0, first_x32_call),
        (equal, deny_at - 5, 0, io_uring_setup_call),
        (equal, 0, allow_at - 6, socket_call),
        (load, 0, 0, 16),  # first argument: the address family
    ]
    checks += [(equal, allow_at - (8 + i), 0, family) for i, family in enumerate(families)]
    # A socket of no allowed family jumps over the allow.
    last_code, last_true, _, last_family = checks[-1]
    checks[-1] = (last_code, last_true, deny_at - len(checks), last_family)
    checks += [(answer, 0, 0, allow), (answer, 0, 0, deny)]
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in checks)
