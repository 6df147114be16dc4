"""The real model held to grammars and JSON schemas, which it would not follow by itself."""

import json
from pathlib import Path

import pytest

from quantchat.core.chat import PromptMessage, Role, Sampling
from quantchat.core.plan import LoadPlan
from quantchat.engine.protocol import FinishReason, Loaded
from quantchat.errors import ErrorKind
from tests.engine import crafted_models
from tests.engine.running_engine import RunningEngine, assistant, user

SCHEMA = json.dumps(
    {
        "type": "object",
        "properties": {
            "name": {"type": "string", "maxLength": 12},
            "legs": {"type": "integer"},
            "kind": {"enum": ["cat", "dog"]},
        },
        "required": ["name", "legs", "kind"],
    }
)
DOG = user("Describe a dog called Rex.")
YES_OR_NO = 'root ::= "yes" | "no"'
THINKS_FIRST = "<|im_start|>user\n{{ messages[0].content }}<|im_end|>\n<|im_start|>assistant\n<think>\n{{ '' -}}"


@pytest.mark.parametrize("temperature", [0.0, 2.0])
def test_an_answer_held_to_a_schema_is_json_that_suits_it_and_ends_by_itself(
    shared_engine: RunningEngine, temperature: float
) -> None:
    answer = shared_engine.ask(
        DOG, sampling=Sampling(temperature=temperature, seed=2, json_schema=SCHEMA), max_tokens=300
    )
    assert answer.reason is FinishReason.END
    described = json.loads(answer.text)
    assert list(described) == ["name", "legs", "kind"]
    assert len(described["name"]) <= 12
    assert isinstance(described["legs"], int)
    assert described["kind"] in ("cat", "dog")


def test_an_answer_held_to_a_grammar_is_one_of_those_it_allows(shared_engine: RunningEngine) -> None:
    answers = {
        shared_engine.ask(DOG, sampling=Sampling(temperature=3, seed=seed, top_k=0, grammar=YES_OR_NO)).text
        for seed in range(4)
    }
    assert answers
    assert answers <= {"yes", "no"}


def test_the_same_seed_gives_the_same_constrained_answer(shared_engine: RunningEngine) -> None:
    sampling = Sampling(temperature=2, seed=5, json_schema=SCHEMA)
    assert shared_engine.ask(DOG, sampling=sampling).text == shared_engine.ask(DOG, sampling=sampling).text


def test_the_next_answer_is_free_again(shared_engine: RunningEngine) -> None:
    free = shared_engine.ask(DOG).text
    shared_engine.ask(DOG, sampling=Sampling(temperature=0, grammar=YES_OR_NO))
    assert shared_engine.ask(DOG).text == free


def test_characters_outside_ascii_are_whole(shared_engine: RunningEngine) -> None:
    answer = shared_engine.ask(DOG, sampling=Sampling(temperature=0, grammar='root ::= "für 犬 🐕" [é]'))
    assert (answer.text, answer.reason) == ("für 犬 🐕é", FinishReason.END)


@pytest.mark.parametrize(
    ("sampling", "sentence"),
    [
        (Sampling(grammar="root ::= nowhere"), "Line 1 of the grammar names a rule “nowhere”"),
        (Sampling(grammar="root ::= <no such token>"), "The engine cannot read this grammar"),
        (Sampling(grammar="root ::= <[49999999]>"), "This model has no token with which the answer could go on"),
        (Sampling(grammar='root ::= "a" x\nx ::= "b"? x "c" |'), "can come back to itself without a character"),
        (Sampling(json_schema='{"type": "integer", "minimum": 1}'), "it uses “minimum”"),
        (Sampling(temperature=-1), "The temperature must be a number from 0 to 5."),
    ],
)
def test_what_cannot_be_kept_to_costs_a_sentence_and_the_engine_goes_on(
    shared_engine: RunningEngine, sampling: Sampling, sentence: str
) -> None:
    child = shared_engine.child.pid
    failure = shared_engine.ask(DOG, sampling=sampling).failed
    assert sentence in failure.sentence
    assert failure.kind in (ErrorKind.MALFORMED, ErrorKind.OTHER)
    assert shared_engine.ask(DOG, sampling=Sampling(temperature=0, grammar=YES_OR_NO)).text in ("yes", "no")
    assert shared_engine.child.pid == child


def test_a_constrained_answer_that_was_cut_short_goes_on_in_its_form(shared_engine: RunningEngine) -> None:
    sampling = Sampling(temperature=0, json_schema=SCHEMA)
    whole = shared_engine.ask(DOG, sampling=sampling, max_tokens=100).text
    beginning = shared_engine.ask(DOG, sampling=sampling, max_tokens=6).text
    rest = shared_engine.ask(DOG, assistant(beginning), sampling=sampling, max_tokens=100).text
    assert 0 < len(beginning) < len(whole)
    assert beginning + rest == whole


def test_an_answer_that_is_in_no_such_form_cannot_go_on_in_it(shared_engine: RunningEngine) -> None:
    failure = shared_engine.ask(DOG, assistant("Rex is"), sampling=Sampling(json_schema=SCHEMA)).failed
    assert failure.sentence == (
        "The answer so far is not in the form that was asked for, so that it cannot go on in it."
    )


def test_thinking_is_free_and_the_answer_behind_it_is_held(
    engine: RunningEngine, starter_plan: LoadPlan, starter_model: Path, tmp_path: Path
) -> None:
    path = tmp_path / "thinks.gguf"
    crafted_models.with_template(THINKS_FIRST)(path, starter_model)
    assert isinstance(engine.load(LoadPlan(str(path), context_length=1024)), Loaded)
    sampling = Sampling(temperature=0, json_schema=SCHEMA)
    thinking = engine.ask(DOG, sampling=sampling, max_tokens=12)
    assert (thinking.text, thinking.reason) == ("", FinishReason.LENGTH)
    thought = "".join(delta.reasoning for delta in thinking.deltas)
    assert thought
    assert not thought.startswith("{")
    begun = PromptMessage(Role.ASSISTANT, "{", "It is a dog.")
    held = engine.ask(DOG, begun, sampling=sampling, max_tokens=200)
    assert json.loads("{" + held.text)["kind"] in ("cat", "dog")
