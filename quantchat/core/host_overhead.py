"""Main memory of a loaded model that no buffer of llama.cpp's log shows: vocabulary tables and working memory.

The figures were measured as growth of anonymous memory, with vocabularies of 32k to 262k tokens and up to 280k merges,
on Linux with glibc (16.6 MiB for the starter model's 49,152 tokens and 48,900 merges; 38.6 MiB for 262,144 tokens
without merges; 48.9 MiB for 128,256 tokens and 280,147 merges). The sums below were within 1 MiB of all but the last,
which they exceed by 8 MiB.
"""

from quantchat.core.gguf import GgufHeader
from quantchat.core.model_facts import vocabulary_size

_TOKEN_BYTES = 155
"""The text of a token three times over (by text, by number, as a piece), with its entry in a hash table."""

_MERGE_BYTES = 130
"""Two texts and an entry in a hash table."""

_PRETOKENIZER_BYTES = 3 * 2**20
_WORKING_BYTES_PER_NUMBER = 1.15
"""Activations are quantized to 8 bits before they are multiplied; with their scales 292 bytes take 256 (Q8_K)."""

_CONTEXT_BYTES = 2**20
"""Batches, graphs and lists of a context."""

GPU_RUNTIME_BYTES = 64 * 2**20
"""What a GPU's runtime keeps in main memory once it computes: 38 to 45 MiB for dense models of six shapes on an H200
with CUDA 13, 56 without flash attention, 68 for a mixture of experts. Taken to be alike elsewhere."""


def vocabulary_bytes(header: GgufHeader) -> int:
    """Tables of the tokenizer."""
    merges = header.array_length("tokenizer.ggml.merges")
    pretokenizer = _PRETOKENIZER_BYTES if header.text("tokenizer.ggml.model") == "gpt2" else 0
    return vocabulary_size(header) * _TOKEN_BYTES + merges * _MERGE_BYTES + pretokenizer


def working_bytes(header: GgufHeader, ubatch: int) -> int:
    """What the processor backend allocates while it multiplies, and lists that grow with the context."""
    widest = max((tensor.shape[0] for tensor in header.tensors if len(tensor.shape) > 1), default=0)
    logits = vocabulary_size(header) * 4
    return round(widest * ubatch * _WORKING_BYTES_PER_NUMBER) + logits + _CONTEXT_BYTES
