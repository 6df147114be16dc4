"""What quantization costs in quality: published measurements for each file type, and words for them.

All figures come from one table, so that they can be compared: Llama 3 8B on Wikitext-2, in
`tools/perplexity/README.md` of llama.cpp (build f364eb6f). Other models lose more or less than it (Llama 2 7B in Q4_K_M
has less than half its divergence), but the order of the types is the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from quantchat.core.plain_text import plain_text
from quantchat.core.quants import FILE_TYPES_BY_NAME
from quantchat.wording import Wording, worded

_TABLE = worded("Llama 3 8B on Wikitext-2, llama.cpp tools/perplexity/README.md (build f364eb6f)")
_TABLE_WITH_MATRIX = worded("{table}, with an importance matrix", table=_TABLE)

NEAR_LOSSLESS_KLD = 0.01
SMALL_LOSS_KLD = 0.05
NOTICEABLE_KLD = 0.25


@dataclass(frozen=True, slots=True)
class Quality:
    """How far a file type moves a model from its original, as published.

    Attributes:
        kld: mean Kullback-Leibler divergence of its predictions from the F16 model's, nats; None if not published.
        delta_ppl: rise of perplexity over F16; None if not published.
        source: where the figures are from, or a sentence that says why there are none.
    """

    kld: float | None
    delta_ppl: float | None
    source: Wording


class QualityClass(StrEnum):
    """Quality loss in steps that a person can act on, by mean divergence.

    Below 0.01 the original's first choice of word is kept at 96 positions of 100 or more, at 0.03 (Q4_K_M) at 92, at
    0.45 (Q2_K) at 71. The bounds between are ours: they lie in gaps of the table, between Q6_K and Q5_K_M, between
    Q4_K_S and Q4_1, and between Q3_K_S and IQ2_M.
    """

    NEAR_LOSSLESS = "near_lossless"
    SMALL_LOSS = "small_loss"
    NOTICEABLE = "noticeable"
    SEVERE = "severe"
    UNKNOWN = "unknown"

    @property
    def words(self) -> Wording:
        """The class for the person."""
        return _WORDS[self]


_WORDS: Mapping[QualityClass, Wording] = MappingProxyType(
    {
        QualityClass.NEAR_LOSSLESS: worded("as good as the original for all that can be noticed"),
        QualityClass.SMALL_LOSS: worded("a small loss that is hard to notice"),
        QualityClass.NOTICEABLE: worded("a loss that shows now and then, in facts and in reasoning"),
        QualityClass.SEVERE: worded("a large loss; a smaller model in more bits usually answers better"),
        QualityClass.UNKNOWN: worded("a loss that nobody has published figures for"),
    }
)

_WITHOUT_MATRIX: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "F16": (0.000551, 0.001524),
        "Q8_0": (0.001355, 0.002650),
        "Q6_K": (0.005452, 0.021748),
        "Q5_K_M": (0.010762, 0.056974),
        "Q5_K_S": (0.016595, 0.104964),
        "Q5_1": (0.018045, 0.106223),
        "Q5_0": (0.022239, 0.131591),
        "Q4_K_M": (0.031273, 0.175482),
        "Q4_K_S": (0.043136, 0.268895),
        "Q4_1": (0.071683, 0.451103),
        "Q4_0": (0.071940, 0.468514),
        "Q3_K_L": (0.087176, 0.556242),
        "Q3_K_M": (0.101913, 0.656864),
        "Q3_K_S": (0.228217, 1.632152),
        "Q2_K": (0.445132, 3.519934),
    }
)
_WITH_MATRIX: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "Q4_K_M": (0.028152, 0.151303),
        "Q4_K_S": (0.031951, 0.178064),
        "IQ4_NL": (0.035742, 0.223959),
        "IQ4_XS": (0.036334, 0.228071),
        "Q3_K_L": (0.073077, 0.439590),
        "Q3_K_M": (0.084358, 0.502622),
        "IQ3_M": (0.102534, 0.666694),
        "IQ3_S": (0.111278, 0.733867),
        "IQ3_XS": (0.138693, 0.931409),
        "IQ3_XXS": (0.183625, 1.226803),
        "Q3_K_S": (0.199821, 1.371244),
        "IQ2_M": (0.325989, 2.369166),
        "Q2_K": (0.332223, 2.416191),
        "Q2_K_S": (0.403360, 3.092145),
        "IQ2_S": (0.439197, 3.419148),
        "IQ2_XS": (0.546290, 4.529791),
        "IQ2_XXS": (0.812022, 7.860148),
        "IQ1_M": (1.393084, 19.262089),
        "IQ1_S": (2.254554, 54.462959),
    }
)
"""Made with an importance matrix of 10 million tokens ("WT 10m")."""

_UNQUANTIZED = frozenset({"F32", "BF16"})
_PLACED_AFTER: Mapping[str, str] = MappingProxyType(
    {"MXFP4_MOE": "Q4_0", "NVFP4": "Q4_0", "TQ2_0": "IQ1_S", "Q2_0": "IQ1_S", "TQ1_0": "IQ1_S", "Q1_0": "IQ1_S"}
)
"""Where types without figures stand in the order: behind the worst type of as many bits that has one. A guess."""


def quality_of(file_type: str, with_importance_matrix: bool | None = None) -> Quality:
    """Published quality of a file type.

    F32 and BF16 get the figures of F16, which are those of the measurement itself: F16 is its yardstick.

    Args:
        file_type: name such as "Q4_K_M".
        with_importance_matrix: how the file was made; None for how its figures are usually given: without, but with
            one for the types that are published with one only.
    """
    measured = "F16" if file_type in _UNQUANTIZED else file_type
    tables = {False: (_WITHOUT_MATRIX,), True: (_WITH_MATRIX,), None: (_WITHOUT_MATRIX, _WITH_MATRIX)}
    table = next((table for table in tables[with_importance_matrix] if measured in table), None)
    # Types of more than 4 bits were measured without one only, because there it changes next to nothing.
    if table is None and with_importance_matrix and _is_fine(measured):
        table = _WITHOUT_MATRIX
    if table is None:
        return Quality(None, None, _absence(file_type))
    kld, delta_ppl = table[measured]
    return Quality(kld, delta_ppl, _TABLE_WITH_MATRIX if table is _WITH_MATRIX else _TABLE)


def quality_class(file_type: str, with_importance_matrix: bool | None = None) -> QualityClass:
    """The step that a file type's divergence falls in."""
    kld = quality_of(file_type, with_importance_matrix).kld
    if kld is None:
        return QualityClass.UNKNOWN
    for bound, step in (
        (NEAR_LOSSLESS_KLD, QualityClass.NEAR_LOSSLESS),
        (SMALL_LOSS_KLD, QualityClass.SMALL_LOSS),
        (NOTICEABLE_KLD, QualityClass.NOTICEABLE),
    ):
        if kld < bound:
            return step
    return QualityClass.SEVERE


