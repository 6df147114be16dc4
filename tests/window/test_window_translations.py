"""The whole window in a language where every string is marked: menus, panels and windows, opened one after the other.

What the picker, the settings and the windows of the assistants say in each of their states has tests of its own.
"""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from quantchat.core.chat import MessageStatus
from quantchat.gui.buttons import Button
from quantchat.gui.chat_settings.assistants_dialog import AssistantsDialog
from quantchat.gui.context_panel import ContextPanel
from quantchat.gui.conversations.trash_dialog import TrashDialog
from quantchat.gui.message_details import MessageDetails
from quantchat.gui.model_controller import LoadState
from quantchat.gui.settings_dialog.dialog import SettingsDialog
from quantchat.gui.shortcut_list import ShortcutList
from quantchat.settings import folders
from tests.gui.conftest import compiled_pseudo_language as compiled_pseudo_language  # fixtures for these tests too
from tests.gui.conftest import pseudo as pseudo
from tests.gui.hollow_model import catalogue_model_file
from tests.gui.pseudo_language import OPENS, unmarked_texts
from tests.window.conftest import ANSWER_MS, OpenWindow, Person
from tests.window.menu_walk import open_menu, press_menu_keys
from tests.window.stored_chats import add_version, store_chat

LONG_TASK = "Write a very long story about a ship in a storm."
ANSWER = "An oak grows to\n\n```python\nprint(30)\n```\n\n| 1 | 2 |\n|---|---|\n| 3 | 4 |\n\n$5^2$"
TEXTS = ("Oaks", "How high?", "And elms?", "40 m", "Elms", LONG_TASK, "Say hello.", "python", "Python")
REFUSAL_OF_LLAMA_CPP = "error loading model vocabulary: cannot find tokenizer merges in model file"
"""It is quoted."""

MODEL = ("SmolLM2 135M Instruct",)
KEYS: tuple[str, ...] = (
    "Enter",
    "Esc",
    "Tab",
    "Del",
    "PgUp",
    "PgDown",
    "Home",
    "End",
    "Left",
    "Right",
    "F1",
    "F2",
    "F3",
)
KEYS += ("Ctrl+.", "Ctrl+,", "Ctrl+/")


@pytest.fixture
def translated(pseudo: None, open_window: OpenWindow, qtbot: QtBot) -> Person:
    """A person before stored chats, one of them open: a question with two answers, and one answer that was stopped."""
    store_chat("Elms", "How high?")
    add_version(store_chat("Oaks", "How high?", ANSWER), ANSWER)
    store_chat("Oaks", "How high?", ANSWER, "And elms?", "40 m", status=MessageStatus.STOPPED)
    person = open_window()
    qtbot.waitUntil(lambda: len(person.answers) == 2)
    return person


def unmarked(widget: QWidget, *names: str) -> list[str]:
    """What of a widget did not go through the translations and is not of the person, the models or the keyboard."""
    places = (str(folders().data), str(folders().models))
    return unmarked_texts(widget, (*TEXTS, *MODEL, *KEYS, *places, *names))


def unmarked_in_window(person: Person, *names: str) -> list[str]:
    """The same of the window itself; what stands before it, as the picker, is a window of its own."""
    inside = person.app.window.centralWidget()
    assert inside is not None
    return unmarked(inside, *names)


def press(person: Person, keys: str) -> None:
    QTest.keySequence(person.app.window, keys)


def click(inside: QWidget, english: str) -> None:
    """Click the last button whose name begins so in English."""
    buttons = [each for each in inside.findChildren(Button) if each.isVisible() and not each.isHidden()]
    wanted = [each for each in buttons if f"{OPENS}{english}" in (each.label + each.accessibleName())]
    QTest.mouseClick(wanted[-1], Qt.MouseButton.LeftButton)


def unmarked_in_menu() -> list[str]:
    """What the open menu does not say translated, with the menus within it; it is closed then."""
    menu = open_menu()
    inner = [action.menu() for action in menu.actions()]
    found = [text for each in (menu, *inner) if isinstance(each, QMenu) for text in unmarked(each)]
    menu.close()
    return found


def child(person: Person, kind: type[QWidget]) -> QWidget:
    found = person.app.window.findChild(kind)
    assert isinstance(found, QWidget)
    return found


def test_the_window_with_a_chat_its_panels_and_bars_is_translated(translated: Person, qtbot: QtBot) -> None:
    window = translated.app.window
    press(translated, "Ctrl+.")
    assert window.chat_settings_panel.isVisible()
    click(window.chat_settings_panel, "More settings")
    press(translated, "Ctrl+F")
    translated.type_text("oak")
    assert unmarked_in_window(translated) == []
    window.sidebar.focus_search()
    translated.type_text("elms")
    qtbot.waitUntil(lambda: window.sidebar.search_results.currentIndex().isValid())
    assert unmarked_in_window(translated) == []


