"""Which sound GGUF files are models that can chat, and what is said of the others."""

import importlib.util
from io import BytesIO
from pathlib import Path

import pytest

from quantchat.core.architectures import ENGINE_ARCHITECTURES, WHY_IT_CANNOT_CHAT
from quantchat.core.gguf import GgufHeader, read_header
from quantchat.core.model_check import MAX_LAYERS, MAX_TEMPLATE_BYTES, check_model
from quantchat.errors import ErrorKind, KnownError
from tests.library.gguf_files import Value, entry, gguf_bytes, model_bytes, model_metadata


def header_with(**changes: Value | None) -> GgufHeader:
    data = model_bytes(model_metadata(**changes))
    return read_header(BytesIO(data), len(data))


def refusal(header: GgufHeader) -> KnownError:
    with pytest.raises(KnownError) as caught:
        check_model(header)
    return caught.value


def test_a_sound_model_passes() -> None:
    check_model(header_with())


def test_a_model_without_template_and_with_unlikely_token_ids_passes_since_the_engine_answers_with_it() -> None:
    check_model(header_with(tokenizer__chat_template=None, tokenizer__ggml__eos_token_id=2**32 - 1))


def test_an_architecture_the_engine_does_not_know_is_named() -> None:
    error = refusal(header_with(general__architecture="foo"))
    assert error.kind is ErrorKind.UNKNOWN_ARCHITECTURE
    assert error.text == (
        "This model is of the architecture “foo”, which this version of the engine does not know. "
        "A newer QuantChat may."
    )


def test_a_tokenizer_the_engine_does_not_know_is_named() -> None:
    error = refusal(header_with(tokenizer__ggml__model="foo"))
    assert error.kind is ErrorKind.UNKNOWN_ARCHITECTURE
    assert "the tokenizer “foo”" in error.sentence


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"general__architecture": "clip"}, "vision part"),
        ({"general__type": "mmproj"}, "vision part"),
        ({"general__type": "adapter"}, "adapter (LoRA)"),
        ({"general__type": "imatrix"}, "importance matrix"),
        ({"general__architecture": "nomic-bert"}, "vectors for searching"),
        ({"general__architecture": "t5"}, "encoder and decoder"),
        ({"general__architecture": "qwen3tts"}, "speech"),
        ({"general__architecture": "eagle3"}, "draft model"),
        ({"general__architecture": "llada"}, "diffusion"),
        ({"llama__pooling_type": 3}, "vectors for searching"),
        ({"llama__attention__causal": False}, "vectors for searching"),
    ],
)
def test_a_file_that_cannot_chat_is_told_what_it_is(changes: dict[str, Value], words: str) -> None:
    error = refusal(header_with(**changes))
    assert words in error.sentence
    assert error.hint == "Choose another model."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"general__architecture": None}, "of which architecture"),
        ({"general__architecture": 7}, "of which architecture"),
        ({"llama__block_count": 0}, "claims 0 layers"),
        ({"llama__block_count": None}, "claims 0 layers"),
        ({"llama__block_count": 1_000_000}, "claims 1,000,000 layers"),
        ({"llama__block_count": MAX_LAYERS + 1}, "claims 513 layers"),
        ({"llama__context_length": 0}, "claims 0 tokens of context"),
        ({"llama__context_length": 2**32 - 1}, "tokens of context"),
        ({"llama__embedding_length": None}, "claims 0 numbers a token"),
        ({"tokenizer__ggml__model": None}, "vocabulary is missing"),
        ({"tokenizer__ggml__model": "none"}, "vocabulary is missing"),
        ({"tokenizer__ggml__model": "no_vocab"}, "vocabulary is missing"),
        ({"tokenizer__ggml__tokens": None}, "vocabulary is missing"),
        ({"tokenizer__ggml__tokens": []}, "vocabulary is missing"),
        ({"tokenizer__ggml__model": "llama"}, "not of the kind that it claims"),
        ({"tokenizer__chat_template": "x" * (MAX_TEMPLATE_BYTES + 1)}, "chat template is longer"),
    ],
)
def test_what_would_make_the_engine_fail_is_called_damaged(changes: dict[str, Value | None], words: str) -> None:
    error = refusal(header_with(**changes))
    assert error.kind is ErrorKind.MALFORMED
    assert words in error.sentence


def test_a_sentencepiece_vocabulary_with_scores_passes() -> None:
    check_model(header_with(tokenizer__ggml__model="llama", tokenizer__ggml__scores=[0, 0, 0]))


def test_the_most_layers_the_engine_takes_pass() -> None:
    check_model(header_with(llama__block_count=MAX_LAYERS))


def test_a_file_without_weights_is_refused() -> None:
    data = gguf_bytes([entry(key, value) for key, value in model_metadata().items()])
    assert "holds no weights" in refusal(read_header(BytesIO(data), len(data))).sentence


def test_every_architecture_is_a_name_that_the_installed_engine_contains() -> None:
    spec = importlib.util.find_spec("llama_cpp")
    assert spec is not None
    assert spec.origin is not None
    libraries = [path for path in Path(spec.origin).parent.glob("lib/*llama*") if path.is_file()]
    engine = b"".join(path.read_bytes() for path in libraries)
    assert [name for name in sorted(ENGINE_ARCHITECTURES) if name.encode() + b"\0" not in engine] == []


def test_every_architecture_that_cannot_chat_is_one_the_engine_knows() -> None:
    assert WHY_IT_CANNOT_CHAT.keys() <= ENGINE_ARCHITECTURES
