"""What the person wrote: a soft bubble on the right, as it was typed."""

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QTextEdit, QVBoxLayout
from typing_extensions import override

from quantchat.core.chat import Message
from quantchat.gui.formula_text import write_text_with_formulas
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.markdown_objects import text_with_sources
from quantchat.gui.message_actions import ACTION_OUTSET
from quantchat.gui.message_menu import SEPARATOR, MessageMenuEntries, MessageMenuEntry
from quantchat.gui.message_text import MessageText
from quantchat.gui.message_widget import MessageWidget, ring_room
from quantchat.gui.theme import READING_LINE_HEIGHT, Radius, Space, Theme

_WIDTH_SHARE = 0.82
_OWN_CORNER_RADIUS = 4
"""Of the corner at which the bubble points to the person."""


class QuestionWidget(MessageWidget):
    """A message of the person."""

    def __init__(self, message: Message, theme: Theme, icons: Icons) -> None:
        super().__init__(message, theme, icons, is_answer=False)
        self._text = QuestionText(theme, message.content)
        self._bubble = _Bubble(theme, self._text)
        row = QHBoxLayout()
        row.setContentsMargins(ACTION_OUTSET, 0, ACTION_OUTSET, 0)
        row.addStretch(1)
        row.addWidget(self._bubble)
        self._column.setSpacing(Space.XS)
        self._column.addLayout(row)
        self._column.addWidget(self.actions_row)
        self.setAccessibleName(self.tr("Your message"))

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text.text()

    @override
    def texts(self) -> tuple[QTextEdit, ...]:
        return (self._text,)

    @override
    def plain_text(self) -> str:
        return self._text.text()

    @override
    def _menu_entries(self) -> MessageMenuEntries:
        return (
            MessageMenuEntry(self.tr("Copy"), IconName.COPY, self.copy),
            SEPARATOR,
            MessageMenuEntry(self.tr("Edit and resend"), IconName.EDIT, self._on_edit_chosen, self._changes_enabled),
            self._delete_entry(),
        )

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        column_width = event.size().width() - 2 * (ACTION_OUTSET + ring_room())
        self._text.fit_into(round(column_width * _WIDTH_SHARE) - 2 * Space.L)
        super().resizeEvent(event)


class QuestionText(MessageText):
    """Plain text, as wide as it needs to be and as high as it is long."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(theme, Theme.reading_font(), lambda colours: colours.text, "")
        self.setAccessibleName(self.tr("Your message"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        characters = QTextCharFormat()
        characters.setFont(self.font())
        write_text_with_formulas(self.document(), text, characters, READING_LINE_HEIGHT)
        self.setAccessibleDescription(self.text())

    def text(self) -> str:
        """What is shown, as it was typed: formulas are their source."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        return text_with_sources(cursor)

    def fit_into(self, width: int) -> None:
        """Take the width the text needs, at most `width`, and the height that makes."""
        document = self.document()
        document.setTextWidth(-1)
        needed = min(math.ceil(document.idealWidth()) + 1, max(1, width))
        document.setTextWidth(needed)
        self.setFixedSize(QSize(needed, math.ceil(document.size().height())))


class _Bubble(QFrame):
    """The ground of a message of the person."""

    def __init__(self, theme: Theme, text: QuestionText) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.S, Space.L, Space.M)  # a line's own space lies above its text
        column.addWidget(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        shape = QPainterPath()
        shape.setFillRule(Qt.FillRule.WindingFill)
        shape.addRoundedRect(rect, Radius.MESSAGE, Radius.MESSAGE)
        corner = QRectF(rect.center(), rect.bottomRight())
        shape.addRoundedRect(corner, _OWN_CORNER_RADIUS, _OWN_CORNER_RADIUS)
        painter.fillPath(shape, QColor(self._theme.colours.own_message))
