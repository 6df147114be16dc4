"""Parts of a text that is too long to be laid out at once: a pasted log of 2 MB would hold up the window."""

from PySide6.QtCore import QLocale

PIECE_CHARS = 20_000
"""Of one part; laid out within a tenth of a second."""

_LEAST_PIECE_CHARS = PIECE_CHARS // 2
_LEAST_REST_CHARS = PIECE_CHARS // 4
"""A rest shorter than this stays with what is before it: there is nothing to be won by parting it."""

_BYTES_TOLD_ROUNDED = 2**20


def text_pieces(text: str) -> tuple[str, ...]:
    """Cut a text at the ends of lines, else at spaces, else anywhere; put together the pieces are the text again."""
    pieces = []
    start = 0
    while len(text) - start > PIECE_CHARS + _LEAST_REST_CHARS:
        end = _cut_after(text, start)
        pieces.append(text[start:end])
        start = end
    return (*pieces, text[start:])


def _cut_after(text: str, start: int) -> int:
    least, most = start + _LEAST_PIECE_CHARS, start + PIECE_CHARS
    for end in ("\n", " "):
        found = text.rfind(end, least, most)
        if found >= 0:
            return found + 1
    return most


def text_size_words(text: str) -> str:
    """How long a text is, as a person is told it: "48 kB", "1.9 MB"."""
    size_bytes = len(text.encode(errors="replace"))
    decimals = 0 if size_bytes < _BYTES_TOLD_ROUNDED else 1
    return QLocale().formattedDataSize(size_bytes, decimals, QLocale.DataSizeFormat.DataSizeTraditionalFormat)
