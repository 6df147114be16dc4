"""Cards, lists and bars without a mouse and without eyes; the pages of picker and settings have tests of their own."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from quantchat.gui.empty_state import EmptyState
from quantchat.gui.hardware_card import HardwareCard
from quantchat.gui.icons import Icons
from quantchat.gui.model_menu import ModelMenu
from quantchat.gui.notice_bar import NoticeBar
from quantchat.gui.notices import Notice
from quantchat.gui.shortcut_list import ShortcutList
from quantchat.gui.theme import Theme
from quantchat.gui.transfer_row import TransferList
from quantchat.gui.transfers import Transfer
from quantchat.probe.memory import Memory
from tests.gui.accessibility import controls, controls_without_visible_focus, nameless_controls, tab_stops

Make = Callable[[Theme, Icons, QMainWindow], QWidget]


def empty_state(theme: Theme, icons: Icons, _window: QMainWindow) -> QWidget:
    empty = EmptyState(theme, icons)
    empty.show_ready("SmolLM2", 2, Memory(total_bytes=32 * 2**30, available_bytes=20 * 2**30))
    empty.suggest("A model could run.", "key")
    return empty


def notice_bar(theme: Theme, icons: Icons, _window: QMainWindow) -> QWidget:
    bar = NoticeBar(theme, icons)
    bar.show_notice(Notice("one", "The chat was deleted.", action="Undo"))
    return bar


def model_menu(theme: Theme, icons: Icons, _window: QMainWindow) -> QWidget:
    menu = ModelMenu(theme, icons)
    menu.set_loading(0.5)
    return menu


def transfers(theme: Theme, icons: Icons, _window: QMainWindow) -> QWidget:
    listed = TransferList(theme, icons)
    listed.show_transfers([Transfer("1", "", "Qwen in Q4_0", "1 GB", 0.5), Transfer("2", "", "Phi in Q8_0", "", 0.1)])
    return listed


def shortcut_list(theme: Theme, icons: Icons, window: QMainWindow) -> QWidget:
    shortcuts = ShortcutList(theme, icons, window)
    shortcuts.open_anew()
    return shortcuts


def hardware_card(theme: Theme, icons: Icons, window: QMainWindow) -> QWidget:
    card = HardwareCard(theme, icons, window)
    card.open_above(QPoint(10, 600))
    return card


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(800, 700)
    with qtbot.waitExposed(window):
        window.show()
    return window


@pytest.fixture
def shown(qtbot: QtBot, theme: Theme, icons: Icons, window: QMainWindow, request: pytest.FixtureRequest) -> QWidget:
    widget: QWidget = request.param(theme, icons, window)
    if widget.parent() is None:
        holder = QWidget()
        QVBoxLayout(holder).addWidget(widget)
        window.setCentralWidget(holder)
    qtbot.waitUntil(widget.isVisible)
    return widget


ALL = [empty_state, notice_bar, model_menu, transfers, shortcut_list, hardware_card]


@pytest.mark.parametrize("shown", ALL, indirect=True, ids=lambda make: make.__name__)
def test_every_control_has_a_name_a_role_and_a_visible_focus(shown: QWidget) -> None:
    assert list(controls(shown))
    assert nameless_controls(shown) == []
    assert controls_without_visible_focus(shown) == []
    shown.close()


@pytest.mark.parametrize("shown", [transfers], indirect=True)
def test_buttons_of_the_same_name_say_what_they_belong_to(shown: QWidget) -> None:
    told = [(button.accessibleName(), button.accessibleDescription()) for button in controls(shown)]
    assert len(set(told)) == len(told) == 4


@pytest.mark.parametrize("shown", [empty_state], indirect=True)
def test_tab_goes_from_the_first_example_to_the_suggested_model(shown: QWidget) -> None:
    stops = tab_stops(shown)
    assert stops[0].startswith("Explain")
    assert stops[-1] == "Show this model"