def quality_rank(file_type: str) -> int:
    """Place in the order of all file types by loss, 0 for the least; one not known here comes last."""
    return _RANKS.get(file_type, len(_RANKS))


def _is_fine(file_type: str) -> bool:
    figures = _WITHOUT_MATRIX.get(file_type)
    return figures is not None and figures[0] < _WITHOUT_MATRIX["Q4_K_M"][0]


def _absence(file_type: str) -> Wording:
    if file_type in _WITH_MATRIX:
        return worded("For {type} made without an importance matrix no figures have been published.", type=file_type)
    if file_type in _WITHOUT_MATRIX:
        return worded("For {type} made with an importance matrix no figures have been published.", type=file_type)
    return worded(
        "For {type} no figures have been published that could be compared with the others.", type=plain_text(file_type)
    )


def _order(file_type: str) -> tuple[float, int, str]:
    """By divergence; behind that the unquantized by width, then those placed behind another type."""
    kld = quality_of(file_type).kld
    if kld is not None:
        return kld, ("F32", "BF16").index(file_type) - 2 if file_type in _UNQUANTIZED else 0, file_type
    neighbour = _PLACED_AFTER.get(file_type)
    beside = quality_of(neighbour).kld if neighbour else None
    return (beside if beside is not None else float("inf")), 1 + list(_PLACED_AFTER).index(file_type), file_type


_RANKS: Mapping[str, int] = MappingProxyType(
    {file_type: rank for rank, file_type in enumerate(sorted(FILE_TYPES_BY_NAME, key=_order))}
)
