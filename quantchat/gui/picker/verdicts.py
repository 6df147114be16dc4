"""How verdicts, places and speeds are called and coloured in the picker; colour never tells anything alone."""

from collections.abc import Mapping
from types import MappingProxyType

from quantchat.core.assessment import Verdict
from quantchat.core.memory import PlanMemory
from quantchat.core.speed import Speed, SpeedBasis
from quantchat.gui.meter_bar import MeterPart
from quantchat.gui.painting import ColourOf

LONG_WORDS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.GPU: "On the GPU",
        Verdict.SPLIT: "GPU and CPU",
        Verdict.CPU: "On the CPU",
        Verdict.SLOW: "Slow",
        Verdict.IMPOSSIBLE: "Does not fit",
    }
)
SHORT_WORDS: Mapping[Verdict, str] = MappingProxyType(
    {
        Verdict.GPU: "GPU",
        Verdict.SPLIT: "Split",
        Verdict.CPU: "CPU",
        Verdict.SLOW: "Slow",
        Verdict.IMPOSSIBLE: "Does not fit",
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


def figure_text(tokens_per_second: float) -> str:
    """One figure: "38", below ten with a decimal: "0.4"."""
    return f"{tokens_per_second:.1f}".removesuffix(".0") if tokens_per_second < 9.95 else f"{round(tokens_per_second)}"


def rate_text(speed: Speed) -> str:
    """Tokens a second in a narrow column: "36–41", "38"; below one token in two seconds "12 s each"."""
    if speed.middle < 0.5:
        return f"{round(1 / speed.middle)} s each" if speed.middle > 0 else ""
    if speed.basis is SpeedBasis.MEASURED:
        return figure_text(speed.middle)
    low, high = figure_text(speed.low), figure_text(speed.high)
    return low if low == high else f"{low}–{high}"


def speed_words(speed: Speed) -> str:
    """The same with its unit: "36–41 tokens/s", "38 tokens/s, measured"."""
    if speed.middle < 0.5:
        return f"a token in {round(1 / speed.middle)} s" if speed.middle > 0 else ""
    measured = ", measured" if speed.basis is SpeedBasis.MEASURED else ""
    return f"{rate_text(speed)} tokens/s{measured}"


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
    return f"{size_bytes / 2**30:.1f}"
