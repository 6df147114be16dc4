"""Headers of files that do not exist yet: exact sizes for every file type."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from quantchat.core.gguf import GgufHeader, TensorInfo, join_parts
from quantchat.core.mix_rules import BASE_TYPES
from quantchat.core.mixes import k_quants_fall_back, needs_importance_matrix, quantized_header
from quantchat.core.quants import FILE_TYPES, FILE_TYPES_BY_NAME
from quantchat.core.tensor_roles import Role, role_of
from quantchat.errors import KnownError
from tests.core.architecture_cases import ARCHITECTURE_CASES
from tests.core.model_vectors import MODEL_VECTORS, ModelVector

_CASES = {case.name: case for case in ARCHITECTURE_CASES}
_VECTORS = {vector.name: vector for vector in MODEL_VECTORS}

# `tools/quantize/README.md` of llama.cpp, for Llama 3.1 8B; its IQ3_XXS was made with an importance matrix.
_PUBLISHED_BITS_PER_WEIGHT = {
    **{"IQ1_S": 2.0042, "IQ1_M": 2.1460, "IQ2_XXS": 2.3824, "IQ2_XS": 2.5882, "IQ2_S": 2.7403, "IQ2_M": 2.9294},
    **{"IQ3_XXS": 3.2548, "IQ3_XS": 3.4977, "IQ3_S": 3.6606, "IQ3_M": 3.7628, "IQ4_XS": 4.4597, "IQ4_NL": 4.6818},
    **{"Q2_K_S": 2.9697, "Q2_K": 3.1593, "Q3_K_S": 3.6429, "Q3_K_M": 3.9960, "Q3_K_L": 4.2979, "Q4_K_S": 4.6672},
    **{"Q4_K_M": 4.8944, "Q5_K_S": 5.5704, "Q5_K_M": 5.7036, "Q6_K": 6.5633, "Q8_0": 8.5008, "F16": 16.0005},
}


def _type_names(header: GgufHeader) -> dict[str, str]:
    return {tensor.name: tensor.type.name for tensor in header.tensors}


@pytest.mark.parametrize("vector", MODEL_VECTORS, ids=lambda vector: vector.name)
def test_tensor_bytes_are_exact_for_every_vector(vector: ModelVector) -> None:
    header = vector.header

    computed = {file_type: quantized_header(header, file_type).tensor_bytes for file_type in vector.tensor_bytes}

    assert computed == vector.tensor_bytes


@pytest.mark.parametrize(("file_type", "bits_per_weight"), _PUBLISHED_BITS_PER_WEIGHT.items())
def test_bits_per_weight_of_llama_3_1_8b_are_the_published_ones(file_type: str, bits_per_weight: float) -> None:
    header = quantized_header(_VECTORS["Llama-3.1-8B"].header, file_type)

    weights = sum(tensor.elements for tensor in header.tensors)

    assert round(header.tensor_bytes * 8 / weights, 4) == bits_per_weight


@pytest.mark.parametrize("file_type", BASE_TYPES)
def test_tensors_lie_one_behind_the_other_and_end_with_the_file(file_type: str) -> None:
    header = quantized_header(_VECTORS["Gemma-3-1B"].header, file_type if file_type != "Q1_0" else "Q8_0")

    ends = [tensor.offset + tensor.size_bytes for tensor in header.tensors]

    assert [tensor.offset for tensor in header.tensors] == [0, *(end + -end % 32 for end in ends[:-1])]
    assert header.file_size_bytes == header.data_offset + ends[-1] + -ends[-1] % 32


def test_the_header_states_the_new_file_type() -> None:
    header = quantized_header(_VECTORS["Qwen3-0.6B"].header, "Q5_1")

    assert FILE_TYPES[header.integer("general.file_type")].name == "Q5_1"
    assert header.integer("general.quantization_version") == 2
    assert header.integer("qwen3.block_count") == 28


def test_quantizing_does_not_depend_on_the_types_of_the_source() -> None:
    source = _VECTORS["Qwen2.5-3B"].header
    as_q8_0 = quantized_header(source, "Q8_0")

    assert quantized_header(as_q8_0, "Q4_K_M") == quantized_header(source, "Q4_K_M")


def test_the_order_of_the_source_does_not_matter() -> None:
    source = _VECTORS["Qwen2.5-3B"].header
    reversed_source = replace(source, tensors=tuple(reversed(source.tensors)))

    assert quantized_header(reversed_source, "Q4_K_M").tensors == quantized_header(source, "Q4_K_M").tensors


def test_norms_routers_and_biases_keep_their_type() -> None:
    types = _type_names(quantized_header(_CASES["gpt-oss-20b"].header, "Q4_0"))

    kept = {name.removeprefix("blk.0.") for name, kind in types.items() if name.startswith("blk.0.") and kind == "F32"}

    assert {"attn_norm.weight", "ffn_gate_inp.weight", "ffn_up_exps.bias", "attn_sinks.weight"} <= kept
    assert types["blk.0.ffn_up_exps.weight"] == "Q4_0"


def test_eight_experts_get_their_keys_and_values_in_8_bits() -> None:
    types = _type_names(quantized_header(_CASES["Mixtral-8x7B"].header, "Q4_K_M"))

    assert (types["blk.9.attn_k.weight"], types["blk.9.attn_v.weight"]) == ("Q8_0", "Q8_0")
    assert types["blk.9.attn_output.weight"] == "Q5_K"


def test_values_of_a_70b_model_get_more_bits_but_not_those_of_one_without_shared_heads() -> None:
    shared = _type_names(quantized_header(_CASES["Llama-3.3-70B"].header, "Q4_K_S"))
    unshared = _type_names(quantized_header(_CASES["Llama-65B"].header, "Q4_K_S"))

    assert shared["blk.40.attn_v.weight"] == "Q5_K"
    assert unshared["blk.40.attn_v.weight"] == "Q4_K"


def test_fused_queries_keys_and_values_follow_the_rule_of_the_values() -> None:
    types = _type_names(quantized_header(_CASES["Phi-3-mini"].header, "Q4_K_M"))

    assert (types["blk.0.attn_qkv.weight"], types["blk.5.attn_qkv.weight"]) == ("Q6_K", "Q4_K")
    assert role_of("blk.5.attn_qkv.weight") is Role.VALUES


def test_k_types_fall_back_where_rows_do_not_divide_by_256() -> None:
    types = _type_names(quantized_header(_VECTORS["SmolLM2-135M"].header, "Q4_K_M"))

    assert (types["blk.9.attn_q.weight"], types["blk.9.ffn_down.weight"]) == ("Q5_0", "Q4_K")
    assert types["token_embd.weight"] == "Q8_0"


def test_rows_that_do_not_even_divide_by_32_stay_in_16_bits() -> None:
    tensor = TensorInfo("blk.0.ffn_up.weight", (100, 64), 0, 0, 25_600)
    header = GgufHeader(3, MappingProxyType({"general.architecture": "llama"}), (tensor,), 32, 128, 25_728)

    assert _type_names(quantized_header(header, "Q4_K_M")) == {"blk.0.ffn_up.weight": "F16"}


@pytest.mark.parametrize(("name", "falls_back"), [("Gemma-3-1B", True), ("SmolLM2-135M", True), ("Qwen3-4B", False)])
def test_it_is_told_whether_k_types_fall_back(name: str, falls_back: bool) -> None:
    assert k_quants_fall_back(_VECTORS[name].header) is falls_back


@pytest.mark.parametrize("vector", MODEL_VECTORS, ids=lambda vector: vector.name)
def test_q5_k_m_is_smaller_than_q5_1_wherever_k_types_do_not_fall_back(vector: ModelVector) -> None:
    header = vector.header
    is_smaller = quantized_header(header, "Q5_K_M").tensor_bytes < quantized_header(header, "Q5_1").tensor_bytes

    assert is_smaller or k_quants_fall_back(header)


def test_the_lowest_types_need_an_importance_matrix_and_the_usual_ones_do_not() -> None:
    header = _VECTORS["Llama-3.2-3B"].header

    needing = {file_type for file_type in BASE_TYPES if needs_importance_matrix(header, file_type)}

    assert needing == {
        *("IQ1_S", "IQ1_M", "IQ2_XXS", "IQ2_XS", "IQ2_S", "IQ2_M"),
        *("IQ3_XXS", "IQ3_XS", "Q2_K_S"),
    }


@pytest.mark.parametrize("file_type", ["NVFP4", "Q9_Z", ""])
def test_a_type_that_the_quantizer_does_not_make_is_a_known_error(file_type: str) -> None:
    with pytest.raises(KnownError) as caught:
        quantized_header(_VECTORS["Qwen3-0.6B"].header, file_type)

    assert "cannot make files" in caught.value.sentence


def test_every_type_that_can_be_made_is_a_file_type_of_llama_cpp() -> None:
    assert set(FILE_TYPES_BY_NAME) - set(BASE_TYPES) == {"NVFP4"}


def test_a_model_in_two_parts_becomes_one_file() -> None:
    whole = _VECTORS["SmolLM2-135M"].header
    first, second = whole.tensors[:100], whole.tensors[100:]
    split = {"split.no": 0, "split.count": 2, "split.tensors.count": len(whole.tensors)}
    # The first part's header lacks the records of the second part's tensors and has three more entries.
    records = sum(8 + len(tensor.name) + 4 + 8 * len(tensor.shape) + 12 for tensor in second)
    entries = sum(8 + len(key) + 4 for key in split) + 2 + 2 + 4
    parts = [
        replace(
            whole,
            metadata=MappingProxyType({**whole.metadata, **split}),
            tensors=tuple(replace(tensor, offset=tensor.offset - part[0].offset) for tensor in part),
            data_offset=whole.data_offset - records + entries,
        )
        for part in (first, second)
    ]

    joined = quantized_header(join_parts(parts), "Q4_K_M")

    expected = quantized_header(whole, "Q4_K_M")
    assert joined.tensors == expected.tensors
    assert abs(joined.file_size_bytes - expected.file_size_bytes) <= 32
    assert not [key for key in joined.metadata if key.startswith("split.")]
