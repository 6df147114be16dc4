r"""Reads LaTeX formulas: what language models write, which is amsmath without definitions.

There are no macros of one's own, so that the work is proportional to the length. What is not understood is an error,
and the formula is then shown as its source: one that is drawn wrong would be worse than one that is not drawn.
"""

import re
import unicodedata
from collections.abc import Callable

from quantchat.core.formula_environments import environment
from quantchat.core.formula_nodes import (
    MAX_NESTING,
    Accent,
    AtomKind,
    BigDelimiter,
    Fenced,
    FormulaError,
    Fraction,
    Framed,
    FunctionName,
    Lined,
    LongArrow,
    MathStyle,
    Node,
    Phantom,
    Root,
    Row,
    Space,
    Stack,
    Styled,
    Symbol,
    Table,
    Words,
)
from quantchat.core.formula_rows import DIMENSION, STYLES, RowReader, joined
from quantchat.core.formula_symbols import (
    ACCENTS,
    ALPHABET_COMMANDS,
    ALPHABET_SWITCHES,
    FUNCTIONS,
    INTEGRALS,
    LIMIT_FUNCTIONS,
    LONG_ARROWS,
    SPACES_EM,
    SUMS,
    SYMBOLS,
    WIDE_ACCENTS,
    char_in,
)
from quantchat.core.formula_tokens import Tokens
from quantchat.core.formulas import MAX_FORMULA_CHARS

_EM_PER_UNIT = {"em": 1, "ex": 0.45, "mu": 1 / 18, "pt": 0.1, "px": 0.07, "cm": 2.85, "mm": 0.285, "in": 7.2, "pc": 1.2}
_LONGEST_DIMENSION = 12
_WIDEST_SPACE_EM = 20.0

_CLASSES = {
    **{"mathord": AtomKind.ORDINARY, "mathbin": AtomKind.BINARY, "mathrel": AtomKind.RELATION},
    **{"mathopen": AtomKind.OPENING, "mathclose": AtomKind.CLOSING, "mathpunct": AtomKind.PUNCTUATION},
    **{"mathinner": AtomKind.INNER, "mathop": AtomKind.OPERATOR},
}
_BIG_COMMAND = re.compile(r"(big|Big|bigg|Bigg)([lrm]?)")
_BIG_SIZES_EM = {"big": 1.2, "Big": 1.8, "bigg": 2.4, "Bigg": 3.0}
_BIG_KINDS = {"l": AtomKind.OPENING, "r": AtomKind.CLOSING, "m": AtomKind.RELATION, "": AtomKind.ORDINARY}
_WORD_FONTS = {
    **{"text": (False, False), "textrm": (False, False), "textnormal": (False, False), "mbox": (False, False)},
    **{"textbf": (True, False), "textit": (False, True), "emph": (False, True), "textsf": (False, False)},
    **{"texttt": (False, False), "hbox": (False, False), "textup": (False, False)},
}
_LOGOS = frozenset({"LaTeX", "TeX"})
_WITHOUT_EFFECT = frozenset(
    (
        *("nonumber", "notag", "mathstrut", "strut", "limits", "displaylimits", "allowbreak", "nobreak", "relax"),
        *("null", "hfill", "noindent", "centering"),
    )
)
_ARGUMENTS_WITHOUT_EFFECT = frozenset({"label", "ref", "eqref"})
_LINES = {"overline": (True, ""), "underline": (False, ""), "overbrace": (True, "⏞"), "underbrace": (False, "⏟")} | {
    "overparen": (True, "⏜"),
    "underparen": (False, "⏝"),
    "overbracket": (True, "⎴"),
    "underbracket": (False, "⎵"),
}
_ENCLOSING = {"bra": ("⟨", "|"), "ket": ("|", "⟩"), "braket": ("⟨", "⟩"), "abs": ("|", "|"), "norm": ("‖", "‖")}


def parse_formula(latex: str) -> Node:
    """Read what stands between the delimiters of a formula.

    Raises:
        FormulaError: it is too long, too deep, or not understood; the text says what for the log.
    """
    if len(latex) > MAX_FORMULA_CHARS:
        raise FormulaError("too long")
    return _Parser(latex).parse()


