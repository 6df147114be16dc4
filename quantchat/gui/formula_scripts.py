"""Puts scripts beside a part of a formula, or above and below it (The TeXbook, appendix G, rules 13 and 18)."""

from quantchat.gui.formula_box import Box, Placed, joined
from quantchat.gui.formula_measures import Measures


def with_limits(measures: Measures, base: Box, lower: Box | None, upper: Box | None) -> Box:
    """A base with one part right below it and one right above it."""
    constants = measures.constants
    width = max(box.width for box in (base, lower, upper) if box is not None)
    placed = [Placed((width - base.width) / 2, 0, base)]
    if upper is not None:
        gap = max(
            measures.px(constants.upper_limit_gap_min),
            measures.px(constants.upper_limit_baseline_rise_min) - upper.descent,
        )
        x = (width - upper.width + base.italic) / 2
        placed.append(Placed(x, -(base.ascent + gap + upper.descent), upper))
    if lower is not None:
        gap = max(
            measures.px(constants.lower_limit_gap_min),
            measures.px(constants.lower_limit_baseline_drop_min) - lower.ascent,
        )
        x = (width - lower.width - base.italic) / 2
        placed.append(Placed(x, base.descent + gap + lower.ascent, lower))
    return joined(placed, width)


def with_scripts(measures: Measures, base: Box, lower: Box | None, upper: Box | None) -> Box:
    """A base with a subscript and a superscript to its right."""
    up, down = _script_shifts(measures, base, lower, upper)
    space = measures.px(measures.constants.space_after_script)
    placed = [Placed(0, 0, base)]
    width = base.width
    if upper is not None:
        placed.append(Placed(base.width, -up, upper))
        width = max(width, base.width + upper.width)
    if lower is not None:
        placed.append(Placed(base.width - base.italic, down, lower))
        width = max(width, base.width - base.italic + lower.width)
    return joined(placed, width + space)


def _script_shifts(measures: Measures, base: Box, lower: Box | None, upper: Box | None) -> tuple[float, float]:
    """How far the superscript goes up and the subscript down (appendix G, rule 18)."""
    constants = measures.constants
    up = down = 0.0
    if upper is not None:
        drop = 0.0 if base.is_glyph else base.ascent - measures.px(constants.superscript_baseline_drop_max)
        lift = upper.descent + measures.px(constants.superscript_bottom_min)
        up = max(measures.px(constants.superscript_shift_up), drop, lift)
    if lower is not None:
        drop = 0.0 if base.is_glyph else base.descent + measures.px(constants.subscript_baseline_drop_min)
        down = max(
            measures.px(constants.subscript_shift_down), drop, lower.ascent - measures.px(constants.subscript_top_max)
        )
    if upper is not None and lower is not None:
        gap = (up - upper.descent) - (lower.ascent - down)
        missing = measures.px(constants.sub_superscript_gap_min) - gap
        if missing > 0:
            room = measures.px(constants.superscript_bottom_max_with_subscript) - (up - upper.descent)
            rise = min(max(0.0, room), missing)
            up, down = up + rise, down + missing - rise
    return up, down
