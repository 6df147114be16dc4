"""Free memory of the machine in one line and a thin bar, with what the loaded model holds in three colours."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.core.sizes import free_memory_text, needed_memory_text
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.meter_bar import MeterBar, MeterPart
from quantchat.gui.theme import Space, TextSize, Theme
from quantchat.probe.memory import Memory, read_memory

UPDATE_MS = 1000


@dataclass(frozen=True, slots=True)
class ModelShare:
    """Main memory of the loaded model, predicted and measured.

    Attributes:
        weights_bytes: weights in main memory, mapped from the file or not.
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


class MemoryMeter(QWidget):
    """Reads the memory once a second, and only while it can be seen."""

    def __init__(self, theme: Theme, read: Callable[[], Memory] = read_memory) -> None:
        super().__init__()
        self._read = read
        self._model: ModelShare | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(UPDATE_MS)
        self._timer.timeout.connect(self._on_timeout)
        self._free = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.HINT)
        self._bar = MeterBar(theme)
        words = QHBoxLayout()
        words.addWidget(
            ThemedLabel(theme, lambda colours: colours.text_second, TextSize.HINT, text="Memory"),
            alignment=Qt.AlignmentFlag.AlignLeft,
        )
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
    def bar(self) -> MeterBar:
        """What is shown as a bar."""
        return self._bar

    def set_model(self, model: ModelShare | None) -> None:
        """Tell what the loaded model holds; None when none is loaded."""
        self._model = model
        if self.isVisible():
            self._on_timeout()

    @Slot()
    def _on_timeout(self) -> None:
        memory = self._read()
        total_bytes = max(1, memory.total_bytes)
        used_bytes = max(0, memory.total_bytes - memory.available_bytes)
        own_bytes = min(self._model.own_bytes, used_bytes) if self._model else 0
        others = MeterPart((used_bytes - own_bytes) / total_bytes, lambda colours: colours.text_third)
        self._free.setText(free_memory_text(memory.available_bytes, memory.total_bytes))
        self._bar.set_parts(others, *(_model_parts(self._model, total_bytes) if self._model else ()))
        lines = [f"Other programs: {needed_memory_text(used_bytes - own_bytes)}"]
        self.setToolTip("\n".join((*(_model_lines(self._model) if self._model else ()), *lines)))

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._on_timeout()
        self._timer.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()


def _model_parts(model: ModelShare, total_bytes: int) -> tuple[MeterPart, ...]:
    return (
        MeterPart(model.weights_bytes / total_bytes, lambda colours: colours.weights),
        MeterPart(model.kv_bytes / total_bytes, lambda colours: colours.kv_cache),
        MeterPart(model.compute_bytes / total_bytes, lambda colours: colours.compute),
    )


def _model_lines(model: ModelShare) -> tuple[str, ...]:
    """The same in words; the person sees whether the prediction was true."""
    lines = (
        f"Weights of the model: {needed_memory_text(model.weights_bytes)}",
        f"Memory of the conversation (KV cache): {needed_memory_text(model.kv_bytes)}",
        f"Computing: {needed_memory_text(model.compute_bytes)}",
    )
    if not model.measured_bytes:
        return lines
    predicted, measured = needed_memory_text(model.own_bytes), needed_memory_text(model.measured_bytes)
    return (*lines, f"Of its own, predicted: {predicted}, measured: {measured}")
