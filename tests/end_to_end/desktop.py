"""A desktop of its own for the real program: an X server without a screen, real keys, a look from outside."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import psutil

WAIT_SECONDS = 60.0
Result = TypeVar("Result")


def wait_until(what: str, probe: Callable[[], Result | None]) -> Result:
    """Wait until `probe` finds something; fail with `what` was waited for."""
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        if result := probe():
            return result
        time.sleep(0.02)  # the other program runs on its own; there is no signal of it to wait for
    raise AssertionError(f"waited {WAIT_SECONDS:.0f} s for {what}")


@contextmanager
def x_server() -> Iterator[str]:
    """An X server on a display number that nobody uses; yields its name.

    It does not start over when its last client goes, which would refuse whoever comes at that moment.
    """
    reader, writer = os.pipe()
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1400x900x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=(writer,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as numbers:
            yield f":{numbers.readline().strip()}"
    finally:
        process.terminate()
        process.wait()


class Program:
    """The real program, started as a person starts it."""

    def __init__(self, display: str, data_folder: Path, *arguments: str) -> None:
        self.display = display
        self._environment = {
            **{name: value for name, value in os.environ.items() if name not in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")},
            "DISPLAY": display,
            "QUANTCHAT_DATA_DIR": str(data_folder),
        }
        self.process = subprocess.Popen([sys.executable, "-m", "quantchat", *arguments], env=self._environment)

    def window(self, title: str = "^QuantChat$") -> str:
        """Wait for the window; return its X number."""

        def visible_window() -> str | None:
            found = self._xdotool("search", "--onlyvisible", "--name", title)
            return found.split()[0] if found else None

        return wait_until("the window", visible_window)

    def close_message(self, title: str) -> None:
        """Wait for a message window and close it with the keyboard."""
        self._xdotool("windowfocus", "--sync", self.window(title))
        self.press("Return")

    def focus(self) -> None:
        """Give the window the keyboard, as a click on it does."""
        self._xdotool("windowfocus", "--sync", self.window())

    def type_text(self, text: str) -> None:
        """Type on the keyboard."""
        self._xdotool("type", "--delay", "5", text)

    def press(self, key: str) -> None:
        """Press a key, by its X name."""
        self._xdotool("key", key)

    def close_window(self) -> None:
        """Close the window as the button of its frame does."""
        self.process.terminate()

    def engine_child(self) -> psutil.Process:
        """Wait for the engine's process."""

        def child() -> psutil.Process | None:
            children = psutil.Process(self.process.pid).children(recursive=True)
            return next((c for c in children if "quantchat.engine.child" in " ".join(c.cmdline())), None)

        return wait_until("the engine", child)

    def end(self) -> None:
        """End the program, however it stands."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def _xdotool(self, *words: str) -> str:
        result = subprocess.run(
            ["xdotool", *words], env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
        )
        return result.stdout.decode()
