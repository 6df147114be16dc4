"""However the child ends, the person hears of it once, nothing is left running, and the next question works."""

import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from quantchat.core.plan import LoadPlan
from quantchat.engine.client import EngineClient
from quantchat.engine.protocol import FinishReason, Loaded, LoadFailed
from quantchat.errors import ErrorKind
from quantchat.native.child_process import ChildProcess
from tests.engine import crafted_models
from tests.engine.running_engine import RunningEngine, user

STORY = user("Write a very long story about a dog, with many chapters.")
LONG_PROMPT = user("word " * 3000)

APP = """
import sys, threading
from quantchat.core.chat import PromptMessage, Role, Sampling
from quantchat.core.plan import LoadPlan
from quantchat.engine.client import EngineClient
from quantchat.engine.protocol import Delta, Loaded, PromptProgress

def tell(event):
    if isinstance(event, Loaded):
        if sys.argv[2]:
            client.generate([PromptMessage(Role.USER, sys.argv[2])], Sampling())
        else:
            print(client._process.pid, flush=True)
    elif isinstance(event, Delta | PromptProgress):
        print(client._process.pid, flush=True)

client = EngineClient(tell)
client.load(LoadPlan(sys.argv[1], context_length=4096))
threading.Event().wait()
"""

ASLEEP = "import threading; threading.Event().wait()"
BABBLES = """
import sys
from multiprocessing.connection import Connection
channel = Connection(int(sys.argv[sys.argv.index("--channel") + 1]))
channel.send_bytes(b"not a message at all")
channel.recv_bytes()
channel.recv_bytes()
"""
OLD = BABBLES.replace('b"not a message at all"', "encode(Hello(0, 'old'))").replace(
    "import sys", "import sys\nfrom quantchat.engine.protocol import Hello, encode"
)


@pytest.mark.parametrize("prompt", ["", STORY.content, LONG_PROMPT.content], ids=["idle", "writing", "reading"])
def test_when_the_app_is_killed_the_child_is_gone_too(starter_model: Path, prompt: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", APP, str(starter_model), prompt], stdout=subprocess.PIPE, text=True
    ) as app:
        assert app.stdout is not None
        child = psutil.Process(int(app.stdout.readline()))
        app.kill()
    _, alive = psutil.wait_procs([child], timeout=5)
    assert alive == []


def test_the_child_runs_confined(shared_engine: RunningEngine) -> None:
    status = Path(f"/proc/{shared_engine.child.pid}/status").read_text(encoding="ascii")
    assert re.search(r"^Seccomp:\s+2$", status, re.MULTILINE)
    assert re.search(r"^NoNewPrivs:\s+1$", status, re.MULTILINE)
    assert shared_engine.child.net_connections("inet") == []


def test_a_child_killed_in_the_middle_of_an_answer_is_told_once_and_the_next_question_starts_another(
    loaded_engine: RunningEngine,
) -> None:
    generation = loaded_engine.start(STORY, max_tokens=2000)
    loaded_engine.wait_for_text(generation)
    loaded_engine.child.send_signal(signal.SIGKILL)
    ended = loaded_engine.wait_until_ended()
    failure = loaded_engine.answer(generation).failed
    assert failure.kind is ended.kind is ErrorKind.ENGINE_KILLED
    assert failure.sentence == ended.sentence
    assert "signal" not in failure.error.text
    assert loaded_engine.ask(user("Say yes."), max_tokens=4).text


def test_after_two_crashes_the_model_is_not_started_again_until_it_is_asked_for_with_safer_settings(
    loaded_engine: RunningEngine, starter_plan: LoadPlan
) -> None:
    for _ in range(2):
        generation = loaded_engine.start(STORY, max_tokens=2000)
        loaded_engine.wait_for_text(generation)
        loaded_engine.child.send_signal(signal.SIGSEGV)
        assert loaded_engine.answer(generation).failed.kind is ErrorKind.ENGINE_CRASHED
    refusal = loaded_engine.ask(user("Hi")).failed
    assert refusal.kind is ErrorKind.CRASHES_REPEATEDLY
    assert "twice within five minutes" in refusal.sentence
    assert "safer settings" in refusal.hint
    assert isinstance(loaded_engine.load(starter_plan.safer()), Loaded)
    assert loaded_engine.ask(user("Say yes."), max_tokens=4).text


def test_asking_for_a_crashed_model_by_name_gives_it_a_new_chance(
    loaded_engine: RunningEngine, starter_plan: LoadPlan
) -> None:
    for _ in range(2):
        generation = loaded_engine.start(STORY, max_tokens=2000)
        loaded_engine.wait_for_text(generation)
        loaded_engine.child.send_signal(signal.SIGSEGV)
        loaded_engine.answer(generation)
    assert isinstance(loaded_engine.load(starter_plan), Loaded)
    loaded_engine.child.send_signal(signal.SIGSEGV)
    loaded_engine.wait_until_ended()
    assert loaded_engine.ask(user("Say yes."), max_tokens=4).text


