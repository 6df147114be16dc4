"""Asks the engine and stores what it says.

The question is committed before the engine sees it, the answer while it grows (`writer`). However the engine ends, the
answer ends with a state that says so.
"""

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

from quantchat.chat_turn.writer import AnswerWriter, Ending, GrowingAnswer, StorageListener
from quantchat.core.chat import (
    AnswerFigures,
    Message,
    MessageStatus,
    PromptMessage,
    Role,
    Sampling,
)
from quantchat.core.conversation import ConversationSettings
from quantchat.core.conversation_title import title_from_message
from quantchat.core.prompt import joined_turns
from quantchat.engine.client import ClientEvent
from quantchat.engine.protocol import Delta, Finished, FinishReason, GenerationFailed, PromptProgress, TurnsDropped
from quantchat.errors import ErrorKind, KnownError
from quantchat.store.conversations import ConversationStore
from quantchat.wording import NO_WORDS, worded

NOTHING_SET = ConversationSettings()
"""How a conversation is answered for which nothing was chosen."""


class Engine(Protocol):
    """What a turn needs of the engine."""

    def generate(self, messages: Sequence[PromptMessage], sampling: Sampling) -> int:
        """Start an answer; return its number."""

    def cancel(self, generation_id: int) -> None:
        """Stop an answer."""


class TurnListener(StorageListener, Protocol):
    """Who is told of a turn; called on the engine's or the writer's thread."""

    def prompt_progressed(self, message_id: int, done_tokens: int, total_tokens: int) -> None:
        """Part of the prompt is read."""

    def text_arrived(self, message_id: int, delta: Delta) -> None:
        """The answer grew."""

    def turns_dropped(self, message_id: int, count: int) -> None:
        """The oldest turns no longer fit the context."""

    def answer_ended(self, message: Message) -> None:
        """The answer is over; the message is as stored, or as it will be once the disk allows."""


@dataclass(frozen=True, slots=True)
class Answerer:
    """Which model answers, as it is recorded with the answer."""

    model_name: str
    quantization: str


@dataclass(frozen=True, slots=True)
class StartedTurn:
    """A turn that is committed and on its way to the engine.

    Attributes:
        conversation_id: where it belongs; made if there was none.
        question: the person's message.
        answer: the answer, still empty.
    """

    conversation_id: int
    question: Message
    answer: Message


