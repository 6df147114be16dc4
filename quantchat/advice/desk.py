"""The adviser for a running program: a thread of its own that reads the machine, plans loads and judges models.

Reading drivers and asking llama.cpp may take seconds, and the probe child dies with the thread that made it; so all of
it happens here, one thing after the other, and what comes of it is told by callbacks on this thread.
"""

import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from quantchat.advice.adviser import Adviser
from quantchat.advice.letters import letter_rows
from quantchat.advice.machine import this_machine
from quantchat.advice.measurements import LEAST_TOKENS, Measurement, Measurements
from quantchat.advice.shelf import Shelf
from quantchat.advice.shelf_values import LetterRow, ModelCard, ModelSheet, SheetQuestion, ShelfGroup
from quantchat.core.assessment import Assessment
from quantchat.core.chat import AnswerFigures
from quantchat.core.hardware import Hardware
from quantchat.core.memory import ModelMemories, PlanMemory, with_released
from quantchat.core.plan import ALL_GPU_LAYERS, LoadPlan
from quantchat.errors import KnownError
from quantchat.library.catalogue import Catalogue, read_catalogue
from quantchat.library.model_file import read_model_header
from quantchat.library.models import LocalModel
from quantchat.probe.oracle import Oracle
from quantchat.wording import worded


@dataclass(frozen=True, slots=True)
class PlannedLoad:
    """How a model is best loaded here.

    Attributes:
        plan: with the layers that fit on GPUs, or as many as were asked for.
        assessment: what it takes and how fast it would be.
        measured: how it went here before; None if it never ran so.
    """

    plan: LoadPlan
    assessment: Assessment
    measured: Measurement | None


@dataclass(frozen=True, slots=True)
class _Reading:
    """This machine as it was read, and who advises on it.

    Attributes:
        adviser: for the machine with what `held` holds counted as free.
        held: what the model in use held then.
        at_seconds: of the monotonic clock.
    """

    adviser: Adviser
    held: PlanMemory | None
    at_seconds: float


_END_SECONDS = 5.0

EXACT_AGE_SECONDS = 5.0
"""How old a reading of the machine may be where a sheet is to be exact."""

FORMULA_AGE_SECONDS = 60.0
"""The same where a slider is being moved: reading the machine takes 15 ms beside a running probe, 0.3 s without."""

LINGER_SECONDS = 10.0
"""How long the probe child is kept for the next question: starting it takes 0.3 s, and it holds GPU memory."""

_NO_CATALOGUE_KEY = "no catalogue"
_NO_CATALOGUE = worded("Models on offer")

Result = TypeVar("Result")
PlanCallback = Callable[[PlannedLoad | KnownError | None], None]
"""Gets the plan, or why the file cannot be read; None after a bug of the advice, which keeps no model from loading."""

SheetCallback = Callable[[ModelSheet | KnownError | None], None]
"""Gets the sheet, or why there is none; None after a bug of the advice."""

LettersCallback = Callable[[tuple[LetterRow, ...] | KnownError | None], None]
"""Gets the rows, or why there are none; None after a bug of the advice."""


