"""A model's thinking: one folded line, and the text below it when the person wants to see it."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.theme import Space, TextSize, Theme

_BAR_WIDTH = 2


class ReasoningFold(QWidget):
    """Hidden while there is no thinking; folded until the person opens it."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._text = ""
        self._button = Button(
            theme,
            icons,
            "Thinking…",
            icon=IconName.CHEVRON_RIGHT,
            height=SMALL_BUTTON_HEIGHT,
            align=Qt.AlignmentFlag.AlignLeft,
        )
        self._button.setFont(Theme.font(TextSize.TABLE))
        self._button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._button.setCheckable(True)
        self._button.toggled.connect(self._on_toggled)
        self._label: QLabel = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.INTERFACE)
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._label.setContentsMargins(Space.M, 0, 0, Space.XS)
        self._label.setVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XS, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self._button)
        column.addWidget(self._label)
        self.setVisible(False)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """The thinking so far."""
        return self._text

    def append(self, text: str) -> None:
        """Add to the thinking; it is laid out only while it is open."""
        self._text += text
        self.setVisible(bool(self._text))
        if self._button.isChecked():
            self._label.setText(self._text)

    def set_text(self, text: str, reasoning_ms: float) -> None:
        """Show finished thinking and how long it took."""
        self._text = text
        self.setVisible(bool(text))
        seconds = reasoning_ms / 1000
        self._button.set_label(f"Thought for {seconds:.1f} seconds" if seconds else "Thoughts")
        if self._button.isChecked():
            self._label.setText(text)

    @Slot(bool)
    def _on_toggled(self, is_open: bool) -> None:
        self._button.set_icon(IconName.CHEVRON_DOWN if is_open else IconName.CHEVRON_RIGHT)
        self._label.setText(self._text if is_open else "")
        self._label.setVisible(is_open)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, 0, _BAR_WIDTH, self.height(), QColor(self._theme.colours.line))
