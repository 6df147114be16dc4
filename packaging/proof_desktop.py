"""A desktop for the proof: an X server without a screen, a window manager, a session bus and a person who uses them."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

_Found = TypeVar("_Found")

DEADLINE_S = 120.0
_LOOK_EVERY_S = 0.1
_SETTLE_S = 1.0
"""Windows of other programs tell nobody when they have finished drawing."""

WINDOW_CLASS = "^(quantchat|QuantChat)$"


class ProofError(Exception):
    """Something did not happen that must; the text says what."""


def require(holds: bool, failure: str) -> None:
    """Stop the proof where something does not hold."""
    if not holds:
        raise ProofError(failure)


def wait_for(look: Callable[[], _Found], failure: str, deadline_s: float = DEADLINE_S) -> _Found:
    """Look until something is found, and return it."""
    give_up = time.monotonic() + deadline_s
    while time.monotonic() < give_up:
        if found := look():
            return found
        time.sleep(_LOOK_EVERY_S)
    raise ProofError(f"{failure} (waited {deadline_s:.0f} s)")


@dataclass(frozen=True, slots=True)
class Person:
    """A user of the system with an ordinary, that is an awkward, home folder."""

    name: str
    home: Path

    @property
    def data(self) -> Path:
        """Where the program keeps what is this person's."""
        return self.home / ".local" / "share" / "quantchat"

    @property
    def runtime(self) -> Path:
        """The folder of sockets that a login makes."""
        return Path("/tmp") / f"runtime-{self.name}"

    def processes(self) -> tuple[int, ...]:
        """The person's processes that belong to the program."""
        run = subprocess.run(["pgrep", "-u", self.name, "-f", "quantchat"], capture_output=True, text=True, check=False)
        return tuple(map(int, run.stdout.split()))


@contextmanager
def new_person(name: str, home: Path) -> Iterator[Person]:
    """Make a user, and remove it with everything that is its own afterwards."""
    person = Person(name, home)
    subprocess.run(["useradd", "--create-home", "--home-dir", home, "--shell", "/bin/bash", name], check=True)
    person.runtime.mkdir(mode=0o700)
    shutil.chown(person.runtime, name, name)
    try:
        yield person
    finally:
        for pid in person.processes():
            os.kill(pid, signal.SIGKILL)
        subprocess.run(["userdel", "--force", "--remove", name], capture_output=True, check=False)
        shutil.rmtree(person.runtime, ignore_errors=True)


