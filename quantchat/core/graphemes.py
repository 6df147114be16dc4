"""Text taken apart into what people see as single characters, so that a cut never leaves half of one.

A small part of Unicode's rules for grapheme clusters (UAX 29): marks, joined and coloured emoji, flags, Hangul. What
they leave out tears nothing that people write in a title.
"""

import unicodedata
from collections.abc import Iterator

JOINER = "\u200d"
"""Joins emoji to one, and letters in some scripts."""

NON_JOINER = "\u200c"
"""Parts letters in Persian and some Indian scripts without a space."""

TAGS = range(0xE0020, 0xE0080)
"""Invisible letters behind a black flag that say whose flag it is."""

_MARKS = frozenset({"Mn", "Mc", "Me"})
_AS_EMOJI = "\ufe0f"
_VIRAMA = 9
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_SKIN_COLOURS = range(0x1F3FB, 0x1F400)
_HANGUL_VOWELS_AND_ENDS = range(0x1160, 0x1200)


def graphemes(text: str) -> Iterator[str]:
    """What is seen as one character each; joined together again they are the text."""
    begin = 0
    flag_letters = 0
    for place in range(1, len(text)):
        flag_letters = flag_letters + 1 if ord(text[place - 1]) in _FLAG_LETTERS else 0
        if not _belongs_to_former(text[place - 1], text[place], is_half_flag=flag_letters % 2 == 1):
            yield text[begin:place]
            begin = place
    if text:
        yield text[begin:]


def columns(grapheme: str) -> int:
    """How wide a character is among others: 2 for emoji and those of Chinese, Japanese and Korean, else 1."""
    is_wide = unicodedata.east_asian_width(grapheme[0]) in "WF"
    return 2 if is_wide or ord(grapheme[0]) in _FLAG_LETTERS or _AS_EMOJI in grapheme else 1


def _belongs_to_former(former: str, char: str, *, is_half_flag: bool) -> bool:
    code = ord(char)
    return (
        JOINER in (former, char)
        or char == NON_JOINER
        or unicodedata.category(char) in _MARKS
        or code in _SKIN_COLOURS
        or code in TAGS
        or code in _HANGUL_VOWELS_AND_ENDS
        or unicodedata.combining(former) == _VIRAMA  # joins consonants in Indian scripts
        or (is_half_flag and code in _FLAG_LETTERS)
    )
