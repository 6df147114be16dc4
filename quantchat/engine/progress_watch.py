"""Tells a hung engine from a slow one.

A huge model on a slow disk may need minutes for a token, so silence alone proves nothing. A process that in a minute
has said nothing, used no processor time and read nothing is not coming back.
"""

import time
from collections.abc import Callable

import psutil

SILENCE_SECONDS = 60.0
_LEAST_CPU_SECONDS = 0.5
_LEAST_READ_BYTES = 1024 * 1024


class ProgressWatch:
    """Watches one child process while it has work."""

    def __init__(self, pid: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._process = psutil.Process(pid)
        self._clock = clock
        self.note_progress()

    def note_progress(self) -> None:
        """The child said something."""
        self._since = self._clock()
        self._work = self._measured_work()

    def is_hung(self) -> bool:
        """Whether nothing at all has happened for a minute."""
        if self._clock() - self._since < SILENCE_SECONDS:
            return False
        cpu_seconds, read_bytes = self._measured_work()
        before_cpu_seconds, before_read_bytes = self._work
        if (
            cpu_seconds - before_cpu_seconds >= _LEAST_CPU_SECONDS
            or read_bytes - before_read_bytes >= _LEAST_READ_BYTES
        ):
            self.note_progress()
            return False
        return True

    def _measured_work(self) -> tuple[float, int]:
        try:
            times = self._process.cpu_times()
            read_bytes = self._process.io_counters().read_bytes if hasattr(self._process, "io_counters") else 0
        except psutil.Error:  # it is gone, or the system does not say: the pipe tells the rest
            return 0.0, 0
        return times.user + times.system, read_bytes
