"""A run of prose in an answer: a read-only document as high as its text.

It never scrolls by itself: the wheel and the paging keys go on to the chat. It never loads anything either: Qt's text
browser would draw local files that an answer names, so every resource is one empty pixel.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRectF, QSizeF, Qt, QUrl, Signal, Slot
from PySide6.QtGui import (
    QPainter,
    QPaintEvent,
    QPixmap,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QTextBrowser
from typing_extensions import override

from quantchat.gui.markdown_grounds import paint_grounds
from quantchat.gui.markdown_objects import text_with_sources
from quantchat.gui.markdown_style import CODE_PADDING, ProseProperty, ProseStyle
from quantchat.gui.markdown_writer import ProseWriter
from quantchat.gui.message_text import make_message_text
from quantchat.gui.selection import SelectableText
from quantchat.gui.theme import Space, Theme

_OPENED_SCHEMES = frozenset({"http", "https", "mailto"})

OVERHANG = 3
"""Room below the last line: the ground of inline code reaches a little below the text."""


class ProseWidget(SelectableText, QTextBrowser):
    """Markdown without fenced code: a closed part that stays, and a tail that may still change.

    Signals:
        link_activated: the person chose a link to the web or to a mail address; the address.
    """

    link_activated = Signal(str)
    takes_more = True
    """Whether what follows in the text may be added to the same document."""

    def __init__(self, theme: Theme, style: ProseStyle, *, is_first: bool) -> None:
        super().__init__()
        self._theme = theme
        self._top_gap = 0 if is_first else int(Space.S)
        self._closed_source = ""
        self._tail_source = ""
        make_message_text(self, self.tr("Answer text"))
        self.setOpenLinks(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        document = self.document()
        document.documentLayout().documentSizeChanged.connect(self._on_document_size_changed)
        self.anchorClicked.connect(self._on_anchor_clicked)
        self._writer = ProseWriter(document, style, self._top_gap)
        self._closed_end = self._writer.mark()

    @property
    def markdown(self) -> str:
        """The Markdown that is shown, the part that may still change too."""
        return self._closed_source + self._tail_source

    @property
    def closed_chars(self) -> int:
        """Length of the Markdown that is final, in characters."""
        return len(self._closed_source)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever written here for good, and nothing is shown."""
        return not self._closed_source and not self._tail_source

    def append_closed(self, source: str) -> None:
        """Put a final part in the place of the tail."""
        with self._kept_selection():
            self._remove_tail()
            self._writer.write(source)
        self._closed_source += source
        self._closed_end = self._writer.mark()
        self._describe()

    def set_tail(self, source: str) -> None:
        """Show what is not final yet below the closed part."""
        with self._kept_selection():
            self._remove_tail()
            self._tail_source = source
            if source:
                self._writer.write(source)

    def restyle(self, style: ProseStyle) -> None:
        """Write everything again in another style."""
        closed, tail = self._closed_source, self._tail_source
        self.document().clear()
        self._writer = ProseWriter(self.document(), style, self._top_gap)
        self._closed_source = self._tail_source = ""
        self._closed_end = self._writer.mark()
        if closed:
            self.append_closed(closed)
        self.set_tail(tail)

    @contextmanager
    def _kept_selection(self) -> Iterator[None]:
        """Keep what is selected in the tail, which is written again and mostly begins as it did."""
        before = self.textCursor()
        anchor, position, has_selection = before.anchor(), before.position(), before.hasSelection()
        yield
        end = self.document().characterCount() - 1
        if has_selection and max(anchor, position) <= end:
            cursor = self.textCursor()
            cursor.setPosition(anchor)
            cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(cursor)

    def _describe(self) -> None:
        """Give a screen reader the source of what is no text: formulas, and the boxes of tasks."""
        if self._writer.has_objects:
            self.setAccessibleDescription(self.text())

    def _remove_tail(self) -> None:
        if self._tail_source:
            self._writer.cut(self._closed_end)
            self._tail_source = ""

    @Slot(QSizeF)
    def _on_document_size_changed(self, size: QSizeF) -> None:
        self._set_height(size)

    def _set_height(self, size: QSizeF) -> None:
        self.setFixedHeight(math.ceil(size.height()) + self._overhang())

    def _overhang(self) -> int:
        """Room below the last line, pixels; a document leaves out the margin below its last paragraph."""
        is_code = self.document().lastBlock().blockFormat().hasProperty(ProseProperty.CODE_GROUND)
        return CODE_PADDING if is_code else OVERHANG

    @Slot(QUrl)
    def _on_anchor_clicked(self, url: QUrl) -> None:
        if url.scheme() in _OPENED_SCHEMES:
            self.link_activated.emit(url.toString())

    def text(self) -> str:
        """What is shown, as it is copied: formulas are their source."""
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        return text_with_sources(cursor)

    @override
    def loadResource(self, resource_type: int, name: QUrl | str) -> object:
        return QPixmap(1, 1)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        scrolled = self.horizontalScrollBar().value()
        painter.translate(-scrolled, 0)
        paint_grounds(painter, self.document(), QRectF(event.rect()).translated(scrolled, 0), self._theme.colours)
        painter.end()
        super().paintEvent(event)
