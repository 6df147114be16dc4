"""The sidebar with its controller and presenter on a real store."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from quantchat.core.chat import Role
from quantchat.core.conversation import ConversationEntry, Folder
from quantchat.gui.conversations.controller import ConversationListController
from quantchat.gui.conversations.list_view import ConversationListView
from quantchat.gui.conversations.presenter import ConversationListPresenter
from quantchat.gui.conversations.trash_dialog import TrashDialog
from quantchat.gui.icons import Icons
from quantchat.gui.notice_bar import NoticeBar
from quantchat.gui.sidebar import Sidebar
from quantchat.gui.theme import SIDEBAR_WIDTH, Theme
from quantchat.probe.memory import Memory
from quantchat.store.conversations import ConversationStore

NOON = datetime(2026, 11, 24, 12, 0)
WORK = Folder(1, "Work", 0)
HOME = Folder(2, "Home", 1)


def entry(
    number: int, title: str = "", *, pinned: bool = False, folder: int | None = None, draft: bool = False
) -> ConversationEntry:
    """A conversation used `number` seconds before noon."""
    return ConversationEntry(number, title or f"Chat {number}", NOON.timestamp() - number, pinned, folder, draft)


def shown_texts(chats: ConversationListView) -> list[str]:
    """What the rows of the list say, from top to bottom."""
    return [str(chats.model().index(row, 0).data()) for row in range(chats.model().rowCount())]


def row_of(chats: ConversationListView, text: str) -> QModelIndex:
    """The row that says so."""
    return chats.model().index(shown_texts(chats).index(text), 0)


def click(chats: ConversationListView, text: str) -> None:
    """Click the middle of a row."""
    place: QPoint = chats.visualRect(row_of(chats, text)).center()
    QTest.mouseClick(chats.viewport(), Qt.MouseButton.LeftButton, pos=place)


def shown_sidebar(qtbot: QtBot, theme: Theme, icons: Icons) -> Sidebar:
    """A sidebar at noon."""
    sidebar = Sidebar(theme, icons, read=lambda: Memory(32 * 1024**3, 8 * 1024**3), now=lambda: NOON)
    qtbot.addWidget(sidebar)
    sidebar.resize(SIDEBAR_WIDTH, 700)
    with qtbot.waitExposed(sidebar):
        sidebar.show()
    return sidebar


@pytest.fixture(autouse=True)
def _english_dates() -> Iterator[None]:
    """Months have English names whatever the machine's language is."""
    before = QLocale()
    QLocale.setDefault(QLocale.c())
    yield
    QLocale.setDefault(before)


@pytest.fixture
def sidebar(qtbot: QtBot, theme: Theme, icons: Icons) -> Sidebar:
    """A sidebar with nothing behind it."""
    return shown_sidebar(qtbot, theme, icons)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ConversationStore]:
    """An empty store on the disk."""
    store = ConversationStore.open(tmp_path / "conversations.sqlite3").store
    yield store
    store.close()


@dataclass
class Desk:
    """Everything that a person has before them, and the store behind it."""

    store: ConversationStore
    sidebar: Sidebar
    controller: ConversationListController
    presenter: ConversationListPresenter
    notice_bar: NoticeBar
    trash: TrashDialog

    @property
    def chats(self) -> ConversationListView:
        """The list."""
        return self.sidebar.conversation_list

    def add(self, title: str, *texts: str, folder_id: int | None = None) -> int:
        """Store a conversation, question and answer in turn, and show it."""
        conversation = self.store.create_conversation(title)
        parent_id = None
        for number, text in enumerate(texts):
            role = Role.ASSISTANT if number % 2 else Role.USER
            parent_id = self.store.add_message(conversation.id, parent_id, role, text).id
        if folder_id is not None:
            self.store.folders.put(conversation.id, folder_id)
        self.controller.refresh()
        return conversation.id

    def titles_on_disk(self) -> list[str]:
        """Titles in the store."""
        return [stored.title for stored in self.store.conversations()]

    def take_action(self) -> None:
        """Press the button of the notice."""
        self.notice_bar._take_action()


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, icons: Icons, store: ConversationStore) -> Desk:
    """The sidebar on a store."""
    sidebar = shown_sidebar(qtbot, theme, icons)
    notice_bar = NoticeBar(theme, icons)
    trash = TrashDialog(theme, icons, sidebar)
    qtbot.addWidget(notice_bar)
    controller = ConversationListController(store)
    presenter = ConversationListPresenter(sidebar, controller, notice_bar, trash)
    controller.refresh()
    return Desk(store, sidebar, controller, presenter, notice_bar, trash)
