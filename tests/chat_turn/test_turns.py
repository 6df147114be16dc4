"""A turn from "send" to "stored", with the real store and an engine the test speaks for."""

import threading
from pathlib import Path

import pytest
from typing_extensions import override

from quantchat.chat_turn.turns import Answerer, ChatTurns, StartedTurn
from quantchat.core.chat import (
    AnswerFigures,
    Message,
    MessageStatus,
    PromptMessage,
    Role,
    Sampling,
)
from quantchat.engine.client import EngineEnded
from quantchat.engine.protocol import FinishReason, PromptProgress, TurnsDropped
from quantchat.errors import ErrorKind, KnownError
from quantchat.store.conversations import ConversationStore
from quantchat.store.database import open_database
from quantchat.wording import Wording, worded
from tests.chat_turn.disk import Row, WatchedStore, rows_on_disk
from tests.fakes import FakeEngine, RecordingListener, Request

ANSWERER = Answerer("SmolLM2 135M Instruct", "Q4_1")
SAMPLING = Sampling(seed=7)
FIGURES = AnswerFigures(
    prompt_tokens=31, evaluated_tokens=12, answer_tokens=5, decode_ms=40.0, context_length=2048, context_used=36, seed=7
)
USER, ASSISTANT = Role.USER, Role.ASSISTANT


def ask(turns: ChatTurns, text: str, conversation_id: int | None = None, parent_id: int | None = None) -> StartedTurn:
    return turns.ask(conversation_id, parent_id, text, ANSWERER, SAMPLING)


def answered(turns: ChatTurns, engine: FakeEngine, question: str, answer: str) -> StartedTurn:
    started = ask(turns, question)
    engine.write(answer)
    engine.finish()
    return started


def test_the_question_is_on_the_disk_before_the_engine_is_asked(
    turns: ChatTurns, engine: FakeEngine, path: Path
) -> None:
    seen: list[list[Row]] = []
    engine.when_asked = lambda _request: seen.append(rows_on_disk(path))

    ask(turns, "Why is the sky blue?")

    assert seen == [[Row("user", "Why is the sky blue?", "complete"), Row("assistant", "", "streaming")]]


def test_the_engine_gets_the_question_as_it_was_written_and_the_sampling(turns: ChatTurns, engine: FakeEngine) -> None:
    ask(turns, "  Why?\nReally… 🤔 ")
    assert engine.requests == [Request(1, (PromptMessage(USER, "  Why?\nReally… 🤔 "),), SAMPLING)]


def test_a_first_question_makes_a_conversation_with_its_words_as_title(
    turns: ChatTurns, store: ConversationStore
) -> None:
    started = ask(turns, "Why is the\nsky blue?")
    assert [line.title for line in store.conversations()] == ["Why is the sky blue?"]
    assert store.thread(started.conversation_id) == (started.question, started.answer)
    assert (started.answer.model_name, started.answer.quantization) == ("SmolLM2 135M Instruct", "Q4_1")
    assert turns.answering == started.answer


def test_a_second_question_goes_on_in_its_conversation(
    turns: ChatTurns, engine: FakeEngine, store: ConversationStore
) -> None:
    first = answered(turns, engine, "One?", "One.")
    second = ask(turns, "Two?", first.conversation_id, first.answer.id)
    assert second.conversation_id == first.conversation_id
    assert [message.content for message in store.thread(first.conversation_id)] == ["One?", "One.", "Two?", ""]
    assert engine.requests[-1].messages == (
        PromptMessage(USER, "One?"),
        PromptMessage(ASSISTANT, "One."),
        PromptMessage(USER, "Two?"),
    )


def test_text_is_on_the_disk_while_the_answer_still_grows(
    turns: ChatTurns, engine: FakeEngine, store: WatchedStore, path: Path
) -> None:
    ask(turns, "Count")
    engine.write("one ")
    engine.write("two ")
    store.wait_for_partial("one two ")
    assert rows_on_disk(path)[-1] == Row("assistant", "one two ", "streaming")


