"""Whether a plan fits a machine, how fast it would be there, and how many layers are best put on GPUs."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from quantchat.core.budgets import budget_bytes
from quantchat.core.gguf import GgufHeader
from quantchat.core.hardware import Hardware
from quantchat.core.memory import (
    AllocatorAnswer,
    DeviceMemory,
    ModelMemories,
    ModelMemory,
    PlanMemory,
    engine_gpus,
)
from quantchat.core.plan import LoadPlan
from quantchat.core.speed import Speed, predicted_speed

READING_TOKENS_PER_SECOND = 5.0
"""Slowest speed that one can read along with: people read 238 words a minute silently (Brysbaert 2019), 4 a second, and
a word is about 1.3 tokens."""

SLOWEST_TOKENS_PER_SECOND = 1 / 15
"""Below one token in 15 seconds nobody waits for an answer; it counts as impossible."""

AllocatorLookup = Callable[[GgufHeader, LoadPlan], AllocatorAnswer | None]
"""llama.cpp's own figures for a plan, where they can be had."""

SpeedLookup = Callable[[PlanMemory, Speed], Speed]
"""The speed of a plan in the light of what was measured, given the prediction."""


class Verdict(StrEnum):
    """How a plan would run."""

    GPU = "gpu"
    SPLIT = "split"
    CPU = "cpu"
    SLOW = "slow"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class Shortage:
    """Memory that a device lacks for a plan.

    Attributes:
        device: the device.
        missing_bytes: how much more it would have to have free.
    """

    device: DeviceMemory
    missing_bytes: int


@dataclass(frozen=True, slots=True)
class Assessment:
    """A plan on a machine.

    Attributes:
        memory: what it takes.
        speed: how fast it writes.
        verdict: how it would run.
        shortage: the memory that is missing where it is impossible for memory; None else.
    """

    memory: PlanMemory
    speed: Speed
    verdict: Verdict
    shortage: Shortage | None = None

    @property
    def fits(self) -> bool:
        """Whether it can be loaded at all."""
        return self.verdict is not Verdict.IMPOSSIBLE

    @property
    def is_doubtful(self) -> bool:
        """Whether the person should be asked before it is tried: it fits not at all, or only on the disk."""
        return not self.fits or self.speed.from_disk


def no_answer(_header: GgufHeader, _plan: LoadPlan) -> None:
    """The `AllocatorLookup` where nothing can be asked."""
    return


def as_predicted(_memory: PlanMemory, prediction: Speed) -> Speed:
    """The `SpeedLookup` where nothing was measured."""
    return prediction


def assess(
    header: GgufHeader,
    plan: LoadPlan,
    hardware: Hardware,
    allocator: AllocatorLookup = no_answer,
    speed_of: SpeedLookup = as_predicted,
    reading_speed: float = READING_TOKENS_PER_SECOND,
    memories: ModelMemories | None = None,
) -> Assessment:
    """Judge a plan as it is; a plan for all GPU layers that do not fit is impossible.

    With `memories` what was worked out of the same header before is used again.

    Raises:
        KnownError: the header's figures are absurd.
    """
    model = (memories or ModelMemories()).of(header, plan, hardware)
    memory = model.with_gpu_layers(plan.gpu_layers, allocator(header, plan))
    return _judged(memory, hardware, speed_of, reading_speed)


def assess_best_layers(
    header: GgufHeader,
    plan: LoadPlan,
    hardware: Hardware,
    allocator: AllocatorLookup = no_answer,
    speed_of: SpeedLookup = as_predicted,
    reading_speed: float = READING_TOKENS_PER_SECOND,
    memories: ModelMemories | None = None,
) -> Assessment:
    """Judge a plan with as many layers on GPUs as fit there.

    With `memories` what was worked out of the same header before is used again.

    Raises:
        KnownError: the header's figures are absurd.
    """
    model = (memories or ModelMemories()).of(header, plan, hardware)

    def with_layers(layers: int) -> PlanMemory:
        return model.with_gpu_layers(layers, allocator(header, replace(plan, gpu_layers=layers)))

    memory = with_layers(_most_layers(model) if engine_gpus(hardware) else 0)
    while memory.placement.gpu_layers and not _has_room(memory):  # llama.cpp may want a little more than the formula
        memory = with_layers(memory.placement.gpu_layers - 1)
    return _judged(memory, hardware, speed_of, reading_speed)


def best_gpu_layers(header: GgufHeader, plan: LoadPlan, hardware: Hardware) -> int:
    """The most layers, the output layer counted, that the GPUs of a machine have room for; by formula."""
    return _most_layers(ModelMemories().of(header, plan, hardware)) if engine_gpus(hardware) else 0


def _judged(memory: PlanMemory, hardware: Hardware, speed_of: SpeedLookup, reading_speed: float) -> Assessment:
    speed = speed_of(memory, predicted_speed(memory, hardware))
    shortage = _shortage(memory)
    return Assessment(memory, speed, _verdict(memory, speed, shortage, reading_speed), shortage)


def _most_layers(model: ModelMemory) -> int:
    """The most layers that fit, sought in growing steps from where they should end."""

    def fits(layers: int) -> bool:
        return _has_room(model.with_gpu_layers(layers))

    every = model.layers
    whole = model.with_gpu_layers(every)
    if _has_room(whole):
        return every
    room_bytes = sum(budget_bytes(gpu) - gpu.overhead_bytes for gpu in whole.gpus)
    fitting, too_many = 0, every
    layers, step = model.layers_within(room_bytes), 1
    while too_many - fitting > 1:
        layers = min(max(layers, fitting + 1), too_many - 1)
        if fits(layers):
            fitting, layers = layers, layers + step
        else:
            too_many, layers = layers, layers - step
        step *= 2
    return fitting


def gpu_shortage(memory: PlanMemory) -> Shortage | None:
    """The worst lack of memory on a GPU; None if all of it fits."""
    shortages = (Shortage(gpu, gpu.total_bytes - budget_bytes(gpu)) for gpu in memory.gpus)
    return max(
        (shortage for shortage in shortages if shortage.device.total_bytes and shortage.missing_bytes > 0),
        key=lambda shortage: shortage.missing_bytes,
        default=None,
    )


def _has_room(memory: PlanMemory) -> bool:
    """Whether the GPUs have room for what lies on them.

    Where one shares main memory, the rest of the model must have room there as well: what the processor uses could be
    dropped and read again, what the GPU uses could not.
    """
    if gpu_shortage(memory):
        return False
    cpu, shared_bytes = memory.cpu, memory.shared_bytes
    return not shared_bytes or (
        cpu.anonymous_bytes + shared_bytes <= budget_bytes(cpu) and cpu.total_bytes + shared_bytes <= cpu.free_bytes
    )


def _shortage(memory: PlanMemory) -> Shortage | None:
    """The worst lack of memory that must be had; mapped pages need not be."""
    on_gpu = gpu_shortage(memory)
    if on_gpu:
        return on_gpu
    missing = memory.cpu.anonymous_bytes + memory.shared_bytes - budget_bytes(memory.cpu)
    return Shortage(memory.cpu, missing) if missing > 0 else None


def _verdict(memory: PlanMemory, speed: Speed, shortage: Shortage | None, reading_speed: float) -> Verdict:
    if shortage or speed.middle < SLOWEST_TOKENS_PER_SECOND:
        return Verdict.IMPOSSIBLE
    if speed.from_disk or speed.middle < reading_speed:
        return Verdict.SLOW
    if memory.is_wholly_on_gpus:
        return Verdict.GPU
    return Verdict.SPLIT if memory.placement.gpu_layers else Verdict.CPU
