"""The virtual environment of a checkout, and how pip is run: pinned versions only, each file checked by its hash."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from pins import Pin
from places import Places
from steps import CommandFailedError, SetupStoppedError, run_step

_REDIRECTING_VARIABLES = ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_HASHES")


def ensure_venv(places: Places) -> None:
    """Create `.venv`, or create it anew where it was moved, half-made, or lost its interpreter."""
    if _usable(places):
        return
    make_venv(places.venv, "Creating .venv", places.log)


def make_venv(folder: Path, title: str, log: Path) -> None:
    """Create a virtual environment of the Python that runs this, or of the one it was made from."""
    interpreter = getattr(
        sys, "_base_executable", sys.executable
    )  # the environment that runs this may be the one to clear
    try:
        run_step(title, [interpreter, "-m", "venv", "--clear", folder], log, pip_environment())
    except CommandFailedError as failure:
        raise SetupStoppedError(
            f"A virtual environment could not be created in {folder}.", f"Python said:\n{failure.last_lines}"
        ) from failure


def install_pins(python: Path, pins: Iterable[Pin], title: str, log: Path) -> None:
    """Install pinned wheels into the environment of `python`; what is installed already is left alone."""
    _pip_with_pins([python, "-m", "pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:"], pins, title, log)


def download_pin(python: Path, pin: Pin, folder: Path, title: str, log: Path, *, source: bool) -> Path:
    """Download one pinned package, its source archive or its wheel, without what it depends on."""
    kind = ("--no-binary", ":all:", "--no-build-isolation") if source else ("--only-binary", ":all:")
    command = [python, "-m", "pip", "download", "--no-deps", *kind, "--dest", folder]
    _pip_with_pins(command, [pin], title, log)
    return next(folder.glob("*.tar.gz" if source else "*.whl"))


def link_program(places: Places) -> None:
    """Make the checkout importable in `.venv` and put the command `quantchat` there."""
    command = ("install", "--no-deps", "--no-build-isolation", "--no-index", "--editable", places.checkout)
    _pip_offline(places, "Linking QuantChat into .venv", command)


def install_engine(places: Places, wheel: Path, wheel_sha256: str) -> None:
    """Install a compiled engine, unless it is the very one that is installed."""
    if _installed_engine_sha256(places) == wheel_sha256:
        return
    command = ("install", "--no-deps", "--no-index", "--force-reinstall", wheel)
    _pip_offline(places, "Installing the engine", command)


def pip_environment() -> dict[str, str]:
    """The environment for pip: its configured index holds, but nothing that redirects or re-pins what we install."""
    environment = {name: value for name, value in os.environ.items() if name not in _REDIRECTING_VARIABLES}
    return environment | {
        "PIP_CONSTRAINT": os.devnull,  # a machine-wide constraint could only contradict an exact pin
        "PIP_USER": "0",
        "PIP_NO_INPUT": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }


def _usable(places: Places) -> bool:
    """Whether `.venv` was made at this place and its interpreter still runs."""
    configuration = places.venv / "pyvenv.cfg"
    if not (configuration.is_file() and str(places.venv) in configuration.read_text(encoding="utf-8")):
        return False
    try:
        works = subprocess.run([places.python, "-c", "import pip"], capture_output=True, check=False)
    except OSError:
        return False
    return works.returncode == 0


def _installed_engine_sha256(places: Places) -> str:
    """SHA-256 of the wheel that the installed engine came from, as pip noted it; empty without an engine."""
    for note in places.venv.glob("lib/python*/site-packages/llama_cpp_python-*.dist-info/direct_url.json"):
        archive = json.loads(note.read_text(encoding="utf-8")).get("archive_info", {})
        return str(archive.get("hashes", {}).get("sha256", ""))
    return ""


def _pip_with_pins(command: list[str | Path], pins: Iterable[Pin], title: str, log: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="quantchat-") as folder:
        requirements = Path(folder) / "requirements.txt"
        requirements.write_text("\n".join(pin.requirement for pin in pins) + "\n", encoding="utf-8")
        _pip(title, [*command, "--require-hashes", "--requirement", requirements], log)


def _pip_offline(places: Places, title: str, arguments: Iterable[str | Path]) -> None:
    _pip(title, [places.python, "-m", "pip", *arguments], places.log)


def _pip(title: str, command: list[str | Path], log: Path) -> None:
    try:
        run_step(title, command, log, pip_environment())
    except CommandFailedError as failure:
        if "DO NOT MATCH THE HASHES" in failure.output:
            raise SetupStoppedError(
                "A downloaded package is not the file that is pinned in constraints.txt, so it was not installed.",
                f"Try again on another network; if it happens again, do not trust the package index. Log: {log}",
            ) from failure
        raise SetupStoppedError(
            f"This step failed: {title}.",
            f"Check that this computer is online and its disk not full, then try again. pip said:\n"
            f"{failure.last_lines}\nLog: {log}",
        ) from failure
