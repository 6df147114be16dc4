"""Which layers of a model keep a recurrent state instead of a KV cache, and how large it is.

The state is one row of float32 numbers a layer and sequence, whatever the context length. Facts from
`llm_arch_is_recurrent`, `llm_arch_is_hybrid`, `load_arch_hparams` of each architecture, and from `n_embd_r`, `n_embd_s`
and `ple_conv_state` in llama.cpp's `src/llama-hparams.cpp`.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from quantchat.core.bounded_reader import malformed
from quantchat.core.hyperparameters import Hyperparameters
from quantchat.wording import worded

RECURRENT_ARCHITECTURES = frozenset({"mamba", "mamba2", "rwkv6", "rwkv6qwen2", "rwkv7", "arwkv7"})
"""Those without any attention."""

WITHOUT_KV_HEADS_RECURRENT = frozenset(
    {
        "bailingmoe3",
        "glm5-next",
        "granitehybrid",
        "jamba",
        "kimi-k3",
        "kimi-linear",
        "lfm2",
        "lfm2moe",
        "plamo2",
    }
)
"""Hybrids whose recurrent layers are those with 0 heads of keys and values."""

FULL_ATTENTION_INTERVALS: Mapping[str, int] = MappingProxyType(
    {"minimax-01": 8, "qwen35": 4, "qwen35moe": 4, "qwen3next": 4, "qwen4exp": 4}
)
"""Hybrids in which one layer of so many is an attention layer, where the file says nothing else."""

NEMOTRON_HYBRIDS = frozenset({"nemotron_h", "nemotron_h_moe"})
"""Hybrids whose layers are attention, recurrence or feed-forward, one of the three."""

PARALLEL_HYBRID = "falcon-h1"
"""Every layer has both attention and recurrence."""

HYBRID_ARCHITECTURES = (
    WITHOUT_KV_HEADS_RECURRENT | frozenset(FULL_ATTENTION_INTERVALS) | NEMOTRON_HYBRIDS | {PARALLEL_HYBRID}
)
"""All with recurrent layers beside attention layers."""

_RWKV = frozenset({"rwkv6", "rwkv6qwen2", "rwkv7", "arwkv7"})
_SHORT_CONVOLUTION = frozenset({"lfm2", "lfm2moe"})
_DELTA_ATTENTION = frozenset({"bailingmoe3", "glm5-next", "kimi-k3", "kimi-linear"})
_WITHOUT_GROUPS = frozenset({"mamba", "jamba"})


def recurrent_layers(
    parameters: Hyperparameters, layers: int, trunk_layers: int, kv_heads: Sequence[int], feed_forward: Sequence[int]
) -> tuple[bool, ...]:
    """For every layer whether llama.cpp takes it for a recurrent one.

    Raises:
        KnownError: the file contradicts itself.
    """
    architecture = parameters.header.architecture
    if architecture in RECURRENT_ARCHITECTURES or architecture == PARALLEL_HYBRID:
        return (True,) * layers
    if architecture in FULL_ATTENTION_INTERVALS:
        return _by_interval(parameters, FULL_ATTENTION_INTERVALS[architecture], layers, trunk_layers)
    if architecture in NEMOTRON_HYBRIDS:
        heads_and_width = enumerate(zip(kv_heads, feed_forward, strict=True))
        return tuple(layer < trunk_layers and not heads and not width for layer, (heads, width) in heads_and_width)
    if architecture in WITHOUT_KV_HEADS_RECURRENT:
        return tuple(layer < trunk_layers and not heads for layer, heads in enumerate(kv_heads))
    return (False,) * layers


def state_numbers(parameters: Hyperparameters, heads: int, key_dimension: int) -> int:
    """Float32 numbers in the state of one recurrent layer; `heads` are those of the first layer.

    Raises:
        KnownError: a figure is of the wrong kind.
    """
    architecture = parameters.header.architecture
    embedding = parameters.number("embedding_length")
    if architecture in _RWKV:
        return embedding * (parameters.number("token_shift_count", 2) + parameters.number("wkv.head_size"))
    if architecture in _SHORT_CONVOLUTION:
        return embedding * max(0, parameters.number("shortconv.l_cache") - 1)
    if architecture in _DELTA_ATTENTION:
        head_dimension = parameters.number("kda.head_dim")
        kept = parameters.number("ssm.conv_kernel", 4) or 4
        return heads * head_dimension * (3 * (kept - 1) + head_dimension)
    if architecture == "minimax-01":
        return key_dimension * key_dimension * heads
    return _state_space_numbers(parameters)


def convolution_history_numbers(parameters: Hyperparameters) -> Mapping[int, int]:
    """Float32 numbers beside the state by layer: the history of qwen4exp's n-gram embeddings.

    Raises:
        KnownError: a figure is of the wrong kind.
    """
    layers = parameters.array("ple.layers") if parameters.header.architecture == "qwen4exp" else None
    rows = max(0, parameters.number("ple.conv_kernel") - 1) * parameters.number("ple.ngram_size")
    width = parameters.number("hyper_connection.count") * parameters.number("embedding_length")
    return dict.fromkeys(layers or (), rows * width)


def _by_interval(parameters: Hyperparameters, interval: int, layers: int, trunk_layers: int) -> tuple[bool, ...]:
    if parameters.is_given("attention.recurrent_layers"):
        return tuple(bool(number) for number in parameters.per_layer("attention.recurrent_layers", layers))
    interval = parameters.number("full_attention_interval", interval)
    if not interval:
        raise malformed(worded("it claims an attention layer every 0 layers"))
    return tuple(layer < trunk_layers and (layer + 1) % interval != 0 for layer in range(layers))


def _state_space_numbers(parameters: Hyperparameters) -> int:
    """Mamba's convolution and state rows; the gated delta nets of Qwen use the same two."""
    groups = 0 if parameters.header.architecture in _WITHOUT_GROUPS else parameters.number("ssm.group_count")
    inner = parameters.number("ssm.inner_size")
    state = parameters.number("ssm.state_size")
    kept = max(0, parameters.number("ssm.conv_kernel") - 1)
    return kept * (inner + 2 * groups * state) + state * inner
