"""Answers of the real child with the real model: streamed, repeatable, stopped at once, and cheap to go on from."""

import pytest

from quantchat.core.chat import PromptMessage, Sampling
from quantchat.core.plan import LoadPlan
from quantchat.engine.protocol import FinishReason
from quantchat.errors import ErrorKind
from tests.engine.running_engine import GREEDY, Answer, RunningEngine, assistant, system, user

COLOURS = user("Name three colours.")
SEEDED = Sampling(temperature=0.9, seed=11)
LONG_TEXT = " ".join(f"Item {number} of the list is number {number * 7}." for number in range(160))


def fresh_answer(plan: LoadPlan, *messages: PromptMessage, max_tokens: int = 12) -> Answer:
    """What an engine answers that has read nothing before."""
    other = RunningEngine()
    try:
        other.load(plan)
        return other.ask(*messages, max_tokens=max_tokens)
    finally:
        other.client.close()


def test_an_answer_arrives_in_pieces_that_add_up(shared_engine: RunningEngine) -> None:
    answer = shared_engine.ask(COLOURS, max_tokens=40)
    assert len(answer.deltas) > 2
    assert answer.deltas[0].answer_tokens == 1
    assert answer.text == shared_engine.ask(COLOURS, max_tokens=40).text
    assert answer.figures.answer_tokens == 40
    assert answer.figures.tokens_per_second > 0
    assert answer.figures.time_to_first_token_ms >= answer.figures.prefill_ms


@pytest.mark.parametrize("sampling", [GREEDY, Sampling(temperature=0), SEEDED], ids=["greedy", "penalised", "seeded"])
def test_the_same_seed_gives_the_same_answer(shared_engine: RunningEngine, sampling: Sampling) -> None:
    first = shared_engine.ask(COLOURS, sampling=sampling)
    assert shared_engine.ask(COLOURS, sampling=sampling).text == first.text


def test_another_seed_gives_another_answer_and_a_missing_one_is_chosen_and_recorded(
    shared_engine: RunningEngine,
) -> None:
    first = shared_engine.ask(COLOURS, sampling=SEEDED)
    chosen = shared_engine.ask(COLOURS, sampling=Sampling(temperature=0.9))
    again = shared_engine.ask(COLOURS, sampling=Sampling(temperature=0.9, seed=chosen.figures.seed))
    assert first.figures.seed == 11
    assert chosen.text != first.text
    assert again.text == chosen.text


def test_penalties_change_the_answer(shared_engine: RunningEngine) -> None:
    penalised = shared_engine.ask(COLOURS, sampling=Sampling(temperature=0, repeat_penalty=1.5), max_tokens=40)
    assert penalised.text != shared_engine.ask(COLOURS, max_tokens=40).text


def test_a_stop_string_ends_the_answer_and_is_not_shown(shared_engine: RunningEngine) -> None:
    whole = shared_engine.ask(COLOURS, max_tokens=40).text
    stop = whole.split()[4]
    stopped = shared_engine.ask(COLOURS, max_tokens=40, stop=["never there", stop])
    assert stopped.reason is FinishReason.STOP_STRING
    assert stopped.text == whole[: whole.index(stop)]


def test_the_most_tokens_asked_for_are_kept_to(shared_engine: RunningEngine) -> None:
    answer = shared_engine.ask(COLOURS, max_tokens=5)
    assert answer.reason is FinishReason.LENGTH
    assert answer.figures.answer_tokens == 5


def test_an_answer_that_is_complete_says_so(shared_engine: RunningEngine) -> None:
    answer = shared_engine.ask(user("Say yes."), max_tokens=400)
    assert answer.reason is FinishReason.END
    assert "<|im_end|>" not in answer.text


def test_stopping_ends_an_answer_early_and_keeps_what_was_written(shared_engine: RunningEngine) -> None:
    generation = shared_engine.start(user("Write a long story about a dog."), max_tokens=2000)
    shared_engine.wait_for_text(generation)
    shared_engine.client.cancel(generation)
    answer = shared_engine.answer(generation)
    assert answer.reason is FinishReason.STOPPED
    assert 0 < answer.figures.answer_tokens < 1000
    assert answer.text


