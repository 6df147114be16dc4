"""Deleted chats are shown with their fate, come back, or go for good after a question."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from quantchat.core.conversation import TrashedConversation
from quantchat.gui.buttons import Button
from quantchat.gui.conversations.trash_dialog import TrashDialog, TrashView
from quantchat.gui.icons import Icons
from quantchat.gui.theme import Theme
from tests.gui.conversations.conftest import NOON, Desk, shown_texts
from tests.gui.visible_text import button_named, visible_texts


def trashed(number: int, title: str, days_ago: int) -> TrashedConversation:
    deleted = NOON - timedelta(days=days_ago)
    return TrashedConversation(number, title, deleted.timestamp(), (deleted + timedelta(days=30)).timestamp())


def view_of(dialog: TrashDialog) -> TrashView:
    view = dialog.findChild(TrashView)
    assert isinstance(view, TrashView)
    return view


def spoken_rows(dialog: TrashDialog) -> list[str]:
    model = view_of(dialog).model()
    return [str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(model.rowCount())]


def answer_with(choice: str) -> Callable[[], str]:
    """Take a choice in the question as soon as it is open; the function returns what was asked."""
    asked: list[str] = []

    def press() -> None:
        question = QApplication.activeModalWidget()
        assert isinstance(question, QMessageBox)
        asked.append(question.text())
        QTest.mouseClick(next(b for b in question.buttons() if b.text() == choice), Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, press)
    return lambda: asked[0]


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme, icons: Icons) -> TrashDialog:
    dialog = TrashDialog(theme, icons, now=lambda: NOON)
    qtbot.addWidget(dialog)
    dialog.show_conversations((trashed(1, "Boats", 0), trashed(2, " ", 29), trashed(3, "Old", 31)))
    dialog.open_anew()
    return dialog


def test_each_chat_is_shown_with_when_it_goes_for_good(dialog: TrashDialog) -> None:
    assert spoken_rows(dialog) == [
        "Boats, Deleted on 24 Nov 2026, goes for good on 24 Dec 2026",
        "New chat, Deleted on 26 Oct 2026, goes for good tomorrow",
        "Old, Deleted on 24 Oct 2026, goes for good at the next start",
    ]
    assert "Deleted chats stay here for 30 days and can be put back. Then they go for good." in visible_texts(dialog)


def test_enter_restores_the_current_chat(qtbot: QtBot, dialog: TrashDialog) -> None:
    QTest.keyClick(view_of(dialog), Qt.Key.Key_Down)

    with qtbot.waitSignal(dialog.restore_requested) as restored:
        QTest.keyClick(view_of(dialog), Qt.Key.Key_Return)

    assert restored.args == [2]


def test_restore_is_a_button_too(qtbot: QtBot, dialog: TrashDialog) -> None:
    with qtbot.waitSignal(dialog.restore_requested) as restored:
        QTest.mouseClick(button_named(dialog, "Restore"), Qt.MouseButton.LeftButton)

    assert restored.args == [1]


def test_deleting_forever_names_the_chat_and_asks(qtbot: QtBot, dialog: TrashDialog) -> None:
    question = answer_with("Cancel")
    with qtbot.assertNotEmitted(dialog.purge_requested):
        QTest.keyClick(view_of(dialog), Qt.Key.Key_Delete)
    assert question() == "“Boats” and everything in it will be gone. It cannot be put back."

    answer_with("Delete forever")
    with qtbot.waitSignal(dialog.purge_requested) as purged:
        QTest.mouseClick(button_named(dialog, "Delete forever…"), Qt.MouseButton.LeftButton)
    assert purged.args == [1]


def test_emptying_the_trash_asks(qtbot: QtBot, dialog: TrashDialog) -> None:
    question = answer_with("Cancel")
    with qtbot.assertNotEmitted(dialog.empty_requested):
        QTest.mouseClick(button_named(dialog, "Empty trash…"), Qt.MouseButton.LeftButton)
    assert "cannot be put back" in question()

    answer_with("Delete all forever")
    with qtbot.waitSignal(dialog.empty_requested):
        QTest.mouseClick(button_named(dialog, "Empty trash…"), Qt.MouseButton.LeftButton)


def test_an_empty_trash_says_so_and_offers_only_to_close(dialog: TrashDialog) -> None:
    dialog.show_conversations(())

    assert visible_texts(dialog) == [
        "The trash is empty. Chats that you delete stay here for 30 days.",
        "Close",
    ]


@pytest.mark.parametrize("width", [560, 380])
def test_no_button_is_cut_however_narrow_the_window(dialog: TrashDialog, width: int) -> None:
    dialog.resize(width, 400)
    QApplication.processEvents()

    for button in dialog.findChildren(Button):
        assert button.width() >= button.sizeHint().width()


def test_the_keyboard_stays_at_its_place_when_a_chat_leaves(dialog: TrashDialog) -> None:
    QTest.keyClick(view_of(dialog), Qt.Key.Key_Down)

    dialog.show_conversations((trashed(1, "Boats", 0), trashed(3, "Old", 31)))

    assert view_of(dialog).currentIndex().data() == "Old"


def test_tab_reaches_every_button(qtbot: QtBot, dialog: TrashDialog) -> None:
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    view_of(dialog).setFocus()
    reached = []
    for _ in range(4):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        focus = dialog.focusWidget()
        reached.append(focus.label if isinstance(focus, Button) else "")

    assert sorted(reached) == sorted(["Restore", "Delete forever…", "Empty trash…", "Close"])


def test_from_the_sidebar_into_the_trash_and_back(desk: Desk) -> None:
    boats, _ships = desk.add("Boats"), desk.add("Ships")
    desk.controller.delete(boats)
    assert desk.titles_on_disk() == ["Ships"]

    desk.sidebar.trash_requested.emit()
    assert desk.trash.isVisible()
    assert [row.partition(",")[0] for row in spoken_rows(desk.trash)] == ["Boats"]
    QTest.keyClick(view_of(desk.trash), Qt.Key.Key_Return)

    assert desk.titles_on_disk() == ["Ships", "Boats"]
    assert "Boats" in shown_texts(desk.chats)
    assert spoken_rows(desk.trash) == []
    desk.trash.close()


def test_what_is_deleted_forever_is_gone_from_the_disk(desk: Desk) -> None:
    for title in ("Boats", "Ships", "Trains"):
        desk.controller.delete(desk.add(title))
    desk.sidebar.trash_requested.emit()

    answer_with("Delete forever")
    QTest.keyClick(view_of(desk.trash), Qt.Key.Key_Delete)
    assert [left.title for left in desk.store.trash.conversations()] == ["Ships", "Boats"]

    answer_with("Delete all forever")
    QTest.mouseClick(button_named(desk.trash, "Empty trash…"), Qt.MouseButton.LeftButton)
    assert desk.store.trash.conversations() == ()
    desk.trash.close()
