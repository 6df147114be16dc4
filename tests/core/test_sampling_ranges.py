"""Every value of a sampling has a range, and a sentence for what lies outside it."""

import math
from dataclasses import replace
from typing import Any

import pytest

from quantchat.core.chat import Sampling
from quantchat.core.sampling_ranges import check_sampling
from quantchat.errors import KnownError

PLAIN = Sampling()


def refusal(**changes: Any) -> str:
    with pytest.raises(KnownError) as refused:
        check_sampling(replace(PLAIN, **changes))
    return refused.value.sentence


def test_the_defaults_can_be_used() -> None:
    check_sampling(PLAIN)


@pytest.mark.parametrize(
    "changes",
    [
        {"temperature": 0},
        {"temperature": 5},
        {"top_k": 0},
        {"top_p": 1},
        {"min_p": 1},
        {"presence_penalty": -12.0},
        {"seed": 2**32 - 1},
        {"max_tokens": 1},
        {"stop": ("\n", "Ende")},
        {"grammar": 'root ::= "a"'},
        {"json_schema": "{}"},
    ],
)
def test_values_at_the_ends_of_their_ranges_can_be_used(changes: dict[str, Any]) -> None:
    check_sampling(replace(PLAIN, **changes))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"temperature": -0.1}, "The temperature must be a number from 0 to 5."),
        ({"temperature": math.nan}, "The temperature must be a number from 0 to 5."),
        ({"temperature": math.inf}, "The temperature must be a number from 0 to 5."),
        ({"top_k": -1}, "Top-k must be a whole number from 0 to 1,000,000."),
        ({"top_k": 1.5}, "Top-k must be a whole number from 0 to 1,000,000."),
        ({"top_p": 1.01}, "Top-p must be a number from 0 to 1."),
        ({"min_p": -0.01}, "Min-p must be a number from 0 to 1."),
        ({"repeat_penalty": 0}, "The repeat penalty must be a number from 0.1 to 5."),
        ({"presence_penalty": 21}, "The presence penalty must be a number from -20 to 20."),
        ({"frequency_penalty": -21}, "The frequency penalty must be a number from -20 to 20."),
        ({"penalty_last_n": 10**9}, "The window of the penalties must be a whole number from 0 to 65,536."),
        ({"max_tokens": -1}, "The longest answer must be a whole number from 0 to 2,147,483,647."),
        ({"seed": 2**32}, "The seed must be a whole number from 0 to 4,294,967,295."),
        ({"stop": ("",)}, "A stop text must not be empty."),
        ({"stop": ("x" * 257,)}, "A stop text can have at most 256 characters."),
        ({"stop": ("a",) * 17}, "An answer can have at most 16 stop texts."),
        ({"stop": ("\ud83d",)}, "A stop text holds something that is no character."),
        (
            {"grammar": 'root ::= "a"', "json_schema": "{}"},
            "An answer can be held to a grammar or to a JSON schema, not to both.",
        ),
    ],
)
def test_a_value_outside_its_range_is_told(changes: dict[str, Any], sentence: str) -> None:
    assert refusal(**changes) == sentence


def test_a_grammar_or_schema_that_cannot_be_used_is_told_before_anything_is_asked() -> None:
    assert "nowhere defined" in refusal(grammar="root ::= nowhere")
    assert "is not valid JSON" in refusal(json_schema="{")
