"""Where the panel stands: beside the chat while both have room, over it in a narrow window."""

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from quantchat.gui.chat_settings.panel import PANEL_WIDTH, ChatSettingsPanel

LEAST_CHAT_WIDTH = 480
"""What the chat must keep for the panel to stand beside it, device-independent pixels."""


class PanelPlace(QWidget):
    """Holds the chat and the panel at its right edge; the chat has all the room while the panel is hidden."""

    def __init__(self, chat: QWidget, panel: ChatSettingsPanel) -> None:
        super().__init__()
        self._chat = chat
        self._panel = panel
        chat.setParent(self)
        panel.setParent(self)
        panel.hide()
        panel.installEventFilter(self)

    @property
    def is_covering(self) -> bool:
        """Whether a shown panel lies over the chat."""
        return self.width() - PANEL_WIDTH < LEAST_CHAT_WIDTH

    @override
    def sizeHint(self) -> QSize:
        return self._chat.sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        # Not its width: at a large text size there is less, and the layout would begin the chat below the sidebar.
        return QSize(0, self._chat.minimumSizeHint().height())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._arrange()
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        panel_width = min(PANEL_WIDTH, self.width())
        is_beside = not self._panel.isHidden() and not self.is_covering
        self._chat.setGeometry(0, 0, self.width() - panel_width if is_beside else self.width(), self.height())
        self._panel.setGeometry(self.width() - panel_width, 0, panel_width, self.height())
        self._panel.raise_()
