"""Which way a text runs, and how code keeps its own way within one that runs from right to left.

A text document finds the direction of each paragraph by itself, from its first letter. It cannot do so for a table, and
code in a Hebrew or Arabic sentence would have its brackets turned round and its ends swapped.
"""

import re
import unicodedata

_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
ISOLATE = "\u2066"
"""Lets what follows run from left to right whatever is around it; nobody sees it, and it is not copied."""

END_OF_ISOLATE = "\u2069"
_NO_ISOLATES = {ord(ISOLATE): None, ord(END_OF_ISOLATE): None}


def runs_right_to_left(text: str) -> bool:
    """Whether a text as a whole runs from right to left: its first letter decides, as in Unicode's algorithm."""
    if text.isascii() or _RIGHT_TO_LEFT.search(text) is None:
        return False
    directions = map(unicodedata.bidirectional, text)
    return next((direction != "L" for direction in directions if direction in {"L", "R", "AL"}), False)


def without_isolates(text: str) -> str:
    """The text without the marks that keep code within it from left to right."""
    return text if text.isascii() else text.translate(_NO_ISOLATES)
