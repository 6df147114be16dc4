"""Which row of a model's sheet is chosen before the person chooses one."""

from collections.abc import Sequence

from quantchat.core.assessment import Verdict
from quantchat.core.quality import quality_rank
from quantchat.core.recommend import Advice, Row
from quantchat.gui.picker.quantization_rows import TableRow


def first_choice(advice: Advice, rows: Sequence[TableRow]) -> str:
    """The file type in use, else the one to take; of files that are here never one that is not; empty without rows.

    Where the recommended type is not among them it is the one that runs best, of those the one of least loss.
    """
    in_use = [row.row for row in rows if row.is_in_use]
    here = [row for row in advice.rows if row.candidate.path]
    chosen = advice.recommended
    if in_use:
        return in_use[0].quantization
    if chosen is not None and (chosen.candidate.path or not here):
        return chosen.quantization
    return min(here or advice.rows[:1], key=_runs_best).quantization if advice.rows else ""


def _runs_best(row: Row) -> tuple[int, bool, int]:
    """Sorts rows: GPU before split before processor before slow, then by loss."""
    assessment = row.assessment
    return list(Verdict).index(assessment.verdict), assessment.is_doubtful, quality_rank(row.quantization)
