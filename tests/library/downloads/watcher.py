"""What is told of downloads, for tests that wait for it."""

import threading
from collections.abc import Callable

from quantchat.library.downloads.values import DownloadState, DownloadStatus

DEADLINE_SECONDS = 20.0
AT_REST = frozenset({DownloadState.PAUSED, DownloadState.DONE, DownloadState.FAILED, DownloadState.CANCELLED})


class Watcher:
    """Keeps every status that is told."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._statuses: list[DownloadStatus] = []
        self._read = 0

    def __call__(self, status: DownloadStatus) -> None:
        with self._changed:
            self._statuses.append(status)
            self._changed.notify_all()

    @property
    def states(self) -> list[DownloadState]:
        """The states told so far, without repetition in a row."""
        with self._changed:
            states = [status.state for status in self._statuses]
        return [state for index, state in enumerate(states) if index == 0 or states[index - 1] is not state]

    @property
    def all(self) -> list[DownloadStatus]:
        """Everything told so far."""
        with self._changed:
            return list(self._statuses)

    def wait_for(self, wanted: Callable[[DownloadStatus], bool]) -> DownloadStatus:
        """Wait for such a status after those that were waited for before."""
        with self._changed:
            found = self._changed.wait_for(lambda: self._find(wanted), DEADLINE_SECONDS)
            assert found is not None, f"never told, only {self._statuses[-3:]}"
            return found

    def wait_until(self, state: DownloadState) -> DownloadStatus:
        """Wait for a state; a state in which nothing more would come ends the waiting too."""
        status = self.wait_for(lambda status: status.state is state or status.state in AT_REST)
        assert status.state is state, f"{status.state}: {status.error and status.error.text}"
        return status

    def _find(self, wanted: Callable[[DownloadStatus], bool]) -> DownloadStatus | None:
        while self._read < len(self._statuses):
            self._read += 1
            if wanted(self._statuses[self._read - 1]):
                return self._statuses[self._read - 1]
        return None
