"""A conversation that outgrows the context goes on without its oldest turns."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from quantchat.core.plan import LoadPlan
from quantchat.engine.protocol import FinishReason, Loaded
from quantchat.errors import ErrorKind
from tests.engine.running_engine import GREEDY, RunningEngine, assistant, system, user

SYSTEM = system("Be brief.")
CONTEXT_LENGTH = 512


@pytest.fixture(scope="module")
def small_engine(starter_plan: LoadPlan) -> Iterator[RunningEngine]:
    """An engine with a context that a few turns fill."""
    running = RunningEngine()
    loaded = running.load(replace(starter_plan, context_length=CONTEXT_LENGTH))
    assert isinstance(loaded, Loaded)
    assert loaded.context_length == CONTEXT_LENGTH
    yield running
    running.client.close()


def question(number: int) -> str:
    return f"Question {number}: " + "what is the sea made of, and why? " * 4


def test_oldest_turns_leave_and_stay_away_while_the_rest_fits(small_engine: RunningEngine) -> None:
    conversation = [SYSTEM]
    dropped = []
    for number in range(12):
        conversation.append(user(question(number)))
        answer = small_engine.ask(*conversation, max_tokens=12)
        assert answer.text
        assert answer.figures.prompt_tokens + 12 <= CONTEXT_LENGTH
        dropped.append(answer.dropped_turns)
        conversation.append(assistant(answer.text))
    assert dropped[0] == 0
    assert dropped == sorted(dropped)
    first_drop = next(count for count in dropped if count)
    assert first_drop > 1, "several turns leave at once"
    assert dropped.count(first_drop) > 1, "and not another one at every turn"


def test_a_turn_after_turns_were_dropped_evaluates_only_what_is_new(small_engine: RunningEngine) -> None:
    conversation = [SYSTEM, *(user(question(0)), assistant("Salt and water.")) * 8, user(question(1))]
    first = small_engine.ask(*conversation, max_tokens=8)
    assert first.dropped_turns > 0
    conversation += [assistant(first.text), user("Why?")]
    second = small_engine.ask(*conversation, max_tokens=8)
    assert second.dropped_turns == first.dropped_turns
    assert second.figures.evaluated_tokens <= second.figures.prompt_tokens - first.figures.context_used + 8


def test_another_conversation_with_the_same_system_message_loses_nothing(small_engine: RunningEngine) -> None:
    long_one = [SYSTEM, *(user(question(0)), assistant("Salt and water.")) * 9, user(question(1))]
    assert small_engine.ask(*long_one, max_tokens=2).dropped_turns > 0
    short_one = [SYSTEM, user("My name is Ada."), assistant("Hello Ada."), user("What is my name?")]
    assert small_engine.ask(*short_one, max_tokens=2).dropped_turns == 0


def test_a_single_message_that_does_not_fit_is_told_as_that_and_the_engine_goes_on(
    small_engine: RunningEngine,
) -> None:
    failure = small_engine.ask(user("word " * 600)).failed
    assert failure.kind is ErrorKind.PROMPT_TOO_LONG
    assert "the context holds 512" in failure.sentence
    assert failure.hint
    assert small_engine.ask(user("Say yes."), max_tokens=2).text


def test_an_answer_that_fills_the_context_ends_there_and_the_next_turn_makes_room(small_engine: RunningEngine) -> None:
    conversation = [*(user(question(0)), assistant("Salt and water.")) * 5, user("Write the word hello 300 times.")]
    generation = small_engine.client.generate(conversation, GREEDY)
    full = small_engine.answer(generation)
    assert full.reason is FinishReason.CONTEXT_FULL
    assert full.figures.context_used == CONTEXT_LENGTH
    follow_up = small_engine.ask(*conversation, assistant(full.text), user("Go on."), max_tokens=4)
    assert follow_up.dropped_turns > 0
    assert follow_up.text
