"""The context meter tells how full the context is, and nothing when nothing is known; it is a button."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from quantchat.gui.context_meter import ContextMeter
from quantchat.gui.icons import Icons
from quantchat.gui.theme import Theme
from quantchat.gui.top_bar import NARROW_WIDTH, TopBar
from tests.gui.picker.shelves import local_model


@pytest.fixture
def meter(qtbot: QtBot, theme: Theme) -> ContextMeter:
    meter = ContextMeter(theme)
    qtbot.addWidget(meter)
    return meter


def colour_of(meter: ContextMeter, theme: Theme) -> str:
    return meter.bar.parts[0].colour(theme.colours)


def test_it_is_hidden_until_something_is_known(meter: ContextMeter) -> None:
    assert meter.isHidden()

    meter.set_usage(0, 8192)
    assert not meter.isHidden()
    meter.clear()
    assert meter.isHidden()
    meter.set_usage(10, 0)
    assert meter.isHidden()


def test_it_counts_tokens_in_words_and_as_a_bar(meter: ContextMeter) -> None:
    meter.set_usage(2140, 8192)

    assert meter.words == "2,140 of 8,192 tokens"
    assert meter.bar.parts[0].fraction == pytest.approx(2140 / 8192)


def test_it_turns_amber_above_85_percent_and_says_what_will_happen(meter: ContextMeter, theme: Theme) -> None:
    meter.set_usage(850, 1000)
    assert colour_of(meter, theme) == theme.colours.accent

    meter.set_usage(851, 1000)
    assert colour_of(meter, theme) == theme.colours.split
    assert "oldest messages" in meter.toolTip()
    assert meter.words == "851 of 1,000 tokens, almost full"
    label = meter.findChild(QLabel)
    assert isinstance(label, QLabel)
    assert label.palette().color(label.foregroundRole()).name() == theme.colours.split.lower()

    meter.set_usage(10, 1000)
    assert colour_of(meter, theme) == theme.colours.accent


def test_a_context_without_room_is_told_as_full_and_not_as_almost_full(meter: ContextMeter) -> None:
    for used_tokens in (1024, 1030):
        meter.set_usage(used_tokens, 1024)
        assert meter.words == f"{used_tokens:,} of 1,024 tokens, full"
        assert meter.accessibleName().endswith("used, full")
        assert meter.toolTip().startswith("The context is full")


def test_where_the_words_have_no_room_a_number_takes_their_place(meter: ContextMeter) -> None:
    meter.set_usage(2140, 8192)
    meter.set_bar_visible(is_visible=False)
    meter.set_room(meter.sizeHint().width() - 1)
    assert meter.words == "26 %"
    assert meter.accessibleName() == "Context: 2,140 of 8,192 tokens used"
    assert meter.toolTip().startswith("2,140 of 8,192 tokens\n")
    meter.set_usage(8191, 8192)
    assert meter.words == "99 %"
    meter.set_room(1000)
    assert meter.words == "8,191 of 8,192 tokens, almost full"


def test_screen_readers_hear_what_the_figures_are_of(meter: ContextMeter) -> None:
    meter.set_usage(2140, 8192)
    assert meter.accessibleName() == "Context: 2,140 of 8,192 tokens used"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_it_is_reached_by_tab_and_pressed_by_enter_or_space(qtbot: QtBot, meter: ContextMeter, key: Qt.Key) -> None:
    meter.set_usage(2140, 8192)
    assert meter.focusPolicy() & Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(meter.clicked):
        QTest.keyClick(meter, key)


def test_a_click_on_its_words_or_its_bar_presses_it(qtbot: QtBot, meter: ContextMeter) -> None:
    meter.set_usage(2140, 8192)
    with qtbot.waitExposed(meter):
        meter.show()
    for part in (meter.bar, meter.findChild(QLabel)):
        assert part is not None
        under = meter.window().childAt(part.geometry().center()) or meter
        assert under is meter
        with qtbot.waitSignal(meter.clicked):
            QTest.mouseClick(meter, Qt.MouseButton.LeftButton, pos=part.geometry().center())


def test_the_model_in_use_decides_how_long_the_context_is(qtbot: QtBot, meter: ContextMeter) -> None:
    meter.set_usage(2140, 8192)
    with qtbot.waitSignal(meter.usage_changed) as told:
        meter.set_model_context(16384)
    assert told.args == [2140, 16384]
    assert meter.words == "2,140 of 16,384 tokens"
    meter.clear()
    assert meter.isHidden()
    meter.set_model_context(4096)
    assert meter.isHidden()


def test_in_a_narrow_window_the_bar_gives_way_and_the_words_stay(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    top_bar = TopBar(theme, icons)
    qtbot.addWidget(top_bar)
    top_bar.model_menu.set_current(local_model("Gemma 3 270M", "Q4_K_M"))
    top_bar.context_meter.set_usage(7400, 8192)
    top_bar.resize(NARROW_WIDTH + 100, top_bar.height())
    with qtbot.waitExposed(top_bar):
        top_bar.show()
    assert top_bar.context_meter.bar.isVisible()

    top_bar.resize(NARROW_WIDTH - 124, top_bar.height())
    meter, menu = top_bar.context_meter, top_bar.model_menu
    qtbot.waitUntil(lambda: not meter.bar.isVisible() and meter.width() == meter.sizeHint().width())
    assert meter.geometry().left() >= menu.geometry().right()
    assert meter.geometry().right() <= top_bar.width()
