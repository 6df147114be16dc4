"""A temporary chat is a whole store, and leaves nothing anywhere."""

from itertools import count
from pathlib import Path

import pytest

from quantchat.core.chat import MessageStatus, Role
from quantchat.core.conversation_export import ExportFormat
from quantchat.store.conversations import ConversationStore
from quantchat.store.database import FIRST_TEMPORARY_ID
from quantchat.store.exchange import export_conversations, import_conversations

LARGEST_SIGNAL_INT = 2**31 - 1


def test_a_temporary_store_does_all_that_the_other_does_and_writes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    store = ConversationStore.temporary()

    conversation = store.create_conversation("secret")
    for _ in range(50):
        _, answer = store.add_question_and_answer(
            conversation.id, None, "word " * 5000, model_name="m", quantization="Q8_0"
        )
        store.finish_message(answer.id, "oak " * 5000, "", MessageStatus.COMPLETE)

    assert not store.is_persistent
    assert store.search.find("oak").hits
    assert store.thread(conversation.id)[-1].content.startswith("oak")
    assert list(tmp_path.rglob("*")) == []
    store.close()


def test_two_temporary_stores_know_nothing_of_each_other() -> None:
    one, other = ConversationStore.temporary(), ConversationStore.temporary()
    secret = one.create_conversation("secret")
    assert other.conversations() == ()
    assert other.create_conversation("also secret").id != secret.id
    one.close()
    other.close()


def test_no_chat_message_or_folder_of_a_temporary_store_has_the_number_of_one_on_the_disk(tmp_path: Path) -> None:
    temporary = ConversationStore.temporary()
    kept = ConversationStore.open(tmp_path / "conversations.sqlite3").store
    numbers: dict[ConversationStore, set[int]] = {}
    for store in (kept, temporary):
        chat = store.create_conversation("oaks")
        asked, answer = store.add_question_and_answer(chat.id, None, "How high?", model_name="m", quantization="q")
        numbers[store] = {chat.id, asked.id, answer.id, store.folders.create("trees").id}

    assert max(numbers[kept]) < FIRST_TEMPORARY_ID <= min(numbers[temporary])
    assert max(numbers[temporary]) <= LARGEST_SIGNAL_INT
    temporary.close()
    kept.close()


def test_after_a_thousand_temporary_stores_numbers_still_pass_through_signals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quantchat.store.database._temporary_numbers", count(1023))
    numbers = []
    for _ in range(2):
        store = ConversationStore.temporary()
        numbers.append(store.create_conversation().id)
        store.close()
    assert numbers == [LARGEST_SIGNAL_INT - 2**20 + 1, FIRST_TEMPORARY_ID]


def test_numbers_of_what_was_deleted_for_good_are_not_given_out_again() -> None:
    store = ConversationStore.temporary()
    first = store.create_conversation("one")
    store.delete_conversation(first.id)
    store.trash.empty()

    assert store.create_conversation("two").id > first.id
    store.close()


def test_a_temporary_chat_can_be_exported_and_is_numbered_anew_where_it_is_imported(tmp_path: Path) -> None:
    temporary = ConversationStore.temporary()
    kept = ConversationStore.open(tmp_path / "conversations.sqlite3").store
    chat = temporary.create_conversation("oaks")
    temporary.add_message(chat.id, None, Role.USER, "How high is an oak?")
    export_conversations(temporary.archive, tmp_path / "oaks.json", ExportFormat.JSON, [chat.id])

    (imported,) = import_conversations(kept.archive, tmp_path / "oaks.json").conversation_ids

    assert imported < FIRST_TEMPORARY_ID
    assert kept.thread(imported)[0].content == "How high is an oak?"
    temporary.close()
    kept.close()
