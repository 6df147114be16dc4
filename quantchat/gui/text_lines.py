"""The distance between the lines of a text document."""

from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument


def set_line_height(document: QTextDocument, height_px: int) -> None:
    """Give every line of a document the same height."""
    block_format = QTextBlockFormat()
    block_format.setLineHeight(height_px, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.mergeBlockFormat(block_format)
