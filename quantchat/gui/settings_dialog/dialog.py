"""All settings in one window: found by words, changed in place."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPalette, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.gui.buttons import Button, ButtonKind
from quantchat.gui.icons import Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.picker.search_field import SearchField
from quantchat.gui.scroll_bars import SCROLL_BAR_WIDTH, ThemedScrollArea, scroll_bar_style
from quantchat.gui.settings_dialog.answers_groups import AdviceGroup, AnswersGroup
from quantchat.gui.settings_dialog.appearance_group import AppearanceGroup
from quantchat.gui.settings_dialog.data_group import DataGroup
from quantchat.gui.settings_dialog.models_group import ModelsGroup
from quantchat.gui.settings_dialog.privacy_group import PrivacyGroup
from quantchat.gui.settings_dialog.setting_group import SettingGroup
from quantchat.gui.settings_dialog.setting_row import SettingRow
from quantchat.gui.settings_dialog.value_settings import ValueGroup
from quantchat.gui.theme import Space, TextSize, Theme
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.settings import Settings

WIDTH = 720
HEIGHT = 560
LEAST_WIDTH = 360
LEAST_HEIGHT = 280
NARROW_WIDTH = 520
"""In a window narrower than this controls stand under their words, device-independent pixels."""

RESTART = QT_TRANSLATE_NOOP("SettingsDialog", "Text size and density change when QuantChat starts again.")
NOTHING_FOUND = QT_TRANSLATE_NOOP(
    "SettingsDialog", "No setting has these words. Try another word, or clear the search."
)


class SettingsDialog(QDialog):
    """Signals are wishes; what became of them is shown when it is told. The groups have further ones.

    Signals:
        value_chosen: the person chose a value (name in `Settings`, value).
        restart_requested: the program shall start again now.
    """

    value_chosen = Signal(str, object)
    restart_requested = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowTitle(self.tr("Settings"))
        self.setModal(False)
        self.appearance = AppearanceGroup(theme, icons)
        self.models = ModelsGroup(theme, icons)
        self.data = DataGroup(theme, icons)
        self.privacy = PrivacyGroup(theme, icons)
        self._value_groups: tuple[ValueGroup, ...] = (
            self.appearance,
            self.models,
            AdviceGroup(theme),
            AnswersGroup(theme),
        )
        for group in self._value_groups:
            group.value_chosen.connect(self.value_chosen)
        self._groups: tuple[SettingGroup, ...] = (*self._value_groups, self.data, self.privacy)
        self._search = SearchField(theme, icons, self.tr("Search settings"))
        self._search.textChanged.connect(self._on_search_changed)
        self._nothing_found = ThemedLabel(theme, lambda colours: colours.text_second, text=self.tr(NOTHING_FOUND))
        self._nothing_found.hide()
        self._restart_words = ThemedLabel(theme, lambda colours: colours.text, TextSize.TABLE, text=self.tr(RESTART))
        self._restart_words.setWordWrap(True)
        self._restart = Button(theme, icons, self.tr("Start again now"), kind=ButtonKind.PRIMARY)
        self._restart.clicked.connect(self.restart_requested)
        self._close = Button(theme, icons, self.tr("Close"), kind=ButtonKind.OUTLINED)
        self._close.clicked.connect(self.close)
        self._lay_out()
        self.show_restart_needed(False)
        self._restyle()
        theme.changed.connect(self._restyle)

    @property
    def groups(self) -> tuple[SettingGroup, ...]:
        """All groups, shown or not."""
        return self._groups

    @property
    def shown_titles(self) -> tuple[str, ...]:
        """Titles of the settings that are shown, from top to bottom."""
        rows = (row for group in self._groups if not group.isHidden() for row in group.rows)
        return tuple(row.title for row in rows if not row.isHidden())

    def open_anew(self) -> None:
        """Show the window with everything in it, ready to search."""
        self._search.clear()
        self.resize(self._size_that_fits())
        self.show()
        self.raise_()
        self.activateWindow()
        self._search.setFocus()

    def show_settings(self, settings: Settings) -> None:
        """Show what is set."""
        for group in self._value_groups:
            group.show_settings(settings)

    def show_models_folder(self, folder: Path) -> None:
        """Say where models are."""
        self.models.show_folder(folder)

    def show_restart_needed(self, is_needed: bool) -> None:
        """Say that a change waits for the next start, and offer it."""
        self._restart_words.setVisible(is_needed)
        self._restart.setVisible(is_needed)

    def row_of(self, name: str) -> SettingRow:
        """The row of a value, by its name in `Settings`."""
        group = next(group for group in self._value_groups if name in {value.name for value in group.values})
        return group.row_of(name)

    @Slot(str)
    def _on_search_changed(self, text: str) -> None:
        words = text.casefold().split()
        found = [group.show_matching(words) for group in self._groups]
        self._nothing_found.setHidden(any(found))
        self._scroll.verticalScrollBar().setValue(0)

    def _size_that_fits(self) -> QSize:
        """The usual size, or what a small screen or a large text leaves of it."""
        room = self.screen().availableSize()
        return QSize(min(WIDTH, room.width() - Space.XXL), min(HEIGHT, room.height() - 2 * Space.XXL))

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(Space.XL, 0, Space.XL - SCROLL_BAR_WIDTH, 0)
        column.setSpacing(0)
        column.addWidget(self._nothing_found)
        for group in self._groups:
            column.addWidget(group)
        column.addStretch(1)
        self._scroll = ThemedScrollArea(self._theme, inside)
        # Its room is kept where a search leaves little, so that nothing moves sideways while one types.
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        head = QVBoxLayout()
        head.setContentsMargins(Space.XL, 0, Space.XL, 0)
        head.addWidget(self._search)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.XL, 0, Space.XL, 0)
        foot.setSpacing(Space.S)
        foot.addWidget(self._restart_words, 1)
        foot.addStretch(0)
        foot.addWidget(self._restart)
        foot.addWidget(self._close, 0, Qt.AlignmentFlag.AlignRight)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, Space.L, 0, Space.L)
        whole.setSpacing(Space.L)
        whole.addLayout(head)
        whole.addWidget(self._scroll, 1)
        whole.addLayout(foot)
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)

    @Slot()
    def _restyle(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(self._theme.colours.background))
        self.setPalette(palette)
        nothing_to_scroll = "QScrollBar::handle:vertical:disabled { background: transparent; }"
        self._scroll.verticalScrollBar().setStyleSheet(scroll_bar_style(self._theme) + nothing_to_scroll)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for group in self._groups:
            for row in group.rows:
                row.set_narrow(self.width() < NARROW_WIDTH)
