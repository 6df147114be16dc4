"""Carries facts from the worker threads to the window's thread, joined so that the window is never flooded.

Any thread pushes. The first fact since the last delivery posts one Qt event; the delivery then waits a frame (longer
if the last one was costly) unless a fact cannot wait. Text that arrived meanwhile is joined to one fact.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from quantchat.advice.desk import PlannedLoad
from quantchat.advice.shelf_values import LetterRow, ModelCard, ModelSheet, SheetQuestion
from quantchat.core.chat import Message
from quantchat.core.hardware import Hardware
from quantchat.engine.client import ClientEvent
from quantchat.engine.protocol import Delta
from quantchat.engine.quantization import QuantizationEvent
from quantchat.errors import KnownError
from quantchat.library.downloads.values import DownloadStatus
from quantchat.library.models import LocalModel

FRAME_MS = 33
_COST_SHARE = 4
"""A delivery that took c waits at least 4 c before the next, so that four fifths of the time stay for the person."""


@dataclass(frozen=True, slots=True)
class EngineSaid:
    """The engine told something that is not part of an answer."""

    event: ClientEvent


@dataclass(frozen=True, slots=True)
class PromptRead:
    """Part of the prompt of an answer is read."""

    message_id: int
    done_tokens: int
    total_tokens: int


@dataclass(frozen=True, slots=True)
class TextGrew:
    """An answer grew."""

    message_id: int
    answer: str
    reasoning: str
    answer_tokens: int
    context_used: int


@dataclass(frozen=True, slots=True)
class TurnsLeft:
    """The oldest turns no longer fit the context of an answer."""

    message_id: int
    count: int


@dataclass(frozen=True, slots=True)
class AnswerEnded:
    """An answer is over and stored."""

    message: Message


@dataclass(frozen=True, slots=True)
class StorageFailed:
    """The disk refused a write."""

    error: KnownError


@dataclass(frozen=True, slots=True)
class StorageRecovered:
    """The disk took what it refused."""


@dataclass(frozen=True, slots=True)
class ModelsFound:
    """The models on this computer were listed."""

    models: tuple[LocalModel, ...]


@dataclass(frozen=True, slots=True)
class LoadPlanned:
    """The advice answered the question with this number."""

    question: int
    result: PlannedLoad | KnownError | None


@dataclass(frozen=True, slots=True)
class MachineRead:
    """This machine was read, as somebody had asked."""

    hardware: Hardware


@dataclass(frozen=True, slots=True)
class CardJudged:
    """A model of the listing with this number is known, or known better."""

    listing: int
    card: ModelCard


@dataclass(frozen=True, slots=True)
class ShelfListed:
    """Every model of the listing with this number is judged."""

    listing: int


@dataclass(frozen=True, slots=True)
class SheetAnswered:
    """A question about a model is answered; None after a bug of the advice."""

    question: SheetQuestion
    result: ModelSheet | KnownError | None


@dataclass(frozen=True, slots=True)
class LettersAnswered:
    """The quantization types are worked out for a model; None after a bug of the advice."""

    question: SheetQuestion
    result: tuple[LetterRow, ...] | KnownError | None


@dataclass(frozen=True, slots=True)
class DownloadTold:
    """A download is farther, or over."""

    status: DownloadStatus


@dataclass(frozen=True, slots=True)
class QuantizationTold:
    """A file that is being made is farther, or over."""

    key: str
    event: QuantizationEvent


@dataclass(frozen=True, slots=True)
class HubAnswered:
    """The question about a repository with this number is answered."""

    question: int
    result: ModelCard | KnownError


Fact = (
    EngineSaid
    | PromptRead
    | TextGrew
    | TurnsLeft
    | AnswerEnded
    | StorageFailed
    | StorageRecovered
    | ModelsFound
    | LoadPlanned
    | MachineRead
    | CardJudged
    | ShelfListed
    | SheetAnswered
    | LettersAnswered
    | DownloadTold
    | QuantizationTold
    | HubAnswered
)


class Feed(QObject):
    """Made in the window's thread; `push` may be called from any.

    It is also the listener of the chat turns, whose calls become facts.

    Signals:
        fact_arrived: a fact, in the window's thread, in the order of the pushes.
    """

    fact_arrived = Signal(object)
    _woken = Signal()

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.perf_counter) -> None:
        super().__init__(parent)
        self._clock = clock
        self._lock = threading.Lock()
        self._facts: list[Fact] = []
        self._has_urgent = False
        self._last_cost_ms = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._deliver)
        self._woken.connect(self._on_woken)

    def push(self, fact: Fact) -> None:
        """Hand over a fact; returns at once."""
        with self._lock:
            was_empty = not self._facts
            is_urgent = not isinstance(fact, TextGrew)
            must_wake = was_empty or (is_urgent and not self._has_urgent)
            self._has_urgent = self._has_urgent or is_urgent
            self._facts.append(fact)
        if must_wake:
            self._woken.emit()

    def close(self) -> None:
        """Deliver nothing any more: the window is closed."""
        self._woken.disconnect(self._on_woken)
        self._timer.stop()

    def engine_said(self, event: ClientEvent) -> None:
        """Push what the engine told."""
        self.push(EngineSaid(event))

    def prompt_progressed(self, message_id: int, done_tokens: int, total_tokens: int) -> None:
        """Part of the prompt is read."""
        self.push(PromptRead(message_id, done_tokens, total_tokens))

    def text_arrived(self, message_id: int, delta: Delta) -> None:
        """The answer grew."""
        self.push(TextGrew(message_id, delta.answer, delta.reasoning, delta.answer_tokens, delta.context_used))

    def turns_dropped(self, message_id: int, count: int) -> None:
        """The oldest turns no longer fit the context."""
        self.push(TurnsLeft(message_id, count))

    def answer_ended(self, message: Message) -> None:
        """The answer is over."""
        self.push(AnswerEnded(message))

    def storage_failed(self, error: KnownError) -> None:
        """The disk refused a write."""
        self.push(StorageFailed(error))

    def storage_recovered(self) -> None:
        """Everything that was refused is stored."""
        self.push(StorageRecovered())

    @Slot()
    def _on_woken(self) -> None:
        if self._has_urgent:
            self._timer.stop()
            self._deliver()
        elif not self._timer.isActive():
            # The first text after a pause is shown at once; later text waits for its frame.
            self._timer.start(0 if self._last_cost_ms == 0 else self._pause_ms())

    def _pause_ms(self) -> int:
        return max(FRAME_MS, round(_COST_SHARE * self._last_cost_ms))

    @Slot()
    def _deliver(self) -> None:
        with self._lock:
            facts, self._facts = self._facts, []
            self._has_urgent = False
        began = self._clock()
        for fact in _joined(facts):
            self.fact_arrived.emit(fact)
        is_text = any(isinstance(fact, TextGrew) for fact in facts)
        self._last_cost_ms = max(0.01, (self._clock() - began) * 1000) if is_text else 0.0


def _joined(facts: Sequence[Fact]) -> list[Fact]:
    """Join neighbouring pieces of one answer's text."""
    joined: list[Fact] = []
    for fact in facts:
        last = joined[-1] if joined else None
        if isinstance(fact, TextGrew) and isinstance(last, TextGrew) and last.message_id == fact.message_id:
            joined[-1] = replace(fact, answer=last.answer + fact.answer, reasoning=last.reasoning + fact.reasoning)
        else:
            joined.append(fact)
    return joined
