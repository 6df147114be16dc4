"""Engines with the starter model; one is shared by all tests that leave it as they found it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from quantchat.core.plan import LoadPlan
from quantchat.engine.protocol import Loaded
from quantchat.settings import resources_folder
from tests.engine.running_engine import RunningEngine


@pytest.fixture(scope="session")
def starter_model() -> Path:
    """The model that is shipped with the program."""
    (path,) = (resources_folder() / "models").glob("*.gguf")
    return path


@pytest.fixture(scope="session")
def starter_plan(starter_model: Path) -> LoadPlan:
    """How the program loads it, with a context of moderate size."""
    return LoadPlan(str(starter_model), context_length=4096)


@pytest.fixture(scope="session")
def shared_engine(starter_plan: LoadPlan) -> Iterator[RunningEngine]:
    """One loaded engine for the whole run; it must be loaded and idle after each test."""
    running = RunningEngine()
    assert isinstance(running.load(starter_plan), Loaded)
    yield running
    running.client.close()


@pytest.fixture
def engine() -> Iterator[RunningEngine]:
    """An engine of one's own, not loaded."""
    running = RunningEngine()
    yield running
    running.client.close()


@pytest.fixture
def loaded_engine(engine: RunningEngine, starter_plan: LoadPlan) -> RunningEngine:
    """An engine of one's own with the starter model."""
    assert isinstance(engine.load(starter_plan), Loaded)
    return engine
