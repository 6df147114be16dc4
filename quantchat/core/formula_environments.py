"""The tables that LaTeX's environments make of their cells: matrices, cases, aligned equations."""

import re

from quantchat.core.formula_nodes import FormulaError, MathStyle, Node, Row, Table

_MATRIX_DELIMITERS = {
    **{"matrix": ("", ""), "pmatrix": ("(", ")"), "bmatrix": ("[", "]"), "Bmatrix": ("{", "}")},
    **{"vmatrix": ("|", "|"), "Vmatrix": ("‖", "‖")},
}
_ALIGNED = frozenset({"aligned", "align", "split", "alignedat", "alignat", "eqnarray", "flalign"})
_GATHERED = frozenset({"gather", "gathered", "equation", "multline", "displaymath", "math"})
_ROW_GAP_EM = 1.45


def environment(kind: str, spec: str, rows: list[tuple[Node, ...]], lines: frozenset[int]) -> Node:
    """What an environment makes of its cells.

    Args:
        kind: name of the environment, without a star.
        spec: of an array, how its columns are aligned.
        rows: the cells.
        lines: rows above which a line stands.

    Raises:
        FormulaError: there is no such environment.
    """
    table = tuple(rows)
    if kind in _MATRIX_DELIMITERS:
        return Table(table, "c", (1.0,), MathStyle.TEXT, 1.2, frozenset(), lines, _MATRIX_DELIMITERS[kind])
    if kind == "smallmatrix":
        return Table(table, "c", (0.5,), MathStyle.SCRIPT, 0.85)
    if kind in {"cases", "dcases", "rcases"}:
        style = MathStyle.DISPLAY if kind == "dcases" else MathStyle.TEXT
        return Table(table, "l", (1.0,), style, 1.3, delimiters=("", "}") if kind == "rcases" else ("{", ""))
    if kind in {"array", "tabular", "subarray"}:
        columns, column_lines = _columns(spec)
        return Table(table, columns, (1.0,), MathStyle.TEXT, 1.2, column_lines, lines)
    if kind in _ALIGNED:
        return aligned(rows)
    if kind in _GATHERED:
        is_single = len(rows) == 1 and len(rows[0]) == 1
        return rows[0][0] if is_single else Table(table, "c", (1.0,), MathStyle.DISPLAY, _ROW_GAP_EM)
    raise FormulaError(f"unknown environment {kind}")


def _columns(spec: str) -> tuple[str, frozenset[int]]:
    """Alignments of an array's columns, and the columns before which a line stands."""
    alignments = ""
    lines = set()
    for char in re.sub(r"[@!>p]\{[^}]*\}", "", spec):
        if char in "lcr":
            alignments += char
        elif char == "|":
            lines.add(len(alignments))
    return alignments or "c", frozenset(lines)


def aligned(rows: list[tuple[Node, ...]]) -> Table:
    """Equations under each other, aligned at their ampersands; a relation after one keeps its distance."""
    table = tuple(tuple(_after_nothing(cell) if at % 2 else cell for at, cell in enumerate(cells)) for cells in rows)
    return Table(table, "rl" * 20, (0.0, 2.0), MathStyle.DISPLAY, _ROW_GAP_EM)


def _after_nothing(cell: Node) -> Row:
    return Row((Row(()), *(cell.parts if isinstance(cell, Row) else (cell,))))
