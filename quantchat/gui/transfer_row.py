"""One download or quantization in progress: what, how far, and its buttons; and the list of them in the sidebar."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button
from quantchat.gui.elided_label import ElidedLabel
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.meter_bar import MeterBar
from quantchat.gui.meter_painting import MeterPart
from quantchat.gui.theme import Space, TextSize, Theme
from quantchat.gui.transfers import Transfer
from quantchat.gui.translations import QT_TRANSLATE_NOOP

PAUSE = QT_TRANSLATE_NOOP("TransferRow", "Pause")
GO_ON = QT_TRANSLATE_NOOP("TransferRow", "Go on")
TRY_AGAIN = QT_TRANSLATE_NOOP("TransferRow", "Try again")
CANCEL = QT_TRANSLATE_NOOP("TransferRow", "Cancel")
DISMISS = QT_TRANSLATE_NOOP("TransferRow", "Dismiss")


class TransferRow(QWidget):
    """A title with its buttons, a thin bar, and a line that says how far it is.

    Signals:
        pause_requested: it shall rest (key).
        resume_requested: it shall go on, or be tried again (key).
        cancel_requested: it is not wanted any more (key).
    """

    pause_requested = Signal(str)
    resume_requested = Signal(str)
    cancel_requested = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._key = ""
        self._is_at_rest = False
        self._title = ElidedLabel(theme, lambda colours: colours.text, TextSize.HINT, QFont.Weight.Medium)
        self._bar = MeterBar(theme)
        self._detail = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.HINT)
        self._detail.setWordWrap(True)
        self._problem = ThemedLabel(theme, lambda colours: colours.impossible, TextSize.HINT)
        self._problem.setWordWrap(True)
        self._pause = Button(
            theme, icons, self.tr(PAUSE), icon=IconName.PAUSE, icon_only=True, height=SMALL_BUTTON_HEIGHT
        )
        self._pause.clicked.connect(self._on_pause_clicked)
        self._cancel = Button(
            theme, icons, self.tr(CANCEL), icon=IconName.CLOSE, icon_only=True, height=SMALL_BUTTON_HEIGHT
        )
        self._cancel.clicked.connect(lambda: self.cancel_requested.emit(self._key))
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._title, 1)
        head.addWidget(self._pause)
        head.addWidget(self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addWidget(self._detail)
        column.addWidget(self._problem)

    @property
    def text(self) -> str:
        """What is shown in words."""
        return "\n".join(filter(None, (self._title.text(), self._detail.text(), self._problem.text())))

    def show_transfer(self, transfer: Transfer) -> None:
        """Show how it stands."""
        self._key = transfer.key
        self._is_at_rest = transfer.is_paused or bool(transfer.problem)
        self._title.setText(transfer.title)
        self._detail.setText(transfer.detail)
        self._detail.setVisible(bool(transfer.detail))
        self._problem.setText(transfer.problem)
        self._problem.setVisible(bool(transfer.problem))
        self._bar.set_parts(MeterPart(transfer.fraction or 0.0, lambda colours: colours.accent))
        self._bar.setVisible(not transfer.problem)
        self._pause.setVisible(transfer.can_pause or bool(transfer.problem))
        label = TRY_AGAIN if transfer.problem else GO_ON if transfer.is_paused else PAUSE
        icons = {TRY_AGAIN: IconName.REGENERATE, GO_ON: IconName.PLAY, PAUSE: IconName.PAUSE}
        self._pause.set_label(self.tr(label))
        self._pause.set_icon(icons[label])
        self._cancel.set_label(self.tr(DISMISS if transfer.problem and not transfer.can_pause else CANCEL))
        for button in (self._pause, self._cancel):  # several rows have buttons of the same name
            button.setAccessibleDescription(transfer.title)

    def _on_pause_clicked(self) -> None:
        if self._is_at_rest:
            self.resume_requested.emit(self._key)
        else:
            self.pause_requested.emit(self._key)


class TransferList(QWidget):
    """All work in progress, one below the other; takes no room while there is none.

    Signals:
        pause_requested: one shall rest (key).
        resume_requested: one shall go on (key).
        cancel_requested: one is not wanted any more (key).
    """

    pause_requested = Signal(str)
    resume_requested = Signal(str)
    cancel_requested = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._rows: dict[str, TransferRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.M)
        self.hide()

    @property
    def text(self) -> str:
        """What is shown in words."""
        return "\n".join(row.text for row in self._rows.values())

    def show_transfers(self, transfers: Iterable[Transfer]) -> None:
        """Show just these."""
        wanted = {transfer.key: transfer for transfer in transfers}
        for key in [key for key in self._rows if key not in wanted]:
            row = self._rows.pop(key)
            row.hide()
            row.deleteLater()
        for key, transfer in wanted.items():
            if key not in self._rows:
                self._rows[key] = self._new_row()
            self._rows[key].show_transfer(transfer)
        self.setVisible(bool(self._rows))

    def _new_row(self) -> TransferRow:
        row = TransferRow(self._theme, self._icons)
        row.pause_requested.connect(self.pause_requested)
        row.resume_requested.connect(self.resume_requested)
        row.cancel_requested.connect(self.cancel_requested)
        self._column.addWidget(row)
        return row
