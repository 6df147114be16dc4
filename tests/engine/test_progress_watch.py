"""A hung engine is told from a slow one by whether its process does anything."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from quantchat.engine.progress_watch import SILENCE_SECONDS, ProgressWatch

ASLEEP = "import time; print(flush=True); time.sleep(600)"
BUSY = "print(flush=True)\nwhile True: pass"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@contextmanager
def child(code: str) -> Iterator[psutil.Process]:
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield psutil.Process(process.pid)
        finally:
            process.kill()


def test_a_process_is_hung_that_says_nothing_and_then_for_as_long_does_nothing() -> None:
    clock = Clock()
    with child(ASLEEP) as process:
        watch = ProgressWatch(process.pid, clock)
        clock.now = SILENCE_SECONDS
        assert not watch.is_hung(), "it has only been silent"
        clock.now = 2 * SILENCE_SECONDS - 1
        assert not watch.is_hung()
        clock.now = 2 * SILENCE_SECONDS
        assert watch.is_hung()


def test_a_first_question_after_a_long_silence_is_no_proof() -> None:
    clock = Clock()
    with child(ASLEEP) as process:
        watch = ProgressWatch(process.pid, clock)
        clock.now = 100 * SILENCE_SECONDS
        assert not watch.is_hung()


def test_a_word_from_the_process_starts_the_watch_anew() -> None:
    clock = Clock()
    with child(ASLEEP) as process:
        watch = ProgressWatch(process.pid, clock)
        clock.now = SILENCE_SECONDS
        assert not watch.is_hung()
        watch.note_progress()
        clock.now = 2 * SILENCE_SECONDS
        assert not watch.is_hung()
        clock.now = 3 * SILENCE_SECONDS
        assert watch.is_hung()


def test_a_silent_process_that_computes_is_not_hung() -> None:
    clock = Clock()
    with child(BUSY) as process:
        watch = ProgressWatch(process.pid, clock)
        clock.now = SILENCE_SECONDS
        assert not watch.is_hung()
        began = _cpu_seconds(process)
        while _cpu_seconds(process) < began + 0.6:
            process.status()
        clock.now = 2 * SILENCE_SECONDS
        assert not watch.is_hung()


def test_a_process_that_is_gone_does_not_raise() -> None:
    clock = Clock()
    with child(ASLEEP) as process:
        watch = ProgressWatch(process.pid, clock)
        process.kill()
        process.wait()
    clock.now = SILENCE_SECONDS
    assert not watch.is_hung()
    clock.now = 2 * SILENCE_SECONDS
    assert watch.is_hung()


def _cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system
