"""How set-up talks and works: one line a step, long commands with their elapsed time, and a sentence when it stops."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_NINJA_PROGRESS = re.compile(rb"\[(\d+)/(\d+)\]")
_SILENCE_S = 30
"""Seconds between two progress lines where the output is a file and a line cannot be redrawn."""

_TAIL_BYTES = 1 << 18
"""How far back the last progress count is looked for: one compiler command takes several KB of the log."""


class SetupStoppedError(Exception):
    """Set-up cannot go on: what happened, and what to do about it."""

    def __init__(self, sentence: str, hint: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint


class CommandFailedError(Exception):
    """A command ended with an error; `output` is all it said, `last_lines` what it said at the end."""

    def __init__(self, output: str) -> None:
        super().__init__(output)
        self.output = output
        self.last_lines = "\n".join(output.rstrip().splitlines()[-25:])


def say(line: str) -> None:
    """Tell the person one line, at once even where the output is a file."""
    print(line, flush=True)


def run_step(title: str, command: Sequence[str | Path], log: Path, environment: Mapping[str, str]) -> None:
    """Run a command, its output going to the end of `log`, and show how long it has been at work.

    Raises:
        CommandFailedError: it ended with an error.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with log.open("ab") as output:
        said_before = output.tell()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=environment
        )
        try:
            status = _wait_showing_progress(process, title, log, started)
        except BaseException:
            process.terminate()
            process.wait()
            raise
    if status != 0:
        raise CommandFailedError(log.read_bytes()[said_before:].decode(errors="replace"))
    say(_redrawn(f"{title}: done in {_clock(time.monotonic() - started)}"))


def _wait_showing_progress(process: subprocess.Popen[bytes], title: str, log: Path, started: float) -> int:
    terminal = sys.stdout.isatty()
    if not terminal:
        say(f"{title} …")
    spoken_s = 0.0
    while True:
        try:
            return process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            elapsed_s = time.monotonic() - started
        line = f"{title} … {_clock(elapsed_s)}{_done_part(log)}"
        if terminal:
            print(_redrawn(line), end="", flush=True)
        elif elapsed_s - spoken_s >= _SILENCE_S:
            spoken_s = elapsed_s
            say(line)


def _redrawn(line: str) -> str:
    """The line, drawn over the one before where there is a terminal to draw on."""
    if not sys.stdout.isatty():
        return line
    return f"\r{line[: shutil.get_terminal_size().columns - 1]}\x1b[K"


def _done_part(log: Path) -> str:
    """How many of the compile steps are done, where the log tells."""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - _TAIL_BYTES))
        counts = _NINJA_PROGRESS.findall(file.read())
    return f" ({int(counts[-1][0])} of {int(counts[-1][1])} files)" if counts else ""


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


@contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Let one process at a time through; the others wait and say so. The system frees the lock of a killed process."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up is doing the same work: waiting for it to finish.")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
