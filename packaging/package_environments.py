"""The two environments of the packager: one to build with, one that holds only what is shipped."""

from pathlib import Path

from environment import install_pins, make_venv, pip_environment
from package_places import PackagePlaces, python_of
from pins import Pin, Section, in_sections, sha256_of
from steps import CommandFailedError, SetupStoppedError, run_step

_NOT_SHIPPED = frozenset({"setuptools"})
"""Pins that stand under [runtime] for the checkout's sake only."""


def ensure_environments(places: PackagePlaces, pins: tuple[Pin, ...], engine: Path) -> None:
    """Set both environments up, unless they hold these very pins and this engine already.

    Raises:
        SetupStoppedError: something could not be had or installed.
    """
    shipped = tuple(pin for pin in in_sections(pins, Section.RUNTIME) if pin.name not in _NOT_SHIPPED)
    runtime, package = in_sections(pins, Section.RUNTIME), in_sections(pins, Section.PACKAGE)
    tools = tuple({pin.name.replace("-", "_").lower(): pin for pin in (*runtime, *package)}.values())
    _ensure(places.tools, tools, engine, "the packager's tools", places.log)
    _ensure(places.program, shipped, engine, "what is shipped", places.log)


def _ensure(venv: Path, pins: tuple[Pin, ...], engine: Path, what: str, log: Path) -> None:
    stamp = venv / "holds"
    wanted = "\n".join([*(f"{pin.name}=={pin.version}" for pin in pins), sha256_of(engine)])
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    make_venv(venv, f"Creating an environment for {what}", log)
    install_pins(python_of(venv), pins, f"Installing {len(pins)} packages: {what}", log)
    _install_wheel(venv, engine, log)
    stamp.write_text(wanted, encoding="utf-8")


def _install_wheel(venv: Path, wheel: Path, log: Path) -> None:
    command: list[str | Path] = [python_of(venv), "-m", "pip", "install", "--no-deps", "--no-index", wheel]
    try:
        run_step("Installing the engine", command, log, pip_environment())
    except CommandFailedError as failure:
        raise SetupStoppedError(
            f"The engine could not be installed into {venv}.", f"pip said:\n{failure.last_lines}\nLog: {log}"
        ) from failure
