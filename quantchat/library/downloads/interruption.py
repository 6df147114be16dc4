"""How a download that waits for a server is told to stop at once, from another thread."""

import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Final
from weakref import WeakSet


class Interrupted(Exception):  # noqa: N818  # somebody asked for it; nothing failed
    """The download was told to stop."""


class Interruption:
    """A request to stop that reaches a thread wherever it waits: on a server, for the next try, or on the disk.

    A thread in a blocking read wakes up when its socket is shut down, which closing it would not do. The sockets are
    those that httpx opens while `trace` is the trace extension of its requests. A name that is being looked up and a
    connection that is being made have no socket yet; they end by their own time limit.
    """

    def __init__(self) -> None:
        self._requested: Final = threading.Event()
        self._lock: Final = threading.Lock()
        self._sockets: Final = WeakSet[socket.socket]()

    @property
    def is_requested(self) -> bool:
        """Whether the download has to stop."""
        return self._requested.is_set()

    def request(self) -> None:
        """Let the download stop; may be called on any thread and more than once."""
        with self._lock:
            self._requested.set()
            for connection in self._sockets:
                _shut_down(connection)

    def check(self) -> None:
        """Raise `Interrupted` if the download has to stop."""
        if self.is_requested:
            raise Interrupted

    def wait(self, seconds: float) -> None:
        """Wait, and raise `Interrupted` as soon as the download has to stop."""
        if self._requested.wait(seconds):
            raise Interrupted

    def trace(self, _event: str, info: Mapping[str, object]) -> None:
        """Take note of a socket that was opened; the trace extension of an httpx request."""
        stream_info = getattr(info.get("return_value"), "get_extra_info", None)
        connection = stream_info("socket") if stream_info is not None else None
        if isinstance(connection, socket.socket):
            with self._lock:
                self._sockets.add(connection)
                if self.is_requested:
                    _shut_down(connection)


def _shut_down(connection: socket.socket) -> None:
    with suppress(OSError):  # closed meanwhile
        # The plain socket's own method: that of a TLS socket would drop its state under the thread that reads.
        socket.socket.shutdown(connection, socket.SHUT_RDWR)
