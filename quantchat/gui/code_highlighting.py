"""Colours code a little at a time, so that a long listing never holds up the window.

Pygments reads the code; the colours go into the layout of the lines and leave the text alone.
"""

from collections.abc import Iterator
from time import perf_counter

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType
from pygments.util import ClassNotFound
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QColor, QTextBlock, QTextCharFormat, QTextDocument, QTextLayout

from quantchat.gui.theme import Colours, Theme

MAX_HIGHLIGHTED_CHARS = 100_000
"""Longer code stays plain: nobody reads it here and it would be coloured for seconds."""

_SLICE_MS = 4.0
_NEXT_SLICE_DELAY_MS = 8

Span = tuple[int, int, QTextCharFormat]
"""Start, length and format of coloured characters within the code."""


class CodeHighlighter(QObject):
    """Colours one finished document in the theme's colours."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._document = document
        self._theme = theme
        self._language = ""
        self._spans: Iterator[Span] = iter(())
        self._block = document.firstBlock()
        self._ranges: list[QTextLayout.FormatRange] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._colour_slice)

    def start(self, language: str) -> None:
        """Colour the document as code of a language; an unknown language stays plain."""
        self._language = language
        code = self._document.toPlainText()
        lexer = _lexer(language) if len(code) <= MAX_HIGHLIGHTED_CHARS else None
        if lexer is None:
            return
        self._spans = _spans(lexer, code, self._theme.colours)
        self._block = self._document.firstBlock()
        self._ranges = []
        self._timer.start(0)

    def restyle(self) -> None:
        """Colour again in the colours now in force."""
        if self._language:
            self.start(self._language)

    @Slot()
    def _colour_slice(self) -> None:
        deadline = perf_counter() + _SLICE_MS / 1000
        first_position = self._block.position()
        for start, length, characters in self._spans:
            self._colour(start, length, characters)
            if perf_counter() > deadline:
                self._timer.start(_NEXT_SLICE_DELAY_MS)
                break
        else:
            self._apply()
        # Once for all lines: each time costs as much as walking through all the lines that follow.
        is_within = self._block.isValid()
        end = self._block.position() + self._block.length() if is_within else self._document.characterCount()
        self._document.markContentsDirty(first_position, end - first_position)

    def _colour(self, start: int, length: int, characters: QTextCharFormat) -> None:
        """Note the colour of a span, which may go over several lines."""
        end = start + length
        while self._block.isValid() and start < end:
            block_end = self._block.position() + self._block.length()
            if start >= block_end:
                self._apply()
                self._block = self._block.next()
                continue
            part_end = min(end, block_end - 1)
            if part_end > start:
                self._ranges.append(_format_range(self._block, start, part_end, characters))
            start = part_end if part_end == end else block_end

    def _apply(self) -> None:
        if self._block.isValid() and self._ranges:
            self._block.layout().setFormats(self._ranges)
        self._ranges = []


def _format_range(block: QTextBlock, start: int, end: int, characters: QTextCharFormat) -> QTextLayout.FormatRange:
    format_range = QTextLayout.FormatRange()
    format_range.start = start - block.position()
    format_range.length = end - start
    format_range.format = characters
    return format_range


def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language.lower()) if language else None
    except ClassNotFound:
        return None


def _spans(lexer: Lexer, code: str, colours: Colours) -> Iterator[Span]:
    """Spans of the code that are not in the colour of text, in order."""
    formats = {
        kind: _coloured(colour)
        for kind, colour in (
            (Keyword, colours.code_keyword),
            (Operator.Word, colours.code_keyword),
            (Name.Tag, colours.code_keyword),
            (String, colours.code_string),
            (Number, colours.code_number),
            (Comment, colours.code_comment),
            (Name.Function, colours.code_name),
            (Name.Class, colours.code_name),
            (Name.Decorator, colours.code_name),
            (Name.Attribute, colours.code_name),
            (Name.Builtin, colours.code_name),
        )
    }
    found: dict[_TokenType, QTextCharFormat | None] = {}
    for start, token, text in lexer.get_tokens_unprocessed(code):
        if token not in found:
            found[token] = next((formats[kind] for kind in reversed(token.split()) if kind in formats), None)
        characters = found[token]
        if characters is not None:
            yield start, len(text), characters


def _coloured(colour: str) -> QTextCharFormat:
    characters = QTextCharFormat()
    characters.setForeground(QColor(colour))
    return characters
