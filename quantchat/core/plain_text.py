"""Text from files made fit to be shown: names and keys in a model file are whatever its author wrote.

Control characters, right-to-left overrides and megabyte-long names would let a file disturb the window or the
terminal, or pose as something else.
"""

import unicodedata

_SCANNED_CHARS = 4096


def plain_text(text: str, max_chars: int = 80) -> str:
    """One line of visible characters: no control or direction marks, single spaces, at most `max_chars` long."""
    spaced = " ".join(text[:_SCANNED_CHARS].split())
    visible = "".join(char for char in spaced if not unicodedata.category(char).startswith("C"))
    line = " ".join(visible.split())
    return line if len(line) <= max_chars else line[: max_chars - 1].rstrip() + "…"
