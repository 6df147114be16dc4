"""The whole window without a mouse and without eyes, with everything open that can be open at once."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from quantchat.core.chat import MessageStatus
from quantchat.gui.notices import Notice
from tests.gui.accessibility import controls, controls_without_visible_focus, nameless_controls, tab_stops
from tests.gui.visible_text import button_named
from tests.window.conftest import OpenWindow, Person
from tests.window.stored_chats import add_version, store_chat

ANSWER = "An oak grows to **30 m**.\n\n```python\nprint(30)\n```"


@pytest.fixture
def open_all(open_window: OpenWindow, qtbot: QtBot) -> Person:
    """A chat with two versions of an answer and one that was stopped, beside it its settings, above it the find bar."""
    store_chat("Elms", "How high?")
    add_version(store_chat("Limes", "How high?", "20 m"), "25 m")
    store_chat("Oaks", "How high?", ANSWER, "And elms?", "40 m", status=MessageStatus.STOPPED)
    person = open_window()
    window = person.app.window
    qtbot.waitUntil(lambda: len(person.answers) == 2)
    QTest.keySequence(window, "Ctrl+.")
    QTest.mouseClick(button_named(window.chat_settings_panel, "More settings"), Qt.MouseButton.LeftButton)
    QTest.keySequence(window, "Ctrl+F")
    person.type_text("oak")
    window.notice_bar.show_notice(Notice("one", "The chat was deleted.", action="Undo"))
    window.composer.setFocus()
    person.type_text("A draft")
    return person


def test_every_control_of_the_window_has_a_name_a_role_and_a_visible_focus(open_all: Person) -> None:
    window = open_all.app.window
    assert len(list(controls(window))) > 50
    assert nameless_controls(window) == []
    assert controls_without_visible_focus(window) == []


def test_every_control_of_a_new_and_of_a_temporary_chat_too(person: Person) -> None:
    window = person.app.window
    for keys in ("Ctrl+N", "Ctrl+Shift+N"):
        QTest.keySequence(window, keys)
        assert nameless_controls(window) == []
        assert controls_without_visible_focus(window) == []


def test_tab_reaches_every_part_of_the_window_and_comes_back(open_all: Person) -> None:
    window = open_all.app.window
    start = window.focusWidget()
    parts: dict[str, QWidget] = {
        "sidebar": window.sidebar,
        "top bar": window.top_bar,
        "find bar": window.find_bar,
        "messages": window.chat_view,
        "notices": window.notice_bar,
        "composer": window.composer,
        "chat settings": window.chat_settings_panel,
    }
    reached: list[str] = []
    for _ in range(len(tab_stops(window)) + 1):
        open_all.press(Qt.Key.Key_Tab)
        focus = window.focusWidget()
        assert focus is not None
        name = next((name for name, part in parts.items() if part is focus or part.isAncestorOf(focus)), "")
        assert name, f"{focus.accessibleName()} is in no part of the window"
        if focus is start:
            break
        if not reached or reached[-1] != name:
            reached.append(name)
    assert window.focusWidget() is start
    assert set(reached) == set(parts)
    assert len(reached) <= len(parts) + 1, reached


def test_no_keys_are_meant_for_two_things(person: Person) -> None:
    window = person.app.window
    keys = [key.toString() for action in window.actions() for key in action.shortcuts()]
    keys += [each.key().toString(QKeySequence.SequenceFormat.PortableText) for each in window.findChildren(QShortcut)]
    assert [key for key, count in Counter(keys).items() if count > 1] == []
