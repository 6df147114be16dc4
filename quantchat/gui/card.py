"""A rounded frame with a ground and a thin line: the composer, notices and popovers are cards."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from quantchat.gui.painting import ColourOf, paint_rounded
from quantchat.gui.theme import Radius, Theme


class Card(QFrame):
    """Paints its ground and line itself, so that its corners are smooth at every scale."""

    def __init__(
        self, theme: Theme, ground: ColourOf, radius: int = Radius.MESSAGE, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ground = ground
        self._radius = radius
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        paint_rounded(QPainter(self), QRectF(self.rect()), self._radius, self._ground(colours), colours.line)
