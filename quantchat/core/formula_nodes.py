"""What a formula consists of, as its parser leaves it and its typesetter takes it.

The kinds of atoms and their distances are TeX's (Knuth, The TeXbook, chapters 17 and 18).
"""

from dataclasses import dataclass
from enum import Enum, StrEnum, auto

MAX_NESTING = 40
"""Groups within groups; deeper formulas are shown as their source, to bound the recursion."""


class FormulaError(ValueError):
    """The formula cannot be drawn: it is no LaTeX, or LaTeX that is not understood here."""


class AtomKind(Enum):
    """TeX's kinds of atoms, which decide the distances between them."""

    ORDINARY = auto()
    OPERATOR = auto()
    BINARY = auto()
    RELATION = auto()
    OPENING = auto()
    CLOSING = auto()
    PUNCTUATION = auto()
    INNER = auto()


class MathStyle(StrEnum):
    """TeX's styles; scripts follow from where a part stands."""

    DISPLAY = "display"
    TEXT = "text"
    SCRIPT = "script"
    SCRIPT_SCRIPT = "script-script"


@dataclass(frozen=True, slots=True)
class Symbol:
    """One character of the math font, already in its alphabet: italic letters are those of Unicode.

    Attributes:
        char: a single character.
        kind: decides the distances.
        is_large: a sum or an integral, which is larger in a displayed formula.
        has_limits: whether scripts stand above and below it in a displayed formula.
    """

    char: str
    kind: AtomKind = AtomKind.ORDINARY
    is_large: bool = False
    has_limits: bool = False


@dataclass(frozen=True, slots=True)
class FunctionName:
    """A name in upright letters, such as sin or lim."""

    name: str
    has_limits: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    r"""Running text inside a formula, in the font around it: `\text{...}`."""

    text: str
    is_bold: bool = False
    is_italic: bool = False


@dataclass(frozen=True, slots=True)
class Space:
    """A distance, in em."""

    width_em: float


@dataclass(frozen=True, slots=True)
class Row:
    """Parts side by side; `kind` is what the whole counts as."""

    parts: tuple["Node", ...]
    kind: AtomKind = AtomKind.ORDINARY


@dataclass(frozen=True, slots=True)
class Scripts:
    """A base with what is below and above to its right, or right below and above it."""

    base: "Node"
    lower: "Node | None"
    upper: "Node | None"
    limits: bool | None = None
    """Whether they stand below and above; None leaves it to the base and the style."""


@dataclass(frozen=True, slots=True)
class Fraction:
    """One thing over another; `left` and `right` are the delimiters of a binomial."""

    upper: "Node"
    lower: "Node"
    has_line: bool = True
    style: MathStyle | None = None
    left: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Root:
    """A root; the degree may be missing."""

    body: "Node"
    degree: "Node | None" = None


@dataclass(frozen=True, slots=True)
class Fenced:
    r"""Parts between delimiters that grow with them: `\left( ... \middle| ... \right)`; an empty one is not drawn."""

    delimiters: tuple[str, ...]
    bodies: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class BigDelimiter:
    r"""A delimiter of a height of its own, `\bigl(`; in em."""

    char: str
    height_em: float
    kind: AtomKind


@dataclass(frozen=True, slots=True)
class Accent:
    """A mark above something; a stretchy one is as wide as it."""

    char: str
    body: "Node"
    is_stretchy: bool = False


@dataclass(frozen=True, slots=True)
class Lined:
    """Something with a line or a brace above or below it; `char` is empty for a line."""

    body: "Node"
    is_above: bool
    char: str = ""


@dataclass(frozen=True, slots=True)
class Stack:
    """Something with smaller things above and below it, which counts as `kind`."""

    base: "Node"
    above: "Node | None"
    below: "Node | None"
    kind: AtomKind = AtomKind.RELATION


@dataclass(frozen=True, slots=True)
class LongArrow:
    """An arrow as long as what stands above and below it."""

    char: str
    above: "Node | None"
    below: "Node | None"


@dataclass(frozen=True, slots=True)
class Framed:
    """Something in a frame, or struck through."""

    body: "Node"
    is_struck: bool = False


@dataclass(frozen=True, slots=True)
class Phantom:
    """The room something would take."""

    body: "Node"
    has_width: bool = True
    has_height: bool = True


@dataclass(frozen=True, slots=True)
class Styled:
    """Parts in a style that was asked for."""

    body: "Node"
    style: MathStyle


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells: matrices, cases and aligned equations.

    Attributes:
        rows: cells by row; rows may differ in length.
        alignments: "l", "c" or "r" of each column; the last one counts for the rest.
        column_gaps_em: distance before each column but the first, used in turn.
        style: that of the cells.
        row_gap_em: distance between base lines.
        line_columns: columns before which a line stands.
        line_rows: rows above which a line stands.
        delimiters: what encloses it; empty for none.
    """

    rows: tuple[tuple["Node", ...], ...]
    alignments: str
    column_gaps_em: tuple[float, ...]
    style: MathStyle
    row_gap_em: float
    line_columns: frozenset[int] = frozenset()
    line_rows: frozenset[int] = frozenset()
    delimiters: tuple[str, str] = ("", "")


Node = (
    Symbol
    | FunctionName
    | Words
    | Space
    | Row
    | Scripts
    | Fraction
    | Root
    | Fenced
    | BigDelimiter
    | Accent
    | Lined
    | Stack
    | LongArrow
    | Framed
    | Phantom
    | Styled
    | Table
)
"""Any part of a formula."""
