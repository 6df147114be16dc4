"""Choosing a model: what is loaded at the start, what is remembered, and what a failure leaves."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quantchat.core.plan import KvType, LoadPlan
from quantchat.engine.client import ClientEvent, EngineEnded, SteppedDown
from quantchat.engine.protocol import GenerationFailed, Loaded, LoadFailed, LoadProgress
from quantchat.errors import ErrorKind, KnownError
from quantchat.gui.feed import Feed
from quantchat.gui.model_controller import LoadState, ModelController
from quantchat.library.models import ModelLibrary
from quantchat.settings import SettingsFile, resources_folder
from quantchat.wording import worded
from tests.library.test_model_file import write_parts

STARTER = resources_folder() / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf"
LOADED = Loaded("a model", 4096, 8192, 2, 0, 0.5, LoadPlan("a.gguf", 4096))


class PlanKeepingEngine:
    """Keeps what it is asked to load."""

    def __init__(self) -> None:
        self.plans: list[LoadPlan] = []
        self.unloads = 0
        self.expected: LoadPlan | None = None

    def expect_load(self, plan: LoadPlan, on_ready: Callable[[], None]) -> None:
        self.expected = plan
        on_ready()

    def load(self, plan: LoadPlan) -> None:
        self.plans.append(plan)

    def unload(self) -> None:
        self.unloads += 1


class Bench:
    """A controller with real files, real settings and an engine that only listens."""

    def __init__(self, folder: Path, first_file: Path | None = None) -> None:
        self.models_folder = folder / "models"
        self.models_folder.mkdir(exist_ok=True)
        self.settings = SettingsFile(folder / "settings.json")
        self.engine = PlanKeepingEngine()
        self.feed = Feed()
        library = ModelLibrary(folder / "no-starter", self.models_folder)
        self.controller = ModelController(self.feed, self.engine, library, self.settings, first_file)

    def add_model(self, name: str) -> Path:
        path = self.models_folder / name
        shutil.copyfile(STARTER, path)
        return path

    def find_models(self, qtbot: QtBot) -> None:
        with qtbot.waitSignal(self.controller.models_found):
            self.controller.find_models()

    def say(self, qtbot: QtBot, event: ClientEvent) -> None:
        with qtbot.waitSignal(self.feed.fact_arrived):
            self.feed.engine_said(event)


@pytest.fixture
def bench(qapp: QApplication, tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    bench.controller.close()


def test_without_any_model_none_is_loaded(bench: Bench, qtbot: QtBot) -> None:
    bench.find_models(qtbot)
    assert bench.controller.standing.state is LoadState.NONE
    assert not bench.controller.can_answer
    assert bench.engine.plans == []


def test_the_first_usable_model_is_loaded_at_the_first_start(bench: Bench, qtbot: QtBot) -> None:
    (bench.models_folder / "a-broken.gguf").write_bytes(b"GGUF")
    path = bench.add_model("b.gguf")
    bench.find_models(qtbot)
    assert [plan.model_path for plan in bench.engine.plans] == [str(path)]
    assert bench.controller.standing.state is LoadState.LOADING


def test_the_model_used_last_is_loaded_at_the_next_start(bench: Bench, qtbot: QtBot, tmp_path: Path) -> None:
    bench.add_model("a.gguf")
    second = bench.add_model("b.gguf")
    bench.find_models(qtbot)
    bench.controller.choose(second)
    bench.say(qtbot, LOADED)
    again = Bench(tmp_path)
    again.find_models(qtbot)
    again.controller.close()
    assert [plan.model_path for plan in again.engine.plans] == [str(second)]


def test_a_model_during_whose_loading_the_program_ended_is_not_loaded_unasked(
    bench: Bench, qtbot: QtBot, tmp_path: Path
) -> None:
    bench.add_model("a.gguf")
    bench.find_models(qtbot)
    again = Bench(tmp_path)
    with qtbot.waitSignal(again.controller.noticed) as noticed:
        again.controller.find_models()
    again.controller.close()
    assert "was not loaded again" in noticed.args[0]
    assert again.engine.plans == []


def test_a_file_named_at_the_start_wins_over_the_model_used_last(qtbot: QtBot, tmp_path: Path) -> None:
    named = tmp_path / "named by the person – ü.gguf"
    shutil.copyfile(STARTER, named)
    bench = Bench(tmp_path, named)
    bench.add_model("a.gguf")
    bench.find_models(qtbot)
    bench.controller.close()
    assert [plan.model_path for plan in bench.engine.plans] == [str(named)]
    assert bench.settings.value.added_models == (str(named),)


def test_a_file_that_is_no_model_is_refused_with_a_sentence_and_changes_nothing(
    bench: Bench, qtbot: QtBot, tmp_path: Path
) -> None:
    bench.add_model("a.gguf")
    bench.find_models(qtbot)
    bench.say(qtbot, LOADED)
    wrong = tmp_path / "letter.gguf"
    wrong.write_text("Dear landlord")
    with qtbot.waitSignal(bench.controller.failed) as failed:
        bench.controller.add_file(wrong)
    assert failed.args[0].kind is ErrorKind.NOT_GGUF
    assert bench.controller.standing.state is LoadState.READY
    assert bench.settings.value.added_models == ()


def test_progress_readiness_and_failure_are_told(bench: Bench, qtbot: QtBot) -> None:
    bench.add_model("a.gguf")
    bench.find_models(qtbot)
    bench.say(qtbot, LoadProgress(0.4))
    assert bench.controller.standing.fraction == 0.4
    bench.say(qtbot, LOADED)
    assert bench.controller.standing.state is LoadState.READY
    bench.controller.retry()
    bench.say(qtbot, LoadFailed(ErrorKind.OUT_OF_MEMORY, worded("Not enough memory."), worded("Close something.")))
    failed = bench.controller.standing
    assert failed.state is LoadState.FAILED
    assert failed.error is not None
    assert not bench.controller.can_answer


def test_a_plan_that_became_smaller_is_used_for_the_session_and_told_once(bench: Bench, qtbot: QtBot) -> None:
    bench.add_model("a.gguf")
    bench.find_models(qtbot)
    asked = bench.engine.plans[-1]
    smaller = replace(asked, kv_type=KvType.Q8_0)
    told: list[str] = []
    bench.controller.noticed.connect(told.append)
    bench.say(qtbot, LoadProgress(0.9))
    bench.say(qtbot, SteppedDown(worded("There was not enough memory; now trying with less."), smaller))
    assert bench.controller.standing.state is LoadState.LOADING
    assert bench.controller.standing.fraction == 0.0
    assert told == []
    loaded = msgspec.structs.replace(LOADED, notice="It was loaded with less.")
    bench.say(qtbot, loaded)
    assert told == ["It was loaded with less."]
    bench.say(qtbot, EngineEnded(ErrorKind.ENGINE_CRASHED, worded("It crashed."), worded("Send again.")))
    bench.say(qtbot, loaded)
    assert told == ["It was loaded with less."]
    bench.controller.retry()
    assert bench.engine.plans[-1] == smaller
    bench.say(qtbot, loaded)
    assert told == ["It was loaded with less."] * 2
    bench.controller.choose(Path(asked.model_path))
    assert bench.engine.plans[-1] == asked


def test_when_no_smaller_plan_fitted_either_the_next_try_is_as_it_was_asked_for(bench: Bench, qtbot: QtBot) -> None:
    bench.add_model("a.gguf")
    bench.find_models(qtbot)
    asked = bench.engine.plans[-1]
    bench.say(qtbot, SteppedDown(worded("Now trying with less."), replace(asked, kv_type=KvType.Q8_0)))
    bench.say(qtbot, LoadFailed(ErrorKind.OUT_OF_MEMORY, worded("Not enough memory."), worded("Close something.")))
    assert bench.controller.standing.state is LoadState.FAILED
    bench.controller.retry()
    assert bench.engine.plans[-1] == asked


def test_a_cancelled_load_comes_back_with_the_next_message(bench: Bench, qtbot: QtBot) -> None:
    bench.add_model("a.gguf")
    bench.find_models(qtbot)
    bench.controller.cancel_load()
    bench.say(qtbot, LoadFailed(ErrorKind.CANCELLED, worded("Loading was cancelled.")))
    assert bench.engine.unloads == 1
    assert bench.controller.standing.state is LoadState.RESTING
    assert bench.controller.can_answer


def test_an_engine_that_died_is_told_and_comes_back_with_the_next_message(bench: Bench, qtbot: QtBot) -> None:
    bench.add_model("a.gguf")
    bench.find_models(qtbot)
    bench.say(qtbot, LOADED)
    with qtbot.waitSignal(bench.controller.engine_lost) as lost:
        bench.feed.engine_said(EngineEnded(ErrorKind.ENGINE_CRASHED, worded("It crashed."), worded("Send again.")))
    assert isinstance(lost.args[0], KnownError)
    assert bench.controller.standing.state is LoadState.RESTING


def test_why_an_engine_died_is_not_told_once_more_if_it_stands_below_an_answer(bench: Bench, qtbot: QtBot) -> None:
    bench.add_model("a.gguf")
    bench.find_models(qtbot)
    bench.say(qtbot, LOADED)
    crashed = worded("It crashed.")
    with qtbot.assertNotEmitted(bench.controller.engine_lost):
        bench.say(qtbot, GenerationFailed(1, ErrorKind.ENGINE_CRASHED, crashed))
        bench.say(qtbot, EngineEnded(ErrorKind.ENGINE_CRASHED, crashed))
    assert bench.controller.standing.state is LoadState.RESTING
    bench.say(qtbot, LOADED)
    with qtbot.waitSignal(bench.controller.engine_lost):
        bench.feed.engine_said(EngineEnded(ErrorKind.ENGINE_CRASHED, crashed))


def test_after_repeated_crashes_safer_settings_are_offered_and_used(bench: Bench, qtbot: QtBot) -> None:
    bench.add_model("a.gguf")
    bench.find_models(qtbot)
    bench.say(qtbot, LOADED)
    with qtbot.waitSignal(bench.controller.crashed_repeatedly):
        bench.feed.engine_said(GenerationFailed(1, ErrorKind.CRASHES_REPEATEDLY, worded("Twice.")))
    bench.controller.use_safer_settings()
    safer = bench.engine.plans[-1]
    assert (safer.gpu_layers, safer.memory_map) == (0, False)


def test_settings_that_cannot_be_saved_are_told_and_the_model_loads_all_the_same(
    bench: Bench, qtbot: QtBot, tmp_path: Path
) -> None:
    bench.add_model("a.gguf")
    (tmp_path / "settings.tmp").mkdir()  # the file cannot be written
    with qtbot.waitSignal(bench.controller.noticed) as noticed:
        bench.controller.find_models()
    assert "could not be saved" in noticed.args[0]
    assert len(bench.engine.plans) == 1


def test_a_load_given_up_by_closing_is_not_held_against_the_model(bench: Bench, qtbot: QtBot, tmp_path: Path) -> None:
    path = bench.add_model("a.gguf")
    bench.find_models(qtbot)
    bench.controller.close()
    again = Bench(tmp_path)
    again.find_models(qtbot)
    again.controller.close()
    assert [plan.model_path for plan in again.engine.plans] == [str(path)]


def test_progress_that_was_under_way_does_not_undo_a_cancel(bench: Bench, qtbot: QtBot) -> None:
    bench.add_model("a.gguf")
    bench.find_models(qtbot)
    bench.controller.cancel_load()
    states = []
    bench.controller.standing_changed.connect(lambda standing: states.append(standing.state))
    bench.say(qtbot, LoadProgress(0.4))
    bench.say(qtbot, LoadFailed(ErrorKind.CANCELLED, worded("Loading was cancelled.")))
    assert states == []
    bench.say(qtbot, LoadProgress(0.1))
    assert states == [LoadState.LOADING]


def test_of_a_model_in_parts_any_part_leads_to_the_first(bench: Bench, tmp_path: Path) -> None:
    parts = write_parts(tmp_path)
    bench.controller.add_file(parts[2])
    assert [plan.model_path for plan in bench.engine.plans] == [str(parts[0])]
    assert bench.settings.value.added_models == (str(parts[0]),)


def test_a_model_whose_file_is_gone_is_told_and_the_one_in_use_stays(bench: Bench, qtbot: QtBot) -> None:
    first = bench.add_model("a.gguf")
    second = bench.add_model("b.gguf")
    bench.find_models(qtbot)
    bench.say(qtbot, LOADED)
    second.unlink()
    with qtbot.waitSignal(bench.controller.failed) as told, qtbot.waitSignal(bench.controller.models_found):
        bench.controller.choose(second)
    assert "no longer there" in told.args[0].sentence
    assert bench.controller.standing.state is LoadState.READY
    assert bench.controller.standing.model is not None
    assert bench.controller.standing.model.path == first
    assert [model.path for model in bench.controller.models] == [first]


def test_what_arrives_while_the_models_are_listed_is_found_by_another_listing(bench: Bench, qtbot: QtBot) -> None:
    bench.controller.find_models()
    late = bench.add_model("late.gguf")
    bench.controller.find_models()
    qtbot.waitUntil(lambda: any(model.path == late for model in bench.controller.models))
