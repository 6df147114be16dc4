"""Quality figures are the published ones, in one order, and say so where there are none."""

import pytest

from quantchat.core.quality import Quality, QualityClass, quality_class, quality_of, quality_rank
from quantchat.core.quants import FILE_TYPES_BY_NAME
from quantchat.wording import worded


@pytest.mark.parametrize(
    ("file_type", "kld", "delta_ppl"),
    [("Q8_0", 0.00136, 0.0027), ("Q5_1", 0.01805, 0.1062), ("Q4_K_M", 0.03127, 0.1755), ("Q2_K", 0.445, 3.52)],
)
def test_figures_are_those_of_the_published_table(file_type: str, kld: float, delta_ppl: float) -> None:
    quality = quality_of(file_type)

    assert quality.kld == pytest.approx(kld, rel=0.005)
    assert quality.delta_ppl == pytest.approx(delta_ppl, rel=0.02)
    assert "Llama 3 8B" in quality.source


def test_unquantized_types_have_the_figures_of_f16() -> None:
    assert quality_of("F32") == quality_of("BF16") == quality_of("F16")


def test_an_importance_matrix_makes_low_types_better_and_the_source_says_so() -> None:
    without, with_matrix = quality_of("Q4_K_M", False), quality_of("Q4_K_M", True)

    assert without.kld is not None
    assert with_matrix.kld is not None
    assert with_matrix.kld < without.kld
    assert with_matrix.source.endswith("with an importance matrix")


def test_high_types_have_the_same_figures_with_and_without_an_importance_matrix() -> None:
    assert quality_of("Q8_0", True) == quality_of("Q8_0", False)


@pytest.mark.parametrize("file_type", ["MXFP4_MOE", "NVFP4", "TQ1_0", "Q2_0", "Q9_Z"])
def test_a_type_without_published_figures_has_a_sentence_instead(file_type: str) -> None:
    assert quality_of(file_type) == Quality(
        None,
        None,
        worded("For {type} no figures have been published that could be compared with the others.", type=file_type),
    )
    assert quality_class(file_type) is QualityClass.UNKNOWN


def test_iq_types_made_without_an_importance_matrix_have_no_figures() -> None:
    assert quality_of("IQ4_XS").kld is not None
    assert quality_of("IQ4_XS", False).kld is None
    assert "without an importance matrix" in quality_of("IQ4_XS", False).source


def test_every_file_type_has_its_own_rank_by_loss() -> None:
    ranked = sorted(FILE_TYPES_BY_NAME, key=quality_rank)
    measured = [quality.kld for quality in map(quality_of, ranked) if quality.kld is not None]

    assert sorted(map(quality_rank, ranked)) == list(range(len(FILE_TYPES_BY_NAME)))
    assert measured == sorted(measured)
    assert ranked[:5] == ["F32", "BF16", "F16", "Q8_0", "Q6_K"]
    assert quality_rank("Q9_Z") == len(FILE_TYPES_BY_NAME)


def test_q5_k_m_comes_before_q5_1_and_q4_k_m_before_q4_1() -> None:
    assert quality_rank("Q5_K_M") < quality_rank("Q5_K_S") < quality_rank("Q5_1") < quality_rank("Q5_0")
    assert quality_rank("Q5_0") < quality_rank("Q4_K_M") < quality_rank("Q4_1") < quality_rank("Q4_0")


@pytest.mark.parametrize(
    ("step", "file_types"),
    [
        (QualityClass.NEAR_LOSSLESS, ["F32", "F16", "BF16", "Q8_0", "Q6_K"]),
        (QualityClass.SMALL_LOSS, ["Q5_K_M", "Q5_K_S", "Q5_1", "Q5_0", "Q4_K_M", "Q4_K_S", "IQ4_NL", "IQ4_XS"]),
        (QualityClass.NOTICEABLE, ["Q4_1", "Q4_0", "Q3_K_L", "Q3_K_M", "Q3_K_S", "IQ3_M", "IQ3_XXS"]),
        (QualityClass.SEVERE, ["Q2_K", "Q2_K_S", "IQ2_M", "IQ2_XXS", "IQ1_S"]),
    ],
)
def test_a_type_falls_in_the_class_of_its_divergence(step: QualityClass, file_types: list[str]) -> None:
    assert {quality_class(file_type) for file_type in file_types} == {step}
    assert step.words
