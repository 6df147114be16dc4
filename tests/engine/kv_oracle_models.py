"""Small models of many architectures, as headers without weights that llama.cpp accepts.

Names and shapes of the tensors follow `load_arch_tensors` of each architecture in llama.cpp's `src/models/*.cpp`.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from quantchat.core.gguf import GgufHeader, TensorInfo
from quantchat.core.gguf_metadata import MetadataValue

WIDTH = 256
FEED_FORWARD = 128
VOCABULARY = 512
HEADS = 8
KV_HEADS = 2
EXPERTS = 4
EXPERT_WIDTH = 32
TRAINED_CONTEXT = 65536

_F32 = 0
_ALIGNMENT = 32

Shape = tuple[int, ...]
Parameters = Mapping[str, MetadataValue]
Tensors = Iterator[tuple[str, Shape]]
LayerTensors = Callable[[int], Tensors]

SHARED: Parameters = MappingProxyType(
    {
        "context_length": TRAINED_CONTEXT,
        "embedding_length": WIDTH,
        "feed_forward_length": FEED_FORWARD,
        "vocab_size": VOCABULARY,
        "attention.layer_norm_epsilon": 1e-5,
        "attention.layer_norm_rms_epsilon": 1e-5,
    }
)
ATTENTION: Parameters = MappingProxyType({"attention.head_count": HEADS, "attention.head_count_kv": KV_HEADS})
WIDE_HEADS: Parameters = MappingProxyType({"attention.key_length": 64, "attention.value_length": 64})
MIXTURE: Parameters = MappingProxyType(
    {
        "expert_count": EXPERTS,
        "expert_used_count": 2,
        "expert_feed_forward_length": EXPERT_WIDTH,
        "expert_shared_count": 1,
        "expert_gating_func": 2,
        "leading_dense_block_count": 1,
    }
)
STATE_SPACE: Parameters = MappingProxyType(
    {
        "ssm.conv_kernel": 4,
        "ssm.inner_size": 2 * WIDTH,
        "ssm.state_size": 64,
        "ssm.time_step_rank": 8,
        "ssm.group_count": 2,
    }
)


def model_header(architecture: str, parameters: Parameters, tensors: Tensors) -> GgufHeader:
    """A header with these tensors, one behind the other, all F32."""
    metadata: dict[str, MetadataValue] = {"general.architecture": architecture}
    metadata |= {f"{architecture}.{name}": value for name, value in parameters.items()}
    infos = []
    offset = 0
    for name, shape in tensors:
        size_bytes = 4 * math.prod(shape)
        infos.append(TensorInfo(name, shape, _F32, offset, size_bytes))
        offset += size_bytes + -size_bytes % _ALIGNMENT
    return GgufHeader(3, MappingProxyType(metadata), tuple(infos), _ALIGNMENT, 0, offset)


def dense(
    architecture: str,
    layers: int,
    parts: Sequence[LayerTensors],
    parameters: Parameters,
    ends: Mapping[str, Shape] | None = None,
) -> GgufHeader:
    """A model whose layers are put together from `parts`; `ends` are its tensors that belong to no layer."""
    values = {**SHARED, "block_count": layers, **parameters}
    extra = {"output_norm.weight": (WIDTH,)} if ends is None else ends

    def tensors() -> Tensors:
        yield "token_embd.weight", (WIDTH, VOCABULARY)
        yield from extra.items()
        for layer in range(layers):
            for part in parts:
                yield from ((f"blk.{layer}.{name}", shape) for name, shape in part(layer))

    return model_header(architecture, values, tensors())


def vectors(*names: str, width: int = WIDTH) -> LayerTensors:
    """Norms and other tensors of one dimension."""
    return lambda _: iter(
        [(name if "." in name or name.startswith("ssm_") else f"{name}.weight", (width,)) for name in names]
    )


def attention(head: int = WIDTH // HEADS, kv_heads: int = KV_HEADS, query_parts: int = 1) -> LayerTensors:
    """Attention with separate queries, keys and values."""
    return lambda _: iter(
        [
            ("attn_q.weight", (WIDTH, query_parts * HEADS * head)),
            ("attn_k.weight", (WIDTH, kv_heads * head)),
            ("attn_v.weight", (WIDTH, kv_heads * head)),
            ("attn_output.weight", (HEADS * head, WIDTH)),
        ]
    )


def feed_forward(gated: bool = True) -> LayerTensors:
    """A dense feed-forward part."""
    names = ("ffn_gate", "ffn_up") if gated else ("ffn_up",)
    return lambda _: iter(
        [(f"{name}.weight", (WIDTH, FEED_FORWARD)) for name in names] + [("ffn_down.weight", (FEED_FORWARD, WIDTH))]
    )


def experts(width: int = EXPERT_WIDTH, *, shared: bool = False) -> LayerTensors:
    """A mixture of experts."""
    tensors: list[tuple[str, Shape]] = [
        ("ffn_gate_inp.weight", (WIDTH, EXPERTS)),
        ("ffn_gate_exps.weight", (WIDTH, width, EXPERTS)),
        ("ffn_up_exps.weight", (WIDTH, width, EXPERTS)),
        ("ffn_down_exps.weight", (width, WIDTH, EXPERTS)),
    ]
    if shared:
        tensors += [
            ("ffn_gate_shexp.weight", (WIDTH, width)),
            ("ffn_up_shexp.weight", (WIDTH, width)),
            ("ffn_down_shexp.weight", (width, WIDTH)),
        ]
    return lambda _: iter(tensors)


def only(condition: Callable[[int], bool], *parts: LayerTensors) -> LayerTensors:
    """Parts that only some layers have."""

    def tensors(layer: int) -> Tensors:
        if condition(layer):
            for part in parts:
                yield from part(layer)

    return tensors


def first_dense_then_experts(*, is_biased: bool = True) -> tuple[LayerTensors, LayerTensors]:
    """One dense layer, then experts, usually with a choosing bias."""
    bias = vectors(*(("exp_probs_b.bias",) if is_biased else ()), width=EXPERTS)
    return only(lambda layer: layer < 1, feed_forward()), only(lambda layer: layer >= 1, experts(shared=True), bias)


def shaped(**shapes: Shape) -> LayerTensors:
    """Tensors by name, with "__" for "."; a name without an ending gets ".weight", one that ends so gets none."""
    named = [(_ended(name), shape) for name, shape in shapes.items()]
    return lambda _: iter(named)


def _ended(name: str) -> str:
    return name.removesuffix("__").replace("__", ".") if "__" in name else f"{name}.weight"


def state_space(inner: int = 2 * WIDTH, state: int = 64, groups: int = 2, heads: int = 8) -> LayerTensors:
    """Mamba-2."""
    convolved = inner + 2 * groups * state
    return shaped(
        ssm_in=(WIDTH, inner + convolved + heads),
        ssm_conv1d=(4, convolved),
        ssm_conv1d__bias=(convolved,),
        ssm_dt__bias=(heads,),
        ssm_a__=(1, heads),
        ssm_d__=(1, heads),
        ssm_norm=(inner // groups, groups),
        ssm_out=(inner, WIDTH),
    )


def latent_attention(rope: int = 32, rank: int = 64, key: int = 64, value: int = 32) -> LayerTensors:
    """Multi-head latent attention with absorbed projections."""
    return shaped(
        attn_q_a_norm=(64,),
        attn_kv_a_norm=(rank,),
        attn_q_a=(WIDTH, 64),
        attn_q_b=(64, HEADS * key),
        attn_kv_a_mqa=(WIDTH, rank + rope),
        attn_k_b=(key - rope, rank, HEADS),
        attn_v_b=(rank, value, HEADS),
        attn_output=(HEADS * value, WIDTH),
    )


UNTIED: Mapping[str, Shape] = MappingProxyType({"output_norm.weight": (WIDTH,), "output.weight": (WIDTH, VOCABULARY)})

LATENT: Parameters = MappingProxyType(
    {
        "attention.head_count": HEADS,
        "attention.head_count_kv": 1,
        "attention.q_lora_rank": 64,
        "attention.kv_lora_rank": 64,
        "attention.key_length": 96,
        "attention.value_length": 64,
        "attention.key_length_mla": 64,
        "attention.value_length_mla": 32,
        "rope.dimension_count": 32,
    }
)


def _llama() -> GgufHeader:
    return dense("llama", 3, (vectors("attn_norm", "ffn_norm"), attention(), feed_forward()), {**ATTENTION})


def _qwen2() -> GgufHeader:
    biases = shaped(attn_q__bias=(WIDTH,), attn_k__bias=(64,), attn_v__bias=(64,))
    return dense("qwen2", 3, (vectors("attn_norm", "ffn_norm"), attention(), biases, feed_forward()), {**ATTENTION})


def _qwen3() -> GgufHeader:
    norms = vectors("attn_q_norm", "attn_k_norm", width=64)
    parts = (vectors("attn_norm", "ffn_norm"), attention(64), norms, feed_forward())
    return dense("qwen3", 3, parts, {**ATTENTION, **WIDE_HEADS})


def _qwen3moe() -> GgufHeader:
    norms = vectors("attn_q_norm", "attn_k_norm", width=64)
    parts = (vectors("attn_norm", "ffn_norm"), attention(64), norms, experts())
    return dense("qwen3moe", 3, parts, {**ATTENTION, **WIDE_HEADS, **MIXTURE})


def _gemma(architecture: str, layers: int, *more: LayerTensors, parameters: Parameters) -> GgufHeader:
    norms = vectors("attn_norm", "post_attention_norm", "ffn_norm", "post_ffw_norm")
    return dense(
        architecture, layers, (norms, attention(64), feed_forward(), *more), {**ATTENTION, **WIDE_HEADS, **parameters}
    )


def _gemma2() -> GgufHeader:
    return _gemma("gemma2", 5, parameters={"attention.sliding_window": 1024})


def _gemma3() -> GgufHeader:
    norms = vectors("attn_q_norm", "attn_k_norm", width=64)
    return _gemma("gemma3", 8, norms, parameters={"attention.sliding_window": 512})


def _gemma3n() -> GgufHeader:
    layers, streams, side = 25, 4, 256
    ends: dict[str, Shape] = {
        "output_norm.weight": (WIDTH,),
        "altup_proj.weight": (WIDTH, WIDTH, streams - 1),
        "altup_unembd_proj.weight": (WIDTH, WIDTH, streams - 1),
        "per_layer_token_embd.weight": (side * layers, VOCABULARY),
        "per_layer_model_proj.weight": (WIDTH, side * layers),
        "per_layer_proj_norm.weight": (side,),
    }
    more = shaped(
        attn_q_norm=(64,),
        attn_k_norm=(64,),
        inp_gate=(WIDTH, side),
        proj=(side, WIDTH),
        post_norm=(WIDTH,),
        altup_correct_coef=(streams, streams),
        altup_correct_scale=(WIDTH,),
        altup_predict_coef=(streams, streams * streams),
        altup_router=(WIDTH, streams),
        altup_router_norm=(WIDTH,),
        laurel_l=(WIDTH, 64),
        laurel_r=(64, WIDTH),
        laurel_post_norm=(WIDTH,),
    )
    norms = vectors("attn_norm", "post_attention_norm", "ffn_norm", "post_ffw_norm")
    parts = (norms, attention(64), feed_forward(), more)
    return dense("gemma3n", layers, parts, {"attention.sliding_window": 512, **ATTENTION, **WIDE_HEADS}, ends=ends)


def _gemma4() -> GgufHeader:
    slides = (True, True, False, True, True, False, True, False)
    kv_heads = tuple(KV_HEADS if sliding else 1 for sliding in slides)

    def layer_attention(layer: int) -> Tensors:
        head = 32 if slides[layer] else 64
        yield from attention(head, kv_heads[layer])(layer)
        yield from vectors("attn_q_norm", "attn_k_norm", width=head)(layer)

    norms = vectors("attn_norm", "post_attention_norm", "ffn_norm", "post_ffw_norm")
    return dense(
        "gemma4",
        len(slides),
        (norms, layer_attention, feed_forward()),
        {
            **WIDE_HEADS,
            "attention.head_count": HEADS,
            "attention.head_count_kv": kv_heads,
            "attention.key_length_swa": 32,
            "attention.value_length_swa": 32,
            "attention.sliding_window": 512,
            "attention.sliding_window_pattern": slides,
            "attention.shared_kv_layers": 2,
            "embedding_length_per_layer_input": 0,
        },
        ends={"output_norm.weight": (WIDTH,), "rope_freqs.weight": (32,)},
    )


def _phi3() -> GgufHeader:
    parts = shaped(
        attn_qkv=(WIDTH, WIDTH + 128), attn_output=(WIDTH, WIDTH), ffn_up=(WIDTH, 256), ffn_down=(128, WIDTH)
    )
    return dense("phi3", 3, (vectors("attn_norm", "ffn_norm"), parts), {"attention.sliding_window": 512, **ATTENTION})


def _deepseek2() -> GgufHeader:
    norms = vectors("attn_norm", "ffn_norm")
    return dense("deepseek2", 3, (norms, latent_attention(), *first_dense_then_experts()), {**LATENT, **MIXTURE})


def _deepseek32() -> GgufHeader:
    indexer = shaped(
        indexer__k_norm__weight=(128,),
        indexer__k_norm__bias=(128,),
        indexer__proj__weight=(WIDTH, 4),
        indexer__attn_k__weight=(WIDTH, 128),
        indexer__attn_q_b__weight=(64, 4 * 128),
    )
    parameters = {"indexer.head_count": 4, "indexer.key_length": 128, "indexer.top_k": 64}
    return dense(
        "deepseek32",
        4,
        (vectors("attn_norm", "ffn_norm"), latent_attention(), indexer, *first_dense_then_experts()),
        {
            **LATENT,
            **MIXTURE,
            **{f"attention.{name}": value for name, value in parameters.items()},
            "nextn_predict_layers": 1,
        },
    )


def _glm4moe() -> GgufHeader:
    norms = vectors("attn_norm", "post_attention_norm")
    parts = (norms, attention(), *first_dense_then_experts())
    return dense("glm4moe", 4, parts, {**ATTENTION, **MIXTURE, "nextn_predict_layers": 1})


def _minimax_m3() -> GgufHeader:
    indexer = shaped(
        indexer__q_proj__weight=(WIDTH, 2 * 96),
        indexer__k_proj__weight=(WIDTH, 96),
        indexer__q_norm__weight=(96,),
        indexer__k_norm__weight=(96,),
    )
    names = ("head_count", "key_length", "top_k", "block_size", "local_blocks")
    indexing = {f"attention.indexer.{name}": value for name, value in zip(names, (2, 96, 4, 64, 1), strict=True)}
    return dense(
        "minimax-m3",
        3,
        (
            vectors("attn_norm", "ffn_norm"),
            attention(64),
            vectors("attn_q_norm", "attn_k_norm", width=64),
            *first_dense_then_experts(),
            only(lambda layer: layer >= 1, indexer),
        ),
        {**ATTENTION, **WIDE_HEADS, **MIXTURE, **indexing},
        ends=UNTIED,
    )


def _gpt_oss() -> GgufHeader:
    biases = shaped(
        attn_sinks=(HEADS,),
        attn_output__bias=(WIDTH,),
        ffn_gate_inp__bias=(EXPERTS,),
        ffn_gate_exps__bias=(EXPERT_WIDTH, EXPERTS),
        ffn_up_exps__bias=(EXPERT_WIDTH, EXPERTS),
        ffn_down_exps__bias=(WIDTH, EXPERTS),
    )
    parts = (vectors("attn_norm", "post_attention_norm"), attention(64), biases, experts())
    return dense(
        "gpt-oss", 5, parts, {**ATTENTION, **WIDE_HEADS, **MIXTURE, "attention.sliding_window": 128}, ends=UNTIED
    )


def _llama4() -> GgufHeader:
    return dense(
        "llama4",
        5,
        (vectors("attn_norm", "ffn_norm"), attention(), experts(shared=True)),
        {**ATTENTION, **MIXTURE, "interleave_moe_layer_step": 1},
    )


def _cohere2() -> GgufHeader:
    parts = (vectors("attn_norm"), attention(), feed_forward())
    return dense("cohere2", 6, parts, {**ATTENTION, "attention.sliding_window": 1024, "logit_scale": 0.25})


def _command_r() -> GgufHeader:
    return dense("command-r", 3, (vectors("attn_norm"), attention(), feed_forward()), {**ATTENTION})


def _olmo2() -> GgufHeader:
    """Full heads of keys and values, a window, and a dense layer that the file lists."""
    norms = vectors("attn_q_norm", "attn_k_norm", "post_attention_norm", "post_ffw_norm")
    return dense(
        "olmo2",
        5,
        (norms, attention(kv_heads=HEADS), feed_forward()),
        {
            "attention.head_count": HEADS,
            "attention.sliding_window": 300,
            "attention.sliding_window_pattern": (True, False, True, True, False),
        },
        ends=UNTIED,
    )


_HYBRID_KV_HEADS = (0, 0, KV_HEADS, 0, KV_HEADS)


def _attends(layer: int) -> bool:
    return _HYBRID_KV_HEADS[layer] > 0


def _recurs(layer: int) -> bool:
    return not _attends(layer)


_HYBRID: Parameters = MappingProxyType({"attention.head_count": HEADS, "attention.head_count_kv": _HYBRID_KV_HEADS})


def _granitehybrid() -> GgufHeader:
    parts = (
        vectors("attn_norm", "ffn_norm"),
        only(_recurs, state_space()),
        only(_attends, attention()),
        feed_forward(),
    )
    return dense("granitehybrid", 5, parts, {**_HYBRID, **STATE_SPACE})


def _jamba() -> GgufHeader:
    inner, state, rank = 2 * WIDTH, 64, 8
    mamba = shaped(
        ssm_in=(WIDTH, 2 * inner),
        ssm_conv1d=(4, inner),
        ssm_conv1d__bias=(inner,),
        ssm_x=(inner, rank + 2 * state),
        ssm_dt_norm=(rank,),
        ssm_dt=(rank, inner),
        ssm_dt__bias=(inner,),
        ssm_b_norm=(state,),
        ssm_c_norm=(state,),
        ssm_a__=(state, inner),
        ssm_d__=(inner,),
        ssm_out=(inner, WIDTH),
    )
    parts = (vectors("attn_norm", "ffn_norm"), only(_recurs, mamba), only(_attends, attention()), feed_forward())
    return dense("jamba", 5, parts, {**_HYBRID, **STATE_SPACE})


def _lfm2(window: int = 0) -> GgufHeader:
    short = shaped(
        shortconv__conv__weight=(3, WIDTH),
        shortconv__in_proj__weight=(WIDTH, 3 * WIDTH),
        shortconv__out_proj__weight=(WIDTH, WIDTH),
    )
    norms = vectors("attn_q_norm", "attn_k_norm", width=WIDTH // HEADS)
    parts = (vectors("attn_norm", "ffn_norm"), only(_recurs, short), only(_attends, attention(), norms), feed_forward())
    ends: dict[str, Shape] = {"token_embd_norm.weight": (WIDTH,)}
    return dense("lfm2", 5, parts, {**_HYBRID, "shortconv.l_cache": 3, "attention.sliding_window": window}, ends=ends)


def _falcon_h1() -> GgufHeader:
    parts = (vectors("attn_norm"), shaped(ffn_norm__=(WIDTH,)), state_space(), attention(), feed_forward())
    return dense("falcon-h1", 3, parts, {**ATTENTION, **STATE_SPACE})


def _nemotron_h() -> GgufHeader:
    """Layers in turn: recurrence, feed-forward, attention."""
    parts = (
        only(lambda layer: layer % 3 == 0, state_space()),
        only(lambda layer: layer % 3 == 1, feed_forward(gated=False)),
        only(lambda layer: layer % 3 == 2, attention()),
    )
    return dense(
        "nemotron_h",
        5,
        (vectors("attn_norm"), *parts),
        {
            **STATE_SPACE,
            "attention.head_count": HEADS,
            "attention.head_count_kv": (0, 0, KV_HEADS, 0, 0),
            "feed_forward_length": (0, FEED_FORWARD, 0, 0, FEED_FORWARD),
        },
    )


def _qwen_hybrid(architecture: str, *more: LayerTensors, parameters: Parameters) -> GgufHeader:
    key, value = 64 * 2, 64 * 8
    linear = shaped(
        attn_qkv=(WIDTH, 2 * key + value),
        attn_gate=(WIDTH, value),
        ssm_conv1d=(4, 2 * key + value),
        ssm_dt__bias=(8,),
        ssm_a__=(8,),
        ssm_norm=(64,),
        ssm_out=(value, WIDTH),
    )
    full = (attention(64, query_parts=2), vectors("attn_q_norm", "attn_k_norm", width=64))
    norms = vectors("attn_norm", "post_attention_norm")
    parts = (norms, only(_is_linear, linear), only(lambda layer: not _is_linear(layer), *full), *more)
    return dense(architecture, 6, parts, {**ATTENTION, **WIDE_HEADS, **STATE_SPACE, **parameters})


def _is_linear(layer: int) -> bool:
    """Layers 3 and 5 attend; 5 predicts further tokens in qwen35 and attends in qwen3next by its list."""
    return layer not in (3, 5)


def _qwen3next() -> GgufHeader:
    more = (only(_is_linear, shaped(ssm_ba=(WIDTH, 16))), experts(shared=True), vectors("ffn_gate_inp_shexp"))
    return _qwen_hybrid(
        "qwen3next",
        *more,
        parameters={
            **MIXTURE,
            "expert_shared_feed_forward_length": EXPERT_WIDTH,
            "attention.recurrent_layers": (True, True, True, False, True, False),
        },
    )


def _qwen35() -> GgufHeader:
    ratio = only(_is_linear, shaped(ssm_beta=(WIDTH, 8), ssm_alpha=(WIDTH, 8)))
    next_token = only(
        lambda layer: layer == 5,
        shaped(nextn__eh_proj__weight=(2 * WIDTH, WIDTH), nextn__enorm__weight=(WIDTH,), nextn__hnorm__weight=(WIDTH,)),
    )
    return _qwen_hybrid(
        "qwen35",
        ratio,
        feed_forward(),
        next_token,
        parameters={"nextn_predict_layers": 1, "rope.dimension_sections": (16, 8, 8, 0)},
    )


def _kimi_linear() -> GgufHeader:
    width = HEADS * 32
    delta = shaped(
        ssm_conv1d_q=(4, 1, width),
        ssm_conv1d_k=(4, 1, width),
        ssm_conv1d_v=(4, 1, width),
        attn_q=(WIDTH, width),
        attn_k=(WIDTH, width),
        attn_v=(WIDTH, width),
        ssm_f_a=(WIDTH, 32),
        ssm_f_b=(32, width),
        ssm_beta=(WIDTH, HEADS),
        ssm_a__=(1, HEADS),
        ssm_dt__bias=(width,),
        ssm_g_a=(WIDTH, 32),
        ssm_g_b=(32, width),
        ssm_norm=(32,),
        attn_output=(width, WIDTH),
    )
    latent = shaped(
        attn_kv_a_norm=(64,),
        attn_q=(WIDTH, HEADS * 64),
        attn_kv_a_mqa=(WIDTH, 96),
        attn_k_b=(32, 64, HEADS),
        attn_v_b=(64, 32, HEADS),
        attn_output=(HEADS * 32, WIDTH),
    )
    return dense(
        "kimi-linear",
        5,
        (vectors("attn_norm", "ffn_norm"), only(_recurs, delta), only(_attends, latent), *first_dense_then_experts()),
        {**LATENT, **MIXTURE, "attention.head_count_kv": (0, 0, 1, 0, 1), "kda.head_dim": 32, "ssm.conv_kernel": 4},
        ends=UNTIED,
    )


def _minimax_01() -> GgufHeader:
    linear = shaped(
        attn_norm_2=(WIDTH,), attn_qkv=(WIDTH, 3 * WIDTH), attn_gate=(WIDTH, WIDTH), attn_output=(WIDTH, WIDTH)
    )
    parts = (
        vectors("attn_norm", "ffn_norm"),
        only(lambda layer: layer % 3 != 2, linear),
        only(lambda layer: layer % 3 == 2, attention()),
        experts(FEED_FORWARD),
    )
    return dense("minimax-01", 5, parts, {**ATTENTION, **MIXTURE, "full_attention_interval": 3, "residual_scale": 1.0})


def _mamba2() -> GgufHeader:
    return dense("mamba2", 3, (vectors("attn_norm"), state_space()), {**STATE_SPACE})


def _rwkv7() -> GgufHeader:
    rank = 32
    down = {f"time_mix_{name}1": (WIDTH, rank) for name in "wavg"}
    up = {f"time_mix_{name}2": (rank, WIDTH) for name in "wavg"}
    single = ("w0", "a0", "v0", "k_k", "k_a", "r_k", "ln")
    square = {f"time_mix_{name}": (WIDTH, WIDTH) for name in ("key", "value", "receptance", "output")}
    mix = shaped(
        **down,
        **up,
        **square,
        **{f"time_mix_{name}": (WIDTH,) for name in single},
        time_mix_ln__bias=(WIDTH,),
        time_mix_lerp_fused=(WIDTH, 1, 1, 6),
        channel_mix_lerp_k=(WIDTH, 1, 1),
        channel_mix_key=(WIDTH, FEED_FORWARD),
        channel_mix_value=(FEED_FORWARD, WIDTH),
    )
    norms = vectors("attn_norm", "attn_norm.bias", "attn_norm_2", "attn_norm_2.bias")
    names = ("token_embd_norm.weight", "token_embd_norm.bias", "output_norm.weight", "output_norm.bias")
    ends: dict[str, Shape] = {"output.weight": (WIDTH, VOCABULARY)} | dict.fromkeys(names, (WIDTH,))
    ranks = {f"attention.{name}_lora_rank": rank for name in ("decay", "iclr", "value_residual_mix", "gate")}
    return dense("rwkv7", 3, (norms, mix), {"wkv.head_size": 64, **ranks}, ends=ends)


def _mamba() -> GgufHeader:
    """The groups that the file claims count for nothing here."""
    inner, state, rank = 2 * WIDTH, 64, 8
    mixer = shaped(
        ssm_in=(WIDTH, 2 * inner),
        ssm_conv1d=(4, inner),
        ssm_conv1d__bias=(inner,),
        ssm_x=(inner, rank + 2 * state),
        ssm_dt=(rank, inner),
        ssm_dt__bias=(inner,),
        ssm_a__=(state, inner),
        ssm_d__=(inner,),
        ssm_out=(inner, WIDTH),
    )
    return dense("mamba", 3, (vectors("attn_norm"), mixer), STATE_SPACE)


def _nanbeige() -> GgufHeader:
    """Runs through its layers three times."""
    parts = (vectors("attn_norm", "ffn_norm"), attention(), feed_forward())
    return dense("nanbeige", 2, parts, {**ATTENTION, "num_loops": 3})


def _openelm() -> GgufHeader:
    """Heads differ from layer to layer."""
    heads, kv_heads = (4, 8, 8), (1, 2, 4)

    def layer_attention(layer: int) -> Tensors:
        yield "attn_qkv.weight", (WIDTH, (heads[layer] + 2 * kv_heads[layer]) * 64)
        yield "attn_output.weight", (heads[layer] * 64, WIDTH)

    norms = vectors("attn_q_norm", "attn_k_norm", width=64)
    parameters = {"attention.head_count": heads, "attention.head_count_kv": kv_heads}
    return dense(
        "openelm",
        3,
        (vectors("attn_norm", "ffn_norm"), layer_attention, norms, feed_forward()),
        {**WIDE_HEADS, **parameters},
    )


def _smallthinker() -> GgufHeader:
    """Has a window of 4096 tokens whatever the file says."""
    parts = (vectors("attn_norm", "ffn_norm"), attention(), experts())
    return dense("smallthinker", 6, parts, {**ATTENTION, **MIXTURE, "attention.sliding_window": 100})


def _exaone4(layers: int) -> GgufHeader:
    norms = vectors("post_attention_norm", "post_ffw_norm")
    head_norms = vectors("attn_q_norm", "attn_k_norm", width=WIDTH // HEADS)
    parameters = {**ATTENTION, "attention.sliding_window": 700}
    return dense("exaone4", layers, (norms, head_norms, attention(), feed_forward()), parameters)


def _cohere2moe() -> GgufHeader:
    parts = (vectors("attn_norm"), attention(), *first_dense_then_experts(is_biased=False))
    parameters = {
        "attention.sliding_window": 1024,
        "attention.sliding_window_pattern": 3,
        "nextn_predict_layers": 1,
        "logit_scale": 0.25,
    }
    return dense("cohere2moe", 6, parts, {**ATTENTION, **MIXTURE, **parameters})


def _glm_dsa() -> GgufHeader:
    """From this context on, only some layers have an indexer of their own."""
    parameters = {
        "context_length": 2**20,
        "nextn_predict_layers": 1,
        "attention.indexer.head_count": 4,
        "attention.indexer.key_length": 128,
        "attention.indexer.top_k": 64,
    }
    indexer = shaped(
        indexer__k_norm__weight=(128,),
        indexer__k_norm__bias=(128,),
        indexer__proj__weight=(WIDTH, 4),
        indexer__attn_k__weight=(WIDTH, 128),
        indexer__attn_q_b__weight=(64, 4 * 128),
    )
    parts = (vectors("attn_norm", "ffn_norm"), latent_attention(), indexer, *first_dense_then_experts())
    return dense("glm-dsa", 8, parts, {**LATENT, **MIXTURE, **parameters})


MODELS: dict[str, Callable[[], GgufHeader]] = {
    "llama": _llama,
    "qwen2": _qwen2,
    "qwen3": _qwen3,
    "qwen3moe": _qwen3moe,
    "gemma2": _gemma2,
    "gemma3": _gemma3,
    "phi3": _phi3,
    "cohere2": _cohere2,
    "command-r": _command_r,
    "deepseek2": _deepseek2,
    "deepseek32": _deepseek32,
    "falcon-h1": _falcon_h1,
    "gemma3n": _gemma3n,
    "gemma4": _gemma4,
    "glm4moe": _glm4moe,
    "gpt-oss": _gpt_oss,
    "granitehybrid": _granitehybrid,
    "jamba": _jamba,
    "kimi-linear": _kimi_linear,
    "lfm2": lambda: _lfm2(),
    "lfm2 with a window": lambda: _lfm2(512),
    "llama4": _llama4,
    "mamba2": _mamba2,
    "minimax-01": _minimax_01,
    "minimax-m3": _minimax_m3,
    "nemotron_h": _nemotron_h,
    "olmo2": _olmo2,
    "qwen35": _qwen35,
    "qwen3next": _qwen3next,
    "rwkv7": _rwkv7,
    "cohere2moe": _cohere2moe,
    "exaone4 of 4 layers": lambda: _exaone4(4),
    "exaone4 of 64 layers": lambda: _exaone4(64),
    "glm-dsa": _glm_dsa,
    "mamba": _mamba,
    "nanbeige": _nanbeige,
    "openelm": _openelm,
    "smallthinker": _smallthinker,
}
