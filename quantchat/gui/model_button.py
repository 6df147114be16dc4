"""The button of the model menu: name, quantization chip, state and a chevron, painted as one line."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy
from typing_extensions import override

from quantchat.gui.icons import IconName, Icons
from quantchat.gui.painting import (
    CHIP_HEIGHT,
    chip_size,
    one_line,
    paint_chip,
    paint_elided,
    paint_focus_ring,
    paint_rounded,
)
from quantchat.gui.theme import ICON_SIZE, Radius, Space, TextSize, Theme
from quantchat.gui.tooltips import plain_tooltip

NO_MODEL = "Choose a model"
HEIGHT = 36
MAX_NAME_WIDTH = 320
MIN_NAME_WIDTH = 72


class ModelButton(QPushButton):
    """Shows which model is in use and how it stands; a long name is cut in its middle."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._name = NO_MODEL
        self._quantization = ""
        self._state = ""
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFont(Theme.font(TextSize.INTERFACE, QFont.Weight.Medium))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        theme.changed.connect(self.update)
        self.describe("", "", "")

    def describe(self, name: str, quantization: str, state: str) -> None:
        """Show a model and its state; without a name, ask to choose one."""
        self._name = one_line(name) or NO_MODEL
        self._quantization = quantization
        self._state = state
        told = [part for part in (self._name, quantization, state) if part]
        self.setAccessibleName("Model: " + ", ".join(told) if name else NO_MODEL)
        self._tell_whole_name()
        self.updateGeometry()
        self.update()

    def _tell_whole_name(self) -> None:
        is_cut = self._name_width() > self._name_room(self.width())
        self.setToolTip(plain_tooltip(self._name) if is_cut else "")

    def _name_width(self) -> int:
        return self.fontMetrics().horizontalAdvance(self._name) + 1

    def _state_width(self) -> int:
        return QFontMetrics(Theme.font(TextSize.TABLE)).horizontalAdvance(self._state) + 1 if self._state else 0

    def _width_without_name(self) -> int:
        parts = [width for width in (chip_size(self._quantization).width(), self._state_width()) if width]
        return 2 * Space.M + sum(parts) + len(parts) * Space.S + Space.S + ICON_SIZE

    def _name_room(self, width: int) -> int:
        return min(MAX_NAME_WIDTH, width - self._width_without_name())

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._width_without_name() + min(self._name_width(), MAX_NAME_WIDTH), HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._width_without_name() + min(self._name_width(), MIN_NAME_WIDTH), HEIGHT)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole_name()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            paint_rounded(painter, rect, Radius.CONTROL, colours.selected)
        name_width = min(self._name_width(), self._name_room(self.width()))
        left = int(Space.M)
        painter.setFont(self.font())
        name_rect = QRect(left, 0, name_width, HEIGHT)
        paint_elided(painter, name_rect, self._name, colours.text, Qt.TextElideMode.ElideMiddle)
        left += name_width + Space.S
        if self._quantization:
            paint_chip(painter, QPointF(left, (HEIGHT - CHIP_HEIGHT) / 2), self._quantization, self._theme)
            left += chip_size(self._quantization).width() + Space.S
        if self._state:
            painter.setFont(Theme.font(TextSize.TABLE))
            painter.setPen(QColor(colours.text_second))
            painter.drawText(left, 0, self._state_width(), HEIGHT, Qt.AlignmentFlag.AlignVCenter, self._state)
            left += self._state_width() + Space.S
        chevron = self._icons.icon(IconName.CHEVRON_DOWN, colours.text_second)
        chevron.paint(painter, QRect(left, (HEIGHT - ICON_SIZE) // 2, ICON_SIZE, ICON_SIZE))
        if self.hasFocus():
            paint_focus_ring(painter, rect, Radius.CONTROL, colours.accent)
