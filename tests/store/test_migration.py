"""A file of the first version becomes one of today with everything that was in it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from quantchat.core.chat import AnswerFigures, MessageStatus, Role
from quantchat.core.conversation import ConversationSettings
from quantchat.store.conversations import ConversationStore
from quantchat.store.schema import APPLICATION_ID

VERSION_1 = (
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
    f"PRAGMA application_id = {APPLICATION_ID}",
    "PRAGMA user_version = 1",
)
"""The schema as the first version wrote it; never to be edited."""

CONTENT = (
    "INSERT INTO conversation VALUES (3, 'Eichen', 1700000000.5, 1700000100.25, NULL, NULL)",
    "INSERT INTO conversation VALUES (4, 'Buchen', 1700000001, 1700000002, strftime('%s', 'now'), NULL)",
    "INSERT INTO message VALUES (7, 3, NULL, NULL, 'user', 'Wie groß?', '', 'complete', '', '', '', NULL, 1700000050)",
    "INSERT INTO message VALUES (8, 3, 7, NULL, 'assistant', 'Riesig.', 'Hm…', 'stopped', 'SmolLM2', 'Q4_K_M', '',"
    ' \'{"prompt_tokens": 5, "seed": 99, "unknown": 1}\', 1700000060)',
    "INSERT INTO message VALUES (9, 3, 7, NULL, 'assistant', 'Kaum', '', 'streaming', 'SmolLM2', 'Q8_0', '', NULL,"
    " 1700000100.25)",
    "UPDATE message SET selected_child_id = 9 WHERE id = 7",
    "UPDATE conversation SET selected_leaf_id = 9 WHERE id = 3",
)


@pytest.fixture
def old(path: Path) -> Path:
    path.parent.mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        for statement in (*VERSION_1, *CONTENT):
            connection.execute(statement)
    return path


def test_a_file_of_the_first_version_keeps_every_conversation_and_branch(old: Path) -> None:
    opened = ConversationStore.open(old)
    store = opened.store

    assert (opened.notice, store.is_persistent) == ("", True)
    (entry,) = store.conversations()
    assert (entry.id, entry.title, entry.updated_at) == (3, "Eichen", 1700000100.25)
    assert (entry.is_pinned, entry.folder_id, entry.has_draft) == (False, None, False)
    question, answer = store.thread(3)
    assert (question.role, question.content, question.created_at) == (Role.USER, "Wie groß?", 1700000050)
    assert (answer.content, answer.status) == ("Kaum", MessageStatus.INTERRUPTED)
    assert store.siblings(9) == (8, 9)
    older = store.message(8)
    assert (older.reasoning, older.status, older.quantization) == ("Hm…", MessageStatus.STOPPED, "Q4_K_M")
    assert older.figures == AnswerFigures(prompt_tokens=5, seed=99)
    assert store.message_sampling(8) is None
    assert store.settings(3) == ConversationSettings()
    assert store.drafts.new_chat_settings() == ConversationSettings()
    assert [trashed.title for trashed in store.trash.conversations()] == ["Buchen"]
    store.close()


def test_what_a_file_of_the_first_version_holds_can_be_searched(old: Path) -> None:
    store = ConversationStore.open(old).store

    assert [hit.message_id for hit in store.search.find("GROSS").hits] == [7]
    assert [hit.message_id for hit in store.search.find("kaum").hits] == [9]
    assert [hit.conversation_id for hit in store.search.find("eich").hits] == [3]
    assert store.search.find("buchen").hits == ()
    store.restore_conversation(4)
    assert [hit.conversation_id for hit in store.search.find("buchen").hits] == [4]
    store.close()


def test_the_file_as_it_was_is_kept_beside_the_migrated_one(old: Path) -> None:
    ConversationStore.open(old).store.close()

    with closing(sqlite3.connect(old.parent / "backups" / "before-version-2.sqlite3")) as backup:
        assert backup.execute("PRAGMA user_version").fetchone() == (1,)
        assert backup.execute("SELECT content FROM message ORDER BY id").fetchall() == [
            ("Wie groß?",),
            ("Riesig.",),
            ("Kaum",),
        ]


def test_a_file_that_cannot_be_migrated_for_want_of_room_is_left_as_it_was(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect

    def connect_without_room(*arguments: object, **options: object) -> sqlite3.Connection:
        connection = connect(*arguments, **options)  # type: ignore[call-overload] # handed on as it came
        if arguments[0] == old:
            connection.execute("PRAGMA max_page_count = 1")  # SQLite takes the current size where it is larger
        return connection  # type: ignore[no-any-return] # see above

    monkeypatch.setattr("quantchat.store.connection.sqlite3.connect", connect_without_room)
    opened = ConversationStore.open(old)

    assert not opened.store.is_persistent
    assert "The disk is full" in opened.notice
    assert [entry.title for entry in opened.store.conversations()] == ["Eichen"]
    assert [hit.message_id for hit in opened.store.search.find("riesig").hits] == [8]
    opened.store.close()
    monkeypatch.undo()
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    later = ConversationStore.open(old)
    assert (later.notice, len(later.store.thread(3))) == ("", 2)
    later.store.close()
