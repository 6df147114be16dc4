"""The operations of one forward pass of a decoder, as llama.cpp lists them.

Follows `llm_graph_context` in llama.cpp's `src/llama-graph.cpp` and the architectures' graphs in `src/models/*.cpp`.
Operations that always take the place of their only operand (biases, scales, caps, the weights of a norm) are left out:
they change no allocation.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from quantchat.core.attention_layout import LayerAttention
from quantchat.core.decoder_families import UNROTATED_PERIOD, DecoderFamily, Rotation
from quantchat.core.plan import KvType
from quantchat.core.tensor_graph import (
    Element,
    Operation,
    Tensor,
    TensorGraph,
    computed,
    input_tensor,
    like_first,
    product,
    reshaped,
    rows,
    stored_tensor,
    swapped,
    view,
    written_into,
)

_NUMBER = Element.F32.size_bytes
_HALF = Element.F16.size_bytes
_CUDA_ALIGNMENT = 128
_SMALLEST_ROTATION = 64


@dataclass(frozen=True, slots=True)
class LayerShape:
    """Widths of one layer, from the shapes of its tensors.

    Attributes:
        attention: heads, dimensions and window.
        has_fused_qkv: one matrix makes queries, keys and values.
        has_query_norm: queries are normed.
        has_key_norm: keys are normed.
        has_feed_forward_norm: the feed-forward network has a norm of its own.
        up_width: rows of the matrix that widens, of one expert where there are several; 0 without such a network.
        down_width: numbers that the matrix which narrows takes.
        has_gate: a second matrix gates the first.
        experts: networks to choose from; 0 without a choice.
        experts_used: networks chosen for each token.
        has_joined_experts: one matrix an expert both widens and gates.
        scales_experts: the experts' weights are multiplied by a constant.
        shared_width: width of the network that every token runs through beside its experts; 0 without.
        has_shared_gate: the shared network's result is gated by the token.
    """

    attention: LayerAttention
    has_fused_qkv: bool
    has_query_norm: bool
    has_key_norm: bool
    has_feed_forward_norm: bool
    up_width: int
    down_width: int
    has_gate: bool
    experts: int = 0
    experts_used: int = 0
    has_joined_experts: bool = False
    scales_experts: bool = False
    shared_width: int = 0
    has_shared_gate: bool = False


@dataclass(frozen=True, slots=True)
class DecoderShape:
    """A decoder, as far as its graph depends on it.

    Attributes:
        family: what its layers have in common.
        layers: those whose operations are to be listed, in order; the last one is the model's last.
        embedding_width: numbers of a token between layers.
        vocabulary: rows of the output matrix.
        positions_per_token: numbers that say where a token is.
        widest_value: most numbers a token that any layer's values have.
        has_attention_temperature: queries are scaled by position.
    """

    family: DecoderFamily
    layers: tuple[LayerShape, ...]
    embedding_width: int
    vocabulary: int
    positions_per_token: int
    widest_value: int
    has_attention_temperature: bool


@dataclass(frozen=True, slots=True)
class PassShape:
    """One forward pass.

    Attributes:
        tokens: computed at once.
        outputs: tokens of which logits are wanted.
        cells: of the KV cache of layers that see everything.
        window_cells: of the KV cache of sliding layers.
        kv_type: element type of keys and values.
        flash_attention: the fused kernel is used.
        on_gpu: the layers run on a GPU. A CUDA device turns a quantized cache into 16 bits before the fused kernel
            reads it, and keeps what its own fused kernels for experts read.
    """

    tokens: int
    outputs: int
    cells: int
    window_cells: int
    kv_type: KvType
    flash_attention: bool
    on_gpu: bool


@dataclass(frozen=True, slots=True)
class DecoderGraph:
    """The operations of a forward pass.

    Attributes:
        graph: they themselves.
        embedding: the one that reads the token embeddings, which stays with them on the host.
        kept_until: by operation, what a GPU's fused kernels need unchanged until it has run.
    """

    graph: TensorGraph
    embedding: Tensor
    kept_until: Mapping[Tensor, tuple[Tensor, ...]]


def decoder_graph(decoder: DecoderShape, forward: PassShape) -> DecoderGraph:
    """All operations of a forward pass over `decoder.layers`."""
    return _Builder(decoder, forward).build()


class _CacheInputs:
    """What a cache needs to be told before a pass: where to write, what to see, how to rotate."""

    def __init__(self, decoder: DecoderShape, forward: PassShape, cells: int, attention: LayerAttention) -> None:
        self.cells = cells
        self.key_places = input_tensor(Element.I64, forward.tokens)
        values = forward.tokens if forward.flash_attention else forward.tokens * decoder.widest_value
        self.value_places = input_tensor(Element.I64, values)
        self.mask = input_tensor(Element.F16 if forward.flash_attention else Element.F32, cells, forward.tokens)
        is_quantized = forward.kv_type is not KvType.F16
        self.key_rotation = _rotation(attention.key_dimension, is_quantized, _largest_rotation(attention.key_dimension))
        self.value_rotation = _rotation(attention.value_dimension, is_quantized, _SMALLEST_ROTATION)


class _Builder:
    def __init__(self, decoder: DecoderShape, forward: PassShape) -> None:
        self._decoder = decoder
        self._forward = forward
        self._family = decoder.family
        self._tokens = forward.tokens
        self._graph = TensorGraph()
        self._kept_until: dict[Tensor, tuple[Tensor, ...]] = {}
        self._positions = input_tensor(Element.I32, forward.tokens * decoder.positions_per_token)
        self._temperature = input_tensor(Element.F32, 1, 1, forward.tokens)
        self._output_ids = input_tensor(Element.I32, forward.outputs)
        sliding = [layer.attention for layer in decoder.layers if layer.attention.is_sliding]
        seeing_all = [layer.attention for layer in decoder.layers if not layer.attention.is_sliding]
        self._has_two_caches = bool(sliding)
        self._caches = {
            True: _CacheInputs(decoder, forward, forward.window_cells, (sliding or seeing_all)[0]),
            False: _CacheInputs(decoder, forward, forward.cells, (seeing_all or sliding)[0]),
        }

    def build(self) -> DecoderGraph:
        width = self._decoder.embedding_width
        embedding = rows(stored_tensor(width, self._decoder.vocabulary), input_tensor(Element.I32, self._tokens))
        self._graph.expand(embedding)
        self._graph.expand(input_tensor(Element.F32, width, self._tokens))  # embeddings given in place of tokens
        state = embedding
        for index, layer in enumerate(self._decoder.layers):
            state = self._layer(layer, state, is_last=index == len(self._decoder.layers) - 1)
        state = self._graph.read_afterwards(self._normed(state))
        logits = self._product(state, self._decoder.vocabulary)
        self._graph.expand(self._graph.read_afterwards(logits))
        return DecoderGraph(self._graph, embedding, self._kept_until)

    def _layer(self, layer: LayerShape, state: Tensor, *, is_last: bool) -> Tensor:
        family = self._family
        normed = self._normed(state) if family.has_input_norm else state
        attended = self._attention(layer, normed)
        if is_last:  # from here on only those tokens matter of which logits are wanted
            attended, state, normed = (rows(tensor, self._output_ids) for tensor in (attended, state, normed))
        if family.is_parallel:
            result = self._feed_forward(layer, normed)
            return like_first(Operation.ADD, like_first(Operation.ADD, result, state), attended)
        if family.has_post_norms:
            attended = self._normed(attended)
        residual = like_first(Operation.ADD, attended, state)
        result = self._feed_forward(layer, self._read_by_feed_forward(layer, residual, normed))
        if family.has_post_norms:
            result = self._normed(result)
        summands = (residual, result) if family.residual_comes_first else (result, residual)
        return like_first(Operation.ADD, *summands)

    def _read_by_feed_forward(self, layer: LayerShape, residual: Tensor, normed: Tensor) -> Tensor:
        if layer.has_feed_forward_norm:
            return self._normed(residual)
        return residual if self._family.has_post_norms else normed

    def _attention(self, layer: LayerShape, normed: Tensor) -> Tensor:
        attention = layer.attention
        cache = self._caches[attention.is_sliding]
        query, key, value = self._queries_keys_values(layer, normed)
        query = _rotated(query, cache.key_rotation)
        key = _rotated(key, cache.key_rotation)
        value = _rotated(value, cache.value_rotation)
        order = (query, key, value) if self._has_two_caches else (query, value, key)
        for tensor in order:
            self._graph.expand(tensor)
        keys = stored_tensor(attention.key_width, cache.cells)
        self._graph.expand(written_into(keys, _rows_merged(key), cache.key_places))
        values = stored_tensor(self._stored_value_width(attention), cache.cells)
        self._graph.expand(self._values_written(values, value, cache.value_places))
        mixed = self._mixed(attention, query, keys, values, cache)
        self._graph.expand(mixed)
        mixed = _rotated(mixed, cache.value_rotation)
        return self._product(mixed, self._decoder.embedding_width)

    def _queries_keys_values(self, layer: LayerShape, normed: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        attention, tokens = layer.attention, self._tokens
        query_width = attention.heads * attention.key_dimension
        if layer.has_fused_qkv:
            fused = self._product(normed, query_width + attention.key_width + attention.value_width)
            query = _heads_of(fused, attention.key_dimension, attention.heads, tokens)
            key = _heads_of(fused, attention.key_dimension, attention.kv_heads, tokens)
            value = _heads_of(fused, attention.value_dimension, attention.kv_heads, tokens)
        else:
            query = self._product(normed, query_width)
            key = self._product(normed, attention.key_width)
            value = self._product(normed, attention.value_width)
            if self._family.norms_whole_width:
                query, key = self._normed(query), self._normed(key)
            query = reshaped(query, attention.key_dimension, attention.heads, tokens)
            key = reshaped(key, attention.key_dimension, attention.kv_heads, tokens)
            value = reshaped(value, attention.value_dimension, attention.kv_heads, tokens)
        if not self._family.norms_whole_width:
            query = self._normed(query) if layer.has_query_norm else query
            key = self._normed(key) if layer.has_key_norm else key
        if self._turns(attention):
            query = like_first(Operation.ROPE, query, self._positions)
            key = like_first(Operation.ROPE, key, self._positions)
        if self._decoder.has_attention_temperature:
            query = like_first(Operation.MUL, query, self._temperature)
        return query, key, value

    def _turns(self, attention: LayerAttention) -> bool:
        if self._family.rotation is Rotation.SLIDING:
            return attention.is_sliding
        if self._family.rotation is Rotation.THREE_OF_FOUR:
            return (attention.layer + 1) % UNROTATED_PERIOD != 0
        return True

    def _stored_value_width(self, attention: LayerAttention) -> int:
        # a transposed cache is made as wide in every layer as in the widest
        return attention.value_width if self._forward.flash_attention else self._decoder.widest_value

    def _values_written(self, values: Tensor, value: Tensor, places: Tensor) -> Tensor:
        if self._forward.flash_attention:
            return written_into(values, _rows_merged(value), places)
        width = value.shape[0] * value.shape[1]
        if value.is_contiguous:
            flat = reshaped(value, width, self._tokens)
        else:
            flat = computed(Operation.COPY, (value,), (width, self._tokens))
        if width < values.shape[0]:
            flat = computed(Operation.PAD, (flat,), (values.shape[0], self._tokens))
        places_of_numbers = values.shape[0] * values.shape[1]
        single = reshaped(flat, 1, flat.shape[0] * flat.shape[1])
        return written_into(reshaped(values, 1, places_of_numbers), single, places)

    def _mixed(
        self, attention: LayerAttention, query: Tensor, keys: Tensor, values: Tensor, cache: _CacheInputs
    ) -> Tensor:
        """Attention itself; the result has one row a token."""
        heads, dimension, cells = attention.heads, attention.value_dimension, cache.cells
        query = swapped(view(query, query.shape, query.strides[1:]), (0, 2, 1, 3))
        seen = swapped(view(keys, (attention.key_dimension, attention.kv_heads, cells), (0, 0)), (0, 2, 1, 3))
        if self._forward.flash_attention:
            told = swapped(view(values, (dimension, attention.kv_heads, cells), (0, 0)), (0, 2, 1, 3))
            mixed = computed(
                Operation.FLASH_ATTENTION,
                (query, seen, told, cache.mask),
                (dimension, heads, self._tokens),
                scratch_bytes=self._converted_bytes(attention, cells),
            )
            return reshaped(mixed, dimension * heads, self._tokens)
        told = swapped(view(values, (cells, attention.kv_heads, dimension), (0, 0)), (0, 2, 1, 3))
        scores = computed(Operation.MUL_MAT, (seen, query), (cells, self._tokens, heads))
        scores = like_first(Operation.SOFT_MAX, scores, cache.mask)
        mixed = swapped(computed(Operation.MUL_MAT, (told, scores), (dimension, self._tokens, heads)), (0, 2, 1, 3))
        return computed(Operation.COPY, (mixed,), (dimension * heads, self._tokens))

    def _converted_bytes(self, attention: LayerAttention, cells: int) -> int:
        """16-bit copies of keys and values behind the result (`ggml_cuda_flash_attn_ext_get_alloc_size`)."""
        if not self._forward.on_gpu or self._forward.kv_type is KvType.F16:
            return 0
        return cells * (attention.key_width + attention.value_width) * _HALF + 2 * _CUDA_ALIGNMENT

    def _feed_forward(self, layer: LayerShape, read: Tensor) -> Tensor:
        if layer.experts:
            return self._experts(layer, read)
        return self._network(read, layer.up_width, layer.down_width, has_gate=layer.has_gate)

    def _network(self, read: Tensor, up_width: int, down_width: int, *, has_gate: bool) -> Tensor:
        up = self._product(read, up_width)
        if has_gate:
            up = like_first(Operation.GATED, self._product(read, up_width), up)
        elif up_width == 2 * down_width:
            up = computed(Operation.GATED, (up,), (down_width, *up.shape[1:]))
        else:
            up = like_first(Operation.UNARY, up)
        return self._product(up, self._decoder.embedding_width)

    def _experts(self, layer: LayerShape, read: Tensor) -> Tensor:
        """A mixture of experts (`build_moe_ffn`), with the network that all tokens share where there is one."""
        width, tokens, used = self._decoder.embedding_width, read.shape[1], layer.experts_used
        asked = self._product(read, layer.experts)
        chances = like_first(Operation.SOFT_MAX, asked)
        order = computed(Operation.ARGSORT, (chances,), chances.shape, Element.I32)
        chosen = view(order, (used, tokens), order.strides[1:])
        weights = rows(reshaped(chances, 1, layer.experts, tokens), chosen)
        if self._family.weighs_experts_afresh:
            flat = reshaped(weights, used, tokens)
            total = like_first(Operation.CLAMP, computed(Operation.SUM_ROWS, (flat,), (1, tokens)))
            weights = reshaped(like_first(Operation.DIV, flat, total), 1, used, tokens)
        if layer.scales_experts:
            weights = like_first(Operation.SCALE, weights)
        self._graph.expand(weights)
        spread = reshaped(read, width, 1, tokens)
        wide = self._widened_by_experts(layer, spread, chosen)
        down = computed(Operation.MUL_MAT_ID, (stored_tensor(layer.down_width), wide, chosen), (width, used, tokens))
        weighted = like_first(Operation.MUL, down, weights)
        if self._forward.on_gpu:  # `ggml_backend_cuda_graph_optimize`
            self._kept_until[spread] = (asked, chances, order, weights)
        self._graph.expand(weighted)
        parts = [view(weighted, (width, tokens), weighted.strides[2:3]) for _ in range(used)]
        for part in parts:
            self._graph.expand(part)
        result = parts[0]
        for part in parts[1:]:
            result = like_first(Operation.ADD, result, part)
            self._graph.expand(result)
        if self._forward.on_gpu and used > 1:
            self._kept_until[result] = (down, weights)
        if used == 1:
            result = computed(Operation.COPY, (result,), (width, tokens))
        return self._with_shared(layer, read, result) if layer.shared_width else result

    def _widened_by_experts(self, layer: LayerShape, spread: Tensor, chosen: Tensor) -> Tensor:
        used, tokens, width = layer.experts_used, chosen.shape[1], layer.up_width

        def widened() -> Tensor:
            return computed(Operation.MUL_MAT_ID, (stored_tensor(width), spread, chosen), (width, used, tokens))

        if layer.has_joined_experts:
            both = widened()
            halves = [view(both, (layer.down_width, used, tokens), both.strides[1:3]) for _ in range(2)]
            return computed(Operation.GATED, halves, halves[0].shape)
        up = widened()
        return like_first(Operation.GATED, widened(), up) if layer.has_gate else like_first(Operation.UNARY, up)

    def _with_shared(self, layer: LayerShape, read: Tensor, result: Tensor) -> Tensor:
        shared = self._network(read, layer.shared_width, layer.shared_width, has_gate=layer.has_gate)
        if layer.has_shared_gate:
            asked = self._product(read, 1)
            gate = like_first(Operation.DIV, like_first(Operation.UNARY, asked), asked)
            shared = like_first(Operation.MUL, shared, gate)
        return like_first(Operation.ADD, result, shared)

    def _product(self, operand: Tensor, width: int) -> Tensor:
        return product(stored_tensor(operand.shape[0], width), operand)

    def _normed(self, operand: Tensor) -> Tensor:
        return like_first(Operation.NORM if self._family.has_layer_norm else Operation.RMS_NORM, operand)


def _heads_of(fused: Tensor, dimension: int, heads: int, tokens: int) -> Tensor:
    return view(fused, (dimension, heads, tokens), (dimension * _NUMBER, fused.strides[1]))


def _rows_merged(tensor: Tensor) -> Tensor:
    return view(tensor, (tensor.shape[0] * tensor.shape[1], tensor.shape[2]), tensor.strides[2:3])


def _rotation(dimension: int, is_quantized: bool, width: int) -> Tensor | None:
    """Hadamard matrix that llama.cpp turns queries, keys and values by before it quantizes them."""
    if not is_quantized or not dimension or dimension % _SMALLEST_ROTATION:
        return None
    return input_tensor(Element.F32, width, width)


def _largest_rotation(dimension: int) -> int:
    width = _SMALLEST_ROTATION
    while dimension and dimension % (width * 2) == 0:
        width *= 2
    return width


def _rotated(tensor: Tensor, rotation: Tensor | None) -> Tensor:
    if rotation is None:
        return tensor
    width = rotation.shape[0]
    elements = tensor.shape[0] * tensor.shape[1] * tensor.shape[2]
    if tensor.is_contiguous:
        flat = reshaped(tensor, width, elements // width)
    else:
        flat = computed(Operation.COPY, (tensor,), (width, elements // width))
    return reshaped(product(rotation, flat), *tensor.shape)
