"""The model in use and the way to another one: a button in the top bar and the popover below it."""

from pathlib import Path

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.model_button import ModelButton
from quantchat.gui.model_choices import ModelChoices
from quantchat.gui.model_popover import ModelPopover
from quantchat.gui.theme import Space, Theme
from quantchat.library.models import LocalModel


class ModelMenu(QWidget):
    """Name, chip and state of the model; while one is loading, a button to cancel that.

    Signals:
        model_chosen: this file shall be used (`Path`).
        add_file_requested: a model file shall be added.
        open_folder_requested: the models folder shall be shown.
        load_cancelled: the model that is loading is not wanted any more.
        loading_changed: how far loading is, 0 to 1; None when nothing is loading.
    """

    model_chosen = Signal(Path)
    add_file_requested = Signal()
    open_folder_requested = Signal()
    load_cancelled = Signal()
    loading_changed = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._current: LocalModel | None = None
        self._status = ""
        self._loading: float | None = None
        self._choices = ModelChoices(self)
        self._button = ModelButton(theme, icons)
        self._button.clicked.connect(self.open_popover)
        self._cancel = Button(
            theme, icons, "Cancel loading", icon=IconName.CLOSE, icon_only=True, height=SMALL_BUTTON_HEIGHT
        )
        self._cancel.clicked.connect(self.load_cancelled)
        self._popover = ModelPopover(theme, icons, self._choices, self)
        self._popover.model_picked.connect(self.model_chosen)
        self._popover.add_file_picked.connect(self.add_file_requested)
        self._popover.open_folder_picked.connect(self.open_folder_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(self._button)
        row.addWidget(self._cancel)
        row.addStretch(1)
        self._refresh()

    @property
    def popover(self) -> ModelPopover:
        """The list of models."""
        return self._popover

    @property
    def button(self) -> ModelButton:
        """What opens it."""
        return self._button

    def set_models(self, models: tuple[LocalModel, ...]) -> None:
        """Offer these models."""
        self._choices.set_models(models)

    def set_current(self, model: LocalModel | None) -> None:
        """Show the model in use; None asks to choose one."""
        self._current = model
        self._choices.set_current(model.path if model is not None else None)
        self._refresh()

    def set_status(self, status: str) -> None:
        """Say how the model stands: "Ready", "Not loaded"."""
        self._status = status
        self._refresh()

    def set_loading(self, fraction: float | None) -> None:
        """Say how far loading is, 0 to 1; None when it has ended, however it ended."""
        self._loading = fraction
        self._refresh()
        self.loading_changed.emit(fraction)

    @Slot()
    def open_popover(self) -> None:
        """Show the models, with the keyboard on the one in use."""
        self._popover.open_at(self._button.mapToGlobal(QPoint(0, self._button.height() + Space.XS)))

    def _refresh(self) -> None:
        state = self._status if self._loading is None else f"Loading {round(self._loading * 100)} %"
        if self._current is None:
            self._button.describe("", "", state)
        else:
            self._button.describe(self._current.display_name, self._current.quantization, state)
        self._cancel.setVisible(self._loading is not None)
