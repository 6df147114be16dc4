"""Hebrew and Arabic run from right to left with all that belongs to them; code and formulas run from left to right."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QTextBlock, QTextCursor, QTextTable
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from quantchat.gui.find_question import FindQuestion
from quantchat.gui.found_marks import ShownTexts
from quantchat.gui.icons import Icons
from quantchat.gui.markdown_direction import runs_right_to_left
from quantchat.gui.markdown_prose import ProseWidget
from quantchat.gui.markdown_style import QUOTE_INDENT
from quantchat.gui.markdown_table import TableProse
from quantchat.gui.markdown_view import MarkdownView
from quantchat.gui.message_question import QuestionText
from quantchat.gui.theme import LIGHT, Theme

LEFT_TO_RIGHT, RIGHT_TO_LEFT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
WIDTH = 600
MakeView = Callable[[str], MarkdownView]


@pytest.fixture
def view(qtbot: QtBot, theme: Theme, icons: Icons) -> MakeView:
    def made(markdown: str) -> MarkdownView:
        view = MarkdownView(theme, icons)
        qtbot.addWidget(view)
        view.resize(WIDTH, 400)
        view.set_text(markdown)
        with qtbot.waitExposed(view):
            view.show()
        return view

    return made


def prose_of(view: MarkdownView) -> ProseWidget:
    prose = view.texts()[0]
    assert isinstance(prose, ProseWidget)
    return prose


def paragraphs(view: MarkdownView) -> list[QTextBlock]:
    document = prose_of(view).document()
    blocks = [document.findBlockByNumber(number) for number in range(document.blockCount())]
    return [block for block in blocks if block.text()]


def table_of(view: MarkdownView) -> QTextTable:
    (table,) = prose_of(view).document().rootFrame().childFrames()
    assert isinstance(table, QTextTable)
    return table


def x_of(view: MarkdownView, text: str) -> int:
    """Where a text begins, in pixels from the left of the answer."""
    prose = prose_of(view)
    cursor = QTextCursor(prose.document().find(text))
    cursor.setPosition(cursor.selectionStart())
    return prose.cursorRect(cursor).x()


def has_colour(view: MarkdownView, colour: str, point: QPoint) -> bool:
    return view.texts()[0].grab().toImage().pixelColor(point).name().upper() == colour


@pytest.mark.parametrize(
    ("text", "is_right_to_left"),
    [("שלום world", True), ("world שלום", False), ("123 — مرحبا", True), ("", False), ("123", False), ("中文", False)],
)
def test_the_first_letter_tells_which_way_a_text_runs(text: str, is_right_to_left: bool) -> None:
    assert runs_right_to_left(text) is is_right_to_left


def test_each_paragraph_runs_its_own_way(view: MakeView) -> None:
    shown = view("# שלום\n\nEnglish text.\n\nمرحبا بالعالم\n\n你好，世界 👍\n\nשורה\nline")
    directions = [paragraph.textDirection() for paragraph in paragraphs(shown)]

    assert directions == [RIGHT_TO_LEFT, LEFT_TO_RIGHT, RIGHT_TO_LEFT, LEFT_TO_RIGHT, RIGHT_TO_LEFT]
    assert x_of(shown, "שלום") > WIDTH - 10
    assert x_of(shown, "English") == 0


def test_code_at_the_beginning_does_not_tell_which_way_a_sentence_runs(view: MakeView) -> None:
    (sentence,) = paragraphs(view("`len()` מחזיר את האורך"))

    assert sentence.textDirection() == RIGHT_TO_LEFT


def test_code_within_a_hebrew_sentence_keeps_its_brackets_at_its_right(view: MakeView) -> None:
    shown = view("הפונקציה `len()` עובדת")

    assert x_of(shown, "en()") < x_of(shown, "n()") < x_of(shown, ")")


def test_what_keeps_code_in_order_is_neither_copied_nor_counted(view: MakeView) -> None:
    shown = view("הפונקציה `f(x)` עובדת")
    prose = prose_of(shown)
    QTest.keyClick(prose, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(prose, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text() == prose.text() == "הפונקציה f(x) עובדת"
    (place,) = ShownTexts().places(shown.texts(), FindQuestion.literal("הפונקציה f(x) עו"))
    assert prose.document().find("עו").selectionEnd() == place.end
    QGuiApplication.clipboard().clear()


def test_numbers_and_bullets_of_a_list_stand_at_its_right(view: MakeView) -> None:
    shown = view("1. אחת\n2. שתיים\n   - פנימי\n\n- [x] בוצע")
    one, two, inner, done = paragraphs(shown)

    assert one.textList().format().numberPrefix() == "."  # Qt turns it round when it draws it
    assert two.textList().format().numberSuffix() == ""
    assert {block.textDirection() for block in (one, two, inner, done)} == {RIGHT_TO_LEFT}
    assert x_of(shown, "אחת") > x_of(shown, "פנימי") > WIDTH - 60
    assert x_of(shown, "\ufffc") > x_of(shown, "בוצע")


def test_an_english_list_keeps_its_numbers_at_its_left(view: MakeView) -> None:
    one, _two = paragraphs(view("1. one\n2. שתיים"))

    assert one.textList().itemText(one) == "1."


def test_a_quote_has_its_bar_at_the_side_where_its_text_begins(view: MakeView) -> None:
    shown = view("> ציטוט\n\nText\n\n> quoted")
    hebrew, _text, english = paragraphs(shown)

    assert (hebrew.blockFormat().leftMargin(), hebrew.blockFormat().rightMargin()) == (0, QUOTE_INDENT)
    assert (english.blockFormat().leftMargin(), english.blockFormat().rightMargin()) == (QUOTE_INDENT, 0)
    assert has_colour(shown, LIGHT.line, QPoint(WIDTH - 1, 10))
    assert not has_colour(shown, LIGHT.line, QPoint(0, 10))


def test_a_hebrew_table_begins_at_the_right(view: MakeView) -> None:
    shown = view("| שם | מספר | סוף |\n|---|---:|:---|\n| אלף | 12 | טוב |\n| 7 | 8 | End |")
    table = table_of(shown)

    assert [table.cellAt(0, column).firstCursorPosition().block().text() for column in range(3)] == [
        "סוף",
        "מספר",
        "שם",
    ]
    assert x_of(shown, "שם") > WIDTH - 10
    assert x_of(shown, "7") > x_of(shown, "8") > x_of(shown, "End")
    alignments = [
        table.cellAt(2, column).firstCursorPosition().block().blockFormat().alignment() for column in range(3)
    ]
    sides = [Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignRight]
    assert alignments == [side | Qt.AlignmentFlag.AlignAbsolute for side in sides]


def test_an_english_table_with_a_hebrew_word_begins_at_the_left(view: MakeView) -> None:
    shown = view("| Word | Hebrew |\n|---|---|\n| peace | שלום |")

    assert x_of(shown, "Word") == 0
    assert table_of(shown).cellAt(0, 1).firstCursorPosition().block().text() == "Hebrew"


def test_a_wide_hebrew_table_shows_its_beginning_which_is_at_its_right(qtbot: QtBot, view: MakeView) -> None:
    cells = "| תא ארוך מאוד עם הרבה מילים שאינן נגמרות " * 6
    shown = view(f"{cells}|\n{'|---' * 6}|\n{cells}|")
    table = shown.texts()[0]
    assert isinstance(table, TableProse)

    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() > 0)
    assert table.horizontalScrollBar().value() == table.horizontalScrollBar().maximum()


def test_code_and_formulas_run_from_left_to_right(view: MakeView) -> None:
    shown = view("שלום\n\n```\nשלום = 1\n```\n\n- פריט\n\n  ```\n  שלום\n  ```\n\n\\[ x \\]")
    code = shown.texts()[1].document().firstBlock()
    nested, formula = [
        block
        for number in range(shown.texts()[2].document().blockCount())
        if (block := shown.texts()[2].document().findBlockByNumber(number)).text() != "פריט"
    ]

    assert [block.textDirection() for block in (code, nested, formula)] == [LEFT_TO_RIGHT] * 3


def test_a_question_runs_paragraph_by_paragraph(qtbot: QtBot, theme: Theme) -> None:
    text = QuestionText(theme, "שלום\nHello 👩‍👩‍👧\n中文 e\u0301")
    qtbot.addWidget(text)
    document = text.document()

    directions = [document.findBlockByNumber(number).textDirection() for number in range(3)]
    assert directions == [RIGHT_TO_LEFT, LEFT_TO_RIGHT, LEFT_TO_RIGHT]
    assert text.text() == "שלום\nHello 👩‍👩‍👧\n中文 e\u0301"
