"""What each layer of a model keeps of the context: heads, dimensions, window, recurrence.

Follows `load_hparams` and `create_memory` in llama.cpp's `src/llama-model.cpp`, `load_arch_hparams` of each of its
architectures in `src/models/*.cpp`, and the caches that `create_memory` chooses between.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from quantchat.core.architectures import ENGINE_ARCHITECTURES
from quantchat.core.bounded_reader import malformed
from quantchat.core.gguf import GgufHeader
from quantchat.core.hyperparameters import Hyperparameters
from quantchat.core.model_check import MAX_LAYERS
from quantchat.core.recurrent_state import (
    FULL_ATTENTION_INTERVALS,
    HYBRID_ARCHITECTURES,
    NEMOTRON_HYBRIDS,
    PARALLEL_HYBRID,
    RECURRENT_ARCHITECTURES,
    convolution_history_numbers,
    recurrent_layers,
    state_numbers,
)
from quantchat.core.sliding_windows import SlidingWindow, sliding_window
from quantchat.wording import NO_WORDS, Wording, worded

_WITHOUT_MEMORY = frozenset(
    {
        "bert",
        "dream",
        "eurobert",
        "gemma-embedding",
        "jina-bert-v2",
        "jina-bert-v3",
        "llada",
        "llada-moe",
        "modern-bert",
        "neo-bert",
        "nomic-bert",
        "nomic-bert-moe",
        "rnd1",
        "wavtokenizer-dec",
    }
)
_LATENT_ATTENTION = frozenset(
    {
        "bailingmoe3",
        "deepseek2",
        "deepseek32",
        "dots3note",
        "glm-dsa",
        "glm5-next",
        "hy_v4",
        "kimi-k3",
        "kimi-linear",
        "mistral4",
    }
)
_GEMMA3N_OWN_CACHE_LAYERS = 20
_GLM_FIRST_CONTEXT_WITH_SHARED_INDEXERS = 1048576
_COMPRESSED = "deepseek4"
_INDEXERS_WITHOUT_VALUES = frozenset({"glm5-next", "qwen4exp"})
_KEPT_OF_POOLED_INDEXER = 3

_UNKNOWN = worded(
    "QuantChat does not know how this architecture keeps the context; the memory for it is computed as if every layer "
    "kept all of it."
)
_COMPRESSED_SENTENCE = worded(
    "This architecture keeps the context compressed, which QuantChat does not model: it needs less memory for it than "
    "is shown."
)
_DRAFT_SENTENCE = worded(
    "This is a draft model, which may share memory with the model it helps: it needs no more for the context than is "
    "shown."
)
_WHY_INEXACT = {_COMPRESSED: _COMPRESSED_SENTENCE, "dflash": _DRAFT_SENTENCE, "gemma4-assistant": _DRAFT_SENTENCE}


@dataclass(frozen=True, slots=True)
class LayerAttention:
    """One layer.

    Attributes:
        layer: its index.
        heads: attention heads.
        kv_heads: heads of keys and values; 0 in layers without attention.
        key_dimension: numbers in the key of one head.
        value_dimension: numbers in the value of one head.
        is_sliding: looks back only over the sliding window.
        is_recurrent: has a recurrent state, of `state_numbers` float32 numbers.
        has_cache: holds keys and values of its own; false in recurrent layers, in layers that use another layer's, and
            in those for predicting further tokens, which are not run.
        state_numbers: float32 numbers of the recurrent state.
        indexer_key_width: numbers a token of the keys that choose which tokens a sparse attention looks at; 0 without.
        indexer_value_width: the same for values beside those keys.
    """

    layer: int
    heads: int
    kv_heads: int
    key_dimension: int
    value_dimension: int
    is_sliding: bool = False
    is_recurrent: bool = False
    has_cache: bool = True
    state_numbers: int = 0
    indexer_key_width: int = 0
    indexer_value_width: int = 0

    @property
    def key_width(self) -> int:
        """Numbers of all keys of one token."""
        return self.kv_heads * self.key_dimension

    @property
    def value_width(self) -> int:
        """Numbers of all values of one token."""
        return self.kv_heads * self.value_dimension


@dataclass(frozen=True, slots=True)
class AttentionLayout:
    """All layers of a model, those for predicting further tokens included.

    Attributes:
        layers: by index.
        sliding_window_tokens: how far sliding layers look back (`n_swa`); 0 without such layers.
        is_mla: multi-head latent attention, which keeps one compressed key a token and no values.
        can_flash: llama.cpp can compute its attention with the fused kernel.
        is_exact: False for architectures whose caches are not modelled; sizes then err upward.
        why: the sentence for the person where it is not exact; else empty.
    """

    layers: tuple[LayerAttention, ...]
    sliding_window_tokens: int
    is_mla: bool
    can_flash: bool
    is_exact: bool
    why: Wording

    @property
    def widest_value(self) -> int:
        """Most numbers a token that any layer's values have."""
        return max(layer.value_width for layer in self.layers)


