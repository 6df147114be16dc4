"""What core says can be said in another language: only names, types and digits are the same in every language."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from quantchat.core.assessment import assess
from quantchat.core.compute_memory import ComputeMemory, compute_memory
from quantchat.core.gpu_names import GpuVendor
from quantchat.core.hardware import BandwidthBasis, Hardware, MemoryHolder
from quantchat.core.hardware_text import hardware_rows
from quantchat.core.memory import PlanMemory
from quantchat.core.mixes import quantized_header
from quantchat.core.plan import KvType, LoadPlan
from quantchat.core.plan_steps import changes_between
from quantchat.core.quality import QualityClass, quality_of
from quantchat.core.quants import FILE_TYPES
from quantchat.core.reasons import choice_reason, doubt_sentences, row_reason, short_speed_text, speed_text
from quantchat.core.recommend import Judge, recommend
from quantchat.core.remedies import remedy
from quantchat.core.speed import Speed, SpeedBasis, measured_speed
from quantchat.core.unusable_gpus import (
    why_engine_silent,
    why_full,
    why_left_aside,
    why_memory_unknown,
    why_unusable,
    why_without_driver,
)
from quantchat.errors import KnownError
from quantchat.wording import Wording
from tests.core.machines import (
    GAMING_PC,
    GIB,
    MAC_64,
    OFFICE_LAPTOP,
    RTX_3060,
    RTX_4060,
    RTX_4090,
    SMALL_LAPTOP,
    candidates,
    machine,
    model_in,
    plan,
)

PROGRAMS = (MemoryHolder("firefox", GIB, 0), MemoryHolder("blender", 2 * GIB, 5 * GIB), MemoryHolder("game", 0, GIB))
MACHINES = (
    GAMING_PC,
    SMALL_LAPTOP,
    MAC_64,
    OFFICE_LAPTOP,
    replace(machine(64, 52, RTX_4090, RTX_3060), holders=PROGRAMS),
    replace(machine(30, 24, replace(RTX_4060, free_bytes=2 * GIB)), holders=PROGRAMS),
    replace(machine(8, 0.2), holders=PROGRAMS),
    machine(30, 26, replace(RTX_4090, usable=False, why_not=why_full())),
)
MODELS = ("SmolLM2-135M", "Llama-3.1-8B", "Qwen3-32B", "Llama-3.3-70B")
NAMES = {
    *MODELS,
    *KvType,
    *(kind.name for kind in FILE_TYPES.values()),
    *(gpu.name for hardware in MACHINES for gpu in hardware.gpus),
    *(f"{gpu.name} ({gpu.backend})" for hardware in MACHINES for gpu in hardware.gpus),
    *(backend for hardware in MACHINES for backend in hardware.engine_backends),
    *(hardware.cpu.name for hardware in MACHINES),
    *(holder.name for holder in PROGRAMS),
    *("CUDA", "ROCm", "SYCL", "Vulkan", "Metal"),
    *("-DGGML_CUDA=on", "-DGGML_HIP=on", "-DGGML_SYCL=on", "-DGGML_VULKAN=on"),
}


def data_in(text: str) -> Iterator[str]:
    """What would be the same in every language."""
    if isinstance(text, Wording):
        for value in text.values.values():
            if isinstance(value, str):
                yield from data_in(value)
    elif text:
        yield text


def translatable(texts: Iterator[str]) -> list[str]:
    told = list(texts)
    assert {data for text in told for data in data_in(text)} - NAMES == set()
    assert all(re.search(r"\w", text.template) for text in told if isinstance(text, Wording) and text)
    return told


def everything_of(hardware: Hardware, name: str, wanted: LoadPlan) -> Iterator[str]:
    judge = Judge(hardware)
    advice = recommend(candidates(name), wanted, judge, context_is_fixed=False)
    yield from (choice_reason(advice, name), remedy(advice, judge))
    for row in advice.rows:
        yield from (row_reason(row), row.quality.source, row.quality_class.words)
        yield from doubt_sentences(row.assessment, name)
        yield from row.assessment.memory.notes


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("hardware", MACHINES)
def test_of_an_advice_only_names_stay_as_they_are(hardware: Hardware, name: str) -> None:
    told = translatable(everything_of(hardware, name, replace(plan(), kv_type=KvType.F16)))
    assert any("tokens a second" in text or "does not fit" in text.casefold() for text in told)


@pytest.mark.parametrize("hardware", MACHINES)
def test_of_the_lines_on_a_machine_only_names_stay_as_they_are(hardware: Hardware) -> None:
    rows = hardware_rows(hardware, with_instruction_sets=False)
    told = translatable(text for label, lines in rows for text in (label, *lines))
    assert {"Processor", "Memory", "GPU", "Engine uses"} <= set(told)


def test_of_why_a_gpu_is_not_used_only_names_stay_as_they_are() -> None:
    backends = ((), ("CPU",), ("CUDA", "CPU"), ("ROCm", "SYCL", "Vulkan"), ("Metal",))
    translatable(why_unusable(vendor, known) for vendor in GpuVendor for known in backends)
    translatable(why_without_driver(vendor) for vendor in GpuVendor)
    translatable(iter((why_memory_unknown(), why_full(), why_left_aside(), why_engine_silent())))


@pytest.mark.parametrize("source", [BandwidthBasis.MEASURED, BandwidthBasis.PUBLISHED, BandwidthBasis.UNKNOWN])
def test_a_bandwidth_is_a_number_that_each_country_writes_its_own_way(source: BandwidthBasis) -> None:
    hardware = replace(GAMING_PC, ram=replace(GAMING_PC.ram, bandwidth_gbps=1234.5, bandwidth_basis=source))
    line = hardware_rows(hardware)[1][1][0]
    assert "1,234 GB/s" in line
    assert 1234.5 in [
        value for part in line.values.values() if isinstance(part, Wording) for value in part.values.values()
    ]


def test_types_and_their_quality_are_told_in_sentences_that_can_be_translated() -> None:
    translatable(kind.character for kind in FILE_TYPES.values())
    translatable(step.words for step in QualityClass)
    translatable(quality_of(kind.name, matrix).source for kind in FILE_TYPES.values() for matrix in (None, True, False))


def test_speeds_keep_their_numbers() -> None:
    speeds = [Speed(4.6, 7.8, 6.0, SpeedBasis.PREDICTED), Speed(1, 1, 1, SpeedBasis.PREDICTED)]
    speeds += [Speed(0.08, 0.12, 0.1, SpeedBasis.PREDICTED), measured_speed(4.25), measured_speed(0.04)]
    assert translatable(map(speed_text, speeds))[0] == "about 4.6 to 7.8 tokens a second"
    assert translatable(map(short_speed_text, speeds))[0] == "4.6–7.8 tokens/s expected"
    assert dict(speed_text(speeds[0]).values) == {"low": 4.6, "high": 7.8}


def test_what_a_smaller_plan_gives_up_is_told_in_parts_that_can_be_translated() -> None:
    after = LoadPlan("m", context_length=4096, kv_type=KvType.Q8_0, gpu_layers=16, batch=128, ubatch=128)
    translatable(iter((changes_between(LoadPlan("m"), after, 33), changes_between(LoadPlan("m"), after, 17))))


def memory_of(hardware: Hardware, layers: int) -> PlanMemory:
    return assess(model_in("Llama-3.1-8B", "Q4_K_M"), replace(plan(), gpu_layers=layers), hardware).memory


def compute_of(layers_on_gpu: bool) -> ComputeMemory:
    return compute_memory(
        model_in("Llama-3.1-8B", "Q4_K_M"),
        context_length=4096,
        kv_type=KvType.Q8_0,
        flash_attention=True,
        ubatch=512,
        on_gpu=True,
        is_partly_on_gpu=layers_on_gpu,
    )


def test_why_a_figure_is_no_exact_one_can_be_translated() -> None:
    told = translatable(iter((compute_of(True).why, compute_of(False).why)))
    assert "upper bound" in told[0]
    assert translatable(iter(memory_of(machine(64, 52, RTX_4090, RTX_3060), 9).notes))


@pytest.mark.parametrize("file_type", ["Q9_Z", "Q1_0"])
def test_a_type_that_cannot_be_made_is_refused_in_words_that_can_be_translated(file_type: str) -> None:
    with pytest.raises(KnownError) as caught:
        quantized_header(model_in("SmolLM2-135M", "F16"), file_type)
    assert set(data_in(caught.value.sentence)) <= {file_type}
    assert isinstance(caught.value.text, Wording)
    assert isinstance(caught.value.hint, Wording)
