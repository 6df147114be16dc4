"""The feed: facts from any thread arrive in the window's thread, in order, and text is joined."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quantchat.engine.client import EngineEnded
from quantchat.gui.feed import EngineSaid, Fact, Feed, TextGrew


class Listener(QObject):
    """Keeps what arrives and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.facts: list[Fact] = []
        self.threads: set[QThread] = set()

    @Slot(object)
    def take(self, fact: Fact) -> None:
        self.facts.append(fact)
        self.threads.add(QThread.currentThread())


@pytest.fixture
def feed(qapp: QApplication) -> Iterator[Feed]:
    feed = Feed()
    yield feed
    feed.deleteLater()


@pytest.fixture
def listener(feed: Feed) -> Listener:
    listener = Listener()
    feed.fact_arrived.connect(listener.take)
    return listener


def grew(text: str, message_id: int = 1) -> TextGrew:
    return TextGrew(message_id, text, "", 1, 1)


def test_text_of_another_thread_arrives_in_the_window_thread_whole_and_in_order(
    qtbot: QtBot, qapp: QApplication, feed: Feed, listener: Listener
) -> None:
    pieces = [f"{number} " for number in range(500)]

    def push_all() -> None:
        for piece in pieces:
            feed.push(grew(piece))

    thread = threading.Thread(target=push_all)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: "".join(f.answer for f in listener.facts if isinstance(f, TextGrew)) == "".join(pieces))
    assert listener.threads == {qapp.thread()}


def test_ten_thousand_pieces_make_few_changes_of_the_window(qtbot: QtBot, feed: Feed, listener: Listener) -> None:
    for _ in range(10_000):
        feed.push(grew("x"))
    qtbot.waitUntil(lambda: sum(len(f.answer) for f in listener.facts if isinstance(f, TextGrew)) == 10_000)
    assert len(listener.facts) <= 3


def test_a_fact_that_ends_something_brings_the_text_before_it_along_at_once(
    qtbot: QtBot, feed: Feed, listener: Listener
) -> None:
    feed.push(grew("first"))
    qtbot.waitUntil(lambda: bool(listener.facts))
    feed.push(grew("a"))
    feed.push(grew("b"))
    feed.push(EngineSaid(EngineEnded()))
    qtbot.waitUntil(lambda: len(listener.facts) == 3)
    assert listener.facts[1] == grew("ab")
    assert isinstance(listener.facts[2], EngineSaid)


def test_text_of_two_answers_is_never_joined(qtbot: QtBot, feed: Feed, listener: Listener) -> None:
    feed.push(grew("a", 1))
    feed.push(grew("b", 2))
    feed.push(grew("c", 2))
    feed.push(EngineSaid(EngineEnded()))
    qtbot.waitUntil(lambda: len(listener.facts) == 3)
    assert listener.facts[:2] == [grew("a", 1), grew("bc", 2)]


def test_a_closed_feed_delivers_nothing_and_leaves_no_timer(qtbot: QtBot, feed: Feed, listener: Listener) -> None:
    feed.push(grew("first"))
    qtbot.waitUntil(lambda: bool(listener.facts))
    feed.push(grew("later"))
    feed.close()
    feed.push(EngineSaid(EngineEnded()))
    QApplication.processEvents()
    assert listener.facts == [grew("first")]
