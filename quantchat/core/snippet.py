"""A line of a long text around what was searched for."""

from dataclasses import dataclass

from quantchat.core.search_words import SearchQuestion, TextRange

SNIPPET_CHARS = 160
_CHARS_BEFORE_HIT = 40


@dataclass(frozen=True, slots=True)
class Snippet:
    """One line of plain text, and which parts of it were searched for.

    Attributes:
        text: without line breaks; an ellipsis stands where something was left out.
        hits: parts of `text`, in order; empty where the search cannot say.
    """

    text: str
    hits: tuple[TextRange, ...]


def snippet(text: str, question: SearchQuestion, max_chars: int = SNIPPET_CHARS) -> Snippet:
    """Cut the part of a text with the first hit, at spaces where there are any."""
    hit = question.first_range(text) or TextRange(0, 0)
    start = _start(text, hit.start)
    line = " ".join(text[start : start + max_chars + _CHARS_BEFORE_HIT].split())
    if len(line) > max_chars or start + max_chars + _CHARS_BEFORE_HIT < len(text):
        line = _cut(line, max_chars)
    if start:
        line = f"…{line}"
    return Snippet(line, question.ranges(line))


def _start(text: str, hit_start: int) -> int:
    """Where the snippet begins: a little before the hit, after a space if one is near."""
    if hit_start <= _CHARS_BEFORE_HIT:
        return 0
    earliest = hit_start - _CHARS_BEFORE_HIT
    for position in range(earliest, hit_start):
        if text[position].isspace():
            return position + 1
    return hit_start - _CHARS_BEFORE_HIT // 2


def _cut(line: str, max_chars: int) -> str:
    cut = line[: max_chars - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > max_chars // 2 else cut).rstrip() + "…"
