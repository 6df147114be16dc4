"""Says in plain words why a quantization is recommended or not, with the numbers it rests on."""

from quantchat.core.assessment import Assessment, Verdict
from quantchat.core.budgets import budget_bytes
from quantchat.core.gguf import GgufHeader
from quantchat.core.memory import DeviceKind, DeviceMemory, PlanMemory
from quantchat.core.mixes import k_quants_fall_back
from quantchat.core.plan import KvType
from quantchat.core.quality import QualityClass
from quantchat.core.recommend import UNQUANTIZED, Advice, Availability, Candidate, GpuRoom, Row, nearest_row
from quantchat.core.sizes import file_size_text, needed_memory_text
from quantchat.core.speed import Speed, SpeedBasis

_COUNTED_IN_SECONDS = 0.5
"""Tokens a second below which one counts the seconds for each token."""


def speed_text(speed: Speed) -> str:
    """A speed for people: "about 8 to 12 tokens a second"."""
    is_measured = speed.basis is SpeedBasis.MEASURED
    source = ", as measured here" if is_measured else ""
    if speed.middle < _COUNTED_IN_SECONDS:
        return f"a token in about {round(1 / speed.middle)} seconds{source}"
    if is_measured:
        return f"{_rate_text(speed.middle)}{source}"
    low, high = _rate(speed.low), _rate(speed.high)
    return f"about {_rate_text(speed.high)}" if low == high else f"about {low} to {high} tokens a second"


def short_speed_text(speed: Speed) -> str:
    """A speed where there is little room: "94–248 tokens/s expected", "142 tokens/s"."""
    if speed.basis is SpeedBasis.MEASURED:
        return f"{_rate(speed.middle)} tokens/s"
    if speed.middle < 0.5:
        return f"{round(1 / speed.middle)} s a token expected"
    return f"{_rate(speed.low)}–{_rate(speed.high)} tokens/s expected"


def row_reason(row: Row) -> str:
    """One or two sentences on a row of the table."""
    return " ".join(filter(None, (assessment_sentence(row.assessment), _remark(row))))


def doubt_sentences(assessment: Assessment, model_name: str) -> tuple[str, str]:
    """What to tell before a plan is tried that is predicted not to fit: the figures, and what it means."""
    memory = assessment.memory
    if assessment.shortage:
        device = assessment.shortage.device
        needed, free = needed_memory_text(device.total_bytes), needed_memory_text(device.free_bytes)
        room = needed_memory_text(budget_bytes(device))
        sentence = (
            f"{model_name} probably does not fit: it needs {needed} of {_device_words(device)}; {free} are free, and "
            f"{room} of that can be taken without slowing the computer down."
        )
        return sentence, "Loading it anyway may fail. A smaller file or a shorter context needs less."
    needed, free = needed_memory_text(memory.cpu.total_bytes), needed_memory_text(memory.cpu.free_bytes)
    return (
        f"{model_name} is larger than the free memory: it needs {needed}, and {free} are free.",
        f"Parts of it would be read from the disk for every word: {speed_text(assessment.speed)}.",
    )


def choice_reason(advice: Advice, model_name: str) -> str:
    """Why the recommended row is, and what comes second; where none is, that and why."""
    chosen = advice.recommended
    if chosen is None:
        return f"{model_name} cannot be used well on this computer. {_what_is_in_the_way(advice)}".strip()
    sentences = [
        _praise(advice, chosen),
        _quality_sentence(chosen),
        _context_sentence(advice),
        _making_sentence(chosen.candidate),
        _runner_up_sentence(advice),
    ]
    return " ".join(filter(None, sentences))


def _rate(tokens_per_second: float) -> str:
    if tokens_per_second < 9.95:
        return f"{tokens_per_second:.1f}".removesuffix(".0")
    return f"{round(tokens_per_second)}"


def _rate_text(tokens_per_second: float) -> str:
    rate = _rate(tokens_per_second)
    return f"{rate} token a second" if rate == "1" else f"{rate} tokens a second"


def _gpus(memory: PlanMemory) -> str:
    """The GPUs in words, as many as the engine uses."""
    return "the GPU" if len(memory.gpus) == 1 else "the GPUs"


def _device_words(device: DeviceMemory) -> str:
    return f"the {device.name}" if device.kind is DeviceKind.GPU else "main memory"


def assessment_sentence(assessment: Assessment) -> str:
    """How a plan would run, or what it lacks, as a sentence."""
    memory, speed = assessment.memory, speed_text(assessment.speed)
    if assessment.shortage:
        device, missing = assessment.shortage.device, needed_memory_text(assessment.shortage.missing_bytes)
        return f"Does not fit: {_device_words(device)} would need {missing} more than can be taken."
    match assessment.verdict:
        case Verdict.IMPOSSIBLE:
            return f"Does not fit in memory; read from the disk again and again it would write {speed}."
        case _ if assessment.speed.from_disk:
            return f"Larger than the free memory, so that parts are read from the disk for every word: {speed}."
        case _ if memory.is_wholly_on_gpus:
            return f"Runs wholly on {_gpus(memory)}, {speed}."
    layers = memory.placement.gpu_layers
    if not layers:
        return f"On the processor, {speed}."
    return f"{layers} of {memory.layers} layers on {_gpus(memory)}, the rest on the processor, {speed}."


