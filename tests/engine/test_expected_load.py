"""While a load is being planned the engine's child is ready already, and whatever becomes of it costs nothing."""

import threading

import psutil
import pytest

from quantchat.core.plan import LoadPlan
from quantchat.engine.protocol import Loaded, LoadFailed
from quantchat.errors import ErrorKind
from tests.engine.running_engine import WAIT_SECONDS, RunningEngine, user


@pytest.fixture
def expecting(engine: RunningEngine, starter_plan: LoadPlan) -> RunningEngine:
    """An engine that was told that a load follows."""
    is_ready = threading.Event()
    engine.client.expect_load(starter_plan, is_ready.set)
    assert is_ready.wait(WAIT_SECONDS)
    return engine


def test_the_planned_load_goes_to_the_child_that_waits(expecting: RunningEngine, starter_plan: LoadPlan) -> None:
    waiting = expecting.child
    expecting.client.load(starter_plan)
    assert isinstance(expecting.load_result(), Loaded)
    assert expecting.child == waiting


def test_a_child_that_is_killed_while_it_waits_costs_nothing(expecting: RunningEngine, starter_plan: LoadPlan) -> None:
    waiting = expecting.child
    waiting.kill()
    psutil.wait_procs([waiting], WAIT_SECONDS)
    expecting.client.load(starter_plan)
    assert isinstance(expecting.load_result(), Loaded)
    assert expecting.ask(user("Say hello."), max_tokens=4).text


def test_a_load_that_is_given_up_while_it_is_planned_leaves_no_child(expecting: RunningEngine) -> None:
    waiting = expecting.child
    expecting.client.unload()
    failed = expecting.load_result()
    assert isinstance(failed, LoadFailed)
    assert failed.kind is ErrorKind.CANCELLED
    assert not waiting.is_running()
