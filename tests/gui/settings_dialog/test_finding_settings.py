"""A setting is found by its words, reached by Tab, and named for those who hear the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from quantchat.gui.settings_dialog.dialog import NOTHING_FOUND
from quantchat.settings import Settings
from tests.gui.settings_dialog.conftest import Person

ALL_TITLES = (
    "Colours",
    "Contrast",
    "Text size",
    "Density",
    "Models folder",
    "Context length",
    "KV cache",
    "Reading speed",
    "Temperature",
    "Longest answer",
    "Data folder",
    "Backup",
    "Restore a backup",
    "What is stored",
    "Delete all chats",
)


def test_all_settings_are_shown_at_first_and_the_search_has_the_keyboard(person: Person) -> None:
    assert person.dialog.shown_titles == ALL_TITLES
    assert person.focus.accessibleName() == "Search settings"


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("Temperature", ("Temperature",)),
        ("next drawn", ("Temperature",)),
        ("WORD likeliest", ("Temperature",)),
        ("dark", ("Colours",)),
        ("privacy", ("What is stored", "Delete all chats")),
        ("  kv   cache ", ("KV cache",)),
    ],
)
def test_the_search_leaves_settings_with_all_the_words_in_title_explanation_or_heading(
    person: Person, words: str, titles: tuple[str, ...]
) -> None:
    person.search(words)
    assert person.dialog.shown_titles == titles


def test_a_search_without_a_find_says_so_and_all_come_back_with_the_next_opening(person: Person) -> None:
    nothing = next(label for label in person.dialog.findChildren(QWidget) if _text(label) == NOTHING_FOUND)
    assert not nothing.isVisible()
    person.search("zebra")
    assert not person.dialog.shown_titles
    assert nothing.isVisible()
    QTest.keyClick(person.focus, Qt.Key.Key_Escape)
    person.open()
    assert person.dialog.shown_titles == ALL_TITLES
    assert not nothing.isVisible()


def test_tab_reaches_every_control_each_has_a_name_and_stands_in_sight(person: Person, qtbot: QtBot) -> None:
    kinds = (QPushButton, QComboBox, QAbstractSpinBox, QLineEdit)
    wanted = {
        widget
        for widget in person.dialog.findChildren(QWidget)
        if isinstance(widget, kinds) and widget.isVisible() and widget.isEnabled() and not _is_inside(widget, kinds)
    }
    reached: set[QWidget] = set()
    for _ in range(len(wanted) + 1):
        focus = person.focus
        reached.add(focus)
        in_dialog = focus.mapTo(person.dialog, QPoint(0, 0)).y()
        assert 0 <= in_dialog <= person.dialog.height() - focus.height(), focus.accessibleName()
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert wanted <= reached
    names = [widget.accessibleName() for widget in wanted]
    assert all(names)
    assert len(set(names)) == len(names)


def test_what_a_control_does_is_told_to_a_screen_reader(person: Person) -> None:
    assert "how freely" in person.control("Temperature").accessibleDescription().casefold()


def test_escape_closes_and_a_number_that_was_being_typed_is_kept(person: Person) -> None:
    person.type_number("Longest answer", "300", enter=False)
    QTest.keyClick(person.focus, Qt.Key.Key_Escape)
    assert not person.dialog.isVisible()
    assert person.on_disk.max_answer_tokens == 300


def test_enter_in_a_field_keeps_the_dialog_open(person: Person) -> None:
    person.type_number("Temperature", "1.2")
    QTest.keyClick(person.control("Search settings"), Qt.Key.Key_Return)
    assert person.dialog.isVisible()


@pytest.mark.parametrize("name", ["Colours", "Temperature", "Longest answer"])
def test_the_mouse_wheel_changes_no_setting_in_passing(person: Person, name: str) -> None:
    field = person.control(name)
    field.setFocus()
    middle = QPointF(field.rect().center())
    turned = QWheelEvent(
        middle,
        field.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field, turned)
    assert person.file.value == Settings()


def test_in_a_narrow_window_controls_stand_below_their_words_and_nothing_is_cut(person: Person, qtbot: QtBot) -> None:
    person.presenter.show_models_folder(Path("/home") / ("a-folder_" * 12) / ("x" * 120))
    field = person.control("Colours")
    beside = field.mapTo(person.dialog, QPoint(0, 0))
    person.dialog.resize(380, 500)
    qtbot.waitUntil(lambda: field.mapTo(person.dialog, QPoint(0, 0)).x() < beside.x() / 2)
    for group in person.dialog.groups:
        for row in group.rows:
            right = row.mapTo(person.dialog, QPoint(row.width(), 0)).x()
            assert right <= person.dialog.width(), row.title


def _text(widget: QWidget) -> str:
    return str(widget.property("text") or "")


def _is_inside(widget: QWidget, kinds: tuple[type, ...]) -> bool:
    parent = widget.parentWidget()
    return parent is not None and (isinstance(parent, kinds) or _is_inside(parent, kinds))
