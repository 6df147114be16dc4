"""Choices of sampling survive being written and read, and a file that was changed by hand cannot bring in nonsense."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quantchat.core.sampling_choice import NOTHING_CHOSEN, SamplingChoice
from quantchat.core.sampling_choice_json import choice_from_object, choice_to_object
from quantchat.errors import KnownError

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
CHOICES = st.builds(
    SamplingChoice,
    temperature=st.none() | st.floats(0, 5),
    top_k=st.none() | st.integers(0, 100),
    top_p=st.none() | st.floats(0, 1),
    seed=st.none() | st.integers(0, 2**32 - 1),
    max_tokens=st.none() | st.integers(0, 4096),
    stop=st.none() | st.lists(TEXT, max_size=4).map(tuple),
    json_schema=st.sampled_from([None, "", "{}"]),
)


@given(choice=CHOICES)
def test_a_choice_is_read_as_it_was_written(choice: SamplingChoice) -> None:
    assert choice_from_object(json.loads(json.dumps(choice_to_object(choice)))) == choice


def test_only_what_was_chosen_is_written() -> None:
    assert choice_to_object(SamplingChoice(temperature=0, seed=0)) == {"temperature": 0, "seed": 0}
    assert choice_to_object(NOTHING_CHOSEN) == {}


def test_null_counts_as_not_chosen_and_what_is_not_known_is_passed_over() -> None:
    assert choice_from_object({"top_k": 7, "seed": None, "mirostat": 2}) == SamplingChoice(top_k=7)


@pytest.mark.parametrize(
    "stored",
    [
        {"temperature": "warm"},
        {"temperature": True},
        {"temperature": float("nan")},
        {"temperature": 10**400},
        {"top_k": 1.5},
        {"top_k": []},
        {"seed": -1},
        {"stop": "x"},
        {"stop": [1]},
        {"grammar": 3},
        {"grammar": "root ::= nowhere"},
        {"json_schema": "{"},
    ],
)
def test_what_is_no_sampling_is_refused(stored: dict[str, Any]) -> None:
    with pytest.raises(KnownError):
        choice_from_object(stored)
