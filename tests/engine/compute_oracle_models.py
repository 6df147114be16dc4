"""Headers of models in the shapes of published ones, weightless, to ask llama.cpp's allocator about."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from quantchat.core.gguf import GgufHeader, TensorInfo
from quantchat.core.quants import TENSOR_TYPES

F32, F16, Q4_0 = 0, 1, 2

_NORM_BIASED = ("starcoder2", "stablelm")
NEITHER_GATED_NOR_FUSED, FUSED, GATED = 1, 2, 3


@dataclass(frozen=True, slots=True)
class ModelShape:
    """What a model's header is made from; widths and counts are those of its published configuration."""

    architecture: str
    embedding: int
    feed_forward: int
    heads: int
    kv_heads: int
    dimension: int
    vocabulary: int
    layers: int
    network: int = GATED
    tied: bool = False
    fused_qkv: bool = False
    biases: bool = False
    head_norms: bool = False
    whole_norms: bool = False
    post_norms: bool = False
    input_norm: bool = True
    feed_forward_norm: bool = True
    experts: int = 0
    experts_used: int = 0
    shared: int = 0
    shared_gate: bool = False
    extra: Mapping[str, int | float] = field(default_factory=dict)

    def header(self, type_id: int = Q4_0) -> GgufHeader:
        """The header of a file of this model."""
        name = self.architecture
        figures: dict[str, int | float] = {
            "block_count": self.layers,
            "context_length": 131072,
            "embedding_length": self.embedding,
            "feed_forward_length": self.feed_forward,
            "attention.head_count": self.heads,
            "attention.head_count_kv": self.kv_heads,
            "attention.layer_norm_rms_epsilon": 1e-5,
            "attention.layer_norm_epsilon": 1e-5,
            "attention.key_length": self.dimension,
            "attention.value_length": self.dimension,
            "rope.dimension_count": self.dimension,
            "vocab_size": self.vocabulary,
        }
        if self.experts:
            figures |= {"expert_count": self.experts, "expert_used_count": self.experts_used}
            figures["expert_feed_forward_length"] = self.feed_forward
        if self.shared:
            figures["expert_shared_feed_forward_length"] = self.shared
        figures |= dict(self.extra)
        metadata = {"general.architecture": name} | {f"{name}.{key}": value for key, value in figures.items()}
        return GgufHeader(3, metadata, tuple(self._tensors(type_id)), 32, 0, 0)

    def _tensors(self, type_id: int) -> Iterator[TensorInfo]:
        yield _tensor("token_embd.weight", type_id, self.embedding, self.vocabulary)
        yield _tensor("output_norm.weight", F32, self.embedding)
        if self.architecture in _NORM_BIASED:
            yield _tensor("output_norm.bias", F32, self.embedding)
        if not self.tied:
            yield _tensor("output.weight", type_id, self.embedding, self.vocabulary)
        for layer in range(self.layers):
            for suffix, kind, shape in (*self._attention(type_id), *self._network(type_id)):
                yield _tensor(f"blk.{layer}.{suffix}", kind, *shape)

    def _attention(self, type_id: int) -> Iterator[tuple[str, int, tuple[int, ...]]]:
        width, query, key = self.embedding, self.heads * self.dimension, self.kv_heads * self.dimension
        if self.input_norm:
            yield "attn_norm.weight", F32, (width,)
            if self.architecture in _NORM_BIASED:
                yield "attn_norm.bias", F32, (width,)
        if self.fused_qkv:
            yield "attn_qkv.weight", type_id, (width, query + 2 * key)
        else:
            for name, rows in (("q", query), ("k", key), ("v", key)):
                yield f"attn_{name}.weight", type_id, (width, rows)
                if self.biases:
                    yield f"attn_{name}.bias", F32, (rows,)
        yield "attn_output.weight", type_id, (query, width)
        if self.architecture == "starcoder2":
            yield "attn_output.bias", F32, (width,)
        yield from self._norms()

    def _norms(self) -> Iterator[tuple[str, int, tuple[int, ...]]]:
        width, query, key = self.embedding, self.heads * self.dimension, self.kv_heads * self.dimension
        if self.head_norms:
            by_head = self.architecture in ("stablelm", "command-r")
            yield "attn_q_norm.weight", F32, (self.dimension, self.heads) if by_head else (self.dimension,)
            yield "attn_k_norm.weight", F32, (self.dimension, self.kv_heads) if by_head else (self.dimension,)
        if self.whole_norms:
            yield "attn_q_norm.weight", F32, (query,)
            yield "attn_k_norm.weight", F32, (key,)
        if self.post_norms:
            yield "post_attention_norm.weight", F32, (width,)
            yield "post_ffw_norm.weight", F32, (width,)
        if self.feed_forward_norm:
            yield "ffn_norm.weight", F32, (width,)
            if self.architecture in _NORM_BIASED:
                yield "ffn_norm.bias", F32, (width,)

    def _network(self, type_id: int) -> Iterator[tuple[str, int, tuple[int, ...]]]:
        width, wide, experts = self.embedding, self.feed_forward, self.experts
        if experts:
            yield "ffn_gate_inp.weight", F32, (width, experts)
            yield "ffn_gate_exps.weight", type_id, (width, wide, experts)
            yield "ffn_up_exps.weight", type_id, (width, wide, experts)
            yield "ffn_down_exps.weight", type_id, (wide, width, experts)
            if self.shared:
                yield "ffn_gate_shexp.weight", type_id, (width, self.shared)
                yield "ffn_up_shexp.weight", type_id, (width, self.shared)
                yield "ffn_down_shexp.weight", type_id, (self.shared, width)
            if self.shared_gate:
                yield "ffn_gate_inp_shexp.weight", F32, (width,)
            return
        yield "ffn_up.weight", type_id, (width, wide * 2 if self.network == FUSED else wide)
        yield "ffn_down.weight", type_id, (wide, width)
        if self.network == GATED:
            yield "ffn_gate.weight", type_id, (width, wide)
        if self.architecture == "starcoder2":
            yield "ffn_up.bias", F32, (wide,)
            yield "ffn_down.bias", F32, (width,)


