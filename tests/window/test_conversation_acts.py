"""Chats sorted, searched, thrown away, begun and kept in the real window, with what the store then holds."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from quantchat.core.sampling_choice import SamplingChoice
from quantchat.gui.conversations.list_view import ConversationListView
from quantchat.gui.conversations.trash_dialog import TrashDialog
from quantchat.settings import folders
from quantchat.store.conversations import ConversationStore
from tests.gui.visible_text import button_named
from tests.window.conftest import OpenWindow, Person
from tests.window.menu_walk import choose, press_menu_keys
from tests.window.stored_chats import store_chat

SHORT = SamplingChoice(temperature=0.0, max_tokens=5)
SECRET = "The password is swordfish."


def chat_list(person: Person) -> ConversationListView:
    return person.app.window.sidebar.conversation_list


def rows(person: Person) -> list[str]:
    """What stands in the list, headings included."""
    model = chat_list(person).model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def go_to(person: Person, title: str) -> ConversationListView:
    """Walk to a row by the arrows."""
    chats = chat_list(person)
    chats.setFocus()
    for key in [Qt.Key.Key_Up] * len(rows(person)) + [Qt.Key.Key_Down] * len(rows(person)):
        if chats.currentIndex().data() == title:
            return chats
        QTest.keyClick(chats, key)
    raise AssertionError(f"“{title}” cannot be gone to among {rows(person)}")


def type_name(person: Person, name: str) -> None:
    """Give the row that is being named a name."""
    editor = chat_list(person).findChild(QLineEdit)
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, name)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    person.qtbot.waitUntil(lambda: name in rows(person))


def sidebar_menu(person: Person, line: str) -> None:
    """Open the menu beside “New chat” by keyboard and take a line."""
    button = button_named(person.app.window.sidebar, "More about chats")
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)
    choose(line)


def trash(person: Person) -> TrashDialog:
    dialog = person.app.window.findChild(TrashDialog)
    assert isinstance(dialog, TrashDialog)
    return dialog


def agree(label: str) -> None:
    """Press a button of the question that comes next."""
    box = next((each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox)), None)
    if box is None or not box.isVisible():
        QTimer.singleShot(10, lambda: agree(label))
        return
    deed = next(button for button in box.buttons() if button.text() == label)
    QTest.mouseClick(deed, Qt.MouseButton.LeftButton)


def stored_on_disk() -> bytes:
    """All that is kept, whatever the file."""
    return b"".join(path.read_bytes() for path in folders().data.rglob("*") if path.is_file() and is_no_model(path))


def is_no_model(path: Path) -> bool:
    return path.suffix != ".gguf"


def test_a_chat_is_pinned_and_unpinned_by_its_menu(open_window: OpenWindow) -> None:
    store_chat("Oaks", "How high?")
    store_chat("Elms", "How high?")
    person = open_window()
    assert rows(person) == ["Today", "Elms", "Oaks"]
    press_menu_keys(go_to(person, "Oaks"))
    choose("Pin")
    assert rows(person) == ["Pinned", "Oaks", "Today", "Elms"]
    press_menu_keys(go_to(person, "Oaks"))
    choose("Unpin")
    assert rows(person) == ["Today", "Elms", "Oaks"]


def test_a_chat_is_moved_into_a_new_folder_that_is_named_at_once_and_kept(open_window: OpenWindow) -> None:
    store_chat("Oaks", "How high?")
    person = open_window()
    press_menu_keys(go_to(person, "Oaks"))
    choose("Move to folder", "New folder")
    type_name(person, "Trees")
    assert rows(person) == ["Trees", "Oaks"]
    person.close()
    again = open_window()
    assert rows(again) == ["Trees", "Oaks"]
    press_menu_keys(go_to(again, "Oaks"))
    choose("Move to folder", "No folder")
    assert rows(again) == ["Trees", "Today", "Oaks"]


def test_an_empty_folder_is_made_and_chats_are_moved_into_it(open_window: OpenWindow) -> None:
    store_chat("Oaks", "How high?")
    person = open_window()
    sidebar_menu(person, "New folder")
    type_name(person, "Trees")
    assert rows(person) == ["Trees", "Today", "Oaks"]
    press_menu_keys(go_to(person, "Oaks"))
    choose("Move to folder", "Trees")
    assert rows(person) == ["Trees", "Oaks"]


def test_a_search_jumps_to_the_message_marks_the_words_and_opens_the_find_bar(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    many = [f"Line {number} about elms" for number in range(60)]
    many[11] = "A walnut stands among them"
    store_chat("Elms", *many)
    store_chat("Oaks", "How high?")
    person = open_window()
    window = person.app.window
    QTest.keySequence(window, "Ctrl+K")
    person.type_text("walnut")
    qtbot.waitUntil(lambda: window.sidebar.search_results.currentIndex().isValid())
    person.press(Qt.Key.Key_Return)
    assert [message.content for message in person.messages] == many
    assert window.find_bar.isVisible()
    assert (window.find_bar.text, window.find_bar.standing_text) == ("walnut", "1 of 1")
    hit = next(each for each in person.answers if "walnut" in each.message.content)
    marked = [selection for text in hit.texts() for selection in text.extraSelections()]
    assert [selection.cursor.selectedText() for selection in marked] == ["walnut"]
    view = window.chat_view
    qtbot.waitUntil(lambda: view.rect().contains(hit.mapTo(view, hit.rect().center())))


def test_a_deleted_chat_is_restored_from_the_trash_by_keys(open_window: OpenWindow) -> None:
    store_chat("Oaks", "How high?")
    store_chat("Elms", "How high?")
    person = open_window()
    QTest.keyClick(go_to(person, "Oaks"), Qt.Key.Key_Delete)
    assert rows(person) == ["Today", "Elms"]
    sidebar_menu(person, "Trash…")
    dialog = trash(person)
    focus = dialog.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Return)
    assert rows(person) == ["Today", "Elms", "Oaks"]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_chat_deleted_forever_is_gone_after_a_question(open_window: OpenWindow) -> None:
    store_chat("Oaks", SECRET)
    person = open_window()
    QTest.keyClick(go_to(person, "Oaks"), Qt.Key.Key_Delete)
    sidebar_menu(person, "Trash…")
    QTimer.singleShot(0, lambda: agree("Delete forever"))
    person.click(trash(person), "Delete forever…")
    trash(person).close()
    person.close()
    store = ConversationStore.open(folders().database).store
    assert store.conversations() == ()
    assert store.trash.conversations() == ()
    store.close()


def test_nothing_of_a_temporary_chat_is_on_the_disk(person: Person) -> None:
    QTest.keySequence(person.app.window, "Ctrl+Shift+N")
    assert person.app.window.temporary_banner.isVisible()
    person.app.chat.use_sampling(SHORT)
    person.ask(SECRET)
    person.wait_for_answer()
    person.type_text("swordfish again")
    assert rows(person) == []
    person.close()
    assert b"swordfish" not in stored_on_disk()


def test_a_temporary_chat_that_is_kept_is_an_ordinary_one(person: Person, qtbot: QtBot) -> None:
    QTest.keySequence(person.app.window, "Ctrl+Shift+N")
    person.app.chat.use_sampling(SHORT)
    person.ask("How high is an oak?")
    answer = person.wait_for_answer()
    person.click(person.app.window, "Keep this chat")
    assert not person.app.window.temporary_banner.isVisible()
    assert rows(person) == ["Today", "How high is an oak?"]
    assert [message.content for message in person.messages] == ["How high is an oak?", answer.content]
    person.ask("And an elm?")
    person.wait_for_answer()
    assert len(person.messages) == 4
    person.close()
    assert b"And an elm?" in stored_on_disk()


def test_a_temporary_chat_that_was_left_can_be_gone_back_to(person: Person) -> None:
    QTest.keySequence(person.app.window, "Ctrl+Shift+N")
    person.app.chat.use_sampling(SHORT)
    person.ask(SECRET)
    person.wait_for_answer()
    QTest.keySequence(person.app.window, "Ctrl+N")
    assert not person.app.window.temporary_banner.isVisible()
    person.click(person.app.window.notice_bar, "Open again")
    assert person.app.window.temporary_banner.isVisible()
    assert person.messages[0].content == SECRET


def test_each_chat_keeps_its_draft_also_over_a_restart(open_window: OpenWindow) -> None:
    store_chat("Oaks", "How high?")
    store_chat("Elms", "How high?")
    person = open_window()
    person.type_text("About elms")
    QTest.keyClick(go_to(person, "Oaks"), Qt.Key.Key_Return)
    composer = person.app.window.composer
    assert composer.text() == ""
    composer.setFocus()
    person.type_text("About oaks")
    QTest.keyClick(go_to(person, "Elms"), Qt.Key.Key_Return)
    assert composer.text() == "About elms"
    person.close()
    again = open_window()
    assert again.app.window.composer.text() == "About elms"
    QTest.keyClick(go_to(again, "Oaks"), Qt.Key.Key_Return)
    assert again.app.window.composer.text() == "About oaks"


def test_a_new_chat_is_called_by_its_first_message(person: Person) -> None:
    person.app.chat.use_sampling(SHORT)
    person.ask("Hello! Can you tell me how high an oak grows? I have one in my garden.")
    person.wait_for_answer()
    (_, title) = rows(person)
    assert title == "Tell me how high an oak grows"
    assert [index.data() for index in chat_list(person).selectedIndexes()] == [title]
