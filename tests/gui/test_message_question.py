"""What the person wrote is shown as it was typed, in a bubble on the right."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from quantchat.gui.icons import Icons
from quantchat.gui.message_question import QuestionText, QuestionWidget
from quantchat.gui.theme import Theme
from tests.gui.message_samples import question
from tests.gui.visible_text import button_named

WIDTH = 700
MakeQuestion = Callable[[str], QuestionWidget]


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme, icons: Icons) -> MakeQuestion:
    def made(content: str) -> QuestionWidget:
        widget = QuestionWidget(question(4, content), theme, icons)
        qtbot.addWidget(widget)
        widget.resize(WIDTH, 100)
        with qtbot.waitExposed(widget):
            widget.show()
        return widget

    return made


def text_of(widget: QuestionWidget) -> QuestionText:
    return widget.findChildren(QuestionText)[0]


def right_edge(widget: QuestionWidget) -> int:
    text = text_of(widget)
    return text.mapTo(widget, QPoint(text.width(), 0)).x()


@pytest.mark.parametrize("content", ["def f():\n    return   1\n", "<b>not bold</b>", "# no heading", "**stars**"])
def test_the_text_is_shown_as_it_was_typed(shown: MakeQuestion, content: str) -> None:
    assert shown(content).text == content


def test_a_short_message_is_a_small_bubble_on_the_right(shown: MakeQuestion) -> None:
    short, long = shown("Hi"), shown("many words " * 60)

    assert text_of(short).width() < 60
    assert right_edge(short) == right_edge(long) > WIDTH - 40


@pytest.mark.parametrize("content", ["many words " * 60, "x" * 2000])
def test_a_long_message_leaves_room_on_the_left_and_is_shown_whole(shown: MakeQuestion, content: str) -> None:
    widget = shown(content)
    text = text_of(widget)

    assert WIDTH * 0.6 < text.width() < WIDTH * 0.85
    assert text.height() >= text.document().size().height()
    assert text.verticalScrollBar().maximum() == text.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier])
def test_the_wheel_goes_on_to_the_chat(shown: MakeQuestion, modifier: Qt.KeyboardModifier) -> None:
    widget = shown("Hi")
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    text_of(widget).wheelEvent(wheel)

    assert not wheel.isAccepted()


def test_it_can_be_copied_and_edited(qtbot: QtBot, shown: MakeQuestion) -> None:
    widget = shown("my  words")
    with qtbot.waitSignal(widget.copy_requested) as copied:
        QTest.mouseClick(button_named(widget, "Copy message"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(widget.edit_requested) as edited:
        QTest.mouseClick(button_named(widget, "Edit message"), Qt.MouseButton.LeftButton)

    assert (copied.args, edited.args) == (["my  words"], [4])


def test_a_right_to_left_message_reads_from_the_right(shown: MakeQuestion) -> None:
    widget = shown("שלום world")

    assert text_of(widget).document().firstBlock().textDirection() == Qt.LayoutDirection.RightToLeft
