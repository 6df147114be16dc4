"""A chat longer than the context: what the model no longer sees is dimmed, and a longer context can be had."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from quantchat.core.sampling_choice import SamplingChoice
from quantchat.gui.context_gap import ContextGap, DimVeil
from quantchat.gui.context_panel import ContextPanel
from quantchat.gui.message_widget import MessageWidget
from quantchat.gui.model_controller import LoadState
from quantchat.settings import SettingsFile, folders
from tests.gui.visible_text import visible_texts
from tests.window.conftest import ANSWER_MS, OpenWindow, Person
from tests.window.stored_chats import store_chat

ADVICE_MS = 60_000
TURNS = 5
UNSEEN = "The model no longer sees this message."


def open_long_chat(open_window: OpenWindow) -> Person:
    """Open the window with a context of 512 tokens on a chat of about 650."""
    SettingsFile(folders().settings_file).save(context_length=512)
    texts = [
        f"{speaker} {turn}: " + "oaks and elms " * 16 for turn in range(TURNS) for speaker in ("Question", "Answer")
    ]
    store_chat("Trees", *texts)
    person = open_window()
    wait_until_ready(person)
    person.app.chat.use_sampling(SamplingChoice(temperature=0.0, max_tokens=6))
    return person


def wait_until_ready(person: Person) -> None:
    person.qtbot.waitUntil(lambda: person.app.models.standing.state is LoadState.READY, timeout=ANSWER_MS)


def is_dimmed(person: Person, place: int) -> bool:
    """Go to a message and see whether it stands back, which it then says too."""
    widget = person.app.window.chat_view.show_message(person.messages[place].id)
    assert isinstance(widget, MessageWidget)
    is_faint = widget.findChild(DimVeil) is not None
    assert (widget.accessibleDescription() == UNSEEN) == is_faint
    return is_faint


def line_below(person: Person, place: int) -> str:
    """What the line below a message says; empty where there is none."""
    widget = person.app.window.chat_view.show_message(person.messages[place].id)
    gap = widget.findChild(ContextGap) if widget is not None else None
    return gap.text if isinstance(gap, ContextGap) else ""


def click_meter(person: Person) -> ContextPanel:
    QTest.mouseClick(person.app.window.top_bar.context_meter, Qt.MouseButton.LeftButton)
    panel = person.app.window.findChild(ContextPanel)
    assert isinstance(panel, ContextPanel)
    assert panel.isVisible()
    return panel


def test_the_oldest_messages_are_dimmed_and_a_longer_context_lets_the_model_see_them_again(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    person = open_long_chat(open_window)
    assert not is_dimmed(person, 0)
    person.ask("And limes?")
    answer = person.wait_for_answer()
    assert answer.figures is not None
    unseen = 2 * answer.figures.dropped_turns
    assert 0 < unseen < 2 * TURNS
    assert [is_dimmed(person, place) for place in (0, unseen - 1, unseen)] == [True, True, False]
    assert line_below(person, unseen - 1).startswith("The model no longer sees the messages above.")
    assert line_below(person, unseen - 2) == ""
    assert "no longer sees its oldest" in person.notice()
    assert "512" in person.app.window.top_bar.context_meter.words

    panel = click_meter(person)
    assert f"The model no longer sees the {unseen} oldest messages. They stay in the chat." in visible_texts(panel)
    row = next(row for row in panel.rows if row.context_length == 2048)
    qtbot.waitUntil(lambda: row.cost is not None, timeout=ADVICE_MS)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert "more main memory" in panel.detail
    assert panel.use_button.label.startswith("Use 2,048 tokens (+")
    QTest.mouseClick(panel.use_button, Qt.MouseButton.LeftButton)
    assert not panel.isVisible()
    qtbot.waitUntil(lambda: person.app.models.standing.state is not LoadState.READY, timeout=ANSWER_MS)
    wait_until_ready(person)
    assert "2,048" in person.app.window.top_bar.context_meter.words

    person.ask("And birches?")
    answer = person.wait_for_answer()
    assert answer.figures is not None
    assert (answer.figures.context_length, answer.figures.dropped_turns) == (2048, 0)
    assert not is_dimmed(person, 0)
    assert line_below(person, unseen - 1) == ""
    assert len(person.messages) == 2 * TURNS + 4


def test_the_panel_opens_by_keys_and_closes_by_escape_without_a_change(person: Person, qtbot: QtBot) -> None:
    person.app.chat.use_sampling(SamplingChoice(temperature=0.0, max_tokens=4))
    person.ask("Say hello.")
    person.wait_for_answer()
    QTest.keySequence(person.app.window, "Ctrl+Shift+L")
    panel = person.app.window.findChild(ContextPanel)
    assert isinstance(panel, ContextPanel)
    assert panel.isVisible()
    qtbot.waitUntil(lambda: all(row.cost is not None for row in panel.rows), timeout=ADVICE_MS)
    focus = panel.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Up)
    assert panel.use_button.label.startswith("Use 4,096 tokens (−")
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert person.app.models.standing.state is LoadState.READY
