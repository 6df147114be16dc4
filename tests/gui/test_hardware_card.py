"""The card of this computer tells what was found, is read only while it is open, and can measure again."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from quantchat.core.gpu_names import GpuVendor
from quantchat.core.hardware import BandwidthBasis, Cpu, Gpu, Hardware, MemoryHolder, Ram
from quantchat.core.unusable_gpus import why_unusable
from quantchat.gui import hardware_card
from quantchat.gui.buttons import Button
from quantchat.gui.feed import Feed
from quantchat.gui.hardware_card import MEASURING, READING, HardwareCard
from quantchat.gui.hardware_presenter import HardwarePresenter
from quantchat.gui.icons import Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.sidebar import Sidebar
from quantchat.gui.theme import Theme

GIB = 2**30
MACHINE = Hardware(
    Cpu("AMD Ryzen 7 5700X", physical_cores=8, instruction_sets=frozenset({"AVX2"})),
    Ram(32 * GIB, 24 * GIB, 41.0, BandwidthBasis.MEASURED),
    gpus=(Gpu("RTX 4060", "CUDA", 8 * GIB, 7 * GIB, usable=False, why_not=why_unusable(GpuVendor.NVIDIA, ())),),
    holders=(MemoryHolder("firefox", 3 * GIB),),
)


class Reader:
    """Reads the machine when the test says so."""

    def __init__(self) -> None:
        self.asked: list[bool] = []
        self.waiting: list[Callable[[Hardware], None]] = []

    def read_machine(self, on_done: Callable[[Hardware], None], *, measure_anew: bool = False) -> None:
        self.asked.append(measure_anew)
        self.waiting.append(on_done)

    def answer(self, hardware: Hardware = MACHINE) -> None:
        waiting, self.waiting = self.waiting, []
        for on_done in waiting:
            on_done(hardware)


class Bench:
    """A sidebar, its card and a reader that waits."""

    def __init__(self, qtbot: QtBot, theme: Theme) -> None:
        self.qtbot = qtbot
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.sidebar = Sidebar(theme, Icons())
        self.sidebar.setParent(self.window)
        self.card = HardwareCard(theme, Icons(), self.window)
        self.feed = Feed(self.window)
        self.reader = Reader()
        HardwarePresenter(self.sidebar, self.card, self.feed, self.reader)
        self.window.resize(600, 700)
        with qtbot.waitExposed(self.window):
            self.window.show()

    def button(self, where: QWidget, label: str) -> Button:
        (found,) = (button for button in where.findChildren(Button) if button.label == label)
        return found

    def open(self) -> None:
        with self.qtbot.waitExposed(self.card):
            QTest.mouseClick(self.button(self.sidebar, "This computer"), Qt.MouseButton.LeftButton)

    def answer(self) -> None:
        with self.qtbot.waitSignal(self.feed.fact_arrived):
            self.reader.answer()


@pytest.fixture
def bench(qtbot: QtBot, theme: Theme) -> Bench:
    return Bench(qtbot, theme)


def test_nothing_is_read_before_the_card_is_opened(bench: Bench) -> None:
    assert bench.reader.asked == []


def test_it_tells_processor_memory_gpus_and_who_holds_memory(bench: Bench) -> None:
    bench.open()
    assert READING in bench.card.text
    bench.answer()
    for words in ("AMD Ryzen 7 5700X, 8 cores", "24 of 32 GB free, 41 GB/s measured", "RTX 4060", "firefox: 3 GB"):
        assert words in bench.card.text
    assert "Not used: This build of the engine computes on the processor only" in bench.card.text
    assert "AVX2" not in bench.card.text


def test_it_is_read_again_while_it_is_open_and_not_when_it_is_closed(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hardware_card, "REFRESH_MS", 5)
    bench = Bench(qtbot, theme)
    bench.open()
    bench.answer()
    qtbot.waitUntil(lambda: len(bench.reader.asked) == 2)
    bench.card.close()
    asked = len(bench.reader.asked)
    qtbot.wait(30)
    assert len(bench.reader.asked) == asked


def test_the_speed_of_memory_is_measured_again_on_request(bench: Bench) -> None:
    bench.open()
    bench.answer()
    measure = bench.button(bench.card, hardware_card.MEASURE)
    QTest.mouseClick(measure, Qt.MouseButton.LeftButton)
    assert bench.reader.asked[-1] is True
    assert (measure.label, measure.isEnabled()) == (MEASURING, False)
    bench.answer()
    assert (measure.label, measure.isEnabled()) == (hardware_card.MEASURE, True)


def test_it_stays_inside_the_screen(bench: Bench) -> None:
    bench.card.show_hardware(MACHINE)
    bench.card.open_above(QPoint(-500, 10))
    area = bench.card.screen().availableGeometry()
    assert area.contains(bench.card.geometry())


def test_every_line_has_room_in_the_card(bench: Bench) -> None:
    bench.open()
    bench.answer()
    labels = [label for label in bench.card.findChildren(ThemedLabel) if label.isVisible()]
    assert len(labels) >= 10
    for label in labels:
        assert bench.card.rect().contains(label.geometry())
        assert label.height() >= label.heightForWidth(label.width())