class _Parser(RowReader):
    """Knows the commands."""

    def __init__(self, latex: str) -> None:
        super().__init__(Tokens(latex))
        self._commands: dict[str, Callable[[str], Node]] = {
            **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac"), self._fraction),
            **dict.fromkeys(("binom", "dbinom", "tbinom"), self._binomial),
            **dict.fromkeys(STYLES, self._styled),
            **dict.fromkeys(_CLASSES, self._classed),
            **dict.fromkeys(_WORD_FONTS, self._words),
            **dict.fromkeys(_LINES, self._lined),
            **dict.fromkeys(ACCENTS, self._accent),
            **dict.fromkeys(WIDE_ACCENTS, self._accent),
            **dict.fromkeys(LONG_ARROWS, self._long_arrow),
            **dict.fromkeys(ALPHABET_COMMANDS, self._in_alphabet),
            **dict.fromkeys(ALPHABET_SWITCHES, self._from_here_in_alphabet),
            **dict.fromkeys(("operatorname", "operatornamewithlimits"), self._operator_name),
            **dict.fromkeys(("hspace", "mspace", "kern", "mkern", "hskip", "mskip"), self._space),
            **dict.fromkeys(("color", "textcolor"), self._coloured),
            **dict.fromkeys(("boxed", "fbox", "cancel", "bcancel", "xcancel", "sout"), self._framed),
            **dict.fromkeys(("phantom", "hphantom", "vphantom"), self._phantom),
            **dict.fromkeys(("overset", "underset", "stackrel"), self._stack),
            **dict.fromkeys(("pmod", "bmod", "mod", "pod"), self._modulus),
            **dict.fromkeys(("bra", "ket", "braket", "abs", "norm"), self._enclosed),
            "sqrt": self._root,
            "left": self._fenced,
            "begin": self._environment,
            "substack": self._substack,
            "not": self._negated,
            "tag": self._tag,
            "smash": lambda _: self._argument(),
        }

    def _command(self, name: str) -> Node:
        if (command := self._commands.get(name)) is not None:
            return command(name)
        if (simple := self._simple_command(name)) is not None:
            return simple
        if (big := _BIG_COMMAND.fullmatch(name)) is not None:
            return BigDelimiter(self._tokens.delimiter(), _BIG_SIZES_EM[big[1]], _BIG_KINDS[big[2]])
        if name in _WITHOUT_EFFECT:
            return Row(())
        if name in _ARGUMENTS_WITHOUT_EFFECT:
            self._tokens.raw_argument()
            return Row(())
        raise FormulaError(f"unknown command {name}")

    def _simple_command(self, name: str) -> Node | None:
        """A command that takes nothing."""
        if (symbol := SYMBOLS.get(name)) is not None:
            char, kind = symbol
            return Symbol(char_in(self._alphabet, char), kind)
        if name in SPACES_EM:
            return Space(SPACES_EM[name])
        if name in SUMS:
            return Symbol(SUMS[name], AtomKind.OPERATOR, is_large=True, has_limits=True)
        if name in INTEGRALS:
            return Symbol(INTEGRALS[name], AtomKind.OPERATOR, is_large=True)
        if name in FUNCTIONS:
            return FunctionName(name)
        if name in _LOGOS:
            return Words(name)
        if name in LIMIT_FUNCTIONS:
            return FunctionName(LIMIT_FUNCTIONS[name], has_limits=True)
        return None

    def _fraction(self, name: str) -> Node:
        style = {"dfrac": MathStyle.DISPLAY, "cfrac": MathStyle.DISPLAY, "tfrac": MathStyle.TEXT}.get(name)
        if name == "cfrac":
            self._option()
        return Fraction(self._argument(), self._argument(), style=style)

    def _binomial(self, name: str) -> Node:
        style = {"dbinom": MathStyle.DISPLAY, "tbinom": MathStyle.TEXT}.get(name)
        return Fraction(self._argument(), self._argument(), has_line=False, style=style, left="(", right=")")

    def _styled(self, name: str) -> Node:
        return Styled(self._argument(), STYLES[name])

    def _classed(self, name: str) -> Node:
        return Row((self._argument(),), _CLASSES[name])

    def _lined(self, name: str) -> Node:
        is_above, char = _LINES[name]
        return Lined(self._argument(), is_above, char)

    def _accent(self, name: str) -> Node:
        is_stretchy = name in WIDE_ACCENTS
        return Accent((WIDE_ACCENTS if is_stretchy else ACCENTS)[name], self._argument(), is_stretchy)

    def _long_arrow(self, name: str) -> Node:
        below = self._option()
        return LongArrow(LONG_ARROWS[name], self._argument(), below)

    def _in_alphabet(self, name: str) -> Node:
        before, self._alphabet = self._alphabet, ALPHABET_COMMANDS[name]
        body = self._argument()
        self._alphabet = before
        return body

    def _from_here_in_alphabet(self, name: str) -> Node:
        self._alphabet = ALPHABET_SWITCHES[name]  # the row that it stands in sets it back
        return Row(())

    def _operator_name(self, name: str) -> Node:
        has_limits = self._tokens.take("*") or name.endswith("limits")
        text = re.sub(r"\\[a-zA-Z]+|\\.|[{}]", " ", self._tokens.raw_argument().replace("\\,", " "))
        return FunctionName(" ".join(text.split()), has_limits)

    def _space(self, name: str) -> Node:
        self._tokens.take("*")
        text = self._tokens.raw_argument() if self._tokens.peek() == "{" else self._dimension()
        match = DIMENSION.match(text)
        if match is None:
            raise FormulaError(f"{name} without a width")
        width_em = float(match[1]) * _EM_PER_UNIT.get(match[2] or "em", 0.1)
        return Space(max(-_WIDEST_SPACE_EM, min(_WIDEST_SPACE_EM, width_em)))

    def _dimension(self) -> str:
        """Read a width without braces: up to its unit."""
        text = ""
        while len(text) < _LONGEST_DIMENSION:
            text += self._tokens.next()
            if (match := DIMENSION.match(text)) is not None and match[2]:
                break
        return text

    def _coloured(self, name: str) -> Node:
        self._tokens.raw_argument()  # colours are the theme's, so that a formula can be read on either ground
        return self._argument() if name == "textcolor" or self._tokens.peek() == "{" else Row(())

    def _framed(self, name: str) -> Node:
        return Framed(self._argument(), is_struck=name not in {"boxed", "fbox"})

    def _phantom(self, name: str) -> Node:
        return Phantom(self._argument(), has_width=name != "vphantom", has_height=name != "hphantom")

    def _stack(self, name: str) -> Node:
        mark, base = self._argument(), self._argument()
        kind = AtomKind.RELATION if name == "stackrel" else _kind_of_node(base)
        return Stack(base, None, mark, kind) if name == "underset" else Stack(base, mark, None, kind)

    def _modulus(self, name: str) -> Node:
        mod = FunctionName("mod")
        if name == "bmod":
            return Row((mod,), AtomKind.BINARY)
        body = self._argument()
        if name == "mod":
            return Row((Space(1.0), mod, Space(1 / 3), body))
        inner: tuple[Node, ...] = (body,) if name == "pod" else (mod, Space(1 / 3), body)
        opening, closing = Symbol("(", AtomKind.OPENING), Symbol(")", AtomKind.CLOSING)
        return Row((Space(1.0), opening, *inner, closing))

    def _enclosed(self, name: str) -> Node:
        left, right = _ENCLOSING[name]
        return Fenced((left, right), (self._argument(),))

    def _root(self, _name: str) -> Node:
        degree = self._option()
        return Root(self._argument(), degree)

    def _fenced(self, _name: str) -> Node:
        delimiters = [self._tokens.delimiter()]
        bodies = []
        while True:
            bodies.append(self._row(frozenset({"\\middle", "\\right"})))
            token = self._tokens.next()
            delimiters.append(self._tokens.delimiter())
            if token == "\\right":
                return Fenced(tuple(delimiters), tuple(bodies))

    def _negated(self, _name: str) -> Node:
        part = self._argument()
        if isinstance(part, Symbol):
            negated = unicodedata.normalize("NFC", part.char + "\u0338")
            if len(negated) == 1:
                return Symbol(negated, part.kind)
        return Row((Framed(part, is_struck=True),), AtomKind.RELATION)

    def _tag(self, _name: str) -> Node:
        self._tokens.take("*")
        return Row((Space(2.0), Words(f"({self._tokens.raw_argument()})")))

    def _words(self, name: str) -> Node:
        is_bold, is_italic = _WORD_FONTS[name]
        parts: list[Node] = []
        for number, text in enumerate(re.split(r"(?<!\\)\$|\\\(|\\\)", self._tokens.raw_argument())):
            if number % 2:
                parts.append(self._nested(text))
            elif text:
                parts.append(Words(_plain_words(text), is_bold, is_italic))
        return joined(parts)

    def _nested(self, latex: str) -> Node:
        """Read a formula inside words inside a formula."""
        inner = _Parser(latex)
        inner._depth = self._depth + 1
        if inner._depth > MAX_NESTING:
            raise FormulaError("too deep")
        return inner.parse()

    # --- tables ---

    def _environment(self, _name: str) -> Node:
        name = self._tokens.raw_argument().strip()
        kind = name.rstrip("*")
        spec = self._column_spec(kind)
        ends = frozenset({"\\end"})
        lines: set[int] = set()
        rows = self._rows(ends, lines)
        self._tokens.expect("\\end")
        if self._tokens.raw_argument().strip() != name:
            raise FormulaError(f"{name} is not ended")
        return environment(kind, spec, rows, frozenset(lines))

    def _column_spec(self, kind: str) -> str:
        if kind in {"array", "tabular", "subarray"}:
            return self._tokens.raw_argument()
        if kind.startswith("alignat") or kind == "alignedat":
            self._tokens.raw_argument()
        elif self._tokens.peek() == "[":
            self._option()
        return ""

    def _substack(self, _name: str) -> Node:
        self._tokens.expect("{")
        rows = self._rows(frozenset("}"))
        self._tokens.expect("}")
        return Table(tuple(rows), "c", (0.5,), MathStyle.SCRIPT, 0.95)


def _kind_of_node(node: Node) -> AtomKind:
    """What a node counts as beside others."""
    match node:
        case Symbol(kind=kind) | Stack(kind=kind):
            return kind
        case Row(parts=(part,)):
            return _kind_of_node(part)
        case FunctionName():
            return AtomKind.OPERATOR
        case _:
            return AtomKind.ORDINARY


def _plain_words(text: str) -> str:
    text = re.sub(r"\\([ %&#_${}])", r"\1", text.replace("~", "\u00a0").replace("``", "“").replace("''", "”"))
    return re.sub(r"\s+", " ", re.sub(r"\\[A-Za-z]+\s*|[{}]", "", text))
