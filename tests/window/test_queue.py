"""Messages written while an answer is being written: they wait above the field, and are sent after it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from quantchat.core.chat import MessageStatus, Role
from quantchat.core.sampling_choice import SamplingChoice
from tests.gui.visible_text import visible_texts
from tests.window.conftest import ANSWER_MS, OpenWindow, Person

LONG_TASK = "Write a very long story about a ship in a storm."


def waiting(person: Person) -> tuple[str, ...]:
    """What a person reads above the field."""
    queued = person.app.window.composer.queued_prompts
    return queued.texts if queued.isVisible() else ()


def questions(person: Person) -> list[str]:
    return [message.content for message in person.messages if message.role is Role.USER]


def begin_long_answer(person: Person, most_tokens: int = 0) -> None:
    person.app.chat.use_sampling(SamplingChoice(temperature=0.0, max_tokens=most_tokens or None))
    person.ask(LONG_TASK)
    person.wait_for_text(10)
    person.app.chat.use_sampling(SamplingChoice(temperature=0.0, max_tokens=5))


def stop(person: Person) -> None:
    person.press(Qt.Key.Key_Escape)
    person.wait_for_answer(MessageStatus.STOPPED)


def test_what_is_typed_during_an_answer_is_sent_after_it_one_by_one(person: Person, qtbot: QtBot) -> None:
    begin_long_answer(person, most_tokens=60)
    person.ask("Say hello.")
    person.ask("Say goodbye.")
    assert waiting(person) == ("Say hello.", "Say goodbye.")
    assert person.app.window.composer.text() == ""
    assert questions(person) == [LONG_TASK]
    qtbot.waitUntil(lambda: len(person.messages) == 6 and not person.app.chat.is_answering, timeout=ANSWER_MS)
    assert questions(person) == [LONG_TASK, "Say hello.", "Say goodbye."]
    assert all(message.status is MessageStatus.COMPLETE for message in person.messages)
    assert waiting(person) == ()


def test_escape_holds_what_waits_until_the_person_sends_it(person: Person, qtbot: QtBot) -> None:
    begin_long_answer(person)
    person.ask("Say hello.")
    stop(person)
    queued = person.app.window.composer.queued_prompts
    assert waiting(person) == ("Say hello.",)
    assert "1 message waiting: the answer before did not end by itself" in visible_texts(queued)
    assert questions(person) == [LONG_TASK]
    person.click(queued, "Send now")
    person.wait_for_answer()
    assert questions(person) == [LONG_TASK, "Say hello."]
    assert waiting(person) == ()


def test_a_waiting_message_goes_back_into_the_field_or_away_and_can_be_put_back(person: Person) -> None:
    begin_long_answer(person)
    person.ask("Say hello.")
    person.ask("Say goodbye.")
    queued, composer = person.app.window.composer.queued_prompts, person.app.window.composer
    person.click(queued, "Edit this message")
    assert waiting(person) == ("Say hello.",)
    assert composer.text() == "Say goodbye."
    composer.set_text("")
    person.click(queued, "Do not send this message")
    assert waiting(person) == ()
    person.click(person.app.window.notice_bar, "Put back")
    assert composer.text() == "Say hello."
    stop(person)
    assert questions(person) == [LONG_TASK]


def test_what_waited_when_the_window_closed_is_a_draft_when_it_opens_again(open_window: OpenWindow) -> None:
    person = open_window()
    begin_long_answer(person)
    person.ask("Say hello.")
    person.type_text("And good")
    person.close()
    again = open_window()
    assert again.app.window.composer.text() == "Say hello.\n\nAnd good"
    assert waiting(again) == ()
    assert not again.app.chat.is_answering


def test_a_chat_keeps_what_waits_in_it_while_another_one_is_read(person: Person) -> None:
    begin_long_answer(person)
    person.ask("Say hello.")
    answering = person.app.chat.open_id
    assert answering is not None
    person.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert waiting(person) == ()
    assert person.app.window.composer.text() == ""
    person.app.chat.open(answering)
    assert waiting(person) == ("Say hello.",)
    assert any("Say hello." in label.text() for label in person.app.window.composer.findChildren(QLabel))
    stop(person)
