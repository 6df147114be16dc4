"""Buttons have a name for everybody, and follow the theme."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from quantchat.gui.buttons import Button, ButtonKind
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.theme import DARK, LIGHT, Theme


def test_an_icon_alone_still_has_a_name_and_a_tooltip(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    button = Button(theme, icons, "Dismiss", icon=IconName.CLOSE, icon_only=True)
    qtbot.addWidget(button)

    assert button.accessibleName() == button.toolTip() == "Dismiss"
    assert button.sizeHint().width() == button.height()


def test_an_ampersand_is_no_shortcut(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    button = Button(theme, icons, "Salt & pepper")
    qtbot.addWidget(button)

    assert button.shortcut().isEmpty()
    assert button.label == "Salt & pepper"


def test_the_space_bar_presses_it(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    button = Button(theme, icons, "Undo")
    qtbot.addWidget(button)
    with qtbot.waitExposed(button):
        button.show()

    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, Qt.Key.Key_Space)


@pytest.mark.parametrize("dark", [False, True])
def test_a_primary_button_wears_the_accent_of_the_theme_in_force(
    qtbot: QtBot, theme: Theme, icons: Icons, dark: bool
) -> None:
    button = Button(theme, icons, "Load", kind=ButtonKind.PRIMARY)
    qtbot.addWidget(button)
    theme.force(dark=not dark)
    theme.force(dark=dark)

    ground = button.grab().toImage().pixelColor(4, button.height() // 2).name()
    assert ground == (DARK if dark else LIGHT).accent.lower()
    button.setEnabled(False)
    assert button.grab().toImage().pixelColor(4, button.height() // 2).name() != ground


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_it_too(qtbot: QtBot, theme: Theme, icons: Icons, key: Qt.Key) -> None:
    button = Button(theme, icons, "Download")
    qtbot.addWidget(button)
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(button, key)


def test_the_keyboard_is_seen_on_a_button_of_the_accent(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    button = Button(theme, icons, "Download", kind=ButtonKind.PRIMARY)
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    without = button.grab().toImage()
    with qtbot.waitExposed(button):
        button.show()
    button.activateWindow()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    ring = button.grab().toImage()
    assert ring.pixelColor(button.width() // 2, 3).name() == LIGHT.on_accent.lower()
    assert without.pixelColor(button.width() // 2, 3).name() == LIGHT.accent.lower()
