"""Answers the questions of a person about models on a machine; the window and the command line both ask it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from quantchat.advice.measurements import Measurement, Measurements, devices_key, model_key, plan_key
from quantchat.core.assessment import READING_TOKENS_PER_SECOND, Assessment, assess, assess_best_layers
from quantchat.core.gguf import GgufHeader
from quantchat.core.hardware import Hardware
from quantchat.core.memory import AllocatorAnswer, PlanMemory, engine_gpus
from quantchat.core.plan import LoadPlan
from quantchat.core.reasons import choice_reason
from quantchat.core.recommend import Advice, Candidate, Judge, recommend
from quantchat.core.remedies import remedy
from quantchat.core.speed import Speed, predicted_speed
from quantchat.probe.oracle import Oracle, ProbeFailed


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
    reason: str
    remedy: str


class Adviser:
    """Judges models on one machine. Use it from one thread, which must live as long as the oracle's child.

    Attributes:
        hardware: the machine.
    """

    def __init__(
        self,
        hardware: Hardware,
        *,
        oracle: Oracle | None = None,
        is_this_machine: bool = True,
        measurements: Measurements | None = None,
        reading_speed: float = READING_TOKENS_PER_SECOND,
    ) -> None:
        """Make an adviser.

        Args:
            hardware: the machine.
            oracle: asks llama.cpp itself about memory; None for formulas only.
            is_this_machine: whether the hardware is that of this computer, so that its GPUs can be asked too.
            measurements: what was measured on it.
            reading_speed: tokens a second below which writing counts as slow.
        """
        self.hardware = hardware
        self._oracle = oracle
        self._is_this_machine = is_this_machine
        self._measurements = measurements
        self._reading_speed = reading_speed
        self._answers: dict[tuple[int, LoadPlan], tuple[GgufHeader, AllocatorAnswer | None]] = {}

    def fit(self, header: GgufHeader, plan: LoadPlan, *, choose_gpu_layers: bool) -> Assessment:
        """Judge one plan; with `choose_gpu_layers` with as many layers on GPUs as fit there.

        Raises:
            KnownError: the header's figures are absurd.
        """
        judge = assess_best_layers if choose_gpu_layers else assess
        return judge(header, plan, self.hardware, self._allocator, self._speed, self._reading_speed)

    def recommend(
        self, model_name: str, candidates: Sequence[Candidate], plan: LoadPlan, *, context_is_fixed: bool
    ) -> Recommendation:
        """Judge every candidate and choose one.

        Raises:
            KnownError: a header's figures are absurd.
        """
        judge = Judge(self.hardware, self._allocator, self._speed, self._reading_speed)
        advice = recommend(candidates, plan, judge, context_is_fixed=context_is_fixed)
        return Recommendation(model_name, advice, choice_reason(advice, model_name), remedy(advice, judge))

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

    def _speed(self, memory: PlanMemory, prediction: Speed) -> Speed:
        return self._measurements.speed(memory, self.hardware, prediction) if self._measurements else prediction

    def _allocator(self, header: GgufHeader, plan: LoadPlan) -> AllocatorAnswer | None:
        """llama.cpp's own answer; None where the devices are not here, or the probe died on it."""
        devices_are_here = self._is_this_machine or not engine_gpus(self.hardware)
        if self._oracle is None or not devices_are_here:
            return None
        key = (id(header), replace(plan, model_path=""))
        if key not in self._answers:
            try:
                answer = self._oracle.allocation(header, plan)
            except ProbeFailed:
                answer = None
            self._answers[key] = (header, answer)  # with the header, so that its identity stays its own
        return self._answers[key][1]
