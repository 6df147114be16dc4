"""The menus of a conversation and of a folder."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from quantchat.core.conversation import ConversationEntry, Folder
from quantchat.gui.conversations.requests import FolderStepRequest, MoveRequest, PinRequest
from quantchat.gui.conversations.wishes import ConversationWishes
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.menus import ThemedMenu
from quantchat.gui.painting import one_line
from quantchat.gui.theme import Theme

_LONGEST_NAME_CHARS = 40
"""A menu is as wide as its longest line."""


class ConversationListMenus(QObject):
    """Makes menus whose lines are wishes; only renaming is the list's own affair."""

    def __init__(self, theme: Theme, icons: Icons, wishes: ConversationWishes, view: QWidget) -> None:
        super().__init__(view)
        self._theme = theme
        self._icons = icons
        self._wishes = wishes
        self._view = view

    def of_conversation(
        self, entry: ConversationEntry, folders: Sequence[Folder], rename: Callable[[], object]
    ) -> ThemedMenu:
        """What can be done with a conversation."""
        wishes = self._wishes
        menu = ThemedMenu(self._theme, self._icons, self._view)
        menu.add(self.tr("Rename"), IconName.EDIT, rename)
        if entry.is_pinned:
            menu.add(self.tr("Unpin"), IconName.UNPIN, lambda: wishes.pin_requested.emit(PinRequest(entry.id, False)))
        else:
            menu.add(self.tr("Pin"), IconName.PIN, lambda: wishes.pin_requested.emit(PinRequest(entry.id, True)))
        menu.addMenu(self._folder_choice(menu, entry, folders))
        menu.addSeparator()
        menu.add(self.tr("Export…"), IconName.EXPORT, lambda: wishes.export_requested.emit((entry.id,)))
        menu.add(self.tr("Copy as Markdown"), IconName.COPY, lambda: wishes.copy_conversation_requested.emit(entry.id))
        menu.addSeparator()
        menu.add(self.tr("Delete"), IconName.DELETE, lambda: wishes.delete_requested.emit(entry.id))
        return menu

    def of_folder(self, folder: Folder, folders: Sequence[Folder], rename: Callable[[], object]) -> ThemedMenu:
        """What can be done with a folder."""
        wishes = self._wishes
        menu = ThemedMenu(self._theme, self._icons, self._view)
        menu.add(self.tr("Rename"), IconName.EDIT, rename)
        up = menu.add(
            self.tr("Move up"),
            IconName.CHEVRON_UP,
            lambda: wishes.folder_step_requested.emit(FolderStepRequest(folder.id, -1)),
        )
        down = menu.add(
            self.tr("Move down"),
            IconName.CHEVRON_DOWN,
            lambda: wishes.folder_step_requested.emit(FolderStepRequest(folder.id, 1)),
        )
        up.setEnabled(folder.id != folders[0].id)
        down.setEnabled(folder.id != folders[-1].id)
        menu.addSeparator()
        remove = menu.add(
            self.tr("Delete folder"), IconName.DELETE, lambda: wishes.folder_remove_requested.emit(folder.id)
        )
        remove.setToolTip(self.tr("The chats in it stay."))
        return menu

    def _folder_choice(self, menu: ThemedMenu, entry: ConversationEntry, folders: Sequence[Folder]) -> ThemedMenu:
        wishes = self._wishes
        choice = ThemedMenu(self._theme, self._icons, menu)
        # It is shown and hidden as the pointer passes, and goes with the menu it belongs to.
        choice.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        choice.setTitle(self.tr("Move to folder"))
        choice.setIcon(self._icons.icon(IconName.FOLDER, self._theme.colours.text_second))
        for folder in folders:
            self._add_folder(choice, entry, folder.id, _menu_text(folder.name))
        if folders:
            self._add_folder(choice, entry, None, self.tr("No folder"))
            choice.addSeparator()
        choice.add(
            self.tr("New folder"), IconName.ADD_FOLDER, lambda: wishes.move_to_new_folder_requested.emit(entry.id)
        )
        return choice

    def _add_folder(self, choice: ThemedMenu, entry: ConversationEntry, folder_id: int | None, name: str) -> None:
        line = choice.addAction(name)
        line.setCheckable(True)
        line.setChecked(entry.folder_id == folder_id)
        if entry.folder_id == folder_id:
            line.setIcon(self._icons.icon(IconName.CHECK, self._theme.colours.accent))
        line.triggered.connect(lambda: self._wishes.move_requested.emit(MoveRequest(entry.id, folder_id)))


def _menu_text(name: str) -> str:
    """A name as a menu shows it: an ampersand is no shortcut there, and no name makes the menu wider than a screen."""
    shown = one_line(name)
    if len(shown) > _LONGEST_NAME_CHARS:
        shown = shown[: _LONGEST_NAME_CHARS - 1].rstrip() + "…"
    return shown.replace("&", "&&")
