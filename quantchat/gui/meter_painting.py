"""Paints how much of something is used, and by what: parts side by side on a track."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath

from quantchat.gui.painting import ColourOf
from quantchat.gui.theme import Colours

_GAP = 1.0
"""Of the track's colour between two parts: who does not tell their colours apart sees where one ends."""


@dataclass(frozen=True, slots=True)
class MeterPart:
    """One stretch of the bar; `fraction` is of the whole bar, 0 to 1."""

    fraction: float
    colour: ColourOf


def paint_meter(painter: QPainter, rect: QRectF, parts: Sequence[MeterPart], colours: Colours) -> None:
    """Paint the parts from the left into a bar with round ends; what goes beyond its end is cut off."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QPainterPath()
    outline.addRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.setClipPath(outline)
    painter.fillRect(rect, QColor(colours.track))
    left = rect.left()
    for part in parts:
        width = min(max(part.fraction, 0.0), 1.0) * rect.width()
        gap = _GAP if width > 2 * _GAP else 0.0
        painter.fillRect(QRectF(left, rect.top(), width - gap, rect.height()), QColor(part.colour(colours)))
        left += width
    painter.restore()
