"""Where the picker's models are searched: arrows and Enter go to the list, so that the hands stay where they are."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from quantchat.gui.icons import IconName, Icons
from quantchat.gui.theme import Radius, Space, TextSize, Theme

PLACEHOLDER = "Find a model"
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

    def __init__(self, theme: Theme, icons: Icons, placeholder: str = PLACEHOLDER) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setFixedHeight(36)
        self.setMaxLength(400)
        self._search = self.addAction(
            icons.icon(IconName.SEARCH, theme.colours.text_second), QLineEdit.ActionPosition.LeadingPosition
        )
        self._restyle()
        theme.changed.connect(self._restyle)

    @Slot()
    def _restyle(self) -> None:
        colours = self._theme.colours
        self._search.setIcon(self._icons.icon(IconName.SEARCH, colours.text_second))
        self.setFont(Theme.font(TextSize.INTERFACE))
        self.setStyleSheet(
            f"QLineEdit {{ background: {colours.surface}; color: {colours.text}; border: 1px solid {colours.line};"
            f" border-radius: {int(Radius.CONTROL)}px; padding: 0 {int(Space.S)}px; }}"
            f"QLineEdit:focus {{ border: 1px solid {colours.accent}; }}"
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _PASSED_ON:
            self.move_requested.emit(Qt.Key(event.key()))
        elif event.key() in _ENTER_KEYS:
            self.entered_key_pressed.emit()
        else:
            super().keyPressEvent(event)
