"""What is left out of a message that is very long, and the button that shows it."""

from collections import deque
from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.theme import Space, TextSize, Theme


class TextRest(QWidget):
    """Hands the rest of a text out piece by piece, so that the window never waits for all of it.

    Signals:
        opened: the person wants all of it, which is about to come.
        came: the next piece shall be shown (its text).
    """

    opened = Signal()
    came = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._pieces: deque[str] = deque()
        self._button = Button(
            theme,
            icons,
            "",
            icon=IconName.CHEVRON_DOWN,
            kind=ButtonKind.OUTLINED,
            height=SMALL_BUTTON_HEIGHT + Space.XS,
        )
        self._button.setFont(Theme.font(TextSize.TABLE))
        self._button.clicked.connect(self.show_all)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, Space.S, 0, Space.XS)
        row.addWidget(self._button, alignment=Qt.AlignmentFlag.AlignLeft)
        row.addStretch()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._hand_out)
        self.setVisible(False)

    @property
    def is_empty(self) -> bool:
        """Whether all of the text is shown."""
        return not self._pieces

    def keep(self, pieces: Iterable[str], size: str) -> None:
        """Keep these pieces until they are wanted; `size` tells how long the whole text is."""
        self._timer.stop()
        self._pieces = deque(pieces)
        self._button.set_label(self.tr("Show all ({size})").format(size=size))
        self.setVisible(bool(self._pieces))

    @Slot()
    def show_all(self) -> None:
        """Hand all pieces out, one whenever the window has nothing else to do."""
        if self._pieces and not self.isHidden():
            self.opened.emit()
            self.setVisible(False)
            self._timer.start()

    @Slot()
    def _hand_out(self) -> None:
        if self._pieces:
            self.came.emit(self._pieces.popleft())
            self._timer.start()
