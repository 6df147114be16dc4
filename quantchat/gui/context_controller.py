"""Works out what other context lengths of the model in use would cost, and loads it anew with one of them."""

from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from quantchat.advice.desk import SheetCallback
from quantchat.advice.shelf_values import ModelCard, ModelSheet, SheetQuestion, ShelfGroup
from quantchat.core.assessment import Assessment
from quantchat.core.memory import PlanMemory
from quantchat.core.plan import LoadPlan
from quantchat.errors import KnownError
from quantchat.gui.context_costs import ContextCost, ContextOffer, context_lengths
from quantchat.gui.feed import Fact, Feed, SheetAnswered
from quantchat.gui.model_controller import ModelController
from quantchat.library.models import LocalModel
from quantchat.settings import SettingsFile
from quantchat.wording import NO_WORDS


class SheetAdviser(Protocol):
    """What this needs of the advice."""

    def ask_sheet(self, question: SheetQuestion, held: PlanMemory | None, on_done: SheetCallback) -> None:
        """Judge the quantizations of one model; the newest question is answered, older ones may not be."""


class ContextController(QObject):
    """One question at a time, the length in use first: the adviser answers only the newest of those that wait.

    Signals:
        lengths_offered: the lengths there are (`ContextOffer`); what they cost follows.
        cost_known: what one of them costs (`ContextCost`).
        failed: why nothing can be told, as a sentence (`Wording`); empty where only the advice failed.
    """

    lengths_offered = Signal(ContextOffer)
    cost_known = Signal(ContextCost)
    failed = Signal(object)

    def __init__(self, models: ModelController, desk: SheetAdviser, feed: Feed, settings: SettingsFile) -> None:
        super().__init__(models)
        self._models = models
        self._desk = desk
        self._feed = feed
        self._settings = settings
        self._question: SheetQuestion | None = None
        self._waiting: tuple[int, ...] = ()
        self._present: Assessment | None = None
        feed.fact_arrived.connect(self._on_fact_arrived)

    @Slot()
    def begin(self) -> None:
        """Work out anew what each length costs; `lengths_offered` comes at once."""
        self.end()
        model = self._models.standing.model
        if model is None:
            return
        present_length = self._plan_in_use(model).context_length
        lengths = context_lengths(model.context_length, present_length)
        self._waiting = (present_length, *(length for length in lengths if length != present_length))
        self.lengths_offered.emit(ContextOffer(model.display_name, lengths, present_length, model.context_length))
        self._ask_next()

    @Slot()
    def end(self) -> None:
        """Ask no more: nobody looks."""
        self._question, self._waiting, self._present = None, (), None

    @Slot(int)
    def use(self, context_length: int) -> None:
        """Load the model in use anew with so many tokens of context, and remember that for it."""
        self.end()
        model = self._models.standing.model
        if model is not None:
            self._models.choose_with(replace(self._plan_in_use(model), context_length=context_length))

    def _plan_in_use(self, model: LocalModel) -> LoadPlan:
        """How the model was loaded, with what the person left open still open."""
        path, standing = str(model.path), self._models.standing
        wanted = self._settings.value.plan_for(path)
        if standing.loaded is not None:
            plan = replace(standing.loaded.plan, context_length=standing.loaded.context_length)
        elif standing.planned is not None:
            plan = standing.planned.plan
        else:
            plan = wanted
        within = min(plan.context_length, model.context_length or plan.context_length)
        return replace(
            plan, model_path=path, context_length=within, gpu_layers=wanted.gpu_layers, threads=wanted.threads
        )

    def _ask_next(self) -> None:
        model = self._models.standing.model
        if model is None or not self._waiting:
            self._question = None
            return
        length, *rest = self._waiting
        self._waiting = tuple(rest)
        plan = replace(self._plan_in_use(model), model_path="", context_length=length)
        question = self._question = SheetQuestion(_card_of(model), plan, is_fixed=True)
        self._desk.ask_sheet(
            question, self._models.held_memory, lambda result: self._feed.push(SheetAnswered(question, result))
        )

    @Slot(object)
    def _on_fact_arrived(self, fact: Fact) -> None:
        if isinstance(fact, SheetAnswered) and fact.question is self._question:
            self._take(fact.question, fact.result)

    def _take(self, question: SheetQuestion, result: ModelSheet | KnownError | None) -> None:
        assessment = _assessment_of_file(result) if isinstance(result, ModelSheet) else None
        if assessment is None:
            self.end()
            self.failed.emit(result.text if isinstance(result, KnownError) else NO_WORDS)
            return
        if self._present is None:
            self._present = assessment
        self.cost_known.emit(ContextCost.of(question.plan.context_length, assessment, self._present))
        self._ask_next()


def _card_of(model: LocalModel) -> ModelCard:
    """The file alone, under a key that no card of the picker has: neither takes the other's answers."""
    return ModelCard(f"context {model.path}", model.display_name, ShelfGroup.HERE, files=(model,))


def _assessment_of_file(sheet: ModelSheet) -> Assessment | None:
    """The file's own row; None where the file went away meanwhile."""
    paths = {str(model.path) for model in sheet.question.card.files}
    rows = sheet.recommendation.advice.rows
    return next((row.assessment for row in rows if row.candidate.path in paths), None)
