"""Cuts a growing Markdown text into closed blocks, which never change again, and one open tail.

An answer arrives in pieces of any size. Drawing the whole of it at every piece costs more and more; with this cut
only the tail is drawn again. Prose closes at a blank line, but never inside a list or an indented code block,
because what follows may still belong to them. Link reference definitions reach only as far as their own block.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from quantchat.core.formulas import MAX_FORMULA_CHARS, display_closer, display_opener

LONG_LIST_CHARS = 4000
"""A list longer than this closes at its next item, so that the tail stays short in the longest list."""

_LONG_CELL_CHARS = 40
_CELL_GAP_CHARS = 2

_TAB_COLUMNS = 4
_INDENTED_CODE_COLUMNS = 4

_FENCE = re.compile(r" {0,3}(?P<marks>`{3,}(?=[^`]*$)|~{3,})(?P<info>.*)$")
_LIST_ITEM = re.compile(r"(?P<indent> {0,3})(?P<marker>[-+*]|(?P<number>\d{1,9})[.)])(?P<space> +|$)")
_NESTED_ITEMS = re.compile(r" *(?:(?:[-+*]|\d{1,9}[.)]) +)*")
_LONE_LINE = re.compile(r" {0,3}(?:>|#{1,6}(?: |$)|([-*_=])(?: *\1){2,} *$)")
_TABLE_DELIMITERS = re.compile(r" {0,3}\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *$")
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_TABLE_END = re.compile(r" {4}| {0,3}(?:>|#{1,6}(?: |$)|([-*_])(?: *\1){2,} *$)")
_THEMATIC_BREAK = re.compile(r" {0,3}([-*_])(?: *\1){2,} *$")


class BlockKind(StrEnum):
    """How a block is drawn."""

    PROSE = "prose"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a text that can be drawn by itself.

    Attributes:
        kind: prose is Markdown to render, code is to be shown as it is.
        source: the text as it came; the sources of all blocks in order are the whole text.
        is_closed: whether it is final.
        language: of code, the first word after the fence; may be empty.
        code: of code, the text between the fences without the last line break. While the block is open it only
            ever grows at its end.
    """

    kind: BlockKind
    source: str
    is_closed: bool
    language: str = ""
    code: str = ""
    is_table: bool = False


@dataclass(frozen=True, slots=True)
class SplitResult:
    """What an append brought: the blocks that are now final, and what stays open (empty if nothing does)."""

    newly_closed: tuple[Block, ...]
    tail: Block


@dataclass(frozen=True, slots=True)
class _Fence:
    """The opening line of fenced code."""

    mark: str
    length: int
    indent: int
    info: str

    def is_closed_by(self, columns: str) -> bool:
        match = _FENCE.match(columns)
        return match is not None and not match["info"].strip() and self._fits(match["marks"])

    def may_be_closed_by(self, line_start: str) -> bool:
        """Whether a line that has only begun could become the closing one."""
        return not line_start.strip(" " + self.mark)

    def _fits(self, marks: str) -> bool:
        return marks[0] == self.mark and len(marks) >= self.length


def split_markdown(text: str) -> tuple[Block, ...]:
    """Cut a finished text into its blocks."""
    splitter = MarkdownSplitter()
    return (*splitter.append(text).newly_closed, *splitter.finish().newly_closed)


