"""Everything that can be asked for in the list of conversations, by key, menu or mouse."""

from PySide6.QtCore import QObject, Signal

from quantchat.gui.conversations.requests import (
    FolderRenameRequest,
    FolderStepRequest,
    MoveRequest,
    PinRequest,
    RenameRequest,
)


class ConversationWishes(QObject):
    """One place for the list's signals: list, menus and field of a new title share it.

    Signals:
        conversation_chosen: a conversation shall be opened (identifier).
        rename_requested: a conversation has a new title (`RenameRequest`).
        pin_requested: a conversation shall stand above the others, or no longer (`PinRequest`).
        move_requested: a conversation shall be in another folder, or none (`MoveRequest`).
        move_to_new_folder_requested: a folder shall be made for a conversation (identifier).
        export_requested: conversations shall be written to a file (tuple of identifiers; empty for all there are).
        copy_conversation_requested: a conversation shall be copied as Markdown (identifier).
        delete_requested: a conversation shall be deleted (identifier).
        folder_rename_requested: a folder has a new name (`FolderRenameRequest`).
        folder_step_requested: a folder shall stand elsewhere among the folders (`FolderStepRequest`).
        folder_remove_requested: a folder shall be taken away (identifier).
    """

    conversation_chosen = Signal(int)
    rename_requested = Signal(RenameRequest)
    pin_requested = Signal(PinRequest)
    move_requested = Signal(MoveRequest)
    move_to_new_folder_requested = Signal(int)
    export_requested = Signal(tuple)
    copy_conversation_requested = Signal(int)
    delete_requested = Signal(int)
    folder_rename_requested = Signal(FolderRenameRequest)
    folder_step_requested = Signal(FolderStepRequest)
    folder_remove_requested = Signal(int)
