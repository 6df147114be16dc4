"""Titles made from a first message, and the figures of an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quantchat.core.chat import AnswerFigures, title_from_message


def test_a_short_message_is_its_own_title_on_one_line() -> None:
    assert title_from_message("  How do\nI\tbake bread? ") == "How do I bake bread?"


def test_a_long_message_is_cut_at_a_word_without_the_punctuation_before_the_dots() -> None:
    assert title_from_message("Please explain this, and that, to me", max_chars=22) == "Please explain this…"


def test_one_long_word_is_cut_where_it_must_be() -> None:
    assert title_from_message("x" * 60) == "x" * 47 + "…"


def test_a_long_word_behind_a_short_one_is_cut_too_so_that_the_title_says_something() -> None:
    assert title_from_message("A " + "x" * 60) == "A " + "x" * 45 + "…"


@given(text=st.text(), max_chars=st.integers(4, 60))
def test_a_title_is_one_line_within_its_length(text: str, max_chars: int) -> None:
    title = title_from_message(text, max_chars)
    assert len(title) <= max_chars
    assert len(title.splitlines()) <= 1


def test_decode_speed_counts_the_steps_between_tokens() -> None:
    assert AnswerFigures(answer_tokens=101, decode_ms=2000.0).tokens_per_second == pytest.approx(50.0)


@pytest.mark.parametrize("figures", [AnswerFigures(), AnswerFigures(answer_tokens=1), AnswerFigures(answer_tokens=9)])
def test_an_answer_too_short_to_time_has_no_speed(figures: AnswerFigures) -> None:
    assert figures.tokens_per_second == 0.0
