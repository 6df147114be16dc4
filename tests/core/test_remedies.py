"""Where nothing fits, the smallest single change that would help: and it would, if it were made."""

import re
from dataclasses import replace

import pytest

from quantchat.core.assessment import Verdict
from quantchat.core.hardware import Hardware, MemoryHolder
from quantchat.core.plan import KvType
from quantchat.core.recommend import Advice, Judge, nearest_row, recommend
from quantchat.core.remedies import remedy, smaller_model_sentence
from tests.core.machines import (
    GAMING_PC,
    GIB,
    MAC_64,
    OFFICE_LAPTOP,
    RTX_3060,
    RTX_3070,
    RTX_4060,
    RTX_4090,
    SMALL_LAPTOP,
    candidates,
    gpu,
    machine,
    plan,
)

RUNNING = {Verdict.GPU, Verdict.SPLIT, Verdict.CPU}
THREE_TYPES = ("Q4_K_M", "Q5_1", "Q8_0")
FULL_GPU = replace(RTX_4060, free_bytes=2 * GIB)


def judged(
    name: str, hardware: Hardware, context_length: int = 8192, kv_type: KvType = KvType.F16
) -> tuple[Advice, Judge]:
    judge = Judge(hardware)
    wanted = replace(plan(context_length), kv_type=kv_type)
    return recommend(candidates(name, THREE_TYPES), wanted, judge), judge


def remedy_of(name: str, hardware: Hardware, context_length: int = 8192, kv_type: KvType = KvType.F16) -> str:
    advice, judge = judged(name, hardware, context_length, kv_type)
    return remedy(advice, judge)


def test_what_runs_as_well_as_it_can_needs_no_remedy() -> None:
    assert remedy_of("Llama-3.1-8B", GAMING_PC) == ""
    assert remedy_of("Qwen2.5-14B", GAMING_PC) == ""
    assert remedy_of("Llama-3.1-8B", SMALL_LAPTOP) == ""


def test_a_shorter_context_is_named_where_it_suffices_and_it_does() -> None:
    tight = machine(8, 5.2, cores=8)
    advice, judge = judged("Llama-3.1-8B", tight, 16384)
    assert advice.recommended is None
    sentence = remedy(advice, judge)
    match = re.fullmatch(r"With ([\d,]+) tokens of context, Q4_K_M would fit\.", sentence)
    assert match
    context_length = int(match[1].replace(",", ""))
    row = nearest_row(advice)
    assert row is not None
    assert judge.row(row.candidate, plan(context_length)).assessment.verdict in RUNNING
    assert judge.row(row.candidate, plan(2 * context_length)).assessment.verdict not in RUNNING


