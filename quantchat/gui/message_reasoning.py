"""A model's thinking: one folded line, and the text below it when the person wants to see it."""

import math

from PySide6.QtCore import QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.markdown_objects import text_with_sources
from quantchat.gui.message_text import MessageText
from quantchat.gui.text_lines import set_line_height
from quantchat.gui.theme import Space, TextSize, Theme
from quantchat.gui.wordings import number_text

_BAR_WIDTH = 2
_LINE_HEIGHT = 21


class ReasoningFold(QWidget):
    """Hidden while there is no thinking; folded until the person opens it.

    Signals:
        unfolding: the text is about to be shown.
    """

    unfolding = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._text = ""
        self._button = Button(
            theme,
            icons,
            self.tr("Thinking…"),
            icon=IconName.CHEVRON_RIGHT,
            kind=ButtonKind.FAINT,
            height=SMALL_BUTTON_HEIGHT,
            align=Qt.AlignmentFlag.AlignLeft,
        )
        self._button.setFont(Theme.font(TextSize.TABLE))
        self._button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._button.setCheckable(True)
        self._button.toggled.connect(self._on_toggled)
        self._shown = ReasoningText(theme)
        self._shown.setVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(_BAR_WIDTH, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._button)
        column.addWidget(self._shown)
        self.setVisible(False)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """The thinking so far."""
        return self._text

    def selected_text(self) -> str:
        """What is selected of the thinking; empty for nothing."""
        return text_with_sources(self._shown.textCursor())

    def append(self, text: str) -> None:
        """Add to the thinking; it is laid out only while it is open."""
        self._text += text
        self.setVisible(bool(self._text))
        if self._button.isChecked():
            self._shown.append_text(text)

    def set_text(self, text: str, reasoning_ms: float) -> None:
        """Show finished thinking and how long it took."""
        self._text = text
        self.setVisible(bool(text))
        seconds = reasoning_ms / 1000
        self._button.set_label(
            self.tr("Thought for {seconds} seconds").format(seconds=number_text(seconds, ".1f"))
            if seconds
            else self.tr("Thoughts")
        )
        if self._button.isChecked():
            self._shown.set_text(text)

    @Slot(bool)
    def _on_toggled(self, is_open: bool) -> None:
        if is_open:
            self.unfolding.emit()
        self._button.set_icon(IconName.CHEVRON_DOWN if is_open else IconName.CHEVRON_RIGHT)
        self._shown.set_text(self._text if is_open else "")
        self._shown.setVisible(is_open)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, 0, _BAR_WIDTH, self.height(), QColor(self._theme.colours.line))


class ReasoningText(MessageText):
    """The thinking as plain text, which grows at its end."""

    def __init__(self, theme: Theme) -> None:
        font = Theme.reading_font(TextSize.INTERFACE)
        super().__init__(theme, font, lambda colours: colours.text_second, "")
        self.setAccessibleName(self.tr("Thinking"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the message has one for all of it
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setViewportMargins(Space.M, 0, 0, Space.XS)
        self.document().documentLayout().documentSizeChanged.connect(self._on_document_size_changed)

    def set_text(self, text: str) -> None:
        """Show this text."""
        self.setPlainText(text)
        set_line_height(self.document(), _LINE_HEIGHT)

    def append_text(self, text: str) -> None:
        """Add to the text; new lines are like those before."""
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(text)

    @Slot(QSizeF)
    def _on_document_size_changed(self, size: QSizeF) -> None:
        self.setFixedHeight(math.ceil(size.height()) + Space.XS)
