"""Numbers are read as people write them, and nothing else passes for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quantchat.core.sampling_ranges import RANGES
from quantchat.gui.chat_settings.number_words import number_from, number_text
from quantchat.gui.chat_settings.stop_row import stops_from, stops_text

SHARE, COUNT, PENALTY = RANGES["top_p"], RANGES["max_tokens"], RANGES["presence_penalty"]


@pytest.mark.parametrize(("text", "number"), [("0.5", 0.5), ("0,5", 0.5), (" .5 ", 0.5), ("1", 1.0), ("1.", 1.0)])
def test_a_fraction_has_a_point_or_a_comma(text: str, number: float) -> None:
    assert number_from(text, SHARE) == number


@pytest.mark.parametrize("text", ["1000", "1,000", "1.000", "1 000", "1\u00a0000", "1’000"])
def test_a_whole_number_may_be_grouped(text: str) -> None:
    assert number_from(text, COUNT) == 1000


def test_a_negative_number_may_have_a_typographic_minus() -> None:
    assert number_from("\u22120.5", PENALTY) == number_from("-0.5", PENALTY) == -0.5


@pytest.mark.parametrize("text", ["", "-", ".", "1.5", "-0.1", "nan", "inf", "1e0", "0x1", "half", "0..5", "٠"])
def test_what_is_no_number_or_not_allowed_is_none(text: str) -> None:
    assert number_from(text, SHARE) is None


@pytest.mark.parametrize("text", ["0.5", "1,00", "-1", "12,3456", "9999999999999"])
def test_what_is_no_whole_number_or_not_allowed_is_none(text: str) -> None:
    assert number_from(text, COUNT) is None


@given(st.floats(-20, 20))
def test_what_is_shown_is_read_again(number: float) -> None:
    shown = number_text(round(number, 4))
    assert number_from(shown, PENALTY) == pytest.approx(round(number, 4), abs=1e-4)


@given(st.lists(st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"]), min_size=1)).map(tuple))
def test_stop_texts_are_read_as_they_are_shown(stops: tuple[str, ...]) -> None:
    assert stops_from(stops_text(stops)) == stops


def test_a_stop_text_stands_in_one_line_and_empty_lines_are_none() -> None:
    assert stops_text(("\n\nUser:", "a\\b")) == "\\n\\nUser:\na\\\\b"
    assert stops_from("one\n\n two\n") == ("one", " two")
