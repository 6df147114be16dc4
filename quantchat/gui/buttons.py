"""The window's buttons: one shape, three weights, always from the theme.

They take the keyboard's focus by Tab only, so that a click leaves the cursor where the person was writing.
"""

from enum import Enum, auto

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy
from typing_extensions import override

from quantchat.gui.icons import IconName, Icons
from quantchat.gui.painting import paint_elided, paint_focus_ring, paint_rounded
from quantchat.gui.theme import ICON_SIZE, Radius, Space, TextSize, Theme
from quantchat.gui.wordings import translated

BUTTON_HEIGHT = 34
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
SMALL_BUTTON_HEIGHT = 28


class ButtonKind(Enum):
    """How much a button asks for attention."""

    PRIMARY = auto()
    """What the person is about to do: the accent."""
    OUTLINED = auto()
    """An offer: a surface with a line."""
    QUIET = auto()
    """At hand when looked for: no ground until the pointer is over it."""
    FAINT = auto()
    """As quiet, and in the second colour: beside text that matters more."""


class Button(QPushButton):
    """A push button with a text, an icon or both; without a visible text its label is its name and tooltip."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        label: str,
        *,
        icon: IconName | None = None,
        kind: ButtonKind = ButtonKind.QUIET,
        icon_only: bool = False,
        height: int = BUTTON_HEIGHT,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._icon = icon
        self._kind = kind
        self._icon_only = icon_only
        self._align = align
        self._label = ""
        self.setFixedHeight(height)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFont(Theme.font(TextSize.INTERFACE, QFont.Weight.Medium))
        self.setAutoDefault(False)
        if icon_only:
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_label(label)
        theme.changed.connect(self.update)

    @property
    def label(self) -> str:
        """What the button is called, for eyes and for screen readers."""
        return self._label

    def set_label(self, label: str) -> None:
        """Call the button something else."""
        self._label = label = translated(label)
        self.setAccessibleName(label)
        if self._icon_only:
            self.setToolTip(label)
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: ButtonKind) -> None:
        """Ask for more or less attention."""
        self._kind = kind
        self.update()

    def set_icon(self, icon: IconName) -> None:
        """Show another icon."""
        self._icon = icon
        self.update()

    def _colours(self) -> tuple[str | None, str | None, str]:
        """Ground, line and text colour of the state the button is in."""
        colours = self._theme.colours
        if not self.isEnabled():
            ground = colours.selected if self._kind is ButtonKind.PRIMARY else None
            return ground, colours.line if self._kind is ButtonKind.OUTLINED else None, colours.text_third
        if self._kind is ButtonKind.PRIMARY:
            return colours.accent, None, colours.on_accent
        if self._kind is ButtonKind.OUTLINED:
            return colours.surface, colours.line, colours.text
        is_faint = self._icon_only or self._kind is ButtonKind.FAINT
        return None, None, colours.text_second if is_faint else colours.text

    def _paint_pointer(self, painter: QPainter, rect: QRectF, radius: float) -> None:
        """Shade the button with its text's colour while the pointer is over it."""
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            shade = QColor(self._theme.colours.text)
            shade.setAlphaF(0.12 if self.isDown() else 0.06)
            paint_rounded(painter, rect, radius, shade)

    @override
    def sizeHint(self) -> QSize:
        if self._icon_only:
            return QSize(self.height(), self.height())
        icon_width = ICON_SIZE + Space.S if self._icon is not None else 0
        text_width = self.fontMetrics().horizontalAdvance(self._label)
        return QSize(text_width + icon_width + 2 * Space.M, self.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self.height(), self.height()) if self._icon_only else QSize(4 * Space.L, self.height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        ground, line, text_colour = self._colours()
        paint_rounded(painter, rect, Radius.CONTROL, ground, line)
        self._paint_pointer(painter, rect, Radius.CONTROL)
        icon_width = ICON_SIZE if self._icon is not None else 0
        gap = Space.S if icon_width and not self._icon_only else 0
        text_width = 0 if self._icon_only else self.fontMetrics().horizontalAdvance(self._label)
        room = self.width() - (0 if self._icon_only else 2 * Space.M)
        text_width = min(text_width, max(0, room - icon_width - gap))
        left = int(Space.M)
        if self._icon_only or self._align is Qt.AlignmentFlag.AlignHCenter:
            left = (self.width() - icon_width - gap - text_width) // 2
        if self._icon is not None:
            icon_rect = QRect(left, (self.height() - ICON_SIZE) // 2, ICON_SIZE, ICON_SIZE)
            self._icons.icon(self._icon, text_colour).paint(painter, icon_rect)
        if text_width:
            painter.setFont(self.font())
            text_rect = QRect(left + icon_width + gap, 0, text_width + 1, self.height())
            paint_elided(painter, text_rect, self._label, text_colour)
        if self.hasFocus():
            self._paint_focus(painter, rect)

    def _paint_focus(self, painter: QPainter, rect: QRectF) -> None:
        """On the accent itself the ring is drawn inside, in the colour of its text."""
        colours = self._theme.colours
        if self._kind is ButtonKind.PRIMARY and self.isEnabled():
            paint_focus_ring(painter, rect.adjusted(2, 2, -2, -2), Radius.CONTROL - 2, colours.on_accent)
        else:
            paint_focus_ring(painter, rect, Radius.CONTROL, colours.accent)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER_KEYS and not event.isAutoRepeat():
            self.click()  # Qt leaves Enter to the default button of a dialog, and the window is none
        else:
            super().keyPressEvent(event)
