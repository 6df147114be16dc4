"""A model's thinking is told apart from its answer, however the stream is cut."""

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quantchat.core.reasoning import ANSWER_OPENERS, FORMATS, ReasoningFormat, ReasoningSplitter, is_part_of_a_marker

BY_NAME = [pytest.param(form, id=form.opens) for form in FORMATS]
THINK = FORMATS[0]
HARMONY = next(form for form in FORMATS if "channel" in form.opens)
FRAGMENTS = [" ", "\n", "a", "<", "thin", "k>", "final", *ANSWER_OPENERS, "<|end|>", "<|start|>", "assistant"]
STREAMS = st.lists(
    st.one_of(
        st.sampled_from(FRAGMENTS),
        st.sampled_from([marker for form in FORMATS for marker in (form.opens, form.closes)]),
    ),
    max_size=10,
).map("".join)


def split(pieces: Sequence[str], prompt_tail: str = "") -> tuple[str, str]:
    splitter = ReasoningSplitter(prompt_tail)
    parts = [*(splitter.feed(piece) for piece in pieces), splitter.finish()]
    return "".join(part.reasoning for part in parts), "".join(part.answer for part in parts)


@given(text=STREAMS, cuts=st.lists(st.integers(0, 80), max_size=12), opened=st.booleans())
@example(text="<think>\n a  \n</think>\n b", cuts=[7, 8, 11, 12], opened=False)
@example(text=ANSWER_OPENERS[1] * 3 + "a", cuts=[28, 56], opened=False)
def test_the_cut_into_pieces_makes_no_difference(text: str, cuts: list[int], opened: bool) -> None:
    tail = "<|assistant|><think>\n" if opened else ""
    edges = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    pieces = [text[begin:end] for begin, end in itertools.pairwise(edges)]
    whole = split([text], tail)
    assert split(pieces, tail) == whole
    assert split(list(text), tail) == whole


@pytest.mark.parametrize("form", BY_NAME)
def test_thinking_and_answer_of_every_format_come_out_apart(form: ReasoningFormat) -> None:
    opener = ANSWER_OPENERS[0] if form is HARMONY else "\n\n"
    text = f"{form.opens}\nTwo and two…\n{form.closes}{opener}Four."
    assert split(list(text)) == ("Two and two…", "Four.")


@pytest.mark.parametrize("form", BY_NAME)
def test_thinking_that_the_prompt_opened_is_thinking(form: ReasoningFormat) -> None:
    splitter = ReasoningSplitter(f"<|assistant|>{form.opens}\n")
    assert splitter.is_reasoning
    assert splitter.feed("Hm.").reasoning == "Hm."
    assert splitter.feed(form.closes + "Yes.").answer == "Yes."
    assert not splitter.is_reasoning


@pytest.mark.parametrize("form", BY_NAME)
def test_thinking_that_never_closes_stays_thinking(form: ReasoningFormat) -> None:
    assert split([form.opens, "and then", form.closes[:-1]]) == ("and then" + form.closes[:-1], "")


@pytest.mark.parametrize("form", BY_NAME)
def test_a_tag_later_in_the_answer_is_text(form: ReasoningFormat) -> None:
    text = f"Write {form.opens}this{form.closes} in your prompt."
    assert split(list(text)) == ("", text)


def test_a_second_thought_after_the_first_is_text() -> None:
    assert split(["<think>a</think>b<think>c</think>"]) == ("a", "b<think>c</think>")


def test_leading_blank_space_before_thinking_and_answer_is_dropped() -> None:
    assert split([" \n", "<think>", "\n\n", "a", "</think>", "\n", "\n  b  "]) == ("a", "b  ")


def test_an_answer_without_thinking_loses_only_its_leading_blank_space() -> None:
    assert split(["\n", " Hello", "  there \n"]) == ("", "Hello  there \n")


def test_text_that_only_looks_like_a_marker_at_first_comes_out_whole() -> None:
    assert split(["<", "thi", "rd> of all"]) == ("", "<third> of all")
    assert split(["<thin"]) == ("", "<thin")


def test_gpt_oss_without_thinking_shows_only_its_answer() -> None:
    assert split([ANSWER_OPENERS[1][:11], ANSWER_OPENERS[1][11:], "Hi."]) == ("", "Hi.")


def test_thinking_arrives_while_it_grows() -> None:
    splitter = ReasoningSplitter()
    assert splitter.feed("<think>One ").reasoning == "One"
    assert splitter.feed("two</thi").reasoning == " two"
    assert splitter.feed("nk>").reasoning == ""


def test_control_tokens_that_mark_thinking_are_known_and_others_are_not() -> None:
    assert all(
        is_part_of_a_marker(token) for token in ("<think>", "</think>", "<|channel|>", "<|message|>", "[/THINK]")
    )
    assert not any(is_part_of_a_marker(token) for token in ("", "<|im_end|>", "<|im_start|>", "<s>"))