class ChatTurns:
    """Asks the engine and stores what it says; one answer at a time."""

    def __init__(self, store: ConversationStore, engine: Engine, listener: TurnListener) -> None:
        self._store = store
        self._engine = engine
        self._listener = listener
        self._lock = threading.Lock()
        self._generation_id: int | None = None
        self._answer: GrowingAnswer | None = None
        self._dropped_turns = 0
        self._writer = AnswerWriter(store, listener)

    @property
    def answering(self) -> Message | None:
        """The answer that is being written, as it was when it began."""
        with self._lock:
            return self._answer.message if self._answer else None

    def begin(self, text: str, settings: ConversationSettings = NOTHING_SET) -> int:
        """Make the conversation that a first message, not sent yet, belongs to; return its identifier.

        Raises:
            KnownError: it could not be stored.
        """
        conversation_id = self._store.create_conversation(title_from_message(text)).id
        if settings != NOTHING_SET:
            try:
                self._store.set_settings(conversation_id, settings)
            except KnownError:
                self._withdraw(conversation_id)
                raise
        return conversation_id

    def ask(
        self,
        conversation_id: int | None,
        parent_id: int | None,
        text: str,
        answerer: Answerer,
        sampling: Sampling,
        settings: ConversationSettings = NOTHING_SET,
    ) -> StartedTurn:
        """Commit a question and send it to the engine.

        Args:
            conversation_id: where it belongs; None starts a new conversation.
            parent_id: the message it follows; that of an edited message makes the new one its sibling.
            text: what the person wrote.
            answerer: who answers.
            sampling: how.
            settings: of a new conversation; one that is there has its own.

        Raises:
            KnownError: the text is empty or could not be stored; nothing was sent.
        """
        if not text.strip():
            raise KnownError(
                ErrorKind.PROMPT_EMPTY, worded("There is nothing to send yet."), worded("Write a message first.")
            )
        home_id = self.begin(text, settings) if conversation_id is None else conversation_id
        try:
            question, answer = self._store.add_question_and_answer(
                home_id,
                parent_id,
                text,
                model_name=answerer.model_name,
                quantization=answerer.quantization,
                sampling=sampling,
            )
        except KnownError:
            if conversation_id is None:
                self._withdraw(home_id)
            raise
        self._start(answer, sampling)
        return StartedTurn(home_id, question, answer)

    def regenerate(self, answer: Message, answerer: Answerer, sampling: Sampling) -> Message:
        """Answer a question once more; the new answer is a sibling of the old one.

        Raises:
            KnownError: it could not be stored; nothing was sent.
        """
        again = self._store.add_message(
            answer.conversation_id,
            answer.parent_id,
            Role.ASSISTANT,
            "",
            status=MessageStatus.STREAMING,
            model_name=answerer.model_name,
            quantization=answerer.quantization,
            sampling=sampling,
        )
        self._start(again, sampling)
        return again

    def continue_answer(self, answer: Message, sampling: Sampling) -> Message:
        """Go on with an answer that was stopped or interrupted, in the same message.

        Raises:
            KnownError: it could not be stored; nothing was sent.
        """
        resumed = self._store.resume_message(answer.id)
        self._start(resumed, sampling)
        return resumed

    @property
    def has_refused_text(self) -> bool:
        """Whether text would be lost if the program ended now, because the disk refuses it."""
        return self._writer.has_refused_text

    def stop(self) -> None:
        """Stop the answer that is being written; what was written stays."""
        with self._lock:
            generation_id = self._generation_id
        if generation_id is not None:
            self._engine.cancel(generation_id)

    def take_event(self, event: ClientEvent) -> None:
        """Take what the engine says; called on the engine's thread."""
        with self._lock:
            answer = self._answer
            if answer is None or getattr(event, "generation_id", None) != self._generation_id:
                return
        message_id = answer.message.id
        if isinstance(event, Delta):
            self._writer.append(answer, event.answer, event.reasoning)
            self._listener.text_arrived(message_id, event)
        elif isinstance(event, PromptProgress):
            self._listener.prompt_progressed(message_id, event.done_tokens, event.total_tokens)
        elif isinstance(event, TurnsDropped):
            self._dropped_turns = event.count
            self._listener.turns_dropped(message_id, event.count)
        elif isinstance(event, Finished):
            self._end(answer, _ending(event, self._dropped_turns))
        elif isinstance(event, GenerationFailed):
            self._end(answer, Ending(MessageStatus.INTERRUPTED, event.error.text))

    def close(self) -> None:
        """Store what has arrived and end the writer; a turn still running is left as stopped.

        Close the engine first, so that nothing arrives any more.
        """
        with self._lock:
            answer, self._answer, self._generation_id = self._answer, None, None
        if answer is not None:
            self._writer.end(answer, Ending(MessageStatus.STOPPED))
        self._writer.close()

    def _withdraw(self, conversation_id: int) -> None:
        """Take a conversation whose first question or settings were refused off the list."""
        with suppress(KnownError):  # a disk that refuses this too leaves an empty conversation, which harms nothing
            self._store.delete_conversation(conversation_id)

    def _start(self, answer: Message, sampling: Sampling) -> None:
        try:
            history = self._history(answer)
        except KnownError as error:  # the question is stored: its answer must not seem to be written for ever
            self._end(GrowingAnswer(answer), Ending(MessageStatus.INTERRUPTED, error.text))
            return
        with self._lock:
            self._answer = GrowingAnswer(answer)
            self._dropped_turns = 0
            self._generation_id = self._engine.generate(history, sampling)

    def _history(self, answer: Message) -> tuple[PromptMessage, ...]:
        """What the engine is to see: the system prompt and the branch up to this answer, without wordless messages.

        An answer that has some words already is the last of it, and is gone on with.
        """
        system_prompt = self._store.settings(answer.conversation_id).system_prompt
        thread = self._store.thread(answer.conversation_id)
        end = next((place for place, message in enumerate(thread, start=1) if message.id == answer.id), len(thread))
        said = joined_turns(
            PromptMessage(m.role, m.content, m.reasoning)
            for m in thread[:end]
            if m.content or (m.id == answer.id and m.reasoning)
        )
        return (PromptMessage(Role.SYSTEM, system_prompt), *said) if system_prompt.strip() else said

    def _end(self, answer: GrowingAnswer, ending: Ending) -> None:
        with self._lock:
            self._answer = self._generation_id = None
        message = self._writer.end(answer, ending)
        self._listener.answer_ended(message)


def _ending(event: Finished, dropped_turns: int) -> Ending:
    figures: AnswerFigures = replace(event.figures, dropped_turns=dropped_turns)
    if event.reason is FinishReason.STOPPED:
        # One that was stopped before the engine looked at it comes with nothing measured.
        return Ending(MessageStatus.STOPPED, NO_WORDS, figures if figures.prompt_tokens else None)
    if event.reason is FinishReason.CONTEXT_FULL:
        sentence = worded(
            "The answer reached the end of the context ({tokens:,} tokens) and stops here. Ask it to go on: the oldest "
            "messages then make room.",
            tokens=figures.context_length,
        )
        return Ending(MessageStatus.INTERRUPTED, sentence, figures)
    return Ending(MessageStatus.COMPLETE, NO_WORDS, figures)
