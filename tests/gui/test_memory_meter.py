"""The memory meter tells what is free, and reads the machine only while it can be seen."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from quantchat.gui import memory_meter
from quantchat.gui.memory_meter import GpuFigures, MemoryMeter, ModelShare
from quantchat.gui.theme import Theme
from quantchat.probe.memory import Memory, read_memory

GIB = 1024**3


class Machine:
    """Memory that a test decides about, and how often it was asked for."""

    def __init__(self, total_gib: float, available_gib: float) -> None:
        self.memory = Memory(int(total_gib * GIB), int(available_gib * GIB))
        self.reads = 0

    def read(self) -> Memory:
        self.reads += 1
        return self.memory


def shown(qtbot: QtBot, theme: Theme, read: Callable[[], Memory]) -> MemoryMeter:
    meter = MemoryMeter(theme, read)
    qtbot.addWidget(meter)
    with qtbot.waitExposed(meter):
        meter.show()
    return meter


def test_free_memory_is_told_in_words_and_the_used_part_as_a_bar(qtbot: QtBot, theme: Theme) -> None:
    meter = shown(qtbot, theme, Machine(30, 18.2).read)

    assert meter.text == "18.2 of 30 GB free"
    assert sum(part.fraction for part in meter.bar.parts) == pytest.approx(11.8 / 30)


def test_weights_cache_and_computing_of_the_model_have_their_colours(qtbot: QtBot, theme: Theme) -> None:
    meter = shown(qtbot, theme, Machine(32, 24).read)
    meter.set_model(ModelShare(4 * GIB, GIB, GIB, own_bytes=2 * GIB))
    others, weights, cache, compute = meter.bar.parts

    assert [part.colour(theme.colours) for part in (weights, cache, compute)] == [
        theme.colours.weights,
        theme.colours.kv_cache,
        theme.colours.compute,
    ]
    assert (others.fraction, weights.fraction, cache.fraction) == pytest.approx((6 / 32, 4 / 32, 1 / 32))
    assert meter.toolTip().splitlines() == [
        "Weights of the model: 4 GB",
        "Memory of the conversation (KV cache): 1 GB",
        "Computing: 1 GB",
        "Other programs: 6 GB",
    ]


def test_what_was_predicted_stands_beside_what_was_measured(qtbot: QtBot, theme: Theme) -> None:
    meter = shown(qtbot, theme, Machine(32, 24).read)
    meter.set_model(ModelShare(4 * GIB, GIB, GIB, own_bytes=2 * GIB, measured_bytes=int(2.1 * GIB)))
    assert "Of its own, predicted: 2 GB, measured: 2.1 GB" in meter.toolTip()


def test_when_the_model_is_gone_only_other_programs_are_left(qtbot: QtBot, theme: Theme) -> None:
    meter = shown(qtbot, theme, Machine(32, 31).read)
    meter.set_model(ModelShare(GIB, 0, 0, own_bytes=6 * GIB))
    assert meter.bar.parts[0].fraction == 0
    meter.set_model(None)
    assert [part.fraction for part in meter.bar.parts] == pytest.approx([1 / 32])


def test_it_follows_the_machine_while_it_is_visible_and_rests_while_it_is_not(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory_meter, "UPDATE_MS", 5)
    machine = Machine(32, 24)
    meter = shown(qtbot, theme, machine.read)
    machine.memory = Memory(32 * GIB, 8 * GIB)
    qtbot.waitUntil(lambda: meter.text == "8 of 32 GB free")

    meter.hide()
    reads = machine.reads
    qtbot.wait(30)
    assert machine.reads == reads

    machine.memory = Memory(32 * GIB, 4 * GIB)
    meter.show()
    assert meter.text == "4 of 32 GB free"


def test_gpus_have_a_line_below_main_memory_and_none_without_one(qtbot: QtBot, theme: Theme) -> None:
    meter = shown(qtbot, theme, Machine(32, 24).read)
    height = meter.sizeHint().height()
    meter.set_gpus((GpuFigures("RTX 4060", 8 * GIB, 3 * GIB, ModelShare(4 * GIB, 0, 0, own_bytes=4 * GIB)),))
    (line,) = meter.gpu_lines
    assert (line.name, line.text) == ("GPU", "3 of 8 GB free")
    assert [part.fraction for part in line.bar.parts] == pytest.approx([1 / 8, 4 / 8, 0, 0])
    assert meter.sizeHint().height() > height

    meter.set_gpus(())
    assert meter.gpu_lines == ()
    assert meter.sizeHint().height() == height


def test_the_name_of_a_gpu_is_shown_as_it_is(qtbot: QtBot, theme: Theme) -> None:
    meter = shown(qtbot, theme, Machine(32, 24).read)
    meter.set_gpus((GpuFigures("<img src=x>", 8 * GIB, 3 * GIB),))
    assert meter.gpu_lines[0].toolTip() == "<span>&lt;img src=x&gt;<br>Other programs: 5 GB</span>"


def test_this_machine_can_be_shown(qtbot: QtBot, theme: Theme) -> None:
    assert shown(qtbot, theme, read_memory).text.endswith(" GB free")
