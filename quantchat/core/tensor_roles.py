"""What each tensor does in a model, told by its name, and which tensors are quantized at all.

From `tensor_get_category` and `tensor_allows_quantization` of `src/llama-quant.cpp` in the llama.cpp of
llama-cpp-python 0.3.36, read again when that version changes.
"""

from collections.abc import Mapping
from enum import Enum, auto
from functools import lru_cache
from types import MappingProxyType

from quantchat.core.gguf import TensorInfo

_KEPT_NAME_PARTS = (
    "_norm.weight",
    "ffn_gate_inp.weight",
    "ffn_gate_tid2eid.weight",
    "altup",
    "laurel",
    "per_layer_model_proj",
    "ssm_conv1d",
    "shortconv.conv.weight",
    "indexer.k_proj.weight",
    "indexer.q_proj.weight",
    "time_mix_first.weight",
    *(f"time_mix_{part}.weight" for part in ("w0", "w1", "w2", "v0", "v1", "v2", "a0", "a1", "a2", "g1", "g2")),
    "time_mix_decay_w1.weight",
    "time_mix_decay_w2.weight",
    "time_mix_lerp_fused.weight",
    "attn_rel_b.weight",
    ".position_embd",
    "sam.pos_embd",
    "sam.neck.",
    "sam.net_",
    ".rel_pos",
    ".patch_embd",
    ".patch_merger",
    "a.rvq.codebook",
    "mm.a.code_embd",
)
_KEPT_NAMES = frozenset({"position_embd.weight", "token_types.weight"})
_GLM5 = "glm5-next"
_GLM5_KEPT_NAME_PARTS = (
    "hc_",
    "indexer.attn_q_b",
    "indexer.attn_k",
    "indexer.proj",
    "indexer_compressor_gate",
    "indexer_compressor_ape",
    *(f"ssm_{part}.weight" for part in ("f_a", "f_b", "g_a", "g_b", "beta")),
    "attn_kv_a_mqa.weight",
    "attn_k_b.weight",
    "attn_v_b.weight",
)


class Role(Enum):
    """What a tensor does in the model, as far as the rules tell tensors apart."""

    OUTPUT = auto()
    TOKEN_EMBEDDING = auto()
    VALUES = auto()
    KEYS = auto()
    QUERIES = auto()
    ATTENTION_OUTPUT = auto()
    FFN_UP = auto()
    FFN_GATE = auto()
    FFN_DOWN = auto()
    OTHER = auto()


_NAMES_KEPT = 16_384
"""Names of tensors whose role is remembered: the same few thousand are asked for in each type of each model."""

_ROLES_BY_NAME: Mapping[str, Role] = MappingProxyType(
    {
        "output.weight": Role.OUTPUT,
        "token_embd.weight": Role.TOKEN_EMBEDDING,
        "per_layer_token_embd.weight": Role.TOKEN_EMBEDDING,
    }
)
_ROLES_BY_NAME_PART = (
    # Fused tensors go with the values: the quantizer has a rule of their own for them further down, which it never
    # reaches because this one comes first.
    ("attn_qkv.weight", Role.VALUES),
    ("attn_kv_b.weight", Role.VALUES),
    ("attn_v.weight", Role.VALUES),
    ("attn_k.weight", Role.KEYS),
    ("attn_q.weight", Role.QUERIES),
    ("attn_output.weight", Role.ATTENTION_OUTPUT),
    ("ffn_up", Role.FFN_UP),
    ("ffn_gate", Role.FFN_GATE),
    ("ffn_down", Role.FFN_DOWN),
)


@lru_cache(maxsize=_NAMES_KEPT)
def role_of(name: str) -> Role:
    """The role that a tensor's name tells."""
    by_name = _ROLES_BY_NAME.get(name)
    if by_name:
        return by_name
    return next((role for part, role in _ROLES_BY_NAME_PART if part in name), Role.OTHER)


def is_quantized(architecture: str, tensor: TensorInfo) -> bool:
    """Whether the quantizer converts this tensor at all; norms, routers and small tables stay as they are."""
    return dimensions(tensor.shape) >= 2 and not _is_kept(architecture, tensor.name)


@lru_cache(maxsize=_NAMES_KEPT)
def _is_kept(architecture: str, name: str) -> bool:
    """Whether the name alone tells that a tensor stays as it is."""
    parts = _KEPT_NAME_PARTS + (_GLM5_KEPT_NAME_PARTS if architecture == _GLM5 else ())
    return not name.endswith("weight") or name in _KEPT_NAMES or any(part in name for part in parts)


def dimensions(shape: tuple[int, ...]) -> int:
    """Dimensions as ggml counts them: those of length 1 at the end are none."""
    return max((place for place, length in enumerate(shape, 1) if length > 1), default=1)
