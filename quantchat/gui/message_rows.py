"""The messages of a conversation, of which only those near what is in view are widgets.

What is in view is made at once. The rest, as far as a person could scroll soon, is made row by row whenever the window
has nothing else to do, so that neither opening nor scrolling waits for messages that nobody sees yet; what is far away
is let go. A conversation that comes again, with another version of an answer, keeps the widgets of what is the same.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from quantchat.core.chat import Message, MessageStatus
from quantchat.gui.chat_scroll import ChatScrollArea
from quantchat.gui.long_text import PIECE_CHARS
from quantchat.gui.message_widget import MessageWidget
from quantchat.gui.tab_order import put_in_tab_order, tab_stops

AHEAD_PX = 1600
"""So far above and below what is in view messages are made, to be there when somebody scrolls."""

KEPT_PX = 2 * AHEAD_PX
"""Messages farther away than this are let go."""

_LEAST_ROW_PX = 100
_LINE_PX = 24
_LINE_CHARS = 90


class MessageRows(QObject):
    """A sliding window of widgets over a list of messages.

    Signals:
        shown: a message became a widget, or the widget it has shows another conversation's message (identifier).
        has_end_changed: the newest message became a widget, or is none any more.
    """

    shown = Signal(int)
    has_end_changed = Signal()

    def __init__(self, scroll: ChatScrollArea, column: QVBoxLayout, make: Callable[[Message], MessageWidget]) -> None:
        super().__init__(scroll)
        self._scroll = scroll
        self._column = column
        self._make = make
        self._messages: list[Message] = []
        self._widgets: list[MessageWidget] = []
        self._first_row = 0
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(0)
        self._idle.timeout.connect(self._on_idle)
        scroll.moved.connect(self._on_moved)

    @property
    def messages(self) -> tuple[Message, ...]:
        """The whole conversation, as far as it was told."""
        return tuple(self._messages)

    @property
    def widgets(self) -> tuple[MessageWidget, ...]:
        """Those that exist, from top to bottom."""
        return tuple(self._widgets)

    @property
    def has_end(self) -> bool:
        """Whether the newest message is a widget."""
        return self._end_row == len(self._messages)

    def widget(self, message_id: int) -> MessageWidget | None:
        """The widget of a message, None if it has none."""
        return next((widget for widget in reversed(self._widgets) if widget.message.id == message_id), None)

    def neighbour(self, message_id: int, step: int) -> Message | None:
        """The message so many further on, None past an end."""
        row = self._row_of(message_id)
        if row is None or not 0 <= row + step < len(self._messages):
            return None
        return self._messages[row + step]

    def set_messages(self, messages: Sequence[Message]) -> None:
        """Show a conversation: at its end, or where the person is reading if it is the one that is shown already."""
        stays = not self._scroll.is_pinned and _is_same_chat(self._messages, messages)
        same_rows = _same_rows(self._messages, messages)
        self._messages = list(messages)
        kept = max(0, min(same_rows - self._first_row, len(self._widgets)))
        if not kept and not (stays and self._first_row < len(messages)):
            self._make_from_end()
            return
        self._let_go(self._widgets[kept:])
        self._append_rows(self._messages[self._end_row :], 2 * self._scroll.view_height)
        if self._scroll.is_pinned and not self.has_end:
            self._make_from_end()
            return
        self._tell(self._widgets)
        self._tell_end()
        self._idle.start()

    def append(self, message: Message) -> None:
        """Add a message at the end; it becomes a widget if the one before is one."""
        has_end = self.has_end
        self._messages.append(message)
        if has_end:
            self._append_rows([message], 0)
            self._tell(self._widgets[-1:])
            self._idle.start()

    def grow(self, message_id: int, answer: str, reasoning: str) -> None:
        """Add to an answer that has no widget at the moment."""
        row = self._row_of(message_id)
        if row is not None:
            message = self._messages[row]
            self._messages[row] = replace(
                message, content=message.content + answer, reasoning=message.reasoning + reasoning
            )

    def replace(self, message: Message) -> None:
        """Take note of what a message is now."""
        row = self._row_of(message.id)
        if row is not None:
            self._messages[row] = message

    def make_around(self, message_id: int) -> MessageWidget | None:
        """The widget of a message, made with its neighbours if it is far from what is in view; None if unknown."""
        row = self._row_of(message_id)
        if row is None:
            return None
        if not self._first_row <= row < self._end_row:
            self._let_go(self._widgets)
            height_px = self._scroll.view_height
            before = list(_rows_for(reversed(self._messages[:row]), height_px // 2))
            self._first_row = row - len(before)
            self._append_rows(self._messages[self._first_row :], sum(map(_estimated_px, before)) + height_px)
            self._tell(self._widgets)
            self._idle.start()
            self._tell_end()
        return self._widgets[row - self._first_row]

    def make_end(self) -> None:
        """Have the newest messages as widgets."""
        if not self.has_end:
            self._make_from_end()

    def put_in_tab_order(self, widget: MessageWidget) -> None:
        """Let Tab go through a message after the one above it; again when there is more in it."""
        row = self._widgets.index(widget)
        stops = list(tab_stops(self._widgets[row - 1])) if row else []
        put_in_tab_order(widget, stops[-1] if stops else self._scroll)

    @property
    def _end_row(self) -> int:
        """Row after the last one that is a widget."""
        return self._first_row + len(self._widgets)

    @property
    def _is_growing(self) -> bool:
        return bool(self._messages) and self._messages[-1].status is MessageStatus.STREAMING

    def _row_of(self, message_id: int) -> int | None:
        """Sought from the end, where it mostly is."""
        rows = range(len(self._messages) - 1, -1, -1)
        return next((row for row in rows if self._messages[row].id == message_id), None)

    def _make_from_end(self) -> None:
        self._let_go(self._widgets)
        last = list(_rows_for(reversed(self._messages), self._scroll.view_height))
        self._first_row = len(self._messages) - len(last)
        self._append_rows(reversed(last), 0)
        self._tell(self._widgets)
        self._idle.start()
        self._tell_end()

    def _append_rows(self, messages: Iterable[Message], height_px: int) -> None:
        """Make widgets below those there are, as many as fill a height; all of them for 0."""
        for message in _rows_for(messages, height_px) if height_px else messages:
            widget = self._made(message, self._column.count() - 1)
            self._widgets.append(widget)
            self.put_in_tab_order(widget)

    def _made(self, message: Message, layout_index: int) -> MessageWidget:
        """Make a message's widget and put it into the column before its `layout_index`."""
        widget = self._make(message)
        self._column.insertWidget(layout_index, widget)
        widget.show()  # at once: until it is shown the layout leaves it out
        return widget

    def _tell(self, widgets: Sequence[MessageWidget]) -> None:
        for widget in widgets:
            self.shown.emit(widget.message.id)

    def _tell_end(self) -> None:
        if self._scroll.has_end != self.has_end:
            self._scroll.has_end = self.has_end
            self.has_end_changed.emit()

    def _let_go(self, widgets: Sequence[MessageWidget]) -> None:
        for widget in widgets:
            self._scroll.let_go(widget)
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        gone = set(widgets)
        self._widgets = [widget for widget in self._widgets if widget not in gone]

    @Slot()
    def _on_moved(self) -> None:
        if not self._idle.isActive():
            self._idle.start()

    @Slot()
    def _on_idle(self) -> None:
        """Make and let go one row, and come again as long as there is something to do."""
        if not self._scroll.isVisible():
            return
        has_made, has_dropped = self._make_one(), self._drop_one()
        if has_made or has_dropped:
            self._scroll.lay_out_now()
            self._idle.start()

    def _make_one(self) -> bool:
        """Make the nearest message that somebody could scroll to; tells whether there was one."""
        is_below = self._end_row < len(self._messages) and self._scroll.px_below() < AHEAD_PX
        is_above = self._first_row > 0 and self._scroll.px_above() < AHEAD_PX
        if is_below and not (is_above and self._scroll.px_above() < self._scroll.px_below()):
            self._append_rows([self._messages[self._end_row]], 0)
            self._tell(self._widgets[-1:])
            self._tell_end()
        elif is_above:
            self._first_row -= 1
            self._widgets.insert(0, self._made(self._messages[self._first_row], 0))
            self.put_in_tab_order(self._widgets[0])
            self._tell(self._widgets[:1])
        return is_below or is_above

    def _drop_one(self) -> bool:
        """Let the farthest message go; an answer that grows stays, because making it again would take long."""
        if len(self._widgets) < 2:
            return False
        if self._scroll.px_above() - self._widgets[0].height() > KEPT_PX:
            self._let_go(self._widgets[:1])
            self._first_row += 1
            return True
        if self._scroll.px_below() - self._widgets[-1].height() > KEPT_PX and not (self._is_growing and self.has_end):
            self._let_go(self._widgets[-1:])
            self._tell_end()
            return True
        return False


def _is_same_chat(before: Sequence[Message], after: Sequence[Message]) -> bool:
    return bool(before and after) and before[0].conversation_id == after[0].conversation_id


def _same_rows(before: Sequence[Message], after: Sequence[Message]) -> int:
    """How many messages at the beginning are the same in both."""
    pairs = zip(before, after, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _rows_for(messages: Iterable[Message], height_px: int) -> Iterator[Message]:
    """As many of the messages as fill that height for certain; at least one."""
    filled_px = 0
    for message in messages:
        yield message
        filled_px += _estimated_px(message)
        if filled_px >= height_px:
            return


def _estimated_px(message: Message) -> int:
    """A height that a message has at least; what is too little is made a moment later."""
    shown = message.content[:PIECE_CHARS]
    lines = shown.count("\n") // 2 + len(shown) // _LINE_CHARS
    return _LEAST_ROW_PX + lines * _LINE_PX // 2
