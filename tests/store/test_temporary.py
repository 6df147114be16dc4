"""A temporary chat is a whole store, and leaves nothing anywhere."""

from pathlib import Path

import pytest

from quantchat.core.chat import MessageStatus
from quantchat.store.conversations import ConversationStore


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
    one.create_conversation("secret")
    assert other.conversations() == ()
    one.close()
    other.close()
