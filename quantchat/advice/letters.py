"""The page that explains quantization types: each in the numbers of one model on this machine, and in a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from quantchat.advice.adviser import Adviser
from quantchat.advice.shelf_values import LetterRow
from quantchat.core.mixes import quantized_header
from quantchat.core.plan import LoadPlan
from quantchat.core.quality import quality_rank
from quantchat.core.recommend import Availability, Candidate
from quantchat.wording import NO_WORDS, Wording, worded

FILE_TYPES: Mapping[str, str] = MappingProxyType(
    {"FP32": "F32", "F16": "F16", "Q8_0": "Q8_0", "Q5_1": "Q5_1", "Q4_K_M": "Q4_K_M", "Q4_1": "Q4_1", "Q4_0": "Q4_0"}
)
"""What is explained, as the page calls it, and the file type it is; the least quantized first."""

_SENTENCES: Mapping[str, Wording] = MappingProxyType(
    {
        "FP32": worded(
            "FP32 (floating point, 32 bits): how some models are trained; twice the size of F16, with nothing gained "
            "in a chat."
        ),
        "F16": worded(
            "F16 (floating point, 16 bits): the original as it is usually published, not quantized; the yardstick "
            "for all others."
        ),
        "Q8_0": worded(
            "Q8_0: about 8 bits a weight. Blocks of 32 weights share one scale (that is the 0); its answers cannot "
            "be told from the original's."
        ),
        "Q5_1": worded(
            "Q5_1: about 5 bits a weight. Each block of 32 weights has a scale and a minimum (that is the 1), which "
            "suits uneven weights better. A small loss."
        ),
        "Q4_K_M": worded(
            "Q4_K_M: about 4 bits a weight. K is for k-quant: super-blocks of 256 weights, whose scales are "
            "quantized too. M is for medium: the tensors that matter most get more bits. A small loss, and the usual "
            "choice."
        ),
        "Q4_1": worded(
            "Q4_1: about 4 bits a weight, in blocks of 32 with a scale and a minimum each. An older type, larger "
            "than Q4_K_M on most models and less exact."
        ),
        "Q4_0": worded(
            "Q4_0: about 4 bits a weight, in blocks of 32 with one scale each. The oldest and simplest type, with a "
            "loss that shows now and then."
        ),
    }
)


def letter_sentence(name: str) -> Wording:
    """What a type's letters and digits mean, as a sentence; `name` is one of the page's. Empty for any other type."""
    return _SENTENCES.get(name, NO_WORDS)


def letter_rows(candidates: Sequence[Candidate], adviser: Adviser, plan: LoadPlan) -> tuple[LetterRow, ...]:
    """The types that are explained, for one model on this machine.

    A type that is among the candidates is shown as that file; the others as they would be made from the least
    quantized one. Rows are alike in context and KV type, so that they can be compared.

    Args:
        candidates: what can be had of the model; without any there are no rows.
        adviser: knows the machine.
        plan: context and KV type.

    Raises:
        KnownError: the header's figures are absurd.
    """
    if not candidates:
        return ()
    own = {candidate.quantization: candidate for candidate in candidates}
    source = min(candidates, key=lambda candidate: (bool(candidate.made_from), quality_rank(candidate.quantization)))
    explained = [own.get(file_type) or _made(source, file_type) for file_type in FILE_TYPES.values()]
    rows = adviser.rows(explained, replace(plan, model_path=""))
    return tuple(LetterRow(name, row) for name, row in zip(FILE_TYPES, rows, strict=True))


def _made(source: Candidate, file_type: str) -> Candidate:
    header = quantized_header(source.header, file_type)
    return Candidate(file_type, header, Availability.QUANTIZE, made_from=source.quantization)
