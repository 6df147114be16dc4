"""The model button shows which model is in use and how it stands."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from quantchat.gui.icons import Icons
from quantchat.gui.model_menu import ModelMenu
from quantchat.gui.theme import Theme
from quantchat.gui.top_bar import TopBar
from tests.gui.picker.shelves import local_model
from tests.gui.visible_text import button_named, visible_texts

GEMMA = local_model("Gemma 3 270M", "Q4_K_M")


@pytest.fixture
def top_bar(qtbot: QtBot, theme: Theme, icons: Icons) -> TopBar:
    top_bar = TopBar(theme, icons)
    qtbot.addWidget(top_bar)
    top_bar.resize(900, top_bar.height())
    top_bar.model_menu.set_current(GEMMA)
    with qtbot.waitExposed(top_bar):
        top_bar.show()
    return top_bar


@pytest.fixture
def menu(top_bar: TopBar) -> ModelMenu:
    return top_bar.model_menu


def test_the_button_says_which_model_is_in_use_and_how_it_stands(menu: ModelMenu) -> None:
    menu.set_status("Ready")
    assert menu.button.accessibleName() == "Model: Gemma 3 270M, Q4_K_M, Ready"


def test_without_a_model_the_button_asks_to_choose_one(menu: ModelMenu) -> None:
    menu.set_current(None)
    assert menu.button.accessibleName() == "Choose a model"


def test_while_a_model_loads_its_progress_is_told_and_can_be_cancelled(menu: ModelMenu, qtbot: QtBot) -> None:
    menu.set_loading(0.42)
    assert menu.button.accessibleName().endswith("Loading 42 %")
    with qtbot.waitSignal(menu.load_cancelled):
        QTest.mouseClick(button_named(menu, "Cancel loading"), Qt.MouseButton.LeftButton)
    menu.set_loading(None)
    assert "Cancel loading" not in visible_texts(menu)


def test_the_top_bar_fills_its_lower_line_while_a_model_loads(top_bar: TopBar) -> None:
    before = top_bar.grab().toImage()
    top_bar.model_menu.set_loading(0.5)
    after = top_bar.grab().toImage()
    bottom = after.height() - 1
    assert before.pixelColor(200, bottom) != after.pixelColor(200, bottom)
    assert after.pixelColor(200, bottom).name() == "#0b6e6e"
    assert after.pixelColor(800, bottom) == before.pixelColor(800, bottom)


def test_a_name_of_several_lines_is_shown_in_one(menu: ModelMenu) -> None:
    menu.set_current(local_model("Gemma\n\n3", "Q4_K_M"))
    assert menu.button.accessibleName().startswith("Model: Gemma 3, Q4_K_M")


def test_a_long_name_is_cut_in_the_button_and_whole_in_its_tooltip(
    qtbot: QtBot, top_bar: TopBar, menu: ModelMenu
) -> None:
    name = "A model <b>whose</b> name is as long as the names that communities give to their merges v2"
    menu.set_current(local_model(name, "Q5_K_M", 10**9))
    menu.set_status("Ready")
    top_bar.resize(420, top_bar.height())

    assert menu.button.geometry().right() <= top_bar.width()
    assert "&lt;b&gt;whose&lt;/b&gt;" in menu.button.toolTip()
    menu.set_current(GEMMA)
    qtbot.waitUntil(lambda: menu.button.toolTip() == "")
