"""How the decoders that QuantChat can compute exactly differ in the operations of a layer.

One entry an architecture, read off the graph constructors in llama.cpp's `src/models/*.cpp`. What a file shows by its
tensors (biases, norms of queries and keys, experts, gates) is not repeated here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

UNROTATED_PERIOD = 4
"""Under `Rotation.THREE_OF_FOUR`, the last layer of so many does not rotate (`n_no_rope_layer_step` of llama.cpp)."""


class Rotation(Enum):
    """Which layers rotate queries and keys by position."""

    ALL = "all"
    SLIDING = "sliding"
    THREE_OF_FOUR = "three_of_four"


@dataclass(frozen=True, slots=True)
class DecoderFamily:
    """The shape of a layer.

    Attributes:
        has_layer_norm: norms by mean and variance, whose results never take the place of their operand.
        has_input_norm: the layer's input is normed before attention.
        is_parallel: attention and feed-forward network both read the normed input, and their results are summed.
        norms_whole_width: queries and keys are normed before they are cut into heads.
        rotation: which layers rotate queries and keys.
        has_post_norms: the results of attention and of the feed-forward network are normed before they are added.
        weighs_experts_afresh: the weights of the chosen experts are made to sum to one.
        residual_comes_first: the sum at the end of a layer is written with the residual first, so that its memory is
            preferred for the result.
    """

    has_layer_norm: bool = False
    has_input_norm: bool = True
    is_parallel: bool = False
    norms_whole_width: bool = False
    rotation: Rotation = Rotation.ALL
    has_post_norms: bool = False
    weighs_experts_afresh: bool = True
    residual_comes_first: bool = False


_PLAIN = DecoderFamily()
_POST_NORMED = DecoderFamily(has_post_norms=True)

DECODER_FAMILIES: Mapping[str, DecoderFamily] = MappingProxyType(
    {
        "cohere2": DecoderFamily(has_layer_norm=True, is_parallel=True, rotation=Rotation.SLIDING),
        "command-r": DecoderFamily(has_layer_norm=True, is_parallel=True),
        "gemma": _PLAIN,
        "gemma2": _POST_NORMED,
        "gemma3": _POST_NORMED,
        "glm4": _POST_NORMED,
        "granite": _PLAIN,
        "granitemoe": _PLAIN,
        "llama": _PLAIN,
        "mistral3": _PLAIN,
        "olmo2": DecoderFamily(has_input_norm=False, norms_whole_width=True, has_post_norms=True),
        "olmoe": DecoderFamily(norms_whole_width=True, weighs_experts_afresh=False),
        "phi3": DecoderFamily(residual_comes_first=True),
        "qwen2": _PLAIN,
        "qwen2moe": DecoderFamily(weighs_experts_afresh=False),
        "qwen3": _PLAIN,
        "qwen3moe": _PLAIN,
        "smollm3": DecoderFamily(rotation=Rotation.THREE_OF_FOUR),
        "stablelm": DecoderFamily(has_layer_norm=True),
        "starcoder2": DecoderFamily(has_layer_norm=True),
    }
)
