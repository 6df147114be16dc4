"""How one row of the model menu looks."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from quantchat.gui.icons import IconName, Icons
from quantchat.gui.model_choices import IN_USE, Choice, ChoiceKind, ChoiceRole
from quantchat.gui.painting import chip_size, paint_chip, paint_elided, paint_rounded
from quantchat.gui.theme import ICON_SIZE, Radius, Space, TextSize, Theme

HEADING_HEIGHT = 30
ACTION_HEIGHT = 36
RULE_HEIGHT = 9
LINE_HEIGHT = 20
MODEL_PADDING = 7
MAX_DETAIL_LINES = 3

_WRAPPED = Qt.TextFlag.TextWordWrap
_ACTION_ICONS = {ChoiceKind.ADD_FILE: IconName.ADD_FILE, ChoiceKind.OPEN_FOLDER: IconName.OPEN_FOLDER}


class ModelChoiceDelegate(QStyledItemDelegate):
    """Paints headings, models in two lines, and actions with their icon, in rows of a known width."""

    def __init__(self, theme: Theme, icons: Icons, row_width: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._row_width = row_width

    def _detail_height(self, choice: Choice) -> int:
        """A problem may need several lines; it is the only text that tells why a model is greyed."""
        if choice.model is None or not choice.model.problem:
            return LINE_HEIGHT
        room = QRect(0, 0, self._row_width - 2 * Space.M, MAX_DETAIL_LINES * LINE_HEIGHT)
        return QFontMetrics(Theme.font(TextSize.HINT)).boundingRect(room, _WRAPPED, choice.detail).height() + 4

    def _paint_line(self, painter: QPainter, rect: QRect, choice: Choice) -> None:
        colours = self._theme.colours
        is_heading = choice.kind is ChoiceKind.HEADING
        painter.setFont(Theme.font(TextSize.HINT if is_heading else TextSize.INTERFACE, QFont.Weight.Medium))
        paint_elided(painter, rect.adjusted(Space.M, 0, -Space.M, 0), choice.text, colours.text_second)

    def _paint_action(self, painter: QPainter, rect: QRect, choice: Choice) -> None:
        colours = self._theme.colours
        icon = self._icons.icon(_ACTION_ICONS[choice.kind], colours.text_second)
        icon.paint(painter, QRect(rect.left() + Space.M, rect.center().y() - 7, ICON_SIZE, ICON_SIZE))
        painter.setFont(Theme.font(TextSize.INTERFACE))
        paint_elided(painter, rect.adjusted(Space.M + ICON_SIZE + Space.S, 0, -Space.M, 0), choice.text, colours.text)

    def _paint_model(self, painter: QPainter, rect: QRect, choice: Choice) -> None:
        if choice.model is None:
            return
        colours = self._theme.colours
        is_usable = choice.can_be_picked
        inside = rect.adjusted(Space.M, MODEL_PADDING, -Space.M, -MODEL_PADDING)
        chip = chip_size(choice.model.quantization)
        chip_left = inside.right() + 1 - chip.width()
        paint_chip(painter, QPointF(chip_left, inside.top()), choice.model.quantization, self._theme, not is_usable)
        painter.setFont(Theme.font(TextSize.INTERFACE, QFont.Weight.Medium))
        name_rect = QRect(inside.left(), inside.top(), chip_left - Space.S - inside.left(), LINE_HEIGHT)
        name_colour = colours.text if is_usable else colours.text_third
        paint_elided(painter, name_rect, choice.text, name_colour, Qt.TextElideMode.ElideMiddle)
        painter.setFont(Theme.font(TextSize.HINT))
        detail_rect = inside.adjusted(0, LINE_HEIGHT, 0, 0)
        if choice.is_current:
            detail_rect.adjust(self._paint_in_use(painter, detail_rect), 0, 0, 0)
        painter.setPen(QColor(colours.text_second))
        painter.drawText(detail_rect, Qt.AlignmentFlag.AlignVCenter | _WRAPPED, choice.detail)

    def _paint_in_use(self, painter: QPainter, rect: QRect) -> int:
        """Paint the check and its words; returns the width they take."""
        colours = self._theme.colours
        place = QPoint(rect.left(), rect.center().y() - ICON_SIZE // 2 + 1)
        self._icons.icon(IconName.CHECK, colours.accent).paint(painter, QRect(place, QSize(ICON_SIZE, ICON_SIZE)))
        paint_elided(painter, rect.adjusted(ICON_SIZE + Space.XS, 0, 0, 0), IN_USE, colours.accent)
        return ICON_SIZE + Space.XS + painter.fontMetrics().horizontalAdvance(IN_USE) + Space.S

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        choice: Choice = index.data(ChoiceRole.CHOICE)
        rect: QRect = option.rect
        painter.save()
        if choice.kind is ChoiceKind.ADD_FILE:
            rule_y = rect.top() + RULE_HEIGHT // 2
            painter.fillRect(rect.left(), rule_y, rect.width(), 1, QColor(self._theme.colours.line))
            rect = rect.adjusted(0, RULE_HEIGHT, 0, 0)
        if option.state & QStyle.StateFlag.State_Selected:
            paint_rounded(painter, QRectF(rect), Radius.CONTROL, self._theme.colours.selected, self._theme.colours.line)
        if choice.kind is ChoiceKind.MODEL:
            self._paint_model(painter, rect, choice)
        elif choice.kind in _ACTION_ICONS:
            self._paint_action(painter, rect, choice)
        else:
            self._paint_line(painter, rect, choice)
        painter.restore()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        choice: Choice = index.data(ChoiceRole.CHOICE)
        heights = {
            ChoiceKind.HEADING: HEADING_HEIGHT,
            ChoiceKind.NOTE: ACTION_HEIGHT,
            ChoiceKind.MODEL: 2 * MODEL_PADDING + LINE_HEIGHT + self._detail_height(choice),
            ChoiceKind.ADD_FILE: ACTION_HEIGHT + RULE_HEIGHT,
            ChoiceKind.OPEN_FOLDER: ACTION_HEIGHT,
        }
        return QSize(self._row_width, heights[choice.kind])
