"""What the window shows of the figures of the model in use: predicted beside measured."""

from PySide6.QtCore import QCoreApplication

from quantchat.core.assessment import Verdict
from quantchat.core.reasons import doubt_sentences, short_speed_text
from quantchat.core.speed import measured_speed
from quantchat.gui.memory_meter import ModelShare
from quantchat.gui.model_controller import LoadState, ModelStanding
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.gui.wordings import translated

_PLACES = {
    Verdict.GPU: QT_TRANSLATE_NOOP("model_figures", "On the GPU"),
    Verdict.SPLIT: QT_TRANSLATE_NOOP("model_figures", "GPU and CPU"),
    Verdict.CPU: QT_TRANSLATE_NOOP("model_figures", "On the CPU"),
    Verdict.SLOW: QT_TRANSLATE_NOOP("model_figures", "Slow"),
}


def ready_status(standing: ModelStanding) -> str:
    """Where a loaded model runs and how fast: as predicted, until an answer has shown it."""
    planned = standing.planned
    if planned is None or planned.assessment.verdict not in _PLACES:
        return QCoreApplication.translate("model_figures", "Ready")
    speed = planned.assessment.speed
    if standing.tokens_per_second:
        speed = measured_speed(standing.tokens_per_second)
    place = QCoreApplication.translate("model_figures", _PLACES[planned.assessment.verdict])
    return f"{place}, {translated(short_speed_text(speed))}"


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
        return QCoreApplication.translate("model_figures", "This model probably does not fit."), ""
    name = f"{standing.model.display_name} ({standing.model.quantization})"
    sentence, hint = doubt_sentences(standing.planned.assessment, name)
    return translated(sentence), translated(hint)
