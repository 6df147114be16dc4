"""Remembers crashes, so that a model which crashes again and again is not restarted for ever."""

import time
from collections import deque
from collections.abc import Callable

from quantchat.core.plan import LoadPlan

WINDOW_SECONDS = 300.0
CRASHES_TO_STOP = 2


class CrashHistory:
    """Crashes of each plan within the last five minutes."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._crashes: dict[LoadPlan, deque[float]] = {}

    def note(self, plan: LoadPlan) -> None:
        """Note that the engine crashed with a plan."""
        self._crashes.setdefault(plan, deque(maxlen=CRASHES_TO_STOP)).append(self._clock())

    def crashes_repeatedly(self, plan: LoadPlan) -> bool:
        """Whether a plan crashed twice within five minutes and should not be tried again by itself."""
        crashes = self._crashes.get(plan, deque())
        return len(crashes) == CRASHES_TO_STOP and self._clock() - crashes[0] < WINDOW_SECONDS

    def forget(self, plan: LoadPlan) -> None:
        """Give a plan a new chance: the person asked for it."""
        self._crashes.pop(plan, None)
