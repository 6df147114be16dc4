"""Reading goes on behind what is in the KV cache, and always gives the tokens that reading everything would give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quantchat.engine.evaluated import EvaluatedText, Match, Segment
from quantchat.engine.segments import cut_into_segments, reusable_beginning
from tests.engine.fake_vocabulary import WordVocabulary

TURNS = st.lists(st.sampled_from(["Hi", "Hi there", " spaced", "a b c", "a b", ""]), min_size=1, max_size=4)


def rendered(turns: list[str]) -> bytes:
    return "".join(f"<user>{turn}<end>" for turn in turns).encode() + b"<bot>"


def read(evaluated: EvaluatedText, text: bytes, vocabulary: WordVocabulary) -> int:
    """Read a prompt as an answer does; return how many tokens had to be computed."""
    match = reusable_beginning(evaluated, text, vocabulary)
    kept = evaluated.truncate(match.tokens)
    segments = cut_into_segments(text[match.text_bytes :], vocabulary, at_start=not kept)
    evaluated.extend(segments)
    return evaluated.token_count - kept


@given(first=TURNS, second=TURNS, adds_space=st.booleans(), adds_bos=st.booleans())
def test_a_second_prompt_leaves_the_tokens_that_a_fresh_context_would_hold(
    first: list[str], second: list[str], adds_space: bool, adds_bos: bool
) -> None:
    vocabulary = WordVocabulary(adds_space=adds_space, adds_bos=adds_bos)
    evaluated = EvaluatedText()
    read(evaluated, rendered(first), vocabulary)
    read(evaluated, rendered(second), vocabulary)
    assert evaluated.tokens() == vocabulary.tokenize(rendered(second), at_start=True)


@pytest.mark.parametrize("adds_space", [False, True])
def test_the_same_prompt_again_computes_only_its_end(adds_space: bool) -> None:
    vocabulary = WordVocabulary(adds_space=adds_space)
    evaluated = EvaluatedText()
    prompt = rendered(["a b c", "a b"])
    read(evaluated, prompt, vocabulary)
    assert read(evaluated, prompt, vocabulary) == 1


@pytest.mark.parametrize("adds_space", [False, True])
def test_a_follow_up_computes_only_what_is_new_even_if_the_answer_has_tokens_of_its_own(adds_space: bool) -> None:
    vocabulary = WordVocabulary(adds_space=adds_space)
    evaluated = EvaluatedText()
    read(evaluated, b"<user>Hi<end><bot>", vocabulary)
    for piece in (b"gre", b"eti", b"ngs"):
        evaluated.append(Segment(piece, (vocabulary.token(piece),), ends_at_control=False, is_drawn=True))
    follow_up = b"<user>Hi<end><bot>greetings<end><user>a b<end><bot>"
    assert read(evaluated, follow_up, vocabulary) == len(
        vocabulary.tokenize(b"<end><user>a b<end><bot>", at_start=False)
    )


def test_the_last_word_of_a_stopped_answer_is_read_without_the_words_before_it() -> None:
    vocabulary = WordVocabulary()
    evaluated = EvaluatedText()
    read(evaluated, b"<user>Hi<end><bot>", vocabulary)
    for piece in (b"good", b" day"):
        evaluated.append(Segment(piece, (vocabulary.token(piece),), ends_at_control=False, is_drawn=True))
    assert read(evaluated, b"<user>Hi<end><bot>good day sir<end><user>", vocabulary) == 3


def test_where_the_tokenizer_adds_a_space_a_stopped_answer_is_read_anew_so_that_no_space_gets_into_it() -> None:
    vocabulary = WordVocabulary(adds_space=True)
    evaluated = EvaluatedText()
    read(evaluated, b"<user>Hi<end><bot>", vocabulary)
    evaluated.append(Segment(b"good", (vocabulary.token(b"good"),), ends_at_control=False, is_drawn=True))
    follow_up = b"<user>Hi<end><bot>goodness<end>"
    read(evaluated, follow_up, vocabulary)
    assert evaluated.tokens() == vocabulary.tokenize(follow_up, at_start=True)


def test_an_edit_inside_a_message_is_read_from_the_beginning_of_that_message() -> None:
    vocabulary = WordVocabulary()
    evaluated = EvaluatedText()
    read(evaluated, rendered(["one two three four", "five"]), vocabulary)
    edited = rendered(["one two tree four", "five"])
    expected = len(vocabulary.tokenize(edited, at_start=True)) - len(vocabulary.tokenize(b"<user>", at_start=True))
    assert read(evaluated, edited, vocabulary) == expected


def test_a_text_whose_tokens_do_not_add_up_is_cut_at_control_tokens() -> None:
    vocabulary = WordVocabulary(adds_space=True)
    segments = cut_into_segments(b"<user>a b<end>c", vocabulary, at_start=True)
    assert [segment.text for segment in segments] == [b"", b"<user>", b"a b<end>", b"c"]
    assert [segment.ends_at_control for segment in segments] == [True, True, True, False]


class RenamingVocabulary(WordVocabulary):
    """Calls its tokens by other texts than those they were cut from."""

    def piece(self, token: int) -> bytes:
        return super().piece(token).upper()


def test_a_text_whose_control_tokens_have_other_names_is_one_segment() -> None:
    vocabulary = RenamingVocabulary(adds_bos=False)
    (segment,) = cut_into_segments(b"<user>a<end>", vocabulary, at_start=True)
    assert segment.text == b"<user>a<end>"
    assert len(segment.tokens) == 3


def test_an_empty_text_has_no_segments_and_matches_nothing() -> None:
    vocabulary = WordVocabulary(adds_bos=False)
    assert cut_into_segments(b"", vocabulary, at_start=False) == []
    assert reusable_beginning(EvaluatedText(), b"", vocabulary) == Match(0, 0, 0)
