"""Which models of the catalogue to take: the few that suit a machine best, and one that runs where another does not."""

import bisect
import math
from collections.abc import Iterable

from quantchat.advice.adviser import Adviser
from quantchat.advice.shelf_values import ModelCard
from quantchat.core.assessment import Verdict
from quantchat.core.hardware import Hardware
from quantchat.core.memory import engine_gpus
from quantchat.core.plan import FlashAttention, LoadPlan
from quantchat.core.quality import QualityClass, quality_class, quality_rank
from quantchat.core.recommend import USUAL_TYPES
from quantchat.core.sizes import file_size_text
from quantchat.core.speed import ram_bytes_per_second
from quantchat.errors import KnownError
from quantchat.library.catalogue import Catalogue, CatalogueEntry
from quantchat.wording import NO_WORDS, Wording, worded

_RUNNING_WELL = frozenset({Verdict.GPU, Verdict.SPLIT, Verdict.CPU})
_GOOD = frozenset({QualityClass.NEAR_LOSSLESS, QualityClass.SMALL_LOSS})

NEXT_MODELS = 6
_SPECIAL_WORDS = frozenset({"coder", "math"})
_ENOUGH_CONTEXT = 8192
_SIZE_GAPS = (0.8e9, 2.1e9, 5.5e9, 10.6e9, 17.6e9, 40e9)

_BYTES_PER_PARAMETER = 0.61
"""Of a large model in Q4_K_M: 4.85 bits a weight."""

_SHARE_FOR_WEIGHTS = 0.75
"""Of the free memory; the rest is for the KV cache, for computing and for other programs."""

_SMALLEST_PARAMETERS = 1e8


def next_models(cards: Iterable[ModelCard], reading_speed: float) -> tuple[ModelCard, ...]:
    """The few models that suit the machine best, the best first: of each family one.

    They run at reading speed in a type with little loss, with as much context as others. Those that run wholly on the
    GPU come before the others, then the more able, then the newer, then those that keep more of their quality.

    Args:
        cards: judged, of models in the catalogue.
        reading_speed: tokens a second below which writing counts as slow.
    """
    suiting = [card for card in cards if _suits(card, reading_speed)]
    least_context = min(_ENOUGH_CONTEXT, max(map(_context_length, suiting), default=0))
    chosen: dict[str, ModelCard] = {}
    for card in sorted(suiting, key=_rank, reverse=True):
        if card.entry is not None and len(chosen) < NEXT_MODELS and _context_length(card) >= least_context:
            chosen.setdefault(card.entry.family, card)
    return tuple(chosen.values())


def size_class(card: ModelCard) -> int:
    """Models of about the same ability, by the gaps between the sizes that are published.

    A mixture of experts counts as the geometric mean of all its weights and those in use, a rule of thumb.
    """
    return bisect.bisect(_SIZE_GAPS, math.sqrt(card.parameters * card.active_parameters))


def useful_parameters(hardware: Hardware, reading_speed: float) -> float:
    """About how many weights a dense model has that makes good use of a machine.

    It fills the GPU's memory or, without one, is as large as the processor can read at reading speed.
    """
    gpu_bytes = sum(gpu.free_bytes for gpu in engine_gpus(hardware) if not gpu.shares_ram)
    ram_bytes = min(hardware.ram.available_bytes * _SHARE_FOR_WEIGHTS, ram_bytes_per_second(hardware) / reading_speed)
    weights_bytes = gpu_bytes * _SHARE_FOR_WEIGHTS if gpu_bytes else ram_bytes
    return max(_SMALLEST_PARAMETERS, weights_bytes / _BYTES_PER_PARAMETER)


def _suits(card: ModelCard, reading_speed: float) -> bool:
    return (
        card.verdict in _RUNNING_WELL
        and quality_class(card.recommended) in _GOOD
        and not _SPECIAL_WORDS & set(card.name.casefold().split())
        and card.speed is not None
        and (card.verdict is Verdict.GPU or card.speed.low >= reading_speed)
    )


def _context_length(card: ModelCard) -> int:
    return card.memory.plan.context_length if card.memory else 0


def _rank(card: ModelCard) -> tuple[bool, int, str, int, int]:
    """Sorts models, the best last."""
    released = card.entry.released if card.entry else ""
    return (
        card.verdict is Verdict.GPU,
        size_class(card),
        released,
        -quality_rank(card.recommended),
        card.parameters,
    )


def suggested_model(adviser: Adviser, catalogue: Catalogue, context_length: int, fewer_parameters_than: int) -> Wording:
    """The largest model below a size that runs at reading speed, as a sentence; empty if there is none.

    Of each model its smallest file with little loss is judged, usually Q4_K_M.
    """
    plan = LoadPlan("", context_length=context_length, flash_attention=FlashAttention.ON)
    smaller = (entry for entry in catalogue.entries if entry.parameters < fewer_parameters_than)
    for entry in sorted(smaller, key=lambda entry: (entry.parameters, entry.released), reverse=True):
        file_type = _usual_type(entry)
        if file_type and (size := _size_if_running(adviser, entry, file_type, plan)):
            return worded(
                "{model} in {quantization} ({size}) would run well here.",
                model=entry.name,
                quantization=file_type,
                size=file_size_text(size),
            )
    return NO_WORDS


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
