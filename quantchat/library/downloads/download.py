"""One download from the first question to the finished model, on the thread that calls it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
import msgspec

from quantchat.core.model_check import check_model
from quantchat.errors import ErrorKind, KnownError
from quantchat.library.downloads.attempts import Attempts, Patience
from quantchat.library.downloads.disk import FreeBytes, known_disk_failures, require_room
from quantchat.library.downloads.interruption import Interruption
from quantchat.library.downloads.lock import download_lock
from quantchat.library.downloads.part_file import PartFile, file_sha256
from quantchat.library.downloads.placing import check_parts_are_gguf, is_half_placed, place
from quantchat.library.downloads.progress import Progress
from quantchat.library.downloads.sidecar import (
    KnownPart,
    Sidecar,
    lock_path,
    part_path,
    read_sidecar,
    remove_unfinished,
    sidecar_path,
    write_sidecar,
)
from quantchat.library.downloads.transfer import Transfer
from quantchat.library.downloads.values import DownloadRequest, FileRequest
from quantchat.library.hub.addresses import endpoints
from quantchat.library.hub.token import AccessToken
from quantchat.library.model_file import read_model_header
from quantchat.wording import Wording, worded

DAMAGED_NOTE = worded("What had arrived was damaged, so the download started anew.")


@dataclass(frozen=True, slots=True)
class Means:
    """What downloads are made with.

    Attributes:
        open_client: gives an HTTP client that asks for bodies as they are and follows redirects.
        token: gives the person's access token, or None; may block.
        patience: how long to go on against a bad network.
        free_bytes: tells the free space of the disk.
    """

    open_client: Callable[[], httpx.Client]
    token: Callable[[], AccessToken | None]
    patience: Patience
    free_bytes: FreeBytes


@dataclass(frozen=True, slots=True)
class Finished:
    """A model whose files are in their place.

    Attributes:
        path: of the first file.
        problem: why it cannot be chatted with all the same; None if it can.
    """

    path: Path
    problem: KnownError | None


class Download:
    """Fetches, checks and places the files of one model."""

    def __init__(self, request: DownloadRequest, means: Means, progress: Progress, interruption: Interruption) -> None:
        self._request = request
        self._folder = request.target_folder
        self._means = means
        self._progress = progress
        self._interruption = interruption
        self._attempts = Attempts(means.patience, interruption, progress.retrying)
        self._sidecar = Sidecar.of(request)
        self._received_bytes = [0] * len(request.files)

    def run(self) -> Finished:
        """Do all of it, or what is left of it.

        Raises:
            KnownError: it failed; what arrived is kept if it can still be of use.
            Interrupted: it was told to stop; what arrived is kept.
        """
        with known_disk_failures():
            self._folder.mkdir(parents=True, exist_ok=True)
            with download_lock(lock_path(self._request)):
                path = self._path_if_there() or self._fetch_and_place()
            return Finished(path, _problem(path))

    def _fetch_and_place(self) -> Path:
        sidecar = self._continued_sidecar()
        if not is_half_placed(self._folder, sidecar):
            self._fetch_all(msgspec.structs.replace(sidecar, destination=""))
            self._check_kind()
            sidecar = self._sidecar
        return place(self._folder, sidecar)

    def _path_if_there(self) -> Path | None:
        """The first file if all of them are in their place, with the content that was published."""
        paths = [self._folder / file.file_name for file in self._request.files]
        if not all(map(_has_size, paths, self._request.files)):
            return None
        if not all(map(self._has_checksum, paths, self._request.files)):
            return None
        remove_unfinished(self._request)
        return paths[0]

    def _has_checksum(self, path: Path, file: FileRequest) -> bool:
        if file.sha256 is None:
            return True
        return file_sha256(path, self._interruption, self._progress.checking) == file.sha256.lower()

    def _continued_sidecar(self) -> Sidecar:
        """What is known of this download; of files that are no longer the ones that are published, nothing."""
        new, before = Sidecar.of(self._request), read_sidecar(sidecar_path(self._request))
        if before is None or before.request(self._folder) == self._request:
            return before or new
        parts = list(new.parts)
        for index, part in enumerate(before.parts):
            if index < len(parts) and part.request == parts[index].request:
                parts[index] = part
            else:
                part_path(before.request(self._folder), index).unlink(missing_ok=True)
        return msgspec.structs.replace(new, parts=tuple(parts))

    def _fetch_all(self, sidecar: Sidecar) -> None:
        indices = range(len(self._request.files))
        self._received_bytes = [_length_bytes(part_path(self._request, index)) for index in indices]
        self._progress.received_bytes = sum(self._received_bytes)
        self._take_note(sidecar)
        self._require_room()
        self._remember(sidecar)
        token = self._means.token()
        with self._means.open_client() as client:
            for index in indices:
                self._fetch(index, client, token)

    def _fetch(self, index: int, client: httpx.Client, token: AccessToken | None) -> None:
        known = self._sidecar.parts[index]
        if known.is_verified and known.size_bytes == self._received_bytes[index]:
            return
        with PartFile(part_path(self._request, index)) as part:
            transfer = self._transfer(index, client, token, part)
            if not self._is_received_as_published(index, transfer):
                self._progress.note = DAMAGED_NOTE
                if not self._is_received_as_published(index, transfer):
                    raise _not_as_published()
            part.sync()
            self._remember(self._sidecar.with_part(index, msgspec.structs.replace(transfer.known, is_verified=True)))

    def _is_received_as_published(self, index: int, transfer: Transfer) -> bool:
        """Receive what is missing and check all of it; nothing is kept of what is not what was published.

        Returns:
            False if it is worth another try, because what arrived was joined from several answers.

        Raises:
            KnownError: a single answer brought something else, and would again.
        """
        part = transfer.part
        others_bytes = sum(self._received_bytes) - self._received_bytes[index]

        def checksum() -> str:
            return part.sha256(self._interruption, lambda read: self._progress.checking(others_bytes + read))

        if transfer.known.sha256 is not None and transfer.known.endpoint:
            checksum()  # what is here from before is read once
        transfer.on_received()
        self._attempts.until_done(transfer.fetch_rest, endpoints(), lambda: part.received_bytes)
        published = transfer.known.sha256
        if published is None or checksum() == published.lower():
            return True
        is_worth_a_try = part.was_joined
        transfer.forget()
        if not is_worth_a_try:
            raise _not_as_published()
        return False

    def _transfer(self, index: int, client: httpx.Client, token: AccessToken | None, part: PartFile) -> Transfer:
        def remember(known: KnownPart) -> None:
            self._remember(self._sidecar.with_part(index, known))

        def tell_received() -> None:
            self._received_bytes[index] = part.received_bytes
            self._progress.running(sum(self._received_bytes))

        def tell(note: Wording) -> None:
            self._progress.note = note

        known = self._sidecar.parts[index]
        return Transfer(
            client, token, part, known, self._interruption, remember, self._require_room, tell_received, tell
        )

    def _remember(self, sidecar: Sidecar) -> None:
        write_sidecar(self._folder, sidecar)
        self._take_note(sidecar)

    def _take_note(self, sidecar: Sidecar) -> None:
        self._sidecar = sidecar
        sizes = [part.size_bytes for part in sidecar.parts if part.size_bytes is not None]
        self._progress.total_bytes = sum(sizes) if len(sizes) == len(sidecar.parts) else None

    def _require_room(self) -> None:
        sizes = (part.size_bytes or 0 for part in self._sidecar.parts)
        missing = (max(0, size - received) for size, received in zip(sizes, self._received_bytes, strict=True))
        require_room(self._folder, sum(missing), self._means.free_bytes)

    def _check_kind(self) -> None:
        """Keep nothing that is as published and yet no model: asking for it again would bring the same."""
        try:
            check_parts_are_gguf(self._request)
        except KnownError:
            remove_unfinished(self._request)
            raise


def _has_size(path: Path, file: FileRequest) -> bool:
    return file.size_bytes is not None and path.is_file() and path.stat().st_size == file.size_bytes


def _length_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _problem(path: Path) -> KnownError | None:
    try:
        check_model(read_model_header(path))
    except KnownError as error:
        return error
    return None


def _not_as_published() -> KnownError:
    return KnownError(
        ErrorKind.CHECKSUM,
        worded(
            "The file that arrived is not the one that was published: its checksum differs. Nothing of it was kept."
        ),
        worded("Try again; if it happens again, the server or something on the way to it changes the file."),
    )
