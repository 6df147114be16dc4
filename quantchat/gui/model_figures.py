"""What the window shows of the figures of the model in use: predicted beside measured."""

from quantchat.core.assessment import Verdict
from quantchat.core.reasons import doubt_sentences, short_speed_text
from quantchat.core.speed import measured_speed
from quantchat.gui.memory_meter import ModelShare
from quantchat.gui.model_controller import LoadState, ModelStanding

_PLACES = {Verdict.GPU: "On the GPU", Verdict.SPLIT: "GPU and CPU", Verdict.CPU: "On the CPU", Verdict.SLOW: "Slow"}


def ready_status(standing: ModelStanding) -> str:
    """Where a loaded model runs and how fast: as predicted, until an answer has shown it."""
    planned = standing.planned
    if planned is None or planned.assessment.verdict not in _PLACES:
        return "Ready"
    speed = planned.assessment.speed
    if standing.tokens_per_second:
        speed = measured_speed(standing.tokens_per_second)
    return f"{_PLACES[planned.assessment.verdict]}, {short_speed_text(speed)}"


def model_share(standing: ModelStanding) -> ModelShare | None:
    """What the loaded model holds of main memory; None while none is loaded or nothing was predicted."""
    if standing.planned is None or standing.state is not LoadState.READY:
        return None
    cpu = standing.planned.assessment.memory.cpu
    return ModelShare(
        weights_bytes=cpu.weights_bytes,
        kv_bytes=cpu.kv_bytes,
        compute_bytes=cpu.compute_bytes + cpu.overhead_bytes,
        own_bytes=cpu.anonymous_bytes,
        measured_bytes=standing.loaded.memory.anonymous_bytes if standing.loaded else 0,
    )


def doubt(standing: ModelStanding) -> tuple[str, str]:
    """What to tell of a model that is predicted not to fit."""
    if standing.planned is None or standing.model is None:
        return "This model probably does not fit.", ""
    name = f"{standing.model.display_name} ({standing.model.quantization})"
    return doubt_sentences(standing.planned.assessment, name)
