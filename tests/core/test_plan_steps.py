"""What is given up when a model does not fit, in which order, and in which words."""

import pytest

from quantchat.core.plan import ALL_GPU_LAYERS, FlashAttention, KvType, LoadPlan
from quantchat.core.plan_steps import PlanStep, changes_between, smaller_plan

PLAN = LoadPlan("model.gguf", context_length=8192, gpu_layers=0)


def steps(plan: LoadPlan, *, failed_on_gpu: bool, layers: int = 0) -> list[PlanStep]:
    """Every step until there is none."""
    taken: list[PlanStep] = []
    while step := smaller_plan(taken[-1].plan if taken else plan, failed_on_gpu, layers):
        taken.append(step)
    return taken


def test_in_main_memory_the_kv_cache_then_the_context_then_the_batch_become_smaller() -> None:
    assert [step.change for step in steps(PLAN, failed_on_gpu=False)] == [
        "the conversation's memory (KV cache) in q8_0",
        "a context of 4,096 instead of 8,192 tokens",
        "a context of 2,048 instead of 4,096 tokens",
        "a smaller batch of 256 instead of 512 tokens",
        "a smaller batch of 128 instead of 256 tokens",
    ]


def test_each_step_changes_only_what_it_says() -> None:
    plans = [PLAN, *(step.plan for step in steps(PLAN, failed_on_gpu=False))]
    smallest = LoadPlan("model.gguf", 2048, KvType.Q8_0, gpu_layers=0, batch=128, ubatch=128)
    assert plans[1] == LoadPlan("model.gguf", 8192, KvType.Q8_0, gpu_layers=0)
    assert plans[-1] == smallest
    assert len(set(plans)) == len(plans)


@pytest.mark.parametrize(
    ("plan", "layers"),
    [(LoadPlan("m", gpu_layers=ALL_GPU_LAYERS), 33), (LoadPlan("m", gpu_layers=33), 33)],
    ids=["all layers", "as many layers by number"],
)
def test_on_a_gpu_three_quarters_of_the_layers_then_half_then_none_are_kept(plan: LoadPlan, layers: int) -> None:
    taken = steps(plan, failed_on_gpu=True, layers=layers)[:3]
    assert [step.plan.gpu_layers for step in taken] == [24, 16, 0]
    assert [step.change for step in taken] == [
        "9 layers fewer on the GPU",
        "8 layers fewer on the GPU",
        "no layers on the GPU",
    ]


def test_a_gpu_that_fails_with_no_layers_on_it_gets_less_to_compute() -> None:
    step = smaller_plan(PLAN, True, 33)
    assert step is not None
    assert step.plan.kv_type is KvType.Q8_0


def test_where_nobody_knows_how_many_layers_there_are_none_go_to_the_gpu() -> None:
    step = smaller_plan(LoadPlan("m"), True, 0)
    assert step is not None
    assert step.plan.gpu_layers == 0


def test_one_layer_is_told_in_the_singular() -> None:
    step = smaller_plan(LoadPlan("m", gpu_layers=4), True, 4)
    assert step is not None
    assert step.change == "1 layer fewer on the GPU"


@pytest.mark.parametrize(
    ("plan", "may_quantize_kv"),
    [
        (LoadPlan("m", flash_attention=FlashAttention.OFF), True),
        (LoadPlan("m", kv_type=KvType.Q4_0), True),
        (LoadPlan("m"), False),
    ],
    ids=["no flash attention", "smaller already", "not with this model"],
)
def test_the_kv_cache_stays_as_it_is_where_q8_0_cannot_be_or_is_no_gain(plan: LoadPlan, may_quantize_kv: bool) -> None:
    step = smaller_plan(plan, False, 0, may_quantize_kv=may_quantize_kv)
    assert step is not None
    assert step.plan.kv_type is plan.kv_type
    assert step.plan.context_length == 4096


@pytest.mark.parametrize("context_length", [2049, 3000, 5000, 8192, 32768, 131072, 1_000_000])
def test_a_context_shrinks_to_2048_in_few_steps_and_always_to_whole_blocks(context_length: int) -> None:
    plan = LoadPlan("m", context_length=context_length, kv_type=KvType.Q8_0)
    contexts = [step.plan.context_length for step in steps(plan, failed_on_gpu=False)]
    shrinking = list(dict.fromkeys(contexts))
    assert shrinking == sorted(shrinking, reverse=True)
    assert shrinking[-1] == 2048
    assert len(shrinking) <= 6
    assert all(length % 256 == 0 for length in shrinking)


def test_a_short_context_is_not_cut_and_a_small_batch_is_the_end() -> None:
    smallest = LoadPlan("m", context_length=1024, kv_type=KvType.Q8_0, batch=128, ubatch=128)
    assert smaller_plan(smallest, False, 0) is None


def test_several_changes_are_one_part_of_a_sentence() -> None:
    after = LoadPlan("m", context_length=4096, kv_type=KvType.Q8_0, gpu_layers=16)
    assert changes_between(LoadPlan("m"), after, 33) == (
        "17 layers fewer on the GPU, the conversation's memory (KV cache) in q8_0 "
        "and a context of 4,096 instead of 8,192 tokens"
    )
    assert changes_between(after, after, 33) == ""
