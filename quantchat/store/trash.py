"""Deleted conversations and messages: kept for 30 days, then deleted for good.

Restoring is the store's own affair (`restore_conversation`, `restore_message`).
"""

import math
import sqlite3
import time
from collections.abc import Sequence

from quantchat.core.conversation import TrashedConversation
from quantchat.store.session import Session

DAYS_KEPT = 30
"""How long what was deleted can be restored."""

ARRIVING = 0.0
"""Time of deletion of a conversation that is being imported: long expired, so that the next start purges it if that was
cut short. It is in nobody's trash."""

_DAY_S = 24 * 60 * 60

_MESSAGES_BELOW_DELETED = """
    WITH RECURSIVE below (id, conversation_id) AS (
        SELECT id, conversation_id FROM message WHERE deleted_at <= ?
        UNION
        SELECT message.id, message.conversation_id FROM below JOIN message
        ON message.conversation_id = below.conversation_id AND message.parent_id = below.id
    )
    SELECT id FROM below
"""


class Trash:
    """What was deleted and can still be restored.

    Every method raises `KnownError` where the disk refuses.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def conversations(self) -> tuple[TrashedConversation, ...]:
        """The deleted conversations, the one deleted last first."""
        with self._session.reading() as connection:
            rows = connection.execute(
                "SELECT id, title, deleted_at FROM conversation WHERE deleted_at > ? ORDER BY deleted_at DESC, id DESC",
                (ARRIVING,),
            ).fetchall()
        return tuple(
            TrashedConversation(conversation_id, title, deleted_at, deleted_at + DAYS_KEPT * _DAY_S)
            for conversation_id, title, deleted_at in rows
        )

    def purge(self, conversation_id: int) -> None:
        """Delete a conversation in the trash for good.

        Raises:
            LookupError: there is no such conversation in the trash.
        """
        with self._session.writing() as connection:
            is_there = connection.execute(
                "SELECT 1 FROM conversation WHERE id = ? AND deleted_at IS NOT NULL", (conversation_id,)
            ).fetchone()
            if is_there is None:
                raise LookupError(f"there is no conversation {conversation_id} in the trash")
            purge_conversations(connection, [conversation_id])

    def purge_expired(self, now: float | None = None) -> int:
        """Delete for good what was deleted more than 30 days ago; return the number of conversations.

        Args:
            now: seconds since the epoch, UTC; the clock's if not given.
        """
        return self._purge_until((time.time() if now is None else now) - DAYS_KEPT * _DAY_S, since=ARRIVING)

    def empty(self) -> int:
        """Delete for good all that was deleted; return the number of conversations."""
        return self._purge_until(float("inf"), since=math.nextafter(ARRIVING, 1.0))

    def _purge_until(self, deadline: float, *, since: float) -> int:
        with self._session.reading() as connection:
            expired = connection.execute(
                "SELECT EXISTS (SELECT 1 FROM conversation WHERE deleted_at BETWEEN ?1 AND ?2)"
                " OR EXISTS (SELECT 1 FROM message WHERE deleted_at <= ?2)",
                (since, deadline),
            ).fetchone()[0]
        if not expired:
            return 0  # nothing is written at a start that has nothing to purge
        with self._session.writing() as connection:
            rows = connection.execute(
                "SELECT id FROM conversation WHERE deleted_at BETWEEN ? AND ?", (since, deadline)
            ).fetchall()
            ids = [row[0] for row in rows]
            purge_conversations(connection, ids)
            _delete_messages(connection, [row[0] for row in connection.execute(_MESSAGES_BELOW_DELETED, (deadline,))])
        return len(ids)


def purge_conversations(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Delete conversations for good, inside a transaction."""
    for conversation_id in ids:
        rows = connection.execute("SELECT id FROM message WHERE conversation_id = ?", (conversation_id,)).fetchall()
        connection.execute("UPDATE conversation SET selected_leaf_id = NULL WHERE id = ?", (conversation_id,))
        _delete_messages(connection, [row[0] for row in rows])
        connection.execute("DELETE FROM draft WHERE conversation_id = ?", (conversation_id,))
        connection.execute("DELETE FROM title_words WHERE rowid = ?", (conversation_id,))
        connection.execute("DELETE FROM conversation WHERE id = ?", (conversation_id,))


def _delete_messages(connection: sqlite3.Connection, ids: Sequence[int]) -> None:
    """Delete messages with all that stands below them: the newest first, hence children before parents."""
    values = [(message_id,) for message_id in sorted(ids, reverse=True)]
    connection.executemany("DELETE FROM message_words WHERE rowid = ?", values)
    connection.executemany("UPDATE message SET selected_child_id = NULL WHERE id = ?", values)
    connection.executemany("DELETE FROM message WHERE id = ?", values)