def test_a_child_whose_pipe_closes_ends_by_itself() -> None:
    process = ChildProcess("engine")
    process.channel.receive()
    process.channel.close()
    assert process.wait(timeout_seconds=10).return_code == 0


def test_a_model_that_crashes_while_loading_is_told_with_the_reason(
    engine: RunningEngine, starter_plan: LoadPlan, starter_model: Path, tmp_path: Path
) -> None:
    path = tmp_path / "aborts.gguf"
    crafted_models.that_aborts_llama_cpp(path, starter_model)
    failure = engine.load(replace(starter_plan, model_path=str(path)))
    assert isinstance(failure, LoadFailed)
    assert "gave up on aborts.gguf: “hparams.n_layer_all > 0" in failure.sentence


def test_a_model_file_cut_short_while_it_is_in_use_is_told_as_that(
    engine: RunningEngine, starter_plan: LoadPlan, starter_model: Path, tmp_path: Path
) -> None:
    path = tmp_path / "shrinks.gguf"
    shutil.copyfile(starter_model, path)
    assert isinstance(engine.load(replace(starter_plan, model_path=str(path))), Loaded)
    os.truncate(path, 1_000_000)
    failure = engine.ask(user("Hi")).failed
    assert failure.kind is ErrorKind.ENGINE_CRASHED
    assert "shrinks.gguf changed or went away" in failure.sentence


def test_a_model_file_deleted_while_it_is_in_use_goes_on_answering(
    engine: RunningEngine, starter_plan: LoadPlan, starter_model: Path, tmp_path: Path
) -> None:
    path = tmp_path / "deleted.gguf"
    shutil.copyfile(starter_model, path)
    assert isinstance(engine.load(replace(starter_plan, model_path=str(path))), Loaded)
    path.unlink()
    assert engine.ask(user("Say yes."), max_tokens=4).text


def test_a_child_that_does_not_heed_a_stop_is_ended(
    loaded_engine: RunningEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quantchat.engine.client.STOP_GRACE_SECONDS", 0.3)
    generation = loaded_engine.start(STORY, max_tokens=2000)
    loaded_engine.wait_for_text(generation)
    child = loaded_engine.child
    child.suspend()
    loaded_engine.client.cancel(generation)
    assert loaded_engine.answer(generation).reason is FinishReason.STOPPED
    assert loaded_engine.wait_until_ended().sentence == ""
    assert not child.is_running()


@pytest.mark.parametrize("while_loading", [True, False])
def test_a_child_that_neither_speaks_nor_works_is_ended(
    engine: RunningEngine, starter_plan: LoadPlan, monkeypatch: pytest.MonkeyPatch, while_loading: bool
) -> None:
    if not while_loading:
        assert isinstance(engine.load(starter_plan), Loaded)
    monkeypatch.setattr("quantchat.engine.progress_watch.SILENCE_SECONDS", 0.5)
    monkeypatch.setattr("quantchat.native.child_process._command", lambda _program: [sys.executable, "-c", ASLEEP])
    if while_loading:
        failure: object = engine.load(starter_plan)
    else:
        generation = engine.start(STORY, max_tokens=2000)
        engine.wait_for_text(generation)
        engine.child.suspend()
        failure = engine.answer(generation).failed
        engine.wait_until_ended()
    assert getattr(failure, "kind", None) is ErrorKind.ENGINE_HUNG


@pytest.mark.parametrize(
    ("program", "kind"), [(BABBLES, ErrorKind.ENGINE_CRASHED), (OLD, ErrorKind.ENGINE_UNAVAILABLE)]
)
def test_a_child_that_speaks_nonsense_or_another_version_is_ended_and_told(
    engine: RunningEngine, starter_plan: LoadPlan, monkeypatch: pytest.MonkeyPatch, program: str, kind: ErrorKind
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("quantchat.native.child_process._command", lambda _program: [sys.executable, "-c", program])
        failure = engine.load(starter_plan)
    assert isinstance(failure, LoadFailed)
    assert failure.kind is kind
    assert isinstance(engine.load(starter_plan), Loaded)


def test_a_child_that_cannot_be_started_is_told_with_the_reason(
    engine: RunningEngine, starter_plan: LoadPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quantchat.native.child_process._command", lambda _program: ["/nowhere/quantchat-engine"])
    failure = engine.load(starter_plan)
    assert isinstance(failure, LoadFailed)
    assert failure.kind is ErrorKind.ENGINE_UNAVAILABLE
    assert "No such file" in failure.sentence


def test_closing_ends_child_and_thread_and_answers_everything_that_was_asked(starter_plan: LoadPlan) -> None:
    running = RunningEngine()
    assert isinstance(running.load(starter_plan), Loaded)
    child = running.child
    asked = [running.start(STORY, max_tokens=2000) for _ in range(3)]
    running.client.close()
    assert [running.answer(generation).reason for generation in asked] == [FinishReason.STOPPED] * 3
    assert not child.is_running()
    assert not running.client._thread.is_alive()
    running.client.close()


def test_closing_at_once_after_the_start_is_fine() -> None:
    EngineClient(lambda _event: None).close()
