"""A model loads or is refused with a sentence, and after a refusal the engine is ready for the next."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from quantchat.core.plan import KvType, LoadPlan
from quantchat.engine.protocol import FinishReason, Loaded, LoadFailed
from quantchat.errors import ErrorKind
from tests.engine import crafted_models
from tests.engine.running_engine import RunningEngine, system, user

Maker = Callable[[Path, Path], None]
ENDLESS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
NO_SYSTEM = (
    "{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('no') }}{% endif %}"
    "<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}<|im_start|>assistant\n"
)


def test_progress_rises_to_the_end_and_then_the_model_is_ready(engine: RunningEngine, starter_plan: LoadPlan) -> None:
    loaded = engine.load(starter_plan)
    assert isinstance(loaded, Loaded)
    assert len(engine.load_fractions) > 3
    assert engine.load_fractions == sorted(engine.load_fractions)
    assert engine.load_fractions[-1] == 1.0
    assert engine.events[-1] is loaded
    assert loaded.context_length == 4096
    assert loaded.trained_context_length == 8192
    assert loaded.threads >= 1
    assert loaded.load_seconds > 0
    assert loaded.name
    assert loaded.notice == ""


def test_a_context_longer_than_the_model_was_trained_for_is_cut_to_that(
    engine: RunningEngine, starter_plan: LoadPlan
) -> None:
    loaded = engine.load(replace(starter_plan, context_length=100_000))
    assert isinstance(loaded, Loaded)
    assert loaded.context_length == loaded.trained_context_length


@pytest.mark.parametrize("kv_type", [KvType.Q8_0, KvType.Q4_0])
def test_a_quantized_kv_cache_loads_and_answers(engine: RunningEngine, starter_plan: LoadPlan, kv_type: KvType) -> None:
    assert isinstance(engine.load(replace(starter_plan, kv_type=kv_type)), Loaded)
    assert engine.ask(user("Say yes."), max_tokens=4).text


def test_a_relative_path_means_the_folder_of_the_app(
    engine: RunningEngine, starter_plan: LoadPlan, starter_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(starter_model.parent)
    assert isinstance(engine.load(replace(starter_plan, model_path=starter_model.name)), Loaded)


def test_a_name_in_any_script_loads(
    engine: RunningEngine, starter_plan: LoadPlan, starter_model: Path, tmp_path: Path
) -> None:
    path = tmp_path / "modèle 漢字 🙂.gguf"
    path.symlink_to(starter_model)
    assert isinstance(engine.load(replace(starter_plan, model_path=str(path))), Loaded)


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (crafted_models.not_gguf, ErrorKind.NOT_GGUF),
        (crafted_models.empty, ErrorKind.NOT_GGUF),
        (crafted_models.folder, ErrorKind.NOT_GGUF),
        (crafted_models.vanished, ErrorKind.FILE_MISSING),
        (crafted_models.truncated_in_the_header, ErrorKind.TRUNCATED),
        (crafted_models.truncated_in_the_tensors, ErrorKind.TRUNCATED),
        (crafted_models.unknown_architecture, ErrorKind.UNKNOWN_ARCHITECTURE),
        (crafted_models.without_sizes, ErrorKind.MALFORMED),
        (crafted_models.that_aborts_llama_cpp, ErrorKind.ENGINE_CRASHED),
        (crafted_models.with_template("{% for message in messages %}{{ oops"), ErrorKind.TEMPLATE),
    ],
)
def test_a_bad_file_is_refused_with_one_sentence_and_then_a_good_one_loads(
    engine: RunningEngine, starter_plan: LoadPlan, starter_model: Path, tmp_path: Path, make: Maker, kind: ErrorKind
) -> None:
    path = tmp_path / "Strange model.gguf"
    make(path, starter_model)
    failure = engine.load(replace(starter_plan, model_path=str(path)))
    assert isinstance(failure, LoadFailed)
    assert failure.kind is kind
    assert "Strange model.gguf" in failure.sentence or kind is ErrorKind.TEMPLATE
    assert str(tmp_path) not in failure.sentence
    assert failure.hint
    engine.client.load(starter_plan)
    engine.wait_for(lambda events: next((event for event in events if isinstance(event, Loaded)), None))
    assert [event for event in engine.events if isinstance(event, LoadFailed)] == [failure]


def test_a_file_name_that_is_no_text_is_refused_with_a_sentence(
    engine: RunningEngine, starter_plan: LoadPlan, tmp_path: Path
) -> None:
    failure = engine.load(replace(starter_plan, model_path=str(tmp_path / os.fsdecode(b"odd\xff.gguf"))))
    assert isinstance(failure, LoadFailed)
    assert failure.kind is ErrorKind.FILE_UNREADABLE
    assert "odd?.gguf" in failure.sentence


def test_a_model_without_a_chat_template_answers_and_says_what_is_missing(
    engine: RunningEngine, starter_plan: LoadPlan, starter_model: Path, tmp_path: Path
) -> None:
    path = tmp_path / "plain.gguf"
    crafted_models.without_template(path, starter_model)
    loaded = engine.load(replace(starter_plan, model_path=str(path)))
    assert isinstance(loaded, Loaded)
    assert "no chat template" in loaded.notice
    answer = engine.ask(user("Say yes."), max_tokens=60)
    assert answer.text
    assert "<|im_end|>" not in answer.text


def test_a_template_that_never_ends_fails_the_answer_in_bounded_time_and_the_engine_goes_on(
    engine: RunningEngine, starter_plan: LoadPlan, starter_model: Path, tmp_path: Path
) -> None:
    path = tmp_path / "endless.gguf"
    crafted_models.with_template(ENDLESS)(path, starter_model)
    assert isinstance(engine.load(replace(starter_plan, model_path=str(path))), Loaded)
    child, began = engine.child, time.monotonic()
    failure = engine.ask(user("Hi")).failed
    assert failure.kind is ErrorKind.TEMPLATE
    assert time.monotonic() - began < 30
    assert engine.child == child


def test_a_template_that_refuses_system_messages_still_answers(
    engine: RunningEngine, starter_plan: LoadPlan, starter_model: Path, tmp_path: Path
) -> None:
    path = tmp_path / "no-system.gguf"
    crafted_models.with_template(NO_SYSTEM)(path, starter_model)
    assert isinstance(engine.load(replace(starter_plan, model_path=str(path))), Loaded)
    assert engine.ask(system("Be brief."), user("Say yes."), max_tokens=4).reason is FinishReason.LENGTH


def test_a_load_can_be_cancelled_and_what_was_asked_meanwhile_is_stopped(
    engine: RunningEngine, starter_plan: LoadPlan
) -> None:
    engine.client.load(starter_plan)
    waiting = engine.start(user("Hi"))
    engine.client.unload()
    failure = engine.load_result()
    assert isinstance(failure, LoadFailed)
    assert failure.kind is ErrorKind.CANCELLED
    assert engine.answer(waiting).reason is FinishReason.STOPPED
    assert isinstance(engine.load(starter_plan), Loaded)


def test_a_question_asked_while_the_model_loads_is_answered_once_it_has(
    engine: RunningEngine, starter_plan: LoadPlan
) -> None:
    engine.client.load(starter_plan)
    assert engine.ask(user("Say yes."), max_tokens=4).text


def test_another_model_stops_the_answer_of_the_first(loaded_engine: RunningEngine, starter_plan: LoadPlan) -> None:
    first_child = loaded_engine.child
    generation = loaded_engine.start(user("Write a long story."), max_tokens=2000)
    loaded_engine.wait_for_text(generation)
    loaded_engine.client.load(replace(starter_plan, context_length=512))
    assert loaded_engine.answer(generation).reason is FinishReason.STOPPED
    loaded_engine.wait_for(lambda events: [event for event in events if isinstance(event, Loaded)][1:])
    assert not first_child.is_running()
    assert loaded_engine.ask(user("Say yes."), max_tokens=4).text


def test_unloading_ends_the_child_and_the_next_question_starts_another(loaded_engine: RunningEngine) -> None:
    child = loaded_engine.child
    loaded_engine.client.unload()
    ended = loaded_engine.wait_until_ended()
    assert ended.sentence == ""
    assert not psutil.pid_exists(child.pid)
    assert loaded_engine.ask(user("Say yes."), max_tokens=4).text


def test_a_question_without_a_model_is_told_to_choose_one(engine: RunningEngine) -> None:
    failure = engine.ask(user("Hi")).failed
    assert failure.kind is ErrorKind.ENGINE_UNAVAILABLE
    assert failure.sentence == "No model is loaded."
