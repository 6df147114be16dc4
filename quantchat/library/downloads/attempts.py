"""How often and how patiently a download is tried again, and at which of several hubs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from quantchat.errors import KnownError
from quantchat.library.downloads.interruption import Interruption

MOST_RETRY_AFTER_SECONDS = 900.0
"""A server that wants to be left alone for longer ends the download, so that the person hears of it."""


class Cut(Exception):  # noqa: N818  # the next try may succeed
    """A try ended early and another one may get further.

    Attributes:
        error: what the person is told if none does.
        retry_after_seconds: how long the server wants to be left alone; 0 if it does not say.
    """

    def __init__(self, error: KnownError, retry_after_seconds: float = 0.0) -> None:
        super().__init__(error.sentence)
        self.error = error
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a download goes on against a bad network.

    Attributes:
        backoff_seconds: waits before the first, second, … try that follows one which brought nothing; the last is
            repeated.
        most_futile_tries: how many tries in a row at one hub may bring nothing new; some five minutes with the waits.
    """

    backoff_seconds: Sequence[float] = (1, 2, 4, 8, 16, 32, 60)
    most_futile_tries: int = 10


@dataclass(frozen=True, slots=True)
class Attempts:
    """Tries until something is done.

    Attributes:
        patience: how long.
        interruption: ends the waiting by `Interrupted`.
        on_retry: told how many seconds are waited now, and for what reason.
    """

    patience: Patience
    interruption: Interruption
    on_retry: Callable[[float, KnownError], None]

    def until_done(
        self, attempt: Callable[[str], None], endpoints: Sequence[str], received_bytes: Callable[[], int]
    ) -> None:
        """Call `attempt` with an endpoint until it returns.

        A hub that brings nothing is followed by the next one at once; a wait comes after each has had its turn.

        Args:
            attempt: raises `Cut` to be called again.
            endpoints: the hubs, the preferred one first.
            received_bytes: how much is here; a try that does not exceed what was here before counts as futile.

        Raises:
            KnownError: too many tries in a row brought nothing, or another try is useless.
            Interrupted: the download was told to stop.
        """
        most_bytes, futile_tries, turn = received_bytes(), 0, 0
        while True:
            self.interruption.check()
            try:
                attempt(endpoints[turn % len(endpoints)])
            except Cut as cut:
                if received_bytes() > most_bytes:
                    most_bytes, futile_tries = received_bytes(), 0
                else:
                    futile_tries, turn = futile_tries + 1, turn + 1
                if self._is_hopeless(cut, futile_tries // len(endpoints)):
                    raise cut.error from cut
                if futile_tries == 0 or turn % len(endpoints) == 0:
                    self._wait(cut, futile_tries // len(endpoints))
            else:
                return

    def _is_hopeless(self, cut: Cut, rounds: int) -> bool:
        return rounds >= self.patience.most_futile_tries or cut.retry_after_seconds > MOST_RETRY_AFTER_SECONDS

    def _wait(self, cut: Cut, rounds: int) -> None:
        backoff_seconds = self.patience.backoff_seconds
        seconds = max(backoff_seconds[min(max(rounds - 1, 0), len(backoff_seconds) - 1)], cut.retry_after_seconds)
        self.on_retry(seconds, cut.error)
        self.interruption.wait(seconds)
