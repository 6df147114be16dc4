"""Selecting through a message as through a page: an answer is made of several texts, which know nothing of one another.

Each text paints its own part of the selection. What the mouse and the keyboard do to a text, it hands to the message's
`MessageSelection` first; an event filter would see all that happens to every text, and slow down opening a chat.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer
from PySide6.QtGui import QClipboard, QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QScrollArea, QTextEdit
from typing_extensions import override

from quantchat.gui.markdown_objects import text_with_sources

BETWEEN_TEXTS = "\n\n"
"""Stands between the texts of a message when they are copied together."""

SCROLL_MS = 30
MOST_SCROLL_PX = 60
"""In one step of scrolling, while the pointer is dragged above or below what is in view."""

_SCROLL_KEYS = frozenset({Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End})
_CURSOR_KEYS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, *_SCROLL_KEYS})

Texts = Callable[[], Sequence[QTextEdit]]
"""The texts of a message as they are now, in reading order."""


class MessageSelection:
    """What is selected in the texts of one message: from somewhere in one of them to somewhere in another."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._first: QTextEdit | None = None
        self._pointer = QPoint()
        self._is_dragging = False
        self._scroll_timer: QTimer | None = None

    def text(self) -> str:
        """What is selected, as it is copied: in reading order, code as it is, formulas as their source."""
        return BETWEEN_TEXTS.join(text_with_sources(text.textCursor()) for text in self._selected())

    def clear(self) -> None:
        """Select nothing."""
        self._clear_but(None)

    def select_all(self) -> None:
        """Select the whole message."""
        for text in self._texts():
            _select(text, 0, _end_of(text))

    def takes_press(self, text: QTextEdit, event: QMouseEvent) -> bool:
        """Whether a press of the mouse is no longer the text's own affair."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return False
        self._is_dragging = True
        extends = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if extends and self._first is not text and self._first in self._texts():
            self._select_to(event.globalPosition().toPoint())
            return True
        self._clear_but(text if extends else None)  # a text that still holds a selection would begin to drag it away
        self._first = text
        return False

    def takes_move(self, text: QTextEdit, event: QMouseEvent) -> bool:
        """Whether a move of the mouse is no longer the text's own affair: it selects out of it."""
        if not self._is_dragging or not event.buttons() & Qt.MouseButton.LeftButton:
            return False
        self._pointer = event.globalPosition().toPoint()
        self._scroll_if_outside(text)
        if text is self._first and self._text_at(self._pointer) is text:
            self._clear_but(text)
            return False
        self._select_to(self._pointer)
        return True

    def end_drag(self) -> None:
        """Note that the button of the mouse was let go."""
        self._is_dragging = False
        self._stop_scrolling()
        clipboard = QGuiApplication.clipboard()
        if len(self._selected()) > 1 and clipboard.supportsSelection():
            clipboard.setText(self.text(), QClipboard.Mode.Selection)

    def takes_key(self, text: QTextEdit, event: QKeyEvent) -> bool:
        """Whether a key concerns the message and not only the text that has the keyboard."""
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self._first = text
            self.select_all()
            return True
        if event.matches(QKeySequence.StandardKey.Copy) and self._selected():
            QGuiApplication.clipboard().setText(self.text())
            return True
        if event.key() in _CURSOR_KEYS and not scrolls_the_chat(event):
            self._first = text
            self._clear_but(text)
        return False

    def note_focus_lost(self, reason: Qt.FocusReason) -> None:
        """Select nothing any longer if the person clicked elsewhere; a key or another window leaves it."""
        if reason is Qt.FocusReason.MouseFocusReason and QApplication.focusWidget() not in self._texts():
            self.clear()

    def _selected(self) -> list[QTextEdit]:
        return [text for text in self._texts() if text.textCursor().hasSelection()]

    def _clear_but(self, kept: QTextEdit | None) -> None:
        for text in self._texts():
            if text is not kept and text.textCursor().hasSelection():
                position = text.textCursor().position()
                _select(text, position, position)

    def _text_at(self, point: QPoint) -> QTextEdit:
        """The text at the height of a point of the screen, or the nearest one."""
        return min(self._texts(), key=lambda text: _distance(text, point))

    def _select_to(self, point: QPoint) -> None:
        """Select from where the drag began to a point of the screen."""
        texts = list(self._texts())
        if self._first not in texts:
            return
        first, last = texts.index(self._first), texts.index(self._text_at(point))
        start, end = texts[first].textCursor().anchor(), _position_at(texts[last], point)
        for index, text in enumerate(texts):
            if not min(first, last) <= index <= max(first, last):
                _select(text, text.textCursor().position(), text.textCursor().position())
                continue
            into, out = (0, _end_of(text)) if first <= last else (_end_of(text), 0)
            _select(text, start if index == first else into, end if index == last else out)

    def _scroll_if_outside(self, text: QTextEdit) -> None:
        """Scroll the conversation while the pointer is dragged above or below it."""
        area = _scroll_area_of(text)
        if area is None or not _px_outside(area, self._pointer):
            self._stop_scrolling()
        elif self._scroll_timer is None:
            self._scroll_timer = QTimer(text)
            self._scroll_timer.setInterval(SCROLL_MS)
            self._scroll_timer.timeout.connect(self._scroll)
            self._scroll_timer.start()

    def _stop_scrolling(self) -> None:
        if self._scroll_timer is not None:
            self._scroll_timer.stop()
            self._scroll_timer.deleteLater()
            self._scroll_timer = None

    def _scroll(self) -> None:
        area = _scroll_area_of(self._first) if self._first is not None else None
        if area is None or self._first not in self._texts():
            self._stop_scrolling()
            return
        step_px = max(-MOST_SCROLL_PX, min(MOST_SCROLL_PX, _px_outside(area, self._pointer)))
        area.verticalScrollBar().setValue(area.verticalScrollBar().value() + step_px)
        self._select_to(self._pointer)


