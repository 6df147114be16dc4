"""Context menus in the window's look."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from quantchat.gui.icons import IconName, Icons
from quantchat.gui.theme import Radius, Space, TextSize, Theme


class ThemedMenu(QMenu):
    """A menu that is made when it is opened and gone when it is closed."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        colours = theme.colours
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFont(Theme.font(TextSize.INTERFACE))
        self.setStyleSheet(
            f"QMenu {{ background: {colours.raised}; color: {colours.text};"
            f" border: 1px solid {colours.line}; padding: {int(Space.XS)}px; }}"
            f"QMenu::item {{ padding: 6px {int(Space.XL)}px 6px {int(Space.S)}px;"
            f" border-radius: {int(Radius.CHIP)}px; }}"
            f"QMenu::item:selected {{ background: {colours.selected}; }}"
            f"QMenu::icon {{ padding-left: {int(Space.S)}px; }}"
        )

    def add(self, text: str, icon: IconName, action: Callable[[], object]) -> QAction:
        """Add a line that does something; the text is one of the program's own."""
        entry = self.addAction(self._icons.icon(icon, self._theme.colours.text_second), text)
        entry.triggered.connect(lambda: action())
        return entry
