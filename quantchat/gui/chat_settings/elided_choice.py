"""A list to choose from in little room: a long name is cut before the arrow, and the tooltip tells all of it."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionComboBox, QStylePainter
from typing_extensions import override

from quantchat.gui.icons import IconName, Icons
from quantchat.gui.settings_dialog.fields import ChoiceField
from quantchat.gui.theme import ICON_SIZE, Space, Theme
from quantchat.gui.tooltips import plain_tooltip


class ElidedChoice(ChoiceField):
    """For names that people and files give, which may be of any length."""

    def __init__(self, theme: Theme, icons: Icons, words_of: Callable[[object], str]) -> None:
        super().__init__(theme, icons, (), words_of)
        self.view().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.currentTextChanged.connect(self._tell_whole_name)

    @Slot(str)
    def _tell_whole_name(self, name: str) -> None:
        self.setToolTip(plain_tooltip(name))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.width() - ICON_SIZE - 4 * Space.S
        option.currentText = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideMiddle, room)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        colours = self._theme.colours
        place = QRect(self.width() - ICON_SIZE - Space.S, (self.height() - ICON_SIZE) // 2, ICON_SIZE, ICON_SIZE)
        colour = colours.text_second if self.isEnabled() else colours.text_third
        self._icons.icon(IconName.CHEVRON_DOWN, colour).paint(painter, place)
