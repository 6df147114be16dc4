"""Reads the MATH table of an OpenType font: the distances of formulas, and the taller and wider forms of a glyph.

Source: the OpenType specification, "MATH - The mathematical typesetting table". All lengths are in font units.
"""

import struct
from dataclasses import dataclass, fields

_CONSTANTS_BEFORE_RECORDS = 4


@dataclass(frozen=True, slots=True)
class MathConstants:
    """Distances by the specification's names, in its order."""

    math_leading: int
    axis_height: int
    accent_base_height: int
    flattened_accent_base_height: int
    subscript_shift_down: int
    subscript_top_max: int
    subscript_baseline_drop_min: int
    superscript_shift_up: int
    superscript_shift_up_cramped: int
    superscript_bottom_min: int
    superscript_baseline_drop_max: int
    sub_superscript_gap_min: int
    superscript_bottom_max_with_subscript: int
    space_after_script: int
    upper_limit_gap_min: int
    upper_limit_baseline_rise_min: int
    lower_limit_gap_min: int
    lower_limit_baseline_drop_min: int
    stack_top_shift_up: int
    stack_top_display_style_shift_up: int
    stack_bottom_shift_down: int
    stack_bottom_display_style_shift_down: int
    stack_gap_min: int
    stack_display_style_gap_min: int
    stretch_stack_top_shift_up: int
    stretch_stack_bottom_shift_down: int
    stretch_stack_gap_above_min: int
    stretch_stack_gap_below_min: int
    fraction_numerator_shift_up: int
    fraction_numerator_display_style_shift_up: int
    fraction_denominator_shift_down: int
    fraction_denominator_display_style_shift_down: int
    fraction_numerator_gap_min: int
    fraction_num_display_style_gap_min: int
    fraction_rule_thickness: int
    fraction_denominator_gap_min: int
    fraction_denom_display_style_gap_min: int
    skewed_fraction_horizontal_gap: int
    skewed_fraction_vertical_gap: int
    overbar_vertical_gap: int
    overbar_rule_thickness: int
    overbar_extra_ascender: int
    underbar_vertical_gap: int
    underbar_rule_thickness: int
    underbar_extra_descender: int
    radical_vertical_gap: int
    radical_display_style_vertical_gap: int
    radical_rule_thickness: int
    radical_extra_ascender: int
    radical_kern_before_degree: int
    radical_kern_after_degree: int
    radical_degree_bottom_raise_percent: int


@dataclass(frozen=True, slots=True)
class GlyphPart:
    """A piece of a glyph that is put together: how long it is, how far it may overlap, whether it repeats."""

    glyph: int
    start_connector: int
    end_connector: int
    full_advance: int
    is_extender: bool


@dataclass(frozen=True, slots=True)
class GlyphForms:
    """Larger forms of one glyph: ready-made ones with their lengths, smallest first, and the pieces of any length."""

    variants: tuple[tuple[int, int], ...]
    parts: tuple[GlyphPart, ...]


@dataclass(frozen=True, slots=True)
class MathTable:
    """The MATH table of one font.

    Attributes:
        constants: distances.
        script_scale: size of a script, and of a script of a script, as a share of the size around it.
        display_operator_height: the least height of a sum or an integral in a displayed formula.
        min_connector_overlap: how far pieces overlap at least.
        italics: by glyph, how far its top leans over its right edge.
        accent_positions: by glyph, where a mark above it has its middle.
        vertical: taller forms by glyph.
        horizontal: wider forms by glyph.
    """

    constants: MathConstants
    script_scale: tuple[float, float]
    display_operator_height: int
    min_connector_overlap: int
    italics: dict[int, int]
    accent_positions: dict[int, int]
    vertical: dict[int, GlyphForms]
    horizontal: dict[int, GlyphForms]


def font_table(font: bytes, tag: bytes) -> bytes:
    """Cut one table out of an OpenType font; raises `ValueError` if it has none."""
    (table_count,) = struct.unpack_from(">H", font, 4)
    for number in range(table_count):
        found, _, offset, length = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        if found == tag:
            return font[offset : offset + length]
    raise ValueError(f"the font has no table {tag!r}")