class MarkdownSplitter:
    """Cuts one text while it grows; each line is looked at once, when it is complete."""

    def __init__(self) -> None:
        self._line_start = ""
        self._closed: list[Block] = []
        self._open_block()

    def append(self, text: str) -> SplitResult:
        """Take the next piece of the text, of any length, cut anywhere."""
        *line_ends, rest = text.split("\n")
        for line_end in line_ends:
            self._take_line(self._line_start + line_end + "\n")
            self._line_start = ""
        self._line_start += rest
        return self._result()

    def finish(self) -> SplitResult:
        """Close whatever is open: the text is complete. The splitter is then ready for another text."""
        if self._line_start:
            self._take_line(self._line_start)
            self._line_start = ""
        self._close_block()
        return self._result()

    def _result(self) -> SplitResult:
        closed, self._closed = tuple(self._closed), []
        return SplitResult(closed, self._tail())

    def _tail(self) -> Block:
        source = self._source + self._line_start
        if self._fence is None:
            return Block(BlockKind.PROSE, source, is_closed=False, is_table=self._is_table)
        code = self._code
        line_start = _without_indent(self._line_start.rstrip("\r"), self._fence.indent)
        if not self._fence.may_be_closed_by(line_start):
            code += self._code_separator() + line_start
        return Block(BlockKind.CODE, source, is_closed=False, language=_language(self._fence), code=code)

    def _open_block(self) -> None:
        self._source = ""
        self._code = ""
        self._code_lines = 0
        self._fence: _Fence | None = None
        self._item_indent = 0  # a line indented as far as this belongs to the list item or the indented code
        self._is_list = False
        self._is_table = False
        self._is_paragraph = False
        self._is_after_blank = False
        self._nested_fence: _Fence | None = None
        self._formula_closer = ""  # what will end the displayed formula that is open
        self._formula_chars = 0

    def _close_block(self) -> None:
        if self._source:
            if self._fence is None:
                block = Block(BlockKind.PROSE, self._source, is_closed=True, is_table=self._is_table)
            else:
                language = _language(self._fence)
                block = Block(BlockKind.CODE, self._source, is_closed=True, language=language, code=self._code)
            self._closed.append(block)
        self._open_block()

    def _take_line(self, line: str) -> None:
        columns = line.rstrip("\r\n").expandtabs(_TAB_COLUMNS)
        if self._fence is not None:
            self._take_code_line(line, columns, self._fence)
        elif not columns.strip(" "):
            self._take_blank_line(line)
        else:
            self._take_prose_line(line, columns)
            self._is_after_blank = False

    def _take_code_line(self, line: str, columns: str, fence: _Fence) -> None:
        self._source += line
        if fence.is_closed_by(columns):
            self._close_block()
        else:
            self._code += self._code_separator() + _without_indent(line.rstrip("\r\n"), fence.indent)
            self._code_lines += 1

    def _code_separator(self) -> str:
        return "\n" if self._code_lines else ""

    def _take_blank_line(self, line: str) -> None:
        has_text = bool(self._source.strip())
        self._source += line
        self._is_after_blank = True
        if has_text and not self._item_indent and not self._formula_closer:
            self._close_block()

    def _take_prose_line(self, line: str, columns: str) -> None:
        indent = len(columns) - len(columns.lstrip(" "))
        if self._item_indent and indent >= self._item_indent:
            self._watch_nested_fence(columns)
            self._source += line
        elif self._nested_fence is not None and self._nested_fence.is_closed_by(columns):
            # Models often indent the opening fence of a list item and not the closing one. Taken literally that
            # would open a new code block and swallow the rest of the answer.
            self._source += line
            self._close_block()
        elif (match := _FENCE.match(columns)) is not None:
            self._close_block()
            self._fence = _fence(match)
            self._source = line
        elif self._is_in_formula(line):
            self._source += line
        else:
            self._take_outer_line(line, columns, indent)

    def _is_in_formula(self, line: str) -> bool:
        """Whether a line belongs to a displayed formula that an earlier one began: it is no Markdown then.

        An end that does not come within the length of a formula was never meant, and what follows is text.
        """
        if not self._formula_closer:
            opener = display_opener(line)
            self._formula_closer = display_closer(opener) if opener else ""
            self._formula_chars = 0
            return False
        self._formula_chars += len(line)
        if self._formula_closer in line or self._formula_chars > MAX_FORMULA_CHARS:
            self._formula_closer = ""
        return True

    def _take_outer_line(self, line: str, columns: str, indent: int) -> None:
        """Take a line of no list item so far: it starts one, ends what is open or belongs to a paragraph."""
        if self._begins_table(columns):
            self._begin_table()
        item = None if _THEMATIC_BREAK.match(columns) else _LIST_ITEM.match(columns)
        if item is not None and self._is_paragraph and not _can_interrupt_paragraph(item, columns):
            item = None
        if self._is_ended_by(columns, item):
            self._close_block()
        if item is not None:
            self._item_indent = _item_indent(item, columns)
            self._is_list = True
            self._nested_fence = None
            self._watch_nested_fence(columns)
        elif indent >= _INDENTED_CODE_COLUMNS and not self._is_paragraph and not self._item_indent:
            self._item_indent = _INDENTED_CODE_COLUMNS
        self._is_paragraph = not (self._item_indent or self._is_table or _LONE_LINE.match(columns))
        self._source += line

    def _begins_table(self, columns: str) -> bool:
        """Whether a line is the second one of a table whose first one was taken for text."""
        if not self._is_paragraph or "|" not in columns or ">" in self._source or not _TABLE_DELIMITERS.match(columns):
            return False
        header = self._source.splitlines()[-1]
        return "|" in header and len(_cells(header)) == len(_cells(columns)) and not header.startswith("    ")

    def _begin_table(self) -> None:
        """Give the text before the table's first line a block of its own."""
        *lines, header = self._source.splitlines(keepends=True)
        self._source = "".join(lines)
        self._close_block()
        self._source = header
        self._is_table = True

    def _is_ended_by(self, columns: str, item: re.Match[str] | None) -> bool:
        if self._is_table:
            return item is not None or _TABLE_END.match(columns) is not None
        if not self._item_indent:
            return False
        if item is not None:
            # A list numbered 1, 1, 1 counts on its first number and cannot be cut.
            return len(self._source) >= LONG_LIST_CHARS and item["number"] not in {"0", "1"}
        return self._is_after_blank or not self._is_list or _THEMATIC_BREAK.match(columns) is not None

    def _watch_nested_fence(self, columns: str) -> None:
        content = _NESTED_ITEMS.sub("", columns, count=1)
        if self._nested_fence is None:
            match = _FENCE.match(content)
            self._nested_fence = _fence(match) if match else None
        elif self._nested_fence.is_closed_by(content):
            self._nested_fence = None


