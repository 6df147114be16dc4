"""What a person wrote keeps every character; only its formulas are drawn."""

from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextEdit
from pytestqt.qtbot import QtBot

from quantchat.gui.formula_text import write_text_with_formulas
from quantchat.gui.markdown_objects import OBJECT_CHAR, text_with_sources
from quantchat.gui.theme import Theme

TEXT = (
    "# Not a heading, *not* emphasis\n  `$HOME` costs $5 or $6,\n\\(x^2\\) and $$\n\\frac{a}{b}\n$$\n\\(\\undefined\\)"
)


def characters() -> QTextCharFormat:
    text = QTextCharFormat()
    text.setFont(Theme.reading_font())
    return text


def whole(document: QTextDocument) -> str:
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    return text_with_sources(cursor)


def test_a_text_keeps_every_character_and_draws_its_formulas(qtbot: QtBot, theme: Theme) -> None:
    document = QTextDocument()
    write_text_with_formulas(document, TEXT, characters(), 24)

    assert document.toPlainText().count(OBJECT_CHAR) == 2
    assert document.toPlainText().startswith("# Not a heading, *not* emphasis\n  `$HOME` costs $5 or $6,")
    assert whole(document) == TEXT


def test_a_line_is_as_high_as_its_formula(qtbot: QtBot, theme: Theme) -> None:
    plain, high = QTextDocument(), QTextDocument()
    write_text_with_formulas(plain, "one\ntwo", characters(), 24)
    write_text_with_formulas(high, "one\n$$\\frac{a}{b}$$", characters(), 24)

    assert plain.size().height() - 2 * plain.documentMargin() == 48
    assert high.size().height() > plain.size().height() + 5


def test_a_formula_without_a_colour_has_that_of_the_widget(qtbot: QtBot, theme: Theme) -> None:
    edit = QTextEdit()
    qtbot.addWidget(edit)
    edit.resize(200, 60)
    palette = edit.palette()
    palette.setColor(palette.ColorRole.Text, "#FF00FF")
    edit.setPalette(palette)
    write_text_with_formulas(edit.document(), r"\(\blacksquare\)", characters(), 24)
    image = edit.grab().toImage()

    assert "#ff00ff" in {image.pixelColor(x, y).name() for x in range(60) for y in range(image.height())}
