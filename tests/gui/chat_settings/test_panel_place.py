"""The panel stands beside the chat where both have room, and over it in a narrow window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from quantchat.gui.chat_settings.assistant_button import MAX_WIDTH, AssistantButton
from quantchat.gui.chat_settings.panel import PANEL_WIDTH, ChatSettingsPanel
from quantchat.gui.chat_settings.panel_place import LEAST_CHAT_WIDTH, PanelPlace
from quantchat.gui.icons import Icons
from quantchat.gui.theme import Theme

WIDE = PANEL_WIDTH + LEAST_CHAT_WIDTH


class Place:
    def __init__(self, qtbot: QtBot, theme: Theme, icons: Icons) -> None:
        self.chat = QWidget()
        self.panel = ChatSettingsPanel(theme, icons)
        self.widget = PanelPlace(self.chat, self.panel)
        qtbot.addWidget(self.widget)
        self.widget.resize(WIDE, 500)
        with qtbot.waitExposed(self.widget):
            self.widget.show()


@pytest.fixture
def place(qtbot: QtBot, theme: Theme, icons: Icons) -> Place:
    return Place(qtbot, theme, icons)


def test_the_chat_has_all_the_room_while_the_panel_is_closed(place: Place) -> None:
    assert not place.panel.isVisible()
    assert place.chat.width() == WIDE


def test_an_open_panel_stands_beside_the_chat(place: Place) -> None:
    place.panel.open_panel()
    assert (place.chat.width(), place.panel.x(), place.panel.width()) == (LEAST_CHAT_WIDTH,) * 2 + (PANEL_WIDTH,)
    place.panel.close_panel()
    assert place.chat.width() == WIDE


@pytest.mark.parametrize("width", [WIDE - 1, PANEL_WIDTH + 50, 282])
def test_in_a_narrow_window_the_panel_lies_over_the_chat_and_is_never_cut(place: Place, width: int) -> None:
    place.panel.open_panel()
    place.widget.resize(width, 500)
    assert place.widget.is_covering
    assert place.chat.width() == width
    assert place.panel.x() == max(0, width - PANEL_WIDTH)
    assert place.panel.geometry().right() == width - 1
    close = next(w for w in place.panel.findChildren(QWidget) if w.accessibleName() == "Close the chat settings")
    assert close.mapTo(place.widget, close.rect().topRight()).x() < width


def test_the_button_is_short_however_long_the_name_and_its_tooltip_shows_text_as_it_is(
    qtbot: QtBot, theme: Theme, icons: Icons
) -> None:
    button = AssistantButton(theme, icons)
    qtbot.addWidget(button)
    button.set_assistant("<b>Long</b> " * 20, "Say <i>no</i>.\nAlways." + " More" * 100)
    assert button.sizeHint().width() == MAX_WIDTH
    assert "&lt;i&gt;no&lt;/i&gt;. Always." in button.toolTip()
    assert button.toolTip().count("More") < 40
    assert button.focusPolicy() is Qt.FocusPolicy.TabFocus
    button.set_assistant("Plain")
    assert "No system prompt" in button.toolTip()
