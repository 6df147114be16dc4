"""Which quantization of a model to take on a machine: every candidate judged, exactly one recommended.

The order is the design's: wholly on the GPU first, else at a speed one can read along with, and inside a class the
least loss of quality. A quantized KV cache comes before fewer bits of the weights, a smaller model before a severe
loss.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum

from quantchat.core.assessment import (
    READING_TOKENS_PER_SECOND,
    AllocatorLookup,
    Assessment,
    SpeedLookup,
    Verdict,
    as_predicted,
    assess,
    assess_best_layers,
    no_answer,
)
from quantchat.core.gguf import GgufHeader
from quantchat.core.hardware import UNIFIED_MEMORY_BACKENDS, Hardware
from quantchat.core.memory import ModelMemories, engine_gpus
from quantchat.core.plan import ALL_GPU_LAYERS, KvType, LoadPlan
from quantchat.core.quality import Quality, QualityClass, quality_class, quality_of

ALWAYS_SHOWN = ("Q4_K_M", "Q5_1", "Q8_0")
"""The three types the person has read about; each gets a row whether it is on offer or not."""

USUAL_TYPES = (
    "F32", "BF16", "F16", "Q8_0", "Q6_K", "Q5_K_M", "Q5_K_S", "Q5_1", "Q5_0", "Q4_K_M", "IQ4_XS", "Q4_K_S", "Q4_1",
    "Q4_0", "Q3_K_M", "Q2_K",
)  # fmt: skip
"""Types worth a row where they are on offer, the finest first."""

UNQUANTIZED = frozenset({"F32", "F16", "BF16"})
COMFORT_FACTOR = 2.0
"""Where not all layers are on the GPU every bit costs speed: more of them are worth it only from twice reading speed
on, at the cautious end of the range."""

CONTEXT_LADDER = (32768, 16384, 8192, 4096, 2048)
_GOOD_CLASSES = frozenset({QualityClass.NEAR_LOSSLESS, QualityClass.SMALL_LOSS})
_USUAL_LOSS_KLD = 0.035
"""Loss that Q4_K_M stays under, the usual choice; Q4_K_S and IQ4_XS do not."""


class Availability(StrEnum):
    """How the person comes by a candidate."""

    LOCAL = "local"
    DOWNLOAD = "download"
    QUANTIZE = "quantize"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A quantization that could be taken.

    Attributes:
        quantization: file type, such as "Q4_K_M".
        header: of the file, as it is or would be.
        availability: how to come by it.
        path: of the file where it is on this computer; empty else.
        made_from: file type it would be quantized from; empty if it is a file already.
    """

    quantization: str
    header: GgufHeader
    availability: Availability
    path: str = ""
    made_from: str = ""

    @property
    def is_pointless(self) -> bool:
        """It would be made from a file that has lost as much already: what is lost does not come back."""
        if not self.made_from or self.made_from in UNQUANTIZED:
            return False
        own, source = quality_of(self.quantization).kld, quality_of(self.made_from).kld
        return own is None or source is None or own <= source


class GpuRoom(StrEnum):
    """Why a model does not run wholly on the GPUs in a type that keeps its quality.

    `NONE_MISSING` also where there is no GPU, or only one that shares main memory.
    """

    NONE_MISSING = "none_missing"
    TOO_FULL = "too_full"
    CONTEXT_TOO_LONG = "context_too_long"
    TOO_SMALL = "too_small"


