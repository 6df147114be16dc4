"""The tree of messages: which branch is selected, what stands beside a message, what is taken out and put back.

All of it works on a connection inside a transaction of its caller. What a message's `selected_child_id` names is never
deleted, so that following it from anywhere ends at a message that can be shown.
"""

import sqlite3

from quantchat.core.chat import Message
from quantchat.store.rows import MESSAGE_COLUMNS, message_from_row

_SELECTED_BRANCH = f"""
    WITH RECURSIVE branch (id, parent_id, distance) AS (
        SELECT message.id, message.parent_id, 0
        FROM message JOIN conversation ON message.id = conversation.selected_leaf_id
        WHERE conversation.id = ?
        UNION ALL
        SELECT message.id, message.parent_id, branch.distance + 1
        FROM branch JOIN message ON message.id = branch.parent_id
    )
    SELECT {MESSAGE_COLUMNS} FROM branch JOIN message ON message.id = branch.id ORDER BY branch.distance DESC
"""

_REMEMBER_BRANCH = """
    WITH RECURSIVE branch (id, parent_id) AS (
        SELECT id, parent_id FROM message WHERE id = ?
        UNION ALL
        SELECT message.id, message.parent_id FROM branch JOIN message ON message.id = branch.parent_id
        LIMIT ?
    )
    UPDATE message SET selected_child_id = branch.id FROM branch
    WHERE message.id = branch.parent_id AND message.selected_child_id IS NOT branch.id
"""

_REMEMBERED_LEAF = """
    WITH RECURSIVE branch (id, selected_child_id) AS (
        SELECT id, selected_child_id FROM message WHERE id = ?
        UNION ALL
        SELECT message.id, message.selected_child_id FROM branch JOIN message ON message.id = branch.selected_child_id
    )
    SELECT id FROM branch WHERE selected_child_id IS NULL
"""

_SIBLINGS = """
    SELECT sibling.id FROM message JOIN message AS sibling
    ON sibling.conversation_id = message.conversation_id
        AND sibling.parent_id IS message.parent_id
        AND (sibling.role = message.role OR 'system' NOT IN (sibling.role, message.role))
    WHERE message.id = ? AND sibling.deleted_at IS NULL ORDER BY sibling.id
"""

_IS_SELECTED = """
    WITH RECURSIVE branch (id, parent_id) AS (
        SELECT message.id, message.parent_id
        FROM message JOIN conversation ON message.id = conversation.selected_leaf_id
        WHERE conversation.id = ?
        UNION ALL
        SELECT message.id, message.parent_id FROM branch JOIN message ON message.id = branch.parent_id
    )
    SELECT count(*) FROM branch WHERE id = ?
"""

_DELETED_AT_OR_ABOVE = """
    WITH RECURSIVE branch (id, parent_id, deleted_at) AS (
        SELECT id, parent_id, deleted_at FROM message WHERE id = ?
        UNION ALL
        SELECT message.id, message.parent_id, message.deleted_at
        FROM branch JOIN message ON message.id = branch.parent_id
    )
    SELECT count(*) FROM branch WHERE deleted_at IS NOT NULL
"""

_NEWEST_BESIDE = """
    SELECT id FROM message WHERE conversation_id = ? AND parent_id IS ? AND deleted_at IS NULL
    ORDER BY role = ? DESC, id DESC LIMIT 1
"""


def find_message(connection: sqlite3.Connection, message_id: int) -> Message:
    """One message as it is stored now.

    Raises:
        LookupError: there is no such message.
    """
    row = connection.execute(f"SELECT {MESSAGE_COLUMNS} FROM message WHERE id = ?", (message_id,)).fetchone()
    if row is None:
        raise LookupError(f"there is no message {message_id}")
    return message_from_row(row)


def selected_branch(connection: sqlite3.Connection, conversation_id: int) -> tuple[Message, ...]:
    """The selected branch of a conversation, from its first message to its last."""
    rows = connection.execute(_SELECTED_BRANCH, (conversation_id,)).fetchall()
    return tuple(message_from_row(row) for row in rows)


def siblings(connection: sqlite3.Connection, message_id: int) -> tuple[int, ...]:
    """Identifiers of a message and its alternatives, oldest first: all that follow the same message.

    A question can be beside an answer: it was asked while the answer was deleted.
    """
    return tuple(row[0] for row in connection.execute(_SIBLINGS, (message_id,)))


def select_leaf(connection: sqlite3.Connection, conversation_id: int, leaf_id: int, *, new_links: int = -1) -> None:
    """Make a message without children the end of what is shown.

    Args:
        connection: inside a transaction.
        conversation_id: its conversation.
        leaf_id: the message.
        new_links: how many links above it are not remembered yet; -1 for any number.
    """
    connection.execute(_REMEMBER_BRANCH, (leaf_id, new_links))
    connection.execute("UPDATE conversation SET selected_leaf_id = ? WHERE id = ?", (leaf_id, conversation_id))


def select_through(connection: sqlite3.Connection, message: Message) -> None:
    """Select the branch through a message, below it the one that was selected there last.

    Raises:
        LookupError: the message or one above it is deleted.
    """
    if connection.execute(_DELETED_AT_OR_ABOVE, (message.id,)).fetchone()[0]:
        raise LookupError(f"message {message.id} is deleted")
    connection.execute(_REMEMBER_BRANCH, (message.id, -1))
    leaf_id = connection.execute(_REMEMBERED_LEAF, (message.id,)).fetchone()[0]
    connection.execute("UPDATE conversation SET selected_leaf_id = ? WHERE id = ?", (leaf_id, message.conversation_id))


def take_out(connection: sqlite3.Connection, message: Message, deleted_at: float) -> None:
    """Delete a message with all that follows it; its newest sibling is shown in its place, else its parent ends."""
    was_shown = connection.execute(_IS_SELECTED, (message.conversation_id, message.id)).fetchone()[0]
    connection.execute("UPDATE message SET deleted_at = ? WHERE id = ?", (deleted_at, message.id))
    beside = connection.execute(_NEWEST_BESIDE, (message.conversation_id, message.parent_id, message.role)).fetchone()
    beside_id = None if beside is None else beside[0]
    connection.execute(
        "UPDATE message SET selected_child_id = ? WHERE id = ? AND selected_child_id = ?",
        (beside_id, message.parent_id, message.id),
    )
    if not was_shown:
        return
    if beside_id is not None:
        select_through(connection, find_message(connection, beside_id))
    else:
        connection.execute(
            "UPDATE conversation SET selected_leaf_id = ? WHERE id = ?", (message.parent_id, message.conversation_id)
        )


def put_back(connection: sqlite3.Connection, message: Message, *, is_shown: bool) -> None:
    """Take a message back that was deleted, with what followed it; show it, or leave shown what took its place."""
    connection.execute("UPDATE message SET deleted_at = NULL WHERE id = ?", (message.id,))
    if is_shown:
        select_through(connection, message)
