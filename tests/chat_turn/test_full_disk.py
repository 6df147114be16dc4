"""What a full disk costs a turn: never a word, and never a question the engine answers but nobody keeps."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from quantchat.chat_turn.turns import ChatTurns
from quantchat.chat_turn.writer import AnswerWriter, Ending, GrowingAnswer
from quantchat.core.chat import AnswerFigures, MessageStatus, Sampling
from quantchat.core.conversation import ConversationSettings
from quantchat.engine.protocol import FinishReason
from quantchat.errors import ErrorKind, KnownError
from quantchat.store.conversations import ConversationStore
from quantchat.wording import NO_WORDS, verbatim
from tests.chat_turn.disk import Row, fill_to_the_brim, free_space, rows_on_disk, stop_growth
from tests.chat_turn.test_turns import ANSWERER, answered, ask
from tests.fakes import FakeEngine, RecordingListener

LONG = "long " * 20_000
FIGURES = AnswerFigures(prompt_tokens=3, answer_tokens=4)


@pytest.fixture
def writer(store: ConversationStore, listener: RecordingListener) -> Iterator[AnswerWriter]:
    writer = AnswerWriter(store, listener, write_seconds=0.005, retry_seconds=0.01)
    yield writer
    writer.close()


@pytest.fixture
def answer(store: ConversationStore) -> GrowingAnswer:
    conversation = store.create_conversation("Count")
    _, message = store.add_question_and_answer(
        conversation.id, None, "Count", model_name="SmolLM2", quantization="Q4_1"
    )
    return GrowingAnswer(message)


def test_a_conversation_that_cannot_be_stored_is_not_answered(
    turns: ChatTurns, engine: FakeEngine, store: ConversationStore, path: Path
) -> None:
    fill_to_the_brim(store)
    before = store.conversations()
    with pytest.raises(KnownError) as refusal:
        ask(turns, "Why?")
    assert refusal.value.kind is ErrorKind.DISK_FULL
    assert (engine.requests, turns.answering) == ([], None)
    assert (store.conversations(), rows_on_disk(path)) == (before, [])


def test_a_first_question_that_cannot_be_stored_is_not_answered_and_leaves_no_empty_conversation(
    turns: ChatTurns, engine: FakeEngine, store: ConversationStore, path: Path
) -> None:
    stop_growth(store)
    with pytest.raises(KnownError) as refusal:
        ask(turns, LONG)
    assert refusal.value.kind is ErrorKind.DISK_FULL
    assert (engine.requests, turns.answering) == ([], None)
    assert (store.conversations(), rows_on_disk(path)) == ((), [])

    free_space(store)
    started = ask(turns, LONG)
    assert [line.id for line in store.conversations()] == [started.conversation_id]
    assert store.thread(started.conversation_id)[0].content == LONG


def test_a_conversation_whose_settings_cannot_be_stored_is_not_left_on_the_list_without_them(
    turns: ChatTurns, store: ConversationStore
) -> None:
    stop_growth(store)
    with pytest.raises(KnownError) as refusal:
        turns.begin("Why?", ConversationSettings(LONG))
    assert refusal.value.kind is ErrorKind.DISK_FULL
    assert store.conversations() == ()


def test_a_later_question_that_cannot_be_stored_leaves_its_conversation_as_it_was(
    turns: ChatTurns, engine: FakeEngine, store: ConversationStore
) -> None:
    first = answered(turns, engine, "One?", "One.")
    stop_growth(store)
    with pytest.raises(KnownError):
        ask(turns, LONG, first.conversation_id, first.answer.id)
    assert (len(engine.requests), turns.answering) == (1, None)
    assert [conversation.id for conversation in store.conversations()] == [first.conversation_id]
    assert [message.content for message in store.thread(first.conversation_id)] == ["One?", "One."]


def test_an_answer_that_cannot_be_stored_is_not_regenerated(
    turns: ChatTurns, engine: FakeEngine, store: ConversationStore
) -> None:
    first = answered(turns, engine, "One?", "One.")
    store._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(KnownError) as refusal:
        turns.regenerate(store.message(first.answer.id), ANSWERER, Sampling())
    assert refusal.value.kind is ErrorKind.READ_ONLY
    assert (len(engine.requests), turns.answering) == (1, None)


def test_an_answer_that_outgrows_the_disk_is_told_once_goes_on_and_is_stored_at_last(
    turns: ChatTurns, engine: FakeEngine, listener: RecordingListener, store: ConversationStore, path: Path
) -> None:
    started = ask(turns, "Count")
    stop_growth(store)
    engine.write(LONG)
    listener.wait_for("storage failed")
    engine.write("and on")
    engine.finish(FinishReason.END, FIGURES)

    assert turns.has_refused_text
    assert listener.ended[0].content == LONG + "and on"
    assert listener.ended[0].status is MessageStatus.COMPLETE
    assert [error.kind for error in listener.errors] == [ErrorKind.DISK_FULL]
    assert rows_on_disk(path)[-1] == Row("assistant", "", "streaming")

    free_space(store)
    turns.close()
    assert not turns.has_refused_text
    assert listener.told[-1] == "storage recovered"
    assert store.message(started.answer.id) == listener.ended[0]


def test_refused_text_is_stored_without_anybody_asking_once_there_is_room(
    writer: AnswerWriter, answer: GrowingAnswer, store: ConversationStore, listener: RecordingListener, path: Path
) -> None:
    stop_growth(store)
    writer.append(answer, LONG, "")
    listener.wait_for("storage failed")
    free_space(store)
    listener.wait_for("storage recovered")
    assert rows_on_disk(path)[-1] == Row("assistant", LONG, "streaming")
    assert listener.told == ["storage failed", "storage recovered"]


def test_a_refused_ending_is_stored_without_anybody_asking_once_there_is_room(
    writer: AnswerWriter, answer: GrowingAnswer, store: ConversationStore, listener: RecordingListener
) -> None:
    stop_growth(store)
    writer.append(answer, LONG, "thoughts")
    ended = writer.end(answer, Ending(MessageStatus.STOPPED, NO_WORDS, FIGURES))
    assert (ended.content, ended.reasoning, ended.status) == (LONG, "thoughts", MessageStatus.STOPPED)
    assert store.message(answer.message.id).content == ""

    free_space(store)
    listener.wait_for("storage recovered")
    assert store.message(answer.message.id) == ended
    assert listener.told == ["storage failed", "storage recovered"]


def test_a_second_full_disk_is_told_again(
    writer: AnswerWriter, answer: GrowingAnswer, store: ConversationStore, listener: RecordingListener
) -> None:
    for text in (LONG, LONG * 2):
        stop_growth(store)
        writer.append(answer, text, "")
        listener.wait_for("storage failed")
        free_space(store)
        listener.wait_for("storage recovered")
        assert listener.told == ["storage failed", "storage recovered"]
        listener.told.clear()


def test_one_refused_answer_does_not_keep_another_from_the_disk(
    writer: AnswerWriter, answer: GrowingAnswer, store: ConversationStore, listener: RecordingListener
) -> None:
    stop_growth(store)
    writer.end(answer, Ending(MessageStatus.STOPPED, error=verbatim(LONG)))
    _, message = store.add_question_and_answer(
        answer.message.conversation_id, answer.message.id, "Again", model_name="SmolLM2", quantization="Q4_1"
    )
    other = GrowingAnswer(message)
    writer.append(other, "short", "")
    writer.end(other, Ending(MessageStatus.COMPLETE))
    assert store.message(message.id).content == "short"
    assert listener.told == ["storage failed"]
    free_space(store)
