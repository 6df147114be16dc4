"""What is typed is found whatever its case, accents and width, inside words too, and where it really stands."""

import pytest

from quantchat.gui.find_question import MOST_QUESTION_CHARS, FindQuestion, FoldedText


def found(question: FindQuestion, text: str) -> list[str]:
    """The parts of the text that are found, as they are written."""
    return [text[place.start : place.end] for place in FoldedText(text).places(question)]


@pytest.mark.parametrize(
    ("typed", "text", "parts"),
    [
        ("arg", "The target of ARGUMENTS", ["arg", "ARG"]),
        ("cafe", "Café, cafe\u0301 and CAFÉS", ["Café", "cafe\u0301", "CAFÉ"]),
        ("STRASSE", "Die Straße", ["Straße"]),
        ("stras", "Die Straße", ["Straß"]),
        ("１２", "12 and １２", ["12", "１２"]),
        ("two words", "Two\u00a0 words, two\u2028words", ["Two\u00a0 words", "two\u2028words"]),
        ("学習", "機械学習と学習", ["学習", "学習"]),
        ("*a.b(", "x *A.B( y", ["*A.B("]),
        ("שלום", "אמר שָׁלוֹם לכולם", ["שָׁלוֹם"]),
        ("👍", "good 👍👍", ["👍", "👍"]),
    ],
)
def test_what_is_typed_is_found_however_it_is_written(typed: str, text: str, parts: list[str]) -> None:
    assert found(FindQuestion.literal(typed), text) == parts
    assert FoldedText(text).count(FindQuestion.literal(typed)) == len(parts)


@pytest.mark.parametrize("end", ["\n", "\u2029", "\ufdd0"])
def test_nothing_is_found_across_the_end_of_a_paragraph(end: str) -> None:
    assert found(FindQuestion.literal("one two"), f"one{end}two") == []


@pytest.mark.parametrize("typed", ["", "   ", "\n\t", "\u0301"])
def test_nothing_to_look_for_finds_nothing(typed: str) -> None:
    assert FindQuestion.literal(typed).pattern is None
    assert found(FindQuestion.literal(typed), "text") == []


def test_the_words_of_a_search_over_all_chats_are_each_found_at_their_beginnings() -> None:
    question = FindQuestion.words('sort "by date"')

    assert found(question, "Resort: sorting by name, then by date.") == ["sort", "by date"]
    assert FindQuestion.words("...").pattern is None


def test_an_enormous_question_is_cut() -> None:
    assert found(FindQuestion.literal("a" * 100_000), "a" * (MOST_QUESTION_CHARS + 5)) == ["a" * MOST_QUESTION_CHARS]
