"""The next smaller way of loading a model after one that did not fit into memory, with the change in words.

The order gives up what costs the person least: on a GPU its layers, which then compute slower elsewhere; in main memory
first the precision of the KV cache (q8_0 takes 17/32 of f16), then the length of the context, then the batch.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from quantchat.core.plan import FlashAttention, KvType, LoadPlan
from quantchat.wording import Wording, listed, worded, worded_count

SHORTEST_CONTEXT = 2048
"""Tokens below which a conversation is not worth having; the context is not cut further to make a model fit."""

_LONG_CONTEXT = 16384
"""Above it a step takes three quarters of the context, so that a very long one does not cost a try for each half."""

_SMALLER_BATCHES = (256, 128)
_CONTEXT_BLOCK = 256


@dataclass(frozen=True, slots=True)
class PlanStep:
    """A smaller plan.

    Attributes:
        plan: what to try next.
        change: what is smaller than before, to follow the word "with" in a sentence.
    """

    plan: LoadPlan
    change: Wording


def smaller_plan(plan: LoadPlan, failed_on_gpu: bool, layers: int, *, may_quantize_kv: bool = True) -> PlanStep | None:
    """The plan to try after `plan` found too little memory; None when nothing is left to make smaller.

    Args:
        plan: the plan that failed.
        failed_on_gpu: GPU memory was lacking, not main memory.
        layers: layers that were on the GPU at the first try, or would have been; 0 if nobody knows.
        may_quantize_kv: the model can keep its KV cache in q8_0.
    """
    smaller = _fewer_gpu_layers(plan, layers) if failed_on_gpu else None
    smaller = smaller or _less_main_memory(plan, may_quantize_kv)
    return PlanStep(smaller, changes_between(plan, smaller, layers)) if smaller else None


def changes_between(before: LoadPlan, after: LoadPlan, layers: int) -> Wording:
    """What is smaller in `after`, to follow the word "with" in a sentence; empty if nothing is."""
    return listed(_changes(before, after, layers))


def _fewer_gpu_layers(plan: LoadPlan, layers: int) -> LoadPlan | None:
    now = _gpu_layers(plan, layers)
    if plan.gpu_layers == 0:
        return None
    for share in (3, 2):
        fewer = layers * share // 4
        if 0 < fewer < now:
            return replace(plan, gpu_layers=fewer)
    return replace(plan, gpu_layers=0)


def _less_main_memory(plan: LoadPlan, may_quantize_kv: bool) -> LoadPlan | None:
    needs_flash_attention = plan.flash_attention is not FlashAttention.OFF
    if plan.kv_type is KvType.F16 and may_quantize_kv and needs_flash_attention:
        return replace(plan, kv_type=KvType.Q8_0)
    if plan.context_length > SHORTEST_CONTEXT:
        return replace(plan, context_length=_shorter_context(plan.context_length))
    for batch in _SMALLER_BATCHES:
        if plan.ubatch > batch:
            return replace(plan, batch=min(plan.batch, batch), ubatch=batch)
    return None


def _shorter_context(context_length: int) -> int:
    shorter = context_length // (4 if context_length > _LONG_CONTEXT else 2)
    return max(SHORTEST_CONTEXT, shorter // _CONTEXT_BLOCK * _CONTEXT_BLOCK)


def _changes(before: LoadPlan, after: LoadPlan, layers: int) -> Iterator[Wording]:
    if after.gpu_layers != before.gpu_layers:
        fewer = _gpu_layers(before, layers) - after.gpu_layers
        some = worded_count("{count} layer fewer on the GPU", "{count} layers fewer on the GPU", count=fewer)
        yield some if after.gpu_layers else worded("no layers on the GPU")
    if after.kv_type is not before.kv_type:
        yield worded("the conversation's memory (KV cache) in {type}", type=after.kv_type)
    if after.context_length != before.context_length:
        yield worded(
            "a context of {now:,} instead of {before:,} tokens", now=after.context_length, before=before.context_length
        )
    if after.ubatch != before.ubatch:
        yield worded("a smaller batch of {now} instead of {before} tokens", now=after.ubatch, before=before.ubatch)


def _gpu_layers(plan: LoadPlan, layers: int) -> int:
    return layers if plan.gpu_layers < 0 else plan.gpu_layers
