"""The KV cache of published models takes what is published of them, and grows only with what makes it grow."""

from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quantchat.core.gguf import GgufHeader
from quantchat.core.gguf_metadata import MetadataValue
from quantchat.core.kv_cache import engine_context, kv_cache_layers, padded_context
from quantchat.core.plan import KvType

MIB = 1024 * 1024


def header(architecture: str, layers: int, heads: tuple[int, int], head: int, **more: MetadataValue) -> GgufHeader:
    """A header without tensors; "__" in a name of `more` stands for "."."""
    values: dict[str, MetadataValue] = {
        "block_count": layers,
        "context_length": 131072,
        "embedding_length": heads[0] * head,
        "attention.head_count": heads[0],
        "attention.head_count_kv": heads[1],
        "attention.key_length": head,
        "attention.value_length": head,
    }
    values |= {name.replace("__", "."): value for name, value in more.items()}
    metadata: dict[str, MetadataValue] = {f"{architecture}.{name}": value for name, value in values.items()}
    return GgufHeader(3, MappingProxyType({"general.architecture": architecture, **metadata}), (), 32, 0, 0)


LLAMA_8B = header("llama", 32, (32, 8), 128)
QWEN_7B = header("qwen2", 28, (28, 4), 128)
GEMMA_12B = header("gemma3", 48, (16, 8), 256, attention__sliding_window=1024)
DEEPSEEK_V3 = header(
    "deepseek2",
    61,
    (128, 1),
    576,
    attention__value_length=512,
    attention__key_length_mla=192,
    attention__value_length_mla=128,
)


def total_bytes(
    model: GgufHeader,
    context: int,
    kv_type: KvType = KvType.F16,
    *,
    ubatch: int = 512,
    flash_attention: bool = True,
) -> int:
    layers = kv_cache_layers(
        model, context_length=context, kv_type=kv_type, ubatch=ubatch, flash_attention=flash_attention
    )
    return sum(layer.total_bytes for layer in layers)


@pytest.mark.parametrize(
    ("model", "context", "mib"),
    [
        (LLAMA_8B, 8192, 1024),  # published CUDA logs, see knowledge 2.4
        (QWEN_7B, 4096, 224),
        (GEMMA_12B, 8192, 992),
        (GEMMA_12B, 32768, 2528),
        (DEEPSEEK_V3, 4096, 61 * 576 * 2 * 4096 / MIB),  # 70 KB a token, in DeepSeek's own figures
    ],
)
def test_a_published_model_takes_what_is_published(model: GgufHeader, context: int, mib: float) -> None:
    assert total_bytes(model, context) == mib * MIB


def test_every_layer_has_its_own_line() -> None:
    layers = kv_cache_layers(GEMMA_12B, context_length=32768, kv_type=KvType.F16, ubatch=512)

    assert [layer.layer for layer in layers] == list(range(48))
    assert [layer.layer for layer in layers if not layer.is_sliding] == list(range(5, 48, 6))
    assert layers[0].cache_bytes == 1536 * 8 * 512 * 2
    assert layers[5].cache_bytes == 32768 * 8 * 512 * 2


def test_quantized_values_take_34_and_18_bytes_for_32() -> None:
    full_bytes = total_bytes(LLAMA_8B, 8192)

    assert total_bytes(LLAMA_8B, 8192, KvType.Q8_0) == full_bytes * 34 // 64
    assert total_bytes(LLAMA_8B, 8192, KvType.Q4_0) == full_bytes * 18 // 64


@pytest.mark.parametrize(("tokens", "cells"), [(1, 256), (256, 256), (257, 512), (777, 1024), (4096, 4096)])
def test_cells_come_in_blocks_of_256(tokens: int, cells: int) -> None:
    assert padded_context(tokens) == cells


def test_no_more_context_is_made_than_the_model_was_trained_on_and_no_less_than_256_tokens() -> None:
    short = header("llama", 2, (4, 4), 64, context_length=2000)

    assert engine_context(short, 8192) == 2000
    assert total_bytes(short, 8192) == total_bytes(short, 2048)
    assert engine_context(short, 10) == 256
    assert engine_context(header("llama", 2, (4, 4), 64, context_length=0), 8192) == 8192