def test_a_new_and_a_temporary_chat_are_translated(translated: Person) -> None:
    press(translated, "Ctrl+N")
    assert unmarked_in_window(translated) == []
    press(translated, "Ctrl+Shift+N")
    assert translated.app.window.temporary_banner.isVisible()
    assert unmarked_in_window(translated) == []


def test_every_menu_is_translated(translated: Person) -> None:
    window = translated.app.window
    click(window.sidebar, "More about chats")
    assert unmarked_in_menu() == []
    for message in (*translated.questions, *translated.answers):
        press_menu_keys(message)
        assert unmarked_in_menu() == []
    chats = window.sidebar.conversation_list
    chats.setFocus()
    press_menu_keys(chats)
    assert unmarked_in_menu() == []
    window.sidebar.new_folder_requested.emit()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    press_menu_keys(chats)
    assert unmarked_in_menu() == []


def test_every_window_that_keys_open_is_translated(translated: Person) -> None:
    for keys, kind in (("F1", ShortcutList), ("Ctrl+,", SettingsDialog)):
        press(translated, keys)
        shown = child(translated, kind)
        assert shown.isVisible()
        assert unmarked(shown) == []
        shown.close()
    press(translated, "Ctrl+.")
    click(translated.app.window.chat_settings_panel, "Manage")
    assistants = child(translated, AssistantsDialog)
    assert assistants.isVisible()
    assert unmarked(assistants) == []
    assistants.close()


def test_the_trash_and_its_question_are_translated(translated: Person) -> None:
    chats = translated.app.window.sidebar.conversation_list
    chats.setFocus()
    QTest.keyClick(chats, Qt.Key.Key_Delete)
    assert unmarked(translated.app.window.notice_bar) == []
    translated.app.window.sidebar.trash_requested.emit()
    trash = child(translated, TrashDialog)
    assert unmarked(trash) == []
    found: list[str] = []

    def look() -> None:
        question = QApplication.activeModalWidget()
        assert isinstance(question, QMessageBox)
        found.extend(unmarked(question))
        question.reject()

    QTimer.singleShot(0, look)
    click(trash, "Delete forever")
    assert found == []
    trash.close()


def test_a_file_that_cannot_be_used_is_told_translated(translated: Person, tmp_path: Path) -> None:
    bar = translated.app.window.notice_bar
    for name, content in (("empty.gguf", b""), ("page.gguf", b"<html>"), ("cut.gguf", b"GGUF\3\0\0\0")):
        file = tmp_path / name
        file.write_bytes(content)
        translated.app.models.add_file(file)
        assert bar.text.startswith(OPENS)
        assert unmarked(bar) == []


def test_a_model_that_the_engine_refuses_is_told_translated(translated: Person, tmp_path: Path, qtbot: QtBot) -> None:
    models = translated.app.models
    press(translated, "Ctrl+N")
    models.add_file(catalogue_model_file(tmp_path, "llama-3.2-1b-instruct", "Q4_K_M"))
    qtbot.waitUntil(lambda: models.standing.state is LoadState.FAILED, timeout=ANSWER_MS)
    assert models.standing.model is not None
    names = (models.standing.model.path.name, models.standing.model.display_name)
    assert translated.app.window.notice_bar.text.startswith(f"{OPENS}The engine could not load ")
    assert unmarked_in_window(translated, *names, REFUSAL_OF_LLAMA_CPP) == []


def test_an_answer_that_grows_what_waits_its_details_and_its_context_are_translated(
    translated: Person, qtbot: QtBot
) -> None:
    window = translated.app.window
    translated.ask(LONG_TASK)
    translated.wait_for_text(10)
    translated.ask("Say hello.")
    assert unmarked_in_window(translated) == []
    translated.press(Qt.Key.Key_Escape)
    translated.wait_for_answer(MessageStatus.STOPPED)
    assert window.composer.queued_prompts.isVisible()
    assert unmarked_in_window(translated) == []
    last = translated.answers[-1]
    window.chat_view.details_requested.emit(last.message.id)
    details = child(translated, MessageDetails)
    assert details.isVisible()
    assert unmarked(details) == []
    details.close()
    press(translated, "Ctrl+Shift+L")
    context = child(translated, ContextPanel)
    assert context.isVisible()
    assert unmarked(context) == []
    context.close()
