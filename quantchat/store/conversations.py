"""The conversations, kept in one SQLite file; every change is on the disk before the call returns.

An edited question or a regenerated answer becomes a sibling of the message it replaces, so that nothing is ever
overwritten by changing one's mind. Only values leave this module, never a row or a connection.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from quantchat.core.chat import AnswerFigures, ConversationSummary, Message, MessageStatus, Role
from quantchat.store.database import OpenedDatabase, open_database
from quantchat.store.rows import MESSAGE_COLUMNS, figures_to_json, message_from_row, storable
from quantchat.store.schema import transaction
from quantchat.store.sqlite_errors import known_failures

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
        AND sibling.parent_id IS message.parent_id AND sibling.role = message.role
    WHERE message.id = ? ORDER BY sibling.id
"""


@dataclass(frozen=True, slots=True)
class OpenedStore:
    """A store ready for use, and what the person should know about it (empty if all is well)."""

    store: "ConversationStore"
    notice: str


class ConversationStore:
    """Conversations and their messages; safe to use from several threads.

    Every method raises `KnownError` where the disk refuses, and the same call may then be made again later. An
    identifier that the store never gave out raises `LookupError`.
    """

    def __init__(self, database: OpenedDatabase) -> None:
        self._connection = database.connection
        self._is_persistent = database.is_persistent
        self._lock = Lock()

    @classmethod
    def open(cls, path: Path) -> OpenedStore:
        """Open the conversations at `path`, creating the file where there is none.

        A damaged file or a disk that refuses does not stop this; the notice says what became of the conversations.

        Raises:
            KnownError: another program holds the file, or a newer QuantChat wrote it.
        """
        database = open_database(path)
        return OpenedStore(cls(database), database.notice)

    @property
    def is_persistent(self) -> bool:
        """Whether what is written outlives the program; false while the disk refuses."""
        return self._is_persistent

    def close(self) -> None:
        """Let go of the file; the store cannot be used afterwards."""
        with self._lock:
            self._connection.close()

    def create_conversation(self, title: str = "") -> ConversationSummary:
        """Start an empty conversation."""
        now = time.time()
        with self._writing():
            conversation_id = self._insert(
                "INSERT INTO conversation (title, created_at, updated_at) VALUES (?, ?, ?)",
                (storable(title), now, now),
            )
        return ConversationSummary(conversation_id, storable(title), now)

    def conversations(self) -> tuple[ConversationSummary, ...]:
        """Every conversation that is not deleted, the one with the latest message first."""
        with self._reading():
            rows = self._connection.execute(
                "SELECT id, title, updated_at FROM conversation WHERE deleted_at IS NULL"
                " ORDER BY updated_at DESC, id DESC"
            ).fetchall()
        return tuple(ConversationSummary(*row) for row in rows)

    def rename_conversation(self, conversation_id: int, title: str) -> None:
        """Give a conversation another title."""
        with self._writing():
            self._change_one("UPDATE conversation SET title = ? WHERE id = ?", storable(title), conversation_id)

    def delete_conversation(self, conversation_id: int) -> None:
        """Take a conversation off the list; it keeps everything and can be restored."""
        with self._writing():
            self._change_one("UPDATE conversation SET deleted_at = ? WHERE id = ?", time.time(), conversation_id)

    def restore_conversation(self, conversation_id: int) -> None:
        """Put a deleted conversation back on the list."""
        with self._writing():
            self._change_one("UPDATE conversation SET deleted_at = NULL WHERE id = ?", conversation_id)

    def add_message(
        self,
        conversation_id: int,
        parent_id: int | None,
        role: Role,
        content: str,
        *,
        status: MessageStatus = MessageStatus.COMPLETE,
        model_name: str = "",
        quantization: str = "",
    ) -> Message:
        """Add a message below `parent_id`; its branch becomes the selected one."""
        draft = _Draft(role, content, status, model_name, quantization)
        with self._writing():
            return self._add(conversation_id, parent_id, draft)

    def add_question_and_answer(
        self, conversation_id: int, parent_id: int | None, content: str, *, model_name: str, quantization: str
    ) -> tuple[Message, Message]:
        """Add the person's message and the still empty answer to it as one change: both are stored or neither."""
        question_draft = _Draft(Role.USER, content, MessageStatus.COMPLETE, "", "")
        answer_draft = _Draft(Role.ASSISTANT, "", MessageStatus.STREAMING, model_name, quantization)
        with self._writing():
            question = self._add(conversation_id, parent_id, question_draft)
            return question, self._add(conversation_id, question.id, answer_draft)

    def write_partial(self, message_id: int, content: str, reasoning: str) -> None:
        """Store how far an answer has come."""
        with self._writing():
            self._change_one(
                "UPDATE message SET content = ?, reasoning = ? WHERE id = ?",
                storable(content),
                storable(reasoning),
                message_id,
            )

    def finish_message(
        self,
        message_id: int,
        content: str,
        reasoning: str,
        status: MessageStatus,
        *,
        error: str = "",
        figures: AnswerFigures | None = None,
    ) -> Message:
        """Store the whole answer, how it ended and what was measured."""
        with self._writing():
            self._change_one(
                "UPDATE message SET content = ?, reasoning = ?, status = ?, error = ?, figures = ? WHERE id = ?",
                storable(content),
                storable(reasoning),
                status,
                storable(error),
                figures_to_json(figures),
                message_id,
            )
            return self._message(message_id)

    def message(self, message_id: int) -> Message:
        """One message as it is stored now."""
        with self._reading():
            return self._message(message_id)

    def thread(self, conversation_id: int) -> tuple[Message, ...]:
        """The selected branch of a conversation, from its first message to its last."""
        with self._reading():
            rows = self._connection.execute(_SELECTED_BRANCH, (conversation_id,)).fetchall()
        return tuple(message_from_row(row) for row in rows)

    def siblings(self, message_id: int) -> tuple[int, ...]:
        """Identifiers of a message and its alternatives: same parent, same role, oldest first."""
        with self._reading():
            return tuple(row[0] for row in self._connection.execute(_SIBLINGS, (message_id,)))

    def select_sibling(self, message_id: int) -> None:
        """Select the branch through a message, below it the one that was selected there last."""
        with self._writing():
            conversation_id = self._message(message_id).conversation_id
            self._connection.execute(_REMEMBER_BRANCH, (message_id, -1))
            leaf_id = self._connection.execute(_REMEMBERED_LEAF, (message_id,)).fetchone()[0]
            self._change_one("UPDATE conversation SET selected_leaf_id = ? WHERE id = ?", leaf_id, conversation_id)

    def _add(self, conversation_id: int, parent_id: int | None, draft: "_Draft") -> Message:
        now = time.time()
        row = self._connection.execute(
            "SELECT selected_leaf_id FROM conversation WHERE id = ?", (conversation_id,)
        ).fetchone()
        if row is None:
            raise LookupError(f"there is no conversation {conversation_id}")
        message_id = self._insert(
            "INSERT INTO message (conversation_id, parent_id, role, content, status, model_name, quantization,"
            " created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                conversation_id,
                parent_id,
                draft.role,
                storable(draft.content),
                draft.status,
                storable(draft.model_name),
                storable(draft.quantization),
                now,
            ),
        )
        # Below the selected leaf only the last link is new; a long conversation need not be walked for it.
        links = 1 if parent_id == row[0] else -1
        self._connection.execute(_REMEMBER_BRANCH, (message_id, links))
        self._change_one(
            "UPDATE conversation SET selected_leaf_id = ?, updated_at = ? WHERE id = ?",
            message_id,
            now,
            conversation_id,
        )
        return self._message(message_id)

    def _message(self, message_id: int) -> Message:
        row = self._connection.execute(f"SELECT {MESSAGE_COLUMNS} FROM message WHERE id = ?", (message_id,)).fetchone()
        if row is None:
            raise LookupError(f"there is no message {message_id}")
        return message_from_row(row)

    def _insert(self, statement: str, values: tuple[object, ...]) -> int:
        row_id = self._connection.execute(statement, values).lastrowid
        assert row_id is not None
        return row_id

    def _change_one(self, statement: str, *values: object) -> None:
        if self._connection.execute(statement, values).rowcount != 1:
            raise LookupError(f"there is no row {values[-1]} for: {statement}")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._lock, known_failures(), transaction(self._connection):
            yield

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._lock, known_failures():
            yield


@dataclass(frozen=True, slots=True)
class _Draft:
    """What a message is to hold when it is added."""

    role: Role
    content: str
    status: MessageStatus
    model_name: str
    quantization: str
