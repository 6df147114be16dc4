"""What has to come from the operating system: a compiler, Python's venv, and the libraries that Qt's window needs.

Qt's wheels hold Qt, but not the X11 and OpenGL libraries below it. A missing one is asked for by trying to load it,
which is what Qt will do, and all that is missing is asked for at once, with the exact line to type.
"""

import ctypes
import importlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from steps import CommandFailedError, SetupStoppedError, run_step, say

WINDOW_LIBRARIES: Mapping[str, str] = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
"""Libraries that Qt's core, its widgets and its X11 plugin link, and the Debian package that holds each."""

TEST_PROGRAMS: Mapping[str, str] = {"Xvfb": "xvfb", "xdotool": "xdotool"}
"""Programs that the window tests start, and the Debian package that holds each."""

_COMPILERS = ("c++", "g++", "clang++")


@dataclass(frozen=True, slots=True)
class Need:
    """Something that is missing: its name as people know it, and the Debian package that holds it."""

    what: str
    package: str


def missing_libraries(load: Callable[[str], object] = ctypes.CDLL) -> list[Need]:
    """Libraries of the window that this system cannot load; `load` raises `OSError` for a missing one."""
    if sys.platform != "linux":
        return []
    missing = []
    for library, package in WINDOW_LIBRARIES.items():
        try:
            load(library)
        except OSError:
            missing.append(Need(library, package))
    return missing


def missing_test_programs() -> list[Need]:
    """Programs of the window tests that this system lacks."""
    return [Need(program, package) for program, package in TEST_PROGRAMS.items() if shutil.which(program) is None]


def missing_compiler() -> list[Need]:
    """The C++ compiler, if there is none: the one named in CXX, or one that CMake finds by itself."""
    named = os.environ.get("CXX")
    candidates = (named.split()[0],) if named else _COMPILERS
    return [] if any(shutil.which(compiler) for compiler in candidates) else [Need("a C++ compiler", "g++")]


def missing_venv() -> list[Need]:
    """Python's venv with its pip, which Debian and Ubuntu keep in a package of their own."""
    importlib.invalidate_caches()
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return []
    return [Need("Python's venv module", f"python3.{sys.version_info.minor}-venv")]


def provide(needs: Callable[[], Sequence[Need]], log: Path) -> None:
    """Install what `needs` finds missing where this is allowed, and ask the person for it elsewhere.

    Raises:
        SetupStoppedError: something is missing, and how to get it.
    """
    missing = needs()
    if missing and shutil.which("apt-get") and os.geteuid() == 0:
        _install(sorted({need.package for need in missing}), log)
        missing = needs()
    if missing:
        raise _please_install(missing)


def _please_install(missing: Sequence[Need]) -> SetupStoppedError:
    names = ", ".join(need.what for need in missing)
    sentence = f"This system lacks what QuantChat needs: {names}."
    if shutil.which("apt-get") is None:
        return SetupStoppedError(sentence, "Install the packages of this system that hold it, then try again.")
    packages = " ".join(sorted({need.package for need in missing}))
    return SetupStoppedError(sentence, f"Install it with this line, then try again:\n  sudo apt-get install {packages}")


def _install(packages: Sequence[str], log: Path) -> None:
    """Install Debian packages; the package lists are fetched only where they turn out to be missing or old."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    known = subprocess.run([*install, "--simulate"], env=environment, capture_output=True, check=False)
    try:
        if known.returncode != 0:
            run_step("Updating the package lists", ["apt-get", "update"], log, environment)
        say(f"System packages to install: {' '.join(packages)}")
        run_step("Installing system packages", install, log, environment)
    except CommandFailedError as failure:
        raise SetupStoppedError(
            f"These system packages could not be installed: {' '.join(packages)}.",
            f"Check that this computer is online, then try again. apt-get said:\n{failure.last_lines}",
        ) from failure
