"""Upper bounds of compute memory, for architectures and placements whose operations are not imitated one by one.

A generous sum of what a layer may hold at once: rows for each token as wide as the widest matrix, queries and keys, the
attention scores without the fused kernel, states of recurrent layers. The factors were set so that it is never below
llama.cpp's own answer for the small models of 36 architectures in `tests/engine/kv_oracle_models.py`. It is 1.15 to 4
times that answer for most, and up to 30 times where a model keeps only a window of the context.
"""

import math
import re

from quantchat.core.attention_layout import AttentionLayout
from quantchat.core.gguf import GgufHeader, TensorInfo
from quantchat.core.hyperparameters import Hyperparameters
from quantchat.core.layer_graph import PassShape

_NUMBER_BYTES = 4
_INDEX_BYTES = 8
_MARGIN = 1.25
_FIXED_BYTES = 2**20

_WIDE_ROWS = 4
_EMBEDDING_ROWS = 8
_ATTENTION_ROWS = 3
_EXPERT_ROWS = 3
_SCORES = 2
_LEAST_INDEXER_HEADS = 4
_STATES = 4
_CHUNK_TOKENS = 64  # that llama.cpp's gated delta nets take at once (`delta-net-base.cpp`)
_CHUNK_MATRICES = 8

_STAGED_FROM_TOKENS = 32
"""Batch from which llama.cpp computes with host weights on a GPU (`GGML_OP_OFFLOAD_MIN_BATCH`, 32 by default)."""

_VOCABULARY_MATRICES = ("output.weight", "token_embd.weight")
_PER_LAYER_EMBEDDINGS = "per_layer_token_embd.weight"
_EXPERTS = re.compile(r"blk\.\d+\.ffn_.*_(?:ch)?exps\.weight")


def upper_bound_bytes(header: GgufHeader, layout: AttentionLayout, forward: PassShape) -> int:
    """Compute memory that a forward pass does not exceed, all of it in one place."""
    numbers = forward.tokens * _row_numbers(header, layout)
    numbers += _score_numbers(header, layout, forward) + _state_numbers(layout, forward)
    numbers += forward.outputs * _vocabulary(header)
    bound = _NUMBER_BYTES * numbers + _mask_bytes(layout, forward)
    unpacked = _one_layer_cache_numbers(layout, forward) * 2 if forward.on_gpu else 0
    return math.ceil(_MARGIN * bound) + unpacked + _FIXED_BYTES


def input_upper_bound_bytes(header: GgufHeader, layout: AttentionLayout, forward: PassShape) -> int:
    """What the CPU prepares for a GPU: masks, places in the cache, rows of the embeddings."""
    widths = [tensor.shape[0] for tensor in header.tensors if tensor.name == _PER_LAYER_EMBEDDINGS]
    row_numbers = 2 * (Hyperparameters(header).number("embedding_length") + sum(widths))
    rows_bytes = _NUMBER_BYTES * forward.tokens * row_numbers
    return math.ceil(_MARGIN * (rows_bytes + _mask_bytes(layout, forward))) + _FIXED_BYTES


def staged_upper_bound_bytes(header: GgufHeader, layout: AttentionLayout, forward: PassShape) -> int:
    """What a GPU takes for the layers in main memory, whose operations it runs for long prompts.

    It copies one weight at a time, the cache of one layer, and the state between layers on their way in and out. The
    output matrix counts only if logits of many tokens are wanted, and the token embeddings are only looked up.
    """
    weights = (tensor.size_bytes for tensor in header.tensors if _is_staged(tensor, forward.outputs))
    state_bytes = 2 * _NUMBER_BYTES * forward.tokens * Hyperparameters(header).number("embedding_length")
    return max(weights, default=0) + 2 * _one_layer_cache_numbers(layout, forward) + state_bytes


def _is_staged(tensor: TensorInfo, outputs: int) -> bool:
    if tensor.name in _VOCABULARY_MATRICES:
        return outputs >= _STAGED_FROM_TOKENS
    return tensor.name.startswith("blk.")


def _one_layer_cache_numbers(layout: AttentionLayout, forward: PassShape) -> int:
    return forward.cells * max(layer.key_width + layer.value_width for layer in layout.layers)


def _mask_bytes(layout: AttentionLayout, forward: PassShape) -> int:
    """Masks of both kinds of layers, taken for 32-bit ones, and where in the cache each number goes."""
    masks = (forward.cells + forward.window_cells) * forward.tokens
    places = 2 * forward.tokens * (1 if forward.flash_attention else 1 + layout.widest_value)
    return _NUMBER_BYTES * masks + _INDEX_BYTES * places


def _row_numbers(header: GgufHeader, layout: AttentionLayout) -> int:
    """Numbers a token that a layer may hold at once."""
    parameters = Hyperparameters(header)
    attention = max(
        layer.heads * max(layer.key_dimension, layer.value_dimension) + layer.key_width + layer.value_width
        for layer in layout.layers
    )
    matrices = [tensor for tensor in header.tensors if len(tensor.shape) > 1]
    experts = [max(tensor.shape[:2]) for tensor in matrices if _EXPERTS.fullmatch(tensor.name)]
    others = [_width(tensor) for tensor in matrices if not _EXPERTS.fullmatch(tensor.name)]
    return (
        _WIDE_ROWS * max(others, default=0)
        + _EMBEDDING_ROWS * parameters.number("embedding_length")
        + _ATTENTION_ROWS * attention
        + _EXPERT_ROWS * parameters.number("expert_used_count") * max(experts, default=0)
    )


def _width(tensor: TensorInfo) -> int:
    if tensor.name in _VOCABULARY_MATRICES:
        return 0
    return tensor.shape[0] if tensor.name == _PER_LAYER_EMBEDDINGS else max(tensor.shape[:2])


def _score_numbers(header: GgufHeader, layout: AttentionLayout, forward: PassShape) -> int:
    """Scores of every token against every cell: without the fused kernel, and of indexers that choose tokens."""
    scores = 0
    for layer in layout.layers:
        cells = (forward.window_cells if layer.is_sliding else forward.cells) if layer.has_cache else 0
        heads = 0 if forward.flash_attention else layer.heads
        if layer.indexer_key_width:
            heads += max(_LEAST_INDEXER_HEADS, Hyperparameters(header).number("attention.indexer.head_count"))
        scores = max(scores, heads * cells)
    return _SCORES * scores * forward.tokens


def _state_numbers(layout: AttentionLayout, forward: PassShape) -> int:
    """Copies of a recurrent state, and the matrices between the tokens of a chunk."""
    states = max(layer.state_numbers for layer in layout.layers)
    if not states:
        return 0
    heads = max(1, *(layer.heads for layer in layout.layers))
    return _STATES * states + _CHUNK_MATRICES * heads * _CHUNK_TOKENS * max(forward.tokens, _CHUNK_TOKENS)


def _vocabulary(header: GgufHeader) -> int:
    return max((tensor.shape[-1] for tensor in header.tensors if tensor.name in _VOCABULARY_MATRICES), default=0)
