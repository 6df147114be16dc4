"""Keeps the index of words in step with titles and messages, inside the transaction that changes them.

An answer is indexed when it ends, not while it grows: each change of an indexed text costs as much as the whole text.
"""

import sqlite3

from quantchat.core.search_words import search_words

MESSAGES_BELOW = """
    WITH RECURSIVE below (id) AS (
        SELECT ?
        UNION ALL
        SELECT message.id FROM below JOIN message
        ON message.parent_id = below.id AND message.conversation_id = ? AND message.deleted_at IS NULL
    )
"""
"""A message and all that follows it without what was deleted there; takes it and its conversation."""


def index_title(connection: sqlite3.Connection, conversation_id: int, title: str) -> None:
    """Let a conversation be found by this title and no other."""
    _index(connection, "title_words", conversation_id, title)


def index_message(connection: sqlite3.Connection, message_id: int, content: str) -> None:
    """Let a message be found by these words and no others."""
    _index(connection, "message_words", message_id, content)


def index_branch(connection: sqlite3.Connection, message_id: int, conversation_id: int) -> None:
    """Let a message and all that follows it be found again."""
    connection.execute(
        f"{MESSAGES_BELOW} INSERT OR REPLACE INTO message_words (rowid, words)"
        " SELECT id, search_words(content) FROM message WHERE id IN below AND content != ''",
        (message_id, conversation_id),
    )


def forget_branch(connection: sqlite3.Connection, message_id: int, conversation_id: int) -> None:
    """Let a message and all that follows it be found no more."""
    connection.execute(
        f"{MESSAGES_BELOW} DELETE FROM message_words WHERE rowid IN below", (message_id, conversation_id)
    )


def index_interrupted(connection: sqlite3.Connection) -> None:
    """Let the answers be found that the last run did not finish."""
    connection.execute(
        "INSERT OR REPLACE INTO message_words (rowid, words)"
        " SELECT id, search_words(content) FROM message WHERE status = 'streaming' AND content != ''"
    )


def _index(connection: sqlite3.Connection, table: str, row_id: int, text: str) -> None:
    words = search_words(text)
    if words.strip():
        connection.execute(f"INSERT OR REPLACE INTO {table} (rowid, words) VALUES (?, ?)", (row_id, words))
    else:
        connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (row_id,))
