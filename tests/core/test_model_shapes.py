"""Headers of models that are not on disk, from their hyperparameters."""

from pathlib import Path
from typing import Any

import pytest

from quantchat.core.architecture_shapes import ARCHITECTURE_SHAPES
from quantchat.core.gguf import read_header
from quantchat.core.gguf_metadata import MetadataValue
from quantchat.core.mixes import quantized_header
from quantchat.core.model_facts import model_facts
from quantchat.core.model_shapes import OptionalTensors, synthesized_header
from quantchat.errors import ErrorKind, KnownError
from quantchat.settings import resources_folder
from tests.core.architecture_cases import ARCHITECTURE_CASES, ArchitectureCase
from tests.core.model_vectors import MODEL_VECTORS, ModelVector

_COUNTED = [case for case in ARCHITECTURE_CASES if case.parameters]
_CASES = {case.name: case for case in ARCHITECTURE_CASES}


def _starter_path() -> Path:
    (path,) = (resources_folder() / "models").glob("*.gguf")
    return path


@pytest.mark.parametrize("vector", MODEL_VECTORS, ids=lambda vector: vector.name)
def test_the_parameters_of_every_vector_are_counted_exactly(vector: ModelVector) -> None:
    assert sum(tensor.elements for tensor in vector.header.tensors) == vector.figures["n_params"]


@pytest.mark.parametrize("case", _COUNTED, ids=lambda case: case.name)
def test_parameters_are_those_that_the_publisher_counts(case: ArchitectureCase) -> None:
    assert model_facts(case.header, case.name).parameters == case.parameters


def test_there_is_a_case_for_every_known_architecture() -> None:
    assert {case.architecture for case in ARCHITECTURE_CASES} == set(ARCHITECTURE_SHAPES)


def test_the_starter_model_synthesized_and_quantized_has_the_tensors_of_its_real_file() -> None:
    with _starter_path().open("rb") as file:
        real = read_header(file, _starter_path().stat().st_size)

    computed = quantized_header(synthesized_header(real.metadata, 49152, tied_output=True), "Q4_1")

    def described(header: Any) -> set[Any]:
        return {(tensor.name, tensor.shape, tensor.type_id, tensor.size_bytes) for tensor in header.tensors}

    assert described(computed) == described(real)
    assert computed.file_size_bytes == pytest.approx(real.file_size_bytes, rel=0.003)


def test_weights_are_16_bits_wide_and_vectors_norms_and_routers_32() -> None:
    types = {tensor.name: tensor.type.name for tensor in _CASES["Qwen3-30B-A3B"].header.tensors}

    assert types["token_embd.weight"] == types["blk.0.ffn_up_exps.weight"] == "F16"
    assert types["blk.0.attn_q_norm.weight"] == types["blk.0.ffn_gate_inp.weight"] == "F32"


def test_the_experts_of_gpt_oss_are_in_the_type_they_are_published_in() -> None:
    types = {tensor.name: tensor.type.name for tensor in _CASES["gpt-oss-20b"].header.tensors}

    assert types["blk.0.ffn_down_exps.weight"] == "MXFP4"
    assert types["blk.0.ffn_down_exps.bias"] == "F32"


def test_a_tied_model_has_no_output_tensor_and_an_untied_one_has() -> None:
    case = _CASES["Qwen2.5-0.5B"]

    def names(tied: bool) -> set[str]:
        return {tensor.name for tensor in synthesized_header(case.metadata, case.vocabulary, tied).tensors}

    assert names(tied=False) - names(tied=True) == {"output.weight"}


def test_an_architecture_that_is_always_tied_stays_so() -> None:
    case = _CASES["Gemma-2-9B"]

    assert synthesized_header(case.metadata, case.vocabulary, tied_output=False) == case.header


def test_llama_3_1_has_position_factors_and_llama_3_has_not() -> None:
    assert "rope_freqs.weight" in {tensor.name for tensor in _CASES["Llama-3.3-70B"].header.tensors}
    assert "rope_freqs.weight" not in {tensor.name for tensor in _CASES["Llama-3-8B"].header.tensors}


def test_phi_has_position_factors_where_its_context_was_stretched() -> None:
    stretched = {tensor.name: tensor.shape for tensor in _CASES["Phi-4-mini"].header.tensors}

    assert stretched["rope_factors_long.weight"] == stretched["rope_factors_short.weight"] == (48,)
    assert "rope_factors_long.weight" not in {tensor.name for tensor in _CASES["Phi-3-mini"].header.tensors}


def test_biases_can_be_asked_for_and_left_out() -> None:
    case = _CASES["Qwen2.5-0.5B"]

    plain = synthesized_header(case.metadata, case.vocabulary, True, optional=OptionalTensors(qkv_bias=False))

    assert len(case.header.tensors) - len(plain.tensors) == 3 * case.layers


def test_a_layer_may_have_figures_of_its_own() -> None:
    case = _CASES["Llama-3-8B"]
    metadata: dict[str, MetadataValue] = {
        **case.metadata,
        "llama.block_count": 2,
        "llama.feed_forward_length": (256, 512),
        "llama.attention.head_count_kv": (8, 4),
    }

    shapes = {tensor.name: tensor.shape for tensor in synthesized_header(metadata, 1000, True).tensors}

    assert (shapes["blk.0.ffn_up.weight"], shapes["blk.1.ffn_up.weight"]) == ((4096, 256), (4096, 512))
    assert (shapes["blk.0.attn_v.weight"], shapes["blk.1.attn_v.weight"]) == ((4096, 1024), (4096, 512))


def test_the_size_of_the_metadata_can_be_given() -> None:
    case = _CASES["Qwen3-8B"]

    small = synthesized_header(case.metadata, case.vocabulary, False, metadata_bytes=1024)
    large = synthesized_header(case.metadata, case.vocabulary, False, metadata_bytes=1024 + 4096)

    assert large.file_size_bytes - small.file_size_bytes == large.data_offset - small.data_offset == 4096


def test_an_unknown_architecture_is_a_known_error() -> None:
    with pytest.raises(KnownError) as caught:
        synthesized_header({"general.architecture": "mamba"}, 1000, True)

    assert caught.value.kind is ErrorKind.UNKNOWN_ARCHITECTURE
    assert "“mamba” cannot be computed before it is downloaded" in caught.value.sentence


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("block_count", None),
        ("block_count", 10**9),
        ("embedding_length", 0),
        ("embedding_length", "wide"),
        ("feed_forward_length", None),
        ("attention.head_count", -1),
        ("attention.head_count_kv", 2**40),
    ],
)
def test_a_missing_or_absurd_hyperparameter_is_named(key: str, value: MetadataValue | None) -> None:
    metadata = {**_CASES["Qwen3-8B"].metadata, f"qwen3.{key}": value}
    known = {name: figure for name, figure in metadata.items() if figure is not None}

    with pytest.raises(KnownError) as caught:
        synthesized_header(known, 1000, True)

    assert f"“qwen3.{key}”" in caught.value.sentence


@pytest.mark.parametrize("vocabulary_size", [0, -5, 2**40])
def test_an_absurd_vocabulary_is_a_known_error(vocabulary_size: int) -> None:
    with pytest.raises(KnownError):
        synthesized_header(_CASES["Qwen3-8B"].metadata, vocabulary_size, True)
