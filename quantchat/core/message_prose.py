"""What a message says in words: its sentences without code, Markdown marks and addresses of links.

Made for titles, not for display: where it is unclear whether a character is a mark, either is good enough.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_LOOKED_AT_CHARS = 8000
"""Of a longer text the beginning and, half as much, the end are looked at: a question stands in one of them."""

_FENCE = re.compile(r"^\s{0,3}(?P<fence>`{3,}|~{3,})")
_BLOCK_MARKS = re.compile(r"^\s*(?:(?:>|#{1,6}(?=\s)|[-*+•](?=\s)|\d{1,3}[.)](?=\s)|\[[ xX]\](?=\s))\s*)+")
_RULE = re.compile(r"^\s*(?:[-*_=]\s*){3,}$")
_IMAGE_OR_LINK = re.compile(r"!?\[(?P<words>[^\[\]]{0,300})\]\([^()\s]{0,2000}(?:\s+\"[^\"]{0,300}\")?\)")
_ADDRESS = re.compile(
    r"<?\bhttps?://(?:www\.)?(?P<host>[^\s/?#<>()\"']{1,253})[^\s<>\"]*?(?=[.,;:!?)]{0,3}(?:[\s<>\"]|$))>?"
)
_EMPHASIS = re.compile(r"(?<![\w*_~])(?P<mark>\*{1,3}|_|~~)(?=[^\s*_~])(?P<words>.{1,200}?)(?<=\S)(?P=mark)(?![\w*_~])")
_CODE_SPAN = re.compile(r"(?P<mark>`{1,3})(?P<words>[^`]{1,300})(?P=mark)")

_MARK = re.compile(r"(?<![.!?…؟।])[.!?…؟।]+[\"”»’)\]]*\s+|[。！？]+[”」』）]*\s*")
_ABBREVIATIONS = frozenset(
    ("approx", "bzw", "ca", "d.h", "dr", "e.g", "etc", "fig", "i.e", "jr", "mr", "mrs", "ms", "nr", "prof", "vs", "z.b")
)


@dataclass(frozen=True, slots=True)
class MessageProse:
    """A message taken apart.

    Attributes:
        sentences: what it says, in order, each on one line and with its punctuation.
        first_code: the first line of code in it; empty if there is none.
    """

    sentences: tuple[str, ...]
    first_code: str


def message_prose(text: str) -> MessageProse:
    """Take a message apart, or the beginning and the end of a very long one."""
    if len(text) > _LOOKED_AT_CHARS * 3 // 2:
        _, _, end = text[-_LOOKED_AT_CHARS // 2 :].partition(" ")
        text = f"{text[:_LOOKED_AT_CHARS]}\n\n{end}"
    paragraphs, first_code = _without_code(text.split("\n"))
    return MessageProse(tuple(sentence for each in paragraphs for sentence in _sentences(each)), first_code)


def _without_code(lines: Sequence[str]) -> tuple[list[str], str]:
    """Paragraphs, each on one line; and the first line of code."""
    paragraphs: list[str] = []
    first_code = ""
    fence = ""
    is_open = False
    for line in lines:
        mark = _FENCE.match(line)
        if fence:
            if mark and mark["fence"].startswith(fence):
                fence = ""
            elif not first_code:
                first_code = line.strip()
        elif mark:
            fence, is_open = mark["fence"], False
        else:
            is_open = _add_line(paragraphs, line, is_open=is_open)
    return paragraphs, first_code


def _add_line(paragraphs: list[str], line: str, *, is_open: bool) -> bool:
    """Add a line, to the last paragraph if that goes on; tell whether the next line may go on with it."""
    words = "" if _RULE.match(line) else _BLOCK_MARKS.sub("", line).strip()
    if not words:
        return False
    if is_open and line.lstrip().startswith(words):
        paragraphs[-1] += f" {words}"
    else:
        paragraphs.append(words)
    return not line.lstrip().startswith("#")


def _sentences(paragraph: str) -> Iterator[str]:
    text = _plain(paragraph)
    begin = 0
    for mark in _MARK.finditer(text):
        if mark[0].startswith(".") and not _full_stop_ends(text[begin : mark.start()], text[mark.end() :][:1]):
            continue
        yield " ".join(text[begin : mark.end()].split())
        begin = mark.end()
    if rest := " ".join(text[begin:].split()):
        yield rest


def _full_stop_ends(before: str, after: str) -> bool:
    """Whether a full stop between these ends a sentence: not in "z. B.", "3. Mai" or "Dr. No"."""
    words = before.rsplit(None, 1)
    word = words[-1].casefold().lstrip("(") if words else ""
    return not (after.islower() or len(word) == 1 or word.isdecimal() or word in _ABBREVIATIONS)


def _plain(text: str) -> str:
    """The words of a paragraph; of an address the host is left, without which a sentence may say nothing."""
    text = _IMAGE_OR_LINK.sub(lambda link: link["words"], text)
    text = _ADDRESS.sub(lambda address: address["host"], text)
    text = _CODE_SPAN.sub(lambda span: span["words"], text)
    for _ in range(2):  # strong inside of emphasis
        text = _EMPHASIS.sub(lambda span: span["words"], text)
    return text
