"""What the list of conversations shows, as one value."""

from collections.abc import Sequence
from dataclasses import dataclass

from quantchat.core.chat import ConversationSummary
from quantchat.core.conversation import ConversationEntry, Folder


@dataclass(frozen=True, slots=True)
class ConversationListing:
    """Everything that is on the list.

    Attributes:
        entries: every conversation that is not deleted.
        folders: in the person's order.
    """

    entries: tuple[ConversationEntry, ...] = ()
    folders: tuple[Folder, ...] = ()


def entries_of(conversations: Sequence[ConversationSummary]) -> tuple[ConversationEntry, ...]:
    """Conversations as lines of the list; one of which no more is known is neither pinned nor in a folder."""
    return tuple(found if isinstance(found, ConversationEntry) else _plain_entry(found) for found in conversations)


def _plain_entry(summary: ConversationSummary) -> ConversationEntry:
    return ConversationEntry(summary.id, summary.title, summary.updated_at, False, None, False)
