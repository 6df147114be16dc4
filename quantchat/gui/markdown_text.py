"""The text of an answer without its Markdown marks: for finding in it, and for copying it as plain text.

It is what `ProseWriter` shows, made without a document: a conversation of a thousand messages can be searched although
few of them are widgets.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from quantchat.core.markdown import BlockKind, split_markdown
from quantchat.gui.find_question import FindQuestion, letters_of
from quantchat.gui.markdown_parser import FORMULA, FORMULA_BLOCK, image_text, markdown_parser

_INDENT = "  "
_BULLET = "• "
_RULE = "———"
_TASK = re.compile(r"\[[ xX]\] ")
_UNMARKED = re.compile(r"[^\W\d_][^\n`*_\[\]<>&\\~!$|#]*(?:\n[^\W\d_][^\n`*_\[\]<>&\\~!$|#]*)*")
"""A paragraph in which nothing can be a mark: most are, and reading them as Markdown takes fifty times as long."""

_LINK_TARGET = re.compile(r"\]\([^)]*\)|\]\[[^\]]*\]")
_LINE_BREAK = "\u2028"
_LINE_END = re.compile(r" *\n")
_LISTS = frozenset({"bullet_list_open", "ordered_list_open"})
_CODE = frozenset({"fence", "code_block"})


class MarkdownLetters:
    """Tells without reading the Markdown that something is surely not in it: most messages hold nothing of a search."""

    def __init__(self, markdown: str) -> None:
        # An image is shown with a word of ours, and an entity as another letter: then nothing is sure.
        self._is_sure = "![" not in markdown and "&" not in markdown
        texts = {markdown, _LINK_TARGET.sub("", markdown)} if self._is_sure else ()
        self._letters = "\n".join(map(letters_of, texts))

    def may_hold(self, question: FindQuestion) -> bool:
        """Whether the text has to be read to know."""
        return not self._is_sure or any(letters in self._letters for letters in question.letters)


def searched_texts(markdown: str) -> Iterator[str]:
    """What a person reads of an answer, block by block, each paragraph or cell on a line; formulas are their source.

    Line breaks within a paragraph are line separators, which are white space where a phrase is looked for.
    """
    for block in split_markdown(markdown):
        prose = block.source.rstrip()
        if block.kind is BlockKind.CODE:
            yield block.code
        elif _UNMARKED.fullmatch(prose):
            yield _LINE_END.sub(_LINE_BREAK, prose)
        else:
            yield "\n".join(_searched_paragraphs(block.source))


def _searched_paragraphs(source: str) -> Iterator[str]:
    for token in markdown_parser().parse(source):
        if token.type == "inline":
            yield _inline_text(token.children or (), _LINE_BREAK)
        elif token.type == FORMULA_BLOCK:
            yield token.markup.replace("\n", _LINE_BREAK)
        elif token.type in _CODE:
            yield token.content.removesuffix("\n").replace("\n", _LINE_BREAK)


def plain_text(markdown: str) -> str:
    """What a person sees of an answer, as text.

    Items keep their numbers and bullets, cells of a table are parted by tabs, as a spreadsheet takes them; code is as
    it is, formulas are their source, links their text.
    """
    paragraphs: list[str] = []
    for block in split_markdown(markdown):
        if block.kind is BlockKind.CODE:
            paragraphs.append(block.code)
        else:
            paragraphs.extend(_Paragraphs(block.source).texts())
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph.strip())


@dataclass(slots=True)
class _OpenList:
    """A list that is being read; `number` is that of the next item, None where it has bullets."""

    number: int | None

    def marker(self) -> str:
        if self.number is None:
            return _BULLET
        self.number += 1
        return f"{self.number - 1}. "


@dataclass(slots=True)
class _Paragraphs:
    """Reads one piece of Markdown; the items of an outermost list are one paragraph."""

    source: str
    _lists: list[_OpenList] = field(default_factory=list)
    _lines: list[str] = field(default_factory=list)
    _cells: list[str] = field(default_factory=list)
    _is_in_table: bool = False
    _marker: str = ""

    def texts(self) -> Iterator[str]:
        """The paragraphs, one after the other."""
        for token in markdown_parser().parse(self.source):
            self._take(token)
            if self._lines and not self._lists and not self._is_in_table:
                yield "\n".join(self._lines)
                self._lines = []

    def _take(self, token: Token) -> None:
        if token.type in _LISTS:
            start = token.attrGet("start")
            is_ordered = token.type == "ordered_list_open"
            self._lists.append(_OpenList((1 if start is None else int(start)) if is_ordered else None))
        elif token.type.endswith("_list_close"):
            self._lists.pop()
        elif token.type == "list_item_open":
            self._marker = self._lists[-1].marker()
        elif token.type == "inline":
            self._add(_inline_text(token.children or (), line_break="\n"))
        elif token.type in _CODE:
            self._add(token.content.removesuffix("\n"))
        elif token.type == FORMULA_BLOCK:
            self._add(token.markup)
        elif token.type == "hr":
            self._add(_RULE)
        else:
            self._take_table(token)

    def _take_table(self, token: Token) -> None:
        """Take the cells of a row together, and the rows of a table."""
        if token.type in {"table_open", "table_close"}:
            self._is_in_table = token.type == "table_open"
        elif token.type == "tr_close":
            self._add_lines("\t".join(self._cells))
            self._cells = []

    def _add(self, text: str) -> None:
        if self._is_in_table:
            self._cells.append(text)
        else:
            self._add_lines(text)

    def _add_lines(self, text: str) -> None:
        if not self._lists:
            self._lines.extend(text.split("\n"))
            return
        marker = "" if self._marker == _BULLET and _TASK.match(text) else self._marker or _INDENT
        indent = _INDENT * (len(self._lists) - 1)
        first, *rest = text.split("\n")
        self._lines.append(indent + marker + first)
        self._lines.extend(indent + _INDENT + line for line in rest)
        self._marker = ""


def _inline_text(parts: Sequence[Token], line_break: str) -> str:
    return "".join(_part_text(part, line_break) for part in parts)


def _part_text(part: Token, line_break: str) -> str:
    match part.type:
        case "softbreak" | "hardbreak":
            return line_break
        case kind if kind == FORMULA:
            return part.markup.replace("\n", line_break)
        case "image":
            return image_text(part)
        case _:
            return part.content
