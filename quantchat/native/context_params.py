"""How a plan becomes llama.cpp's context: in one place, so that what is predicted is what is then loaded."""

import llama_cpp.llama_cpp as llama

from quantchat.core.plan import FlashAttention, KvType, LoadPlan, context_within

_KV_TYPES = {KvType.F16: llama.GGML_TYPE_F16, KvType.Q8_0: llama.GGML_TYPE_Q8_0, KvType.Q4_0: llama.GGML_TYPE_Q4_0}
_FLASH_ATTENTION = {
    FlashAttention.AUTO: llama.LLAMA_FLASH_ATTN_TYPE_AUTO,
    FlashAttention.ON: llama.LLAMA_FLASH_ATTN_TYPE_ENABLED,
    FlashAttention.OFF: llama.LLAMA_FLASH_ATTN_TYPE_DISABLED,
}


def context_params(plan: LoadPlan, trained_context_length: int) -> llama.llama_context_params:
    """Parameters of the context that this plan asks for, on a model trained for so many tokens (0: unknown)."""
    params = llama.llama_context_default_params()
    params.n_ctx = context_within(plan.context_length, trained_context_length)
    params.n_batch = plan.batch
    params.n_ubatch = plan.ubatch
    params.n_seq_max = 1
    params.n_outputs_max = 1  # logits of the last token only: 0.5 GB less for a large vocabulary
    params.flash_attn_type = _FLASH_ATTENTION[plan.flash_attention]
    params.type_k = params.type_v = _KV_TYPES[plan.kv_type]
    params.swa_full = False  # a sliding layer keeps only its window: a fifth of the KV cache of a Gemma 3
    params.op_offload = plan.gpu_layers != 0  # else a GPU without room for a layer would still be used for prompts
    params.no_perf = True
    return params
