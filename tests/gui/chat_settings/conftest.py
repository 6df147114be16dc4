"""The panel, its button and the window of the assistants with a real file, before somebody at the keyboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from quantchat.core.assistants import Assistant
from quantchat.core.conversation import ConversationSettings
from quantchat.gui.assistants_controller import AssistantsController
from quantchat.gui.buttons import Button
from quantchat.gui.chat_settings.assistant_button import AssistantButton
from quantchat.gui.chat_settings.assistants_dialog import AssistantsDialog
from quantchat.gui.chat_settings.panel import ChatSettingsPanel
from quantchat.gui.chat_settings.sampling_row import SamplingRow
from quantchat.gui.chat_settings.text_box import TextBox
from quantchat.gui.chat_settings_presenter import ChatSettingsPresenter
from quantchat.gui.icons import Icons
from quantchat.gui.theme import Theme
from quantchat.settings import folders
from quantchat.store.assistants_file import AssistantsFile


class Person:
    """Somebody who sets how a chat is answered.

    Attributes:
        told: what the presenter told to be stored: the chat and its settings, in order.
        models_wanted: models that assistants asked for.
    """

    def __init__(self, qtbot: QtBot, theme: Theme, icons: Icons) -> None:
        self._qtbot = qtbot
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.panel = ChatSettingsPanel(theme, icons)
        self.button = AssistantButton(theme, icons)
        column = QVBoxLayout(self.window)
        column.addWidget(self.panel)
        column.addWidget(self.button)
        self.assistants = AssistantsController(AssistantsFile(folders().assistants_file), self.window)
        self.presenter = ChatSettingsPresenter(self.window, theme, icons, self.panel, self.button, self.assistants)
        self.told: list[tuple[object, ConversationSettings]] = []
        self.models_wanted: list[Path] = []
        self.presenter.settings_changed.connect(lambda chat_id, settings: self.told.append((chat_id, settings)))
        self.presenter.model_wanted.connect(self.models_wanted.append)
        self.open_chat(1, ConversationSettings())
        self.window.resize(400, 900)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()

    @property
    def dialog(self) -> AssistantsDialog:
        return self.presenter.dialog

    def open_chat(self, chat_id: int | None, settings: ConversationSettings) -> None:
        self.presenter.set_chat(chat_id)
        self.presenter.show_settings(settings)

    def open_manager(self) -> AssistantsDialog:
        """Open the window of the assistants and wait until it has the keyboard."""
        self.press("Manage assistants…")
        self._qtbot.waitUntil(self.dialog.isActiveWindow)
        return self.dialog

    @property
    def own(self) -> tuple[Assistant, ...]:
        """What the next start would find."""
        return AssistantsFile(folders().assistants_file).own

    def control(self, name: str, inside: QWidget | None = None) -> QWidget:
        """The visible control that a screen reader calls so."""
        place = inside or self.window
        (found,) = (
            widget for widget in place.findChildren(QWidget) if widget.accessibleName() == name and widget.isVisible()
        )
        return found

    def press(self, name: str, inside: QWidget | None = None) -> None:
        button = self.control(name, inside)
        assert isinstance(button, Button)
        assert button.isEnabled()
        QTest.keyClick(button, Qt.Key.Key_Space)

    def choose(self, name: str, words: str, inside: QWidget | None = None) -> None:
        """Step through a list with the arrow keys until it shows these words."""
        field = self.control(name, inside)
        assert isinstance(field, QComboBox)
        wanted = [field.itemText(index) for index in range(field.count())].index(words)
        while field.currentIndex() != wanted:
            QTest.keyClick(field, Qt.Key.Key_Down if field.currentIndex() < wanted else Qt.Key.Key_Up)

    def write(self, name: str, text: str, inside: QWidget | None = None) -> None:
        """Type a text in place of what stands in a field, and stay in it."""
        field = self.control(name, inside)
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(field, Qt.Key.Key_Delete)
        for number, line in enumerate(text.split("\n")):
            if number:
                QTest.keyClick(field, Qt.Key.Key_Return)
            QTest.keyClicks(field, line)

    def enter(self, name: str, text: str, inside: QWidget | None = None) -> None:
        """Type a text and leave the field."""
        self.write(name, text, inside)
        QTest.keyClick(self.control(name, inside), Qt.Key.Key_Tab)

    def shown(self, name: str, inside: QWidget | None = None) -> str:
        """What stands in a field, or what it says of itself while it is empty."""
        field = self.control(name, inside)
        if isinstance(field, QComboBox):
            return field.currentText()
        if isinstance(field, TextBox):
            return field.text or field.hint
        assert isinstance(field, QLineEdit)
        return field.text() or field.placeholderText()

    def row(self, title: str) -> SamplingRow:
        return next(row for row in self.panel.form.rows if row.title == title)


@pytest.fixture
def person(qtbot: QtBot, theme: Theme, icons: Icons) -> Person:
    return Person(qtbot, theme, icons)
