"""Assistants can be written, exchanged and read, and a file from elsewhere is bounded and checked."""

import json
from typing import Any

import pytest

from quantchat.core.assistants import (
    BUILT_IN,
    FORMAT,
    MAX_ASSISTANTS,
    MAX_FILE_BYTES,
    MAX_NAME_CHARS,
    MAX_PROMPT_CHARS,
    Assistant,
    assistants_from_bytes,
    assistants_to_bytes,
    check_name,
    check_prompt,
    free_name,
)
from quantchat.core.sampling_choice import SamplingChoice
from quantchat.errors import KnownError

MINE = Assistant("mine", "Bäcker", "Back Brot.\n", "/models/a.gguf", SamplingChoice(temperature=0.4, stop=("\n",)))


def file_with(*assistants: Any, **changes: Any) -> bytes:
    return json.dumps({"format": FORMAT, "version": 1, "assistants": assistants, **changes}).encode()


def refusal(data: bytes) -> str:
    with pytest.raises(KnownError) as refused:
        assistants_from_bytes(data)
    return refused.value.sentence


def test_assistants_are_read_as_they_were_written() -> None:
    assert assistants_from_bytes(assistants_to_bytes((*BUILT_IN, MINE))) == (*BUILT_IN, MINE)
    assert assistants_from_bytes(assistants_to_bytes(())) == ()


def test_those_that_come_with_the_program_have_names_and_short_prompts_and_plain_decides_nothing() -> None:
    assert [assistant.name for assistant in BUILT_IN] == ["Plain", "Writer", "Coder", "Translator", "Tutor"]
    assert BUILT_IN[0] == Assistant("plain", "Plain")
    assert all(len(assistant.system_prompt) < 500 for assistant in BUILT_IN)


def test_what_is_missing_is_empty_and_what_is_not_known_is_passed_over() -> None:
    assert assistants_from_bytes(file_with({"id": "a", "name": " A ", "colour": 3})) == (Assistant("a", "A"),)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "is not valid JSON"),
        (b"\xff\xfe", "is not valid JSON"),
        (b"[" * 100_000, "is not valid JSON"),
        (b"[]", "was not written by QuantChat"),
        (file_with(format="other"), "was not written by QuantChat"),
        (file_with(version=2), "was written by another version"),
        (file_with(assistants={}), "has no list of at most 200 assistants"),
        (file_with(*[{"id": str(n), "name": str(n)} for n in range(MAX_ASSISTANTS + 1)]), "has no list of at most"),
        (file_with(3), "an entry that is no assistant"),
        (file_with({"id": "a"}), "has an assistant without name"),
        (file_with({"id": "", "name": "A"}), "has an assistant without id"),
        (file_with({"id": "a", "name": ["A"]}), "whose name is no text"),
        (
            file_with({"id": "a", "name": "A", "system_prompt": "x" * 40_000}),
            "whose system_prompt is no text of at most",
        ),
        (file_with({"id": "a", "name": "A", "sampling": [1]}), "whose sampling is no object"),
        (file_with({"id": "a", "name": "A"}, {"id": "a", "name": "B"}), "two assistants with the same id"),
        (file_with({"id": "a", "name": "A"}, {"id": "b", "name": "a"}), "two assistants with the same name"),
        (b" " * (MAX_FILE_BYTES + 1), "is larger than 4 MiB"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_whole(data: bytes, fault: str) -> None:
    assert fault in refusal(data)


def test_a_sampling_that_cannot_be_used_is_told() -> None:
    bad = file_with({"id": "a", "name": "A", "sampling": {"temperature": 99}})
    assert refusal(bad) == "The temperature must be a number from 0 to 5."


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "An assistant needs a name."),
        (" \t", "An assistant needs a name."),
        ("x" * (MAX_NAME_CHARS + 1), "A name can have at most 80 characters."),
        (" writer ", "There is an assistant named “writer” already."),
    ],
)
def test_a_name_that_is_empty_too_long_or_taken_is_refused(name: str, sentence: str) -> None:
    with pytest.raises(KnownError) as refused:
        check_name(name, ["Writer"])
    assert refused.value.sentence == sentence


def test_a_name_of_its_own_and_a_prompt_of_usual_length_are_taken() -> None:
    check_name("x" * MAX_NAME_CHARS, ["Writer"])
    check_prompt("x" * MAX_PROMPT_CHARS)


def test_a_prompt_that_could_not_be_read_again_is_refused_with_its_length() -> None:
    with pytest.raises(KnownError, match="at most 32,000 characters; this one has 32,001"):
        check_prompt("x" * (MAX_PROMPT_CHARS + 1))


def test_a_taken_name_gets_the_first_free_number_and_stays_short_enough() -> None:
    assert free_name(" Tutor ", ["Writer"]) == "Tutor"
    assert free_name("Tutor", ["tutor", "Tutor 2"]) == "Tutor 3"
    longest = "x" * MAX_NAME_CHARS
    assert free_name(longest, [longest]) == "x" * (MAX_NAME_CHARS - 2) + " 2"
