"""Where large text leaves too little room below an answer, figures go and the tooltip tells them all."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from quantchat.core.chat import AnswerFigures
from quantchat.gui.icons import Icons
from quantchat.gui.message_actions import MessageActions
from quantchat.gui.theme import Theme

FIGURES = AnswerFigures(answer_tokens=383, decode_ms=10_000.0, time_to_first_token_ms=400.0)
ALL_OF_THEM = "38.2 tokens/s    first token 0.4 s"


@pytest.fixture
def actions(qtbot: QtBot, theme: Theme, icons: Icons) -> MessageActions:
    actions = MessageActions(theme, icons, is_answer=True)
    qtbot.addWidget(actions)
    actions.set_figures(FIGURES)
    actions.set_siblings(2, 3)
    actions.resize(700, actions.sizeHint().height())
    actions.show()
    return actions


def label(actions: MessageActions, text: str) -> QLabel:
    (found,) = (label for label in actions.findChildren(QLabel) if label.text() == text)
    return found


def test_with_room_for_all_there_is_nothing_left_to_tell(actions: MessageActions) -> None:
    assert label(actions, ALL_OF_THEM).toolTip() == ""


def test_in_a_narrow_row_figures_give_way_to_the_versions_and_are_told_by_the_tooltip(actions: MessageActions) -> None:
    actions.resize(actions.minimumSizeHint())
    figures, place = label(actions, ALL_OF_THEM), label(actions, "2 / 3")
    assert ALL_OF_THEM in figures.toolTip()
    assert place.width() >= place.sizeHint().width()
    nothing = figures.grab().toImage()
    assert len({nothing.pixel(x, y) for x in range(nothing.width()) for y in range(nothing.height())}) <= 1
    actions.resize(actions.sizeHint().width() - 20, actions.height())
    part = figures.grab().toImage()
    assert len({part.pixel(x, y) for x in range(part.width()) for y in range(part.height())}) > 1
    assert ALL_OF_THEM in figures.toolTip()
