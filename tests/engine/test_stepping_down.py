"""A model that does not fit into memory is loaded with less, in a fresh child, and what was changed is said."""

import json
import re
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from quantchat.core.plan import KvType, LoadPlan
from quantchat.engine.client import ClientEvent, EngineClient, EngineEnded, SteppedDown
from quantchat.engine.load_attempts import LoadAttempts
from quantchat.engine.memory_shortage import NotEnoughMemory
from quantchat.engine.protocol import Loaded, LoadFailed, LoadProgress
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import NO_WORDS, Wording, verbatim
from tests.engine.limited_child import limit_children, replace_child
from tests.engine.running_engine import RunningEngine, user

MIB = 2**20
NO_ROOM = verbatim("No room.")

TELLS_ITS_PLANS = """
import json, sys
from multiprocessing.connection import Connection
from quantchat.engine.protocol import (
    PROTOCOL_VERSION, Hello, Load, Loaded, LoadFailed, LoadProgress, decode_command, encode
)
from quantchat.errors import ErrorKind

failures = json.loads(sys.argv[1])
channel = Connection(int(sys.argv[sys.argv.index("--channel") + 1]))
channel.send_bytes(encode(Hello(PROTOCOL_VERSION, "none")))
plan = decode_command(channel.recv_bytes()).plan
channel.send_bytes(encode(LoadProgress(0.5)))
kind, device = "", ""
if plan.gpu_layers < 0 or plan.gpu_layers > failures.get("gpu_layers", 1000):
    kind, device = "out_of_memory", "CUDA0"
elif plan.kv_type == "f16" and failures.get("f16"):
    kind, device = "out_of_memory", "CPU"
elif plan.kv_type == "q8_0" and failures.get("q8_0"):
    kind = failures["q8_0"]
elif plan.context_length > failures.get("context", 1 << 30):
    kind, device = "out_of_memory", "CPU"
if kind == "hangs":
    channel.send_bytes(encode(LoadProgress(0.7)))
elif kind:
    channel.send_bytes(encode(LoadFailed(ErrorKind(kind), f"No: {plan.gpu_layers} {plan.kv_type}.", "", device)))
else:
    loaded = Loaded("fake", plan.context_length, 8192, 1, plan.gpu_layers, 0.1, plan, notice="No template.")
    channel.send_bytes(encode(loaded))
try:
    channel.recv_bytes()
except EOFError:
    pass
"""
"""Stands for an engine on hardware that is not here: it lacks memory for plans that are too large."""


@pytest.fixture(scope="module")
def small_load_bytes(starter_model: Path) -> int:
    """Memory of its own that a child maps for the starter model with a context of 2,048 tokens in q8_0."""
    running = RunningEngine()
    assert isinstance(running.load(LoadPlan(str(starter_model), 2048, KvType.Q8_0)), Loaded)
    status = Path(f"/proc/{running.child.pid}/status").read_text(encoding="ascii")
    running.client.close()
    found = re.search(r"^VmData:\s+(\d+) kB$", status, re.MULTILINE)
    assert found is not None
    return int(found[1]) * 1024


def steps_of(events: list[ClientEvent]) -> list[SteppedDown]:
    return [event for event in events if isinstance(event, SteppedDown)]


def use_fake_child(monkeypatch: pytest.MonkeyPatch, **failures: object) -> None:
    replace_child(monkeypatch, TELLS_ITS_PLANS, json.dumps(failures))


