"""Writes the text of one paragraph: weight, code, links, formulas, and what stands for an image."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from markdown_it.token import Token
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor

from quantchat.core.autolinks import split_addresses
from quantchat.gui.markdown_direction import END_OF_ISOLATE, ISOLATE, runs_right_to_left
from quantchat.gui.markdown_objects import OBJECT_CHAR, formula_format, is_drawable
from quantchat.gui.markdown_parser import FORMULA, image_text
from quantchat.gui.markdown_style import INLINE_CODE_PADDING, ProseStyle

LINE_BREAK = "\u2028"
_BREAKS = frozenset({"softbreak", "hardbreak"})
_CLOSING_PUNCTUATION = frozenset(".,;:!?")


@dataclass(frozen=True, slots=True)
class ParagraphBreaks:
    """How a paragraph is interrupted by a displayed formula, and how it goes on below it."""

    begin_formula: Callable[[], None]
    begin_text: Callable[[], None]


def words_of(tokens: Sequence[Token]) -> str:
    """The words of a paragraph, without code, by which it is told which way it runs."""
    return " ".join(token.content for token in tokens if token.type == "text")


class InlineWriter:
    """Writes at a cursor; `breaks` are missing where a paragraph cannot be interrupted, as in a table."""

    def __init__(
        self,
        style: ProseStyle,
        cursor: QTextCursor,
        text: QTextCharFormat,
        breaks: ParagraphBreaks | None = None,
        *,
        is_cell: bool = False,
    ) -> None:
        self._style = style
        self._cursor = cursor
        self._text = text
        self._breaks = breaks
        self._is_cell = is_cell
        self._is_after_formula = False
        self._is_right_to_left = False

    def write(self, tokens: Sequence[Token]) -> None:
        """Write the parts of one paragraph."""
        self._is_right_to_left = runs_right_to_left(words_of(tokens))
        if self._is_right_to_left:
            # A document would take code for the first word, and the whole sentence for one from left to right.
            direction = QTextBlockFormat()
            direction.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            self._cursor.mergeBlockFormat(direction)
        if tokens and self._is_code(tokens[0]):
            self._cursor.mergeBlockFormat(self._room_for_padding())
        formats = [self._text]
        for token, following in zip_longest(tokens, tokens[1:]):
            if token.nesting == 1:
                formats.append(self._opened(token, formats[-1]))
            elif token.nesting == -1:
                formats.pop()
            elif not self._is_swallowed(token, following):
                self._write_part(token, formats[-1], self._is_code(following))

    def write_formula(self, token: Token, is_display: bool, characters: QTextCharFormat) -> None:
        """Write a formula, or its source as code if it cannot be drawn."""
        formula = formula_format(token.content, token.markup, is_display, characters)
        if formula is None:
            self._write_spaced(token.markup.replace("\n", LINE_BREAK), self._style.inline_code(characters))
        else:
            self._cursor.insertText(OBJECT_CHAR, formula)

    def _room_for_padding(self) -> QTextBlockFormat:
        """Room before the code that a paragraph begins with; the width of a table's column counts margins alone."""
        room = QTextBlockFormat()
        if not self._is_cell:
            room.setTextIndent(INLINE_CODE_PADDING)
        elif self._is_right_to_left:
            room.setRightMargin(INLINE_CODE_PADDING)
        else:
            room.setLeftMargin(INLINE_CODE_PADDING)
        return room

    def _is_code(self, token: Token | None) -> bool:
        """Whether a part has the ground of code."""
        if token is None or token.type != FORMULA:
            return token is not None and token.type == "code_inline"
        return not is_drawable(token.content, bool(token.meta["is_display"]), self._text)

    def _is_display(self, token: Token | None) -> bool:
        return token is not None and token.type == FORMULA and bool(token.meta["is_display"])

    def _is_swallowed(self, token: Token, following: Token | None) -> bool:
        """Whether a line break is one that a displayed formula makes anyway."""
        is_beside_formula = self._is_after_formula or (self._breaks is not None and self._is_display(following))
        return token.type in _BREAKS and is_beside_formula

    def _opened(self, token: Token, characters: QTextCharFormat) -> QTextCharFormat:
        """The format inside an inline element within text of another format."""
        if token.type == "link_open":
            return self._style.link(characters, str(token.attrGet("href") or ""))
        changed = QTextCharFormat(characters)
        match token.type:
            case "strong_open":
                changed.setFontWeight(QFont.Weight.DemiBold.value)
            case "em_open":
                changed.setFontItalic(True)
            case "s_open":
                changed.setFontStrikeOut(True)
        return changed

    def _write_part(self, token: Token, characters: QTextCharFormat, is_before_code: bool) -> None:
        if self._breaks is not None and self._is_display(token):
            self._breaks.begin_formula()
            self.write_formula(token, is_display=True, characters=characters)
            self._is_after_formula = True
            return
        if self._is_after_formula and not self._goes_on(token):
            return
        match token.type:
            case "code_inline":
                self._write_code(token.content, characters)
            case "softbreak" | "hardbreak":
                # Models break lines where they mean it, as in verses and addresses.
                self._cursor.insertText(LINE_BREAK, characters)
            case kind if kind == FORMULA:
                self.write_formula(token, bool(token.meta["is_display"]), characters)
            case "image":
                self._cursor.insertText(image_text(token), self._style.faint(characters))
            case _ if is_before_code and not self._is_right_to_left:
                self._write_spaced(token.content, characters)
            case _:
                self._write_text(token.content, characters)

    def _goes_on(self, token: Token) -> bool:
        """Begin a line below a displayed formula, and say whether anything of the part is left to be written on it."""
        if token.type == "text":
            token.content = token.content.lstrip()
            if token.content[:1] in _CLOSING_PUNCTUATION:
                self._cursor.insertText(token.content[:1], self._text)
                token.content = token.content[1:].lstrip()
            if not token.content:
                return False
        if self._breaks is not None:
            self._breaks.begin_text()
        self._is_after_formula = False
        return True

    def _write_text(self, text: str, characters: QTextCharFormat) -> None:
        if characters.isAnchor():
            self._cursor.insertText(text, characters)
            return
        for part in split_addresses(text):
            is_link = bool(part.address)
            self._cursor.insertText(part.text, self._style.link(characters, part.address) if is_link else characters)

    def _write_code(self, code: str, characters: QTextCharFormat) -> None:
        if self._is_right_to_left:
            self._cursor.insertText(ISOLATE, characters)
        self._write_spaced(code, self._style.inline_code(characters))
        if self._is_right_to_left:
            self._cursor.insertText(END_OF_ISOLATE, self._style.spaced(characters))

    def _write_spaced(self, text: str, characters: QTextCharFormat) -> None:
        """Write text with room behind its last character, for the padding of an inline code's ground."""
        self._cursor.insertText(text[:-1], characters)
        self._cursor.insertText(text[-1:], self._style.spaced(characters))