class Tier(IntEnum):
    """How much speaks for a row; lower is better."""

    GPU = 0
    LIGHT_GPU = 1
    COMFORTABLE = 2
    READABLE = 3
    LIGHT = 4
    COARSE_GPU = 5
    COARSE = 6
    SLOW = 7
    SEVERE = 8
    NEVER = 9


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate, judged.

    Attributes:
        candidate: what it is.
        assessment: how it would run, with as many layers on GPUs as fit or as the plan asks for.
        quality: published loss.
        quality_class: the same in steps.
    """

    candidate: Candidate
    assessment: Assessment
    quality: Quality
    quality_class: QualityClass

    @property
    def quantization(self) -> str:
        """File type."""
        return self.candidate.quantization

    @property
    def file_bytes(self) -> int:
        """Size of the file."""
        return self.candidate.header.file_size_bytes

    @property
    def bits_per_weight(self) -> float:
        """Of all tensors together."""
        weights = sum(tensor.elements for tensor in self.candidate.header.tensors)
        return self.candidate.header.tensor_bytes * 8 / weights if weights else 0.0


@dataclass(frozen=True, slots=True)
class Advice:
    """The judged candidates of a model on a machine, and the choice among them.

    Attributes:
        plan: what was asked for; context and KV type are those of the rows.
        wanted_context_length: tokens that were asked for before a shorter context was chosen.
        rows: the finest first.
        recommended: the row to take; None where none can be.
        runner_up: the second best; None where there is none.
        tier: of the recommended row.
        gpu_room: what keeps the model from running wholly on the GPUs.
    """

    plan: LoadPlan
    wanted_context_length: int
    rows: tuple[Row, ...]
    recommended: Row | None
    runner_up: Row | None
    tier: Tier
    gpu_room: GpuRoom = GpuRoom.NONE_MISSING


@dataclass(frozen=True, slots=True)
class Judge:
    """What candidates are judged by.

    Attributes:
        hardware: the machine.
        allocator: llama.cpp's own figures where they can be had.
        speed_of: speeds in the light of measurements.
        reading_speed: tokens a second below which writing counts as slow.
        memories: what was worked out of the candidates' headers.
    """

    hardware: Hardware
    allocator: AllocatorLookup = no_answer
    speed_of: SpeedLookup = as_predicted
    reading_speed: float = READING_TOKENS_PER_SECOND
    memories: ModelMemories = field(default_factory=ModelMemories)

    def row(self, candidate: Candidate, plan: LoadPlan) -> Row:
        """Judge one candidate; a number of GPU layers that the plan gives is kept."""
        own_plan = replace(plan, model_path=candidate.path)
        judged = assess_best_layers if plan.gpu_layers == ALL_GPU_LAYERS else assess
        return Row(
            candidate,
            judged(
                candidate.header,
                own_plan,
                self.hardware,
                self.allocator,
                self.speed_of,
                self.reading_speed,
                self.memories,
            ),
            quality_of(candidate.quantization),
            quality_class(candidate.quantization),
        )

    def tier(self, row: Row) -> Tier:
        """The class a row belongs to.

        "Light" is a loss between that of Q4_K_M and of Q4_K_S, "coarse" one that shows now and then.
        """
        verdict = row.assessment.verdict
        if (
            verdict is Verdict.IMPOSSIBLE
            or row.assessment.speed.from_disk
            or row.candidate.is_pointless
            or row.quantization in UNQUANTIZED
        ):
            return Tier.NEVER
        is_on_gpu = verdict is Verdict.GPU and not self._shares_slow_memory
        if row.quality_class in _GOOD_CLASSES:
            return self._good_tier(row, is_on_gpu=is_on_gpu)
        if verdict is Verdict.SLOW:
            return Tier.NEVER
        if row.quality_class is QualityClass.SEVERE:
            return Tier.SEVERE
        return Tier.COARSE_GPU if is_on_gpu else Tier.COARSE

    def _good_tier(self, row: Row, *, is_on_gpu: bool) -> Tier:
        """The class of a row whose loss is small."""
        is_light = row.quality.kld is None or row.quality.kld > _USUAL_LOSS_KLD
        if row.assessment.verdict is Verdict.SLOW:
            return Tier.SLOW
        if is_on_gpu:
            return Tier.LIGHT_GPU if is_light else Tier.GPU
        if is_light:
            return Tier.LIGHT
        is_comfortable = row.assessment.speed.low >= COMFORT_FACTOR * self.reading_speed
        return Tier.COMFORTABLE if is_comfortable else Tier.READABLE

    def with_free_gpus(self, free_bytes: int | None = None) -> "Judge":
        """A judge for the same machine if so much of each GPU's own memory were free, by default all; by formula."""
        gpus = tuple(
            gpu if gpu.shares_ram else replace(gpu, free_bytes=min(gpu.total_bytes, free_bytes or gpu.total_bytes))
            for gpu in self.hardware.gpus
        )
        return replace(self, hardware=replace(self.hardware, gpus=gpus), allocator=no_answer)

    @property
    def _shares_slow_memory(self) -> bool:
        """The GPU is a part of the processor and writes no faster than it: there every bit costs speed as well."""
        return any(gpu.shares_ram and gpu.backend not in UNIFIED_MEMORY_BACKENDS for gpu in engine_gpus(self.hardware))

    def rank(self, row: Row) -> tuple[float, ...]:
        """Sorts rows, the best first: by class, in it by loss, or by speed where speed is what is short."""
        tier = self.tier(row)
        loss = row.quality.kld if row.quality.kld is not None else 9.0
        size = float(row.file_bytes)
        if tier in (Tier.READABLE, Tier.SLOW):
            is_coarser = float(loss > _USUAL_LOSS_KLD)  # Q4_K_M before what is only a little faster
            return (tier, is_coarser, -row.assessment.speed.middle, loss)
        return (tier, loss, size)


