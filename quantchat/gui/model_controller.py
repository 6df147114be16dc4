"""Which model is in use: finds the models, loads one, and knows how that stands."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from quantchat.advice.desk import PlannedLoad
from quantchat.advice.measurements import LEAST_TOKENS
from quantchat.chat_turn.turns import Answerer
from quantchat.core.chat import AnswerFigures
from quantchat.core.memory import PlanMemory
from quantchat.core.plan import LoadPlan
from quantchat.engine.client import EngineEnded, SteppedDown
from quantchat.engine.protocol import Finished, GenerationFailed, Loaded, LoadFailed, LoadProgress
from quantchat.errors import ErrorKind, KnownError
from quantchat.gui.feed import EngineSaid, Fact, Feed, ModelsFound
from quantchat.gui.load_planning import LoadPlanner, LoadPlanning
from quantchat.library.models import LocalModel, ModelLibrary, added_model
from quantchat.settings import PlanChoice, SettingsFile
from quantchat.wording import verbatim


class LoadState(Enum):
    """How the chosen model stands."""

    NONE = auto()
    LOADING = auto()
    READY = auto()
    RESTING = auto()
    """The engine is gone and comes back with the next message."""
    FAILED = auto()
    DOUBTED = auto()
    """It is predicted not to fit, and the person has not said yet to load it anyway."""


class LoadingEngine(Protocol):
    """What this needs of the engine."""

    def expect_load(self, plan: LoadPlan, on_ready: Callable[[], None]) -> None:
        """End the child, since a load will follow, and call `on_ready` when its memory is free."""

    def load(self, plan: LoadPlan) -> None:
        """Load a model in a fresh child."""

    def unload(self) -> None:
        """End the child; also cancels a load."""


@dataclass(frozen=True, slots=True)
class ModelStanding:
    """What the window shows of the model in use.

    Attributes:
        model: the chosen model, None if there is none.
        state: how it stands.
        fraction: share that is loaded while it loads.
        loaded: what the engine said of it once it was ready.
        error: why loading failed.
        planned: what the advice predicted of it; None where it was not asked or could not tell.
        tokens_per_second: of its last answer that was long enough to say something; 0 before.
    """

    model: LocalModel | None = None
    state: LoadState = LoadState.NONE
    fraction: float = 0.0
    loaded: Loaded | None = None
    error: KnownError | None = None
    planned: PlannedLoad | None = None
    tokens_per_second: float = 0.0


class ModelController(QObject):
    """Finds, chooses and loads models.

    Signals:
        models_found: all models on this computer (tuple of `LocalModel`).
        standing_changed: how the model in use stands (`ModelStanding`).
        noticed: a sentence the person should read (`str`, perhaps a `Wording`).
        failed: something the person asked for did not work (`KnownError`).
        engine_lost: the engine died while it rested or answered (`KnownError`).
        crashed_repeatedly: the model crashes again and again and is not started by itself any more (`KnownError`).
    """

    models_found = Signal(tuple)
    standing_changed = Signal(ModelStanding)
    noticed = Signal(object)
    failed = Signal(KnownError)
    engine_lost = Signal(KnownError)
    crashed_repeatedly = Signal(KnownError)

    def __init__(
        self,
        feed: Feed,
        engine: LoadingEngine,
        library: ModelLibrary,
        settings: SettingsFile,
        first_file: Path | None,
        planner: LoadPlanner | None = None,
    ) -> None:
        super().__init__()
        self._feed = feed
        self._engine = engine
        self._library = library
        self._settings = settings
        self._wanted = first_file
        self._planning = LoadPlanning(feed, engine, planner)
        self._planning.planned.connect(self._on_planned)
        self._planned: PlannedLoad | None = None
        self._models: tuple[LocalModel, ...] = ()
        self._wanted_plan: LoadPlan | None = None
        self._plan: LoadPlan | None = None  # what the advice made of it
        self._smaller_plan: LoadPlan | None = None  # on its way, instead of the plan, which did not fit
        self._told = ""
        self._answers_failure = ""
        self._scan: threading.Thread | None = None
        self._is_scanning = self._must_scan_again = False
        self._is_cancelling = False
        self.standing = ModelStanding()
        feed.fact_arrived.connect(self._on_fact_arrived)

    @property
    def answerer(self) -> Answerer:
        """Who answers now, as it is stored with an answer."""
        model = self.standing.model
        return Answerer(model.display_name, model.quantization) if model else Answerer("", "")

    @property
    def models(self) -> tuple[LocalModel, ...]:
        """All models on this computer, as they were found last."""
        return self._models

    @property
    def held_memory(self) -> PlanMemory | None:
        """What the model in use holds, and would give back if another one were loaded."""
        is_held = self.standing.state in (LoadState.LOADING, LoadState.READY)
        return self._planned.assessment.memory if is_held and self._planned is not None else None

    @property
    def can_answer(self) -> bool:
        """Whether a message may be sent: a model is ready, on its way or comes back by itself."""
        return self.standing.state in (LoadState.LOADING, LoadState.READY, LoadState.RESTING)

    def find_models(self) -> None:
        """List the models in the background; `models_found` follows.

        Where a listing is under way another one follows it, since it may have passed what is new.
        """
        if self._is_scanning and self._scan is not None and self._scan.is_alive():
            self._must_scan_again = True
            return
        self._is_scanning, self._must_scan_again = True, False
        added = tuple(Path(path) for path in self._settings.value.added_models)
        self._scan = threading.Thread(
            target=lambda: self._feed.push(ModelsFound(self._library.scan(added))), name="model-scan", daemon=True
        )
        self._scan.start()

    @Slot(Path)
    def choose(self, path: Path) -> None:
        """Use the model at `path`; it is loaded, and remembered for the next start."""
        model = next((model for model in self._models if model.path == path), None)
        if model is None:
            self.add_file(path)
        elif model.problem:
            self.failed.emit(KnownError(ErrorKind.OTHER, model.problem))
        elif not path.is_file():
            self.failed.emit(
                KnownError(
                    ErrorKind.FILE_MISSING,
                    verbatim(
                        self.tr("{model} is no longer there; its file was moved, renamed or deleted.").format(
                            model=model.display_name
                        )
                    ),
                    verbatim(self.tr("The model in use stays.")),
                )
            )
            self.find_models()
        else:
            self._load(model, self._settings.value.plan_for(str(model.path)))

    def choose_with(self, plan: LoadPlan) -> None:
        """Use the model of a plan just so, and remember that for it."""
        usual = self._settings.value.usual_plan(plan.model_path)
        choices = {path: kept for path, kept in self._settings.value.plan_choices.items() if path != plan.model_path}
        if PlanChoice.of(plan) != PlanChoice.of(usual):
            choices[plan.model_path] = PlanChoice.of(plan)
        if choices != self._settings.value.plan_choices:
            self._save(plan_choices=choices)
        self.choose(Path(plan.model_path))

    def use_library(self, library: ModelLibrary) -> None:
        """List the models of other folders from now on."""
        self._library = library
        self.find_models()

    @Slot(Path)
    def add_file(self, path: Path) -> None:
        """Add a model file where it lies, and use it."""
        try:
            model = added_model(path.absolute())
        except KnownError as error:
            self.failed.emit(error)
            return
        added = self._settings.value.added_models
        if str(model.path) not in added:
            self._save(added_models=(*added, str(model.path)))
        self._load(model, self._settings.value.plan_for(str(model.path)))
        self.find_models()

    def forget_file(self, path: Path) -> None:
        """List a file that was added no more; it has been removed."""
        added = self._settings.value.added_models
        if str(path) in added:
            self._save(added_models=tuple(kept for kept in added if kept != str(path)))

    @Slot()
    def retry(self) -> None:
        """Load the chosen model again."""
        if self.standing.model is not None and self._wanted_plan is not None:
            self._load(self.standing.model, self._wanted_plan)

    @Slot()
    def load_anyway(self) -> None:
        """Load the chosen model although it is predicted not to fit."""
        if self.standing.state is LoadState.DOUBTED and self._planned is not None:
            self._begin_load(self._planned.plan)

    @Slot()
    def use_safer_settings(self) -> None:
        """Load the chosen model again with the settings least likely to crash."""
        if self.standing.model is not None and self._plan is not None:
            self._planned = None
            self._begin_load(self._plan.safer())

    @Slot()
    def cancel_load(self) -> None:
        """Stop loading; the next message would load the model again."""
        self._planning.cancel()
        self._is_cancelling = True
        self._engine.unload()
        self._save(loading_model="")
        self._set(ModelStanding(self.standing.model, LoadState.RESTING))

    def close(self) -> None:
        """End in order: no thread is left, and a load that is given up is not held against its model."""
        self._planning.cancel()
        if self._scan is not None:
            self._scan.join()
        if self._settings.value.loading_model:
            self._save(loading_model="")

    def _load(self, model: LocalModel, plan: LoadPlan) -> None:
        """Ask the advice how the model is best loaded here; then it is loaded, or doubted if it does not fit."""
        self._wanted_plan = self._plan = plan
        self._smaller_plan = self._planned = None
        self._told = ""
        self._is_cancelling = False
        self._save(last_model=plan.model_path, loading_model=plan.model_path)
        self._set(ModelStanding(model, LoadState.LOADING))
        self._planning.begin(plan)

    @Slot(object)
    def _on_planned(self, result: PlannedLoad | KnownError | None) -> None:
        if isinstance(result, KnownError):
            self._engine.unload()
            self._save(loading_model="")
            self._set(ModelStanding(self.standing.model, LoadState.FAILED, error=result))
            return
        self._planned = result
        if result is not None and result.assessment.is_doubtful:
            self._engine.unload()
            self._save(loading_model="")
            self._set(ModelStanding(self.standing.model, LoadState.DOUBTED))
        elif result is not None:
            self._begin_load(result.plan)
        elif self._plan is not None:
            self._begin_load(self._plan)

    def _begin_load(self, plan: LoadPlan) -> None:
        self._plan, self._smaller_plan = plan, None
        self._is_cancelling = False
        self._save(loading_model=plan.model_path)
        self._set(ModelStanding(self.standing.model, LoadState.LOADING))
        self._engine.load(plan)

    def _set(self, standing: ModelStanding) -> None:
        self.standing = replace(standing, planned=self._planned)
        self.standing_changed.emit(self.standing)

    def _save(self, **changes: object) -> None:
        """Remember a choice; where the disk refuses it still holds until the program ends."""
        try:
            self._settings.save(**changes)
        except OSError as error:
            self.noticed.emit(
                self.tr("Your settings could not be saved ({reason}). They hold until QuantChat is closed.").format(
                    reason=error.strerror
                )
            )

    @Slot(object)
    def _on_fact_arrived(self, fact: Fact) -> None:
        if isinstance(fact, ModelsFound):
            self._take_models(fact.models)
        elif isinstance(fact, EngineSaid):
            self._take_engine_event(fact)

    def _take_models(self, models: tuple[LocalModel, ...]) -> None:
        self._models = models
        self._is_scanning = False
        self.models_found.emit(models)
        if self._must_scan_again:
            self.find_models()
        if self.standing.state is not LoadState.NONE:
            return
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self.choose(wanted.absolute())
            if self.standing.state is not LoadState.NONE:
                return
        self._choose_first(models)

    def _choose_first(self, models: tuple[LocalModel, ...]) -> None:
        """At the start: the model used last, else the first that can be used."""
        settings = self._settings.value
        usable = [model for model in models if not model.problem]
        if settings.loading_model:
            # The program ended while this model was loading; loading it unasked might end it again.
            shaky = [model for model in usable if str(model.path) == settings.loading_model]
            usable = [model for model in usable if model not in shaky]
            if shaky:
                self.noticed.emit(
                    self.tr(
                        "QuantChat ended unexpectedly while {model} was loading, so it was not loaded again. Choose it "
                        "in the menu on top to try once more."
                    ).format(model=shaky[0].display_name)
                )
        last = [model for model in usable if str(model.path) == settings.last_model]
        for model in (last or usable)[:1]:
            self.choose(model.path)

    def _take_engine_event(self, fact: EngineSaid) -> None:
        event = fact.event
        model = self.standing.model
        if self._is_cancelling:
            # What was said before the child's end is of the load that was given up.
            self._is_cancelling = not isinstance(event, LoadFailed | EngineEnded)
        elif isinstance(event, LoadProgress):
            self._set(ModelStanding(model, LoadState.LOADING, event.fraction))
        elif isinstance(event, SteppedDown):
            self._smaller_plan = event.plan
            self._set(ModelStanding(model, LoadState.LOADING))
        elif isinstance(event, Loaded):
            self._take_loaded(event)
        elif isinstance(event, LoadFailed) and event.kind is not ErrorKind.CANCELLED:
            self._save(loading_model="")
            self._smaller_plan = None
            self._set(ModelStanding(model, LoadState.FAILED, error=event.error))
        elif isinstance(event, Finished):
            self._take_figures(event.figures)
        elif isinstance(event, GenerationFailed):
            self._take_answers_failure(event)
        elif isinstance(event, EngineEnded) and self.standing.state is LoadState.READY:
            self._set(ModelStanding(model, LoadState.RESTING, loaded=self.standing.loaded))
            if event.sentence and event.sentence != self._answers_failure:  # that stands below the answer
                self.engine_lost.emit(KnownError(event.kind, event.sentence, event.hint))

    def _keep_smaller(self, smaller: LoadPlan) -> None:
        """What did not fit is not asked for again until the person chooses anew; layers it did not change stay free."""
        wanted, planned = self._wanted_plan, self._plan
        layers_fitted = planned is not None and smaller.gpu_layers == planned.gpu_layers
        if wanted is not None and layers_fitted:
            self._wanted_plan = replace(smaller, gpu_layers=wanted.gpu_layers)
        else:
            self._wanted_plan = smaller
        self._plan, self._smaller_plan = smaller, None

    def _take_figures(self, figures: AnswerFigures) -> None:
        """Show how fast an answer was beside what was predicted, and let the advice learn from it."""
        self._planning.note_answer(self._planned, self.standing.loaded, figures)
        if self.standing.state is LoadState.READY and figures.answer_tokens >= LEAST_TOKENS:
            self._set(replace(self.standing, tokens_per_second=figures.tokens_per_second))

    def _take_answers_failure(self, failed: GenerationFailed) -> None:
        self._answers_failure = failed.sentence
        if failed.kind is ErrorKind.CRASHES_REPEATEDLY:
            self.crashed_repeatedly.emit(failed.error)

    def _take_loaded(self, loaded: Loaded) -> None:
        self._save(loading_model="")
        self._answers_failure = ""
        if self._smaller_plan is not None:
            self._keep_smaller(self._smaller_plan)
        self._set(ModelStanding(self.standing.model, LoadState.READY, 1.0, loaded))
        if loaded.notice and loaded.notice != self._told:
            self._told = loaded.notice  # said once, not after each restart of the engine
            self.noticed.emit(loaded.notice)
