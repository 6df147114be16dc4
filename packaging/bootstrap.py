"""Sets a bare clone up: `python3 packaging/bootstrap.py run|test|check`, which is what the Makefile does.

    run    what the program needs: .venv, the compiled engine, the starter model, Qt's system libraries
    test   the same and the test tools
    check  .venv with the tools of the static checks only: no engine, no model

Every step looks first whether its work is done. When all was done and nothing changed since, a stamp in .venv says so
in a few milliseconds.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 -- older Pythons read this far, and deserve a sentence
    sys.exit(
        "QuantChat needs Python 3.11 or newer, and this is Python "
        + sys.version.split()[0]
        + ".\nName a newer one, for example: make run PYTHON=python3.12"
    )

import hashlib
import os
from enum import StrEnum
from importlib.metadata import distributions
from pathlib import Path

from engine_wheel import c_library, cached_wheel, cpu_features, ensure_wheel, recipe_for_this_computer
from environment import download_pin, ensure_venv, install_engine, install_pins, link_program
from pins import Pin, Section, in_sections, read_pins, sha256_of
from places import Places, places_of
from starter_model import STARTER_MODEL, ensure_model
from steps import SetupStoppedError, only_one, say
from system_needs import (
    Need,
    missing_compiler,
    missing_libraries,
    missing_test_programs,
    missing_venv,
    provide,
)

CHECKOUT = Path(__file__).resolve().parent.parent


class Goal(StrEnum):
    """What the checkout is set up for."""

    RUN = "run"
    TEST = "test"
    CHECK = "check"


def main(arguments: list[str]) -> int:
    """Set the checkout up for one goal; tell in a sentence where that is not possible."""
    if len(arguments) != 1 or arguments[0] not in list(Goal):
        print(f"usage: bootstrap.py {'|'.join(Goal)}", file=sys.stderr)
        return 2
    goal = Goal(arguments[0])
    places = places_of(CHECKOUT)
    try:
        if not is_set_up(places, goal):
            with only_one(places.log.with_name("setup.lock")):
                set_up(places, goal)
        if goal is Goal.TEST:
            say(versions(places))
    except SetupStoppedError as stop:
        return _stop(stop.sentence, stop.hint)
    except OSError as error:
        return _stop(f"Set-up stopped: {error}.", "Make room or allow access there, then try again.")
    except KeyboardInterrupt:
        return _stop("Stopped.", "What was finished is kept; the same command goes on from there.")
    return 0


def is_set_up(places: Places, goal: Goal) -> bool:
    """Whether all of `goal` was done here before and nothing it depends on has changed."""
    stamp = stamp_of(places, goal)
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == fingerprint(places, goal)


def stamp_of(places: Places, goal: Goal) -> Path:
    """The file that remembers a finished set-up."""
    return places.venv / f"set-up-for-{goal}"


def fingerprint(places: Places, goal: Goal) -> str:
    """Everything that a finished set-up depends on, in one hash that takes milliseconds to compute."""
    digest = hashlib.sha256()
    sources = [places.constraints, places.checkout / "pyproject.toml", *sorted(Path(__file__).parent.glob("*.py"))]
    for source in sources:
        digest.update(source.read_bytes())
    parts = [str(places.checkout), os.path.realpath(places.python), str(places.python.exists())]
    if goal is not Goal.CHECK:
        parts += [cpu_features(), c_library(), _state_of(places.models / STARTER_MODEL.name)]
    digest.update("\0".join(parts).encode())
    return digest.hexdigest()


def versions(places: Places) -> str:
    """Python, the C library and the packages that a report of a failure should name."""
    told = {"pyside6_essentials", "llama_cpp_python", "pytest"}
    site_packages = [str(folder) for folder in places.venv.glob("lib/python*/site-packages")]
    found = {item.name: item.version for item in distributions(path=site_packages) if item.name.lower() in told}
    interpreter = places.python.resolve().name.replace("python", "Python ")
    return ", ".join([interpreter, c_library(), *(f"{name} {version}" for name, version in sorted(found.items()))])


def set_up(places: Places, goal: Goal) -> None:
    """Do what is still to be done for `goal`, cheap checks first.

    Raises:
        SetupStoppedError: a step is not possible on this computer as it is.
    """
    pins = read_pins(places.constraints)
    provide(lambda: _missing(places, pins, goal), places.log)
    ensure_venv(places)
    sections = (Section.RUNTIME,) if goal is Goal.RUN else (Section.RUNTIME, Section.DEV)
    wanted = in_sections(pins, *sections)
    install_pins(places.python, wanted, f"Installing {len(wanted)} packages into .venv", places.log)
    if goal is not Goal.CHECK:
        wheel = ensure_wheel(places, pins, recipe_for_this_computer(pins))
        install_engine(places, wheel, sha256_of(wheel))
        _provide_model(places, pins)
    link_program(places)
    stamp_of(places, goal).write_text(fingerprint(places, goal), encoding="utf-8")
    say(f"QuantChat is set up to {goal}.")


def _stop(sentence: str, hint: str) -> int:
    print(f"\n{sentence}\n{hint}", file=sys.stderr)
    return 1


def _missing(places: Places, pins: tuple[Pin, ...], goal: Goal) -> list[Need]:
    """All that has to come from the operating system, so that it is asked for once."""
    missing = missing_venv()
    if goal is not Goal.CHECK:
        missing += missing_libraries()
        if cached_wheel(places, recipe_for_this_computer(pins)) is None:
            missing += missing_compiler()
    if goal is Goal.TEST:
        missing += missing_test_programs()
    return missing


def _provide_model(places: Places, pins: tuple[Pin, ...]) -> None:
    (pin,) = in_sections(pins, Section.MODEL)

    def download(folder: Path) -> Path:
        title = "Downloading the starter model (about 90 MB)"
        return download_pin(places.python, pin, folder, title, places.log, source=False)

    ensure_model(places, STARTER_MODEL, download)


def _state_of(file: Path) -> str:
    """Size and time of a file, which change when it is replaced or cut."""
    if not file.is_file():
        return "absent"
    state = file.stat()
    return f"{state.st_size} {state.st_mtime_ns}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
