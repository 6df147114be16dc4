"""What other context lengths of the model in use would cost: values, and the words for them."""

from dataclasses import dataclass
from typing import Self

from PySide6.QtCore import QCoreApplication

from quantchat.core.assessment import Assessment, Verdict
from quantchat.core.memory import PlanMemory
from quantchat.core.reasons import assessment_sentence
from quantchat.core.sizes import needed_memory_text
from quantchat.gui.picker.context_choice import LONGEST_OFFERED
from quantchat.gui.wordings import number_text, translated

TOKENS_PER_WORD = 1.3
"""Of English prose; other languages and code take more tokens for a word, so that words are told as "about"."""

ALMOST_FULL_FRACTION = 0.85

_SHORT_MODEL_TOKENS = 8192
_SAME_BYTES = 2**20 // 2
"""Less than this would be told as 0 MB."""

_TOLD_IN_GB_BYTES = 2**29
_LEAST_SHARE = 0.05
"""Of the larger change; a smaller one on the other kind of memory is not worth words."""


@dataclass(frozen=True, slots=True)
class ContextOffer:
    """The lengths that a model can be used with.

    Attributes:
        model_name: for people.
        lengths: tokens, the shortest first.
        present_length: tokens of the context in use, one of the lengths.
        trained_length: tokens that the model was trained on; 0 if its file does not say.
    """

    model_name: str
    lengths: tuple[int, ...]
    present_length: int
    trained_length: int


@dataclass(frozen=True, slots=True)
class ContextCost:
    """What one length costs.

    Attributes:
        context_length: tokens.
        assessment: how the model would run with it.
        ram_bytes: main memory beyond what the context in use takes; below 0 where it takes less.
        gpu_bytes: the same of GPUs that have memory of their own.
    """

    context_length: int
    assessment: Assessment
    ram_bytes: int
    gpu_bytes: int

    @classmethod
    def of(cls, context_length: int, assessment: Assessment, present: Assessment) -> Self:
        """The cost of a length beside the one in use."""
        wanted, now = assessment.memory, present.memory
        return cls(
            context_length, assessment, _ram_bytes(wanted) - _ram_bytes(now), _gpu_bytes(wanted) - _gpu_bytes(now)
        )

    @property
    def more_bytes(self) -> int:
        """Memory of all devices together beyond what the context in use takes."""
        return self.ram_bytes + self.gpu_bytes

    @property
    def total_bytes(self) -> int:
        """Memory of the whole model with this context."""
        return sum(device.total_bytes for device in self.assessment.memory.devices)


def context_lengths(trained_length: int, present_length: int) -> tuple[int, ...]:
    """Lengths worth a row: powers of two, the longest that the model was trained on, and the one in use.

    Few enough to be looked over at once; lengths between them are chosen in the model picker.
    """
    longest = min(trained_length or LONGEST_OFFERED, LONGEST_OFFERED)
    shortest = 1024 if longest <= _SHORT_MODEL_TOKENS else 2048
    lengths = {longest, present_length}
    while shortest < longest:
        lengths.add(shortest)
        shortest *= 2
    return tuple(sorted(lengths))


def is_almost_full(used_tokens: int, context_tokens: int) -> bool:
    """Whether the oldest messages will soon be left out."""
    return used_tokens > context_tokens * ALMOST_FULL_FRACTION


def words_text(tokens: int) -> str:
    """About how many words so many tokens are, to two figures: "1,600"."""
    words = round(tokens / TOKENS_PER_WORD)
    digits = len(str(words))
    return number_text(round(words, 2 - digits))


def size_text(size_bytes: int) -> str:
    """An amount of memory, small ones in MB: two lengths may differ by less than a tenth of a GB."""
    if size_bytes >= _TOLD_IN_GB_BYTES:
        return translated(needed_memory_text(size_bytes))
    size = number_text(round(size_bytes / 2**20))
    return QCoreApplication.translate("context_costs", "{size} MB").format(size=size)


def change_text(size_bytes: int) -> str:
    """A difference of memory: "+0.9 GB", "−47 MB"; "±0 MB" where there is none to speak of."""
    if abs(size_bytes) < _SAME_BYTES:
        return f"±{size_text(0)}"
    return f"{'+' if size_bytes > 0 else '−'}{size_text(abs(size_bytes))}"


def verdict_text(verdict: Verdict) -> str:
    """How a model would run, in two or three words."""
    match verdict:
        case Verdict.GPU:
            return QCoreApplication.translate("context_costs", "On the GPU")
        case Verdict.SPLIT:
            return QCoreApplication.translate("context_costs", "GPU and CPU")
        case Verdict.CPU:
            return QCoreApplication.translate("context_costs", "On the CPU")
        case Verdict.SLOW:
            return QCoreApplication.translate("context_costs", "Slow")
        case Verdict.IMPOSSIBLE:
            return QCoreApplication.translate("context_costs", "Does not fit")


def cost_text(cost: ContextCost) -> str:
    """What a length costs and how the model would run with it, in two sentences."""
    return f"{memory_sentence(cost)} {translated(assessment_sentence(cost.assessment))}"


def memory_sentence(cost: ContextCost) -> str:
    """Memory beside what is taken now, for each kind of it, as a sentence."""
    largest = max(abs(cost.gpu_bytes), abs(cost.ram_bytes))
    changes = [
        _change_words(size_bytes, place)
        for size_bytes, place in (
            (cost.gpu_bytes, QCoreApplication.translate("context_costs", "GPU memory")),
            (cost.ram_bytes, QCoreApplication.translate("context_costs", "main memory")),
        )
        if abs(size_bytes) >= max(_SAME_BYTES, largest * _LEAST_SHARE)
    ]
    if not changes:
        return QCoreApplication.translate("context_costs", "It takes as much memory as now.")
    if len(changes) == 1:
        return QCoreApplication.translate("context_costs", "It takes {change}.").format(change=changes[0])
    return QCoreApplication.translate("context_costs", "It takes {change} and {other_change}.").format(
        change=changes[0], other_change=changes[1]
    )


def _change_words(size_bytes: int, place: str) -> str:
    words = (
        QCoreApplication.translate("context_costs", "{size} more {place}")
        if size_bytes > 0
        else QCoreApplication.translate("context_costs", "{size} less {place}")
    )
    return words.format(size=size_text(abs(size_bytes)), place=place)


def _ram_bytes(memory: PlanMemory) -> int:
    return memory.cpu.total_bytes + memory.shared_bytes


def _gpu_bytes(memory: PlanMemory) -> int:
    return sum(gpu.total_bytes for gpu in memory.gpus if not gpu.shares_ram)
