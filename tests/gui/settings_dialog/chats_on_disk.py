"""Chats in a real file with real copies beside it: what the settings ask of the store, on its public methods."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from quantchat.errors import KnownError
from quantchat.settings import Folders
from quantchat.store.conversations import ConversationStore
from quantchat.store.sqlite_errors import known_error


class ChatsOnDisk:
    """Refuses everything while `refuses` is set, as a full disk does."""

    def __init__(self, places: Folders) -> None:
        places.data.mkdir(parents=True, exist_ok=True)
        self._database = places.database
        self._folder = places.data / "backups"
        self.store = ConversationStore.open(places.database).store
        self.refuses = False

    @property
    def titles(self) -> list[str]:
        return sorted(chat.title for chat in self.store.conversations())

    def chat_count(self) -> int:
        return len(self.store.conversations()) + len(self.store.trash.conversations())

    def backups(self) -> list[Path]:
        return sorted(self._folder.glob("by-hand-*.sqlite3"), reverse=True)

    def back_up_now(self) -> Path:
        self._refuse_if_told()
        self._folder.mkdir(exist_ok=True)
        target = self._folder / f"by-hand-{len(self.backups())}.sqlite3"
        _copy(self._database, target)
        return target

    def restore_backup(self, backup: Path) -> None:
        self._refuse_if_told()
        _copy(backup, self._database)

    def delete_all(self) -> None:
        self._refuse_if_told()
        for chat in self.store.conversations():
            self.store.delete_conversation(chat.id)
        self.store.trash.empty()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _refuse_if_told(self) -> None:
        if self.refuses:
            raise full_disk()


def full_disk() -> KnownError:
    """What the store says of a disk that is full."""
    cause = sqlite3.OperationalError("database or disk is full")
    cause.sqlite_errorcode = sqlite3.SQLITE_FULL
    told = known_error(cause)
    assert told is not None
    return told


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
