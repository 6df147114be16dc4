"""Deleted conversations as rows: title, when each was deleted, and when it goes for good."""

from collections.abc import Callable
from datetime import datetime
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QDateTime,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from quantchat.core.conversation import TrashedConversation
from quantchat.gui.painting import one_line, paint_elided, paint_focus_ring, paint_rounded
from quantchat.gui.theme import Radius, Space, TextSize, Theme
from quantchat.gui.tooltips import plain_tooltip

ROW_HEIGHT = 52
_LINE_HEIGHT = 20


class TrashRole(IntEnum):
    """What a row holds beside its text."""

    CONVERSATION = Qt.ItemDataRole.UserRole + 1
    """The `TrashedConversation` itself."""
    FATE = Qt.ItemDataRole.UserRole + 2
    """When it was deleted and when it goes for good, as a line."""


class TrashList(QAbstractListModel):
    """What is in the trash, the one deleted last first."""

    def __init__(self, parent: QObject | None = None, now: Callable[[], datetime] = datetime.now) -> None:
        super().__init__(parent)
        self._now = now
        self._conversations: tuple[TrashedConversation, ...] = ()

    @property
    def conversations(self) -> tuple[TrashedConversation, ...]:
        """What is shown."""
        return self._conversations

    def show_conversations(self, conversations: tuple[TrashedConversation, ...]) -> None:
        """Show these instead of those that were shown."""
        self.beginResetModel()
        self._conversations = conversations
        self.endResetModel()

    def title_of(self, conversation: TrashedConversation) -> str:
        """What a conversation is called."""
        return one_line(conversation.title) or self.tr("New chat")

    def _fate_of(self, conversation: TrashedConversation) -> str:
        days_left = (datetime.fromtimestamp(conversation.purge_at).date() - self._now().date()).days
        deleted_on = self._date_text(conversation.deleted_at)
        if days_left <= 0:
            return self.tr("Deleted on {date}, goes for good at the next start").format(date=deleted_on)
        if days_left == 1:
            return self.tr("Deleted on {date}, goes for good tomorrow").format(date=deleted_on)
        purge_on = self._date_text(conversation.purge_at)
        return self.tr("Deleted on {date}, goes for good on {purge_date}").format(date=deleted_on, purge_date=purge_on)

    def _date_text(self, at: float) -> str:
        # Languages order the parts of a date differently; the month's name is that of the person's language.
        return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(at)).date(), self.tr("d MMM yyyy"))

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._conversations)

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        conversation = self._conversations[index.row()]
        if role == TrashRole.CONVERSATION:
            return conversation
        if role == TrashRole.FATE:
            return self._fate_of(conversation)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title_of(conversation)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.title_of(conversation)}, {self._fate_of(conversation)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(f"{self.title_of(conversation)}, {self._fate_of(conversation)}")
        return None


class TrashDelegate(QStyledItemDelegate):
    """Paints a deleted conversation in two lines."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours = self._theme.colours
        rect: QRect = option.rect
        ground = QRectF(rect).adjusted(0, 1, 0, -1)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if is_current or option.state & QStyle.StateFlag.State_MouseOver:
            paint_rounded(painter, ground, Radius.CONTROL, colours.selected)
        if is_current and self._view.hasFocus():
            paint_focus_ring(painter, ground, Radius.CONTROL, colours.accent)
        top = rect.top() + (rect.height() - 2 * _LINE_HEIGHT) // 2
        line = QRect(rect.left() + Space.M, top, rect.width() - 2 * Space.M, _LINE_HEIGHT)
        painter.setFont(Theme.font(TextSize.INTERFACE))
        paint_elided(painter, line, str(index.data()), colours.text)
        painter.setFont(Theme.font(TextSize.HINT))
        paint_elided(painter, line.translated(0, _LINE_HEIGHT), str(index.data(TrashRole.FATE)), colours.text_second)
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, ROW_HEIGHT)
