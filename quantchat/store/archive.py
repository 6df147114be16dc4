"""Whole conversations taken out of the store and put into it, with every branch."""

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from quantchat.core.chat import MessageStatus, Role
from quantchat.core.conversation import ConversationSettings
from quantchat.core.conversation_record import ConversationRecord, MessageRecord
from quantchat.errors import KnownError
from quantchat.store.rows import (
    choice_from_json,
    choice_to_json,
    figures_from_json,
    figures_to_json,
    sampling_from_json,
    sampling_to_json,
    storable,
)
from quantchat.store.session import Session
from quantchat.store.trash import ARRIVING, purge_conversations
from quantchat.store.word_index import index_message, index_title

_STEP_S = 0.02
"""How long arriving conversations may keep the store to themselves at a time."""

_PAUSE_S = 0.002
_WITHDRAWN_AT_ONCE = 10

_CONVERSATION = """
    SELECT title, conversation.created_at, updated_at, selected_leaf_id, is_pinned, folder.name, draft.content,
        system_prompt, assistant_id, sampling
    FROM conversation
        LEFT JOIN folder ON folder.id = folder_id LEFT JOIN draft ON draft.conversation_id = conversation.id
    WHERE conversation.id = ?
"""

# Older before newer, hence parents before children; without what was deleted and what stands below it.
_MESSAGES = """
    WITH RECURSIVE kept (id) AS (
        SELECT id FROM message WHERE conversation_id = ?1 AND parent_id IS NULL AND deleted_at IS NULL
        UNION ALL
        SELECT message.id FROM kept JOIN message
        ON message.conversation_id = ?1 AND message.parent_id = kept.id AND message.deleted_at IS NULL
    )
    SELECT id, parent_id, role, content, created_at, selected_child_id, reasoning, status, model_name, quantization,
        error, figures, sampling
    FROM message WHERE id IN kept ORDER BY id
"""

_SAME = """
    SELECT 1 FROM conversation
    WHERE created_at = ? AND deleted_at IS NULL
        AND (SELECT count(*) FROM message WHERE conversation_id = conversation.id) = ?
        AND (SELECT content FROM message WHERE conversation_id = conversation.id ORDER BY id DESC LIMIT 1) IS ?
"""

