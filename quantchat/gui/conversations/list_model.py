"""The conversations as rows of a list, under headings and in folders.

A new state of the list is reached by removing, moving and inserting rows, never by a reset, so that views keep their
selection, their keyboard position and their scroll. The usual change, one conversation that moves to the top, is one
move whatever the length of the list; only rows that changed places in more ways than that are laid out anew at once.
Ten thousand conversations are compared in a few milliseconds, which is why the comparisons are written as they are.
"""

from collections.abc import Callable, Iterable, Sequence, Set
from datetime import datetime
from enum import IntEnum
from itertools import compress
from operator import attrgetter, ne

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt, Signal, Slot
from typing_extensions import override

from quantchat.core.chat import ConversationSummary
from quantchat.core.conversation import ConversationEntry, Folder
from quantchat.gui.conversations.listing import ConversationListing, entries_of
from quantchat.gui.conversations.rows import (
    FolderHeading,
    FolderKey,
    Row,
    RowKey,
    Section,
    key_of,
    marks_of,
    rows_of,
    spoken_text_of,
    text_of,
)
from quantchat.gui.tooltips import plain_tooltip

_CONVERSATION_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsEditable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)
_FOLDER_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemNeverHasChildren


class ConversationRole(IntEnum):
    """What a row tells beside its text."""

    ID = Qt.ItemDataRole.UserRole + 1
    """The conversation's identifier; None for a heading."""
    ANSWERING = Qt.ItemDataRole.UserRole + 2
    """Whether a model is writing an answer in it."""
    ROW = Qt.ItemDataRole.UserRole + 3
    """All that is known of it (`Row`)."""
    IS_IN_FOLDER = Qt.ItemDataRole.UserRole + 4
    """Whether it stands below the heading of a folder."""


