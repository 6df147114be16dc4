"""Boxes: what a formula's parts become when they are measured, and how boxes are put together.

As in TeX each box has a width, and a height above and below its base line. All lengths are device-independent pixels.
"""

from dataclasses import dataclass
from typing import Self

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainterPath, QTransform

from quantchat.gui.formula_font import Outline


@dataclass(frozen=True, slots=True)
class Box:
    """Something measured.

    Attributes:
        width: how far the next box is.
        ascent: height above the base line.
        descent: depth below it.
        parts: boxes inside, and where their base lines begin; y goes down.
        path: what is filled, from the box's own origin.
        scale: size of `path`, in pixels per unit of it.
        italic: how much of the width is the lean of its last letter, which a subscript does not keep.
        accent_at: where a mark above it has its middle; None for the middle of the box.
        is_glyph: whether it is a single letter, on which scripts sit at fixed heights.
    """

    width: float
    ascent: float
    descent: float
    parts: tuple["Placed", ...] = ()
    path: QPainterPath | None = None
    scale: float = 1.0
    italic: float = 0.0
    accent_at: float | None = None
    is_glyph: bool = False

    @property
    def height(self) -> float:
        """Height above and below the base line together."""
        return self.ascent + self.descent

    @classmethod
    def of_outline(cls, outline: Outline, size_px: float) -> Self:
        """A glyph at a size."""
        return cls(
            width=(outline.width + outline.italic) * size_px,
            ascent=outline.ascent * size_px,
            descent=outline.descent * size_px,
            path=outline.path,
            scale=size_px,
            italic=outline.italic * size_px,
            accent_at=outline.accent_at * size_px,
            is_glyph=True,
        )

    @classmethod
    def of_rule(cls, width: float, thickness: float) -> Self:
        """A bar that stands on the base line."""
        path = QPainterPath()
        path.addRect(QRectF(0, -thickness, width, thickness))
        return cls(width, thickness, 0, path=path)

    @classmethod
    def of_words(cls, text: str, font: QFont) -> Self:
        """Running text in a font, with the system's other fonts for what it lacks."""
        path = QPainterPath()
        path.setFillRule(path.fillRule().WindingFill)
        path.addText(QPointF(0, 0), font, text)
        ink = path.boundingRect()
        return cls(QFontMetricsF(font).horizontalAdvance(text), -ink.top(), ink.bottom(), path=path)

    def draw_into(self, target: QPainterPath, x: float, y: float) -> None:
        """Add what is to be filled, with the base line at a point."""
        if self.path is not None:
            target.addPath(QTransform(self.scale, 0, 0, self.scale, x, y).map(self.path))
        for part in self.parts:
            part.box.draw_into(target, x + part.x, y + part.y)


@dataclass(frozen=True, slots=True)
class Placed:
    """A box inside another: where its base line begins; y goes down."""

    x: float
    y: float
    box: Box


EMPTY = Box(0, 0, 0)


def joined(parts: list[Placed], width: float) -> Box:
    """A box of this width around others, as high and as deep as they are."""
    ascent = max((part.box.ascent - part.y for part in parts), default=0.0)
    descent = max((part.box.descent + part.y for part in parts), default=0.0)
    return Box(width, ascent, descent, tuple(parts))


def centred_on(box: Box, axis: float) -> Placed:
    """The box with its middle at a height above the base line."""
    return Placed(0, (box.ascent - box.descent) / 2 - axis, box)
