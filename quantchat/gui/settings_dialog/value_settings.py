"""Settings that are one value: a field bound to a name in `Settings`."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal

from quantchat.gui.settings_dialog.fields import ChoiceField, FractionField, WholeNumberField
from quantchat.gui.settings_dialog.setting_group import SettingGroup
from quantchat.gui.settings_dialog.setting_row import CONTROL_WIDTH, SettingRow
from quantchat.gui.theme import Theme
from quantchat.settings import Settings

ValueField = ChoiceField | WholeNumberField | FractionField


@dataclass(frozen=True, slots=True)
class ValueSetting:
    """One value and where it is shown.

    Attributes:
        name: its field in `Settings`.
        row: its row.
        field: where it is changed.
    """

    name: str
    row: SettingRow
    field: ValueField


def value_setting(theme: Theme, name: str, title: str, explanation: str, field: ValueField) -> ValueSetting:
    """Put a field in a row; the title is its name for screen readers too."""
    field.setAccessibleName(title)
    field.setFixedWidth(CONTROL_WIDTH)
    return ValueSetting(name, SettingRow(theme, title, explanation, (field,)), field)


class ValueGroup(SettingGroup):
    """Some values below a heading, and rows of other kinds beside them.

    Signals:
        value_chosen: the person chose a value (name in `Settings`, value).
    """

    value_chosen = Signal(str, object)

    def __init__(
        self,
        theme: Theme,
        heading: str,
        values: Sequence[ValueSetting],
        before: Sequence[SettingRow] = (),
    ) -> None:
        super().__init__(theme, heading, (*before, *(value.row for value in values)))
        self._values = tuple(values)
        for value in values:
            value.field.value_chosen.connect(partial(self.value_chosen.emit, value.name))

    @property
    def values(self) -> tuple[ValueSetting, ...]:
        """The values, in their order."""
        return self._values

    def row_of(self, name: str) -> SettingRow:
        """The row of a value, by its name in `Settings`."""
        return next(value.row for value in self._values if value.name == name)

    def show_settings(self, settings: Settings) -> None:
        """Show what is set without telling of it."""
        for value in self._values:
            value.field.show_value(getattr(settings, value.name))
