"""The window stays on its screen and keeps what can be read of it, however large the text."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStyle, QWidget
from pytestqt.qtbot import QtBot

from quantchat.gui.chat_settings.panel import ChatSettingsPanel
from quantchat.gui.icons import Icons
from quantchat.gui.main_window import MainWindow
from quantchat.gui.theme import SIDEBAR_WIDTH, Theme
from quantchat.probe.memory import Memory
from tests.gui.picker.shelves import local_model

LARGEST_TEXT = (512, 360)
"""Pixels of the window on a screen of 1280 x 900 at a text size of 250 %."""
MEMORY = Memory(total_bytes=2**34, available_bytes=2**33)


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, icons: Icons) -> MainWindow:
    window = MainWindow(theme, icons)
    qtbot.addWidget(window)
    return window


def at_the_largest_text(window: MainWindow, qtbot: QtBot) -> MainWindow:
    window.setMinimumSize(*LARGEST_TEXT)
    window.resize(*LARGEST_TEXT)
    with qtbot.waitExposed(window):
        window.show()
    return window


def right_edge(widget: QWidget, window: QWidget) -> int:
    return widget.mapTo(window, widget.rect().topRight()).x()


def with_title(window: MainWindow) -> QRect:
    title_height = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight, None, window)
    return window.geometry().adjusted(0, -title_height, 0, 0)


def test_a_first_window_leaves_room_for_its_title(window: MainWindow) -> None:
    room = QGuiApplication.primaryScreen().availableGeometry()
    assert with_title(window).height() <= room.height()
    assert window.minimumWidth() <= room.width()


def test_a_window_left_over_the_edges_of_the_screen_comes_back_with_its_title_in_reach(
    window: MainWindow, qtbot: QtBot, theme: Theme, icons: Icons
) -> None:
    room = QGuiApplication.primaryScreen().availableGeometry()
    window.setMinimumSize(200, 200)
    for wanted in (room, room.translated(100, 100), room.adjusted(50, 0, 150, 200)):
        window.setGeometry(wanted)
        later = MainWindow(theme, icons)
        qtbot.addWidget(later)
        later.setMinimumSize(200, 200)
        later.put_back(window.place())
        assert room.contains(with_title(later))


def test_a_window_that_fits_comes_back_where_it_was(
    window: MainWindow, qtbot: QtBot, theme: Theme, icons: Icons
) -> None:
    window.setMinimumSize(200, 200)
    wanted = QRect(40, 60, 500, 400)
    window.setGeometry(wanted)

    later = MainWindow(theme, icons)
    qtbot.addWidget(later)
    later.setMinimumSize(200, 200)
    later.put_back(window.place())

    assert later.geometry() == wanted


def test_model_and_meter_can_be_read_at_the_largest_text(window: MainWindow, qtbot: QtBot) -> None:
    bar = at_the_largest_text(window, qtbot).top_bar
    bar.model_menu.set_current(local_model("SmolLM2 135M Instruct", "Q4_1"))
    bar.context_meter.set_usage(1000, 1024)
    qtbot.waitUntil(lambda: bar.context_meter.words == "97 %")
    meter = bar.context_meter
    qtbot.waitUntil(lambda: meter.width() == meter.sizeHint().width())
    assert "1,000 of 1,024 tokens, almost full" in meter.toolTip()
    assert right_edge(meter, window) < window.width()
    button = bar.model_menu.button
    assert button.name_room >= 60
    assert "SmolLM2 135M Instruct, Q4_1" in button.toolTip()

    window.show_sidebar(False)
    qtbot.waitUntil(lambda: meter.words == "1,000 of 1,024 tokens, almost full")
    assert right_edge(meter, window) < window.width()


def test_the_chat_begins_where_the_chats_end_at_the_largest_text(window: MainWindow, qtbot: QtBot) -> None:
    at_the_largest_text(window, qtbot)
    assert window.chat_view.mapTo(window, window.chat_view.rect().topLeft()).x() == SIDEBAR_WIDTH
    assert right_edge(window.chat_view, window) == window.width() - 1


def test_an_empty_chat_shows_whole_sentences_and_whole_examples(window: MainWindow, qtbot: QtBot) -> None:
    empty = at_the_largest_text(window, qtbot).empty_state
    empty.show_ready("SmolLM2 135M Instruct", 2, MEMORY)
    shown = [each for each in empty.findChildren(QWidget) if each.isVisible()]
    assert empty.title
    for each in shown:
        assert right_edge(each, window) < window.width()
    assert all(each.geometry().bottom() <= empty.height() for each in shown)
    window.resize(900, 800)
    qtbot.waitUntil(lambda: len([each for each in empty.findChildren(QWidget) if each.isVisible()]) > len(shown))


def test_all_of_the_chat_settings_can_be_reached_at_the_largest_text(window: MainWindow, qtbot: QtBot) -> None:
    panel: ChatSettingsPanel = at_the_largest_text(window, qtbot).chat_settings_panel
    panel.form.unfold(True)
    panel.open_panel()
    qtbot.waitUntil(lambda: panel.width() == window.width() - SIDEBAR_WIDTH)
    for each in panel.findChildren(QWidget):
        assert not each.isVisible() or right_edge(each, window) < window.width(), each
