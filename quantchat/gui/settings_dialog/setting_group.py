"""Settings that belong together, below one heading."""

from collections.abc import Sequence

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget

from quantchat.gui.labels import ThemedLabel
from quantchat.gui.rule import Rule
from quantchat.gui.settings_dialog.setting_row import SettingRow
from quantchat.gui.theme import Space, TextSize, Theme


class SettingGroup(QWidget):
    """Shows those of its rows that were looked for, and itself if there are any."""

    def __init__(self, theme: Theme, heading: str, rows: Sequence[SettingRow]) -> None:
        super().__init__()
        self._heading = heading
        self._rows = tuple(rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, Space.L)
        column.setSpacing(0)
        column.addWidget(
            ThemedLabel(theme, lambda colours: colours.text, TextSize.TITLE, QFont.Weight.DemiBold, heading)
        )
        column.addSpacing(Space.XS)
        column.addWidget(Rule(theme))
        column.addSpacing(Space.XS)
        for row in rows:
            column.addWidget(row)

    @property
    def heading(self) -> str:
        """What the settings have in common."""
        return self._heading

    @property
    def rows(self) -> tuple[SettingRow, ...]:
        """All rows, shown or not."""
        return self._rows

    def show_matching(self, words: Sequence[str]) -> bool:
        """Show the rows in which all of these words occur; tell whether there are any."""
        matching = [row for row in self._rows if row.matches(words, self._heading)]
        for row in self._rows:
            row.setVisible(row in matching)
        self.setVisible(bool(matching))
        return bool(matching)