def test_the_program_that_holds_the_memory_is_named_where_closing_it_alone_suffices() -> None:
    holders = (MemoryHolder("video-editor", 9 * GIB), MemoryHolder("firefox", 3 * GIB), MemoryHolder("mail", GIB // 2))
    tight = machine(16, 3.5, holders=holders)
    sentence = remedy_of("Llama-3.1-8B", tight, 2048, KvType.Q8_0)
    assert sentence == "Closing firefox, which holds 3 GB, would make room for Q4_K_M."
    freed = replace(tight, ram=replace(tight.ram, available_bytes=tight.ram.available_bytes + 3 * GIB))
    assert judged("Llama-3.1-8B", freed, 2048, KvType.Q8_0)[0].recommended is not None


@pytest.mark.parametrize(
    ("hardware", "name", "least", "most"),
    [
        (GAMING_PC, "Llama-3.3-70B", 14, 60),
        (SMALL_LAPTOP, "Qwen3-32B", 5, 9),
        (machine(4, 3.6), "Llama-3.1-8B", 3, 6),
        (machine(64, 52, RTX_4090, RTX_3060), "Llama-3.3-70B", 40, 140),
    ],
)
def test_else_it_says_how_large_a_model_would_fit(hardware: Hardware, name: str, least: float, most: float) -> None:
    advice, judge = judged(name, hardware)
    row = nearest_row(advice)
    assert row is not None
    sentence = smaller_model_sentence(hardware, row.assessment.memory, judge.reading_speed)
    assert "billion" in sentence
    sizes = [float(number) for number in re.findall(r"(\d+(?:\.\d)?) billion", sentence)]
    sizes = sizes or [float(number) for number in re.findall(r"about (\d+(?:\.\d)?)", sentence)]
    assert all(least <= size <= most for size in sizes)
    if advice.recommended is None:
        assert remedy(advice, judge) == sentence


@pytest.mark.parametrize(
    ("hardware", "fitting", "too_large"),
    [
        (GAMING_PC, "Qwen3-32B", "Llama-3.3-70B"),
        (SMALL_LAPTOP, "Llama-3.2-3B", "Qwen2.5-14B"),
        (OFFICE_LAPTOP, "Llama-3.1-8B", "Mistral-Small-24B"),
        (MAC_64, "Llama-3.3-70B", None),
    ],
)
def test_the_size_that_is_named_as_fitting_agrees_with_models_that_fit_and_that_do_not(
    hardware: Hardware, fitting: str, too_large: str | None
) -> None:
    advice, judge = judged(fitting, hardware)
    row = nearest_row(advice)
    assert row is not None
    sentence = smaller_model_sentence(hardware, row.assessment.memory, judge.reading_speed)
    largest = max(float(number) for number in re.findall(r"(?:about|to) (\d+(?:\.\d)?)", sentence))
    assert billions(fitting) <= largest
    assert advice.recommended is not None
    if too_large:
        assert largest < billions(too_large)
        assert judged(too_large, hardware)[0].recommended is None


def billions(name: str) -> float:
    (candidate,) = candidates(name, ("Q4_K_M",))
    return sum(tensor.elements for tensor in candidate.header.tensors) / 1e9


def test_with_hardly_any_memory_left_it_says_so_instead_of_naming_a_size() -> None:
    assert remedy_of("Llama-3.1-8B", machine(8, 0.2)).startswith("Close other programs")


def test_the_program_that_fills_the_gpu_is_named_with_what_would_run_there_without_it() -> None:
    holders = (MemoryHolder("ollama", GIB, 5 * GIB), MemoryHolder("firefox", 2 * GIB, GIB // 4))
    full = machine(30, 24, FULL_GPU, holders=holders)
    sentence = remedy_of("Llama-3.1-8B", full)
    match = re.fullmatch(r"Closing ollama \(5 GB\) would let it run wholly on the GPU, in (\S+)\.", sentence)
    assert match
    emptied = machine(30, 24, replace(FULL_GPU, free_bytes=7 * GIB))
    advice, _ = judged("Llama-3.1-8B", emptied)
    assert advice.recommended is not None
    assert advice.recommended.quantization == match[1]
    assert advice.recommended.assessment.verdict is Verdict.GPU


def test_programs_that_fill_the_gpu_only_together_are_named_together() -> None:
    holders = (MemoryHolder("game", 0, 3 * GIB), MemoryHolder("firefox", 0, 2 * GIB))
    sentence = remedy_of("Llama-3.1-8B", machine(30, 24, FULL_GPU, holders=holders))
    assert sentence.startswith("Closing game (3 GB) and firefox (2 GB) would let it run wholly on the GPU")


@pytest.mark.parametrize(
    "hardware",
    [
        machine(30, 24, FULL_GPU),
        machine(30, 24, FULL_GPU, holders=[MemoryHolder("firefox", 0, GIB // 4)]),
        machine(30, 24, FULL_GPU, gpu("Second", 8.0, 1.0, 200.0), holders=[MemoryHolder("game", 0, 6 * GIB)]),
    ],
)
def test_where_nobody_knows_who_fills_the_gpus_it_says_to_close_what_uses_them(hardware: Hardware) -> None:
    sentence = remedy_of("Llama-3.1-8B", hardware)
    assert re.fullmatch(r"Closing the programs that use the GPUs? would let it run wholly there, in Q\S+\.", sentence)


def test_a_gpu_that_is_too_small_is_not_blamed_on_programs() -> None:
    full = replace(RTX_3070, free_bytes=4 * GIB)
    assert remedy_of("Qwen2.5-14B", machine(30, 24, full, holders=[MemoryHolder("game", 0, 4 * GIB)])) == ""
