"""The table of quantizations of one model: rows are chosen by click or arrows, figures stand under each other."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)
from typing_extensions import override

from quantchat.advice.shelf_values import ModelSheet
from quantchat.core.assessment import Verdict
from quantchat.gui.meter_bar import BAR_HEIGHT
from quantchat.gui.meter_painting import paint_meter
from quantchat.gui.painting import paint_elided, paint_focus_ring
from quantchat.gui.picker.quantization_rows import Column, QuantizationRows, RowRole, TableRow, cell_text
from quantchat.gui.picker.verdicts import COLOURS, memory_parts
from quantchat.gui.scroll_bars import scroll_bar_style
from quantchat.gui.theme import Radius, Space, TextSize, Theme

ROW_HEIGHT = 30
REMARKED_ROW_HEIGHT = 46
HEADER_HEIGHT = 30
BAR_WIDTH = 48

_WIDTHS: Mapping[Column, int] = MappingProxyType(
    {
        Column.QUANTIZATION: 104,
        Column.BITS: 48,
        Column.FILE: 64,
        Column.MEMORY: 134,
        Column.SPEED: 72,
        Column.LOSS: 58,
        Column.VERDICT: 90,
    }
)
_SOURCE_WIDTH = 70
_INDENTED = (Column.QUANTIZATION, Column.VERDICT)
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class QuantizationTable(QTableView):
    """Shows a sheet's rows; one is always chosen where there is any.

    Signals:
        row_chosen: this row is current (`TableRow`).
        entered_key_pressed: Enter was pressed on the current row, or it was double-clicked.
    """

    row_chosen = Signal(TableRow)
    entered_key_pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._model = QuantizationRows(self)
        self.setAccessibleName(self.tr("Quantizations"))
        self.setModel(self._model)
        self.setItemDelegate(_CellDelegate(theme, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setStretchLastSection(True)
        header.setFixedHeight(HEADER_HEIGHT)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        self._least_width = 0
        self._widen()
        self.doubleClicked.connect(self.entered_key_pressed)
        self._restyle()
        theme.changed.connect(self._restyle)

    @property
    def chosen(self) -> TableRow | None:
        """The current row; None before the first sheet."""
        place = self.currentIndex().row()
        return self._model.rows[place] if 0 <= place < len(self._model.rows) else None

    @property
    def rows(self) -> tuple[TableRow, ...]:
        """All rows that are shown."""
        return self._model.rows

    def show_sheet(self, sheet: ModelSheet, path_in_use: str) -> None:
        """Show a sheet; what was chosen stays chosen where it still is there."""
        before = self.chosen
        self._model.show_sheet(sheet, path_in_use)
        if before is not None and self.chosen is None and self._model.row_of(before.row.quantization) >= 0:
            self.choose(before.row.quantization)  # other rows than before make Qt forget the current one
        for place, row in enumerate(self._model.rows):
            self.setRowHeight(place, REMARKED_ROW_HEIGHT if row.remark else ROW_HEIGHT)
        self._widen()
        if before is not None and self.currentIndex().isValid():
            self.row_chosen.emit(self._model.rows[self.currentIndex().row()])
        self._fit()

    def choose(self, quantization: str) -> None:
        """Make the row of a type the current one."""
        if not self._model.rows:
            return
        place = max(0, self._model.row_of(quantization))
        self.setCurrentIndex(self._model.index(place, 0))
        self.scrollTo(self._model.index(place, 0))

    @override
    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.row_chosen.emit(self._model.rows[current.row()])

    @override
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.viewport().update()  # a row is painted as a whole, cell by cell

    @Slot()
    def _restyle(self) -> None:
        colours = self._theme.colours
        self.setFont(Theme.font(TextSize.TABLE))
        self.horizontalHeader().setFont(Theme.font(TextSize.HINT))
        self.setStyleSheet(
            "QTableView { background: transparent; outline: none; }"
            f"QHeaderView {{ background: transparent; }}"
            f"QHeaderView::section {{ background: {colours.raised}; color: {colours.text_second}; border: none;"
            f" border-bottom: 1px solid {colours.line}; padding: 0 {int(Space.XS)}px; font-weight: 400; }}"
            + scroll_bar_style(self._theme)
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER_KEYS:
            self.entered_key_pressed.emit()
        else:
            super().keyPressEvent(event)

    def _widen(self) -> None:
        """Give each column its usual width, or what its words need; in another language that may be more."""
        for column in _WIDTHS:
            self.setColumnWidth(column, self._wanted_width(column))
        self._least_width = sum(self._wanted_width(column) for column in Column)

    def _wanted_width(self, column: Column) -> int:
        title = str(self._model.headerData(column, Qt.Orientation.Horizontal) or "")
        title_width = QFontMetrics(Theme.font(TextSize.HINT)).horizontalAdvance(title) + 2 * Space.XS
        words = {row.remark if column is Column.QUANTIZATION else cell_text(row, column) for row in self._model.rows}
        metrics = QFontMetrics(_font_of(column))
        words_width = max((metrics.horizontalAdvance(text) for text in words), default=0) + 2 * Space.XS
        beside_width = BAR_WIDTH + Space.S if column is Column.MEMORY else Space.S if column in _INDENTED else 0
        return max(_WIDTHS.get(column, _SOURCE_WIDTH), title_width, words_width + beside_width)

    def _fit(self) -> None:
        """As high as its rows, and as the bar below them where it is too narrow for its columns."""
        is_narrow = self.width() < self._least_width
        self.setColumnWidth(Column.SOURCE, self._wanted_width(Column.SOURCE))
        self.setHorizontalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOn if is_narrow else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        bar_height = self.horizontalScrollBar().sizeHint().height() if is_narrow else 0
        rows_height = sum(self.rowHeight(place) for place in range(len(self._model.rows)))
        self.setFixedHeight(HEADER_HEIGHT + rows_height + bar_height + 2)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(sum(_WIDTHS.values()) + 60, self.height())


def _font_of(column: Column) -> QFont:
    """What a cell's words are written in; of the first column the remark below the name, which is longer."""
    match column:
        case Column.QUANTIZATION:
            return Theme.font(TextSize.HINT, QFont.Weight.DemiBold)
        case Column.VERDICT:
            return Theme.font(TextSize.HINT, QFont.Weight.Medium)
        case Column.SOURCE:
            return Theme.font(TextSize.HINT)
        case _:
            return Theme.font(TextSize.TABLE)


