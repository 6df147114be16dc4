"""Says above a temporary chat that nothing of it is written, and offers to keep it."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.theme import COMPOSER_WIDTH, ICON_SIZE, Space, TextSize, Theme


class TemporaryBanner(QWidget):
    """One line; hidden while an ordinary chat is open.

    Signals:
        keep_requested: the chat shall become an ordinary one.
    """

    keep_requested = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._icon = QLabel()
        self._icon.setFixedSize(ICON_SIZE, ICON_SIZE)
        text = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.TABLE)
        text.setText(self.tr("Temporary chat: nothing of it is written to the disk, and it ends with QuantChat."))
        text.setWordWrap(True)
        keep = Button(theme, icons, self.tr("Keep this chat"), kind=ButtonKind.OUTLINED, height=SMALL_BUTTON_HEIGHT)
        keep.setFont(Theme.font(TextSize.TABLE))
        keep.clicked.connect(self.keep_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, Space.S, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self._icon)
        row.addWidget(text, 1)
        row.addWidget(keep)
        self.setMaximumWidth(COMPOSER_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.setVisible(False)

    def _restyle(self) -> None:
        icon = self._icons.icon(IconName.TEMPORARY_CHAT, self._theme.colours.text_second)
        self._icon.setPixmap(icon.pixmap(QSize(ICON_SIZE, ICON_SIZE), self.devicePixelRatio()))