def _fence(match: re.Match[str]) -> _Fence:
    marks = match["marks"]
    return _Fence(mark=marks[0], length=len(marks), indent=match.start("marks"), info=match["info"])


def _language(fence: _Fence) -> str:
    words = fence.info.split(maxsplit=1)
    return words[0] if words else ""


def _cells(row: str) -> list[str]:
    """The cells of a table's row as they are written."""
    inner = row.strip().removeprefix("|")
    return _CELL_BORDER.split(inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner)


def table_width_chars(source: str) -> int:
    """How many characters wide a table would be if no cell had to be wrapped; very long cells count as 40.

    A table that is wider than its column scrolls sideways instead of being squeezed.
    """
    widths: list[int] = []
    for row in source.splitlines():
        if _TABLE_DELIMITERS.match(row):
            continue
        for at, cell in enumerate(_cells(row)):
            length = min(len(cell.strip()), _LONG_CELL_CHARS)
            if at == len(widths):
                widths.append(length)
            widths[at] = max(widths[at], length)
    return sum(widths) + _CELL_GAP_CHARS * len(widths)


def _without_indent(line: str, indent: int) -> str:
    return line[min(indent, len(line) - len(line.lstrip(" "))) :]


def _can_interrupt_paragraph(item: re.Match[str], columns: str) -> bool:
    """Whether a list may start right below text: a line that begins with "1999." does not."""
    return item["number"] in {None, "1"} and len(columns.rstrip(" ")) > item.end("marker")


def _item_indent(item: re.Match[str], columns: str) -> int:
    """Column at which the content of a list item starts; deeper lines belong to it."""
    marker_end = item.end("marker")
    spaces = len(item["space"])
    has_content = len(columns.rstrip(" ")) > marker_end
    return marker_end + (spaces if has_content and spaces <= _INDENTED_CODE_COLUMNS else 1)
