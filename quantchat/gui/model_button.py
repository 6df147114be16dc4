"""The button of the model menu: name, quantization chip, state and a chevron, painted as one line."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
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
from quantchat.gui.translations import QT_TRANSLATE_NOOP

NO_MODEL = QT_TRANSLATE_NOOP("ModelButton", "Choose a model")
HEIGHT = 36
MAX_NAME_WIDTH = 320
MIN_NAME_WIDTH = 72
"""Where less of the name could be read the chip is left out."""
READABLE_NAME_WIDTH = 120
MIN_STATE_WIDTH = 48
"""Where less of the state could be read it is left out; the tooltip and screen readers still tell it."""


class ModelButton(QPushButton):
    """Shows which model is in use and how it stands; a long name is cut in its middle."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._name = ""
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
        self._name = one_line(name) or self.tr(NO_MODEL)
        self._quantization = quantization
        self._state = state
        told = [part for part in (self._name, quantization, state) if part]
        self.setAccessibleName(self.tr("Model: {model}").format(model=", ".join(told)) if name else self._name)
        self._tell_whole_name()
        self.updateGeometry()
        self.update()

    @property
    def name_room(self) -> int:
        """How much of the name can be read, pixels."""
        return min(self._name_width(), self._name_room(self.width()))

    def _tell_whole_name(self) -> None:
        is_name_cut = self._name_width() > self._name_room(self.width())
        is_state_cut = self._state_room(self.width()) < self._state_width()
        has_chip = self._has_room_for_chip(self.width())
        whole = (self._name, "" if has_chip else self._quantization, self._state if is_state_cut else "")
        is_cut = is_name_cut or is_state_cut or not has_chip
        self.setToolTip(plain_tooltip(", ".join(filter(None, whole))) if is_cut else "")

    def _name_width(self) -> int:
        return self.fontMetrics().horizontalAdvance(self._name) + 1

    def _state_width(self) -> int:
        return QFontMetrics(Theme.font(TextSize.TABLE)).horizontalAdvance(self._state) + 1 if self._state else 0

    @property
    def readable_width(self) -> int:
        """With this width the quantization and enough of the name can be read."""
        return self._bare_width() + self._chip_room() + min(self._name_width(), READABLE_NAME_WIDTH)

    @staticmethod
    def _bare_width() -> int:
        """Margins and chevron."""
        return 2 * Space.M + Space.S + ICON_SIZE

    def _chip_room(self) -> int:
        chip_width = chip_size(self._quantization).width()
        return chip_width + Space.S if chip_width else 0

    def _has_room_for_chip(self, width: int) -> bool:
        return width - self._bare_width() - self._chip_room() >= min(self._name_width(), MIN_NAME_WIDTH)

    def _fixed_width(self, width: int) -> int:
        """What name and state leave of a width: margins, chip and chevron."""
        return self._bare_width() + (self._chip_room() if self._has_room_for_chip(width) else 0)

    def _state_room(self, width: int) -> int:
        """Room for the state: what the name does not need, since the state is cut first."""
        room = width - self._fixed_width(width) - min(self._name_width(), MAX_NAME_WIDTH) - Space.S
        return min(self._state_width(), room) if room >= min(MIN_STATE_WIDTH, self._state_width()) else 0

    def _name_room(self, width: int) -> int:
        state_room = self._state_room(width)
        return min(MAX_NAME_WIDTH, width - self._fixed_width(width) - (state_room + Space.S if state_room else 0))

    @override
    def sizeHint(self) -> QSize:
        state_width = self._state_width() + Space.S if self._state else 0
        name_width = min(self._name_width(), MAX_NAME_WIDTH)
        return QSize(self._bare_width() + self._chip_room() + state_width + name_width, HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._bare_width() + min(self._name_width(), MIN_NAME_WIDTH), HEIGHT)

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
        name_width = self.name_room
        left = int(Space.M)
        painter.setFont(self.font())
        name_rect = QRect(left, 0, name_width, HEIGHT)
        paint_elided(painter, name_rect, self._name, colours.text, Qt.TextElideMode.ElideMiddle)
        left += name_width + Space.S
        if self._quantization and self._has_room_for_chip(self.width()):
            paint_chip(painter, QPointF(left, (HEIGHT - CHIP_HEIGHT) / 2), self._quantization, self._theme)
            left += chip_size(self._quantization).width() + Space.S
        if state_room := self._state_room(self.width()):
            painter.setFont(Theme.font(TextSize.TABLE))
            paint_elided(painter, QRect(left, 0, state_room, HEIGHT), self._state, colours.text_second)
            left += state_room + Space.S
        chevron = self._icons.icon(IconName.CHEVRON_DOWN, colours.text_second)
        chevron.paint(painter, QRect(left, (HEIGHT - ICON_SIZE) // 2, ICON_SIZE, ICON_SIZE))
        if self.hasFocus():
            paint_focus_ring(painter, rect, Radius.CONTROL, colours.accent)
