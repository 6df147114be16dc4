"""The picker's further pages: a repository is asked for once, folders come and go, the pages answer the keyboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from quantchat.gui.icons import Icons
from quantchat.gui.picker.hub_page import HubPage
from quantchat.gui.picker.places_page import PlacesPage
from quantchat.gui.theme import Theme
from tests.gui.visible_text import button_named


@pytest.fixture
def hub_page(qtbot: QtBot, theme: Theme, icons: Icons) -> HubPage:
    page = HubPage(theme, icons)
    qtbot.addWidget(page)
    return page


@pytest.fixture
def places(qtbot: QtBot, theme: Theme, icons: Icons) -> PlacesPage:
    page = PlacesPage(theme, icons)
    qtbot.addWidget(page)
    return page


def test_a_second_enter_does_not_stop_what_the_first_one_asked_for(hub_page: HubPage) -> None:
    asked: list[str] = []
    stopped: list[bool] = []
    hub_page.listing_requested.connect(asked.append)
    hub_page.listing_requested.connect(hub_page.show_asking)
    hub_page.cancel_requested.connect(lambda: stopped.append(True))
    field = hub_page.findChildren(QLineEdit)[0]
    field.setText("org/name")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert (asked, stopped) == (["org/name"], [])
    field.setText("org/other")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert asked == ["org/name", "org/other"]
    QTest.mouseClick(button_named(hub_page, "Stop"), Qt.MouseButton.LeftButton)
    assert stopped == [True]


def test_an_empty_name_is_answered_with_what_to_do(hub_page: HubPage) -> None:
    QTest.keyClick(hub_page.findChildren(QLineEdit)[0], Qt.Key.Key_Return)
    assert hub_page.text == "Type the name of a repository first."


def test_a_folder_is_forgotten_by_the_button_beside_it_and_leaves_no_gap(places: PlacesPage) -> None:
    forgotten: list[Path] = []
    places.forget_folder_requested.connect(forgotten.append)
    places.show_folders(Path("/models"), [Path("/a<b>"), Path("/c")])
    assert places.text == "/models\n/a<b>\n/c\n"
    button = button_named(places, "Do not search this folder")
    assert button.accessibleDescription() == "/a<b>"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert forgotten == [Path("/a<b>")]
    places.show_folders(Path("/models"), [])
    assert places.text == "/models\n"
    assert places._extra.count() == 0
