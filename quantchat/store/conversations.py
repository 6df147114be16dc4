"""The conversations, kept in one SQLite file; every change is on the disk before the call returns.

An edited question or a regenerated answer becomes a sibling of the message it replaces, so that nothing is ever
overwritten by changing one's mind. Only values leave this module, never a row or a connection.
"""

import logging
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from quantchat.core.chat import AnswerFigures, ConversationSummary, Message, MessageStatus, Role, Sampling
from quantchat.core.conversation import ConversationEntry, ConversationSettings
from quantchat.errors import KnownError
from quantchat.store.archive import ConversationArchive
from quantchat.store.backups import Backups
from quantchat.store.branches import (
    find_message,
    put_back,
    select_leaf,
    select_through,
    selected_branch,
    siblings,
    take_out,
)
from quantchat.store.database import OpenedDatabase, open_database, open_temporary_database
from quantchat.store.drafts import Drafts
from quantchat.store.folders import Folders
from quantchat.store.keeping import Keeping
from quantchat.store.rows import (
    choice_from_json,
    choice_to_json,
    figures_to_json,
    sampling_from_json,
    sampling_to_json,
    storable,
)
from quantchat.store.schema import MIGRATIONS
from quantchat.store.search import ConversationSearch
from quantchat.store.session import Session
from quantchat.store.trash import Trash
from quantchat.store.word_index import forget_branch, index_branch, index_message, index_title
from quantchat.wording import Wording

_log = logging.getLogger(__name__)

_ENTRIES = """
    SELECT id, title, updated_at, is_pinned, folder_id, id IN (SELECT conversation_id FROM draft)
    FROM conversation WHERE deleted_at IS NULL ORDER BY updated_at DESC, id DESC
"""


@dataclass(frozen=True, slots=True)
class OpenedStore:
    """A store ready for use, and what the person should know about it (empty if all is well)."""

    store: "ConversationStore"
    notice: Wording