def _remark(row: Row) -> str:
    """What else is worth knowing about this type."""
    candidate = row.candidate
    if candidate.is_pointless:
        return (
            f"It would be made from {candidate.made_from}, which has lost as much already: larger than that and no "
            "better."
        )
    if row.quantization == "Q5_1":
        return _q5_1_remark(candidate.header)
    if row.quantization in UNQUANTIZED:
        return "Not quantized; Q8_0 is half the size of 16 bits and cannot be told apart in use."
    if row.quality_class is QualityClass.SEVERE:
        return "The loss is large: a smaller model in more bits usually answers better."
    if candidate.made_from and candidate.made_from not in UNQUANTIZED:
        return f"It would be made from {candidate.made_from}, which loses a little more than from the original."
    return ""


def _q5_1_remark(header: GgufHeader) -> str:
    if k_quants_fall_back(header):
        return "On this model Q5_K_M is about as large and a little better, because its widths do not divide by 256."
    return "Q5_K_M is smaller and better."


def _praise(advice: Advice, chosen: Row) -> str:
    """What speaks for the choice, with numbers."""
    memory, name = chosen.assessment.memory, chosen.quantization
    size, speed = file_size_text(chosen.file_bytes), speed_text(chosen.assessment.speed)
    context = f"{memory.plan.context_length:,} tokens of context"
    slowness = " That is slower than one reads." if chosen.assessment.verdict is Verdict.SLOW else ""
    if memory.is_wholly_on_gpus:
        used = " and ".join(f"{_share_of_free(gpu)} on {_device_words(gpu)}" for gpu in memory.gpus if gpu.total_bytes)
        where = f"wholly on {_gpus(memory)}"
        return f"{name} ({size}) runs {where}, with {context}. It takes {used}, and writes {speed}.{slowness}"
    layers = memory.placement.gpu_layers
    parts = f"{layers} of {memory.layers} layers on {_gpus(memory)} and the rest on the processor"
    where = parts if layers else "on the processor"
    sentence = (
        f"{name} ({size}) runs {where}, with {context}. It takes {_share_of_free(memory.cpu)} in main memory, and "
        f"writes {speed}.{slowness}"
    )
    return f"{_why_not_on_gpu(advice, memory)} {sentence}".strip()


def _share_of_free(device: DeviceMemory) -> str:
    return f"{needed_memory_text(device.total_bytes)} of the {needed_memory_text(device.free_bytes)} free"


def _why_not_on_gpu(advice: Advice, memory: PlanMemory) -> str:
    """Whether the GPU is too small for the model, or only too full now."""
    gpus = _gpus(memory)
    match advice.gpu_room:
        case GpuRoom.TOO_SMALL:
            return f"This model never fits {gpus} whole in a quantization that keeps its quality."
        case GpuRoom.CONTEXT_TOO_LONG:
            return f"With {memory.plan.context_length:,} tokens of context this model does not fit {gpus} whole."
        case GpuRoom.TOO_FULL:
            free = needed_memory_text(sum(gpu.free_bytes for gpu in memory.gpus))
            total = needed_memory_text(sum(gpu.total_memory_bytes for gpu in memory.gpus))
            return f"This model would fit {gpus} whole, but only {free} of {total} are free there now."
        case _:
            return ""


def _quality_sentence(chosen: Row) -> str:
    if chosen.quality.kld is None:
        return f"Its quality: {chosen.quality_class.words}."
    warning = " It is recommended only because this computer has no room for more bits."
    return (
        f"Its quality: {chosen.quality_class.words} (mean KL divergence {chosen.quality.kld:.3f} in published tests)."
        + (warning if chosen.quality_class is QualityClass.SEVERE else "")
    )


def _context_sentence(advice: Advice) -> str:
    """What had to give for it."""
    got = advice.plan.context_length
    changes = []
    if got < advice.wanted_context_length:
        changes.append(f"the context is {got:,} instead of {advice.wanted_context_length:,} tokens")
    if advice.plan.kv_type is not KvType.F16:
        changes.append(
            f"what the model remembers of the conversation (KV cache) is kept in {advice.plan.kv_type}, at a tiny loss"
        )
    return f"To make room, {' and '.join(changes)}." if changes else ""


def _making_sentence(candidate: Candidate) -> str:
    if candidate.availability is Availability.DOWNLOAD:
        return "It has to be downloaded first."
    return f"It can be made from the {candidate.made_from} file." if candidate.made_from else ""


def _runner_up_sentence(advice: Advice) -> str:
    second = advice.runner_up
    if second is None:
        return ""
    size, speed = file_size_text(second.file_bytes), speed_text(second.assessment.speed)
    return f"Second choice: {second.quantization} ({size}, {speed})."


def _what_is_in_the_way(advice: Advice) -> str:
    """For the nearest candidate, what it needs and what there is."""
    nearest = nearest_row(advice)
    if nearest is None:
        return ""
    memory = nearest.assessment.memory
    own = [device for device in memory.devices if not device.shares_ram]
    needed = sum(device.total_bytes for device in memory.devices)
    free = sum(device.free_bytes for device in own)
    places = "main memory and GPU together" if len(own) > 1 else "main memory"
    reserve = "" if needed > free else ", a part of which must stay free for everything else"
    return (
        f"In {nearest.quantization} it needs {needed_memory_text(needed)}, and {needed_memory_text(free)} are free in "
        f"{places}{reserve}."
    )
