"""Reads what formulas are built of, whatever commands there are: rows, groups, scripts, arguments, cells of tables."""

import re
import unicodedata
from abc import ABC, abstractmethod

from quantchat.core.formula_environments import aligned
from quantchat.core.formula_nodes import (
    MAX_NESTING,
    FormulaError,
    Fraction,
    Lined,
    MathStyle,
    Node,
    Row,
    Scripts,
    Space,
    Styled,
    Symbol,
    Words,
)
from quantchat.core.formula_symbols import Alphabet, char_in, kind_of, typed_char
from quantchat.core.formula_tokens import Tokens

DIMENSION = re.compile(r"\s*(-?\d*\.?\d+)\s*(em|ex|mu|pt|px|cm|mm|in|pc|bp)?\s*$")
END_OF_ROW = frozenset({"\\\\", "\\cr", "\\newline"})
STYLES = {
    "displaystyle": MathStyle.DISPLAY,
    "textstyle": MathStyle.TEXT,
    "scriptstyle": MathStyle.SCRIPT,
    "scriptscriptstyle": MathStyle.SCRIPT_SCRIPT,
}
_COMBINING = "Mn"


class RowReader(ABC):
    """Reads one formula from left to right; what a command means, its subclass knows."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._depth = 0
        self._alphabet = Alphabet.ITALIC

    def parse(self) -> Node:
        """Read all of it; rows without a table around them stand below each other."""
        rows = self._rows(frozenset())
        if len(rows) == 1 and len(rows[0]) == 1:
            return rows[0][0]
        return aligned(rows)

    @abstractmethod
    def _command(self, name: str) -> Node:
        """Read a command, whose name was read, with what it takes."""

    def _row(self, stops: frozenset[str]) -> Node:
        """Read parts up to one of these tokens, which is left, or to the end."""
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise FormulaError("too deep")
        alphabet = self._alphabet
        parts: list[Node] = []
        while (token := self._tokens.peek()) and token not in stops:
            if token in {"\\over", "\\atop", "\\choose"}:
                self._tokens.next()
                parts = [self._infix_fraction(token, joined(parts), stops)]
            else:
                self._take_part(token, parts, stops)
        self._alphabet = alphabet
        self._depth -= 1
        return joined(parts)

    def _take_part(self, token: str, parts: list[Node], stops: frozenset[str]) -> None:
        if token in {"^", "_", "'", "’"}:
            parts.append(self._scripts(parts.pop() if parts else Row(())))
        elif token in {"\\limits", "\\nolimits"}:
            self._tokens.next()
            if parts:
                base = parts.pop()
                is_repeated = isinstance(base, Scripts) and base.lower is None and base.upper is None
                parts.append(base if is_repeated else Scripts(base, None, None, limits=token == "\\limits"))
        elif token[1:] in STYLES and token.startswith("\\"):
            self._tokens.next()
            parts.append(Styled(self._row(stops), STYLES[token[1:]]))
        else:
            parts.append(self._part())

    def _infix_fraction(self, command: str, upper: Node, stops: frozenset[str]) -> Node:
        lower = self._row(stops)
        if command == "\\choose":
            return Fraction(upper, lower, has_line=False, left="(", right=")")
        return Fraction(upper, lower, has_line=command == "\\over")

    def _part(self) -> Node:
        """Read one part without its scripts."""
        token = self._tokens.next()
        if token == "{":
            body = self._row(frozenset("}"))
            self._tokens.expect("}")
            return body if isinstance(body, Row) else Row((body,))
        if token in {"}", "&", "$", "#"} or token in END_OF_ROW:
            raise FormulaError(f"unexpected {token}")
        if token == "~":
            return Space(1 / 3)
        return self._command(token[1:]) if token.startswith("\\") and len(token) > 1 else self._char(token)

    def _char(self, char: str) -> Node:
        if unicodedata.category(char) == _COMBINING:
            raise FormulaError("a combining mark")
        if _is_foreign(char):
            return Words(char + self._tokens.take_while(_is_foreign))
        char = typed_char(char)
        return Symbol(char_in(self._alphabet, char), kind_of(char))

    def _argument(self) -> Node:
        """Read what a command takes: a group or a single part."""
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise FormulaError("too deep")
        argument = self._part()
        self._depth -= 1
        return argument

    def _option(self) -> Node | None:
        """Read an optional argument in square brackets."""
        if not self._tokens.take("["):
            return None
        body = self._row(frozenset("]"))
        self._tokens.expect("]")
        return body

    def _scripts(self, base: Node) -> Node:
        limits = True if isinstance(base, Lined) and base.char else None
        if isinstance(base, Scripts) and base.lower is None and base.upper is None:  # made by \\limits
            limits, base = base.limits, base.base
        lower: Node | None = None
        upper: Node | None = None
        primes = 0
        while (token := self._tokens.peek()) in {"^", "_", "'", "’"}:
            self._tokens.next()
            if token == "^":
                if upper is not None:
                    raise FormulaError("two superscripts")
                upper = self._argument()
            elif token == "_":
                if lower is not None:
                    raise FormulaError("two subscripts")
                lower = self._argument()
            else:
                primes += 1
        if primes:
            marks: tuple[Node, ...] = (Symbol("′"),) * primes
            upper = Row(marks if upper is None else (*marks, upper))
        return Scripts(base, lower, upper, limits)

    def _rows(self, ends: frozenset[str], lines: set[int] | None = None) -> list[tuple[Node, ...]]:
        """Read cells up to one of the tokens; numbers of rows with a line above them go to `lines`."""
        stops = ends | END_OF_ROW | {"&"}
        rows: list[tuple[Node, ...]] = []
        cells: list[Node] = []
        while True:
            while lines is not None and self._tokens.peek() in {"\\hline", "\\midrule", "\\toprule", "\\bottomrule"}:
                self._tokens.next()
                lines.add(len(rows))
            cells.append(self._row(stops))
            token = self._tokens.peek()
            if not token or token in ends:
                break
            self._tokens.next()
            if token != "&":
                self._tokens.take("*")
                self._tokens.take_option(DIMENSION)
                rows.append(tuple(cells))
                cells = []
        if cells != [Row(())] or not rows:
            rows.append(tuple(cells))
        return rows


def joined(parts: list[Node]) -> Node:
    """Parts side by side; one alone is itself, unless it has scripts, which belong to it alone."""
    return parts[0] if len(parts) == 1 and not isinstance(parts[0], Scripts) else Row(tuple(parts))


def _is_foreign(char: str) -> bool:
    return "\u2e80" <= char < "\U0001d400" or char >= "\U0001d800"
