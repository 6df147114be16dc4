"""The probe child answers, and whatever becomes of it is an exception and never a hang or a process left behind."""

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.metadata import version

import psutil
import pytest

from quantchat.core.gguf import GgufHeader
from quantchat.core.memory import AllocatorAnswer
from quantchat.core.plan import LoadPlan
from quantchat.probe import oracle as oracle_module
from quantchat.probe.oracle import Oracle, ProbeFailed
from tests.core.machines import GIB, MIB, model_in

PLAN = LoadPlan("", context_length=2048, gpu_layers=0)
SMALL = model_in("SmolLM2-135M", "Q4_1")


@pytest.fixture
def oracle() -> Iterator[Oracle]:
    with Oracle() as running:
        yield running


def with_metadata(**changes: int | str) -> GgufHeader:
    """The small model with other figures; "__" in a name stands for "."."""
    metadata = {name.replace("__", "."): value for name, value in changes.items()}
    return replace(SMALL, metadata={**SMALL.metadata, **metadata})


def children() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


def child_of(oracle: Oracle) -> psutil.Process:
    assert oracle._child is not None
    return psutil.Process(oracle._child.pid)


def right(answer: AllocatorAnswer) -> bool:
    """What the starter model's shape takes at 2,048 tokens."""
    return answer.kv_bytes == 45 * MIB and answer.context_length == 2048 and sum(answer.compute_bytes.values()) > MIB


def test_the_build_says_what_it_computes_with(oracle: Oracle) -> None:
    build = oracle.engine_build()
    assert build.version == version("llama-cpp-python")
    (cpu,) = (device for device in build.devices if device.kind == "cpu")
    assert cpu.backend == "CPU"
    assert cpu.total_bytes > 0
    assert "CPU" in build.backends
    assert build.instruction_sets
    assert not build.instruction_sets & {"LLAMAFILE", "OPENMP", "REPACK"}


def test_the_allocator_answers_for_models_that_are_not_there(oracle: Oracle) -> None:
    assert right(oracle.allocation(SMALL, PLAN))
    large = oracle.allocation(model_in("Llama-3.3-70B", "Q8_0"), replace(PLAN, context_length=8192))
    assert large.kv_bytes == 80 * 8 * 128 * 2 * 2 * 8192
    assert child_of(oracle).memory_info().rss < GIB


def test_bandwidth_is_measured_in_the_child(oracle: Oracle) -> None:
    assert 0.5 < oracle.bandwidth_gbps(2, 32 * MIB) < 2000


def test_one_child_answers_all_questions_and_ends_with_the_block() -> None:
    before = children()
    with Oracle() as oracle:
        oracle.engine_build()
        first = child_of(oracle)
        oracle.allocation(SMALL, PLAN)
        oracle.allocation(SMALL, replace(PLAN, context_length=512))
        assert child_of(oracle) == first
    assert children() == before
    oracle.close()  # once more is no error


def test_without_a_question_no_child_is_started() -> None:
    before = children()
    with Oracle():
        assert children() == before


REFUSED = {
    "an architecture that nobody knows": with_metadata(general__architecture="quantumfoo"),
    "a width that does not fit the tensors": with_metadata(llama__embedding_length=577),
    "a tensor that is missing": replace(SMALL, tensors=SMALL.tensors[:50]),
    "no tensors": replace(SMALL, tensors=()),
}


@pytest.mark.parametrize("header", REFUSED.values(), ids=REFUSED.keys())
def test_a_file_that_llama_cpp_refuses_costs_an_exception_and_not_the_child(oracle: Oracle, header: GgufHeader) -> None:
    oracle.engine_build()
    child = child_of(oracle)
    open_files = child.num_fds()
    with pytest.raises(ProbeFailed, match="Refused"):
        oracle.allocation(header, PLAN)
    assert child_of(oracle) == child
    assert child.num_fds() == open_files
    assert right(oracle.allocation(SMALL, PLAN))


def test_a_file_that_makes_llama_cpp_abort_costs_the_child_and_says_its_last_words(oracle: Oracle) -> None:
    before = children()
    with pytest.raises(ProbeFailed, match=r"it died.*GGML_ASSERT"):
        oracle.allocation(with_metadata(llama__block_count=0), PLAN)
    assert children() == before
    assert right(oracle.allocation(SMALL, PLAN))


def then(oracle: Oracle, ends: Callable[[int], None]) -> None:
    """Do something to the child just when it has been asked, while it cannot answer."""
    oracle.engine_build()
    assert oracle._child is not None
    pid, channel = oracle._child.pid, oracle._child.channel
    send = channel.send
    os.kill(pid, signal.SIGSTOP)

    def send_and_end(data: bytes) -> None:
        send(data)
        ends(pid)

    channel.send = send_and_end  # type: ignore[method-assign]  # there is no other moment to catch


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_a_child_that_is_killed_in_the_middle_is_an_exception_and_the_next_one_answers(
    oracle: Oracle, number: signal.Signals
) -> None:
    before = children()

    def kill(pid: int) -> None:
        os.kill(pid, number)
        os.kill(pid, signal.SIGCONT)

    then(oracle, kill)
    with pytest.raises(ProbeFailed, match="it died"):
        oracle.allocation(SMALL, PLAN)
    assert children() == before
    assert right(oracle.allocation(SMALL, PLAN))


def test_a_child_that_was_killed_between_two_questions_is_noticed_at_the_next(oracle: Oracle) -> None:
    oracle.engine_build()
    child = child_of(oracle)
    child.kill()
    psutil.wait_procs([child], timeout=5)
    with pytest.raises(ProbeFailed):
        oracle.allocation(SMALL, PLAN)
    assert right(oracle.allocation(SMALL, PLAN))


def test_a_child_that_hangs_is_ended_after_its_time_and_its_late_answer_never_taken_for_another() -> None:
    before = children()
    with Oracle(answer_seconds=0.3) as oracle:
        oracle._answer_seconds = 20.0  # starting it takes longer
        then(oracle, lambda _pid: None)
        oracle._answer_seconds = 0.3
        with pytest.raises(ProbeFailed, match=r"no answer in 0\.3 s"):
            oracle.allocation(SMALL, PLAN)
        assert children() == before
        oracle._answer_seconds = 20.0
        assert right(oracle.allocation(SMALL, PLAN))


def test_a_child_that_hangs_at_the_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oracle_module, "_END_SECONDS", 0.1)
    before = children()
    with Oracle() as oracle:
        oracle.engine_build()
        child_of(oracle).suspend()
    assert children() == before


def test_a_child_that_cannot_be_started_is_an_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_program: str) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(oracle_module, "ChildProcess", refuse)
    with Oracle() as oracle, pytest.raises(ProbeFailed, match="could not be started"):
        oracle.engine_build()


def test_an_answer_that_makes_no_sense_is_an_exception_and_ends_the_child(
    oracle: Oracle, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = children()
    with monkeypatch.context() as patched:
        patched.setattr(oracle_module, "encode", lambda _request: b"\xc1 no request")
        with pytest.raises(ProbeFailed):
            oracle.engine_build()
    assert children() == before
    assert oracle.engine_build().devices
