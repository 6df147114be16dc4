"""What was measured here, beside what had been predicted: the advice corrects itself by it.

One line of JSON for each answer, appended: nothing is lost if two programs write at once or one is killed. A line that
makes no sense is passed over.
"""

import json
import os
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from quantchat.core.hardware import Hardware
from quantchat.core.memory import PlanMemory, engine_gpus
from quantchat.core.speed import Correction, Speed, corrected_speed, measured_speed, median_factor

KEPT_LINES = 1000
NEWEST = 5
"""The median of so many newest measurements counts: an answer while the computer was busy is not the last word."""

LEAST_TOKENS = 16
"""Answers shorter than this say little about speed."""

_LONGEST_LINE_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Measurement:
    """One answer, or one load, as it was predicted and as it was.

    Attributes:
        model: name and size of the file.
        plan: what of the plan decides the speed.
        devices: where it ran.
        tokens_per_second: measured while writing.
        predicted_tokens_per_second: what was most likely by the formula alone, before any correction.
        memory_bytes: main memory the engine took for its own, 0 if not measured.
        predicted_memory_bytes: what was predicted of that.
    """

    model: str
    plan: str
    devices: str
    tokens_per_second: float
    predicted_tokens_per_second: float
    memory_bytes: int = 0
    predicted_memory_bytes: int = 0


def model_key(memory: PlanMemory) -> str:
    """Tells model files apart wherever they lie."""
    return f"{Path(memory.plan.model_path).name} {memory.file_bytes}"


def plan_key(memory: PlanMemory) -> str:
    """What of a plan decides the speed of the same file on the same machine."""
    plan = memory.plan
    return f"{plan.gpu_layers} layers on GPU, {plan.kv_type}, {plan.threads} threads"


def devices_key(memory: PlanMemory, hardware: Hardware) -> str:
    """Where a plan runs: corrections of the processor say nothing about the GPU."""
    gpus = " + ".join(gpu.name for gpu in engine_gpus(hardware))
    on_gpu = memory.placement.gpu_layers
    if on_gpu == 0:
        return hardware.cpu.name
    return gpus if on_gpu == memory.layers else f"{gpus} + {hardware.cpu.name}"


class Measurements:
    """Measurements kept in a file; reading happens once, `add` also changes what is known."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: deque[Measurement] = deque(_read(path), maxlen=KEPT_LINES)

    def add(self, measurement: Measurement) -> None:
        """Keep a measurement.

        Raises:
            OSError: it could not be written; it counts until the program ends.
        """
        self._known.append(measurement)
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(_line(measurement))
        if self._path.stat().st_size > KEPT_LINES * _LONGEST_LINE_BYTES // 4:
            self._rewrite()

    def of_model(self, memory: PlanMemory, hardware: Hardware) -> Measurement | None:
        """What is known of just this file, plan and machine: the median of the newest; None if it never ran."""
        key = (model_key(memory), plan_key(memory), devices_key(memory, hardware))
        newest = [known for known in self._known if (known.model, known.plan, known.devices) == key][-NEWEST:]
        by_speed = sorted(newest, key=lambda known: known.tokens_per_second)
        return by_speed[len(by_speed) // 2] if by_speed else None

    def correction(self, devices: str) -> Correction:
        """What the models that ran on these devices say about predictions there."""
        factors: defaultdict[str, list[float]] = defaultdict(list)
        for known in self._known:
            if known.devices == devices and known.predicted_tokens_per_second > 0:
                factors[known.model].append(known.tokens_per_second / known.predicted_tokens_per_second)
        return median_factor([median_factor(of_model[-NEWEST:]).factor for of_model in factors.values()])

    def speed(self, memory: PlanMemory, hardware: Hardware, prediction: Speed) -> Speed:
        """The speed of a plan in the light of what is known."""
        own = self.of_model(memory, hardware) if memory.plan.model_path else None
        if own is not None:
            return measured_speed(own.tokens_per_second)
        return corrected_speed(prediction, self.correction(devices_key(memory, hardware)))

    def _rewrite(self) -> None:
        """Keep the file from growing for ever; what another program wrote stays in it."""
        newest = deque(_read(self._path), maxlen=KEPT_LINES)
        temporary = self._path.with_suffix(f".{os.getpid()}.tmp")
        temporary.write_text("".join(map(_line, newest)), encoding="utf-8")
        temporary.replace(self._path)


def _line(measurement: Measurement) -> str:
    """A line with its end in front, so that it does not run into one that a power cut left unfinished."""
    return "\n" + json.dumps(asdict(measurement))


def _read(path: Path) -> Iterator[Measurement]:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:  # none yet, or not readable: nothing is known
        return
    for line in text.splitlines():
        measurement = _parsed(line)
        if measurement is not None:
            yield measurement


def _parsed(line: str) -> Measurement | None:
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError):  # a line that a power cut left unfinished
        return None
    if not isinstance(raw, dict):
        return None
    values = {field.name: raw.get(field.name, field.default) for field in fields(Measurement)}
    return Measurement(**values) if _is_sound(values) else None


def _is_sound(values: Mapping[str, object]) -> bool:
    texts = (values["model"], values["plan"], values["devices"])
    speeds = (values["tokens_per_second"], values["predicted_tokens_per_second"])
    sizes = (values["memory_bytes"], values["predicted_memory_bytes"])
    return (
        all(isinstance(text, str) for text in texts)
        and all(isinstance(speed, int | float) and 0 < speed < 1e6 for speed in speeds)
        and all(isinstance(size, int) and size >= 0 for size in sizes)
    )
