"""An engine with a model in it for as long as a command runs; its events are read one after the other."""

import queue
from collections.abc import Iterator
from contextlib import contextmanager

from quantchat.cli.model_choice import chosen_model, saved_settings
from quantchat.cli.output import print_error
from quantchat.core.plan import LoadPlan
from quantchat.engine.client import ClientEvent, EngineClient
from quantchat.engine.protocol import Loaded, LoadFailed
from quantchat.library.models import inspect_model


class EngineSession:
    """An engine that is asked and heard on one thread.

    Attributes:
        model_name: for people.
        client: the engine.
    """

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name
        self._events: queue.SimpleQueue[ClientEvent] = queue.SimpleQueue()
        self.client = EngineClient(self._events.put)

    def next_event(self) -> ClientEvent:
        """Wait for what the engine says next."""
        return self._events.get()

    def events(self) -> Iterator[ClientEvent]:
        """What the engine says, without end; the reader stops at what it waits for."""
        while True:
            yield self.next_event()


@contextmanager
def loaded_engine(wanted_model: str | None, context_length: int | None) -> Iterator[tuple[EngineSession, Loaded]]:
    """Load a model (by default the one last used); the engine is gone when the block is left.

    Raises:
        KnownError: there is no such model, or it cannot be loaded.
    """
    settings = saved_settings()
    path = chosen_model(wanted_model, settings)
    session = EngineSession(inspect_model(path).display_name)
    try:
        session.client.load(LoadPlan(str(path), context_length=context_length or settings.context_length))
        result = next(event for event in session.events() if isinstance(event, Loaded | LoadFailed))
        if isinstance(result, LoadFailed):
            raise result.error
        if result.notice:
            print_error(result.notice)
        yield session, result
    finally:
        session.client.close()
