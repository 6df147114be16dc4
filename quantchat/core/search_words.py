"""Text as it is searched: case, accents and width fall away, and scripts without spaces come apart into characters.

Index and question pass through the same fold, so that "Cafe" finds "café". Chinese, Japanese, Korean and Thai are not
written in words that spaces part, so each of their characters is a word; a question of several is then a phrase, which
finds them wherever they stand, and needs no dictionary. SQLite's trigram tokenizer would do this for questions of three
characters and more, but Chinese words have two, and it drops accents only from SQLite 3.45 on.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise

_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Scripts written without spaces (Thai, Lao, Burmese, Khmer, kana, Han), and Hangul, whose words grow by endings."""

_QUESTION_PART = re.compile(r'"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+)')
_MAX_TERMS = 16
_MAX_QUESTION_CHARS = 1000
_CHUNK_CHARS = 8192


@cache
def _unspaced() -> re.Pattern[str]:
    """Compiled when it is first wanted, like the next: both together are a hundredth of the program's start."""
    return re.compile(f"[{_UNSPACED}]")


@cache
def _word() -> re.Pattern[str]:
    return re.compile(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])[^\W_])+")


class _Fold(dict[int, str]):
    """What each character becomes, worked out when it is first met; made for `str.translate`."""

    def __missing__(self, codepoint: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(codepoint)).casefold()
        if not _unspaced().search(folded):
            decomposed = unicodedata.normalize("NFD", folded)
            folded = "".join(char for char in decomposed if not unicodedata.combining(char))
        self[codepoint] = folded
        return folded


class _SpacedFold(dict[int, str]):
    """The same, with a space at both sides of a character that is a word of its own."""

    def __missing__(self, codepoint: int) -> str:
        folded = _FOLD[codepoint]
        spaced = f" {' '.join(folded)} " if _unspaced().search(folded) else folded
        self[codepoint] = spaced
        return spaced


_FOLD = _Fold()
_SPACED_FOLD = _SpacedFold()


def search_words(text: str) -> str:
    """The text as the index holds it: folded, the words parted by anything that is no letter or digit."""
    return text.lower() if text.isascii() else text.translate(_SPACED_FOLD)


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """Words that must follow one another; of a term that is no quotation, the last may go on.

    Attributes:
        words: folded.
        is_prefix: whether the last word is only the beginning of one.
    """

    words: tuple[str, ...]
    is_prefix: bool

    @property
    def pattern(self) -> str:
        """A regular expression for the term in folded text."""
        pieces = [re.escape(self.words[0])]
        for left, right in pairwise(self.words):
            touching = _unspaced().match(left) or _unspaced().match(right)
            pieces.append((r"[\W_]*" if touching else r"[\W_]+") + re.escape(right))
        start = "" if _unspaced().match(self.words[0]) else rf"(?<![^\W_{_UNSPACED}])"
        end = "" if self.is_prefix or _unspaced().match(self.words[-1]) else rf"(?![^\W_{_UNSPACED}])"
        return f"{start}{''.join(pieces)}{end}"


@dataclass(frozen=True, slots=True)
class TextRange:
    """A part of a text, in characters; `end` is the first one after it."""

    start: int
    end: int


class SearchQuestion:
    """What a person typed into the search field: beginnings of words and "quoted phrases", all of which must match.

    No character of it has a meaning besides the quotation mark, so that nothing that is typed can be wrong.
    """

    def __init__(self, text: str) -> None:
        self.terms = _terms(text[:_MAX_QUESTION_CHARS])
        self._pattern = re.compile("|".join(term.pattern for term in self.terms)) if self.terms else None

    @property
    def fts5(self) -> str:
        """The question in the language of SQLite's FTS5: quoted strings of letters and digits only."""
        return " ".join(f'"{" ".join(term.words)}"{" *" if term.is_prefix else ""}' for term in self.terms)

    def ranges(self, text: str) -> tuple[TextRange, ...]:
        """Where the terms stand in a short text as it was written."""
        return () if self._pattern is None else tuple(_ranges(self._pattern, text))

    def first_range(self, text: str) -> TextRange | None:
        """Where the first of the terms stands in a text of any length."""
        if self._pattern is None:
            return None
        for offset in range(0, len(text), _CHUNK_CHARS):
            # A piece begins a little earlier than it must: a term may lie across its edge.
            begin = max(0, offset - _MAX_QUESTION_CHARS)
            for found in _ranges(self._pattern, text[begin : offset + _CHUNK_CHARS]):
                return TextRange(begin + found.start, begin + found.end)
        return None


def _terms(text: str) -> tuple[SearchTerm, ...]:
    terms = []
    for part in _QUESTION_PART.finditer(text):
        words = tuple(_word().findall((part["phrase"] or part["word"] or "").translate(_FOLD)))
        if words:
            terms.append(SearchTerm(words, is_prefix=part["word"] is not None))
    return tuple(terms[:_MAX_TERMS])


def _ranges(pattern: re.Pattern[str], text: str) -> list[TextRange]:
    if text.isascii():
        return [TextRange(*found.span()) for found in pattern.finditer(text.lower())]
    pieces = [_FOLD[ord(char)] for char in text]
    starts = list(accumulate(map(len, pieces), initial=0))
    return [
        TextRange(bisect_right(starts, found.start()) - 1, _end(starts, found.end()))
        for found in pattern.finditer("".join(pieces))
    ]


def _end(starts: list[int], folded_end: int) -> int:
    """The end of a range as written: with the accents that follow, and with a letter of which only a part is meant."""
    return max(bisect_right(starts, folded_end) - 1, bisect_right(starts, folded_end - 1))
