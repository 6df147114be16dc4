"""What a download is asked for as, and what is told of it while it goes on."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from quantchat.core.plain_text import plain_text
from quantchat.errors import ErrorKind, KnownError
from quantchat.library.hub.addresses import RepositoryFile
from quantchat.wording import NO_WORDS, Wording, worded

_MOST_NAME_BYTES = 255
_NEVER_IN_NAMES = frozenset({"Cc", "Cs"})  # control characters, and halves of characters


@dataclass(frozen=True, slots=True)
class FileRequest:
    """One file to be fetched.

    Attributes:
        source: where it is published.
        file_name: what it is called here; one name without folders.
        size_bytes: as published; None if that is not known.
        sha256: as published, 64 hexadecimal digits; None if that is not known.
    """

    source: RepositoryFile
    file_name: str
    size_bytes: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class DownloadRequest:
    """A model to be fetched; all of its files arrive or none.

    Attributes:
        id: tells downloads apart, also after a restart; such as "org/name/file.gguf".
        title: what people call it.
        files: the model's file, or its parts with the first of them first.
        target_folder: where the files go; in the models folder, and made if it is not there.
    """

    id: str
    title: str
    files: tuple[FileRequest, ...]
    target_folder: Path

    @property
    def total_bytes(self) -> int | None:
        """Size of all files; None if that is not known."""
        sizes = [file.size_bytes for file in self.files if file.size_bytes is not None]
        return sum(sizes) if len(sizes) == len(self.files) else None


class DownloadState(StrEnum):
    """What a download does at the moment."""

    WAITING = "waiting"
    RUNNING = "running"
    RETRYING = "retrying"
    PAUSED = "paused"
    CHECKING = "checking"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is left to be resumed."""
        return self in (DownloadState.DONE, DownloadState.CANCELLED)


@dataclass(frozen=True, slots=True)
class DownloadStatus:
    """How far a download is. While a server is silent nothing is told, so that after some seconds no speed holds.

    Attributes:
        request: what was asked for.
        state: what it does at the moment. What is paused or failed can be resumed.
        received_bytes: what has arrived of all files; while that is checked, how far the reading is.
        total_bytes: size of all files; None until every size is known.
        bytes_per_second: over the last seconds; 0 unless running.
        seconds_left: until everything has arrived at that speed; None if that cannot be told.
        retry_seconds: while retrying, how long until the next try.
        error: why it failed, was paused by itself, or has to be tried again.
        note: what else the person should know, such as that it had to start anew; may be empty.
        path: of the first file, once it is in its place.
    """

    request: DownloadRequest
    state: DownloadState
    received_bytes: int = 0
    total_bytes: int | None = None
    bytes_per_second: float = 0.0
    seconds_left: float | None = None
    retry_seconds: float | None = None
    error: KnownError | None = None
    note: Wording = NO_WORDS
    path: Path | None = None


def check_request(request: DownloadRequest) -> None:
    """Check that the names of a request are names of files in one folder, whoever published them.

    Raises:
        KnownError: a name is a path, is used twice, or holds what no name of a file should.
    """
    names = [file.file_name for file in request.files]
    for name in names:
        if not _is_file_name(name):
            raise KnownError(
                ErrorKind.OTHER,
                worded(
                    "“{name}” cannot be the name of a model file here, so it was not downloaded.", name=plain_text(name)
                ),
                worded("Choose another model."),
            )
    if not names or len({name.casefold() for name in names}) < len(names):
        raise KnownError(
            ErrorKind.OTHER,
            worded(
                "The list of files of {model} is not valid, so it was not downloaded.", model=plain_text(request.title)
            ),
            worded("Choose another model."),
        )


def _is_file_name(name: str) -> bool:
    if any(character in "/\\" or unicodedata.category(character) in _NEVER_IN_NAMES for character in name):
        return False
    return name not in {"", ".", ".."} and not name.startswith(".") and len(name.encode()) <= _MOST_NAME_BYTES
