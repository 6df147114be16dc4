"""Closing while the disk refuses what is in the window asks first, and the safe choice is the easy one."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from quantchat.gui.close_question import Loss, confirmed_loss


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def answer_with(key: Qt.Key) -> None:
    """Press a key in the question as soon as it is open."""

    def press() -> None:
        question = QApplication.activeModalWidget()
        assert isinstance(question, QMessageBox)
        QTest.keyClick(question, key)

    QTimer.singleShot(0, press)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_enter_and_escape_keep_the_window_open(parent: QWidget, key: Qt.Key) -> None:
    answer_with(key)
    assert confirmed_loss(parent, Loss.ANSWER) is False


def test_only_the_named_button_gives_the_text_up(parent: QWidget) -> None:
    def press() -> None:
        question = QApplication.activeModalWidget()
        assert isinstance(question, QMessageBox)
        QTest.mouseClick(
            next(b for b in question.buttons() if b.text() == "Close and lose it"), Qt.MouseButton.LeftButton
        )

    QTimer.singleShot(0, press)
    assert confirmed_loss(parent, Loss.DRAFT) is True
