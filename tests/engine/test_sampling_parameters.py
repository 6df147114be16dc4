"""Every parameter of a sampling has its effect on what the real model writes, and those that are off have none."""

from dataclasses import replace
from pathlib import Path

import pytest

from quantchat.core.chat import Sampling
from quantchat.core.plan import LoadPlan
from quantchat.core.sampling_choice import NOTHING_CHOSEN, SamplingChoice
from quantchat.engine.protocol import FinishReason, Loaded
from tests.engine.crafted_models import with_metadata
from tests.engine.running_engine import GREEDY, RunningEngine, user
from tests.library.gguf_files import entry

FREE = Sampling(temperature=1.0, top_k=0, top_p=1.0, min_p=0.0, repeat_penalty=1.0)
NUMBER = user("Name a number.")
STORY = user("Tell me a story about the sea.")


def openings(engine: RunningEngine, sampling: Sampling, seeds: int = 8) -> set[str]:
    """First words of answers with different seeds."""
    return {engine.ask(NUMBER, sampling=replace(sampling, seed=seed), max_tokens=1).text for seed in range(seeds)}


def repeated_words(text: str) -> int:
    words = text.lower().split()
    return len(words) - len(set(words))


@pytest.mark.parametrize(
    "sampling",
    [replace(FREE, top_k=1), replace(FREE, top_p=0.0), replace(FREE, min_p=1.0), replace(FREE, temperature=0.01)],
    ids=["top-k", "top-p", "min-p", "temperature"],
)
def test_a_parameter_that_leaves_one_candidate_makes_every_seed_give_the_greedy_answer(
    shared_engine: RunningEngine, sampling: Sampling
) -> None:
    greedy = shared_engine.ask(NUMBER, sampling=GREEDY, max_tokens=1).text
    assert openings(shared_engine, sampling, seeds=4) == {greedy}


def test_without_those_parameters_seeds_give_many_answers_and_more_at_a_higher_temperature(
    shared_engine: RunningEngine,
) -> None:
    plain = openings(shared_engine, replace(FREE, temperature=0.5))
    hot = openings(shared_engine, replace(FREE, temperature=3.0))
    assert 1 < len(plain) < len(hot)


@pytest.mark.parametrize(
    "penalised",
    [
        replace(GREEDY, repeat_penalty=1.3, penalty_last_n=256),
        replace(GREEDY, presence_penalty=1.5, penalty_last_n=256),
        replace(GREEDY, frequency_penalty=1.0, penalty_last_n=256),
    ],
    ids=["repeat", "presence", "frequency"],
)
def test_a_penalty_makes_the_answer_repeat_itself_less(shared_engine: RunningEngine, penalised: Sampling) -> None:
    plain = shared_engine.ask(STORY, sampling=GREEDY, max_tokens=50).text
    varied = shared_engine.ask(STORY, sampling=penalised, max_tokens=50).text
    assert repeated_words(varied) < repeated_words(plain)


def test_penalties_with_no_window_are_off(shared_engine: RunningEngine) -> None:
    off = replace(GREEDY, repeat_penalty=1.5, penalty_last_n=0)
    assert shared_engine.ask(STORY, sampling=off).text == shared_engine.ask(STORY, sampling=GREEDY).text


def test_the_longest_answer_and_the_stop_texts_of_a_sampling_are_kept_to(shared_engine: RunningEngine) -> None:
    whole = shared_engine.ask(STORY, sampling=replace(GREEDY, max_tokens=12), max_tokens=0)
    assert (whole.figures.answer_tokens, whole.reason) == (12, FinishReason.LENGTH)
    stop = whole.text.split()[5]
    stopped = shared_engine.ask(STORY, sampling=replace(GREEDY, stop=(stop,)), max_tokens=12)
    assert stopped.reason is FinishReason.STOP_STRING
    assert stopped.text == whole.text[: whole.text.index(stop)]


def test_a_model_whose_file_recommends_a_sampling_tells_it_when_it_is_loaded(
    engine: RunningEngine, starter_model: Path, tmp_path: Path
) -> None:
    path = tmp_path / "recommends.gguf"
    with_metadata(
        entry("general.sampling.temp", 0.6), entry("general.sampling.top_k", 20), entry("general.sampling.top_p", 9.5)
    )(path, starter_model)
    loaded = engine.load(LoadPlan(str(path), context_length=256))
    assert isinstance(loaded, Loaded), loaded
    assert loaded.recommended == SamplingChoice(temperature=0.6, top_k=20)


def test_a_model_whose_file_recommends_nothing_says_so(engine: RunningEngine, starter_plan: LoadPlan) -> None:
    loaded = engine.load(starter_plan)
    assert isinstance(loaded, Loaded)
    assert loaded.recommended == NOTHING_CHOSEN
