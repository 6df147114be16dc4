"""Stand-ins that go in through constructors, for parts that a test must steer word by word."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from quantchat.core.chat import AnswerFigures, Message, PromptMessage, Sampling
from quantchat.engine.client import ClientEvent
from quantchat.engine.protocol import Delta, Finished, FinishReason, GenerationFailed
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import verbatim

WAIT_SECONDS = 60.0
"""How long a test waits for what another thread must do; far more than it needs, so that a busy machine passes."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the engine was asked."""

    generation_id: int
    messages: tuple[PromptMessage, ...]
    sampling: Sampling


class FakeEngine:
    """Notes what it is asked, and says what the test tells it to say, at once and on the test's thread.

    Attributes:
        requests: every question, in order.
        cancelled: numbers of the answers it was told to stop.
        on_event: who hears what it says; `ChatTurns.take_event`.
        when_asked: called with each question before `generate` returns.
    """

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.cancelled: list[int] = []
        self.on_event: Callable[[ClientEvent], None] = lambda _event: None
        self.when_asked: Callable[[Request], None] = lambda _request: None

    def generate(self, messages: Sequence[PromptMessage], sampling: Sampling) -> int:
        """Note a question; return its number."""
        request = Request(len(self.requests) + 1, tuple(messages), sampling)
        self.requests.append(request)
        self.when_asked(request)
        return request.generation_id

    def cancel(self, generation_id: int) -> None:
        """Note that an answer is to stop; the test says what comes of it."""
        self.cancelled.append(generation_id)

    def write(self, answer: str, reasoning: str = "", *, generation_id: int | None = None) -> None:
        """Say the next piece of the newest answer, or of another one."""
        self.on_event(Delta(self._number(generation_id), answer, reasoning, answer_tokens=1, context_used=10))

    def finish(
        self,
        reason: FinishReason = FinishReason.END,
        figures: AnswerFigures | None = None,
        *,
        generation_id: int | None = None,
    ) -> None:
        """Say that the newest answer is over, or another one."""
        self.on_event(Finished(self._number(generation_id), reason, figures or AnswerFigures()))

    def fail(self, sentence: str, hint: str = "") -> None:
        """Say that the newest answer cannot be made."""
        kind, told = ErrorKind.ENGINE_CRASHED, (verbatim(sentence), verbatim(hint))
        self.on_event(GenerationFailed(self._number(None), kind, *told))

    def _number(self, generation_id: int | None) -> int:
        return self.requests[-1].generation_id if generation_id is None else generation_id


class RecordingListener:
    """Notes what a turn tells, from whichever thread, and lets a test wait for it.

    Attributes:
        told: every fact as a line, in order: "text 2 Hello", "ended 2", "storage failed".
        errors: what the disk refused with.
        ended: the answers that ended.
    """

    def __init__(self) -> None:
        self.told: list[str] = []
        self.errors: list[KnownError] = []
        self.ended: list[Message] = []
        self._changed = threading.Condition()

    def wait_for(self, line: str) -> None:
        """Wait until a fact is told; a fact that never comes fails the test."""
        self.wait_until(lambda told: line in told, line)

    def wait_until(self, has_come: Callable[[Sequence[str]], bool], what: str) -> None:
        """Wait until what was told so far is enough."""
        with self._changed:
            is_enough = self._changed.wait_for(lambda: has_come(self.told), WAIT_SECONDS)
        assert is_enough, f"{what!r} was never told, only {self.told}"

    def prompt_progressed(self, message_id: int, done_tokens: int, total_tokens: int) -> None:
        """Part of the prompt is read."""
        self._note(f"prompt {message_id} {done_tokens}/{total_tokens}")

    def text_arrived(self, message_id: int, delta: Delta) -> None:
        """The answer grew."""
        self._note(f"text {message_id} {delta.answer}")

    def turns_dropped(self, message_id: int, count: int) -> None:
        """The oldest turns no longer fit the context."""
        self._note(f"dropped {message_id} {count}")

    def answer_ended(self, message: Message) -> None:
        """The answer is over."""
        self.ended.append(message)
        self._note(f"ended {message.id}")

    def storage_failed(self, error: KnownError) -> None:
        """The disk refused a write."""
        self.errors.append(error)
        self._note("storage failed")

    def storage_recovered(self) -> None:
        """Everything that was refused is stored."""
        self._note("storage recovered")

    def _note(self, line: str) -> None:
        with self._changed:
            self.told.append(line)
            self._changed.notify_all()
