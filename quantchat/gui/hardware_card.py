"""What this computer has for running models: processor, memory and GPUs, what the engine uses, who holds memory."""

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFont, QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayoutItem, QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.core.hardware import Hardware
from quantchat.core.hardware_text import hardware_rows
from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.icons import Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.popover import Popover
from quantchat.gui.theme import Space, TextSize, Theme
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.wording import joined

CARD_WIDTH = 460
REFRESH_MS = 1000
READING = QT_TRANSLATE_NOOP("HardwareCard", "Reading this computer…")
MEASURING = QT_TRANSLATE_NOOP("HardwareCard", "Measuring…")
MEASURE = QT_TRANSLATE_NOOP("HardwareCard", "Measure memory speed again")


class HardwareCard(Popover):
    """Opens above the machine's corner of the sidebar; reads the machine while it is open, and only then.

    Signals:
        refresh_requested: the figures shall be read anew.
        measure_requested: the speed of main memory shall be measured anew.
    """

    refresh_requested = Signal()
    measure_requested = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setFixedWidth(CARD_WIDTH)
        self._bottom_left = QPoint()
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self.refresh_requested)
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(Space.M)
        self._rows.setVerticalSpacing(Space.S)
        self._rows.setColumnStretch(1, 1)
        self._measure = Button(theme, icons, self.tr(MEASURE), kind=ButtonKind.OUTLINED, height=SMALL_BUTTON_HEIGHT)
        self._measure.clicked.connect(self._on_measure_clicked)
        title = ThemedLabel(
            theme, lambda colours: colours.text, TextSize.INTERFACE, QFont.Weight.DemiBold, self.tr("This computer")
        )
        buttons = QHBoxLayout()
        buttons.addWidget(self._measure)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.M)
        column.addWidget(title)
        column.addLayout(self._rows)
        column.addLayout(buttons)
        self._show_rows(((self.tr(READING), ("",)),))

    @property
    def text(self) -> str:
        """What is shown, label by label."""
        items = (self._rows.itemAt(index) for index in range(self._rows.count()))
        labels = (item.widget() for item in items if item is not None)
        return "\n".join(label.text() for label in labels if isinstance(label, ThemedLabel))

    def open_above(self, bottom_left: QPoint) -> None:
        """Show the card with its lower left corner at a place of the screen."""
        self._bottom_left = bottom_left
        self._place()
        self.show()
        self._measure.setFocus()

    def show_hardware(self, hardware: Hardware) -> None:
        """Show these figures."""
        self._measure.setEnabled(True)
        self._measure.set_label(self.tr(MEASURE))
        self._show_rows(hardware_rows(hardware, with_instruction_sets=False))
        if self.isVisible():
            self._place()

    def _show_rows(self, rows: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            _dispose(item)
        shown = ((label, lines) for label, lines in rows if lines)
        for place, (label, lines) in enumerate(shown):
            name = ThemedLabel(self._theme, lambda colours: colours.text_second, TextSize.TABLE, text=label)
            facts = ThemedLabel(self._theme, lambda colours: colours.text, TextSize.TABLE, text=joined(lines, "\n"))
            facts.setWordWrap(True)
            self._rows.addWidget(name, place, 0, Qt.AlignmentFlag.AlignTop)
            self._rows.addWidget(facts, place, 1)
            for cell in (name, facts):
                cell.show()  # Qt would do it later, and until then the card would be too small

    def _place(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
            has_wrapped = layout.hasHeightForWidth()
            self.setFixedHeight(
                layout.totalHeightForWidth(CARD_WIDTH) if has_wrapped else layout.totalSizeHint().height()
            )
        area = self.screen().availableGeometry()
        left = max(area.left(), min(self._bottom_left.x(), area.right() - self.width()))
        self.move(left, max(area.top(), self._bottom_left.y() - self.height()))

    @Slot()
    def _on_measure_clicked(self) -> None:
        self._measure.setEnabled(False)
        self._measure.set_label(self.tr(MEASURING))
        self.measure_requested.emit()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh_requested.emit()
        self._timer.start()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()


def _dispose(item: QLayoutItem) -> None:
    widget = item.widget()
    if widget is not None:
        widget.hide()
        widget.deleteLater()
