"""What `quantchat fit` and `quantchat recommend` print: JSON values for programs, text for people.

The JSON keys are a contract; keys may be added, none renamed.
"""

from collections.abc import Iterator, Sequence

from quantchat.advice.adviser import Recommendation
from quantchat.advice.measurements import Measurement
from quantchat.core.assessment import Assessment, Verdict
from quantchat.core.memory import DeviceKind, DeviceMemory, PlanMemory
from quantchat.core.reasons import assessment_sentence, row_reason, speed_text
from quantchat.core.recommend import Row
from quantchat.core.sizes import file_size_text, needed_memory_text
from quantchat.core.speed import Speed
from quantchat.wording import joined

VERDICT_WORDS = {
    Verdict.GPU: "GPU",
    Verdict.SPLIT: "GPU and CPU",
    Verdict.CPU: "CPU",
    Verdict.SLOW: "slow",
    Verdict.IMPOSSIBLE: "does not fit",
}


def fit_json(assessment: Assessment, measured: Measurement | None, remarks: Sequence[str] = ()) -> dict[str, object]:
    """A judged plan as a JSON object."""
    memory = assessment.memory
    return {
        "plan": _plan_json(memory),
        "devices": [_device_json(device) for device in memory.devices],
        "memory_source": memory.source.value,
        "memory_is_exact": memory.is_exact,
        "file_pages_bytes": memory.file_pages_bytes,
        "tokens_per_second": _speed_json(assessment.speed),
        "verdict": assessment.verdict.value,
        "reason": str(assessment_sentence(assessment)),
        "notes": [str(note) for note in (*remarks, *memory.notes)],
        "measured": _measured_json(measured),
    }


def fit_text(model_name: str, assessment: Assessment, measured: Measurement | None, remarks: Sequence[str] = ()) -> str:
    """A judged plan as lines for people."""
    memory = assessment.memory
    plan = memory.plan
    lines = [
        model_name,
        f"  Plan           {plan.context_length:,} tokens of context, KV cache in {plan.kv_type}, "
        f"{plan.gpu_layers} of {memory.layers} layers on the GPU",
        *(f"  {line}" for device in memory.devices for line in _device_lines(device)),
        f"  Speed          {speed_text(assessment.speed)}",
        f"  Verdict        {VERDICT_WORDS[assessment.verdict]}. {assessment_sentence(assessment)}",
        f"  Compute memory {_SOURCE_WORDS[memory.source.value]}",
        *(f"  Note           {note}" for note in (*remarks, *memory.notes)),
    ]
    if measured is not None:
        lines.append(_measured_line(measured))
    return "\n".join(lines)


def recommendation_json(recommendation: Recommendation) -> dict[str, object]:
    """Advice on a model as a JSON object."""
    advice = recommendation.advice
    return {
        "model": recommendation.model_name,
        "context_length": advice.plan.context_length,
        "wanted_context_length": advice.wanted_context_length,
        "kv_type": advice.plan.kv_type.value,
        "rows": [_row_json(row, is_recommended=row is advice.recommended) for row in advice.rows],
        "recommended": advice.recommended.quantization if advice.recommended else None,
        "runner_up": advice.runner_up.quantization if advice.runner_up else None,
        "reason": str(joined((recommendation.reason, recommendation.remedy))),
        "remedy": str(recommendation.remedy),
    }


def recommendation_text(recommendation: Recommendation) -> str:
    """Advice on a model as a table and sentences for people."""
    advice = recommendation.advice
    header = f"  {'':2}{'type':<10}{'bits':>6}{'file':>10}{'memory':>10}  {'GPU layers':<12}{'tokens/s':<14}verdict"
    return "\n".join(
        (
            f"{recommendation.model_name}, {advice.plan.context_length:,} tokens of context",
            header,
            *(_row_line(row, is_recommended=row is advice.recommended) for row in advice.rows),
            "",
            *filter(None, (recommendation.reason, recommendation.remedy)),
        )
    )


_SOURCE_WORDS = {"probe": "as llama.cpp itself says", "formula": "by formula"}


