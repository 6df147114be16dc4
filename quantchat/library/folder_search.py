"""Looking for files in a folder and its subfolders, whatever a person keeps there.

The search is bounded in depth and in the number of folders, enters each folder once however many links lead to it, and
passes over what it may not read: a models folder on a slow or half-broken disk must not hold up the list of models.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

MAX_DEPTH = 8
MAX_FOLDERS = 20_000
"""So many folders are looked into; somebody may name the whole disk as the place of their models."""


def gguf_files(folder: Path) -> Iterator[Path]:
    """GGUF files in a folder and its subfolders, by their names; hidden ones are left out."""
    return files_below(folder, _is_gguf_name)


def files_below(folder: Path, is_wanted: Callable[[str], bool], max_depth: int = MAX_DEPTH) -> Iterator[Path]:
    """Files whose name is wanted in a folder and its subfolders, linked ones included, near ones first, no hidden ones.

    In each folder files come before links to files, and each by name. What is no folder is taken for a file, so that
    a dangling link or a pipe is found too. A folder that is missing or may not be read counts as empty.
    """
    seen: set[tuple[int, int] | str] = set()
    waiting = deque([(os.fspath(folder), 0)])
    while waiting and len(seen) < MAX_FOLDERS:
        current, depth = waiting.popleft()
        identity = file_identity(current)
        if identity in seen:
            continue
        seen.add(identity)
        for entry in _entries(current):
            if _is_folder(entry):
                if depth < max_depth:
                    waiting.append((entry.path, depth + 1))
            elif is_wanted(entry.name):
                yield Path(entry.path)


def file_identity(path: str | Path) -> tuple[int, int] | str:
    """What is equal for two paths that lead to one file, through links of either kind; the path where none is there."""
    try:
        status = os.stat(path)  # noqa: PTH116  # called for each file of thousands, a Path would cost as much again
    except (OSError, ValueError):  # ValueError: no path that this system could have; reading it will say so
        return os.fspath(path)
    return status.st_dev, status.st_ino


def _entries(folder: str) -> list["os.DirEntry[str]"]:
    """Entries of a folder but the hidden ones; none where it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            visible = [entry for entry in entries if not entry.name.startswith(".")]
    except (OSError, ValueError):
        return []
    return sorted(visible, key=lambda entry: (entry.is_symlink(), entry.name))


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself, or to where nobody may look
        return False


def _is_gguf_name(name: str) -> bool:
    return name.lower().endswith(".gguf")
