"""Ends an answer at a stop string, however the string is cut into pieces."""

from collections.abc import Sequence


class StopStrings:
    """Watches a stream for the first of several strings; text that may begin one is held back."""

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = tuple(stop for stop in stops if stop)
        self._pending = ""
        self.found = False

    def feed(self, text: str) -> str:
        """Take the next piece; return what surely lies before any stop string."""
        if not self._stops:
            return text
        self._pending += text
        positions = [position for stop in self._stops if (position := self._pending.find(stop)) >= 0]
        if positions:
            self.found = True
            taken, self._pending = self._pending[: min(positions)], ""
            return taken
        held = max(_overlap(self._pending, stop) for stop in self._stops)
        taken = self._pending[: len(self._pending) - held]
        self._pending = self._pending[len(taken) :]
        return taken

    def finish(self) -> str:
        """Give out what was held back: the stream has ended without a stop string."""
        rest, self._pending = self._pending, ""
        return rest


def _overlap(text: str, stop: str) -> int:
    """Length of the longest end of `text` with which `stop` could begin."""
    for length in range(min(len(text), len(stop) - 1), 0, -1):
        if stop.startswith(text[-length:]):
            return length
    return 0
