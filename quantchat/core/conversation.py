"""The values around a conversation: its line in the list, its folder, its settings, its place in the trash, its hits.

What a conversation says is in `core/chat.py`.
"""

from dataclasses import dataclass

from quantchat.core.chat import ConversationSummary, Role
from quantchat.core.sampling_choice import NOTHING_CHOSEN, SamplingChoice
from quantchat.core.snippet import Snippet


@dataclass(frozen=True, slots=True)
class ConversationEntry(ConversationSummary):
    """One line of the conversation list, with where it belongs.

    Attributes:
        is_pinned: whether it stands above the others.
        folder_id: the folder it is in, None if in none.
        has_draft: whether a message was begun in it and not sent.
    """

    is_pinned: bool
    folder_id: int | None
    has_draft: bool


@dataclass(frozen=True, slots=True)
class Folder:
    """A name that conversations are kept under.

    Attributes:
        id: the store's identifier.
        name: given by the person.
        position: its place among the folders, from 0.
    """

    id: int
    name: str
    position: int


@dataclass(frozen=True, slots=True)
class RemovedFolder:
    """A folder that was taken away, and what was in it, so that it can be put back."""

    folder: Folder
    conversation_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TrashedConversation:
    """A conversation in the trash.

    Attributes:
        id: the store's identifier.
        title: may be empty.
        deleted_at: seconds since the epoch, UTC.
        purge_at: when it will be deleted for good, seconds since the epoch, UTC.
    """

    id: int
    title: str
    deleted_at: float
    purge_at: float


@dataclass(frozen=True, slots=True)
class ConversationSettings:
    """How one conversation is answered.

    Attributes:
        system_prompt: what the model is told before the first message; empty for nothing.
        assistant_id: the preset these settings were taken from; empty for none.
        sampling: what was chosen of how tokens are drawn; the rest is the model's or the program's.
    """

    system_prompt: str = ""
    assistant_id: str = ""
    sampling: SamplingChoice = NOTHING_CHOSEN


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A place where what was searched for stands.

    Attributes:
        conversation_id: where it is.
        title: of the conversation, with the hits in it.
        message_id: the message to jump to; None where only the title matches.
        role: who wrote the message; None where only the title matches.
        snippet: the part of the message with the first hit; empty where only the title matches.
        at: when it was written, or the conversation's last message, seconds since the epoch, UTC.
    """

    conversation_id: int
    title: Snippet
    message_id: int | None
    role: Role | None
    snippet: Snippet
    at: float


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found: titles first, then messages, the newest first.

    Attributes:
        hits: no more than were asked for.
        is_complete: whether that is everything there is.
    """

    hits: tuple[SearchHit, ...]
    is_complete: bool