@dataclass(frozen=True, slots=True)
class _Figures:
    """What all layers have in common, and how many they are."""

    parameters: Hyperparameters
    architecture: str
    layers: int
    trunk_layers: int
    is_mla: bool
    window: SlidingWindow
    recurrent: tuple[bool, ...]
    feed_forward: tuple[int, ...]


def trained_context(header: GgufHeader) -> int:
    """Tokens the model was trained on; 0 where the file does not say."""
    return Hyperparameters(header).number("context_length")


def attention_layout(header: GgufHeader) -> AttentionLayout:
    """The layers of a model as llama.cpp would set them up.

    Raises:
        KnownError: figures are missing, absurd or contradict each other, so that llama.cpp would refuse the file.
    """
    parameters = Hyperparameters(header)
    architecture = header.architecture
    file_layers = parameters.layer_count()
    predicting_layers = parameters.number("nextn_predict_layers")
    if predicting_layers > file_layers:
        raise malformed(
            worded(
                "it claims {count:,} of {layers:,} layers for predicting further tokens",
                count=predicting_layers,
                layers=file_layers,
            )
        )
    heads = parameters.per_layer("attention.head_count", file_layers)
    kv_heads = parameters.per_layer("attention.head_count_kv", file_layers, heads)
    feed_forward = parameters.per_layer("feed_forward_length", file_layers)
    repeats = _repeats(parameters, file_layers)
    heads, kv_heads, feed_forward = heads * repeats, kv_heads * repeats, feed_forward * repeats
    layers = len(heads)
    trunk_layers = layers - predicting_layers
    recurrent = recurrent_layers(parameters, layers, trunk_layers, kv_heads, feed_forward)
    figures = _Figures(
        parameters,
        architecture,
        layers,
        trunk_layers,
        _is_mla(parameters),
        sliding_window(parameters, layers, trunk_layers, recurrent),
        recurrent,
        feed_forward,
    )
    why = _WHY_INEXACT.get(architecture, NO_WORDS) if architecture in ENGINE_ARCHITECTURES else _UNKNOWN
    return AttentionLayout(
        _layers(figures, heads, kv_heads),
        figures.window.tokens,
        figures.is_mla,
        can_flash=architecture != "grok",
        is_exact=not why,
        why=why,
    )


def _repeats(parameters: Hyperparameters, file_layers: int) -> int:
    """How often the layers of the file are run through, each time with a cache of its own."""
    if parameters.header.architecture != "nanbeige":
        return 1
    repeats = parameters.number("num_loops", 1)
    if not 0 < repeats * file_layers <= MAX_LAYERS:
        raise malformed(worded("it claims to run through its layers {count:,} times", count=repeats))
    return repeats


def _is_mla(parameters: Hyperparameters) -> bool:
    is_possible = parameters.header.architecture in _LATENT_ATTENTION
    return is_possible and all(
        parameters.number(name) for name in ("attention.key_length_mla", "attention.value_length_mla")
    )


def _layers(figures: _Figures, heads: tuple[int, ...], kv_heads: tuple[int, ...]) -> tuple[LayerAttention, ...]:
    parameters = figures.parameters
    key, value = _dimensions(parameters, heads[0])
    sliding_key = parameters.number("attention.key_length_swa", key)
    sliding_value = parameters.number("attention.value_length_swa", value)
    state = _state_numbers(figures, heads[0], key)
    cached = _cached_layers(figures)
    indexed = _indexed_layers(figures)
    indexer_width = _indexer_width(figures)
    layers = []
    for layer in range(figures.layers):
        slides = figures.window.layers[layer]
        value_dimension = sliding_value if slides else value
        # llama.cpp shapes the indexer's cache like a layer's own, whose sliding layers have dimensions of their own
        indexer_key = (sliding_key if slides else indexer_width) if indexed[layer] else 0
        has_values = indexed[layer] and not figures.is_mla and figures.architecture not in _INDEXERS_WITHOUT_VALUES
        layers.append(
            LayerAttention(
                layer,
                heads[layer],
                kv_heads[layer],
                sliding_key if slides else key,
                value_dimension,
                slides,
                figures.recurrent[layer],
                cached[layer],
                state.get(layer, 0),
                indexer_key,
                value_dimension if has_values else 0,
            )
        )
    if figures.architecture == "graniteswitch":
        # one more layer behind the last keeps which adapter each token uses
        layers.append(LayerAttention(figures.layers, 1, 1, key, value))
    return tuple(layers)


def _dimensions(parameters: Hyperparameters, first_heads: int) -> tuple[int, int]:
    """Dimension of keys and of values in layers without a window."""
    if first_heads:
        default = parameters.required("embedding_length") // first_heads
    elif parameters.header.architecture == "plamo2":
        default = 0  # plamo2 reads the lengths even where its first layer has no heads
    else:
        return 0, 0
    return parameters.number("attention.key_length", default), parameters.number("attention.value_length", default)


