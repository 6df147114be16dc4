"""The adviser asks llama.cpp where it can, computes where it cannot, says which, and learns from answers."""

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from quantchat.advice.adviser import Adviser
from quantchat.advice.measurements import Measurements
from quantchat.core.gguf import GgufHeader
from quantchat.core.hardware import Hardware
from quantchat.core.memory import AllocatorAnswer, MemorySource
from quantchat.core.plan import KvType, LoadPlan
from quantchat.core.recommend import Availability, Candidate
from quantchat.core.speed import SpeedBasis
from quantchat.probe.oracle import Oracle, ProbeFailed
from tests.core.machines import GAMING_PC, GIB, MIB, candidates, machine, model_in, plan
from tests.engine.compute_oracle_models import MIXTURES

CPU_ONLY = machine(32, 26)
SMALL = model_in("SmolLM2-135M", "Q4_1")
PLAN = replace(plan(2048), model_path="/models/small.gguf")


class CountingOracle(Oracle):
    """Always gives the same answer, and keeps the plans that it was asked about."""

    def __init__(self) -> None:
        super().__init__()
        self.plans: list[LoadPlan] = []

    def allocation(self, header: GgufHeader, plan: LoadPlan) -> AllocatorAnswer:
        self.plans.append(plan)
        return AllocatorAnswer({"CPU": 77 * MIB}, 0, 0, plan.context_length)


class FailingOracle(CountingOracle):
    """Its child dies on every question."""

    def allocation(self, header: GgufHeader, plan: LoadPlan) -> AllocatorAnswer:
        super().allocation(header, plan)
        raise ProbeFailed("it died")


@pytest.fixture
def oracle() -> Iterator[Oracle]:
    with Oracle() as running:
        yield running


def fit_source(adviser: Adviser, header: GgufHeader = SMALL, wanted: LoadPlan = PLAN) -> MemorySource:
    return adviser.fit(header, wanted, choose_gpu_layers=True).memory.source


def test_with_the_probe_the_figures_are_llama_cpps_and_without_it_the_formulas(oracle: Oracle) -> None:
    asked = Adviser(CPU_ONLY, oracle=oracle).fit(SMALL, PLAN, choose_gpu_layers=True).memory
    computed = Adviser(CPU_ONLY).fit(SMALL, PLAN, choose_gpu_layers=True).memory
    assert (asked.source, computed.source) == (MemorySource.PROBE, MemorySource.FORMULA)
    assert asked.cpu.weights_bytes == computed.cpu.weights_bytes
    assert asked.cpu.kv_bytes == computed.cpu.kv_bytes == 45 * MIB
    assert computed.cpu.compute_bytes == pytest.approx(asked.cpu.compute_bytes, rel=0.001)


def test_the_same_question_is_asked_once_whatever_the_file_is_called() -> None:
    oracle = CountingOracle()
    adviser = Adviser(CPU_ONLY, oracle=oracle)
    for path in ("/models/a.gguf", "/models/a.gguf", ""):
        assert fit_source(adviser, wanted=replace(PLAN, model_path=path)) is MemorySource.PROBE
    assert len(oracle.plans) == 1
    fit_source(adviser, wanted=replace(PLAN, context_length=512))
    fit_source(adviser, replace(SMALL))
    assert len(oracle.plans) == 3


@pytest.mark.parametrize(
    ("hardware", "is_this_machine", "source"),
    [
        (CPU_ONLY, True, MemorySource.PROBE),
        (GAMING_PC, True, MemorySource.PROBE),
        (CPU_ONLY, False, MemorySource.PROBE),
        (GAMING_PC, False, MemorySource.FORMULA),
    ],
)
def test_gpus_that_are_not_here_cannot_be_asked(
    hardware: Hardware, is_this_machine: bool, source: MemorySource
) -> None:
    assert fit_source(Adviser(hardware, oracle=CountingOracle(), is_this_machine=is_this_machine)) is source


def test_where_the_probe_dies_the_answer_comes_from_the_formula_and_it_is_not_asked_again() -> None:
    oracle = FailingOracle()
    adviser = Adviser(CPU_ONLY, oracle=oracle)
    for _ in range(3):
        assert fit_source(adviser) is MemorySource.FORMULA
    assert len(oracle.plans) == 1


def killed(oracle: Oracle) -> None:
    assert oracle._child is not None
    pid, channel = oracle._child.pid, oracle._child.channel
    send = channel.send

    def send_and_kill(data: bytes) -> None:
        send(data)
        os.kill(pid, signal.SIGKILL)

    os.kill(pid, signal.SIGSTOP)  # so that it does not answer before it is killed
    channel.send = send_and_kill  # type: ignore[method-assign]  # there is no other moment to catch


def hung(oracle: Oracle) -> None:
    assert oracle._child is not None
    os.kill(oracle._child.pid, signal.SIGSTOP)
    oracle._answer_seconds = 0.3


@pytest.mark.parametrize("mishap", [killed, hung])
def test_a_real_child_that_is_killed_or_hangs_costs_one_exact_answer_and_leaves_nothing_behind(
    oracle: Oracle, mishap: Callable[[Oracle], None]
) -> None:
    before = psutil.Process().children(recursive=True)
    adviser = Adviser(CPU_ONLY, oracle=oracle)
    oracle.engine_build()
    mishap(oracle)
    assert fit_source(adviser) is MemorySource.FORMULA
    assert psutil.Process().children(recursive=True) == before
    oracle._answer_seconds = 20.0
    assert fit_source(adviser, wanted=replace(PLAN, context_length=512)) is MemorySource.PROBE


