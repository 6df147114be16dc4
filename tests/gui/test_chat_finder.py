"""What is typed into the find bar is counted in the whole conversation, shown where it stands, and marked there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from quantchat.core.chat import Message, MessageStatus
from quantchat.gui.chat_finder import ChatFinder
from quantchat.gui.chat_view import ChatView
from quantchat.gui.find_bar import FindBar
from quantchat.gui.icons import Icons
from quantchat.gui.message_reasoning import ReasoningText
from quantchat.gui.message_widget import MessageWidget
from quantchat.gui.theme import DARK, LIGHT, Theme
from tests.gui.message_samples import answer, question
from tests.gui.visible_text import button_named

COUNTING = "Counting…"
FILLING = "\n\n".join(f"Paragraph {number} says nothing of interest." for number in range(40))


@dataclass(frozen=True, slots=True)
class Window:
    """A chat view with a find bar above it, as in the program's window."""

    qtbot: QtBot
    whole: QWidget
    bar: FindBar
    view: ChatView
    finder: ChatFinder

    @property
    def field(self) -> QLineEdit:
        return self.bar.findChildren(QLineEdit)[0]

    def type(self, text: str) -> None:
        self.finder.open()
        QTest.keyClicks(self.field, text)
        self.wait_until_counted()

    def wait_until_counted(self) -> None:
        """Wait until all messages are counted and what comes into view is laid out."""
        seen: list[tuple[int, int]] = []

        def is_settled() -> bool:
            bar = self.view.scroll_area.verticalScrollBar()
            seen.append((bar.value(), bar.maximum()))
            return self.bar.standing_text != COUNTING and len(seen) > 3 and len(set(seen[-3:])) == 1

        self.qtbot.waitUntil(is_settled)


MakeWindow = Callable[[Sequence[Message]], Window]


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, icons: Icons) -> MakeWindow:
    def made(messages: Sequence[Message]) -> Window:
        whole = QWidget()
        qtbot.addWidget(whole)
        bar, view = FindBar(theme, icons), ChatView(theme, icons)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(bar)
        column.addWidget(view)
        whole.resize(900, 600)
        finder = ChatFinder(view, bar, theme)
        with qtbot.waitExposed(whole):
            whole.show()
        whole.activateWindow()
        view.set_thread(messages)
        window = Window(qtbot, whole, bar, view, finder)
        window.wait_until_counted()
        return window

    return made


def widgets_of(view: ChatView) -> list[MessageWidget]:
    """The messages that are widgets, in their order."""
    shown = [widget for widget in view.findChildren(MessageWidget) if not widget.isHidden()]
    return sorted(shown, key=lambda widget: widget.message.id)


def marked(view: ChatView) -> list[str]:
    """What is marked on the screen, in the order of the messages."""
    return [
        mark.cursor.selectedText()
        for widget in widgets_of(view)
        for text in widget.findChildren(QTextEdit)
        for mark in text.extraSelections()
    ]


def current_marks(view: ChatView) -> list[tuple[int, QTextEdit, QTextEdit.ExtraSelection]]:
    """The marks that stand out from the others, by more than their colour."""
    return [
        (widget.message.id, text, mark)
        for widget in widgets_of(view)
        for text in widget.findChildren(QTextEdit)
        for mark in text.extraSelections()
        if mark.format.fontUnderline()
    ]


def current_message(view: ChatView) -> int:
    ((message_id, _text, _mark),) = current_marks(view)
    return message_id


def is_current_in_view(view: ChatView) -> bool:
    ((_, text, mark),) = current_marks(view)
    cursor = mark.cursor
    cursor.setPosition(cursor.selectionStart())
    rect = text.cursorRect(cursor)
    viewport = view.scroll_area.viewport()
    place = QRect(text.viewport().mapTo(viewport, rect.topLeft()), rect.size())
    return viewport.rect().contains(place) and text.viewport().rect().contains(rect.center())


def sample() -> list[Message]:
    return [
        question(1, "Where is the needle?"),
        answer(2, f"{FILLING}\n\nThe **need**le is here.\n\n```python\nneedle = 1\n```"),
        question(3, "And the other Needle?"),
        answer(4, "| a | b |\n|---|---|\n| x | a needle |\n\nDone."),
    ]


