"""Release notes for software centres and for Debian, from CHANGELOG.md: what is written there is written once.

The version under work has no date there yet; it gets that of the last change of the sources.
"""

import re
import subprocess
import textwrap
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

_VERSION = re.compile(r"^## \[(?P<name>[^\]]+)\](?: - (?P<date>\d{4}-\d\d-\d\d))?$")
_UNRELEASED = "Unreleased"
_ITEM = "- "


@dataclass(frozen=True, slots=True)
class Release:
    """One version: its number, its day, and what is new in it, a sentence or two each."""

    version: str
    date: datetime
    notes: tuple[str, ...]


def read_releases(changelog: str, version: str, last_change: datetime) -> tuple[Release, ...]:
    """The releases in a changelog of the form "Keep a Changelog", newest first.

    Args:
        changelog: the whole text.
        version: number of the version under work.
        last_change: when the sources were changed last.
    """
    releases: list[Release] = []
    for heading, body in _sections(changelog):
        number = version if heading["name"] == _UNRELEASED else heading["name"]
        date = datetime.fromisoformat(heading["date"]).replace(tzinfo=UTC) if heading["date"] else last_change
        if notes := _notes(body):
            releases.append(Release(number, date, notes))
    return tuple(releases)


def last_change_of(checkout: Path) -> datetime:
    """When the sources were changed last, by their history; now, where there is none."""
    command = ["git", "-C", str(checkout), "log", "-1", "--format=%ct"]
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return datetime.now(UTC)
    return datetime.fromtimestamp(int(run.stdout), UTC)


def metainfo_with(template: str, releases: tuple[Release, ...]) -> str:
    """The AppStream metainfo with its releases."""
    parser = ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=False))
    component = ElementTree.fromstring(template, parser)
    listed = ElementTree.SubElement(component, "releases")
    for release in releases:
        element = ElementTree.SubElement(
            listed, "release", version=release.version, date=f"{release.date:%Y-%m-%d}", type="stable"
        )
        items = ElementTree.SubElement(ElementTree.SubElement(element, "description"), "ul")
        for note in release.notes:
            ElementTree.SubElement(items, "li").text = note
    ElementTree.indent(component)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(component, encoding="unicode") + "\n"


def debian_changelog(releases: tuple[Release, ...], maintainer: str) -> str:
    """The changelog as Debian writes it."""
    entries = []
    for release in releases:
        notes = "\n".join(_wrapped(note) for note in release.notes)
        head = f"quantchat ({release.version}) stable; urgency=medium"
        entries.append(f"{head}\n\n{notes}\n\n -- {maintainer}  {release.date:%a, %d %b %Y %H:%M:%S} +0000\n")
    return "\n".join(entries)


def _wrapped(note: str) -> str:
    return textwrap.fill(note, 78, initial_indent="  * ", subsequent_indent="    ", break_long_words=False)


def _sections(changelog: str) -> list[tuple[re.Match[str], list[str]]]:
    sections: list[tuple[re.Match[str], list[str]]] = []
    for line in changelog.splitlines():
        if heading := _VERSION.match(line):
            sections.append((heading, []))
        elif sections:
            sections[-1][1].append(line)
    return sections


def _notes(lines: list[str]) -> tuple[str, ...]:
    notes: list[str] = []
    for line in lines:
        if line.startswith(_ITEM):
            notes.append(line.removeprefix(_ITEM))
        elif line.startswith("  ") and notes:
            notes[-1] += " " + line.strip()
    return tuple(note.replace("`", "") for note in notes)
