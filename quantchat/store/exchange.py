"""Files with conversations: written whole or not at all, and read from QuantChat, ChatGPT and LM Studio."""

import errno
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from quantchat.core.conversation_export import ExportFormat, exported
from quantchat.core.conversation_import import (
    MAX_FILE_BYTES,
    ImportSource,
    ReadConversations,
    SkippedConversation,
    read_conversations,
)
from quantchat.core.conversation_record import ConversationRecord
from quantchat.core.plain_text import plain_text
from quantchat.errors import ErrorKind, KnownError
from quantchat.store.archive import ConversationArchive
from quantchat.wording import Wording, worded

_ARCHIVED_CHATS = "conversations"
"""What the name of a file in ChatGPT's archive begins with that holds conversations."""

_ALREADY_HERE = worded("It is here already.")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of an import.

    Attributes:
        source: the program that wrote the file.
        conversation_ids: the new conversations, in the file's order.
        messages: how many messages they have on all branches together.
        skipped: the conversations that were not taken over, and why.
        parts_left_out: how many images, files and outputs of tools were left out.
    """

    source: ImportSource
    conversation_ids: tuple[int, ...]
    messages: int
    skipped: tuple[SkippedConversation, ...]
    parts_left_out: int


def export_conversations(
    archive: ConversationArchive,
    path: Path,
    export_format: ExportFormat,
    conversation_ids: Sequence[int] | None = None,
    title: str = "Conversations",
) -> int:
    """Write conversations into a file; a file that is there is replaced only once the new one is whole.

    Args:
        archive: where they are.
        path: the file.
        export_format: what it is to hold.
        conversation_ids: which; None for all that are not in the trash.
        title: of the page, if it is one.

    Returns:
        How many were written.

    Raises:
        KnownError: the file could not be written, or the conversations not read.
    """
    ids = archive.ids() if conversation_ids is None else tuple(conversation_ids)
    pieces = exported((archive.read(conversation_id) for conversation_id in ids), export_format, title)
    temporary = path.with_name(f".{path.name}.part")
    with _write_failures(path):
        try:
            with temporary.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(pieces)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    return len(ids)


def import_conversations(archive: ConversationArchive, path: Path) -> ImportReport:
    """Add the conversations of a file to the store, all of them or none.

    A conversation that is here already, because the file was imported before or comes from here, is not added again.

    Args:
        archive: where they go.
        path: what QuantChat or LM Studio wrote, ChatGPT's `conversations.json`, or the archive it came in.

    Raises:
        KnownError: the file is none of these, damaged, too large or unreadable; or the disk is full. Nothing was added.
    """
    read = _read(path)
    new: list[ConversationRecord] = []
    skipped = list(read.skipped)
    for record in read.records:
        if archive.holds(record):
            skipped.append(SkippedConversation(plain_text(record.title), _ALREADY_HERE))
        else:
            new.append(record)
    return ImportReport(
        source=read.source,
        conversation_ids=archive.add(new),
        messages=sum(len(record.messages) for record in new),
        skipped=tuple(skipped),
        parts_left_out=read.parts_left_out,
    )


def _read(path: Path) -> ReadConversations:
    with _read_failures(path):
        if zipfile.is_zipfile(path):
            return _joined([read_conversations(data, name) for name, data in _members(path)])
        with path.open("rb") as file:
            return read_conversations(file.read(MAX_FILE_BYTES + 1), path.name)


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    """The files in ChatGPT's archive that hold conversations; newer archives have several.

    What a member says about its size is not believed: reading stops at the limit for all of them together.
    """
    room_bytes = MAX_FILE_BYTES
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if _holds_chats(name)]
        if not names:
            raise KnownError(
                ErrorKind.MALFORMED,
                worded(
                    "“{file}” is an archive without conversations that QuantChat can read.",
                    file=plain_text(path.name),
                ),
                worded("Choose the archive that ChatGPT sent, or the conversations.json in it."),
            )
        for name in names:
            data = _content(archive, name, room_bytes + 1)
            yield f"{path.name}/{name}", data
            room_bytes -= len(data)


def _content(archive: zipfile.ZipFile, name: str, max_bytes: int) -> bytes:
    try:
        with archive.open(name) as member:
            return member.read(max_bytes)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        # The last two are how the reader refuses methods it does not know and members with a password.
        raise zipfile.BadZipFile(f"{name} cannot be read") from error


def _holds_chats(name: str) -> bool:
    file = name.rsplit("/", 1)[-1]
    return file.startswith(_ARCHIVED_CHATS) and file.endswith(".json")


def _joined(parts: Iterable[ReadConversations]) -> ReadConversations:
    read = tuple(parts)
    return ReadConversations(
        read[0].source,
        tuple(record for part in read for record in part.records),
        tuple(skipped for part in read for skipped in part.skipped),
        sum(part.parts_left_out for part in read),
    )


@contextmanager
def _write_failures(path: Path) -> Iterator[None]:
    """Turn what the disk refuses to take, inside, into `KnownError`."""
    name = plain_text(path.name)
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise KnownError(
                ErrorKind.DISK_FULL,
                worded("The disk is full: “{file}” could not be written.", file=name),
                worded("Free some space or choose another disk."),
            ) from error
        raise _refused(worded("“{file}” could not be written.", file=name)) from error


@contextmanager
def _read_failures(path: Path) -> Iterator[None]:
    """Turn what the disk or an archive refuses to give, inside, into `KnownError`."""
    name = plain_text(path.name)
    try:
        yield
    except FileNotFoundError as error:
        raise KnownError(
            ErrorKind.FILE_MISSING,
            worded("“{file}” is not there (any more).", file=name),
            worded("Choose the file again."),
        ) from error
    except zipfile.BadZipFile as error:
        raise KnownError(
            ErrorKind.MALFORMED,
            worded("“{file}” is damaged, so nothing could be read from it.", file=name),
            worded("Download the archive again."),
        ) from error
    except OSError as error:
        raise _refused(worded("“{file}” could not be read.", file=name)) from error


def _refused(sentence: Wording) -> KnownError:
    return KnownError(
        ErrorKind.FILE_UNREADABLE,
        sentence,
        worded("Look whether QuantChat may use this folder and whether the disk is still there."),
    )