def recommend(
    candidates: Sequence[Candidate],
    plan: LoadPlan,
    judge: Judge,
    *,
    context_is_fixed: bool = True,
    kv_type_is_fixed: bool = False,
) -> Advice:
    """Judge all candidates and choose.

    Args:
        candidates: in any order, each quantization once.
        plan: context and KV type that are wanted, the batch sizes that will be used.
        judge: the machine and what is known about it.
        context_is_fixed: whether the person asked for just this context; else a shorter one is taken where that lets a
            good quantization run, or any that keeps the model's sense where none runs at the wanted context.
        kv_type_is_fixed: whether the person asked for just this KV type; else q8_0 is taken in place of f16 where that
            lets a better quantization run.

    Raises:
        KnownError: a header's figures are absurd.
    """
    advices = _ladder(candidates, plan, judge, context_is_fixed=context_is_fixed, kv_type_is_fixed=kv_type_is_fixed)
    chosen = next(advices)
    is_usable = chosen.tier is not Tier.NEVER
    for shorter in advices if chosen.tier > Tier.READABLE else ():
        if shorter.tier <= Tier.READABLE:
            chosen = shorter
            break
        if not is_usable and shorter.tier < min(chosen.tier, Tier.SEVERE):
            chosen = shorter
    return replace(chosen, gpu_room=_gpu_room(chosen, judge))


def nearest_row(advice: Advice) -> Row | None:
    """Where nothing is recommended, the row that is closest to it: the smallest of the types always shown."""
    rows = [row for row in advice.rows if row.quantization in ALWAYS_SHOWN and not row.candidate.is_pointless]
    return min(rows or advice.rows, key=lambda row: row.file_bytes, default=None)


def _ladder(
    candidates: Sequence[Candidate],
    plan: LoadPlan,
    judge: Judge,
    *,
    context_is_fixed: bool,
    kv_type_is_fixed: bool,
) -> Iterator[Advice]:
    """Advice at the wanted context, then with less memory for each token, then at shorter contexts."""
    wanted = plan.context_length
    shorter = () if context_is_fixed else tuple(length for length in CONTEXT_LADDER if length < wanted)
    for context_length in (wanted, *shorter):
        at_context = replace(plan, context_length=context_length)
        best = _advice(candidates, at_context, wanted, judge)
        if best.tier is not Tier.GPU and plan.kv_type is KvType.F16 and not kv_type_is_fixed:
            smaller_cache = _advice(candidates, replace(at_context, kv_type=KvType.Q8_0), wanted, judge)
            if smaller_cache.tier < best.tier:
                best = smaller_cache
        yield best


def _advice(candidates: Sequence[Candidate], plan: LoadPlan, wanted: int, judge: Judge) -> Advice:
    rows = sorted((judge.row(candidate, plan) for candidate in candidates), key=_finest_first)
    ranked = sorted(rows, key=judge.rank)
    takeable = [row for row in ranked if judge.tier(row) is not Tier.NEVER]
    recommended = takeable[0] if takeable else None
    runner_up = takeable[1] if len(takeable) > 1 else None
    tier = judge.tier(recommended) if recommended else Tier.NEVER
    return Advice(plan, wanted, tuple(rows), recommended, runner_up, tier)


def _gpu_room(advice: Advice, judge: Judge) -> GpuRoom:
    """Tries the smallest type that keeps the quality on GPUs that nothing else uses."""
    on_gpus = advice.recommended and advice.recommended.assessment.memory.is_wholly_on_gpus
    good = [row for row in advice.rows if row.quality_class in _GOOD_CLASSES and not row.candidate.is_pointless]
    has_own_memory = any(not gpu.shares_ram for gpu in engine_gpus(judge.hardware))
    if on_gpus or not good or not has_own_memory or advice.plan.gpu_layers != ALL_GPU_LAYERS:
        return GpuRoom.NONE_MISSING
    smallest = min(good, key=lambda row: row.file_bytes).candidate
    alone = judge.with_free_gpus()
    if alone.row(smallest, advice.plan).assessment.memory.is_wholly_on_gpus:
        return GpuRoom.TOO_FULL
    shortest = replace(advice.plan, context_length=CONTEXT_LADDER[-1], kv_type=KvType.Q8_0)
    if alone.row(smallest, shortest).assessment.memory.is_wholly_on_gpus:
        return GpuRoom.CONTEXT_TOO_LONG
    return GpuRoom.TOO_SMALL


def _finest_first(row: Row) -> tuple[int, int]:
    place = USUAL_TYPES.index(row.quantization) if row.quantization in USUAL_TYPES else len(USUAL_TYPES)
    return place, -row.file_bytes
