"""Takes out of a frozen tree what nothing in it uses, and brings what is left into its final form.

PyInstaller takes in every plugin of a Qt module. What a plugin needed goes with it: libraries that no program, Python
module or remaining plugin asks for.
"""

import re
import shutil
import subprocess
from pathlib import Path

from elf_files import ElfFile, elf_files

KEPT_PLUGINS: frozenset[str] = frozenset(
    {
        "iconengines/libqsvgicon.so",  # icons of the desktop's theme in Qt's file dialog
        "imageformats/libqsvg.so",
        "platforminputcontexts/libcomposeplatforminputcontextplugin.so",
        "platforminputcontexts/libibusplatforminputcontextplugin.so",
        "platforms/libqoffscreen.so",  # for the smoke test, and for computers without a display
        "platforms/libqwayland.so",
        "platforms/libqxcb.so",
        "platformthemes/libqxdgdesktopportal.so",  # the desktop's own file dialog, and whether it is dark
        "wayland-decoration-client/libadwaita.so",
        "wayland-decoration-client/libbradient.so",
        "wayland-shell-integration/libxdg-shell.so",
    }
)
"""Plugins of Qt that are shipped. Left out are above all those for OpenGL, television sets and GTK."""

LEFT_OUT_VARIANTS = ("libggml-cpu-sapphirerapids.so",)
"""It uses AMX, with which this llama.cpp ends with an illegal instruction (`engine_wheel.NO_AMX_FLAGS`). These
processors take the next best variant."""

_OF_OTHER_PROGRAMS = ("libllama-common.so",)
"""Belongs to the programs of llama.cpp itself."""

_NEVER_STRIPPED = "numpy.libs"
"""Its libraries were changed after they were linked, and do not survive having their symbols taken out."""

_OWN_FOLDER = b"$ORIGIN"

_LIBRARY = re.compile(r"^lib[^/]+\.so[.0-9]*$")
_SCRIPTS = ("*.py", "*.pyi", "*.c", "*.h")


def prune(tree: Path) -> None:
    """Leave only what is used, one real file per library, stripped, with sober permissions."""
    inner = tree / "_internal"
    _remove_plugins(inner / "PySide6" / "Qt" / "plugins")
    for name in ("translations", "qml"):
        shutil.rmtree(inner / "PySide6" / "Qt" / name, ignore_errors=True)
    for name in (*LEFT_OUT_VARIANTS, *_OF_OTHER_PROGRAMS):
        for path in (inner / "llama_cpp" / "lib" / name, inner / name):
            path.unlink(missing_ok=True)
    link_copies(inner / "llama_cpp" / "lib")
    _remove_unused_libraries(tree)
    _remove_broken_links(inner)
    _strip(inner)
    _forget_build_machine(inner)
    _set_permissions(tree)


def unused_libraries(files: tuple[ElfFile, ...]) -> tuple[Path, ...]:
    """Libraries that no other file needs, again and again, since one unused library may be all that needs another.

    Plugins, Python modules and what llama.cpp loads by itself are asked for by their path and never count as unused.
    """
    left = list(files)
    unused: list[Path] = []
    while True:
        needed = frozenset(name for file in left for name in file.needed)
        useless = [file for file in left if _is_plain_library(file.path) and file.path.name not in needed]
        if not useless:
            return tuple(unused)
        unused += [file.path for file in useless]
        left = [file for file in left if file not in useless]


def _is_plain_library(path: Path) -> bool:
    loaded_by_path = {"plugins", "llama_cpp"} & set(path.parts) or path.name.startswith("libpython")
    return bool(_LIBRARY.match(path.name)) and not loaded_by_path


def _remove_plugins(folder: Path) -> None:
    for path in sorted(folder.rglob("*.so")):
        if str(path.relative_to(folder)) not in KEPT_PLUGINS:
            path.unlink()
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def link_copies(folder: Path) -> None:
    """Wheels hold no links, so that each library is there under three names; one file and links to it take a third.

    More than space is at stake: two copies in one process are two libraries, each with a list of backends of its own.
    """
    real = {path.stat().st_ino: path for path in folder.glob("*.so*") if not path.is_symlink()}
    by_content: dict[bytes, list[Path]] = {}
    for path in real.values():
        by_content.setdefault(path.read_bytes(), []).append(path)
    for copies in by_content.values():
        longest, *others = sorted(copies, key=lambda path: (-len(path.name), path.name))
        for other in others:
            other.unlink()
            other.symlink_to(longest.name)


def _remove_unused_libraries(tree: Path) -> None:
    for path in unused_libraries(elf_files(tree)):
        path.unlink()


def _remove_broken_links(folder: Path) -> None:
    """Links at the top that PyInstaller made to what is gone, and to what the children load by its full path."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() and (not path.exists() or "llama_cpp" in path.readlink().parts):
            path.unlink()


def _strip(inner: Path) -> None:
    """Take out the symbols that only a debugger reads."""
    files = [file.path for file in elf_files(inner) if _NEVER_STRIPPED not in file.path.parts]
    subprocess.run(["strip", "--strip-unneeded", *files], check=True)


def _forget_build_machine(inner: Path) -> None:
    """Python's own libraries look for others where Python was on this computer: elsewhere that may be anybody's folder.

    The path is written over in place: it is a string that ends with a zero byte, and the new one is shorter.
    """
    for file in elf_files(inner):
        if file.run_path.startswith("/"):
            path = b"\0" + file.run_path.encode() + b"\0"
            content = file.path.read_bytes()
            file.path.write_bytes(content.replace(path, b"\0" + _OWN_FOLDER.ljust(len(path) - 1, b"\0")))


def _set_permissions(tree: Path) -> None:
    for path in tree.rglob("*"):
        if path.is_symlink():
            continue
        is_program = path.parent == tree and path.is_file()
        path.chmod(0o755 if path.is_dir() or is_program else 0o644)
