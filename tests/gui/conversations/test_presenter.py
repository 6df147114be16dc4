"""What a person does in the sidebar is on the disk, and can be undone where it takes something away."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from quantchat.gui.conversations.requests import FolderStepRequest, MoveRequest, PinRequest, RenameRequest
from tests.gui.conversations.conftest import Desk, click, row_of, shown_texts
from tests.gui.visible_text import button_named


def name_field(desk: Desk) -> QLineEdit:
    field = desk.chats.viewport().findChild(QLineEdit)
    assert field is not None
    return field


def test_a_new_title_is_stored_and_a_blank_one_is_not(desk: Desk) -> None:
    boats = desk.add("Boats")

    desk.sidebar.wishes.rename_requested.emit(RenameRequest(boats, "Ships"))
    desk.sidebar.wishes.rename_requested.emit(RenameRequest(boats, "   "))

    assert desk.titles_on_disk() == ["Ships"]
    assert shown_texts(desk.chats)[-1] == "Ships"


def test_a_pinned_conversation_stands_first_until_it_is_unpinned(desk: Desk) -> None:
    boats, _ships = desk.add("Boats"), desk.add("Ships")

    desk.sidebar.wishes.pin_requested.emit(PinRequest(boats, True))
    assert shown_texts(desk.chats)[:2] == ["Pinned", "Boats"]

    desk.sidebar.wishes.pin_requested.emit(PinRequest(boats, False))
    assert "Pinned" not in shown_texts(desk.chats)


def test_a_deleted_conversation_comes_back_with_undo_and_is_opened(qtbot: QtBot, desk: Desk) -> None:
    boats = desk.add("Boats")
    with qtbot.waitSignal(desk.controller.conversation_deleted):
        desk.sidebar.wishes.delete_requested.emit(boats)
    assert desk.titles_on_disk() == []
    assert desk.notice_bar.text == "“Boats” was deleted."

    with qtbot.waitSignal(desk.presenter.conversation_chosen) as opened:
        desk.take_action()

    assert opened.args == [boats]
    assert desk.titles_on_disk() == ["Boats"]


def test_undo_after_the_trash_was_emptied_says_that_it_is_too_late(qtbot: QtBot, desk: Desk) -> None:
    desk.sidebar.wishes.delete_requested.emit(desk.add("Boats"))
    desk.controller.empty_trash()

    with qtbot.assertNotEmitted(desk.presenter.conversation_chosen):
        desk.take_action()

    assert "no longer there" in desk.notice_bar.text


def test_a_new_folder_is_named_where_it_stands(qtbot: QtBot, desk: Desk) -> None:
    desk.add("Boats")

    desk.sidebar.new_folder_requested.emit()
    QTest.keyClicks(name_field(desk), "Work")
    QTest.keyClick(name_field(desk), Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: shown_texts(desk.chats) == ["Work", "Today", "Boats"])
    assert [folder.name for folder in desk.store.folders.all()] == ["Work"]


def test_a_conversation_is_moved_into_a_new_folder_and_out_again(desk: Desk) -> None:
    boats = desk.add("Boats")

    desk.sidebar.wishes.move_to_new_folder_requested.emit(boats)
    QTest.keyClick(name_field(desk), Qt.Key.Key_Escape)
    assert shown_texts(desk.chats) == ["New folder", "Boats"]

    desk.sidebar.wishes.move_requested.emit(MoveRequest(boats, None))
    assert shown_texts(desk.chats) == ["New folder", "Today", "Boats"]
    assert desk.store.conversations()[0].folder_id is None


def test_folders_change_places_as_far_as_there_are_any(desk: Desk) -> None:
    work, home = desk.store.folders.create("Work"), desk.store.folders.create("Home")
    desk.controller.refresh()

    desk.sidebar.wishes.folder_step_requested.emit(FolderStepRequest(home.id, -1))
    assert shown_texts(desk.chats) == ["Home", "Work"]

    desk.sidebar.wishes.folder_step_requested.emit(FolderStepRequest(home.id, -1))
    desk.sidebar.wishes.folder_step_requested.emit(FolderStepRequest(work.id, 1))
    assert shown_texts(desk.chats) == ["Home", "Work"]


def test_a_deleted_folder_leaves_its_conversations_and_comes_back_with_undo(desk: Desk) -> None:
    work = desk.store.folders.create("Work")
    desk.add("Boats", folder_id=work.id)

    desk.sidebar.wishes.folder_remove_requested.emit(work.id)
    assert shown_texts(desk.chats) == ["Today", "Boats"]
    assert desk.notice_bar.text == "The folder “Work” was deleted. Its chats stay."

    desk.take_action()
    assert shown_texts(desk.chats) == ["Work", "Boats"]


def test_two_deleted_folders_can_both_be_undone(desk: Desk) -> None:
    for name in ("Work", "Home"):
        desk.store.folders.create(name)
    for folder in desk.store.folders.all():
        desk.controller.remove_folder(folder.id)
    assert desk.store.folders.all() == ()

    desk.take_action()
    desk.take_action()

    assert [folder.name for folder in desk.store.folders.all()] == ["Work", "Home"]


@pytest.mark.parametrize("act", ["rename", "delete", "create folder", "empty trash"])
def test_a_disk_that_refuses_is_told_and_the_list_shows_what_is_there(desk: Desk, act: str) -> None:
    desk.controller.delete(desk.add("Old boats"))
    desk.notice_bar._dismiss_front()
    boats = desk.add("Boats")
    desk.store._connection.execute("PRAGMA query_only = ON")

    acts: dict[str, Callable[[], None]] = {
        "rename": lambda: desk.controller.rename(RenameRequest(boats, "Ships")),
        "delete": lambda: desk.controller.delete(boats),
        "create folder": desk.controller.create_folder,
        "empty trash": desk.controller.empty_trash,
    }
    acts[act]()

    assert desk.notice_bar.text
    assert shown_texts(desk.chats) == ["Today", "Boats"]
    desk.store._connection.execute("PRAGMA query_only = OFF")
    assert [left.title for left in desk.store.trash.conversations()] == ["Old boats"]


@pytest.mark.parametrize(
    "act",
    [
        lambda desk: desk.controller.rename(RenameRequest(99, "Ships")),
        lambda desk: desk.controller.pin(PinRequest(99, True)),
        lambda desk: desk.controller.move(MoveRequest(desk.add("Boats"), 99)),
        lambda desk: desk.controller.step_folder(FolderStepRequest(99, 1)),
        lambda desk: desk.controller.remove_folder(99),
        lambda desk: desk.controller.purge(99),
    ],
)
def test_what_is_gone_already_is_told_and_ends_nothing(desk: Desk, act: Callable[[Desk], None]) -> None:
    act(desk)

    assert desk.notice_bar.text == "This chat or folder is no longer there, so nothing was changed."


def test_deleting_what_is_gone_already_does_nothing(qtbot: QtBot, desk: Desk) -> None:
    with qtbot.assertNotEmitted(desk.controller.conversation_deleted):
        desk.controller.delete(99)


def test_what_others_do_is_handed_on(qtbot: QtBot, desk: Desk) -> None:
    boats = desk.add("Boats")
    presenter, sidebar = desk.presenter, desk.sidebar

    with qtbot.waitSignal(presenter.conversation_chosen) as opened:
        click(desk.chats, "Boats")
    with qtbot.waitSignal(presenter.new_chat_requested):
        QTest.mouseClick(button_named(sidebar, "New chat"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(presenter.copy_conversation_requested):
        sidebar.wishes.copy_conversation_requested.emit(boats)

    assert opened.args == [boats]
    assert row_of(desk.chats, "Boats").isValid()


def test_the_menu_beside_new_chat_is_about_all_chats(qtbot: QtBot, desk: Desk) -> None:
    menu = desk.sidebar.menu()
    qtbot.addWidget(menu)
    lines = {action.text(): action for action in menu.actions() if action.text()}
    assert list(lines) == ["Temporary chat", "New folder", "Import chats…", "Export all chats…", "Trash…"]

    for line, signal in (
        ("Temporary chat", desk.presenter.temporary_chat_requested),
        ("Import chats…", desk.presenter.import_requested),
        ("Export all chats…", desk.presenter.export_requested),
    ):
        with qtbot.waitSignal(signal) as asked:
            lines[line].trigger()
    assert asked.args == [()]
    lines["Trash…"].trigger()
    assert desk.trash.isVisible()
    desk.trash.close()
