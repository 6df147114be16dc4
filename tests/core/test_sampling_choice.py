"""What the person chose goes before what the model's makers recommend, and that before the program's own."""

import struct
from typing import Any

import pytest

from quantchat.core.chat import Sampling
from quantchat.core.sampling_choice import (
    NOTHING_CHOSEN,
    RECOMMENDATION_KEYS,
    SamplingChoice,
    effective_sampling,
    recommended_sampling,
)


def test_each_value_comes_from_the_first_who_has_it() -> None:
    person = SamplingChoice(temperature=0.0, stop=())
    model = SamplingChoice(temperature=1.0, top_k=20, stop=("x",))
    program = Sampling(temperature=0.7, top_k=40, top_p=0.95)
    assert effective_sampling(person, model, program) == Sampling(temperature=0.0, top_k=20, top_p=0.95)


def test_without_any_choice_the_program_decides() -> None:
    assert NOTHING_CHOSEN.is_empty
    assert not SamplingChoice(seed=0).is_empty
    assert effective_sampling(NOTHING_CHOSEN, NOTHING_CHOSEN, Sampling(seed=3)) == Sampling(seed=3)


def test_the_recommendation_of_a_file_is_read_under_llama_cpps_keys() -> None:
    (stored_top_p,) = struct.unpack("<f", struct.pack("<f", 0.95))
    metadata = {
        "general.sampling.temp": 0.6000000238418579,
        "general.sampling.top_k": 20,
        "general.sampling.top_p": stored_top_p,
        "general.sampling.min_p": 0.0,
        "general.sampling.penalty_repeat": 1.0499999523162842,
        "general.sampling.penalty_last_n": 128,
        "general.sampling.mirostat": 2,
    }
    assert recommended_sampling(metadata) == SamplingChoice(
        temperature=0.6, top_k=20, top_p=0.95, min_p=0.0, repeat_penalty=1.05, penalty_last_n=128
    )


def test_numbers_that_llama_cpp_tells_as_text_are_read_too() -> None:
    assert recommended_sampling({"general.sampling.temp": "0.600000", "general.sampling.top_k": "20"}) == (
        SamplingChoice(temperature=0.6, top_k=20)
    )


@pytest.mark.parametrize(
    "value", ["", "hot", "nan", "1e999", float("nan"), float("inf"), -1, 10**400, True, None, (1, 2), b"1", [0.5]]
)
def test_a_recommendation_that_cannot_be_used_counts_as_none(value: Any) -> None:
    assert recommended_sampling(dict.fromkeys(RECOMMENDATION_KEYS.values(), value)).is_empty


def test_a_file_that_recommends_nothing_changes_nothing() -> None:
    assert recommended_sampling({"general.name": "A model"}).is_empty
