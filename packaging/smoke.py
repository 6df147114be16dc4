"""Tries a frozen program as a person's computer would run it: a bare environment, an empty home, no Python.

    python packaging/smoke.py TREE

Everything is checked at the program that is going to be shipped and not at its parts: that the commands answer, that
the window opens, which libraries each process has really loaded, and that the last words of a dying engine arrive.
"""

import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

_Found = TypeVar("_Found")

ENGINE_FILES = ("llama_cpp", "numpy", "libggml")
QT_FILES = ("PySide6", "libQt6", "shiboken6")
_DEADLINE_S = 120.0
_LOOK_EVERY_S = 0.05


class SmokeError(Exception):
    """The frozen program does not do what it must; the text says what."""


def main(arguments: list[str]) -> int:
    """Try everything; return the exit status."""
    tree = Path(arguments[0]).absolute()
    with tempfile.TemporaryDirectory(prefix="quantchat smöke ") as home:
        try:
            for check in CHECKS:
                check(FrozenProgram(tree, Path(home)))
                print(f"{check.__name__.removeprefix('check_').replace('_', ' ')}: yes", flush=True)
        except SmokeError as error:
            print(f"{tree}: {error}", file=sys.stderr)
            return 1
    return 0


class FrozenProgram:
    """The program with the environment of somebody who just logged in."""

    def __init__(self, tree: Path, home: Path) -> None:
        self.tree = tree
        self.home = home
        self.environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "QT_QPA_PLATFORM": "offscreen",
        }

    def run(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            [self.tree / "quantchat", *arguments],
            env=self.environment,
            cwd="/",
            capture_output=True,
            text=True,
            timeout=_DEADLINE_S,
            check=False,
        )

    @contextmanager
    def started(self, *arguments: str | Path) -> Iterator[subprocess.Popen[bytes]]:
        """Run the program while something is looked at, then end it as the system ends programs."""
        process = subprocess.Popen(
            [self.tree / "quantchat", *arguments],
            env=self.environment,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.communicate(timeout=_DEADLINE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()


def check_it_tells_its_version(program: FrozenProgram) -> None:
    """`--version`, which needs nothing but Python."""
    _require("QuantChat " in program.run("--version").stdout, "it does not tell its version")


def check_the_starter_model_is_there(program: FrozenProgram) -> None:
    """`models` in an empty home: what the package brought."""
    _require("SmolLM2" in program.run("models").stdout, "the starter model is not listed")


def check_the_starter_model_answers(program: FrozenProgram) -> None:
    """`ask`, which starts the engine."""
    run = program.run("ask", "--max-tokens", "8", "--temperature", "0", "Name a colour.")
    _require(run.returncode == 0 and bool(run.stdout.strip()), f"no answer came: {run.stderr.strip()}")


def check_it_knows_what_the_engine_computes_with(program: FrozenProgram) -> None:
    """`hardware`, which starts the probe; a package without backends would tell of no device."""
    text = program.run("hardware").stdout
    used = next((line for line in text.splitlines() if line.startswith("Engine uses")), "")
    _require("CPU" in used, f"the engine found no processor to compute on:\n{text}")


def check_the_engine_loads_nothing_of_qt(program: FrozenProgram) -> None:
    """The engine while it answers, by the files the kernel says it has mapped."""
    with program.started("ask", "--max-tokens", "4000", "Tell a very long story.") as process:
        engine = _wait_for(lambda: _child_named(process.pid, "quantchat-engine"), "the engine did not start")
        _wait_for(lambda: "libggml-cpu" in _maps(engine), "the engine loaded no backend")
        _require_unmapped(engine, QT_FILES, "the engine")


def check_the_window_loads_nothing_of_the_engine(program: FrozenProgram) -> None:
    """The window once it has started a child of its own, by its mapped files."""
    with program.started() as process:
        _wait_for(lambda: _children(process.pid), "the window started no engine and no probe")
        _require("libQt6Widgets" in _maps(process.pid), "the window is not one of Qt")
        _require_unmapped(process.pid, ENGINE_FILES, "the window")
        _require(process.poll() is None, "the window closed by itself")
    _require(process.returncode == 0, f"the window ended with {process.returncode}")
    _require((program.home / ".local/share/quantchat").is_dir(), "nothing was stored in the home folder")


def check_the_last_words_of_a_dying_engine_arrive(program: FrozenProgram) -> None:
    """A model file that makes llama.cpp abort: its reason has to reach the person."""
    (starter,) = (program.tree / "_internal" / "resources" / "models").glob("*.gguf")
    model = program.home / "aborts.gguf"
    model.write_bytes(_with_a_token_twice(starter.read_bytes()))
    said = program.run("ask", "--anyway", "--model", model, "Hello").stderr
    _require("id_to_token" in said, f"the reason of an abort did not arrive, but: {said.strip()}")


CHECKS: tuple[Callable[[FrozenProgram], None], ...] = (
    check_it_tells_its_version,
    check_the_starter_model_is_there,
    check_the_starter_model_answers,
    check_it_knows_what_the_engine_computes_with,
    check_the_engine_loads_nothing_of_qt,
    check_the_window_loads_nothing_of_the_engine,
    check_the_last_words_of_a_dying_engine_arrive,
)


def _require(holds: bool, failure: str) -> None:
    if not holds:
        raise SmokeError(failure)


def _require_unmapped(pid: int, names: tuple[str, ...], who: str) -> None:
    maps = _maps(pid)
    _require(bool(maps), f"{who} ended early")
    found = sorted({line.split()[-1] for line in maps.splitlines() if any(name in line for name in names)})
    _require(not found, f"{who} loads what it must not: {', '.join(found)}")


def _wait_for(look: Callable[[], _Found], failure: str) -> _Found:
    give_up = time.monotonic() + _DEADLINE_S
    while time.monotonic() < give_up:
        if found := look():
            return found
        time.sleep(_LOOK_EVERY_S)
    raise SmokeError(failure)


def _maps(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/maps").read_text(encoding="utf-8", errors="replace")
    except OSError:  # it has ended
        return ""


def _children(pid: int) -> tuple[int, ...]:
    found: list[int] = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):  # by the thread that started them
        found += map(int, children.read_text(encoding="ascii").split())
    return tuple(found)


def _child_named(pid: int, name: str) -> int:
    for child in _children(pid):
        if name.encode() in Path(f"/proc/{child}/cmdline").read_bytes():
            return child
    return 0


def _with_a_token_twice(model: bytes) -> bytes:
    """The model with one token of its vocabulary written over the next of the same length: llama.cpp wants no two."""
    changed = bytearray(model)
    place = model.index(_TOKENS_KEY) + len(_TOKENS_KEY) + _ARRAY_HEAD_BYTES
    last: dict[int, int] = {}
    while True:
        (length,) = struct.unpack_from("<Q", model, place)
        place += 8
        if length in last:
            changed[place : place + length] = model[last[length] : last[length] + length]
            return bytes(changed)
        last[length] = place
        place += length


_TOKENS_KEY = b"tokenizer.ggml.tokens"
_ARRAY_HEAD_BYTES = 4 + 4 + 8
"""Before the strings of an array: that it is one, of what, and of how many."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