def _plan_json(memory: PlanMemory) -> dict[str, object]:
    plan = memory.plan
    return {
        "context_length": plan.context_length,
        "kv_type": plan.kv_type.value,
        "gpu_layers": plan.gpu_layers,
        "layers": memory.layers,
        "ubatch": plan.ubatch,
        "batch": plan.batch,
        "flash_attention": plan.flash_attention.value,
    }


def _device_json(device: DeviceMemory) -> dict[str, object]:
    return {
        "name": device.name,
        "kind": device.kind.value,
        "weights_bytes": device.weights_bytes,
        "kv_bytes": device.kv_bytes,
        "compute_bytes": device.compute_bytes,
        "overhead_bytes": device.overhead_bytes,
        "total_bytes": device.total_bytes,
        "anonymous_bytes": device.anonymous_bytes,
        "mapped_bytes": device.mapped_bytes,
        "free_bytes": device.free_bytes,
    }


def _speed_json(speed: Speed) -> dict[str, object]:
    return {
        "low": round(speed.low, 3),
        "high": round(speed.high, 3),
        "likely": round(speed.middle, 3),
        "basis": speed.basis.value,
    }


def _measured_json(measured: Measurement | None) -> dict[str, object] | None:
    if measured is None:
        return None
    return {
        "tokens_per_second": round(measured.tokens_per_second, 3),
        "predicted_tokens_per_second": round(measured.predicted_tokens_per_second, 3),
        "memory_bytes": measured.memory_bytes,
        "predicted_memory_bytes": measured.predicted_memory_bytes,
    }


def _row_json(row: Row, *, is_recommended: bool) -> dict[str, object]:
    assessment = row.assessment
    return {
        "quantization": row.quantization,
        "available": row.candidate.availability.value,
        "path": row.candidate.path,
        "made_from": row.candidate.made_from,
        "file_bytes": row.file_bytes,
        "bits_per_weight": round(row.bits_per_weight, 4),
        "devices": [_device_json(device) for device in assessment.memory.devices],
        "memory_source": assessment.memory.source.value,
        "gpu_layers": assessment.memory.placement.gpu_layers,
        "tokens_per_second": _speed_json(assessment.speed),
        "quality": {
            "kld": row.quality.kld,
            "delta_ppl": row.quality.delta_ppl,
            "source": str(row.quality.source),
            "class": row.quality_class.value,
        },
        "verdict": assessment.verdict.value,
        "recommended": is_recommended,
        "reason": str(row_reason(row)),
    }


def _device_lines(device: DeviceMemory) -> Iterator[str]:
    if device.kind is DeviceKind.GPU and not device.total_bytes:
        yield f"{'GPU':<15}{device.name}: not used"
        return
    label = "Main memory" if device.kind is DeviceKind.CPU else "GPU"
    name = "" if device.kind is DeviceKind.CPU else f"{device.name}: "
    yield (
        f"{label:<15}{name}{needed_memory_text(device.total_bytes)} of {needed_memory_text(device.free_bytes)} free: "
        f"weights {needed_memory_text(device.weights_bytes)}, KV cache {needed_memory_text(device.kv_bytes)}, compute "
        f"{needed_memory_text(device.compute_bytes)}, other {needed_memory_text(device.overhead_bytes)}"
    )


def _measured_line(measured: Measurement) -> str:
    return (
        f"  Measured       {measured.tokens_per_second:.1f} tokens a second; the formula alone said "
        f"{measured.predicted_tokens_per_second:.1f}"
    )


def _row_line(row: Row, *, is_recommended: bool) -> str:
    assessment = row.assessment
    memory = assessment.memory
    total_bytes = sum(device.total_bytes for device in memory.devices)
    layers = f"{memory.placement.gpu_layers} of {memory.layers}" if memory.gpus else "none"
    speed = f"{assessment.speed.low:.1f} to {assessment.speed.high:.1f}" if assessment.fits else ""
    return (
        f"  {'>' if is_recommended else '':2}{row.quantization:<10}{row.bits_per_weight:>6.2f}"
        f"{file_size_text(row.file_bytes):>10}{needed_memory_text(total_bytes):>10}  {layers:<12}{speed:<14}"
        f"{VERDICT_WORDS[assessment.verdict]}"
    )