def test_what_the_engine_says_is_passed_on_with_the_answer_it_belongs_to(
    turns: ChatTurns, engine: FakeEngine, listener: RecordingListener
) -> None:
    answer_id = ask(turns, "Count").answer.id
    turns.take_event(TurnsDropped(1, 2))
    turns.take_event(PromptProgress(1, 512, 900))
    engine.write("one ")
    engine.finish()
    assert listener.told == [
        f"dropped {answer_id} 2",
        f"prompt {answer_id} 512/900",
        f"text {answer_id} one ",
        f"ended {answer_id}",
    ]


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        (FinishReason.END, MessageStatus.COMPLETE),
        (FinishReason.STOP_STRING, MessageStatus.COMPLETE),
        (FinishReason.LENGTH, MessageStatus.COMPLETE),
        (FinishReason.STOPPED, MessageStatus.STOPPED),
    ],
)
def test_an_ended_answer_is_stored_with_its_text_state_and_figures(
    turns: ChatTurns,
    engine: FakeEngine,
    listener: RecordingListener,
    store: ConversationStore,
    reason: FinishReason,
    status: MessageStatus,
) -> None:
    started = ask(turns, "Count")
    engine.write("", "Let me think.")
    engine.write("one two")
    engine.finish(reason, FIGURES)

    stored = store.message(started.answer.id)
    assert (stored.content, stored.reasoning) == ("one two", "Let me think.")
    assert (stored.status, stored.error, stored.figures) == (status, "", FIGURES)
    assert listener.ended == [stored]
    assert turns.answering is None


def test_an_answer_that_filled_the_context_says_so(
    turns: ChatTurns, engine: FakeEngine, store: ConversationStore
) -> None:
    started = ask(turns, "Count")
    engine.write("one two")
    engine.finish(FinishReason.CONTEXT_FULL, FIGURES)
    stored = store.message(started.answer.id)
    assert stored.status is MessageStatus.INTERRUPTED
    assert stored.error.startswith("The answer reached the end of the context (2,048 tokens)")
    assert (stored.content, stored.figures) == ("one two", FIGURES)


def test_why_an_answer_ended_early_can_be_translated_and_is_stored_in_english(
    turns: ChatTurns, engine: FakeEngine, listener: RecordingListener, store: ConversationStore
) -> None:
    ask(turns, "Count")
    engine.finish(FinishReason.CONTEXT_FULL, FIGURES)
    ask(turns, "Count again")
    engine.fail("The engine stopped unexpectedly.", "Send the message again.")
    for told in listener.ended:
        assert isinstance(told.error, Wording)
        stored = store.message(told.id)
        assert type(stored.error) is str
        assert stored.error == told.error


def test_a_failed_answer_keeps_its_text_and_the_sentence_that_says_why(
    turns: ChatTurns, engine: FakeEngine, listener: RecordingListener, store: ConversationStore
) -> None:
    started = ask(turns, "Count")
    engine.write("one t")
    engine.fail("The engine stopped unexpectedly.", "Send the message again.")
    stored = store.message(started.answer.id)
    assert (stored.content, stored.status) == ("one t", MessageStatus.INTERRUPTED)
    assert stored.error == "The engine stopped unexpectedly. Send the message again."
    assert stored.figures is None
    assert listener.ended == [stored]


def test_an_answer_that_was_stopped_before_it_began_has_no_figures(
    turns: ChatTurns, engine: FakeEngine, store: ConversationStore
) -> None:
    started = ask(turns, "Count")
    engine.finish(FinishReason.STOPPED, AnswerFigures())
    stored = store.message(started.answer.id)
    assert (stored.status, stored.figures) == (MessageStatus.STOPPED, None)


def test_stop_stops_the_answer_that_is_being_written_and_nothing_else(turns: ChatTurns, engine: FakeEngine) -> None:
    turns.stop()
    answered(turns, engine, "One?", "One.")
    turns.stop()
    assert engine.cancelled == []
    ask(turns, "Two?")
    turns.stop()
    assert engine.cancelled == [2]


