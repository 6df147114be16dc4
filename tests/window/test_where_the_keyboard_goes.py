"""What is typed is written into the message wherever the person clicked before, and nothing is opened under it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from quantchat.core.chat import Role
from quantchat.core.conversation_export import ExportFormat
from quantchat.core.conversation_record import ConversationRecord, MessageRecord
from quantchat.core.sampling_choice import SamplingChoice
from quantchat.gui.exchange.file_choice import ChosenFile, FileQuestion
from quantchat.gui.message_actions import ANSWER_AGAIN, EDIT, MORE
from quantchat.gui.model_controller import LoadState
from quantchat.store.conversations import ConversationStore
from quantchat.store.exchange import export_conversations
from tests.gui.visible_text import button_named
from tests.window.conftest import ANSWER_MS, OpenWindow, Person
from tests.window.menu_walk import open_menu
from tests.window.stored_chats import store_chat

SHORT = SamplingChoice(temperature=0.0, max_tokens=4)
TYPED = "And elms?"


@pytest.fixture
def oaks(open_window: OpenWindow, qtbot: QtBot) -> Person:
    """A person before a stored chat; another one is in the list."""
    store_chat("Ships", "How long is a ship?", "400 m.")
    store_chat("Oaks", "How high is an oak?", "30 m.")
    person = open_window()
    qtbot.waitUntil(lambda: len(person.answers) == 1)
    return person


def press_keys(person: Person, text: str) -> None:
    """Press keys one by one, each where the keyboard is by then."""
    for letter in text:
        field = person.app.window.focusWidget()
        assert field is not None
        QTest.keyClicks(field, letter)


def press_mouse(person: Person, place: QPoint, act: Callable[..., None] = QTest.mouseClick) -> None:
    """Use the left button at a place of the window, whatever is there."""
    act(person.app.window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def centre_of(person: Person, widget: QWidget) -> QPoint:
    return widget.mapTo(person.app.window, widget.rect().center())


def has_keyboard(person: Person) -> bool:
    return person.app.window.focusWidget() is person.app.window.composer.focusProxy()


def place_in_list(person: Person, title: str) -> QPoint:
    chats = person.app.window.sidebar.conversation_list
    rows = chats.model()
    index = next(rows.index(row, 0) for row in range(rows.rowCount()) if rows.index(row, 0).data() == title)
    return chats.viewport().mapTo(person.app.window, chats.visualRect(index).center())


def test_after_a_click_on_a_chat_the_message_is_written(oaks: Person) -> None:
    before = oaks.app.chat.open_id
    press_mouse(oaks, place_in_list(oaks, "Ships"))
    assert oaks.app.chat.open_id != before
    assert has_keyboard(oaks)
    press_keys(oaks, TYPED)
    assert oaks.app.window.composer.text() == TYPED


def test_a_chat_opened_by_keys_leaves_the_keyboard_in_the_list(oaks: Person) -> None:
    chats = oaks.app.window.sidebar.conversation_list
    chats.setFocus()
    oaks.press(Qt.Key.Key_Down)
    oaks.press(Qt.Key.Key_Return)
    assert chats.hasFocus()
    assert oaks.messages[0].content == "How long is a ship?"


def test_letters_typed_in_the_list_are_a_message_and_no_search(oaks: Person) -> None:
    oaks.app.window.sidebar.conversation_list.setFocus()
    press_keys(oaks, "Ships?")
    assert oaks.app.window.composer.text() == "Ships?"
    assert oaks.messages[0].content == "How high is an oak?"


def test_letters_typed_at_a_message_or_at_a_button_are_written(oaks: Person) -> None:
    window = oaks.app.window
    for widget in (oaks.answers[0], *oaks.answers[0].texts(), window.top_bar.model_menu.button):
        widget.setFocus()
        press_keys(oaks, "ab")
        assert window.composer.text() == "ab", widget
        window.composer.clear()


def test_a_title_that_is_being_typed_and_shortcuts_keep_their_keys(oaks: Person, qtbot: QtBot) -> None:
    window = oaks.app.window
    press_mouse(oaks, place_in_list(oaks, "Oaks"))
    window.sidebar.conversation_list.setFocus()
    oaks.press(Qt.Key.Key_F2)
    press_keys(oaks, "Trees")
    oaks.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Trees" in [chat.title for chat in oaks.app.chat.home.store.conversations()])
    window.top_bar.model_menu.button.setFocus()
    QTest.keyClick(window.top_bar.model_menu.button, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
    assert window.composer.text() == ""


def test_after_a_menu_that_was_closed_the_message_is_written(oaks: Person) -> None:
    press_mouse(oaks, centre_of(oaks, button_named(oaks.answers[0], MORE)))
    QTest.keyClick(open_menu(), Qt.Key.Key_Escape)
    press_keys(oaks, TYPED)
    assert oaks.app.window.composer.text() == TYPED


def test_a_double_click_on_the_pencil_loses_nothing_that_is_typed_then(open_window: OpenWindow, qtbot: QtBot) -> None:
    store_chat("Trees", *(("How high is an oak?", "30 m.") * 12))
    person = open_window()
    qtbot.waitUntil(lambda: len(person.questions) > 3)
    bar = person.app.window.chat_view.scroll_area.verticalScrollBar()
    qtbot.waitUntil(lambda: 0 < bar.maximum() == bar.value())
    pencil = button_named(person.questions[-1], EDIT)
    place = centre_of(person, pencil)
    press_mouse(person, place)
    qtbot.waitUntil(lambda: centre_of(person, pencil) != place)
    press_mouse(person, place, QTest.mouseDClick)
    assert person.app.window.composer.is_editing
    assert not has_keyboard(person)
    press_keys(person, "Or a fir?")
    assert person.app.window.composer.text() == "How high is an oak?Or a fir?"


def test_after_an_answer_is_made_again_by_a_click_the_message_is_written(oaks: Person, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: oaks.app.models.standing.state is LoadState.READY, timeout=ANSWER_MS)
    oaks.app.chat.use_sampling(SHORT)
    press_mouse(oaks, centre_of(oaks, button_named(oaks.answers[0], ANSWER_AGAIN)))
    assert has_keyboard(oaks)
    oaks.wait_for_answer()
    button_named(oaks.answers[0], ANSWER_AGAIN).setFocus(Qt.FocusReason.TabFocusReason)
    oaks.press(Qt.Key.Key_Space)
    assert not has_keyboard(oaks)
    oaks.wait_for_answer()


def test_an_import_opens_a_chat_only_when_the_person_says_so(
    open_window: OpenWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_chat("Oaks", "How high is an oak?", "30 m.")
    source = ConversationStore.temporary()
    source.archive.add([ConversationRecord("Elms", 1, 1, (MessageRecord(None, Role.USER, "Why elms?", 1),), 0)])
    file = tmp_path / "all.json"
    export_conversations(source.archive, file, ExportFormat.JSON)
    source.close()

    def ask(question: FileQuestion) -> ChosenFile:
        return ChosenFile(file, question.kinds[0])

    monkeypatch.setattr("quantchat.gui.exchange.presenter.ask_in_dialog", lambda _window: ask)
    person = open_window()
    before = person.app.chat.open_id
    person.app.window.sidebar.import_requested.emit()
    press_keys(person, TYPED)
    qtbot.waitUntil(lambda: person.notice().startswith("Imported from QuantChat"), timeout=ANSWER_MS)
    assert (person.app.chat.open_id, person.app.window.composer.text()) == (before, TYPED)
    person.click(person.app.window.notice_bar, "Open")
    assert [message.content for message in person.messages] == ["Why elms?"]


def test_a_new_chats_row_comes_into_view_and_says_that_its_first_message_waits(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    for number in range(40):
        store_chat(f"Chat {number}", "One?")
    person = open_window()
    qtbot.waitUntil(lambda: person.app.models.standing.state is LoadState.READY, timeout=ANSWER_MS)
    person.ask("Write a very long story about a ship.")
    person.wait_for_text(20)
    window = person.app.window
    QTest.keySequence(window, "Ctrl+N")
    window.sidebar.conversation_list.scrollToBottom()
    person.ask("Why is the sky blue?")
    assert window.empty_state.title == "Your message waits."
    chats = window.sidebar.conversation_list
    row = chats.conversations.index_of(person.app.chat.open_id)
    qtbot.waitUntil(lambda: chats.viewport().rect().contains(chats.visualRect(row)))
    window.composer.queued_prompts.removal_requested.emit(1)
    assert window.empty_state.title == "What shall we talk about?"
    person.app.chat.stop()
