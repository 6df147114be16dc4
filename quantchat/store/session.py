"""One connection shared by the parts of the store, one of them at a time."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from quantchat.store.schema import transaction
from quantchat.store.sqlite_errors import known_failures


class Session:
    """The open database, safe to use from several threads.

    Reading and writing raise `KnownError` where the disk refuses. `connection` is to be used inside them only.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._lock = Lock()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Commit what happens inside as one; on the disk before this returns."""
        with self._lock, known_failures(), transaction(self.connection):
            yield self.connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Keep other threads from changing anything while this one reads."""
        with self._lock, known_failures():
            yield self.connection

    def insert(self, statement: str, values: tuple[object, ...]) -> int:
        """Add one row; return its identifier."""
        row_id = self.connection.execute(statement, values).lastrowid
        assert row_id is not None
        return row_id

    def change_one(self, statement: str, *values: object) -> None:
        """Change the row whose identifier is the last value.

        Raises:
            LookupError: there is no such row.
        """
        if self.connection.execute(statement, values).rowcount != 1:
            raise LookupError(f"there is no row {values[-1]} for: {statement}")

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self.connection.close()
