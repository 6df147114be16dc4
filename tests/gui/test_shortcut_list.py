"""The list of keys says what the window's actions and widgets really do."""

from collections.abc import Callable
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from quantchat.core.chat import ConversationSummary
from quantchat.core.conversation import ConversationEntry, Folder
from quantchat.gui.chat_view import ChatView
from quantchat.gui.composer import Composer, ComposerState
from quantchat.gui.composer_edit import ComposerEdit
from quantchat.gui.find_bar import FindBar, FindStanding
from quantchat.gui.icons import Icons
from quantchat.gui.shortcut_list import ANYWHERE, ShortcutList, shortcuts_of
from quantchat.gui.sidebar import Sidebar
from quantchat.gui.theme import Theme
from quantchat.probe.memory import Memory
from tests.gui.message_samples import answer

NOW = datetime(2026, 11, 24, 12, 0)
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    return window


def add(window: QMainWindow, name: str, *keys: str) -> QAction:
    action = QAction(name, window)
    action.setShortcuts([QKeySequence(each) for each in keys])
    window.addAction(action)
    return action


@pytest.fixture
def shortcuts(window: QMainWindow, theme: Theme, icons: Icons) -> ShortcutList:
    add(window, "&New chat", "Ctrl+N")
    return ShortcutList(theme, icons, window)


def lines(shortcuts: ShortcutList, qtbot: QtBot) -> list[str]:
    with qtbot.waitExposed(shortcuts):
        shortcuts.open_anew()
    return shortcuts.text.splitlines()


def test_the_windows_own_actions_are_listed_with_their_keys(
    window: QMainWindow, shortcuts: ShortcutList, qtbot: QtBot
) -> None:
    add(window, "Keys && shortcuts", "F1", "Ctrl+/")
    shown = lines(shortcuts, qtbot)
    assert shown[:5] == [ANYWHERE, "Ctrl+N", "New chat", "F1 or Ctrl+/", "Keys & shortcuts"]


def test_two_actions_that_do_the_same_are_one_line(window: QMainWindow, shortcuts: ShortcutList, qtbot: QtBot) -> None:
    add(window, "Keys", "F1")
    add(window, "Keys", "Ctrl+/")
    shown = lines(shortcuts, qtbot)
    assert shown.count("Keys") == 1
    assert "F1 or Ctrl+/" in shown


def test_what_has_no_key_or_cannot_be_used_now_is_left_out(
    window: QMainWindow, shortcuts: ShortcutList, qtbot: QtBot
) -> None:
    add(window, "Without a key")
    add(window, "Switched off", "Ctrl+J").setEnabled(False)
    shown = lines(shortcuts, qtbot)
    assert "New chat" in shown
    assert not {"Without a key", "Switched off", "Ctrl+J"} & set(shown)


def test_the_keys_are_read_anew_each_time_the_list_is_opened(
    window: QMainWindow, shortcuts: ShortcutList, qtbot: QtBot
) -> None:
    assert "Ctrl+K" not in lines(shortcuts, qtbot)
    shortcuts.close()
    window.actions()[0].setShortcut(QKeySequence("Ctrl+K"))
    shown = lines(shortcuts, qtbot)
    assert "Ctrl+K" in shown
    assert "Ctrl+N" not in shown


def test_the_list_can_be_scrolled_and_closed_by_keys(shortcuts: ShortcutList, qtbot: QtBot) -> None:
    lines(shortcuts, qtbot)
    shortcuts.resize(320, 240)
    bar = shortcuts._scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    QTest.keyClick(shortcuts, Qt.Key.Key_Tab)
    assert shortcuts.focusWidget() is shortcuts._scroll
    QTest.keyClick(shortcuts._scroll, Qt.Key.Key_Down)
    assert bar.value() > 0
    QTest.keyClick(shortcuts, Qt.Key.Key_Escape)
    assert not shortcuts.isVisible()


