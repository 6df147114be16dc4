"""Which weights llama.cpp stores anew for the processor instead of using them where the file is mapped.

Stored anew they are memory of the engine's own, which the system cannot drop and read again from the file. The rules
are those of `ggml-cpu/repack.cpp` and `ggml-cpu/amx/amx.cpp` in llama.cpp 0c1e57098 for x86 and ARM; RISC-V, s390x and
KleidiAI have others and are left out.
"""

from quantchat.core.gguf import TensorInfo

_LOOKED_UP = frozenset({"token_embd", "position_embd", "token_types", "per_layer_token_embd", "altup_proj"})
_NOT_MULTIPLIED = frozenset({"ssm_conv1d", "shortconv.conv", "ssm_a", "rope_freqs", "ssm_d", "conv1d"})
_AMX_TYPES = frozenset({"Q4_0", "Q4_1", "Q8_0", "Q4_K", "Q5_K", "Q6_K", "IQ4_XS"})
_AMX_ROWS = 32


def is_repacked(tensor: TensorInfo, instruction_sets: frozenset[str], *, is_output: bool = False) -> bool:
    """Whether llama.cpp stores this tensor of a layer on the processor anew.

    Args:
        tensor: the weights.
        instruction_sets: what the engine uses, in ggml's spelling.
        is_output: the token embeddings in their second role, as output matrix of a model that has no other.
    """
    if not tensor.name.endswith(".weight") or len(tensor.shape) < 2 or tensor.shape[1] == 1:
        return False
    role = _role(tensor.name)
    if (role in _LOOKED_UP and not is_output) or role in _NOT_MULTIPLIED:
        return False
    dimensions = len(tensor.shape)
    if dimensions != (3 if "exps" in role else 2):
        return False
    rows = tensor.shape[1]
    if "AMX_INT8" in instruction_sets and dimensions == 2 and tensor.type.name in _AMX_TYPES and rows % _AMX_ROWS == 0:
        return True
    rows_together = _rows_together(tensor.type.name, instruction_sets)
    return rows_together > 0 and rows % rows_together == 0


def _role(name: str) -> str:
    """The tensor's part in a layer: "attn_q" of "blk.3.attn_q.weight"."""
    stem = name.removesuffix(".weight")
    if stem.startswith("blk."):
        stem = stem.split(".", 2)[-1]
    return stem


def _rows_together(type_name: str, instruction_sets: frozenset[str]) -> int:
    """Rows that are interleaved for this type; 0 where it is left as it is."""
    has_avx2 = "AVX2" in instruction_sets
    has_dot_products = {"NEON", "DOTPROD"} <= instruction_sets
    has_matrix_products = {"NEON", "MATMUL_INT8"} <= instruction_sets
    has_arm = has_dot_products or has_matrix_products
    match type_name:
        case "Q4_0":
            return 8 if has_avx2 else 4 if has_arm else 0
        case "Q4_K":
            return 8 if has_avx2 or has_arm else 0
        case "Q2_K":
            return 8 if "AVX512" in instruction_sets else 0
        case "IQ4_NL" | "MXFP4":
            return 8 if has_avx2 else 4 if has_dot_products else 0
        case "Q5_K" | "Q6_K":
            return 8 if has_arm else 0
        case "Q8_0" | "Q1_0":
            return 4 if has_arm else 0
        case _:
            return 0
