"""The guard that watches every test notices what a test could leave running."""

import subprocess
import sys
import threading

import pytest

from tests import leaks
from tests.leaks import leaks_since, running_now


@pytest.fixture(autouse=True)
def _short_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaks, "GRACE_SECONDS", 0.05)


@pytest.mark.parametrize("daemon", [True, False])
def test_a_thread_that_still_runs_is_told(daemon: bool) -> None:
    before = running_now()
    release = threading.Event()
    thread = threading.Thread(target=release.wait, name="worker", daemon=daemon)
    thread.start()
    try:
        assert leaks_since(before, with_qt=False) == ["The test left the thread 'worker' running."]
    finally:
        release.set()
        thread.join()


def test_a_child_process_that_still_runs_is_told() -> None:
    before = running_now()
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        assert leaks_since(before, with_qt=False) == [f"The test left the child process {child.pid} running."]
    finally:
        child.communicate(b"\n")


def test_what_has_ended_is_not_told() -> None:
    before = running_now()
    threading.Thread(target=str).start()
    subprocess.run([sys.executable, "-c", ""], check=True)

    assert leaks_since(before, with_qt=False) == []
