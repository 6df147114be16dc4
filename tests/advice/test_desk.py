"""The desk plans loads and judges models, on a thread of its own, with the real probe and the starter model."""

import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from quantchat.advice import desk as desk_module
from quantchat.advice.desk import AdviceDesk, PlannedLoad
from quantchat.advice.measurements import Measurements
from quantchat.advice.shelf import Shelf
from quantchat.advice.shelf_values import LetterRow, ModelCard, ModelSheet, SheetQuestion, ShelfGroup
from quantchat.core.assessment import Verdict
from quantchat.core.chat import AnswerFigures
from quantchat.core.hardware import Hardware
from quantchat.core.memory import MemorySource
from quantchat.core.plan import LoadPlan
from quantchat.core.speed import SpeedBasis
from quantchat.errors import ErrorKind, KnownError
from quantchat.library.catalogue import Catalogue, read_catalogue
from quantchat.library.models import ModelLibrary
from quantchat.settings import resources_folder
from quantchat.wording import worded
from tests.core.machines import GAMING_PC, GIB

STARTER = resources_folder() / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf"
STARTERS = ModelLibrary(resources_folder() / "models", Path("/nowhere")).scan()
FEW = Catalogue(tuple(map(read_catalogue().find, ("smollm2-135m-instruct", "qwen3-8b", "llama-3.3-70b-instruct"))))
WANTED = LoadPlan("", context_length=2048)
WAIT_SECONDS = 60

Answer = PlannedLoad | KnownError | None
Sheet = ModelSheet | KnownError | None


@pytest.fixture(scope="module", autouse=True)
def _machine_measured_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    Desk.machine_file = tmp_path_factory.mktemp("machine") / "machine.json"


class Desk:
    """A desk and what it answered."""

    machine_file: Path

    def __init__(self, folder: Path, described: Hardware | None = None) -> None:
        self.measurements_file = folder / "measurements.jsonl"
        self.desk = AdviceDesk(
            self.machine_file, self.measurements_file, reading_speed=5.0, described=described, catalogue=FEW
        )
        self._answers: queue.SimpleQueue[Answer] = queue.SimpleQueue()

    def plan(self, path: Path = STARTER, context_length: int = 2048) -> Answer:
        self.desk.plan_load(LoadPlan(str(path), context_length=context_length), self._answers.put)
        return self._answers.get(timeout=60)

    def listed(self) -> list[ModelCard]:
        """Every card as it was told, to the end."""
        cards: list[ModelCard] = []
        is_done = threading.Event()
        self.desk.list_shelf(STARTERS, WANTED, None, cards.append, is_done.set)
        assert is_done.wait(WAIT_SECONDS)
        return cards

    def card(self, name: str) -> ModelCard:
        return {card.name: card for card in self.listed()}[name]

    def sheet(self, question: SheetQuestion) -> Sheet:
        answers: queue.SimpleQueue[Sheet] = queue.SimpleQueue()
        self.desk.ask_sheet(question, None, answers.put)
        return answers.get(timeout=WAIT_SECONDS)

    def hold(self) -> Callable[[], None]:
        """Keep the desk busy until the function that is returned is called."""
        is_held, may_go = threading.Event(), threading.Event()

        def wait(_hardware: Hardware) -> None:
            is_held.set()
            assert may_go.wait(WAIT_SECONDS)

        self.desk.read_machine(wait)
        assert is_held.wait(WAIT_SECONDS)
        return may_go.set

    def settle(self) -> None:
        """Wait until everything that was asked is done or dropped."""
        self.hold()()

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


@pytest.fixture
def simulated(tmp_path: Path) -> Iterator[Desk]:
    """A desk that advises on a gaming computer."""
    opened = Desk(tmp_path, GAMING_PC)
    yield opened
    opened.desk.close()


def question(card: ModelCard, context_length: int = 2048, *, is_exact: bool = False) -> SheetQuestion:
    return SheetQuestion(card, replace(WANTED, context_length=context_length), is_fixed=True, is_exact=is_exact)


