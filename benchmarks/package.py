"""Figures of the frozen program, taken from outside as a person with a watch would: `python benchmarks/package.py`.

It needs Xvfb and xdotool, and a program that `make package` made. Cold starts need root, because the kernel is told to
forget the files it has read. The first token is seen on the disk, where answers are written every 250 ms: the figure is
late by that at most. The native engine is that of this checkout's `.venv`; the two take turns.

    python benchmarks/package.py [--program FOLDER] [--package FILE.deb] [--starts 5] [--pairs 3]
"""

import argparse
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

CHECKOUT = Path(__file__).resolve().parent.parent
PROGRAM = CHECKOUT / "build" / "package" / "frozen" / "quantchat"
WAIT_SECONDS = 60.0
IDLE_SECONDS = 8.0
LOOK_EVERY_S = 0.01
TARGETS = {
    "package_mb": 200.0,
    "cold_start_s": 1.5,
    "warm_start_s": 1.0,
    "first_token_s": 3.0,
    "idle_rss_mb": 150.0,
    "decode_ratio": 0.97,
    "prefill_ratio": 0.97,
}
_AT_LEAST = frozenset({"decode_ratio", "prefill_ratio"})


@dataclass(frozen=True, slots=True)
class Start:
    """One start of the window.

    Attributes:
        window_s: until the window was visible.
        first_token_s: from the first Enter to the first token on the disk; 0 where nothing was asked.
        idle_rss_mb: memory of the window's process after a while; 0 where it was not waited for.
        idle_private_mb: what of it no other process shares.
    """

    window_s: float
    first_token_s: float = 0.0
    idle_rss_mb: float = 0.0
    idle_private_mb: float = 0.0


