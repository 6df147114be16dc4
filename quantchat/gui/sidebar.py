"""The left side of the window: a new chat, the chats there are, and the machine below them."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QKeySequence, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.core.chat import ConversationSummary
from quantchat.core.conversation import Folder, SearchHit, SearchResult
from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.conversations.list_model import ConversationListModel
from quantchat.gui.conversations.list_view import ConversationListView
from quantchat.gui.conversations.requests import RenameRequest
from quantchat.gui.conversations.search_field import ChatSearchField
from quantchat.gui.conversations.search_view import SearchResultsView
from quantchat.gui.conversations.wishes import ConversationWishes
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.logo_mark import LogoMark
from quantchat.gui.memory_meter import MemoryMeter
from quantchat.gui.menus import ThemedMenu
from quantchat.gui.rule import Rule
from quantchat.gui.theme import SIDEBAR_WIDTH, Space, TextSize, Theme
from quantchat.gui.transfer_row import TransferList
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.probe.memory import Memory, read_memory

SEARCH_KEYS = "Ctrl+K"
"""What brings the keyboard to the search from anywhere in the window; the window listens for it."""

NO_CHATS = QT_TRANSLATE_NOOP("Sidebar", "Your chats will appear here. They stay on this computer.")


class Sidebar(QWidget):
    """What the person can go to, and how much memory is free.

    What the person asks for in the list itself is in `wishes`; the two signals `rename_requested` and
    `delete_requested` repeat it.

    Signals:
        new_chat_requested: an empty chat is wanted.
        temporary_chat_requested: a chat is wanted that is never written anywhere.
        temporary_return_requested: the temporary chat that was left shall be open again.
        import_requested: chats from a file are wanted.
        new_folder_requested: an empty folder is wanted.
        trash_requested: the deleted chats shall be shown.
        search_requested: something was typed into the search field (its text; never blank).
        hit_chosen: a place that the search found shall be shown (`SearchHit`).
        conversation_chosen: a conversation shall be opened (identifier).
        rename_requested: a new title was given (`RenameRequest`).
        delete_requested: a conversation shall be deleted (identifier).
        machine_requested: the figures of this computer shall be shown.
        settings_requested: the settings shall be shown.
    """

    new_chat_requested = Signal()
    temporary_chat_requested = Signal()
    temporary_return_requested = Signal()
    import_requested = Signal()
    new_folder_requested = Signal()
    trash_requested = Signal()
    search_requested = Signal(str)
    hit_chosen = Signal(SearchHit)
    conversation_chosen = Signal(int)
    rename_requested = Signal(RenameRequest)
    delete_requested = Signal(int)
    machine_requested = Signal()
    settings_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        read: Callable[[], Memory] = read_memory,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._has_left_temporary_chat = False
        self.setFixedWidth(SIDEBAR_WIDTH)
        self.wishes = ConversationWishes(self)
        self.wishes.conversation_chosen.connect(self.conversation_chosen)
        self.wishes.rename_requested.connect(self.rename_requested)
        self.wishes.delete_requested.connect(self.delete_requested)
        self._model = ConversationListModel(self, now)
        self._list = ConversationListView(theme, icons, self._model, self.wishes)
        self._search = ChatSearchField(theme, icons)
        self._results = SearchResultsView(theme)
        self._connect_search()
        self._empty = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.TABLE, text=self.tr(NO_CHATS))
        self._empty.setWordWrap(True)
        self._empty.setContentsMargins(Space.S, Space.L, Space.S, 0)
        self._memory_meter = MemoryMeter(theme, read)
        self._transfer_list = TransferList(theme, icons)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.L, Space.M + 1, Space.M)
        column.setSpacing(0)
        column.addLayout(_brand_row(theme))
        column.addSpacing(Space.M)
        column.addLayout(self._new_chat_row())
        column.addSpacing(Space.XS)
        column.addWidget(self._search)
        column.addSpacing(Space.XS)
        column.addWidget(self._empty)
        column.addWidget(self._list, 1)
        column.addWidget(self._results, 1)
        column.addStretch(0)
        column.addWidget(Rule(theme))
        column.addLayout(self._machine_column())
        theme.changed.connect(self.update)
        self._show_list()

    @property
    def conversation_list(self) -> ConversationListView:
        """The list itself, for focus and shortcuts."""
        return self._list

    @property
    def search_field(self) -> ChatSearchField:
        """Where chats are searched."""
        return self._search

    @property
    def search_results(self) -> SearchResultsView:
        """What was found; shown while something is searched for."""
        return self._results

    @property
    def transfer_list(self) -> TransferList:
        """Downloads and quantizations in progress."""
        return self._transfer_list

    @property
    def memory_meter(self) -> MemoryMeter:
        """The meter of main memory, to tell it what the loaded model takes."""
        return self._memory_meter

    @property
    def search_text(self) -> str:
        """What is searched for just now; empty while the list is shown."""
        return self._search.text().strip()

    def set_conversations(
        self, conversations: Sequence[ConversationSummary], folders: tuple[Folder, ...] | None = None
    ) -> None:
        """Show these conversations; what is open, selected and scrolled to stays.

        Args:
            conversations: in any order.
            folders: in order; None if they are those shown already.
        """
        self._model.set_conversations(conversations, folders)
        self._show_list()

    def show_result(self, result: SearchResult, text: str) -> None:
        """Show what a search found, if it is still what the person searches for."""
        if text.strip() == self.search_text:
            self._results.show_result(result, text)
            self._search.setAccessibleDescription(self.tr("%n hit(s)", "", len(result.hits)))
            self._show_list()

    def focus_search(self) -> None:
        """Let the person type what they search for."""
        self._search.setFocus()
        self._search.selectAll()

    def leave_search(self) -> None:
        """Show the list again."""
        self._search.clear()

    def edit_folder(self, folder_id: int) -> None:
        """Let the person name a folder."""
        self.leave_search()
        self._list.edit_folder(folder_id)

    def set_open_conversation(self, conversation_id: int | None) -> None:
        """Mark the conversation that is open; None for a chat that is not in the list: a new or a temporary one."""
        self._list.set_open(conversation_id)

    @Slot(bool)
    def offer_temporary_chat(self, is_there: bool) -> None:
        """Let the person go back to a temporary chat, which is in no list, while there is one to go back to."""
        self._has_left_temporary_chat = is_there

    def set_answering(self, *conversation_ids: int) -> None:
        """Mark the conversations in which a model is writing an answer."""
        self._model.set_answering(frozenset(conversation_ids))

    def set_downloading(self, *, is_downloading: bool) -> None:
        """Say whether the program is on the network just now; it is for downloads only."""
        self._network.setText(self.tr("Downloading") if is_downloading else self.tr("Offline"))
        self._network.setToolTip(self.tr("The models run on this computer. Your chats leave it only if you copy them."))

    def _connect_search(self) -> None:
        keys = QKeySequence(SEARCH_KEYS).toString(QKeySequence.SequenceFormat.NativeText)
        self._search.setToolTip(self.tr("Search chats ({keys})").format(keys=keys))
        self._search.textChanged.connect(self._on_search_changed)
        self._search.move_requested.connect(self._on_move_requested)
        self._search.entered_key_pressed.connect(self._on_search_entered)
        self._results.hit_chosen.connect(self.hit_chosen)
        self._results.left_upward.connect(self.focus_search)
        self._results.escape_pressed.connect(self._on_results_left)

    @Slot(str)
    def _on_search_changed(self) -> None:
        if self.search_text:
            self.search_requested.emit(self._search.text())
        else:
            self._search.setAccessibleDescription("")
            self._show_list()

    @Slot(Qt.Key)
    def _on_move_requested(self, key: Qt.Key) -> None:
        """Arrows in the field: down into what is below it, the first row of which is current already."""
        below = self._results if self.search_text else self._list
        if key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) and below.isVisible():
            below.setFocus()

    @Slot()
    def _on_search_entered(self) -> None:
        if self.search_text:
            self._results.choose_current()

    @Slot()
    def _on_results_left(self) -> None:
        self.leave_search()
        self._search.setFocus()

    @Slot()
    def _show_list(self) -> None:
        is_searching = bool(self.search_text)
        has_rows = self._model.rowCount() > 0
        was_searching = not self._results.isHidden()
        self._results.setVisible(is_searching)
        self._list.setVisible(has_rows and not is_searching)
        if was_searching and not is_searching:
            self._list.scroll_to_open()
        self._empty.setVisible(not has_rows and not is_searching)

    def _new_chat_row(self) -> QHBoxLayout:
        new_chat = Button(
            self._theme,
            self._icons,
            self.tr("New chat"),
            icon=IconName.ADD,
            kind=ButtonKind.OUTLINED,
            align=Qt.AlignmentFlag.AlignLeft,
        )
        new_chat.clicked.connect(self.new_chat_requested)
        self._more = Button(self._theme, self._icons, self.tr("More about chats"), icon=IconName.MORE, icon_only=True)
        self._more.clicked.connect(self._open_menu)
        row = QHBoxLayout()
        row.setSpacing(Space.XS)
        row.addWidget(new_chat, 1)
        row.addWidget(self._more)
        return row

    def menu(self) -> ThemedMenu:
        """What can be done with all chats at once."""
        menu = ThemedMenu(self._theme, self._icons, self)
        temporary = self.tr("Temporary chat")
        if self._has_left_temporary_chat:
            back = self.tr("Back to the temporary chat")
            menu.add(back, IconName.TEMPORARY_CHAT, self.temporary_return_requested.emit)
            temporary = self.tr("New temporary chat")  # it takes the place of the one that was left
        menu.add(temporary, IconName.TEMPORARY_CHAT, self.temporary_chat_requested.emit)
        menu.add(self.tr("New folder"), IconName.ADD_FOLDER, self.new_folder_requested.emit)
        menu.addSeparator()
        menu.add(self.tr("Import chats…"), IconName.IMPORT, self.import_requested.emit)
        menu.add(self.tr("Export all chats…"), IconName.EXPORT, lambda: self.wishes.export_requested.emit(()))
        menu.addSeparator()
        menu.add(self.tr("Trash…"), IconName.DELETE, self.trash_requested.emit)
        return menu

    @Slot()
    def _open_menu(self) -> None:
        self.menu().popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _machine_column(self) -> QVBoxLayout:
        self._network = ThemedLabel(self._theme, lambda colours: colours.text_second, TextSize.HINT)
        self.set_downloading(is_downloading=False)
        column = QVBoxLayout()
        column.setContentsMargins(Space.S - 2, Space.M, Space.S - 2, 0)
        column.setSpacing(Space.M)
        machine = Button(
            self._theme, self._icons, self.tr("This computer"), kind=ButtonKind.FAINT, height=SMALL_BUTTON_HEIGHT
        )
        machine.setFont(Theme.font(TextSize.HINT))
        machine.clicked.connect(self.machine_requested)
        settings = Button(
            self._theme,
            self._icons,
            self.tr("Settings"),
            icon=IconName.SETTINGS,
            icon_only=True,
            height=SMALL_BUTTON_HEIGHT,
        )
        settings.clicked.connect(self.settings_requested)
        last_row = QHBoxLayout()
        last_row.addWidget(self._network)
        last_row.addStretch(1)
        last_row.addWidget(machine)
        last_row.addWidget(settings)
        column.addWidget(self._transfer_list)
        column.addWidget(self._memory_meter)
        column.addLayout(last_row)
        return column

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._model.regroup()

    @override
    def event(self, event: QEvent) -> bool:
        # A window that stayed open over midnight is regrouped when the person comes back to it.
        if event.type() is QEvent.Type.WindowActivate:
            self._model.regroup()
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.colours.sidebar))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(self._theme.colours.line))


def _brand_row(theme: Theme) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(Space.S - 2, 0, 0, 0)
    row.setSpacing(Space.S)
    row.addWidget(LogoMark(theme))
    row.addWidget(
        ThemedLabel(theme, lambda colours: colours.text, TextSize.INTERFACE, QFont.Weight.DemiBold, "QuantChat")
    )
    row.addStretch(1)
    return row
