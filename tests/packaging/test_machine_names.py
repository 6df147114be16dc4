"""Lines that work on one machine only are found before they are committed."""

from pathlib import Path

import pytest

from machine_names import committed_files, lines_naming_a_machine


@pytest.mark.parametrize(
    "line",
    [
        "path = '/" + "home/grace/models'",
        "cd /" + "root/project",
        "C:\\" + "Users\\grace",
        "https://pypi" + ".org/project/x",
        "pip install --index-url " + "https:" + "//mirror.example/simple x",
    ],
    ids=["home folder", "root's folder", "Windows folder", "package index", "index option"],
)
def test_a_line_that_names_a_machine_is_found_with_its_number(tmp_path: Path, line: str) -> None:
    file = tmp_path / "file.txt"
    file.write_text(f"fine\n{line}\n", encoding="utf-8")
    assert lines_naming_a_machine(file) == [(2, line)]


@pytest.mark.parametrize(
    "line",
    [
        "see ~/.cache/quantchat",
        "/home",
        "/usr/lib",
        "/home/ada/models",
        "resources/root/x",
        "https://qt.io/simple-example",
    ],
)
def test_ordinary_paths_and_addresses_are_fine(tmp_path: Path, line: str) -> None:
    file = tmp_path / "file.txt"
    file.write_text(line, encoding="utf-8")
    assert lines_naming_a_machine(file) == []


def test_without_git_every_file_counts_but_those_that_set_up_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("README.md", "quantchat/cli.py", ".venv/pyvenv.cfg", "build/setup.log"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.touch()
    assert {file.name for file in committed_files(tmp_path)} == {"README.md", "cli.py"}
