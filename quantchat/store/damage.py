"""Finding out that a conversations file is damaged, and setting it aside without changing a byte of it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from quantchat.errors import ErrorKind, KnownError
from quantchat.store.schema import APPLICATION_ID, newer_schema
from quantchat.store.sqlite_errors import DAMAGE_CODES, primary_code
from quantchat.wording import Wording, worded

_SQLITE_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
_COMPANIONS = ("", "-wal", "-shm", "-journal")
"""What SQLite appends to the file's name for the files that belong to it."""


class DamagedFileError(KnownError):
    """The conversations file cannot be used and has to make room for another."""

    def __init__(self, sentence: Wording) -> None:
        super().__init__(ErrorKind.STORE_DAMAGED, sentence)


def look_at_file(path: Path, newest_version: int, *, may_be_new: bool) -> None:
    """Judge the file by its header, before SQLite could change it or throw away a log beside it.

    Args:
        path: the database file; it need not exist.
        newest_version: the newest schema version this program knows.
        may_be_new: whether a missing or empty file is simply a first start.

    Raises:
        DamagedFileError: the file is missing, empty or something else than a database of QuantChat.
        KnownError: the file is newer than this program.
    """
    header = b""
    if path.exists():
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    if not header:
        # SQLite would delete the log beside an empty file, and with it what the log holds.
        if may_be_new and not _has_content(Path(f"{path}-wal")):
            return
        raise DamagedFileError(worded("Your conversations file was missing or empty."))
    if len(header) < _HEADER_BYTES or not header.startswith(_SQLITE_MAGIC):
        raise DamagedFileError(worded("Your conversations file was damaged."))
    version = int.from_bytes(header[60:64], "big")
    application_id = int.from_bytes(header[68:72], "big")
    if application_id == APPLICATION_ID and version > newest_version:
        raise newer_schema()


def check_sound(connection: sqlite3.Connection) -> None:
    """Read the whole database once.

    Raises:
        DamagedFileError: it is damaged, or belongs to another program.
    """
    with damage_told():
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise DamagedFileError(worded("Your conversations file was damaged."))
        application_id = connection.execute("PRAGMA application_id").fetchone()[0]
        is_new = application_id == 0 and not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if application_id != APPLICATION_ID and not is_new:
            raise DamagedFileError(worded("Your conversations file was replaced by one of another program."))


@contextmanager
def damage_told() -> Iterator[None]:
    """Turn what SQLite says about damage, inside, into `DamagedFileError`."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if primary_code(error) not in DAMAGE_CODES:
            raise
        raise DamagedFileError(worded("Your conversations file was damaged.")) from error


def set_aside(path: Path) -> str:
    """Rename the database file and the files that belong to it; return the new name, empty if there was nothing.

    The new name is in the same folder, carries the time and is never one that is taken.
    """
    present = [suffix for suffix in _COMPANIONS if Path(f"{path}{suffix}").exists()]
    if not present:
        return ""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    candidates = (f"{path.stem}.damaged-{stamp}{f'-{n}' if n else ''}{path.suffix}" for n in count())
    name = next(
        name for name in candidates if not any(path.with_name(name + suffix).exists() for suffix in _COMPANIONS)
    )
    for suffix in present:
        Path(f"{path}{suffix}").rename(path.with_name(name + suffix))
    return name


def _has_content(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0
