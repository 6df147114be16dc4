"""Cuts a rendered conversation into segments, and decides where in the KV cache reading may go on.

Text may be cut into tokens apart from what stands before it only at certain places. One is at a control token: every
tokenizer of llama.cpp cuts the text between control tokens on its own. SentencePiece vocabularies moreover put a space
before each such text, so that their tokens do not add up to the text they were made from.
"""

from dataclasses import replace
from typing import Protocol

from quantchat.engine.evaluated import EvaluatedText, Match, Segment


class Vocabulary(Protocol):
    """What is asked of a model's vocabulary here."""

    @property
    def adds_bos(self) -> bool:
        """Whether tokenizing at the start of a sequence puts a beginning-of-sequence token there."""

    def tokenize(self, text: bytes, *, at_start: bool) -> list[int]:
        """Cut text into tokens."""

    def piece(self, token: int) -> bytes:
        """Text of a token."""

    def is_control(self, token: int) -> bool:
        """Whether a token is a marker rather than text."""


def reusable_beginning(evaluated: EvaluatedText, text: bytes, vocabulary: Vocabulary) -> Match:
    """Find the longest evaluated beginning of `text` behind which the rest may be read.

    The rest may follow where it begins with a control token. Behind a token that the model drew it also may, if the
    tokenizer adds nothing to it: that is the last word of an answer that was stopped.
    """
    match = evaluated.match(text)
    rest = text[match.text_bytes :]
    tokens = vocabulary.tokenize(rest, at_start=False)
    if tokens and vocabulary.is_control(tokens[0]):
        return match
    if evaluated.ends_in_drawn(match) and b"".join(map(vocabulary.piece, tokens)) == rest:
        return match
    return evaluated.back_to_control(match)


def cut_into_segments(text: bytes, vocabulary: Vocabulary, *, at_start: bool) -> list[Segment]:
    """Cut text into one segment for each token, or, where tokens do not add up to the text, at control tokens."""
    tokens = vocabulary.tokenize(text, at_start=at_start)
    pieces = [vocabulary.piece(token) for token in tokens]
    if at_start and vocabulary.adds_bos and pieces:
        pieces[0] = b""
    if b"".join(pieces) == text:
        return [
            Segment(piece, (token,), vocabulary.is_control(token)) for token, piece in zip(tokens, pieces, strict=True)
        ]
    return _cut_at_controls(text, tokens, pieces, vocabulary)


def _cut_at_controls(text: bytes, tokens: list[int], pieces: list[bytes], vocabulary: Vocabulary) -> list[Segment]:
    segments: list[Segment] = []
    text_done = tokens_done = 0
    for index, token in enumerate(tokens):
        if vocabulary.is_control(token):
            found_at = text.find(pieces[index], text_done)
            if found_at < 0:
                break
            text_end = found_at + len(pieces[index])
            segments.append(Segment(text[text_done:text_end], tuple(tokens[tokens_done : index + 1]), True))
            text_done, tokens_done = text_end, index + 1
    if tokens_done < len(tokens):
        segments.append(Segment(text[text_done:], tuple(tokens[tokens_done:]), False))
    elif segments:  # blank space that a control token swallows
        segments[-1] = replace(segments[-1], text=segments[-1].text + text[text_done:])
    return segments
