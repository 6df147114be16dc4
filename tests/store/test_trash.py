"""What is deleted can be restored for 30 days, and is gone after that."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from quantchat.core.chat import Role
from quantchat.errors import KnownError
from quantchat.store.conversations import ConversationStore

DAY_S = 86_400


def rows(path: Path) -> dict[str, int]:
    """How many rows each table of the person's words has, as another program sees it."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        tables = ("conversation", "message", "draft", "title_words", "message_words")
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}


def talk(store: ConversationStore, title: str) -> int:
    """A conversation with two branches, a draft and a folder."""
    conversation = store.create_conversation(title)
    question = store.add_message(conversation.id, None, Role.USER, f"about {title}")
    store.add_message(conversation.id, question.id, Role.ASSISTANT, "first")
    answer = store.add_message(conversation.id, question.id, Role.ASSISTANT, "second")
    store.add_message(conversation.id, answer.id, Role.USER, "and?")
    store.drafts.keep(conversation.id, "begun")
    store.folders.put(conversation.id, store.folders.create(title).id)
    return conversation.id


def age(store: ConversationStore, days: float) -> None:
    """Let what was deleted have been deleted so many days earlier."""
    for table in ("conversation", "message"):
        store._connection.execute(f"UPDATE {table} SET deleted_at = deleted_at - ?", (days * DAY_S,))


def test_the_trash_lists_what_was_deleted_last_first_and_says_when_it_goes(store: ConversationStore) -> None:
    oak, beech = talk(store, "oak"), talk(store, "beech")
    before = time.time()
    store.delete_conversation(oak)
    store.delete_conversation(beech)

    trashed = store.trash.conversations()

    assert [(line.id, line.title) for line in trashed] == [(beech, "beech"), (oak, "oak")]
    assert all(before <= line.deleted_at <= time.time() for line in trashed)
    assert all(line.purge_at == line.deleted_at + 30 * DAY_S for line in trashed)
    store.restore_conversation(oak)
    assert [line.title for line in store.trash.conversations()] == ["beech"]


def test_purging_one_conversation_leaves_nothing_of_it_and_all_of_the_others(
    store: ConversationStore, path: Path
) -> None:
    oak, beech = talk(store, "oak"), talk(store, "beech")
    store.delete_conversation(oak)
    thread = store.thread(beech)

    store.trash.purge(oak)

    assert store.trash.conversations() == ()
    assert store.thread(oak) == ()
    assert store.thread(beech) == thread
    assert store.drafts.of(beech) == "begun"
    assert rows(path) == {"conversation": 1, "message": 4, "draft": 1, "title_words": 1, "message_words": 4}


def test_only_what_is_in_the_trash_can_be_purged(store: ConversationStore) -> None:
    oak = talk(store, "oak")
    with pytest.raises(LookupError):
        store.trash.purge(oak)
    assert store.trash.empty() == 0
    assert len(store.thread(oak)) == 3


def test_after_thirty_days_and_not_before_a_start_deletes_it_for_good(store: ConversationStore, path: Path) -> None:
    store.delete_conversation(talk(store, "oak"))
    age(store, 20)
    store.delete_conversation(talk(store, "beech"))
    age(store, 9.9)
    store.close()
    opened = ConversationStore.open(path).store
    assert [line.title for line in opened.trash.conversations()] == ["beech", "oak"]
    age(opened, 0.2)
    opened.close()

    later = ConversationStore.open(path).store

    assert [line.title for line in later.trash.conversations()] == ["beech"]
    assert rows(path)["message"] == 4
    later.close()


def test_emptying_the_trash_deletes_all_of_it_whenever_it_was_deleted(store: ConversationStore, path: Path) -> None:
    kept = talk(store, "kept")
    for title in ("oak", "beech"):
        store.delete_conversation(talk(store, title))
    age(store, -400)  # as a clock that was wrong for a while leaves it

    assert store.trash.purge_expired() == 0
    assert store.trash.empty() == 2

    assert [entry.id for entry in store.conversations()] == [kept]
    assert rows(path) == {"conversation": 1, "message": 4, "draft": 1, "title_words": 1, "message_words": 4}


def test_deleted_messages_go_for_good_with_all_that_followed_them(store: ConversationStore, path: Path) -> None:
    oak = talk(store, "oak")
    _, answer, _ = store.thread(oak)
    store.delete_message(answer.id)
    assert [message.content for message in store.thread(oak)] == ["about oak", "first"]
    age(store, 31)

    assert store.trash.purge_expired() == 0

    assert [message.content for message in store.thread(oak)] == ["about oak", "first"]
    assert rows(path)["message"] == 2
    with pytest.raises(LookupError):
        store.restore_message(answer.id)


def test_a_purge_that_the_disk_refuses_deletes_nothing(store: ConversationStore, path: Path) -> None:
    store.delete_conversation(talk(store, "oak"))
    store._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(KnownError):
        store.trash.empty()
    store._connection.execute("PRAGMA query_only = OFF")
    assert rows(path)["message"] == 4
    assert [line.title for line in store.trash.conversations()] == ["oak"]
