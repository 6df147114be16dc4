"""The font of formulas: its glyphs as outlines, with their measures and the forms that grow.

All lengths are in em of the font, so that one glyph serves every size.
"""

import logging
import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QPainterPath, QRawFont, QTransform

from quantchat.core.math_table import GlyphForms, GlyphPart, MathConstants, MathTable, font_table, read_math_table
from quantchat.settings import resources_folder

_log = logging.getLogger(__name__)

FONT_FILE = "STIXTwoMath-Regular.ttf"
_MOST_REPEATS = 400


@dataclass(frozen=True, slots=True)
class Outline:
    """Something to fill, with its measures in em; `left` is where its ink begins.

    Attributes:
        width: advance, without the italic correction.
        ascent: height above the base line.
        descent: depth below it.
        italic: how far the top leans over the right edge.
        accent_at: where a mark above it has its middle.
        left: where the ink begins.
        right: where the ink ends.
    """

    path: QPainterPath
    width: float
    ascent: float
    descent: float
    italic: float
    accent_at: float
    left: float
    right: float


class FormulaFontMissing(Exception):  # noqa: N818  # formulas are then shown as their source, which is no error
    """The font file is not there or cannot be read."""


class FormulaFont:
    """One OpenType font with a MATH table."""

    def __init__(self, path: Path) -> None:
        """Load the font, in about 10 ms; raises `FormulaFontMissing`."""
        try:
            self._table: MathTable = read_math_table(font_table(path.read_bytes(), b"MATH"))
        except (OSError, ValueError, struct.error) as error:
            raise FormulaFontMissing(f"{path}: {error}") from error
        self._raw = QRawFont(str(path), 1000.0, QFont.HintingPreference.PreferNoHinting)
        if not self._raw.isValid():
            raise FormulaFontMissing(f"{path}: not a font")
        self._units = self._raw.unitsPerEm()
        self._glyphs: dict[str, int] = {}
        self._outlines: dict[int, Outline] = {}

    @property
    def constants(self) -> MathConstants:
        """Distances in font units; see `em`."""
        return self._table.constants

    @property
    def script_scale(self) -> tuple[float, float]:
        """Size of a script, and of a script of a script, as a share of the full size."""
        return self._table.script_scale

    def em(self, units: float) -> float:
        """Font units as em."""
        return units / self._units

    def outline(self, char: str) -> Outline | None:
        """The glyph of a character; None if the font has none."""
        glyph = self._glyph(char)
        return self._outline(glyph) if glyph else None

    def display_operator(self, char: str) -> Outline | None:
        """The glyph of a sum or an integral in a displayed formula."""
        return self.taller(char, self.em(self._table.display_operator_height))

    def taller(self, char: str, height_em: float) -> Outline | None:
        """The glyph of a delimiter at least so high."""
        glyph = self._glyph(char)
        return self._grown(glyph, self._table.vertical.get(glyph), height_em, is_vertical=True) if glyph else None

    def wider(self, char: str, width_em: float, *, may_be_less: bool = False) -> Outline | None:
        """The glyph of an arrow, a brace or a mark at least so wide, or the widest one that is not wider."""
        glyph = self._glyph(char)
        if not glyph:
            return None
        forms = self._table.horizontal.get(glyph)
        if may_be_less:
            fitting = [form for form, length in (forms.variants if forms else ()) if self.em(length) <= width_em]
            return self._outline(fitting[-1] if fitting else glyph)
        return self._grown(glyph, forms, width_em, is_vertical=False)

    def _grown(self, glyph: int, forms: GlyphForms | None, length_em: float, *, is_vertical: bool) -> Outline:
        for form, length in forms.variants if forms else ():
            if self.em(length) >= length_em:
                return self._outline(form)
        if forms and forms.parts:
            return self._assembled(forms.parts, length_em, is_vertical)
        return self._outline(forms.variants[-1][0] if forms and forms.variants else glyph)

    def _assembled(self, parts: tuple[GlyphPart, ...], length_em: float, is_vertical: bool) -> Outline:
        """Put a glyph together; vertical pieces come from the bottom up."""
        overlap = self._table.min_connector_overlap
        wanted = length_em * self._units
        fixed = sum(part.full_advance - overlap for part in parts if not part.is_extender) + overlap
        growth = sum(part.full_advance - overlap for part in parts if part.is_extender)
        repeats = min(_MOST_REPEATS, max(0, -int(-(wanted - fixed) // growth))) if growth > 0 else 0
        path = QPainterPath()
        position = 0.0
        for part in parts:
            for _ in range(repeats if part.is_extender else 1):
                piece = self._outline(part.glyph)
                shift = QPointF(0, -position - piece.descent) if is_vertical else QPointF(position - piece.left, 0)
                path.addPath(piece.path.translated(shift))
                position += self.em(part.full_advance - overlap)
        return _outline_of(
            path, path.boundingRect().right() if not is_vertical else self._outline(parts[0].glyph).width
        )

    def _glyph(self, char: str) -> int:
        if char not in self._glyphs:
            glyphs = self._raw.glyphIndexesForString(char)
            self._glyphs[char] = glyphs[0] if glyphs else 0
        return self._glyphs[char]

    def _outline(self, glyph: int) -> Outline:
        if glyph not in self._outlines:
            scale = QTransform.fromScale(1 / 1000, 1 / 1000)
            advance = self._raw.advancesForGlyphIndexes([glyph])[0].x() / 1000
            self._outlines[glyph] = _outline_of(
                scale.map(self._raw.pathForGlyph(glyph)),
                advance,
                self.em(self._table.italics.get(glyph, 0)),
                self.em(self._table.accent_positions[glyph]) if glyph in self._table.accent_positions else None,
            )
        return self._outlines[glyph]


def _outline_of(path: QPainterPath, width: float, italic: float = 0, accent_at: float | None = None) -> Outline:
    path.setFillRule(path.fillRule().WindingFill)
    ink = path.boundingRect()
    at = width / 2 if accent_at is None else accent_at
    return Outline(path, width, -ink.top(), ink.bottom(), italic, at, ink.left(), ink.right())


@cache
def formula_font() -> FormulaFont | None:
    """The font of all formulas, loaded with the first of them; None if there is none, which is logged once."""
    try:
        return FormulaFont(resources_folder() / "fonts" / FONT_FILE)
    except FormulaFontMissing as error:
        _log.warning("Formulas are shown as their source: %s", error)
        return None
