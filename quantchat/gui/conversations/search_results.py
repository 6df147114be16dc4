"""What a search found, as rows: titles first, then places in messages, each under a heading."""

from dataclasses import dataclass
from enum import Enum, IntEnum, auto

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from quantchat.core.chat import Role
from quantchat.core.conversation import SearchHit, SearchResult
from quantchat.gui.painting import one_line
from quantchat.gui.tooltips import plain_tooltip

_LONGEST_QUOTE_CHARS = 60


class ResultRole(IntEnum):
    """What a row holds beside its text."""

    ROW = Qt.ItemDataRole.UserRole + 1
    """The `ResultRow` itself."""


class RowKind(Enum):
    """How a row looks."""

    HEADING = auto()
    HIT = auto()
    REMARK = auto()


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A heading, a hit, or a sentence about the search."""

    kind: RowKind
    text: str = ""
    hit: SearchHit | None = None


class SearchResults(QAbstractListModel):
    """Only hits can be gone to."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ResultRow, ...] = ()

    def show_result(self, result: SearchResult, text: str) -> None:
        """Show what was found instead of what was found before.

        Args:
            result: of the search.
            text: what was searched for, to be named where it was not found.
        """
        self.beginResetModel()
        self._rows = self._rows_of(result, text)
        self.endResetModel()

    def next_hit(self, row: int, step: int) -> QModelIndex:
        """The first hit after a row, or with a step of -1 before it; an invalid index if there is none."""
        place = row + step
        while 0 <= place < len(self._rows):
            if self._rows[place].hit is not None:
                return self.index(place)
            place += step
        return QModelIndex()

    def hit_at(self, index: QModelIndex | QPersistentModelIndex) -> SearchHit | None:
        """The hit in a row; None for a heading or a remark."""
        return self._rows[index.row()].hit if index.isValid() else None

    def index_of(self, hit: SearchHit | None) -> QModelIndex:
        """Where a hit of before is now, whatever its title and snippet have become; an invalid index if it is not."""
        if hit is not None:
            for place, row in enumerate(self._rows):
                found = row.hit
                if found and (found.conversation_id, found.message_id) == (hit.conversation_id, hit.message_id):
                    return self.index(place)
        return QModelIndex()

    def title_of(self, hit: SearchHit) -> str:
        """What a hit's conversation is called."""
        return hit.title.text if hit.title.text.strip() else self.tr("New chat")

    def author_of(self, hit: SearchHit) -> str:
        """Who wrote the message of a hit; empty where only the title matches."""
        if hit.role is None:
            return ""
        return self.tr("You") if hit.role is Role.USER else self.tr("Answer")

    def _rows_of(self, result: SearchResult, text: str) -> tuple[ResultRow, ...]:
        titles = tuple(ResultRow(RowKind.HIT, hit=hit) for hit in result.hits if hit.message_id is None)
        messages = tuple(ResultRow(RowKind.HIT, hit=hit) for hit in result.hits if hit.message_id is not None)
        rows: tuple[ResultRow, ...] = ()
        if titles:
            rows += (ResultRow(RowKind.HEADING, self.tr("Titles")), *titles)
        if messages:
            rows += (ResultRow(RowKind.HEADING, self.tr("Messages")), *messages)
        if not rows:
            quoted = one_line(text)
            quoted = quoted if len(quoted) <= _LONGEST_QUOTE_CHARS else f"{quoted[: _LONGEST_QUOTE_CHARS - 1]}…"
            return (ResultRow(RowKind.REMARK, self.tr("No chat contains “{text}”.").format(text=quoted)),)
        if not result.is_complete:
            rows += (ResultRow(RowKind.REMARK, self.tr("There may be more: type another word.")),)
        return rows

    def _spoken_text(self, row: ResultRow) -> str:
        if row.hit is None:
            return row.text
        parts = (self.title_of(row.hit), self.author_of(row.hit), row.hit.snippet.text)
        return ", ".join(part for part in parts if part)

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ResultRole.ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text if row.hit is None else one_line(self.title_of(row.hit))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken_text(row)
        if role == Qt.ItemDataRole.ToolTipRole and row.hit is not None:
            return plain_tooltip(one_line(self.title_of(row.hit)))
        return None

    @override
    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if self.hit_at(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
