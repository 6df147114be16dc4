"""Shapes that several widgets paint: rounded grounds, chips, and text that is cut with an ellipsis."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle

from quantchat.gui.theme import Colours, Radius, Space, TextSize, Theme

ColourOf = Callable[[Colours], str]
"""Names one of the theme's colours, whichever theme is in force when it is asked."""

CHIP_HEIGHT = 20


def paint_rounded(
    painter: QPainter, rect: QRectF, radius: float, ground: str | QColor | None, line: str | None = None
) -> None:
    """Paint a rounded rectangle with an optional ground and an optional line of 1 px inside its edge."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(line), 1) if line else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground) if ground is not None else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5) if line else rect, radius, radius)


def paint_focus_ring(painter: QPainter, rect: QRectF, radius: float, colour: str) -> None:
    """Paint the line of 2 px that tells where the keyboard is."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)


def paint_elided(
    painter: QPainter,
    rect: QRect,
    text: str,
    colour: str,
    mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Paint one line of text in the painter's font, cut with an ellipsis where it is too long.

    Its words stand in the order that its first letter asks for, wherever the line is aligned.
    """
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(one_line(text), mode, rect.width())
    direction = painter.layoutDirection()
    place = QStyle.visualAlignment(direction, align) | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    painter.drawText(rect, place | Qt.TextFlag.TextSingleLine, shown)
    painter.setLayoutDirection(direction)


def one_line(text: str) -> str:
    """The text with every run of white space, line breaks too, made one space."""
    return " ".join(text.split())


def chip_size(text: str) -> QSize:
    """Size of a chip with this text; empty for no text."""
    if not text:
        return QSize(0, CHIP_HEIGHT)
    return QSize(QFontMetrics(_chip_font()).horizontalAdvance(text) + 2 * Space.S - 2, CHIP_HEIGHT)


def paint_chip(painter: QPainter, top_left: QPointF, text: str, theme: Theme, faint: bool = False) -> None:
    """Paint a quantization type's name on its soft ground; faint where the model cannot be used."""
    if not text:
        return
    colours = theme.colours
    rect = QRectF(top_left, chip_size(text).toSizeF())
    paint_rounded(painter, rect, Radius.CHIP, colours.selected if faint else colours.accent_soft)
    painter.setFont(_chip_font())
    painter.setPen(QColor(colours.text_second if faint else colours.accent))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


def _chip_font() -> QFont:
    return Theme.code_font(TextSize.HINT)
