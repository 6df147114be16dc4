"""Memory of the KV cache and of recurrent states of a plan, layer by layer, to the byte.

Follows the constructors of `llama_kv_cache`, `llama_kv_cache_iswa` and `llama_memory_recurrent` in llama.cpp with the
settings that the engine uses: one sequence, sliding layers that keep only their window, no recurrent rollback.
"""

from dataclasses import dataclass

from quantchat.core.attention_layout import AttentionLayout, LayerAttention, attention_layout, trained_context
from quantchat.core.gguf import GgufHeader
from quantchat.core.plan import KvType
from quantchat.core.quants import TENSOR_TYPES, TensorType

CELL_BLOCK = 256
"""llama.cpp rounds the cells of a cache up to a multiple of this."""

MIN_CONTEXT_LENGTH = 256
"""Shortest context that the engine asks llama.cpp for."""

_STATE_NUMBER_BYTES = 4
_TYPES_BY_NAME = {kind.name: kind for kind in TENSOR_TYPES.values()}


@dataclass(frozen=True, slots=True)
class LayerCache:
    """What one layer keeps of the context.

    Attributes:
        layer: its index.
        cache_bytes: keys and values of all cells, or keys only where llama.cpp keeps only those; indexer keys included.
        state_bytes: recurrent state, float32 whatever the KV type.
        is_sliding: keeps only a window of the context.
    """

    layer: int
    cache_bytes: int
    state_bytes: int
    is_sliding: bool

    @property
    def total_bytes(self) -> int:
        """Cache and state together."""
        return self.cache_bytes + self.state_bytes


def padded_context(context_length: int) -> int:
    """Cells that llama.cpp makes for so many tokens: rounded up to a multiple of 256."""
    return -(-context_length // CELL_BLOCK) * CELL_BLOCK


def engine_context(header: GgufHeader, context_length: int) -> int:
    """Tokens the engine asks llama.cpp for when so many are wanted: no more than trained on, no fewer than 256.

    Raises:
        KnownError: the header's figures are absurd.
    """
    longest = trained_context(header) or context_length
    return max(MIN_CONTEXT_LENGTH, min(context_length, longest))


def kv_cache_layers(
    header: GgufHeader, *, context_length: int, kv_type: KvType, ubatch: int, flash_attention: bool = True
) -> tuple[LayerCache, ...]:
    """What each layer keeps, in bytes; zeros where a layer keeps nothing. Exact where `attention_layout` is.

    Args:
        header: of the model.
        context_length: wanted tokens; what the engine makes of them is computed here.
        kv_type: element type of keys and values.
        ubatch: tokens computed at once, which sliding layers keep beside their window; no more than the plan's batch.
        flash_attention: whether the fused kernel is used; without it values are kept transposed, and all layers take
            as many as the widest one.

    Raises:
        KnownError: the header's figures are absurd or contradict each other.
    """
    layout = attention_layout(header)
    context = engine_context(header, context_length)
    cells = padded_context(context)
    # llama.cpp computes no more tokens at once than the context has before it is rounded up
    window_cells = padded_context(min(cells, layout.sliding_window_tokens + min(ubatch, context)))
    element = _TYPES_BY_NAME[kv_type.value.upper()]
    is_transposed = not (flash_attention and layout.can_flash)
    return tuple(
        LayerCache(
            layer.layer,
            _cache_bytes(layout, layer, element, window_cells if layer.is_sliding else cells, is_transposed)
            + cells * _indexer_bytes(layout, layer, element, is_transposed),
            layer.state_numbers * _STATE_NUMBER_BYTES,
            layer.is_sliding,
        )
        for layer in layout.layers
    )


def _cache_bytes(
    layout: AttentionLayout, layer: LayerAttention, element: TensorType, cells: int, is_transposed: bool
) -> int:
    if not layer.has_cache:
        return 0
    value_width = layout.widest_value if is_transposed else layer.value_width
    values_bytes = 0 if layout.is_mla else _row_bytes(element, value_width)
    return cells * (_row_bytes(element, layer.key_width) + values_bytes)


def _indexer_bytes(layout: AttentionLayout, layer: LayerAttention, element: TensorType, is_transposed: bool) -> int:
    """Bytes a cell of the indexer's cache, which always spans the whole context."""
    value_width = layer.indexer_value_width
    if is_transposed and value_width:
        value_width = max(other.value_dimension for other in layout.layers)
    return _row_bytes(element, layer.indexer_key_width) + _row_bytes(element, value_width)


def _row_bytes(element: TensorType, width: int) -> int:
    return -(-width // element.block_elements) * element.block_bytes
