"""Everything that can be done with one message, as a menu: at its "…", on right click, and at the menu key."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget

from quantchat.gui.icons import IconName, Icons
from quantchat.gui.menus import ThemedMenu
from quantchat.gui.theme import Space, Theme


@dataclass(frozen=True, slots=True)
class AnswererOption:
    """A model that could answer in place of the one that did: `key` is the caller's, `text` the person's."""

    key: str
    text: str


Answerers = Callable[[], tuple[AnswererOption, ...]]
"""The models that can be asked now; called when a menu opens."""


@dataclass(frozen=True, slots=True)
class MessageMenuEntry:
    """One line of the menu.

    Attributes:
        text: what it does, translated.
        icon: drawn before it.
        action: does it.
        is_enabled: whether it can be done now; what cannot is shown all the same, so that it is found where it was.
        options: further lines in a menu of its own; `action` is then not called.
    """

    text: str
    icon: IconName
    action: Callable[[], object]
    is_enabled: bool = True
    options: tuple["MessageMenuEntry", ...] = ()


SEPARATOR = None
"""A line between groups of entries."""

MessageMenuEntries = tuple[MessageMenuEntry | None, ...]


class MessageMenu(ThemedMenu):
    """The menu of one message, made when it is opened."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget, entries: MessageMenuEntries) -> None:
        super().__init__(theme, icons, parent)
        self.setStyleSheet(
            self.styleSheet()
            + f"QMenu::separator {{ height: 1px; background: {theme.colours.line};"
            + f" margin: {int(Space.XS)}px {int(Space.S)}px; }}"
        )
        self.setAccessibleName(QCoreApplication.translate("MessageMenu", "Message"))
        for entry in entries:
            if entry is SEPARATOR:
                self.addSeparator()
            else:
                self._add_entry(entry)

    def _add_entry(self, entry: MessageMenuEntry) -> None:
        if not entry.options:
            self.add(_shown_as_written(entry.text), entry.icon, entry.action).setEnabled(entry.is_enabled)
            return
        submenu = MessageMenu(self._theme, self._icons, self, entry.options)
        submenu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # it closes whenever another line is looked at
        submenu.setTitle(_shown_as_written(entry.text))
        submenu.setIcon(self._icons.icon(entry.icon, self._theme.colours.text_second))
        submenu.setEnabled(entry.is_enabled)
        self.addMenu(submenu)


def _shown_as_written(text: str) -> str:
    """A model's name may hold an ampersand, which menus take for the mark of an access key."""
    return text.replace("&", "&&")
