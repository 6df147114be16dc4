"""A thin horizontal bar that shows how full something is, in one colour or several."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from quantchat.gui.painting import ColourOf
from quantchat.gui.theme import Theme

BAR_HEIGHT = 4


@dataclass(frozen=True, slots=True)
class MeterPart:
    """One stretch of the bar; `fraction` is of the whole bar, 0 to 1."""

    fraction: float
    colour: ColourOf


class MeterBar(QWidget):
    """Parts side by side from the left on a quiet track. The words beside it tell the same in text."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._parts: tuple[MeterPart, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def parts(self) -> tuple[MeterPart, ...]:
        """What the bar shows."""
        return self._parts

    def set_parts(self, *parts: MeterPart) -> None:
        """Show these parts, from the left."""
        self._parts = parts
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(64, BAR_HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect())
        outline = QPainterPath()
        outline.addRoundedRect(whole, BAR_HEIGHT / 2, BAR_HEIGHT / 2)
        painter.setClipPath(outline)
        colours = self._theme.colours
        painter.fillRect(whole, QColor(colours.line))
        left = 0.0
        for part in self._parts:
            width = min(max(part.fraction, 0.0), 1.0) * whole.width()
            painter.fillRect(QRectF(left, 0, width, whole.height()), QColor(part.colour(colours)))
            left += width
