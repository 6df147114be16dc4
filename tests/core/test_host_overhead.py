"""Memory outside of llama.cpp's buffers grows with the vocabulary, and is what was measured."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quantchat.core.gguf import GgufHeader
from quantchat.core.gguf_metadata import ArraySummary, MetadataValue, ValueType
from quantchat.core.host_overhead import vocabulary_bytes, working_bytes
from tests.core.machines import MIB, model_in


def vocabulary(tokens: int, merges: int, tokenizer: str = "gpt2") -> GgufHeader:
    metadata: dict[str, MetadataValue] = {
        "general.architecture": "llama",
        "tokenizer.ggml.model": tokenizer,
        "tokenizer.ggml.tokens": ArraySummary(ValueType.STRING, tokens),
    }
    if merges:
        metadata["tokenizer.ggml.merges"] = ArraySummary(ValueType.STRING, merges)
    return GgufHeader(3, metadata, (), 32, 0, 0)


@pytest.mark.parametrize(
    ("header", "measured_mib", "tolerance_mib"),
    [
        (vocabulary(49152, 48900), 16.6, 2.0),
        (vocabulary(262144, 0, "llama"), 38.6, 2.0),
        (vocabulary(128256, 280147), 48.9, 8.0),
    ],
)
def test_the_tables_of_a_vocabulary_take_what_was_measured(
    header: GgufHeader, measured_mib: float, tolerance_mib: float
) -> None:
    """Growth of anonymous memory by a load of the vocabulary only, on Linux with glibc."""
    assert vocabulary_bytes(header) / MIB == pytest.approx(measured_mib, abs=tolerance_mib)


@given(st.integers(0, 300_000), st.integers(0, 300_000), st.integers(0, 10_000))
def test_more_tokens_and_merges_never_take_less(tokens: int, merges: int, more: int) -> None:
    less = vocabulary_bytes(vocabulary(tokens, merges))
    assert less <= vocabulary_bytes(vocabulary(tokens + more, merges))
    assert less <= vocabulary_bytes(vocabulary(tokens, merges + more))


def test_what_a_computation_needs_beside_its_buffers_grows_with_the_batch_and_the_widest_row() -> None:
    small, wide = model_in("SmolLM2-135M", "Q4_0"), model_in("Llama-3.1-8B", "Q4_0")
    assert working_bytes(small, 128) < working_bytes(small, 512) < working_bytes(wide, 512)
    # 14336 numbers of 512 tokens in 8 bits with their scales, and the logits of one token
    assert working_bytes(wide, 512) == pytest.approx(14336 * 512 * 292 / 256 + 128256 * 4 + MIB, rel=0.01)
