"""Folders of conversations: flat, named, in an order of the person's own."""

import sqlite3

from quantchat.core.conversation import Folder, RemovedFolder
from quantchat.store.rows import storable
from quantchat.store.session import Session


class Folders:
    """The folders in the store, and which conversation is in which.

    Every method raises `KnownError` where the disk refuses, and `LookupError` for an identifier never given out.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> tuple[Folder, ...]:
        """Every folder, in order."""
        with self._session.reading() as connection:
            return _folders(connection)

    def create(self, name: str) -> Folder:
        """Add an empty folder behind the others."""
        with self._session.writing() as connection:
            position = len(_folders(connection))
            folder_id = self._session.insert(
                "INSERT INTO folder (name, position) VALUES (?, ?)", (storable(name), position)
            )
        return Folder(folder_id, storable(name), position)

    def rename(self, folder_id: int, name: str) -> None:
        """Give a folder another name."""
        with self._session.writing():
            self._session.change_one("UPDATE folder SET name = ? WHERE id = ?", storable(name), folder_id)

    def move(self, folder_id: int, position: int) -> None:
        """Put a folder at another place among the others, counted from 0."""
        with self._session.writing() as connection:
            order = [folder.id for folder in _folders(connection)]
            if folder_id not in order:
                raise LookupError(f"there is no folder {folder_id}")
            order.remove(folder_id)
            order.insert(max(0, position), folder_id)
            _number(connection, order)

    def put(self, conversation_id: int, folder_id: int | None) -> None:
        """Put a conversation into a folder, or with None out of every folder."""
        with self._session.writing() as connection:
            if folder_id is not None and not _exists(connection, folder_id):
                raise LookupError(f"there is no folder {folder_id}")
            self._session.change_one("UPDATE conversation SET folder_id = ? WHERE id = ?", folder_id, conversation_id)

    def remove(self, folder_id: int) -> RemovedFolder:
        """Take a folder away; its conversations stay, in no folder."""
        with self._session.writing() as connection:
            folders = _folders(connection)
            folder = next((folder for folder in folders if folder.id == folder_id), None)
            if folder is None:
                raise LookupError(f"there is no folder {folder_id}")
            inside = connection.execute("SELECT id FROM conversation WHERE folder_id = ?", (folder_id,)).fetchall()
            connection.execute("UPDATE conversation SET folder_id = NULL WHERE folder_id = ?", (folder_id,))
            connection.execute("DELETE FROM folder WHERE id = ?", (folder_id,))
            _number(connection, [other.id for other in folders if other.id != folder_id])
        return RemovedFolder(folder, tuple(row[0] for row in inside))

    def restore(self, removed: RemovedFolder) -> None:
        """Put a removed folder back at its place, with what was in it and has not found another folder since."""
        folder = removed.folder
        with self._session.writing() as connection:
            order = [other.id for other in _folders(connection) if other.id != folder.id]
            connection.execute(
                "INSERT OR IGNORE INTO folder (id, name, position) VALUES (?, ?, ?)", (folder.id, folder.name, 0)
            )
            order.insert(folder.position, folder.id)
            _number(connection, order)
            connection.executemany(
                "UPDATE conversation SET folder_id = ? WHERE id = ? AND folder_id IS NULL",
                [(folder.id, conversation_id) for conversation_id in removed.conversation_ids],
            )


def _folders(connection: sqlite3.Connection) -> tuple[Folder, ...]:
    rows = connection.execute("SELECT id, name, position FROM folder ORDER BY position, id").fetchall()
    return tuple(Folder(*row) for row in rows)


def _exists(connection: sqlite3.Connection, folder_id: int) -> bool:
    return connection.execute("SELECT 1 FROM folder WHERE id = ?", (folder_id,)).fetchone() is not None


def _number(connection: sqlite3.Connection, order: list[int]) -> None:
    connection.executemany("UPDATE folder SET position = ? WHERE id = ?", list(enumerate(order)))
