"""Builds fractions and roots (The TeXbook, appendix G, rules 11 and 15)."""

from quantchat.gui.formula_box import Box, Placed, joined
from quantchat.gui.formula_measures import Measures

_PADDING_EM = 0.12


def fraction(measures: Measures, upper: Box, lower: Box, has_line: bool) -> Box:
    """One box over another, with the line between them on the axis."""
    width = max(upper.width, lower.width)
    up, down = _fraction_shifts(measures, upper, lower) if has_line else _stack_shifts(measures, upper, lower)
    padding = measures.size_px * _PADDING_EM
    placed = [
        Placed(padding + (width - upper.width) / 2, -up, upper),
        Placed(padding + (width - lower.width) / 2, down, lower),
    ]
    if has_line:
        thickness = measures.px(measures.constants.fraction_rule_thickness)
        placed.append(Placed(padding, -measures.axis + thickness / 2, Box.of_rule(width, thickness)))
    return joined(placed, width + 2 * padding)


def root(measures: Measures, body: Box) -> Box:
    """A body under the sign of a root."""
    constants = measures.constants
    gap = measures.px(
        constants.radical_display_style_vertical_gap if measures.is_display else constants.radical_vertical_gap
    )
    thickness = measures.px(constants.radical_rule_thickness)
    sign = measures.drawn(measures.font.taller("√", (body.height + gap + thickness) / measures.size_px), "√")
    gap = max(gap, (gap + sign.height - body.height - thickness) / 2)
    top = body.ascent + gap + thickness
    placed = [
        Placed(0, sign.ascent - top, sign),
        Placed(sign.width, -body.ascent - gap, Box.of_rule(body.width, thickness)),
        Placed(sign.width, 0, body),
    ]
    whole = joined(placed, sign.width + body.width)
    extra = measures.px(constants.radical_extra_ascender)
    return Box(whole.width, whole.ascent + extra, whole.descent, whole.parts)


def with_degree(measures: Measures, root_box: Box, degree: Box) -> Box:
    """A root with its degree in the angle of the sign."""
    constants = measures.constants
    before = measures.px(constants.radical_kern_before_degree)
    after = max(measures.px(constants.radical_kern_after_degree), -degree.width - before)
    raised = root_box.descent - root_box.height * constants.radical_degree_bottom_raise_percent / 100 - degree.descent
    x = before + degree.width + after
    return joined([Placed(before, raised, degree), Placed(x, 0, root_box)], x + root_box.width)


def _fraction_shifts(measures: Measures, upper: Box, lower: Box) -> tuple[float, float]:
    constants = measures.constants
    if measures.is_display:
        up, down = (
            constants.fraction_numerator_display_style_shift_up,
            constants.fraction_denominator_display_style_shift_down,
        )
        gap_above, gap_below = (
            constants.fraction_num_display_style_gap_min,
            constants.fraction_denom_display_style_gap_min,
        )
    else:
        up, down = constants.fraction_numerator_shift_up, constants.fraction_denominator_shift_down
        gap_above, gap_below = constants.fraction_numerator_gap_min, constants.fraction_denominator_gap_min
    half_line = measures.px(constants.fraction_rule_thickness) / 2
    return (
        max(measures.px(up), measures.axis + half_line + measures.px(gap_above) + upper.descent),
        max(measures.px(down), -measures.axis + half_line + measures.px(gap_below) + lower.ascent),
    )


def _stack_shifts(measures: Measures, upper: Box, lower: Box) -> tuple[float, float]:
    constants = measures.constants
    if measures.is_display:
        up, down = constants.stack_top_display_style_shift_up, constants.stack_bottom_display_style_shift_down
        gap_min = constants.stack_display_style_gap_min
    else:
        up, down = constants.stack_top_shift_up, constants.stack_bottom_shift_down
        gap_min = constants.stack_gap_min
    up_px, down_px = measures.px(up), measures.px(down)
    missing = measures.px(gap_min) - ((up_px - upper.descent) + (down_px - lower.ascent))
    return up_px + max(0.0, missing / 2), down_px + max(0.0, missing / 2)