def test_a_regenerated_answer_is_a_sibling_and_sees_the_conversation_up_to_its_question(
    turns: ChatTurns, engine: FakeEngine, store: ConversationStore
) -> None:
    first = answered(turns, engine, "One?", "One.")
    second = ask(turns, "Two?", first.conversation_id, first.answer.id)
    engine.write("Two.")
    engine.finish()

    again = turns.regenerate(store.message(second.answer.id), Answerer("Other", "Q8_0"), SAMPLING)
    engine.write("Deux.")
    engine.finish()

    assert store.siblings(again.id) == (second.answer.id, again.id)
    assert store.message(second.answer.id).content == "Two."
    assert [message.content for message in store.thread(first.conversation_id)] == ["One?", "One.", "Two?", "Deux."]
    assert (again.model_name, again.quantization) == ("Other", "Q8_0")
    assert [message.content for message in engine.requests[-1].messages] == ["One?", "One.", "Two?"]


def test_an_earlier_answer_can_be_regenerated_without_what_followed_it(
    turns: ChatTurns, engine: FakeEngine, store: ConversationStore
) -> None:
    first = answered(turns, engine, "One?", "One.")
    ask(turns, "Two?", first.conversation_id, first.answer.id)
    engine.finish()
    again = turns.regenerate(store.message(first.answer.id), ANSWERER, SAMPLING)
    assert [message.content for message in engine.requests[-1].messages] == ["One?"]
    assert store.siblings(again.id) == (first.answer.id, again.id)


def test_an_edited_question_is_a_sibling_and_the_engine_does_not_see_the_old_branch(
    turns: ChatTurns, engine: FakeEngine, store: ConversationStore
) -> None:
    first = answered(turns, engine, "One?", "One.")
    second = ask(turns, "Two?", first.conversation_id, first.answer.id)
    engine.write("Two.")
    engine.finish()

    edited = ask(turns, "Three?", first.conversation_id, second.question.parent_id)
    engine.write("Three.")
    engine.finish()

    assert store.siblings(edited.question.id) == (second.question.id, edited.question.id)
    assert [message.content for message in engine.requests[-1].messages] == ["One?", "One.", "Three?"]
    assert [m.content for m in store.thread(first.conversation_id)] == ["One?", "One.", "Three?", "Three."]
    store.select_sibling(second.question.id)
    assert [m.content for m in store.thread(first.conversation_id)] == ["One?", "One.", "Two?", "Two."]


def test_an_edited_first_question_starts_the_conversation_over(turns: ChatTurns, engine: FakeEngine) -> None:
    first = answered(turns, engine, "One?", "One.")
    ask(turns, "Uno?", first.conversation_id, first.question.parent_id)
    assert [message.content for message in engine.requests[-1].messages] == ["Uno?"]


def test_questions_around_an_answer_without_a_word_reach_the_engine_as_one(
    turns: ChatTurns, engine: FakeEngine
) -> None:
    first = ask(turns, "Tell me")
    engine.finish(FinishReason.STOPPED)
    ask(turns, "about cats", first.conversation_id, first.answer.id)
    assert engine.requests[-1].messages == (PromptMessage(USER, "Tell me\n\nabout cats"),)


def test_what_an_older_generation_still_says_changes_nothing(
    turns: ChatTurns, engine: FakeEngine, listener: RecordingListener, store: ConversationStore
) -> None:
    first = answered(turns, engine, "One?", "One.")
    second = ask(turns, "Two?", first.conversation_id, first.answer.id)
    told = list(listener.told)

    engine.write("late", generation_id=1)
    engine.finish(generation_id=1)
    turns.take_event(EngineEnded())

    assert listener.told == told
    assert turns.answering == second.answer
    engine.write("Two.")
    engine.finish()
    assert [message.content for message in store.thread(first.conversation_id)] == ["One?", "One.", "Two?", "Two."]


