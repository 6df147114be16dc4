"""Starts a child that will hold llama.cpp, and keeps what it says on stderr, for the day it dies.

POSIX is exercised. The Windows branch (handle inheritance, no console window) is written from Python's documentation
and has not been run there.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing import Pipe
from pathlib import Path
from typing import IO

from quantchat.native.channel import Channel

STDERR_KEPT_BYTES = 64 * 1024

SPIN_COUNT = 1000
"""How often a computing thread looks for its fellows before it sleeps, in turns of OpenMP's waiting loop.

The threads meet after every node of the graph, hundreds of times a token. By default they wait there without giving the
processor away, and on a busy machine one waits for the other's whole time slice, again and again.
"""


@dataclass(frozen=True, slots=True)
class ChildExit:
    """How a child ended.

    Attributes:
        return_code: as `subprocess` gives it: negative for a signal.
        stderr: the end of what it wrote there.
        out_of_memory: the kernel ended a process for lack of memory while the child lived.
    """

    return_code: int
    stderr: str
    out_of_memory: bool


class ChildProcess:
    """A running child.

    On Linux the child dies with the *thread* that made it, so the thread that calls this must live as long as the child
    is wanted.
    """

    def __init__(self, program: str) -> None:
        """Start a child; raises `OSError` if no process can be made.

        Args:
            program: "engine" or "probe": its module is `quantchat.<program>.child`, in an installed program it is the
                executable `quantchat-<program>` beside the app's.
        """
        ours, theirs = Pipe(duplex=True)
        self._stderr = _stderr_file()
        self._oom_kills_before = _oom_kill_count()
        handle = theirs.fileno()
        command = [*_command(program), "--channel", str(handle), "--parent", str(os.getpid())]
        try:
            self._process = _start(command, handle, self._stderr)
        except OSError:
            ours.close()
            self._stderr.close()
            raise
        finally:
            theirs.close()
        self.channel = Channel(ours)

    @property
    def pid(self) -> int:
        """Process number of the child."""
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        """Whether nobody is there any more; `wait` is then over at once."""
        return self._process.poll() is not None

    def kill(self) -> None:
        """End the child at once; its memory is free when `wait` returns."""
        self._process.kill()

    def wait(self, timeout_seconds: float | None = None) -> ChildExit:
        """Wait for the child's end and free what belongs to it.

        Raises:
            subprocess.TimeoutExpired: it still runs.
        """
        return_code = self._process.wait(timeout_seconds)
        self.channel.close()
        stderr = _end_of(self._stderr)
        self._stderr.close()
        return ChildExit(return_code, stderr, _oom_kill_count() > self._oom_kills_before)


def _command(program: str) -> list[str]:
    if getattr(sys, "frozen", False):
        suffix = ".exe" if sys.platform == "win32" else ""
        return [str(Path(sys.executable).with_name(f"quantchat-{program}{suffix}"))]
    return [sys.executable, "-m", f"quantchat.{program}.child"]


def _environment() -> Mapping[str, str]:
    environment = dict(os.environ)
    environment.pop("GGML_BACKEND_PATH", None)
    environment.setdefault("GOMP_SPINCOUNT", str(SPIN_COUNT))
    environment["PYTHONSAFEPATH"] = "1"  # never import from the current directory
    package_parent = str(Path(__file__).parent.parent.parent)
    environment["PYTHONPATH"] = package_parent
    return environment


def _start(command: list[str], handle: int, stderr: IO[bytes]) -> subprocess.Popen[bytes]:
    if sys.platform == "win32":
        os.set_handle_inheritable(handle, True)
        startup = subprocess.STARTUPINFO(lpAttributeList={"handle_list": [handle]})
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            env=_environment(),
            startupinfo=startup,
            creationflags=subprocess.CREATE_NO_WINDOW,
        )
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=stderr,
        env=_environment(),
        pass_fds=(handle,),
        cwd="/",  # nothing is ever loaded from a folder the person happens to be in
    )


def _stderr_file() -> IO[bytes]:
    """Return a file for the child's stderr that needs no disk where that can be had: the disk may be full."""
    if sys.platform == "linux":
        return os.fdopen(os.memfd_create("quantchat-child-stderr"), "w+b", buffering=0)
    return tempfile.TemporaryFile(buffering=0)


def _end_of(file: IO[bytes]) -> str:
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - STDERR_KEPT_BYTES))
    return (file.read() or b"").decode("utf-8", "replace")


def _oom_kill_count() -> int:
    """Processes the kernel ended for lack of memory since the machine started; 0 where it does not say."""
    try:
        text = Path("/proc/vmstat").read_text(encoding="ascii")
    except OSError:
        return 0
    counts = dict(line.split(" ", 1) for line in text.splitlines() if " " in line)
    return int(counts.get("oom_kill", 0))
