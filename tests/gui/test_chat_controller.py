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
from quantchat.gui import draft_keeper
from quantchat.gui.buttons import Button
from quantchat.gui.chat_controller import ChatController, SiblingPlace
from quantchat.gui.chat_homes import ChatHome, ChatHomes
from quantchat.gui.composer import Composer, ComposerState
from quantchat.gui.composer_presenter import ComposerPresenter
from quantchat.gui.draft_keeper import DraftKeeper
from quantchat.gui.feed import Feed
from quantchat.gui.icons import Icons
from quantchat.gui.model_controller import ModelStanding
from quantchat.gui.notice_bar import NoticeBar
from quantchat.gui.prompt_queue import QueueStanding
from quantchat.gui.theme import Theme
from quantchat.store.conversations import ConversationStore
from tests.chat_turn.disk import fill_to_the_brim, free_space
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
        self.drafts.close()
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
    number = bench.queue.prompts[0].number
    bench.composer.queued_prompts.removal_requested.emit(number)
    assert bench.waiting == []
    assert bench.notice_bar.text == "The message was not sent."
    bench.notice_bar.action_taken.emit(f"put-back-queued-{number}")
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
    bench.answer("Deux.", figures=AnswerFigures(context_used=90, context_length=100))
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


def test_what_was_sent_in_another_chat_is_not_offered_there_again_as_a_draft(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.write_and_send("Two?")
    bench.composer.set_text("half a thought")
    first_id = bench.chat.open_id
    assert first_id is not None
    bench.chat.new_chat()
    bench.answer("Un.")
    assert bench.engine.requests[-1].messages[-1] == PromptMessage(USER, "Two?")
    bench.chat.open(first_id)
    assert bench.composer.text() == "half a thought"
    bench.answer("Deux.")


def test_what_is_held_in_one_chat_is_not_sent_because_another_one_was_answered(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.write_and_send("Two?")
    held_id = bench.chat.open_id
    assert held_id is not None
    bench.answer("Un", FinishReason.STOPPED)
    bench.chat.new_chat()
    bench.write_and_send("Elsewhere?")
    bench.answer("Ailleurs.")
    assert len(bench.engine.requests) == 2
    bench.chat.open(held_id)
    assert bench.waiting == ["Two?"]
    assert bench.queue.is_held


def test_what_is_held_can_be_let_go_while_another_chat_is_answered_and_follows_then(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.write_and_send("Two?")
    held_id = bench.chat.open_id
    assert held_id is not None
    bench.answer("Un", FinishReason.STOPPED)
    bench.chat.new_chat()
    bench.write_and_send("Elsewhere?")
    bench.chat.open(held_id)
    assert bench.queue.is_held
    bench.composer.queued_prompts.send_requested.emit()
    assert not bench.queue.is_held
    assert bench.waiting == ["Two?"]
    bench.answer("Ailleurs.")
    assert bench.said == ["One?", "Un", "Two?", ""]
    bench.answer("Deux.")


def test_what_is_held_follows_an_answer_that_the_person_asks_for_in_its_chat(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.write_and_send("Two?")
    bench.answer("Un", FinishReason.STOPPED)
    bench.chat.continue_answer(bench.chat.messages[1].id)
    assert not bench.queue.is_held
    bench.answer(".")
    assert bench.engine.requests[-1].messages[-1] == PromptMessage(USER, "Two?")
    bench.answer("Deux.")


def test_a_stopped_answer_holds_nothing_that_waits_in_another_chat(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.chat.new_chat()
    bench.write_and_send("Elsewhere?")
    bench.answer("Un", FinishReason.STOPPED)
    assert bench.engine.requests[-1].messages == (PromptMessage(USER, "Elsewhere?"),)
    bench.answer("Ailleurs.")


def test_after_a_failure_all_that_waits_is_held_until_the_person_sends_it(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.chat.new_chat()
    bench.write_and_send("Elsewhere?")
    bench.engine.fail("The engine ended.")
    bench.qtbot.waitUntil(lambda: not bench.chat.is_answering)
    assert bench.queue.is_held
    bench.composer.queued_prompts.send_requested.emit()
    assert bench.engine.requests[-1].messages == (PromptMessage(USER, "Elsewhere?"),)
    bench.answer("Ailleurs.")


def test_a_message_taken_out_of_the_queue_is_put_back_into_its_own_chat(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.write_and_send("Two?")
    bench.write_and_send("Three?")
    first_id = bench.chat.open_id
    numbers = [prompt.number for prompt in bench.queue.prompts]
    for number in numbers:
        bench.composer.queued_prompts.removal_requested.emit(number)
    bench.chat.new_chat()
    for number in numbers:
        bench.notice_bar.action_taken.emit(f"put-back-queued-{number}")
    assert bench.chat.open_id == first_id
    assert bench.composer.text() == "Three?\n\nTwo?"
    bench.chat.new_chat()
    assert bench.composer.text() == ""
    bench.answer("Un.")


def test_nothing_waits_any_more_when_all_conversations_were_exchanged(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.write_and_send("Two?")
    bench.answer("Un", FinishReason.STOPPED)
    bench.chat.start()
    assert bench.waiting == []


def test_drafts_that_a_full_disk_refuses_are_not_lost_between_chats(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.answer("Un.")
    first_id = bench.chat.open_id
    assert first_id is not None
    fill_to_the_brim(bench.homes.lasting.store)
    thought = "a long thought " * 1000
    bench.composer.set_text(thought)
    bench.chat.new_chat()
    assert bench.notice_bar.text.startswith("What you write is not kept for the next start just now:")
    bench.composer.set_text(thought + "more")
    bench.chat.open(first_id)
    assert bench.composer.text() == thought
    free_space(bench.homes.lasting.store)
    bench.drafts.flush()
    drafts = bench.homes.lasting.store.drafts
    assert (drafts.of(first_id), drafts.of(None)) == (thought, thought + "more")


def test_only_a_draft_of_a_listed_chat_makes_the_list_outdated(bench: Bench) -> None:
    told: list[bool] = []
    bench.drafts.came_or_went.connect(lambda: told.append(True))
    bench.composer.set_text("something new")
    bench.drafts.flush()
    assert told == []
    bench.write_and_send("something new")
    bench.answer("Really?")
    bench.composer.set_text("Yes")
    bench.drafts.flush()
    bench.composer.set_text("Yes, because")
    bench.drafts.flush()
    assert told == [True]


def test_what_is_written_in_a_temporary_chat_stays_in_the_field_when_it_is_kept(bench: Bench) -> None:
    bench.composer.set_text("begun before")
    bench.chat.new_temporary_chat()
    bench.write_and_send("A secret?")
    bench.answer("Sssh.")
    bench.composer.set_text("and another one")
    bench.chat.begin_edit(bench.chat.messages[0].id)
    bench.composer.set_text("A big secret?")
    bench.chat.keep_temporary_chat()
    assert bench.composer.text() == "and another one\n\nA big secret?"
    bench.chat.new_chat()
    assert bench.composer.text() == "begun before"


def test_a_temporary_chat_without_messages_is_not_replaced_by_another_one(bench: Bench) -> None:
    bench.chat.new_temporary_chat()
    bench.composer.set_text("a long question")
    bench.chat.new_temporary_chat()
    assert bench.composer.text() == "a long question"
    bench.chat.new_chat()
    bench.chat.new_temporary_chat()
    assert bench.composer.text() == "a long question"


def test_nobody_is_offered_to_go_back_to_a_temporary_chat_that_is_forgotten(bench: Bench) -> None:
    left: list[bool] = []
    bench.chat.temporary_left.connect(lambda: left.append(True))
    bench.chat.new_temporary_chat()
    bench.write_and_send("A secret?")
    bench.answer("Sssh.")
    bench.chat.new_temporary_chat()
    assert (bench.said, left) == ([], [])


def test_undoing_a_deletion_in_a_chat_that_is_gone_changes_nothing_and_says_so(bench: Bench) -> None:
    deleted: list[Message] = []
    bench.chat.message_deleted.connect(deleted.append)
    bench.chat.new_temporary_chat()
    bench.write_and_send("A secret?")
    bench.answer("Sssh.")
    bench.chat.delete_message(bench.chat.messages[1].id)
    bench.chat.new_temporary_chat()
    bench.chat.restore_message(deleted[0].conversation_id, deleted[0].id)
    assert bench.failures[-1].sentence.startswith("This message or its chat is no longer there")
    assert bench.said == []


def test_a_chat_in_the_trash_is_neither_opened_nor_changed_by_undoing(bench: Bench) -> None:
    deleted: list[Message] = []
    bench.chat.message_deleted.connect(deleted.append)
    bench.write_and_send("One?")
    bench.answer("Un.")
    bench.chat.delete_message(bench.chat.messages[1].id)
    conversation_id = deleted[0].conversation_id
    bench.homes.lasting.store.delete_conversation(conversation_id)
    bench.chat.leave(conversation_id)
    bench.chat.restore_message(conversation_id, deleted[0].id)
    bench.chat.open(conversation_id)
    assert bench.chat.open_id is None
    assert [message.content for message in bench.homes.lasting.store.thread(conversation_id)] == ["One?"]


def test_a_hit_that_is_gone_for_good_is_told_and_its_chat_is_opened(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.answer("Un.")
    conversation_id = bench.chat.open_id
    assert conversation_id is not None
    wanted: list[int] = []
    bench.chat.message_wanted.connect(wanted.append)
    bench.chat.open_at(conversation_id, 1000)
    assert bench.failures[-1].sentence.startswith("This message or its chat is no longer there")
    assert (bench.said, wanted) == (["One?", "Un."], [])


def test_the_list_is_told_of_a_message_that_is_deleted_and_of_an_answer_made_again(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.answer("Un.")
    outdated: list[str] = []
    bench.chat.list_outdated.connect(lambda: outdated.append("outdated"))
    bench.chat.regenerate(bench.chat.messages[1].id)
    assert len(outdated) == 1
    bench.answer("Encore un.")
    bench.chat.delete_message(bench.chat.messages[1].id)
    assert len(outdated) == 2


def test_settings_that_come_in_while_the_new_chat_is_opened_again_are_shown(bench: Bench) -> None:
    typed = ConversationSettings("Be brief.")
    shown: list[ConversationSettings] = []
    bench.chat.conversation_opened.connect(lambda _id: bench.chat.set_settings(None, typed))
    bench.chat.settings_shown.connect(shown.append)
    bench.chat.new_chat()
    assert shown == [typed]


def test_the_rows_of_what_waits_tell_a_screen_reader_which_message_they_are_for(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.write_and_send("Two?")
    bench.write_and_send("Three?")
    buttons = [b for b in bench.composer.queued_prompts.findChildren(Button) if b.isVisibleTo(bench.composer)]
    edits = [b.accessibleDescription() for b in buttons if b.accessibleName() == "Edit this message"]
    assert edits == ["Two?", "Three?"]


def test_rows_of_what_waits_keep_the_keyboard_while_nothing_of_them_changes(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.write_and_send("Two?")
    button = next(b for b in bench.composer.queued_prompts.findChildren(Button) if b.accessibleDescription() == "Two?")
    bench.answer("Un", FinishReason.STOPPED)
    assert bench.queue.is_held
    assert button in bench.composer.queued_prompts.findChildren(Button)
    assert button.isVisibleTo(bench.composer)


def test_settings_that_come_in_for_a_chat_that_is_gone_trouble_nobody(bench: Bench) -> None:
    bench.chat.set_settings(1000, ConversationSettings("Be brief."))
    assert bench.failures == []


def test_how_a_new_chat_is_answered_is_kept_when_the_program_ends_before_its_first_message(
    bench: Bench, path: Path, theme: Theme, icons: Icons, qtbot: QtBot
) -> None:
    settings = ConversationSettings("Be brief.", "", SamplingChoice(top_k=5))
    bench.write_and_send("One?")
    bench.answer("Un.")
    bench.chat.new_chat()
    bench.chat.set_settings(None, settings)
    bench.close()
    again = Bench(path, theme, icons, qtbot)
    again.chat.start()
    assert (again.chat.open_id, again.chat.settings) == (None, settings)
    again.write_and_send("Two?")
    assert again.engine.requests[-1].messages[0] == PromptMessage(SYSTEM, "Be brief.")
    again.answer("Deux.")
    again.close()
    last = Bench(path, theme, icons, qtbot)
    last.chat.start()
    assert last.said == ["Two?", "Deux."]
    last.chat.new_chat()
    assert last.chat.settings == ConversationSettings()
    last.close()


def test_undoing_a_deletion_hides_nothing_that_was_asked_since(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.answer("Un.")
    answer = bench.chat.messages[1]
    bench.chat.delete_message(answer.id)
    bench.write_and_send("Two?")
    bench.answer("Deux.")
    asked_since = bench.chat.messages[1]
    assert bench.said == ["One?", "Two?", "Deux."]
    bench.chat.restore_message(answer.conversation_id, answer.id)
    assert bench.said == ["One?", "Un."]
    assert bench.chat.sibling_place(answer.id) == SiblingPlace(1, 2)
    bench.chat.show_sibling(answer.id, 1)
    assert bench.said == ["One?", "Two?", "Deux."]
    assert bench.chat.sibling_place(asked_since.id) == SiblingPlace(2, 2)


def test_undoing_a_deletion_leaves_an_answer_that_is_being_written_and_what_waits_in_view(bench: Bench) -> None:
    more_versions: list[int] = []
    noticed: list[str] = []
    bench.chat.versions_changed.connect(more_versions.append)
    bench.chat.noticed.connect(noticed.append)
    bench.write_and_send("One?")
    bench.answer("Un.")
    answer = bench.chat.messages[1]
    bench.chat.delete_message(answer.id)
    bench.write_and_send("Two?")
    bench.write_and_send("Three?")
    asked_since = bench.chat.messages[1]
    bench.chat.restore_message(answer.conversation_id, answer.id)
    shown_next_time = bench.homes.lasting.store.thread(answer.conversation_id)
    assert bench.said == [message.content for message in shown_next_time] == ["One?", "Two?", ""]
    assert more_versions == [asked_since.id]
    assert noticed == ["It was put back beside what you asked since. The arrows at “1 / 2” lead to it."]
    bench.answer("Deux.")
    bench.answer("Trois.")
    assert bench.said == ["One?", "Two?", "Deux.", "Three?", "Trois."]
    bench.chat.show_sibling(asked_since.id, -1)
    assert bench.said == ["One?", "Un."]


def test_an_undone_deletion_is_shown_where_nothing_took_its_place_although_something_waits(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.write_and_send("Two?")
    bench.answer("Un", FinishReason.STOPPED)
    answer = bench.chat.messages[1]
    bench.chat.delete_message(answer.id)
    assert bench.waiting == ["Two?"]
    bench.chat.restore_message(answer.conversation_id, answer.id)
    assert bench.said == ["One?", "Un"]


def test_what_waits_is_said_on_the_branch_it_was_written_on(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.answer("Un.")
    question, first = bench.chat.messages
    bench.chat.regenerate(first.id)
    bench.write_and_send("Two?")
    bench.chat.open_at(question.conversation_id, first.id)
    assert bench.said == ["One?", "Un."]
    bench.answer("Encore un.")
    assert bench.engine.requests[-1].messages == (
        PromptMessage(USER, "One?"),
        PromptMessage(ASSISTANT, "Encore un."),
        PromptMessage(USER, "Two?"),
    )
    bench.answer("Deux.")
    assert bench.said == ["One?", "Encore un.", "Two?", "Deux."]


def test_what_is_held_follows_the_branch_on_which_the_person_asked_again(bench: Bench) -> None:
    bench.write_and_send("One?")
    bench.write_and_send("Two?")
    bench.answer("Un", FinishReason.STOPPED)
    bench.chat.begin_edit(bench.chat.messages[0].id)
    bench.chat.send("One, please?")
    bench.answer("Un, voilà.")
    bench.answer("Deux.")
    assert bench.said == ["One, please?", "Un, voilà.", "Two?", "Deux."]


def test_the_way_back_to_a_temporary_chat_stays_open_while_there_is_one(bench: Bench) -> None:
    waiting: list[bool] = []
    bench.chat.temporary_waiting.connect(waiting.append)
    bench.chat.new_temporary_chat()
    bench.write_and_send("A secret?")
    bench.answer("Sssh.")
    bench.chat.new_chat()
    assert waiting[-1]
    bench.chat.reopen_temporary_chat()
    assert not waiting[-1]
    bench.chat.new_chat()
    assert waiting[-1]
    bench.chat.new_temporary_chat()
    bench.chat.new_chat()
    assert not waiting[-1]


def test_a_refused_draft_is_tried_again_without_another_key_and_the_warning_goes(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_keeper, "KEEP_AFTER_MS", 10)
    monkeypatch.setattr(draft_keeper, "RETRY_AFTER_MS", 20)
    fill_to_the_brim(bench.homes.lasting.store)
    thought = "a long thought " * 1000
    bench.composer.set_text(thought)
    qtbot.waitUntil(lambda: bench.drafts.has_refused_text)
    assert bench.notice_bar.text.startswith("What you write is not kept for the next start just now:")
    free_space(bench.homes.lasting.store)
    qtbot.waitUntil(lambda: not bench.drafts.has_refused_text)
    assert bench.homes.lasting.store.drafts.of(None) == thought
    assert bench.notice_bar.text == ""
