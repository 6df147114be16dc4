"""What was written is not lost unasked: by closing, deleting, leaving a temporary chat, or a disk that refuses."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from quantchat.settings import folders
from tests.chat_turn.disk import fill_to_the_brim, free_space
from tests.gui.visible_text import button_named, visible_texts
from tests.window.conftest import OpenWindow, Person
from tests.window.menu_walk import choose, lines, open_menu, press_menu_keys
from tests.window.stored_chats import store_chat
from tests.window.test_assistants import open_panel, panel, write_prompt
from tests.window.test_queue import begin_long_answer, questions, stop, waiting

OAKS = ("How high is an oak?", "Oaks grow to 30 m.", "And an elm?", "An elm grows to 35 m.")


def close_with(person: Person, key: Qt.Key | None) -> list[str]:
    """Close the window and answer its question, if it has one, with a key; return what it asked."""
    asked: list[str] = []

    def press() -> None:
        question = QApplication.activeModalWidget()
        if isinstance(question, QMessageBox):
            asked.append(question.text())
            if key is not None:
                QTest.keyClick(question, key)

    QTimer.singleShot(0, press)
    person.app.window.close()
    QApplication.processEvents()  # without a question the press is still to come
    return asked


def contents(person: Person) -> list[str]:
    return [message.content for message in person.messages]


def test_closing_asks_if_the_disk_refused_from_the_start_and_something_was_written(open_window: OpenWindow) -> None:
    folders().database.mkdir(parents=True)  # a folder in the place of the file
    person = open_window()
    bar = person.app.window.notice_bar
    assert "what you write now is gone when QuantChat closes" in person.notice()
    assert bar.accessibleName().startswith("Error:")
    person.app.models.noticed.emit("Your settings could not be saved.")
    assert "what you write now is gone when QuantChat closes" in person.notice()
    person.type_text("a thought")
    (asked,) = close_with(person, Qt.Key.Key_Escape)
    assert asked.startswith("The disk refused to store anything when QuantChat was started")
    assert person.app.window.isVisible()


def test_closing_asks_nothing_if_the_disk_refused_from_the_start_and_nothing_was_written(
    open_window: OpenWindow,
) -> None:
    folders().database.mkdir(parents=True)
    person = open_window()
    assert close_with(person, None) == []
    assert not person.app.window.isVisible()


def test_closing_asks_while_the_disk_refuses_what_was_typed_and_no_longer_when_it_took_it(person: Person) -> None:
    store = person.app.chat.home.store
    fill_to_the_brim(store)
    thought = "a long thought " * 1000
    person.app.window.composer.set_text(thought)
    (asked,) = close_with(person, Qt.Key.Key_Escape)
    assert asked.startswith("The disk refuses to store what you typed and did not send")
    assert person.app.window.composer.text() == thought
    free_space(store)
    assert close_with(person, None) == []
    assert store.drafts.of(None) == thought
    assert not person.app.window.isVisible()


def test_the_system_prompt_of_a_new_chat_is_there_again_after_a_quit_before_its_first_message(
    open_window: OpenWindow,
) -> None:
    store_chat("Oaks", *OAKS)
    person = open_window()
    person.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    open_panel(person)
    write_prompt(person, "Answer in one word.")
    person.app.window.close()
    person.close()
    again = open_window()
    assert again.messages == ()
    assert panel(again).settings.system_prompt == "Answer in one word."


def test_an_offer_to_undo_a_deleted_message_stays_until_it_is_dismissed(open_window: OpenWindow, qtbot: QtBot) -> None:
    store_chat("Oaks", *OAKS)
    person = open_window()
    qtbot.waitUntil(lambda: len(person.answers) == 2)
    press_menu_keys(person.answers[-1])
    choose("Delete")
    bar = person.app.window.notice_bar
    assert person.notice() == (
        "The answer and what followed it were deleted. This can be undone until you dismiss this note."
    )
    assert not any(timer.isActive() for timer in bar.findChildren(QTimer))
    person.click(bar, "Undo")
    assert contents(person) == list(OAKS)


def test_undoing_a_deletion_while_the_next_question_is_answered_hides_neither(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    store_chat("Oaks", *OAKS[:2])
    person = open_window()
    qtbot.waitUntil(lambda: len(person.answers) == 1)
    press_menu_keys(person.answers[0])
    choose("Delete")
    person.app.window.composer.setFocus()
    begin_long_answer(person)
    person.ask("Say hello.")
    person.click(person.app.window.notice_bar, "Undo")
    asked_since = person.questions[-1]
    assert "2 / 2" in visible_texts(asked_since)
    assert waiting(person) == ("Say hello.",)
    person.app.window.composer.setFocus()
    stop(person)
    assert len(questions(person)) == 2
    button_named(asked_since, "Former version").setFocus(Qt.FocusReason.TabFocusReason)
    person.press(Qt.Key.Key_Space)
    assert contents(person) == list(OAKS[:2])
    assert "1 / 2" in visible_texts(person.answers[0])


def test_a_temporary_chat_is_gone_back_to_by_the_menu_also_after_the_note_is_gone(person: Person) -> None:
    sidebar = person.app.window.sidebar
    person.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    begin_long_answer(person, most_tokens=5)
    person.wait_for_answer()
    person.click(sidebar, "More about chats")
    assert "Back to the temporary chat" not in lines(open_menu())
    QTest.keyClick(open_menu(), Qt.Key.Key_Escape)
    said = contents(person)
    person.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    person.click(person.app.window.notice_bar, "Dismiss")
    assert contents(person) == []
    person.click(sidebar, "More about chats")
    assert lines(open_menu())[:2] == ["Back to the temporary chat", "New temporary chat"]
    choose("Back to the temporary chat")
    assert contents(person) == said
    assert person.app.chat.is_temporary
