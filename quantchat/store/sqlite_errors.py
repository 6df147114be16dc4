"""What SQLite's failures mean to the person.

A full disk, a read-only folder, a lock and a damaged file are failures of the world and become `KnownError`; every
other failure is a bug of ours and passes through unchanged.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import worded

DISK_CODES = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
    }
)
"""Result codes that say the disk or the folder refuses, while the database itself may be sound."""

DAMAGE_CODES = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
"""Result codes that say the file is not, or no longer, a database."""


def primary_code(error: sqlite3.Error) -> int:
    """SQLite's result code without its details; 0 for an error of the Python module itself."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def known_error(error: sqlite3.Error) -> KnownError | None:
    """Tell a failure of the world in sentences; None for a bug."""
    match primary_code(error):
        case sqlite3.SQLITE_FULL:
            return KnownError(
                ErrorKind.DISK_FULL,
                worded("The disk is full: the conversation could not be saved."),
                worded("Free some space; the text is kept in memory until then."),
            )
        case sqlite3.SQLITE_IOERR:
            return KnownError(
                ErrorKind.DISK_FULL,
                worded("The disk is full or failing: the conversation could not be saved."),
                worded("Free some space or check the disk; the text is kept in memory until then."),
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return KnownError(
                ErrorKind.READ_ONLY,
                worded("The conversation could not be saved: QuantChat may not write its conversations file."),
                worded("Allow writing to the file and its folder; the text is kept in memory until then."),
            )
        case sqlite3.SQLITE_BUSY:
            return KnownError(
                ErrorKind.STORE_BUSY,
                worded("Another program is using the conversations file, so it could not be opened or changed."),
                worded("Close any other QuantChat window, then try again."),
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return KnownError(
                ErrorKind.STORE_DAMAGED,
                worded("The conversations file is damaged."),
                worded("Start QuantChat again: it keeps the damaged file and restores the newest backup."),
            )
        case _:
            return None


@contextmanager
def known_failures() -> Iterator[None]:
    """Turn SQLite's failures of the world, raised inside, into `KnownError`."""
    try:
        yield
    except sqlite3.Error as error:
        known = known_error(error)
        if known is None:
            raise
        raise known from error
