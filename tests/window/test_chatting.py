"""Chatting in the real window with the real model: what a person does and sees."""

import os
import signal
from pathlib import Path

import psutil
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from quantchat.core.chat import MessageStatus
from quantchat.gui.model_controller import LoadState
from tests.window.conftest import ANSWER_MS, OpenWindow, Person

LONG_TASK = "Write a very long story about a ship in a storm."


def engine_process() -> psutil.Process:
    """The window's engine: the newest one, since other tests may keep one of their own."""
    engines = [
        child
        for child in psutil.Process(os.getpid()).children(recursive=True)
        if "quantchat.engine.child" in " ".join(child.cmdline())
    ]
    return max(engines, key=psutil.Process.create_time)


def test_an_answer_arrives_in_more_than_one_piece_and_is_shown_whole(person: Person) -> None:
    lengths: set[int] = set()
    person.app.chat.text_grew.connect(lambda _fact: lengths.add(len(person.answers[-1].message.content)))
    person.ask("Name three colours.")
    answer = person.wait_for_answer()
    assert len(lengths) > 1
    assert person.answers[-1].message.content == answer.content != ""
    assert person.questions[-1].text == "Name three colours."
    assert person.app.window.composer.text() == ""


def test_shift_enter_breaks_the_line_and_enter_sends_both_lines(person: Person) -> None:
    person.type_text("Say")
    person.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    person.ask("hello.")
    person.wait_for_answer()
    assert person.questions[-1].text == "Say\nhello."


def test_escape_stops_the_answer_and_what_was_written_stays(person: Person) -> None:
    person.ask(LONG_TASK)
    person.wait_for_text(40)
    person.press(Qt.Key.Key_Escape)
    answer = person.wait_for_answer(MessageStatus.STOPPED)
    assert len(answer.content) >= 40
    person.ask("Say hello.")
    person.wait_for_answer()


def test_escape_stops_the_answer_wherever_the_keyboard_is(person: Person) -> None:
    person.ask(LONG_TASK)
    person.wait_for_text(20)
    person.app.window.chat_view.scroll_area.setFocus()
    person.press(Qt.Key.Key_Escape)
    assert person.wait_for_answer(MessageStatus.STOPPED).content


def test_the_stop_button_stops_too(person: Person) -> None:
    person.ask(LONG_TASK)
    person.wait_for_text(20)
    person.click(person.app.window.composer, "Stop")
    assert person.wait_for_answer(MessageStatus.STOPPED).content


def test_a_killed_engine_keeps_the_text_says_why_and_try_again_answers(person: Person) -> None:
    person.ask(LONG_TASK)
    person.wait_for_text(40)
    engine_process().send_signal(signal.SIGKILL)
    answer = person.wait_for_answer(MessageStatus.INTERRUPTED)
    assert len(answer.content) >= 40
    assert "ended the engine" in answer.error
    person.click(person.answers[-1], "Try again")
    person.wait_for_text(40)
    person.press(Qt.Key.Key_Escape)
    assert person.wait_for_answer(MessageStatus.STOPPED).content


def test_after_two_crashes_safer_settings_are_offered_and_work(person: Person) -> None:
    for _ in range(2):
        person.ask(LONG_TASK)
        person.wait_for_text(10)
        engine_process().send_signal(signal.SIGSEGV)
        person.wait_for_answer(MessageStatus.INTERRUPTED)
    person.ask("Say hello.")
    person.wait_for_answer(MessageStatus.INTERRUPTED)
    assert "twice within five minutes" in person.notice()
    person.click(person.app.window.notice_bar, "Use safer settings")
    person.qtbot.waitUntil(lambda: person.app.models.standing.state is LoadState.READY, timeout=ANSWER_MS)
    person.ask("Say hello.")
    person.wait_for_answer()


def test_an_answer_made_again_is_a_second_version_and_both_can_be_read(person: Person) -> None:
    person.ask("Tell me something.")
    first = person.wait_for_answer()
    person.click(person.answers[-1], "Answer again")
    person.qtbot.waitUntil(lambda: person.messages[-1].id != first.id)
    second = person.wait_for_answer()
    person.click(person.app.window.chat_view, "Former version")
    assert person.messages[-1].id == first.id
    person.click(person.app.window.chat_view, "Next version")
    assert person.messages[-1].id == second.id


