"""Says in plain words why a quantization is recommended or not, with the numbers it rests on."""

from quantchat.core.assessment import Assessment, Shortage, Verdict
from quantchat.core.budgets import budget_bytes
from quantchat.core.gguf import GgufHeader
from quantchat.core.memory import DeviceKind, DeviceMemory, PlanMemory
from quantchat.core.mixes import k_quants_fall_back
from quantchat.core.plan import KvType
from quantchat.core.quality import QualityClass
from quantchat.core.recommend import UNQUANTIZED, Advice, Availability, Candidate, GpuRoom, Row, nearest_row
from quantchat.core.sizes import file_size_text, needed_memory_text
from quantchat.core.speed import Speed, SpeedBasis
from quantchat.wording import NO_WORDS, Value, Wording, joined, listed, short_number, worded, worded_count

_COUNTED_IN_SECONDS = 0.5
"""Tokens a second below which one counts the seconds for each token."""


def speed_text(speed: Speed) -> Wording:
    """A speed for people: "about 8 to 12 tokens a second"."""
    is_measured = speed.basis is SpeedBasis.MEASURED
    if speed.middle < _COUNTED_IN_SECONDS:
        slow = worded_count(
            "a token in about {count} second", "a token in about {count} seconds", count=round(1 / speed.middle)
        )
        return _as_measured(slow) if is_measured else slow
    if is_measured:
        return _as_measured(_rate_text(speed.middle))
    low, high = _rate(speed.low), _rate(speed.high)
    if low == high:
        return worded("about {speed}", speed=_rate_text(speed.high))
    return worded("about {low} to {high} tokens a second", low=low, high=high)


def short_speed_text(speed: Speed) -> Wording:
    """A speed where there is little room: "94–248 tokens/s expected", "142 tokens/s"."""
    if speed.basis is SpeedBasis.MEASURED:
        return worded("{speed} tokens/s", speed=_rate(speed.middle))
    if speed.middle < _COUNTED_IN_SECONDS:
        return worded("{seconds} s a token expected", seconds=round(1 / speed.middle))
    return worded("{low}–{high} tokens/s expected", low=_rate(speed.low), high=_rate(speed.high))


def row_reason(row: Row) -> Wording:
    """One or two sentences on a row of the table."""
    return joined((assessment_sentence(row.assessment), _remark(row)))


def doubt_sentences(assessment: Assessment, model_name: str) -> tuple[Wording, Wording]:
    """What to tell before a plan is tried that is predicted not to fit: the figures, and what it means."""
    if assessment.shortage:
        return (
            _does_not_fit(assessment.shortage.device, model_name),
            worded("Loading it anyway may fail. A smaller file or a shorter context needs less."),
        )
    cpu = assessment.memory.cpu
    return (
        worded(
            "{model} is larger than the free memory: it needs {needed}, and {free} are free.",
            model=model_name,
            needed=needed_memory_text(cpu.total_bytes),
            free=needed_memory_text(cpu.free_bytes),
        ),
        worded("Parts of it would be read from the disk for every word: {speed}.", speed=speed_text(assessment.speed)),
    )


def choice_reason(advice: Advice, model_name: str) -> Wording:
    """Why the recommended row is, and what comes second; where none is, that and why."""
    chosen = advice.recommended
    if chosen is None:
        unusable = worded("{model} cannot be used well on this computer.", model=model_name)
        return joined((unusable, _what_is_in_the_way(advice)))
    return joined(
        (
            _praise(advice, chosen),
            _quality_sentence(chosen),
            _context_sentence(advice),
            _making_sentence(chosen.candidate),
            _runner_up_sentence(advice),
        )
    )


def assessment_sentence(assessment: Assessment) -> Wording:
    """How a plan would run, or what it lacks, as a sentence."""
    memory, speed = assessment.memory, speed_text(assessment.speed)
    if assessment.shortage:
        return _shortage_sentence(assessment.shortage)
    if assessment.verdict is Verdict.IMPOSSIBLE:
        return worded("Does not fit in memory; read from the disk again and again it would write {speed}.", speed=speed)
    if assessment.speed.from_disk:
        return worded(
            "Larger than the free memory, so that parts are read from the disk for every word: {speed}.", speed=speed
        )
    if memory.is_wholly_on_gpus:
        return worded_count(
            "Runs wholly on the GPU, {speed}.",
            "Runs wholly on the GPUs, {speed}.",
            count=len(memory.gpus),
            speed=speed,
        )
    if not memory.placement.gpu_layers:
        return worded("On the processor, {speed}.", speed=speed)
    return worded_count(
        "{layers} of {all} layers on the GPU, the rest on the processor, {speed}.",
        "{layers} of {all} layers on the GPUs, the rest on the processor, {speed}.",
        count=len(memory.gpus),
        layers=memory.placement.gpu_layers,
        all=memory.layers,
        speed=speed,
    )


def _rate(tokens_per_second: float) -> int | float:
    return short_number(tokens_per_second) if tokens_per_second < 9.95 else round(tokens_per_second)


