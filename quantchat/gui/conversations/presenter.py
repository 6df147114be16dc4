"""Shows the conversations in the sidebar and hands on what the person asks for there."""

from PySide6.QtCore import QObject, Signal, Slot

from quantchat.core.conversation import ConversationEntry, Folder, RemovedFolder, SearchHit
from quantchat.errors import KnownError
from quantchat.gui.conversations.controller import ConversationListController
from quantchat.gui.conversations.listing import ConversationListing
from quantchat.gui.conversations.trash_dialog import TrashDialog
from quantchat.gui.notice_bar import NoticeBar
from quantchat.gui.notices import Notice, Severity
from quantchat.gui.painting import one_line
from quantchat.gui.sidebar import Sidebar

LIST_FAILED = "list-failed"
UNDO_DELETE = "undo-delete-"
UNDO_REMOVE_FOLDER = "undo-remove-folder-"


class ConversationListPresenter(QObject):
    """Connects the list's controller with the sidebar, the trash and the notices; opening is somebody else's affair.

    Signals:
        conversation_chosen: a conversation shall be opened (identifier).
        hit_chosen: a place that a search found shall be shown (`SearchHit`).
        new_chat_requested: an empty chat is wanted.
        temporary_chat_requested: a chat is wanted that is never written anywhere.
        export_requested: conversations shall be written to a file (tuple of identifiers; empty for all there are).
        import_requested: chats from a file are wanted.
        copy_conversation_requested: a conversation shall be copied as Markdown (identifier).
    """

    conversation_chosen = Signal(int)
    hit_chosen = Signal(SearchHit)
    new_chat_requested = Signal()
    temporary_chat_requested = Signal()
    export_requested = Signal(tuple)
    import_requested = Signal()
    copy_conversation_requested = Signal(int)

    def __init__(
        self,
        sidebar: Sidebar,
        controller: ConversationListController,
        notice_bar: NoticeBar,
        trash_dialog: TrashDialog,
    ) -> None:
        super().__init__(sidebar)
        self._sidebar = sidebar
        self._controller = controller
        self._notice_bar = notice_bar
        self._trash_dialog = trash_dialog
        self._removed_folders: dict[int, RemovedFolder] = {}
        self._connect_list()
        self._connect_search()
        self._connect_trash()
        self._connect_what_others_do()
        notice_bar.action_taken.connect(self._on_action_taken)
        notice_bar.dismissed.connect(self._on_notice_dismissed)
        controller.failed.connect(self._on_failed)

    def _connect_list(self) -> None:
        sidebar, controller = self._sidebar, self._controller
        wishes = sidebar.wishes
        wishes.rename_requested.connect(controller.rename)
        wishes.pin_requested.connect(controller.pin)
        wishes.move_requested.connect(controller.move)
        wishes.move_to_new_folder_requested.connect(controller.move_to_new_folder)
        wishes.delete_requested.connect(controller.delete)
        wishes.folder_rename_requested.connect(controller.rename_folder)
        wishes.folder_step_requested.connect(controller.step_folder)
        wishes.folder_remove_requested.connect(controller.remove_folder)
        sidebar.new_folder_requested.connect(controller.create_folder)
        controller.list_changed.connect(self._on_list_changed)
        controller.folder_created.connect(self._on_folder_created)
        controller.folder_removed.connect(self._on_folder_removed)
        controller.conversation_deleted.connect(self._on_conversation_deleted)

    def _connect_search(self) -> None:
        self._sidebar.search_requested.connect(self._controller.search)
        self._controller.search_answered.connect(self._sidebar.show_result)

    def _connect_trash(self) -> None:
        dialog, controller = self._trash_dialog, self._controller
        self._sidebar.trash_requested.connect(self._on_trash_requested)
        dialog.restore_requested.connect(controller.restore)
        dialog.purge_requested.connect(controller.purge)
        dialog.empty_requested.connect(controller.empty_trash)
        controller.trash_changed.connect(dialog.show_conversations)

    def _connect_what_others_do(self) -> None:
        sidebar = self._sidebar
        sidebar.wishes.conversation_chosen.connect(self.conversation_chosen)
        sidebar.wishes.export_requested.connect(self.export_requested)
        sidebar.wishes.copy_conversation_requested.connect(self.copy_conversation_requested)
        sidebar.hit_chosen.connect(self.hit_chosen)
        sidebar.new_chat_requested.connect(self.new_chat_requested)
        sidebar.temporary_chat_requested.connect(self.temporary_chat_requested)
        sidebar.import_requested.connect(self.import_requested)

    @Slot(ConversationListing)
    def _on_list_changed(self, listing: ConversationListing) -> None:
        self._sidebar.set_conversations(listing.entries, listing.folders)
        if self._sidebar.search_text:
            self._controller.search(self._sidebar.search_text)
        if self._trash_dialog.isVisible():
            self._controller.list_trash()

    @Slot(Folder)
    def _on_folder_created(self, folder: Folder) -> None:
        self._sidebar.edit_folder(folder.id)

    @Slot(ConversationEntry)
    def _on_conversation_deleted(self, conversation: ConversationEntry) -> None:
        title = one_line(conversation.title)
        words = self.tr("“{title}” was deleted.").format(title=title) if title else self.tr("The chat was deleted.")
        self._offer_undo(f"{UNDO_DELETE}{conversation.id}", words)

    @Slot(RemovedFolder)
    def _on_folder_removed(self, removed: RemovedFolder) -> None:
        self._removed_folders[removed.folder.id] = removed
        self._offer_undo(
            f"{UNDO_REMOVE_FOLDER}{removed.folder.id}",
            self.tr("The folder “{name}” was deleted. Its chats stay.").format(name=one_line(removed.folder.name)),
        )

    @Slot()
    def _on_trash_requested(self) -> None:
        self._controller.list_trash()
        self._trash_dialog.open_anew()

    @Slot(str)
    def _on_action_taken(self, notice_id: str) -> None:
        if notice_id.startswith(UNDO_DELETE):
            self._undo_delete(int(notice_id.removeprefix(UNDO_DELETE)))
        elif notice_id.startswith(UNDO_REMOVE_FOLDER):
            self._controller.restore_folder(self._removed_folders.pop(_folder_id(notice_id)))

    @Slot(str)
    def _on_notice_dismissed(self, notice_id: str) -> None:
        if notice_id.startswith(UNDO_REMOVE_FOLDER):
            self._removed_folders.pop(_folder_id(notice_id), None)

    def _undo_delete(self, conversation_id: int) -> None:
        """Put it back and open it, so that one sees what came back."""
        if self._controller.restore(conversation_id):
            self.conversation_chosen.emit(conversation_id)

    @Slot(KnownError)
    def _on_failed(self, error: KnownError) -> None:
        self._notice_bar.show_notice(Notice(LIST_FAILED, error.text, Severity.ERROR))

    def _offer_undo(self, notice_id: str, words: str) -> None:
        self._notice_bar.show_notice(Notice(notice_id, words, action=self.tr("Undo"), expires=True))


def _folder_id(notice_id: str) -> int:
    return int(notice_id.removeprefix(UNDO_REMOVE_FOLDER))
