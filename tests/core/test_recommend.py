"""The situations of issue 4: the right quantization on every kind of machine, and none that is silly."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quantchat.core.assessment import Verdict
from quantchat.core.hardware import Gpu, Hardware
from quantchat.core.memory import AllocatorAnswer
from quantchat.core.mixes import quantized_header
from quantchat.core.plan import KvType
from quantchat.core.recommend import (
    Advice,
    Availability,
    Candidate,
    GpuRoom,
    Judge,
    Tier,
    nearest_row,
    recommend,
)
from tests.core.machines import (
    GAMING_PC,
    GIB,
    MAC_64,
    OFFERED,
    OFFICE_LAPTOP,
    RTX_3060,
    RTX_3070,
    RTX_4060,
    RTX_4060_EMPTY,
    RTX_4090,
    SMALL_LAPTOP,
    candidates,
    gpu,
    machine,
    model_in,
    plan,
    with_free,
    with_ram_bandwidth,
)

FIVE_BITS = {"Q5_K_M", "Q5_K_S", "Q5_1", "Q5_0"}
SILLY = {"Q2_K", "Q4_0", "Q4_1", "F16"}


def advised(
    name: str, hardware: Hardware, context_length: int = 8192, *, fixed: bool = False, types: Sequence[str] = OFFERED
) -> Advice:
    advice = recommend(candidates(name, types), plan(context_length), Judge(hardware), context_is_fixed=fixed)
    check(advice)
    return advice


def check(advice: Advice) -> None:
    """What holds of any advice."""
    chosen = advice.recommended
    if chosen is None:
        assert advice.runner_up is None
        assert advice.tier is Tier.NEVER
        return
    assert sum(row is chosen for row in advice.rows) == 1
    assert advice.runner_up is not chosen
    for row in filter(None, (chosen, advice.runner_up)):
        assert row.assessment.fits
        assert not row.assessment.speed.from_disk
        assert not row.candidate.is_pointless


def chosen_type(advice: Advice) -> str:
    return advice.recommended.quantization if advice.recommended else "none"


def verdict_of(advice: Advice, quantization: str) -> Verdict:
    (row,) = (row for row in advice.rows if row.quantization == quantization)
    return row.assessment.verdict


def slight_changes(hardware: Hardware) -> list[Hardware]:
    """The same machine with a tenth more or less free memory, and with other memory modules."""
    return [
        with_ram_bandwidth(with_free(hardware, factor), gbps)
        for factor, gbps in itertools.product((0.9, 1.0, 1.1), (40.0, 50.0, None, 80.0, 90.0))
    ]


def extremes(hardware: Hardware) -> list[Hardware]:
    """The ends of those changes, for models that take longer to judge."""
    return [
        with_ram_bandwidth(with_free(hardware, factor), gbps)
        for factor, gbps in ((0.9, 40.0), (0.9, None), (1.1, 50.0), (1.1, 90.0))
    ]


GAMING_PCS = [GAMING_PC, machine(30, 26, RTX_4060_EMPTY), machine(30, 25, RTX_3070), machine(32, 27, RTX_4060)]


@pytest.mark.parametrize("hardware", GAMING_PCS)
def test_8b_is_wholly_on_an_8_gb_gpu_in_a_5_bit_type(hardware: Hardware) -> None:
    advice = advised("Llama-3.1-8B", hardware)
    assert chosen_type(advice) in FIVE_BITS
    assert verdict_of(advice, chosen_type(advice)) is Verdict.GPU
    assert (advice.plan.context_length, advice.plan.kv_type) == (8192, KvType.F16)
    assert advice.gpu_room is GpuRoom.NONE_MISSING


@pytest.mark.parametrize("types", [("Q4_K_M", "Q5_1", "Q8_0"), OFFERED])
def test_with_the_three_usual_types_alone_5_1_is_the_5_bit_type(types: Sequence[str]) -> None:
    assert chosen_type(advised("Llama-3.1-8B", GAMING_PC, types=types)) == ("Q5_1" if len(types) == 3 else "Q5_K_M")


@pytest.mark.parametrize("hardware", [change for one in GAMING_PCS[:2] for change in extremes(one)])
def test_8b_stays_on_the_gpu_in_4_to_6_bits_whatever_else_runs(hardware: Hardware) -> None:
    advice = advised("Llama-3.1-8B", hardware)
    assert chosen_type(advice) in FIVE_BITS | {"Q4_K_M", "Q6_K"}
    assert verdict_of(advice, chosen_type(advice)) is Verdict.GPU


@pytest.mark.parametrize("hardware", [GAMING_PC, machine(30, 26, RTX_4060_EMPTY), *slight_changes(GAMING_PC)])
def test_14b_is_split_in_q4_k_m_and_never_fits_the_gpu_whole(hardware: Hardware) -> None:
    advice = advised("Qwen2.5-14B", hardware)
    assert chosen_type(advice) in {"Q4_K_M", "Q5_K_S", "Q5_K_M"}
    if hardware.ram.bandwidth_gbps != 90.0:
        assert chosen_type(advice) == "Q4_K_M"
    assert verdict_of(advice, "Q4_K_M") is Verdict.SPLIT
    assert advice.gpu_room is GpuRoom.TOO_SMALL
    assert advice.recommended is not None
    assert 3 < advice.recommended.assessment.speed.low < advice.recommended.assessment.speed.high < 25


@pytest.mark.parametrize("hardware", [GAMING_PCS[2], *extremes(GAMING_PC)])
def test_32b_in_q4_k_m_is_slow_and_not_impossible(hardware: Hardware) -> None:
    advice = advised("Qwen3-32B", hardware)
    assert verdict_of(advice, "Q4_K_M") is Verdict.SLOW
    assert chosen_type(advice) in {"Q4_K_M", "Q3_K_M"}


def test_32b_is_recommended_in_q4_k_m_where_nothing_of_sense_is_faster() -> None:
    advice = advised("Qwen3-32B", GAMING_PC)
    assert (chosen_type(advice), advice.tier) == ("Q4_K_M", Tier.SLOW)


@pytest.mark.parametrize("hardware", [GAMING_PCS[2], *extremes(GAMING_PC)])
def test_70b_in_q4_k_m_is_impossible_and_nothing_is_recommended(hardware: Hardware) -> None:
    advice = advised("Llama-3.3-70B", hardware)
    assert verdict_of(advice, "Q4_K_M") is Verdict.IMPOSSIBLE
    assert advice.recommended is None
    nearest = nearest_row(advice)
    assert nearest is not None
    assert nearest.quantization == "Q4_K_M"


@pytest.mark.parametrize("name", ["Qwen2.5-7B", "Llama-3.1-8B"])
def test_7b_on_8_gb_of_ram_without_a_gpu_is_recommended_in_q4_k_m(name: str) -> None:
    advice = advised(name, SMALL_LAPTOP)
    assert chosen_type(advice) == "Q4_K_M"
    assert verdict_of(advice, "Q4_K_M") is Verdict.CPU
    assert advice.gpu_room is GpuRoom.NONE_MISSING


@pytest.mark.parametrize("hardware", extremes(SMALL_LAPTOP))
def test_7b_on_8_gb_of_ram_gets_a_shorter_context_rather_than_fewer_bits(hardware: Hardware) -> None:
    advice = advised("Qwen2.5-7B", hardware)
    assert chosen_type(advice) in {"Q4_K_M", "Q5_K_S", "Q5_K_M"}
    assert advice.plan.context_length >= 2048
    roomier = advised("Qwen2.5-7B", with_free(hardware, 1.3))
    assert roomier.plan.context_length >= advice.plan.context_length


def test_a_context_that_was_asked_for_is_kept_even_where_a_shorter_one_would_let_more_run() -> None:
    tight = machine(8, 4.8, bandwidth_gbps=40.0, cores=4)
    assert advised("Qwen2.5-7B", tight, 32768, fixed=True).plan.context_length == 32768
    assert advised("Qwen2.5-7B", tight, 32768).plan.context_length < 32768


@pytest.mark.parametrize("factor", [0.9, 1.0, 1.1])
def test_a_mac_with_64_gb_runs_70b_in_4_bits_and_32b_in_8(factor: float) -> None:
    mac = with_free(MAC_64, factor)
    advice = advised("Llama-3.3-70B", mac)
    assert chosen_type(advice) in {"Q4_K_M", "Q5_K_S", "IQ4_XS", "Q4_K_S"}
    assert advice.recommended is not None
    memory = advice.recommended.assessment.memory
    assert memory.cpu.anonymous_bytes + memory.shared_bytes <= mac.ram.available_bytes
    assert verdict_of(advice, "F16") is Verdict.IMPOSSIBLE
    smaller = advised("Qwen3-32B", mac)
    assert chosen_type(smaller) in {"Q8_0", "Q6_K"}
    assert verdict_of(smaller, chosen_type(smaller)) is Verdict.GPU


def test_two_unequal_gpus_hold_a_32b_together() -> None:
    both = advised("Qwen3-32B", machine(64, 52, RTX_4090, RTX_3060, bandwidth_gbps=60.0))
    assert chosen_type(both) == "Q6_K"
    assert both.recommended is not None
    large, small = both.recommended.assessment.memory.gpus
    assert large.weights_bytes > 1.5 * small.weights_bytes > 0
    alone = advised("Qwen3-32B", machine(64, 52, RTX_4090, bandwidth_gbps=60.0))
    assert chosen_type(alone) in {"Q4_K_M", "IQ4_XS", "Q4_K_S"}


def test_a_gpu_three_quarters_full_is_used_for_what_is_free_and_would_hold_the_model_if_it_were_emptied() -> None:
    full = replace(RTX_4060, free_bytes=2 * GIB)
    advice = advised("Llama-3.1-8B", machine(30, 24, full))
    assert chosen_type(advice) == "Q4_K_M"
    assert verdict_of(advice, "Q4_K_M") in (Verdict.SPLIT, Verdict.CPU)
    assert advice.gpu_room is GpuRoom.TOO_FULL


def test_a_long_context_alone_can_keep_a_model_off_the_gpu() -> None:
    advice = advised("Llama-3.1-8B", GAMING_PC, 65536, fixed=True)
    assert advice.gpu_room is GpuRoom.CONTEXT_TOO_LONG


@pytest.mark.parametrize("factor", [0.9, 1.0, 1.1])
def test_an_integrated_gpu_gets_what_fits_in_the_memory_it_shares(factor: float) -> None:
    laptop = with_free(OFFICE_LAPTOP, factor)
    advice = advised("Llama-3.1-8B", laptop)
    assert chosen_type(advice) == "Q4_K_M"
    assert advice.recommended is not None
    memory = advice.recommended.assessment.memory
    assert memory.cpu.anonymous_bytes + memory.shared_bytes <= laptop.ram.available_bytes
    # 10 GB of main memory with 8 GB "on the GPU" are no 18 GB.
    assert advised("Mistral-Small-24B", laptop).recommended is None


@pytest.mark.parametrize("factor", [0.9, 1.0, 1.1])
def test_a_container_of_4_gb_gets_what_fits_in_it_and_not_in_the_host(factor: float) -> None:
    container = with_free(machine(4, 3.6), factor)
    assert chosen_type(advised("Llama-3.1-8B", container)) in {"none", "Q2_K"}
    assert verdict_of(advised("Llama-3.1-8B", container), "Q4_K_M") in (Verdict.SLOW, Verdict.IMPOSSIBLE)
    small = advised("Llama-3.2-3B", container)
    assert chosen_type(small) in FIVE_BITS | {"Q4_K_M"}
    assert verdict_of(small, chosen_type(small)) is Verdict.CPU


def test_a_gpu_that_the_build_cannot_use_is_not_used_and_no_error() -> None:
    unusable = advised("Llama-3.1-8B", machine(30, 26, replace(RTX_4090, usable=False)))
    none = advised("Llama-3.1-8B", machine(30, 26))
    assert chosen_type(unusable) == chosen_type(none) == "Q4_K_M"
    assert unusable.recommended is not None
    assert unusable.recommended.assessment.memory.gpus == ()
    assert unusable.gpu_room is GpuRoom.NONE_MISSING


@pytest.mark.parametrize("hardware", extremes(machine(32, 26, RTX_4090)))
def test_on_24_gb_8_bits_of_an_8b_win(hardware: Hardware) -> None:
    advice = advised("Llama-3.1-8B", hardware)
    assert chosen_type(advice) == "Q8_0"
    assert verdict_of(advice, "Q8_0") is verdict_of(advice, "Q4_K_M") is Verdict.GPU


def test_a_quantized_cache_comes_before_fewer_bits() -> None:
    """At this context Q4_K_M fits only with a smaller cache."""
    card = gpu("NVIDIA GeForce RTX 4060", 8.0, 6.6, 272.0)
    advice = advised("Llama-3.1-8B", machine(30, 26, card), 16384)
    assert (chosen_type(advice), advice.plan.kv_type) == ("Q4_K_M", KvType.Q8_0)
    assert advice.tier is Tier.GPU
    assert advice.plan.context_length == 16384


def test_a_severe_loss_is_the_last_resort_and_an_unquantized_type_never_taken() -> None:
    for name, hardware in itertools.product(
        ("Llama-3.2-3B", "Llama-3.1-8B", "Qwen2.5-14B"), (GAMING_PC, SMALL_LAPTOP, MAC_64, OFFICE_LAPTOP)
    ):
        assert chosen_type(advised(name, hardware)) not in SILLY


def test_where_nothing_runs_at_the_wanted_context_a_shorter_one_is_better_than_nothing() -> None:
    tight = machine(8, 4.1, bandwidth_gbps=40.0, cores=4)
    types = ("Q8_0", "Q5_1", "Q4_K_M", "Q3_K_M")
    assert advised("Llama-3.1-8B", tight, 32768, fixed=True, types=types).recommended is None
    shorter = advised("Llama-3.1-8B", tight, 32768, types=types)
    assert chosen_type(shorter) == "Q3_K_M"
    assert shorter.plan.context_length < 32768


def made(name: str, quantization: str, source: str) -> Candidate:
    header = quantized_header(model_in(name, source), quantization)
    return Candidate(quantization, header, Availability.QUANTIZE, made_from=source)


def test_what_would_be_made_from_a_file_that_has_lost_as_much_is_pointless_and_never_taken() -> None:
    local = Candidate("Q4_K_M", model_in("Llama-3.1-8B", "Q4_K_M"), Availability.LOCAL, "/models/x.gguf")
    larger = [made("Llama-3.1-8B", name, "Q4_K_M") for name in ("Q8_0", "Q5_1")]
    assert [candidate.is_pointless for candidate in (local, *larger)] == [False, True, True]
    advice = recommend([*larger, local], plan(), Judge(machine(32, 26, RTX_4090)))
    check(advice)
    assert chosen_type(advice) == "Q4_K_M"
    assert advice.runner_up is None


def test_what_is_made_from_an_original_is_as_good_as_a_file() -> None:
    assert not made("Llama-3.1-8B", "Q8_0", "F16").is_pointless
    assert not made("Llama-3.1-8B", "Q4_K_M", "Q8_0").is_pointless
    assert made("Llama-3.1-8B", "Q8_0", "Q8_0").is_pointless


def test_rows_come_finest_first_and_tell_bits_of_the_file() -> None:
    advice = advised("Llama-3.1-8B", GAMING_PC)
    assert [row.quantization for row in advice.rows] == list(OFFERED)
    bits = {row.quantization: row.bits_per_weight for row in advice.rows}
    assert bits["Q4_K_M"] == pytest.approx(4.8944, abs=0.0005)  # knowledge 1.2
    assert bits["Q8_0"] == pytest.approx(8.5008, abs=0.0005)


def test_llama_cpps_answers_are_asked_for_with_the_path_of_each_file() -> None:
    asked: set[str] = set()

    def allocator(_header: object, wanted: object) -> AllocatorAnswer | None:
        asked.add(getattr(wanted, "model_path", ""))
        return None

    local = Candidate("Q4_K_M", model_in("Llama-3.1-8B", "Q4_K_M"), Availability.LOCAL, "/models/x.gguf")
    recommend([local], plan(), Judge(machine(32, 26), allocator))
    assert asked == {"/models/x.gguf"}


@settings(max_examples=20, deadline=None)
@given(
    st.sampled_from(["SmolLM2-135M", "Llama-3.2-3B", "Llama-3.1-8B", "Qwen2.5-14B"]),
    st.floats(1.0, 64.0),
    st.sampled_from([None, 4.0, 8.0, 12.0, 24.0]),
    st.floats(0.0, 1.0),
    st.sampled_from([None, 20.0, 45.0, 90.0, 300.0]),
    st.sampled_from([512, 2048, 8192, 32768]),
    st.booleans(),
)
def test_whatever_the_machine_the_choice_can_be_loaded_and_nothing_better_was_passed_over(
    name: str,
    ram_gib: float,
    gpu_gib: float | None,
    free_share: float,
    bandwidth_gbps: float | None,
    context_length: int,
    fixed: bool,
) -> None:
    cards: list[Gpu] = [] if gpu_gib is None else [gpu("Any GPU", gpu_gib, gpu_gib * free_share)]
    hardware = machine(64, ram_gib, *cards, bandwidth_gbps=bandwidth_gbps)
    advice = advised(name, hardware, context_length, fixed=fixed)
    judge = Judge(hardware)
    for row in advice.rows:
        assert judge.tier(row) >= advice.tier
