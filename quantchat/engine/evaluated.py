"""Remembers which text is in the KV cache, so that a follow-up turn evaluates only what is new.

The rendered conversation is compared as text, not as tokens: an answer's tokens are rarely the ones its text would be
cut into again, and comparing tokens would then lose the cache at every answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """Tokens in the KV cache and the text they stand for.

    A segment is one token where each token's text is known, else the tokens of a text that was cut as a whole.

    Attributes:
        text: what it stands for in the rendered conversation.
        tokens: never empty.
        ends_at_control: its last token is a control token: text behind it is cut as if it began there.
        is_drawn: the model wrote it, so that its tokens are not those its text would be cut into anyway.
    """

    text: bytes
    tokens: tuple[int, ...]
    ends_at_control: bool
    is_drawn: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """The reusable beginning: how many segments, tokens and bytes of text."""

    segments: int
    tokens: int
    text_bytes: int


class EvaluatedText:
    """The tokens in the KV cache, in order, as segments."""

    def __init__(self) -> None:
        self._segments: list[Segment] = []
        self._token_count = 0

    @property
    def token_count(self) -> int:
        """Tokens in the KV cache."""
        return self._token_count

    def tokens(self) -> list[int]:
        """All tokens in order."""
        return [token for segment in self._segments for token in segment.tokens]

    def append(self, segment: Segment) -> None:
        """Note that a segment was evaluated."""
        self._segments.append(segment)
        self._token_count += len(segment.tokens)

    def extend(self, segments: Sequence[Segment]) -> None:
        """Note that segments were evaluated."""
        for segment in segments:
            self.append(segment)

    def truncate(self, token_count: int) -> int:
        """Keep the whole segments within the first `token_count` tokens; return how many tokens that are."""
        while self._segments and self._token_count > token_count:
            self._token_count -= len(self._segments.pop().tokens)
        return self._token_count

    def match(self, text: bytes) -> Match:
        """Find the longest proper beginning of `text` made of whole segments.

        Never all of `text`: at least one token has to be computed to have logits to draw from.
        """
        offset = count = tokens = 0
        for segment in self._segments:
            end = offset + len(segment.text)
            if end >= len(text) or not text.startswith(segment.text, offset):
                break
            offset = end
            count += 1
            tokens += len(segment.tokens)
        return Match(count, tokens, offset)

    def ends_in_drawn(self, match: Match) -> bool:
        """Whether a match ends with a token that the model drew."""
        return match.segments > 0 and self._segments[match.segments - 1].is_drawn

    def back_to_control(self, match: Match) -> Match:
        """Shorten a match until it ends at a control token, where tokenizing afresh is safe."""
        segments, tokens, text_bytes = match.segments, match.tokens, match.text_bytes
        while segments and not self._segments[segments - 1].ends_at_control:
            segments -= 1
            tokens -= len(self._segments[segments].tokens)
            text_bytes -= len(self._segments[segments].text)
        return Match(segments, tokens, text_bytes)
