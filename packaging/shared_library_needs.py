"""The Debian packages whose libraries the frozen program uses, found by Debian's own tool."""

import subprocess
import tempfile
from pathlib import Path

from elf_files import elf_files, glibc_floor
from steps import SetupStoppedError

LIBRARY_FOLDERS = ("", "PySide6/Qt/lib", "PySide6", "shiboken6", "llama_cpp/lib", "numpy.libs")
"""Folders in the tree whose libraries are the program's own."""

_CONTROL = "Source: quantchat\n\nPackage: quantchat\nArchitecture: amd64\n"
_FIELD = "shlibs:Depends="


def debian_dependencies(tree: Path) -> str:
    """The value of a package's field `Depends`.

    Raises:
        SetupStoppedError: a library is neither in the tree nor in an installed package.
    """
    files = elf_files(tree)
    inner = tree / "_internal"
    command = [
        "dpkg-shlibdeps", "-O", "--ignore-missing-info", "--warnings=0", "-xquantchat",
        *(f"-l{inner / folder}" for folder in LIBRARY_FOLDERS),
        *(f"-e{file.path}" for file in files),
    ]  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="quantchat-") as folder:
        (Path(folder) / "debian").mkdir()
        (Path(folder) / "debian" / "control").write_text(_CONTROL, encoding="utf-8")
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    found = next((line for line in run.stdout.splitlines() if line.startswith(_FIELD)), "")
    if run.returncode or not found:
        raise SetupStoppedError("The libraries that the program needs could not be found out.", run.stderr.strip())
    return _with_glibc(found.removeprefix(_FIELD), glibc_floor(files))


def _with_glibc(dependencies: str, floor: tuple[int, ...]) -> str:
    """Name the version of the C library that the files ask for; Debian's tool knows it for public libraries only."""
    least = ".".join(map(str, floor))
    others = [item for item in dependencies.split(", ") if item.split()[0] != "libc6"]
    return ", ".join([f"libc6 (>= {least})", *sorted(others)])
