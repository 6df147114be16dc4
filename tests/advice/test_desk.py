"""The desk plans loads on this machine, on a thread of its own, with the real probe and the starter model."""

import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from quantchat.advice import desk as desk_module
from quantchat.advice.desk import AdviceDesk, PlannedLoad
from quantchat.advice.measurements import Measurements
from quantchat.core.assessment import Verdict
from quantchat.core.chat import AnswerFigures
from quantchat.core.memory import MemorySource
from quantchat.core.plan import LoadPlan
from quantchat.core.speed import SpeedBasis
from quantchat.errors import ErrorKind, KnownError
from quantchat.settings import resources_folder

STARTER = resources_folder() / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf"
Answer = PlannedLoad | KnownError | None


class Desk:
    """A desk and what it answered."""

    def __init__(self, folder: Path) -> None:
        self.measurements_file = folder / "measurements.jsonl"
        self.desk = AdviceDesk(folder / "machine.json", self.measurements_file, reading_speed=5.0)
        self._answers: queue.SimpleQueue[Answer] = queue.SimpleQueue()

    def plan(self, path: Path = STARTER, context_length: int = 2048) -> Answer:
        self.desk.plan_load(LoadPlan(str(path), context_length=context_length), self._answers.put)
        return self._answers.get(timeout=60)

    def planned(self) -> PlannedLoad:
        answer = self.plan()
        assert isinstance(answer, PlannedLoad)
        return answer


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(tmp_path)
    yield opened
    opened.desk.close()


def test_a_load_is_planned_with_llama_cpps_own_figures(desk: Desk) -> None:
    planned = desk.planned()
    assert planned.assessment.memory.source is MemorySource.PROBE
    assert planned.assessment.verdict is Verdict.CPU
    assert planned.plan.gpu_layers == planned.assessment.memory.placement.gpu_layers
    assert planned.measured is None


def test_after_an_answer_the_same_load_is_told_as_measured(desk: Desk) -> None:
    desk.desk.note_answer(desk.planned(), AnswerFigures(answer_tokens=101, decode_ms=1000.0), 200_000_000)
    again = desk.planned()
    assert again.assessment.speed.basis is SpeedBasis.MEASURED
    assert again.assessment.speed.middle == pytest.approx(100.0)
    assert again.measured is not None
    assert again.measured.memory_bytes == 200_000_000


def test_an_answer_of_a_few_words_is_not_learned_from(desk: Desk) -> None:
    desk.desk.note_answer(desk.planned(), AnswerFigures(answer_tokens=5, decode_ms=1000.0), 0)
    assert desk.planned().assessment.speed.basis is SpeedBasis.PREDICTED
    assert not desk.measurements_file.exists()


def test_what_a_disk_refuses_to_keep_still_counts(tmp_path: Path) -> None:
    (tmp_path / "measurements.jsonl").mkdir()
    desk = Desk(tmp_path)
    desk.desk.note_answer(desk.planned(), AnswerFigures(answer_tokens=101, decode_ms=1000.0), 0)
    assert desk.planned().assessment.speed.basis is SpeedBasis.MEASURED
    desk.desk.close()


def test_a_file_that_is_gone_is_told(desk: Desk, tmp_path: Path) -> None:
    answer = desk.plan(tmp_path / "gone.gguf")
    assert isinstance(answer, KnownError)
    assert answer.kind is ErrorKind.FILE_MISSING
    desk.planned()


def test_a_bug_in_the_advice_is_logged_and_keeps_no_model_from_loading(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[threading.ExceptHookArgs] = []

    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(threading, "excepthook", told.append)
        patch.setattr(desk_module, "this_machine", broken)
        assert desk.plan() is None
    assert [type(args.exc_value) for args in told] == [ZeroDivisionError]
    desk.planned()


def test_closing_ends_the_thread_even_while_it_plans(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.desk.plan_load(LoadPlan(str(STARTER)), lambda _answer: None)
    desk.desk.close()
    assert not any(thread.name == "advice-desk" for thread in threading.enumerate())


def test_what_one_program_learned_another_knows(desk: Desk) -> None:
    planned = desk.planned()
    desk.desk.note_answer(planned, AnswerFigures(answer_tokens=101, decode_ms=1000.0), 0)
    desk.planned()
    assert Measurements(desk.measurements_file).correction(planned.assessment.memory.cpu.name).models == 1
