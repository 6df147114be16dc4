"""Checks that no committed file names somebody's folder or the address of a package index.

Such a line works on one machine and fails, or leaks a name, on all others. Git says which files count; without Git
(an unpacked archive) it is every file outside the folders that set-up makes.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent

_PERSONAL_FOLDER = re.compile(
    r"(?<![\w.])(?:/(?:home|Users)/(?!ada/|local/|user/)[A-Za-z][\w.-]*/|/root(?=/)|[A-Z]:\\+Users\\+(?!ada\b)\w)"
)
"""Ada, local and user stand for nobody, in examples and tests."""

_PACKAGE_INDEX = re.compile(
    r"\b(?:pypi\.org|pythonhosted\.org)|--(?:extra-)?index-url[ =]\S*:/{2}|:/{2}\S+/simple(?![\w-])"
)
_MADE_BY_SET_UP = {".git", ".venv", "build", "dist", "models", "__pycache__"}


def main() -> int:
    """Report every such line."""
    found = [
        f"{file.relative_to(CHECKOUT)}:{number}: {line.strip()[:100]}"
        for file in committed_files(CHECKOUT)
        for number, line in lines_naming_a_machine(file)
    ]
    for place in found:
        print(place)
    print(f"{len(found)} lines name a personal folder or a package index." if found else "No file names one machine.")
    return 1 if found else 0


def committed_files(checkout: Path) -> Iterator[Path]:
    """Files that Git has or would take."""
    listing = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        output = subprocess.run(listing, cwd=checkout, capture_output=True, check=True, text=True).stdout
        files = [checkout / name for name in output.split("\0") if name]
    except (FileNotFoundError, subprocess.CalledProcessError):  # no Git here, or not a clone
        files = [file for file in checkout.rglob("*") if not _MADE_BY_SET_UP & set(file.relative_to(checkout).parts)]
    return (file for file in files if file.is_file())


def lines_naming_a_machine(file: Path) -> list[tuple[int, str]]:
    """The lines of a text file, with their numbers, that name a personal folder or a package index."""
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return []  # pictures and fonts
    return [
        (number, line)
        for number, line in enumerate(text.splitlines(), start=1)
        if _PERSONAL_FOLDER.search(line) or _PACKAGE_INDEX.search(line)
    ]


if __name__ == "__main__":
    sys.exit(main())
