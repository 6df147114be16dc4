"""Readers under a deadline: a driver that hangs or throws costs its line and neither the app nor its time.

A call into a driver cannot be broken off from outside, so each reader runs in a daemon thread that is left behind
when it is late. A reader left behind is not started again while it still hangs.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from quantchat.core.plain_text import plain_text
from quantchat.wording import NO_WORDS, Wording, worded

DEADLINE_SECONDS = 2.0
"""How long all readers together may take; they run side by side, and a healthy one takes milliseconds."""

_REASON_CHARS = 200

Answer = TypeVar("Answer")

_late: dict[str, threading.Thread] = {}


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Answer]):
    """What came of one reader: its answer, or why there is none ("The AMD driver did not answer in time.")."""

    answer: Answer | None = None
    failure: Wording = NO_WORDS


class _Reading(Generic[Answer]):
    """One reader at work in a thread of its own."""

    def __init__(self, name: str, read: Callable[[], Answer]) -> None:
        self._name = name
        self._read = read
        self._outcome: Outcome[Answer] | None = None
        self.thread = threading.Thread(target=self._run, name=f"reader of {name}", daemon=True)

    def outcome(self, seconds: float) -> Outcome[Answer] | None:
        """What came of it, after at most so many seconds of waiting; None if it still works."""
        self.thread.join(max(0.0, seconds))
        return None if self.thread.is_alive() else self._outcome

    def _run(self) -> None:
        try:
            self._outcome = Outcome(self._read())
        except Exception as error:  # noqa: BLE001  # a broken driver may throw anything, and it must cost its line only
            self._outcome = Outcome(
                failure=worded("The {reader} failed: {reason}.", reader=self._name, reason=_reason(error))
            )


def read_side_by_side(
    readers: Mapping[str, Callable[[], Answer]], seconds: float = DEADLINE_SECONDS
) -> dict[str, Outcome[Answer]]:
    """Run all readers at once and take what has come when the time is over.

    Args:
        readers: by a name, for people, that tells one driver from another, also from those of earlier calls; it follows
            the word "the".
        seconds: for all of them together.
    """
    started: dict[str, _Reading[Answer]] = {}
    for name, read in readers.items():
        earlier = _late.get(name)
        if earlier is not None and earlier.is_alive():
            continue
        _late.pop(name, None)
        started[name] = _Reading(name, read)
        started[name].thread.start()
    deadline = time.monotonic() + seconds
    return {name: _outcome(name, started.get(name), deadline) for name in readers}


def _outcome(name: str, reading: _Reading[Answer] | None, deadline: float) -> Outcome[Answer]:
    if reading is None:
        return Outcome(failure=worded("The {reader} still does not answer.", reader=name))
    outcome = reading.outcome(deadline - time.monotonic())
    if outcome is None:
        _late[name] = reading.thread
        return Outcome(failure=worded("The {reader} did not answer in time.", reader=name))
    return outcome


def _reason(error: Exception) -> str:
    """An exception's own words on one line, or its name where it has none."""
    return plain_text(str(error), _REASON_CHARS).rstrip(".") or type(error).__name__
