"""Reading the settings and manifests of other programs, which are small where they are what they should be."""

from pathlib import Path
from typing import TypeVar

import msgspec

MAX_BYTES = 2**20

_Value = TypeVar("_Value")


def small_text(path: Path) -> str:
    """Text of a file; empty if it is missing, unreadable, no text, or larger than any of its kind."""
    try:
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            return ""
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, ValueError):
        return ""


def small_json(path: Path, kind: type[_Value]) -> _Value | None:
    """A JSON file as a value of a kind; None if it is missing or is something else."""
    try:
        return msgspec.json.decode(small_text(path), type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
