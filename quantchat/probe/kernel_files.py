"""Small text files in which Linux describes the machine, under a root that tests may choose."""

from pathlib import Path

ROOT = Path("/")


def read_text(path: Path) -> str:
    """A small file of the kernel's; empty where this system does not have it."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def number(text: str) -> int | None:
    """A written non-negative number; None for "max", "-1" (both mean no limit) and for nothing."""
    stripped = text.strip()
    return int(stripped) if stripped.isascii() and stripped.isdigit() else None


def read_number(path: Path) -> int | None:
    """The non-negative number in a file of the kernel's; None where there is none."""
    return number(read_text(path))
