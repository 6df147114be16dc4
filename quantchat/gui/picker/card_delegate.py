"""How one row of the picker's list looks."""

from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from quantchat.advice.shelf_values import ModelCard
from quantchat.core.recommend import UNQUANTIZED
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.meter_bar import BAR_HEIGHT
from quantchat.gui.meter_painting import paint_meter
from quantchat.gui.painting import chip_size, paint_chip, paint_elided, paint_focus_ring, paint_rounded
from quantchat.gui.picker.card_list import Entry, EntryRole, about_text, fate_text
from quantchat.gui.picker.verdicts import COLOURS, long_words, memory_parts
from quantchat.gui.theme import ICON_SIZE, Radius, Space, TextSize, Theme

HEADING_HEIGHT = 34
REMARK_HEIGHT = 64
LINE_HEIGHT = 20
PADDING = 8
BAR_WIDTH = 56
MOST_CHIPS = 3
LEAST_NAME_WIDTH = 120

_WRAPPED = Qt.TextFlag.TextWordWrap


class CardDelegate(QStyledItemDelegate):
    """Paints headings, and models in three lines: name and types, what it is, how it would run."""

    def __init__(self, theme: Theme, icons: Icons, row_width: int, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self._theme = theme
        self._icons = icons
        self._row_width = row_width

    def _paint_card(self, painter: QPainter, rect: QRect, entry: Entry, card: ModelCard) -> None:
        inside = rect.adjusted(Space.M, PADDING, -Space.M, -PADDING)
        lines = [QRect(inside.left(), inside.top() + n * LINE_HEIGHT, inside.width(), LINE_HEIGHT) for n in range(3)]
        self._paint_name(painter, lines[0], entry, card)
        painter.setFont(Theme.font(TextSize.HINT))
        if card.problem:
            painter.setPen(QColor(self._theme.colours.impossible))
            painter.drawText(lines[1].united(lines[2]), _WRAPPED, fate_text(card))
            return
        paint_elided(painter, lines[1], about_text(card), self._theme.colours.text_second)
        self._paint_fate(painter, lines[2], card)

    def _paint_name(self, painter: QPainter, line: QRect, entry: Entry, card: ModelCard) -> None:
        """The name, and from the right as many types as there is room for, the recommended one in the accent."""
        colours = self._theme.colours
        placed = partial(QStyle.visualRect, self._view.layoutDirection(), line)
        painter.setFont(Theme.font(TextSize.INTERFACE, QFont.Weight.Medium))
        wanted = painter.fontMetrics().horizontalAdvance(entry.text) + 3 * Space.XS
        if entry.is_in_use:
            wanted += ICON_SIZE + Space.XS
        right = line.right() + 1
        for name in _chips(card):
            size = chip_size(name)
            left = right - size.width()
            room = left - line.left()
            if room < (LEAST_NAME_WIDTH if name == card.recommended else wanted):
                continue
            place = placed(QRect(QPoint(left, line.top()), size))
            paint_chip(painter, QPointF(place.topLeft()), name, self._theme, name != card.recommended)
            right = left - Space.XS
        painter.setFont(Theme.font(TextSize.INTERFACE, QFont.Weight.Medium))
        name_rect = QRect(line.left(), line.top(), right - line.left() - Space.XS, LINE_HEIGHT)
        if entry.is_in_use:
            icon = self._icons.icon(IconName.CHECK, colours.accent)
            icon.paint(painter, placed(QRect(line.left(), line.top() + 2, ICON_SIZE, ICON_SIZE)))
            name_rect.adjust(ICON_SIZE + Space.XS, 0, 0, 0)
        colour = colours.text_second if card.problem else colours.text
        paint_elided(painter, placed(name_rect), entry.text, colour, Qt.TextElideMode.ElideMiddle)

    def _paint_fate(self, painter: QPainter, line: QRect, card: ModelCard) -> None:
        colours = self._theme.colours
        placed = partial(QStyle.visualRect, self._view.layoutDirection(), line)
        if card.memory is not None:
            bar = QRect(line.right() + 1 - BAR_WIDTH, line.center().y() - BAR_HEIGHT // 2, BAR_WIDTH, BAR_HEIGHT)
            paint_meter(painter, QRectF(placed(bar)), memory_parts(card.memory), colours)
            line = line.adjusted(0, 0, -BAR_WIDTH - Space.S, 0)
        if card.verdict is not None:
            word = long_words(card.verdict)
            painter.setFont(Theme.font(TextSize.HINT, QFont.Weight.Medium))
            paint_elided(painter, placed(line), word, COLOURS[card.verdict](colours))
            line = line.adjusted(painter.fontMetrics().horizontalAdvance(word) + Space.S, 0, 0, 0)
        painter.setFont(Theme.font(TextSize.HINT))
        paint_elided(painter, placed(line), fate_text(card), colours.text_second)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry: Entry = index.data(EntryRole.ENTRY)
        rect: QRect = option.rect
        colours = self._theme.colours
        painter.save()
        if entry.card is not None:
            if option.state & QStyle.StateFlag.State_Selected:
                paint_rounded(painter, QRectF(rect), Radius.CONTROL, colours.selected, colours.line)
                if self._view.hasFocus():
                    paint_focus_ring(painter, QRectF(rect), Radius.CONTROL, colours.accent)
            self._paint_card(painter, rect, entry, entry.card)
        elif entry.is_heading:
            painter.setFont(Theme.font(TextSize.HINT, QFont.Weight.Medium))
            paint_elided(painter, rect.adjusted(Space.M, Space.XS, -Space.M, 0), entry.text, colours.text_second)
        else:
            painter.setFont(Theme.font(TextSize.TABLE))
            painter.setPen(QColor(colours.text_second))
            painter.drawText(rect.adjusted(Space.M, Space.M, -Space.M, 0), _WRAPPED, entry.text)
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        entry: Entry = index.data(EntryRole.ENTRY)
        if entry.card is not None:
            return QSize(self._row_width, 2 * PADDING + 3 * LINE_HEIGHT)
        return QSize(self._row_width, HEADING_HEIGHT if entry.is_heading else REMARK_HEIGHT)


def _chips(card: ModelCard) -> tuple[str, ...]:
    """Types worth a chip, the recommended one first; of a model that is here those that are here."""
    here = [model.quantization for model in card.files if model.quantization]
    offered = here or [name for name in card.quantizations if name not in UNQUANTIZED]
    others = [name for name in offered if name != card.recommended]
    recommended = (card.recommended,) if card.recommended else ()
    return (*recommended, *dict.fromkeys(others))[:MOST_CHIPS]
