"""Refresh the hashes in `constraints.txt`: run it after editing a version or adding a `name==version` line there.

    .venv/bin/python packaging/pin.py

Names, versions, sections and comments stay as they are written. The hashes are those that pip's own index names
for every file of the version, so that one file serves all platforms and Python versions. Files that an extra index
or a local folder offers are not asked for: a locally built wheel must not become trusted by accident.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from pip._internal.commands.download import DownloadCommand
from pip._internal.index.collector import LinkCollector, parse_links
from pip._internal.models.link import Link
from pip._vendor.packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    canonicalize_name,
    parse_sdist_filename,
    parse_wheel_filename,
)
from pip._vendor.packaging.version import InvalidVersion, Version

from pins import Pin, parse_pins

CONSTRAINTS = Path(__file__).resolve().parent.parent / "constraints.txt"


def main() -> int:
    """Rewrite the constraints file with fresh hashes."""
    text = CONSTRAINTS.read_text(encoding="utf-8")
    hashes = _hashes_from_index(parse_pins(text))
    missing = [f"{name}=={version}" for (name, version), found in hashes.items() if not found]
    if missing:
        print(f"The index knows no file of: {', '.join(missing)}. Nothing was changed.", file=sys.stderr)
        return 1
    CONSTRAINTS.write_text(with_hashes(text, hashes), encoding="utf-8")
    print(f"{len(hashes)} packages, {sum(map(len, hashes.values()))} hashes.")
    return 0


def with_hashes(text: str, hashes: dict[tuple[str, str], tuple[str, ...]]) -> str:
    """The constraints file `text` with its hashes replaced and everything else as it was."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.lstrip().startswith("--hash="):
            continue
        found = parse_pins(f"# [runtime]\n{line}")  # the section plays no part in one line
        lines.append(
            Pin(pin.section, pin.name, pin.version, hashes[pin.name, pin.version]).requirement
            if (pin := next(iter(found), None))
            else line
        )
    return "\n".join(lines) + "\n"


def _hashes_from_index(pins: Iterable[Pin]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Ask pip's index, reached as pip is configured to reach it, for the hashes of each pin's files."""
    command = DownloadCommand("download", "refresh hashes")
    options, _ = command.parse_args([])
    with command.main_context():
        collector = LinkCollector.create(command.get_default_session(options), options=options)
        index = collector.search_scope.index_urls[0].rstrip("/")
        return {
            (pin.name, pin.version): _hashes_of(pin, _files(collector, f"{index}/{canonicalize_name(pin.name)}/"))
            for pin in pins
        }


def _files(collector: LinkCollector, page: str) -> tuple[Link, ...]:
    response = collector.fetch_response(Link(page))
    return () if response is None else tuple(parse_links(response))


def _hashes_of(pin: Pin, files: Iterable[Link]) -> tuple[str, ...]:
    version = Version(pin.version)
    wanted = (file for file in files if file.hash_name == "sha256" and _version_of(file.filename) == version)
    return tuple(sorted({file.hash for file in wanted if file.hash}))


def _version_of(filename: str) -> Version | None:
    try:
        if filename.endswith(".whl"):
            return parse_wheel_filename(filename)[1]
        return parse_sdist_filename(filename)[1]
    except (InvalidWheelFilename, InvalidSdistFilename, InvalidVersion):
        return None  # an old egg or installer, or a version from before their form was fixed: pip would not take it


if __name__ == "__main__":
    sys.exit(main())
