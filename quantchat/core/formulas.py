r"""Finds formulas in running text: `\(...\)`, `$...$`, and displayed `\[...\]` and `$$...$$`.

A dollar sign is more often a price than a formula. The rule is the usual one (Pandoc's): no space inside the dollars,
no digit right after the closing one; and what begins like an amount and goes on in words is text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_FORMULA_CHARS = 2000
"""What is longer is no formula but text: nobody writes one, and it bounds the work."""

HELD_BACK_CHARS = 80
"""How much text after a lone dollar sign is held back while it may still become a formula."""

_CLOSERS = {"\\(": "\\)", "\\[": "\\]", "$$": "$$", "$": "$"}
_OPENER = re.compile(r"\\[(\[]|\$\$?")
_OPENER_OR_CODE = re.compile(r"(?<!`)(`+)(?!`)[\s\S]{1,4000}?(?<!`)\1(?!`)|\\[(\[]|\$\$?")
_DISPLAY_OPENERS = ("\\[", "$$")
_DISPLAY_LINE = re.compile(r"(?P<indent>[ >]*)(?P<opener>\\\[|\$\$)(?P<rest>.*)$", re.DOTALL)
_COMMANDS_AND_GROUPS = re.compile(r"\\[A-Za-z]+|\{[^}]*\}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula within a text.

    Attributes:
        latex: what stands between the delimiters.
        source: the same with them.
        is_display: whether it stands on a line of its own.
        end: where the text goes on.
    """

    latex: str
    source: str
    is_display: bool
    end: int


def formula_at(text: str, start: int) -> Formula | None:
    """Return the formula that begins at a character of a text; None if there is none."""
    opener = _opener_at(text, start)
    if not opener:
        return None
    content_start = start + len(opener)
    end = _closer_position(text, content_start, opener)
    if end < 0:
        return None
    latex = text[content_start:end]
    end += len(opener)
    return Formula(latex.strip(), text[start:end], opener in _DISPLAY_OPENERS, end)


def formulas_in(text: str) -> Iterator[tuple[int, Formula]]:
    """All formulas of a text without Markdown, with where each begins; what stands in code marks is none."""
    position = 0
    while (match := _OPENER_OR_CODE.search(text, position)) is not None:
        position = match.end()
        formula = None if match[0].startswith("`") else formula_at(text, match.start())
        if formula is not None:
            yield match.start(), formula
            position = formula.end


def open_formula_start(text: str) -> int:
    """Where a formula begins that the text leaves open; the length of the text if none does.

    What follows is held back while an answer is being written: its source would flash up before it is drawn.
    """
    position = formulas_end = max(0, len(text) - MAX_FORMULA_CHARS - 2)  # what began earlier is too long by now
    while (match := _OPENER.search(text, position)) is not None:
        start = match.start()
        if (formula := formula_at(text, start)) is not None:
            position = formulas_end = formula.end
        elif _may_still_close(text, start) and text.count("`", 0, start) % 2 == 0:
            return start
        else:
            position = match.end()
    return len(text) - 1 if formulas_end < len(text) and _may_begin_at_end(text) else len(text)


def display_opener(line: str) -> str:
    r"""Return `\[` or `$$` if a line begins a displayed formula that it does not end, else an empty text."""
    match = _DISPLAY_LINE.match(line)
    if match is None:
        return ""
    opener = match["opener"]
    return "" if _CLOSERS[opener] in match["rest"] else opener


def display_closer(opener: str) -> str:
    """Return what ends a displayed formula that began so."""
    return _CLOSERS[opener]


def _opener_at(text: str, start: int) -> str:
    match = _OPENER.match(text, start)
    if match is None or _is_escaped(text, start):
        return ""
    opener = match[0]
    if opener != "$":
        return opener
    before, after = text[start - 1 : start], text[start + 1 : start + 2]
    return "" if before.isalnum() or not after or after.isspace() else opener


def _closer_position(text: str, start: int, opener: str) -> int:
    """Where the closing delimiter stands, or -1."""
    closer = _CLOSERS[opener]
    limit = min(len(text), start + MAX_FORMULA_CHARS + len(closer))
    position = start
    while (position := text.find(closer, position, limit)) >= 0:
        content = text[start:position]
        if _closes(text, position, opener, content):
            return position if _is_content(content) else -1
        if opener == "$" and not _is_escaped(text, position):
            return -1
        position += 1
    return -1


def _closes(text: str, position: int, opener: str, content: str) -> bool:
    if _is_escaped(text, position):
        return False
    if opener != "$":
        return True
    after = text[position + 1 : position + 2]
    return not (content[-1:].isspace() or after.isdigit() or after == "$" or _is_amount(content))


def _is_content(content: str) -> bool:
    """Whether this can be a formula: code marks and blank lines belong to the text around it."""
    return bool(content.strip()) and "`" not in content and not _BLANK_LINE.search(content)


def _is_amount(content: str) -> bool:
    """Whether this is "5 or 10" out of "$5 or 10$": it begins with a figure and goes on in words."""
    return content[:1].isdigit() and _WORD.search(_COMMANDS_AND_GROUPS.sub("", content)) is not None


def _is_escaped(text: str, position: int) -> bool:
    backslashes = 0
    while backslashes < position and text[position - backslashes - 1] == "\\":
        backslashes += 1
    return backslashes % 2 == 1


def _may_still_close(text: str, start: int) -> bool:
    """Whether an opening delimiter without a closing one may still get it."""
    if _is_escaped(text, start):
        return False
    opener = _opener_at(text, start)
    rest = text[start + len(opener) :] if opener else ""
    if not opener or "`" in rest or _BLANK_LINE.search(rest):
        return False
    if opener == "$":
        return not rest[0].isdigit() and "$" not in rest and "\n" not in rest and len(rest) <= HELD_BACK_CHARS
    return _CLOSERS[opener] not in rest and len(rest) <= MAX_FORMULA_CHARS


def _may_begin_at_end(text: str) -> bool:
    """Whether the last character may turn out to be the first of a delimiter."""
    last = len(text) - 1
    if not text.endswith(("\\", "$")) or _is_escaped(text, last) or text.count("`") % 2:
        return False
    return text[-1] == "\\" or not text[-2:-1].isalnum()
