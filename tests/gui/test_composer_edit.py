"""The field of the composer is as high as what is to be read in it."""

from PySide6.QtCore import QRect, Qt
from pytestqt.qtbot import QtBot

from quantchat.gui.composer_edit import MAX_PLACEHOLDER_LINES, ComposerEdit
from quantchat.gui.theme import Theme

PLACEHOLDER = "Ask anything. Nothing leaves this computer."


def needed_height(edit: ComposerEdit) -> int:
    """Height of the whole placeholder, as Qt wraps it."""
    room = QRect(0, 0, edit.viewport().width(), 1)
    return edit.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, edit.placeholderText()).height()


def test_in_a_narrow_window_the_whole_placeholder_can_be_read(qtbot: QtBot, theme: Theme) -> None:
    edit = ComposerEdit(theme)
    qtbot.addWidget(edit)
    edit.setPlaceholderText(PLACEHOLDER)
    edit.resize(600, 100)
    with qtbot.waitExposed(edit):
        edit.show()
    one_line = edit.height()
    edit.resize(180, edit.height())
    assert edit.height() >= needed_height(edit) > one_line

    edit.setPlainText("A short text.")
    assert edit.height() == one_line
    edit.clear()
    edit.setPlaceholderText("Write.")
    assert edit.height() == one_line


def test_a_placeholder_of_any_length_leaves_room_for_the_chat(qtbot: QtBot, theme: Theme) -> None:
    edit = ComposerEdit(theme)
    qtbot.addWidget(edit)
    edit.resize(180, 40)
    with qtbot.waitExposed(edit):
        edit.show()
    edit.setPlaceholderText(PLACEHOLDER * 5)
    assert edit.height() <= MAX_PLACEHOLDER_LINES * edit.fontMetrics().lineSpacing() + 2
