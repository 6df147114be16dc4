"""The scrolling of a conversation: pinned to the bottom or left where the person is.

Messages come and go above what is in view, and are laid out some time after that. The view therefore remembers which
message stands where since the person last scrolled, and puts it back there whenever the messages are laid out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.gui.message_actions import ACTION_OUTSET
from quantchat.gui.message_widget import ring_room
from quantchat.gui.painting import paint_focus_ring
from quantchat.gui.scroll_bars import scroll_bar_style
from quantchat.gui.tab_order import tab_stops
from quantchat.gui.theme import READING_COLUMN_WIDTH, Radius, Space, Theme

_NESTED_LAYOUTS = 4
"""Text, Markdown, message, column."""

AT_BOTTOM_PX = 4
SETTLED_MS = 150
"""After this time what was opened is laid out, and it can be told whether the view is still at the bottom."""

_BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """The message that holds its place, mostly the first in view, and where its top is from the top of the view."""

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
        self.rows.setContentsMargins(0, Space.XXL - ring_room(), 0, Space.XL - ring_room())
        self.rows.setSpacing(Space.XXL - 2 * ring_room())
        self.rows.addStretch(1)
        self.setMaximumWidth(READING_COLUMN_WIDTH + 2 * (ACTION_OUTSET + ring_room()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    @override
    def event(self, event: QEvent) -> bool:
        is_handled = super().event(event)
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Resize}:
            self.laid_out.emit()
        return is_handled


class ChatScrollArea(QScrollArea):
    """Scrolls the column of messages; knows whether it is pinned to the bottom.

    Attributes:
        is_pinned: whether the view stays at the bottom.
        has_end: whether the bottom is that of the newest message; at any other the view is not pinned.

    Signals:
        moved: the person scrolled, or there is more or less to scroll than before.
        pinned_changed: whether the view stays at the bottom.
        start_wanted: the first message shall be shown; it may be farther up than can be scrolled.
        end_wanted: likewise the newest.
    """

    moved = Signal()
    pinned_changed = Signal(bool)
    start_wanted = Signal()
    end_wanted = Signal()

    def __init__(self, theme: Theme, column: MessageColumn) -> None:
        super().__init__()
        self._theme = theme
        self._focus_frame = _FocusFrame(theme, self)
        self._is_adjusting = False
        self._anchor: _Anchor | None = None
        self._settled_timer = QTimer(self)
        self._settled_timer.setSingleShot(True)
        self._settled_timer.setInterval(SETTLED_MS)
        self._settled_timer.timeout.connect(self._pin_if_at_bottom)
        self.is_pinned = True
        self.has_end = True
        self._rows = column.rows
        column.laid_out.connect(self._keep_place)
        self._content = QWidget()
        row = QHBoxLayout(self._content)
        side = max(0, Space.XL - ACTION_OUTSET - ring_room())
        row.setContentsMargins(side, 0, side, 0)
        row.addStretch(1)
        row.addWidget(column, 1000)
        row.addStretch(1)
        self.setWidget(self._content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # its coming would move the column
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Conversation"))
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

    def bring_into_view(self, widget: QWidget, part: QRect | None = None) -> None:
        """Scroll so that a message, or a part of one of its texts, is in view, and stay there while it is laid out.

        Args:
            widget: the message, or a widget within one.
            part: the part of it that matters, in its own pixels; None for its beginning.
        """
        self._set_pinned(False)
        self._anchor = None
        self.lay_out_now()
        view_height = self.view_height
        part = part or QRect(QPoint(0, 0), QSize(1, min(widget.height(), view_height // 2)))
        y = self._y_of(widget) + part.top() - self.verticalScrollBar().value()
        margin = int(Space.XXL)
        if not margin <= y <= view_height - part.height() - margin:
            y = view_height // 4 if part.height() <= view_height // 2 else margin
        row = self._row_with(widget)
        self._anchor = _Anchor(row, y - part.top() - self._y_of(widget) + self._y_of(row))
        self._keep_place()
        self._settled_timer.start()

    def _row_with(self, widget: QWidget) -> QWidget:
        """The message that a widget is part of: parts of an answer come and go while it is written."""
        return next((row for row in self._row_widgets() if row is widget or row.isAncestorOf(widget)), widget)

    @staticmethod
    def lay_out_now() -> None:
        """Do at once what the event loop would do next, so that nothing is painted where it does not stay.

        A text tells its height only after it got its width, and what holds it only after that, and so on upwards.
        """
        for _ in range(_NESTED_LAYOUTS):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    @property
    def view_height(self) -> int:
        """Height of what is in view, pixels."""
        return self.viewport().height()

    def last_in_view(self) -> QWidget | None:
        """The last message of which the beginning can be seen, else the one that fills the view."""
        bottom = self.verticalScrollBar().value() + self.view_height
        found = None
        for widget in self._row_widgets():
            if self._y_of(widget) < bottom:
                found = widget
        return found

    def hold_at(self, widget: QWidget, y_px: int) -> None:
        """Keep this message at that distance from the top of what is in view."""
        self._set_pinned(False)
        self._anchor = _Anchor(widget, y_px)
        self._keep_place()

    def px_above(self) -> int:
        """Distance from the top of what is in view to the first message."""
        return self.verticalScrollBar().value()

    def px_below(self) -> int:
        """Distance from the bottom of what is in view to the last message."""
        return self.verticalScrollBar().maximum() - self.verticalScrollBar().value()

    def let_go(self, widget: QWidget) -> None:
        """Hold on to this message no longer: it is about to go. The keyboard stays in the conversation."""
        focused = QApplication.focusWidget()
        if focused is not None and (focused is widget or widget.isAncestorOf(focused)):
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # else Qt gives it to any other, and scrolls there
        if self._anchor is not None and self._anchor.widget is widget:
            self._anchor = None

    def _set_pinned(self, is_pinned: bool) -> None:
        if is_pinned != self.is_pinned:
            self.is_pinned = is_pinned
            self.pinned_changed.emit(is_pinned)

    @Slot()
    def _pin_if_at_bottom(self) -> None:
        self._set_pinned(self.has_end and self.px_below() <= AT_BOTTOM_PX)

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
        for widget in self._row_widgets():
            y = self._y_of(widget)
            if y + widget.height() > top:
                return _Anchor(widget, y - top)
        return None

    def _row_widgets(self) -> Iterator[QWidget]:
        for index in range(self._rows.count()):
            item = self._rows.itemAt(index)
            widget = item.widget() if item is not None else None
            if widget is not None:
                yield widget

    @Slot(int)
    def _on_value_changed(self, _value: int) -> None:
        if self._is_adjusting:
            return
        self._pin_if_at_bottom()
        self._anchor = self._first_in_view()
        self.moved.emit()

    @Slot(int, int)
    def _on_range_changed(self, _minimum: int, maximum: int) -> None:
        self.verticalScrollBar().setEnabled(maximum > 0)
        self._keep_place()
        self.moved.emit()

    @Slot()
    def _keep_place(self) -> None:
        if self.is_pinned:
            self._to_bottom()
        elif self._anchor is not None:
            self._set_value(self._y_of(self._anchor.widget) - self._anchor.y_px)
        else:
            # Else Qt would do it, and that would look like the person's doing.
            self._set_value(min(self.verticalScrollBar().value(), self.verticalScrollBar().maximum()))
            self._anchor = self._first_in_view()
            self._settled_timer.start()

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
    def focusNextPrevChild(self, next: bool) -> bool:
        """From the conversation as a whole Tab goes to what is in view, not to the first message that exists."""
        first = self._first_in_view() if next and self.hasFocus() else None
        stop = _first_stop(first.widget) if first is not None else None
        if stop is None:
            return super().focusNextPrevChild(next)
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Home:
            self.start_wanted.emit()
        elif event.key() == Qt.Key.Key_End:
            self.end_wanted.emit()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._focus_frame.setVisible(event.reason() in _BY_KEYBOARD)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._focus_frame.setVisible(False)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._focus_frame.setGeometry(self.viewport().geometry())


class _FocusFrame(QWidget):
    """The line around the view while the keyboard scrolls it.

    It lies over the messages, whose ground would cover what the view itself paints.
    """

    def __init__(self, theme: Theme, area: QWidget) -> None:
        super().__init__(area)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVisible(False)
        theme.changed.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_focus_ring(QPainter(self), QRectF(self.rect()), Radius.CHIP, self._theme.colours.accent)


def _first_stop(widget: QWidget) -> QWidget | None:
    return next((stop for stop in tab_stops(widget) if stop.isVisible() and stop.isEnabled()), None)
