"""Reads off a header what a decoder's graph depends on, for the architectures whose graph is known."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from quantchat.core.attention_layout import AttentionLayout, LayerAttention
from quantchat.core.decoder_families import DECODER_FAMILIES, UNROTATED_PERIOD, DecoderFamily, Rotation
from quantchat.core.gguf import GgufHeader
from quantchat.core.hyperparameters import Hyperparameters
from quantchat.core.layer_graph import DecoderShape, LayerShape

_BLOCK = re.compile(r"blk\.(\d+)\.(.+)")
_FIRST_ROUNDS = 2
_MAX_EXPERTS = 1024  # `LLAMA_MAX_EXPERTS`
_ROTARY_SECTIONS_ARCHITECTURE = "glm4"
_POSITIONS_WITH_SECTIONS = 4

Shapes = Mapping[str, tuple[int, ...]]


def decoder_shape(header: GgufHeader, layout: AttentionLayout) -> DecoderShape | None:
    """What the graph of a model depends on; None where its graph is not known.

    Only as many layers are kept as it takes until the peak no longer rises: every layer frees what it took, but where
    it took it from depends on the kinds of the layers before it.
    """
    family = DECODER_FAMILIES.get(header.architecture)
    blocks, others = _shapes(header)
    width = others.get("token_embd.weight", (0,))[0]
    vocabulary = _rows(others, "output.weight") or _rows(others, "token_embd.weight")
    if family is None or not width or not vocabulary:
        return None
    parameters = Hyperparameters(header)
    run = [layer for layer in layout.layers if layer.has_cache]
    layers = [_layer(parameters, attention, blocks.get(attention.layer, {})) for attention in run]
    known = [layer for layer in layers if layer is not None]
    if not known or len(known) < len(layers) or parameters.number("expert_group_count") > 1:
        return None
    has_sections = header.architecture == _ROTARY_SECTIONS_ARCHITECTURE and parameters.is_given(
        "rope.dimension_sections"
    )
    return DecoderShape(
        family,
        _kept(known, family),
        embedding_width=width,
        vocabulary=vocabulary,
        positions_per_token=_POSITIONS_WITH_SECTIONS if has_sections else 1,
        widest_value=layout.widest_value,
        has_attention_temperature=parameters.is_given("attention.temperature_scale"),
    )


def _shapes(header: GgufHeader) -> tuple[dict[int, dict[str, tuple[int, ...]]], dict[str, tuple[int, ...]]]:
    """Shapes of the tensors by layer and by name, and of those that belong to no layer."""
    blocks: dict[int, dict[str, tuple[int, ...]]] = {}
    others: dict[str, tuple[int, ...]] = {}
    for tensor in header.tensors:
        match = _BLOCK.fullmatch(tensor.name)
        if match:
            blocks.setdefault(int(match[1]), {})[match[2]] = tensor.shape
        else:
            others[tensor.name] = tensor.shape
    return blocks, others


def _layer(parameters: Hyperparameters, attention: LayerAttention, shapes: Shapes) -> LayerShape | None:
    """One layer; None where it has not the tensors that its family has."""
    choosing = "ffn_gate_inp.weight" in shapes
    joined = "ffn_gate_up_exps.weight" in shapes
    up_name = ("ffn_gate_up_exps" if joined else "ffn_up_exps") if choosing else "ffn_up"
    down_name = "ffn_down_exps" if choosing else "ffn_down"
    up_width, down_width = _rows(shapes, f"{up_name}.weight"), shapes.get(f"{down_name}.weight", (0,))[0]
    experts = _rows(shapes, "ffn_gate_inp.weight")
    used = parameters.number("expert_used_count") if choosing else 0
    has_attention = "attn_qkv.weight" in shapes or "attn_q.weight" in shapes
    if not has_attention or not up_width or not down_width or (choosing and not 0 < used <= experts <= _MAX_EXPERTS):
        return None
    weights_scale = parameters.header.metadata.get(f"{parameters.header.architecture}.expert_weights_scale", 0.0)
    return LayerShape(
        attention,
        has_fused_qkv="attn_qkv.weight" in shapes,
        has_query_norm="attn_q_norm.weight" in shapes,
        has_key_norm="attn_k_norm.weight" in shapes,
        has_feed_forward_norm="ffn_norm.weight" in shapes,
        up_width=up_width,
        down_width=down_width,
        has_gate=("ffn_gate_exps.weight" if choosing else "ffn_gate.weight") in shapes,
        experts=experts,
        experts_used=used,
        has_joined_experts=joined,
        scales_experts=choosing and weights_scale not in (0.0, 1.0),
        shared_width=_rows(shapes, "ffn_up_shexp.weight"),
        has_shared_gate="ffn_gate_inp_shexp.weight" in shapes,
    )


def _rows(shapes: Shapes, name: str) -> int:
    """Rows of a matrix; 0 if it is missing or none."""
    shape = shapes.get(name, ())
    return shape[1] if len(shape) > 1 else 0


def _kept(layers: Sequence[LayerShape], family: DecoderFamily) -> tuple[LayerShape, ...]:
    """The first two rounds of the pattern in which kinds of layers follow each other, and its last."""
    kinds = [_kind(layer, family) for layer in layers]
    period = next(length for length in range(1, len(layers) + 1) if kinds[length:] == kinds[: len(kinds) - length])
    return tuple(
        layer for index, layer in enumerate(layers) if index < _FIRST_ROUNDS * period or index >= len(layers) - period
    )


def _kind(layer: LayerShape, family: DecoderFamily) -> LayerShape:
    """A layer without its place, which matters only where it decides whether queries are rotated."""
    place = layer.attention.layer % UNROTATED_PERIOD if family.rotation is Rotation.THREE_OF_FOUR else 0
    return replace(layer, attention=replace(layer.attention, layer=place))
