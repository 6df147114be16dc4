"""Finds addresses of pages in running text, so that a bare one can be opened like a link."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ADDRESS = re.compile(r"(?<![\w/])https?://[^\s<>\"'`|\\^{}\[\]（）「」『』，。；！？、]{1,2000}", re.IGNORECASE)
_TRAILING = ".,;:!?*_~"


@dataclass(frozen=True, slots=True)
class TextPart:
    """A piece of text, and the address it is; empty for what is no address."""

    text: str
    address: str = ""


def split_addresses(text: str) -> Iterator[TextPart]:
    """Cut a text into addresses and what stands between them; the pieces in order are the whole text.

    Punctuation at the end of an address belongs to the sentence, and so does a closing parenthesis that the address
    does not open (GitHub's rule for bare addresses).
    """
    position = 0
    for match in _ADDRESS.finditer(text):
        address = _without_punctuation(match[0])
        if address.endswith("//"):
            continue
        if match.start() > position:
            yield TextPart(text[position : match.start()])
        yield TextPart(address, address)
        position = match.start() + len(address)
    if position < len(text):
        yield TextPart(text[position:])


def _without_punctuation(address: str) -> str:
    while True:
        shorter = address.rstrip(_TRAILING)
        if shorter.endswith(")") and shorter.count("(") < shorter.count(")"):
            shorter = shorter[:-1]
        if shorter == address:
            return address
        address = shorter
