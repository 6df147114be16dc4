"""A screen reader speaks an answer sentence by sentence while it is written."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from quantchat.core.chat import MessageStatus
from quantchat.gui.announcer import Announcer
from quantchat.gui.chat_view import ChatView
from quantchat.gui.icons import Icons
from quantchat.gui.theme import Theme
from tests.gui.message_samples import answer

GROWING = answer(7, "", status=MessageStatus.STREAMING)
CODE = "Try this:\n\n```python\nx = 1\ny = 2\n```\n\nThat is all."


@pytest.fixture
def spoken() -> list[str]:
    return []


@pytest.fixture
def announcer(qapp: QObject, spoken: list[str]) -> Iterator[Announcer]:
    target = QObject()
    yield Announcer(target, spoken.append, lambda: True)
    target.deleteLater()


def grow(announcer: Announcer, text: str, piece_chars: int = 3) -> None:
    for start in range(0, len(text), piece_chars):
        announcer.text_grew(7, text[start : start + piece_chars])


def test_a_sentence_is_spoken_as_soon_as_the_next_begins(announcer: Announcer, spoken: list[str]) -> None:
    grow(announcer, "Dr. No has **two** plans. The ")
    assert spoken == ["Dr. No has two plans."]
    grow(announcer, "first failed.\n\nA")

    assert spoken == ["Dr. No has two plans.", "The first failed."]


@pytest.mark.parametrize("piece_chars", [1, 7, 1000])
def test_each_sentence_is_spoken_once_however_the_text_arrives(
    announcer: Announcer, spoken: list[str], piece_chars: int
) -> None:
    grow(announcer, "One. Two!\n\n- three\n- four. Five?\n\n# Six\n", piece_chars)
    announcer.answer_ended(answer(7, ""))

    assert spoken == ["One.", "Two!", "three", "four.", "Five?", "Six", "Answer complete"]


def test_code_is_told_by_its_language_and_length(announcer: Announcer, spoken: list[str]) -> None:
    grow(announcer, CODE)
    announcer.answer_ended(answer(7, CODE))

    assert spoken[0] == "Try this:"
    assert spoken[1].startswith("code block, python, 2 line")
    assert spoken[2:] == ["That is all.", "Answer complete"]


def test_how_an_answer_ended_is_spoken(announcer: Announcer, spoken: list[str]) -> None:
    announcer.answer_ended(replace(GROWING, status=MessageStatus.STOPPED))
    announcer.answer_ended(replace(GROWING, status=MessageStatus.INTERRUPTED, error="The model ran out of memory."))
    announcer.answer_ended(replace(GROWING, status=MessageStatus.INTERRUPTED))

    assert spoken == ["Answer stopped", "The model ran out of memory.", "The answer was cut short."]


def test_nothing_is_spoken_to_nobody(qapp: QObject, spoken: list[str]) -> None:
    target = QObject()
    listens = False
    announcer = Announcer(target, spoken.append, lambda: listens)
    announcer.text_grew(7, "One. Two. ")
    listens = True
    announcer.text_grew(7, "Three. Four. F")

    assert spoken == ["Three.", "Four."]
    target.deleteLater()


def test_the_system_is_asked_politely(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[QAccessibleAnnouncementEvent] = []
    monkeypatch.setattr("quantchat.gui.announcer.QAccessible.updateAccessibility", told.append)
    widget = QWidget()
    qtbot.addWidget(widget)
    Announcer(widget, is_listening=lambda: True).answer_ended(answer(7, "Hi"))

    assert [event.message() for event in told] == ["Answer complete"]
    assert told[0].politeness() is QAccessible.AnnouncementPoliteness.Polite


def test_the_chat_view_has_its_growing_answer_spoken(
    qtbot: QtBot, theme: Theme, icons: Icons, spoken: list[str]
) -> None:
    view = ChatView(theme, icons)
    qtbot.addWidget(view)
    view.announcer = Announcer(view, spoken.append, lambda: True)
    view.set_thread([GROWING])
    view.append_text(7, "Hello. I am", "thinking is not spoken. Really.")
    view.append_text(7, " here.", "")
    view.update_message(answer(7, "Hello. I am here."))

    assert spoken == ["Hello.", "I am here.", "Answer complete"]
