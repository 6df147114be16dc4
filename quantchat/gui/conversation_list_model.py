"""The conversations as rows of a list, under the headings Today, Yesterday, Previous 7 days and Older.

A new state of the list is reached by inserting, moving and removing rows, never by a reset, so that views keep
their selection, their keyboard position and their scroll.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from quantchat.core.chat import ConversationSummary
from quantchat.gui.painting import one_line
from quantchat.gui.tooltips import plain_tooltip

UNTITLED = "New chat"


class Group(StrEnum):
    """Headings, the newest first."""

    TODAY = "Today"
    YESTERDAY = "Yesterday"
    PREVIOUS_WEEK = "Previous 7 days"
    OLDER = "Older"


class ConversationRole(IntEnum):
    """What a row tells beside its title."""

    ID = Qt.ItemDataRole.UserRole + 1
    """The conversation's identifier; None for a heading."""
    ANSWERING = Qt.ItemDataRole.UserRole + 2
    """Whether a model is writing an answer in it."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A heading (`group`) or a conversation; equal rows look the same, rows of one key are the same thing."""

    group: Group | None = None
    conversation_id: int | None = None
    title: str = ""

    @property
    def key(self) -> Group | int | None:
        return self.group if self.group is not None else self.conversation_id


class ConversationListModel(QAbstractListModel):
    """Headings are rows that can be neither chosen nor edited."""

    def __init__(self, parent: QObject | None = None, now: Callable[[], datetime] = datetime.now) -> None:
        super().__init__(parent)
        self._now = now
        self._conversations: tuple[ConversationSummary, ...] = ()
        self._rows: list[_Row] = []
        self._answering: frozenset[int] = frozenset()

    def set_conversations(self, conversations: Sequence[ConversationSummary]) -> None:
        """Show these conversations, the most recently used first."""
        self._conversations = tuple(sorted(conversations, key=lambda summary: -summary.updated_at))
        self.regroup()

    def regroup(self) -> None:
        """Put the conversations under their headings again: at midnight, today becomes yesterday."""
        wanted = _rows_of(self._conversations, self._now().date())
        self._remove_all_but({row.key for row in wanted})
        position = 0
        while position < len(wanted):
            present = {row.key for row in self._rows}
            end = position
            while end < len(wanted) and wanted[end].key not in present:
                end += 1
            if end > position:
                self._insert(position, wanted[position:end])
            else:
                end = position + 1
                self._bring(position, wanted[position])
            position = end

    def set_answering(self, conversation_ids: frozenset[int]) -> None:
        """Mark the conversations in which a model is writing an answer."""
        changed = self._answering ^ conversation_ids
        self._answering = conversation_ids
        for conversation_id in changed:
            index = self.index_of(conversation_id)
            if index.isValid():
                self.dataChanged.emit(index, index, [ConversationRole.ANSWERING])

    def index_of(self, conversation_id: int | None) -> QModelIndex:
        """Where a conversation is; an invalid index if it is not in the list."""
        for position, row in enumerate(self._rows):
            if row.group is None and row.conversation_id == conversation_id:
                return self.index(position)
        return QModelIndex()

    def _remove_all_but(self, keys: set[Group | int | None]) -> None:
        for position in reversed(range(len(self._rows))):
            if self._rows[position].key not in keys:
                self.beginRemoveRows(QModelIndex(), position, position)
                del self._rows[position]
                self.endRemoveRows()

    def _insert(self, position: int, rows: list[_Row]) -> None:
        self.beginInsertRows(QModelIndex(), position, position + len(rows) - 1)
        self._rows[position:position] = rows
        self.endInsertRows()

    def _bring(self, position: int, wanted: _Row) -> None:
        """Move the row of the wanted key up to a position and make it look as wanted."""
        current = next(at for at, row in enumerate(self._rows) if row.key == wanted.key)
        if current != position:
            self.beginMoveRows(QModelIndex(), current, current, QModelIndex(), position)
            self._rows.insert(position, self._rows.pop(current))
            self.endMoveRows()
        if self._rows[position] != wanted:
            self._rows[position] = wanted
            index = self.index(position)
            self.dataChanged.emit(index, index)

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ConversationRole.ID:
            return row.conversation_id
        if role == ConversationRole.ANSWERING:
            return row.conversation_id in self._answering
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return row.group.value if row.group is not None else row.title
        if role == Qt.ItemDataRole.ToolTipRole and row.group is None:
            return plain_tooltip(row.title)
        return None

    @override
    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid() or self._rows[index.row()].group is not None:
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsEditable
            | Qt.ItemFlag.ItemNeverHasChildren
        )


def _group_of(updated_at: float, today: date) -> Group:
    days = (today - datetime.fromtimestamp(updated_at).date()).days
    if days <= 0:
        return Group.TODAY
    if days == 1:
        return Group.YESTERDAY
    return Group.PREVIOUS_WEEK if days <= 7 else Group.OLDER


def _rows_of(conversations: Sequence[ConversationSummary], today: date) -> list[_Row]:
    rows: list[_Row] = []
    last_group: Group | None = None
    for summary in conversations:
        group = _group_of(summary.updated_at, today)
        if group is not last_group:
            rows.append(_Row(group=group))
            last_group = group
        rows.append(_Row(conversation_id=summary.id, title=one_line(summary.title) or UNTITLED))
    return rows
