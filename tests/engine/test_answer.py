"""Tokens become text on its way out: whole characters, no stop strings, thinking apart, the first word at once."""

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quantchat.engine.answer import AnswerClock, AnswerStream
from quantchat.engine.protocol import Delta


class Sent:
    """Collects what a stream sends."""

    def __init__(self, stops: Sequence[str] = (), prompt_tail: str = "") -> None:
        self.deltas: list[Delta] = []
        self.stream = AnswerStream(7, prompt_tail, stops, self.deltas.append)

    def write(self, *pieces: bytes, is_hidden: bool = False) -> "Sent":
        for piece in pieces:
            self.stream.add(piece, is_hidden=is_hidden, context_used=100 + self.stream.token_count)
        return self

    @property
    def answer(self) -> str:
        return "".join(delta.answer for delta in self.deltas)

    @property
    def reasoning(self) -> str:
        return "".join(delta.reasoning for delta in self.deltas)


@given(
    text=st.text("aé漢🙂👩‍💻 ", min_size=1).filter(lambda text: text == text.lstrip()), cuts=st.sets(st.integers(1, 60))
)
def test_characters_are_never_cut_however_their_bytes_arrive(text: str, cuts: set[int]) -> None:
    data = text.encode()
    edges = [0, *sorted(cut for cut in cuts if cut < len(data)), len(data)]
    sent = Sent()
    for begin, end in itertools.pairwise(edges):
        sent.write(data[begin:end])
        assert text.startswith(sent.answer)
    sent.stream.finish()
    assert sent.answer == text


def test_bytes_that_are_no_character_become_one_replacement_at_the_end_and_not_an_error() -> None:
    sent = Sent().write(b"ok ", "🙂".encode()[:2])
    assert sent.answer == "ok "
    sent.stream.finish()
    assert sent.answer == "ok \N{REPLACEMENT CHARACTER}"


def test_the_first_token_leaves_at_once_and_later_ones_are_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quantchat.engine.answer.FLUSH_SECONDS", 3600)
    sent = Sent().write(b"One", b" two", b" three")
    assert [delta.answer for delta in sent.deltas] == ["One"]
    sent.stream.finish()
    assert [delta.answer for delta in sent.deltas] == ["One", " two three"]
    assert sent.deltas[-1].answer_tokens == 3
    assert sent.deltas[-1].context_used == 102


def test_a_stop_string_across_tokens_ends_the_answer_before_it() -> None:
    sent = Sent(stops=["\nUser:"]).write(b"Fine.", b"\nUs", b"er: more")
    assert sent.stream.is_stopped
    sent.stream.finish()
    assert sent.answer == "Fine."


def test_half_a_character_behind_a_stop_string_is_not_shown() -> None:
    sent = Sent(stops=["END"]).write(b"Fine.END" + "🙂".encode()[:2])
    sent.stream.finish()
    assert sent.answer == "Fine."


def test_what_only_began_a_stop_string_comes_out_at_the_end() -> None:
    sent = Sent(stops=["\nUser:"]).write(b"Fine.", b"\nUs")
    sent.stream.finish()
    assert sent.answer == "Fine.\nUs"


def test_control_tokens_are_not_shown_but_their_marks_tell_thinking_apart() -> None:
    sent = Sent()
    sent.write(b"<|channel|>", is_hidden=True).write(b"analysis").write(b"<|message|>", is_hidden=True).write(b"Hm.")
    sent.write(b"<|end|>", b"<|start|>", is_hidden=True).write(b"assistant").write(b"<|channel|>", is_hidden=True)
    sent.write(b"final").write(b"<|message|>", is_hidden=True).write(b"Yes.").write(b"<|other|>", is_hidden=True)
    sent.stream.finish()
    assert (sent.reasoning, sent.answer) == ("Hm.", "Yes.")


def test_the_time_of_thinking_is_measured_only_where_there_was_some() -> None:
    thought = Sent(prompt_tail="<think>\n").write(b"Hm", b".", b"</think>", b"Yes")
    thought.stream.finish()
    assert thought.stream.reasoning_seconds > 0
    plain = Sent().write(b"Yes")
    plain.stream.finish()
    assert plain.stream.reasoning_seconds == 0


def test_an_answer_without_a_word_has_figures_without_a_speed() -> None:
    sent = Sent()
    clock = AnswerClock(0.0, prompt_tokens=12, evaluated_tokens=4)
    figures = clock.figures(sent.stream, context_length=512, context_used=12, seed=3)
    assert (figures.prompt_tokens, figures.evaluated_tokens, figures.answer_tokens) == (12, 4, 0)
    assert figures.time_to_first_token_ms == 0
    assert figures.tokens_per_second == 0


def test_the_first_token_counts_from_the_request_and_the_rest_from_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([10.1, 10.3, 10.5, 10.6, 10.7])
    monkeypatch.setattr("time.perf_counter", lambda: next(times))
    clock = AnswerClock(10.0, prompt_tokens=5, evaluated_tokens=5)
    clock.prompt_was_read()
    for _ in range(3):
        clock.token_was_drawn()
    monkeypatch.undo()
    figures = clock.figures(Sent().stream, context_length=512, context_used=8, seed=3)
    assert figures.prefill_ms == pytest.approx(200)
    assert figures.time_to_first_token_ms == pytest.approx(500)
    assert figures.decode_ms == pytest.approx(200)
