"""Ends an answer at a stop string, however the string is cut into pieces."""

from collections.abc import Sequence


class StopStrings:
    """Watches a stream for the first of several strings; text that may begin one is held back.

    The first is the one that is complete first: only that does not depend on how the text is cut into pieces.
    """

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = tuple(stop for stop in stops if stop)
        self._pending = ""
        self.found = False

    def feed(self, text: str) -> str:
        """Take the next piece; return what surely lies before any stop string."""
        if not self._stops:
            return text
        self._pending += text
        spans = [(at + len(stop), at) for stop in self._stops if (at := self._pending.find(stop)) >= 0]
        if spans:
            self.found = True
            _, stop_begins = min(spans)
            taken, self._pending = self._pending[:stop_begins], ""
            return taken
        held = max(suffix_that_begins(stop, self._pending) for stop in self._stops)
        taken = self._pending[: len(self._pending) - held]
        self._pending = self._pending[len(taken) :]
        return taken

    def finish(self) -> str:
        """Give out what was held back: the stream has ended without a stop string."""
        rest, self._pending = self._pending, ""
        return rest


def suffix_that_begins(marker: str, text: str) -> int:
    """Length of the longest end of `text` with which `marker` could begin, short of all of it."""
    for length in range(min(len(text), len(marker) - 1), 0, -1):
        if marker.startswith(text[-length:]):
            return length
    return 0
