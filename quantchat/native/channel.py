"""The pipe between the app and a child: whole messages of bytes, with a bound on their size."""

import sys
from multiprocessing.connection import Connection

MAX_MESSAGE_BYTES = 256 * 1024 * 1024
"""No honest message is near it: the longest is a whole conversation."""


class ChannelClosed(Exception):  # noqa: N818  # an event of the pipe, not an error of ours
    """The other side is gone."""


class Channel:
    """One end of the pipe. One thread may send while another receives."""

    def __init__(self, connection: "Connection[bytes, bytes]") -> None:
        self._connection = connection

    def send(self, data: bytes) -> None:
        """Send one message; raises `ChannelClosed` if the other side is gone."""
        try:
            self._connection.send_bytes(data)
        except OSError as error:
            raise ChannelClosed from error

    def receive(self) -> bytes:
        """Wait for one message; raises `ChannelClosed` if the other side is gone."""
        try:
            return self._connection.recv_bytes(MAX_MESSAGE_BYTES)
        except (EOFError, OSError) as error:
            raise ChannelClosed from error

    @property
    def connection(self) -> "Connection[bytes, bytes]":
        """The pipe itself, for `multiprocessing.connection.wait`."""
        return self._connection

    def close(self) -> None:
        """Close this end."""
        self._connection.close()


def inherited_channel(handle: int) -> Channel:
    """Return the child's end of a pipe, from the handle it was started with."""
    if sys.platform == "win32":  # from Python's source; not run there
        from multiprocessing.connection import PipeConnection

        return Channel(PipeConnection(handle))
    return Channel(Connection(handle))
