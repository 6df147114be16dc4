"""The person's assistants on disk: their own ones, and what they changed of those that come with the program.

A broken file never stops the start: it is set aside and told. Writing is to a temporary file, flushed to the disk and
renamed, so that a power cut leaves the old file or the new one.
"""

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from quantchat.core.assistants import (
    MAX_ASSISTANTS,
    MAX_FILE_BYTES,
    Assistant,
    assistants_from_bytes,
    assistants_to_bytes,
)
from quantchat.core.plain_text import plain_text
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import NO_WORDS, Wording, joined, worded


class AssistantsFile:
    """`own` is always usable.

    Attributes:
        own: what is kept, in the order of the list.
        notice: what was wrong with the file at the start, as sentences; empty if nothing was.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.notice = NO_WORDS
        self.own = self._load()

    def save(self, own: Sequence[Assistant]) -> None:
        """Write these assistants in place of those that are kept.

        Raises:
            KnownError: the disk refuses, or they are too many; what was kept before still is.
        """
        if len(own) > MAX_ASSISTANTS:
            raise KnownError(
                ErrorKind.OTHER,
                worded("There can be at most {most} assistants.", most=MAX_ASSISTANTS),
                worded("Delete some that you do not use."),
            )
        write_assistants(self._path, own)
        self.own = tuple(own)

    def _load(self) -> tuple[Assistant, ...]:
        try:
            return read_assistants(self._path)
        except KnownError as error:
            if error.kind is not ErrorKind.FILE_MISSING:
                self.notice = self._set_aside()
            return ()

    def _set_aside(self) -> Wording:
        """Keep a file that cannot be read from being overwritten; return what is told of it."""
        trouble = worded("The file of your own assistants could not be read.")
        try:
            kept = next(place for place in self._places_aside() if not place.exists())
            self._path.replace(kept)
        except OSError:
            return joined((trouble, worded("Those that come with QuantChat are there.")))
        whereabouts = worded(
            "It is kept as “{file}” in the data folder; the assistants that come with it are there.", file=kept.name
        )
        return joined((trouble, whereabouts))

    def _places_aside(self) -> Iterator[Path]:
        yield self._path.with_suffix(".broken.json")
        yield from (self._path.with_suffix(f".broken-{number}.json") for number in count(2))


def read_assistants(path: Path) -> tuple[Assistant, ...]:
    """Read a file of assistants, one's own or one that was exported elsewhere.

    Raises:
        KnownError: it is not there, cannot be read, or is no such file.
    """
    name = plain_text(path.name)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise KnownError(
            ErrorKind.FILE_MISSING,
            worded("“{file}” is not there (any more).", file=name),
            worded("Choose the file again."),
        ) from error
    except OSError as error:
        raise KnownError(
            ErrorKind.FILE_UNREADABLE,
            worded("“{file}” could not be read.", file=name),
            worded("Look whether QuantChat may use this folder and whether the disk is still there."),
        ) from error
    return assistants_from_bytes(data)


def write_assistants(path: Path, assistants: Sequence[Assistant]) -> None:
    """Write a file of assistants, all of it or nothing.

    Raises:
        KnownError: the disk refuses, or the file would be too large to be read again.
    """
    data = assistants_to_bytes(assistants)
    if len(data) > MAX_FILE_BYTES:
        raise KnownError(
            ErrorKind.OTHER,
            worded(
                "The assistants together would take more than {most} MiB, so nothing was saved.",
                most=MAX_FILE_BYTES // 1024**2,
            ),
            worded("Shorten some system prompts."),
        )
    with _write_failures(path):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = path.with_name(path.name + ".tmp")
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)


@contextmanager
def _write_failures(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        name = plain_text(path.name)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise KnownError(
                ErrorKind.DISK_FULL,
                worded("The disk is full: “{file}” could not be written.", file=name),
                worded("Free some space and change the assistant once more."),
            ) from error
        raise KnownError(
            ErrorKind.READ_ONLY,
            worded("“{file}” could not be written.", file=name),
            worded("Look whether QuantChat may use this folder and whether the disk is still there."),
        ) from error
