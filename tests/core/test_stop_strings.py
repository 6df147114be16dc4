"""Stop strings end an answer at the same place however the text arrives."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quantchat.core.stop_strings import StopStrings

LETTERS = st.text("abc", max_size=12)
STOPS = st.lists(st.text("abc", min_size=1, max_size=4), max_size=3)


def answer_of(pieces: Sequence[str], stops: Sequence[str]) -> tuple[str, bool]:
    watch = StopStrings(stops)
    shown = ""
    for piece in pieces:
        shown += watch.feed(piece)
        if watch.found:
            return shown, True
    return shown + watch.finish(), False


@given(pieces=st.lists(LETTERS, max_size=8), stops=STOPS)
def test_the_cut_into_pieces_makes_no_difference(pieces: list[str], stops: list[str]) -> None:
    assert answer_of(pieces, stops) == answer_of(list("".join(pieces)), stops) == answer_of(["".join(pieces)], stops)


@given(pieces=st.lists(LETTERS, max_size=8), stops=STOPS)
def test_no_stop_string_is_ever_shown_and_nothing_before_it_is_lost(pieces: list[str], stops: list[str]) -> None:
    text = "".join(pieces)
    shown, found = answer_of(pieces, stops)
    assert text.startswith(shown)
    assert found == any(stop in text for stop in stops)
    if not found:
        assert shown == text
    assert not any(stop in shown for stop in stops)


def test_text_that_may_begin_a_stop_string_is_held_back_until_it_is_decided() -> None:
    watch = StopStrings(["<end>"])
    assert watch.feed("good <en") == "good "
    assert watch.feed("vy> and <") == "<envy> and "
    assert watch.finish() == "<"
    assert not watch.found


def test_of_several_stop_strings_the_one_that_is_complete_first_counts() -> None:
    assert answer_of(["Hello User: Bot:"], ["Bot:", "User:"]) == ("Hello ", True)
    assert answer_of(["xabcd"], ["abcd", "bc"]) == ("xa", True)


@pytest.mark.parametrize("stops", [(), ("",)])
def test_without_stop_strings_everything_passes_at_once(stops: tuple[str, ...]) -> None:
    watch = StopStrings(stops)
    assert watch.feed("anything at all") == "anything at all"
    assert watch.finish() == ""
