"""A thin horizontal bar that shows how full something is, in one colour or several."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from quantchat.gui.meter_painting import MeterPart, paint_meter
from quantchat.gui.theme import Theme

BAR_HEIGHT = 4


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
        paint_meter(QPainter(self), QRectF(self.rect()), self._parts, self._theme.colours)
