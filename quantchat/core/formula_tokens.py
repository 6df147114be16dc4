"""The tokens of a LaTeX formula, read from left to right."""

import re
from collections.abc import Callable

from quantchat.core.formula_nodes import FormulaError
from quantchat.core.formula_symbols import SYMBOLS

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|%[^\n]*\n?|\s+|.", re.DOTALL)
_DELIMITER_CHARS = {"<": "⟨", ">": "⟩", ".": ""}
_DELIMITERS = frozenset("()[]{}|‖/\\⟨⟩⌊⌋⌈⌉⟮⟯⟦⟧⌜⌝⌞⌟↑↓↕⇑⇓⇕")
_LONGEST_OPTION = 12


class Tokens:
    """The tokens of one formula and how far they are read; comments are left out, blanks stand between words only."""

    def __init__(self, latex: str) -> None:
        self._tokens = [token for token in _TOKEN.findall(latex) if not token.startswith("%")]
        self._position = 0

    def peek(self) -> str:
        """The next token, without stepping over it; empty at the end."""
        self._skip_space()
        return self._tokens[self._position] if self._position < len(self._tokens) else ""

    def _skip_space(self) -> None:
        while self._position < len(self._tokens) and self._tokens[self._position].isspace():
            self._position += 1

    def next(self) -> str:
        """Step over the next token and return it; raises `FormulaError` at the end."""
        token = self.peek()
        if not token:
            raise FormulaError("it ends too early")
        self._position += 1
        return token

    def take(self, token: str) -> bool:
        """Step over a token if it is the next one."""
        is_next = self.peek() == token
        self._position += is_next
        return is_next

    def expect(self, token: str) -> None:
        """Step over a token that must come now; raises `FormulaError` if another does."""
        if not self.take(token):
            raise FormulaError(f"{token} is missing")

    def raw_argument(self) -> str:
        """Read a group as it is written, blanks too."""
        self.expect("{")
        depth, start = 1, self._position
        while depth:
            if self._position >= len(self._tokens):
                raise FormulaError("} is missing")
            token = self._tokens[self._position]
            depth += (token == "{") - (token == "}")
            self._position += 1
        return "".join(self._tokens[start : self._position - 1])

    def delimiter(self) -> str:
        """Read a delimiter and return its character, empty for none; raises `FormulaError` if it is no delimiter."""
        token = self.next()
        char = _DELIMITER_CHARS.get(token, token)
        if token.startswith("\\") and len(token) > 1:
            name = token[1:]
            char = "‖" if name == "|" else SYMBOLS[name][0] if name in SYMBOLS else ""
            if not char:
                raise FormulaError(f"{token} is no delimiter")
        if char and char not in _DELIMITERS:
            raise FormulaError(f"{token} is no delimiter")
        return char

    def take_while(self, is_wanted: Callable[[str], bool]) -> str:
        """Step over what comes without a blank between, and return it."""
        start = self._position
        while self._position < len(self._tokens) and is_wanted(self._tokens[self._position]):
            self._position += 1
        return "".join(self._tokens[start : self._position])

    def take_option(self, pattern: re.Pattern[str]) -> None:
        """Step over a short optional argument in square brackets if it has this form; a bracket that is none stays."""
        if self.peek() != "[":
            return
        option = self._tokens[self._position : self._position + _LONGEST_OPTION]
        end = option.index("]") if "]" in option else 0
        if end and pattern.match("".join(option[1:end])):
            self._position += end + 1