def read_math_table(table: bytes) -> MathTable:
    """Read the table; raises `ValueError` or `struct.error` if it is damaged."""
    _, constants_at, glyph_info_at, variants_at = struct.unpack_from(">IHHH", table)
    script_down, script_script_down, _, operator_height = struct.unpack_from(">hhHH", table, constants_at)
    records_at = constants_at + 2 * _CONSTANTS_BEFORE_RECORDS
    records = len(fields(MathConstants)) - 1  # the last one is a bare number
    values = [struct.unpack_from(">h", table, records_at + 4 * number)[0] for number in range(records)]
    values += struct.unpack_from(">h", table, records_at + 4 * records)
    italics_at, accents_at = struct.unpack_from(">HH", table, glyph_info_at)
    reader = _VariantsReader(table, variants_at)
    return MathTable(
        constants=MathConstants(*values),
        script_scale=(script_down / 100, script_script_down / 100),
        display_operator_height=operator_height,
        min_connector_overlap=reader.min_connector_overlap,
        italics=_values_by_glyph(table, glyph_info_at + italics_at),
        accent_positions=_values_by_glyph(table, glyph_info_at + accents_at),
        vertical=reader.vertical(),
        horizontal=reader.horizontal(),
    )


class _VariantsReader:
    """Reads the subtable of larger forms."""

    def __init__(self, table: bytes, start: int) -> None:
        self._table = table
        self._start = start
        header = struct.unpack_from(">HHHHH", table, start)
        self.min_connector_overlap: int = header[0]
        self._coverage_offsets = header[1:3]
        self._counts = header[3:5]

    def vertical(self) -> dict[int, GlyphForms]:
        return self._forms(self._coverage_offsets[0], 0, self._counts[0])

    def horizontal(self) -> dict[int, GlyphForms]:
        return self._forms(self._coverage_offsets[1], self._counts[0], self._counts[1])

    def _forms(self, coverage: int, first: int, count: int) -> dict[int, GlyphForms]:
        if not coverage or not count:
            return {}
        glyphs = _coverage(self._table, self._start + coverage)
        offsets = struct.unpack_from(f">{count}H", self._table, self._start + 10 + 2 * first)
        return {glyph: self._construction(self._start + offset) for glyph, offset in zip(glyphs, offsets, strict=True)}

    def _construction(self, start: int) -> GlyphForms:
        assembly, variant_count = struct.unpack_from(">HH", self._table, start)
        numbers = struct.unpack_from(f">{2 * variant_count}H", self._table, start + 4)
        variants = tuple(zip(numbers[::2], numbers[1::2], strict=True))
        return GlyphForms(variants, self._parts(start + assembly) if assembly else ())

    def _parts(self, start: int) -> tuple[GlyphPart, ...]:
        (count,) = struct.unpack_from(">H", self._table, start + 4)
        records = (struct.unpack_from(">HHHHH", self._table, start + 6 + 10 * number) for number in range(count))
        return tuple(
            GlyphPart(glyph, head, tail, length, bool(flags & 1)) for glyph, head, tail, length, flags in records
        )


def _values_by_glyph(table: bytes, start: int) -> dict[int, int]:
    coverage, count = struct.unpack_from(">HH", table, start)
    values = struct.unpack_from(">" + "hH" * count, table, start + 4)[::2]
    return dict(zip(_coverage(table, start + coverage), values, strict=True))


def _coverage(table: bytes, start: int) -> list[int]:
    """The glyphs that a subtable speaks about, in its order."""
    form, count = struct.unpack_from(">HH", table, start)
    if form == 1:
        return list(struct.unpack_from(f">{count}H", table, start + 4))
    ranges = (struct.unpack_from(">HHH", table, start + 4 + 6 * number) for number in range(count))
    return [glyph for first, last, _ in ranges for glyph in range(first, last + 1)]