class Desktop:
    """A person's session."""

    def __init__(self, person: Person, display: str, bus: str, pictures: Path) -> None:
        self.person = person
        self.display = display
        self._bus = bus
        self._pictures = pictures

    def environment(self, **more: str) -> dict[str, str]:
        """What a login sets."""
        return {
            "PATH": "/usr/bin:/bin",
            "HOME": str(self.person.home),
            "USER": self.person.name,
            "LOGNAME": self.person.name,
            "LANG": "C.UTF-8",
            "DISPLAY": self.display,
            "XDG_RUNTIME_DIR": str(self.person.runtime),
            "DBUS_SESSION_BUS_ADDRESS": self._bus,
            **more,
        }

    def command(self, *words: str | Path, **more: str) -> list[str]:
        """A command line that runs as the person, in the person's session."""
        variables = [f"{name}={value}" for name, value in self.environment(**more).items()]
        return ["runuser", "-u", self.person.name, "--", "env", "-i", *variables, *map(str, words)]

    def run(self, *words: str | Path, **more: str) -> str:
        """Run a command to its end; return what it printed."""
        run = subprocess.run(
            self.command(*words, **more), cwd="/", capture_output=True, text=True, timeout=DEADLINE_S * 3, check=False
        )
        require(run.returncode == 0, f"{' '.join(map(str, words))} failed: {run.stderr.strip()}")
        return run.stdout

    @contextmanager
    def started(
        self, *words: str | Path, messages: int = subprocess.DEVNULL, **more: str
    ) -> Iterator[subprocess.Popen[str]]:
        """Run a program meanwhile; `messages` is where its stderr goes, which what it starts in turn keeps open."""
        process = subprocess.Popen(
            self.command(*words, **more),
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=messages,
            text=True,
        )
        try:
            yield process
        finally:
            _end(process)

    def windows(self, search: str = WINDOW_CLASS) -> tuple[str, ...]:
        """Visible windows of a class."""
        return tuple(self._xdotool("search", "--onlyvisible", "--class", search).split())

    def window(self) -> str:
        """Wait for the program's window."""
        return wait_for(self.windows, "the window did not appear")[0]

    def place(self, window: str, width: int, height: int) -> None:
        """Put a window where its parts are where they are expected."""
        self._xdotool("windowactivate", window)
        self._xdotool("windowmove", window, "0", "0")
        self._xdotool("windowsize", window, str(width), str(height))
        wanted = {f"WIDTH={width}", f"HEIGHT={height}"}
        wait_for(
            lambda: wanted <= set(self._xdotool("getwindowgeometry", "--shell", window).split()),
            f"the window does not become {width} x {height}",
        )
        time.sleep(_SETTLE_S)

    def click(self, window: str, x: int, y: int, *, times: int = 1) -> None:
        """Click with the mouse at a point of a window."""
        self._xdotool("mousemove", "--window", window, str(x), str(y))
        self._xdotool("click", "--repeat", str(times), "--delay", "90", "1")
        time.sleep(_SETTLE_S)

    def type_text(self, text: str) -> None:
        """Type on the keyboard."""
        self._xdotool("type", "--delay", "20", text)

    def press(self, key: str) -> None:
        """Press a key, by its X name."""
        self._xdotool("key", key)

    def close(self, window: str) -> None:
        """Close a window as the button of its frame does."""
        self.run("wmctrl", "-i", "-c", window)

    def class_of(self, window: str) -> tuple[str, ...]:
        """WM_CLASS of a window: instance and class."""
        line = self.run("xprop", "-id", window, "WM_CLASS").partition("=")[2]
        return tuple(word.strip().strip('"') for word in line.split(","))

    def picture(self, name: str) -> None:
        """Take a picture of the whole screen."""
        time.sleep(_SETTLE_S)
        self.run("import", "-window", "root", self.person.runtime / "screen.png")
        shutil.move(self.person.runtime / "screen.png", self._pictures / f"{name}.png")

    @contextmanager
    def file_manager(self, folder: Path) -> Iterator[str]:
        """Show a folder; yields its window, in which the first icon is at FIRST_ICON."""
        with self.started("pcmanfm", folder):
            window = wait_for(lambda: self.windows("^[Pp]cmanfm$"), "the file manager did not open")[-1]
            time.sleep(_SETTLE_S * 2)
            self.place(window, 700, 500)
            yield window

    def _xdotool(self, *words: str) -> str:
        command = self.command("xdotool", *words)
        run = subprocess.run(command, cwd="/", capture_output=True, text=True, timeout=DEADLINE_S, check=False)
        return run.stdout


FIRST_ICON = (206, 95)
"""Where pcmanfm shows the first file in a window of 700 x 500."""


@contextmanager
def desktop_of(person: Person, pictures: Path, environment: Mapping[str, str] = os.environ) -> Iterator[Desktop]:
    """Start a session for a person, and end it."""
    with _x_server(environment) as display, _session_bus(person) as bus:
        desktop = Desktop(person, display, bus, pictures)
        with desktop.started("openbox"):
            time.sleep(_SETTLE_S)
            yield desktop


@contextmanager
def _x_server(environment: Mapping[str, str]) -> Iterator[str]:
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset", "-ac"]
    process = subprocess.Popen(command, pass_fds=(writer,), stderr=subprocess.DEVNULL, env=dict(environment))
    os.close(writer)
    try:
        with os.fdopen(reader) as numbers:
            yield f":{numbers.readline().strip()}"
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _session_bus(person: Person) -> Iterator[str]:
    address = f"unix:path={person.runtime}/bus"
    command = ["dbus-daemon", "--session", "--nofork", f"--address={address}"]
    environment = ["env", "-i", "PATH=/usr/bin:/bin", f"HOME={person.home}", f"XDG_RUNTIME_DIR={person.runtime}"]
    process = subprocess.Popen(
        ["runuser", "-u", person.name, "--", *environment, *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for((person.runtime / "bus").exists, "the session bus did not start")
        yield address
    finally:
        _end(process)


def _end(process: "subprocess.Popen[str] | subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        print("a program of the proof had to be killed", file=sys.stderr)
        process.kill()
        process.wait()
    if process.stderr is not None:
        process.stderr.close()
