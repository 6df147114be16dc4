"""What happens to conversations as a whole: titles, pins, folders, the trash, and searches.

What is in the open conversation is the affair of `ChatController`.
"""

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from quantchat.core.conversation import ConversationEntry, Folder, RemovedFolder, SearchResult
from quantchat.errors import ErrorKind, KnownError
from quantchat.gui.conversations.listing import ConversationListing
from quantchat.gui.conversations.requests import (
    FolderRenameRequest,
    FolderStepRequest,
    MoveRequest,
    PinRequest,
    RenameRequest,
)
from quantchat.store.conversations import ConversationStore
from quantchat.wording import verbatim

_log = logging.getLogger(__name__)


class ConversationListController(QObject):
    """Acts on the list and tells what came of it; every act is on the disk before it is told.

    A search of ten thousand conversations takes milliseconds, so that it needs no thread.

    Signals:
        list_changed: the list is new (`ConversationListing`).
        conversation_deleted: a conversation left the list and can be restored (`ConversationEntry`).
        folder_created: there is a new folder, which the person has not named yet (`Folder`).
        folder_removed: a folder is gone and can be put back (`RemovedFolder`).
        search_answered: what was found (`SearchResult`), and what was searched for.
        trash_changed: what is in the trash (tuple of `TrashedConversation`).
        failed: something the person asked for did not work (`KnownError`).
    """

    list_changed = Signal(ConversationListing)
    conversation_deleted = Signal(ConversationEntry)
    folder_created = Signal(Folder)
    folder_removed = Signal(RemovedFolder)
    search_answered = Signal(SearchResult, str)
    trash_changed = Signal(tuple)
    failed = Signal(KnownError)

    def __init__(self, store: ConversationStore) -> None:
        super().__init__()
        self._store = store

    @Slot()
    def refresh(self) -> None:
        """Tell the list anew; call it after anything that changed a conversation elsewhere."""
        self._try(self._tell_list)

    @Slot(RenameRequest)
    def rename(self, request: RenameRequest) -> None:
        """Give a conversation another title; blank text changes nothing."""
        title = request.title.strip()
        if title:
            self._change(lambda: self._store.rename_conversation(request.conversation_id, title))

    @Slot(PinRequest)
    def pin(self, request: PinRequest) -> None:
        """Let a conversation stand above the others, or no longer."""
        self._change(
            lambda: self._store.pin_conversation(request.conversation_id, is_pinned=request.is_pinned),
        )

    @Slot(int)
    def delete(self, conversation_id: int) -> None:
        """Move a conversation to the trash."""
        found = self._entry(conversation_id)
        if found is not None and self._change(lambda: self._store.delete_conversation(conversation_id)):
            self.conversation_deleted.emit(found)

    @Slot(int)
    def restore(self, conversation_id: int) -> bool:
        """Put a deleted conversation back on the list; return whether it is there."""
        return self._change(lambda: self._store.restore_conversation(conversation_id))

    @Slot(MoveRequest)
    def move(self, request: MoveRequest) -> None:
        """Put a conversation into a folder, or out of every folder."""
        self._change(lambda: self._store.folders.put(request.conversation_id, request.folder_id))

    @Slot()
    def create_folder(self) -> None:
        """Add an empty folder with a name for the time being."""
        self._create_folder(None)

    @Slot(int)
    def move_to_new_folder(self, conversation_id: int) -> None:
        """Add a folder and put a conversation into it."""
        self._create_folder(conversation_id)

    @Slot(FolderRenameRequest)
    def rename_folder(self, request: FolderRenameRequest) -> None:
        """Give a folder another name; blank text changes nothing."""
        name = request.name.strip()
        if name:
            self._change(lambda: self._store.folders.rename(request.folder_id, name))

    @Slot(FolderStepRequest)
    def step_folder(self, request: FolderStepRequest) -> None:
        """Move a folder up or down among the others, as far as there are any."""

        def step() -> None:
            order = [folder.id for folder in self._store.folders.all()]
            if request.folder_id not in order:
                raise LookupError(f"there is no folder {request.folder_id}")
            self._store.folders.move(request.folder_id, order.index(request.folder_id) + request.steps)

        self._change(step)

    @Slot(int)
    def remove_folder(self, folder_id: int) -> None:
        """Take a folder away; what is in it stays."""
        removed: list[RemovedFolder] = []
        if self._change(lambda: removed.append(self._store.folders.remove(folder_id))):
            self.folder_removed.emit(removed[0])

    @Slot(RemovedFolder)
    def restore_folder(self, removed: RemovedFolder) -> None:
        """Put a removed folder back with what was in it."""
        self._change(lambda: self._store.folders.restore(removed))

    @Slot(str)
    def search(self, text: str) -> None:
        """Find titles and messages."""
        self._try(lambda: self.search_answered.emit(self._store.search.find(text), text))

    @Slot()
    def list_trash(self) -> None:
        """Tell what is in the trash."""
        self._try(lambda: self.trash_changed.emit(self._store.trash.conversations()))

    @Slot(int)
    def purge(self, conversation_id: int) -> None:
        """Delete a conversation in the trash for good."""
        self._try(lambda: self._store.trash.purge(conversation_id))
        self.list_trash()

    @Slot()
    def empty_trash(self) -> None:
        """Delete everything in the trash for good."""
        self._try(lambda: self._store.trash.empty())
        self.list_trash()

    def _create_folder(self, conversation_id: int | None) -> None:
        made: list[Folder] = []

        def create() -> None:
            made.append(self._store.folders.create(self.tr("New folder")))
            if conversation_id is not None:
                self._store.folders.put(conversation_id, made[0].id)

        if self._change(create):
            self.folder_created.emit(made[0])

    def _entry(self, conversation_id: int) -> ConversationEntry | None:
        found: list[ConversationEntry] = []
        self._try(lambda: found.extend(entry for entry in self._store.conversations() if entry.id == conversation_id))
        return found[0] if found else None

    def _change(self, action: Callable[[], object]) -> bool:
        """Do something and tell the list anew, also after a failure: what is shown is then what is there."""
        worked = self._try(action)
        self.refresh()
        return worked

    def _tell_list(self) -> None:
        self.list_changed.emit(ConversationListing(self._store.conversations(), self._store.folders.all()))

    def _try(self, action: Callable[[], object]) -> bool:
        """Do something; tell what went wrong, if that is the world's fault."""
        try:
            action()
        except KnownError as error:
            self.failed.emit(error)
            return False
        except LookupError:
            # An offer to undo may be older than a purge, and a menu older than the list.
            _log.warning("what should be changed is gone", exc_info=True)
            self.failed.emit(
                KnownError(
                    ErrorKind.NOT_FOUND,
                    verbatim(self.tr("This chat or folder is no longer there, so nothing was changed.")),
                )
            )
            return False
        return True
