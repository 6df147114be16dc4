"""The frozen program: Python, Qt, the engine and everything else in one folder that runs where nothing is installed."""

import shutil
from pathlib import Path

from environment import pip_environment
from package_places import PackagePlaces, python_of
from steps import CommandFailedError, SetupStoppedError, run_step, say
from tree_pruning import prune

EXECUTABLES = ("quantchat", "quantchat-engine", "quantchat-probe")

FIXED_HASH_SEED = "1"
"""Sets in compiled modules are written in the order of their hashes: the same package twice needs one order."""


def freeze(places: PackagePlaces) -> None:
    """Freeze the program into `places.tree`.

    Raises:
        SetupStoppedError: PyInstaller could not do it.
    """
    target = places.tree.parent
    shutil.rmtree(target, ignore_errors=True)
    work = places.build / "pyinstaller"
    command: list[str | Path] = [
        *(python_of(places.tools), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"),
        *("--distpath", target, "--workpath", work, places.sources / "quantchat.spec"),
    ]
    try:
        run_step("Freezing the program", command, places.log, freezing_environment())
    except CommandFailedError as failure:
        raise SetupStoppedError(
            "The program could not be frozen.", f"PyInstaller said:\n{failure.last_lines}\nLog: {places.log}"
        ) from failure
    prune(places.tree)
    size_bytes = sum(path.lstat().st_size for path in places.tree.rglob("*") if not path.is_dir())
    say(f"Frozen program: {size_bytes / 1e6:.0f} MB in {places.tree}")


def freezing_environment() -> dict[str, str]:
    """The environment of PyInstaller: nothing of the person's Python, and the same bytes for the same sources."""
    return pip_environment() | {"PYTHONHASHSEED": FIXED_HASH_SEED}
