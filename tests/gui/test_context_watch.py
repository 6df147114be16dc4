"""What is told of the context is what an answer measured; one that was stopped before that measured nothing."""

import pytest
from PySide6.QtCore import QObject

from quantchat.core.chat import AnswerFigures
from quantchat.gui.context_watch import ContextUse, ContextWatch
from tests.gui.message_samples import answer, question


@pytest.fixture
def told() -> list[ContextUse]:
    return []


@pytest.fixture
def watch(told: list[ContextUse], qapp: QObject) -> ContextWatch:
    watch = ContextWatch(qapp)
    watch.use_changed.connect(told.append)
    return watch


MEASURED = AnswerFigures(context_length=8192, context_used=700, dropped_turns=1)
STOPPED_AT_ONCE = AnswerFigures(context_length=8192)


def test_an_answer_that_ended_tells_how_full_the_context_is(watch: ContextWatch, told: list[ContextUse]) -> None:
    watch.show_figures((), MEASURED)
    assert told == [ContextUse(700, 8192)]


def test_an_answer_stopped_before_its_first_token_leaves_what_was_told(
    watch: ContextWatch, told: list[ContextUse]
) -> None:
    watch.show_figures((), STOPPED_AT_ONCE)
    watch.show_figures((), None)
    assert told == []


def test_a_thread_that_ends_with_such_an_answer_tells_of_the_one_before(
    watch: ContextWatch, told: list[ContextUse]
) -> None:
    left_out: list[frozenset[int]] = []
    watch.out_of_context_changed.connect(left_out.append)
    watch.show_thread(
        [
            question(1, "Oaks?"),
            answer(2, "30 m."),
            question(3, "Elms?"),
            answer(4, "35 m.", figures=MEASURED),
            question(5, "Firs?"),
            answer(6, "", figures=STOPPED_AT_ONCE),
        ]
    )
    assert told == [ContextUse(700, 8192)]
    assert left_out == [frozenset({1, 2})]
