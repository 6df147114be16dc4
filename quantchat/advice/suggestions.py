"""Names a model of the catalogue that runs well on a machine, where the one that was asked about does not."""

from quantchat.advice.adviser import Adviser
from quantchat.core.assessment import Verdict
from quantchat.core.plan import FlashAttention, LoadPlan
from quantchat.core.quality import QualityClass, quality_class
from quantchat.core.recommend import USUAL_TYPES
from quantchat.core.sizes import file_size_text
from quantchat.errors import KnownError
from quantchat.library.catalogue import Catalogue, CatalogueEntry

_RUNNING_WELL = frozenset({Verdict.GPU, Verdict.SPLIT, Verdict.CPU})
_GOOD = frozenset({QualityClass.NEAR_LOSSLESS, QualityClass.SMALL_LOSS})


def suggested_model(adviser: Adviser, catalogue: Catalogue, context_length: int, fewer_parameters_than: int) -> str:
    """The largest model below a size that runs at reading speed, as a sentence; empty if there is none.

    Of each model its smallest file with little loss is judged, usually Q4_K_M.
    """
    plan = LoadPlan("", context_length=context_length, flash_attention=FlashAttention.ON)
    smaller = (entry for entry in catalogue.entries if entry.parameters < fewer_parameters_than)
    for entry in sorted(smaller, key=lambda entry: (entry.parameters, entry.released), reverse=True):
        file_type = _usual_type(entry)
        if file_type and (size := _size_if_running(adviser, entry, file_type, plan)):
            return f"{entry.name} in {file_type} ({file_size_text(size)}) would run well here."
    return ""


def _usual_type(entry: CatalogueEntry) -> str:
    if "Q4_K_M" in entry.file_types:
        return "Q4_K_M"
    good = [name for name in USUAL_TYPES if name in entry.file_types and quality_class(name) in _GOOD]
    return good[-1] if good else ""


def _size_if_running(adviser: Adviser, entry: CatalogueEntry, file_type: str, plan: LoadPlan) -> int:
    """Size of the file where it runs at reading speed, else 0."""
    try:
        header = entry.header(file_type)
        assessment = adviser.fit(header, plan, choose_gpu_layers=True)
    except KnownError:  # an entry that cannot be judged is just not suggested
        return 0
    return header.file_size_bytes if assessment.verdict in _RUNNING_WELL else 0
