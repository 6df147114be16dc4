"""How far a download is, how fast it goes, and how often that is told."""

import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from quantchat.errors import KnownError
from quantchat.library.downloads.values import DownloadRequest, DownloadState, DownloadStatus
from quantchat.wording import NO_WORDS

TELL_SECONDS = 0.125
"""Least time between two statuses of one state; the eye follows no more."""

SPEED_SECONDS = 5.0
"""What speed is averaged over: long enough to be steady, short enough to show that the network changed."""

Clock = Callable[[], float]


class Speed:
    """Bytes per second over the last few seconds."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._samples: deque[tuple[float, int]] = deque()

    def restart(self) -> None:
        """What follows has nothing to do with what was before."""
        self._samples.clear()

    def add(self, received_bytes: int) -> float:
        """Take note of how much has arrived in all; return bytes per second, 0 until that can be told."""
        now = self._clock()
        self._samples.append((now, received_bytes))
        while now - self._samples[0][0] > SPEED_SECONDS and len(self._samples) > 2:
            self._samples.popleft()
        seconds = now - self._samples[0][0]
        return (received_bytes - self._samples[0][1]) / seconds if seconds > 0 else 0.0


class Progress:
    """Tells the statuses of one download: each change of state at once, and in between a few times a second.

    Attributes:
        received_bytes: of all files.
        total_bytes: of all files; None until every size is known.
        note: what is told along with each status.
    """

    def __init__(
        self,
        request: DownloadRequest,
        tell: Callable[[DownloadStatus], None],
        received_bytes: int = 0,
        clock: Clock = time.monotonic,
    ) -> None:
        self._request = request
        self._tell = tell
        self._clock = clock
        self._speed = Speed(clock)
        self._state = DownloadState.WAITING
        self._told_at = 0.0
        self.received_bytes = received_bytes
        self.total_bytes = request.total_bytes
        self.note = NO_WORDS

    def running(self, received_bytes: int) -> None:
        """So much of all files is here, and more arrives."""
        self.received_bytes = received_bytes
        if self._state is not DownloadState.RUNNING:
            self._speed.restart()
        if not self._is_due(DownloadState.RUNNING):
            return
        speed = self._speed.add(received_bytes)
        is_known = speed > 0 and self.total_bytes is not None
        left_seconds = (self.total_bytes - received_bytes) / speed if is_known and self.total_bytes else None
        self._say(self._status(received_bytes, bytes_per_second=speed, seconds_left=left_seconds))

    def checking(self, checked_bytes: int) -> None:
        """So much of what is here has been read again."""
        if self._is_due(DownloadState.CHECKING):
            self._say(self._status(checked_bytes))

    def retrying(self, seconds: float, error: KnownError) -> None:
        """The next try comes after a while."""
        self._state = DownloadState.RETRYING
        self._say(self._status(self.received_bytes, retry_seconds=seconds, error=error))

    def ended(self, state: DownloadState, error: KnownError | None = None, path: Path | None = None) -> DownloadStatus:
        """The status to tell when the work on it has ended."""
        received_bytes = self.received_bytes
        if state is DownloadState.DONE and self.total_bytes is not None:
            received_bytes = self.total_bytes
        return DownloadStatus(
            self._request, state, received_bytes, self.total_bytes, error=error, note=self.note, path=path
        )

    def _is_due(self, state: DownloadState) -> bool:
        has_changed, self._state = self._state is not state, state
        return has_changed or self._clock() - self._told_at >= TELL_SECONDS

    def _status(
        self,
        received_bytes: int,
        *,
        bytes_per_second: float = 0.0,
        seconds_left: float | None = None,
        retry_seconds: float | None = None,
        error: KnownError | None = None,
    ) -> DownloadStatus:
        return DownloadStatus(
            self._request,
            self._state,
            received_bytes,
            self.total_bytes,
            bytes_per_second,
            seconds_left,
            retry_seconds,
            error,
            self.note,
        )

    def _say(self, status: DownloadStatus) -> None:
        self._told_at = self._clock()
        self._tell(status)