class AdviceDesk:
    """Plans loads and judges models on this machine, one thing at a time; all callbacks come on its own thread."""

    def __init__(
        self,
        machine_file: Path,
        measurements_file: Path,
        reading_speed: float,
        *,
        described: Hardware | None = None,
        catalogue: Catalogue | None = None,
    ) -> None:
        """Start the thread; the files need not exist.

        Args:
            machine_file: where the measured bandwidth is kept.
            measurements_file: where speeds are kept.
            reading_speed: tokens a second below which writing counts as slow.
            described: a machine to advise on in place of this one; then all is computed by formula, and nothing is
                learned from answers.
            catalogue: the models on offer; by default those that come with the program.
        """
        self._machine_file = machine_file
        self._measurements_file = measurements_file
        self._reading_speed = reading_speed
        self._described = described
        self._catalogue = catalogue
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._is_closing = threading.Event()
        self._oracle = Oracle()
        self._measurements: Measurements | None = None
        self._shelf: Shelf | None = None
        self._reading: _Reading | None = None
        self._listing = 0
        self._newest_question: SheetQuestion | None = None
        self._thread = threading.Thread(target=self._work, name="advice-desk", daemon=True)
        self._thread.start()

    def set_reading_speed(self, tokens_per_second: float) -> None:
        """Count writing below this speed as slow from now on."""
        self._jobs.put(lambda: self._take_reading_speed(tokens_per_second))

    def plan_load(self, wanted: LoadPlan, on_done: PlanCallback) -> None:
        """Plan how to load a model into what is free now; a number of GPU layers that was asked for is kept."""
        self._put(lambda: on_done(self._despite_bugs(lambda: self._planned(wanted))))

    def note_answer(self, planned: PlannedLoad, figures: AnswerFigures, memory_bytes: int) -> None:
        """Learn from an answer; one that is too short to say anything about speed is passed over."""
        if figures.answer_tokens >= LEAST_TOKENS and self._described is None:
            self._jobs.put(lambda: self._note(planned, figures.tokens_per_second, memory_bytes))

    def read_machine(self, on_done: Callable[[Hardware], None], *, measure_anew: bool = False) -> None:
        """Read this machine, with `measure_anew` also its bandwidth."""
        self._put(lambda: self._read_machine(on_done, measure_anew=measure_anew))

    def list_shelf(
        self,
        models: Sequence[LocalModel],
        wanted: LoadPlan,
        held: PlanMemory | None,
        on_card: Callable[[ModelCard], None],
        on_done: Callable[[], None],
    ) -> None:
        """Judge all models, card by card; other work comes in between. A newer listing ends this one unfinished.

        Args:
            models: on this computer.
            wanted: context and KV type.
            held: what the model in use holds, which counts as free.
            on_card: gets every card at once, then again when it is judged, and again where its group changed.
            on_done: called at the end, also after a bug; not if a newer listing came.
        """
        self._listing += 1
        listing = self._listing

        def begin() -> None:
            cards = self._cards(tuple(models), wanted, held)
            self._next_card(listing, cards, on_card, on_done)

        self._put(begin)

    def ask_sheet(self, question: SheetQuestion, held: PlanMemory | None, on_done: SheetCallback) -> None:
        """Judge the quantizations of one model.

        Of several questions that wait only the newest is answered, by formula and exactly if it was asked both ways.
        An exact answer is llama.cpp's own for as many rows as it gives in 0.3 s, the recommended one first, then those
        of files that are here; the others are computed.
        """
        self._newest_question = question

        def answer() -> None:
            if self._is_newest(question):
                on_done(self._despite_bugs(lambda: self._sheet(question, held)))

        self._put(answer)

    def ask_letters(self, question: SheetQuestion, held: PlanMemory | None, on_done: LettersCallback) -> None:
        """Work out the types that are explained for one model, by formula."""
        self._put(lambda: on_done(self._despite_bugs(lambda: self._letters(question, held))))

    def close(self) -> None:
        """Finish what is under way and end the thread; what waits is dropped but for what was learned.

        A thread that waits for a hanging driver is left to the process.
        """
        self._is_closing.set()
        self._jobs.put(None)
        self._thread.join(_END_SECONDS)

    def _put(self, job: Callable[[], None]) -> None:
        self._jobs.put(lambda: None if self._is_closing.is_set() else job())

    # What follows runs on the desk's own thread.

    def _work(self) -> None:
        self._measurements = Measurements(self._measurements_file)
        with self._oracle:
            linger_seconds: float | None = None
            while True:
                try:
                    job = self._jobs.get(timeout=linger_seconds)
                except queue.Empty:
                    self._oracle.close()
                    linger_seconds = None
                    continue
                if job is None:
                    return
                job()
                linger_seconds = LINGER_SECONDS

    def _take_reading_speed(self, tokens_per_second: float) -> None:
        self._reading_speed, self._reading = tokens_per_second, None

    def _read_machine(self, on_done: Callable[[Hardware], None], *, measure_anew: bool) -> None:
        on_done(self._described or this_machine(self._oracle, self._machine_file, measure_anew=measure_anew))

    def _despite_bugs(self, work: Callable[[], Result]) -> Result | KnownError | None:
        try:
            return work()
        except KnownError as error:
            return error
        except Exception:  # noqa: BLE001  # it goes to the log like any bug, and the program goes on without advice
            self._log_bug()
            return None

    def _log_bug(self) -> None:
        threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), self._thread)))

    def _planned(self, wanted: LoadPlan) -> PlannedLoad:
        header = read_model_header(Path(wanted.model_path))
        try:
            adviser = self._new_adviser(None, ModelMemories())
            assessment = adviser.fit(header, wanted, choose_gpu_layers=wanted.gpu_layers == ALL_GPU_LAYERS)
        finally:
            self._oracle.close()  # so that it holds no GPU memory when the model is loaded
        plan = replace(wanted, gpu_layers=assessment.memory.placement.gpu_layers)
        return PlannedLoad(plan, assessment, adviser.measured(assessment.memory))

    def _note(self, planned: PlannedLoad, tokens_per_second: float, memory_bytes: int) -> None:
        hardware = this_machine(self._oracle, self._machine_file)
        adviser = Adviser(hardware, measurements=self._measurements)
        with suppress(OSError):  # where the disk refuses, it counts until the program ends
            adviser.note(planned.assessment.memory, tokens_per_second, memory_bytes)

    def _new_adviser(self, held: PlanMemory | None, memories: ModelMemories) -> Adviser:
        """Read the machine anew."""
        hardware = self._described or this_machine(self._oracle, self._machine_file)
        is_this_machine = self._described is None
        return Adviser(
            with_released(hardware, held),
            oracle=self._oracle if is_this_machine else None,
            is_this_machine=is_this_machine,
            measurements=self._measurements if is_this_machine else None,
            reading_speed=self._reading_speed,
            memories=memories,
        )

    def _adviser(self, shelf: Shelf, held: PlanMemory | None, most_seconds: float) -> Adviser:
        """The adviser for the machine as it was no longer ago than that, with the same model in use."""
        now, reading = time.monotonic(), self._reading
        if reading is None or now - reading.at_seconds > most_seconds or reading.held != held:
            reading = self._reading = _Reading(self._new_adviser(held, shelf.memories), held, now)
        return reading.adviser

    def _cards(self, models: Sequence[LocalModel], wanted: LoadPlan, held: PlanMemory | None) -> Iterator[ModelCard]:
        try:
            shelf = self._filled_shelf()
        except KnownError as error:
            shelf = self._shelf = Shelf(Catalogue(()), self._log_bug)
            yield ModelCard(_NO_CATALOGUE_KEY, _NO_CATALOGUE, ShelfGroup.MORE, problem=error.sentence)
        yield from shelf.cards(models, wanted, lambda: self._adviser(shelf, held, 0.0))

    def _filled_shelf(self) -> Shelf:
        if self._shelf is None:
            self._shelf = Shelf(self._catalogue or read_catalogue(), self._log_bug)
        return self._shelf

    def _next_card(
        self,
        listing: int,
        cards: Iterator[ModelCard],
        on_card: Callable[[ModelCard], None],
        on_done: Callable[[], None],
    ) -> None:
        """Tell of one card, and queue for the next behind whatever waits."""
        if listing != self._listing:
            return
        card = self._despite_bugs(lambda: next(cards, None))
        if not isinstance(card, ModelCard):
            on_done()
            return
        on_card(card)
        self._put(lambda: self._next_card(listing, cards, on_card, on_done))

    def _is_newest(self, question: SheetQuestion) -> bool:
        newest = self._newest_question
        return newest is None or (newest.card.key, newest.plan, newest.is_fixed) == (
            question.card.key,
            question.plan,
            question.is_fixed,
        )

    def _sheet(self, question: SheetQuestion, held: PlanMemory | None) -> ModelSheet:
        shelf = self._filled_shelf()
        seconds = EXACT_AGE_SECONDS if question.is_exact else FORMULA_AGE_SECONDS
        adviser = self._adviser(shelf, held, seconds)
        return shelf.sheet(question, adviser, lambda: self._is_newest(question))

    def _letters(self, question: SheetQuestion, held: PlanMemory | None) -> tuple[LetterRow, ...]:
        shelf = self._filled_shelf()
        adviser = self._adviser(shelf, held, FORMULA_AGE_SECONDS)
        return letter_rows(shelf.candidates(question.card), adviser, question.plan)
