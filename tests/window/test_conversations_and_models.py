"""The list of chats and files for the model in the real window, with what the store then holds."""

import shutil
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from quantchat.core.chat import Role
from quantchat.gui.model_controller import LoadState
from quantchat.settings import folders, resources_folder
from quantchat.store.conversations import ConversationStore
from tests.window.conftest import ANSWER_MS, OpenWindow, Person

STARTER = resources_folder() / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf"


def titles(person: Person) -> list[str]:
    """The titles in the sidebar, headings left out."""
    model = person.app.window.sidebar.conversation_list.model()
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    return [str(row.data()) for row in rows if row.flags() & Qt.ItemFlag.ItemIsSelectable]


def opened_with_a_chat(open_window: OpenWindow) -> Person:
    """Open the window on one stored conversation."""
    store = ConversationStore.open(folders().database).store
    conversation = store.create_conversation("About ships")
    store.add_message(conversation.id, None, Role.USER, "Tell me about ships.")
    store.close()
    return open_window()


def test_a_new_title_typed_into_the_list_is_stored(open_window: OpenWindow, qtbot: QtBot) -> None:
    person = opened_with_a_chat(open_window)
    chats = person.app.window.sidebar.conversation_list
    chats.setFocus()
    QTest.keyClick(chats, Qt.Key.Key_F2)
    editor = chats.findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "Boats")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: titles(person) == ["Boats"])
    person.close()
    store = ConversationStore.open(folders().database).store
    assert [conversation.title for conversation in store.conversations()] == ["Boats"]
    store.close()


def test_a_deleted_chat_comes_back_with_undo(open_window: OpenWindow, qtbot: QtBot) -> None:
    person = opened_with_a_chat(open_window)
    chats = person.app.window.sidebar.conversation_list
    chats.setFocus()
    QTest.keyClick(chats, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: titles(person) == [])
    assert not person.messages
    assert "“About ships” was deleted." in person.notice()
    person.click(person.app.window.notice_bar, "Undo")
    qtbot.waitUntil(lambda: titles(person) == ["About ships"])
    assert [message.content for message in person.messages] == ["Tell me about ships."]
    person.close()


def test_a_file_dropped_onto_the_window_is_used_where_it_lies(person: Person, tmp_path: Path) -> None:
    dropped = tmp_path / "dropped – ü.gguf"
    shutil.copyfile(STARTER, dropped)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(dropped))])
    window = person.app.window
    event = QDropEvent(
        QPointF(QPoint(400, 300)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)
    person.qtbot.waitUntil(
        lambda: (
            person.app.models.standing.model is not None
            and person.app.models.standing.model.path == dropped
            and person.app.models.standing.state is LoadState.READY
        ),
        timeout=ANSWER_MS,
    )
    assert dropped.exists()


def test_a_wrong_file_is_told_and_the_model_in_use_stays(person: Person, tmp_path: Path) -> None:
    wrong = tmp_path / "photo.gguf"
    wrong.write_bytes(b"\xff\xd8\xff")
    person.app.models.add_file(wrong)
    assert "not a model" in person.notice()
    assert person.app.models.standing.state is LoadState.READY


def test_escape_gives_up_a_new_title_and_leaves_the_old_one(open_window: OpenWindow, qtbot: QtBot) -> None:
    person = opened_with_a_chat(open_window)
    chats = person.app.window.sidebar.conversation_list
    chats.setFocus()
    QTest.keyClick(chats, Qt.Key.Key_F2)
    editor = chats.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClicks(editor, "Boats")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not any(line.isVisible() for line in chats.findChildren(QLineEdit)))
    assert titles(person) == ["About ships"]


def test_escape_ends_an_edit_and_the_draft_is_back(open_window: OpenWindow, qtbot: QtBot) -> None:
    person = opened_with_a_chat(open_window)
    person.type_text("a draft")
    qtbot.waitUntil(lambda: bool(person.questions))
    person.click(person.questions[-1], "Edit message")
    assert person.app.window.composer.text() == "Tell me about ships."
    person.press(Qt.Key.Key_Escape)
    assert not person.app.window.composer.is_editing
    assert person.app.window.composer.text() == "a draft"


def test_an_edit_ends_when_another_chat_is_opened(open_window: OpenWindow, qtbot: QtBot) -> None:
    person = opened_with_a_chat(open_window)
    qtbot.waitUntil(lambda: bool(person.questions))
    person.click(person.questions[-1], "Edit message")
    person.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert not person.app.window.composer.is_editing
    assert person.app.window.composer.text() == ""
