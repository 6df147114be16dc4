"""Messages that were sent while an answer was being written, and wait for their turn."""

import itertools
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class QueuedPrompt:
    """A message that waits.

    Attributes:
        number: names it among those that wait.
        conversation_id: where it belongs.
        text: what the person wrote.
    """

    number: int
    conversation_id: int
    text: str


class PromptQueue:
    """First in, first out, over all conversations: there is one engine."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._prompts: list[QueuedPrompt] = []

    def add(self, conversation_id: int, text: str) -> None:
        """Let a message wait behind the others."""
        self._prompts.append(QueuedPrompt(next(self._numbers), conversation_id, text))

    def put_back(self, prompt: QueuedPrompt) -> None:
        """Let a message that could not be sent wait in front again."""
        self._prompts.insert(0, prompt)

    def take(self, number: int) -> QueuedPrompt | None:
        """Take a message out; None if it is gone already."""
        found = next((prompt for prompt in self._prompts if prompt.number == number), None)
        if found is not None:
            self._prompts.remove(found)
        return found

    def take_first(self, conversation_id: int | None = None) -> QueuedPrompt | None:
        """Take out the message that has waited longest, of one conversation or of all; None if none waits."""
        found = next((p for p in self._prompts if conversation_id in (None, p.conversation_id)), None)
        return self.take(found.number) if found is not None else None

    def of(self, conversation_id: int | None) -> tuple[QueuedPrompt, ...]:
        """The messages of a conversation that wait, in order."""
        return tuple(prompt for prompt in self._prompts if prompt.conversation_id == conversation_id)

    def move(self, from_id: int, to_id: int) -> None:
        """Let what waits in one conversation wait in another, which took its place."""
        self._prompts = [
            replace(prompt, conversation_id=to_id) if prompt.conversation_id == from_id else prompt
            for prompt in self._prompts
        ]

    def forget(self, conversation_id: int) -> None:
        """Drop what waits in a conversation that is gone."""
        self._prompts = [prompt for prompt in self._prompts if prompt.conversation_id != conversation_id]
