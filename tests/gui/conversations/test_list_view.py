"""Folders, menus and marks of the list, by mouse and by keyboard."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from quantchat.gui.conversations.list_delegate import ConversationDelegate
from quantchat.gui.conversations.list_drag import DRAGGED_CONVERSATION
from quantchat.gui.conversations.list_view import ConversationListView
from quantchat.gui.conversations.requests import (
    FolderRenameRequest,
    FolderStepRequest,
    MoveRequest,
    PinRequest,
)
from quantchat.gui.sidebar import Sidebar
from tests.gui.conversations.conftest import HOME, WORK, click, entry, row_of, shown_texts

FOLDED = ["Work", "Home", "Chat 3", "Today", "Chat 1"]
UNFOLDED = ["Work", "Chat 2", "Home", "Chat 3", "Today", "Chat 1"]


@pytest.fixture
def chats(sidebar: Sidebar) -> ConversationListView:
    sidebar.set_conversations([entry(1), entry(2, folder=WORK.id), entry(3, folder=HOME.id)], (WORK, HOME))
    sidebar.conversation_list.setFocus()
    return sidebar.conversation_list


def go_to(chats: ConversationListView, text: str) -> None:
    chats.selectionModel().setCurrentIndex(row_of(chats, text), chats.selectionModel().SelectionFlag.NoUpdate)


def entries_of(menu: QMenu) -> dict[str, bool]:
    return {action.text(): action.isEnabled() for action in menu.actions() if action.text()}


def choose(menu: QMenu, *path: str) -> None:
    """Take a line of a menu, through a menu within it."""
    action = next(action for action in menu.actions() if action.text() == path[0])
    inner = action.menu()
    if len(path) > 1:
        assert isinstance(inner, QMenu)
        choose(inner, *path[1:])
    else:
        action.trigger()


def test_a_click_on_a_folder_folds_it_and_another_unfolds_it(chats: ConversationListView) -> None:
    click(chats, "Work")
    assert shown_texts(chats) == FOLDED

    click(chats, "Work")
    assert shown_texts(chats) == UNFOLDED


def test_a_double_click_on_a_folder_folds_and_unfolds_and_renames_nothing(chats: ConversationListView) -> None:
    click(chats, "Work")
    place = chats.visualRect(row_of(chats, "Work")).center()
    QTest.mouseDClick(chats.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert not chats.viewport().findChildren(QLineEdit)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Left])
def test_a_folder_is_folded_by_keys(chats: ConversationListView, key: Qt.Key) -> None:
    go_to(chats, "Work")

    QTest.keyClick(chats, key)
    assert shown_texts(chats) == FOLDED

    QTest.keyClick(chats, Qt.Key.Key_Right)
    assert shown_texts(chats) == UNFOLDED


def test_arrows_pass_over_days_and_stop_at_folders(chats: ConversationListView) -> None:
    go_to(chats, "Work")
    passed = []
    for _ in range(4):
        QTest.keyClick(chats, Qt.Key.Key_Down)
        passed.append(chats.currentIndex().data())

    assert passed == ["Chat 2", "Home", "Chat 3", "Chat 1"]


def test_the_left_arrow_goes_from_a_conversation_to_its_folder(chats: ConversationListView) -> None:
    go_to(chats, "Chat 3")

    QTest.keyClick(chats, Qt.Key.Key_Left)

    assert chats.currentIndex().data() == "Home"


def test_folding_is_remembered_while_the_list_changes(chats: ConversationListView, sidebar: Sidebar) -> None:
    click(chats, "Work")

    sidebar.set_conversations([entry(1), entry(2, folder=WORK.id), entry(4, folder=WORK.id)])

    assert shown_texts(chats) == ["Work", "Home", "Today", "Chat 1"]


def test_the_conversation_that_is_opened_is_shown_even_in_a_folded_folder(
    chats: ConversationListView, sidebar: Sidebar
) -> None:
    click(chats, "Work")

    sidebar.set_open_conversation(2)

    assert [index.data() for index in chats.selectedIndexes()] == ["Chat 2"]


def test_the_open_conversation_is_marked_again_when_its_folder_is_unfolded(
    chats: ConversationListView, sidebar: Sidebar
) -> None:
    sidebar.set_open_conversation(2)
    click(chats, "Work")
    assert not chats.selectedIndexes()

    click(chats, "Work")

    assert [index.data() for index in chats.selectedIndexes()] == ["Chat 2"]


def test_no_conversation_is_marked_while_a_temporary_chat_is_open(
    chats: ConversationListView, sidebar: Sidebar
) -> None:
    sidebar.set_open_conversation(2)

    sidebar.set_open_conversation(None)

    assert not chats.selectedIndexes()


def test_a_conversations_menu_offers_everything(qtbot: QtBot, chats: ConversationListView, sidebar: Sidebar) -> None:
    menu = chats.menu_for(row_of(chats, "Chat 2"))
    qtbot.addWidget(menu)
    assert list(entries_of(menu)) == ["Rename", "Pin", "Move to folder", "Export…", "Copy as Markdown", "Delete"]

    wishes = sidebar.wishes
    for path, signal, told in (
        (("Pin",), wishes.pin_requested, PinRequest(2, True)),
        (("Move to folder", "Home"), wishes.move_requested, MoveRequest(2, HOME.id)),
        (("Move to folder", "No folder"), wishes.move_requested, MoveRequest(2, None)),
        (("Move to folder", "New folder"), wishes.move_to_new_folder_requested, 2),
        (("Export…",), wishes.export_requested, (2,)),
        (("Copy as Markdown",), wishes.copy_conversation_requested, 2),
        (("Delete",), wishes.delete_requested, 2),
    ):
        with qtbot.waitSignal(signal) as asked:
            choose(menu, *path)
        assert asked.args == [told]


def test_a_pinned_conversation_can_be_unpinned(qtbot: QtBot, chats: ConversationListView, sidebar: Sidebar) -> None:
    sidebar.set_conversations([entry(1, pinned=True)], ())
    menu = chats.menu_for(row_of(chats, "Chat 1"))
    qtbot.addWidget(menu)

    with qtbot.waitSignal(sidebar.wishes.pin_requested) as asked:
        choose(menu, "Unpin")

    assert asked.args == [PinRequest(1, False)]


def test_a_folders_name_in_a_menu_is_shown_as_it_is_and_not_wider_than_the_screen(
    qtbot: QtBot, chats: ConversationListView, sidebar: Sidebar
) -> None:
    sidebar.set_conversations([entry(1)], (replace(WORK, name="R&D " + "long " * 50),))
    menu = chats.menu_for(row_of(chats, "Chat 1"))
    qtbot.addWidget(menu)
    inner = next(action.menu() for action in menu.actions() if action.menu() is not None)
    assert isinstance(inner, QMenu)

    name = inner.actions()[0].text()
    assert name.startswith("R&&D long")
    assert len(name) < 60


def test_a_folders_menu_offers_everything(qtbot: QtBot, chats: ConversationListView, sidebar: Sidebar) -> None:
    menu = chats.menu_for(row_of(chats, "Work"))
    qtbot.addWidget(menu)
    wishes = sidebar.wishes
    assert entries_of(menu) == {"Rename": True, "Move up": False, "Move down": True, "Delete folder": True}

    with qtbot.waitSignal(wishes.folder_step_requested) as moved:
        choose(menu, "Move down")
    with qtbot.waitSignal(wishes.folder_remove_requested) as removed:
        choose(menu, "Delete folder")

    assert moved.args == [FolderStepRequest(WORK.id, 1)]
    assert removed.args == [WORK.id]


def test_f2_renames_a_folder_in_its_place(qtbot: QtBot, chats: ConversationListView, sidebar: Sidebar) -> None:
    go_to(chats, "Work")
    QTest.keyClick(chats, Qt.Key.Key_F2)
    field = chats.viewport().findChild(QLineEdit)
    assert field is not None
    assert (field.selectedText(), field.accessibleName()) == ("Work", "Name of the folder")

    with qtbot.waitSignal(sidebar.wishes.folder_rename_requested) as renamed:
        QTest.keyClicks(field, " Office  work ")
        QTest.keyClick(field, Qt.Key.Key_Return)

    assert renamed.args == [FolderRenameRequest(WORK.id, "Office work")]


def test_the_delete_key_takes_a_folder_away(qtbot: QtBot, chats: ConversationListView, sidebar: Sidebar) -> None:
    go_to(chats, "Home")

    with qtbot.waitSignal(sidebar.wishes.folder_remove_requested) as removed:
        QTest.keyClick(chats, Qt.Key.Key_Delete)

    assert removed.args == [HOME.id]


@pytest.mark.parametrize(("row", "first"), [("Chat 2", "Rename"), ("Work", "Rename")])
def test_the_button_for_more_opens_the_menu_and_neither_opens_nor_folds(
    qtbot: QtBot, chats: ConversationListView, sidebar: Sidebar, row: str, first: str
) -> None:
    place = ConversationDelegate.more_rect(chats.visualRect(row_of(chats, row))).center()
    with qtbot.assertNotEmitted(sidebar.conversation_chosen):
        QTest.mouseClick(chats.viewport(), Qt.MouseButton.LeftButton, pos=place)

    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.actions()[0].text() == first
    assert shown_texts(chats) == UNFOLDED
    menu.close()


@pytest.mark.parametrize("keys", ["Menu", "Shift+F10"])
def test_keys_open_the_menu_of_the_row_with_the_focus(chats: ConversationListView, keys: str) -> None:
    go_to(chats, "Home")

    if keys == "Menu":
        event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
        QApplication.sendEvent(chats.viewport(), event)
    else:
        QTest.keyClick(chats, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)

    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "Delete folder" in entries_of(menu)
    menu.close()


def test_the_heading_of_a_day_has_no_menu(chats: ConversationListView) -> None:
    place = chats.visualRect(row_of(chats, "Today")).center()
    QApplication.sendEvent(
        chats.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, chats.mapToGlobal(place))
    )

    assert QApplication.activePopupWidget() is None
    with pytest.raises(LookupError):
        chats.menu_for(row_of(chats, "Today"))


def drop(chats: ConversationListView, conversation_id: int, row: str) -> bool:
    """Let go of a conversation over a row; return whether it was taken."""
    data = QMimeData()
    data.setData(DRAGGED_CONVERSATION, str(conversation_id).encode())
    place = QPointF(chats.visualRect(row_of(chats, row)).center())
    event = QDropEvent(place, Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    chats.dropEvent(event)
    return event.isAccepted()


@pytest.mark.parametrize(
    ("conversation_id", "row", "folder_id"),
    [(1, "Work", WORK.id), (1, "Chat 3", HOME.id), (2, "Home", HOME.id), (2, "Today", None), (2, "Chat 1", None)],
)
def test_a_dragged_conversation_goes_where_it_is_dropped(
    qtbot: QtBot, chats: ConversationListView, sidebar: Sidebar, conversation_id: int, row: str, folder_id: int | None
) -> None:
    with qtbot.waitSignal(sidebar.wishes.move_requested) as moved:
        assert drop(chats, conversation_id, row)

    assert moved.args == [MoveRequest(conversation_id, folder_id)]


def test_a_conversation_dropped_where_it_is_stays(qtbot: QtBot, chats: ConversationListView, sidebar: Sidebar) -> None:
    with qtbot.assertNotEmitted(sidebar.wishes.move_requested):
        assert not drop(chats, 2, "Work")
        assert not drop(chats, 1, "Today")
        assert not drop(chats, 99, "Work")


def test_a_folder_is_marked_while_a_conversation_is_dragged_over_it(chats: ConversationListView) -> None:
    before = chats.grab().toImage()
    data = QMimeData()
    data.setData(DRAGGED_CONVERSATION, b"1")
    place = chats.visualRect(row_of(chats, "Work")).center()
    event = QDragMoveEvent(
        place, Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )

    chats.dragMoveEvent(event)
    assert event.isAccepted()
    assert chats.grab().toImage() != before

    chats.dragLeaveEvent(QDragLeaveEvent())
    assert chats.grab().toImage() == before


def test_what_is_pinned_is_no_place_to_drop_a_conversation(
    qtbot: QtBot, chats: ConversationListView, sidebar: Sidebar
) -> None:
    sidebar.set_conversations([entry(1, folder=WORK.id), entry(2, pinned=True)], (WORK,))

    with qtbot.assertNotEmitted(sidebar.wishes.move_requested):
        assert not drop(chats, 1, "Chat 2")
        assert not drop(chats, 1, "Pinned")


def test_selection_keyboard_and_scroll_survive_that_everything_changes_places(qtbot: QtBot, sidebar: Sidebar) -> None:
    chats = sidebar.conversation_list
    many = [entry(number) for number in range(1, 101)]
    sidebar.set_conversations(many, ())
    sidebar.set_open_conversation(60)
    go_to(chats, "Chat 61")
    bar = chats.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 900)
    bar.setValue(900)

    turned = [entry(101 - number, f"Chat {number}") for number in range(1, 101)]
    sidebar.set_conversations(
        [type(chat)(number, chat.title, chat.updated_at, False, None, False) for number, chat in enumerate(turned, 1)]
    )
    QApplication.processEvents()

    assert shown_texts(chats)[1:3] == ["Chat 100", "Chat 99"]
    assert [index.data() for index in chats.selectedIndexes()] == ["Chat 60"]
    assert chats.currentIndex().data() == "Chat 61"
    assert bar.value() == 900


def test_home_and_end_go_to_the_first_and_last_chat_below_the_heading_of_a_day(sidebar: Sidebar) -> None:
    sidebar.set_conversations([entry(1), entry(2), entry(3)], ())
    chats = sidebar.conversation_list
    chats.setFocus()
    titles = [text for text in shown_texts(chats) if text.startswith("Chat")]
    go_to(chats, titles[1])

    QTest.keyClick(chats, Qt.Key.Key_End)
    assert chats.currentIndex().data() == titles[-1]
    QTest.keyClick(chats, Qt.Key.Key_Home)
    assert chats.currentIndex().data() == titles[0]
