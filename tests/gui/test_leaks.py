"""The guard that watches every test notices Qt's timers and threads too."""

import pytest
from PySide6.QtCore import QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication

from tests.leaks import leaks_since, running_now


@pytest.mark.parametrize("parented", [True, False])
def test_a_timer_that_still_runs_is_told(qapp: QApplication, parented: bool) -> None:
    owner = QObject()
    timer = QTimer(owner) if parented else QTimer()
    timer.setObjectName("ticking")
    timer.start(500)

    assert leaks_since(running_now(), with_qt=True) == ["The test left a timer of 500 ms running: 'ticking'."]
    timer.stop()
    assert leaks_since(running_now(), with_qt=True) == []


def test_a_qt_thread_that_still_runs_is_told(qapp: QApplication) -> None:
    thread = QThread()
    thread.setObjectName("engine")
    thread.start()

    assert leaks_since(running_now(), with_qt=True) == ["The test left a QThread running: 'engine'."]
    thread.quit()
    thread.wait()
