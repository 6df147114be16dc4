"""How the model architectures differ in the tensors they have, as a table.

Each row was read from `src/models/<architecture>.cpp` and `conversion/` of llama-cpp-python 0.3.36; a test lets
llama.cpp load a model of every row. Architectures with layers of several kinds (hybrid, recurrent, MLA) are not here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType


class Tying(Enum):
    """Whether the token embedding is the output layer too."""

    EITHER = auto()
    ALWAYS = auto()
    NEVER = auto()


class FeedForward(Enum):
    """The dense feed-forward part of a layer: up and down, with a gate of its own, inside up, or without."""

    GATED = auto()
    FUSED_GATE = auto()
    PLAIN = auto()


class HeadNorms(Enum):
    """Norms of queries and keys: none, one for every head, one over all heads, or one each."""

    NONE = auto()
    SHARED = auto()
    WHOLE = auto()
    EACH_IN_LARGE_MODELS = auto()


class Experts(Enum):
    """Whether a layer may have experts, and how wide they are where that is not said: all, or a share of the dense."""

    NONE = auto()
    FULL_WIDTH = auto()
    OWN_WIDTH = auto()


BEFORE = ("attn_norm", "ffn_norm")
AFTER = ("post_attention_norm", "post_ffw_norm")


@dataclass(frozen=True, slots=True)
class ArchitectureShape:
    """Which tensors an architecture has, apart from those that all have.

    Attributes:
        tying: of the output layer.
        norms: of each layer, by name.
        norm_bias: whether norms have biases.
        head_norms: of queries and keys.
        fused_qkv: queries, keys and values are one tensor.
        qkv_bias: they usually have biases.
        output_bias: the attention's output has one.
        has_sinks: attention sinks, one number a head.
        has_output_norm: a norm in front of the output layer, with weights.
        feed_forward: the dense feed-forward part.
        feed_forward_bias: it, or the experts and their router, have biases.
        experts: whether there may be any.
        needs_shared_expert: each layer has an expert that every token takes, with a gate.
        expert_type: tensor type in which the experts are published.
        may_have_rope_factors: whether the loader takes factors for stretched positions.
    """

    tying: Tying = Tying.EITHER
    norms: tuple[str, ...] = BEFORE
    norm_bias: bool = False
    head_norms: HeadNorms = HeadNorms.NONE
    fused_qkv: bool = False
    qkv_bias: bool = False
    output_bias: bool = False
    has_sinks: bool = False
    has_output_norm: bool = True
    feed_forward: FeedForward = FeedForward.GATED
    feed_forward_bias: bool = False
    experts: Experts = Experts.NONE
    needs_shared_expert: bool = False
    expert_type: str = "F16"
    may_have_rope_factors: bool = False


_LLAMA = ArchitectureShape(experts=Experts.FULL_WIDTH, may_have_rope_factors=True)
_QWEN2 = ArchitectureShape(qkv_bias=True)
_QWEN3 = ArchitectureShape(head_norms=HeadNorms.SHARED)
_QWEN3_MOE = ArchitectureShape(head_norms=HeadNorms.SHARED, experts=Experts.OWN_WIDTH)

ARCHITECTURE_SHAPES: Mapping[str, ArchitectureShape] = MappingProxyType(
    {
        "llama": _LLAMA,
        "mistral3": _LLAMA,
        "granite": _LLAMA,
        "granitemoe": _LLAMA,
        "smollm3": ArchitectureShape(),
        "ernie4_5": ArchitectureShape(),
        "exaone": ArchitectureShape(may_have_rope_factors=True),
        "internlm2": ArchitectureShape(tying=Tying.NEVER),
        "qwen2": _QWEN2,
        "qwen2vl": _QWEN2,
        "qwen3": _QWEN3,
        "qwen3vl": _QWEN3,
        "qwen2moe": ArchitectureShape(
            tying=Tying.NEVER, qkv_bias=True, experts=Experts.OWN_WIDTH, needs_shared_expert=True
        ),
        "qwen3moe": _QWEN3_MOE,
        "qwen3vlmoe": _QWEN3_MOE,
        "gemma": ArchitectureShape(tying=Tying.ALWAYS),
        "gemma2": ArchitectureShape(tying=Tying.ALWAYS, norms=BEFORE + AFTER),
        "gemma3": ArchitectureShape(norms=BEFORE + AFTER, head_norms=HeadNorms.SHARED),
        "phi3": ArchitectureShape(fused_qkv=True, feed_forward=FeedForward.FUSED_GATE, may_have_rope_factors=True),
        "command-r": ArchitectureShape(
            tying=Tying.ALWAYS, norms=("attn_norm",), head_norms=HeadNorms.EACH_IN_LARGE_MODELS
        ),
        "cohere2": ArchitectureShape(tying=Tying.ALWAYS, norms=("attn_norm",)),
        "olmo": ArchitectureShape(norms=(), has_output_norm=False),
        "olmo2": ArchitectureShape(tying=Tying.NEVER, norms=AFTER, head_norms=HeadNorms.WHOLE),
        "olmoe": ArchitectureShape(tying=Tying.NEVER, head_norms=HeadNorms.WHOLE, experts=Experts.FULL_WIDTH),
        "exaone4": ArchitectureShape(norms=AFTER, head_norms=HeadNorms.SHARED, may_have_rope_factors=True),
        "seed_oss": ArchitectureShape(norms=("attn_norm", "post_attention_norm"), qkv_bias=True),
        # GLM-4 9B has the biases, 32B has not: 0.002 % of its bytes.
        "glm4": ArchitectureShape(norms=BEFORE + AFTER, feed_forward=FeedForward.FUSED_GATE, qkv_bias=True),
        "gpt-oss": ArchitectureShape(
            tying=Tying.NEVER,
            norms=("attn_norm", "post_attention_norm"),
            qkv_bias=True,
            output_bias=True,
            has_sinks=True,
            feed_forward_bias=True,
            experts=Experts.OWN_WIDTH,
            expert_type="MXFP4",
        ),
        "starcoder2": ArchitectureShape(
            norm_bias=True, qkv_bias=True, output_bias=True, feed_forward=FeedForward.PLAIN, feed_forward_bias=True
        ),
        "stablelm": ArchitectureShape(tying=Tying.NEVER, norm_bias=True, head_norms=HeadNorms.EACH_IN_LARGE_MODELS),
    }
)
"""The architectures whose tensors are known from their hyperparameters."""
