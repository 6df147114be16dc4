"""Verdicts: what must be had decides whether a plan is possible, what is mapped only whether it is slow."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quantchat.core.assessment import Verdict, assess, assess_best_layers, best_gpu_layers, gpu_shortage
from quantchat.core.budgets import budget_bytes
from quantchat.core.gguf import GgufHeader
from quantchat.core.hardware import Hardware
from quantchat.core.memory import AllocatorAnswer, DeviceKind
from quantchat.core.plan import LoadPlan
from tests.core.machines import (
    GAMING_PC,
    GIB,
    IRIS_XE,
    MAC_64,
    MIB,
    RTX_4060,
    RTX_4090,
    gpu,
    machine,
    model_in,
    plan,
    with_free,
)

FROM_BEST_TO_WORST = (Verdict.GPU, Verdict.SPLIT, Verdict.CPU, Verdict.SLOW, Verdict.IMPOSSIBLE)


@pytest.mark.parametrize(
    ("name", "quantization", "hardware", "verdict"),
    [
        ("Llama-3.1-8B", "Q4_K_M", GAMING_PC, Verdict.GPU),
        ("Qwen2.5-14B", "Q4_K_M", GAMING_PC, Verdict.SPLIT),
        ("Qwen3-32B", "Q4_K_M", GAMING_PC, Verdict.SLOW),
        ("Llama-3.3-70B", "Q4_K_M", GAMING_PC, Verdict.IMPOSSIBLE),
        ("Llama-3.2-3B", "Q4_K_M", machine(16, 12), Verdict.CPU),
        ("Llama-3.1-8B", "Q8_0", machine(16, 12, bandwidth_gbps=20.0), Verdict.SLOW),
    ],
)
def test_verdicts_of_usual_cases(name: str, quantization: str, hardware: Hardware, verdict: Verdict) -> None:
    assert assess_best_layers(model_in(name, quantization), plan(), hardware).verdict is verdict


def test_a_plan_for_more_layers_than_fit_is_impossible_and_says_what_is_missing() -> None:
    assessment = assess(model_in("Qwen2.5-14B", "Q4_K_M"), plan(), GAMING_PC)
    assert assessment.verdict is Verdict.IMPOSSIBLE
    assert not assessment.fits
    assert assessment.shortage is not None
    device = assessment.shortage.device
    assert (device.kind, device.name) == (DeviceKind.GPU, RTX_4060.name)
    assert assessment.shortage.missing_bytes == device.total_bytes - budget_bytes(device)


def test_mapped_weights_that_do_not_fit_make_it_slow_and_memory_of_its_own_impossible() -> None:
    header = model_in("Qwen2.5-7B", "Q5_K_M")
    tight = machine(8, 4.5)
    assert assess(header, plan(2048), tight).verdict is Verdict.SLOW
    copied = assess(header, replace(plan(2048), memory_map=False), tight)
    assert copied.verdict is Verdict.IMPOSSIBLE
    assert copied.shortage is not None
    assert copied.shortage.device.kind is DeviceKind.CPU


def test_what_would_write_a_token_in_more_than_15_seconds_is_impossible() -> None:
    assessment = assess(model_in("Llama-3.3-70B", "Q8_0"), plan(), machine(16, 12))
    assert assessment.shortage is None
    assert assessment.speed.middle < 1 / 15
    assert assessment.verdict is Verdict.IMPOSSIBLE


def test_the_reading_speed_decides_what_is_slow() -> None:
    header = model_in("Llama-3.1-8B", "Q4_K_M")
    verdicts = [assess(header, plan(), machine(32, 26), reading_speed=speed).verdict for speed in (2.0, 5.0, 20.0)]
    assert verdicts == [Verdict.CPU, Verdict.CPU, Verdict.SLOW]


def test_without_a_gpu_that_the_engine_can_use_no_layer_goes_to_one() -> None:
    header = model_in("Llama-3.1-8B", "Q4_K_M")
    assert best_gpu_layers(header, plan(), machine(32, 26)) == 0
    assert best_gpu_layers(header, plan(), machine(32, 26, replace(RTX_4090, usable=False))) == 0


@pytest.mark.parametrize(("name", "quantization"), [("Qwen2.5-14B", "Q4_K_M"), ("Llama-3.1-8B", "Q8_0")])
def test_as_many_layers_as_fit_go_to_the_gpu_and_one_more_would_not(name: str, quantization: str) -> None:
    header = model_in(name, quantization)
    layers = best_gpu_layers(header, plan(), GAMING_PC)
    here, one_more = (
        assess(header, replace(plan(), gpu_layers=wanted), GAMING_PC).memory for wanted in (layers, layers + 1)
    )
    assert 0 < layers < here.layers
    assert gpu_shortage(here) is None
    assert gpu_shortage(one_more) is not None


def test_layers_leave_a_gpu_again_where_llama_cpp_says_that_it_needs_more_than_the_formula() -> None:
    header = model_in("Qwen2.5-14B", "Q4_K_M")

    def wants_more(_header: GgufHeader, asked: LoadPlan) -> AllocatorAnswer | None:
        asked_plans.append(asked)
        return AllocatorAnswer({"CUDA0": 1500 * MIB, "CPU": 10 * MIB}, 0, 0, 8192)

    asked_plans: list[LoadPlan] = []
    hardware = machine(30, 26, replace(RTX_4060, engine_device="CUDA0"))
    assessment = assess_best_layers(header, plan(), hardware, wants_more)
    assert gpu_shortage(assessment.memory) is None
    assert assessment.memory.gpus[0].compute_bytes == 1500 * MIB
    assert assessment.memory.placement.gpu_layers == asked_plans[-1].gpu_layers < asked_plans[0].gpu_layers


def test_an_integrated_gpu_gets_the_model_where_main_memory_has_room_for_it() -> None:
    assessment = assess_best_layers(model_in("Llama-3.1-8B", "Q4_K_M"), plan(), machine(16, 10, IRIS_XE))
    assert assessment.memory.is_wholly_on_gpus
    assert assessment.shortage is None


@pytest.mark.parametrize("available_gib", [5.0, 6.0])
def test_an_integrated_gpu_that_claims_more_than_is_free_does_not_make_the_model_impossible(
    available_gib: float,
) -> None:
    """All of it would have to be had there; the processor can use the mapped file."""
    header = model_in("Llama-3.1-8B", "Q4_K_M")
    with_gpu = assess_best_layers(header, plan(2048), machine(8, available_gib, IRIS_XE))
    without = assess_best_layers(header, plan(2048), machine(8, available_gib))
    assert with_gpu.fits
    assert FROM_BEST_TO_WORST.index(with_gpu.verdict) <= FROM_BEST_TO_WORST.index(without.verdict)
    memory = with_gpu.memory
    assert memory.cpu.anonymous_bytes + memory.shared_bytes <= budget_bytes(memory.cpu)


def test_unified_memory_is_not_counted_twice() -> None:
    """45 GB on the GPU and 30 GB beside it would each fit alone, and together are more than there is."""
    header = model_in("Llama-3.3-70B", "Q8_0")
    forced = assess(header, replace(plan(), gpu_layers=49), MAC_64)
    assert forced.memory.shared_bytes < 48 * GIB
    assert forced.memory.cpu.anonymous_bytes < 52 * GIB
    assert forced.verdict is Verdict.IMPOSSIBLE
    assert assess_best_layers(header, plan(), MAC_64).verdict is Verdict.IMPOSSIBLE


MODELS = st.sampled_from(["Llama-3.2-3B", "Llama-3.1-8B", "Qwen2.5-14B", "Qwen3-32B"])


@settings(max_examples=60, deadline=None)
@given(
    MODELS,
    st.sampled_from(["Q8_0", "Q4_K_M", "Q4_0"]),
    st.floats(2.0, 40.0),
    st.floats(0.2, 24.0),
    st.floats(1.0, 3.0),
    st.booleans(),
)
def test_more_free_memory_never_makes_the_verdict_worse(
    name: str, quantization: str, ram_gib: float, gpu_gib: float, factor: float, shares_ram: bool
) -> None:
    card = gpu("Any GPU", 80.0, gpu_gib, 400.0, shares_ram=shares_ram)
    hardware = machine(128, ram_gib, card)
    header = model_in(name, quantization)
    less, more = (
        FROM_BEST_TO_WORST.index(assess_best_layers(header, plan(), one).verdict)
        for one in (hardware, with_free(hardware, factor))
    )
    assert more <= less


@settings(max_examples=30, deadline=None)
@given(MODELS, st.floats(1.0, 24.0), st.floats(1.0, 2.0))
def test_more_free_gpu_memory_never_takes_fewer_layers(name: str, gpu_gib: float, factor: float) -> None:
    less, more = (
        best_gpu_layers(model_in(name, "Q4_K_M"), plan(), machine(64, 60, gpu("Any GPU", 80.0, gib)))
        for gib in (gpu_gib, gpu_gib * factor)
    )
    assert less <= more
