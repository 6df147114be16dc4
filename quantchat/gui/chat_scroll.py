"""The scrolling of a conversation: pinned to the bottom or left where the person is.

Messages come and go above what is in view, and are laid out some time after that. The view therefore remembers which
message stands where since the person last scrolled, and puts it back there whenever the messages are laid out.
"""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractSlider, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.gui.message_actions import ACTION_OUTSET
from quantchat.gui.scroll_bars import scroll_bar_style
from quantchat.gui.theme import READING_COLUMN_WIDTH, Space, Theme

AT_BOTTOM_PX = 4
SETTLED_MS = 150
"""After this time what was opened is laid out, and it can be told whether the view is still at the bottom."""


@dataclass(frozen=True, slots=True)
class _Anchor:
    """The first message in view and where its top is, relative to the top of the view."""

    widget: QWidget
    y_px: int


class MessageColumn(QWidget):
    """Holds the messages, from top to bottom.

    Signals:
        laid_out: the messages may stand elsewhere than before.
    """

    laid_out = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, Space.XXL, 0, Space.XL)
        self.rows.setSpacing(Space.XXL)
        self.rows.addStretch(1)
        self.setMaximumWidth(READING_COLUMN_WIDTH + 2 * ACTION_OUTSET)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    @override
    def event(self, event: QEvent) -> bool:
        is_handled = super().event(event)
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Resize}:
            self.laid_out.emit()
        return is_handled


class ChatScrollArea(QScrollArea):
    """Scrolls the column of messages; knows whether it is pinned to the bottom.

    Signals:
        moved: the person scrolled.
        pinned_changed: whether the view stays at the bottom.
    """

    moved = Signal()
    pinned_changed = Signal(bool)

    def __init__(self, theme: Theme, column: MessageColumn) -> None:
        super().__init__()
        self._theme = theme
        self._is_adjusting = False
        self._anchor: _Anchor | None = None
        self._settled_timer = QTimer(self)
        self._settled_timer.setSingleShot(True)
        self._settled_timer.setInterval(SETTLED_MS)
        self._settled_timer.timeout.connect(self._pin_if_at_bottom)
        self.is_pinned = True
        self._rows = column.rows
        column.laid_out.connect(self._keep_place)
        self._content = QWidget()
        row = QHBoxLayout(self._content)
        row.setContentsMargins(Space.XL - ACTION_OUTSET, 0, Space.XL - ACTION_OUTSET, 0)
        row.addStretch(1)
        row.addWidget(column, 1000)
        row.addStretch(1)
        self.setWidget(self._content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # its coming would move the column
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Conversation")
        self.verticalScrollBar().setSingleStep(Space.XXL)
        self.verticalScrollBar().valueChanged.connect(self._on_value_changed)
        self.verticalScrollBar().rangeChanged.connect(self._on_range_changed)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def pin(self) -> None:
        """Go to the bottom and stay there."""
        self._set_pinned(True)
        self._to_bottom()

    @Slot()
    def hold(self) -> None:
        """Stay here although the content is about to grow: the person opened something to read it."""
        self._set_pinned(False)
        self._anchor = self._first_in_view()
        self._settled_timer.start()

    def px_above(self) -> int:
        """Distance from the top of what is in view to the first message."""
        return self.verticalScrollBar().value()

    def px_below(self) -> int:
        """Distance from the bottom of what is in view to the last message."""
        return self.verticalScrollBar().maximum() - self.verticalScrollBar().value()

    def let_go(self, widget: QWidget) -> None:
        """Hold on to this message no longer: it is about to go."""
        if self._anchor is not None and self._anchor.widget is widget:
            self._anchor = None

    def _set_pinned(self, is_pinned: bool) -> None:
        if is_pinned != self.is_pinned:
            self.is_pinned = is_pinned
            self.pinned_changed.emit(is_pinned)

    @Slot()
    def _pin_if_at_bottom(self) -> None:
        self._set_pinned(self.px_below() <= AT_BOTTOM_PX)

    def _to_bottom(self) -> None:
        self._set_value(self.verticalScrollBar().maximum())

    def _set_value(self, value: int) -> None:
        """Scroll without taking it for the person's doing."""
        self._is_adjusting = True
        self.verticalScrollBar().setValue(value)
        self._is_adjusting = False

    def _y_of(self, widget: QWidget) -> int:
        return widget.mapTo(self._content, QPoint(0, 0)).y()

    def _first_in_view(self) -> _Anchor | None:
        top = self.verticalScrollBar().value()
        for index in range(self._rows.count()):
            item = self._rows.itemAt(index)
            widget = item.widget() if item is not None else None
            if widget is not None and self._y_of(widget) + widget.height() > top:
                return _Anchor(widget, self._y_of(widget) - top)
        return None

    @Slot(int)
    def _on_value_changed(self, _value: int) -> None:
        if self._is_adjusting:
            return
        self._pin_if_at_bottom()
        self._anchor = self._first_in_view()
        # Not from within the scrolling itself: making widgets changes the very range that is being scrolled.
        QTimer.singleShot(0, self, self.moved.emit)

    @Slot(int, int)
    def _on_range_changed(self, _minimum: int, maximum: int) -> None:
        self.verticalScrollBar().setEnabled(maximum > 0)
        self._keep_place()

    @Slot()
    def _keep_place(self) -> None:
        if self.is_pinned:
            self._to_bottom()
        elif self._anchor is not None:
            self._set_value(self._y_of(self._anchor.widget) - self._anchor.y_px)

    @Slot()
    def _on_theme_changed(self) -> None:
        ground = QColor(self._theme.colours.background)
        for widget in (self, self.viewport(), self._content):
            palette = widget.palette()
            palette.setColor(QPalette.ColorRole.Window, ground)
            palette.setColor(QPalette.ColorRole.Base, ground)
            widget.setPalette(palette)
        nothing_to_scroll = "QScrollBar::handle:vertical:disabled { background: transparent; }"
        self.verticalScrollBar().setStyleSheet(scroll_bar_style(self._theme) + nothing_to_scroll)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.triggerAction(QAbstractSlider.SliderAction.SliderToMinimum)
        elif event.key() == Qt.Key.Key_End:
            bar.triggerAction(QAbstractSlider.SliderAction.SliderToMaximum)
        else:
            super().keyPressEvent(event)
