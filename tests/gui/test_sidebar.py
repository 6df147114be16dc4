"""The sidebar lists conversations, and what a person does there is told upward."""

from datetime import datetime

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from quantchat.core.chat import ConversationSummary
from quantchat.gui.conversations.list_view import ConversationListView
from quantchat.gui.conversations.requests import RenameRequest
from quantchat.gui.icons import Icons
from quantchat.gui.sidebar import NO_CHATS, Sidebar
from quantchat.gui.theme import SIDEBAR_WIDTH, Theme
from quantchat.probe.memory import Memory
from tests.gui.visible_text import button_named, visible_texts

NOON = datetime(2026, 11, 24, 12, 0)
CHATS = tuple(ConversationSummary(number, f"Chat {number}", NOON.timestamp() - number) for number in range(1, 4))


@pytest.fixture
def sidebar(qtbot: QtBot, theme: Theme, icons: Icons) -> Sidebar:
    sidebar = Sidebar(theme, icons, read=lambda: Memory(32 * 1024**3, 8 * 1024**3), now=lambda: NOON)
    qtbot.addWidget(sidebar)
    sidebar.set_conversations(CHATS)
    sidebar.resize(SIDEBAR_WIDTH, 700)
    with qtbot.waitExposed(sidebar):
        sidebar.show()
    return sidebar


def row_of(chats: ConversationListView, title: str) -> QModelIndex:
    rows = [chats.model().index(row, 0) for row in range(chats.model().rowCount())]
    return next(index for index in rows if index.data() == title)


def click(chats: ConversationListView, title: str) -> None:
    place: QPoint = chats.visualRect(row_of(chats, title)).center()
    QTest.mouseClick(chats.viewport(), Qt.MouseButton.LeftButton, pos=place)


def selected_titles(chats: ConversationListView) -> list[str]:
    return [str(index.data()) for index in chats.selectedIndexes()]


def test_new_chat_is_asked_for(qtbot: QtBot, sidebar: Sidebar) -> None:
    with qtbot.waitSignal(sidebar.new_chat_requested):
        QTest.mouseClick(button_named(sidebar, "New chat"), Qt.MouseButton.LeftButton)


def test_a_click_chooses_a_conversation(qtbot: QtBot, sidebar: Sidebar) -> None:
    with qtbot.waitSignal(sidebar.conversation_chosen) as chosen:
        click(sidebar.conversation_list, "Chat 2")

    assert chosen.args == [2]


def test_a_click_on_a_heading_chooses_nothing(qtbot: QtBot, sidebar: Sidebar) -> None:
    with qtbot.assertNotEmitted(sidebar.conversation_chosen):
        click(sidebar.conversation_list, "Today")


def test_arrows_only_walk_and_enter_opens(qtbot: QtBot, sidebar: Sidebar) -> None:
    sidebar.set_open_conversation(1)
    chats = sidebar.conversation_list

    with qtbot.assertNotEmitted(sidebar.conversation_chosen):
        QTest.keyClick(chats, Qt.Key.Key_Down)
        QTest.keyClick(chats, Qt.Key.Key_Down)
    assert selected_titles(chats) == ["Chat 1"]
    with qtbot.waitSignal(sidebar.conversation_chosen) as chosen:
        QTest.keyClick(chats, Qt.Key.Key_Return)

    assert chosen.args == [3]


def test_arrow_up_from_the_first_conversation_stays_off_the_heading(qtbot: QtBot, sidebar: Sidebar) -> None:
    sidebar.set_open_conversation(1)

    QTest.keyClick(sidebar.conversation_list, Qt.Key.Key_Up)

    assert sidebar.conversation_list.currentIndex().data() == "Chat 1"


def test_delete_key_asks_to_delete_the_row_with_the_focus(qtbot: QtBot, sidebar: Sidebar) -> None:
    sidebar.set_open_conversation(2)
    with qtbot.waitSignal(sidebar.delete_requested) as deleted:
        QTest.keyClick(sidebar.conversation_list, Qt.Key.Key_Delete)

    assert deleted.args == [2]


def test_f2_renames_in_place_and_the_list_waits_for_the_owner(qtbot: QtBot, sidebar: Sidebar) -> None:
    sidebar.set_open_conversation(2)
    chats = sidebar.conversation_list
    QTest.keyClick(chats, Qt.Key.Key_F2)
    editor = chats.viewport().findChild(QLineEdit)
    assert editor is not None
    assert editor.selectedText() == "Chat 2"

    with qtbot.waitSignal(sidebar.rename_requested) as renamed:
        QTest.keyClicks(editor, "  Dates   in Python ")
        QTest.keyClick(editor, Qt.Key.Key_Return)

    assert renamed.args == [RenameRequest(2, "Dates in Python")]
    assert row_of(chats, "Chat 2").isValid()


def test_enter_that_ends_a_rename_does_not_open_the_conversation(qtbot: QtBot, sidebar: Sidebar) -> None:
    sidebar.set_open_conversation(2)
    chats = sidebar.conversation_list
    QTest.keyClick(chats, Qt.Key.Key_F2)
    editor = chats.viewport().findChild(QLineEdit)
    assert editor is not None

    with qtbot.assertNotEmitted(sidebar.conversation_chosen):
        QTest.keyClicks(editor, "Other")
        QTest.keyClick(editor, Qt.Key.Key_Return)


