"""The list of what a search found: the pointer chooses by a click, the keyboard by Enter."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from quantchat.core.conversation import SearchHit, SearchResult
from quantchat.core.search_words import TextRange
from quantchat.gui.conversations.emphasised_text import paint_emphasised
from quantchat.gui.conversations.search_results import ResultRole, ResultRow, RowKind, SearchResults
from quantchat.gui.painting import paint_elided, paint_focus_ring, paint_rounded
from quantchat.gui.scroll_bars import scroll_bar_style
from quantchat.gui.theme import Radius, Space, TextSize, Theme

TITLE_HEIGHT = 22
SNIPPET_LINE_HEIGHT = 17
SNIPPET_LINES = 2
PADDING = 5
HEADING_HEIGHT = 28
REMARK_HEIGHT = 76
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchResultsView(QListView):
    """Shows `SearchResults`.

    Signals:
        hit_chosen: the person wants to go there (`SearchHit`).
        left_upward: the person goes up from the first hit.
        escape_pressed: the person wants the search gone.
    """

    hit_chosen = Signal(SearchHit)
    left_upward = Signal()
    escape_pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._results = SearchResults(self)
        self._shown: tuple[SearchResult, str] | None = None
        self.setAccessibleName(self.tr("Search results"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setModel(self._results)
        self.setItemDelegate(ResultDelegate(theme, self._results, self))
        self.clicked.connect(self._choose)
        self._restyle()
        theme.changed.connect(self._restyle)

    def show_result(self, result: SearchResult, text: str) -> None:
        """Show what was found; the first hit is the current one, or that of before where the same is searched anew."""
        text = text.strip()
        if (result, text) == self._shown:
            return
        is_same_search = self._shown is not None and text == self._shown[1]
        before = self._results.hit_at(self.currentIndex()) if is_same_search else None
        top = self.verticalScrollBar().value() if is_same_search else 0
        self._shown = (result, text)
        self._results.show_result(result, text)
        current = self._results.index_of(before)
        if not current.isValid():
            current = self._results.next_hit(-1, 1)
        if current.isValid():
            self.setCurrentIndex(current)
        self.verticalScrollBar().setValue(top)

    def choose_current(self) -> None:
        """Go to the hit that Enter means."""
        self._choose(self.currentIndex())

    def move_by(self, key: Qt.Key) -> None:
        """Move as this key would."""
        self.keyPressEvent(QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        hit = self._results.hit_at(index)
        if hit is not None:
            self.hit_chosen.emit(hit)

    @Slot()
    def _restyle(self) -> None:
        self.setStyleSheet("QListView { background: transparent; outline: none; }" + scroll_bar_style(self._theme))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_first = not self._results.next_hit(self.currentIndex().row(), -1).isValid()
        if event.key() in _ENTER_KEYS:
            self.choose_current()
        elif event.key() == Qt.Key.Key_Up and is_first:
            self.left_upward.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escape_pressed.emit()
        elif event.text().strip() and event.text().isprintable():
            event.ignore()  # Qt would look for a row that begins so; what is typed is written into the message
        else:
            super().keyPressEvent(event)

    @override
    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        # A heading cannot be reached by keys: show the first one with its first row.
        super().scrollTo(self._results.index(0) if index.row() == 1 else index, hint)


class ResultDelegate(QStyledItemDelegate):
    """Paints the title of a hit, and below it who wrote what; what was searched for is emphasised."""

    def __init__(self, theme: Theme, results: SearchResults, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._results = results
        self._view = view

    def _paint_hit(self, painter: QPainter, option: QStyleOptionViewItem, hit: SearchHit) -> None:
        colours = self._theme.colours
        rect: QRect = option.rect
        ground = QRectF(rect).adjusted(0, 1, 0, -1)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_current or option.state & QStyle.StateFlag.State_MouseOver:
            paint_rounded(painter, ground, Radius.CONTROL, colours.selected)
        if is_current and self._view.hasFocus():
            paint_focus_ring(painter, ground, Radius.CONTROL, colours.accent)
        inside = rect.adjusted(Space.S, PADDING, -Space.S, -PADDING)
        title_rect = QRect(inside.left(), inside.top(), inside.width(), TITLE_HEIGHT)
        painter.setFont(Theme.font(TextSize.INTERFACE, QFont.Weight.Medium if hit.message_id else QFont.Weight.Normal))
        title = self._results.title_of(hit)
        paint_emphasised(
            painter, title_rect, title, hit.title.hits, self._theme, colours.text, line_height=TITLE_HEIGHT
        )
        if hit.message_id is not None:
            self._paint_snippet(painter, inside.adjusted(0, TITLE_HEIGHT, 0, 0), hit)

    def _paint_snippet(self, painter: QPainter, rect: QRect, hit: SearchHit) -> None:
        author = f"{self._results.author_of(hit)}: "
        ranges = [TextRange(part.start + len(author), part.end + len(author)) for part in hit.snippet.hits]
        painter.setFont(Theme.font(TextSize.HINT))
        paint_emphasised(
            painter,
            rect,
            author + hit.snippet.text,
            ranges,
            self._theme,
            self._theme.colours.text_second,
            line_height=SNIPPET_LINE_HEIGHT,
        )

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: ResultRow = index.data(ResultRole.ROW)
        rect: QRect = option.rect
        colours = self._theme.colours
        painter.save()
        if row.hit is not None:
            self._paint_hit(painter, option, row.hit)
        elif row.kind is RowKind.HEADING:
            painter.setFont(Theme.font(TextSize.HINT, QFont.Weight.Medium))
            paint_elided(painter, rect.adjusted(Space.S, Space.XS, -Space.S, 0), row.text, colours.text_second)
        else:
            painter.setFont(Theme.font(TextSize.TABLE))
            painter.setPen(QColor(colours.text_second))
            painter.drawText(rect.adjusted(Space.S, Space.M, -Space.S, 0), Qt.TextFlag.TextWordWrap, row.text)
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row: ResultRow = index.data(ResultRole.ROW)
        if row.kind is not RowKind.HIT:
            return QSize(0, HEADING_HEIGHT if row.kind is RowKind.HEADING else REMARK_HEIGHT)
        has_snippet = row.hit is not None and row.hit.message_id is not None
        return QSize(0, 2 * PADDING + TITLE_HEIGHT + (SNIPPET_LINES * SNIPPET_LINE_HEIGHT if has_snippet else 0))
