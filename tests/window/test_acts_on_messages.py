"""What can be done with a message in the real window: by its menu, by keys and by the right button."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from quantchat.core.chat import MessageStatus
from quantchat.core.sampling_choice import SamplingChoice
from quantchat.gui.buttons import Button
from quantchat.gui.message_details import MessageDetails
from quantchat.gui.model_controller import LoadState
from quantchat.settings import folders
from tests.engine.running_quantization import made
from tests.gui.visible_text import button_named, visible_texts
from tests.window.conftest import ANSWER_MS, OpenWindow, Person
from tests.window.menu_walk import choose, lines, open_menu, press_menu_keys, right_click
from tests.window.stored_chats import add_version, store_chat
from tests.window.test_conversations_and_models import STARTER

SHORT = SamplingChoice(temperature=0.0, max_tokens=6)
OAKS = ("How high is an oak?", "**Oaks** grow to *30 m*.", "And an elm?", "An elm grows to 35 m.")


@pytest.fixture
def oaks(open_window: OpenWindow, qtbot: QtBot) -> Iterator[Person]:
    """A person before a stored chat of two questions and two answers."""
    store_chat("Oaks", *OAKS)
    person = open_window()
    qtbot.waitUntil(lambda: len(person.answers) == 2)
    yield person
    QGuiApplication.clipboard().clear()


def wait_until_ready(person: Person) -> None:
    """Wait for the model, and let its answers be of a few words."""
    person.qtbot.waitUntil(lambda: person.app.models.standing.state is LoadState.READY, timeout=ANSWER_MS)
    person.app.chat.use_sampling(SHORT)


def press(person: Person, keys: str) -> None:
    QTest.keySequence(person.app.window, keys)


def contents(person: Person) -> list[str]:
    return [message.content for message in person.messages]


def stored(person: Person) -> list[str]:
    """What the disk holds of the open chat."""
    chat_id = person.app.chat.open_id
    assert chat_id is not None
    return [message.content for message in person.app.chat.home.store.thread(chat_id)]


def focused_message(person: Person) -> QWidget | None:
    """The message that has the keyboard."""
    return next((each for each in (*person.questions, *person.answers) if each.hasFocus()), None)


def test_the_menu_of_an_answer_opens_by_key_and_offers_all_there_is(oaks: Person) -> None:
    press_menu_keys(oaks.answers[-1])
    assert lines(open_menu()) == [
        "Copy as Markdown",
        "Copy as plain text",
        "Answer again",
        "Answer again with",
        "Details…",
        "Delete",
    ]
    QTest.keyClick(open_menu(), Qt.Key.Key_Escape)
    assert QApplication.activePopupWidget() is None


def test_a_right_click_on_a_question_opens_its_menu_and_edits_it(oaks: Person) -> None:
    question = oaks.questions[0]
    oaks.app.window.chat_view.show_message(question.message.id)
    right_click(question, QPoint(question.width() // 2, question.height() // 2))
    assert lines(open_menu()) == ["Copy", "Edit and resend", "Delete"]
    choose("Edit and resend")
    assert oaks.app.window.composer.is_editing
    assert oaks.app.window.composer.text() == OAKS[0]


def test_an_answer_is_copied_as_markdown_or_as_plain_text(oaks: Person) -> None:
    clipboard = QGuiApplication.clipboard()
    press_menu_keys(oaks.answers[0])
    choose("Copy as plain text")
    assert clipboard.text() == "Oaks grow to 30 m."
    press_menu_keys(oaks.answers[0])
    choose("Copy as Markdown")
    assert clipboard.text() == OAKS[1]


def test_ctrl_c_copies_the_message_that_has_the_keyboard(oaks: Person) -> None:
    oaks.answers[0].take_keyboard()
    oaks.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == OAKS[1]


def test_an_answer_is_made_again_with_another_quantization_which_stays_in_use(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    folders().models.mkdir(parents=True)
    second = folders().models / "SmolLM2-135M-Instruct.Q4_0.gguf"
    made(STARTER, second, "Q4_0")
    store_chat("Oaks", *OAKS)
    person = open_window()
    wait_until_ready(person)
    qtbot.waitUntil(lambda: any(model.path == second for model in person.app.models.models), timeout=ANSWER_MS)
    press_menu_keys(person.answers[-1])
    choose("Answer again with", f"{person.app.models.models[0].display_name}  Q4_0")
    answer = person.wait_for_answer()
    in_use = person.app.models.standing.model
    assert answer.quantization == "Q4_0"
    assert in_use is not None
    assert in_use.path == second
    assert "1 / 2" not in visible_texts(person.answers[-1])
    assert "2 / 2" in visible_texts(person.answers[-1])
    assert contents(person)[:3] == list(OAKS[:3])


def test_keys_go_from_one_version_of_an_answer_to_another(open_window: OpenWindow, qtbot: QtBot) -> None:
    add_version(store_chat("Oaks", *OAKS), "Elms grow to 40 m.")
    person = open_window()
    qtbot.waitUntil(lambda: len(person.answers) == 2)
    assert "2 / 2" in visible_texts(person.answers[-1])
    button_named(person.answers[-1], "Former version").setFocus(Qt.FocusReason.TabFocusReason)
    person.press(Qt.Key.Key_Space)
    assert person.answers[-1].message.content == OAKS[3]
    assert "1 / 2" in visible_texts(person.answers[-1])
    assert stored(person)[-1] == OAKS[3]
    button_named(person.answers[-1], "Next version").setFocus(Qt.FocusReason.TabFocusReason)
    person.press(Qt.Key.Key_Return)
    assert person.answers[-1].message.content == "Elms grow to 40 m."


def test_a_stopped_answer_of_an_earlier_day_is_gone_on_with_by_its_menu(open_window: OpenWindow, qtbot: QtBot) -> None:
    begun = "One, two, three,"
    store_chat("Numbers", "Count to ten in words.", begun, status=MessageStatus.STOPPED)
    person = open_window()
    qtbot.waitUntil(lambda: bool(person.answers))
    wait_until_ready(person)
    press_menu_keys(person.answers[-1])
    choose("Continue")
    answer = person.wait_for_answer()
    assert answer.content.startswith(begun)
    assert len(answer.content) > len(begun)
    assert stored(person) == ["Count to ten in words.", answer.content]


def test_a_deleted_message_takes_what_followed_and_comes_back_with_undo(oaks: Person) -> None:
    press_menu_keys(oaks.questions[1])
    choose("Delete")
    assert stored(oaks) == list(OAKS[:2])
    assert [answer.message.content for answer in oaks.answers] == [OAKS[1]]
    assert oaks.notice().startswith("The message and what followed it were deleted.")
    oaks.click(oaks.app.window.notice_bar, "Undo")
    assert stored(oaks) == contents(oaks) == list(OAKS)


def test_the_details_tell_model_tokens_seed_and_sampling_and_can_be_copied(person: Person, qtbot: QtBot) -> None:
    person.app.chat.use_sampling(SamplingChoice(temperature=0.0, max_tokens=6, seed=77))
    person.ask("Say hello.")
    person.wait_for_answer()
    press_menu_keys(person.answers[-1])
    choose("Details…")
    details = person.app.window.findChild(MessageDetails)
    assert isinstance(details, MessageDetails)
    shown = [label.text() for label in details.findChildren(QLabel) if label.isVisible()]
    for words in ("SmolLM2 135M Instruct", "Q4_1", "6 tokens", "77", "Temperature", "Repeat penalty"):
        assert words in shown
    person.click(details, "Copy")
    copied = QGuiApplication.clipboard().text()
    assert "Seed: 77" in copied.splitlines()
    QGuiApplication.clipboard().clear()
    QTest.keyClick(details, Qt.Key.Key_Escape)
    assert not details.isVisible()


def test_words_are_found_by_keys_from_one_place_to_the_next(oaks: Person) -> None:
    bar = oaks.app.window.find_bar
    press(oaks, "Ctrl+F")
    oaks.type_text("grow")
    assert bar.standing_text == "1 of 2"
    oaks.press(Qt.Key.Key_Return)
    assert bar.standing_text == "2 of 2"
    press(oaks, "F3")
    assert bar.standing_text == "1 of 2"
    press(oaks, "Shift+F3")
    assert bar.standing_text == "2 of 2"
    oaks.press(Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert oaks.app.window.composer.isAncestorOf(oaks.app.window.focusWidget())


def test_escape_closes_the_find_bar_before_it_stops_an_answer(person: Person) -> None:
    person.ask("Write a very long story about a ship in a storm.")
    person.wait_for_text(20)
    press(person, "Ctrl+F")
    person.press(Qt.Key.Key_Escape)
    assert not person.app.window.find_bar.isVisible()
    assert person.app.chat.is_answering
    person.press(Qt.Key.Key_Escape)
    person.wait_for_answer(MessageStatus.STOPPED)


def test_alt_and_arrows_go_from_message_to_message_and_at_the_end_to_the_composer(oaks: Person) -> None:
    for expected in (oaks.answers[1], oaks.questions[1], oaks.answers[0], oaks.questions[0], oaks.questions[0]):
        press(oaks, "Alt+Up")
        assert focused_message(oaks) is expected
    for expected in (oaks.answers[0], oaks.questions[1], oaks.answers[1]):
        press(oaks, "Alt+Down")
        assert focused_message(oaks) is expected
    press(oaks, "Alt+Down")
    assert focused_message(oaks) is None
    assert oaks.app.window.composer.isAncestorOf(oaks.app.window.focusWidget())


def test_a_whole_conversation_is_copied_as_markdown(oaks: Person) -> None:
    chats = oaks.app.window.sidebar.conversation_list
    chats.setFocus()
    press_menu_keys(chats)
    choose("Copy as Markdown")
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("# Oaks\n")
    assert all(text in copied for text in OAKS)
    assert oaks.notice() == "Copied"


def test_what_changes_a_chat_waits_for_the_end_of_an_answer_but_copying_does_not(person: Person) -> None:
    person.ask("Write a very long story about a ship in a storm.")
    person.wait_for_text(20)
    press_menu_keys(person.questions[-1])
    enabled = {action.text(): action.isEnabled() for action in open_menu().actions() if action.text()}
    assert enabled == {"Copy": True, "Edit and resend": False, "Delete": False}
    QTest.keyClick(open_menu(), Qt.Key.Key_Escape)
    person.press(Qt.Key.Key_Escape)
    person.wait_for_answer(MessageStatus.STOPPED)
    assert all(button.isEnabled() for button in person.questions[-1].findChildren(Button))
