"""A wide table: it scrolls sideways instead of squeezing its columns into a word a line."""

import math

from PySide6.QtCore import QSizeF, Qt, Slot
from PySide6.QtGui import QResizeEvent, QTextCursor, QTextTable, QWheelEvent
from PySide6.QtWidgets import QTextEdit
from typing_extensions import override

from quantchat.gui.code_block import SCROLL_BAR_HEIGHT, scroll_sideways, sideways_bar_style
from quantchat.gui.markdown_prose import OVERHANG, ProseWidget
from quantchat.gui.markdown_style import ProseStyle
from quantchat.gui.theme import Theme

COMFORTABLE_COLUMN_PX = 190
"""Columns are not squeezed below this on the average; narrower ones take what they need."""


class TableProse(ProseWidget):
    """One table, as wide as its cells would like, within reason."""

    takes_more = False

    def __init__(self, theme: Theme, style: ProseStyle, *, is_first: bool) -> None:
        super().__init__(theme, style, is_first=is_first)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._is_at_right = True
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled)
        self.horizontalScrollBar().rangeChanged.connect(self._on_range_changed)
        self._style_bar()

    @override
    def append_closed(self, source: str) -> None:
        super().append_closed(source)
        self._fit()

    @override
    def set_tail(self, source: str) -> None:
        super().set_tail(source)
        self._fit()

    @override
    def restyle(self, style: ProseStyle) -> None:
        super().restyle(style)
        self._style_bar()

    def _style_bar(self) -> None:
        self.horizontalScrollBar().setStyleSheet(sideways_bar_style(self._theme.colours))

    def _fit(self) -> None:
        """Lay the table out in its own width, and be as high as that makes it."""
        document = self.document()
        bar = self.horizontalScrollBar()
        scrolled, is_at_right = bar.value(), self._is_at_right
        self.setLineWrapMode(QTextEdit.LineWrapMode.NoWrap)
        document.setTextWidth(-1)
        wanted = math.ceil(document.idealWidth())
        least = min(wanted, self._columns() * COMFORTABLE_COLUMN_PX)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setLineWrapColumnOrWidth(max(self.width(), least))
        self._set_height(document.size())
        if not self.textCursor().hasSelection():
            self.setTextCursor(self._beginning())  # the text pushed it to the end, and the view follows it
        self._is_at_right = is_at_right
        bar.setValue(bar.maximum() if self._begins_at_right and is_at_right else scrolled)

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        self._is_at_right = value == self.horizontalScrollBar().maximum()

    @Slot(int, int)
    def _on_range_changed(self, _minimum: int, maximum: int) -> None:
        """Keep the beginning of a table in view that runs from right to left, until the person scrolls."""
        if self._begins_at_right and self._is_at_right:
            self.horizontalScrollBar().setValue(maximum)

    def _beginning(self) -> QTextCursor:
        """Where the table begins: the columns of one that runs from right to left are written in reverse."""
        if self._begins_at_right:
            table = self._tables()[0]
            return table.cellAt(0, table.columns() - 1).firstCursorPosition()
        return QTextCursor(self.document())

    def _tables(self) -> list[QTextTable]:
        return [frame for frame in self.document().rootFrame().childFrames() if isinstance(frame, QTextTable)]

    def _columns(self) -> int:
        return max((table.columns() for table in self._tables()), default=1)

    @property
    def _begins_at_right(self) -> bool:
        return any(table.format().alignment() & Qt.AlignmentFlag.AlignRight for table in self._tables())

    @override
    def _set_height(self, size: QSizeF) -> None:
        bar = SCROLL_BAR_HEIGHT if self.lineWrapColumnOrWidth() > self.width() else 0
        self.setFixedHeight(math.ceil(size.height()) + OVERHANG + bar)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        scroll_sideways(self, event)
