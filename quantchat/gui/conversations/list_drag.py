"""Dragging a conversation to another place of the list: onto a folder, or out of it."""

from PySide6.QtCore import QMimeData, QModelIndex

from quantchat.core.conversation import ConversationEntry
from quantchat.gui.conversations.list_model import ConversationListModel, ConversationRole
from quantchat.gui.conversations.requests import MoveRequest
from quantchat.gui.conversations.rows import FolderHeading, Row, Section

DRAGGED_CONVERSATION = "application/x-quantchat-conversation"
"""What is dragged from the list: the conversation's identifier, in digits."""


def dragged_data(entry: ConversationEntry) -> QMimeData:
    """A conversation as it is dragged."""
    data = QMimeData()
    data.setData(DRAGGED_CONVERSATION, str(entry.id).encode())
    return data


def move_meant(model: ConversationListModel, data: QMimeData, target: QModelIndex) -> MoveRequest | None:
    """What letting go of a conversation over a row asks for; None where it would change nothing.

    Args:
        model: the list that it comes from.
        data: what is dragged, from wherever.
        target: the row below the pointer; invalid for none.
    """
    digits = bytes(data.data(DRAGGED_CONVERSATION).data())
    dragged = _row(model.index_of(int(digits))) if digits.isdigit() else None
    if not isinstance(dragged, ConversationEntry) or not target.isValid():
        return None
    heading = _row(model.heading_above(target) if isinstance(_row(target), ConversationEntry) else target)
    folder_id = heading.folder.id if isinstance(heading, FolderHeading) else None
    if heading is Section.PINNED or folder_id == dragged.folder_id:
        return None
    return MoveRequest(dragged.id, folder_id)


def _row(index: QModelIndex) -> Row | None:
    row: Row | None = index.data(ConversationRole.ROW)
    return row
