"""Free memory of the machine and of its GPUs: for each a line and a thin bar, with what the model holds in colours."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.core.sizes import free_memory_text, needed_memory_text
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.meter_bar import MeterBar
from quantchat.gui.meter_painting import MeterPart
from quantchat.gui.theme import Space, TextSize, Theme
from quantchat.gui.wordings import translated
from quantchat.probe.memory import Memory, read_memory

UPDATE_MS = 1000


@dataclass(frozen=True, slots=True)
class ModelShare:
    """Memory of one kind that the loaded model holds, predicted and measured.

    Attributes:
        weights_bytes: weights in this memory, mapped from the file or not.
        kv_bytes: KV cache.
        compute_bytes: scratch memory of the computation and everything else.
        own_bytes: of all that, what counts as used; mapped weights do not, since the system can drop them.
        measured_bytes: what the engine really took of its own, 0 if not measured.
    """

    weights_bytes: int
    kv_bytes: int
    compute_bytes: int
    own_bytes: int
    measured_bytes: int = 0


@dataclass(frozen=True, slots=True)
class GpuFigures:
    """Memory of one GPU.

    Attributes:
        name: for people.
        total_bytes: memory it has.
        free_bytes: memory that can be had now.
        model: what the loaded model holds of it; None while none is loaded or it holds nothing there.
    """

    name: str
    total_bytes: int
    free_bytes: int
    model: ModelShare | None = None


class MemoryLine(QWidget):
    """One kind of memory: its name, what is free, a bar; the tooltip tells the parts in words."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._name = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.HINT, text=name)
        self._free = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.HINT)
        self._bar = MeterBar(theme)
        words = QHBoxLayout()
        words.addWidget(self._name, alignment=Qt.AlignmentFlag.AlignLeft)
        words.addWidget(self._free, alignment=Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S - 2)
        column.addLayout(words)
        column.addWidget(self._bar)

    @property
    def text(self) -> str:
        """What is shown in words."""
        return self._free.text()

    @property
    def name(self) -> str:
        """What the memory is called."""
        return self._name.text()

    @property
    def bar(self) -> MeterBar:
        """What is shown as a bar."""
        return self._bar

    def set_name(self, name: str) -> None:
        """Call the memory something else."""
        self._name.setText(name)

    def show_memory(self, total_bytes: int, free_bytes: int, model: ModelShare | None) -> str:
        """Show how much is free and what the model holds; return the parts in words."""
        whole_bytes = max(1, total_bytes)
        used_bytes = max(0, total_bytes - free_bytes)
        own_bytes = min(model.own_bytes, used_bytes) if model else 0
        others = MeterPart((used_bytes - own_bytes) / whole_bytes, lambda colours: colours.text_third)
        self._free.setText(free_memory_text(free_bytes, total_bytes))
        self._bar.set_parts(others, *(_model_parts(model, whole_bytes) if model else ()))
        other_programs = self.tr("Other programs: {size}").format(size=_size_text(used_bytes - own_bytes))
        return "\n".join((*(_model_lines(model) if model else ()), other_programs))


class MemoryMeter(QWidget):
    """Reads main memory once a second, and only while it can be seen; GPUs are read by others and told.

    Signals:
        visibility_changed: the meter can be seen now, or no more.
    """

    visibility_changed = Signal(bool)

    def __init__(self, theme: Theme, read: Callable[[], Memory] = read_memory) -> None:
        super().__init__()
        self._theme = theme
        self._read = read
        self._model: ModelShare | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(UPDATE_MS)
        self._timer.timeout.connect(self._on_timeout)
        self._main = MemoryLine(theme, self.tr("Memory"))
        self._gpu_lines: list[MemoryLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.S)
        self._column.addWidget(self._main)

    @property
    def text(self) -> str:
        """What is shown of main memory in words."""
        return self._main.text

    @property
    def bar(self) -> MeterBar:
        """What is shown of main memory as a bar."""
        return self._main.bar

    @property
    def gpu_lines(self) -> tuple[MemoryLine, ...]:
        """What is shown of GPUs, in their order."""
        return tuple(self._gpu_lines)

    def set_model(self, model: ModelShare | None) -> None:
        """Tell what the loaded model holds of main memory; None when none is loaded."""
        self._model = model
        if self.isVisible():
            self._on_timeout()

    def set_gpus(self, gpus: tuple[GpuFigures, ...]) -> None:
        """Show the memory of these GPUs below main memory; none show nothing."""
        while len(self._gpu_lines) > len(gpus):
            line = self._gpu_lines.pop()
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        while len(self._gpu_lines) < len(gpus):
            self._gpu_lines.append(MemoryLine(self._theme, ""))
            self._column.addWidget(self._gpu_lines[-1])
            self._gpu_lines[-1].show()  # Qt would do it later, and until then the meter would be too low
        for number, (line, gpu) in enumerate(zip(self._gpu_lines, gpus, strict=True), start=1):
            several = self.tr("GPU {number}").format(number=number)
            line.set_name(self.tr("GPU") if len(gpus) == 1 else several)
            parts = line.show_memory(gpu.total_bytes, gpu.free_bytes, gpu.model)
            line.setToolTip(_as_markup(gpu.name, *parts.splitlines()))

    @Slot()
    def _on_timeout(self) -> None:
        memory = self._read()
        self.setToolTip(self._main.show_memory(memory.total_bytes, memory.available_bytes, self._model))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._on_timeout()
        self._timer.start()
        self.visibility_changed.emit(True)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
        self.visibility_changed.emit(False)


def _model_parts(model: ModelShare, total_bytes: int) -> tuple[MeterPart, ...]:
    return (
        MeterPart(model.weights_bytes / total_bytes, lambda colours: colours.weights),
        MeterPart(model.kv_bytes / total_bytes, lambda colours: colours.kv_cache),
        MeterPart(model.compute_bytes / total_bytes, lambda colours: colours.compute),
    )


def _model_lines(model: ModelShare) -> tuple[str, ...]:
    """The same in words; the person sees whether the prediction was true."""
    lines = (
        QCoreApplication.translate("memory_meter", "Weights of the model: {size}").format(
            size=_size_text(model.weights_bytes)
        ),
        QCoreApplication.translate("memory_meter", "Memory of the conversation (KV cache): {size}").format(
            size=_size_text(model.kv_bytes)
        ),
        QCoreApplication.translate("memory_meter", "Computing: {size}").format(size=_size_text(model.compute_bytes)),
    )
    if not model.measured_bytes:
        return lines
    measured = QCoreApplication.translate("memory_meter", "Of its own, predicted: {predicted}, measured: {measured}")
    return (
        *lines,
        measured.format(predicted=_size_text(model.own_bytes), measured=_size_text(model.measured_bytes)),
    )


def _size_text(size_bytes: int) -> str:
    return translated(needed_memory_text(size_bytes))


def _as_markup(*lines: str) -> str:
    """Lines below each other exactly as they are: the name of a GPU comes from outside and may look like markup."""
    return f"<span>{'<br>'.join(map(escape, lines))}</span>"
