"""Lets Ctrl-C and a polite end from the system close the window as the person would, with everything stored."""

import signal
import socket
import sys
from types import FrameType

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, Slot


class Interrupts(QObject):
    """Turns SIGINT and SIGTERM into an end of Qt's loop.

    Python runs its signal handlers only between two bytecodes, which Qt's loop may not reach for hours; the byte that
    Python writes into the socket wakes it.
    """

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_activated)
        self._wakeup_before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._handlers_before = {number: signal.signal(number, _ignore) for number in _NUMBERS}

    def close(self) -> None:
        """Give the signals back."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._wakeup_before)
        for number, handler in self._handlers_before.items():
            signal.signal(number, handler)
        self._reader.close()
        self._writer.close()

    @Slot()
    def _on_activated(self) -> None:
        received = self._reader.recv(64)
        if any(number in received for number in _NUMBERS):
            QCoreApplication.quit()


_NUMBERS = (signal.SIGINT, signal.SIGTERM) if sys.platform != "win32" else (signal.SIGINT,)


def _ignore(_signal: int, _frame: FrameType | None) -> None:
    """Keep Python from raising KeyboardInterrupt in the middle of a slot; the socket tells us."""
