"""Sets a formula: measures its parts and puts them where TeX would.

The rules are those of The TeXbook, appendix G, with the distances of the font's MATH table. Each part is measured once,
so that the time is proportional to the length of the formula: about a millisecond for a usual one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath, QPolygonF

from quantchat.core.formula_nodes import (
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
    Scripts,
    Space,
    Stack,
    Styled,
    Symbol,
    Table,
    Words,
)
from quantchat.core.formula_parser import parse_formula
from quantchat.core.formula_spacing import THIN_EM, distance_em, resolved_kinds
from quantchat.core.formula_symbols import INNER_SYMBOLS
from quantchat.gui.formula_box import EMPTY, Box, Placed, centred_on, joined
from quantchat.gui.formula_font import formula_font
from quantchat.gui.formula_fractions import fraction, root, with_degree
from quantchat.gui.formula_measures import LONGEST_EDGE_PX, Measures, beside
from quantchat.gui.formula_scripts import with_limits, with_scripts
from quantchat.gui.formula_tables import table

FORMULA_SCALE = 1.16
"""Size of formulas beside the running text: the small letters of both are then equally high."""

_KEPT_FORMULAS = 2000
_FRAME_PADDING_EM = 0.25
_LIMITS_SPACE_EM = 0.1
_ARROW_PADDING_EM = 0.5

_DOTLESS = {"𝑖": "𝚤", "𝑗": "𝚥"}


@dataclass(frozen=True, slots=True)
class FormulaDrawing:
    """A formula that is ready to be filled with a colour; its base line begins at the origin of the path.

    Attributes:
        width: in device-independent pixels, as all lengths here.
        ascent: height above the base line.
        descent: depth below it.
    """

    width: float
    ascent: float
    descent: float
    path: QPainterPath


@lru_cache(_KEPT_FORMULAS)
def typeset(latex: str, is_display: bool, text_size_px: float) -> FormulaDrawing | None:
    """Set a formula beside text of a size; None if it cannot be drawn, and is to be shown as its source."""
    font = formula_font()
    if font is None:
        return None
    style = MathStyle.DISPLAY if is_display else MathStyle.TEXT
    try:
        box = _Typesetter(Measures(font, style, text_size_px * FORMULA_SCALE, text_size_px)).box(parse_formula(latex))
    except FormulaError:
        return None
    if max(box.width, box.height) > LONGEST_EDGE_PX or box.width <= 0:
        return None
    path = QPainterPath()
    path.setFillRule(path.fillRule().WindingFill)
    box.draw_into(path, 0, 0)
    ink = path.boundingRect()
    return FormulaDrawing(
        max(box.width, ink.right()), max(box.ascent, -ink.top()), max(box.descent, ink.bottom(), 0), path
    )


class _Typesetter:
    """Measures parts in one style."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures
        self._setters: dict[type, Callable[..., Box]] = {
            Row: self._row,
            Symbol: self._symbol,
            FunctionName: self._function,
            Words: self._words,
            Space: self._space,
            Styled: self._styled,
            Phantom: self._phantom,
            Scripts: self._scripts,
            Fraction: self._fraction,
            Root: self._root,
            Fenced: self._fenced,
            BigDelimiter: self._big_delimiter,
            Accent: self._accent,
            Lined: self._lined,
            Stack: self._stack,
            LongArrow: self._long_arrow,
            Framed: self._framed,
            Table: self._table,
        }

    def box(self, node: Node) -> Box:
        """Measure a part."""
        return self._setters[type(node)](node)

    def _in_style(self, style: MathStyle) -> "_Typesetter":
        return self if style is self._measures.style else _Typesetter(self._measures.in_style(style))

    def _row(self, node: Row) -> Box:
        measures = self._measures
        kinds = resolved_kinds([_kind(part) for part in node.parts if not isinstance(part, Space)])
        placed: list[Placed] = []
        x = 0.0
        before: AtomKind | None = None
        remaining = iter(kinds)
        for part in node.parts:
            box = self.box(part)
            if not isinstance(part, Space):
                kind = next(remaining)
                if before is not None:
                    x += distance_em(before, kind, in_script=measures.in_script) * measures.size_px
                before = kind
            placed.append(Placed(x, 0, box))
            x += box.width
        if len(placed) == 1 and placed[0].x == 0:
            return placed[0].box
        return joined(placed, x)

    def _symbol(self, node: Symbol) -> Box:
        measures = self._measures
        if not node.is_large:
            return measures.drawn(measures.font.outline(node.char), node.char)
        outline = measures.font.display_operator(node.char) if measures.is_display else measures.font.outline(node.char)
        box = measures.drawn(outline, node.char)
        placed = centred_on(box, measures.axis)
        width = box.width - box.italic  # the lean of an integral is part of its advance
        return Box(width, box.ascent - placed.y, box.descent + placed.y, parts=(placed,), italic=box.italic)

    def _function(self, node: FunctionName) -> Box:
        thin = Box(THIN_EM * self._measures.size_px, 0, 0)
        return beside([thin if char == " " else self.box(Symbol(char)) for char in node.name])

    def _words(self, node: Words) -> Box:
        return self._measures.words(node.text, node.is_bold, node.is_italic)

    def _space(self, node: Space) -> Box:
        return Box(node.width_em * self._measures.size_px, 0, 0)

    def _styled(self, node: Styled) -> Box:
        return self._in_style(node.style).box(node.body)

    def _phantom(self, node: Phantom) -> Box:
        box = self.box(node.body)
        return Box(
            box.width if node.has_width else 0,
            box.ascent if node.has_height else 0,
            box.descent if node.has_height else 0,
        )

    def _scripts(self, node: Scripts) -> Box:
        base = self.box(node.base)
        if node.lower is None and node.upper is None:
            return base
        setter = _Typesetter(self._measures.for_scripts())
        lower = setter.box(node.lower) if node.lower is not None else None
        upper = setter.box(node.upper) if node.upper is not None else None
        limits = node.limits if node.limits is not None else self._measures.is_display and _has_limits(node.base)
        if limits:
            return with_limits(self._measures, base, lower, upper)
        return with_scripts(self._measures, base, lower, upper)

    def _fraction(self, node: Fraction) -> Box:
        measures = self._measures if node.style is None else self._measures.in_style(node.style)
        inner = _Typesetter(measures.for_fraction())
        box = fraction(measures, inner.box(node.upper), inner.box(node.lower), node.has_line)
        if not node.left:
            return box
        height = measures.enclosing_height(box)
        return beside([measures.delimiter(node.left, height), box, measures.delimiter(node.right, height)])

    def _root(self, node: Root) -> Box:
        box = root(self._measures, self.box(node.body))
        if node.degree is None:
            return box
        return with_degree(self._measures, box, self._in_style(MathStyle.SCRIPT_SCRIPT).box(node.degree))

    def _fenced(self, node: Fenced) -> Box:
        bodies = [self.box(body) for body in node.bodies]
        inside = beside(bodies)
        height = self._measures.enclosing_height(inside)
        boxes = [self._measures.delimiter(node.delimiters[0], height)]
        for body, delimiter in zip(bodies, node.delimiters[1:], strict=True):
            boxes += [body, self._measures.delimiter(delimiter, height)]
        return beside(boxes)

    def _big_delimiter(self, node: BigDelimiter) -> Box:
        return self._measures.delimiter(node.char, node.height_em * self._measures.size_px)

    def _accent(self, node: Accent) -> Box:
        measures = self._measures
        body_node = node.body
        if isinstance(body_node, Symbol):
            body_node = Symbol(_DOTLESS.get(body_node.char, body_node.char), body_node.kind)
        body = self.box(body_node)
        width_em = body.width / measures.size_px
        outline = measures.font.wider(node.char, width_em, may_be_less=True) if node.is_stretchy else None
        outline = outline or measures.font.outline(node.char)
        if outline is None:
            raise FormulaError("a mark that the font lacks")
        mark = Box.of_outline(outline, measures.size_px)
        middle = (
            body.accent_at if body.accent_at is not None and not node.is_stretchy else (body.width + body.italic) / 2
        )
        mark_middle = (outline.left + outline.right) / 2 if node.is_stretchy else outline.accent_at
        rise = max(0.0, body.ascent - measures.px(measures.constants.accent_base_height))
        placed = [Placed(0, 0, body), Placed(middle - mark_middle * measures.size_px, -rise, mark)]
        box = joined(placed, body.width)
        return Box(box.width, box.ascent, max(body.descent, 0), box.parts, italic=body.italic, is_glyph=body.is_glyph)

    def _lined(self, node: Lined) -> Box:
        measures = self._measures
        constants = measures.constants
        body = self.box(node.body)
        if node.char:
            line = measures.drawn(measures.font.wider(node.char, body.width / measures.size_px), node.char)
            gap = measures.px(constants.stretch_stack_gap_above_min)
        else:
            line = Box.of_rule(body.width, measures.px(constants.overbar_rule_thickness))
            gap = measures.px(constants.overbar_vertical_gap)
        y = -(body.ascent + gap + line.descent) if node.is_above else body.descent + gap + line.ascent
        left = line.path.boundingRect().left() * line.scale if line.path is not None else 0.0
        ink = line.path.boundingRect().width() * line.scale if line.path is not None else line.width
        return joined([Placed(0, 0, body), Placed((body.width - ink) / 2 - left, y, line)], body.width)

    def _stack(self, node: Stack) -> Box:
        setter = _Typesetter(self._measures.for_scripts())
        above = setter.box(node.above) if node.above is not None else None
        below = setter.box(node.below) if node.below is not None else None
        return with_limits(self._measures, self.box(node.base), below, above)

    def _long_arrow(self, node: LongArrow) -> Box:
        measures = self._measures
        setter = _Typesetter(measures.for_scripts())
        above = setter.box(node.above) if node.above is not None else EMPTY
        below = setter.box(node.below) if node.below is not None else EMPTY
        inner = max(above.width, below.width) + 2 * _ARROW_PADDING_EM * measures.size_px
        outline = measures.font.wider(node.char, max(inner / measures.size_px, 1.0))
        arrow = measures.drawn(outline, node.char)
        gap = measures.px(measures.constants.stretch_stack_gap_above_min) + _LIMITS_SPACE_EM * measures.size_px
        placed = [
            Placed(0, 0, arrow),
            Placed((arrow.width - above.width) / 2, -(arrow.ascent + gap + above.descent), above),
            Placed((arrow.width - below.width) / 2, max(arrow.descent, 0) + gap + below.ascent, below),
        ]
        return joined(placed, arrow.width)

    def _framed(self, node: Framed) -> Box:
        measures = self._measures
        body = self.box(node.body)
        thickness = measures.px(measures.constants.overbar_rule_thickness)
        if node.is_struck:
            return joined([Placed(0, 0, body), Placed(0, 0, _strike(body, thickness))], body.width)
        padding = _FRAME_PADDING_EM * measures.size_px
        width, top, bottom = body.width + 2 * padding, body.ascent + padding, body.descent + padding
        across, down = Box.of_rule(width, thickness), Box.of_rule(thickness, top + bottom)
        placed = [
            Placed(padding, 0, body),
            Placed(0, -top + thickness, across),
            Placed(0, bottom, across),
            Placed(0, bottom, down),
            Placed(width - thickness, bottom, down),
        ]
        return joined(placed, width)

    def _table(self, node: Table) -> Box:
        cells = self._in_style(MathStyle.SCRIPT_SCRIPT if self._measures.in_script else node.style)
        body = cells.bare_table(node)
        left, right = node.delimiters
        height = self._measures.enclosing_height(body)
        sides = [self._measures.delimiter(char, height) if char else EMPTY for char in (left, right)]
        return beside([sides[0], body, sides[1]])

    def bare_table(self, node: Table) -> Box:
        """Measure a table without its delimiters, in the style of its cells."""
        return table(self._measures, node, [[self.box(cell) for cell in row] for row in node.rows])