def scrolls_the_chat(event: QKeyEvent) -> bool:
    """Whether a key moves the whole conversation, whichever text of it has the keyboard; Shift selects instead."""
    return event.key() in _SCROLL_KEYS and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier


def _end_of(text: QTextEdit) -> int:
    return text.document().characterCount() - 1


def _select(text: QTextEdit, anchor: int, position: int) -> None:
    """Select a part of a text without scrolling it sideways to the end of the part."""
    cursor = text.textCursor()
    if (cursor.anchor(), cursor.position()) == (anchor, position):
        return
    cursor.setPosition(anchor)
    cursor.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
    bar = text.horizontalScrollBar()
    scrolled = bar.value()
    text.setTextCursor(cursor)
    bar.setValue(scrolled)


def _distance(text: QTextEdit, point: QPoint) -> int:
    """How far a point is above or below a text; 0 beside it."""
    y = text.mapFromGlobal(point).y()
    return max(0, -y, y - text.height() + 1)


def _position_at(text: QTextEdit, point: QPoint) -> int:
    inside = text.viewport().mapFromGlobal(point)
    if _distance(text, point):
        return 0 if inside.y() < 0 else _end_of(text)
    return text.cursorForPosition(inside).position()


def _scroll_area_of(text: QTextEdit) -> QScrollArea | None:
    above = text.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above


def _px_outside(area: QScrollArea, point: QPoint) -> int:
    """How far a point is below what is in view, negative above it; 0 inside."""
    y = area.viewport().mapFromGlobal(point).y()
    return min(0, y) + max(0, y - area.viewport().height())


if TYPE_CHECKING:
    _Text = QTextEdit
else:
    _Text = object


class SelectableText(_Text):
    """What makes a text edit part of a message's selection; alone it is the whole of it. To be inherited first."""

    _selection: MessageSelection | None = None

    @property
    def selection(self) -> MessageSelection:
        """The selection it belongs to."""
        if self._selection is None:
            self._selection = MessageSelection(lambda: (self,))
        return self._selection

    def join_selection(self, selection: MessageSelection) -> None:
        """Be selected together with other texts."""
        self._selection = selection

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.selection.takes_press(self, event):
            super().mousePressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self.selection.takes_move(self, event):
            super().mouseMoveEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.selection.end_drag()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.selection.takes_key(self, event):
            event.accept()
        elif scrolls_the_chat(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.selection.note_focus_lost(event.reason())

    @override
    def createMimeDataFromSelection(self) -> QMimeData:
        # Qt's own object, emptied: one made in Python that is still on the clipboard at the end crashes the program.
        data = super().createMimeDataFromSelection()
        data.text()  # it is filled when something is first taken out of it
        for kind in data.formats():
            data.removeFormat(kind)
        data.setText(text_with_sources(self.textCursor()))
        return data
