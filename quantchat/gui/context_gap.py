"""What the model no longer sees: a veil that dims such messages, and a line below the last of them."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget
from typing_extensions import override

from quantchat.gui.icons import IconName, Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.message_actions import ACTION_OUTSET
from quantchat.gui.rule import Rule
from quantchat.gui.theme import ICON_SIZE, Space, TextSize, Theme


class DimVeil(QWidget):
    """Lies over a message and lets nothing stand out more than the second text colour does.

    An opacity would dim what is faint already until it cannot be read. The veil only moves each pixel as far as the
    second text colour: everything keeps its contrast of at least 4.5 : 1, and nothing is laid out or written anew.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        mode = QPainter.CompositionMode
        is_dark = self._theme.is_dark
        painter.setCompositionMode(mode.CompositionMode_Darken if is_dark else mode.CompositionMode_Lighten)
        painter.fillRect(event.rect(), QColor(self._theme.colours.text_second))


class ContextGap(QWidget):
    """The line below the last message that the model no longer sees."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        words = self.tr("The model no longer sees the messages above. They stay in the chat.")
        self._icon = _ThemedIcon(theme, icons, IconName.INFO)
        self._label = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.TABLE, text=words)
        self._label.setWordWrap(True)
        self._label.setMaximumWidth(self._label.fontMetrics().horizontalAdvance(words) + 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(ACTION_OUTSET, Space.XL, ACTION_OUTSET, 0)
        row.setSpacing(Space.S)
        row.addWidget(Rule(theme), 1)
        row.addWidget(self._icon)
        row.addWidget(self._label, 1000)
        row.addWidget(Rule(theme), 1)

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text()


class _ThemedIcon(QLabel):
    """An icon in the second text colour; the words beside it say what it means."""

    def __init__(self, theme: Theme, icons: Icons, name: IconName) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._name = name
        self.setFixedSize(ICON_SIZE, ICON_SIZE)
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        icon = self._icons.icon(self._name, self._theme.colours.text_second)
        icon.paint(QPainter(self), QRect(0, 0, ICON_SIZE, ICON_SIZE))
