"""A reader that hangs or throws costs its line, not the time and not the others."""

import threading
from collections.abc import Iterator

import pytest

from quantchat.probe.deadline import Outcome, read_side_by_side


@pytest.fixture
def release() -> Iterator[threading.Event]:
    """Lets hanging readers go; in any case at the end, so that no thread is left."""
    event = threading.Event()
    yield event
    event.set()


def test_answers_come_in_the_order_of_the_readers() -> None:
    assert read_side_by_side({"b": lambda: 2, "a": lambda: 1}) == {"b": Outcome(2), "a": Outcome(1)}


def test_a_reader_that_hangs_costs_its_line_and_not_the_time(release: threading.Event) -> None:
    # the reader waits until this test is over: coming back at all shows that nobody waits for it
    outcomes = read_side_by_side({"hanging": release.wait, "healthy": lambda: True}, seconds=0.05)

    assert outcomes == {"hanging": Outcome(failure="did not answer in time"), "healthy": Outcome(True)}


def test_a_reader_that_still_hangs_is_not_started_again(release: threading.Event) -> None:
    starts = []

    def hang() -> bool:
        starts.append(True)
        return release.wait()

    read_side_by_side({"stuck": hang}, seconds=0.01)

    assert read_side_by_side({"stuck": hang}, seconds=0.01) == {"stuck": Outcome(failure="still does not answer")}
    assert len(starts) == 1


def test_a_reader_that_came_back_is_asked_again(release: threading.Event) -> None:
    read_side_by_side({"slow": release.wait}, seconds=0.01)
    release.set()
    for thread in threading.enumerate():
        if thread.name == "reader of slow":
            thread.join()

    assert read_side_by_side({"slow": release.wait}) == {"slow": Outcome(True)}


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (RuntimeError("the library\x1b is\nbroken."), "failed: the library is broken"),
        (OSError(5, "Input/output error"), "failed: [Errno 5] Input/output error"),
        (KeyError(), "failed: KeyError"),
    ],
)
def test_a_reader_that_throws_tells_why_on_one_line(error: Exception, failure: str) -> None:
    def throw() -> None:
        raise error

    assert read_side_by_side({"broken": throw}) == {"broken": Outcome(failure=failure)}