def test_stopping_in_the_middle_of_a_long_prompt_leaves_the_next_answer_right(
    shared_engine: RunningEngine, starter_plan: LoadPlan
) -> None:
    rules, question = system(LONG_TEXT[:900]), user("What is 2 plus 2?")
    generation = shared_engine.start(rules, user(LONG_TEXT))
    shared_engine.wait_for_prompt_progress(generation)
    shared_engine.client.cancel(generation)
    stopped = shared_engine.answer(generation)
    assert stopped.reason is FinishReason.STOPPED
    assert stopped.text == ""
    assert 0 < stopped.figures.context_used < stopped.figures.prompt_tokens
    after = shared_engine.ask(rules, question, max_tokens=12)
    assert 0 < after.figures.evaluated_tokens < 60, "the rules were read before the stop"
    assert after.text == fresh_answer(starter_plan, rules, question).text


def test_a_generation_stopped_before_it_began_is_finished_and_the_one_before_it_goes_on(
    shared_engine: RunningEngine,
) -> None:
    first = shared_engine.start(COLOURS, max_tokens=30)
    second = shared_engine.start(user("Never answered."), max_tokens=2000)
    shared_engine.client.cancel(second)
    assert shared_engine.answer(second).reason is FinishReason.STOPPED
    assert shared_engine.answer(second).text == ""
    assert shared_engine.answer(first).figures.answer_tokens == 30


def test_stopping_what_is_over_or_never_was_changes_nothing(shared_engine: RunningEngine) -> None:
    over = shared_engine.ask(COLOURS, max_tokens=3)
    shared_engine.client.cancel(over.finished.generation_id)
    shared_engine.client.cancel(987654)
    assert shared_engine.ask(COLOURS, max_tokens=3).text == over.text


def test_follow_up_turns_evaluate_only_what_is_new(shared_engine: RunningEngine) -> None:
    conversation = [system("Answer in one sentence.")]
    used = 0
    for turn in range(10):
        conversation.append(user(f"Tell me fact number {turn} about the sea."))
        answer = shared_engine.ask(*conversation, sampling=Sampling(temperature=0.8, seed=turn), max_tokens=24)
        if used:
            assert answer.figures.evaluated_tokens <= answer.figures.prompt_tokens - used + 8
        used = answer.figures.context_used
        conversation.append(assistant(answer.text))


def test_going_on_after_a_stopped_answer_evaluates_only_what_is_new(shared_engine: RunningEngine) -> None:
    question = user("Write a long story about a cat.")
    generation = shared_engine.start(question, max_tokens=2000)
    shared_engine.wait_for_text(generation, tokens=24)
    shared_engine.client.cancel(generation)
    stopped = shared_engine.answer(generation)
    follow_up = shared_engine.ask(question, assistant(stopped.text), user("Go on."), max_tokens=4)
    assert follow_up.figures.evaluated_tokens <= follow_up.figures.prompt_tokens - stopped.figures.context_used + 8


def test_regenerating_evaluates_next_to_nothing(shared_engine: RunningEngine) -> None:
    conversation = (system(LONG_TEXT[:900]), COLOURS)
    shared_engine.ask(*conversation)
    again = shared_engine.ask(*conversation, sampling=SEEDED)
    assert again.figures.prompt_tokens > 200
    assert again.figures.evaluated_tokens <= 8


def test_after_an_edit_the_answer_is_that_of_a_fresh_context(
    shared_engine: RunningEngine, starter_plan: LoadPlan
) -> None:
    before = (user("My dog is called Rex."), assistant("What a good name."), user("What is my dog called?"))
    edited = (user("My dog is called Max."), *before[1:])
    shared_engine.ask(*before)
    assert shared_engine.ask(*edited, max_tokens=12).text == fresh_answer(starter_plan, *edited).text


def test_an_empty_conversation_is_told_as_that(shared_engine: RunningEngine) -> None:
    failure = shared_engine.ask().failed
    assert failure.kind is ErrorKind.PROMPT_EMPTY
    assert failure.sentence == "There is nothing to answer yet."
    assert shared_engine.ask(COLOURS, max_tokens=3).reason is FinishReason.LENGTH


def test_half_a_character_in_a_message_does_not_stop_the_engine(shared_engine: RunningEngine) -> None:
    assert shared_engine.ask(user("Broken \ud83d paste"), max_tokens=3).reason is FinishReason.LENGTH


def test_a_long_prompt_tells_how_much_of_it_is_read(shared_engine: RunningEngine) -> None:
    answer = shared_engine.ask(user("Summarise: " + LONG_TEXT[:3000]), max_tokens=1)
    done = [progress.done_tokens for progress in answer.prompt_progress]
    assert len(done) > 1
    assert done == sorted(done)
    assert done[-1] == answer.prompt_progress[-1].total_tokens == answer.figures.evaluated_tokens