class Keyboard:
    """The widgets that handle keys themselves, each as the window has it."""

    def __init__(self, qtbot: QtBot, theme: Theme, icons: Icons) -> None:
        self.qtbot = qtbot
        self.composer = Composer(theme, icons)
        self.sidebar = Sidebar(theme, icons, read=lambda: Memory(2**35, 2**33), now=lambda: NOW)
        self.sidebar.set_conversations((ConversationSummary(1, "Ships", NOW.timestamp()),))
        self.sidebar.set_open_conversation(1)
        self.find_bar = FindBar(theme, icons)
        self.chat = ChatView(theme, icons)
        self.chat.resize(700, 300)
        for widget in (self.composer, self.sidebar, self.find_bar, self.chat):
            qtbot.addWidget(widget)
            with qtbot.waitExposed(widget):
                widget.show()
        self.chat.set_thread([answer(number, "A paragraph.\n\n" * 9) for number in range(1, 9)])
        self.bar = self.chat.scroll_area.verticalScrollBar()
        qtbot.waitUntil(lambda: self.bar.maximum() > 0 and self.bar.value() == self.bar.maximum())

    @property
    def field(self) -> ComposerEdit:
        field = self.composer.findChild(ComposerEdit)
        assert isinstance(field, ComposerEdit)
        return field

    def send(self) -> None:
        self.composer.set_text("Hello")
        with self.qtbot.waitSignal(self.composer.message_submitted):
            QTest.keyClick(self.field, Qt.Key.Key_Enter)

    def new_line(self) -> None:
        self.composer.set_text("Hello")
        QTest.keyClick(self.field, Qt.Key.Key_Enter, SHIFT)
        assert "\n" in self.composer.text()

    def stop(self) -> None:
        self.composer.set_state(ComposerState.BUSY)
        with self.qtbot.waitSignal(self.composer.stop_requested):
            QTest.keyClick(self.field, Qt.Key.Key_Escape)

    def open_chat(self) -> None:
        with self.qtbot.waitSignal(self.sidebar.conversation_chosen):
            QTest.keyClick(self.sidebar.conversation_list, Qt.Key.Key_Enter)

    def rename_chat(self) -> None:
        QTest.keyClick(self.sidebar.conversation_list, Qt.Key.Key_F2)
        title = self.sidebar.conversation_list.findChild(QLineEdit)
        assert title is not None
        QTest.keyClick(title, Qt.Key.Key_Escape)

    def delete_chat(self) -> None:
        with self.qtbot.waitSignal(self.sidebar.delete_requested):
            QTest.keyClick(self.sidebar.conversation_list, Qt.Key.Key_Delete)

    def fold_folder(self) -> None:
        assert self._rows_after(Qt.Key.Key_Left) == 2

    def unfold_folder(self) -> None:
        assert self._rows_after(Qt.Key.Key_Right) == 3

    def _rows_after(self, key: Qt.Key) -> int:
        """Rows of a list with one folder, one chat in it and one beside it, not counting headings of days."""
        inside = ConversationEntry(1, "Ships", NOW.timestamp(), is_pinned=False, folder_id=1, has_draft=False)
        beside = ConversationEntry(2, "Boats", NOW.timestamp(), is_pinned=False, folder_id=None, has_draft=False)
        self.sidebar.set_conversations((inside, beside), (Folder(1, "Sea", 0),))
        chats = self.sidebar.conversation_list
        chats.setCurrentIndex(chats.model().index(0, 0))
        QTest.keyClick(chats, key)
        rows = [chats.model().index(row, 0) for row in range(chats.model().rowCount())]
        return sum(str(row.data()) in ("Sea", "Ships", "Boats") for row in rows)

    def chat_menu(self) -> None:
        chats = self.sidebar.conversation_list
        self.sidebar.set_conversations((ConversationSummary(1, "Ships", NOW.timestamp()),), ())
        self.sidebar.set_open_conversation(1)
        chats.setFocus()
        QTest.keyClick(chats, Qt.Key.Key_F10, SHIFT)
        self._close_menu(chats)

    def message_menu(self) -> None:
        self.chat.focus_former()
        QTest.keyClick(self._focused, Qt.Key.Key_F10, SHIFT)
        self._close_menu(self.chat)

    @property
    def _focused(self) -> QWidget:
        focused = QApplication.focusWidget()
        assert focused is not None
        return focused

    def _close_menu(self, place: QWidget) -> None:
        self.qtbot.waitUntil(lambda: any(menu.isVisible() for menu in place.findChildren(QMenu)))
        for menu in place.findChildren(QMenu):
            menu.close()

    def copy_message(self) -> None:
        self.chat.focus_former()
        with self.qtbot.waitSignal(self.chat.copy_requested):
            QTest.keyClick(self._focused, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    def select_message(self) -> None:
        text = self.chat.findChildren(QTextEdit)[-1]
        QTest.keyClick(text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        assert "A paragraph." in text.textCursor().selectedText()

    def next_match(self) -> None:
        with self.qtbot.waitSignal(self.find_bar.next_requested):
            QTest.keyClick(self._find_field, Qt.Key.Key_Enter)

    def match_before(self) -> None:
        with self.qtbot.waitSignal(self.find_bar.former_requested):
            QTest.keyClick(self._find_field, Qt.Key.Key_Enter, SHIFT)

    def close_find_bar(self) -> None:
        with self.qtbot.waitSignal(self.find_bar.closed):
            QTest.keyClick(self._find_field, Qt.Key.Key_Escape)

    @property
    def _find_field(self) -> QLineEdit:
        self.find_bar.open_bar()
        self.find_bar.set_text("ship")
        self.find_bar.set_standing(FindStanding(1, 2))
        field = self.find_bar.findChild(QLineEdit)
        assert field is not None
        self.find_bar.activateWindow()
        field.setFocus()
        self.qtbot.waitUntil(field.hasFocus)
        return field

    def scroll_up(self) -> None:
        QTest.keyClick(self.chat.scroll_area, Qt.Key.Key_PageUp)
        assert self.bar.value() < self.bar.maximum()

    def scroll_down(self) -> None:
        self.bar.setValue(0)
        QTest.keyClick(self.chat.scroll_area, Qt.Key.Key_PageDown)
        assert self.bar.value() > 0

    def first_message(self) -> None:
        QTest.keyClick(self.chat.scroll_area, Qt.Key.Key_Home)
        assert self.bar.value() == 0

    def last_message(self) -> None:
        self.bar.setValue(0)
        QTest.keyClick(self.chat.scroll_area, Qt.Key.Key_End)
        assert self.bar.value() == self.bar.maximum()

    def next_control(self) -> None:
        dialog, (first, second) = self._window_in_front()
        QTest.keyClick(first, Qt.Key.Key_Tab)
        assert dialog.focusWidget() is second

    def control_before(self) -> None:
        dialog, (first, second) = self._window_in_front()
        second.setFocus()
        QTest.keyClick(second, Qt.Key.Key_Backtab, SHIFT)
        assert dialog.focusWidget() is first

    def close_window(self) -> None:
        dialog, _ = self._window_in_front()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()

    def _window_in_front(self) -> tuple[QDialog, tuple[QPushButton, QPushButton]]:
        dialog = QDialog(self.chat)
        column = QVBoxLayout(dialog)
        buttons = (QPushButton("One"), QPushButton("Two"))
        for button in buttons:
            column.addWidget(button)
        with self.qtbot.waitExposed(dialog):
            dialog.open()
        dialog.activateWindow()
        buttons[0].setFocus()
        return dialog, buttons


PRESSED: dict[tuple[str, str], Callable[[Keyboard], None]] = {
    ("Enter", "Send the message"): Keyboard.send,
    ("Shift+Enter", "Begin a new line"): Keyboard.new_line,
    ("Esc", "Stop the answer"): Keyboard.stop,
    ("Enter", "Open the chat"): Keyboard.open_chat,
    ("F2", "Rename the chat"): Keyboard.rename_chat,
    ("Del", "Delete the chat"): Keyboard.delete_chat,
    ("Left", "Fold a folder"): Keyboard.fold_folder,
    ("Right", "Unfold a folder"): Keyboard.unfold_folder,
    ("Shift+F10", "Everything else about the chat"): Keyboard.chat_menu,
    ("PgUp", "Scroll up"): Keyboard.scroll_up,
    ("PgDown", "Scroll down"): Keyboard.scroll_down,
    ("Home", "Go to the first message"): Keyboard.first_message,
    ("End", "Go to the last message"): Keyboard.last_message,
    ("Ctrl+A", "Select the whole message"): Keyboard.select_message,
    ("Ctrl+C", "Copy the message, or what is selected in it"): Keyboard.copy_message,
    ("Shift+F10", "What can be done with the message"): Keyboard.message_menu,
    ("Enter", "Next match"): Keyboard.next_match,
    ("Shift+Enter", "Previous match"): Keyboard.match_before,
    ("Esc", "Close the find bar"): Keyboard.close_find_bar,
    ("Tab", "Go to the next control"): Keyboard.next_control,
    ("Shift+Tab", "Go back to the one before"): Keyboard.control_before,
    ("Esc", "Close a window in front"): Keyboard.close_window,
}


def test_every_key_in_the_table_does_what_it_says(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    promised = {
        (shortcut.keys, shortcut.deed)
        for group in shortcuts_of(())
        for shortcut in group.shortcuts
        if group.place != ANYWHERE
    }
    assert promised == set(PRESSED)
    keyboard = Keyboard(qtbot, theme, icons)
    for press in PRESSED.values():
        press(keyboard)
