"""The bar above a conversation in which a person says what is looked for in it, and sees how often it is there."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QWidget
from shiboken6 import isValid
from typing_extensions import override

from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button
from quantchat.gui.find_question import MOST_QUESTION_CHARS
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.theme import ICON_SIZE, READING_COLUMN_WIDTH, Radius, Space, TextSize, Theme
from quantchat.gui.wordings import number_text

HEIGHT = 48
_FIELD_HEIGHT = 32
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class FindStanding:
    """How a search stands.

    Attributes:
        position: which of the places is the current one, from 1; 0 for none.
        count: how many there are.
        is_counting: whether there may be more.
    """

    position: int
    count: int
    is_counting: bool = False


class FindBar(QFrame):
    """A field, how many places there are, and the ways from one to the next; hidden at first.

    Signals:
        text_changed: something else is looked for.
        next_requested: the next place shall be shown.
        former_requested: the one before.
        closed: the person is done with it.
    """

    text_changed = Signal(str)
    next_requested = Signal()
    former_requested = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._focus_before: QWidget | None = None
        self._field = _FindField(theme, icons)
        self._field.setPlaceholderText(self.tr("Find in this chat"))
        self._field.setAccessibleName(self.tr("Find in this chat"))
        self._field.setFixedHeight(_FIELD_HEIGHT)
        self._field.setMaxLength(MOST_QUESTION_CHARS)
        self._field.setFont(Theme.font(TextSize.INTERFACE))
        self._field.textChanged.connect(self.text_changed)
        self._standing = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.TABLE)
        self._former = self._button(self.tr("Previous match"), IconName.CHEVRON_UP)
        self._former.clicked.connect(self.former_requested)
        self._next = self._button(self.tr("Next match"), IconName.CHEVRON_DOWN)
        self._next.clicked.connect(self.next_requested)
        self._close = self._button(self.tr("Close the find bar"), IconName.CLOSE)
        self._close.clicked.connect(self.close_bar)
        self._lay_out()
        self.setAccessibleName(self.tr("Find in this chat"))
        self.set_standing(None)
        self._restyle()
        theme.changed.connect(self._restyle)
        self.setVisible(False)

    def _button(self, label: str, icon: IconName) -> Button:
        return Button(self._theme, self._icons, label, icon=icon, icon_only=True, height=SMALL_BUTTON_HEIGHT)

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setMaximumWidth(READING_COLUMN_WIDTH)
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(self._field, 1)
        row.addSpacing(Space.S)
        row.addWidget(self._standing)
        row.addSpacing(Space.S)
        for button in (self._former, self._next, self._close):
            row.addWidget(button)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(Space.XL, 0, Space.XL, 1)
        whole.addStretch(1)
        whole.addWidget(inside, 1000)
        whole.addStretch(1)
        self.setFixedHeight(HEIGHT)

    @property
    def text(self) -> str:
        """What is looked for."""
        return self._field.text()

    @property
    def standing_text(self) -> str:
        """What is said about how often it is there."""
        return self._standing.text()

    @property
    def is_open(self) -> bool:
        """Whether it is shown, or will be with its window."""
        return not self.isHidden()

    @Slot()
    def open_bar(self) -> None:
        """Show the bar, take the keyboard, and let what is typed replace what was looked for last."""
        if not self.is_open:
            self._focus_before = QApplication.focusWidget()
        self.setVisible(True)
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    @Slot()
    def close_bar(self) -> None:
        """Hide the bar and give the keyboard back to where it was."""
        if not self.is_open:
            return
        before, self._focus_before = self._focus_before, None
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        self.setVisible(False)
        if had_focus and before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def set_text(self, text: str) -> None:
        """Put a text into the field without looking for it: whoever does this has done so."""
        self._field.blockSignals(True)
        self._field.setText(text)
        self._field.blockSignals(False)

    def set_standing(self, standing: FindStanding | None) -> None:
        """Say how many places there are; None while nothing is looked for."""
        self._standing.setText(self._words(standing))
        has_places = standing is not None and standing.count > 0
        self._former.setEnabled(has_places)
        self._next.setEnabled(has_places)

    def announce(self) -> None:
        """Let a screen reader say how the search stands; the keyboard stays in the field."""
        if QAccessible.isActive() and self.standing_text:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._field, self.standing_text))

    def _words(self, standing: FindStanding | None) -> str:
        if standing is None:
            return ""
        if standing.is_counting:
            return self.tr("Counting…")
        if not standing.count:
            return self.tr("No matches")
        return self.tr("{position} of {count}").format(
            position=number_text(standing.position), count=number_text(standing.count)
        )

    @Slot()
    def _restyle(self) -> None:
        colours = self._theme.colours
        self._field.setStyleSheet(
            f"QLineEdit {{ background: {colours.surface}; color: {colours.text}; border: 1px solid {colours.line};"
            f" border-radius: {int(Radius.CONTROL)}px; padding: 0 {int(Space.XS)}px 0 {ICON_SIZE + 2 * Space.S}px; }}"
            f"QLineEdit:focus {{ border: 1px solid {colours.accent}; }}"
        )
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in _ENTER_KEYS and self._field.hasFocus():
            is_back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            (self.former_requested if is_back else self.next_requested).emit()
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.background))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(colours.line))


class _FindField(QLineEdit):
    """A line with a magnifier before it."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        # Qt's own way of putting an icon there adds a button, which screen readers tell of and which does nothing.
        place = QRect(Space.S, (self.height() - ICON_SIZE) // 2, ICON_SIZE, ICON_SIZE)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            place.moveRight(self.width() - Space.S)
        self._icons.icon(IconName.SEARCH, self._theme.colours.text_second).paint(QPainter(self), place)
