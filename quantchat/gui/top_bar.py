"""The bar on top of the chat: the model on the left, the context on the right, loading on its lower edge."""

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from quantchat.gui.context_meter import ContextMeter
from quantchat.gui.icons import Icons
from quantchat.gui.model_menu import ModelMenu
from quantchat.gui.theme import TOP_BAR_HEIGHT, Space, Theme

PROGRESS_HEIGHT = 2
NARROW_WIDTH = 620
"""Below it the context meter has words only, so that the model keeps its name."""


class TopBar(QWidget):
    """Holds the model menu and the context meter; its lower line fills while a model loads."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._loading: float | None = None
        self.model_menu = ModelMenu(theme, icons)
        self.context_meter = ContextMeter(theme)
        self.model_menu.loading_changed.connect(self._on_loading_changed)
        self.setFixedHeight(TOP_BAR_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, 0, Space.S, 0)  # the meter has a margin of its own
        row.setSpacing(Space.L)
        row.addWidget(self.model_menu)
        row.addStretch(1)
        row.addWidget(self.context_meter, 0, Qt.AlignmentFlag.AlignVCenter)
        theme.changed.connect(self.update)

    @Slot(object)
    def _on_loading_changed(self, fraction: float | None) -> None:
        self._loading = fraction
        self.update()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.context_meter.set_bar_visible(is_visible=self.width() >= NARROW_WIDTH)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(colours.line))
        if self._loading is not None:
            progress = QRectF(
                0, self.height() - PROGRESS_HEIGHT, self.width() * min(max(self._loading, 0.0), 1.0), PROGRESS_HEIGHT
            )
            painter.fillRect(progress, QColor(colours.accent))