def _state_numbers(figures: _Figures, first_heads: int, key_dimension: int) -> dict[int, int]:
    """Numbers of the recurrent state by layer."""
    if figures.architecture == _COMPRESSED:
        # beside keys and values of all tokens this covers its compressors' states and the blocks of 256 that its
        # compressed caches round up to (`llama_kv_cache_dsv4`)
        return dict.fromkeys(range(figures.layers), 512 * key_dimension)
    if figures.architecture not in RECURRENT_ARCHITECTURES | HYBRID_ARCHITECTURES:
        return {}
    numbers = state_numbers(figures.parameters, first_heads, key_dimension)
    history = convolution_history_numbers(figures.parameters)
    needs_no_feed_forward = figures.architecture in NEMOTRON_HYBRIDS
    return {
        layer: numbers + history.get(layer, 0)
        for layer in range(figures.trunk_layers)
        if figures.recurrent[layer] and not (needs_no_feed_forward and figures.feed_forward[layer])
    }


def _cached_layers(figures: _Figures) -> Sequence[bool]:
    """For every layer whether `create_memory` gives it a KV cache."""
    architecture, layers, trunk = figures.architecture, figures.layers, figures.trunk_layers
    if architecture in _WITHOUT_MEMORY or architecture in RECURRENT_ARCHITECTURES:
        return (False,) * layers
    if architecture in (PARALLEL_HYBRID, _COMPRESSED, "minimax-m3", "hy_v4"):
        return (True,) * layers
    if architecture in HYBRID_ARCHITECTURES:
        return tuple(_hybrid_has_cache(figures, layer) for layer in range(layers))
    end = layers if trunk == 0 or architecture == "graniteswitch" else trunk
    if architecture == "gemma3n":
        end = min(end, _GEMMA3N_OWN_CACHE_LAYERS)
    if architecture == "gemma4":
        end = min(end, max(0, layers - figures.parameters.number("attention.shared_kv_layers")))
    return tuple(layer < end for layer in range(layers))


def _hybrid_has_cache(figures: _Figures, layer: int) -> bool:
    if figures.architecture in NEMOTRON_HYBRIDS:
        return not figures.recurrent[layer] and not figures.feed_forward[layer]
    if figures.architecture in FULL_ATTENTION_INTERVALS or figures.architecture == "glm5-next":
        return layer < figures.trunk_layers and not figures.recurrent[layer]
    return not figures.recurrent[layer]


def _indexer_width(figures: _Figures) -> int:
    width = figures.parameters.number("attention.indexer.key_length")
    is_pooled = figures.architecture == "glm5-next"  # it keeps key, gate and pooled key
    return width * _KEPT_OF_POOLED_INDEXER if is_pooled else width


def _indexed_layers(figures: _Figures) -> Sequence[bool]:
    """For every layer whether it keeps keys for choosing tokens (DeepSeek's and MiniMax' sparse attention)."""
    architecture, parameters, trunk = figures.architecture, figures.parameters, figures.trunk_layers
    first, attention_only, own = 0, False, (True,) * trunk
    if architecture == "minimax-m3":
        first, trunk, own = parameters.number("leading_dense_block_count"), figures.layers, (True,) * figures.layers
    elif architecture == "glm-dsa":
        own = _own_indexers(parameters, trunk, tuple(_has_glm_indexer(parameters, layer) for layer in range(trunk)))
    elif architecture == "glm5-next":
        attention_only, own = True, _own_indexers(parameters, trunk, own)
    elif architecture == "qwen4exp":
        attention_only = True
    elif architecture == "dots3note" or (architecture == "hy_v4" and parameters.number("attention.indexer.top_k")):
        own = _own_indexers(parameters, trunk, (False,) * trunk)
    elif architecture != "deepseek32":
        trunk = 0
    return tuple(
        first <= layer < trunk and own[layer] and not (attention_only and figures.recurrent[layer])
        for layer in range(figures.layers)
    )


def _own_indexers(parameters: Hyperparameters, trunk_layers: int, default: tuple[bool, ...]) -> tuple[bool, ...]:
    """For every layer whether it has an indexer of its own and does not share that of the layer before."""
    if not parameters.is_given("attention.indexer.types"):
        return default
    listed = parameters.layers_at_most("attention.indexer.types", trunk_layers)
    return listed if listed is not None else (bool(parameters.number("attention.indexer.types")),) * trunk_layers


def _has_glm_indexer(parameters: Hyperparameters, layer: int) -> bool:
    """GLM up to 5.1 has an indexer in every layer; from 5.2 in the first two and then in one of four."""
    if parameters.number("context_length") < _GLM_FIRST_CONTEXT_WITH_SHARED_INDEXERS:
        return True
    return layer < 2 or layer % 4 == 2