def _rate_text(tokens_per_second: float) -> Wording:
    rate = _rate(tokens_per_second)
    if isinstance(rate, int):
        return worded_count("{count} token a second", "{count} tokens a second", count=rate)
    return worded("{speed} tokens a second", speed=rate)


def _as_measured(speed: Wording) -> Wording:
    return worded("{speed}, as measured here", speed=speed)


def _does_not_fit(device: DeviceMemory, model_name: str) -> Wording:
    values: dict[str, Value] = {
        "model": model_name,
        "needed": needed_memory_text(device.total_bytes),
        "free": needed_memory_text(device.free_bytes),
        "room": needed_memory_text(budget_bytes(device)),
    }
    if device.kind is DeviceKind.GPU:
        return worded(
            "{model} probably does not fit: it needs {needed} of the {gpu}; {free} are free, and {room} of that can be "
            "taken without slowing the computer down.",
            gpu=device.name,
            **values,
        )
    return worded(
        "{model} probably does not fit: it needs {needed} of main memory; {free} are free, and {room} of that can be "
        "taken without slowing the computer down.",
        **values,
    )


def _shortage_sentence(shortage: Shortage) -> Wording:
    missing = needed_memory_text(shortage.missing_bytes)
    if shortage.device.kind is DeviceKind.GPU:
        return worded(
            "Does not fit: the {gpu} would need {missing} more than can be taken.",
            gpu=shortage.device.name,
            missing=missing,
        )
    return worded("Does not fit: main memory would need {missing} more than can be taken.", missing=missing)


def _remark(row: Row) -> Wording:
    """What else is worth knowing about this type."""
    candidate = row.candidate
    if candidate.is_pointless:
        return worded(
            "It would be made from {type}, which has lost as much already: larger than that and no better.",
            type=candidate.made_from,
        )
    if row.quantization == "Q5_1":
        return _q5_1_remark(candidate.header)
    if row.quantization in UNQUANTIZED:
        return worded("Not quantized; Q8_0 is half the size of 16 bits and cannot be told apart in use.")
    if row.quality_class is QualityClass.SEVERE:
        return worded("The loss is large: a smaller model in more bits usually answers better.")
    if candidate.made_from and candidate.made_from not in UNQUANTIZED:
        return worded(
            "It would be made from {type}, which loses a little more than from the original.", type=candidate.made_from
        )
    return NO_WORDS


def _q5_1_remark(header: GgufHeader) -> Wording:
    if k_quants_fall_back(header):
        return worded(
            "On this model Q5_K_M is about as large and a little better, because its widths do not divide by 256."
        )
    return worded("Q5_K_M is smaller and better.")


def _praise(advice: Advice, chosen: Row) -> Wording:
    """What speaks for the choice, with numbers."""
    is_slow = chosen.assessment.verdict is Verdict.SLOW
    return joined(
        (
            _why_not_on_gpu(advice, chosen.assessment.memory),
            _place_sentence(chosen),
            _cost_sentence(chosen.assessment),
            worded("That is slower than one reads.") if is_slow else NO_WORDS,
        )
    )


def _place_sentence(chosen: Row) -> Wording:
    """Where the chosen type runs, and with what context."""
    memory, name, size = chosen.assessment.memory, chosen.quantization, file_size_text(chosen.file_bytes)
    context = memory.plan.context_length
    if memory.is_wholly_on_gpus:
        return worded_count(
            "{quantization} ({size}) runs wholly on the GPU, with {context:,} tokens of context.",
            "{quantization} ({size}) runs wholly on the GPUs, with {context:,} tokens of context.",
            count=len(memory.gpus),
            quantization=name,
            size=size,
            context=context,
        )
    if not memory.placement.gpu_layers:
        return worded(
            "{quantization} ({size}) runs on the processor, with {context:,} tokens of context.",
            quantization=name,
            size=size,
            context=context,
        )
    return worded_count(
        "{quantization} ({size}) runs {layers} of {all} layers on the GPU and the rest on the processor, with "
        "{context:,} tokens of context.",
        "{quantization} ({size}) runs {layers} of {all} layers on the GPUs and the rest on the processor, with "
        "{context:,} tokens of context.",
        count=len(memory.gpus),
        quantization=name,
        size=size,
        layers=memory.placement.gpu_layers,
        all=memory.layers,
        context=context,
    )


def _cost_sentence(assessment: Assessment) -> Wording:
    """What the chosen type takes, and how fast it writes."""
    memory, speed = assessment.memory, speed_text(assessment.speed)
    if memory.is_wholly_on_gpus:
        used = listed(_share_of_gpu(gpu) for gpu in memory.gpus if gpu.total_bytes)
        return worded("It takes {memory}, and writes {speed}.", memory=used, speed=speed)
    return worded(
        "It takes {needed} of the {free} free in main memory, and writes {speed}.",
        needed=needed_memory_text(memory.cpu.total_bytes),
        free=needed_memory_text(memory.cpu.free_bytes),
        speed=speed,
    )


