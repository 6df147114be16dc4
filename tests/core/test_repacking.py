"""Weights are stored anew for just the processors, types and shapes for which llama.cpp's `repack.cpp` has kernels.

That the sizes are those of a real load is tested in `tests/engine/test_memory_oracle.py`.
"""

import math

import pytest

from quantchat.core.gguf import TensorInfo
from quantchat.core.quants import TENSOR_TYPES
from quantchat.core.repacking import is_repacked

AVX2 = frozenset({"AVX", "AVX2", "FMA"})
AVX512 = AVX2 | {"AVX512"}
AMX = AVX512 | {"AMX_INT8"}
DOT_PRODUCTS = frozenset({"NEON", "DOTPROD"})
MATRIX_PRODUCTS = frozenset({"NEON", "MATMUL_INT8"})
NEON_ONLY = frozenset({"NEON"})

_TYPES = {kind.name: kind for kind in TENSOR_TYPES.values()}


def tensor(type_name: str, *shape: int, name: str = "blk.0.attn_q.weight") -> TensorInfo:
    kind = _TYPES[type_name]
    return TensorInfo(name, shape, kind.id, 0, math.prod(shape) // kind.block_elements * kind.block_bytes)


@pytest.mark.parametrize(
    ("type_name", "instruction_sets", "is_stored_anew"),
    [
        ("Q4_0", AVX2, True),
        ("Q4_0", DOT_PRODUCTS, True),
        ("Q4_0", MATRIX_PRODUCTS, True),
        ("Q4_0", NEON_ONLY, False),
        ("Q4_0", frozenset({"AVX"}), False),
        ("Q4_K", AVX2, True),
        ("Q4_K", DOT_PRODUCTS, True),
        ("Q2_K", AVX2, False),
        ("Q2_K", AVX512, True),
        ("IQ4_NL", AVX2, True),
        ("IQ4_NL", MATRIX_PRODUCTS, False),
        ("MXFP4", AVX2, True),
        ("Q5_K", AVX512, False),
        ("Q5_K", MATRIX_PRODUCTS, True),
        ("Q6_K", AVX512, False),
        ("Q6_K", DOT_PRODUCTS, True),
        ("Q8_0", AVX512, False),
        ("Q8_0", DOT_PRODUCTS, True),
        ("Q1_0", MATRIX_PRODUCTS, True),
        ("Q4_1", AVX512, False),
        ("Q5_0", AVX512, False),
        ("Q5_1", AVX512, False),
        ("F16", AVX512, False),
        ("Q4_1", AMX, True),
        ("Q8_0", AMX, True),
        ("Q6_K", AMX, True),
        ("Q5_1", AMX, False),
    ],
)
def test_a_type_is_stored_anew_where_the_processor_has_kernels_for_it(
    type_name: str, instruction_sets: frozenset[str], is_stored_anew: bool
) -> None:
    assert is_repacked(tensor(type_name, 1024, 1024), instruction_sets) == is_stored_anew


@pytest.mark.parametrize(("rows", "is_stored_anew"), [(1024, True), (1004, False), (12, False), (8, True)])
def test_rows_that_do_not_divide_by_those_that_are_interleaved_stay_as_they_are(
    rows: int, is_stored_anew: bool
) -> None:
    assert is_repacked(tensor("Q4_0", 1024, rows), AVX2) == is_stored_anew


def test_four_rows_are_interleaved_on_arm_where_eight_are_elsewhere() -> None:
    assert is_repacked(tensor("Q4_0", 1024, 1004), DOT_PRODUCTS)
    assert not is_repacked(tensor("Q4_K", 1024, 1004), DOT_PRODUCTS)


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("token_embd.weight", (1024, 32000)),
        ("per_layer_token_embd.weight", (1024, 32000)),
        ("blk.0.ssm_conv1d.weight", (1024, 1024)),
        ("blk.0.shortconv.conv.weight", (1024, 1024)),
        ("blk.0.attn_norm.weight", (1024,)),
        ("blk.0.attn_q.bias", (1024, 1024)),
        ("blk.0.attn_k_b.weight", (1024, 512, 8)),
        ("blk.0.ffn_gate_exps.weight", (1024, 1024)),
    ],
)
def test_what_is_not_multiplied_as_one_matrix_stays_as_it_is(name: str, shape: tuple[int, ...]) -> None:
    assert not is_repacked(tensor("Q4_0", *shape, name=name), AVX2)


def test_matrices_of_experts_are_stored_anew_but_not_for_amx() -> None:
    experts = tensor("Q4_0", 1024, 1024, 8, name="blk.0.ffn_gate_exps.weight")
    assert is_repacked(experts, AVX2)
    assert not is_repacked(tensor("Q6_K", 1024, 1024, 8, name="blk.0.ffn_gate_exps.weight"), AMX)


def test_embeddings_that_are_the_output_matrix_too_are_stored_anew_for_that() -> None:
    embeddings = tensor("Q4_0", 1024, 32000, name="token_embd.weight")
    assert is_repacked(embeddings, AVX2, is_output=True)
    assert not is_repacked(embeddings, AVX2)
    assert is_repacked(tensor("Q4_0", 1024, 32000, name="output.weight"), AVX2)