@pytest.mark.parametrize("changes", [{"llama.rope.dimension_count": 63}, {"llama.rope.dimension_count": 2**31}])
def test_a_header_that_llama_cpp_refuses_is_still_judged_by_formula(oracle: Oracle, changes: dict[str, int]) -> None:
    adviser = Adviser(CPU_ONLY, oracle=oracle)
    odd = replace(SMALL, metadata={**SMALL.metadata, **changes})
    assert fit_source(adviser, odd) is MemorySource.FORMULA
    assert fit_source(adviser) is MemorySource.PROBE


def test_a_header_that_makes_llama_cpp_abort_is_still_judged_by_formula(oracle: Oracle) -> None:
    """With many experts and a quantized cache its graph outgrows its table (`ggml-impl.h:330`)."""
    adviser = Adviser(CPU_ONLY, oracle=oracle)
    granite, quantized_cache = MIXTURES["Granite-3-1B-A400M"].header(), replace(PLAN, kv_type=KvType.Q8_0)
    with pytest.raises(ProbeFailed, match="it died"):
        oracle.allocation(granite, quantized_cache)
    assert fit_source(adviser, granite, quantized_cache) is MemorySource.FORMULA
    assert fit_source(adviser, granite) is MemorySource.PROBE


def test_layers_that_were_asked_for_are_kept_and_else_as_many_chosen_as_fit() -> None:
    header = model_in("Qwen2.5-14B", "Q4_K_M")
    adviser = Adviser(GAMING_PC)
    fixed = adviser.fit(header, replace(plan(), gpu_layers=49), choose_gpu_layers=False)
    chosen = adviser.fit(header, replace(plan(), gpu_layers=49), choose_gpu_layers=True)
    assert not fixed.fits
    assert chosen.fits
    assert 0 < chosen.memory.placement.gpu_layers < fixed.memory.placement.gpu_layers == 49


def test_one_answer_makes_the_next_speed_measured_within_10_percent(tmp_path: Path) -> None:
    adviser = Adviser(CPU_ONLY, measurements=Measurements(tmp_path / "m"))
    before = adviser.fit(SMALL, PLAN, choose_gpu_layers=True)
    assert adviser.measured(before.memory) is None
    adviser.note(before.memory, 123.0, memory_bytes=80 * MIB)
    after = adviser.fit(SMALL, PLAN, choose_gpu_layers=True)
    assert after.speed.basis is SpeedBasis.MEASURED
    assert (after.speed.low, after.speed.high) == pytest.approx((123 * 0.9, 123 * 1.1))
    known = adviser.measured(after.memory)
    assert known is not None
    assert known.predicted_tokens_per_second == pytest.approx(before.speed.middle)
    assert known.predicted_memory_bytes == before.memory.cpu.anonymous_bytes


def test_what_was_measured_of_one_model_corrects_the_advice_on_another(tmp_path: Path) -> None:
    measurements = Measurements(tmp_path / "m")
    adviser = Adviser(CPU_ONLY, measurements=measurements)
    offered = candidates("Llama-3.1-8B")
    first = adviser.recommend("Llama", offered, plan(), context_is_fixed=True)
    small = adviser.fit(SMALL, PLAN, choose_gpu_layers=True)
    adviser.note(small.memory, small.speed.middle / 2)
    second = adviser.recommend("Llama", offered, plan(), context_is_fixed=True)
    for before, after in zip(first.advice.rows, second.advice.rows, strict=True):
        assert after.assessment.speed.middle == pytest.approx(before.assessment.speed.middle / 2)
    assert first.reason != second.reason


def test_without_a_place_for_measurements_nothing_is_learned_and_nothing_fails() -> None:
    adviser = Adviser(CPU_ONLY)
    memory = adviser.fit(SMALL, PLAN, choose_gpu_layers=True).memory
    adviser.note(memory, 50.0)
    assert adviser.measured(memory) is None
    assert adviser.fit(SMALL, PLAN, choose_gpu_layers=True).speed.basis is SpeedBasis.PREDICTED


def test_the_reading_speed_of_the_person_decides() -> None:
    verdicts = [
        Adviser(CPU_ONLY, reading_speed=speed).fit(model_in("Llama-3.1-8B", "Q4_K_M"), plan(), choose_gpu_layers=True)
        for speed in (2.0, 30.0)
    ]
    assert [one.verdict.value for one in verdicts] == ["cpu", "slow"]


def test_a_recommendation_asks_the_probe_about_every_file_and_says_why() -> None:
    oracle = CountingOracle()
    local = Candidate("Q4_1", SMALL, Availability.LOCAL, "/models/small.gguf")
    done = Adviser(CPU_ONLY, oracle=oracle).recommend("SmolLM2", [local], plan(2048), context_is_fixed=True)
    assert oracle.plans
    assert done.advice.recommended is not None
    assert done.advice.recommended.assessment.memory.source is MemorySource.PROBE
    assert done.reason.startswith("Q4_1 (")
    assert done.remedy == ""
    nothing = Adviser(machine(4, 3), oracle=oracle).recommend(
        "Llama", candidates("Llama-3.3-70B", ("Q4_K_M",)), plan(2048), context_is_fixed=True
    )
    assert nothing.advice.recommended is None
    assert "billion parameters" in nothing.remedy
    assert nothing.advice.rows[0].assessment.memory.cpu.free_bytes == 3 * GIB
