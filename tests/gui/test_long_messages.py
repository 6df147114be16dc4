"""A message that is very long is shown from its beginning; the rest comes when it is wanted, and never blocks."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from quantchat.core.chat import Message
from quantchat.gui.buttons import Button
from quantchat.gui.chat_finder import ChatFinder
from quantchat.gui.chat_view import ChatView
from quantchat.gui.find_bar import FindBar
from quantchat.gui.find_question import FindQuestion
from quantchat.gui.found_marks import MOST_MARKS, ShownTexts
from quantchat.gui.icons import Icons
from quantchat.gui.long_text import PIECE_CHARS, text_pieces
from quantchat.gui.message_widget import MessageWidget
from quantchat.gui.theme import Theme
from tests.gui.message_samples import answer, question
from tests.gui.visible_text import button_named

LINE = "a line of a log that somebody pasted\n"
LONG = f"{LINE * (4 * PIECE_CHARS // len(LINE))}the last line"
ONE_LINE = "word " * (4 * PIECE_CHARS // 5)
PARAGRAPH = "A paragraph with **bold** words.\n\n"
PARAGRAPHS = f"{PARAGRAPH * (5 * PIECE_CHARS // len(PARAGRAPH))}The last line."


@pytest.fixture
def view(qtbot: QtBot, theme: Theme, icons: Icons) -> ChatView:
    view = ChatView(theme, icons)
    qtbot.addWidget(view)
    view.resize(900, 600)
    with qtbot.waitExposed(view):
        view.show()
    return view


def shown(view: ChatView, message: Message) -> MessageWidget:
    view.set_thread([message])
    widget = view.message_widget(message.id)
    assert widget is not None
    return widget


def show_all_button(widget: MessageWidget) -> Button:
    return next(button for button in widget.findChildren(Button) if button.label.startswith("Show all ("))


def text_in(widget: MessageWidget) -> str:
    return "\n".join(text.toPlainText() for text in widget.texts())


@pytest.mark.parametrize("text", [LONG, ONE_LINE, "x" * 3 * PIECE_CHARS, "short\n", ""])
def test_the_pieces_put_together_are_the_text(text: str) -> None:
    pieces = text_pieces(text)

    assert "".join(pieces) == text
    assert max(map(len, pieces)) <= 1.25 * PIECE_CHARS


def test_a_long_question_is_cut_at_the_end_of_a_line(view: ChatView) -> None:
    widget = shown(view, question(1, LONG))

    assert len(text_in(widget)) <= PIECE_CHARS
    assert text_in(widget).endswith(LINE.removesuffix("\n"))
    assert button_named(widget, "Show all (78 kB)").isVisible()


@pytest.mark.parametrize("message", [question(1, LONG), question(1, ONE_LINE), answer(1, PARAGRAPHS)])
def test_the_rest_comes_in_small_steps_and_is_whole_then(qtbot: QtBot, view: ChatView, message: Message) -> None:
    widget = shown(view, message)
    button = show_all_button(widget)
    assert len(text_in(widget)) < len(message.content) / 2
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert not widget.shows_all
    assert QApplication.focusWidget() is widget

    qtbot.waitUntil(lambda: widget.shows_all)
    assert not button.isVisible()
    assert "".join(text_in(widget).split()) == "".join(message.content.replace("**", "").split())


def test_the_view_stays_where_it_is_while_the_rest_comes(qtbot: QtBot, view: ChatView) -> None:
    widget = shown(view, question(1, LONG))
    button = show_all_button(widget)
    qtbot.waitUntil(lambda: view.is_at_bottom and view.scroll_area.verticalScrollBar().value() > 0)
    before = view.scroll_area.verticalScrollBar().value()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: widget.shows_all)
    assert view.scroll_area.verticalScrollBar().value() == before
    assert view.scroll_area.verticalScrollBar().maximum() > 2 * before


@pytest.mark.parametrize("message", [question(1, LONG), answer(1, PARAGRAPHS)])
def test_copying_takes_the_whole_message(qtbot: QtBot, view: ChatView, message: Message) -> None:
    widget = shown(view, message)
    with qtbot.waitSignal(view.copy_requested) as copied:
        widget.copy()

    assert copied.args == [message.content]
    assert len(widget.plain_text()) > 3 * PIECE_CHARS


def test_a_long_question_is_selected_through_all_that_is_shown_of_it(qtbot: QtBot, view: ChatView) -> None:
    widget = shown(view, question(1, LONG))
    widget.show_all()
    qtbot.waitUntil(lambda: widget.shows_all)
    QTest.keySequence(widget.texts()[0], QKeySequence(QKeySequence.StandardKey.SelectAll))

    assert widget.selected_text().split() == LONG.split()


@pytest.mark.parametrize("message", [question(1, LONG), answer(1, PARAGRAPHS)])
def test_what_is_found_in_the_rest_is_counted_and_shown(
    qtbot: QtBot, view: ChatView, theme: Theme, icons: Icons, message: Message
) -> None:
    widget = shown(view, message)
    bar = FindBar(theme, icons)
    qtbot.addWidget(bar)
    finder = ChatFinder(view, bar, theme)
    finder.find_text("last")

    qtbot.waitUntil(lambda: any(text.extraSelections() for text in widget.texts()))
    (mark,) = widget.texts()[-1].extraSelections()[-1:]
    assert mark.cursor.selectedText() == "last"


def test_a_letter_that_is_everywhere_is_counted_whole_but_marked_only_around_the_current_place(
    qtbot: QtBot, theme: Theme, icons: Icons
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    bar, view = FindBar(theme, icons), ChatView(theme, icons)
    column = QVBoxLayout(window)
    column.addWidget(bar)
    column.addWidget(view)
    window.resize(900, 600)
    finder = ChatFinder(view, bar, theme)
    with qtbot.waitExposed(window):
        window.show()
    widget = shown(view, question(1, "word " * 4000))
    finder.open()
    QTest.keyClicks(bar.findChildren(QLineEdit)[0], "o")
    qtbot.waitUntil(lambda: bar.standing_text == "1 of 4,000")
    finder.find_former()

    (text,) = widget.texts()
    marks = text.extraSelections()
    assert bar.standing_text == "4,000 of 4,000"
    assert len(marks) <= MOST_MARKS
    assert max(mark.cursor.selectionStart() for mark in marks if mark.format.fontUnderline()) == 5 * 3999 + 1


def test_places_can_be_asked_for_from_the_middle_on_through_all_texts(qtbot: QtBot) -> None:
    first, second = QTextEdit("a a a"), QTextEdit("a a")
    for text in (first, second):
        qtbot.addWidget(text)
    places = ShownTexts().places((first, second), FindQuestion.literal("a"), 2, 2)

    assert [(place.edit, place.start) for place in places] == [(first, 4), (second, 0)]
