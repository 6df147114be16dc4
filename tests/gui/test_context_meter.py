"""The context meter tells how full the context is, and nothing when nothing is known."""

import pytest
from pytestqt.qtbot import QtBot

from quantchat.gui.context_meter import ContextMeter
from quantchat.gui.theme import Theme


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

    assert meter.text == "2,140 of 8,192 tokens"
    assert meter.bar.parts[0].fraction == pytest.approx(2140 / 8192)


def test_it_turns_amber_above_85_percent_and_says_what_will_happen(meter: ContextMeter, theme: Theme) -> None:
    meter.set_usage(850, 1000)
    assert colour_of(meter, theme) == theme.colours.accent

    meter.set_usage(851, 1000)
    assert colour_of(meter, theme) == theme.colours.split
    assert "oldest messages" in meter.toolTip()

    meter.set_usage(10, 1000)
    assert colour_of(meter, theme) == theme.colours.accent
