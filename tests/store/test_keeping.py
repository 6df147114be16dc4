"""All chats at once are copied, exchanged and deleted, and never half of that."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from quantchat.core.chat import MessageStatus, Role
from quantchat.errors import ErrorKind, KnownError
from quantchat.store.conversations import ConversationStore
from quantchat.store.keeping import Keeping
from quantchat.store.schema import MIGRATIONS


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "conversations.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[ConversationStore]:
    store = ConversationStore.open(path).store
    yield store
    store.close()


@pytest.fixture
def keeping(store: ConversationStore, path: Path) -> Keeping:
    return store.keeping(path.parent / "backups")


def titles(store: ConversationStore) -> list[str]:
    return sorted(chat.title for chat in store.conversations())


def test_a_copy_made_by_hand_can_be_gone_back_to_and_forth(store: ConversationStore, keeping: Keeping) -> None:
    first = store.create_conversation("Ships")
    store.add_message(first.id, None, Role.USER, "Tell me about ships.")
    before = keeping.back_up_now()
    store.create_conversation("Later")
    after = keeping.back_up_now()
    assert keeping.backups()[:2] == [after, before]
    keeping.restore_backup(before)
    assert titles(store) == ["Ships"]
    assert store.thread(first.id)[0].content == "Tell me about ships."
    keeping.restore_backup(after)
    assert titles(store) == ["Later", "Ships"]


def test_what_was_gone_back_to_is_there_at_the_next_start(
    store: ConversationStore, keeping: Keeping, path: Path
) -> None:
    store.create_conversation("Ships")
    backup = keeping.back_up_now()
    store.create_conversation("Later")
    keeping.restore_backup(backup)
    store.create_conversation("New")
    store.close()
    with closing(ConversationStore.open(path).store) as again:
        assert titles(again) == ["New", "Ships"]


def test_a_backup_of_an_older_version_gets_this_versions_tables(
    store: ConversationStore, keeping: Keeping, tmp_path: Path
) -> None:
    old = tmp_path / "old.sqlite3"
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        for statement in MIGRATIONS[0]:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {int.from_bytes(b'QCht', 'big')}")
        connection.execute("PRAGMA user_version = 1")
        connection.execute("INSERT INTO conversation (title, created_at, updated_at) VALUES ('Old', 1, 1)")
    keeping.restore_backup(old)
    assert titles(store) == ["Old"]
    assert not store.conversations()[0].is_pinned


def test_an_answer_cut_off_by_the_backup_is_interrupted(store: ConversationStore, keeping: Keeping) -> None:
    chat = store.create_conversation("Ships")
    store.add_question_and_answer(chat.id, None, "Hello", model_name="m", quantization="q")
    keeping.restore_backup(keeping.back_up_now())
    assert store.thread(chat.id)[-1].status is MessageStatus.INTERRUPTED


@pytest.mark.parametrize("content", [b"", b"nonsense" * 1000])
def test_a_damaged_backup_is_refused_and_the_chats_stay(
    store: ConversationStore, keeping: Keeping, tmp_path: Path, content: bytes
) -> None:
    store.create_conversation("Ships")
    broken = tmp_path / "broken.sqlite3"
    broken.write_bytes(content)
    with pytest.raises(KnownError) as raised:
        keeping.restore_backup(broken)
    assert raised.value.kind is ErrorKind.STORE_DAMAGED
    assert titles(store) == ["Ships"]


def test_everything_is_deleted_and_no_word_of_it_stays_on_the_disk(
    store: ConversationStore, keeping: Keeping, path: Path
) -> None:
    secret = "xylophone" * 40
    chat = store.create_conversation(secret)
    store.add_message(chat.id, None, Role.USER, secret)
    trashed = store.create_conversation(secret)
    store.delete_conversation(trashed.id)
    keeping.back_up_now()
    assert keeping.chat_count() == 2
    keeping.delete_all()
    assert (keeping.chat_count(), keeping.backups(), store.conversations()) == (0, [], ())
    on_disk = b"".join(file.read_bytes() for file in path.parent.rglob("*") if file.is_file())
    assert b"xylophone" not in on_disk
    store.create_conversation("New")
    assert titles(store) == ["New"]


def test_a_disk_that_refuses_a_copy_is_told_and_leaves_no_half_of_it(
    store: ConversationStore, keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = keeping.backups()

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(KnownError, match=os.strerror(errno.ENOSPC)):
        keeping.back_up_now()
    assert keeping.backups() == there
