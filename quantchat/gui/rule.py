"""A thin line between two parts."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from quantchat.gui.theme import Theme


class Rule(QWidget):
    """One pixel high, or wide where it stands upright."""

    def __init__(self, theme: Theme, orientation: Qt.Orientation = Qt.Orientation.Horizontal) -> None:
        super().__init__()
        self._theme = theme
        if orientation is Qt.Orientation.Horizontal:
            self.setFixedHeight(1)
        else:
            self.setFixedWidth(1)
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(self._theme.colours.line))
