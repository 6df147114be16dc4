"""The bar on top of the chat: the model on the left, the context on the right, loading on its lower edge."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from quantchat.gui.buttons import Button
from quantchat.gui.context_meter import ContextMeter
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.model_menu import ModelMenu
from quantchat.gui.theme import TOP_BAR_HEIGHT, Space, Theme

PROGRESS_HEIGHT = 2
NARROW_WIDTH = 620
"""Below it the context meter has words only, so that the model keeps its name."""


class TopBar(QWidget):
    """Holds the model menu and the context meter; its lower line fills while a model loads.

    Signals:
        sidebar_wanted: the list of chats shall be shown, or hidden.
    """

    sidebar_wanted = Signal(bool)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._loading: float | None = None
        self._is_sidebar_shown = True
        self._sidebar = Button(theme, icons, "", icon=IconName.SIDEBAR, icon_only=True)
        self._sidebar.clicked.connect(self._on_sidebar_clicked)
        self.model_menu = ModelMenu(theme, icons)
        self.context_meter = ContextMeter(theme)
        self.model_menu.loading_changed.connect(self._on_loading_changed)
        self.setFixedHeight(TOP_BAR_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.S, 0, Space.S, 0)  # button and meter have margins of their own
        row.setSpacing(Space.S)
        row.addWidget(self._sidebar)
        row.addWidget(self.model_menu)
        row.addStretch(1)
        row.addWidget(self.context_meter, 0, Qt.AlignmentFlag.AlignVCenter)
        theme.changed.connect(self.update)
        self.show_sidebar_state(is_shown=True)

    def show_sidebar_state(self, *, is_shown: bool) -> None:
        """Say whether the list of chats is shown: the button then offers the other."""
        self._is_sidebar_shown = is_shown
        self._sidebar.set_label(self.tr("Hide the chats") if is_shown else self.tr("Show the chats"))

    @Slot()
    def _on_sidebar_clicked(self) -> None:
        self.sidebar_wanted.emit(not self._is_sidebar_shown)

    @Slot(object)
    def _on_loading_changed(self, fraction: float | None) -> None:
        self._loading = fraction
        self.update()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._share_room()
        return super().event(event)

    def _share_room(self) -> None:
        """Let the meter have what the button for the chats and a model's name that can be read leave."""
        self.context_meter.set_bar_visible(is_visible=self.width() >= NARROW_WIDTH)
        taken = self._sidebar.sizeHint().width() + self._model_width()
        self.context_meter.set_room(self.width() - 4 * Space.S - taken)

    def _model_width(self) -> int:
        button = self.model_menu.button
        beside_it = self.model_menu.minimumSizeHint().width() - button.minimumSizeHint().width()
        return button.readable_width + beside_it

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
