"""A scrolling column that keeps the room of its bar, so that nothing moves sideways when it grows or shrinks."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from quantchat.gui.scroll_bars import ThemedScrollArea, scroll_bar_style
from quantchat.gui.theme import Theme


class SteadyScrollArea(ThemedScrollArea):
    """The bar is there but not seen while there is nothing to scroll."""

    def __init__(self, theme: Theme, inside: QWidget) -> None:
        super().__init__(theme, inside)
        self._colours_of = theme
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._hide_idle_bar()
        theme.changed.connect(self._hide_idle_bar)

    @Slot()
    def _hide_idle_bar(self) -> None:
        nothing_to_scroll = "QScrollBar::handle:vertical:disabled { background: transparent; }"
        self.verticalScrollBar().setStyleSheet(scroll_bar_style(self._colours_of) + nothing_to_scroll)
