"""The list of chats can give its room to the chat, and the window remembers that."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.window.conftest import OpenWindow, Person


def test_the_chats_are_hidden_and_shown_by_key_and_by_button(person: Person) -> None:
    window = person.app.window
    window.sidebar.conversation_list.setFocus()
    QTest.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert not window.sidebar.isVisible()
    person.type_text("the keyboard writes")
    assert window.composer.text() == "the keyboard writes"
    person.click(window.top_bar, "Show the chats")
    assert window.sidebar.isVisible()


def test_a_search_of_the_chats_shows_them_first(person: Person) -> None:
    window = person.app.window
    person.click(window.top_bar, "Hide the chats")
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.sidebar.search_field.hasFocus()


def test_hidden_chats_stay_hidden_at_the_next_start(open_window: OpenWindow, qtbot: QtBot) -> None:
    person = open_window()
    person.click(person.app.window.top_bar, "Hide the chats")
    person.app.window.close()
    person.close()
    assert not open_window().app.window.sidebar.isVisible()
