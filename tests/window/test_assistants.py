"""How the open chat is answered: chosen in the panel beside it, kept with it, and used from the next answer on."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from quantchat.core.assistants import BUILT_IN
from quantchat.core.chat import MessageStatus
from quantchat.core.conversation import ConversationSettings
from quantchat.core.sampling_choice import SamplingChoice
from quantchat.gui.chat_settings.assistant_button import AssistantButton
from quantchat.gui.chat_settings.panel import ChatSettingsPanel
from tests.window.conftest import OpenWindow, Person

WRITER = next(assistant for assistant in BUILT_IN if assistant.name == "Writer")

SHORT = SamplingChoice(temperature=0.0, max_tokens=4)
"""What holds for all chats here: it is not the answers that matter."""


def panel(person: Person) -> ChatSettingsPanel:
    found = person.app.window.findChild(ChatSettingsPanel)
    assert isinstance(found, ChatSettingsPanel)
    return found


def button(person: Person) -> AssistantButton:
    found = person.app.window.findChild(AssistantButton)
    assert isinstance(found, AssistantButton)
    return found


def control(person: Person, name: str) -> QWidget:
    found = panel(person).findChildren(QWidget)
    return next(each for each in found if each.accessibleName() == name and each.isVisible())


def open_panel(person: Person) -> None:
    QTest.keyClick(button(person), Qt.Key.Key_Space)
    assert panel(person).isVisible()


def write_prompt(person: Person, text: str) -> None:
    """Type a system prompt and stay in its field."""
    control(person, "System prompt").setFocus()
    QTest.keyClicks(control(person, "System prompt"), text)


def choose_assistant(person: Person, name: str) -> None:
    field = control(person, "Assistant")
    assert isinstance(field, QComboBox)
    while field.currentText() != name:
        QTest.keyClick(field, Qt.Key.Key_Down)


def write_message(person: Person, text: str) -> None:
    person.app.chat.use_sampling(SHORT)
    person.app.window.composer.setFocus()
    person.ask(text)


def settings_on_disk(person: Person) -> ConversationSettings:
    chat_id = person.app.chat.open_id
    assert chat_id is not None
    return person.app.chat.home.store.settings(chat_id)


def test_a_new_chat_is_stored_with_the_assistant_that_was_chosen_before_its_first_message(person: Person) -> None:
    open_panel(person)
    choose_assistant(person, "Writer")
    assert button(person).label == "Writer"
    write_message(person, "Hello")
    person.wait_for_answer()
    assert settings_on_disk(person) == ConversationSettings(WRITER.system_prompt, WRITER.id, WRITER.sampling)
    figures = person.messages[-1].figures
    assert figures is not None
    assert figures.prompt_tokens > len(WRITER.system_prompt.split())  # the model was told


def test_what_was_typed_a_moment_before_a_message_is_sent_counts_for_its_answer(person: Person) -> None:
    open_panel(person)
    write_prompt(person, "Answer in one word.")
    person.app.chat.use_sampling(SHORT)
    person.app.window.composer.set_text("Hello")
    person.click(person.app.window.composer, "Send")  # a click, which takes no focus
    person.wait_for_answer()
    assert settings_on_disk(person).system_prompt == "Answer in one word."


def test_each_chat_keeps_its_own_settings_also_over_a_restart(open_window: OpenWindow, qtbot: QtBot) -> None:
    person = open_window()
    open_panel(person)
    write_prompt(person, "First")
    write_message(person, "One")
    person.wait_for_answer()
    first = person.app.chat.open_id
    assert first is not None
    person.app.chat.new_chat()
    assert panel(person).settings == ConversationSettings()
    write_prompt(person, "Second")
    person.app.chat.open(first)
    assert panel(person).settings.system_prompt == "First"
    QTest.keyClicks(control(person, "System prompt"), "!")
    person.app.window.close()
    person.close()
    again = open_window()
    again.app.chat.open(first)
    assert panel(again).settings.system_prompt == "!First"
    assert button(again).label == "Plain, changed"


def test_an_answer_is_drawn_as_the_chat_says(person: Person) -> None:
    open_panel(person)
    QTest.keyClick(control(person, "More settings"), Qt.Key.Key_Space)
    for name, text in (("Longest answer, tokens", "3"), ("Seed", "42")):
        control(person, name).setFocus()
        QTest.keyClicks(control(person, name), text)
        QTest.keyClick(control(person, name), Qt.Key.Key_Return)
    write_message(person, "Count to twenty in words.")
    answer = person.wait_for_answer(MessageStatus.COMPLETE)
    assert answer.figures is not None
    assert (answer.figures.answer_tokens, answer.figures.seed) == (3, 42)
    assert settings_on_disk(person).sampling == SamplingChoice(seed=42, max_tokens=3)
