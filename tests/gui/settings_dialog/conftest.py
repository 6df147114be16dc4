"""The dialog with its presenter, a real settings file, a real theme and chats in a real file."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from quantchat.gui.buttons import Button
from quantchat.gui.icons import Icons
from quantchat.gui.settings_dialog.fields import ChoiceField
from quantchat.gui.settings_presenter import SettingsPresenter
from quantchat.gui.theme import Theme
from quantchat.settings import Settings, SettingsFile, folders
from tests.gui.settings_dialog.chats_on_disk import ChatsOnDisk


class Person:
    """Somebody in front of the settings."""

    def __init__(self, qtbot: QtBot, theme: Theme, icons: Icons, chats: ChatsOnDisk) -> None:
        self.places = folders()
        self.chats = chats
        self.file = SettingsFile(self.places.settings_file)
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.show()
        self.is_answering = False
        self.presenter = SettingsPresenter(
            self.window, theme, icons, self.file, self.places, chats, lambda: self.is_answering
        )
        self.presenter.show_models_folder(self.places.models)
        self._qtbot = qtbot
        self.dialog = self.presenter.dialog
        self.open()

    @property
    def on_disk(self) -> Settings:
        """What the next start would find."""
        return SettingsFile(self.places.settings_file).value

    @property
    def focus(self) -> QWidget:
        widget = self.dialog.focusWidget()
        assert widget is not None
        return widget

    def open(self) -> None:
        with self._qtbot.waitExposed(self.dialog):
            self.presenter.open()

    def control(self, name: str) -> QWidget:
        """The control that a screen reader calls so."""
        (found,) = (widget for widget in self.dialog.findChildren(QWidget) if widget.accessibleName() == name)
        return found

    def press(self, name: str) -> None:
        button = self.control(name)
        assert isinstance(button, Button)
        QTest.keyClick(button, Qt.Key.Key_Space)

    def choose(self, name: str, words: str) -> None:
        """Step through a list with the arrow keys until it shows these words."""
        field = self.control(name)
        assert isinstance(field, ChoiceField)
        wanted = [field.itemText(index) for index in range(field.count())].index(words)
        while field.currentIndex() != wanted:
            QTest.keyClick(field, Qt.Key.Key_Down if field.currentIndex() < wanted else Qt.Key.Key_Up)

    def type_number(self, name: str, text: str, enter: bool = True) -> None:
        field = self.control(name)
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(field, text)
        if enter:
            QTest.keyClick(field, Qt.Key.Key_Return)

    def search(self, words: str) -> None:
        field = self.control("Search settings")
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(field, Qt.Key.Key_Delete)
        QTest.keyClicks(field, words)


@pytest.fixture
def chats() -> Iterator[ChatsOnDisk]:
    chats = ChatsOnDisk(folders())
    yield chats
    chats.store.close()


@pytest.fixture
def person(qtbot: QtBot, theme: Theme, icons: Icons, chats: ChatsOnDisk) -> Person:
    return Person(qtbot, theme, icons, chats)


def answer_with(label: str) -> list[str]:
    """Press a button of the question that will open; what was asked is in the list afterwards."""
    asked: list[str] = []

    def press() -> None:
        question = QApplication.activeModalWidget()
        assert isinstance(question, QMessageBox)
        asked.append(f"{question.text()} {question.informativeText()}")
        QTest.mouseClick(next(b for b in question.buttons() if b.text() == label), Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, press)
    return asked
