"""A picker in front of an advice that answers at once, from the real arithmetic."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from quantchat.advice.shelf_values import ModelCard, SheetQuestion
from quantchat.core.hardware import Hardware
from quantchat.core.plan import LoadPlan
from quantchat.gui.icons import Icons
from quantchat.gui.picker.picker import Picker
from quantchat.gui.picker.sheet_view import LoadWish, RowWish
from quantchat.gui.theme import Theme
from tests.core.machines import GAMING_PC
from tests.gui.picker.shelves import PLAN, sheet_of


@dataclass
class Person:
    """Somebody in front of the picker, and what they asked for."""

    picker: Picker
    window: QWidget
    machine: Hardware
    path_in_use: str = ""
    plan_in_use: LoadPlan | None = None
    plan: LoadPlan = PLAN
    loads: list[LoadWish] = field(default_factory=list)
    downloads: list[RowWish] = field(default_factory=list)
    makings: list[RowWish] = field(default_factory=list)
    removals: list[Path] = field(default_factory=list)

    def open(self, *cards: ModelCard, key: str = "") -> None:
        for card in cards:
            self.picker.put_card(card)
        self.picker.open_at(self.window.mapToGlobal(QPoint(0, 0)), self.window, key)

    def type_text(self, text: str) -> None:
        QTest.keyClicks(self.focused, text)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.focused, key)

    @property
    def focused(self) -> QWidget:
        focused = self.picker.focusWidget()
        assert focused is not None
        return focused

    @property
    def listed(self) -> list[str]:
        """The rows of the list, from the top."""
        model = self.picker.cards
        return [str(model.index(row).data()) for row in range(model.rowCount())]

    @property
    def looked_at(self) -> str:
        card = self.picker.sheet.card
        return card.name if card is not None else ""

    def answer(self, question: SheetQuestion) -> None:
        if question.card.entry is not None:
            sheet = sheet_of(question.card, self.machine, question)
            self.picker.sheet.show_sheet(sheet, self.path_in_use, self.plan_in_use)


@pytest.fixture
def person(qtbot: QtBot, theme: Theme, icons: Icons) -> Person:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 820)
    with qtbot.waitExposed(window):
        window.show()
    picker = Picker(theme, icons, window)
    person = Person(picker, window, GAMING_PC)
    picker.card_chosen.connect(lambda card: picker.sheet.show_card(card, person.plan, is_fixed=False))
    picker.sheet.question_asked.connect(person.answer)
    picker.sheet.load_requested.connect(person.loads.append)
    picker.sheet.download_requested.connect(person.downloads.append)
    picker.sheet.make_requested.connect(person.makings.append)
    picker.sheet.remove_requested.connect(person.removals.append)
    return person
