"""Answers the questions of a person about models on a machine; the window and the command line both ask it."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from quantchat.advice.measurements import Measurement, Measurements, devices_key, model_key, plan_key
from quantchat.core.assessment import (
    READING_TOKENS_PER_SECOND,
    AllocatorLookup,
    Assessment,
    assess,
    assess_best_layers,
    no_answer,
)
from quantchat.core.gguf import GgufHeader
from quantchat.core.hardware import Hardware
from quantchat.core.memory import AllocatorAnswer, ModelMemories, PlanMemory, engine_gpus
from quantchat.core.plan import LoadPlan
from quantchat.core.reasons import choice_reason
from quantchat.core.recommend import Advice, Candidate, Judge, Row, recommend
from quantchat.core.remedies import remedy
from quantchat.core.speed import Speed, predicted_speed
from quantchat.probe.oracle import Oracle, ProbeFailed
from quantchat.wording import Wording


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Advice in figures and in words.

    Attributes:
        model_name: for people.
        advice: every candidate judged, and the choice.
        reason: why the choice is, or why there is none.
        remedy: the smallest single change that would help where there is none, or what to close for it to run wholly
            on the GPU; empty else.
    """

    model_name: str
    advice: Advice
    reason: Wording
    remedy: Wording


def always() -> bool:
    """The answer is wanted whatever happens meanwhile."""
    return True