def _tensor(name: str, type_id: int, *shape: int) -> TensorInfo:
    kind = TENSOR_TYPES[type_id]
    return TensorInfo(name, shape, type_id, 0, math.prod(shape) // kind.block_elements * kind.block_bytes)


LLAMA_8B = ModelShape("llama", 4096, 14336, 32, 8, 128, 128256, 32)
QWEN25_7B = ModelShape("qwen2", 3584, 18944, 28, 4, 128, 152064, 28, biases=True)

DENSE: Mapping[str, ModelShape] = {
    "Llama-3.1-8B": LLAMA_8B,
    "Qwen2.5-7B": QWEN25_7B,
    "SmolLM2-135M": ModelShape("llama", 576, 1536, 9, 3, 64, 49152, 30, tied=True),
    "narrow network": ModelShape("llama", 4096, 4096, 32, 8, 128, 32000, 6),
    "narrower network": ModelShape("llama", 1024, 1024, 16, 8, 64, 32000, 6),
    "wide attention": ModelShape("llama", 1024, 2048, 32, 8, 128, 32000, 6),
    "one layer": ModelShape("llama", 2048, 5632, 32, 4, 64, 32000, 1),
    "two layers": ModelShape("llama", 2048, 5632, 32, 4, 64, 32000, 2),
    "Mistral-Small-3": ModelShape("mistral3", 5120, 32768, 32, 8, 128, 131072, 40),
    "Ministral-3 with temperature": ModelShape(
        "mistral3", 3072, 9216, 32, 8, 128, 131072, 26, tied=True, extra={"attention.temperature_scale": 0.1}
    ),
    "Qwen2.5-0.5B": ModelShape("qwen2", 896, 4864, 14, 2, 64, 151936, 24, tied=True, biases=True),
    "Qwen3-0.6B": ModelShape("qwen3", 1024, 3072, 16, 8, 128, 151936, 28, tied=True, head_norms=True),
    "Qwen3-4B": ModelShape("qwen3", 2560, 9728, 32, 8, 128, 151936, 36, tied=True, head_norms=True),
    "Qwen3-14B": ModelShape("qwen3", 5120, 17408, 40, 8, 128, 151936, 40, head_norms=True),
    "Gemma-2B": ModelShape("gemma", 2048, 16384, 8, 1, 256, 256000, 18, tied=True),
    "Gemma-2-9B": ModelShape(
        "gemma2", 3584, 14336, 16, 8, 256, 256000, 42, tied=True, post_norms=True,
        extra={"attention.sliding_window": 4096, "attn_logit_softcapping": 50.0, "final_logit_softcapping": 30.0},
    ),
    "Gemma-3-270M": ModelShape(
        "gemma3", 640, 2048, 4, 1, 256, 262144, 18, tied=True, post_norms=True, head_norms=True,
        extra={"attention.sliding_window": 512},
    ),
    "Gemma-3-4B": ModelShape(
        "gemma3", 2560, 10240, 8, 4, 256, 262208, 34, tied=True, post_norms=True, head_norms=True,
        extra={"attention.sliding_window": 1024},
    ),
    "Gemma-3-12B": ModelShape(
        "gemma3", 3840, 15360, 16, 8, 256, 262208, 48, tied=True, post_norms=True, head_norms=True,
        extra={"attention.sliding_window": 1024},
    ),
    "Phi-3.5-mini": ModelShape("phi3", 3072, 8192, 32, 32, 96, 32064, 32, network=FUSED, fused_qkv=True),
    "Phi-4": ModelShape("phi3", 5120, 17920, 40, 10, 128, 100352, 40, network=FUSED, fused_qkv=True),
    "Granite-3.3-8B": ModelShape(
        "granite", 4096, 12800, 32, 8, 128, 49159, 40, tied=True,
        extra={"logit_scale": 16.0, "residual_scale": 0.22, "embedding_scale": 12.0},
    ),
    "Command-R": ModelShape(
        "command-r", 8192, 22528, 64, 64, 128, 256000, 40, tied=True, feed_forward_norm=False,
        extra={"logit_scale": 0.0625},
    ),
    "Command-R7B": ModelShape(
        "cohere2", 4096, 14336, 32, 8, 128, 256000, 32, tied=True, feed_forward_norm=False,
        extra={"attention.sliding_window": 4096, "logit_scale": 0.25},
    ),
    "OLMo-2-7B": ModelShape(
        "olmo2", 4096, 11008, 32, 32, 128, 100352, 32, whole_norms=True, post_norms=True, input_norm=False,
        feed_forward_norm=False,
    ),
    "OLMo-3-7B": ModelShape(
        "olmo2", 4096, 11008, 32, 32, 128, 100278, 32, whole_norms=True, post_norms=True, input_norm=False,
        feed_forward_norm=False, extra={"attention.sliding_window": 4096},
    ),
    "SmolLM3-3B": ModelShape("smollm3", 2048, 11008, 16, 4, 128, 128256, 36, tied=True),
    "StableLM-2-1.6B": ModelShape("stablelm", 2048, 5632, 32, 32, 64, 100352, 24, biases=True),
    "StableLM-2-12B": ModelShape(
        "stablelm", 5120, 13824, 32, 8, 160, 100352, 40, head_norms=True, feed_forward_norm=False
    ),
    "GLM-4-9B": ModelShape("glm4", 4096, 13696, 32, 2, 128, 151552, 40, network=FUSED, post_norms=True, biases=True),
    "StarCoder2-3B": ModelShape(
        "starcoder2", 3072, 12288, 24, 2, 128, 49152, 30, network=NEITHER_GATED_NOR_FUSED, biases=True
    ),
}  # fmt: skip

MIXTURES: Mapping[str, ModelShape] = {
    "Mixtral-8x7B": ModelShape("llama", 4096, 14336, 32, 8, 128, 32000, 32, experts=8, experts_used=2),
    "one expert of four": ModelShape("llama", 1024, 2816, 16, 4, 64, 32000, 4, experts=4, experts_used=1),
    "Qwen3-30B-A3B": ModelShape(
        "qwen3moe", 2048, 768, 32, 4, 128, 151936, 48, head_norms=True, experts=128, experts_used=8
    ),
    "Qwen1.5-MoE-A2.7B": ModelShape(
        "qwen2moe", 2048, 1408, 16, 16, 128, 151936, 24, biases=True, experts=60, experts_used=4, shared=5632,
        shared_gate=True,
    ),
    "OLMoE-1B-7B": ModelShape(
        "olmoe", 2048, 1024, 16, 16, 128, 50304, 16, whole_norms=True, experts=64, experts_used=8
    ),
    "Granite-3-1B-A400M": ModelShape(
        "granitemoe", 1024, 512, 16, 8, 64, 49155, 24, tied=True, experts=32, experts_used=8,
        extra={"logit_scale": 6.0, "residual_scale": 0.22, "embedding_scale": 12.0},
    ),
    "Granite MoE with a shared network": ModelShape(
        "granitemoe", 1536, 512, 24, 8, 64, 49155, 8, tied=True, experts=40, experts_used=8, shared=1024,
        extra={"logit_scale": 6.0},
    ),
}  # fmt: skip
