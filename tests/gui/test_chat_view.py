"""A conversation of any length is scrolled as one text, and never moves under the person's eyes."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from quantchat.core.chat import Message, MessageStatus
from quantchat.gui.buttons import Button
from quantchat.gui.chat_view import ChatView
from quantchat.gui.code_block import CodeText
from quantchat.gui.context_gap import ContextGap, DimVeil
from quantchat.gui.icons import Icons
from quantchat.gui.markdown_prose import ProseWidget
from quantchat.gui.message_answer import AnswerWidget
from quantchat.gui.message_question import QuestionText
from quantchat.gui.message_widget import MessageWidget
from quantchat.gui.theme import READING_COLUMN_WIDTH, Space, Theme
from tests.gui.message_samples import answer, question
from tests.gui.visible_text import button_named

MOST_ROWS = 60
"""Widgets that may exist in a window of this size, with messages as short as these."""

JUMP = "Jump to the newest message"
LONG = 100
MakeChat = Callable[[Sequence[Message]], ChatView]


def thread(length: int) -> list[Message]:
    """Questions and answers by turns, with the identifiers 1 to `length`."""
    return [
        question(i, f"Question {i}") if i % 2 else answer(i, f"Answer {i}.\n\nA second paragraph.\n\n```py\nx = 1\n```")
        for i in range(1, length + 1)
    ]


@pytest.fixture
def chat(qtbot: QtBot, theme: Theme, icons: Icons) -> Iterator[MakeChat]:
    views: list[ChatView] = []  # they live as long as the test: code that is being coloured must not lose its window

    def made(messages: Sequence[Message]) -> ChatView:
        view = ChatView(theme, icons)
        views.append(view)
        qtbot.addWidget(view)
        view.resize(900, 600)
        with qtbot.waitExposed(view):
            view.show()
        view.set_thread(messages)
        settle(qtbot, view)
        return view

    yield made
    views.clear()


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

    assert rows(view) == list(range(rows(view)[0], LONG + 1))
    assert 5 < len(rows(view)) < MOST_ROWS
    assert view.is_at_bottom
    assert view.scroll_area.verticalScrollBar().value() == view.scroll_area.verticalScrollBar().maximum() > 0
    assert not jump_button(view).isVisible()


def test_scrolling_up_brings_earlier_messages_and_moves_nothing(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(thread(LONG))
    earliest = rows(view)[0]
    view.scroll_area.verticalScrollBar().setValue(100)
    reading = first_in_view(view)
    before = y_of(view, reading)
    qtbot.waitUntil(lambda: rows(view)[0] < earliest)

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
    settle(qtbot, view)
    reading, maximum = first_in_view(view), bar.maximum()
    before = y_of(view, reading)
    assert not view.is_at_bottom
    assert jump_button(view).isVisible()
    for _ in range(30):
        view.append_text(21, "One more paragraph.\n\n", "")

    qtbot.waitUntil(lambda: bar.maximum() > maximum + 500)
    assert y_of(view, reading) == before
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
    for message in thread(LONG)[2:]:
        view.append_message(message)

    qtbot.waitUntil(lambda: len(rows(view)) < MOST_ROWS)
    settle(qtbot, view)
    assert rows(view) == list(range(rows(view)[0], LONG + 1))
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


def test_a_message_far_away_is_brought_into_view_and_stays_there(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(thread(LONG))
    widget = view.show_message(40)
    assert widget is not None
    settle(qtbot, view)

    assert widget is view.message_widget(40)
    assert 0 <= y_of(view, 40) < 300
    assert not view.is_at_bottom
    assert jump_button(view).isVisible()
    assert {39, 40, 41} <= set(rows(view))


def test_a_message_in_view_is_shown_without_moving_anything(chat: MakeChat) -> None:
    view = chat(thread(LONG))
    view.scroll_area.verticalScrollBar().setValue(view.scroll_area.verticalScrollBar().maximum() - 300)
    seen = next(row for row in rows(view) if 40 < y_of(view, row) < 300)
    before = y_of(view, seen)
    view.show_message(seen)

    assert y_of(view, seen) == before


def test_a_part_of_a_text_is_brought_into_view(qtbot: QtBot, chat: MakeChat) -> None:
    messages = [*thread(10), answer(11, "A paragraph.\n\n" * 200), *thread(4)]
    view = chat(messages)
    widget = view.show_message(11)
    assert widget is not None
    text = widget.texts()[0]
    part = QRect(0, text.height() // 2, 100, 20)
    view.show_part(text, part)
    settle(qtbot, view)

    assert 0 <= text.mapTo(view, part.topLeft()).y() < 580


def test_the_newest_message_is_shown_at_the_end_and_followed(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(thread(LONG))
    view.show_message(3)
    settle(qtbot, view)
    view.show_message(LONG)

    qtbot.waitUntil(lambda: view.is_at_bottom)


def test_a_message_that_is_not_there_is_not_shown(chat: MakeChat) -> None:
    view = chat(thread(4))

    assert view.show_message(999) is None
    assert [message.id for message in view.messages] == [1, 2, 3, 4]


def test_a_message_that_was_jumped_to_is_outlined_for_a_moment(qtbot: QtBot, chat: MakeChat, theme: Theme) -> None:
    view = chat(thread(4))
    widget = view.show_message(2)
    assert widget is not None
    accent = QColor(theme.colours.accent)

    def has_outline() -> bool:
        image = widget.grab().toImage()
        return image.pixelColor(image.width() // 2, 0) == accent

    assert has_outline()
    qtbot.waitUntil(lambda: not has_outline())


def test_home_and_end_lead_to_the_ends_of_the_longest_conversation(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(thread(LONG))
    QTest.keyClick(view.scroll_area, Qt.Key.Key_Home)
    settle(qtbot, view)
    assert rows(view)[0] == 1
    assert 0 <= y_of(view, 1) < 60
    QTest.keyClick(view.scroll_area, Qt.Key.Key_End)

    qtbot.waitUntil(lambda: view.is_at_bottom and rows(view)[-1] == LONG)


def test_an_answer_that_grows_out_of_sight_is_complete_when_somebody_comes_back(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat([*thread(LONG), answer(LONG + 1, "", status=MessageStatus.STREAMING)])
    view.append_text(LONG + 1, "First ", "")
    view.show_message(3)
    view.append_text(LONG + 1, "and second.", "Hm.")
    view.scroll_to_end()
    widget = view.message_widget(LONG + 1)
    assert widget is not None

    assert (widget.message.content, widget.message.reasoning) == ("First and second.", "Hm.")
    assert widget.plain_text() == "First and second."


def test_another_version_of_an_answer_takes_its_place_without_moving_the_view(qtbot: QtBot, chat: MakeChat) -> None:
    messages = thread(LONG)
    view = chat(messages)
    view.show_message(50)
    settle(qtbot, view)
    above, place = view.message_widget(49), y_of(view, 50)
    other = replace(messages[49], id=1000, content="Another answer.\n\n" + "It is longer. " * 200)
    view.set_thread([*messages[:49], other])
    settle(qtbot, view)

    assert view.message_widget(49) is above
    assert y_of(view, 1000) == place
    assert view.message_widget(50) is None


def test_a_deleted_message_leaves_the_view_where_it_is(qtbot: QtBot, chat: MakeChat) -> None:
    messages = thread(LONG)
    view = chat(messages)
    view.show_message(50)
    settle(qtbot, view)
    before = y_of(view, 49)
    view.set_thread(messages[:49])
    settle(qtbot, view)

    assert rows(view)[-1] == 49
    assert abs(y_of(view, 49) - before) < 600  # there is nothing below it any more: it may only move down
    assert y_of(view, 49) >= before


def test_a_conversation_that_comes_again_much_longer_is_still_followed(qtbot: QtBot, chat: MakeChat) -> None:
    messages = thread(LONG)
    view = chat(messages[:10])
    view.set_thread(messages)
    settle(qtbot, view)

    assert view.is_at_bottom
    assert rows(view)[-1] == LONG
    assert not jump_button(view).isVisible()


def test_another_conversation_opens_at_its_end(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(thread(LONG))
    view.show_message(3)
    view.set_thread([replace(message, conversation_id=2) for message in thread(LONG)])
    settle(qtbot, view)

    assert view.is_at_bottom
    assert rows(view)[-1] == LONG


def test_messages_that_the_model_no_longer_sees_are_dimmed_above_a_line_that_says_so(
    qtbot: QtBot, chat: MakeChat
) -> None:
    view = chat(thread(8))
    view.set_out_of_context(frozenset({1, 2, 3, 4}))
    settle(qtbot, view)
    assert {row for row in rows(view) if is_dimmed(view, row)} == {1, 2, 3, 4}
    assert [row for row in rows(view) if has_gap(view, row)] == [4]
    view.set_out_of_context(frozenset({1, 2, 3, 4, 5, 6}))
    settle(qtbot, view)

    assert {row for row in rows(view) if is_dimmed(view, row)} == {1, 2, 3, 4, 5, 6}
    assert [row for row in rows(view) if has_gap(view, row)] == [6]
    view.set_out_of_context(frozenset())
    assert not any(is_dimmed(view, row) or has_gap(view, row) for row in rows(view))


def test_messages_drop_out_of_the_context_without_moving_what_is_read(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(thread(LONG))
    view.show_message(50)
    settle(qtbot, view)
    before = y_of(view, 50)
    for last in (30, 40, 49):
        view.set_out_of_context(frozenset(range(1, last + 1)))
        settle(qtbot, view)

    assert has_gap(view, 49)
    assert y_of(view, 50) - before in (0, gap_height(view, 49))  # the line itself may come between


def test_what_is_dimmed_can_still_be_read(qtbot: QtBot, chat: MakeChat, theme: Theme) -> None:
    for dark in (False, True):
        theme.force(dark=dark)
        view = chat([question(1, "█" * 40), answer(2, "█" * 40)])
        view.set_out_of_context(frozenset({1, 2}))
        for message_id, ground in ((1, theme.colours.own_message), (2, theme.colours.background)):
            widget = view.message_widget(message_id)
            assert widget is not None
            text = widget.texts()[0]
            image = view.grab(QRect(text.mapTo(view, QPoint(60, 10)), QSize(20, 6))).toImage()
            contrast = contrast_ratio(image.pixelColor(10, 3), QColor(ground))
            assert contrast_ratio(QColor(theme.colours.text), QColor(ground)) > contrast >= 4.5
            beside = text.mapTo(view, QPoint(60, text.height() + 4))  # below the text: its ground
            assert view.grab(QRect(beside, QSize(1, 1))).toImage().pixelColor(0, 0) == QColor(ground)


def test_the_keyboard_walks_from_message_to_message(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(thread(6))
    view.activateWindow()
    view.scroll_area.setFocus()
    view.focus_former()
    assert focused_message(view) == 6
    for _ in range(2):
        view.focus_former()
    assert focused_message(view) == 4
    view.focus_next()
    assert focused_message(view) == 5
    with qtbot.waitSignal(view.copy_requested) as copied:
        QTest.keyClick(focus(), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert copied.args == ["Question 5"]


def test_walking_on_from_the_newest_message_leaves_the_conversation(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(thread(LONG))
    view.activateWindow()
    view.focus_former()
    assert focused_message(view) == LONG
    with qtbot.waitSignal(view.walked_past_end):
        view.focus_next()


def test_the_keyboard_walks_on_through_messages_that_were_no_widgets_yet(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(thread(LONG))
    view.activateWindow()
    for _ in range(30):
        view.focus_former()

    assert focused_message(view) == LONG - 29
    assert 0 <= y_of(view, LONG - 29) < 600


def test_the_message_with_the_keyboard_is_ringed(qtbot: QtBot, chat: MakeChat, theme: Theme) -> None:
    view = chat(thread(4))
    view.activateWindow()
    view.focus_former()
    widget = view.message_widget(4)
    assert widget is not None
    image = widget.grab().toImage()

    assert image.pixelColor(image.width() // 2, 0) == QColor(theme.colours.accent)
    view.focus_former()
    image = widget.grab().toImage()
    assert image.pixelColor(image.width() // 2, 0) != QColor(theme.colours.accent)


def test_the_keyboard_stays_in_the_conversation_when_its_message_is_let_go(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(thread(LONG))
    view.activateWindow()
    view.focus_former()
    view.show_message(3)

    assert QApplication.focusWidget() is view.scroll_area


ANSWER_STOPS = ("Answer text", "Copy code", "Code in py", "Copy message", "Answer again", "More")


def tabbed_through(view: ChatView, count: int) -> list[str]:
    """What the next so many presses of Tab lead to: the message, and the name of the control."""
    seen = []
    for _ in range(count):
        QTest.keyClick(focus(), Qt.Key.Key_Tab)
        focused = focus()
        row = next(row for row in rows(view) if is_within(view, row, focused))
        seen.append(f"{row} {focused.accessibleName()}")
    return seen


def is_within(view: ChatView, row: int, focused: QWidget) -> bool:
    widget = view.message_widget(row)
    return widget is not None and widget.isAncestorOf(focused)


def test_tab_goes_through_the_messages_in_view_as_one_reads(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat(thread(LONG))
    view.activateWindow()
    view.show_message(50)
    settle(qtbot, view)
    view.scroll_area.verticalScrollBar().setValue(view.scroll_area.verticalScrollBar().value() + y_of(view, 50) + 2)
    view.scroll_area.setFocus()

    question_stops = ["Your message", "Copy message", "Edit message", "More"]
    assert tabbed_through(view, 12) == [
        *(f"50 {name}" for name in ANSWER_STOPS),
        *(f"51 {name}" for name in question_stops),
        "52 Answer text",
        "52 Copy code",
    ]


def test_tab_goes_through_an_answer_as_one_reads_when_it_has_grown(qtbot: QtBot, chat: MakeChat) -> None:
    view = chat([question(1, "Hi"), answer(2, "", status=MessageStatus.STREAMING)])
    view.activateWindow()
    view.append_text(2, "Hello\n\n```py\nx\n```\n", "Hm.")
    view.append_message(question(3, "And?"))
    widget = view.message_widget(2)
    assert widget is not None
    view.update_message(replace(widget.message, status=MessageStatus.COMPLETE))
    widget.set_siblings(2, 3)
    settle(qtbot, view)
    view.scroll_area.setFocus()

    assert [name for name in tabbed_through(view, 13) if name.startswith("2")] == [
        f"2 {name}" for name in ("Thoughts", *ANSWER_STOPS, "Former version", "Next version")
    ]


def focus() -> QWidget:
    """Where the keyboard is."""
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def focused_message(view: ChatView) -> int | None:
    focused = QApplication.focusWidget()
    return focused.message.id if isinstance(focused, MessageWidget) else None


def is_dimmed(view: ChatView, message_id: int) -> bool:
    widget = view.message_widget(message_id)
    assert widget is not None
    veils = [veil for veil in widget.findChildren(DimVeil) if veil.isVisibleTo(widget)]
    assert all(veil.geometry() == widget.rect() for veil in veils)
    assert bool(veils) == (widget.accessibleDescription() == "The model no longer sees this message.")
    return bool(veils)


def gaps(view: ChatView, message_id: int) -> list[ContextGap]:
    widget = view.message_widget(message_id)
    assert widget is not None
    return [gap for gap in widget.findChildren(ContextGap) if gap.isVisibleTo(widget)]


def has_gap(view: ChatView, message_id: int) -> bool:
    found = gaps(view, message_id)
    assert all(gap.text.startswith("The model no longer sees the messages above.") for gap in found)
    return bool(found)


def gap_height(view: ChatView, message_id: int) -> int:
    (gap,) = gaps(view, message_id)
    return gap.height() + Space.S


def contrast_ratio(one: QColor, other: QColor) -> float:
    """As the guidelines for accessible content define it."""

    def luminance(colour: QColor) -> float:
        parts = [
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
            for part in (colour.redF(), colour.greenF(), colour.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
