"""The real window with the real engine and the starter model, in this process."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from quantchat.core.chat import Message, MessageStatus
from quantchat.gui.app import App
from quantchat.gui.buttons import Button
from quantchat.gui.message_answer import AnswerWidget
from quantchat.gui.message_question import QuestionWidget
from quantchat.gui.model_controller import LoadState
from quantchat.settings import SettingsFile, folders
from tests.gui.conftest import english as english  # a fixture for these tests too

ANSWER_MS = 60_000
MOST_TOKENS = 500


class Person:
    """Somebody in front of the window: types, clicks, reads."""

    def __init__(self, app: App, qtbot: QtBot) -> None:
        self.app = app
        self.qtbot = qtbot
        self._is_closed = False

    def close(self) -> None:
        """Close the window, once."""
        if not self._is_closed:
            self._is_closed = True
            self.app.close()

    @property
    def messages(self) -> tuple[Message, ...]:
        """The messages of the open chat."""
        return self.app.chat.messages

    def type_text(self, text: str) -> None:
        """Type into what has the keyboard."""
        field = self.app.window.focusWidget()
        assert field is not None
        QTest.keyClicks(field, text)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key."""
        field = self.app.window.focusWidget()
        assert field is not None
        QTest.keyClick(field, key, modifier)

    def ask(self, text: str) -> None:
        """Type a message and send it with Enter."""
        self.type_text(text)
        self.press(Qt.Key.Key_Return)

    def wait_for_answer(self, status: MessageStatus = MessageStatus.COMPLETE) -> Message:
        """Wait until the last message is over."""
        self.qtbot.waitUntil(lambda: bool(self.messages) and self.messages[-1].status is status, timeout=ANSWER_MS)
        return self.messages[-1]

    def wait_for_text(self, least_chars: int) -> None:
        """Wait until so much of an answer is on the screen."""
        self.qtbot.waitUntil(
            lambda: any(
                answer.message.status is MessageStatus.STREAMING and len(answer.message.content) >= least_chars
                for answer in self.answers
            ),
            timeout=ANSWER_MS,
        )

    @property
    def answers(self) -> list[AnswerWidget]:
        """The answers on the screen, from top to bottom."""
        found = self.app.window.chat_view.findChildren(AnswerWidget)
        return sorted((w for w in found if w.isVisibleTo(self.app.window)), key=QWidget.y)

    @property
    def questions(self) -> list[QuestionWidget]:
        """The person's own messages on the screen, from top to bottom."""
        found = self.app.window.chat_view.findChildren(QuestionWidget)
        return sorted((w for w in found if w.isVisibleTo(self.app.window)), key=QWidget.y)

    def click(self, inside: QWidget, label: str) -> None:
        """Click the last button of that name."""

        def buttons() -> list[Button]:
            return [b for b in inside.findChildren(Button) if b.label == label and b.isVisibleTo(self.app.window)]

        self.qtbot.waitUntil(lambda: bool(buttons()))
        QTest.mouseClick(buttons()[-1], Qt.MouseButton.LeftButton)

    def notice(self) -> str:
        """What the notice bar says; empty if it is not shown."""
        bar = self.app.window.notice_bar
        return bar.text if bar.isVisible() else ""


OpenWindow = Callable[..., Person]


@pytest.fixture
def open_window(qapp: QApplication, qtbot: QtBot) -> Iterator[OpenWindow]:
    """Opens the window on this test's data folder, optionally with a file; closes it if the test does not."""
    people: list[Person] = []

    def opened(first_file: Path | None = None) -> Person:
        # Every run is given the same answers, and none rambles on for minutes.
        SettingsFile(folders().settings_file).save(temperature=0.0, max_answer_tokens=MOST_TOKENS)
        app = App(qapp, folders(), first_file)
        people.append(Person(app, qtbot))
        with qtbot.waitExposed(app.window):
            app.start()
        app.window.activateWindow()
        app.window.composer.setFocus()
        qtbot.waitUntil(lambda: app.models.can_answer, timeout=ANSWER_MS)
        return people[-1]

    yield opened
    for person in people:
        person.close()


@pytest.fixture
def person(open_window: OpenWindow, qtbot: QtBot) -> Person:
    """A person before the open window, its model ready."""
    person = open_window()
    qtbot.waitUntil(lambda: person.app.models.standing.state is LoadState.READY, timeout=ANSWER_MS)
    return person
