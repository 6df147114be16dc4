"""What a test left behind: threads, child processes, and Qt timers and threads that still run.

Each becomes a sentence, so that the test that made the leak fails, and not the end of the whole run.
"""

import gc
import importlib.util
import os
import threading
from dataclasses import dataclass

import psutil

HAS_QT = importlib.util.find_spec("PySide6") is not None
GRACE_SECONDS = 2.0
"""How long a thread or process that was told to end may take to do so."""


@dataclass(frozen=True, slots=True)
class Running:
    """What ran when a test began; all of it is somebody else's."""

    threads: frozenset[int]
    children: frozenset[psutil.Process]


def running_now() -> Running:
    """Take note of what runs before a test."""
    threads = frozenset(id(thread) for thread in threading.enumerate())
    return Running(threads, frozenset(_children()))


def leaks_since(before: Running, with_qt: bool) -> list[str]:
    """One sentence for each thing that was started since and still runs after a short grace."""
    leaks = _leaked_qt_objects() if with_qt else []
    return [*leaks, *_leaked_threads(before), *_leaked_children(before)]


def _children() -> list[psutil.Process]:
    return psutil.Process(os.getpid()).children(recursive=True)


def _leaked_threads(before: Running) -> list[str]:
    leaks = []
    for thread in threading.enumerate():
        # A dummy stands for a thread that Qt started; those are judged as QThread objects.
        if id(thread) in before.threads or isinstance(thread, threading._DummyThread):
            continue
        thread.join(GRACE_SECONDS)
        if thread.is_alive():
            leaks.append(f"The test left the thread {thread.name!r} running.")
    return leaks


def _leaked_children(before: Running) -> list[str]:
    new = [child for child in _children() if child not in before.children]
    _, alive = psutil.wait_procs(new, timeout=GRACE_SECONDS)
    return [f"The test left the child process {child.pid} running." for child in alive]


def _leaked_qt_objects() -> list[str]:
    """Timers and threads that Python made and that still run, after what was closed has been deleted."""
    from PySide6.QtCore import QCoreApplication, QEvent, QThread, QTimer
    from shiboken6 import isValid

    if QCoreApplication.instance() is None:
        return []
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    leaks = []
    for candidate in gc.get_objects():
        kind = type(candidate)
        if issubclass(kind, QTimer) and isValid(candidate) and candidate.isActive():
            leaks.append(f"The test left a timer of {candidate.interval()} ms running: {candidate.objectName()!r}.")
        elif issubclass(kind, QThread) and isValid(candidate) and candidate.isRunning() and not _is_main(candidate):
            leaks.append(f"The test left a QThread running: {candidate.objectName()!r}.")
    return leaks


def _is_main(thread: object) -> bool:
    from PySide6.QtCore import QCoreApplication

    application = QCoreApplication.instance()
    return application is not None and thread is application.thread()
