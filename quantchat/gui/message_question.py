"""What the person wrote: a soft bubble on the right, as it was typed."""

import math
from collections import deque

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Slot
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
from quantchat.gui.long_text import text_pieces, text_size_words
from quantchat.gui.markdown_objects import text_with_sources
from quantchat.gui.message_actions import ACTION_OUTSET
from quantchat.gui.message_menu import SEPARATOR, MessageMenuEntries, MessageMenuEntry
from quantchat.gui.message_text import MessageText
from quantchat.gui.message_widget import MessageWidget, ring_room
from quantchat.gui.selection import MessageSelection
from quantchat.gui.theme import READING_LINE_HEIGHT, Radius, Space, Theme

_WIDTH_SHARE = 0.82
_OWN_CORNER_RADIUS = 4
"""Of the corner at which the bubble points to the person."""


class QuestionWidget(MessageWidget):
    """A message of the person."""

    def __init__(self, message: Message, theme: Theme, icons: Icons) -> None:
        super().__init__(message, theme, icons, is_answer=False)
        self._texts: list[QuestionText] = []
        self._selection = MessageSelection(self.texts)
        self._width_px = 0
        self._unfitted: deque[QuestionText] = deque()
        self._fit_timer = QTimer(self)
        self._fit_timer.setSingleShot(True)
        self._fit_timer.setInterval(0)
        self._fit_timer.timeout.connect(self._fit_next)
        self._bubble = _Bubble(theme)
        self._bubble.column.addWidget(self._rest)
        first, *rest = text_pieces(message.content)
        self._rest.keep(rest, text_size_words(message.content))
        self._add_text(first)
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
        """What is shown; of a long message perhaps only the beginning."""
        return "\n".join(text.text() for text in self._texts)

    @override
    def texts(self) -> tuple[QTextEdit, ...]:
        return tuple(self._texts)

    @override
    def plain_text(self) -> str:
        return self.message.content

    @override
    def _show_more(self, piece: str) -> None:
        self._add_text(piece)

    def _add_text(self, piece: str) -> None:
        """Show a piece below the others; the end of the line at which a message was cut is the end of its text."""
        text = QuestionText(self._theme, piece if self.shows_all else piece.removesuffix("\n"))
        text.join_selection(self._selection)
        if self._texts:
            text.fit_into(self._width_px)
        self._bubble.column.insertWidget(len(self._texts), text, alignment=Qt.AlignmentFlag.AlignLeft)
        self._texts.append(text)
        text.show()

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
        width_px = round(column_width * _WIDTH_SHARE) - 2 * Space.L
        if width_px != self._width_px:
            self._width_px = width_px
            self._texts[0].fit_into(width_px)
            self._unfitted = deque(self._texts[1:])
            self._fit_next()
        super().resizeEvent(event)

    @Slot()
    def _fit_next(self) -> None:
        """Fit one more piece of a long message into another width, and come again for the next one."""
        if self._unfitted:
            self._unfitted.popleft().fit_into(self._width_px)
            self._fit_timer.start()


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
    """The ground of a message of the person.

    Attributes:
        column: its texts, one below the other.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(Space.L, Space.S, Space.L, Space.M)  # a line's own space lies above its text
        self.column.setSpacing(0)
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