def _share_of_gpu(gpu: DeviceMemory) -> Wording:
    return worded(
        "{needed} of the {free} free on the {gpu}",
        needed=needed_memory_text(gpu.total_bytes),
        free=needed_memory_text(gpu.free_bytes),
        gpu=gpu.name,
    )


def _why_not_on_gpu(advice: Advice, memory: PlanMemory) -> Wording:
    """Whether the GPU is too small for the model, or only too full now; empty where it runs wholly there."""
    if memory.is_wholly_on_gpus:
        return NO_WORDS
    match advice.gpu_room:
        case GpuRoom.TOO_SMALL:
            return worded_count(
                "This model never fits the GPU whole in a quantization that keeps its quality.",
                "This model never fits the GPUs whole in a quantization that keeps its quality.",
                count=len(memory.gpus),
            )
        case GpuRoom.CONTEXT_TOO_LONG:
            return worded_count(
                "With {context:,} tokens of context this model does not fit the GPU whole.",
                "With {context:,} tokens of context this model does not fit the GPUs whole.",
                count=len(memory.gpus),
                context=memory.plan.context_length,
            )
        case GpuRoom.TOO_FULL:
            return worded_count(
                "This model would fit the GPU whole, but only {free} of {total} are free there now.",
                "This model would fit the GPUs whole, but only {free} of {total} are free there now.",
                count=len(memory.gpus),
                free=needed_memory_text(sum(gpu.free_bytes for gpu in memory.gpus)),
                total=needed_memory_text(sum(gpu.total_memory_bytes for gpu in memory.gpus)),
            )
        case _:
            return NO_WORDS


def _quality_sentence(chosen: Row) -> Wording:
    quality = chosen.quality_class.words
    if chosen.quality.kld is None:
        return worded("Its quality: {quality}.", quality=quality)
    sentence = worded(
        "Its quality: {quality} (mean KL divergence {divergence:.3f} in published tests).",
        quality=quality,
        divergence=chosen.quality.kld,
    )
    if chosen.quality_class is not QualityClass.SEVERE:
        return sentence
    return joined((sentence, worded("It is recommended only because this computer has no room for more bits.")))


def _context_sentence(advice: Advice) -> Wording:
    """What had to give for it."""
    got, wanted, kv_type = advice.plan.context_length, advice.wanted_context_length, advice.plan.kv_type
    match got < wanted, kv_type is not KvType.F16:
        case True, True:
            return worded(
                "To make room, the context is {got:,} instead of {wanted:,} tokens and what the model remembers of the "
                "conversation (KV cache) is kept in {type}, at a tiny loss.",
                got=got,
                wanted=wanted,
                type=kv_type,
            )
        case True, False:
            return worded("To make room, the context is {got:,} instead of {wanted:,} tokens.", got=got, wanted=wanted)
        case False, True:
            return worded(
                "To make room, what the model remembers of the conversation (KV cache) is kept in {type}, at a tiny "
                "loss.",
                type=kv_type,
            )
        case _:
            return NO_WORDS


def _making_sentence(candidate: Candidate) -> Wording:
    if candidate.availability is Availability.DOWNLOAD:
        return worded("It has to be downloaded first.")
    return worded("It can be made from the {type} file.", type=candidate.made_from) if candidate.made_from else NO_WORDS


def _runner_up_sentence(advice: Advice) -> Wording:
    second = advice.runner_up
    if second is None:
        return NO_WORDS
    return worded(
        "Second choice: {quantization} ({size}, {speed}).",
        quantization=second.quantization,
        size=file_size_text(second.file_bytes),
        speed=speed_text(second.assessment.speed),
    )


def _what_is_in_the_way(advice: Advice) -> Wording:
    """For the nearest candidate, what it needs and what there is."""
    nearest = nearest_row(advice)
    if nearest is None:
        return NO_WORDS
    devices = nearest.assessment.memory.devices
    own = [device for device in devices if not device.shares_ram]
    needed_bytes = sum(device.total_bytes for device in devices)
    free_bytes = sum(device.free_bytes for device in own)
    values: dict[str, Value] = {
        "quantization": nearest.quantization,
        "needed": needed_memory_text(needed_bytes),
        "free": needed_memory_text(free_bytes),
    }
    match len(own) > 1, needed_bytes > free_bytes:
        case True, True:
            return worded(
                "In {quantization} it needs {needed}, and {free} are free in main memory and GPU together.", **values
            )
        case True, False:
            return worded(
                "In {quantization} it needs {needed}, and {free} are free in main memory and GPU together, a part of "
                "which must stay free for everything else.",
                **values,
            )
        case False, True:
            return worded("In {quantization} it needs {needed}, and {free} are free in main memory.", **values)
        case _:
            return worded(
                "In {quantization} it needs {needed}, and {free} are free in main memory, a part of which must stay "
                "free for everything else.",
                **values,
            )