def test_a_kv_cache_that_does_not_fit_becomes_smaller_until_it_does_and_the_model_answers(
    engine: RunningEngine, starter_model: Path, small_load_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 8,192 tokens take 180 MiB in f16 and 96 MiB in q8_0; room is left for 64 MiB of KV cache.
    limit_children(monkeypatch, small_load_bytes + 40 * MIB)
    loaded = engine.load(LoadPlan(str(starter_model), context_length=8192))
    assert isinstance(loaded, Loaded)
    why = f"There was not enough free main memory for {starter_model.name}"
    assert [step.change for step in steps_of(engine.events)] == [
        f"{why}; now trying with the conversation's memory (KV cache) in q8_0.",
        f"{why}; now trying with a context of 4,096 instead of 8,192 tokens.",
    ]
    assert loaded.context_length == loaded.plan.context_length == 4096
    assert loaded.plan.kv_type is KvType.Q8_0
    assert loaded.notice == (
        f"{why} as asked for; it was loaded with the conversation's memory (KV cache) in q8_0 "
        "and a context of 4,096 instead of 8,192 tokens."
    )
    assert engine.ask(user("Say yes."), max_tokens=8).text


def test_after_a_crash_the_smaller_plan_is_used_again_at_once(
    engine: RunningEngine, starter_model: Path, small_load_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit_children(monkeypatch, small_load_bytes + 40 * MIB)
    first = engine.load(LoadPlan(str(starter_model), context_length=8192))
    assert isinstance(first, Loaded)
    engine.child.send_signal(signal.SIGSEGV)
    engine.wait_until_ended()
    engine.forget_events()
    assert engine.ask(user("Say yes."), max_tokens=4).text
    again = engine.load_result()
    assert isinstance(again, Loaded)
    assert steps_of(engine.events) == []
    assert again.plan == first.plan
    assert again.notice == first.notice


def test_a_load_that_must_be_as_asked_fails_at_once_with_the_place_and_what_did_not_fit(
    engine: RunningEngine, starter_model: Path, small_load_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit_children(monkeypatch, small_load_bytes + 40 * MIB)
    engine.client.load(LoadPlan(str(starter_model), context_length=8192), may_step_down=False)
    failure = engine.load_result()
    assert isinstance(failure, LoadFailed)
    assert failure.kind is ErrorKind.OUT_OF_MEMORY
    assert failure.device == "CPU"
    assert failure.sentence == (
        f"There is not enough free main memory for {starter_model.name} with these settings: "
        "the conversation's memory (KV cache) did not fit."
    )
    assert steps_of(engine.events) == []


def test_when_nothing_fits_the_failure_says_what_was_tried_and_the_next_load_starts_over(
    engine: RunningEngine, starter_model: Path, small_load_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = LoadPlan(str(starter_model), context_length=8192)
    with monkeypatch.context() as patch:
        limit_children(patch, small_load_bytes - 40 * MIB)
        engine.client.load(plan)
        waiting = engine.start(user("Say yes."), max_tokens=4)
        failure = engine.load_result()
    assert isinstance(failure, LoadFailed)
    assert failure.kind is ErrorKind.OUT_OF_MEMORY
    assert failure.sentence.endswith(
        "It does not even fit with the conversation's memory (KV cache) in q8_0, a context of 2,048 instead of 8,192 "
        "tokens and a smaller batch of 128 instead of 512 tokens."
    )
    sentence, tried = failure.sentence.values.values()
    assert isinstance(sentence, Wording)
    assert isinstance(tried, Wording)
    assert len(steps_of(engine.events)) == 5
    assert engine.answer(waiting).failed.kind is ErrorKind.OUT_OF_MEMORY
    engine.forget_events()
    assert engine.ask(user("Say yes."), max_tokens=4).text
    loaded = engine.load_result()
    assert isinstance(loaded, Loaded)
    assert loaded.plan.context_length == 8192
    assert loaded.notice == ""


def test_a_question_asked_while_the_plan_shrinks_is_answered_once_the_model_is_there(
    engine: RunningEngine, starter_model: Path, small_load_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit_children(monkeypatch, small_load_bytes + 40 * MIB)
    engine.client.load(LoadPlan(str(starter_model), context_length=8192))
    assert engine.ask(user("Say yes."), max_tokens=4).text
    assert len(steps_of(engine.events)) == 2


def test_a_child_that_the_kernel_ends_for_lack_of_memory_while_it_loads_is_followed_by_a_smaller_one(
    starter_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kills = [0]
    monkeypatch.setattr("quantchat.native.child_process._oom_kill_count", lambda: kills[0])
    running = RunningEngine()

    def end_first_child(event: ClientEvent) -> None:
        if isinstance(event, LoadProgress) and not kills[0]:
            kills[0] = 1
            running.child.send_signal(signal.SIGKILL)
        running._take(event)

    running.client.close()
    running.client = EngineClient(end_first_child)
    loaded = running.load(LoadPlan(str(starter_model), context_length=8192))
    running.client.close()
    assert isinstance(loaded, Loaded)
    assert loaded.plan.kv_type is KvType.Q8_0
    assert len(steps_of(running.events)) == 1


def test_a_child_that_somebody_else_ends_while_it_loads_is_told_and_not_followed(
    engine: RunningEngine, starter_plan: LoadPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_fake_child(monkeypatch, q8_0="hangs")
    engine.client.load(replace(starter_plan, gpu_layers=0, kv_type=KvType.Q8_0))
    engine.wait_for(lambda events: [event for event in events if isinstance(event, LoadProgress)])
    engine.child.send_signal(signal.SIGKILL)
    failure = engine.load_result()
    assert isinstance(failure, LoadFailed)
    assert failure.kind is ErrorKind.ENGINE_KILLED
    assert steps_of(engine.events) == []


def test_gpu_memory_that_is_lacking_takes_layers_off_the_gpu(
    engine: RunningEngine, starter_plan: LoadPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_fake_child(monkeypatch, gpu_layers=20)
    loaded = engine.load(starter_plan)
    assert isinstance(loaded, Loaded)
    assert [step.plan.gpu_layers for step in steps_of(engine.events)] == [23, 15]  # of 30 layers and the output layer
    assert "free GPU memory (CUDA0)" in steps_of(engine.events)[0].change
    assert loaded.notice.endswith("it was loaded with 16 layers fewer on the GPU. No template.")


def test_both_memories_can_be_lacking(
    engine: RunningEngine, starter_plan: LoadPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_fake_child(monkeypatch, gpu_layers=25, f16=True)
    loaded = engine.load(starter_plan)
    assert isinstance(loaded, Loaded)
    assert (loaded.plan.gpu_layers, loaded.plan.kv_type) == (23, KvType.Q8_0)
    assert "not enough free GPU memory (CUDA0) and main memory" in loaded.notice


@pytest.mark.parametrize("kind", [ErrorKind.OTHER, ErrorKind.MALFORMED])
def test_a_model_that_cannot_have_its_kv_cache_in_q8_0_gets_a_shorter_context_in_f16(
    engine: RunningEngine, starter_plan: LoadPlan, monkeypatch: pytest.MonkeyPatch, kind: ErrorKind
) -> None:
    use_fake_child(monkeypatch, q8_0=str(kind), context=2048)
    loaded = engine.load(replace(starter_plan, gpu_layers=0))
    assert isinstance(loaded, Loaded)
    assert (loaded.plan.kv_type, loaded.plan.context_length) == (KvType.F16, 2048)
    assert "cannot keep its KV cache in q8_0" in steps_of(engine.events)[1].change
    assert "q8_0" not in loaded.notice


def test_a_load_that_is_cancelled_never_steps_down(
    engine: RunningEngine, starter_plan: LoadPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_fake_child(monkeypatch, f16=True, q8_0="hangs")
    engine.client.load(replace(starter_plan, gpu_layers=0))
    engine.wait_for(lambda events: [event for event in events if isinstance(event, LoadProgress)][2:])
    engine.client.unload()
    failure = engine.load_result()
    assert isinstance(failure, LoadFailed)
    assert failure.kind is ErrorKind.CANCELLED
    assert len(steps_of(engine.events)) == 1
    engine.client.close()
    assert len(steps_of(engine.events)) == 1


def test_stepping_down_is_no_crash_of_the_plan(
    engine: RunningEngine, starter_model: Path, small_load_bytes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit_children(monkeypatch, small_load_bytes + 40 * MIB)
    assert isinstance(engine.load(LoadPlan(str(starter_model), context_length=8192)), Loaded)
    engine.child.send_signal(signal.SIGSEGV)
    engine.wait_until_ended()
    assert engine.ask(user("Say yes."), max_tokens=4).text  # one crash: it comes back
    engine.forget_events()
    engine.child.send_signal(signal.SIGSEGV)
    engine.wait_for(lambda events: [event for event in events if isinstance(event, EngineEnded)])
    assert engine.ask(user("Hi")).failed.kind is ErrorKind.CRASHES_REPEATEDLY


def attempts(plan: LoadPlan, *, may_step_down: bool = True) -> LoadAttempts:
    return LoadAttempts(plan, may_step_down=may_step_down)


def test_weights_that_do_not_fit_into_main_memory_are_not_tried_again(starter_plan: LoadPlan) -> None:
    error = NotEnoughMemory(NO_ROOM, NO_WORDS, "CPU", is_for_weights=True)
    tries = attempts(starter_plan)
    assert tries.step_down(error) is None
    assert tries.failure(error).sentence == "No room."
    assert attempts(starter_plan).step_down(NotEnoughMemory(NO_ROOM, NO_WORDS, "CUDA0", is_for_weights=True))


def test_a_context_longer_than_the_model_was_trained_for_is_halved_from_what_it_gets(starter_plan: LoadPlan) -> None:
    tries = attempts(replace(starter_plan, context_length=100_000, kv_type=KvType.Q8_0))
    change = tries.step_down(NotEnoughMemory(NO_ROOM, NO_WORDS))
    assert change is not None
    assert change.endswith("a context of 4,096 instead of 8,192 tokens.")
    assert isinstance(change.values["changes"], Wording)


def test_a_file_without_a_header_still_steps_down(tmp_path: Path) -> None:
    tries = attempts(LoadPlan(str(tmp_path / "gone.gguf")))
    assert tries.step_down(NotEnoughMemory(NO_ROOM, NO_WORDS, "CUDA0"))
    assert tries.plan.gpu_layers == 0


def test_there_is_an_end_to_the_steps() -> None:
    tries = attempts(LoadPlan("gone.gguf", context_length=1_000_000))
    error = KnownError(ErrorKind.OUT_OF_MEMORY, NO_ROOM)
    taken = 0
    while tries.step_down(error):
        taken += 1
    assert taken == 6
