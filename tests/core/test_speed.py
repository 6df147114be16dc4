"""Predicted speeds follow from bytes and bandwidths, and give way to what was measured."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quantchat.core.hardware import BandwidthBasis, Hardware
from quantchat.core.memory import plan_memory
from quantchat.core.speed import (
    Correction,
    Speed,
    SpeedBasis,
    corrected_speed,
    gpu_bytes_per_second,
    measured_speed,
    median_factor,
    predicted_speed,
    ram_bytes_per_second,
)
from tests.core.machines import (
    GAMING_PC,
    GIB,
    IRIS_XE,
    MAC_64,
    RTX_3070,
    RTX_4060,
    RTX_4090,
    gpu,
    machine,
    model_in,
    plan,
    with_ram_bandwidth,
)
from tests.engine.compute_oracle_models import MIXTURES


def speed_of(name: str, quantization: str, hardware: Hardware, gpu_layers: int = -1) -> Speed:
    memory = plan_memory(model_in(name, quantization), replace(plan(), gpu_layers=gpu_layers), hardware)
    return predicted_speed(memory, hardware)


@pytest.mark.parametrize(
    ("quantization", "hardware", "tokens_per_second"),
    [
        # Knowledge 4, which has it from published benchmarks of these cards
        ("Q4_K_M", GAMING_PC, 44),
        ("Q5_K_M", GAMING_PC, 38),
        ("Q4_K_M", machine(30, 25, RTX_3070), 70),
        ("Q5_1", machine(30, 25, RTX_3070), 58),
    ],
)
def test_a_model_wholly_on_a_gpu_is_as_fast_as_its_bandwidth_allows(
    quantization: str, hardware: Hardware, tokens_per_second: float
) -> None:
    speed = speed_of("Llama-3.1-8B", quantization, hardware)
    assert speed.middle == pytest.approx(tokens_per_second, rel=0.05)
    assert speed.low < tokens_per_second < speed.high
    assert speed.basis is SpeedBasis.PREDICTED
    assert not speed.from_disk


@pytest.mark.parametrize(("quantization", "tokens_per_second"), [("Q4_K_M", 8.0), ("Q5_1", 6.7), ("Q8_0", 4.8)])
def test_on_a_processor_with_ddr4_the_published_speeds_lie_in_the_range(
    quantization: str, tokens_per_second: float
) -> None:
    """Knowledge 4."""
    speed = speed_of("Llama-3.1-8B", quantization, machine(32, 26, bandwidth_gbps=50.0))
    assert speed.low < tokens_per_second < speed.high


def test_a_split_model_waits_for_each_device_in_turn() -> None:
    memory = plan_memory(model_in("Qwen2.5-14B", "Q4_K_M"), replace(plan(), gpu_layers=29), GAMING_PC)
    cpu, gpu_weights = memory.placement.devices
    seconds = gpu_weights.read_bytes / gpu_bytes_per_second(
        RTX_4060, GAMING_PC
    ) + cpu.read_bytes / ram_bytes_per_second(GAMING_PC)
    assert 0.8 / seconds < predicted_speed(memory, GAMING_PC).middle < 1 / seconds


def test_of_a_mixture_only_the_experts_in_use_count() -> None:
    mixture = plan_memory(MIXTURES["Qwen3-30B-A3B"].header(), replace(plan(), gpu_layers=0), machine(64, 60))
    dense = speed_of("Qwen2.5-32B", "Q4_0", machine(64, 60), 0)
    speed = predicted_speed(mixture, machine(64, 60))
    assert speed.middle > 4 * dense.middle
    assert speed.high / speed.low > dense.high / dense.low


def test_few_cores_are_the_limit_where_memory_is_fast() -> None:
    one, two, many = (
        speed_of("Qwen2.5-7B", "Q4_K_M", machine(32, 26, bandwidth_gbps=200.0, cores=cores), 0) for cores in (1, 2, 32)
    )
    assert one.middle < 0.6 * two.middle
    assert many.middle > 4 * two.middle


def test_a_processor_without_vector_instructions_is_slower_and_one_that_nobody_described_counts_as_usual() -> None:
    plain, unknown, usual, wide = (
        speed_of(
            "Qwen2.5-7B", "Q4_K_M", machine(32, 26, bandwidth_gbps=200.0, cores=2, instruction_sets=sets), 0
        ).middle
        for sets in (frozenset({"SSE3"}), frozenset[str](), frozenset({"AVX2"}), frozenset({"AVX2", "AVX512"}))
    )
    assert plain < unknown == usual < wide


def test_a_measured_bandwidth_is_trusted_more_than_one_on_paper_and_none_gives_a_wider_range() -> None:
    on_paper = machine(32, 26, bandwidth_gbps=40.0, cores=16)
    measured = machine(32, 26, bandwidth_gbps=40.0, cores=16, basis=BandwidthBasis.MEASURED)
    unknown = with_ram_bandwidth(on_paper, None)
    paper, seen, guessed = (speed_of("Qwen2.5-7B", "Q4_K_M", one, 0) for one in (on_paper, measured, unknown))
    assert seen.middle > 1.2 * paper.middle
    assert guessed.middle == pytest.approx(paper.middle)
    assert guessed.high / guessed.low > 1.5 * paper.high / paper.low


def test_an_integrated_gpu_is_no_faster_than_the_memory_it_shares() -> None:
    laptop = machine(16, 12, IRIS_XE)
    assert gpu_bytes_per_second(IRIS_XE, laptop) == ram_bytes_per_second(laptop)
    assert gpu_bytes_per_second(MAC_64.gpus[0], MAC_64) == pytest.approx(400e9 * 0.8)
    unknown = gpu("Some GPU", 8.0)
    assert gpu_bytes_per_second(unknown, machine(16, 12, unknown)) == pytest.approx(200e9 * 0.8)


def test_weights_that_do_not_fit_in_free_memory_are_read_from_the_disk() -> None:
    header, tight, roomy = model_in("Qwen2.5-7B", "Q4_K_M"), machine(8, 4), machine(8, 6)
    from_disk, from_memory = (predicted_speed(plan_memory(header, plan(2048), one), one) for one in (tight, roomy))
    assert from_disk.from_disk
    assert not from_memory.from_disk
    assert from_disk.middle < 0.2 * from_memory.middle
    assert from_disk.high < from_memory.high


def test_what_an_integrated_gpu_holds_is_no_room_for_the_rest_of_the_model() -> None:
    laptop = machine(8, 5, replace(IRIS_XE, total_bytes=4 * GIB, free_bytes=4 * GIB))
    memory = plan_memory(model_in("Qwen2.5-7B", "Q4_K_M"), replace(plan(2048), gpu_layers=14), laptop)
    assert memory.cpu.total_bytes < memory.cpu.free_bytes < memory.cpu.total_bytes + memory.shared_bytes
    assert predicted_speed(memory, laptop).from_disk


def test_a_measured_speed_has_the_spread_of_ordinary_days() -> None:
    assert measured_speed(20.0) == Speed(18.0, 22.0, 20.0, SpeedBasis.MEASURED)


def test_a_correction_moves_the_prediction_and_narrows_it_with_each_model() -> None:
    prediction = Speed(5.0, 20.0, 10.0, SpeedBasis.PREDICTED)
    assert corrected_speed(prediction, Correction()) == prediction
    by_one = corrected_speed(prediction, Correction(0.8, 1))
    by_two = corrected_speed(prediction, Correction(0.8, 2))
    assert by_one.middle == by_two.middle == pytest.approx(8.0)
    assert by_two.high / by_two.low < by_one.high / by_one.low < 4
    assert by_one.basis is SpeedBasis.PREDICTED


@given(st.lists(st.floats(0.1, 10.0), min_size=1, max_size=9))
def test_the_median_of_corrections_lies_between_them_and_no_outlier_moves_it(factors: list[float]) -> None:
    correction = median_factor(factors)
    assert correction.models == len(factors)
    assert min(factors) * 0.999 <= correction.factor <= max(factors) * 1.001
    if len(factors) >= 3:
        ordered = sorted(factors)
        assert median_factor([*ordered[:-1], 1e6]).factor == pytest.approx(correction.factor)


def test_two_corrections_are_averaged_as_the_ratios_they_are() -> None:
    assert median_factor([0.5, 2.0]).factor == pytest.approx(1.0)
    assert median_factor([]) == Correction()


QUANTIZATIONS = st.sampled_from(["F16", "Q8_0", "Q6_K", "Q5_K_M", "Q5_1", "Q4_K_M", "Q4_0", "Q2_K"])


@settings(max_examples=30, deadline=None)
@given(QUANTIZATIONS, QUANTIZATIONS)
def test_a_gpu_writes_slower_the_more_bytes_it_reads(one: str, other: str) -> None:
    hardware = machine(64, 60, RTX_4090)
    memories = [plan_memory(model_in("Llama-3.1-8B", name), plan(), hardware) for name in (one, other)]
    read = [memory.placement.devices[1].read_bytes for memory in memories]
    speeds = [predicted_speed(memory, hardware).middle for memory in memories]
    assert (read[0] < read[1]) == (speeds[0] > speeds[1])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 33), st.sampled_from(["Q8_0", "Q4_K_M"]), st.floats(10.0, 100.0))
def test_each_layer_on_a_faster_gpu_makes_it_faster_and_every_range_is_in_order(
    gpu_layers: int, quantization: str, ram_gbps: float
) -> None:
    hardware = machine(64, 60, RTX_4090, bandwidth_gbps=ram_gbps)
    fewer, more = (speed_of("Llama-3.1-8B", quantization, hardware, layers) for layers in (gpu_layers, gpu_layers + 1))
    for speed in (fewer, more):
        assert 0 < speed.low <= speed.middle <= speed.high < math.inf
    if gpu_layers > 1:  # the first one costs the change to another device
        assert fewer.middle <= more.middle
