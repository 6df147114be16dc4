"""The conversations file as another program sees it, and disks that are full or refuse."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from typing_extensions import override

from quantchat.errors import KnownError
from quantchat.store.conversations import ConversationStore
from quantchat.store.database import OpenedDatabase
from tests.fakes import WAIT_SECONDS


class Row(NamedTuple):
    """A message as it lies in the file."""

    role: str
    content: str
    status: str


def rows_on_disk(path: Path) -> list[Row]:
    """Every message in the file, read by a connection of its own: only what is committed shows."""
    with closing(sqlite3.connect(path)) as connection:
        return [Row(*row) for row in connection.execute("SELECT role, content, status FROM message ORDER BY id")]


class WatchedStore(ConversationStore):
    """The real store; a test can wait until a partial answer is committed."""

    def __init__(self, database: OpenedDatabase) -> None:
        super().__init__(database)
        self._committed: set[str] = set()
        self._changed = threading.Condition()

    def wait_for_partial(self, content: str) -> None:
        """Wait until a partial answer with this text is committed."""
        with self._changed:
            is_committed = self._changed.wait_for(lambda: content in self._committed, WAIT_SECONDS)
        assert is_committed, f"{content!r} was never committed, only {self._committed}"

    @override
    def write_partial(self, message_id: int, content: str, reasoning: str) -> None:
        super().write_partial(message_id, content, reasoning)
        with self._changed:
            self._committed.add(content)
            self._changed.notify_all()


def stop_growth(store: ConversationStore) -> None:
    """Let the file grow no further: a long text is refused as on a full disk, a short one still fits."""
    store._connection.execute("PRAGMA max_page_count = 1")  # SQLite takes the current size where it is larger


def fill_to_the_brim(store: ConversationStore) -> None:
    """Leave no room in the file even for one more empty conversation."""
    stop_growth(store)
    for title in ("x" * 1000, "x" * 100, ""):
        with pytest.raises(KnownError, match="The disk is full"):
            _create_conversations(store, title)


def free_space(store: ConversationStore) -> None:
    """Let the file grow again."""
    store._connection.execute("PRAGMA max_page_count = 1000000")


def _create_conversations(store: ConversationStore, title: str) -> None:
    for _ in range(1000):
        store.create_conversation(title)
