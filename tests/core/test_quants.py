import gguf
import pytest

from quantchat.core.quants import (
    FILE_TYPES,
    FILE_TYPES_BY_NAME,
    GUESSED_FILE_TYPE_BIT,
    REMOVED_TENSOR_TYPE_IDS,
    TENSOR_TYPES,
)

_NEWER_THAN_THE_ORACLE = {"Q2_0"}


def test_every_tensor_type_has_the_number_and_block_size_of_the_gguf_package() -> None:
    expected = {
        kind.value: (kind.name, *gguf.GGML_QUANT_SIZES[kind])
        for kind in gguf.GGMLQuantizationType
        if kind in gguf.GGML_QUANT_SIZES
    }
    ours = {
        kind.id: (kind.name, kind.block_elements, kind.block_bytes)
        for kind in TENSOR_TYPES.values()
        if kind.name not in _NEWER_THAN_THE_ORACLE
    }
    assert ours == {id_: row for id_, row in expected.items() if row[0] not in _NEWER_THAN_THE_ORACLE}


def test_every_file_type_has_the_number_of_the_gguf_package() -> None:
    expected = {
        kind.value: kind.name.removeprefix("MOSTLY_").removeprefix("ALL_")
        for kind in gguf.LlamaFileType
        if kind.value != GUESSED_FILE_TYPE_BIT
    }
    ours = {kind.id: kind.name for kind in FILE_TYPES.values() if kind.name not in _NEWER_THAN_THE_ORACLE}
    assert ours == {id_: name for id_, name in expected.items() if name not in _NEWER_THAN_THE_ORACLE}


@pytest.mark.parametrize(
    ("name", "bits"),
    [("Q4_0", 4.5), ("Q5_1", 6.0), ("Q8_0", 8.5), ("Q4_K", 4.5), ("Q6_K", 6.5625), ("IQ4_XS", 4.25), ("F16", 16.0)],
)
def test_bits_per_weight_count_the_scales(name: str, bits: float) -> None:
    by_name = {kind.name: kind for kind in TENSOR_TYPES.values()}
    assert by_name[name].bits_per_weight == bits


def test_removed_types_are_not_offered() -> None:
    assert not REMOVED_TENSOR_TYPE_IDS & TENSOR_TYPES.keys()


def test_every_file_type_is_described_in_a_sentence_and_none_speaks_of_k_means() -> None:
    for kind in FILE_TYPES_BY_NAME.values():
        assert kind.character[0].isupper() or kind.character[0].isdigit()
        assert kind.character.endswith(".")
        assert "means" not in kind.character.lower()