def main() -> int:
    """Measure everything; return 1 if a figure misses its target."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=Path, default=PROGRAM, help="folder of the frozen program")
    parser.add_argument("--package", type=Path, help="the .deb (default: the newest in dist)")
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--pairs", type=int, default=3, help="runs of each engine")
    arguments = parser.parse_args()
    packages = sorted((CHECKOUT / "dist").glob("*.deb"), key=lambda path: path.stat().st_mtime)
    package = arguments.package or (packages[-1] if packages else None)
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    figures = {"package_mb": package.stat().st_size / 1e6} if package else {}
    executable = arguments.program / "quantchat"
    with x_server() as display:
        figures |= start_figures(executable, display, arguments.starts)
    figures |= speed_figures(executable, arguments.pairs)
    print(f"load after: {os.getloadavg()[0]:.1f}")
    return report(figures)


def start_figures(executable: Path, display: str, starts: int) -> dict[str, float]:
    """Starts from a cold disk cache and from a warm one, the first question, and memory at rest."""
    figures: dict[str, float] = {}
    if os.geteuid() == 0:
        figures["cold_start_s"] = statistics.median(cold_start(executable, display).window_s for _ in range(starts))
    start(executable, display)
    figures["warm_start_s"] = statistics.median(start(executable, display).window_s for _ in range(starts))
    asked = [start(executable, display, ask=True) for _ in range(2)]
    figures["first_token_s"] = statistics.median(one.first_token_s for one in asked)
    idle = start(executable, display, idle=True)
    figures["idle_rss_mb"] = idle.idle_rss_mb
    figures["idle_private_mb"] = idle.idle_private_mb
    return figures


def cold_start(executable: Path, display: str) -> Start:
    """A start after the kernel has forgotten every file."""
    subprocess.run(["sync"], check=True)
    Path("/proc/sys/vm/drop_caches").write_text("3\n", encoding="ascii")
    return start(executable, display)


def start(executable: Path, display: str, *, ask: bool = False, idle: bool = False) -> Start:
    """Start the window with an empty home, look at it, and end it."""
    with tempfile.TemporaryDirectory(prefix="quantchat-") as home:
        environment = {"PATH": "/usr/bin:/bin", "HOME": home, "LANG": "C.UTF-8", "DISPLAY": display}
        began = time.perf_counter()
        process = subprocess.Popen([executable], env=environment, stderr=subprocess.DEVNULL)
        try:
            window = wait_for(lambda: xdotool(display, "search", "--onlyvisible", "--name", "^QuantChat$").split())[0]
            window_s = time.perf_counter() - began
            first_token_s = time_first_token(display, window, Path(home)) if ask else 0.0
            if not idle:
                return Start(window_s, first_token_s)
            time.sleep(IDLE_SECONDS)
            memory = psutil.Process(process.pid).memory_full_info()
            return Start(window_s, 0.0, memory.rss / 1e6, memory.uss / 1e6)
        finally:
            process.terminate()
            process.wait()


def time_first_token(display: str, window: str, home: Path) -> float:
    """Type a question and press Enter; return the seconds until something of the answer is on the disk."""
    xdotool(display, "windowfocus", window)
    xdotool(display, "type", "--delay", "10", "What is the capital of France?")
    began = time.perf_counter()
    xdotool(display, "key", "Return")
    database = home / ".local/share/quantchat/conversations.sqlite3"
    wait_for(lambda: has_begun_to_answer(database))
    return time.perf_counter() - began


def has_begun_to_answer(database: Path) -> bool:
    """Whether an answer with text is on the disk."""
    if not database.is_file():
        return False
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        try:
            rows = connection.execute("SELECT 1 FROM message WHERE role = 'assistant' AND content <> ''")
            return rows.fetchone() is not None
        except sqlite3.OperationalError:  # the tables are being made
            return False


def speed_figures(executable: Path, pairs: int) -> dict[str, float]:
    """How fast the shipped engine is beside the one compiled for this processor; they take turns.

    The best run of each counts, since other work on the machine can only make one slower; the median of the pairs is
    told beside it.
    """
    native = [sys.executable, "-m", "quantchat"]
    taken = [(speeds([str(executable)]), speeds(native)) for _ in range(pairs)]
    ratios = {}
    for part in ("decode", "prefill"):
        best_shipped, best_compiled = (max(pair[side][part] for pair in taken) for side in (0, 1))
        ratios[f"{part}_ratio"] = best_shipped / best_compiled
        ratios[f"{part}_pairs"] = statistics.median(shipped[part] / compiled[part] for shipped, compiled in taken)
    return ratios


def speeds(command: list[str]) -> dict[str, float]:
    """Tokens per second as `quantchat bench` tells them."""
    with tempfile.TemporaryDirectory(prefix="quantchat-") as home:
        environment = {**os.environ, "QUANTCHAT_DATA_DIR": home}
        words = [*command, "bench", "--json", "--prompt-tokens", "256", "--tokens", "64", "--repetitions", "3"]
        run = subprocess.run(words, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=True)
    told = json.loads(run.stdout)
    found = {part: float(told[f"{part}_tokens_per_second"]) for part in ("decode", "prefill")}
    print(f"  {Path(command[0]).name}: decode {found['decode']:.1f}, prefill {found['prefill']:.0f} tokens/s")
    return found


def report(figures: dict[str, float]) -> int:
    """Print the figures beside their targets."""
    missed = 0
    for name, value in figures.items():
        target = TARGETS.get(name)
        if target is None:
            print(f"{name:<18}{value:8.2f}")
            continue
        holds = value >= target if name in _AT_LEAST else value <= target
        missed += not holds
        sign = ">=" if name in _AT_LEAST else "<="
        print(f"{name:<18}{value:8.2f}   wanted {sign} {target:g}{'' if holds else '   MISSED'}")
    return int(missed > 0)


def wait_for(look: Callable[[], list[str] | bool]) -> list[str]:
    """Look until something is there."""
    give_up = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < give_up:
        if found := look():
            return found if isinstance(found, list) else []
        time.sleep(LOOK_EVERY_S)
    raise SystemExit("What was waited for did not come.")


def xdotool(display: str, *words: str) -> str:
    """Use keyboard and mouse, or look for windows."""
    environment = {**os.environ, "DISPLAY": display}
    run = subprocess.run(["xdotool", *words], env=environment, capture_output=True, text=True, check=False)
    return run.stdout


@contextmanager
def x_server() -> Iterator[str]:
    """A display that nobody sees; yields its name."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"]
    process = subprocess.Popen(command, pass_fds=(writer,), stderr=subprocess.DEVNULL)
    os.close(writer)
    try:
        with os.fdopen(reader) as numbers:
            yield f":{numbers.readline().strip()}"
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
