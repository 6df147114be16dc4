"""Stores answers while they grow, every 250 ms, and goes on trying where the disk refuses."""

import logging
import threading
from dataclasses import dataclass, replace
from typing import Protocol

from quantchat.core.chat import AnswerFigures, Message, MessageStatus
from quantchat.errors import KnownError
from quantchat.store.conversations import ConversationStore
from quantchat.wording import NO_WORDS, Wording

_log = logging.getLogger(__name__)

WRITE_SECONDS = 0.25
"""All that a kill can cost is what arrived in this time."""

RETRY_SECONDS = 2.0
"""How long to wait before a refused write is tried again."""


class StorageListener(Protocol):
    """Who is told when the disk refuses; called on any thread."""

    def storage_failed(self, error: KnownError) -> None:
        """The disk refused a write; the text is kept in memory and tried again."""

    def storage_recovered(self) -> None:
        """Everything that was refused is stored."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How an answer ended."""

    status: MessageStatus
    error: Wording = NO_WORDS
    figures: AnswerFigures | None = None


class GrowingAnswer:
    """An answer that is not wholly on the disk yet. Only the writer changes it, under its lock."""

    def __init__(self, message: Message) -> None:
        self.message = message
        self.content = message.content
        self.reasoning = message.reasoning
        self.has_unwritten_text = False
        self.ending: Ending | None = None


class AnswerWriter:
    """Owns the thread that writes; it sleeps unless something waits to be written."""

    def __init__(
        self,
        store: ConversationStore,
        listener: StorageListener,
        *,
        write_seconds: float = WRITE_SECONDS,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        self._store = store
        self._listener = listener
        self._write_seconds = write_seconds
        self._retry_seconds = retry_seconds
        self._condition = threading.Condition()
        self._pending: list[GrowingAnswer] = []
        self._failure: KnownError | None = None
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name="answer-writer", daemon=True)
        self._thread.start()

    @property
    def has_refused_text(self) -> bool:
        """Whether the disk refuses text that is only in memory now."""
        with self._condition:
            return self._failure is not None

    def append(self, answer: GrowingAnswer, content: str, reasoning: str) -> None:
        """Add text to an answer; it is on the disk within `WRITE_SECONDS`."""
        with self._condition:
            answer.content += content
            answer.reasoning += reasoning
            answer.has_unwritten_text = True
            self._note_pending(answer)

    def end(self, answer: GrowingAnswer, ending: Ending) -> Message:
        """Store the whole answer and its state now; return it as stored, or as it will be once the disk allows."""
        with self._condition:
            answer.ending = ending
            self._note_pending(answer)
            self._write_pending()
            return replace(
                answer.message,
                content=answer.content,
                reasoning=answer.reasoning,
                status=ending.status,
                error=ending.error,
                figures=ending.figures,
            )

    def close(self) -> None:
        """Try once more to store what is pending and end the thread."""
        with self._condition:
            self._write_pending()
            self._closing.set()
            self._condition.notify()
        self._thread.join()

    def _note_pending(self, answer: GrowingAnswer) -> None:
        if answer not in self._pending:
            self._pending.append(answer)
            self._condition.notify()

    def _work(self) -> None:
        while not self._closing.is_set():
            with self._condition:
                self._condition.wait_for(lambda: self._pending or self._closing.is_set())
                delay_seconds = self._retry_seconds if self._failure else self._write_seconds
            if self._closing.wait(delay_seconds):
                return
            with self._condition:
                self._write_pending()

    def _write_pending(self) -> None:
        """Write what waits; what the disk refuses goes on waiting."""
        failure: KnownError | None = None
        for answer in tuple(self._pending):
            try:
                self._write(answer)
            except KnownError as error:
                failure = error
            except LookupError:
                _log.info("The answer %d was deleted for good before it was over", answer.message.id)
                self._pending.remove(answer)
            else:
                self._pending.remove(answer)
        recovered = self._failure is not None and failure is None
        if failure is not None and self._failure is None:
            self._listener.storage_failed(failure)
        self._failure = failure
        if recovered:
            self._listener.storage_recovered()

    def _write(self, answer: GrowingAnswer) -> None:
        if answer.ending is not None:
            ending = answer.ending
            self._store.finish_message(
                answer.message.id,
                answer.content,
                answer.reasoning,
                ending.status,
                error=str(ending.error),
                figures=ending.figures,
            )
        elif answer.has_unwritten_text:
            self._store.write_partial(answer.message.id, answer.content, answer.reasoning)
            answer.has_unwritten_text = False
