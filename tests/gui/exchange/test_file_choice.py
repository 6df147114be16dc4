"""The question for a file, put in Qt's own dialog and answered on its widgets."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from quantchat.gui.exchange.file_choice import ChosenFile, FileKind, FileQuestion, ask_in_dialog

MARKDOWN, JSON = FileKind("Markdown", ("md",)), FileKind("JSON", ("json",))
CHATS = FileKind("Chats", ("json", "zip"))


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


def saving(place: Path) -> FileQuestion:
    return FileQuestion("Export chats", place, (MARKDOWN, JSON), is_new=True)


def answered(window: QWidget, question: FileQuestion, act: Callable[[QFileDialog], None]) -> ChosenFile | None:
    """Put the question, and act on the dialog once it is there."""

    def on_dialog() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        act(dialog)

    QTimer.singleShot(0, on_dialog)
    return ask_in_dialog(window)(question)


def press_enter(dialog: QFileDialog) -> None:
    field = dialog.findChild(QLineEdit)
    assert field is not None
    QTest.keyClick(field, Qt.Key.Key_Return)


def choose_kind(dialog: QFileDialog, kind: FileKind) -> None:
    box = dialog.findChild(QComboBox, "fileTypeCombo")
    assert box is not None
    while box.currentText() != kind.filter:
        QTest.keyClick(box, Qt.Key.Key_Down)


def type_name(dialog: QFileDialog, name: str) -> None:
    field = dialog.findChild(QLineEdit)
    assert field is not None
    field.clear()
    QTest.keyClicks(field, name)


def test_the_suggested_name_is_taken_with_enter(window: QWidget, tmp_path: Path) -> None:
    chosen = answered(window, saving(tmp_path / "Oaks.md"), press_enter)
    assert chosen == ChosenFile(tmp_path / "Oaks.md", MARKDOWN)


def test_a_name_without_an_ending_gets_that_of_the_kind(window: QWidget, tmp_path: Path) -> None:
    def act(dialog: QFileDialog) -> None:
        choose_kind(dialog, JSON)
        type_name(dialog, "mine")
        press_enter(dialog)

    assert answered(window, saving(tmp_path / "Oaks.md"), act) == ChosenFile(tmp_path / "mine.json", JSON)


def test_before_a_file_is_replaced_the_person_is_asked_about_its_whole_name(window: QWidget, tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text("old")
    asked: list[str] = []

    def refuse() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        QTest.mouseClick(box.button(QMessageBox.StandardButton.No), Qt.MouseButton.LeftButton)

    def act(dialog: QFileDialog) -> None:
        type_name(dialog, "mine")
        QTimer.singleShot(0, refuse)
        press_enter(dialog)
        dialog.reject()

    assert answered(window, saving(tmp_path / "Oaks.md"), act) is None
    assert "mine.md" in asked[0]


def test_a_file_to_read_is_chosen_among_those_of_its_kinds(window: QWidget, tmp_path: Path) -> None:
    (tmp_path / "chats.zip").write_text("x")
    question = FileQuestion("Import chats", tmp_path, (CHATS,), is_new=False)

    def act(dialog: QFileDialog) -> None:
        assert dialog.nameFilters() == ["Chats (*.json *.zip)"]
        type_name(dialog, "chats.zip")
        press_enter(dialog)

    assert answered(window, question, act) == ChosenFile(tmp_path / "chats.zip", CHATS)


def test_esc_chooses_nothing(window: QWidget, tmp_path: Path) -> None:
    question = FileQuestion("Import chats", tmp_path, (CHATS,), is_new=False)
    assert answered(window, question, lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape)) is None
