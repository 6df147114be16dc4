"""Sentences that are English for everybody and remember what they were made from."""

import copy
import pickle

import pytest

from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import NO_WORDS, Wording, choice_of, joined, listed, short_number, verbatim, worded, worded_count


def test_a_wording_is_its_english_text_wherever_text_is_wanted() -> None:
    said = worded("{file} needs {size:.1f} GB and {tokens:,} tokens.", file="a.gguf", size=4.94, tokens=8192)
    assert said == "a.gguf needs 4.9 GB and 8,192 tokens."
    assert f"{said}" == "a.gguf needs 4.9 GB and 8,192 tokens."


def test_a_wording_remembers_template_and_values() -> None:
    said = worded("{file} is missing.", file="a.gguf")
    assert said.template == "{file} is missing."
    assert dict(said.values) == {"file": "a.gguf"}


@pytest.mark.parametrize(("count", "told"), [(0, "0 files"), (1, "1 file"), (2, "2 files")])
def test_a_number_chooses_the_english_form(count: int, told: str) -> None:
    assert worded_count("{count} file", "{count} files", count=count) == told


def test_a_name_with_braces_is_taken_as_it_is() -> None:
    assert worded("{file} is missing.", file="{x}.gguf") == "{x}.gguf is missing."
    assert joined((verbatim("{a}"), verbatim("b}"))) == "{a} b}"


def test_empty_sentences_are_left_out_and_one_alone_stays_itself() -> None:
    only = worded("Only this.")
    assert joined((NO_WORDS, only, "")) is only
    assert joined(()) == ""
    assert joined((only, worded("And that."))) == "Only this. And that."


@pytest.mark.parametrize(
    ("words", "told", "offered"),
    [((), "", ""), (("a",), "a", "a"), (("a", "b"), "a and b", "a or b"), (("a", "b", "c"), "a, b and c", "a, b or c")],
)
def test_words_are_listed_as_people_list_them(words: tuple[str, ...], told: str, offered: str) -> None:
    assert (listed(words), choice_of(words)) == (told, offered)


def test_a_decimal_that_is_zero_is_not_written() -> None:
    assert [str(short_number(number)) for number in (18.24, 29.97, 0.04)] == ["18.2", "30", "0"]


def test_copies_remember_as_well() -> None:
    said = worded_count("{count} file in {folder}", "{count} files in {folder}", count=1, folder=worded("the trash"))
    for copied in (copy.copy(said), copy.deepcopy(said), pickle.loads(pickle.dumps(said))):
        assert isinstance(copied, Wording)
        assert (copied, copied.template, dict(copied.values)) == (said, said.template, dict(said.values))


def test_sentence_and_hint_of_an_error_stay_translatable_together() -> None:
    error = KnownError(ErrorKind.OTHER, worded("It broke."), worded("Try again."))
    assert error.text == "It broke. Try again."
    assert [str(value) for value in error.text.values.values()] == ["It broke.", "Try again."]
