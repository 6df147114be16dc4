"""The context panel beside the model in use: costs of the real advice, and a length that is taken is loaded."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from quantchat.advice.desk import AdviceDesk, SheetCallback
from quantchat.advice.shelf_values import ModelCard, SheetQuestion, ShelfGroup
from quantchat.core.hardware import Hardware
from quantchat.core.memory import PlanMemory
from quantchat.core.plan import KvType, LoadPlan
from quantchat.engine.protocol import Loaded
from quantchat.errors import ErrorKind, KnownError
from quantchat.gui.context_controller import ContextController
from quantchat.gui.context_meter import ContextMeter
from quantchat.gui.context_panel import ContextPanel
from quantchat.gui.context_presenter import ContextPresenter
from quantchat.gui.context_row import ContextRow
from quantchat.gui.feed import Feed, SheetAnswered
from quantchat.gui.icons import Icons
from quantchat.gui.main_window import MainWindow
from quantchat.gui.model_controller import LoadState, ModelController
from quantchat.gui.theme import Theme
from quantchat.library.models import ModelLibrary
from quantchat.settings import PlanChoice, SettingsFile
from quantchat.wording import worded
from tests.core.machines import GAMING_PC, SMALL_LAPTOP
from tests.gui.hollow_model import catalogue_model_file
from tests.gui.listening_engine import ListeningEngine
from tests.gui.visible_text import visible_texts


@dataclass
class CountingDesk:
    """The real advice, and what it was asked for a sheet; a test may answer in its place."""

    desk: AdviceDesk
    questions: list[SheetQuestion] = field(default_factory=list)
    answers: list[SheetCallback] = field(default_factory=list)
    is_silent: bool = False

    def ask_sheet(self, question: SheetQuestion, held: PlanMemory | None, on_done: SheetCallback) -> None:
        self.questions.append(question)
        self.answers.append(on_done)
        if not self.is_silent:
            self.desk.ask_sheet(question, held, on_done)


class Bench:
    """Real window, model file, settings and advice on a described machine; an engine that only listens."""

    def __init__(
        self, qtbot: QtBot, theme: Theme, icons: Icons, folder: Path, machine: Hardware, model_id: str
    ) -> None:
        self.qtbot = qtbot
        models = folder / "models"
        models.mkdir()
        self.path = catalogue_model_file(models, model_id, "Q4_K_M")
        self.feed, self.engine = Feed(), ListeningEngine()
        advice = AdviceDesk(folder / "machine.json", folder / "measured.jsonl", 5.0, described=machine)
        self.desk = CountingDesk(advice)
        self.settings = SettingsFile(folder / "settings.json")
        library = ModelLibrary(folder / "none", models)
        self.models = ModelController(self.feed, self.engine, library, self.settings, None, advice)
        self.window = MainWindow(theme, icons)
        qtbot.addWidget(self.window)
        self.panel = ContextPanel(theme, icons, self.window)
        self.presenter = ContextPresenter(
            self.window,
            self.panel,
            ContextController(self.models, self.desk, self.feed, self.settings),
            self.models,
        )
        with qtbot.waitExposed(self.window):
            self.window.show()
        with qtbot.waitSignal(self.models.models_found):
            self.models.find_models()
        qtbot.waitUntil(lambda: bool(self.engine.plans))
        self.tell_loaded()
        self.meter.set_usage(2140, 8192)

    def close(self) -> None:
        self.panel.close()
        self.models.close()
        self.desk.desk.close()
        self.feed.close()

    @property
    def meter(self) -> ContextMeter:
        return self.window.top_bar.context_meter

    def tell_loaded(self) -> None:
        """Let the engine say that what it was asked for last is loaded."""
        plan = self.engine.plans[-1]
        self.feed.engine_said(Loaded("a model", plan.context_length, 131_072, 8, plan.gpu_layers, 0.5, plan))
        self.qtbot.waitUntil(lambda: self.models.standing.state is LoadState.READY)

    def open(self) -> None:
        self.meter.setFocus()
        QTest.keyClick(self.meter, Qt.Key.Key_Return)
        assert self.panel.isVisible()

    def open_told(self) -> None:
        self.open()
        self.qtbot.waitUntil(lambda: bool(self.panel.rows) and all(row.cost for row in self.panel.rows))

    def row(self, length: int) -> ContextRow:
        return next(row for row in self.panel.rows if row.context_length == length)

    def take(self, length: int) -> None:
        self.row(length).click()
        QTest.mouseClick(self.panel.use_button, Qt.MouseButton.LeftButton)


@pytest.fixture
def bench(qtbot: QtBot, theme: Theme, icons: Icons, tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(qtbot, theme, icons, tmp_path, GAMING_PC, "llama-3.1-8b-instruct")
    yield bench
    bench.close()


def test_nothing_is_asked_before_the_meter_is_pressed(bench: Bench) -> None:
    assert bench.desk.questions == []


def test_the_meter_opens_the_panel_with_what_every_length_costs(bench: Bench) -> None:
    bench.open_told()
    assert [row.context_length for row in bench.panel.rows] == [2048, 4096, 8192, 16384, 32768, 65536, 131_072]
    assert bench.row(8192).is_present
    assert bench.row(16384).cells[1:] == ("On the GPU", bench.row(16384).cells[2], "+1 GB")
    assert bench.row(65536).cells[1] == "GPU and CPU"
    assert bench.row(2048).cells[3].startswith("−")


def test_taking_a_longer_context_loads_the_model_anew_with_it_and_remembers_it(bench: Bench) -> None:
    bench.open_told()
    bench.take(16384)
    bench.qtbot.waitUntil(lambda: len(bench.engine.plans) == 2)

    assert bench.engine.plans[-1].context_length == 16384
    assert bench.engine.plans[-1].model_path == str(bench.path)
    assert not bench.panel.isVisible()
    kept = SettingsFile(bench.settings._path).value.plan_choices[str(bench.path)]
    assert kept == PlanChoice(16384)
    bench.tell_loaded()
    assert bench.meter.words == "2,140 of 16,384 tokens"
    bench.open_told()
    assert bench.row(16384).is_present


def test_a_shorter_context_frees_what_it_was_said_to_free(bench: Bench) -> None:
    bench.open_told()
    cost = bench.row(2048).cost
    assert cost is not None
    before = bench.models.held_memory
    bench.take(2048)
    bench.qtbot.waitUntil(lambda: len(bench.engine.plans) == 2)
    bench.tell_loaded()
    after = bench.models.held_memory

    assert before is not None
    assert after is not None
    now_bytes, before_bytes = (sum(device.total_bytes for device in memory.devices) for memory in (after, before))
    assert now_bytes - before_bytes == cost.more_bytes < 0


def test_what_the_person_chose_for_the_model_is_kept(bench: Bench) -> None:
    bench.models.choose_with(LoadPlan(str(bench.path), 8192, kv_type=KvType.Q8_0, gpu_layers=10, threads=3))
    bench.qtbot.waitUntil(lambda: len(bench.engine.plans) == 2)
    bench.tell_loaded()
    bench.open_told()
    bench.take(16384)
    bench.qtbot.waitUntil(lambda: len(bench.engine.plans) == 3)
    plan = bench.engine.plans[-1]
    assert (plan.context_length, plan.kv_type, plan.gpu_layers, plan.threads) == (16384, KvType.Q8_0, 10, 3)


def test_messages_that_the_model_no_longer_sees_are_counted(bench: Bench) -> None:
    bench.presenter.set_out_of_context(frozenset({11, 12, 13, 14}))
    bench.open()
    assert any("no longer sees the 4 oldest messages" in text for text in visible_texts(bench.panel))


def test_while_an_answer_is_written_no_length_can_be_taken(bench: Bench) -> None:
    bench.open_told()
    bench.row(16384).click()
    bench.presenter.set_answering(7)
    assert not bench.panel.use_button.isEnabled()
    assert "An answer is being written" in bench.panel.detail
    bench.presenter.set_answering(None)
    assert bench.panel.use_button.isEnabled()


def test_an_answer_that_begins_before_the_length_is_taken_is_not_cut_off(bench: Bench) -> None:
    bench.open_told()
    bench.presenter.set_answering(7)
    bench.panel.length_chosen.emit(16384)
    assert bench.models.standing.state is LoadState.READY
    assert bench.settings.value.plan_choices == {}


def test_while_the_model_is_loaded_nothing_is_asked_and_afterwards_it_is(bench: Bench) -> None:
    bench.models.retry()
    bench.open()
    assert bench.desk.questions == []
    assert "The model is being loaded" in bench.panel.detail
    bench.qtbot.waitUntil(lambda: len(bench.engine.plans) == 2)
    bench.tell_loaded()
    bench.qtbot.waitUntil(lambda: bool(bench.panel.rows) and all(row.cost for row in bench.panel.rows))


def test_closing_the_panel_ends_the_asking(bench: Bench) -> None:
    bench.desk.is_silent = True
    bench.open()
    assert len(bench.desk.questions) == 1
    bench.panel.close()
    with bench.qtbot.waitSignal(bench.feed.fact_arrived):
        bench.desk.answers[0](None)
    assert len(bench.desk.questions) == 1


def test_the_answer_to_another_ones_question_is_passed_over(bench: Bench) -> None:
    bench.desk.is_silent = True
    bench.open()
    stranger = SheetQuestion(ModelCard("another", "Another", ShelfGroup.MORE), LoadPlan(""))
    twin = replace(bench.desk.questions[0])
    for question in (stranger, twin):
        with bench.qtbot.waitSignal(bench.feed.fact_arrived):
            bench.feed.push(SheetAnswered(question, KnownError(ErrorKind.OTHER, worded("Not for you."))))
    assert bench.panel.detail == "Working out what each length costs…"


def test_a_file_that_went_away_is_told_in_the_panel(bench: Bench) -> None:
    bench.path.unlink()
    bench.open()
    bench.qtbot.waitUntil(lambda: bench.panel.rows == ())
    assert "no longer there" in bench.panel.detail


def test_a_bug_of_the_advice_is_told_as_such(bench: Bench) -> None:
    bench.desk.is_silent = True
    bench.open()
    bench.desk.answers[0](None)
    bench.qtbot.waitUntil(lambda: "is in the log" in bench.panel.detail)


def test_a_length_that_does_not_fit_this_machine_cannot_be_taken(
    qtbot: QtBot, theme: Theme, icons: Icons, tmp_path: Path
) -> None:
    bench = Bench(qtbot, theme, icons, tmp_path, SMALL_LAPTOP, "llama-3.2-3b-instruct")
    try:
        bench.open_told()
        bench.row(131_072).click()
        assert bench.row(131_072).cells[1] == "Does not fit"
        assert not bench.panel.use_button.isEnabled()
    finally:
        bench.close()