def _strike(body: Box, thickness: float) -> Box:
    """A stroke from the lower left to the upper right of a body."""
    path = QPainterPath()
    low, high, right, half = body.descent, -body.ascent, body.width, thickness / 2
    path.addPolygon(
        QPolygonF([QPointF(-half, low), QPointF(half, low), QPointF(right + half, high), QPointF(right - half, high)])
    )
    path.closeSubpath()
    return Box(body.width, body.ascent, body.descent, path=path)


def _kind(node: Node) -> AtomKind:
    """What a part counts as beside its neighbours."""
    match node:
        case Symbol(char=char, kind=kind):
            return AtomKind.INNER if char in INNER_SYMBOLS else kind
        case Row(kind=kind) | Stack(kind=kind) | BigDelimiter(kind=kind):
            return kind
        case Scripts(base=base):
            return _kind(base)
        case FunctionName():
            return AtomKind.OPERATOR
        case Fenced() | Fraction():
            return AtomKind.INNER
        case LongArrow():
            return AtomKind.RELATION
        case _:
            return AtomKind.ORDINARY


def _has_limits(node: Node) -> bool:
    """Whether scripts stand above and below a base in a displayed formula."""
    match node:
        case Symbol(has_limits=has_limits) | FunctionName(has_limits=has_limits):
            return has_limits
        case Row(kind=AtomKind.OPERATOR):
            return True
        case _:
            return False
