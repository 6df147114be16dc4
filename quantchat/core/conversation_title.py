"""A title for a conversation, made of its first message.

It is worked out and not asked of the model: that would cost the reading of a prompt, on a processor seconds; it would
throw the chat's KV cache away, which the next message needs; and a model of 135 million parameters writes nonsense.
What is worked out is there before the answer begins, costs well under a millisecond, and is the same every time.
"""

import unicodedata
from collections.abc import Sequence

from quantchat.core.graphemes import JOINER, NON_JOINER, TAGS, columns, graphemes
from quantchat.core.message_prose import MessageProse, message_prose
from quantchat.core.opening_phrases import without_opening

MAX_TITLE_COLUMNS = 48
"""Wide characters count twice, as in `columns`."""

_CODE = "Code: "
_FIRST_SENTENCES = 3
_LAST_SENTENCES = 2
"""A question counts if it is one of these: in the middle of a long text stands what the text is about, not the wish."""

_LEAST_QUESTION_CHARS = 8
_QUESTION_MARKS = ("?", "？", "؟")
_DROPPED_BEFORE = " \t,;:!?…–—-)]}»”’。，、；：！？·|"
_DROPPED_AFTER = " \t,;:!.…–—-([{«“‘。，、；：！·|"
_OPEN_TO_CLOSED = {
    '"': '"',
    "'": "'",
    "“": "”",
    "‘": "’",
    "„": "“",
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
    "(": ")",
}
_MOST_CODE_POINTS = 16
"""Of one character that people write; the longest emoji have eleven."""

_EMOJI = range(0x1F000, 0x1FB00)


def title_from_message(text: str, max_columns: int = MAX_TITLE_COLUMNS) -> str:
    """Make a title of one line: the question, or else the first sentence that says something, cut at a word.

    Code, Markdown marks, addresses, greetings and polite phrases are left out, unless there is nothing else. Control
    characters and direction marks never come through.

    Args:
        text: what the person wrote first.
        max_columns: greatest width, at least 4.

    Returns:
        The title; empty only if the text has no visible character.
    """
    prose = message_prose(text)
    chosen = _chosen(prose)
    if not chosen and prose.first_code:
        chosen = _tidied(prose.first_code)
        return _cut(f"{_CODE}{chosen}", max_columns) if chosen else _cut(_visible(text), max_columns)
    return _cut(_with_large_letter(chosen) or _visible(text[:1000]) or _visible(text), max_columns)


def _chosen(prose: MessageProse) -> str:
    told = [sentence for sentence in prose.sentences if _says_something(without_opening(sentence))]
    if told:
        return _tidied(without_opening(_wish(told)))
    return next(filter(None, map(_tidied, prose.sentences)), "")


def _wish(sentences: Sequence[str]) -> str:
    """The sentence that says what is wanted: an instruction about what follows it, else a question, else the first."""
    if sentences[0].endswith((":", "：")) and len(sentences) > 1:
        return sentences[0]
    near = (*sentences[:_FIRST_SENTENCES], *sentences[_FIRST_SENTENCES:][-_LAST_SENTENCES:])
    questions = (each for each in near if each.endswith(_QUESTION_MARKS) and len(each) >= _LEAST_QUESTION_CHARS)
    return next(questions, sentences[0])


def _says_something(text: str) -> bool:
    return sum(char.isalnum() for char in text) >= 2


def _tidied(sentence: str) -> str:
    """A sentence without the punctuation around it; the question mark and marks that belong to a word stay."""
    text = _visible(sentence).lstrip(_DROPPED_BEFORE)
    text = text.rstrip(_DROPPED_AFTER)
    if len(text) > 2 and _OPEN_TO_CLOSED.get(text[0]) == text[-1] and text[-1] not in text[1:-1]:
        return _tidied(text[1:-1])
    return text


def _visible(text: str) -> str:
    """One line without control characters and direction marks; what joins emoji and letters stays between them."""
    line = " ".join("".join(char for char in " ".join(text.split()) if _is_kept(char)).split())
    return "".join(
        char
        for place, char in enumerate(line)
        if char not in (JOINER, NON_JOINER)
        or (0 < place < len(line) - 1 and not {line[place - 1], line[place + 1]} & {JOINER, NON_JOINER, " "})
    )


def _is_kept(char: str) -> bool:
    """Python knows newer emoji only as code points that mean nothing yet."""
    code = ord(char)
    is_invisible = unicodedata.category(char).startswith("C")
    return not is_invisible or char in (JOINER, NON_JOINER) or code in TAGS or code in _EMOJI


def _with_large_letter(text: str) -> str:
    """The first letter made large, unless the word has its own way of writing, as iPhone, or is no word at all."""
    first, _, _ = text.partition(" ")
    large = first[:1].title()
    is_word = first.islower() and all(char.isalpha() or char in "'’-" for char in first)
    return f"{large}{text[1:]}" if is_word and len(large) == 1 else text


def _cut(line: str, max_columns: int) -> str:
    """The line, or as much of it as fits with "…": whole words, unless one of them is most of it."""
    parts = list(graphemes(line))
    if sum(map(_width, parts)) <= max_columns:
        return line
    width = fitting = 0
    while (width := width + _width(parts[fitting])) < max_columns:
        fitting += 1
    at_word = _last_break(parts, fitting)
    kept = "".join(parts[: at_word if at_word >= fitting // 2 else fitting])
    return f"{kept.rstrip(_DROPPED_AFTER + '?？؟') or kept or line[: max_columns - 1]}…"


def _width(grapheme: str) -> int:
    """Columns; a letter under a tower of accents is as wide as the tower is high."""
    return columns(grapheme) if len(grapheme) <= _MOST_CODE_POINTS else len(grapheme)


def _last_break(parts: Sequence[str], end: int) -> int:
    """The last place, not behind `end`, where a line may end: at a space, or beside a character that is a word."""
    for place in range(end, 0, -1):
        before, after = parts[place - 1], parts[place]
        if after == " " or columns(before) == 2 or columns(after) == 2:
            return place
    return 0