@pytest.mark.parametrize("text", ["", "  ", "\n\t\u00a0"])
def test_an_empty_question_is_refused_and_nothing_is_stored(
    turns: ChatTurns, engine: FakeEngine, store: ConversationStore, path: Path, text: str
) -> None:
    with pytest.raises(KnownError) as refusal:
        ask(turns, text)
    assert refusal.value.kind is ErrorKind.PROMPT_EMPTY
    assert refusal.value.text == "There is nothing to send yet. Write a message first."
    assert (engine.requests, store.conversations(), rows_on_disk(path)) == ([], (), [])


def test_closing_while_answering_keeps_the_text_and_marks_it_stopped(
    turns: ChatTurns, engine: FakeEngine, path: Path
) -> None:
    ask(turns, "Count")
    engine.write("one two")
    turns.close()
    assert rows_on_disk(path)[-1] == Row("assistant", "one two", "stopped")
    assert "answer-writer" not in [thread.name for thread in threading.enumerate()]


def test_what_comes_after_closing_changes_nothing(turns: ChatTurns, engine: FakeEngine, path: Path) -> None:
    ask(turns, "Count")
    engine.write("one")
    turns.close()
    engine.write(" two")
    engine.finish()
    assert rows_on_disk(path)[-1] == Row("assistant", "one", "stopped")


def test_an_answer_can_begin_the_moment_the_one_before_has_ended(
    turns: ChatTurns, engine: FakeEngine, listener: RecordingListener, store: ConversationStore
) -> None:
    first = ask(turns, "One?")
    asked: list[StartedTurn] = []

    def ask_next(message: Message) -> None:
        asked.append(ask(turns, "Two?", first.conversation_id, message.id))

    listener.answer_ended = ask_next  # type: ignore[method-assign]
    engine.write("One.")
    engine.finish()
    assert turns.answering == asked[0].answer
    assert [message.content for message in store.thread(first.conversation_id)] == ["One?", "One.", "Two?", ""]


class UnreadableStore(ConversationStore):
    """The real store; from a moment on the disk reads no thread any more."""

    is_unreadable = False

    @override
    def thread(self, conversation_id: int) -> tuple[Message, ...]:
        if self.is_unreadable:
            raise KnownError(ErrorKind.STORE_BUSY, worded("The disk could not be read."), worded("Try again."))
        return super().thread(conversation_id)


def test_a_question_whose_history_cannot_be_read_is_kept_and_its_answer_says_why_there_is_none(
    path: Path, engine: FakeEngine, listener: RecordingListener
) -> None:
    store = UnreadableStore(open_database(path))
    turns = ChatTurns(store, engine, listener)
    store.is_unreadable = True
    started = ask(turns, "Why?")
    assert (engine.requests, turns.answering) == ([], None)
    assert [(m.id, m.status, m.error) for m in listener.ended] == [
        (started.answer.id, MessageStatus.INTERRUPTED, "The disk could not be read. Try again.")
    ]
    assert rows_on_disk(path) == [Row("user", "Why?", "complete"), Row("assistant", "", "interrupted")]
    turns.close()
    store.close()


def test_an_answer_whose_chat_is_deleted_for_good_ends_and_the_next_one_is_stored(
    turns: ChatTurns, engine: FakeEngine, listener: RecordingListener, store: WatchedStore
) -> None:
    gone = ask(turns, "One?")
    store.delete_conversation(gone.conversation_id)
    store.trash.purge(gone.conversation_id)
    engine.write("On")
    engine.write("e.")
    engine.finish()
    assert [message.content for message in listener.ended] == ["One."]
    kept = ask(turns, "Two?")
    engine.write("Tw")
    store.wait_for_partial("Tw")
    engine.write("o.")
    engine.finish()
    assert store.message(kept.answer.id).content == "Two."
    assert not turns.has_refused_text
