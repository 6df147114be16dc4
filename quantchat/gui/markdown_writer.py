"""Writes Markdown at the end of a text document.

markdown-it reads the text; this turns its tokens into paragraphs, lists and tables. No markup in between: there is
nothing through which a model's answer could name a file, a script or a style.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextList

from quantchat.gui.markdown_direction import runs_right_to_left
from quantchat.gui.markdown_inline import LINE_BREAK, InlineWriter, ParagraphBreaks, words_of
from quantchat.gui.markdown_objects import OBJECT_CHAR, TASK_BOX_WIDTH, register_objects, task_box_format
from quantchat.gui.markdown_parser import FORMULA_BLOCK, markdown_parser
from quantchat.gui.markdown_style import INDENT_WIDTH, QUOTE_INDENT, ProseProperty, ProseStyle
from quantchat.gui.theme import Space

_HEADING_GAP = Space.XL - 2
_TIGHT_GAP = Space.XS
_MOST_COLUMNS = 100
"""A table with more columns is shown as it is written: laying it out takes seconds, and nobody could read it."""

_TASK_MARK = re.compile(r"\[[ xX]\] ")
_ALIGNMENTS = {
    "text-align:left": Qt.AlignmentFlag.AlignLeft,
    "text-align:right": Qt.AlignmentFlag.AlignRight,
    "text-align:center": Qt.AlignmentFlag.AlignHCenter,
}


@dataclass(slots=True)
class _OpenList:
    """A list that is being written."""

    is_ordered: bool
    start: int
    items: QTextList | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """An end of the document that can be come back to, and what its last paragraph was."""

    position: int
    block_format: QTextBlockFormat
    characters: QTextCharFormat
    block_state: int


class ProseWriter:
    """Writes at the end of one document, in one style; `top_gap` is the distance of a heading from the top."""

    def __init__(self, document: QTextDocument, style: ProseStyle, top_gap: int = 0) -> None:
        self._style = style
        self._top_gap = top_gap
        self._document = document
        self._cursor = QTextCursor(document)
        self._lists: list[_OpenList] = []
        self._quote_depth = 0
        self._is_item_start = False
        self._is_item_text = False
        self._text = style.text()
        self._breaks = ParagraphBreaks(self._interrupt_paragraph, self._resume_paragraph)
        self._paragraph_breaks: ParagraphBreaks | None = None
        self._writers: dict[str, Callable[[Token], None]] = {
            "paragraph_open": self._begin_paragraph,
            "heading_open": self._begin_heading,
            "inline": self._write_paragraph_text,
            "bullet_list_open": self._begin_list,
            "ordered_list_open": self._begin_list,
            "bullet_list_close": self._end_list,
            "ordered_list_close": self._end_list,
            "list_item_open": self._begin_item,
            "list_item_close": self._end_item,
            "blockquote_open": self._begin_quote,
            "blockquote_close": self._end_quote,
            "fence": self._write_code,
            "code_block": self._write_code,
            "hr": self._write_rule,
            FORMULA_BLOCK: self._write_formula_block,
        }
        document.setIndentWidth(INDENT_WIDTH)
        register_objects(document)

    @property
    def has_objects(self) -> bool:
        """Whether the document holds anything that is not text: formulas or tasks."""
        return not self._document.find(OBJECT_CHAR).isNull()

    def write(self, source: str) -> None:
        """Append Markdown below what the document holds."""
        self._cursor.beginEditBlock()
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        tokens = iter(markdown_parser().parse(source))
        for token in tokens:
            if token.type == "table_open":
                self._write_table(tokens)
            elif (write := self._writers.get(token.type)) is not None:
                write(token)
        self._cursor.endEditBlock()

    def mark(self) -> Mark:
        """Remember the end of the document, to come back to it with `cut`."""
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        block = self._cursor.block()
        return Mark(self._cursor.position(), block.blockFormat(), block.charFormat(), block.userState())

    def cut(self, mark: Mark) -> None:
        """Take away everything after a mark."""
        self._cursor.beginEditBlock()
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._cursor.setPosition(mark.position, QTextCursor.MoveMode.KeepAnchor)
        self._cursor.removeSelectedText()
        # The last paragraph that is left may have taken over what the first one that was cut away was.
        block = self._cursor.block()
        self._cursor.setBlockFormat(mark.block_format)
        self._cursor.setBlockCharFormat(mark.characters)
        block.setUserState(mark.block_state)
        self._cursor.endEditBlock()

    def _begin_list(self, token: Token) -> None:
        start = token.attrGet("start")
        is_ordered = token.type == "ordered_list_open"
        self._lists.append(_OpenList(is_ordered, 1 if start is None else int(start)))

    def _end_list(self, _token: Token) -> None:
        self._lists.pop()

    def _begin_item(self, _token: Token) -> None:
        self._is_item_start = True

    def _begin_quote(self, _token: Token) -> None:
        self._quote_depth += 1

    def _end_quote(self, _token: Token) -> None:
        self._quote_depth -= 1

    def _write_rule(self, _token: Token) -> None:
        self._begin_block(self._style.rule(self._quote_depth), self._style.text())

    def _begin_paragraph(self, token: Token) -> None:
        self._paragraph_breaks = self._breaks
        gap = self._gap(_TIGHT_GAP if token.hidden else Space.S if self._lists else Space.M)
        self._text = self._style.text()
        if self._quote_depth:
            self._text = self._style.quoted(self._text)
        self._begin_block(self._style.block(gap, self._text_indent(), self._quote_depth), self._text)

    def _begin_heading(self, token: Token) -> None:
        self._paragraph_breaks = None
        level = int(token.tag[1:])
        self._text = self._style.heading_text(level)
        line_height = self._style.heading_line_height(level)
        gap = self._top_gap if self._is_at_top() else _HEADING_GAP
        self._begin_block(self._style.block(gap, self._text_indent(), self._quote_depth, line_height), self._text)

    def _gap(self, gap: int) -> int:
        """Distance to what precedes: none at the top, a full one before the first item of an outermost list."""
        if self._is_at_top():
            return 0
        is_list_start = len(self._lists) == 1 and self._is_item_start and self._lists[0].items is None
        return max(gap, int(Space.S)) if is_list_start else gap

    def _is_at_top(self) -> bool:
        block = self._cursor.block()
        return block.blockNumber() == 0 and block.length() == 1

    def _text_indent(self) -> int:
        """Level of a paragraph that is not itself the start of an item: that has its list's level already."""
        return 0 if self._is_item_start else len(self._lists)

    def _begin_block(self, block: QTextBlockFormat, characters: QTextCharFormat) -> None:
        """Start a paragraph; the empty one at the top or below a table is used up first."""
        current = self._cursor.block()
        is_spare = current.length() == 1 and current.textList() is None and not self._cursor.currentTable()
        if is_spare and current.userState() != _HOLDS_ITS_PLACE:
            self._cursor.setBlockFormat(block)
            self._cursor.setBlockCharFormat(characters)
        else:
            self._cursor.insertBlock(block, characters)
        self._cursor.block().setUserState(_HOLDS_ITS_PLACE)
        if self._is_item_start:
            self._join_list()
        self._is_item_start = False

    def _join_list(self) -> None:
        self._is_item_text = True
        open_list = self._lists[-1]
        if not open_list.is_ordered:
            bullet = QTextBlockFormat()
            bullet.setProperty(ProseProperty.BULLET_LEVEL, len(self._lists))
            self._cursor.mergeBlockFormat(bullet)
        if open_list.items is None:
            list_format = self._style.item_list(len(self._lists), open_list.is_ordered, open_list.start)
            open_list.items = self._cursor.createList(list_format)
        else:
            open_list.items.add(self._cursor.block())

    def _end_item(self, _token: Token | None = None) -> None:
        if self._is_item_start:  # an item without any text is still an item
            block = self._style.block(self._gap(_TIGHT_GAP), 0, self._quote_depth)
            self._begin_block(block, self._style.text())

    def _write_code(self, token: Token) -> None:
        code = token.content.removesuffix("\n")
        if code:  # else a fence that has just been opened: nothing to show yet
            self._write_code_text(code)

    def _write_code_text(self, code: str) -> None:
        self._end_item()
        characters = self._style.code_text()
        block = self._style.code_block(self._gap(Space.S), len(self._lists), self._quote_depth)
        self._begin_block(block, characters)
        self._cursor.insertText(code.replace("\n", LINE_BREAK), characters)

    def _write_formula_block(self, token: Token) -> None:
        """Write a displayed formula as a paragraph of its own, in the middle of the column."""
        self._text = self._style.text()
        block = self._style.formula_block(self._gap(Space.M), self._text_indent(), self._quote_depth)
        self._begin_block(block, self._text)
        self._inline().write_formula(token, is_display=True, characters=self._text)

    def _write_paragraph_text(self, token: Token) -> None:
        parts = token.children or []
        if self._is_item_text and (is_done := _task_state(parts)) is not None:
            self._begin_task(is_done)
            parts[0].content = parts[0].content[len("[ ] ") :]
        self._is_item_text = False
        self._inline(self._paragraph_breaks).write(parts)
        if self._cursor.block().textDirection() == Qt.LayoutDirection.RightToLeft:
            self._mirror()

    def _mirror(self) -> None:
        """Turn round what a text document leaves as it is in a paragraph that runs from right to left."""
        if self._quote_depth:
            self._cursor.mergeBlockFormat(self._style.quote_margins(self._quote_depth, is_right_to_left=True))
        items = self._cursor.block().textList()
        if items is not None and items.count() == 1 and self._lists and self._lists[-1].is_ordered:
            items.setFormat(self._style.with_mirrored_numbers(items.format()))

    def _begin_task(self, is_done: bool) -> None:
        """Write the box of a task where its bullet would be."""
        box_for_bullet = QTextBlockFormat()
        box_for_bullet.setProperty(ProseProperty.BULLET_LEVEL, 0)
        box_for_bullet.setTextIndent(-TASK_BOX_WIDTH)
        self._cursor.mergeBlockFormat(box_for_bullet)
        self._cursor.insertText(OBJECT_CHAR, task_box_format(is_done, self._style.faint(self._text)))

    def _inline(self, breaks: ParagraphBreaks | None = None) -> InlineWriter:
        return InlineWriter(self._style, self._cursor, self._text, breaks)

    def _interrupt_paragraph(self) -> None:
        """Make room for a displayed formula inside a paragraph."""
        if self._cursor.block().length() == 1:
            self._cursor.mergeBlockFormat(self._style.in_the_middle())
        else:
            self._begin_block(self._style.formula_block(Space.S, self._text_indent(), self._quote_depth), self._text)

    def _resume_paragraph(self) -> None:
        self._begin_block(self._style.block(Space.S, self._text_indent(), self._quote_depth), self._text)

    def _write_table(self, tokens: Iterator[Token]) -> None:
        rows = _table_rows(tokens)
        columns = max(len(row) for row in rows)
        if columns > _MOST_COLUMNS:
            self._write_code_text("\n".join(" | ".join(cell.content for cell, _ in row) for row in rows))
            return
        self._end_item()
        gap = 0 if self._is_at_top() else int(Space.M)
        margin = self._quote_depth * QUOTE_INDENT + len(self._lists) * INDENT_WIDTH
        is_right_to_left = runs_right_to_left(
            " ".join(words_of(cell.children or ()) for row in rows for cell, _ in row)
        )
        if self._cursor.block().length() > 1 or self._cursor.block().userState() == _HOLDS_ITS_PLACE:
            self._cursor.insertBlock(self._style.nothing(), self._style.text())
        table = self._cursor.insertTable(len(rows), columns, self._style.table(gap, margin, is_right_to_left))
        for row_number, row in enumerate(rows):
            for number, (cell_token, alignment) in enumerate(row):
                column = columns - 1 - number if is_right_to_left else number
                cell = table.cellAt(row_number, column)
                cell.setFormat(self._style.cell(row_number == len(rows) - 1, column == columns - 1))
                self._cursor = cell.firstCursorPosition()
                block = self._style.block(0, 0, 0)
                block.setAlignment((alignment or _leading(is_right_to_left)) | Qt.AlignmentFlag.AlignAbsolute)
                self._cursor.setBlockFormat(block)
                self._text = self._style.text()
                if row_number == 0:
                    self._text.setFontWeight(QFont.Weight.DemiBold.value)
                InlineWriter(self._style, self._cursor, self._text, is_cell=True).write(cell_token.children or ())
        self._cursor = QTextCursor(self._document)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._cursor.setBlockFormat(self._style.nothing())


_HOLDS_ITS_PLACE = 1
"""State of a paragraph that was written, even if it is empty: the next one must not use it up."""


def _task_state(parts: Sequence[Token]) -> bool | None:
    """Whether the task that an item's text begins with is done; None if it is no task."""
    text = parts[0].content if parts and parts[0].type == "text" else ""
    return text[1] != " " if _TASK_MARK.match(text) else None


def _leading(is_right_to_left: bool) -> Qt.AlignmentFlag:
    """Where the cells of a table are aligned that says nothing about it."""
    return Qt.AlignmentFlag.AlignRight if is_right_to_left else Qt.AlignmentFlag.AlignLeft


def _table_rows(tokens: Iterator[Token]) -> list[list[tuple[Token, Qt.AlignmentFlag | None]]]:
    """The cells of the table whose opening token was the last one read, and how the table says they are aligned."""
    rows: list[list[tuple[Token, Qt.AlignmentFlag | None]]] = []
    alignment: Qt.AlignmentFlag | None = None
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type in {"th_open", "td_open"}:
            alignment = _ALIGNMENTS.get(str(token.attrGet("style")))
        elif token.type == "inline":
            rows[-1].append((token, alignment))
    return rows
