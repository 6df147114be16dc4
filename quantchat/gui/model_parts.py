"""Composes everything of the window that concerns models: choosing, fetching and making them, and the machine."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from quantchat.core.hardware import Hardware
from quantchat.gui.first_run import FirstRun
from quantchat.gui.gpu_presenter import GpuPresenter
from quantchat.gui.hardware_card import HardwareCard
from quantchat.gui.hardware_presenter import HardwarePresenter
from quantchat.gui.hub_controller import HubController
from quantchat.gui.library_presenter import LibraryPresenter
from quantchat.gui.model_controller import ModelController
from quantchat.gui.picker.picker import Picker
from quantchat.gui.picker_presenter import PickerPresenter
from quantchat.gui.surroundings import Surroundings
from quantchat.gui.transfer_controller import TransferController
from quantchat.gui.transfer_presenter import TransferPresenter
from quantchat.library.hub.token import stored_token
from quantchat.library.models import chosen_models_folder
from quantchat.probe.gpu_memory import GpuMemory, GpuMemoryReader


class ModelParts(QObject):
    """What lives as long as the window and concerns models.

    Attributes:
        picker: where a model is chosen.
        transfers: downloads and files that are being made.
        library: the folders that models are in.
        first_run: names the next model in the empty chat.
    """

    def __init__(self, around: Surroundings, models: ModelController, described: Hardware | None) -> None:
        """Make and connect everything; nothing is looked for before `start`.

        Args:
            around: what everything is made with.
            models: which model is in use.
            described: a machine in place of this one.
        """
        window, theme, icons, feed = around.window, around.theme, around.icons, around.feed
        super().__init__(window)
        self._models = models
        HardwarePresenter(window.sidebar, HardwareCard(theme, icons, window), feed, around.desk)
        read_gpus = GpuMemoryReader().read if described is None else _DescribedGpus(described).read
        self._gpus = GpuPresenter(window.sidebar.memory_meter, models, read_gpus)
        self.transfers = TransferController(
            feed, chosen_models_folder(around.settings.value, around.places), stored_token
        )
        self._hub = HubController(feed, stored_token)
        self.picker = Picker(theme, icons, window)
        picker_presenter = PickerPresenter(window, self.picker, models, around.desk, feed, around.settings)
        TransferPresenter(window, self.picker, picker_presenter, self.transfers, models)
        self.library = LibraryPresenter(
            window,
            self.picker,
            picker_presenter,
            models,
            self.transfers,
            self._hub,
            around.settings,
            around.places,
        )
        reading_speed = around.settings.value.reading_tokens_per_second
        self.first_run = FirstRun(window.empty_state, models, picker_presenter, reading_speed)
        window.empty_state.add_file_requested.connect(self.library.add_file)

    def start(self) -> None:
        """Look for models and for downloads that are not finished, once the window is shown."""
        QTimer.singleShot(0, self._models, self._models.find_models)
        QTimer.singleShot(0, self.transfers, self.transfers.find_unfinished)
        QTimer.singleShot(0, self.transfers, self.transfers.remove_leftovers)

    def close(self) -> None:
        """End what runs."""
        self.transfers.close()
        self._hub.close()
        self._gpus.close()


class _DescribedGpus:
    """GPUs that somebody described: their memory stays as it was told."""

    def __init__(self, described: Hardware) -> None:
        self._described = described

    def read(self, names: Sequence[str]) -> tuple[GpuMemory, ...]:
        return tuple(
            GpuMemory(gpu.name, gpu.total_bytes, gpu.free_bytes) for gpu in self._described.gpus if gpu.name in names
        )