def test_an_edited_question_is_answered_beside_the_old_one(person: Person) -> None:
    person.ask("Say hello.")
    person.wait_for_answer()
    person.click(person.questions[-1], "Edit message")
    composer = person.app.window.composer
    assert composer.text() == "Say hello."
    person.ask(" Please.")
    person.qtbot.waitUntil(lambda: person.messages[0].content == "Say hello. Please.")
    person.wait_for_answer()
    person.click(person.app.window.chat_view, "Former version")
    assert person.messages[0].content == "Say hello."
    assert len(person.messages) == 2


def test_a_message_is_copied_as_it_was_written(person: Person) -> None:
    person.ask("Say hello.")
    answer = person.wait_for_answer()
    person.click(person.answers[-1], "Copy message")
    assert QGuiApplication.clipboard().text() == answer.content


def test_nothing_is_sent_while_the_field_is_empty_or_blank(person: Person) -> None:
    person.ask("   ")
    assert not person.messages
    assert person.app.window.composer.text() == "   "


def test_a_message_longer_than_the_context_is_refused_with_a_sentence_and_kept(person: Person) -> None:
    person.app.window.composer.set_text("word " * 9000)
    person.press(Qt.Key.Key_Return)
    answer = person.wait_for_answer(MessageStatus.INTERRUPTED)
    assert "too long" in answer.error
    assert person.messages[0].content == "word " * 9000
    person.ask("Say hello.")
    person.wait_for_answer(MessageStatus.INTERRUPTED)


def test_everything_is_there_after_closing_and_opening(open_window: OpenWindow, qtbot: QtBot) -> None:
    person = open_window()
    person.ask("Say hello.")
    answer = person.wait_for_answer()
    person.close()
    again = open_window()
    qtbot.waitUntil(lambda: bool(again.answers))
    assert [message.content for message in again.messages] == ["Say hello.", answer.content]
    assert again.answers[-1].message.figures == answer.figures
    again.close()


def test_an_answer_goes_on_while_another_chat_is_open(person: Person) -> None:
    person.ask(LONG_TASK)
    person.wait_for_text(40)
    answering = person.messages[-1]
    person.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert not person.messages
    person.app.chat.open(answering.conversation_id)
    seen = len(person.messages[-1].content)
    assert seen >= 40
    person.wait_for_text(seen + 20)
    person.press(Qt.Key.Key_Escape)
    person.wait_for_answer(MessageStatus.STOPPED)


def test_the_window_can_be_used_before_the_model_is_loaded(open_window: OpenWindow, qtbot: QtBot) -> None:
    person = open_window()
    person.ask("Say hello.")
    person.wait_for_answer()
    person.close()


def test_a_wrong_file_named_at_the_start_is_told_and_the_starter_model_is_used(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    wrong = tmp_path / "letter.gguf"
    wrong.write_text("Dear landlord")
    person = open_window(wrong)
    qtbot.waitUntil(lambda: person.app.models.standing.state is LoadState.READY, timeout=ANSWER_MS)
    assert "not a model" in person.notice()
    person.close()


def test_a_stopped_answer_goes_on_where_it_stopped_in_the_same_message(person: Person, qtbot: QtBot) -> None:
    person.ask("Count from one to thirty in words.")
    person.wait_for_text(20)
    person.press(Qt.Key.Key_Escape)
    stopped = person.wait_for_answer(MessageStatus.STOPPED)
    person.click(person.answers[-1], "Continue")
    qtbot.waitUntil(lambda: len(person.answers[-1].message.content) > len(stopped.content) + 20, timeout=ANSWER_MS)
    if person.messages[-1].status is MessageStatus.STREAMING:
        person.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: person.messages[-1].status is not MessageStatus.STREAMING, timeout=ANSWER_MS)
    whole = person.messages[-1]
    assert whole.id == stopped.id
    assert whole.content.startswith(stopped.content)
    assert len(person.messages) == 2
    assert person.answers[-1].message.content == whole.content
