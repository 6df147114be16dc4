"""Opening model files: the header of a model, whether it lies in one file or in numbered parts."""

import os
import re
import stat
from pathlib import Path

from quantchat.core.gguf import GgufHeader, join_parts, read_header
from quantchat.core.plain_text import plain_text
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import worded, worded_count

_PART = re.compile(r"(?P<prefix>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})\.gguf")
_MAX_PARTS = 1000


def part_paths(path: Path) -> tuple[Path, ...]:
    """Paths of all parts of the model that `path` belongs to, whether they exist or not; most models have one.

    Parts are named by llama.cpp's convention, "name-00001-of-00005.gguf". The engine is given the first.
    """
    match = _PART.fullmatch(path.name)
    if match is None or not 1 <= int(match["number"]) <= int(match["count"]) <= _MAX_PARTS:
        return (path,)
    prefix, count = match["prefix"], int(match["count"])
    return tuple(path.with_name(f"{prefix}-{number:05}-of-{count:05}.gguf") for number in range(1, count + 1))


def size_on_disk_bytes(path: Path) -> int:
    """Bytes of those parts of a model that are there; 0 where nothing can be read."""
    return sum(_size_bytes(part) for part in part_paths(path))


def read_model_header(path: Path) -> GgufHeader:
    """Header of the model that `path` belongs to, all its parts together.

    Only regular files are opened, so that a pipe or a device in the models folder cannot make it wait.

    Raises:
        KnownError: a file is missing, unreadable, or no sound GGUF file.
    """
    parts = part_paths(path)
    _check_all_there(parts)
    first = _read_file_header(parts[0])
    claimed_parts = first.integer("split.count")
    if claimed_parts > 1 and claimed_parts != len(parts):
        raise KnownError(
            ErrorKind.FILE_MISSING,
            worded(
                "This file is one of {parts} parts of a model and was renamed, so that the others cannot be found.",
                parts=claimed_parts,
            ),
            worded(
                "Give it back its name, which ends in “{ending}”.",
                ending=f"-{first.integer('split.no') + 1:05}-of-{claimed_parts:05}.gguf",
            ),
        )
    return join_parts((first, *(_read_file_header(part) for part in parts[1:])))


def _check_all_there(parts: tuple[Path, ...]) -> None:
    missing = [part for part in parts if len(parts) > 1 and not _size_bytes(part)]
    if missing:
        raise KnownError(
            ErrorKind.FILE_MISSING,
            worded_count(
                "This model comes in {files} files, and one of them is missing.",
                "This model comes in {files} files, and {count} of them are missing.",
                count=len(missing),
                files=len(parts),
            ),
            worded("Download “{file}” into the same folder.", file=plain_text(missing[0].name, max_chars=255)),
        )


def _size_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


def _read_file_header(path: Path) -> GgufHeader:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:  # ValueError: no path that this system could have
        raise _unreadable(error) from error
    if not stat.S_ISREG(mode):
        raise KnownError(
            ErrorKind.FILE_UNREADABLE,
            worded("This is a folder and not a model file.")
            if stat.S_ISDIR(mode)
            else worded("This is a device or a pipe and not a model file."),
            worded("Choose a model file."),
        )
    try:
        with path.open("rb") as file:
            return read_header(file, os.fstat(file.fileno()).st_size)
    except OSError as error:
        raise _unreadable(error) from error


def _unreadable(error: OSError | ValueError) -> KnownError:
    if isinstance(error, FileNotFoundError | NotADirectoryError | ValueError):
        return KnownError(
            ErrorKind.FILE_MISSING,
            worded("This model file is no longer there; it was moved, renamed or deleted."),
            worded("Choose where it is now, or download it again."),
        )
    if isinstance(error, PermissionError):
        return KnownError(
            ErrorKind.FILE_UNREADABLE,
            worded("You are not allowed to read this model file."),
            worded("Change the permissions of the file or of its folder."),
        )
    return KnownError(
        ErrorKind.FILE_UNREADABLE,
        worded("This model file cannot be read: {fault}.", fault=error.strerror or worded("the disk reports an error")),
        worded("Check the disk that it is on."),
    )
