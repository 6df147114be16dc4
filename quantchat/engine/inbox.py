"""The child's ear: reads commands in a thread of its own, so that a Cancel need not wait in line."""

import os
import queue
import threading
from typing import Protocol

from quantchat.engine.protocol import Cancel, Command, decode_command
from quantchat.native.channel import Channel, ChannelClosed


class Abort(Protocol):
    """What stops a running computation."""

    def set(self) -> None:
        """Ask for a stop."""

    def clear(self) -> None:
        """Allow work again."""


class Inbox(threading.Thread):
    """Reads commands from the app; when the app is gone, ends this process whatever it is doing.

    The app sends one generation at a time, so a Cancel means the running one or the one about to run.
    """

    def __init__(self, channel: Channel) -> None:
        super().__init__(name="engine-inbox", daemon=True)
        self._channel = channel
        self._commands: queue.SimpleQueue[Command] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._running_id: int | None = None
        self._running_abort: Abort | None = None
        self._cancelled_id: int | None = None

    def next_command(self) -> Command:
        """Wait for the next command that is no Cancel."""
        return self._commands.get()

    def begin(self, generation_id: int, abort: Abort) -> bool:
        """Say that a generation starts; False if it was cancelled before it could."""
        with self._lock:
            if generation_id == self._cancelled_id:
                return False
            abort.clear()
            self._running_id, self._running_abort = generation_id, abort
            return True

    def end(self) -> None:
        """Say that the running generation is over."""
        with self._lock:
            self._running_id = self._running_abort = None

    def run(self) -> None:
        """Read until the app is gone."""
        while True:
            try:
                command = decode_command(self._channel.receive())
            except ChannelClosed:
                os._exit(0)
            if isinstance(command, Cancel):
                self._cancel(command.generation_id)
            else:
                self._commands.put(command)

    def _cancel(self, generation_id: int) -> None:
        with self._lock:
            self._cancelled_id = generation_id
            if self._running_id == generation_id and self._running_abort is not None:
                self._running_abort.set()