def test_every_model_is_told_and_then_judged(simulated: Desk) -> None:
    cards = simulated.listed()
    first, judged = cards[: len(FEW.entries)], {card.key: card for card in cards}
    assert {card.verdict for card in first} == {None}
    assert {card.name: card.verdict for card in judged.values()} == {
        "SmolLM2 135M Instruct": Verdict.GPU,
        "Qwen3 8B": Verdict.GPU,
        "Llama 3.3 70B Instruct": Verdict.IMPOSSIBLE,
    }
    assert {card.name: card.group for card in judged.values()} == {
        "SmolLM2 135M Instruct": ShelfGroup.HERE,
        "Qwen3 8B": ShelfGroup.RECOMMENDED,
        "Llama 3.3 70B Instruct": ShelfGroup.MORE,
    }


def test_a_newer_listing_ends_the_older_one(simulated: Desk) -> None:
    old: list[str] = []
    new: list[ModelCard] = []
    is_done = threading.Event()

    def list_anew(card: ModelCard) -> None:
        old.append(card.name)
        simulated.desk.list_shelf(STARTERS, WANTED, None, new.append, is_done.set)

    simulated.desk.list_shelf(STARTERS, WANTED, None, list_anew, lambda: old.append("done"))
    assert is_done.wait(WAIT_SECONDS)
    simulated.settle()
    assert old == ["SmolLM2 135M Instruct"]
    assert {card.key for card in new if card.verdict} == {card.key for card in new}


def test_a_question_is_answered_before_the_list_is_done(simulated: Desk) -> None:
    order: list[str] = []
    is_done = threading.Event()

    def ask_at_first(card: ModelCard) -> None:
        if not order:
            simulated.desk.ask_sheet(question(card), None, lambda _sheet: order.append("sheet"))
        order.append(card.name)

    simulated.desk.list_shelf(STARTERS, WANTED, None, ask_at_first, is_done.set)
    assert is_done.wait(WAIT_SECONDS)
    assert order.index("sheet") < len(FEW.entries)


def test_of_several_questions_that_wait_only_the_newest_is_answered(simulated: Desk) -> None:
    card = simulated.card("Qwen3 8B")
    answered: list[tuple[int, bool]] = []

    def told(sheet: Sheet) -> None:
        assert isinstance(sheet, ModelSheet)
        answered.append((sheet.question.plan.context_length, sheet.question.is_exact))

    let_go = simulated.hold()
    for context_length in (2048, 4096, 8192):
        for is_exact in (False, True):
            simulated.desk.ask_sheet(question(card, context_length, is_exact=is_exact), None, told)
    let_go()
    simulated.settle()
    assert answered == [(8192, False), (8192, True)]


def test_a_sheet_of_the_starter_model_is_llama_cpps_own_if_that_was_asked(desk: Desk) -> None:
    card = desk.card("SmolLM2 135M Instruct")
    sources = {}
    for is_exact in (False, True):
        sheet = desk.sheet(question(card, is_exact=is_exact))
        assert isinstance(sheet, ModelSheet)
        rows = {row.quantization: row.assessment.memory.source for row in sheet.recommendation.advice.rows}
        sources[is_exact] = rows["Q4_1"]
        assert sheet.trained_context_length == 8192
    assert sources == {False: MemorySource.FORMULA, True: MemorySource.PROBE}


def test_what_ran_here_is_told_as_measured_on_its_sheet(desk: Desk) -> None:
    desk.desk.note_answer(desk.planned(), AnswerFigures(answer_tokens=101, decode_ms=1000.0), 0)
    sheet = desk.sheet(question(desk.card("SmolLM2 135M Instruct")))
    assert isinstance(sheet, ModelSheet)
    assert {name: round(found.tokens_per_second) for name, found in sheet.measured.items()} == {"Q4_1": 100}


def test_the_model_in_use_counts_as_gone(simulated: Desk) -> None:
    card = simulated.card("Qwen3 8B")
    sheets: queue.SimpleQueue[Sheet] = queue.SimpleQueue()
    held = simulated.planned().assessment.memory
    simulated.desk.ask_sheet(question(card), held, sheets.put)
    sheet = sheets.get(timeout=WAIT_SECONDS)
    assert isinstance(sheet, ModelSheet)
    freed = sheet.hardware.gpus[0].free_bytes - GAMING_PC.gpus[0].free_bytes
    assert 0 < freed == min(held.gpus[0].total_bytes, GAMING_PC.gpus[0].total_bytes - GAMING_PC.gpus[0].free_bytes)


