"""The open chat: what is asked and when, what waits, what is kept, and what a temporary chat leaves behind."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quantchat.chat_turn.turns import Answerer, ChatTurns
from quantchat.core.chat import AnswerFigures, Message, MessageStatus, PromptMessage, Role, Sampling
from quantchat.core.conversation import ConversationSettings
from quantchat.core.sampling_choice import SamplingChoice
from quantchat.engine.protocol import FinishReason, TurnsDropped
from quantchat.errors import KnownError
from quantchat.gui.chat_controller import ChatController, QueueStanding
from quantchat.gui.chat_homes import ChatHome, ChatHomes
from quantchat.gui.composer import Composer, ComposerState
from quantchat.gui.composer_presenter import ComposerPresenter
from quantchat.gui.draft_keeper import DraftKeeper
from quantchat.gui.feed import Feed
from quantchat.gui.icons import Icons
from quantchat.gui.model_controller import ModelStanding
from quantchat.gui.notice_bar import NoticeBar
from quantchat.gui.theme import Theme
from quantchat.store.conversations import ConversationStore
from tests.fakes import FakeEngine

SYSTEM, USER, ASSISTANT = Role.SYSTEM, Role.USER, Role.ASSISTANT


class OneModel:
    """A model that is always there."""

    def __init__(self) -> None:
        self.standing = ModelStanding()
        self.answerer = Answerer("SmolLM2 135M Instruct", "Q4_1")

    def choose(self, path: Path) -> None:
        raise AssertionError(f"nobody asked for {path}")


class Bench:
    """A chat controller over a real file, with an engine the test speaks for and a real composer before it."""

    def __init__(self, path: Path, theme: Theme, icons: Icons, qtbot: QtBot) -> None:
        self.path = path
        self.qtbot = qtbot
        self.is_closed = False
        self.engine = FakeEngine()
        self.feed = Feed()
        store = ConversationStore.open(path).store
        self.homes = ChatHomes(self._home(store), lambda: self._home(ConversationStore.temporary()))
        self.engine.on_event = self.homes.take_event
        self.chat = ChatController(self.feed, self.homes, OneModel(), SamplingChoice(temperature=0.0))
        self.drafts = DraftKeeper(self.homes)
        self.composer = Composer(theme, icons)
        self.notice_bar = NoticeBar(theme, icons)
        ComposerPresenter(self.composer, self.notice_bar, self.chat, self.drafts)
        self.chat.answering_changed.connect(self._on_answering_changed)
        self.failures: list[KnownError] = []
        self.queue = QueueStanding((), is_held=False)
        self.chat.failed.connect(self.failures.append)
        self.chat.queue_changed.connect(self._on_queue_changed)

    def _home(self, store: ConversationStore) -> ChatHome:
        return ChatHome(store, ChatTurns(store, self.engine, self.feed))

    def _on_answering_changed(self, conversation_id: int | None) -> None:
        self.composer.set_state(ComposerState.IDLE if conversation_id is None else ComposerState.BUSY)

    def _on_queue_changed(self, standing: QueueStanding) -> None:
        self.queue = standing

    def write_and_send(self, text: str) -> None:
        """Write a message and send it as Enter does."""
        self.composer.set_text(text)
        self.composer.message_submitted.emit(self.composer.text())

    def answer(self, text: str, reason: FinishReason = FinishReason.END, figures: AnswerFigures | None = None) -> None:
        """Let the engine answer and wait until the window knows."""
        count = len(self.engine.requests)
        self.engine.write(text)
        self.engine.finish(reason, figures)
        self.qtbot.waitUntil(lambda: not self.chat.is_answering or len(self.engine.requests) > count)

    @property
    def waiting(self) -> list[str]:
        """What waits in the open chat."""
        return [prompt.text for prompt in self.queue.prompts]

    @property
    def said(self) -> list[str]:
        """The texts of the open chat, as they are shown."""
        return [message.content for message in self.chat.messages]

    def close(self) -> None:
        """End as the program does, once."""
        if self.is_closed:
            return
        self.is_closed = True
        self.drafts.flush()
        self.feed.close()
        self.homes.close()
        self.composer.deleteLater()
        self.notice_bar.deleteLater()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "conversations.sqlite3"


@pytest.fixture
def bench(qapp: QApplication, path: Path, theme: Theme, icons: Icons, qtbot: QtBot) -> Iterator[Bench]:
    bench = Bench(path, theme, icons, qtbot)
    bench.chat.start()
    yield bench
    bench.close()


def stored_draft(path: Path, conversation_id: int | None) -> str:
    """What another program would find of a draft, as after a kill."""
    store = ConversationStore.open(path).store
    try:
        return store.drafts.of(conversation_id)
    finally:
        store.close()


def test_what_is_sent_during_an_answer_waits_and_follows_it(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.write_and_send("Two?")
    bench.write_and_send("Three?")
    assert bench.waiting == ["Two?", "Three?"]
    assert bench.composer.queued_prompts.texts == ("Two?", "Three?")
    assert bench.composer.text() == ""
    assert len(bench.engine.requests) == 1
    bench.answer("Un.")
    assert bench.engine.requests[-1].messages == (
        PromptMessage(USER, "One?"),
        PromptMessage(ASSISTANT, "Un."),
        PromptMessage(USER, "Two?"),
    )
    assert bench.waiting == ["Three?"]
    bench.answer("Deux.")
    bench.answer("Trois.")
    assert bench.said == ["One?", "Un.", "Two?", "Deux.", "Three?", "Trois."]
    assert not bench.composer.queued_prompts.isVisibleTo(bench.composer)


def test_after_a_stopped_answer_nothing_is_sent_before_the_person_says_so(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.write_and_send("Two?")
    bench.answer("Un", FinishReason.STOPPED)
    assert len(bench.engine.requests) == 1
    assert bench.queue.is_held
    bench.composer.queued_prompts.send_requested.emit()
    assert bench.engine.requests[-1].messages[-1] == PromptMessage(USER, "Two?")
    assert bench.waiting == []


def test_a_waiting_message_goes_back_into_the_field_before_what_is_written_there(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.write_and_send("Two?")
    bench.composer.set_text("and three")
    bench.composer.queued_prompts.edit_requested.emit(bench.queue.prompts[0].number)
    assert bench.composer.text() == "Two?\n\nand three"
    assert bench.waiting == []
    bench.answer("Un.")
    assert len(bench.engine.requests) == 1


def test_a_waiting_message_that_was_taken_away_can_be_put_back(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.write_and_send("Two?")
    bench.composer.queued_prompts.removal_requested.emit(bench.queue.prompts[0].number)
    assert bench.waiting == []
    assert bench.notice_bar.text == "The message was not sent."
    bench.notice_bar.action_taken.emit("put-back-queued")
    assert bench.composer.text() == "Two?"


def test_a_message_waits_in_its_own_chat_while_another_one_is_answered(bench: Bench) -> None:
    bench.write_and_send("One?")
    answered_id = bench.chat.open_id
    bench.chat.new_chat()
    bench.write_and_send("Elsewhere?")
    elsewhere_id = bench.chat.open_id
    assert elsewhere_id not in (None, answered_id)
    assert bench.waiting == ["Elsewhere?"]
    assert answered_id is not None
    bench.chat.open(answered_id)
    assert bench.waiting == []
    bench.answer("Un.")
    assert bench.engine.requests[-1].messages == (PromptMessage(USER, "Elsewhere?"),)
    bench.answer("Ailleurs.")
    assert bench.said == ["One?", "Un."]
    assert elsewhere_id is not None
    bench.chat.open(elsewhere_id)
    assert bench.said == ["Elsewhere?", "Ailleurs."]


def test_a_kill_costs_neither_the_draft_nor_what_waits(bench: Bench, path: Path, qtbot: QtBot) -> None:
    bench.write_and_send("One?")
    bench.write_and_send("Two?")
    bench.composer.set_text("half a thought")
    expected = "Two?\n\nhalf a thought"
    qtbot.waitUntil(lambda: bench.homes.lasting.store.drafts.of(bench.chat.open_id) == expected)
    assert stored_draft(path, bench.chat.open_id) == expected


def test_drafts_stay_with_their_chats(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.answer("Un.")
    first_id = bench.chat.open_id
    assert first_id is not None
    bench.composer.set_text("to be continued")
    bench.chat.new_chat()
    assert bench.composer.text() == ""
    bench.composer.set_text("something new")
    bench.chat.open(first_id)
    assert bench.composer.text() == "to be continued"
    bench.chat.new_chat()
    assert bench.composer.text() == "something new"
    bench.write_and_send("something new")
    assert bench.composer.text() == ""
    bench.chat.new_chat()
    assert bench.composer.text() == ""


def test_a_new_chat_that_was_begun_is_what_the_next_start_shows(
    bench: Bench, path: Path, theme: Theme, icons: Icons, qtbot: QtBot
) -> None:
    bench.write_and_send("One?")
    bench.answer("Un.")
    bench.chat.new_chat()
    bench.composer.set_text("begun")
    bench.close()
    again = Bench(path, theme, icons, qtbot)
    again.chat.start()
    assert (again.chat.open_id, again.composer.text()) == (None, "begun")
    again.close()


def test_what_was_changed_of_an_earlier_message_is_kept_when_another_chat_is_opened(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.answer("Un.")
    first_id = bench.chat.open_id
    assert first_id is not None
    bench.composer.set_text("draft")
    bench.chat.begin_edit(bench.chat.messages[0].id)
    bench.composer.set_text("One, please?")
    bench.chat.new_chat()
    bench.chat.open(first_id)
    assert bench.composer.text() == "draft\n\nOne, please?"
    assert not bench.composer.is_editing


def test_the_system_prompt_and_the_sampling_of_a_chat_are_what_the_engine_gets(bench: Bench) -> None:
    settings = ConversationSettings("Be brief.", "", SamplingChoice(top_k=5))
    bench.chat.set_settings(None, settings)
    bench.write_and_send("One?")
    request = bench.engine.requests[-1]
    assert request.messages == (PromptMessage(SYSTEM, "Be brief."), PromptMessage(USER, "One?"))
    assert request.sampling == Sampling(temperature=0.0, top_k=5)
    bench.answer("Un.")
    assert bench.chat.record(bench.chat.messages[-1].id).sampling == request.sampling
    kept_id = bench.chat.open_id
    assert kept_id is not None
    bench.chat.new_chat()
    assert bench.chat.settings == ConversationSettings()
    bench.chat.open(kept_id)
    assert bench.chat.settings == settings


def test_a_deleted_message_leaves_with_what_followed_and_comes_back(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.answer("Un.")
    deleted: list[Message] = []
    bench.chat.message_deleted.connect(deleted.append)
    bench.chat.delete_message(bench.chat.messages[0].id)
    assert bench.said == []
    bench.chat.restore_message(deleted[0].conversation_id, deleted[0].id)
    assert bench.said == ["One?", "Un."]


def test_messages_the_model_no_longer_sees_are_told_and_still_known_after_opening_the_chat_again(bench: Bench) -> None:
    out_of_context: list[frozenset[int]] = []
    bench.chat.out_of_context_changed.connect(out_of_context.append)
    bench.write_and_send("One?")
    bench.answer("Un.")
    bench.write_and_send("Two?")
    bench.engine.on_event(TurnsDropped(bench.engine.requests[-1].generation_id, 1))
    bench.answer("Deux.")
    dropped = frozenset(message.id for message in bench.chat.messages[:2])
    assert out_of_context[-1] == dropped
    conversation_id = bench.chat.open_id
    assert conversation_id is not None
    bench.chat.new_chat()
    assert out_of_context[-1] == frozenset()
    bench.chat.open(conversation_id)
    assert out_of_context[-1] == dropped


def test_a_search_hit_on_another_branch_is_opened_there(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.answer("Un.")
    bench.chat.begin_edit(bench.chat.messages[0].id)
    first = bench.chat.messages[-1]
    bench.write_and_send("Uno?")
    bench.answer("Uno.")
    wanted: list[int] = []
    bench.chat.message_wanted.connect(wanted.append)
    bench.chat.new_chat()
    bench.chat.open_at(first.conversation_id, first.id)
    assert bench.said == ["One?", "Un."]
    assert wanted == [first.id]


def test_a_temporary_chat_is_answered_and_nothing_of_it_reaches_the_disk(bench: Bench, path: Path) -> None:
    temporary: list[bool] = []
    bench.chat.temporary_opened.connect(temporary.append)
    bench.chat.new_temporary_chat()
    bench.write_and_send("A secret?")
    bench.answer("Sssh, unheard-of words.")
    bench.composer.set_text("unheard-of draft")
    bench.drafts.flush()
    assert bench.said == ["A secret?", "Sssh, unheard-of words."]
    assert temporary == [True]
    assert bench.homes.lasting.store.conversations() == ()
    written = b"".join(file.read_bytes() for file in path.parent.rglob("*") if file.is_file())
    assert b"secret" not in written
    assert b"unheard-of" not in written


def test_a_temporary_chat_that_was_left_can_be_gone_back_to(bench: Bench) -> None:
    left: list[bool] = []
    bench.chat.temporary_left.connect(lambda: left.append(True))
    bench.chat.new_temporary_chat()
    bench.write_and_send("A secret?")
    bench.answer("Sssh.")
    bench.chat.new_chat()
    assert left == [True]
    bench.chat.reopen_temporary_chat()
    assert bench.said == ["A secret?", "Sssh."]
    bench.chat.new_temporary_chat()
    assert bench.said == []


def test_a_temporary_chat_can_be_kept(bench: Bench) -> None:
    bench.chat.new_temporary_chat()
    bench.write_and_send("A secret?")
    bench.answer("Sssh.")
    bench.chat.keep_temporary_chat()
    assert [entry.title for entry in bench.homes.lasting.store.conversations()] == ["A secret?"]
    assert bench.said == ["A secret?", "Sssh."]
    assert not bench.chat.is_temporary
    bench.write_and_send("Really?")
    bench.answer("Yes.")
    assert bench.chat.messages[-1].status is MessageStatus.COMPLETE
    assert bench.homes.lasting.store.thread(bench.chat.messages[-1].conversation_id) == bench.chat.messages


def test_an_edited_message_is_not_sent_while_an_answer_is_written(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.answer("Un.")
    bench.chat.begin_edit(bench.chat.messages[0].id)
    bench.chat.regenerate(bench.chat.messages[1].id)
    bench.chat.send("One, please?")
    assert bench.failures[-1].sentence == "An answer is being written."
    assert bench.waiting == []
    bench.answer("Encore un.")
