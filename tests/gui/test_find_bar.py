"""The find bar is used with the keyboard alone, and says what it does and finds."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from quantchat.gui.buttons import Button
from quantchat.gui.find_bar import HEIGHT, FindBar, FindStanding
from quantchat.gui.icons import Icons
from quantchat.gui.theme import Theme
from tests.gui.pseudo_language import cut_texts, unmarked_texts
from tests.gui.visible_text import button_named


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme, icons: Icons) -> Iterator[FindBar]:
    whole = QWidget()
    qtbot.addWidget(whole)
    column = QVBoxLayout(whole)
    bar = FindBar(theme, icons)
    column.addWidget(bar)
    column.addWidget(QLineEdit("elsewhere"))
    with qtbot.waitExposed(whole):
        whole.show()
    whole.activateWindow()
    yield bar
    del whole


def field_of(bar: FindBar) -> QLineEdit:
    return bar.findChildren(QLineEdit)[0]


def fields_of(bar: FindBar) -> list[QLineEdit]:
    """The bar's field and the one elsewhere in the window."""
    return bar.window().findChildren(QLineEdit)


def focused_name() -> str:
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus.accessibleName()


def test_it_is_hidden_until_it_is_opened_and_takes_the_keyboard_then(bar: FindBar) -> None:
    assert bar.isHidden()
    assert not bar.is_open
    bar.open_bar()

    assert bar.isVisible()
    assert bar.height() == HEIGHT
    assert focused_name() == "Find in this chat"


def test_tab_leads_through_all_that_can_be_done(bar: FindBar) -> None:
    bar.open_bar()
    bar.set_standing(FindStanding(1, 2))
    names = []
    for _ in range(3):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        names.append(focused_name())

    assert names == ["Previous match", "Next match", "Close the find bar"]
    assert all(button.accessibleName() and button.toolTip() for button in bar.findChildren(Button))


def test_opening_it_again_lets_typing_replace_what_was_looked_for(bar: FindBar) -> None:
    bar.open_bar()
    QTest.keyClicks(field_of(bar), "one")
    bar.open_bar()
    QTest.keyClicks(field_of(bar), "two")

    assert bar.text == "two"


@pytest.mark.parametrize(
    ("standing", "words", "can_go_on"),
    [
        (None, "", False),
        (FindStanding(0, 0), "No matches", False),
        (FindStanding(3, 17), "3 of 17", True),
        (FindStanding(1, 1234), "1 of 1,234", True),
        (FindStanding(1, 2, is_counting=True), "Counting…", True),
        (FindStanding(0, 0, is_counting=True), "Counting…", False),
    ],
)
def test_it_says_how_the_search_stands(
    bar: FindBar, standing: FindStanding | None, words: str, can_go_on: bool
) -> None:
    bar.open_bar()
    bar.set_standing(standing)

    assert bar.standing_text == words
    assert button_named(bar, "Next match").isEnabled() is can_go_on
    assert button_named(bar, "Previous match").isEnabled() is can_go_on


def test_escape_closes_it_from_any_of_its_controls(qtbot: QtBot, bar: FindBar) -> None:
    for control in (field_of(bar), button_named_or_hidden(bar, "Close the find bar")):
        bar.open_bar()
        control.setFocus()
        with qtbot.waitSignal(bar.closed):
            QTest.keyClick(control, Qt.Key.Key_Escape)
        assert bar.isHidden()


def button_named_or_hidden(bar: FindBar, label: str) -> Button:
    return next(button for button in bar.findChildren(Button) if button.label == label)


def test_the_keyboard_stays_where_it_is_if_the_bar_no_longer_has_it(bar: FindBar) -> None:
    bar.open_bar()
    elsewhere = fields_of(bar)[1]
    elsewhere.setFocus()
    bar.close_bar()

    assert QApplication.focusWidget() is elsewhere


def test_the_keyboard_goes_nowhere_if_where_it_was_is_gone(qtbot: QtBot, bar: FindBar) -> None:
    elsewhere = fields_of(bar)[1]
    elsewhere.setFocus()
    bar.open_bar()
    elsewhere.deleteLater()
    qtbot.waitUntil(lambda: len(fields_of(bar)) == 1)
    QTest.keyClick(field_of(bar), Qt.Key.Key_Escape)

    assert bar.isHidden()


@pytest.mark.parametrize("standing", [FindStanding(0, 0), FindStanding(3, 17), FindStanding(0, 0, is_counting=True)])
def test_it_is_translated_and_has_room_for_longer_words(
    pseudo: None, qtbot: QtBot, theme: Theme, icons: Icons, standing: FindStanding
) -> None:
    bar = FindBar(theme, icons)
    qtbot.addWidget(bar)
    bar.resize(480, HEIGHT)
    with qtbot.waitExposed(bar):
        bar.open_bar()
    bar.set_standing(standing)
    qtbot.waitUntil(lambda: cut_texts(bar) == [])  # as soon as it is laid out

    assert unmarked_texts(bar) == []
    assert field_of(bar).placeholderText().startswith("⟦")
