"""Closing while a quantization is being made asks first, and the safe choice is the easy one."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from quantchat.gui.giving_up_question import confirmed_giving_up


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def open_question() -> QMessageBox:
    question = QApplication.activeModalWidget()
    assert isinstance(question, QMessageBox)
    return question


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_enter_and_escape_keep_the_window_open(parent: QWidget, key: Qt.Key) -> None:
    QTimer.singleShot(0, lambda: QTest.keyClick(open_question(), key))
    assert confirmed_giving_up(parent, ["Tiny in Q8_0"]) is False


def test_only_the_named_button_gives_the_work_up(parent: QWidget) -> None:
    said: list[str] = []

    def press() -> None:
        said.append(open_question().text())
        button = next(b for b in open_question().buttons() if b.text() == "Close and give it up")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, press)
    assert confirmed_giving_up(parent, ["Tiny in Q8_0", "Tiny in Q4_0"]) is True
    assert said[0].startswith("Tiny in Q8_0 is being made, 1 more to follow.")
