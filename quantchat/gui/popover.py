"""A card that stands before the window until it is closed or something else is clicked."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainterPath, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from quantchat.gui.card import Card
from quantchat.gui.theme import Radius, Theme


class Popover(Card):
    """A window of its own without a frame; its corners are round."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, lambda colours: colours.raised, Radius.MESSAGE, parent)
        self.setWindowFlags(
            Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
        )
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        # Else the click on the button that closes the popover would open it again.
        self.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Without a compositing window manager the transparent corners would be black.
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), self._radius, self._radius)
        self.setMask(QRegion(outline.toFillPolygon().toPolygon()))
