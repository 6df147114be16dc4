"""Builds the tables of formulas: matrices, cases, and equations under each other."""

from collections.abc import Sequence
from itertools import pairwise

from quantchat.core.formula_nodes import Table
from quantchat.gui.formula_box import Box, Placed, joined
from quantchat.gui.formula_measures import Measures

_ROW_GAP_EM = 0.25


def table(measures: Measures, node: Table, rows: Sequence[Sequence[Box]]) -> Box:
    """Cells in rows and columns, with the middle of all on the axis; `measures` are those of the cells."""
    columns = max(len(row) for row in rows)
    widths = [max((row[at].width for row in rows if at < len(row)), default=0.0) for at in range(columns)]
    lefts = _column_positions(measures, node, widths)
    total_width = lefts[-1] + widths[-1]
    base_lines = _base_lines(measures, node, rows)
    placed = [
        Placed(lefts[at] + _aligned_offset(node.alignments, at, widths[at] - cell.width), y, cell)
        for y, row in zip(base_lines, rows, strict=True)
        for at, cell in enumerate(row)
    ]
    top = min((part.y - part.box.ascent for part in placed), default=0.0)
    bottom = max((part.y + part.box.descent for part in placed), default=0.0)
    placed += _table_lines(measures, node, lefts, total_width, base_lines, rows)
    shift = -measures.axis - (top + bottom) / 2
    return joined([Placed(part.x, part.y + shift, part.box) for part in placed], total_width)


def _column_positions(measures: Measures, node: Table, widths: Sequence[float]) -> list[float]:
    lefts = [0.0]
    for at in range(1, len(widths)):
        gap = node.column_gaps_em[(at - 1) % len(node.column_gaps_em)] * measures.size_px
        lefts.append(lefts[-1] + widths[at - 1] + gap)
    return lefts


def _base_lines(measures: Measures, node: Table, rows: Sequence[Sequence[Box]]) -> list[float]:
    base_lines = [0.0]
    for before, row in pairwise(rows):
        depth = max((cell.descent for cell in before), default=0.0)
        height = max((cell.ascent for cell in row), default=0.0)
        step = max(node.row_gap_em * measures.size_px, depth + height + _ROW_GAP_EM * measures.size_px)
        base_lines.append(base_lines[-1] + step)
    return base_lines


def _table_lines(
    measures: Measures,
    node: Table,
    lefts: Sequence[float],
    total_width: float,
    base_lines: Sequence[float],
    rows: Sequence[Sequence[Box]],
) -> list[Placed]:
    """Lines between columns and rows."""
    if not node.line_columns and not node.line_rows:
        return []
    thickness = measures.px(measures.constants.overbar_rule_thickness) * 0.7
    padding = _ROW_GAP_EM * measures.size_px / 2
    tops = [y - max((cell.ascent for cell in row), default=0.0) for y, row in zip(base_lines, rows, strict=True)]
    ends = [y + max((cell.descent for cell in row), default=0.0) for y, row in zip(base_lines, rows, strict=True)]
    down = Box.of_rule(thickness, ends[-1] - tops[0] + 2 * padding)
    across = Box.of_rule(total_width, thickness)
    half_gap = node.column_gaps_em[0] * measures.size_px / 2
    columns = [lefts[at] - half_gap if at < len(lefts) else total_width for at in sorted(node.line_columns)]
    placed = [Placed(max(0.0, x), ends[-1] + padding, down) for x in columns]
    for at in sorted(node.line_rows):
        above = ends[at - 1] if at else tops[0] - 2 * padding
        below = tops[at] if at < len(tops) else ends[-1] + 2 * padding
        placed.append(Placed(0, (above + below) / 2, across))
    return placed


def _aligned_offset(alignments: str, column: int, room: float) -> float:
    """Where a cell begins in a column that is wider by some room."""
    alignment = alignments[min(column, len(alignments) - 1)]
    return {"l": 0.0, "c": room / 2, "r": room}[alignment]
