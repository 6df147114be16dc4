"""Where a value is chosen: from a list, or as a number.

None of them follows the mouse wheel: whoever scrolls through the settings must not change one in passing.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QSizePolicy, QSpinBox
from typing_extensions import override

from quantchat.gui.icons import IconName, Icons
from quantchat.gui.theme import ICON_SIZE, Radius, Space, TextSize, Theme

FIELD_HEIGHT = 34
_CHARACTERS_SHOWN = 14


class ChoiceField(QComboBox):
    """One of some values, each in words.

    Signals:
        value_chosen: the person chose this value.
    """

    value_chosen = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, values: Sequence[object], words_of: Callable[[object], str]) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._words_of = words_of
        self._values: list[object] = []
        self.setFixedHeight(FIELD_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_CHARACTERS_SHOWN)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.offer(values)
        self.activated.connect(self._on_activated)
        self._restyle()
        theme.changed.connect(self._restyle)

    @property
    def value(self) -> object:
        """What is chosen; None where there is nothing to choose from."""
        return self._values[self.currentIndex()] if self._values else None

    def offer(self, values: Sequence[object]) -> None:
        """Offer these values, the first of them chosen."""
        self._values = list(values)
        self.clear()
        self.addItems([self._words_of(value) for value in values])

    def show_value(self, value: object) -> None:
        """Show this value without telling of it; one that is not offered is offered from now on."""
        if value not in self._values:
            self._values.append(value)
            self.addItem(self._words_of(value))
        self.setCurrentIndex(self._values.index(value))

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        self.value_chosen.emit(self._values[index])

    @Slot()
    def _restyle(self) -> None:
        colours = self._theme.colours
        self.setFont(Theme.font(TextSize.TABLE))
        self.view().setFont(Theme.font(TextSize.TABLE))
        self.setStyleSheet(
            _field_style(self._theme, "QComboBox")
            + f"QComboBox {{ padding-right: {ICON_SIZE + Space.S}px; }}"
            + "QComboBox::drop-down { border: none; width: 0; }"
            + f"QComboBox QAbstractItemView {{ background: {colours.raised}; color: {colours.text};"
            + f" border: 1px solid {colours.line}; padding: {Space.XS}px; outline: none;"
            + f" selection-background-color: {colours.selected}; selection-color: {colours.text}; }}"
            + f"QComboBox QAbstractItemView::item {{ min-height: {FIELD_HEIGHT - Space.S}px; }}"
        )

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        colours = self._theme.colours
        place = QRect(self.width() - ICON_SIZE - Space.S, (self.height() - ICON_SIZE) // 2, ICON_SIZE, ICON_SIZE)
        colour = colours.text_second if self.isEnabled() else colours.text_third
        self._icons.icon(IconName.CHEVRON_DOWN, colour).paint(QPainter(self), place)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class WholeNumberField(QSpinBox):
    """A whole number, typed or stepped by the arrow keys; told once it is entered.

    Signals:
        value_chosen: the person entered this value.
    """

    value_chosen = Signal(object)

    def __init__(self, theme: Theme, least: int, most: int, step: int, suffix: str = "", zero_words: str = "") -> None:
        super().__init__()
        self._theme = theme
        self.setRange(least, most)
        self.setSingleStep(step)
        self.setSuffix(suffix)
        self.setSpecialValueText(zero_words)
        self.setGroupSeparatorShown(True)
        _make_number_field(self)
        self.valueChanged.connect(self._on_value_changed)
        self._restyle()
        theme.changed.connect(self._restyle)

    def show_value(self, value: int) -> None:
        """Show this value without telling of it."""
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)

    @Slot(int)
    def _on_value_changed(self, value: int) -> None:
        self.value_chosen.emit(value)

    @Slot()
    def _restyle(self) -> None:
        self.setFont(Theme.font(TextSize.TABLE))
        self.setStyleSheet(_number_style(self._theme, "QSpinBox"))

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class FractionField(QDoubleSpinBox):
    """A number with one decimal, typed or stepped by the arrow keys; told once it is entered.

    Signals:
        value_chosen: the person entered this value.
    """

    value_chosen = Signal(object)

    def __init__(self, theme: Theme, least: float, most: float, step: float, suffix: str = "") -> None:
        super().__init__()
        self._theme = theme
        self.setDecimals(1)
        self.setRange(least, most)
        self.setSingleStep(step)
        self.setSuffix(suffix)
        _make_number_field(self)
        self.valueChanged.connect(self._on_value_changed)
        self._restyle()
        theme.changed.connect(self._restyle)

    def show_value(self, value: float) -> None:
        """Show this value without telling of it."""
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)

    @Slot(float)
    def _on_value_changed(self, value: float) -> None:
        self.value_chosen.emit(value)

    @Slot()
    def _restyle(self) -> None:
        self.setFont(Theme.font(TextSize.TABLE))
        self.setStyleSheet(_number_style(self._theme, "QDoubleSpinBox"))

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _make_number_field(field: QSpinBox | QDoubleSpinBox) -> None:
    field.setKeyboardTracking(False)  # "1" on the way to "16" is nobody's choice
    field.setFixedHeight(FIELD_HEIGHT)
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.lineEdit().setTextMargins(Space.S - 2, 0, 0, 0)  # a style sheet's padding does not reach a number's text


def _number_style(theme: Theme, kind: str) -> str:
    buttons = f"{kind}::up-button, {kind}::down-button {{ width: 0; border: none; }}"
    return _field_style(theme, kind) + buttons


def _field_style(theme: Theme, kind: str) -> str:
    colours = theme.colours
    return (
        f"{kind} {{ background: {colours.surface}; color: {colours.text}; border: 1px solid {colours.line};"
        f" border-radius: {int(Radius.CONTROL)}px; padding: 3px {Space.S}px; }}"
        f"{kind}:focus {{ border: 2px solid {colours.accent}; padding: 2px {Space.S - 1}px; }}"
        f"{kind}:disabled {{ color: {colours.text_third}; }}"
    )
