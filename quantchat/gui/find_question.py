"""What is looked for within a conversation, and where it stands in a text.

Case, accents and width fall away as in the search over all chats (`core/search_words.py`), but what is typed is found
inside words too, as in every program with a find bar.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, islice

from quantchat.core.search_words import SearchQuestion, search_words

MOST_QUESTION_CHARS = 400
_PARAGRAPH_ENDS = frozenset("\n\u2029\ufdd0\ufdd1")
"""Nothing is found across one of these; the last two are how a text document parts the cells of a table."""

_NO_LETTERS = re.compile(r"[\W_]+")
_WHITE_SPACE = r"[^\S\n]+"


class _Fold(dict[int, str]):
    """What each character becomes, worked out when it is first met; made for `str.translate`."""

    def __missing__(self, codepoint: int) -> str:
        char = chr(codepoint)
        white_space = "\n" if char in _PARAGRAPH_ENDS else " " if char.isspace() else ""
        folded = white_space or search_words(char).strip()
        self[codepoint] = folded
        return folded


_FOLD = _Fold()


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a text, in characters; `end` is the first one after it."""

    start: int
    end: int


class FoldedText:
    """A text made ready to be searched again and again."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._folded = text.lower() if text.isascii() else text.translate(_FOLD)
        self._starts: list[int] | None = None
        self._counted: tuple[FindQuestion, int] | None = None

    def count(self, question: "FindQuestion") -> int:
        """How often it is found; known at once for what was asked last."""
        if question.pattern is None:
            return 0
        if self._counted is None or self._counted[0] is not question:
            self._counted = question, sum(1 for _ in question.pattern.finditer(self._folded))
        return self._counted[1]

    def places(self, question: "FindQuestion", first: int = 0, most: int | None = None) -> tuple[Place, ...]:
        """Where it is found, in characters of the text as it was written.

        Args:
            question: what is looked for.
            first: so many places at the beginning are left out.
            most: no more than this; None for all of them.
        """
        if question.pattern is None:
            return ()
        end = None if most is None else first + most
        found = islice(question.pattern.finditer(self._folded), first, end)
        return tuple(self._place(*place.span()) for place in found)

    def _place(self, start: int, end: int) -> Place:
        if self._text.isascii():
            return Place(start, end)
        if self._starts is None:
            self._starts = list(accumulate((len(_FOLD[ord(char)]) for char in self._text), initial=0))
        # The end takes the accents that follow along, and a letter of which only a part is meant.
        last = max(bisect_right(self._starts, end) - 1, bisect_right(self._starts, end - 1))
        return Place(bisect_right(self._starts, start) - 1, last)


def letters_of(text: str) -> str:
    """The letters and digits of a text, folded, without anything between them."""
    return _NO_LETTERS.sub("", text.lower() if text.isascii() else text.translate(_FOLD))


@dataclass(frozen=True, slots=True)
class FindQuestion:
    """What is looked for.

    Attributes:
        pattern: matches folded text; None where there is nothing to look for.
        letters: one of these is among the `letters_of` whatever the pattern matches.
    """

    pattern: re.Pattern[str] | None = None
    letters: tuple[str, ...] = ()

    @classmethod
    def literal(cls, text: str) -> "FindQuestion":
        """What was typed, as it stands there; a space finds any white space within a paragraph."""
        words = text[:MOST_QUESTION_CHARS].translate(_FOLD).split()
        pattern = re.compile(_WHITE_SPACE.join(map(re.escape, words))) if words else None
        return cls(pattern, (letters_of("".join(words)),))

    @classmethod
    def words(cls, text: str) -> "FindQuestion":
        """Each of the words and quoted phrases that the search over all chats would look for."""
        terms = SearchQuestion(text).terms
        pattern = re.compile("|".join(term.pattern for term in terms)) if terms else None
        return cls(pattern, tuple("".join(term.words) for term in terms))
