"""The pinned packages of `constraints.txt`: exact versions with the SHA-256 of every file of each version.

The file has one section for each purpose, so that nothing is installed where it is not needed. It holds no
addresses: packages come from whatever index pip is configured with, and the hashes decide whether they are the
right ones.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

_SECTION_LINE = re.compile(r"^# \[(?P<name>\w+)\]")
_PIN_LINE = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s\\]+)")
_HASH = re.compile(r"--hash=sha256:(?P<hash>[0-9a-f]{64})")


class Section(StrEnum):
    """What a package is needed for."""

    RUNTIME = "runtime"
    ENGINE = "engine"
    BUILD = "build"
    DEV = "dev"
    PACKAGE = "package"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Pin:
    """One version of one package, and the SHA-256 of each of its files (wheels of all platforms, source)."""

    section: Section
    name: str
    version: str
    hashes: tuple[str, ...]

    @property
    def requirement(self) -> str:
        """The pin as pip reads it from a requirements file."""
        return " \\\n    ".join([f"{self.name}=={self.version}", *(f"--hash=sha256:{item}" for item in self.hashes)])


def parse_pins(text: str) -> tuple[Pin, ...]:
    """Read the pins of a constraints file in their order.

    Raises:
        ValueError: a package stands before the first section, or a section is unknown.
    """
    pins: list[Pin] = []
    section: Section | None = None
    for line in text.replace("\\\n", " ").splitlines():
        if heading := _SECTION_LINE.match(line):
            section = Section(heading["name"])
        elif pin := _PIN_LINE.match(line):
            if section is None:
                raise ValueError(f"{pin['name']} stands before the first section")
            pins.append(Pin(section, pin["name"], pin["version"], tuple(_HASH.findall(line))))
    return tuple(pins)


def read_pins(path: Path) -> tuple[Pin, ...]:
    """Read the pins of the constraints file at `path`."""
    return parse_pins(path.read_text(encoding="utf-8"))


def in_sections(pins: Iterable[Pin], *sections: Section) -> tuple[Pin, ...]:
    """The pins of some sections; a package that stands in several of them counts once."""
    return tuple({pin.name: pin for pin in pins if pin.section in sections}.values())


def sha256_of(file: Path) -> str:
    """SHA-256 of a file as lower-case hexadecimal."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
