"""A model is loaded as the advice plans it; one that is predicted not to fit only when the person says so."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quantchat.advice.desk import PlanCallback, PlannedLoad
from quantchat.core.assessment import assess_best_layers
from quantchat.core.chat import AnswerFigures
from quantchat.core.hardware import Cpu, Gpu, Hardware, Ram
from quantchat.core.plan import KvType, LoadPlan
from quantchat.engine.memory_use import MeasuredMemory
from quantchat.engine.protocol import Finished, FinishReason, Loaded
from quantchat.errors import ErrorKind, KnownError
from quantchat.gui.feed import Feed
from quantchat.gui.model_controller import LoadState, ModelController, ModelStanding
from quantchat.gui.model_figures import doubt, model_share, ready_status
from quantchat.library.model_file import read_model_header
from quantchat.library.models import ModelLibrary
from quantchat.settings import SettingsFile, resources_folder
from quantchat.wording import worded

STARTER = resources_folder() / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf"
GIB = 2**30
ROOMY = Hardware(Cpu("A processor", physical_cores=4), Ram(16 * GIB, 12 * GIB, 40.0))
TINY = Hardware(Cpu("A processor", physical_cores=4), Ram(2 * GIB, GIB // 2, 40.0))
WITH_GPU = replace(ROOMY, gpus=(Gpu("A GPU", "CUDA", 8 * GIB, 7 * GIB, 300.0),))


class ListeningEngine:
    """Keeps what it is asked, and has nothing to free."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.plans: list[LoadPlan] = []

    def expect_load(self, _plan: LoadPlan, on_ready: Callable[[], None]) -> None:
        self.calls.append("expect")
        on_ready()

    def load(self, plan: LoadPlan) -> None:
        self.calls.append("load")
        self.plans.append(plan)

    def unload(self) -> None:
        self.calls.append("unload")


class PlannerOf:
    """Plans with the real arithmetic for a machine that a test decides about; answers when the test says so."""

    def __init__(self, hardware: Hardware) -> None:
        self.hardware = hardware
        self.waiting: list[Callable[[], None]] = []
        self.noted: list[AnswerFigures] = []
        self.failure: KnownError | None = None

    def plan_load(self, wanted: LoadPlan, on_done: PlanCallback) -> None:
        self.waiting.append(lambda: on_done(self.failure or self.planned(wanted)))

    def note_answer(self, _planned: PlannedLoad, figures: AnswerFigures, _memory_bytes: int) -> None:
        self.noted.append(figures)

    def planned(self, wanted: LoadPlan) -> PlannedLoad:
        assessment = assess_best_layers(read_model_header(Path(wanted.model_path)), wanted, self.hardware)
        plan = replace(wanted, gpu_layers=assessment.memory.placement.gpu_layers)
        return PlannedLoad(plan, assessment, None)


class Bench:
    """A controller whose engine listens and whose planner waits."""

    def __init__(self, folder: Path, hardware: Hardware, qtbot: QtBot) -> None:
        models = folder / "models"
        models.mkdir()
        shutil.copyfile(STARTER, models / STARTER.name)
        self.qtbot = qtbot
        self.engine = ListeningEngine()
        self.planner = PlannerOf(hardware)
        self.feed = Feed()
        self.settings = SettingsFile(folder / "settings.json")
        library = ModelLibrary(folder / "none", models)
        self.controller = ModelController(self.feed, self.engine, library, self.settings, None, self.planner)
        with qtbot.waitSignal(self.controller.models_found):
            self.controller.find_models()

    @property
    def standing(self) -> ModelStanding:
        return self.controller.standing

    def answer_plans(self) -> None:
        """Let the planner answer everything it was asked."""
        waiting, self.planner.waiting = self.planner.waiting, []
        for answer in waiting:
            with self.qtbot.waitSignal(self.feed.fact_arrived):
                answer()

    def load_as(self, plan: LoadPlan, **changes: object) -> Loaded:
        """Let the engine say that it loaded so."""
        memory = MeasuredMemory(anonymous_bytes=200_000_000)
        loaded = Loaded("a", 8192, 8192, 2, plan.gpu_layers, 0.5, plan, memory=memory)
        with self.qtbot.waitSignal(self.feed.fact_arrived):
            self.feed.engine_said(msgspec.structs.replace(loaded, **changes))
        return loaded

    def finish_answer(self, figures: AnswerFigures) -> None:
        with self.qtbot.waitSignal(self.feed.fact_arrived):
            self.feed.engine_said(Finished(1, FinishReason.END, figures))


MakeBench = Callable[[Hardware], Bench]


