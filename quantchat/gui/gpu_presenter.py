"""Shows the memory of the GPUs that the model in use can use, read at a calm pace while the meter can be seen."""

import threading
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from quantchat.core.memory import DeviceMemory
from quantchat.gui.memory_meter import GpuFigures, MemoryMeter, ModelShare
from quantchat.gui.model_controller import LoadState, ModelController, ModelStanding
from quantchat.probe.gpu_memory import GpuMemory

UPDATE_MS = 3000
_END_SECONDS = 3.0
"""Longer than drivers are waited for; a thread that hangs for all that is left to the process."""

ReadGpus = Callable[[Sequence[str]], tuple[GpuMemory, ...]]
"""Reads the memory of the GPUs with these names; may take as long as their drivers do."""


class GpuPresenter(QObject):
    """One reading at a time, each on a thread of its own that ends with it: most machines never need one."""

    _arrived = Signal(tuple)

    def __init__(self, meter: MemoryMeter, models: ModelController, read: ReadGpus) -> None:
        """Read nothing before it is known which GPUs the engine uses.

        Args:
            meter: where they are shown.
            models: whose plans name the GPUs.
            read: reads their memory; called on other threads, one call at a time.
        """
        super().__init__(meter)
        self._meter = meter
        self._models = models
        self._read = read
        self._gpus: tuple[DeviceMemory, ...] = ()
        self._state = LoadState.NONE
        self._is_visible = meter.isVisible()
        self._reading: threading.Thread | None = None
        self._is_closed = threading.Event()
        self._timer = QTimer(self)
        self._timer.setInterval(UPDATE_MS)
        self._timer.timeout.connect(self._on_timeout)
        self._arrived.connect(self._on_arrived)
        meter.visibility_changed.connect(self._on_visibility_changed)
        models.standing_changed.connect(self._on_standing_changed)
        self._on_standing_changed(models.standing)

    def close(self) -> None:
        """Read no more; no thread is left."""
        self._is_closed.set()
        self._timer.stop()
        if self._reading is not None:
            self._reading.join(_END_SECONDS)

    @Slot(ModelStanding)
    def _on_standing_changed(self, standing: ModelStanding) -> None:
        """A plan names the GPUs that the engine uses; a load without one leaves what is known."""
        if standing.planned is None:
            return
        memory = standing.planned.assessment.memory
        gpus = tuple(gpu for gpu in memory.gpus if not gpu.shares_ram)
        if (gpus, standing.state) == (self._gpus, self._state):
            return  # only the progress of a load
        if [gpu.name for gpu in gpus] != [gpu.name for gpu in self._gpus]:
            self._meter.set_gpus(())
        self._gpus, self._state = gpus, standing.state
        self._follow()

    @Slot(bool)
    def _on_visibility_changed(self, is_visible: bool) -> None:
        self._is_visible = is_visible
        self._follow()

    def _follow(self) -> None:
        """Read while there is a GPU and somebody who looks; a minimized window is not looked at."""
        if not self._is_visible or not self._gpus or self._is_closed.is_set():
            self._timer.stop()
            return
        if not self._timer.isActive():
            self._timer.start()
        self._on_timeout()

    @Slot()
    def _on_timeout(self) -> None:
        if self._reading is not None and self._reading.is_alive():
            return
        names = tuple(gpu.name for gpu in self._gpus)
        self._reading = threading.Thread(target=lambda: self._work(names), name="gpu-memory", daemon=True)
        self._reading.start()

    def _work(self, names: tuple[str, ...]) -> None:
        """On a thread of its own."""
        found = self._read(names)
        if not self._is_closed.is_set():
            self._arrived.emit(found)

    @Slot(tuple)
    def _on_arrived(self, found: tuple[GpuMemory, ...]) -> None:
        left = list(self._gpus)
        figures = []
        for memory in found:
            gpu = next((gpu for gpu in left if gpu.name == memory.name), None)
            if gpu is not None:
                left.remove(gpu)
                figures.append(GpuFigures(gpu.name, memory.total_bytes, memory.free_bytes, self._share(gpu)))
        self._meter.set_gpus(tuple(figures))

    def _share(self, gpu: DeviceMemory) -> ModelShare | None:
        if self._models.standing.state is not LoadState.READY or not gpu.total_bytes:
            return None
        return ModelShare(gpu.weights_bytes, gpu.kv_bytes, gpu.compute_bytes + gpu.overhead_bytes, gpu.total_bytes)
