"""The reader of all Markdown: markdown-it with formulas, without HTML, and with footnotes left as text."""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.reference import reference
from markdown_it.rules_inline import StateInline, emphasis
from markdown_it.token import Token
from PySide6.QtCore import QCoreApplication

from quantchat.core.formulas import MAX_FORMULA_CHARS, display_closer, formula_at

_MOST_NESTED = 100
"""Levels of quotes and lists that are read; what lies deeper is left out, to bound the reader's recursion."""

FORMULA = "formula"
"""Type of a formula's token: its content is the LaTeX, its markup the source, and its meta says `is_display`."""

FORMULA_BLOCK = "formula_block"
"""Type of the token of a displayed formula that is a paragraph of its own."""

_FIRST_EAST_ASIAN = "\u2e80"
_OPENER = re.compile(r"\\\[|\$\$")
_AFTER_CLOSER = re.compile(r"([.,;:!?]?)[ \t]*$", re.MULTILINE)


@cache
def markdown_parser() -> MarkdownIt:
    """The one reader; it keeps nothing of what it has read."""
    parser = MarkdownIt("js-default", {"maxNesting": _MOST_NESTED})
    parser.inline.ruler.before("escape", FORMULA, _read_inline_formula)
    parser.block.ruler.before(
        "table", FORMULA_BLOCK, _read_formula_block, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    parser.inline.ruler.at("emphasis", _read_emphasis)
    parser.block.ruler.at("reference", _read_reference)
    return parser


def image_text(token: Token) -> str:
    """What is shown for an image, which is never fetched."""
    shown = QCoreApplication.translate("markdown_parser", "[image: {description}] ({address})")
    return shown.format(description=token.content, address=token.attrGet("src"))


def _read_inline_formula(state: StateInline, silent: bool) -> bool:
    formula = formula_at(state.src, state.pos)
    if formula is None or formula.end > state.posMax:
        return False
    if not silent:
        token = state.push(FORMULA, "", 0)
        token.content, token.markup = formula.latex, formula.source
        token.meta = {"is_display": formula.is_display}
    state.pos = formula.end
    return True


def _read_emphasis(state: StateInline, silent: bool) -> bool:
    """Read asterisks; beside Chinese, Japanese and Korean letters also those between a letter and a punctuation mark.

    CommonMark takes those for text, because in other scripts a space stands there. Models do not know that and write
    "**好。**再来" all the time.
    """
    start, known = state.pos, len(state.delimiters)
    if not emphasis.tokenize(state, silent):
        return False
    before, after = state.src[:start][-1:], state.src[state.pos : state.posMax][:1]
    if state.src[start] == "*":
        for delimiter in state.delimiters[known:]:
            delimiter.open = delimiter.open or (_is_east_asian(before) and bool(after.strip()))
            delimiter.close = delimiter.close or (_is_east_asian(after) and bool(before.strip()))
    return True


def _is_east_asian(char: str) -> bool:
    return char >= _FIRST_EAST_ASIAN and char.isalpha()


def _read_formula_block(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    r"""Read a displayed formula on lines of its own, which are no Markdown whatever they begin with."""
    start = state.bMarks[start_line] + state.tShift[start_line]
    match = _OPENER.match(state.src, start)
    if match is None or state.is_code_block(start_line):
        return False
    closer = display_closer(match[0])
    end = state.src.find(closer, match.end(), match.end() + MAX_FORMULA_CHARS)
    after = _AFTER_CLOSER.match(state.src, end + len(closer))
    last_line = _line_of(state, end, start_line, end_line) if end >= 0 and after is not None else None
    if last_line is None or after is None or not state.src[match.end() : end].strip():
        return False
    if not silent:
        source = "\n".join(_line(state, line) for line in range(start_line, last_line + 1)).rstrip()
        token = state.push(FORMULA_BLOCK, "", 0)
        token.content = source[len(match[0]) : len(source) - len(closer) - len(after[1])].strip()
        token.content += after[1].replace(":", r"\colon")
        token.markup = source
        token.map = [start_line, last_line + 1]
    state.line = last_line + 1
    return True


def _line_of(state: StateBlock, position: int, start_line: int, end_line: int) -> int | None:
    """The line of a position after a line; None if the list item or quote that both must be in ends before."""
    for line in range(start_line, end_line):
        if line > start_line and state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return None
        if position <= state.eMarks[line]:
            return line
    return None


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _read_reference(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Read a link's definition; that of a footnote looks the same and is text."""
    return not _line(state, start_line).startswith("[^") and reference(state, start_line, end_line, silent)
