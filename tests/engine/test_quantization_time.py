"""How long the making of a file is said to take, before it begins and while it runs."""

from itertools import pairwise

import pytest

from quantchat.engine.quantization_time import ProgressEstimate, QuantizationProgress, duration_text, estimated_seconds
from tests.core.architecture_cases import ARCHITECTURE_CASES

LLAMA_8B = next(case.header for case in ARCHITECTURE_CASES if case.name == "Llama-3-8B")


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_types_that_search_for_good_scales_take_longer_than_those_that_round() -> None:
    seconds = [estimated_seconds(LLAMA_8B, name, 8) for name in ("Q4_0", "Q5_1", "Q8_0", "Q3_K_M", "Q4_K_M", "IQ4_XS")]
    assert all(before < after for before, after in pairwise(seconds))


def test_cores_share_the_arithmetic_but_not_the_disk() -> None:
    one, two, many = (estimated_seconds(LLAMA_8B, "Q4_K_M", threads) for threads in (1, 2, 1000))
    assert one / 2 < two < one
    assert many > (LLAMA_8B.file_size_bytes or LLAMA_8B.tensor_bytes) / 400e6


def test_a_model_that_is_only_copied_takes_as_long_as_the_disk() -> None:
    to_f16 = estimated_seconds(LLAMA_8B, "F16", 1)
    assert to_f16 == pytest.approx(1 + 2 * LLAMA_8B.tensor_bytes / 400e6, rel=0.01)


def test_progress_counts_time_and_not_tensors() -> None:
    estimate = ProgressEstimate({"embedding": 6.0, "norm": 0.0, "up": 2.0, "down": 2.0}, Clock())
    fractions = [estimate.begins(name).fraction for name in ("norm", "embedding", "up", "down")]
    assert fractions == [0.0, 0.0, 0.6, 0.8]


def test_time_left_follows_the_estimate_at_first_and_then_the_speed_seen() -> None:
    clock = Clock()
    estimate = ProgressEstimate({"a": 1.0, "b": 50.0, "c": 49.0}, clock)
    assert estimate.begins("a") == QuantizationProgress(0.0, 100.0)
    clock.now += 3
    assert estimate.begins("b") == QuantizationProgress(0.01, 99.0)  # too little was seen to judge the speed by
    clock.now += 99
    assert estimate.begins("c") == QuantizationProgress(0.51, 49 * 102 / 51)


def test_names_that_nobody_knows_or_that_come_twice_do_no_harm() -> None:
    estimate = ProgressEstimate({"a": 1.0, "b": 1.0}, Clock())
    fractions = [estimate.begins(name).fraction for name in ("a", "?", "a", "b", "b", "b")]
    assert fractions == [0.0, 0.5, 0.5, 0.5, 1.0, 1.0]
    assert ProgressEstimate({}, Clock()).begins("a").fraction == 0.0


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, "a few seconds"),
        (12.0, "about 10 seconds"),
        (54.0, "about 50 seconds"),
        (70.0, "about a minute"),
        (180.0, "about 3 minutes"),
        (3600.0, "about 60 minutes"),
        (7200.0, "about 2 hours"),
    ],
)
def test_durations_are_told_no_more_exactly_than_they_are_known(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text
