"""Plain text with its formulas drawn, for what a person wrote: nothing else of it is changed."""

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument

from quantchat.core.formulas import formulas_in
from quantchat.gui.markdown_objects import OBJECT_CHAR, formula_format, register_objects


def write_text_with_formulas(
    document: QTextDocument, text: str, characters: QTextCharFormat, line_height_px: int
) -> None:
    """Put a text in the place of what a document holds.

    Args:
        document: its objects are registered here; see `markdown_objects`.
        text: formulas that cannot be drawn stay as they were written.
        characters: format of all of it, with a font; without a colour it is in that of the widget.
        line_height_px: least height of a line; one with a high formula takes what it needs.
    """
    register_objects(document)
    document.clear()
    lines = QTextBlockFormat()
    lines.setLineHeight(line_height_px, QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    cursor.setBlockFormat(lines)
    position = 0
    for start, formula in formulas_in(text):
        drawn = formula_format(formula.latex, formula.source, formula.is_display, characters)
        if drawn is not None:
            cursor.insertText(text[position:start], characters)
            cursor.insertText(OBJECT_CHAR, drawn)
            position = formula.end
    cursor.insertText(text[position:], characters)
    cursor.endEditBlock()
