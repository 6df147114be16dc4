"""By what a desktop finds the installed program: launcher, file type, icon, and what software centres show."""

import configparser
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from quantchat import __version__
from release_notes import last_change_of, metainfo_with, read_releases

CHECKOUT = Path(__file__).resolve().parent.parent.parent
LINUX = CHECKOUT / "packaging" / "linux"
ID = "io.github.quantchat.QuantChat"
MIME = {"mime": "http://www.freedesktop.org/standards/shared-mime-info"}


@pytest.fixture(scope="module")
def launcher() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[method-assign,assignment]  # keys of this format tell case apart
    parser.read(LINUX / f"{ID}.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


@pytest.fixture(scope="module")
def metainfo() -> ElementTree.Element:
    changelog = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    template = (LINUX / f"{ID}.metainfo.xml").read_text(encoding="utf-8")
    releases = read_releases(changelog, __version__, last_change_of(CHECKOUT))
    return ElementTree.fromstring(metainfo_with(template, releases))


def text_of(element: ElementTree.Element, path: str) -> str:
    found = element.find(path)
    assert found is not None, path
    return found.text or ""


def test_the_launcher_starts_the_program_with_the_file_that_was_clicked(launcher: configparser.SectionProxy) -> None:
    assert launcher["Type"] == "Application"
    assert launcher["Exec"] == "quantchat %f"
    assert launcher["Terminal"] == "false"
    assert launcher["Categories"].endswith(";")


def test_launcher_window_metainfo_and_icon_have_one_name(
    launcher: configparser.SectionProxy, metainfo: ElementTree.Element
) -> None:
    window = (CHECKOUT / "quantchat" / "gui" / "app.py").read_text(encoding="utf-8")
    assert f'DESKTOP_FILE_NAME = "{ID}"' in window
    assert text_of(metainfo, "id") == ID
    assert text_of(metainfo, "launchable") == f"{ID}.desktop"
    assert launcher["Icon"] == ID
    assert (LINUX / "icons" / f"{ID}.svg").is_file()


def test_the_program_opens_the_file_type_that_is_made_known(
    launcher: configparser.SectionProxy, metainfo: ElementTree.Element
) -> None:
    kinds = ElementTree.parse(LINUX / f"{ID}.mime.xml")
    (kind,) = kinds.findall("mime:mime-type", MIME)
    assert launcher["MimeType"] == f"{kind.attrib['type']};"
    assert text_of(metainfo, "provides/mediatype") == kind.attrib["type"]
    (magic,) = kind.findall("mime:magic/mime:match", MIME)
    assert (magic.attrib["offset"], magic.attrib["value"]) == ("0", "GGUF")
    (glob,) = kind.findall("mime:glob", MIME)
    assert glob.attrib["pattern"] == "*.gguf"


def test_software_centres_are_told_the_version_and_what_is_new_in_it(metainfo: ElementTree.Element) -> None:
    newest = metainfo.find("releases/release")
    assert newest is not None
    assert newest.attrib["version"] == __version__
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", newest.attrib["date"])
    notes = [item.text or "" for item in newest.iterfind("description/ul/li")]
    changelog = " ".join((CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8").replace("`", "").split())
    assert notes
    assert all(note in changelog for note in notes)


def test_the_screenshots_that_are_shown_are_those_of_the_project(metainfo: ElementTree.Element) -> None:
    images = [image.text or "" for image in metainfo.iterfind("screenshots/screenshot/image")]
    assert len(images) >= 2
    for image in images:
        assert (CHECKOUT / "resources" / "screenshots" / image.rsplit("/", 1)[1]).is_file()


def test_every_override_of_lintian_is_explained() -> None:
    explained = False
    for line in (LINUX / "lintian-overrides").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            explained = True
        elif line.startswith("quantchat: "):
            assert explained, line
        else:
            explained = False


@pytest.mark.parametrize("system", ["appimage", "flatpak", "macos", "windows"])
def test_a_recipe_that_nobody_has_run_says_so_at_its_beginning(system: str) -> None:
    recipes = sorted((CHECKOUT / "packaging" / system).iterdir())
    assert recipes
    for recipe in recipes:
        beginning = "\n".join(recipe.read_text(encoding="utf-8").splitlines()[:3])
        assert "NOT EXERCISED" in beginning, recipe.name