@pytest.mark.parametrize(("typed", "last_key"), [("", Qt.Key.Key_Return), ("Other", Qt.Key.Key_Escape)])
def test_an_empty_title_and_esc_rename_nothing(qtbot: QtBot, sidebar: Sidebar, typed: str, last_key: Qt.Key) -> None:
    sidebar.set_open_conversation(2)
    chats = sidebar.conversation_list
    QTest.keyClick(chats, Qt.Key.Key_F2)
    editor = chats.viewport().findChild(QLineEdit)
    assert editor is not None

    with qtbot.assertNotEmitted(sidebar.rename_requested):
        QTest.keyClick(editor, Qt.Key.Key_Backspace)
        QTest.keyClicks(editor, typed)
        QTest.keyClick(editor, last_key)
        QApplication.processEvents()


def test_a_double_click_renames(qtbot: QtBot, sidebar: Sidebar) -> None:
    chats = sidebar.conversation_list
    click(chats, "Chat 3")
    place = chats.visualRect(row_of(chats, "Chat 3")).center()
    QTest.mouseDClick(chats.viewport(), Qt.MouseButton.LeftButton, pos=place)

    editor = chats.viewport().findChild(QLineEdit)
    assert editor is not None
    assert editor.text() == "Chat 3"


def test_the_context_menu_offers_to_rename_and_to_delete(qtbot: QtBot, sidebar: Sidebar) -> None:
    chats = sidebar.conversation_list
    menu = chats.menu_for(row_of(chats, "Chat 2"))
    qtbot.addWidget(menu)
    entries = {action.text(): action for action in menu.actions()}

    with qtbot.waitSignal(sidebar.delete_requested) as deleted:
        entries["Delete"].trigger()
    entries["Rename"].trigger()

    assert deleted.args == [2]
    assert chats.viewport().findChild(QLineEdit) is not None


def test_a_rename_under_way_survives_that_its_row_moves(qtbot: QtBot, sidebar: Sidebar) -> None:
    sidebar.set_open_conversation(3)
    chats = sidebar.conversation_list
    QTest.keyClick(chats, Qt.Key.Key_F2)
    editor = chats.viewport().findChild(QLineEdit)
    assert editor is not None
    QTest.keyClicks(editor, "Half a ti")

    sidebar.set_conversations([*CHATS[:2], ConversationSummary(3, "Renamed elsewhere", NOON.timestamp())])
    with qtbot.waitSignal(sidebar.rename_requested) as renamed:
        QTest.keyClicks(editor, "tle")
        QTest.keyClick(editor, Qt.Key.Key_Return)

    assert renamed.args == [RenameRequest(3, "Half a title")]


def test_the_open_conversation_stays_marked_when_the_list_changes(sidebar: Sidebar) -> None:
    sidebar.set_open_conversation(2)
    newest = ConversationSummary(9, "Chat 9", NOON.timestamp())

    sidebar.set_conversations([newest, *CHATS])

    assert selected_titles(sidebar.conversation_list) == ["Chat 2"]


def test_a_new_conversation_is_marked_once_it_is_in_the_list(sidebar: Sidebar) -> None:
    sidebar.set_open_conversation(9)
    assert selected_titles(sidebar.conversation_list) == []

    sidebar.set_conversations([ConversationSummary(9, "Chat 9", NOON.timestamp()), *CHATS])

    assert selected_titles(sidebar.conversation_list) == ["Chat 9"]


def test_a_long_list_keeps_its_scroll_when_a_conversation_is_updated(qtbot: QtBot, sidebar: Sidebar) -> None:
    many = [ConversationSummary(number, f"Chat {number}", NOON.timestamp() - number) for number in range(1, 61)]
    sidebar.set_conversations(many)
    bar = sidebar.conversation_list.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 600)
    bar.setValue(600)

    many[39] = ConversationSummary(40, "Chat 40", NOON.timestamp())
    sidebar.set_conversations(many)
    QApplication.processEvents()

    assert bar.value() == 600


def test_without_conversations_a_sentence_stands_in_their_place(sidebar: Sidebar) -> None:
    assert NO_CHATS not in visible_texts(sidebar)

    sidebar.set_conversations([])

    assert NO_CHATS in visible_texts(sidebar)
    assert not sidebar.conversation_list.isVisible()


def test_the_machine_is_told_below_the_chats(sidebar: Sidebar) -> None:
    assert {"Memory", "8 of 32 GB free", "Offline"} <= set(visible_texts(sidebar))


def test_a_window_left_open_over_midnight_is_right_when_one_comes_back(
    qtbot: QtBot, theme: Theme, icons: Icons
) -> None:
    now = NOON
    sidebar = Sidebar(theme, icons, read=lambda: Memory(32 * 1024**3, 8 * 1024**3), now=lambda: now)
    window, other_window = QWidget(), QWidget()
    QVBoxLayout(window).addWidget(sidebar)
    for widget in (window, other_window):
        qtbot.addWidget(widget)
        with qtbot.waitActive(widget):
            widget.show()
            widget.activateWindow()
    sidebar.set_conversations(CHATS)
    now = datetime(2026, 11, 25, 8, 0)

    with qtbot.waitActive(window):
        window.activateWindow()

    assert sidebar.conversation_list.model().index(0, 0).data() == "Yesterday"