_ADD_MESSAGE = """
    INSERT INTO message (conversation_id, parent_id, role, content, created_at, reasoning, status, model_name,
        quantization, error, figures, sampling)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


class ConversationArchive:
    """Reads conversations as records and adds records as conversations.

    Every method raises `KnownError` where the disk refuses.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def read(self, conversation_id: int) -> ConversationRecord:
        """One conversation with all its branches, in the trash or not; what was deleted in it is left out.

        An answer that is being written is taken as far as it is stored, as an interrupted one.

        Raises:
            LookupError: there is no such conversation.
        """
        with self._session.reading() as connection:
            row = connection.execute(_CONVERSATION, (conversation_id,)).fetchone()
            if row is None:
                raise LookupError(f"there is no conversation {conversation_id}")
            messages = connection.execute(_MESSAGES, (conversation_id,)).fetchall()
        return _record(row, messages)

    def ids(self) -> tuple[int, ...]:
        """Every conversation that is not in the trash, the oldest first: what an export of all holds."""
        with self._session.reading() as connection:
            rows = connection.execute("SELECT id FROM conversation WHERE deleted_at IS NULL ORDER BY created_at, id")
            return tuple(row[0] for row in rows)

    def holds(self, record: ConversationRecord) -> bool:
        """Whether a conversation is here already, perhaps under another title.

        It is if it was made in the same fraction of a second, has as many messages and ends with the same one.
        """
        last_content = storable(record.messages[-1].content) if record.messages else None
        with self._session.reading() as connection:
            row = connection.execute(_SAME, (record.created_at, len(record.messages), last_content)).fetchone()
        return row is not None

    def add(self, records: Iterable[ConversationRecord]) -> tuple[int, ...]:
        """Add conversations, all of them or none; return their identifiers. Folders that are not here yet are made.

        They come in steps, between which others can use the store, and stay hidden until the last one is there: as
        arriving ones, which the next start purges if this one does not come to the end.
        """
        folders: dict[int, str] = {}
        remaining = iter(records)
        try:
            while self._add_some(remaining, folders):
                time.sleep(_PAUSE_S)  # a lock that is taken again at once is never given to those who wait
            self._show(folders)
        except BaseException:
            self._withdraw(tuple(folders))
            raise
        return tuple(folders)

    def _add_some(self, remaining: Iterator[ConversationRecord], folders: dict[int, str]) -> bool:
        """Add hidden conversations for a moment, and note the folder each is to get; tell whether there may be more."""
        added: dict[int, str] = {}
        until_s = time.monotonic() + _STEP_S
        is_more = True
        with self._session.writing() as connection:
            while is_more and time.monotonic() < until_s:
                record = next(remaining, None)
                if record is None:
                    is_more = False
                else:
                    added[self._add(connection, record)] = storable(record.folder)
        folders.update(added)
        return is_more

    def _show(self, folders: dict[int, str]) -> None:
        with self._session.writing() as connection:
            ids_of_folders = {name: self._folder_id(connection, name) for name in dict.fromkeys(folders.values())}
            connection.executemany(
                "UPDATE conversation SET deleted_at = NULL, folder_id = ? WHERE id = ? AND deleted_at = ?",
                [(ids_of_folders[name], conversation_id, ARRIVING) for conversation_id, name in folders.items()],
            )

    def _withdraw(self, conversation_ids: Sequence[int]) -> None:
        """Take back what did not arrive as a whole; what the disk keeps from that is purged at the next start."""
        with suppress(KnownError):
            for begin in range(0, len(conversation_ids), _WITHDRAWN_AT_ONCE):
                with self._session.writing() as connection:
                    purge_conversations(connection, conversation_ids[begin : begin + _WITHDRAWN_AT_ONCE])
                time.sleep(_PAUSE_S)

    def _add(self, connection: sqlite3.Connection, record: ConversationRecord) -> int:
        settings = record.settings
        conversation_id = self._session.insert(
            "INSERT INTO conversation (title, created_at, updated_at, is_pinned, deleted_at, system_prompt,"
            " assistant_id, sampling) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                storable(record.title),
                record.created_at,
                record.updated_at,
                record.is_pinned,
                ARRIVING,
                storable(settings.system_prompt),
                storable(settings.assistant_id),
                choice_to_json(settings.sampling),
            ),
        )
        index_title(connection, conversation_id, storable(record.title))
        if record.draft:
            connection.execute(
                "INSERT INTO draft (conversation_id, content) VALUES (?, ?)", (conversation_id, storable(record.draft))
            )
        ids: list[int] = []
        for message in record.messages:
            parent_id = None if message.parent is None else ids[message.parent]
            ids.append(self._add_message(connection, conversation_id, parent_id, message))
        self._select(connection, conversation_id, record, ids)
        return conversation_id

    def _add_message(
        self, connection: sqlite3.Connection, conversation_id: int, parent_id: int | None, message: MessageRecord
    ) -> int:
        message_id = self._session.insert(
            _ADD_MESSAGE,
            (
                conversation_id,
                parent_id,
                message.role,
                storable(message.content),
                message.created_at,
                storable(message.reasoning),
                message.status,
                storable(message.model_name),
                storable(message.quantization),
                storable(message.error),
                figures_to_json(message.figures),
                sampling_to_json(message.sampling),
            ),
        )
        index_message(connection, message_id, storable(message.content))
        return message_id

    def _folder_id(self, connection: sqlite3.Connection, name: str) -> int | None:
        if not name:
            return None
        row = connection.execute("SELECT id FROM folder WHERE name = ? ORDER BY position LIMIT 1", (name,)).fetchone()
        if row is not None:
            return int(row[0])
        return self._session.insert(
            "INSERT INTO folder (name, position) SELECT ?, coalesce(max(position) + 1, 0) FROM folder", (name,)
        )

    def _select(
        self, connection: sqlite3.Connection, conversation_id: int, record: ConversationRecord, ids: Sequence[int]
    ) -> None:
        links = [
            (ids[message.selected_child], ids[place])
            for place, message in enumerate(record.messages)
            if message.selected_child is not None
        ]
        connection.executemany("UPDATE message SET selected_child_id = ? WHERE id = ?", links)
        if record.selected_leaf is not None:
            connection.execute(
                "UPDATE conversation SET selected_leaf_id = ? WHERE id = ?",
                (ids[record.selected_leaf], conversation_id),
            )


def _record(row: tuple[Any, ...], messages: Sequence[tuple[Any, ...]]) -> ConversationRecord:
    title, created_at, updated_at, leaf_id, is_pinned, folder, draft, system_prompt, assistant_id, sampling = row
    places = {message[0]: place for place, message in enumerate(messages)}
    return ConversationRecord(
        title=title,
        created_at=created_at,
        updated_at=updated_at,
        messages=tuple(_message_record(message, places) for message in messages),
        selected_leaf=places.get(leaf_id),
        is_pinned=bool(is_pinned),
        folder=folder or "",
        draft=draft or "",
        settings=ConversationSettings(system_prompt, assistant_id, choice_from_json(sampling)),
    )


def _message_record(row: tuple[Any, ...], places: dict[int, int]) -> MessageRecord:
    (
        _,
        parent_id,
        role,
        content,
        created_at,
        child_id,
        reasoning,
        status,
        model,
        quantization,
        error,
        figures,
        sampling,
    ) = row
    kept_status = MessageStatus(status)
    return MessageRecord(
        parent=places.get(parent_id),
        role=Role(role),
        content=content,
        created_at=created_at,
        selected_child=places.get(child_id),
        reasoning=reasoning,
        status=MessageStatus.INTERRUPTED if kept_status is MessageStatus.STREAMING else kept_status,
        model_name=model,
        quantization=quantization,
        error=error,
        figures=figures_from_json(figures),
        sampling=sampling_from_json(sampling),
    )
