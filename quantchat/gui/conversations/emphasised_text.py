"""A few lines of plain text in which some parts are emphasised: heavier, and on a ground of their own."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

from quantchat.core.search_words import TextRange
from quantchat.gui.theme import Theme

_ELLIPSIS = "…"


def paint_emphasised(
    painter: QPainter,
    rect: QRect,
    text: str,
    ranges: Sequence[TextRange],
    theme: Theme,
    colour: str,
    *,
    line_height: int,
) -> None:
    """Paint as many lines of a text as fit, in the painter's font, cut with an ellipsis where there is more.

    Args:
        painter: in the colour and font of the text.
        rect: where; device-independent pixels.
        text: without line breaks.
        ranges: the parts to emphasise, in characters of `text`.
        theme: for the ground of what is emphasised.
        colour: of the text that is not.
        line_height: from one line to the next, device-independent pixels.
    """
    lines = max(1, rect.height() // line_height)
    formats = _formats(text, ranges, theme, colour)
    layout = _laid_out(text, formats, painter.font(), rect.width(), lines)
    shown = _shown_length(layout, text)
    while shown < len(text) and shown > 0:
        cut = text[:shown].rstrip() + _ELLIPSIS
        layout = _laid_out(cut, formats, painter.font(), rect.width(), lines)
        if _shown_length(layout, cut) == len(cut):
            break
        shown -= 1
    top = rect.top() + (line_height - layout.lineAt(0).height()) / 2 if layout.lineCount() else rect.top()
    for number in range(layout.lineCount()):
        layout.lineAt(number).setPosition(QPointF(0, number * line_height))
    painter.setPen(QColor(colour))
    layout.draw(painter, QPointF(rect.left(), top))


def _formats(text: str, ranges: Sequence[TextRange], theme: Theme, colour: str) -> list[QTextLayout.FormatRange]:
    plain = QTextCharFormat()
    plain.setForeground(QColor(colour))
    mark = QTextCharFormat()
    mark.setForeground(QColor(theme.colours.text))
    mark.setBackground(QColor(theme.colours.accent_soft))
    mark.setFontWeight(QFont.Weight.DemiBold)
    places = [(TextRange(0, len(text)), plain), *((part, mark) for part in ranges)]
    return [_format_range(text, part, looks) for part, looks in places]


def _format_range(text: str, part: TextRange, looks: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    # Qt counts in UTF-16 units, Python in characters: an emoji before a hit would shift its mark.
    made.start = _utf16_length(text[: part.start])
    made.length = _utf16_length(text[part.start : part.end])
    made.format = looks
    return made


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _laid_out(
    text: str, formats: list[QTextLayout.FormatRange], font: QFont, width: int, most_lines: int
) -> QTextLayout:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(
        QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere if most_lines > 1 else QTextOption.WrapMode.WrapAnywhere
    )
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    layout.setTextOption(option)
    layout.setFormats(formats)
    layout.beginLayout()
    for _ in range(most_lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
    layout.endLayout()
    return layout


def _shown_length(layout: QTextLayout, text: str) -> int:
    """How many characters of a text its lines hold."""
    if not layout.lineCount():
        return 0
    last = layout.lineAt(layout.lineCount() - 1)
    end_units = last.textStart() + last.textLength()
    return len(text.encode("utf-16-le")[: 2 * end_units].decode("utf-16-le", "ignore"))
