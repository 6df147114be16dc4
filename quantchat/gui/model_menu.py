"""The model in use and the way to another one: a button in the top bar, which opens the picker."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.model_button import ModelButton
from quantchat.gui.theme import Space, Theme
from quantchat.library.models import LocalModel


class ModelMenu(QWidget):
    """Name, chip and state of the model; while one is loading, a button to cancel that.

    Signals:
        load_cancelled: the model that is loading is not wanted any more.
        loading_changed: how far loading is, 0 to 1; None when nothing is loading.
    """

    load_cancelled = Signal()
    loading_changed = Signal(object)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._current: LocalModel | None = None
        self._status = ""
        self._loading: float | None = None
        self._button = ModelButton(theme, icons)
        self._cancel = Button(
            theme, icons, self.tr("Cancel loading"), icon=IconName.CLOSE, icon_only=True, height=SMALL_BUTTON_HEIGHT
        )
        self._cancel.clicked.connect(self.load_cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(self._button)
        row.addWidget(self._cancel)
        row.addStretch(1)
        self._refresh()

    @property
    def button(self) -> ModelButton:
        """What opens the picker."""
        return self._button

    def set_current(self, model: LocalModel | None) -> None:
        """Show the model in use; None asks to choose one."""
        self._current = model
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

    def _refresh(self) -> None:
        state = (
            self._status
            if self._loading is None
            else self.tr("Loading {percent} %").format(percent=round(self._loading * 100))
        )
        if self._current is None:
            self._button.describe("", "", state)
        else:
            self._button.describe(self._current.display_name, self._current.quantization, state)
        self._cancel.setVisible(self._loading is not None)
