"""Assistants can be written, exchanged and read, and a file from elsewhere is bounded and checked."""

import json
from typing import Any

import pytest

from quantchat.core.assistants import (
    BUILT_IN,
    FORMAT,
    MAX_ASSISTANTS,
    MAX_FILE_BYTES,
    Assistant,
    assistants_from_bytes,
    assistants_to_bytes,
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
