"""One message of the chat: the part that questions and answers share."""

from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.core.chat import Message
from quantchat.gui.context_gap import ContextGap, DimVeil
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.markdown_objects import text_with_sources
from quantchat.gui.message_actions import MessageActions, RegenerateWith, SiblingRequest
from quantchat.gui.message_menu import SEPARATOR, Answerers, MessageMenu, MessageMenuEntries, MessageMenuEntry
from quantchat.gui.painting import paint_focus_ring
from quantchat.gui.selection import BETWEEN_TEXTS
from quantchat.gui.text_rest import TextRest
from quantchat.gui.theme import Radius, Space, Theme

MARK_MS = 1500
_BY_KEYBOARD = frozenset(
    {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason}
)


def ring_room() -> int:
    """How far the ring of the message with the keyboard is from what it surrounds, pixels."""
    return Space.S


class MessageWidget(QWidget):
    """Shows a message and passes on what the person wants done with it.

    Signals:
        copy_requested: this text shall be copied.
        regenerate_requested: the answer shall be made once more (identifier).
        regenerate_with_requested: likewise, by another model (`RegenerateWith`).
        edit_requested: the message shall be edited and sent again (identifier).
        delete_requested: the message shall be deleted (identifier).
        details_requested: how the answer was made shall be shown (identifier).
        sibling_requested: another alternative shall be shown (`SiblingRequest`).
        link_activated: a link was chosen (its address).
        unfolding: the person opened what was folded, which is about to be shown.
        grew: more of a long text is shown (identifier).
    """

    copy_requested = Signal(str)
    regenerate_requested = Signal(int)
    regenerate_with_requested = Signal(RegenerateWith)
    edit_requested = Signal(int)
    delete_requested = Signal(int)
    details_requested = Signal(int)
    sibling_requested = Signal(SiblingRequest)
    link_activated = Signal(str)
    unfolding = Signal()
    grew = Signal(int)

    def __init__(self, message: Message, theme: Theme, icons: Icons, *, is_answer: bool) -> None:
        super().__init__()
        self.message = message
        self.answerers: Answerers = tuple
        self._theme = theme
        self._icons = icons
        self._changes_enabled = True
        self._is_marked = False
        self._has_ring = False
        self._veil: DimVeil | None = None
        self._gap: ContextGap | None = None
        self.actions_row = MessageActions(theme, icons, is_answer=is_answer)
        self.actions_row.copy_chosen.connect(self.copy)
        self.actions_row.regenerate_chosen.connect(self._on_regenerate_chosen)
        self.actions_row.edit_chosen.connect(self._on_edit_chosen)
        self.actions_row.step_chosen.connect(self._on_step_chosen)
        self.actions_row.menu_chosen.connect(self.open_menu)
        self._mark_timer = QTimer(self)
        self._mark_timer.setSingleShot(True)
        self._mark_timer.setInterval(MARK_MS)
        self._mark_timer.timeout.connect(self._on_mark_seen)
        self._rest = TextRest(theme, icons, self)
        self._rest.opened.connect(self._on_rest_opened)
        self._rest.came.connect(self._on_rest_came)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*[ring_room()] * 4)
        # Not fixed: words that wrap make a message higher than its size hint, which knows no width.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def set_siblings(self, position: int, count: int) -> None:
        """Say which of its alternatives this message is, from 1."""
        self.actions_row.set_siblings(position, count)

    def set_actions_enabled(self, enabled: bool) -> None:
        """Allow what changes the conversation."""
        self._changes_enabled = enabled
        self.actions_row.set_changes_enabled(enabled)

    def set_seen_by_model(self, is_seen: bool) -> None:
        """Dim a message that no longer fits into the model's context."""
        if is_seen == (self._veil is None):
            return
        if self._veil is None:
            self._veil = DimVeil(self._theme, self)
            self._veil.setGeometry(self.rect())
            self._veil.show()
        else:
            self._veil.hide()
            self._veil.deleteLater()
            self._veil = None
        self.setAccessibleDescription("" if is_seen else self.tr("The model no longer sees this message."))

    def set_last_unseen(self, is_last: bool) -> None:
        """Show the line below the last message that the model no longer sees."""
        if is_last == (self._gap is not None):
            return
        if self._gap is None:
            self._gap = ContextGap(self._theme, self._icons)
            self._column.addWidget(self._gap)
        else:
            self._column.removeWidget(self._gap)
            self._gap.hide()
            self._gap.deleteLater()
            self._gap = None

    @property
    def shows_all(self) -> bool:
        """Whether nothing of a long text is left out."""
        return self._rest.is_empty

    @Slot()
    def show_all(self) -> None:
        """Show the rest of a long text, little by little; `grew` tells of each step."""
        self._rest.show_all()

    def texts(self) -> tuple[QTextEdit, ...]:
        """The texts that can be selected and searched, in reading order."""
        raise NotImplementedError

    def plain_text(self) -> str:
        """What a person sees, as text."""
        return self.message.content

    def selected_text(self) -> str:
        """What is selected, as it is copied; empty for nothing."""
        return BETWEEN_TEXTS.join(
            text_with_sources(text.textCursor()) for text in self.texts() if text.textCursor().hasSelection()
        )

    def mark(self) -> None:
        """Draw an outline for a moment: this is the message that was looked for."""
        self._is_marked = True
        self._mark_timer.start()
        self.update()

    def take_keyboard(self) -> None:
        """Have the keyboard, and show it: the menu key then opens the message's menu."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def copy(self) -> None:
        """Copy the message: Markdown for answers."""
        self.copy_requested.emit(self.message.content)

    @Slot()
    def open_menu(self) -> None:
        """Offer what can be done with the message, at the button for it."""
        button = self.actions_row.menu_button
        self._open_menu(button.mapToGlobal(QPoint(0, button.height())))

    def _open_menu(self, where: QPoint) -> None:
        if any(menu.isVisible() for menu in self.findChildren(MessageMenu)):
            return  # one press of a key may be told in two ways
        entries = (*self._place_entries(where), *self._menu_entries())
        MessageMenu(self._theme, self._icons, self, entries).popup(where)

    def _menu_entries(self) -> MessageMenuEntries:
        """What can be done with this kind of message, in the order of the menu."""
        raise NotImplementedError

    def _place_entries(self, where: QPoint) -> MessageMenuEntries:
        """What can be done with what is selected, and with a link at a point of the screen."""
        names = (
            (self.tr("Copy selection"), self.selected_text()),
            (self.tr("Copy link address"), self._link_at(where)),
        )
        entries = [
            MessageMenuEntry(name, IconName.COPY, partial(self.copy_requested.emit, text))
            for name, text in names
            if text
        ]
        return (*entries, SEPARATOR) if entries else ()

    def _link_at(self, where: QPoint) -> str:
        links = (text.anchorAt(text.viewport().mapFromGlobal(where)) for text in self.texts() if _is_over(text, where))
        return next(links, "")

    def _delete_entry(self) -> MessageMenuEntry:
        delete = partial(self.delete_requested.emit, self.message.id)
        return MessageMenuEntry(self.tr("Delete"), IconName.DELETE, delete, self._changes_enabled)

    @Slot()
    def _on_regenerate_chosen(self) -> None:
        self.regenerate_requested.emit(self.message.id)

    @Slot()
    def _on_edit_chosen(self) -> None:
        self.edit_requested.emit(self.message.id)

    @Slot(int)
    def _on_step_chosen(self, step: int) -> None:
        self.sibling_requested.emit(SiblingRequest(self.message.id, step))

    @Slot()
    def _on_rest_opened(self) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self._rest.isAncestorOf(focused):
            self.take_keyboard()  # its button is about to go
        self.unfolding.emit()

    @Slot(str)
    def _on_rest_came(self, piece: str) -> None:
        self._show_more(piece)
        self.grew.emit(self.message.id)

    def _show_more(self, piece: str) -> None:
        """Show the next piece of a long text; after the last one `shows_all` is true."""
        raise NotImplementedError

    @Slot()
    def _on_mark_seen(self) -> None:
        self._is_marked = False
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_marked or self._has_ring:
            bottom = self._gap.y() if self._gap is not None else self.height()
            rect = QRectF(0, 0, self.width(), bottom)
            paint_focus_ring(QPainter(self), rect, Radius.CONTROL, self._theme.colours.accent)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._veil is not None:
            self._veil.setGeometry(self.rect())

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self.open_menu()
        else:
            self._open_menu(event.globalPos())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and self.hasFocus():
            self.copy()
        elif _opens_menu(event):
            self.open_menu()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._has_ring = event.reason() in _BY_KEYBOARD or (self._has_ring and _comes_back(event))
        self.actions_row.set_near(True)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._has_ring = self._has_ring and _comes_back(event)
        self.actions_row.set_near(self.underMouse())
        self.update()

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self.actions_row.set_near(True)
        super().enterEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.actions_row.set_near(self.hasFocus())
        super().leaveEvent(event)


def _opens_menu(event: QKeyEvent) -> bool:
    is_shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    return event.key() == Qt.Key.Key_Menu or (event.key() == Qt.Key.Key_F10 and is_shift)


def _comes_back(event: QFocusEvent) -> bool:
    """Whether the keyboard only was away for a menu or another window."""
    return event.reason() in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


def _is_over(text: QTextEdit, where: QPoint) -> bool:
    return text.isVisible() and text.viewport().rect().contains(text.viewport().mapFromGlobal(where))
