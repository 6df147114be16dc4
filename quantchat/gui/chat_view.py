"""The messages of a conversation: a sliding window of real widgets over a list that may be long.

Only some sixty messages are widgets at a time; more are made as the person scrolls, and those far away are let go. The
view stays at the bottom only if it was there: a person who scrolled up to read is never moved.
"""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedLayout, QWidget
from typing_extensions import override

from quantchat.core.chat import Message, MessageStatus, Role
from quantchat.gui.buttons import BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.chat_scroll import ChatScrollArea, MessageColumn
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.message_actions import SiblingRequest
from quantchat.gui.message_answer import AnswerWidget
from quantchat.gui.message_question import QuestionWidget
from quantchat.gui.message_widget import MessageWidget
from quantchat.gui.theme import Space, Theme

FIRST_ROWS = 40
MORE_ROWS = 20
MOST_ROWS = 80
NEAR_END_PX = 600
"""Closer than this to the first or last widget, more are made."""


class ChatView(QFrame):
    """Shows one conversation, or what to show while there is none.

    Signals:
        copy_requested: this text shall be copied.
        regenerate_requested: an answer shall be made once more (identifier).
        continue_requested: an answer shall be gone on with where it ended (identifier).
        edit_requested: a message shall be edited and sent again (identifier).
        sibling_requested: another alternative of a message shall be shown (`SiblingRequest`).
        link_activated: a link was chosen (its address).
        message_shown: a message became a widget (identifier).
    """

    copy_requested = Signal(str)
    regenerate_requested = Signal(int)
    continue_requested = Signal(int)
    edit_requested = Signal(int)
    sibling_requested = Signal(SiblingRequest)
    link_activated = Signal(str)
    message_shown = Signal(int)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._messages: list[Message] = []
        self._widgets: list[MessageWidget] = []
        self._first_row = 0
        self._actions_enabled = True
        column = MessageColumn()
        self._rows = column.rows
        self._scroll = ChatScrollArea(theme, column)
        self._scroll.moved.connect(self._on_moved)
        self._jump = Button(
            theme,
            icons,
            "Jump to the newest message",
            icon=IconName.ARROW_DOWN,
            kind=ButtonKind.OUTLINED,
            icon_only=True,
        )
        self._jump.setParent(self)
        self._jump.resize(self._jump.sizeHint())
        self._jump.clicked.connect(self.scroll_to_end)
        self._scroll.pinned_changed.connect(self._on_pinned_changed)
        self._empty = QWidget()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._scroll)
        self._jump.setVisible(False)

    @property
    def scroll_area(self) -> QScrollArea:
        """The part that scrolls."""
        return self._scroll

    @property
    def is_at_bottom(self) -> bool:
        """Whether the newest text is in view and stays there."""
        return self._scroll.is_pinned

    def set_empty_widget(self, widget: QWidget) -> None:
        """Show this while the conversation has no message."""
        self._stack.removeWidget(self._empty)
        self._empty.deleteLater()
        self._empty = widget
        self._stack.insertWidget(0, widget)
        self._show_right_page()

    def set_thread(self, messages: Sequence[Message]) -> None:
        """Show a conversation, at its end."""
        self._messages = list(messages)
        for widget in self._widgets:
            self._let_go(widget)
        self._widgets = []
        self._first_row = max(0, len(self._messages) - FIRST_ROWS)
        for message in self._messages[self._first_row :]:
            self._widgets.append(self._made(message, self._rows.count() - 1))
        self._tell_shown(self._widgets)
        self._show_right_page()
        self._scroll.pin()

    def append_message(self, message: Message) -> None:
        """Show one more message at the end."""
        if self._last_row < len(self._messages):
            self.set_thread([*self._messages, message])
            return
        self._messages.append(message)
        self._widgets.append(self._made(message, self._rows.count() - 1))
        self._tell_shown(self._widgets[-1:])
        self._show_right_page()
        if self._scroll.is_pinned:
            self._drop_first(len(self._widgets) - MOST_ROWS)

    def message_widget(self, message_id: int) -> MessageWidget | None:
        """Return the widget of a message, None if it is far from what is in view."""
        return next((widget for widget in self._widgets if widget.message.id == message_id), None)

    def append_text(self, message_id: int, answer: str, reasoning: str) -> None:
        """Add to a growing answer."""
        widget = self.message_widget(message_id)
        if isinstance(widget, AnswerWidget):
            widget.append(answer, reasoning)
            self._replace(widget.message)

    def update_message(self, message: Message) -> None:
        """Show how an answer ended."""
        self._replace(message)
        widget = self.message_widget(message.id)
        if isinstance(widget, AnswerWidget):
            widget.end(message)

    def set_actions_enabled(self, enabled: bool) -> None:
        """Allow what changes the conversation."""
        self._actions_enabled = enabled
        for widget in self._widgets:
            widget.set_actions_enabled(enabled)

    @Slot()
    def scroll_to_end(self) -> None:
        """Go to the newest message and stay there."""
        if self._last_row < len(self._messages):
            self.set_thread(self._messages)
        self._scroll.pin()

    @property
    def _last_row(self) -> int:
        """Row after the last one that is a widget."""
        return self._first_row + len(self._widgets)

    def _replace(self, message: Message) -> None:
        for row in range(len(self._messages) - 1, -1, -1):
            if self._messages[row].id == message.id:
                self._messages[row] = message
                return

    def _show_right_page(self) -> None:
        self._stack.setCurrentWidget(self._scroll if self._messages else self._empty)
        self._on_pinned_changed(self._scroll.is_pinned)

    def _made(self, message: Message, layout_index: int) -> MessageWidget:
        """Make a message's widget and put it into the column before its `layout_index`."""
        kind = AnswerWidget if message.role is Role.ASSISTANT else QuestionWidget
        widget = kind(message, self._theme, self._icons)
        widget.set_actions_enabled(self._actions_enabled)
        widget.copy_requested.connect(self.copy_requested)
        widget.regenerate_requested.connect(self.regenerate_requested)
        widget.edit_requested.connect(self.edit_requested)
        widget.sibling_requested.connect(self.sibling_requested)
        widget.link_activated.connect(self.link_activated)
        if isinstance(widget, AnswerWidget):
            widget.unfolding.connect(self._scroll.hold)
            widget.continue_requested.connect(self.continue_requested)
        self._rows.insertWidget(layout_index, widget)
        widget.show()  # at once: until it is shown the layout leaves it out
        return widget

    def _tell_shown(self, widgets: Sequence[MessageWidget]) -> None:
        for widget in widgets:
            self.message_shown.emit(widget.message.id)

    def _let_go(self, widget: MessageWidget) -> None:
        self._scroll.let_go(widget)
        self._rows.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    @Slot()
    def _on_moved(self) -> None:
        """Make more widgets where the person comes near an end, and let those at the far end go."""
        if self._first_row > 0 and self._scroll.px_above() < NEAR_END_PX:
            start = max(0, self._first_row - MORE_ROWS)
            added = [self._made(message, i) for i, message in enumerate(self._messages[start : self._first_row])]
            self._widgets[:0] = added
            self._first_row = start
            self._tell_shown(added)
            if not self._is_growing:
                self._drop_last(len(self._widgets) - MOST_ROWS)
        elif self._last_row < len(self._messages) and self._scroll.px_below() < NEAR_END_PX:
            following = self._messages[self._last_row : self._last_row + MORE_ROWS]
            added = [self._made(message, self._rows.count() - 1) for message in following]
            self._widgets += added
            self._tell_shown(added)
            self._drop_first(len(self._widgets) - MOST_ROWS)

    @property
    def _is_growing(self) -> bool:
        return bool(self._messages) and self._messages[-1].status is MessageStatus.STREAMING

    def _drop_first(self, count: int) -> None:
        if count <= 0:
            return
        for widget in self._widgets[:count]:
            self._let_go(widget)
        del self._widgets[:count]
        self._first_row += count

    def _drop_last(self, count: int) -> None:
        if count <= 0:
            return
        for widget in self._widgets[-count:]:
            self._let_go(widget)
        del self._widgets[-count:]

    @Slot(bool)
    def _on_pinned_changed(self, is_pinned: bool) -> None:
        self._jump.setVisible(bool(self._messages) and not (is_pinned and self._last_row == len(self._messages)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._jump.move((self.width() - self._jump.width()) // 2, self.height() - BUTTON_HEIGHT - Space.M)
        self._jump.raise_()
