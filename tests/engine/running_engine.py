"""A real engine child with the real starter model, and what it said, gathered by answer."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import psutil

from quantchat.core.chat import AnswerFigures, PromptMessage, Role, Sampling
from quantchat.core.plan import LoadPlan
from quantchat.engine.client import ClientEvent, EngineClient, EngineEnded
from quantchat.engine.protocol import (
    BenchmarkFinished,
    Delta,
    Finished,
    FinishReason,
    GenerationFailed,
    Loaded,
    LoadFailed,
    LoadProgress,
    PromptProgress,
    TurnsDropped,
)

WAIT_SECONDS = 60.0
GREEDY = Sampling(temperature=0.0, repeat_penalty=1.0)
Found = TypeVar("Found")


def user(text: str) -> PromptMessage:
    return PromptMessage(Role.USER, text)


def assistant(text: str) -> PromptMessage:
    return PromptMessage(Role.ASSISTANT, text)


def system(text: str) -> PromptMessage:
    return PromptMessage(Role.SYSTEM, text)


@dataclass(frozen=True)
class Answer:
    """Everything that was said about one generation."""

    events: tuple[ClientEvent, ...]

    @property
    def deltas(self) -> list[Delta]:
        return [event for event in self.events if isinstance(event, Delta)]

    @property
    def text(self) -> str:
        return "".join(delta.answer for delta in self.deltas)

    @property
    def ends(self) -> list[Finished | GenerationFailed | BenchmarkFinished]:
        return [event for event in self.events if isinstance(event, Finished | GenerationFailed | BenchmarkFinished)]

    @property
    def finished(self) -> Finished:
        (end,) = self.ends
        assert isinstance(end, Finished), end
        return end

    @property
    def failed(self) -> GenerationFailed:
        (end,) = self.ends
        assert isinstance(end, GenerationFailed), end
        return end

    @property
    def reason(self) -> FinishReason:
        return self.finished.reason

    @property
    def figures(self) -> AnswerFigures:
        return self.finished.figures

    @property
    def dropped_turns(self) -> int:
        return max((event.count for event in self.events if isinstance(event, TurnsDropped)), default=0)

    @property
    def prompt_progress(self) -> list[PromptProgress]:
        return [event for event in self.events if isinstance(event, PromptProgress)]


class RunningEngine:
    """A client and its events; every wait has an end."""

    def __init__(self) -> None:
        self.events: list[ClientEvent] = []
        self._news = threading.Condition()
        self.client = EngineClient(self._take)

    def _take(self, event: ClientEvent) -> None:
        with self._news:
            self.events.append(event)
            self._news.notify_all()

    def wait_for(self, find: Callable[[list[ClientEvent]], Found | None]) -> Found:
        """Wait until `find` finds something in what was said so far."""
        with self._news:
            arrived = self._news.wait_for(lambda: find(self.events), WAIT_SECONDS)
        assert arrived, f"It never came; the last events were {self.events[-5:]}"
        return arrived

    def load(self, plan: LoadPlan) -> Loaded | LoadFailed:
        """Load a model and wait for what comes of it."""
        self.forget_events()
        self.client.load(plan)
        return self.load_result()

    def load_result(self) -> Loaded | LoadFailed:
        self.wait_for(_load_results)
        return _load_results(self.events)[0]

    @property
    def load_fractions(self) -> list[float]:
        return [event.fraction for event in self.events if isinstance(event, LoadProgress)]

    def start(
        self, *messages: PromptMessage, sampling: Sampling = GREEDY, max_tokens: int = 24, stop: Sequence[str] = ()
    ) -> int:
        return self.client.generate(messages, sampling, max_tokens=max_tokens, stop=stop)

    def ask(
        self, *messages: PromptMessage, sampling: Sampling = GREEDY, max_tokens: int = 24, stop: Sequence[str] = ()
    ) -> Answer:
        """Ask and wait for the end of the answer."""
        return self.answer(self.start(*messages, sampling=sampling, max_tokens=max_tokens, stop=stop))

    def answer(self, generation_id: int) -> Answer:
        """Wait for the end of an answer and return all of it."""
        self.wait_for(lambda events: Answer(_about(generation_id, events)).ends)
        return self.so_far(generation_id)

    def so_far(self, generation_id: int) -> Answer:
        with self._news:
            return Answer(_about(generation_id, self.events))

    def wait_for_text(self, generation_id: int, tokens: int = 1) -> None:
        """Wait until an answer has so many tokens."""
        self.wait_for(
            lambda events: [d for d in Answer(_about(generation_id, events)).deltas if d.answer_tokens >= tokens]
        )

    def wait_for_prompt_progress(self, generation_id: int) -> None:
        self.wait_for(lambda events: Answer(_about(generation_id, events)).prompt_progress)

    def wait_until_ended(self) -> EngineEnded:
        return self.wait_for(lambda events: next((e for e in events if isinstance(e, EngineEnded)), None))

    def forget_events(self) -> None:
        with self._news:
            self.events.clear()

    @property
    def child(self) -> psutil.Process:
        """The engine child."""
        process = self.client._process
        assert process is not None
        return psutil.Process(process.pid)


def _load_results(events: Sequence[ClientEvent]) -> list[Loaded | LoadFailed]:
    return [event for event in events if isinstance(event, Loaded | LoadFailed)]


def _about(generation_id: int, events: Sequence[ClientEvent]) -> tuple[ClientEvent, ...]:
    return tuple(event for event in events if getattr(event, "generation_id", None) == generation_id)
