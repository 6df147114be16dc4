"""All chats at once: copied, exchanged for a copy, deleted for good."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from quantchat.core.chat import MessageStatus
from quantchat.errors import ErrorKind, KnownError
from quantchat.store.backups import Backups
from quantchat.store.connection import connect_to_memory, connect_unchanging
from quantchat.store.damage import DamagedFileError, check_sound
from quantchat.store.schema import MIGRATIONS, migrate, reading, schema_version
from quantchat.store.session import Session
from quantchat.wording import worded


class Keeping:
    """What the settings offer to do with everything that is stored.

    Every method raises `KnownError` where the disk refuses.
    """

    def __init__(self, session: Session, backups: Backups) -> None:
        self._session = session
        self._backups = backups

    def chat_count(self) -> int:
        """Number of chats, those in the trash too."""
        with self._session.reading() as connection:
            return int(connection.execute("SELECT count(*) FROM conversation").fetchone()[0])

    def backups(self) -> list[Path]:
        """Every backup there is, the newest first."""
        return self._backups.newest_first()

    def back_up_now(self) -> Path:
        """Copy the chats as they are now; return the copy, which stays until all chats are deleted."""
        with _disk_failures(), self._session.reading() as connection:
            return self._backups.make_by_hand(connection)

    def restore_backup(self, backup: Path) -> None:
        """Let the chats be those of a backup; where that fails, they are those that were there.

        The backup is checked and brought to this version's tables in memory first; then one transaction exchanges all.
        """
        with _disk_failures(), closing(_readied(backup)) as ready, self._session.reading() as connection:
            ready.backup(connection)

    def delete_all(self) -> None:
        """Delete every chat for good, with drafts, folders, the trash and all backups.

        The file is written anew, so that no part of the old text stays in it.
        """
        with self._session.writing() as connection:
            connection.execute("PRAGMA defer_foreign_keys = ON")
            for table in ("draft", "new_chat", "title_words", "message_words", "message", "conversation", "folder"):
                connection.execute(f"DELETE FROM {table}")  # names of our own
            for index in ("title_words", "message_words"):  # deleted words stay in an index until it is made anew
                connection.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
        with _disk_failures(), self._session.reading() as connection:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            for path in self._backups.newest_first():
                path.unlink(missing_ok=True)


def _readied(backup: Path) -> sqlite3.Connection:
    """A copy of a backup in memory, sound and of this version."""
    memory = connect_to_memory()
    try:
        with closing(connect_unchanging(backup)) as file, reading(file):
            file.backup(memory)
        _check_backup(memory)
        migrate(memory, MIGRATIONS, back_up=lambda *_: None)
        memory.execute(
            "UPDATE message SET status = ? WHERE status = ?", (MessageStatus.INTERRUPTED, MessageStatus.STREAMING)
        )
    except (DamagedFileError, sqlite3.DatabaseError) as error:
        memory.close()
        raise KnownError(
            ErrorKind.STORE_DAMAGED,
            worded("This backup is damaged or cannot be read."),
            worded("Choose another one."),
        ) from error
    except BaseException:
        memory.close()
        raise
    return memory


def _check_backup(memory: sqlite3.Connection) -> None:
    check_sound(memory)
    if not schema_version(memory):
        raise DamagedFileError(worded("The backup is empty."))


@contextmanager
def _disk_failures() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise KnownError(
            ErrorKind.DISK_FULL,
            worded("The disk refuses ({fault}).", fault=os.strerror(error.errno or 0)),
            worded("Free some space or check it."),
        ) from error
