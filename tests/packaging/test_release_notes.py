"""What CHANGELOG.md becomes for software centres and for Debian."""

from datetime import UTC, datetime

from release_notes import Release, debian_changelog, metainfo_with, read_releases

CHANGELOG = """\
# Changelog

Remarks on the format.

## [Unreleased]

### Added
- A window, which
  is large.
- The command `ask`.

## [0.1.0] - 2026-03-01

### Fixed
- A crash.
"""
TODAY = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)


def test_what_is_under_work_counts_as_the_version_of_the_sources() -> None:
    newest, before = read_releases(CHANGELOG, "0.2.0", TODAY)
    assert newest == Release("0.2.0", TODAY, ("A window, which is large.", "The command ask."))
    assert before == Release("0.1.0", datetime(2026, 3, 1, tzinfo=UTC), ("A crash.",))


def test_a_version_without_notes_is_not_told() -> None:
    assert (
        read_releases("## [Unreleased]\n\n## [0.1.0] - 2026-03-01\n- A crash.\n", "0.2.0", TODAY)[0].version == "0.1.0"
    )


def test_the_metainfo_gets_its_releases_newest_first() -> None:
    text = metainfo_with("<component><!-- here --><id>x</id></component>", read_releases(CHANGELOG, "0.2.0", TODAY))
    assert text.index('<release version="0.2.0" date="2026-05-04"') < text.index('<release version="0.1.0"')
    assert "<li>A window, which is large.</li>" in text
    assert "<!--" not in text


def test_debian_gets_lines_that_fit_its_width() -> None:
    long = Release("1.0", TODAY, ("word " * 60,))
    text = debian_changelog((long,), "Somebody <somebody@example.org>")
    assert text.startswith("quantchat (1.0) stable; urgency=medium\n\n  * word word")
    assert text.endswith("\n -- Somebody <somebody@example.org>  Mon, 04 May 2026 12:30:00 +0000\n")
    assert all(len(line) <= 80 for line in text.splitlines())
