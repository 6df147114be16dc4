"""Computed headers beside those that llama.cpp's own quantizer and loader make of the same models."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy
import pytest
from gguf import GGUFWriter

from quantchat.core.gguf import GgufHeader, TensorInfo, read_header
from quantchat.core.gguf_metadata import MetadataValue
from quantchat.core.gguf_writer import weightless_gguf
from quantchat.core.mix_rules import BASE_TYPES
from quantchat.core.mixes import needs_importance_matrix, quantized_header
from quantchat.core.model_shapes import synthesized_header
from quantchat.core.quants import FILE_TYPES_BY_NAME
from tests.core.architecture_cases import ARCHITECTURE_CASES

# Refused by the quantizer where rows do not divide by 128, as part of these models' do not.
_COMPARED_TYPES = tuple(name for name in BASE_TYPES if name not in {"F32", "BF16", "Q1_0", "TQ2_0", "Q5_1", "Q8_0"})
_RULED_BY_MATRIX = ("IQ3_XXS", "IQ4_XS", "IQ4_NL", "Q4_0", "Q5_0")
_CASES = {case.name: case for case in ARCHITECTURE_CASES}
_DRY_RUN_CASES = (
    *("Llama-3-8B", "Llama-3.3-70B", "Mixtral-8x7B", "Granite-3.1-1B-A400M", "Qwen2.5-0.5B", "Qwen2.5-72B"),
    *("Qwen1.5-MoE-A2.7B", "Qwen3-30B-A3B", "Gemma-3-270M", "Phi-3-mini", "gpt-oss-20b", "StarCoder2-7B"),
)


def _ask_llama_cpp(jobs: list[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    results = folder / "results.json"
    completed = subprocess.run(
        [sys.executable, "-m", "tests.engine.native_checks", str(results)],
        input=json.dumps(jobs),
        text=True,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert completed.returncode == 0, completed.stderr
    answers: list[dict[str, Any]] = json.loads(results.read_text(encoding="utf-8"))
    return answers


def _write_weightless(header: GgufHeader, path: Path) -> str:
    head, length_bytes = weightless_gguf(header)
    with path.open("wb") as file:
        file.write(head)
        file.truncate(length_bytes)
    return str(path)


def _read(path: Path) -> GgufHeader:
    with path.open("rb") as file:
        return read_header(file, path.stat().st_size)


def _tensor(name: str, *shape: int) -> TensorInfo:
    elements = int(numpy.prod(shape))
    return TensorInfo(name, shape, 1, 0, 2 * elements)


def _crafted(
    architecture: str, metadata: dict[str, MetadataValue], tensors: Iterator[TensorInfo], vocabulary: int = 1024
) -> GgufHeader:
    """A model of an architecture that headers are not synthesized for; the quantizer does not check its tensors."""
    own = {f"{architecture}.{key}": value for key, value in metadata.items()}
    full: dict[str, MetadataValue] = {"general.architecture": architecture, **own}
    full[f"{architecture}.vocab_size"] = vocabulary
    return GgufHeader(3, MappingProxyType(full), tuple(tensors), 32, 0, 0)


def _falcon() -> GgufHeader:
    def tensors() -> Iterator[TensorInfo]:
        yield from (_tensor("token_embd.weight", 4544, 1024), _tensor("output.weight", 4544, 1024))
        for layer in range(32):
            yield _tensor(f"blk.{layer}.attn_norm.weight", 4544)
            yield _tensor(f"blk.{layer}.attn_qkv.weight", 4544, 4672)
            yield _tensor(f"blk.{layer}.attn_output.weight", 4608, 4544)
            yield _tensor(f"blk.{layer}.ffn_up.weight", 4608, 18176)
            yield _tensor(f"blk.{layer}.ffn_down.weight", 18176, 4608)

    metadata: dict[str, MetadataValue] = {"block_count": 32, "context_length": 2048, "embedding_length": 4544}
    metadata |= {"attention.head_count": 71, "attention.head_count_kv": 1, "attention.layer_norm_epsilon": 1e-5}
    return _crafted("falcon", metadata, tensors())


def _with_odd_names() -> GgufHeader:
    """Every kind of tensor that is kept by its name, and latent attention, in an architecture that takes them."""
    kept = ("altup_router", "laurel_l", "ssm_conv1d", "shortconv.conv", "time_mix_w1", "indexer.k_proj", "attn_rel_b")

    def tensors() -> Iterator[TensorInfo]:
        yield _tensor("token_embd.weight", 512, 1024)
        yield _tensor("per_layer_token_embd.weight", 512, 1024)
        yield from (_tensor("per_layer_model_proj.weight", 512, 64), _tensor("position_embd.weight", 512, 64))
        yield from (_tensor("token_types.weight", 512, 2), _tensor("flat.weight", 512, 1))
        for layer in range(16):
            prefix = f"blk.{layer}."
            yield from (_tensor(f"{prefix}{name}.weight", 512, 64) for name in kept)
            yield _tensor(prefix + "attn_kv_b.weight", 512, 2048)
            yield _tensor(prefix + "attn_q_norm.weight", 64, 8)
            yield _tensor(prefix + "ffn_down.weight", 768, 512)
            yield _tensor(prefix + "ffn_up.weight", 512, 768)
            yield _tensor(prefix + "ssm_out.weight", 100, 512)
            yield _tensor(prefix + "ssm_a", 16, 512)

    metadata: dict[str, MetadataValue] = {"block_count": 16, "context_length": 2048, "embedding_length": 512}
    metadata |= {"attention.head_count": 8, "attention.layer_norm_rms_epsilon": 1e-5}
    return _crafted("llama", metadata, tensors())


def _sources() -> dict[str, GgufHeader]:
    named = {name: _CASES[name].header for name in _DRY_RUN_CASES}
    return {**named, "Falcon-7B": _falcon(), "odd names": _with_odd_names()}


def test_every_tensor_of_every_kind_of_model_gets_the_type_that_the_quantizer_gives_it(tmp_path: Path) -> None:
    questions = [
        (name, header, file_type, matrix)
        for name, header in _sources().items()
        for matrix, file_types in ((False, _COMPARED_TYPES), (True, _RULED_BY_MATRIX))
        for file_type in file_types
    ]
    files = {name: _write_weightless(header, tmp_path / name) for name, header in _sources().items()}
    answers = _ask_llama_cpp(
        [
            {
                "action": "quantize",
                "source": files[name],
                "file_type": FILE_TYPES_BY_NAME[file_type].id,
                "matrix": matrix,
            }
            for name, _, file_type, matrix in questions
        ],
        tmp_path,
    )

    assert len(answers) > 400
    for (name, header, file_type, matrix), answer in zip(questions, answers, strict=True):
        computed = {tensor.name: tensor.type.name for tensor in quantized_header(header, file_type, matrix).tensors}
        assert answer["code"] == 0, answer["log"]
        assert (name, file_type, computed) == (name, file_type, answer["types"])
        assert answer["needs_matrix"] is (not matrix and needs_importance_matrix(header, file_type))


def test_llama_cpp_finds_every_tensor_that_it_wants_in_a_synthesized_model(tmp_path: Path) -> None:
    headers = {case.name: case.header for case in ARCHITECTURE_CASES}
    answers = _ask_llama_cpp(
        [{"action": "load", "source": _write_weightless(header, tmp_path / name)} for name, header in headers.items()],
        tmp_path,
    )

    assert {name: answer["log"] for name, answer in zip(headers, answers, strict=True) if not answer["loaded"]} == {}
    for header, answer in zip(headers.values(), answers, strict=True):
        assert answer["parameters"] == sum(tensor.elements for tensor in header.tensors)
        assert answer["size_bytes"] == header.tensor_bytes


@pytest.mark.parametrize("file_type", ["Q4_K_M", "Q8_0"])
def test_the_starter_model_quantized_has_the_computed_header_and_size(
    starter_model: Path, tmp_path: Path, file_type: str
) -> None:
    target = tmp_path / "quantized.gguf"

    (answer,) = _ask_llama_cpp([_real_job(starter_model, target, file_type)], tmp_path)

    assert answer["code"] == 0, answer["log"]
    real, computed = _read(target), quantized_header(_read(starter_model), file_type)
    target.unlink()
    assert real.tensors == computed.tensors
    assert (real.data_offset, real.file_size_bytes) == (computed.data_offset, computed.file_size_bytes)
    assert dict(real.metadata) == dict(computed.metadata)


def _real_job(source: Path, target: Path, file_type: str) -> dict[str, Any]:
    file_type_id = FILE_TYPES_BY_NAME[file_type].id
    return {"action": "quantize", "source": str(source), "target": str(target), "file_type": file_type_id}


def _small(architecture: str, embedding: int, feed_forward: int, **more: MetadataValue) -> GgufHeader:
    metadata: dict[str, MetadataValue] = {
        "block_count": 8,
        "context_length": 1024,
        "embedding_length": embedding,
        "feed_forward_length": feed_forward,
        "attention.head_count": 4,
        "attention.head_count_kv": 1,
        "attention.layer_norm_rms_epsilon": 1e-5,
        **more,
    }
    return synthesized_header(
        {"general.architecture": architecture, **{f"{architecture}.{key}": value for key, value in metadata.items()}},
        vocabulary_size=320,
        tied_output=architecture == "gemma3",
    )


_EXPERTS: dict[str, MetadataValue] = {"expert_count": 4, "expert_used_count": 2, "expert_feed_forward_length": 96}
_SMALL_MODELS = {
    "qwen3moe, wide": _small("qwen3moe", 256, 256, **{**_EXPERTS, "expert_feed_forward_length": 256}),
    "qwen3moe, odd": _small("qwen3moe", 288, 256, **_EXPERTS),
    "gemma3, wide": _small("gemma3", 256, 512),
    "gemma3, odd": _small("gemma3", 160, 288),
    "phi3, odd": _small("phi3", 192, 256),
    "llama, very odd": _small("llama", 200, 264),
    "Mixtral-like": _small("llama", 256, 32, expert_count=8, expert_used_count=2),
}


def _write_with_weights(header: GgufHeader, path: Path, *, states_type: bool) -> None:
    """The model with random weights, written by the `gguf` package."""
    random = numpy.random.default_rng(seed=7)
    writer = GGUFWriter(path, header.architecture)
    for key, value in header.metadata.items():
        if key == "general.architecture" or (not states_type and key == "general.file_type"):
            continue
        if isinstance(value, float):
            writer.add_float32(key, value)
        else:
            writer.add_uint32(key, value)
    for tensor in header.tensors:
        values = random.standard_normal(tuple(reversed(tensor.shape)), dtype=numpy.float32)
        writer.add_tensor(tensor.name, values.astype(numpy.float16 if tensor.type_id == 1 else numpy.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def test_small_models_with_weights_are_quantized_to_the_computed_files(tmp_path: Path) -> None:
    file_types = ("Q3_K_M", "Q4_K_M", "MXFP4_MOE")
    sources = {}
    for number, (name, header) in enumerate(_SMALL_MODELS.items()):
        sources[name] = tmp_path / f"source-{number}.gguf"
        _write_with_weights(header, sources[name], states_type=True)
    questions = [
        (name, file_type, tmp_path / f"{number}-{file_type}.gguf")
        for number, name in enumerate(sources)
        for file_type in file_types
    ]

    answers = _ask_llama_cpp([_real_job(sources[name], target, kind) for name, kind, target in questions], tmp_path)

    for (name, file_type, target), answer in zip(questions, answers, strict=True):
        assert answer["code"] == 0, answer["log"]
        real, computed = _read(target), quantized_header(_read(sources[name]), file_type)
        assert (name, file_type, real.tensors) == (name, file_type, computed.tensors)
        assert real.file_size_bytes == computed.file_size_bytes == target.stat().st_size
        target.unlink()


def test_a_source_that_does_not_state_its_type_is_exact_to_the_alignment(tmp_path: Path) -> None:
    source, target = tmp_path / "source.gguf", tmp_path / "target.gguf"
    _write_with_weights(_SMALL_MODELS["phi3, odd"], source, states_type=False)

    _ask_llama_cpp([_real_job(source, target, "Q4_K_M")], tmp_path)

    real, computed = _read(target), quantized_header(_read(source), "Q4_K_M")
    assert real.tensors == computed.tensors
    assert 0 <= computed.file_size_bytes - real.file_size_bytes <= real.alignment
