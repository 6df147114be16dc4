"""A conversation of any length is scrolled as one text, and never moves under the person's eyes."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from quantchat.core.chat import Message, MessageStatus
from quantchat.gui.buttons import Button
from quantchat.gui.chat_view import FIRST_ROWS, MOST_ROWS, ChatView
from quantchat.gui.code_block import CodeText
from quantchat.gui.icons import Icons
from quantchat.gui.markdown_prose import ProseWidget
from quantchat.gui.message_answer import AnswerWidget
from quantchat.gui.message_question import QuestionText
from quantchat.gui.message_widget import MessageWidget
from quantchat.gui.theme import READING_COLUMN_WIDTH, Theme
from tests.gui.message_samples import answer, question
from tests.gui.visible_text import button_named

JUMP = "Jump to the newest message"
LONG = 300
MakeChat = Callable[[Sequence[Message]], ChatView]


def thread(length: int) -> list[Message]:
    """Questions and answers by turns, with the identifiers 1 to `length`."""
    return [
        question(i, f"Question {i}") if i % 2 else answer(i, f"Answer {i}.\n\nA second paragraph.\n\n```py\nx = 1\n```")
        for i in range(1, length + 1)
    ]


@pytest.fixture
def chat(qtbot: QtBot, theme: Theme, icons: Icons) -> MakeChat:
    def made(messages: Sequence[Message]) -> ChatView:
        view = ChatView(theme, icons)
        qtbot.addWidget(view)
        view.resize(900, 600)
        with qtbot.waitExposed(view):
            view.show()
        view.set_thread(messages)
        settle(qtbot, view)
        return view

    return made


def rows(view: ChatView) -> list[int]:
    """The messages that are widgets, from top to bottom."""
    widgets = [widget for widget in view.findChildren(MessageWidget) if widget.isVisibleTo(view)]
    return [widget.message.id for widget in sorted(widgets, key=QWidget.y)]


def y_of(view: ChatView, message_id: int) -> int:
    """Where a message stands in the window."""
    widget = view.message_widget(message_id)
    assert widget is not None
    return widget.mapTo(view, QPoint(0, 0)).y()


def first_in_view(view: ChatView) -> int:
    return next(row for row in rows(view) if y_of(view, row) >= 0)


def settle(qtbot: QtBot, view: ChatView) -> None:
    """Wait until everything is laid out."""
    seen: list[tuple[int, int]] = []

    def is_settled() -> bool:
        bar = view.scroll_area.verticalScrollBar()
        seen.append((bar.value(), bar.maximum()))
        return len(seen) > 3 and len(set(seen[-3:])) == 1

    qtbot.waitUntil(is_settled)


def turn_wheel(over: QWidget, notches: int) -> None:
    """Turn the wheel: what a widget ignores goes to its parent, as Qt does it with real events."""
    widget: QWidget | None = over
    while widget is not None:
        event = QWheelEvent(
            QPointF(5, 5),
            QPointF(5, 5),
            QPoint(),
            QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        event.ignore()
        QApplication.sendEvent(widget, event)
        widget = None if event.isAccepted() else widget.parentWidget()


def jump_button(view: ChatView) -> Button:
    return next(button for button in view.findChildren(Button) if button.label == JUMP)


def test_a_long_conversation_opens_at_its_end_with_a_few_widgets(chat: MakeChat) -> None:
    view = chat(thread(LONG))

    assert rows(view) == list(range(LONG - FIRST_ROWS + 1, LONG + 1))
    assert view.is_at_bottom
    assert view.scroll_area.verticalScrollBar().value() == view.scroll_area.verticalScrollBar().maximum() > 0
    assert not jump_button(view).isVisible()


def test_scrolling_up_brings_earlier_messages_and_moves_nothing(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(thread(LONG))
    view.scroll_area.verticalScrollBar().setValue(100)
    reading = first_in_view(view)
    before = y_of(view, reading)
    qtbot.waitUntil(lambda: rows(view)[0] < LONG - FIRST_ROWS)

    assert y_of(view, reading) == before


def test_the_whole_conversation_can_be_walked_with_few_widgets(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(thread(LONG))
    bar = view.scroll_area.verticalScrollBar()
    most = 0

    def step_up() -> bool:
        nonlocal most
        bar.setValue(bar.value() - 400)
        most = max(most, len(rows(view)))
        return rows(view)[0] == 1 and bar.value() == 0

    qtbot.waitUntil(step_up, timeout=20_000)
    assert most <= MOST_ROWS
    assert rows(view)[-1] < LONG  # the far end was let go

    def step_down() -> bool:
        bar.setValue(bar.value() + 400)
        return rows(view)[-1] == LONG and view.is_at_bottom

    qtbot.waitUntil(step_down, timeout=20_000)
    assert len(rows(view)) <= MOST_ROWS


def test_the_jump_button_leads_to_the_end_from_anywhere(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(thread(LONG))
    bar = view.scroll_area.verticalScrollBar()

    def at_top() -> bool:
        bar.setValue(0)
        return rows(view)[0] == 1

    qtbot.waitUntil(at_top, timeout=20_000)
    QTest.mouseClick(button_named(view, JUMP), Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: view.is_at_bottom and 0 < y_of(view, LONG) < 600)
    assert not jump_button(view).isVisible()


def test_the_view_follows_a_growing_answer(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat([*thread(10), answer(11, "", status=MessageStatus.STREAMING)])
    for _ in range(30):
        view.append_text(11, "One more paragraph.\n\n", "")

    bar = view.scroll_area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 800)
    assert bar.value() == bar.maximum()
    assert view.is_at_bottom


def test_who_scrolled_up_to_read_is_not_moved_by_a_growing_answer(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat([*thread(20), answer(21, "", status=MessageStatus.STREAMING)])
    bar = view.scroll_area.verticalScrollBar()
    turn_wheel(view.scroll_area.viewport(), 3)
    value, maximum = bar.value(), bar.maximum()
    assert not view.is_at_bottom
    assert jump_button(view).isVisible()
    for _ in range(30):
        view.append_text(21, "One more paragraph.\n\n", "")

    qtbot.waitUntil(lambda: bar.maximum() > maximum + 500)
    assert bar.value() == value
    bar.setValue(bar.maximum())
    assert view.is_at_bottom


def test_the_growing_answer_is_kept_while_somebody_reads_the_beginning(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat([*thread(LONG), answer(LONG + 1, "", status=MessageStatus.STREAMING)])
    bar = view.scroll_area.verticalScrollBar()

    def at_top() -> bool:
        bar.setValue(0)
        return rows(view)[0] == 1

    qtbot.waitUntil(at_top, timeout=20_000)
    view.append_text(LONG + 1, "Still here.", "")
    widget = view.message_widget(LONG + 1)
    assert widget is not None
    assert widget.message.content == "Still here."


def test_an_answer_that_ended_keeps_its_end(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat([question(1, "Hi"), answer(2, "", status=MessageStatus.STREAMING)])
    view.append_text(2, "Hel", "")
    widget = view.message_widget(2)
    assert widget is not None
    view.update_message(replace(widget.message, content="Hello", status=MessageStatus.STOPPED))

    assert widget.message.content == "Hello"
    view.set_thread([widget.message])
    assert rows(view) == [2]


def test_a_new_message_appears_at_the_end(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(thread(4))
    with qtbot.waitSignal(view.message_shown) as shown:
        view.append_message(question(5, "One more"))

    assert shown.args == [5]
    qtbot.waitUntil(lambda: rows(view) == [1, 2, 3, 4, 5])


def test_a_chat_that_goes_on_and_on_keeps_few_widgets(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(thread(2))
    for message in thread(LONG)[2 : MOST_ROWS + 20]:
        view.append_message(message)

    settle(qtbot, view)
    assert rows(view) == list(range(21, MOST_ROWS + 21))
    assert view.is_at_bottom


def test_an_empty_conversation_shows_what_to_do(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat([])
    label = QLabel("What shall we talk about?")
    view.set_empty_widget(label)
    assert label.isVisible()
    view.append_message(question(1, "Hi"))
    assert not label.isVisible()
    view.set_thread([])

    assert label.isVisible()
    assert not jump_button(view).isVisible()


@pytest.mark.parametrize("kind", [ProseWidget, CodeText, QuestionText])
def test_the_keys_scroll_the_chat_from_within_any_text(
    qtbot: QtBot, chat: MakeChat, kind: type[ProseWidget | CodeText | QuestionText]
) -> None:
    view = chat(thread(30))
    bar = view.scroll_area.verticalScrollBar()
    widget = view.findChildren(kind)[-1]
    widget.setFocus()
    end = bar.value()
    QTest.keyClick(widget, Qt.Key.Key_PageUp)
    page_up = bar.value()
    assert page_up < end
    QTest.keyClick(widget, Qt.Key.Key_PageDown)
    assert bar.value() > page_up
    QTest.keyClick(widget, Qt.Key.Key_Home)
    assert bar.value() == 0
    QTest.keyClick(widget, Qt.Key.Key_End)

    assert bar.value() == bar.maximum()


@pytest.mark.parametrize("kind", [ProseWidget, CodeText, QuestionText])
def test_the_wheel_scrolls_the_chat_over_any_text(
    chat: MakeChat, kind: type[ProseWidget | CodeText | QuestionText]
) -> None:
    view = chat(thread(30))
    before = view.scroll_area.verticalScrollBar().value()
    turn_wheel(view.findChildren(kind)[-1].viewport(), 2)

    assert view.scroll_area.verticalScrollBar().value() < before


def test_opening_the_thinking_leaves_it_in_view(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat([*thread(8), answer(9, "Short.", reasoning="A long thought.\n" * 60)])
    before = y_of(view, 9)
    widget = view.message_widget(9)
    assert isinstance(widget, AnswerWidget)
    QTest.mouseClick(button_named(widget, "Thoughts"), Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: widget.height() > 600)
    settle(qtbot, view)
    assert y_of(view, 9) == before
    QTest.mouseClick(button_named(widget, "Thoughts"), Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: view.is_at_bottom)


def test_opening_a_short_thinking_does_not_stop_following(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat([answer(1, "", status=MessageStatus.STREAMING, reasoning="Hm.")])
    widget = view.message_widget(1)
    assert isinstance(widget, AnswerWidget)
    QTest.mouseClick(button_named(widget, "Thinking…"), Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: view.is_at_bottom)
    assert not jump_button(view).isVisible()


def test_the_column_is_no_wider_than_one_can_read_and_as_wide_as_there_is_room(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(thread(2))
    prose = view.findChildren(ProseWidget)[0]
    assert prose.width() == READING_COLUMN_WIDTH
    view.resize(500, 600)

    qtbot.waitUntil(lambda: 400 < prose.width() < 500)


def test_what_a_message_asks_for_is_passed_on(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(thread(2))
    first, last = view.message_widget(1), view.message_widget(2)
    assert first is not None
    assert last is not None
    view.set_actions_enabled(False)
    assert not button_named(last, "Answer again").isEnabled()
    view.set_actions_enabled(True)
    with qtbot.waitSignals([view.edit_requested, view.regenerate_requested]):
        QTest.mouseClick(button_named(first, "Edit message"), Qt.MouseButton.LeftButton)
        QTest.mouseClick(button_named(last, "Answer again"), Qt.MouseButton.LeftButton)
