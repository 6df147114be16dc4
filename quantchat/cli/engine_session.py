"""An engine with a model in it for as long as a command runs; its events are read one after the other."""

import queue
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

from quantchat.advice.adviser import Adviser
from quantchat.advice.machine import this_machine
from quantchat.advice.measurements import Measurements
from quantchat.cli.model_choice import chosen_model, saved_settings
from quantchat.cli.output import print_error
from quantchat.core.assessment import Assessment
from quantchat.core.model_check import check_model
from quantchat.core.model_facts import model_facts
from quantchat.core.plan import LoadPlan
from quantchat.core.reasons import doubt_sentences
from quantchat.engine.client import ClientEvent, EngineClient
from quantchat.engine.protocol import Loaded, LoadFailed
from quantchat.errors import ErrorKind, KnownError
from quantchat.library.model_file import read_model_header
from quantchat.probe.oracle import Oracle
from quantchat.settings import folders
from quantchat.wording import worded


class EngineSession:
    """An engine that is asked and heard on one thread.

    Attributes:
        model_name: for people.
        client: the engine.
    """

    def __init__(self, model_name: str, adviser: Adviser, assessment: Assessment) -> None:
        self.model_name = model_name
        self._adviser = adviser
        self._assessment = assessment
        self._events: queue.SimpleQueue[ClientEvent] = queue.SimpleQueue()
        self.client = EngineClient(self._events.put)

    def next_event(self) -> ClientEvent:
        """Wait for what the engine says next."""
        return self._events.get()

    def events(self) -> Iterator[ClientEvent]:
        """What the engine says, without end; the reader stops at what it waits for."""
        while True:
            yield self.next_event()

    def note_speed(self, loaded: Loaded, tokens_per_second: float) -> None:
        """Let the advice learn from what was measured; a model that had to be loaded with less says nothing."""
        planned = self._assessment.memory.plan
        if tokens_per_second > 0 and (loaded.plan.kv_type, loaded.gpu_layers) == (planned.kv_type, planned.gpu_layers):
            with suppress(OSError):  # where the disk refuses, the advice just does not learn
                self._adviser.note(self._assessment.memory, tokens_per_second, loaded.memory.anonymous_bytes)


@contextmanager
def loaded_engine(
    wanted_model: str | None, context_length: int | None, *, may_step_down: bool = True, anyway: bool = False
) -> Iterator[tuple[EngineSession, Loaded]]:
    """Load a model (by default the one last used) as the advice plans it; the engine is gone when the block is left.

    Where memory is short the model is loaded with less than asked for, which is said, unless `may_step_down` is False.
    A model that is predicted not to fit is only tried with `anyway`.

    Raises:
        KnownError: there is no such model, it is predicted not to fit, or it cannot be loaded.
    """
    settings = saved_settings()
    path = chosen_model(wanted_model, settings)
    header = read_model_header(path)
    check_model(header)
    wanted = LoadPlan(str(path), context_length=context_length or settings.context_length)
    with Oracle() as oracle:
        adviser = Adviser(
            this_machine(oracle, folders().machine_file),
            oracle=oracle,
            measurements=Measurements(folders().measurements_file),
            reading_speed=settings.reading_tokens_per_second,
        )
        assessment = adviser.fit(header, wanted, choose_gpu_layers=True)
    name = model_facts(header, path.stem).display_name
    if assessment.is_doubtful and not anyway:
        sentence, hint = doubt_sentences(assessment, name)
        raise KnownError(
            ErrorKind.OUT_OF_MEMORY, sentence, worded("{hint} With --anyway it is tried all the same.", hint=hint)
        )
    session = EngineSession(name, adviser, assessment)
    try:
        plan = replace(wanted, gpu_layers=assessment.memory.placement.gpu_layers)
        session.client.load(plan, may_step_down=may_step_down)
        result = next(event for event in session.events() if isinstance(event, Loaded | LoadFailed))
        if isinstance(result, LoadFailed):
            raise result.error
        if result.notice:
            print_error(result.notice)
        yield session, result
    finally:
        session.client.close()
