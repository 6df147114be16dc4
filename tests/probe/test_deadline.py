"""A reader that hangs or throws costs its line, not the time and not the others."""

import threading
from collections.abc import Iterator

import pytest

from quantchat.probe.deadline import Outcome, read_side_by_side
from quantchat.wording import Wording, verbatim


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
    outcomes = read_side_by_side({"hanging driver": release.wait, "healthy": lambda: True}, seconds=0.05)

    failure = verbatim("The hanging driver did not answer in time.")
    assert outcomes == {"hanging driver": Outcome(failure=failure), "healthy": Outcome(True)}
    assert isinstance(outcomes["hanging driver"].failure, Wording)


def test_a_reader_that_still_hangs_is_not_started_again(release: threading.Event) -> None:
    starts = []

    def hang() -> bool:
        starts.append(True)
        return release.wait()

    read_side_by_side({"stuck driver": hang}, seconds=0.01)

    failure = verbatim("The stuck driver still does not answer.")
    assert read_side_by_side({"stuck driver": hang}, seconds=0.01) == {"stuck driver": Outcome(failure=failure)}
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
        (RuntimeError("the library\x1b is\nbroken."), "The broken driver failed: the library is broken."),
        (OSError(5, "Input/output error"), "The broken driver failed: [Errno 5] Input/output error."),
        (KeyError(), "The broken driver failed: KeyError."),
    ],
)
def test_a_reader_that_throws_tells_why_on_one_line(error: Exception, failure: str) -> None:
    def throw() -> None:
        raise error

    assert read_side_by_side({"broken driver": throw}) == {"broken driver": Outcome(failure=verbatim(failure))}
