"""Speed, time left, and how often they are told, with a clock of the test's own."""

from pathlib import Path

import pytest

from quantchat.errors import ErrorKind, KnownError
from quantchat.library.downloads.progress import SPEED_SECONDS, TELL_SECONDS, Progress, Speed
from quantchat.library.downloads.values import DownloadState
from quantchat.wording import worded
from tests.library.downloads.published_models import file_request, request_for
from tests.library.downloads.watcher import Watcher

TOTAL_BYTES = 1000


class Clock:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def progress(watcher: Watcher, clock: Clock) -> Progress:
    return Progress(request_for(Path("models"), file_request(bytes(TOTAL_BYTES))), watcher, clock=clock)


def test_progress_is_told_a_few_times_a_second_and_a_change_of_state_at_once(
    progress: Progress, watcher: Watcher, clock: Clock
) -> None:
    for received_bytes in range(0, 160, 10):
        progress.running(received_bytes)
        clock.seconds += TELL_SECONDS / 4
    assert [status.received_bytes for status in watcher.all] == [0, 40, 80, 120]
    progress.checking(1)
    progress.retrying(2.0, KnownError(ErrorKind.NETWORK, worded("Cut.")))
    assert watcher.states == [DownloadState.RUNNING, DownloadState.CHECKING, DownloadState.RETRYING]


def test_speed_and_time_left_are_those_of_the_last_seconds(progress: Progress, watcher: Watcher, clock: Clock) -> None:
    progress.running(0)
    clock.seconds += 1
    progress.running(100)
    assert (watcher.all[-1].bytes_per_second, watcher.all[-1].seconds_left) == (100, 9)
    for _ in range(10):
        clock.seconds += 1
        progress.running(100)
    assert (watcher.all[-1].bytes_per_second, watcher.all[-1].seconds_left) == (0, None)


def test_what_was_here_before_a_pause_does_not_count_as_speed(
    progress: Progress, watcher: Watcher, clock: Clock
) -> None:
    progress.checking(500)
    clock.seconds += 1
    progress.running(500)
    assert watcher.all[-1].bytes_per_second == 0
    clock.seconds += 1
    progress.running(550)
    assert watcher.all[-1].bytes_per_second == 50


def test_time_left_is_not_told_of_a_file_of_unknown_size(progress: Progress, watcher: Watcher, clock: Clock) -> None:
    progress.total_bytes = None
    progress.running(0)
    clock.seconds += 1
    progress.running(10)
    assert (watcher.all[-1].total_bytes, watcher.all[-1].seconds_left) == (None, None)


def test_a_long_silence_lowers_the_speed(clock: Clock) -> None:
    speed = Speed(clock)
    speed.add(0)
    clock.seconds += 10 * SPEED_SECONDS
    assert speed.add(100) == pytest.approx(100 / (10 * SPEED_SECONDS))
