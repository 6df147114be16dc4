"""The program's mark: two lines of text on a square of the accent colour."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from quantchat.gui.painting import paint_rounded
from quantchat.gui.theme import Theme


class LogoMark(QWidget):
    """Paints the mark in a square of `side` pixels."""

    def __init__(self, theme: Theme, side: int = 20) -> None:
        super().__init__()
        self._theme = theme
        self._side = side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        unit = self._side / 20
        paint_rounded(painter, QRectF(self.rect()), 5 * unit, colours.accent)
        for top, width in ((6.2, 10.5), (11.2, 10.5)):
            bar = QRectF((20 - width) / 2 * unit, top * unit, width * unit, 3 * unit)
            paint_rounded(painter, bar, 1.2 * unit, colours.on_accent)
