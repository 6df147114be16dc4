"""Opening the conversations database so that the program always starts.

A damaged file is set aside and the newest backup takes its place; where the disk refuses, a database in memory
with what can be read serves until the program closes. Each time the person is told in a sentence.
"""

import errno
import itertools
import logging
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from quantchat.core.chat import MessageStatus
from quantchat.store.backups import Backups
from quantchat.store.connection import (
    connect,
    connect_to_memory,
    connect_unchanging,
    make_readable,
    use_durable_writes,
)
from quantchat.store.damage import DamagedFileError, check_sound, damage_told, look_at_file, set_aside
from quantchat.store.schema import MIGRATIONS, migrate, reading, schema_version, transaction
from quantchat.store.sqlite_errors import DISK_CODES, known_error, primary_code
from quantchat.store.word_index import index_interrupted
from quantchat.wording import NO_WORDS, Wording, joined, worded, worded_count

_log = logging.getLogger(__name__)

BUSY_WAIT_S = 5.0
"""How long another program may hold the file before it is called busy."""

FIRST_TEMPORARY_ID = 2**30
"""First identifier of conversations, messages and folders in a temporary database.

A file counts from 1 and never comes so far: that would be a message a second for 34 years. It is no more than 2**30
because identifiers travel through signals of the window, whose whole numbers have 32 bits and a sign.
"""

_TEMPORARY_SPAN = 2**20
_TEMPORARY_SPANS = 2**10
_temporary_numbers = itertools.count()
_FREE_SPACE = worded("To have it saved, free some space and start QuantChat again.")


@dataclass(frozen=True, slots=True)
class OpenedDatabase:
    """A database ready for use.

    Attributes:
        connection: in autocommit mode, usable from every thread, one at a time.
        notice: what the person should know about it; empty if all is well.
        is_persistent: whether what is written stays.
    """

    connection: sqlite3.Connection
    notice: Wording
    is_persistent: bool


def open_database(
    path: Path, migrations: Sequence[tuple[str, ...]] = MIGRATIONS, busy_wait_s: float = BUSY_WAIT_S
) -> OpenedDatabase:
    """Open the conversations at `path`, or the next best thing to them.

    Raises:
        KnownError: another program holds the file, or a newer QuantChat wrote it.
    """
    backups = Backups(path.parent / "backups", len(migrations))
    opening = _Opening(path, migrations, busy_wait_s, backups)
    damage = NO_WORDS
    try:
        try:
            connection = opening.open_file(may_be_new=not backups.newest_first())
            return OpenedDatabase(connection, NO_WORDS, is_persistent=True)
        except DamagedFileError as damaged:
            damage = damaged.sentence
        restored = backups.restore_newest(path)
        connection = opening.open_file(may_be_new=True)
        return OpenedDatabase(connection, joined((damage, _restored(connection, restored))), is_persistent=True)
    except (OSError, sqlite3.Error) as error:
        refusal = _refusal(error, path)
        _log.warning("The conversations file cannot be used: %s", error)
    connection, found = opening.open_in_memory()
    return OpenedDatabase(connection, joined((damage, refusal, found)), is_persistent=False)


def open_temporary_database() -> OpenedDatabase:
    """Open an empty database of which nothing reaches a disk; its identifiers are none that a file gives out.

    Facts about an answer name its message only, whichever database it is in, and may arrive late: the same number in
    two would let the text of one chat grow in another. So each temporary database also has other numbers than the
    thousand before it.
    """
    connection = connect_to_memory()
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA foreign_keys = ON")
    migrate(connection, MIGRATIONS, back_up=lambda *_: None)
    first_id = FIRST_TEMPORARY_ID + next(_temporary_numbers) % _TEMPORARY_SPANS * _TEMPORARY_SPAN
    connection.executemany(
        "INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)",
        [(table, first_id - 1) for table in ("conversation", "message", "folder")],
    )
    return OpenedDatabase(connection, NO_WORDS, is_persistent=False)


