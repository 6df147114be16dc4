"""The smallest single change that would make a model fit, or fit the GPU whole."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from quantchat.core.assessment import Verdict
from quantchat.core.budgets import budget_bytes
from quantchat.core.hardware import Hardware, MemoryHolder
from quantchat.core.memory import DeviceMemory, PlanMemory, engine_gpus
from quantchat.core.placement import CPU
from quantchat.core.plan import KvType
from quantchat.core.recommend import CONTEXT_LADDER, Advice, GpuRoom, Judge, Row, nearest_row, recommend
from quantchat.core.sizes import needed_memory_text
from quantchat.core.speed import gpu_bytes_per_second, ram_bytes_per_second
from quantchat.wording import NO_WORDS, Wording, listed, short_number, worded, worded_count

_BYTES_PER_PARAMETER = 0.61
"""Of a large model in Q4_K_M: 4.85 bits a weight."""

_BESIDE_WEIGHTS_SHARE = 0.1
_BESIDE_WEIGHTS_BYTES = 600 * 2**20
"""KV cache of 8,192 tokens, compute memory and vocabulary: about a tenth of the weights and this much."""

_RUNNING = frozenset({Verdict.GPU, Verdict.SPLIT, Verdict.CPU})


def remedy(advice: Advice, judge: Judge) -> Wording:
    """What would help, as a sentence; empty where something is recommended and closing programs would not help."""
    if advice.recommended is not None:
        return _emptying_gpus(advice, judge) if advice.gpu_room is GpuRoom.TOO_FULL else NO_WORDS
    nearest = nearest_row(advice)
    if nearest is None:
        return NO_WORDS
    change = next(_changes(advice, nearest, judge), NO_WORDS)
    return change or smaller_model_sentence(judge.hardware, nearest.assessment.memory, judge.reading_speed)


def smaller_model_sentence(hardware: Hardware, memory: PlanMemory, reading_speed: float) -> Wording:
    """How large a dense model may be to run here in Q4_K_M, at reading speed and at all."""
    room_bytes = [_weights_room_bytes(device) for device in memory.devices]
    shared_bytes = sum(room for room, device in zip(room_bytes, memory.devices, strict=True) if device.shares_ram)
    room_bytes[CPU] = max(0.0, room_bytes[CPU] - shared_bytes)
    largest = sum(room_bytes) / _BYTES_PER_PARAMETER / 1e9
    if largest < 0.3:
        return worded("Close other programs: there is hardly any memory left for a model.")
    readable = min(largest, _readable_bytes(hardware, room_bytes, reading_speed) / _BYTES_PER_PARAMETER / 1e9)
    if readable > 0.8 * largest:
        return worded(
            "A model of up to about {billions} billion parameters in Q4_K_M would run well here.",
            billions=_rounded(largest),
        )
    return worded(
        "A model of up to about {readable} billion parameters in Q4_K_M would run at reading speed here; up to "
        "{largest} billion would fit, more slowly.",
        readable=_rounded(readable),
        largest=_rounded(largest),
    )


def _weights_room_bytes(device: DeviceMemory) -> float:
    return max(0.0, budget_bytes(device) - _BESIDE_WEIGHTS_BYTES) * (1 - _BESIDE_WEIGHTS_SHARE)


def _readable_bytes(hardware: Hardware, room_bytes: Sequence[float], reading_speed: float) -> float:
    """Weights that the devices, the GPUs first, read in the time of one token at reading speed."""
    seconds_left = 1 / reading_speed
    total = 0.0
    gpus = zip(engine_gpus(hardware), room_bytes[1:], strict=True)
    speeds = [(gpu_bytes_per_second(gpu, hardware), room) for gpu, room in gpus]
    for bytes_per_second, room in (*speeds, (ram_bytes_per_second(hardware), room_bytes[0])):
        read_bytes = min(room, seconds_left * bytes_per_second)
        total += read_bytes
        seconds_left -= read_bytes / bytes_per_second
    return total


def _changes(advice: Advice, row: Row, judge: Judge) -> Iterator[Wording]:
    """Changes that suffice alone, the least costly first."""
    if advice.plan.kv_type is KvType.F16:
        smaller_cache = judge.row(row.candidate, replace(advice.plan, kv_type=KvType.Q8_0))
        if smaller_cache.assessment.verdict in _RUNNING:
            yield worded(
                "With what the model remembers of the conversation (KV cache) in q8_0, at a tiny loss, {quantization} "
                "would fit.",
                quantization=row.quantization,
            )
    for context_length in CONTEXT_LADDER:
        if context_length < advice.plan.context_length:
            shorter = judge.row(row.candidate, replace(advice.plan, context_length=context_length))
            if shorter.assessment.verdict in _RUNNING:
                yield worded(
                    "With {context:,} tokens of context, {quantization} would fit.",
                    context=context_length,
                    quantization=row.quantization,
                )
                break
    yield from _closing_programs(row, judge)


def _closing_programs(row: Row, judge: Judge) -> Iterator[Wording]:
    """Programs that hold as much main memory as is lacking; the least that suffices first."""
    memory, shortage = row.assessment.memory, row.assessment.shortage
    lacks_for_mapping = memory.cpu.total_bytes + memory.shared_bytes - memory.cpu.free_bytes
    missing_bytes = max(lacks_for_mapping, shortage.missing_bytes if shortage else 0)
    for holder in sorted(judge.hardware.holders, key=lambda holder: holder.ram_bytes):
        if holder.ram_bytes >= missing_bytes:
            yield worded(
                "Closing {program}, which holds {held}, would make room for {quantization}.",
                program=holder.name,
                held=needed_memory_text(holder.ram_bytes),
                quantization=row.quantization,
            )


def _emptying_gpus(advice: Advice, judge: Judge) -> Wording:
    """Which program, or which together, keep the model from running wholly on the GPU."""
    gpu, *others = engine_gpus(judge.hardware)
    for closed in () if others else _closings(judge.hardware.holders):
        freed_bytes = gpu.free_bytes + sum(holder.gpu_bytes for holder in closed)
        quantization = _wholly_on_gpus(advice, judge.with_free_gpus(freed_bytes))
        if quantization:
            return worded(
                "Closing {programs} would let it run wholly on the GPU, in {quantization}.",
                programs=listed(map(_with_gpu_memory, closed)),
                quantization=quantization,
            )
    return worded_count(
        "Closing the programs that use the GPU would let it run wholly there, in {quantization}.",
        "Closing the programs that use the GPUs would let it run wholly there, in {quantization}.",
        count=1 + len(others),
        quantization=_wholly_on_gpus(advice, judge.with_free_gpus()),
    )


def _with_gpu_memory(holder: MemoryHolder) -> Wording:
    return worded("{program} ({held})", program=holder.name, held=needed_memory_text(holder.gpu_bytes))


def _closings(holders: Sequence[MemoryHolder]) -> Iterator[tuple[MemoryHolder, ...]]:
    """What could be closed to free a GPU: each program alone, the smallest first, then all of them."""
    on_gpu = sorted((holder for holder in holders if holder.gpu_bytes), key=lambda holder: holder.gpu_bytes)
    yield from ((holder,) for holder in on_gpu)
    if len(on_gpu) > 1:
        yield tuple(reversed(on_gpu))


def _wholly_on_gpus(advice: Advice, judge: Judge) -> str:
    """The type that would be recommended if it ran wholly on GPUs; empty if it would not."""
    chosen = recommend([row.candidate for row in advice.rows], advice.plan, judge).recommended
    return chosen.quantization if chosen and chosen.assessment.memory.is_wholly_on_gpus else ""


def _rounded(billions: float) -> int | float:
    return round(billions) if billions >= 3 else short_number(billions)
