"""Messages that were sent while an answer was being written, and wait for their turn."""

import itertools
from dataclasses import dataclass, replace

from quantchat.core.chat import Message, MessageStatus


@dataclass(frozen=True, slots=True)
class QueuedPrompt:
    """A message that waits.

    Attributes:
        number: names it among those that wait.
        conversation_id: where it belongs.
        text: what the person wrote.
        below_id: the message on whose branch it is to be said; None for the branch that is shown then.
    """

    number: int
    conversation_id: int
    text: str
    below_id: int | None = None


@dataclass(frozen=True, slots=True)
class QueueStanding:
    """What waits to be sent in the open conversation; `is_held` where it waits for a word of the person."""

    prompts: tuple[QueuedPrompt, ...]
    is_held: bool


class PromptQueue:
    """First in, first out, over all conversations: there is one engine.

    The messages of a conversation can be held. They are then passed over until they are released, whatever becomes of
    other conversations: nothing follows an answer that was stopped unless the person wants it.
    """

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._prompts: list[QueuedPrompt] = []
        self._held: set[int] = set()

    def add(self, conversation_id: int, text: str, below_id: int | None = None) -> None:
        """Let a message wait behind the others; it is not held for what was said before others waited there."""
        if not self.of(conversation_id):
            self._held.discard(conversation_id)
        self._prompts.append(QueuedPrompt(next(self._numbers), conversation_id, text, below_id))

    def follow(self, message: Message) -> None:
        """Let what waits in a conversation be said on the branch of this message, which the person chose last."""
        self._prompts = [
            replace(prompt, below_id=message.id) if prompt.conversation_id == message.conversation_id else prompt
            for prompt in self._prompts
        ]

    def put_back(self, prompt: QueuedPrompt) -> None:
        """Let a message that could not be sent wait in front again."""
        self._prompts.insert(0, prompt)

    def take(self, number: int) -> QueuedPrompt | None:
        """Take a message out; None if it is gone already."""
        found = next((prompt for prompt in self._prompts if prompt.number == number), None)
        if found is not None:
            self._prompts.remove(found)
        return found

    def take_first(self, conversation_id: int) -> QueuedPrompt | None:
        """Take out the message of a conversation that has waited longest; None if none waits."""
        found = next(iter(self.of(conversation_id)), None)
        return self.take(found.number) if found is not None else None

    def take_after(self, answer: Message) -> QueuedPrompt | None:
        """Take out what is sent when an answer is over; None if there is nothing, or the person must say so first.

        A stopped answer holds what waits for it, and one that failed all that waits; one that ended by itself lets go
        of what was held in its conversation.
        """
        if answer.status is MessageStatus.COMPLETE:
            self.release(answer.conversation_id)
        elif answer.status is MessageStatus.STOPPED:
            self._hold(answer.conversation_id)
        else:
            self.hold_all()
        found = next((prompt for prompt in self._prompts if prompt.conversation_id not in self._held), None)
        return self.take(found.number) if found is not None else None

    def of(self, conversation_id: int | None) -> tuple[QueuedPrompt, ...]:
        """The messages of a conversation that wait, in order."""
        return tuple(prompt for prompt in self._prompts if prompt.conversation_id == conversation_id)

    def hold_all(self) -> None:
        """Send nothing that waits now before its conversation is released."""
        self._held.update(prompt.conversation_id for prompt in self._prompts)

    def release(self, conversation_id: int) -> None:
        """Let what waits in a conversation be sent in its turn again."""
        self._held.discard(conversation_id)

    def is_held(self, conversation_id: int | None) -> bool:
        """Whether what waits in a conversation is passed over."""
        return conversation_id in self._held

    def move(self, from_id: int, to_id: int) -> None:
        """Let what waits in one conversation wait in another, which took its place and has messages of its own."""
        self._prompts = [
            replace(prompt, conversation_id=to_id, below_id=None) if prompt.conversation_id == from_id else prompt
            for prompt in self._prompts
        ]
        if from_id in self._held:
            self._held.remove(from_id)
            self._held.add(to_id)

    def forget(self, conversation_id: int) -> None:
        """Drop what waits in a conversation that is gone."""
        self._prompts = [prompt for prompt in self._prompts if prompt.conversation_id != conversation_id]
        self._held.discard(conversation_id)

    def forget_all(self) -> None:
        """Drop everything that waits."""
        self._prompts = []
        self._held = set()

    def _hold(self, conversation_id: int) -> None:
        if self.of(conversation_id):
            self._held.add(conversation_id)
