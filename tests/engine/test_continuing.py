"""A conversation that ends with the assistant's message goes on there, as if it had never been cut short."""

import pytest

from quantchat.core.chat import PromptMessage, Role, Sampling
from quantchat.core.plan import LoadPlan
from quantchat.engine.protocol import FinishReason
from quantchat.errors import ErrorKind
from tests.engine.running_engine import GREEDY, RunningEngine, assistant, system, user

SEA = user("Tell me about the sea.")
PENALISED = Sampling(temperature=0)
TOKENS = 24


@pytest.mark.parametrize("sampling", [GREEDY, PENALISED], ids=["greedy", "penalised"])
@pytest.mark.parametrize("cut_after", [1, 9, 20])
def test_an_answer_cut_short_and_continued_is_the_uninterrupted_one(
    shared_engine: RunningEngine, sampling: Sampling, cut_after: int
) -> None:
    whole = shared_engine.ask(SEA, sampling=sampling, max_tokens=TOKENS).text
    beginning = shared_engine.ask(SEA, sampling=sampling, max_tokens=cut_after)
    rest = shared_engine.ask(SEA, assistant(beginning.text), sampling=sampling, max_tokens=TOKENS - cut_after)
    assert beginning.text + rest.text == whole
    assert rest.figures.evaluated_tokens == 1, "only the token that was drawn last had not been read"


def test_an_answer_that_was_stopped_goes_on_in_the_middle_of_its_sentence(shared_engine: RunningEngine) -> None:
    generation = shared_engine.start(SEA, max_tokens=2000)
    shared_engine.wait_for_text(generation, tokens=6)
    shared_engine.client.cancel(generation)
    stopped = shared_engine.answer(generation)
    assert stopped.reason is FinishReason.STOPPED
    rest = shared_engine.ask(SEA, assistant(stopped.text), max_tokens=20)
    whole = shared_engine.ask(SEA, max_tokens=stopped.figures.answer_tokens + 20)
    assert stopped.text + rest.text == whole.text
    assert rest.figures.evaluated_tokens <= 2


def test_an_answer_goes_on_in_another_engine_too_where_only_its_text_is_known(
    shared_engine: RunningEngine, starter_plan: LoadPlan
) -> None:
    whole = shared_engine.ask(SEA, max_tokens=20).text
    beginning = shared_engine.ask(SEA, max_tokens=8).text
    other = RunningEngine()
    try:
        other.load(starter_plan)
        assert beginning + other.ask(SEA, assistant(beginning), max_tokens=12).text == whole
    finally:
        other.client.close()


def test_an_answer_goes_on_after_another_conversation_came_between(shared_engine: RunningEngine) -> None:
    whole = shared_engine.ask(SEA, max_tokens=20).text
    beginning = shared_engine.ask(SEA, max_tokens=8).text
    shared_engine.ask(system("Be brief."), user("What is 2 plus 2?"), max_tokens=4)
    assert beginning + shared_engine.ask(SEA, assistant(beginning), max_tokens=12).text == whole


def test_an_answer_can_be_continued_again_and_again(shared_engine: RunningEngine) -> None:
    whole = shared_engine.ask(SEA, max_tokens=20).text
    text = ""
    for _ in range(4):
        text += shared_engine.ask(SEA, assistant(text), max_tokens=5).text
    assert text == whole


def test_a_text_that_the_person_began_is_continued(shared_engine: RunningEngine) -> None:
    rest = shared_engine.ask(SEA, assistant("Once upon a time, the"), max_tokens=8)
    assert rest.text.startswith(" ")
    assert rest.text.strip()


def test_a_complete_answer_that_is_continued_is_still_complete(shared_engine: RunningEngine) -> None:
    complete = shared_engine.ask(user("Say yes."), max_tokens=400)
    assert complete.reason is FinishReason.END
    again = shared_engine.ask(user("Say yes."), assistant(complete.text), max_tokens=20)
    assert (again.text, again.reason) == ("", FinishReason.END)


def test_a_thought_that_was_cut_short_goes_on_as_thought(shared_engine: RunningEngine) -> None:
    rest = shared_engine.ask(SEA, PromptMessage(Role.ASSISTANT, "", "The person asks about the"), max_tokens=8)
    assert rest.text == ""
    assert "".join(delta.reasoning for delta in rest.deltas)


def test_behind_a_finished_thought_the_answer_goes_on(shared_engine: RunningEngine) -> None:
    begun = PromptMessage(Role.ASSISTANT, "The sea is", "They ask about the sea.")
    rest = shared_engine.ask(SEA, begun, max_tokens=8)
    assert rest.text
    assert "".join(delta.reasoning for delta in rest.deltas) == ""


def test_an_answer_without_a_question_is_not_continued(shared_engine: RunningEngine) -> None:
    assert shared_engine.ask(assistant("Hello")).failed.kind is ErrorKind.PROMPT_EMPTY


def test_an_answer_too_long_to_go_on_is_told(shared_engine: RunningEngine) -> None:
    failure = shared_engine.ask(SEA, assistant("word " * 5000)).failed
    assert failure.kind is ErrorKind.PROMPT_TOO_LONG
