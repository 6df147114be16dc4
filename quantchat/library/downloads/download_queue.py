"""All downloads of this program: one at a time on a thread of its own, the others wait for their turn."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from quantchat.core.plain_text import plain_text
from quantchat.errors import ErrorKind, KnownError
from quantchat.library.downloads.attempts import Patience
from quantchat.library.downloads.disk import FreeBytes, free_bytes
from quantchat.library.downloads.interruption import Interrupted, Interruption
from quantchat.library.downloads.progress import Progress
from quantchat.library.downloads.unfinished import remember_request, remove_download, unfinished_downloads
from quantchat.library.downloads.values import DownloadRequest, DownloadState, DownloadStatus, check_request
from quantchat.library.hub.token import AccessToken
from quantchat.wording import worded

if TYPE_CHECKING:
    import httpx

CLOSE_SECONDS = 2.0
"""How long `close` waits for a download to stop; only a name that is being looked up cannot be told to."""


@dataclass(slots=True, eq=False)
class _Entry:
    """A download that is known here. It is changed under the lock only.

    Attributes:
        status: what was told last.
        interruption: stops the work on it; None while nobody works on it.
        is_cancelled: it is to be removed as soon as the work has stopped.
        is_wanted_again: it is to go on after it was paused.
    """

    status: DownloadStatus
    interruption: Interruption | None = None
    is_cancelled: bool = False
    is_wanted_again: bool = False


class Downloads:
    """Begins, pauses, resumes and cancels downloads; nothing goes on the network before one is begun or resumed.

    There is a thread only while there is something to do. Programs that share a models folder exclude each other from
    a download. Methods are called on one thread, as a rule the window's, and return at once.
    """

    def __init__(
        self,
        folder: Path,
        on_status: Callable[[DownloadStatus], None],
        token: Callable[[], AccessToken | None],
        *,
        open_client: "Callable[[], httpx.Client] | None" = None,
        patience: Patience | None = None,
        free_bytes: FreeBytes = free_bytes,
    ) -> None:
        """Take charge of the downloads of a models folder.

        Args:
            folder: downloads go into it or its subfolders, and unfinished ones are found there.
            on_status: told each change of state, and progress some 8 times a second; on the thread that called a
                method or on the worker thread.
            token: gives the person's access token; asked on the worker thread when a download starts.
            open_client: gives the HTTP client; by default that of `quantchat.library.hub.http`.
            patience: how long to go on against a bad network.
            free_bytes: tells the free space of the disk.
        """
        self._folder = folder
        self._on_status = on_status
        self._token = token
        self._open_client = open_client
        self._patience = patience or Patience()
        self._free_bytes = free_bytes
        self._lock = threading.Lock()
        self._entries: dict[str, _Entry] = {}
        self._waiting: deque[_Entry] = deque()
        self._thread: threading.Thread | None = None
        self._is_closed = False

    def statuses(self) -> tuple[DownloadStatus, ...]:
        """What was told last of each download that was not cancelled, in the order in which they were begun."""
        with self._lock:
            return tuple(entry.status for entry in self._entries.values())

    def unfinished(self) -> tuple[DownloadStatus, ...]:
        """Look for what an earlier run left in the models folder: paused, until it is resumed or cancelled.

        What was cut while its finished files were being renamed is put in order, and is done.
        """
        found = tuple(unfinished_downloads(self._folder))
        with self._lock:
            for status in found:
                self._entries.setdefault(status.request.id, _Entry(status))
            return tuple(self._entries[status.request.id].status for status in found)

    def begin(self, request: DownloadRequest) -> None:
        """Download a model, or go on with it if that was begun before; if it is under way, nothing changes.

        What waits for its turn is remembered on the disk, so that it is `unfinished` if the program ends meanwhile.

        Raises:
            KnownError: its names are not valid, another download writes a file of this name, or the disk refuses.
            ValueError: it would not go into the models folder.
        """
        if not request.target_folder.is_relative_to(self._folder):
            raise ValueError("a download goes into the models folder, where it is found again")
        check_request(request)
        entry = self._entry(request.id)
        if entry is None or not self._is_under_way(entry):
            self._check_no_other_writes(request)
            remember_request(request)
            received_bytes = entry.status.received_bytes if entry is not None else 0
            entry = _Entry(DownloadStatus(request, DownloadState.PAUSED, received_bytes, request.total_bytes))
            with self._lock:
                self._entries[request.id] = entry
        self._go_on(entry)

    def resume(self, download_id: str) -> None:
        """Go on with a download that is paused or failed; otherwise nothing changes."""
        entry = self._entry(download_id)
        if entry is not None and entry.status.state is not DownloadState.DONE:
            self._go_on(entry)

    def pause(self, download_id: str) -> None:
        """Stop a download and keep what arrived; nothing changes if it does not run or wait."""
        entry = self._entry(download_id)
        if entry is None:
            return
        with self._lock:
            entry.is_wanted_again = False
            if entry.interruption is not None:
                entry.interruption.request()
                return
            if entry not in self._waiting:
                return
            self._waiting.remove(entry)
        self._tell(entry, replace(entry.status, state=DownloadState.PAUSED))

    def cancel(self, download_id: str) -> None:
        """Stop a download and remove what arrived of it; one that is done is only forgotten, and its model stays."""
        entry = self._entry(download_id)
        if entry is None:
            return
        with self._lock:
            if entry.interruption is not None:
                entry.is_cancelled = True
                entry.interruption.request()
                return
            if entry in self._waiting:
                self._waiting.remove(entry)
            if entry.status.state is DownloadState.DONE:
                del self._entries[download_id]
                return
        self._remove(entry)

    def close(self) -> None:
        """Pause everything and end the thread; afterwards nothing is told any more."""
        with self._lock:
            waiting = tuple(self._waiting)
            self._waiting.clear()
            thread = self._thread
            for entry in self._entries.values():
                entry.is_wanted_again = False
                if entry.interruption is not None:
                    entry.interruption.request()
        for entry in waiting:
            self._tell(entry, replace(entry.status, state=DownloadState.PAUSED))
        if thread is not None:
            thread.join(CLOSE_SECONDS)
        with self._lock:
            self._is_closed = True

    def _entry(self, download_id: str) -> _Entry | None:
        with self._lock:
            return self._entries.get(download_id)

    def _is_under_way(self, entry: _Entry) -> bool:
        with self._lock:
            return entry.interruption is not None or entry in self._waiting

    def _check_no_other_writes(self, request: DownloadRequest) -> None:
        names = {file.file_name.casefold() for file in request.files}
        for status in self.statuses():
            other = status.request
            if other.id == request.id or status.state.is_over or other.target_folder != request.target_folder:
                continue
            if not names.isdisjoint(file.file_name.casefold() for file in other.files):
                raise KnownError(
                    ErrorKind.OTHER,
                    worded(
                        "A file of this name is being downloaded already, as {model}.", model=plain_text(other.title)
                    ),
                    worded("Wait until that is done, or cancel it."),
                )

    def _go_on(self, entry: _Entry) -> None:
        with self._lock:
            if entry.interruption is not None:
                entry.is_wanted_again = entry.interruption.is_requested and not entry.is_cancelled
                return
            if entry in self._waiting:
                return
        status = entry.status
        self._tell(
            entry,
            DownloadStatus(status.request, DownloadState.WAITING, status.received_bytes, status.total_bytes),
        )
        with self._lock:
            if self._is_closed or entry.interruption is not None or entry in self._waiting:
                return
            self._waiting.append(entry)
            if self._thread is None:
                self._start_thread()

    def _start_thread(self) -> None:
        self._thread = threading.Thread(target=self._work, name="downloads", daemon=True)
        self._thread.start()

    def _work(self) -> None:
        try:
            while (entry := self._next()) is not None:
                self._work_on(entry)
        except BaseException:
            with self._lock:  # after a bug the others go on with a new thread
                self._start_thread()
            raise

    def _next(self) -> _Entry | None:
        with self._lock:
            if not self._waiting:
                self._thread = None
                return None
            entry = self._waiting.popleft()
            entry.interruption = Interruption()
            return entry

    def _work_on(self, entry: _Entry) -> None:
        try:
            status = self._status_after_work(entry)
        except BaseException:
            error = KnownError(
                ErrorKind.OTHER,
                worded("The download stopped because of an error in QuantChat itself."),
                worded("What has arrived is kept; resume the download."),
            )
            self._end(entry, DownloadStatus(entry.status.request, DownloadState.FAILED, error=error))
            raise
        self._end(entry, status)

    def _status_after_work(self, entry: _Entry) -> DownloadStatus:
        """Download, and return what is to be told at the end."""
        # Only here, on the thread that goes on the network: it loads an HTTP client.
        from quantchat.library.downloads.download import Download, Means
        from quantchat.library.hub.http import open_client

        with self._lock:
            request, interruption = entry.status.request, entry.interruption or Interruption()
        means = Means(self._open_client or open_client, self._token, self._patience, self._free_bytes)
        progress = Progress(request, lambda status: self._tell(entry, status), entry.status.received_bytes)
        try:
            finished = Download(request, means, progress, interruption).run()
        except Interrupted:
            return progress.ended(DownloadState.PAUSED)
        except KnownError as error:
            is_paused = error.kind is ErrorKind.DISK_FULL  # nothing is wrong with the download itself
            return progress.ended(DownloadState.PAUSED if is_paused else DownloadState.FAILED, error)
        return progress.ended(DownloadState.DONE, finished.problem, finished.path)

    def _end(self, entry: _Entry, status: DownloadStatus) -> None:
        with self._lock:
            entry.interruption = None
            is_cancelled = entry.is_cancelled and status.state is not DownloadState.DONE
            is_wanted_again, entry.is_wanted_again, entry.is_cancelled = entry.is_wanted_again, False, False
        if is_cancelled:
            self._remove(entry)
            return
        self._tell(entry, status)
        if is_wanted_again and status.state is DownloadState.PAUSED:
            self._go_on(entry)

    def _remove(self, entry: _Entry) -> None:
        request = entry.status.request
        try:
            remove_download(request)
        except KnownError as error:
            self._tell(entry, DownloadStatus(request, DownloadState.FAILED, error=error))
            return
        with self._lock:
            self._entries.pop(request.id, None)
        self._tell(entry, DownloadStatus(request, DownloadState.CANCELLED))

    def _tell(self, entry: _Entry, status: DownloadStatus) -> None:
        with self._lock:
            entry.status = status
            if self._is_closed:
                return
        self._on_status(status)
