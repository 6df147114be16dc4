"""The scrolling of a conversation: pinned to the bottom or left where the person is."""

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractSlider, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.gui.message_actions import ACTION_OUTSET
from quantchat.gui.scroll_bars import scroll_bar_style
from quantchat.gui.theme import READING_COLUMN_WIDTH, Space, Theme

AT_BOTTOM_PX = 4


class ChatScrollArea(QScrollArea):
    """Scrolls the column of messages; knows whether it is pinned to the bottom.

    Signals:
        moved: the person scrolled.
        pinned_changed: whether the view stays at the bottom.
    """

    moved = Signal()
    pinned_changed = Signal(bool)

    def __init__(self, theme: Theme, column: QWidget, rows: QVBoxLayout) -> None:
        super().__init__()
        self._theme = theme
        self._is_adjusting = False
        self.is_pinned = True
        self._rows = rows
        rows.setContentsMargins(0, Space.XXL, 0, Space.XL)
        rows.setSpacing(Space.XXL)
        rows.addStretch(1)
        column.setMaximumWidth(READING_COLUMN_WIDTH + 2 * ACTION_OUTSET)
        column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._content = QWidget()
        self._row = row = QHBoxLayout(self._content)
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
        QTimer.singleShot(0, self, self._pin_if_at_bottom)

    def px_above(self) -> int:
        """Distance from the top of what is in view to the first message."""
        return self.verticalScrollBar().value()

    def px_below(self) -> int:
        """Distance from the bottom of what is in view to the last message."""
        return self.verticalScrollBar().maximum() - self.verticalScrollBar().value()

    def keep_in_place(self, widget: QWidget, y_before: int) -> None:
        """Scroll so that a widget stays where it is on the screen although what is above it changed."""
        self._rows.activate()
        self._row.activate()
        self._content.resize(self._content.width(), max(self._content.sizeHint().height(), self.viewport().height()))
        bar = self.verticalScrollBar()
        self._is_adjusting = True
        bar.setValue(bar.value() + widget.mapTo(self._content, QPoint(0, 0)).y() - y_before)
        self._is_adjusting = False

    def _set_pinned(self, is_pinned: bool) -> None:
        if is_pinned != self.is_pinned:
            self.is_pinned = is_pinned
            self.pinned_changed.emit(is_pinned)

    @Slot()
    def _pin_if_at_bottom(self) -> None:
        self._set_pinned(self.px_below() <= AT_BOTTOM_PX)

    def _to_bottom(self) -> None:
        self._is_adjusting = True
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        self._is_adjusting = False

    @Slot(int)
    def _on_value_changed(self, _value: int) -> None:
        if self._is_adjusting:
            return
        self._pin_if_at_bottom()
        # Not from within the scrolling itself: making widgets changes the very range that is being scrolled.
        QTimer.singleShot(0, self, self.moved.emit)

    @Slot(int, int)
    def _on_range_changed(self, _minimum: int, maximum: int) -> None:
        self.verticalScrollBar().setEnabled(maximum > 0)
        if self.is_pinned:
            self._to_bottom()

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
