"""GPU memory in the sidebar: only where the engine uses a GPU, only while it can be seen, never in the window's way."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from quantchat.advice.adviser import Adviser
from quantchat.advice.desk import PlanCallback, PlannedLoad
from quantchat.core.chat import AnswerFigures
from quantchat.core.hardware import Hardware
from quantchat.core.plan import LoadPlan
from quantchat.engine.protocol import Loaded
from quantchat.gui import gpu_presenter
from quantchat.gui.feed import Feed
from quantchat.gui.gpu_presenter import GpuPresenter
from quantchat.gui.memory_meter import MemoryMeter
from quantchat.gui.model_controller import LoadState, ModelController
from quantchat.gui.theme import Theme
from quantchat.library.models import ModelLibrary
from quantchat.probe.gpu_memory import GpuMemory
from quantchat.probe.memory import Memory
from quantchat.settings import SettingsFile, resources_folder
from tests.core.machines import GAMING_PC, OFFICE_LAPTOP, RTX_4060, SMALL_LAPTOP, model_in
from tests.fakes import WAIT_SECONDS
from tests.gui.listening_engine import ListeningEngine

GIB = 2**30
TWO_GPUS = replace(GAMING_PC, gpus=(RTX_4060, RTX_4060))


class Planner:
    """Plans every load as an 8B model on a described machine."""

    def __init__(self, machine: Hardware) -> None:
        self.machine = machine

    def plan_load(self, wanted: LoadPlan, on_done: PlanCallback) -> None:
        assessment = Adviser(self.machine).fit(model_in("Llama-3.1-8B", "Q4_K_M"), wanted, choose_gpu_layers=True)
        on_done(PlannedLoad(replace(wanted, gpu_layers=assessment.memory.placement.gpu_layers), assessment, None))

    def note_answer(self, planned: PlannedLoad, figures: AnswerFigures, memory_bytes: int) -> None:
        return


class Drivers:
    """GPU memory that a test decides about; how often it was asked for, and on which threads."""

    def __init__(self) -> None:
        self.free_bytes = 3 * GIB
        self.reads: list[threading.Thread] = []
        self.may_answer = threading.Event()
        self.may_answer.set()

    def read(self, names: Sequence[str]) -> tuple[GpuMemory, ...]:
        self.reads.append(threading.current_thread())
        self.may_answer.wait(WAIT_SECONDS)
        return tuple(GpuMemory(name, 8 * GIB, self.free_bytes) for name in names)


class Bench:
    """A memory meter, a model controller whose loads are planned, and drivers."""

    def __init__(self, qtbot: QtBot, theme: Theme, folder: Path, machine: Hardware) -> None:
        self.qtbot = qtbot
        self.meter = MemoryMeter(theme, lambda: Memory(30 * GIB, 20 * GIB))
        qtbot.addWidget(self.meter)
        self.feed, self.engine, self.drivers = Feed(), ListeningEngine(), Drivers()
        library = ModelLibrary(resources_folder() / "models", folder / "none")
        settings = SettingsFile(folder / "settings.json")
        self.models = ModelController(self.feed, self.engine, library, settings, None, Planner(machine))
        self.presenter = GpuPresenter(self.meter, self.models, self.drivers.read)
        with qtbot.waitExposed(self.meter):
            self.meter.show()

    def load(self) -> None:
        with self.qtbot.waitSignal(self.models.models_found):
            self.models.find_models()
        self.qtbot.waitUntil(lambda: bool(self.engine.plans))
        plan = self.engine.plans[-1]
        self.feed.engine_said(Loaded("a model", 8192, 8192, 8, plan.gpu_layers, 0.5, plan))
        self.qtbot.waitUntil(lambda: self.models.standing.state is LoadState.READY)

    def wait_for_text(self, text: str) -> None:
        self.qtbot.waitUntil(lambda: [line.text for line in self.meter.gpu_lines] == [text])

    def close(self) -> None:
        self.drivers.may_answer.set()
        self.presenter.close()
        self.models.close()
        self.feed.close()


@pytest.fixture
def bench(qtbot: QtBot, theme: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setattr(gpu_presenter, "UPDATE_MS", 10)
    bench = Bench(qtbot, theme, tmp_path, GAMING_PC)
    yield bench
    bench.close()


@pytest.mark.parametrize("machine", [SMALL_LAPTOP, OFFICE_LAPTOP], ids=["no GPU", "a GPU that shares main memory"])
def test_without_a_gpu_of_its_own_memory_nothing_is_read_or_shown(
    qtbot: QtBot, theme: Theme, tmp_path: Path, machine: Hardware
) -> None:
    bench = Bench(qtbot, theme, tmp_path, replace(machine, ram=GAMING_PC.ram))
    try:
        bench.load()
        assert bench.meter.gpu_lines == ()
        assert bench.drivers.reads == []
        assert not bench.presenter._timer.isActive()
    finally:
        bench.close()


def test_the_gpu_has_a_line_with_what_is_free_and_what_the_model_holds(bench: Bench, theme: Theme) -> None:
    bench.load()
    bench.wait_for_text("3 of 8 GB free")
    (line,) = bench.meter.gpu_lines
    assert line.name == "GPU"
    bench.qtbot.waitUntil(lambda: len(line.bar.parts) == 4)
    _, weights, cache, compute = line.bar.parts
    assert weights.fraction > cache.fraction > compute.fraction > 0
    assert weights.colour(theme.colours) == theme.colours.weights
    assert "RTX 4060" in line.toolTip()
    assert "Weights of the model: 4" in line.toolTip()


def test_several_gpus_have_a_line_each(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    bench = Bench(qtbot, theme, tmp_path, TWO_GPUS)
    try:
        bench.load()
        qtbot.waitUntil(lambda: [line.name for line in bench.meter.gpu_lines] == ["GPU 1", "GPU 2"])
    finally:
        bench.close()


def test_it_follows_the_gpu_on_other_threads_than_the_windows(bench: Bench) -> None:
    bench.load()
    bench.wait_for_text("3 of 8 GB free")
    bench.drivers.free_bytes = 7 * GIB
    bench.wait_for_text("7 of 8 GB free")
    assert threading.main_thread() not in bench.drivers.reads


def test_nothing_is_read_while_the_meter_is_hidden(bench: Bench) -> None:
    bench.load()
    bench.wait_for_text("3 of 8 GB free")
    bench.meter.hide()
    assert not bench.presenter._timer.isActive()
    reads = len(bench.drivers.reads)
    bench.qtbot.wait(50)
    assert len(bench.drivers.reads) == reads

    bench.drivers.free_bytes = 6 * GIB
    bench.meter.show()
    bench.wait_for_text("6 of 8 GB free")


def test_nothing_is_read_while_the_window_is_minimized(bench: Bench) -> None:
    bench.load()
    bench.wait_for_text("3 of 8 GB free")
    bench.meter.setWindowState(Qt.WindowState.WindowMinimized)
    bench.qtbot.waitUntil(lambda: not bench.presenter._timer.isActive())
    bench.models.retry()  # a load that is planned meanwhile starts no reading either
    bench.qtbot.waitUntil(lambda: len(bench.engine.plans) == 2)
    assert not bench.presenter._timer.isActive()


def test_a_driver_that_is_slow_is_not_asked_again_before_it_answers(bench: Bench) -> None:
    bench.drivers.may_answer.clear()
    bench.load()
    bench.qtbot.waitUntil(lambda: len(bench.drivers.reads) == 1)
    bench.qtbot.wait(50)
    assert len(bench.drivers.reads) == 1
    assert bench.meter.gpu_lines == ()
    bench.drivers.may_answer.set()
    bench.wait_for_text("3 of 8 GB free")


def test_when_the_model_is_gone_its_share_is_gone(bench: Bench) -> None:
    bench.load()
    bench.qtbot.waitUntil(lambda: bool(bench.meter.gpu_lines) and len(bench.meter.gpu_lines[0].bar.parts) == 4)
    bench.models.cancel_load()
    bench.qtbot.waitUntil(lambda: len(bench.meter.gpu_lines[0].bar.parts) == 1)
