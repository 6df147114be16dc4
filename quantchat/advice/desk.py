"""The adviser for a running program: a thread of its own that reads the machine, plans loads and learns from answers.

Reading drivers and asking llama.cpp may take seconds, and the probe child dies with the thread that made it; so all of
it happens here, one thing after the other, and what comes of it is told by callbacks on this thread.
"""

import queue
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from quantchat.advice.adviser import Adviser
from quantchat.advice.machine import this_machine
from quantchat.advice.measurements import LEAST_TOKENS, Measurement, Measurements
from quantchat.core.assessment import Assessment
from quantchat.core.chat import AnswerFigures
from quantchat.core.hardware import Hardware
from quantchat.core.plan import LoadPlan
from quantchat.errors import KnownError
from quantchat.library.model_file import read_model_header
from quantchat.probe.oracle import Oracle


@dataclass(frozen=True, slots=True)
class PlannedLoad:
    """How a model is best loaded here.

    Attributes:
        plan: with the layers that fit on GPUs.
        assessment: what it takes and how fast it would be.
        measured: how it went here before; None if it never ran so.
    """

    plan: LoadPlan
    assessment: Assessment
    measured: Measurement | None


_END_SECONDS = 5.0

PlanCallback = Callable[[PlannedLoad | KnownError | None], None]
"""Gets the plan, or why the file cannot be read; None after a bug of the advice, which keeps no model from loading."""


class AdviceDesk:
    """Plans loads on this machine, one at a time."""

    def __init__(self, machine_file: Path, measurements_file: Path, reading_speed: float) -> None:
        """Start the thread; the files need not exist.

        Args:
            machine_file: where the measured bandwidth is kept.
            measurements_file: where speeds are kept.
            reading_speed: tokens a second below which writing counts as slow.
        """
        self._machine_file = machine_file
        self._measurements_file = measurements_file
        self._reading_speed = reading_speed
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._measurements: Measurements | None = None
        self._thread = threading.Thread(target=self._work, name="advice-desk", daemon=True)
        self._thread.start()

    def plan_load(self, wanted: LoadPlan, on_done: PlanCallback) -> None:
        """Plan how to load a model into what is free now; `on_done` is called on the desk's thread."""
        self._jobs.put(lambda: on_done(self._planned_despite_bugs(wanted)))

    def note_answer(self, planned: PlannedLoad, figures: AnswerFigures, memory_bytes: int) -> None:
        """Learn from an answer; one that is too short to say anything about speed is passed over."""
        if figures.answer_tokens >= LEAST_TOKENS:
            self._jobs.put(lambda: self._note(planned, figures.tokens_per_second, memory_bytes))

    def read_machine(self, on_done: Callable[[Hardware], None], *, measure_anew: bool = False) -> None:
        """Read this machine, with `measure_anew` also its bandwidth; `on_done` is called on the desk's thread."""
        self._jobs.put(lambda: self._read_machine(on_done, measure_anew=measure_anew))

    def close(self) -> None:
        """Finish what is under way and end the thread; one that waits for a hanging driver is left to the process."""
        self._jobs.put(None)
        self._thread.join(_END_SECONDS)

    # What follows runs on the desk's own thread.

    def _work(self) -> None:
        self._measurements = Measurements(self._measurements_file)
        while (job := self._jobs.get()) is not None:
            job()

    def _read_machine(self, on_done: Callable[[Hardware], None], *, measure_anew: bool) -> None:
        with Oracle() as oracle:
            on_done(this_machine(oracle, self._machine_file, measure_anew=measure_anew))

    def _planned_despite_bugs(self, wanted: LoadPlan) -> PlannedLoad | KnownError | None:
        try:
            return self._planned(wanted)
        except Exception:  # noqa: BLE001  # it goes to the log like any bug, and the model is loaded without advice
            threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), self._thread)))
            return None

    def _planned(self, wanted: LoadPlan) -> PlannedLoad | KnownError:
        try:
            header = read_model_header(Path(wanted.model_path))
            with Oracle() as oracle:
                adviser = Adviser(
                    this_machine(oracle, self._machine_file),
                    oracle=oracle,
                    measurements=self._measurements,
                    reading_speed=self._reading_speed,
                )
                assessment = adviser.fit(header, wanted, choose_gpu_layers=True)
                measured = adviser.measured(assessment.memory)
        except KnownError as error:
            return error
        plan = replace(wanted, gpu_layers=assessment.memory.placement.gpu_layers)
        return PlannedLoad(plan, assessment, measured)

    def _note(self, planned: PlannedLoad, tokens_per_second: float, memory_bytes: int) -> None:
        with Oracle() as oracle:
            hardware = this_machine(oracle, self._machine_file)
        adviser = Adviser(hardware, measurements=self._measurements)
        with suppress(OSError):  # where the disk refuses, it counts until the program ends
            adviser.note(planned.assessment.memory, tokens_per_second, memory_bytes)