def test_a_window_keeps_the_tokens_computed_at_once_beside_it_and_never_more_than_the_context() -> None:
    def sliding_cells(context: int, ubatch: int) -> int:
        layers = kv_cache_layers(GEMMA_12B, context_length=context, kv_type=KvType.F16, ubatch=ubatch)
        return layers[0].cache_bytes // (8 * 512 * 2)

    assert [sliding_cells(32768, ubatch) for ubatch in (1, 128, 256, 512, 2048)] == [1280, 1280, 1280, 1536, 3072]
    assert [sliding_cells(context, 512) for context in (256, 777, 1300, 1537)] == [256, 1024, 1536, 1536]


def test_without_flash_attention_all_layers_keep_as_many_values_as_the_widest() -> None:
    uneven = header("openelm", 3, (8, 8), 64, attention__head_count_kv=(2, 4, 8))

    assert total_bytes(uneven, 1024) == 1024 * 64 * 2 * 2 * (2 + 4 + 8)
    assert total_bytes(uneven, 1024, flash_attention=False) == 1024 * 64 * 2 * (2 + 4 + 8 + 3 * 8)


def test_grok_is_never_computed_with_flash_attention() -> None:
    uneven = header("grok", 2, (8, 8), 64, attention__head_count_kv=(4, 8))

    assert total_bytes(uneven, 1024) == total_bytes(uneven, 1024, flash_attention=False)


def test_a_recurrent_state_takes_32_bits_a_number_whatever_the_context_and_the_kv_type() -> None:
    model = header("mamba2", 24, (0, 0), 64, ssm__conv_kernel=4, ssm__inner_size=1536, ssm__state_size=128)

    assert total_bytes(model, 256) == 24 * 4 * (3 * 1536 + 128 * 1536)
    assert total_bytes(model, 131072, KvType.Q4_0, flash_attention=False) == total_bytes(model, 256)


@pytest.mark.parametrize("context", [256, 512, 1024, 4096, 131072])
@pytest.mark.parametrize("kv_type", KvType)
def test_compressed_caches_that_are_not_modelled_err_upward(context: int, kv_type: KvType) -> None:
    """The right side is a layer of either kind in `llama_kv_cache_dsv4`, with the context in place of its window."""
    key, indexer = 512, 128
    model = header("deepseek4", 1, (64, 1), key, attention__indexer__key_length=indexer)
    element_bytes = {KvType.F16: 2, KvType.Q8_0: 34 / 32, KvType.Q4_0: 18 / 32}[kv_type]

    whole = padded_context(context) * key * element_bytes
    by_4 = padded_context(-(-context // 4)) * (key + indexer) * element_bytes + 4 * 2 * 8 * 2 * (key + indexer)
    by_128 = padded_context(-(-context // 128)) * key * element_bytes + 4 * 2 * 128 * key
    assert total_bytes(model, context, kv_type) >= whole + max(by_4, by_128)


_MODELS = st.builds(
    lambda architecture, layers, kv_heads, head, window: header(
        architecture, layers, (8, kv_heads), head, attention__sliding_window=window
    ),
    st.sampled_from(["llama", "gemma2", "gemma3", "qwen3moe", "cohere2", "llama4", "gpt-oss"]),
    st.integers(1, 12),
    st.sampled_from([1, 2, 8]),
    st.sampled_from([32, 80, 128]),
    st.integers(1, 5000),
)


@given(_MODELS, st.integers(1, 200_000), st.integers(0, 50_000), st.integers(1, 2048), st.sampled_from(KvType))
def test_more_context_never_takes_less(
    model: GgufHeader, context: int, more: int, ubatch: int, kv_type: KvType
) -> None:
    longer_bytes = total_bytes(model, context + more, kv_type, ubatch=ubatch)

    assert longer_bytes >= total_bytes(model, context, kv_type, ubatch=ubatch) > 0


@given(_MODELS, st.integers(1, 200_000), st.integers(1, 2048))
def test_smaller_elements_and_flash_attention_never_take_more(model: GgufHeader, context: int, ubatch: int) -> None:
    f16, q8_0, q4_0 = (total_bytes(model, context, kv_type, ubatch=ubatch) for kv_type in KvType)

    assert f16 > q8_0 > q4_0
    assert total_bytes(model, context, ubatch=ubatch, flash_attention=False) >= f16


@given(_MODELS, st.integers(1, 200_000))
def test_a_window_never_takes_more_than_the_whole_context(model: GgufHeader, context: int) -> None:
    every_layer = replace(
        model,
        metadata=MappingProxyType(
            {key.replace(f"{model.architecture}.", "llama."): value for key, value in model.metadata.items()}
            | {"general.architecture": "llama"}
        ),
    )

    assert total_bytes(model, context) <= total_bytes(every_layer, context)
