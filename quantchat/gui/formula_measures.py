"""What all parts of a formula are measured with: the font at the size of one of TeX's styles."""

from collections.abc import Sequence

from PySide6.QtGui import QFont

from quantchat.core.formula_nodes import FormulaError, MathStyle
from quantchat.core.math_table import MathConstants
from quantchat.gui.formula_box import Box, Placed, centred_on, joined
from quantchat.gui.formula_font import FormulaFont, Outline
from quantchat.gui.theme import Theme

LONGEST_EDGE_PX = 6000
"""A formula wider or higher than this is shown as its source: nobody wrote it to be read."""

_DELIMITER_SHARE = 0.901  # TeX's \delimiterfactor: how much of what it encloses a delimiter covers at least
_EMPTY_DELIMITER_EM = 0.12
_SMALLEST_SIZE_PX = 7.0

_SCRIPT_STYLES = {MathStyle.DISPLAY: MathStyle.SCRIPT, MathStyle.TEXT: MathStyle.SCRIPT}
_FRACTION_STYLES = {MathStyle.DISPLAY: MathStyle.TEXT, MathStyle.TEXT: MathStyle.SCRIPT}


class Measures:
    """The font in one style.

    Attributes:
        font: the font of formulas.
        style: TeX's style.
        size_px: size of an em in this style.
        axis: height above the base line of a fraction's line and of the middle of delimiters.
    """

    def __init__(self, font: FormulaFont, style: MathStyle, full_size_px: float, text_size_px: float) -> None:
        self.font = font
        self.style = style
        self._full_size = full_size_px
        self._text_size = text_size_px
        script, script_script = font.script_scale
        scale = {MathStyle.SCRIPT: script, MathStyle.SCRIPT_SCRIPT: script_script}.get(style, 1.0)
        self._scale = max(scale, min(1.0, _SMALLEST_SIZE_PX / full_size_px))
        self.size_px = full_size_px * self._scale
        self.axis = self.px(font.constants.axis_height)

    @property
    def constants(self) -> MathConstants:
        """Distances in font units; `px` makes pixels of them."""
        return self.font.constants

    @property
    def is_display(self) -> bool:
        """Whether this is the style of displayed formulas."""
        return self.style is MathStyle.DISPLAY

    @property
    def in_script(self) -> bool:
        """Whether this is the style of a script."""
        return self.style in {MathStyle.SCRIPT, MathStyle.SCRIPT_SCRIPT}

    def px(self, units: float) -> float:
        """Font units as pixels at this style's size."""
        return self.font.em(units) * self.size_px

    def in_style(self, style: MathStyle) -> "Measures":
        """The same font in another style."""
        return self if style is self.style else Measures(self.font, style, self._full_size, self._text_size)

    def for_scripts(self) -> "Measures":
        """The measures of scripts beside something in this style."""
        return self.in_style(_SCRIPT_STYLES.get(self.style, MathStyle.SCRIPT_SCRIPT))

    def for_fraction(self) -> "Measures":
        """The measures of the parts of a fraction in this style."""
        return self.in_style(_FRACTION_STYLES.get(self.style, MathStyle.SCRIPT_SCRIPT))

    def drawn(self, outline: Outline | None, char: str) -> Box:
        """A glyph, or the character out of another font where this one has none."""
        if outline is not None:
            return Box.of_outline(outline, self.size_px)
        if len(char.encode()) == 1:
            raise FormulaError(f"the font lacks {char!r}")
        return self.words(char)

    def words(self, text: str, is_bold: bool = False, is_italic: bool = False) -> Box:
        """Running text in the font around the formula."""
        font = Theme.reading_font(weight=QFont.Weight.DemiBold if is_bold else QFont.Weight.Normal)
        font.setItalic(is_italic)
        font.setPixelSize(max(1, round(self._text_size * self._scale)))
        return Box.of_words(text, font)

    def delimiter(self, char: str, height: float) -> Box:
        """A delimiter at least so high, with its middle on the axis; nothing for an empty one."""
        if not char:
            return Box(self.size_px * _EMPTY_DELIMITER_EM, 0, 0)
        if height > LONGEST_EDGE_PX / 2:
            raise FormulaError("too high")
        box = self.drawn(self.font.taller(char, height / self.size_px), char)
        return joined([centred_on(box, self.axis)], box.width)

    def enclosing_height(self, body: Box) -> float:
        r"""Height of delimiters around a body: TeX's \left and \right, centred on the axis."""
        reach = max(body.ascent - self.axis, body.descent + self.axis)
        return max(2 * reach * _DELIMITER_SHARE, 2 * reach - self.size_px / 2, self.size_px)


def beside(boxes: Sequence[Box]) -> Box:
    """Boxes in a line, without distances."""
    x = 0.0
    placed = []
    for box in boxes:
        placed.append(Placed(x, 0, box))
        x += box.width
    return joined(placed, x)
