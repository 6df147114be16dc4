"""Reads what ELF files (programs and shared libraries of Linux) need, with binutils."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

_MAGIC = b"\x7fELF"
_NEEDED = re.compile(r"\(NEEDED\).*\[(?P<name>[^\]]+)\]")
_RUN_PATH = re.compile(r"\((?:RUNPATH|RPATH)\).*\[(?P<path>[^\]]+)\]")
_GLIBC = re.compile(r"\bGLIBC_(?P<version>\d+(?:\.\d+)+)")


@dataclass(frozen=True, slots=True)
class ElfFile:
    """One program or library.

    Attributes:
        path: the file itself, never a link to it.
        needed: names of the libraries that the loader must find for it.
        run_path: folders that the loader looks into for them, as they are written; empty for the usual ones.
    """

    path: Path
    needed: frozenset[str]
    run_path: str = ""


def elf_files(folder: Path) -> tuple[ElfFile, ...]:
    """Every program and library below a folder; links are left out, what they name counts once."""
    return tuple(_read(path) for path in sorted(folder.rglob("*")) if is_elf(path))


def is_elf(path: Path) -> bool:
    """Whether a path is a program or library and not a link to one."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def glibc_floor(files: tuple[ElfFile, ...]) -> tuple[int, ...]:
    """The newest version of the C library that any of the files asks for: no older one can run them."""
    return max((_newest_glibc(file.path) for file in files), default=())


def _newest_glibc(path: Path) -> tuple[int, ...]:
    text = _readelf("--version-info", path)
    return max((tuple(map(int, found["version"].split("."))) for found in _GLIBC.finditer(text)), default=())


def _read(path: Path) -> ElfFile:
    text = _readelf("--dynamic", path)
    run_path = _RUN_PATH.search(text)
    needed = frozenset(found["name"] for found in _NEEDED.finditer(text))
    return ElfFile(path, needed, run_path["path"] if run_path else "")


def _readelf(option: str, path: Path) -> str:
    run = subprocess.run(["readelf", "--wide", option, path], capture_output=True, text=True, check=True)
    return run.stdout
