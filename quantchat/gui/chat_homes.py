"""Where chats are kept: the conversations on the disk, and a store in memory for a temporary chat."""

from collections.abc import Callable
from dataclasses import dataclass

from quantchat.chat_turn.turns import ChatTurns
from quantchat.engine.client import ClientEvent
from quantchat.store.conversations import ConversationStore
from quantchat.store.database import FIRST_TEMPORARY_ID


@dataclass(frozen=True, slots=True)
class ChatHome:
    """Where a chat is written, and who has its questions answered."""

    store: ConversationStore
    turns: ChatTurns

    def holds(self, conversation_id: int) -> bool:
        """Whether a conversation is here and not in the trash.

        Raises:
            KnownError: the disk cannot say.
        """
        try:
            self.store.settings(conversation_id)
        except LookupError:
            return False
        return all(trashed.id != conversation_id for trashed in self.store.trash.conversations())

    def close(self) -> None:
        """Store what is there and let go of it."""
        self.turns.close()
        self.store.close()


class ChatHomes:
    """The lasting home of chats, and at most one temporary one, which is gone with the program or the next of its kind.

    Attributes:
        lasting: on the disk.
    """

    def __init__(self, lasting: ChatHome, make_temporary: Callable[[], ChatHome]) -> None:
        self.lasting = lasting
        self._make_temporary = make_temporary
        self._temporary: ChatHome | None = None

    @property
    def temporary(self) -> ChatHome | None:
        """Where the temporary chat is, None if there was none or it is forgotten."""
        return self._temporary

    def begin_temporary(self) -> ChatHome:
        """Make a home that is never written, and forget the one before."""
        self.forget_temporary()
        self._temporary = self._make_temporary()
        return self._temporary

    def forget_temporary(self) -> None:
        """Let go of the temporary chat for good."""
        if self._temporary is not None:
            self._temporary.close()
            self._temporary = None

    def of(self, conversation_id: int | None) -> ChatHome:
        """The home of a conversation; a new chat without a number belongs to the disk."""
        is_temporary = conversation_id is not None and conversation_id >= FIRST_TEMPORARY_ID
        return self._temporary if self._temporary is not None and is_temporary else self.lasting

    def take_event(self, event: ClientEvent) -> None:
        """Hand what the engine says to the home it is for; called on the engine's thread."""
        self.lasting.turns.take_event(event)
        temporary = self._temporary
        if temporary is not None:
            temporary.turns.take_event(event)

    def close(self) -> None:
        """Store what is there and let go of everything. Close the engine first."""
        self.forget_temporary()
        self.lasting.close()
