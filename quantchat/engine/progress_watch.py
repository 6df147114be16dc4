"""Tells a hung engine from a slow one.

A huge model on a slow disk may need minutes for a token, so silence alone proves nothing. A process that in a minute
has said nothing, used no processor time and read nothing is not coming back.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil

SILENCE_SECONDS = 30.0
"""How long a child may say nothing before it is looked at, and then how long it may do nothing."""

_LEAST_CPU_SECONDS = 0.5
_LEAST_READ_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Look:
    """What a process had done at a time."""

    at: float
    cpu_seconds: float
    read_bytes: int


class ProgressWatch:
    """Watches one child process while it has work; costs next to nothing while the child speaks."""

    def __init__(self, pid: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._process = psutil.Process(pid)
        self._clock = clock
        self.note_progress()

    def note_progress(self) -> None:
        """The child said something."""
        self._spoke_at = self._clock()
        self._look: _Look | None = None

    def is_hung(self) -> bool:
        """Whether the child has long said nothing and then for as long done nothing; ask again and again."""
        now = self._clock()
        if now - self._spoke_at < SILENCE_SECONDS:
            return False
        if self._look is None:
            self._look = self._take_look()
            return False
        if now - self._look.at < SILENCE_SECONDS:
            return False
        before, self._look = self._look, self._take_look()
        return not (
            self._look.cpu_seconds - before.cpu_seconds >= _LEAST_CPU_SECONDS
            or self._look.read_bytes - before.read_bytes >= _LEAST_READ_BYTES
        )

    def _take_look(self) -> _Look:
        now = self._clock()
        try:
            times = self._process.cpu_times()
            read_bytes = self._process.io_counters().read_bytes if hasattr(self._process, "io_counters") else 0
        except psutil.Error:  # it is gone, or the system does not say: the pipe tells the rest
            return _Look(now, 0.0, 0)
        return _Look(now, times.user + times.system, read_bytes)