@dataclass(frozen=True, slots=True)
class _Opening:
    """The steps of opening, which share what they were asked for."""

    path: Path
    migrations: Sequence[tuple[str, ...]]
    busy_wait_s: float
    backups: Backups

    def open_file(self, *, may_be_new: bool) -> sqlite3.Connection:
        """Open the file for writing; a damaged one is set aside and raises `DamagedFileError`."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            look_at_file(self.path, len(self.migrations), may_be_new=may_be_new)
        except DamagedFileError as damage:
            raise self._set_aside(damage) from damage
        self.path.touch(mode=0o600)
        with suppress(PermissionError):  # some file systems have no such rights, and the file works all the same
            self.path.chmod(0o600)
        connection = connect(self.path, self.busy_wait_s)
        try:
            with damage_told():
                self._make_ready(connection)
        except DamagedFileError as damage:
            with closing(connection):
                if sys.platform == "win32":
                    connection.close()  # an open file cannot be renamed there
                # Before closing: that would write the log into the file and delete it, unless the file has moved.
                raise self._set_aside(damage) from damage
        except BaseException:
            connection.close()
            raise
        return connection

    def open_in_memory(self) -> tuple[sqlite3.Connection, Wording]:
        """Open a database in memory with what can be read of the old one; also tell what could."""
        for source in (self.path, self.backups.newest_good()):
            connection = _copy_into_memory(source) if source is not None else None
            if connection is not None:
                break
        else:
            connection = connect_to_memory()
        connection.execute("PRAGMA foreign_keys = ON")
        migrate(connection, self.migrations, back_up=lambda *_: None)
        _interrupt_streams(connection)
        number = _conversation_count(connection)
        if not number:
            return connection, NO_WORDS
        return connection, worded_count(
            "{count} conversation saved before can be read.",
            "{count} conversations saved before can be read.",
            count=number,
        )

    def _make_ready(self, connection: sqlite3.Connection) -> None:
        make_readable(connection)
        check_sound(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        use_durable_writes(connection, self.path.parent)
        migrate(connection, self.migrations, self.backups.make_before_migration)
        _interrupt_streams(connection)
        if _conversation_count(connection):  # an empty file must not push out a good backup
            self._back_up_daily(connection)

    def _back_up_daily(self, connection: sqlite3.Connection) -> None:
        try:
            self.backups.make_daily(connection)
        except (OSError, sqlite3.OperationalError) as error:
            _log.warning("No backup of the conversations could be made: %s", error)

    def _set_aside(self, damage: DamagedFileError) -> DamagedFileError:
        name = set_aside(self.path)
        whereabouts = worded("It was set aside as “{file}”.", file=name) if name else NO_WORDS
        return DamagedFileError(joined((damage.sentence, whereabouts)))


def _interrupt_streams(connection: sqlite3.Connection) -> None:
    """Mark the answers that the last run did not finish."""
    with transaction(connection):
        index_interrupted(connection)
        connection.execute(
            "UPDATE message SET status = ? WHERE status = ?", (MessageStatus.INTERRUPTED, MessageStatus.STREAMING)
        )
        # Writes a page even if no answer was cut short, so that a full disk shows now and not at the first message.
        connection.execute(f"PRAGMA user_version = {schema_version(connection)}")


def _copy_into_memory(source: Path) -> sqlite3.Connection | None:
    """Copy a database that cannot be written; None if it cannot be read either."""
    for connect_to_source in (_connect_to_existing, _connect_without_shared_memory, connect_unchanging):
        memory = connect_to_memory()
        try:
            with closing(connect_to_source(source)) as file, reading(file):
                file.backup(memory)
            check_sound(memory)
        except (DamagedFileError, sqlite3.DatabaseError) as error:
            _log.warning("The conversations cannot be copied into memory: %s", error)
            memory.close()
        else:
            return memory
    return None


def _connect_to_existing(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)


def _connect_without_shared_memory(path: Path) -> sqlite3.Connection:
    connection = _connect_to_existing(path)
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # a full disk has no room for shared memory
    return connection


def _conversation_count(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM conversation WHERE deleted_at IS NULL").fetchone()[0])


def _restored(connection: sqlite3.Connection, backup: Path | None) -> Wording:
    if backup is None:
        return worded("There was no backup to restore, so the list of conversations starts empty.")
    made = datetime.fromtimestamp(backup.stat().st_mtime).astimezone().strftime("%Y-%m-%d %H:%M")
    return worded_count(
        "{count} conversation could be recovered from the backup of {time}.",
        "{count} conversations could be recovered from the backup of {time}.",
        count=_conversation_count(connection),
        time=made,
    )


def _refusal(error: OSError | sqlite3.Error, path: Path) -> Wording:
    """Say why nothing can be saved; what is not the disk's doing is raised."""
    if isinstance(error, sqlite3.Error):
        code = primary_code(error)
        if code not in DISK_CODES:
            raise known_error(error) or error
        is_full, is_doubtful = code == sqlite3.SQLITE_FULL, code == sqlite3.SQLITE_IOERR
    else:
        is_full, is_doubtful = error.errno in (errno.ENOSPC, errno.EDQUOT), error.errno in (errno.EIO, errno.EFBIG)
    if is_full:
        return joined((worded("The disk is full: what you write now is gone when QuantChat closes."), _FREE_SPACE))
    if is_doubtful:
        doubt = worded("The disk is full or failing: what you write now is gone when QuantChat closes.")
        return joined((doubt, _FREE_SPACE))
    return worded(
        "QuantChat may not use the folder of your conversations ({folder}): what you write now is gone when QuantChat "
        "closes. To have it saved, allow reading and writing there and start QuantChat again.",
        folder=str(path.parent),
    )
