"""Asks the advice how a model is best loaded, and brings the answer to the window's thread."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from quantchat.advice.desk import PlanCallback, PlannedLoad
from quantchat.core.chat import AnswerFigures
from quantchat.core.plan import LoadPlan
from quantchat.engine.protocol import Loaded
from quantchat.errors import KnownError
from quantchat.gui.feed import Fact, Feed, LoadPlanned


class LoadPlanner(Protocol):
    """What this needs of the advice."""

    def plan_load(self, wanted: LoadPlan, on_done: PlanCallback) -> None:
        """Plan how to load a model; `on_done` may be called on any thread."""

    def note_answer(self, planned: PlannedLoad, figures: AnswerFigures, memory_bytes: int) -> None:
        """Learn from an answer."""


class ExpectingEngine(Protocol):
    """What this needs of the engine."""

    def expect_load(self, plan: LoadPlan, on_ready: Callable[[], None]) -> None:
        """End the child, and call `on_ready` when its memory is free."""


class LoadPlanning(QObject):
    """One plan at a time: a newer question makes the answer to the earlier one void.

    Signals:
        planned: the plan (`PlannedLoad`), why there is none (`KnownError`), or None where nobody advises.
    """

    planned = Signal(object)

    def __init__(self, feed: Feed, engine: ExpectingEngine, planner: LoadPlanner | None) -> None:
        super().__init__()
        self._feed = feed
        self._engine = engine
        self._planner = planner
        self._question = 0
        feed.fact_arrived.connect(self._on_fact_arrived)

    def begin(self, wanted: LoadPlan) -> None:
        """Let the model that is loaded make room, then ask for a plan; `planned` follows."""
        self._question += 1
        planner = self._planner
        if planner is None:
            self.planned.emit(None)
            return
        on_done = partial(self._on_planner_done, self._question)
        self._engine.expect_load(wanted, lambda: planner.plan_load(wanted, on_done))

    def cancel(self) -> None:
        """Let no answer follow."""
        self._question += 1

    def note_answer(self, planned: PlannedLoad | None, loaded: Loaded | None, figures: AnswerFigures) -> None:
        """Let the advice learn from an answer of a model that was loaded as it had planned."""
        if self._planner is None or planned is None or loaded is None or not _is_as_planned(planned, loaded):
            return
        self._planner.note_answer(planned, figures, loaded.memory.anonymous_bytes)

    def _on_planner_done(self, question: int, result: PlannedLoad | KnownError | None) -> None:
        self._feed.push(LoadPlanned(question, result))

    @Slot(object)
    def _on_fact_arrived(self, fact: Fact) -> None:
        if isinstance(fact, LoadPlanned) and fact.question == self._question:
            self.planned.emit(fact.result)


def _is_as_planned(planned: PlannedLoad, loaded: Loaded) -> bool:
    """A load that had to step down is another plan, about which the prediction said nothing."""
    plan = planned.plan
    return (loaded.plan.kv_type, loaded.plan.ubatch, loaded.gpu_layers) == (plan.kv_type, plan.ubatch, plan.gpu_layers)