@pytest.fixture
def make_bench(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[MakeBench]:
    made: list[Bench] = []

    def make(hardware: Hardware) -> Bench:
        made.append(Bench(tmp_path, hardware, qtbot))
        return made[-1]

    yield make
    for bench in made:
        bench.controller.close()


def test_the_model_before_makes_room_then_the_plan_is_made_then_it_is_loaded_so(make_bench: MakeBench) -> None:
    bench = make_bench(WITH_GPU)
    assert bench.engine.calls == ["expect"]
    assert bench.standing.state is LoadState.LOADING
    bench.answer_plans()
    assert bench.engine.calls == ["expect", "load"]
    assert bench.engine.plans[0].gpu_layers == 31


def test_a_model_that_is_predicted_not_to_fit_is_not_tried_and_the_person_is_told_the_figures(
    make_bench: MakeBench,
) -> None:
    bench = make_bench(TINY)
    bench.answer_plans()
    assert bench.standing.state is LoadState.DOUBTED
    assert not bench.controller.can_answer
    assert bench.engine.plans == []
    assert bench.settings.value.loading_model == ""
    sentence, hint = doubt(bench.standing)
    assert "SmolLM2 135M Instruct (Q4_1) probably does not fit" in sentence
    assert "0.3 GB" in sentence
    assert "0.5 GB" in sentence
    assert hint


def test_the_person_can_load_it_anyway(make_bench: MakeBench) -> None:
    bench = make_bench(TINY)
    bench.answer_plans()
    bench.controller.load_anyway()
    assert bench.standing.state is LoadState.LOADING
    assert len(bench.engine.plans) == 1


def test_a_file_that_went_away_meanwhile_is_told_and_nothing_is_loaded(make_bench: MakeBench) -> None:
    bench = make_bench(ROOMY)
    bench.planner.failure = KnownError(ErrorKind.FILE_MISSING, worded("This model file is no longer there."))
    bench.answer_plans()
    assert bench.standing.state is LoadState.FAILED
    assert bench.standing.error is bench.planner.failure
    assert bench.engine.calls == ["expect", "unload"]


def test_a_plan_that_comes_after_the_load_was_cancelled_loads_nothing(make_bench: MakeBench) -> None:
    bench = make_bench(ROOMY)
    bench.controller.cancel_load()
    bench.answer_plans()
    assert bench.engine.plans == []
    assert bench.standing.state is LoadState.RESTING


def test_of_two_choices_in_a_row_only_the_last_is_loaded(make_bench: MakeBench) -> None:
    bench = make_bench(ROOMY)
    bench.controller.retry()
    bench.answer_plans()
    assert len(bench.engine.plans) == 1


def test_the_status_tells_the_expected_speed_until_an_answer_has_shown_it(make_bench: MakeBench) -> None:
    bench = make_bench(ROOMY)
    bench.answer_plans()
    bench.load_as(bench.engine.plans[0])
    assert ready_status(bench.standing).startswith("On the CPU, ")
    assert ready_status(bench.standing).endswith(" tokens/s expected")
    bench.finish_answer(AnswerFigures(answer_tokens=101, decode_ms=1000.0))
    assert ready_status(bench.standing) == "On the CPU, 100 tokens/s"
    assert [figures.answer_tokens for figures in bench.planner.noted] == [101]


def test_an_answer_of_a_few_words_changes_no_figure(make_bench: MakeBench) -> None:
    bench = make_bench(ROOMY)
    bench.answer_plans()
    bench.load_as(bench.engine.plans[0])
    bench.finish_answer(AnswerFigures(answer_tokens=3, decode_ms=1000.0))
    assert ready_status(bench.standing).endswith(" expected")


def test_a_load_that_had_to_be_smaller_teaches_the_advice_nothing(make_bench: MakeBench) -> None:
    bench = make_bench(ROOMY)
    bench.answer_plans()
    bench.load_as(replace(bench.engine.plans[0], kv_type=KvType.Q8_0))
    bench.finish_answer(AnswerFigures(answer_tokens=101, decode_ms=1000.0))
    assert bench.planner.noted == []


def test_memory_predicted_and_measured_is_shown_while_the_model_is_loaded(make_bench: MakeBench) -> None:
    bench = make_bench(ROOMY)
    bench.answer_plans()
    assert model_share(bench.standing) is None
    bench.load_as(bench.engine.plans[0])
    share = model_share(bench.standing)
    assert share is not None
    assert (share.weights_bytes, share.kv_bytes) == (96_576_768, 188_743_680)
    assert share.measured_bytes == 200_000_000