class ConversationListModel(QStringListModel):
    """Headings of days cannot be chosen; those of folders can be gone to, folded and renamed.

    It is a list of strings only so that rows are counted in C++: a view asks for their number twice for every row that
    it lays out. The strings themselves are empty.

    Signals:
        regrouped: the rows are those of a new list, or of another day.
    """

    regrouped = Signal()

    def __init__(self, parent: QObject | None = None, now: Callable[[], datetime] = datetime.now) -> None:
        super().__init__(parent)
        self._now = now
        self._listing = ConversationListing()
        self._rows: list[Row] = []
        self._keys: list[RowKey] = []
        self._places: dict[RowKey, int] = {}
        self._wanted: list[Row] = []
        self._folded: frozenset[int] = frozenset()
        self._answering: frozenset[int] = frozenset()
        # Connected before any view is, so that all of them find the rows as they are told.
        self.rowsInserted.connect(self._take_inserted)
        self.rowsRemoved.connect(self._take_removed)
        self.rowsMoved.connect(self._take_moved)

    @property
    def folders(self) -> tuple[Folder, ...]:
        """Every folder, in order."""
        return self._listing.folders

    def set_conversations(
        self, conversations: Sequence[ConversationSummary], folders: tuple[Folder, ...] | None = None
    ) -> None:
        """Show these conversations, the most recently used first.

        Args:
            conversations: in any order.
            folders: in order; None if they are those shown already.
        """
        entries = sorted(entries_of(conversations), key=attrgetter("updated_at"), reverse=True)
        self._listing = ConversationListing(tuple(entries), self.folders if folders is None else folders)
        self.regroup()

    def regroup(self) -> None:
        """Put the conversations under their headings again: at midnight, today becomes yesterday."""
        self._wanted = rows_of(self._listing, self._folded, self._now())
        keys = _keys_of(self._wanted)
        if keys != self._keys:
            self._remove_all_but(set(keys))
            present = set(self._keys)
            self._bring_into_order([key for key in keys if key in present])
            self._insert_missing(keys, present)
        self._show_changes()
        self.regrouped.emit()

    def set_answering(self, conversation_ids: frozenset[int]) -> None:
        """Mark the conversations in which a model is writing an answer."""
        changed = self._answering ^ conversation_ids
        self._answering = conversation_ids
        for conversation_id in changed:
            index = self.index_of(conversation_id)
            if index.isValid():
                self.dataChanged.emit(index, index, [ConversationRole.ANSWERING])

    def set_folded(self, folder_id: int, *, is_folded: bool) -> None:
        """Hide what is in a folder, or show it again."""
        self._folded = self._folded | {folder_id} if is_folded else self._folded - {folder_id}
        self.regroup()

    def reveal(self, conversation_id: int) -> None:
        """Unfold the folder that hides a conversation."""
        if not self._folded or self.index_of(conversation_id).isValid():
            return
        hidden = next((entry for entry in self._listing.entries if entry.id == conversation_id), None)
        if hidden is not None and hidden.folder_id is not None:
            self.set_folded(hidden.folder_id, is_folded=False)

    def index_of(self, conversation_id: int | None) -> QModelIndex:
        """Where a conversation is; an invalid index if it is not in the list."""
        return QModelIndex() if conversation_id is None else self._index_of_key(conversation_id)

    def index_of_folder(self, folder_id: int) -> QModelIndex:
        """Where the heading of a folder is; an invalid index if there is no such folder."""
        return self._index_of_key(FolderKey(folder_id))

    def heading_above(self, index: QModelIndex) -> QModelIndex:
        """The heading a row stands under; an invalid index for a row that is one."""
        for row in range(index.row(), -1, -1):
            if not isinstance(self._rows[row], ConversationEntry):
                return self.index(row) if row < index.row() else QModelIndex()
        return QModelIndex()

    @property
    def _placed(self) -> dict[RowKey, int]:
        """Where each row is; counted when it is asked for after a change."""
        if not self._places:
            self._places = {key: place for place, key in enumerate(self._keys)}
        return self._places

    def _is_in_folder(self, entry: ConversationEntry) -> bool:
        return not entry.is_pinned and FolderKey(entry.folder_id or 0) in self._placed

    def _index_of_key(self, key: RowKey) -> QModelIndex:
        place = self._placed.get(key)
        return QModelIndex() if place is None else self.index(place)

    def _remove_all_but(self, keys: Set[RowKey]) -> None:
        gone = [place for place, key in enumerate(self._keys) if key not in keys]
        for first, last in reversed(_runs(gone)):
            self.removeRows(first, last - first + 1)

    def _bring_into_order(self, wanted: list[RowKey]) -> None:
        """Give the rows that are there another order."""
        differing = _differing(self._keys, wanted)
        if not differing:
            return
        first, last = differing[0], differing[-1]
        if wanted[first:last] == self._keys[first + 1 : last + 1]:
            self.moveRows(QModelIndex(), first, 1, QModelIndex(), last + 1)  # counted while it is still at its origin
        elif wanted[first + 1 : last + 1] == self._keys[first:last]:
            self.moveRows(QModelIndex(), last, 1, QModelIndex(), first)
        else:
            self._lay_out(wanted)

    def _lay_out(self, wanted: list[RowKey]) -> None:
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        kept_keys = [self._keys[index.row()] for index in kept]
        rows = dict(zip(self._keys, self._rows, strict=True))
        self._keys = wanted
        self._rows = [rows[key] for key in wanted]
        self._places = {}
        self.changePersistentIndexList(kept, [self._index_of_key(key) for key in kept_keys])
        self.layoutChanged.emit()

    def _insert_missing(self, keys: list[RowKey], present: Set[RowKey]) -> None:
        missing = [place for place, key in enumerate(keys) if key not in present]
        for first, last in _runs(missing):
            self.insertRows(first, last - first + 1)

    @Slot(QModelIndex, int, int)
    def _take_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        rows = self._wanted[first : last + 1]
        self._rows[first:first] = rows
        self._keys[first:first] = _keys_of(rows)
        self._places = {}

    @Slot(QModelIndex, int, int)
    def _take_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        del self._rows[first : last + 1]
        del self._keys[first : last + 1]
        self._places = {}

    @Slot(QModelIndex, int, int, QModelIndex, int)
    def _take_moved(self, _from: QModelIndex, first: int, _last: int, _to: QModelIndex, above: int) -> None:
        target = above - 1 if above > first else above
        self._rows.insert(target, self._rows.pop(first))
        self._keys.insert(target, self._keys.pop(first))
        self._places = {}

    def _show_changes(self) -> None:
        """Take the new values of the rows, now that each is at its place, and tell which look different."""
        before, self._rows = self._rows, self._wanted
        changed = {*_differing(_texts_of(before), _texts_of(self._rows))}
        changed.update(_differing(_drafts_of(before), _drafts_of(self._rows)))
        for first, last in _runs(sorted(changed)):
            self.dataChanged.emit(self.index(first), self.index(last))

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ConversationRole.ROW:
            return row
        if role == ConversationRole.ID:
            return row.id if isinstance(row, ConversationEntry) else None
        if role == ConversationRole.ANSWERING:
            return self._is_answered(row)
        if role == ConversationRole.IS_IN_FOLDER:
            return isinstance(row, ConversationEntry) and self._is_in_folder(row)
        return self._text(row, role)

    def _text(self, row: Row, role: int) -> str | None:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return text_of(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken_text_of(row, is_answering=self._is_answered(row))
        if role == Qt.ItemDataRole.ToolTipRole and not isinstance(row, Section):
            return plain_tooltip(", ".join((text_of(row), *marks_of(row, is_answering=self._is_answered(row)))))
        return None

    def _is_answered(self, row: Row) -> bool:
        return isinstance(row, ConversationEntry) and row.id in self._answering

    @override
    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        row = self._rows[index.row()] if index.isValid() else None
        if isinstance(row, ConversationEntry):
            return _CONVERSATION_FLAGS
        return _FOLDER_FLAGS if isinstance(row, FolderHeading) else Qt.ItemFlag.NoItemFlags


def _keys_of(rows: Iterable[Row]) -> list[RowKey]:
    return [row.id if type(row) is ConversationEntry else key_of(row) for row in rows]


def _texts_of(rows: Iterable[Row]) -> list[object]:
    """What each row says, to be compared; lists of what is there already keep the garbage collector asleep."""
    return [row.title if type(row) is ConversationEntry else row for row in rows]


def _drafts_of(rows: Iterable[Row]) -> list[bool]:
    return [type(row) is ConversationEntry and row.has_draft for row in rows]


def _differing(before: Sequence[object], now: Sequence[object]) -> list[int]:
    """The places at which two lists of the same length differ."""
    return list(compress(range(len(now)), map(ne, before, now)))


def _runs(places: Iterable[int]) -> list[tuple[int, int]]:
    """First and last of each stretch of places without a gap."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
