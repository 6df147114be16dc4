"""Lets the advice read this computer while its card is open, and shows what it found."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, Slot

from quantchat.core.hardware import Hardware
from quantchat.gui.feed import Fact, Feed, MachineRead
from quantchat.gui.hardware_card import HardwareCard
from quantchat.gui.sidebar import Sidebar


class MachineReader(Protocol):
    """What this needs of the advice."""

    def read_machine(self, on_done: Callable[[Hardware], None], *, measure_anew: bool = False) -> None:
        """Read the machine; `on_done` may be called on any thread."""


class HardwarePresenter(QObject):
    """Connects the card with the advice; one reading at a time."""

    def __init__(self, sidebar: Sidebar, card: HardwareCard, feed: Feed, reader: MachineReader) -> None:
        super().__init__(card)
        self._sidebar = sidebar
        self._card = card
        self._feed = feed
        self._reader = reader
        self._is_reading = False
        sidebar.machine_requested.connect(self._on_machine_requested)
        card.refresh_requested.connect(self._on_refresh_requested)
        card.measure_requested.connect(self._on_measure_requested)
        feed.fact_arrived.connect(self._on_fact_arrived)

    @Slot()
    def _on_machine_requested(self) -> None:
        self._card.open_above(self._sidebar.mapToGlobal(QPoint(0, self._sidebar.height())))

    @Slot()
    def _on_refresh_requested(self) -> None:
        self._read(measure_anew=False)

    @Slot()
    def _on_measure_requested(self) -> None:
        self._is_reading = False  # a reading under way is no reason not to measure
        self._read(measure_anew=True)

    def _read(self, *, measure_anew: bool) -> None:
        if self._is_reading:
            return
        self._is_reading = True
        self._reader.read_machine(lambda found: self._feed.push(MachineRead(found)), measure_anew=measure_anew)

    @Slot(object)
    def _on_fact_arrived(self, fact: Fact) -> None:
        if isinstance(fact, MachineRead):
            self._is_reading = False
            self._card.show_hardware(fact.hardware)
