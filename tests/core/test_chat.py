"""The figures of an answer."""

import pytest

from quantchat.core.chat import AnswerFigures


def test_decode_speed_counts_the_steps_between_tokens() -> None:
    assert AnswerFigures(answer_tokens=101, decode_ms=2000.0).tokens_per_second == pytest.approx(50.0)


@pytest.mark.parametrize("figures", [AnswerFigures(), AnswerFigures(answer_tokens=1), AnswerFigures(answer_tokens=9)])
def test_an_answer_too_short_to_time_has_no_speed(figures: AnswerFigures) -> None:
    assert figures.tokens_per_second == 0.0
