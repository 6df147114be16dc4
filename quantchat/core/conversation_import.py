"""Reads conversations out of files that QuantChat or another program has exported.

Such a file is untrusted: whatever it holds, it becomes conversations, a list of what was left out and why, or one
sentence. Nothing in it is executed, fetched or shown as anything but text.
"""

from dataclasses import dataclass
from enum import StrEnum

from quantchat.core.chatgpt_export import chatgpt_record, is_chatgpt
from quantchat.core.conversation_json import FORMAT_NAME, FORMAT_VERSION, record_from_json
from quantchat.core.conversation_record import ConversationRecord
from quantchat.core.foreign_values import UnusableError, list_of, mapping_of, text_of
from quantchat.core.json_pieces import parse_json
from quantchat.core.lm_studio_export import is_lm_studio, lm_studio_record
from quantchat.core.plain_text import plain_text
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import Wording, worded

MAX_FILE_BYTES = 512 * 2**20
"""Twice the largest export of ChatGPT that people report; what is read takes several times as much memory."""

MAX_CONVERSATIONS = 200_000


class ImportSource(StrEnum):
    """Which program wrote a file."""

    QUANTCHAT = "QuantChat"
    CHATGPT = "ChatGPT"
    LM_STUDIO = "LM Studio"


@dataclass(frozen=True, slots=True)
class SkippedConversation:
    """A conversation that was not taken over, and why, in a sentence."""

    title: str
    reason: Wording


@dataclass(frozen=True, slots=True)
class ReadConversations:
    """What a file holds.

    Attributes:
        source: the program that wrote it.
        records: the conversations.
        skipped: those that could not be read.
        parts_left_out: how many images, files and outputs of tools were left out of the ones that could.
    """

    source: ImportSource
    records: tuple[ConversationRecord, ...]
    skipped: tuple[SkippedConversation, ...]
    parts_left_out: int = 0


def read_conversations(data: bytes, file_name: str) -> ReadConversations:
    """Read what QuantChat, ChatGPT (conversations.json) or LM Studio (*.conversation.json) has written.

    Args:
        data: the file.
        file_name: what it is called, for the sentences.

    Raises:
        KnownError: it is none of these, broken, too large, or written by a newer QuantChat.
    """
    document = _parsed(data, plain_text(file_name))
    if isinstance(document, dict) and document.get("format") == FORMAT_NAME:
        return _read_own(document, plain_text(file_name))
    if is_lm_studio(document):
        return _read_foreign(ImportSource.LM_STUDIO, [document])
    conversations = document if isinstance(document, list) else [document]
    if any(is_chatgpt(item) for item in conversations[:100]):
        return _read_foreign(ImportSource.CHATGPT, conversations)
    raise _unreadable(worded("“{file}” holds no conversations that QuantChat can read.", file=plain_text(file_name)))


def _parsed(data: bytes, file_name: str) -> object:
    if len(data) > MAX_FILE_BYTES:
        raise _unreadable(
            worded(
                "“{file}” is larger than {mebibytes} MiB, and was not read.",
                file=file_name,
                mebibytes=MAX_FILE_BYTES >> 20,
            )
        )
    try:
        return parse_json(data)
    except (ValueError, RecursionError) as error:
        raise _unreadable(
            worded("“{file}” is damaged or is no JSON file, so nothing could be read from it.", file=file_name)
        ) from error


def _read_own(document: dict[str, object], file_name: str) -> ReadConversations:
    version = document.get("version")
    if not isinstance(version, int) or version > FORMAT_VERSION:
        raise KnownError(
            ErrorKind.STORE_NEWER,
            worded("“{file}” was exported by a newer QuantChat than this one.", file=file_name),
            worded("Install the newer version to import it."),
        )
    records, skipped = [], []
    for item in list_of(document.get("conversations"))[:MAX_CONVERSATIONS]:
        try:
            records.append(record_from_json(item))
        except UnusableError as unusable:
            skipped.append(SkippedConversation(_title(item, "title"), unusable.reason))
    return ReadConversations(ImportSource.QUANTCHAT, tuple(records), tuple(skipped))


def _read_foreign(source: ImportSource, conversations: list[object]) -> ReadConversations:
    read, title_key = (chatgpt_record, "title") if source is ImportSource.CHATGPT else (lm_studio_record, "name")
    records, skipped, parts_left_out = [], [], 0
    for item in conversations[:MAX_CONVERSATIONS]:
        try:
            record, left_out = read(item)
        except UnusableError as unusable:
            skipped.append(SkippedConversation(_title(item, title_key), unusable.reason))
        else:
            records.append(record)
            parts_left_out += left_out
    return ReadConversations(source, tuple(records), tuple(skipped), parts_left_out)


def _title(item: object, key: str) -> str:
    return plain_text(text_of(mapping_of(item).get(key)))


def _unreadable(sentence: Wording) -> KnownError:
    return KnownError(
        ErrorKind.MALFORMED,
        sentence,
        worded("Choose a file exported by QuantChat, ChatGPT (conversations.json) or LM Studio (….conversation.json)."),
    )
