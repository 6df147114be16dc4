"""A message of several texts is selected and copied as one, as on a page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from quantchat.gui.code_block import CodeText
from quantchat.gui.icons import Icons
from quantchat.gui.markdown_view import MarkdownView
from quantchat.gui.theme import Theme

ANSWER = "First the $x^2$ words.\n\n```python\nif x:\n    y()\n```\n\nThen more.\n\n- one\n- two\n\n"
WIDE_TABLE = "| " + "a long cell with words | " * 5 + "\n" + "|---" * 5 + "|\n| 1 | 2 |"
NO_KEYS = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True, slots=True)
class Page:
    """An answer in what scrolls it, and a field elsewhere."""

    whole: QWidget
    area: QScrollArea
    view: MarkdownView
    elsewhere: QLineEdit

    @property
    def texts(self) -> tuple[QTextEdit, ...]:
        return self.view.texts()


MakePage = Callable[[str], Page]


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, icons: Icons) -> Iterator[MakePage]:
    pages: list[Page] = []

    def made(markdown: str) -> Page:
        whole = QWidget()
        qtbot.addWidget(whole)
        area, view, elsewhere = QScrollArea(), MarkdownView(theme, icons), QLineEdit()
        area.setWidget(view)
        area.setWidgetResizable(True)
        column = QVBoxLayout(whole)
        column.addWidget(area)
        column.addWidget(elsewhere)
        whole.resize(500, 400)
        view.set_text(markdown)
        with qtbot.waitExposed(whole):
            whole.show()
        whole.activateWindow()
        qtbot.waitUntil(
            lambda: view.height() >= view.minimumSizeHint().height() and (view.height() > 0 or not markdown)
        )
        QApplication.processEvents()  # the texts take their heights from the width they got
        pages.append(Page(whole, area, view, elsewhere))
        return pages[-1]

    yield made
    QGuiApplication.clipboard().clear()


def point_at(text: QTextEdit, position: int) -> QPoint:
    """Where on the screen a character begins."""
    cursor = QTextCursor(text.document())
    cursor.setPosition(position)
    return text.viewport().mapToGlobal(text.cursorRect(cursor).center())


def mouse(kind: QEvent.Type, text: QTextEdit, point: QPoint, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
    """Let the mouse, whose events go to the text it was pressed on, do something at a point of the screen."""
    is_move = kind is QEvent.Type.MouseMove
    button = Qt.MouseButton.NoButton if is_move else Qt.MouseButton.LeftButton
    held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    local = QPointF(text.viewport().mapFromGlobal(point))
    QApplication.sendEvent(text.viewport(), QMouseEvent(kind, local, QPointF(point), button, held, keys))


def press(text: QTextEdit, position: int, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
    # The focus follows the mouse only where the events come through the window.
    text.setFocus(Qt.FocusReason.MouseFocusReason)
    mouse(QEvent.Type.MouseButtonPress, text, point_at(text, position), keys)


def click(text: QTextEdit, position: int, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
    press(text, position, keys)
    mouse(QEvent.Type.MouseButtonRelease, text, point_at(text, position), keys)


def drag(text: QTextEdit, position: int, other: QTextEdit, other_position: int) -> None:
    press(text, position)
    for point in (point_at(text, position + 1), point_at(other, other_position)):
        mouse(QEvent.Type.MouseMove, text, point)
    mouse(QEvent.Type.MouseButtonRelease, text, point_at(other, other_position))


def copied(text: QTextEdit) -> str:
    QTest.keyClick(text, Qt.Key.Key_C, CONTROL)
    return QGuiApplication.clipboard().text()


def selected(texts: tuple[QTextEdit, ...]) -> list[str]:
    return [text.textCursor().selectedText().replace("\u2029", "\n") for text in texts]


def test_dragging_from_prose_over_code_into_prose_selects_all_between(page: MakePage) -> None:
    prose, code, more = page(ANSWER).texts
    drag(prose, 6, more, 4)

    assert selected((prose, code, more)) == ["the \ufffc words.", "if x:\n    y()", "Then"]
    assert copied(prose) == "the $x^2$ words.\n\nif x:\n    y()\n\nThen"


def test_dragging_upwards_selects_the_same(page: MakePage) -> None:
    prose, code, more = page(ANSWER).texts
    drag(more, 4, prose, 6)

    assert copied(more) == "the $x^2$ words.\n\nif x:\n    y()\n\nThen"
    assert more.textCursor().anchor() == 4
    assert code.textCursor().hasSelection()


def test_dragging_out_and_back_selects_only_within_the_text(page: MakePage) -> None:
    prose, code, more = page(ANSWER).texts
    press(prose, 0)
    mouse(QEvent.Type.MouseMove, prose, point_at(more, 3))
    mouse(QEvent.Type.MouseMove, prose, point_at(code, 2))
    assert selected((prose, code, more)) == ["First the \ufffc words.", "if", ""]
    mouse(QEvent.Type.MouseMove, prose, point_at(prose, 5))
    mouse(QEvent.Type.MouseButtonRelease, prose, point_at(prose, 5))

    assert selected((prose, code, more)) == ["First", "", ""]
    assert copied(prose) == "First"


def test_a_shift_click_in_another_text_extends_the_selection_to_there(page: MakePage) -> None:
    shown = page(ANSWER)
    prose, _code, more = shown.texts
    click(prose, 6)
    click(more, 4, SHIFT)
    assert shown.view.selected_text() == "the $x^2$ words.\n\nif x:\n    y()\n\nThen"
    click(prose, 9, SHIFT)

    assert shown.view.selected_text() == "the"


def test_ctrl_a_selects_the_whole_message_and_again_nothing_more(page: MakePage) -> None:
    shown = page(ANSWER + WIDE_TABLE)
    for _ in range(2):
        QTest.keyClick(shown.texts[1], Qt.Key.Key_A, CONTROL)
        assert all(text.textCursor().hasSelection() for text in shown.texts)
    assert copied(shown.texts[1]).startswith("First the $x^2$ words.\n\nif x:\n    y()\n\nThen more.\none\ntwo")
    assert "a long cell" in copied(shown.texts[1])


def test_a_click_in_the_message_or_elsewhere_selects_nothing(page: MakePage) -> None:
    shown = page(ANSWER)
    prose, _code, more = shown.texts
    drag(prose, 6, more, 4)
    click(more, 2)
    assert shown.view.selected_text() == ""
    drag(prose, 6, more, 4)
    shown.elsewhere.setFocus(Qt.FocusReason.MouseFocusReason)

    assert shown.view.selected_text() == ""


def test_a_key_that_moves_the_keyboard_elsewhere_keeps_the_selection(page: MakePage) -> None:
    shown = page(ANSWER)
    drag(shown.texts[0], 6, shown.texts[2], 4)
    shown.elsewhere.setFocus(Qt.FocusReason.ShortcutFocusReason)

    assert shown.view.selected_text().endswith("Then")


def test_a_double_click_selects_a_word_and_a_triple_click_the_paragraph(page: MakePage) -> None:
    prose = page(ANSWER).texts[0]
    click(prose, 1)
    QTest.mouseDClick(
        prose.viewport(), Qt.MouseButton.LeftButton, pos=prose.viewport().mapFromGlobal(point_at(prose, 1))
    )
    assert prose.textCursor().selectedText() == "First"
    click(prose, 1)

    assert prose.textCursor().selectedText() == "First the \ufffc words."


def test_an_arrow_key_goes_on_from_one_text_alone(page: MakePage) -> None:
    shown = page(ANSWER)
    prose, code, more = shown.texts
    drag(prose, 6, more, 4)
    QTest.keyClick(prose, Qt.Key.Key_Right)

    assert selected((prose, code, more)) == ["", "", ""]


def test_a_selection_survives_what_streams_in_below_it_and_in_its_own_paragraph(qtbot: QtBot, page: MakePage) -> None:
    shown = page("")
    shown.view.append("First words.\n\n```\ncode\n```\n\nThe tail is gro")
    qtbot.waitUntil(lambda: shown.view.height() >= shown.view.minimumSizeHint().height() > 100)
    prose, code, tail = shown.texts
    drag(prose, 0, tail, 8)
    for piece in ("wing", ".\n\n", "Another", " one.\n\n```\nx"):
        shown.view.append(piece)

    assert selected((prose, code, tail)) == ["First words.", "code", "The tail"]
    assert shown.view.selected_text() == "First words.\n\ncode\n\nThe tail"


def test_selecting_all_does_not_scroll_code_sideways(page: MakePage) -> None:
    shown = page(f"Text\n\n```\n{'word ' * 80}\n```")
    code = shown.texts[1]
    assert isinstance(code, CodeText)
    QTest.keyClick(shown.texts[0], Qt.Key.Key_A, CONTROL)

    assert code.textCursor().hasSelection()
    assert code.horizontalScrollBar().value() == 0


def test_dragging_below_what_is_in_view_scrolls_and_selects_on(qtbot: QtBot, page: MakePage) -> None:
    paragraphs = "\n\n".join(f"Paragraph {number}." for number in range(60))
    shown = page(f"{paragraphs}\n\n```\ncode\n```\n\n{paragraphs}")
    first, _code, last = shown.texts
    bar = shown.area.verticalScrollBar()
    bar.setValue(0)
    press(first, 3)
    below = shown.area.viewport().mapToGlobal(QPoint(20, shown.area.viewport().height() + 200))
    mouse(QEvent.Type.MouseMove, first, below)
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    qtbot.waitUntil(lambda: last.textCursor().hasSelection())
    mouse(QEvent.Type.MouseButtonRelease, first, below)

    assert shown.view.selected_text().startswith("agraph 0.")
    assert "\n\ncode\n\nParagraph 0." in shown.view.selected_text()


def test_a_text_hands_out_its_part_of_the_selection_as_plain_text_alone(page: MakePage) -> None:
    prose, code, more = page(ANSWER).texts
    drag(prose, 6, more, 4)
    handed_out = [text.createMimeDataFromSelection() for text in (prose, code, more)]

    assert [data.text() for data in handed_out] == ["the $x^2$ words.", "if x:\n    y()", "Then"]
    assert not any(data.hasHtml() for data in handed_out)
