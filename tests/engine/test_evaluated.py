"""What is in the KV cache is found again by its text."""

from quantchat.engine.evaluated import EvaluatedText, Match, Segment


def evaluated(*segments: Segment) -> EvaluatedText:
    text = EvaluatedText()
    text.extend(segments)
    return text


CONTROL = Segment(b"<user>", (1,), ends_at_control=True)
HELLO = Segment(b"Hello", (2,), ends_at_control=False)
THERE = Segment(b" there", (3, 4), ends_at_control=False)
DRAWN = Segment(b" you", (5,), ends_at_control=False, is_drawn=True)


def test_whole_segments_that_the_text_begins_with_match() -> None:
    assert evaluated(CONTROL, HELLO, THERE).match(b"<user>Hello theory") == Match(2, 2, 11)
    assert evaluated(CONTROL, HELLO, THERE).match(b"<user>Hello there!") == Match(3, 4, 17)


def test_a_match_never_takes_all_of_the_text_because_its_last_token_must_be_computed() -> None:
    assert evaluated(CONTROL, HELLO, THERE).match(b"<user>Hello there") == Match(2, 2, 11)
    assert evaluated(CONTROL).match(b"") == Match(0, 0, 0)


def test_other_text_matches_nothing() -> None:
    assert evaluated(CONTROL, HELLO).match(b"<system>Hello") == Match(0, 0, 0)


def test_truncating_inside_a_segment_drops_the_whole_segment() -> None:
    text = evaluated(CONTROL, HELLO, THERE)
    assert text.truncate(3) == 2
    assert text.tokens() == [1, 2]
    assert text.token_count == 2
    assert text.truncate(5) == 2


def test_going_back_to_a_control_token_leaves_out_the_text_behind_it() -> None:
    text = evaluated(CONTROL, HELLO, THERE)
    match = text.match(b"<user>Hello there, friend")
    assert text.back_to_control(match) == Match(1, 1, 6)
    assert evaluated(HELLO).back_to_control(Match(1, 1, 5)) == Match(0, 0, 0)


def test_a_match_knows_whether_it_ends_in_what_the_model_wrote() -> None:
    text = evaluated(CONTROL, HELLO, DRAWN)
    assert text.ends_in_drawn(text.match(b"<user>Hello you too"))
    assert not text.ends_in_drawn(text.match(b"<user>Hello me"))
    assert not text.ends_in_drawn(Match(0, 0, 0))