class ConversationStore:
    """Conversations and their messages; safe to use from several threads.

    Every method raises `KnownError` where the disk refuses, and the same call may then be made again later. An
    identifier that the store never gave out raises `LookupError`.
    """

    def __init__(self, database: OpenedDatabase) -> None:
        self._session = Session(database.connection)
        self._is_persistent = database.is_persistent
        self._changes_at_start = database.connection.total_changes
        self.folders = Folders(self._session)
        self.trash = Trash(self._session)
        self.drafts = Drafts(self._session)
        self.search = ConversationSearch(self._session)
        self.archive = ConversationArchive(self._session)

    @classmethod
    def open(cls, path: Path) -> OpenedStore:
        """Open the conversations at `path`, creating the file where there is none.

        A damaged file or a disk that refuses does not stop this; the notice says what became of the conversations.

        Raises:
            KnownError: another program holds the file, or a newer QuantChat wrote it.
        """
        database = open_database(path)
        store = cls(database)
        try:
            store.trash.purge_expired()
        except KnownError as error:  # it is tried again at the next start
            _log.warning("The trash could not be purged: %s", error)
        store._changes_at_start = database.connection.total_changes
        return OpenedStore(store, database.notice)

    @classmethod
    def temporary(cls) -> "ConversationStore":
        """A store of its own for chats that are never written anywhere; closing it forgets them.

        Its identifiers are `FIRST_TEMPORARY_ID` or more, and others than those of temporary stores before it, so that a
        fact about a message means that message only.
        """
        return cls(open_temporary_database())

    @property
    def is_persistent(self) -> bool:
        """Whether what is written outlives the program; false while the disk refuses."""
        return self._is_persistent

    @property
    def has_unstored_changes(self) -> bool:
        """Whether anything was written that is gone with the program, because the disk has refused since the start."""
        return not self._is_persistent and self._connection.total_changes > self._changes_at_start

    def close(self) -> None:
        """Let go of the file; the store cannot be used afterwards."""
        self._session.close()

    def keeping(self, backup_folder: Path) -> Keeping:
        """What can be done with all chats at once; backups are in this folder."""
        return Keeping(self._session, Backups(backup_folder, len(MIGRATIONS)))

    def create_conversation(self, title: str = "") -> ConversationSummary:
        """Start an empty conversation."""
        now = time.time()
        with self._session.writing() as connection:
            conversation_id = self._session.insert(
                "INSERT INTO conversation (title, created_at, updated_at) VALUES (?, ?, ?)",
                (storable(title), now, now),
            )
            index_title(connection, conversation_id, storable(title))
        return ConversationSummary(conversation_id, storable(title), now)

    def conversations(self) -> tuple[ConversationEntry, ...]:
        """Every conversation that is not deleted, the one with the latest message first, pinned or not."""
        with self._session.reading() as connection:
            rows = connection.execute(_ENTRIES).fetchall()
        return tuple(
            ConversationEntry(conversation_id, title, updated_at, bool(is_pinned), folder_id, bool(has_draft))
            for conversation_id, title, updated_at, is_pinned, folder_id, has_draft in rows
        )

    def rename_conversation(self, conversation_id: int, title: str) -> None:
        """Give a conversation another title."""
        with self._session.writing() as connection:
            self._session.change_one("UPDATE conversation SET title = ? WHERE id = ?", storable(title), conversation_id)
            index_title(connection, conversation_id, storable(title))

    def pin_conversation(self, conversation_id: int, *, is_pinned: bool) -> None:
        """Let a conversation stand above the others, or no longer."""
        with self._session.writing():
            self._session.change_one("UPDATE conversation SET is_pinned = ? WHERE id = ?", is_pinned, conversation_id)

    def delete_conversation(self, conversation_id: int) -> None:
        """Move a conversation to the trash; it keeps everything and can be restored."""
        with self._session.writing():
            self._session.change_one(
                "UPDATE conversation SET deleted_at = ? WHERE id = ?", time.time(), conversation_id
            )

    def restore_conversation(self, conversation_id: int) -> None:
        """Put a deleted conversation back on the list."""
        with self._session.writing():
            self._session.change_one("UPDATE conversation SET deleted_at = NULL WHERE id = ?", conversation_id)

    def settings(self, conversation_id: int) -> ConversationSettings:
        """How a conversation is answered."""
        with self._session.reading() as connection:
            row = connection.execute(
                "SELECT system_prompt, assistant_id, sampling FROM conversation WHERE id = ?", (conversation_id,)
            ).fetchone()
        if row is None:
            raise LookupError(f"there is no conversation {conversation_id}")
        return ConversationSettings(row[0], row[1], choice_from_json(row[2]))

    def set_settings(self, conversation_id: int, settings: ConversationSettings) -> None:
        """Choose how a conversation is answered from now on."""
        with self._session.writing():
            self._session.change_one(
                "UPDATE conversation SET system_prompt = ?, assistant_id = ?, sampling = ? WHERE id = ?",
                storable(settings.system_prompt),
                storable(settings.assistant_id),
                choice_to_json(settings.sampling),
                conversation_id,
            )

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
        sampling: Sampling | None = None,
    ) -> Message:
        """Add a message below `parent_id`; its branch becomes the selected one."""
        draft = _NewMessage(role, content, status, model_name, quantization, sampling)
        with self._session.writing():
            return self._add(conversation_id, parent_id, draft)

    def add_question_and_answer(
        self,
        conversation_id: int,
        parent_id: int | None,
        content: str,
        *,
        model_name: str,
        quantization: str,
        sampling: Sampling | None = None,
    ) -> tuple[Message, Message]:
        """Add the person's message and the still empty answer to it as one change: both are stored or neither."""
        asked = _NewMessage(Role.USER, content)
        answered = _NewMessage(Role.ASSISTANT, "", MessageStatus.STREAMING, model_name, quantization, sampling)
        with self._session.writing():
            question = self._add(conversation_id, parent_id, asked)
            return question, self._add(conversation_id, question.id, answered)

    def write_partial(self, message_id: int, content: str, reasoning: str) -> None:
        """Store how far an answer has come."""
        with self._session.writing():
            self._session.change_one(
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
        """Store the whole answer, how it ended and what was measured; from now on it is found by its words."""
        with self._session.writing() as connection:
            self._session.change_one(
                "UPDATE message SET content = ?, reasoning = ?, status = ?, error = ?, figures = ? WHERE id = ?",
                storable(content),
                storable(reasoning),
                status,
                storable(error),
                figures_to_json(figures),
                message_id,
            )
            index_message(connection, message_id, storable(content))
            return find_message(connection, message_id)

    def resume_message(self, message_id: int) -> Message:
        """Let a stopped or interrupted answer grow on from what is there."""
        with self._session.writing() as connection:
            self._session.change_one(
                "UPDATE message SET status = ?, error = '' WHERE id = ?", MessageStatus.STREAMING, message_id
            )
            return find_message(connection, message_id)

    def message(self, message_id: int) -> Message:
        """One message as it is stored now."""
        with self._session.reading() as connection:
            return find_message(connection, message_id)

    def message_sampling(self, message_id: int) -> Sampling | None:
        """How the tokens of an answer were drawn; None where that was not recorded."""
        with self._session.reading() as connection:
            row = connection.execute("SELECT sampling FROM message WHERE id = ?", (message_id,)).fetchone()
        if row is None:
            raise LookupError(f"there is no message {message_id}")
        return sampling_from_json(row[0])

    def thread(self, conversation_id: int) -> tuple[Message, ...]:
        """The selected branch of a conversation, from its first message to its last."""
        with self._session.reading() as connection:
            return selected_branch(connection, conversation_id)

    def siblings(self, message_id: int) -> tuple[int, ...]:
        """Identifiers of a message and its alternatives, oldest first: all that follow the same message."""
        with self._session.reading() as connection:
            return siblings(connection, message_id)

    def select_sibling(self, message_id: int) -> None:
        """Select the branch through a message, below it the one that was selected there last."""
        with self._session.writing() as connection:
            select_through(connection, find_message(connection, message_id))

    def delete_message(self, message_id: int) -> None:
        """Take a message and all that follows it out of its conversation; it can be put back for 30 days.

        Where it was shown, its newest sibling is shown instead, else the conversation ends with the message before.
        """
        with self._session.writing() as connection:
            message = find_message(connection, message_id)
            forget_branch(connection, message_id, message.conversation_id)
            take_out(connection, message, time.time())

    def restore_message(self, message_id: int, *, is_shown: bool = True) -> None:
        """Put a deleted message back, with all that followed it; show it, or only let it be a sibling again."""
        with self._session.writing() as connection:
            message = find_message(connection, message_id)
            put_back(connection, message, is_shown=is_shown)
            index_branch(connection, message_id, message.conversation_id)

    @property
    def _connection(self) -> sqlite3.Connection:
        return self._session.connection

    def _add(self, conversation_id: int, parent_id: int | None, new: "_NewMessage") -> Message:
        connection = self._session.connection
        now = time.time()
        row = connection.execute(
            "SELECT selected_leaf_id FROM conversation WHERE id = ?", (conversation_id,)
        ).fetchone()
        if row is None:
            raise LookupError(f"there is no conversation {conversation_id}")
        content = storable(new.content)
        message_id = self._session.insert(
            "INSERT INTO message (conversation_id, parent_id, role, content, status, model_name, quantization,"
            " sampling, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                conversation_id,
                parent_id,
                new.role,
                content,
                new.status,
                storable(new.model_name),
                storable(new.quantization),
                sampling_to_json(new.sampling),
                now,
            ),
        )
        # Below the selected leaf only the last link is new; a long conversation need not be walked for it.
        select_leaf(connection, conversation_id, message_id, new_links=1 if parent_id == row[0] else -1)
        connection.execute("UPDATE conversation SET updated_at = ? WHERE id = ?", (now, conversation_id))
        if new.status is not MessageStatus.STREAMING:
            index_message(connection, message_id, content)
        return find_message(connection, message_id)


@dataclass(frozen=True, slots=True)
class _NewMessage:
    """What a message is to hold when it is added."""

    role: Role
    content: str
    status: MessageStatus = MessageStatus.COMPLETE
    model_name: str = ""
    quantization: str = ""
    sampling: Sampling | None = None
