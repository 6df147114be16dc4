"""Where the picker's models are searched: arrows and Enter go to the list, so that the hands stay where they are."""

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from quantchat.gui.icons import IconName, Icons
from quantchat.gui.theme import ICON_SIZE, Radius, Space, TextSize, Theme
from quantchat.gui.translations import QT_TRANSLATE_NOOP

PLACEHOLDER = QT_TRANSLATE_NOOP("SearchField", "Find a model")
_PASSED_ON = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchField(QLineEdit):
    """One line.

    Signals:
        move_requested: the selection of the list shall move (`Qt.Key`).
        entered_key_pressed: Enter was pressed.
    """

    move_requested = Signal(Qt.Key)
    entered_key_pressed = Signal()

    def __init__(self, theme: Theme, icons: Icons, placeholder: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        placeholder = placeholder or self.tr(PLACEHOLDER)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setFixedHeight(36)
        self.setMaxLength(400)
        self._restyle()
        theme.changed.connect(self._restyle)

    @Slot()
    def _restyle(self) -> None:
        colours = self._theme.colours
        self.setFont(Theme.font(TextSize.INTERFACE))
        self.setStyleSheet(
            f"QLineEdit {{ background: {colours.surface}; color: {colours.text}; border: 1px solid {colours.line};"
            f" border-radius: {int(Radius.CONTROL)}px; padding: 0 {Space.S}px 0 {ICON_SIZE + 2 * Space.S}px; }}"
            f"QLineEdit:focus {{ border: 2px solid {colours.accent};"
            f" padding: 0 {Space.S - 1}px 0 {ICON_SIZE + 2 * Space.S - 1}px; }}"
        )

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        # Qt's own way of putting an icon there adds a button, which screen readers tell of and which does nothing.
        place = QRect(Space.M, (self.height() - ICON_SIZE) // 2, ICON_SIZE, ICON_SIZE)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            place.moveRight(self.width() - Space.M)
        self._icons.icon(IconName.SEARCH, self._theme.colours.text_second).paint(QPainter(self), place)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _PASSED_ON:
            self.move_requested.emit(Qt.Key(event.key()))
        elif event.key() in _ENTER_KEYS:
            self.entered_key_pressed.emit()
        else:
            super().keyPressEvent(event)
