"""The tables of the conversations database, and how an older file becomes the current one.

`PRAGMA user_version` counts the migrations a file has been through. Messages form a tree: each remembers the child
that was last selected below it, and a conversation remembers the leaf of its selected branch.

`title_words` and `message_words` hold for each title and each whole message what `core.search_words` makes of it, under
the same number; an answer that still grows is not in there, nor is what was deleted.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from quantchat.core.search_words import search_words
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import worded

APPLICATION_ID = int.from_bytes(b"QCht", "big")
"""Marks the file as QuantChat's in SQLite's header."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE conversation (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            title TEXT NOT NULL,
            created_at REAL NOT NULL,
            updated_at REAL NOT NULL,
            deleted_at REAL,
            selected_leaf_id INTEGER REFERENCES message (id)
        ) STRICT
        """,
        """
        CREATE TABLE message (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            conversation_id INTEGER NOT NULL REFERENCES conversation (id),
            parent_id INTEGER,
            selected_child_id INTEGER REFERENCES message (id),
            role TEXT NOT NULL,
            content TEXT NOT NULL,
            reasoning TEXT NOT NULL DEFAULT '',
            status TEXT NOT NULL,
            model_name TEXT NOT NULL,
            quantization TEXT NOT NULL,
            error TEXT NOT NULL DEFAULT '',
            figures TEXT,
            created_at REAL NOT NULL,
            UNIQUE (conversation_id, id),
            FOREIGN KEY (conversation_id, parent_id) REFERENCES message (conversation_id, id)
        ) STRICT
        """,
        "CREATE INDEX message_by_parent ON message (conversation_id, parent_id)",
    ),
    (
        """
        CREATE TABLE folder (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            position INTEGER NOT NULL
        ) STRICT
        """,
        "ALTER TABLE conversation ADD COLUMN is_pinned INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE conversation ADD COLUMN folder_id INTEGER REFERENCES folder (id)",
        "ALTER TABLE conversation ADD COLUMN system_prompt TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE conversation ADD COLUMN assistant_id TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE conversation ADD COLUMN sampling TEXT",
        "ALTER TABLE message ADD COLUMN sampling TEXT",
        "ALTER TABLE message ADD COLUMN deleted_at REAL",
        # The draft of the new chat belongs to no conversation. AUTOINCREMENT is not needed: nothing refers to a draft.
        """
        CREATE TABLE draft (
            id INTEGER PRIMARY KEY,
            conversation_id INTEGER UNIQUE REFERENCES conversation (id),
            content TEXT NOT NULL
        ) STRICT
        """,
        # Without these, deleting a message for good looks through every message and conversation for what refers to it.
        "CREATE INDEX message_by_selected_child ON message (selected_child_id) WHERE selected_child_id IS NOT NULL",
        "CREATE INDEX conversation_by_leaf ON conversation (selected_leaf_id) WHERE selected_leaf_id IS NOT NULL",
        "CREATE INDEX conversation_by_folder ON conversation (folder_id) WHERE folder_id IS NOT NULL",
        "CREATE INDEX conversation_by_creation ON conversation (created_at)",
        "CREATE INDEX conversation_by_update ON conversation (updated_at) WHERE deleted_at IS NULL",
        "CREATE INDEX conversation_in_trash ON conversation (deleted_at) WHERE deleted_at IS NOT NULL",
        "CREATE INDEX message_in_trash ON message (deleted_at) WHERE deleted_at IS NOT NULL",
        # Newest first needs no ranking, so the lengths of the texts need not be kept.
        "CREATE VIRTUAL TABLE title_words USING fts5 (words, tokenize = unicode61, prefix = '1 2 3', columnsize = 0)",
        "CREATE VIRTUAL TABLE message_words USING fts5 (words, tokenize = unicode61, prefix = '1 2 3', columnsize = 0)",
        "INSERT INTO title_words (rowid, words) SELECT id, search_words(title) FROM conversation WHERE title != ''",
        """
        INSERT INTO message_words (rowid, words)
        SELECT id, search_words(content) FROM message WHERE content != '' ORDER BY id
        """,
    ),
    (
        # How the new chat is to be answered, which is no conversation before its first message: one row at most.
        """
        CREATE TABLE new_chat (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            system_prompt TEXT NOT NULL,
            assistant_id TEXT NOT NULL,
            sampling TEXT
        ) STRICT
        """,
    ),
)
"""Statements that lead from each version to the next; appended to, never edited once released."""


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Commit what happens inside as one, or leave the database as it was and the connection usable."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[None]:
    """Hold the database still for reading; `Connection.backup` by itself would wait without end for a lock."""
    connection.execute("BEGIN")
    try:
        connection.execute("SELECT 1 FROM sqlite_master")
        yield
    finally:
        connection.execute("ROLLBACK")


def schema_version(connection: sqlite3.Connection) -> int:
    """How many migrations the database has been through."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def newer_schema() -> KnownError:
    """The refusal of a file that a later QuantChat has written."""
    return KnownError(
        ErrorKind.STORE_NEWER,
        worded("Your conversations were saved by a newer QuantChat than this one. They were left untouched."),
        worded("Install the newer version again to see them."),
    )


def migrate(
    connection: sqlite3.Connection,
    migrations: Sequence[tuple[str, ...]],
    back_up: Callable[[sqlite3.Connection, int], None],
) -> None:
    """Bring the database to the newest version, one transaction for each step.

    Args:
        connection: the database, in autocommit mode.
        migrations: all steps, the first one creating the tables.
        back_up: called with the connection and the version aimed at before each step of an existing database.

    Raises:
        KnownError: the database is newer than the migrations.
    """
    if schema_version(connection) > len(migrations):
        raise newer_schema()
    connection.create_function("search_words", 1, search_words, deterministic=True)
    present = schema_version(connection)
    for version in range(present + 1, len(migrations) + 1):
        if present:  # there is nothing in a new file that a step could lose
            back_up(connection, version)
        _apply(connection, version, migrations[version - 1])


def _apply(connection: sqlite3.Connection, version: int, statements: tuple[str, ...]) -> None:
    with transaction(connection):
        if schema_version(connection) >= version:
            return  # another process was here first
        for statement in statements:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {version}")