class _CellDelegate(QStyledItemDelegate):
    """Paints the cells of a row on one ground."""

    def __init__(self, theme: Theme, table: QuantizationTable) -> None:
        super().__init__(table)
        self._theme = theme
        self._table = table

    def _paint_ground(self, painter: QPainter, rect: QRect, row: TableRow, *, is_chosen: bool) -> None:
        colours = self._theme.colours
        if row.is_recommended:
            painter.fillRect(rect, QColor(colours.accent_soft))
        elif is_chosen:
            painter.fillRect(rect, QColor(colours.selected))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(colours.line))

    def _paint_choice(self, painter: QPainter, rect: QRect) -> None:
        """A bar at the left edge of the chosen row: seen on either ground."""
        colours = self._theme.colours
        painter.fillRect(rect.left(), rect.top(), 3, rect.height(), QColor(colours.accent))

    def _paint_name(self, painter: QPainter, rect: QRect, row: TableRow) -> None:
        colours = self._theme.colours
        painter.setFont(Theme.code_font(TextSize.HINT))
        line = rect.adjusted(Space.M, 0, 0, 0)
        if row.remark:
            line = QRect(line.left(), rect.top() + 5, line.width(), 18)
        paint_elided(painter, line, row.row.quantization, colours.accent)
        if row.remark:
            painter.setFont(_font_of(Column.QUANTIZATION))
            paint_elided(painter, line.translated(0, 18), row.remark, colours.accent)

    def _paint_memory(self, painter: QPainter, rect: QRect, row: TableRow) -> None:
        colours = self._theme.colours
        bar = QRectF(rect.right() - Space.XS - BAR_WIDTH, rect.center().y() - BAR_HEIGHT / 2 + 1, BAR_WIDTH, BAR_HEIGHT)
        text_rect = QRect(rect.left(), rect.top(), int(bar.left()) - Space.S - rect.left(), rect.height())
        painter.setFont(Theme.font(TextSize.TABLE))
        align = Qt.AlignmentFlag.AlignRight
        paint_elided(painter, text_rect, cell_text(row, Column.MEMORY), colours.text, align=align)
        paint_meter(painter, bar, memory_parts(row.row.assessment.memory), colours)

    def _paint_text(self, painter: QPainter, rect: QRect, row: TableRow, column: Column) -> None:
        colours = self._theme.colours
        colour = colours.text
        painter.setFont(_font_of(column))
        if column is Column.VERDICT:
            colour = COLOURS[row.row.assessment.verdict](colours)
        elif column is Column.SOURCE or row.row.assessment.verdict is Verdict.IMPOSSIBLE:
            colour = colours.text_second
        is_text = column in (Column.VERDICT, Column.SOURCE)
        align = Qt.AlignmentFlag.AlignLeft if is_text else Qt.AlignmentFlag.AlignRight
        inside = rect.adjusted(Space.M if column is Column.VERDICT else Space.XS, 0, -Space.XS, 0)
        paint_elided(painter, inside, cell_text(row, column), colour, align=align)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: TableRow = index.data(RowRole.ROW)
        column = Column(index.column())
        rect: QRect = option.rect
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        self._paint_ground(painter, rect, row, is_chosen=is_chosen)
        if column is Column.QUANTIZATION:
            if is_chosen:
                self._paint_choice(painter, rect)
            self._paint_name(painter, rect, row)
        elif column is Column.MEMORY:
            self._paint_memory(painter, rect, row)
        else:
            self._paint_text(painter, rect, row, column)
        painter.restore()
        if is_chosen and column is Column.QUANTIZATION and self._table.hasFocus():
            painter.save()
            paint_focus_ring(painter, QRectF(rect), Radius.CHIP, self._theme.colours.accent)
            painter.restore()
