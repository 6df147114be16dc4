"""The text of one answer on its way out, and the times it took."""

import codecs
import time
from collections.abc import Callable, Sequence

from quantchat.core.chat import AnswerFigures
from quantchat.core.reasoning import ReasoningSplitter, is_part_of_a_marker
from quantchat.core.stop_strings import StopStrings
from quantchat.engine.protocol import Delta

FLUSH_SECONDS = 0.033
"""How long text is joined before it is sent: one frame of 30 a second. The first token leaves at once."""


class AnswerStream:
    """Makes text from tokens: bytes to characters, stop strings, reasoning told apart, joined, sent.

    Attributes:
        token_count: tokens added so far.
        reasoning_seconds: how long the thinking took, once it is over.
        written: the bytes of all tokens added so far.
        sent_answer: all text sent as answer.
        sent_reasoning: all text sent as thinking.
    """

    def __init__(
        self, generation_id: int, prompt_tail: str, stops: Sequence[str], emit: Callable[[Delta], None], begun: str = ""
    ) -> None:
        """Begin an answer; `begun` is the text of one that goes on, which is known already and not sent again.

        A stop string that lies partly in it is not found.
        """
        self._generation_id = generation_id
        self._emit = emit
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._stops = StopStrings(stops)
        self._splitter = ReasoningSplitter(prompt_tail)
        self._splitter.feed(begun)
        self._answer = ""
        self._reasoning = ""
        self._flushed_at = float("-inf")
        self._reasoning_began: float | None = None
        self._context_used = 0
        self.token_count = 0
        self.reasoning_seconds = 0.0
        self.written = bytearray()
        self.sent_answer = ""
        self.sent_reasoning = ""

    @property
    def is_reasoning(self) -> bool:
        """Whether the thinking goes on, so that what comes next is not the answer yet."""
        return self._splitter.is_reasoning

    @property
    def is_stopped(self) -> bool:
        """Whether a stop string ended the answer."""
        return self._stops.found

    def add(self, piece: bytes, *, is_hidden: bool, context_used: int) -> None:
        """Add a token's text; the text of hidden (control) tokens counts only where it marks reasoning."""
        self.token_count += 1
        self._context_used = context_used
        self.written += piece
        text = self._decoder.decode(piece)
        if is_hidden and not is_part_of_a_marker(text):
            text = ""
        self._take(self._stops.feed(text))
        now = time.perf_counter()
        if (self._answer or self._reasoning) and now - self._flushed_at >= FLUSH_SECONDS:
            self._flush(now)

    def finish(self) -> None:
        """Send what was held back."""
        if not self._stops.found:
            self._take(self._stops.feed(self._decoder.decode(b"", final=True)) + self._stops.finish())
        rest = self._splitter.finish()
        self._reasoning += rest.reasoning
        self._answer += rest.answer
        self._note_reasoning_time(ended=True)
        self._flush(time.perf_counter())

    def _take(self, text: str) -> None:
        split = self._splitter.feed(text)
        self._reasoning += split.reasoning
        self._answer += split.answer
        self._note_reasoning_time(ended=not self._splitter.is_reasoning)

    def _note_reasoning_time(self, *, ended: bool) -> None:
        now = time.perf_counter()
        if self._reasoning_began is None:
            if self._splitter.is_reasoning:
                self._reasoning_began = now
        elif ended and not self.reasoning_seconds:
            self.reasoning_seconds = now - self._reasoning_began

    def _flush(self, now: float) -> None:
        if self._answer or self._reasoning:
            self._emit(Delta(self._generation_id, self._answer, self._reasoning, self.token_count, self._context_used))
        self.sent_answer += self._answer
        self.sent_reasoning += self._reasoning
        self._answer = self._reasoning = ""
        self._flushed_at = now


class AnswerClock:
    """Times of one answer, and the figures made of them."""

    def __init__(self, started: float, prompt_tokens: int, evaluated_tokens: int) -> None:
        """`started` is when the request arrived, by `time.perf_counter`."""
        self._started = started
        self._prompt_tokens = prompt_tokens
        self._evaluated_tokens = evaluated_tokens
        self._prefill_began = time.perf_counter()
        self._prefill_ended = self._prefill_began
        self._first_token: float | None = None
        self._last_token = started

    def prompt_was_read(self) -> None:
        """Note the end of the prefill."""
        self._prefill_ended = time.perf_counter()

    def token_was_drawn(self) -> None:
        """Note a token."""
        self._last_token = time.perf_counter()
        if self._first_token is None:
            self._first_token = self._last_token

    def figures(self, stream: AnswerStream, *, context_length: int, context_used: int, seed: int) -> AnswerFigures:
        """Put the figures together once the answer is over."""
        first = self._first_token if self._first_token is not None else self._last_token
        return AnswerFigures(
            prompt_tokens=self._prompt_tokens,
            evaluated_tokens=self._evaluated_tokens,
            answer_tokens=stream.token_count,
            prefill_ms=(self._prefill_ended - self._prefill_began) * 1000,
            decode_ms=(self._last_token - first) * 1000,
            time_to_first_token_ms=(first - self._started) * 1000,
            reasoning_ms=stream.reasoning_seconds * 1000,
            context_length=context_length,
            context_used=context_used,
            seed=seed,
        )
