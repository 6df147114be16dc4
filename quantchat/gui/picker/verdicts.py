"""How verdicts, places and speeds are called and coloured in the picker; colour never tells anything alone."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication

from quantchat.core.assessment import Verdict
from quantchat.core.memory import PlanMemory
from quantchat.core.speed import Speed, SpeedBasis
from quantchat.gui.meter_painting import MeterPart
from quantchat.gui.painting import ColourOf
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.gui.wordings import number_text
from quantchat.wording import short_number

_LONG_WORDS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.GPU: QT_TRANSLATE_NOOP("verdicts", "On the GPU"),
        Verdict.SPLIT: QT_TRANSLATE_NOOP("verdicts", "GPU and CPU"),
        Verdict.CPU: QT_TRANSLATE_NOOP("verdicts", "On the CPU"),
        Verdict.SLOW: QT_TRANSLATE_NOOP("verdicts", "Slow"),
        Verdict.IMPOSSIBLE: QT_TRANSLATE_NOOP("verdicts", "Does not fit"),
    }
)
_SHORT_WORDS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.GPU: QT_TRANSLATE_NOOP("verdicts", "GPU"),
        Verdict.SPLIT: QT_TRANSLATE_NOOP("verdicts", "Split"),
        Verdict.CPU: QT_TRANSLATE_NOOP("verdicts", "CPU"),
        Verdict.SLOW: QT_TRANSLATE_NOOP("verdicts", "Slow"),
        Verdict.IMPOSSIBLE: QT_TRANSLATE_NOOP("verdicts", "Does not fit"),
    }
)
COLOURS: Mapping[Verdict, ColourOf] = MappingProxyType(
    {
        Verdict.GPU: lambda colours: colours.on_gpu,
        Verdict.SPLIT: lambda colours: colours.split,
        Verdict.CPU: lambda colours: colours.on_cpu,
        Verdict.SLOW: lambda colours: colours.slow,
        Verdict.IMPOSSIBLE: lambda colours: colours.impossible,
    }
)


def long_words(verdict: Verdict) -> str:
    """What a verdict says where there is room: "On the GPU"."""
    return QCoreApplication.translate("verdicts", _LONG_WORDS[verdict])


def short_words(verdict: Verdict) -> str:
    """The same in a narrow column: "GPU"."""
    return QCoreApplication.translate("verdicts", _SHORT_WORDS[verdict])


def figure_text(tokens_per_second: float) -> str:
    """One figure: "38", below ten with a decimal: "0.4"."""
    return number_text(short_number(tokens_per_second) if tokens_per_second < 9.95 else round(tokens_per_second), "")


def rate_text(speed: Speed) -> str:
    """Tokens a second in a narrow column: "36–41", "38"; below one token in two seconds "12 s each"."""
    if speed.middle <= 0:
        return ""
    if speed.middle < 0.5:
        return QCoreApplication.translate("verdicts", "{seconds} s each").format(seconds=round(1 / speed.middle))
    if speed.basis is SpeedBasis.MEASURED:
        return figure_text(speed.middle)
    low, high = figure_text(speed.low), figure_text(speed.high)
    return low if low == high else f"{low}–{high}"


def speed_words(speed: Speed) -> str:
    """The same with its unit: "36–41 tokens/s", "38 tokens/s, measured"."""
    if speed.middle <= 0:
        return ""
    if speed.middle < 0.5:
        return QCoreApplication.translate("verdicts", "a token in {seconds} s").format(seconds=round(1 / speed.middle))
    if speed.basis is SpeedBasis.MEASURED:
        return QCoreApplication.translate("verdicts", "{rate} tokens/s, measured").format(rate=rate_text(speed))
    return QCoreApplication.translate("verdicts", "{rate} tokens/s").format(rate=rate_text(speed))


def devices_text(memory: PlanMemory) -> str:
    """Memory on each device in GB: "6.6", or GPU and main memory where both hold layers: "8.1 + 2.4"."""
    on_gpus = sum(gpu.total_bytes for gpu in memory.gpus)
    if not on_gpus:
        return _gb(memory.cpu.total_bytes)
    main = "" if memory.is_wholly_on_gpus else f" + {_gb(memory.cpu.total_bytes)}"
    return f"{_gb(on_gpus)}{main}"


def memory_parts(memory: PlanMemory) -> tuple[MeterPart, ...]:
    """Weights, KV cache and compute memory as shares of what is free on the devices that are used.

    Where more is needed than is free the parts fill the bar.
    """
    used = [device for device in memory.devices if device.total_bytes]
    if memory.is_wholly_on_gpus:
        used = [device for device in memory.gpus if device.total_bytes]
    free_bytes = sum(device.free_bytes for device in used if not device.shares_ram or device is used[0])
    whole = max(free_bytes, sum(device.total_bytes for device in used), 1)
    return (
        MeterPart(sum(device.weights_bytes for device in used) / whole, lambda colours: colours.weights),
        MeterPart(sum(device.kv_bytes for device in used) / whole, lambda colours: colours.kv_cache),
        MeterPart(
            sum(device.compute_bytes + device.overhead_bytes for device in used) / whole,
            lambda colours: colours.compute,
        ),
    )


def _gb(size_bytes: int) -> str:
    """With one decimal always, so that figures stand under each other."""
    return number_text(size_bytes / 2**30, ".1f")
