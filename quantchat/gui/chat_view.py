"""The conversation in the middle of the window.

The view stays at the bottom only if it was there: a person who scrolled up to read is never moved.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QStackedLayout, QWidget
from typing_extensions import override

from quantchat.core.chat import Message, Role
from quantchat.gui.announcer import Announcer
from quantchat.gui.buttons import BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.chat_scroll import ChatScrollArea, MessageColumn
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.message_actions import RegenerateWith, SiblingRequest
from quantchat.gui.message_answer import AnswerWidget
from quantchat.gui.message_menu import AnswererOption, Answerers
from quantchat.gui.message_question import QuestionWidget
from quantchat.gui.message_rows import MessageRows
from quantchat.gui.message_widget import MessageWidget
from quantchat.gui.theme import Space, Theme
from quantchat.gui.translations import QT_TRANSLATE_NOOP

JUMP = QT_TRANSLATE_NOOP("ChatView", "Jump to the newest message")


class ChatView(QFrame):
    """Shows one conversation, or what to show while there is none.

    Attributes:
        announcer: has the growing answer spoken by a screen reader.

    Signals:
        copy_requested: this text shall be copied.
        regenerate_requested: an answer shall be made once more (identifier).
        continue_requested: an answer shall be gone on with where it ended (identifier).
        regenerate_with_requested: likewise, by another model (`RegenerateWith`).
        edit_requested: a message shall be edited and sent again (identifier).
        delete_requested: a message shall be deleted (identifier).
        details_requested: how an answer was made shall be shown (identifier).
        sibling_requested: another alternative of a message shall be shown (`SiblingRequest`).
        link_activated: a link was chosen (its address).
        message_shown: a message became a widget (identifier).
        message_grew: more of a long message is shown (identifier).
        walked_past_end: the keyboard went on from the newest message, to what is below.
    """

    copy_requested = Signal(str)
    regenerate_requested = Signal(int)
    continue_requested = Signal(int)
    regenerate_with_requested = Signal(RegenerateWith)
    edit_requested = Signal(int)
    delete_requested = Signal(int)
    details_requested = Signal(int)
    sibling_requested = Signal(SiblingRequest)
    link_activated = Signal(str)
    message_shown = Signal(int)
    message_grew = Signal(int)
    walked_past_end = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self.announcer = Announcer(self)
        self._actions_enabled = True
        self._answerers: Answerers = tuple
        self._unseen: frozenset[int] = frozenset()
        column = MessageColumn()
        self._scroll = ChatScrollArea(theme, column)
        self._scroll.start_wanted.connect(self.scroll_to_start)
        self._scroll.end_wanted.connect(self.scroll_to_end)
        self._messages = MessageRows(self._scroll, column.rows, self._made)
        self._messages.shown.connect(self.message_shown)
        self._messages.has_end_changed.connect(self._refresh_jump)
        self._jump = Button(
            theme,
            icons,
            self.tr(JUMP),
            icon=IconName.ARROW_DOWN,
            kind=ButtonKind.OUTLINED,
            icon_only=True,
        )
        self._jump.setParent(self)
        self._jump.resize(self._jump.sizeHint())
        self._jump.clicked.connect(self.scroll_to_end)
        self._scroll.pinned_changed.connect(self._refresh_jump)
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
    def messages(self) -> tuple[Message, ...]:
        """The whole conversation that is shown, as far as it was told."""
        return self._messages.messages

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
        """Show a conversation: at its end, or where the person is reading if it is shown already."""
        is_new = not self.messages or not messages or self.messages[0].conversation_id != messages[0].conversation_id
        if is_new:
            self._scroll.pin()
        self._messages.set_messages(messages)
        self._show_right_page()
        if is_new:
            self._scroll.pin()

    def append_message(self, message: Message) -> None:
        """Show one more message at the end."""
        self._messages.append(message)
        self._show_right_page()

    def message_widget(self, message_id: int) -> MessageWidget | None:
        """Return the widget of a message, None if it is far from what is in view."""
        return self._messages.widget(message_id)

    def show_message(self, message_id: int) -> MessageWidget | None:
        """Bring a message into view and mark it for a moment; None if the conversation has no such message."""
        widget = self._messages.make_around(message_id)
        if widget is not None:
            self._scroll.bring_into_view(widget)
            widget.mark()
        return widget

    def show_part(self, widget: QWidget, part: QRect) -> None:
        """Bring a part of one of a message's texts, in its own pixels, into view."""
        self._scroll.bring_into_view(widget, part)

    def append_text(self, message_id: int, answer: str, reasoning: str) -> None:
        """Add to a growing answer."""
        if answer:
            self.announcer.text_grew(message_id, answer)
        widget = self.message_widget(message_id)
        if isinstance(widget, AnswerWidget):
            widget.append(answer, reasoning)
            self._messages.replace(widget.message)
        else:
            self._messages.grow(message_id, answer, reasoning)

    def update_message(self, message: Message) -> None:
        """Show how an answer ended."""
        self.announcer.answer_ended(message)
        self._messages.replace(message)
        widget = self.message_widget(message.id)
        if isinstance(widget, AnswerWidget):
            widget.end(message)
            self._messages.put_in_tab_order(widget)

    def set_actions_enabled(self, enabled: bool) -> None:
        """Allow what changes the conversation."""
        self._actions_enabled = enabled
        for widget in self._messages.widgets:
            widget.set_actions_enabled(enabled)

    def set_answerers(self, answerers: Answerers) -> None:
        """Ask this for the models that an answer can be made again with, each time a menu opens."""
        self._answerers = answerers

    @Slot(frozenset)
    def set_out_of_context(self, message_ids: frozenset[int]) -> None:
        """Dim the messages that the model no longer sees, and say so below the last of them."""
        self._unseen = message_ids
        for widget in self._messages.widgets:
            self._show_context(widget)

    def _show_context(self, widget: MessageWidget) -> None:
        message_id = widget.message.id
        is_unseen = message_id in self._unseen
        following = self._messages.neighbour(message_id, 1) if is_unseen else None
        widget.set_seen_by_model(not is_unseen)
        widget.set_last_unseen(is_unseen and (following is None or following.id not in self._unseen))

    def _answerers_now(self) -> tuple[AnswererOption, ...]:
        return self._answerers()

    @Slot()
    def focus_former(self) -> None:
        """Give the keyboard to the message before the one that has it; to the last in view if none has."""
        focused = self._focused_id()
        if focused is None:
            self._focus(self._scroll.last_in_view())
        elif (former := self._messages.neighbour(focused, -1)) is not None:
            self._focus(self._messages.make_around(former.id))

    @Slot()
    def focus_next(self) -> None:
        """Give the keyboard to the message after the one that has it; past the newest it goes to what is below."""
        focused = self._focused_id()
        following = self._messages.neighbour(focused, 1) if focused is not None else None
        if following is not None:
            self._focus(self._messages.make_around(following.id))
        elif focused is not None:
            self.scroll_to_end()
            self.walked_past_end.emit()

    def _focused_id(self) -> int | None:
        """The message in which the keyboard is."""
        widget = QApplication.focusWidget()
        while widget is not None and not isinstance(widget, MessageWidget):
            widget = widget.parentWidget()
        return widget.message.id if widget is not None and self.isAncestorOf(widget) else None

    def _focus(self, widget: QWidget | None) -> None:
        if isinstance(widget, MessageWidget):
            self._scroll.bring_into_view(widget)
            widget.take_keyboard()

    @Slot()
    def scroll_to_end(self) -> None:
        """Go to the newest message and stay there."""
        self._messages.make_end()
        self._scroll.pin()

    @Slot()
    def scroll_to_start(self) -> None:
        """Go to the first message."""
        if self.messages:
            first = self._messages.make_around(self.messages[0].id)
            if first is not None:
                self._scroll.hold_at(first, int(Space.XXL))

    def _show_right_page(self) -> None:
        self._stack.setCurrentWidget(self._scroll if self.messages else self._empty)
        self._refresh_jump()

    def _made(self, message: Message) -> MessageWidget:
        kind = AnswerWidget if message.role is Role.ASSISTANT else QuestionWidget
        widget = kind(message, self._theme, self._icons)
        widget.set_actions_enabled(self._actions_enabled)
        widget.answerers = self._answerers_now
        self._show_context(widget)
        widget.copy_requested.connect(self.copy_requested)
        widget.regenerate_requested.connect(self.regenerate_requested)
        widget.regenerate_with_requested.connect(self.regenerate_with_requested)
        widget.edit_requested.connect(self.edit_requested)
        widget.delete_requested.connect(self.delete_requested)
        widget.details_requested.connect(self.details_requested)
        widget.sibling_requested.connect(self.sibling_requested)
        widget.link_activated.connect(self.link_activated)
        widget.unfolding.connect(self._scroll.hold)
        widget.grew.connect(self.message_grew)
        if isinstance(widget, AnswerWidget):
            widget.continue_requested.connect(self.continue_requested)
        return widget

    @Slot()
    def _refresh_jump(self) -> None:
        self._jump.setVisible(bool(self.messages) and not (self.is_at_bottom and self._messages.has_end))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._jump.move((self.width() - self._jump.width()) // 2, self.height() - BUTTON_HEIGHT - Space.M)
        self._jump.raise_()