def test_places_are_counted_in_questions_prose_code_and_tables(window: MakeWindow) -> None:
    shown = window(sample())
    shown.type("NEEDLE")

    assert shown.bar.standing_text.endswith(" of 5")
    assert sorted(marked(shown.view)) == ["Needle", "needle", "needle", "needle", "needle"]


def test_enter_goes_on_and_shift_enter_goes_back_and_both_go_round(qtbot: QtBot, window: MakeWindow) -> None:
    shown = window(sample())
    shown.finder.find_text("needle", message_id=1)
    shown.wait_until_counted()
    seen = [shown.bar.standing_text]
    for _ in range(5):
        QTest.keyClick(shown.field, Qt.Key.Key_Return)
        shown.wait_until_counted()
        assert is_current_in_view(shown.view)
        seen.append(shown.bar.standing_text)
    QTest.keyClick(shown.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    seen.append(shown.bar.standing_text)

    assert seen == ["1 of 5", "2 of 5", "3 of 5", "4 of 5", "5 of 5", "1 of 5", "5 of 5"]


def test_the_search_begins_with_what_is_in_view_and_typing_on_stays_there(window: MakeWindow) -> None:
    shown = window([*(answer(i, f"{FILLING}\n\nword") for i in range(1, 6)), question(6, "words worth")])
    shown.type("wor")  # the view is at its end
    assert shown.bar.standing_text in {"5 of 7", "6 of 7"}
    before = shown.bar.standing_text
    QTest.keyClicks(shown.field, "d")
    shown.wait_until_counted()
    assert shown.bar.standing_text.split()[0] == before.split()[0]


def test_a_place_far_from_what_is_in_view_is_brought_there(window: MakeWindow) -> None:
    messages = [question(i, f"Question {i}") if i % 2 else answer(i, f"Answer {i}\n\n{FILLING}") for i in range(1, 301)]
    messages[10] = question(11, "the needle")
    shown = window(messages)
    assert shown.view.message_widget(11) is None
    shown.type("needle")

    assert current_message(shown.view) == 11
    assert is_current_in_view(shown.view)


def test_a_long_conversation_is_counted_without_holding_up_the_window(qtbot: QtBot, window: MakeWindow) -> None:
    shown = window([answer(i, f"needle **{i}**\n\n{FILLING}") for i in range(1, 301)])
    shown.finder.open()
    shown.field.setText("needle")
    assert shown.bar.standing_text == COUNTING

    qtbot.waitUntil(lambda: shown.bar.standing_text.endswith(" of 300"))


def test_a_place_in_folded_thinking_unfolds_it(qtbot: QtBot, window: MakeWindow) -> None:
    shown = window([question(1, "Why?"), answer(2, f"{FILLING}\n\nneedle", reasoning="So.\nA needle it is. Needle.")])
    shown.finder.find_text("needle", message_id=2)
    shown.wait_until_counted()

    assert shown.bar.standing_text == "1 of 3"
    ((_, text, mark),) = current_marks(shown.view)
    assert isinstance(text, ReasoningText)
    assert mark.cursor.selectedText() == "needle"
    assert is_current_in_view(shown.view)
    shown.finder.find_former()
    shown.wait_until_counted()
    assert shown.bar.standing_text == "3 of 3"
    assert not isinstance(current_marks(shown.view)[0][1], ReasoningText)


def test_a_place_to_the_right_of_the_code_in_view_is_scrolled_to(window: MakeWindow) -> None:
    shown = window([answer(1, f"```\n{'word ' * 60}needle\n```")])
    shown.type("needle")

    assert is_current_in_view(shown.view)


def test_a_formula_is_found_by_its_source_and_what_follows_it_is_marked_rightly(window: MakeWindow) -> None:
    shown = window([answer(1, "With 👍 the $\\theta^2$ comes the needle.")])
    shown.type("theta")
    assert marked(shown.view) == ["\ufffc"]
    shown.field.selectAll()
    QTest.keyClicks(shown.field, "needle")
    shown.wait_until_counted()
    assert marked(shown.view) == ["needle"]


def test_what_is_not_there_is_said(window: MakeWindow) -> None:
    shown = window(sample())
    shown.type("haystack")

    assert shown.bar.standing_text == "No matches"
    assert not button_named(shown.bar, "Next match").isEnabled()
    assert marked(shown.view) == []


def test_escape_takes_the_marks_away_and_gives_the_keyboard_back(window: MakeWindow) -> None:
    shown = window(sample())
    before = shown.view.scroll_area
    before.setFocus()
    shown.type("needle")
    QTest.keyClick(shown.field, Qt.Key.Key_Escape)

    assert marked(shown.view) == []
    assert shown.bar.isHidden()
    assert QApplication.focusWidget() is before


def test_new_words_of_a_growing_answer_are_counted_and_marked(qtbot: QtBot, window: MakeWindow) -> None:
    shown = window([question(1, "needle?"), answer(2, "", status=MessageStatus.STREAMING)])
    shown.type("needle")
    shown.view.append_text(2, "A need", "")
    shown.finder.refresh()
    shown.view.append_text(2, "le and a needle.\n\nThe end", "")
    shown.finder.refresh()

    qtbot.waitUntil(lambda: shown.bar.standing_text == "1 of 3")
    assert marked(shown.view) == ["needle"] * 3


def test_another_conversation_is_searched_once_it_is_open(qtbot: QtBot, window: MakeWindow) -> None:
    shown = window(sample())
    shown.type("needle")
    shown.view.set_thread([question(8, "Only one needle.")])
    shown.finder.refresh()

    qtbot.waitUntil(lambda: shown.bar.standing_text == "1 of 1")


def test_marks_follow_the_colours(qtbot: QtBot, window: MakeWindow, theme: Theme) -> None:
    shown = window(sample())
    shown.type("needle")
    assert current_marks(shown.view)[0][2].format.background().color().name().upper() == LIGHT.accent
    theme.force(dark=True)

    qtbot.waitUntil(
        lambda: (
            [mark.format.background().color().name().upper() for _, _, mark in current_marks(shown.view)]
            == [DARK.accent]
        )
    )
    assert sorted(marked(shown.view)) == ["Needle", "needle", "needle", "needle", "needle"]


def test_messages_that_become_widgets_later_are_marked_too(qtbot: QtBot, window: MakeWindow) -> None:
    shown = window([answer(i, f"needle {i}\n\n{FILLING}") for i in range(1, 101)])
    shown.type("needle")
    shown.view.scroll_area.verticalScrollBar().setValue(0)

    qtbot.waitUntil(lambda: len(widgets_of(shown.view)) == len(marked(shown.view)) > 0)


def test_marks_lay_nothing_out_anew(window: MakeWindow) -> None:
    shown = window(sample())
    heights = [widget.height() for widget in widgets_of(shown.view)]
    shown.type("needle")

    assert [widget.height() for widget in widgets_of(shown.view)] == heights


def test_words_selected_in_a_message_are_looked_for(window: MakeWindow) -> None:
    shown = window(sample())
    text = widgets_of(shown.view)[0].texts()[0]
    text.setFocus()
    cursor = text.textCursor()
    cursor.setPosition(13)
    cursor.setPosition(19, cursor.MoveMode.KeepAnchor)
    text.setTextCursor(cursor)
    shown.finder.open()
    shown.wait_until_counted()

    assert shown.bar.text == "needle"
    assert shown.bar.standing_text.endswith(" of 5")


def test_a_question_of_the_search_over_all_chats_finds_each_of_its_words(window: MakeWindow) -> None:
    shown = window([question(1, "Dates, sorted"), answer(2, "Sort them by date.")])
    shown.finder.find_text("sort date", message_id=2)
    shown.wait_until_counted()

    assert shown.bar.text == "sort date"
    assert shown.bar.standing_text == "3 of 4"
    assert current_message(shown.view) == 2


def test_the_next_place_can_be_asked_for_while_the_bar_is_closed(window: MakeWindow) -> None:
    shown = window(sample())
    shown.type("needle")
    shown.bar.close_bar()
    shown.finder.find_next()
    shown.wait_until_counted()

    assert shown.bar.is_open
    assert shown.bar.standing_text.endswith(" of 5")
    assert QPoint(0, 0) == shown.bar.pos()


def test_a_message_that_ended_otherwise_is_counted_anew(qtbot: QtBot, window: MakeWindow) -> None:
    messages = [question(1, "needle?"), answer(2, "needle needle", status=MessageStatus.STREAMING)]
    shown = window(messages)
    shown.type("needle")
    shown.view.update_message(replace(messages[1], content="nothing", status=MessageStatus.COMPLETE))
    shown.finder.refresh()

    qtbot.waitUntil(lambda: shown.bar.standing_text == "1 of 1")