def test_the_letters_are_worked_out_for_a_model(simulated: Desk) -> None:
    card = simulated.card("SmolLM2 135M Instruct")
    rows: queue.SimpleQueue[tuple[LetterRow, ...] | KnownError | None] = queue.SimpleQueue()
    simulated.desk.ask_letters(question(card), None, rows.put)
    answer = rows.get(timeout=WAIT_SECONDS)
    assert isinstance(answer, tuple)
    assert [row.shown_name for row in answer] == ["FP32", "F16", "Q8_0", "Q5_1", "Q4_K_M", "Q4_1", "Q4_0"]
    assert answer[5].row.candidate.path == str(STARTER)


def test_a_machine_that_is_described_is_taken_for_this_one_and_nothing_is_learned_of_it(simulated: Desk) -> None:
    machines: queue.SimpleQueue[Hardware] = queue.SimpleQueue()
    simulated.desk.read_machine(machines.put)
    assert machines.get(timeout=WAIT_SECONDS) == GAMING_PC
    planned = simulated.planned()
    assert planned.assessment.verdict is Verdict.GPU
    assert planned.assessment.memory.source is MemorySource.FORMULA
    assert planned.assessment.memory.gpus[0].total_memory_bytes > 7 * GIB
    simulated.desk.note_answer(planned, AnswerFigures(answer_tokens=101, decode_ms=1000.0), 0)
    simulated.settle()
    assert not simulated.measurements_file.exists()


def test_layers_that_were_asked_for_are_planned(simulated: Desk) -> None:
    plans: queue.SimpleQueue[Answer] = queue.SimpleQueue()
    simulated.desk.plan_load(LoadPlan(str(STARTER), gpu_layers=7), plans.put)
    answer = plans.get(timeout=WAIT_SECONDS)
    assert isinstance(answer, PlannedLoad)
    assert answer.plan.gpu_layers == 7
    assert answer.assessment.verdict is Verdict.SPLIT


def test_a_sheet_of_files_that_are_gone_is_told(simulated: Desk, tmp_path: Path) -> None:
    card = simulated.card("SmolLM2 135M Instruct")
    gone = replace(card, key="gone", files=(replace(STARTERS[0], path=tmp_path / "gone.gguf"),))
    answer = simulated.sheet(question(gone))
    assert isinstance(answer, KnownError)
    assert answer.kind is ErrorKind.FILE_MISSING


def test_without_a_catalogue_the_models_that_are_here_are_judged_and_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> Catalogue:
        raise KnownError(ErrorKind.FILE_MISSING, worded("The list is missing."))

    monkeypatch.setattr(desk_module, "read_catalogue", missing)
    opened = Desk(tmp_path, GAMING_PC)
    opened.desk._catalogue = None
    cards = {card.name: card for card in opened.listed()}
    opened.desk.close()
    assert cards["SmolLM2 135M Instruct"].verdict is Verdict.GPU
    assert [card.problem for card in cards.values() if card.problem] == ["The list is missing."]


def test_a_bug_in_a_sheet_or_a_listing_is_logged_and_told(simulated: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    card = simulated.card("Qwen3 8B")
    told: list[threading.ExceptHookArgs] = []

    def broken(*_arguments: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(threading, "excepthook", told.append)
        patch.setattr(Shelf, "sheet", broken)
        patch.setattr(Shelf, "cards", broken)
        assert simulated.sheet(question(card)) is None
        assert simulated.listed() == []
    assert [type(args.exc_value) for args in told] == [ZeroDivisionError] * 2
    assert isinstance(simulated.sheet(question(card)), ModelSheet)


def test_closing_drops_what_waits(tmp_path: Path) -> None:
    opened = Desk(tmp_path, GAMING_PC)
    let_go = opened.hold()
    done: list[str] = []
    opened.desk.list_shelf(STARTERS, WANTED, None, lambda card: done.append(card.name), lambda: done.append("done"))
    opened.desk.plan_load(LoadPlan(str(STARTER)), lambda _answer: done.append("plan"))
    closing = threading.Thread(target=opened.desk.close)
    closing.start()
    assert opened.desk._is_closing.wait(WAIT_SECONDS)
    let_go()
    closing.join()
    assert done == []
    assert not any(thread.name == "advice-desk" for thread in threading.enumerate())
