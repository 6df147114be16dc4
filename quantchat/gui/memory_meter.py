"""Free memory of the machine in one line and a thin bar, with the loaded model's part in the accent colour."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.gui.labels import ThemedLabel
from quantchat.gui.meter_bar import MeterBar, MeterPart
from quantchat.gui.sizes import free_memory_text, memory_text
from quantchat.gui.theme import Space, TextSize, Theme
from quantchat.probe import Memory, read_memory

UPDATE_MS = 1000


class MemoryMeter(QWidget):
    """Reads the memory once a second, and only while it can be seen."""

    def __init__(self, theme: Theme, read: Callable[[], Memory] = read_memory) -> None:
        super().__init__()
        self._read = read
        self._model_bytes = 0
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

    def set_model_bytes(self, model_bytes: int) -> None:
        """Tell how much of the used memory is the loaded model's; 0 when none is loaded."""
        self._model_bytes = model_bytes
        if self.isVisible():
            self._on_timeout()

    @Slot()
    def _on_timeout(self) -> None:
        memory = self._read()
        total_bytes = max(1, memory.total_bytes)
        used_bytes = max(0, memory.total_bytes - memory.available_bytes)
        model_bytes = min(self._model_bytes, used_bytes)
        self._free.setText(free_memory_text(memory.available_bytes, memory.total_bytes))
        self._bar.set_parts(
            MeterPart(model_bytes / total_bytes, lambda colours: colours.accent),
            MeterPart((used_bytes - model_bytes) / total_bytes, lambda colours: colours.text_third),
        )
        others = f"{memory_text(used_bytes - model_bytes)} GB used by other programs"
        self.setToolTip(f"{memory_text(model_bytes)} GB used by the model, {others}" if model_bytes else others)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._on_timeout()
        self._timer.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()