class Adviser:
    """Judges models on one machine. Use it from one thread, which must live as long as the oracle's child.

    Attributes:
        hardware: the machine.
        reading_speed: tokens a second below which writing counts as slow.
    """

    def __init__(
        self,
        hardware: Hardware,
        *,
        oracle: Oracle | None = None,
        is_this_machine: bool = True,
        measurements: Measurements | None = None,
        reading_speed: float = READING_TOKENS_PER_SECOND,
        memories: ModelMemories | None = None,
    ) -> None:
        """Make an adviser.

        Args:
            hardware: the machine.
            oracle: asks llama.cpp itself about memory; None for formulas only.
            is_this_machine: whether the hardware is that of this computer, so that its GPUs can be asked too.
            measurements: what was measured on it.
            reading_speed: tokens a second below which writing counts as slow.
            memories: what was worked out of headers before; the adviser adds to it.
        """
        self.hardware = hardware
        self._oracle = oracle
        self._is_this_machine = is_this_machine
        self._measurements = measurements
        self.reading_speed = reading_speed
        self._memories = memories or ModelMemories()
        self._answers: dict[tuple[int, LoadPlan], tuple[GgufHeader, AllocatorAnswer | None]] = {}

    def fit(self, header: GgufHeader, plan: LoadPlan, *, choose_gpu_layers: bool) -> Assessment:
        """Judge one plan; with `choose_gpu_layers` with as many layers on GPUs as fit there.

        Raises:
            KnownError: the header's figures are absurd.
        """
        judge = assess_best_layers if choose_gpu_layers else assess
        return judge(header, plan, self.hardware, self._allocator, self._speed, self.reading_speed, self._memories)

    def advice(
        self,
        candidates: Sequence[Candidate],
        plan: LoadPlan,
        *,
        context_is_fixed: bool,
        kv_type_is_fixed: bool = False,
    ) -> Advice:
        """Judge every candidate and choose one, by formula and without words; what the person fixed is kept.

        Raises:
            KnownError: a header's figures are absurd.
        """
        return recommend(
            candidates,
            plan,
            self._judge(no_answer),
            context_is_fixed=context_is_fixed,
            kv_type_is_fixed=kv_type_is_fixed,
        )

    def recommend(
        self,
        model_name: str,
        candidates: Sequence[Candidate],
        plan: LoadPlan,
        *,
        context_is_fixed: bool,
        kv_type_is_fixed: bool = False,
        exact_seconds: float = math.inf,
        is_wanted: Callable[[], bool] = always,
    ) -> Recommendation:
        """Judge every candidate and choose one; what the person fixed is kept.

        Args:
            model_name: for people.
            candidates: each quantization once.
            plan: what is wanted.
            context_is_fixed: no shorter context is to be proposed.
            kv_type_is_fixed: no other KV type is to be proposed.
            exact_seconds: how long llama.cpp may be asked about compute memory, 0 for formulas and what it answered
                before. Where that is too short for all rows, it is asked about the recommended one first, then about
                files that are here.
            is_wanted: where it says no, llama.cpp is asked no more.

        Raises:
            KnownError: a header's figures are absurd.
        """
        is_limited = math.isfinite(exact_seconds)
        if is_limited and exact_seconds:
            by_formula = self.advice(
                candidates, plan, context_is_fixed=context_is_fixed, kv_type_is_fixed=kv_type_is_fixed
            )
            self._ask_ahead(by_formula, exact_seconds, is_wanted)
        judge = self._judge(self._known_answer if is_limited else self._allocator)
        advice = recommend(
            candidates, plan, judge, context_is_fixed=context_is_fixed, kv_type_is_fixed=kv_type_is_fixed
        )
        return Recommendation(model_name, advice, choice_reason(advice, model_name), remedy(advice, judge))

    def rows(self, candidates: Sequence[Candidate], plan: LoadPlan) -> tuple[Row, ...]:
        """Judge each candidate with just this plan, by formula, in the order given.

        Raises:
            KnownError: a header's figures are absurd.
        """
        judge = self._judge(no_answer)
        return tuple(judge.row(candidate, plan) for candidate in candidates)

    def measured(self, memory: PlanMemory) -> Measurement | None:
        """What was measured of this file with this plan here; None if it never ran so."""
        return self._measurements.of_model(memory, self.hardware) if self._measurements else None

    def note(self, memory: PlanMemory, tokens_per_second: float, memory_bytes: int = 0) -> None:
        """Learn from an answer.

        Raises:
            OSError: it could not be written; it counts until the program ends.
        """
        if self._measurements is None:
            return
        self._measurements.add(
            Measurement(
                model=model_key(memory),
                plan=plan_key(memory),
                devices=devices_key(memory, self.hardware),
                tokens_per_second=tokens_per_second,
                predicted_tokens_per_second=predicted_speed(memory, self.hardware).middle,
                memory_bytes=memory_bytes,
                predicted_memory_bytes=memory.cpu.anonymous_bytes if memory_bytes else 0,
            )
        )

    def _judge(self, allocator: AllocatorLookup) -> Judge:
        return Judge(self.hardware, allocator, self._speed, self.reading_speed, self._memories)

    def _ask_ahead(self, advice: Advice, seconds: float, is_wanted: Callable[[], bool]) -> None:
        """Ask llama.cpp about the rows of an advice until time is up; the first may have to wait for its start."""
        judge = self._judge(self._allocator)
        ends_at = math.inf
        for row in sorted(advice.rows, key=lambda row: (row is not advice.recommended, not row.candidate.path)):
            if not is_wanted():
                return
            judge.row(row.candidate, advice.plan)
            if time.monotonic() >= ends_at:
                return
            if math.isinf(ends_at):
                ends_at = time.monotonic() + seconds

    def _speed(self, memory: PlanMemory, prediction: Speed) -> Speed:
        return self._measurements.speed(memory, self.hardware, prediction) if self._measurements else prediction

    def _allocator(self, header: GgufHeader, plan: LoadPlan) -> AllocatorAnswer | None:
        """llama.cpp's own answer; None where the devices are not here, or the probe died on it."""
        devices_are_here = self._is_this_machine or not engine_gpus(self.hardware)
        if self._oracle is None or not devices_are_here:
            return None
        key = _question(header, plan)
        if key not in self._answers:
            try:
                answer = self._oracle.allocation(header, plan)
            except ProbeFailed:
                answer = None
            self._answers[key] = (header, answer)  # with the header, so that its identity stays its own
        return self._answers[key][1]

    def _known_answer(self, header: GgufHeader, plan: LoadPlan) -> AllocatorAnswer | None:
        """What llama.cpp answered before; None where it was not asked."""
        known = self._answers.get(_question(header, plan))
        return known[1] if known else None


def _question(header: GgufHeader, plan: LoadPlan) -> tuple[int, LoadPlan]:
    return id(header), replace(plan, model_path="")
