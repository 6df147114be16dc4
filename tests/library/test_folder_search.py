"""Finding files in folders as people have them."""

import os
from pathlib import Path

import pytest

from quantchat.library import folder_search
from quantchat.library.folder_search import file_identity, files_below, gguf_files
from tests.library.hardships import ordinary_user


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def found(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in gguf_files(folder)]


def test_files_near_the_top_come_first_and_each_folder_goes_by_name(tmp_path: Path) -> None:
    for name in ("b/deep/c.gguf", "b/z.gguf", "b/a.gguf", "y.gguf", "x.GGUF"):
        touch(tmp_path / name)
    assert found(tmp_path) == ["x.GGUF", "y.gguf", "b/a.gguf", "b/z.gguf", "b/deep/c.gguf"]


def test_a_file_comes_before_a_link_to_it(tmp_path: Path) -> None:
    (tmp_path / "a link.gguf").symlink_to(touch(tmp_path / "model.gguf"))
    assert found(tmp_path) == ["model.gguf", "a link.gguf"]


def test_a_link_that_leads_to_itself_does_not_end_the_search(tmp_path: Path) -> None:
    (tmp_path / "a loop").symlink_to(tmp_path / "a loop")
    touch(tmp_path / "model.gguf")
    assert found(tmp_path) == ["model.gguf"]


def test_a_folder_called_like_a_model_is_searched_and_is_no_model(tmp_path: Path) -> None:
    touch(tmp_path / "Tiny.gguf" / "Tiny-Q4_0.gguf")
    assert found(tmp_path) == ["Tiny.gguf/Tiny-Q4_0.gguf"]


def test_a_folder_that_may_not_be_read_counts_as_empty() -> None:
    with ordinary_user() as home:
        touch(home / "closed" / "a.gguf")
        touch(home / "open" / "b.gguf")
        (home / "closed").chmod(0)
        assert found(home) == ["open/b.gguf"]


def test_a_folder_that_vanishes_during_the_search_counts_as_empty(tmp_path: Path) -> None:
    touch(tmp_path / "a.gguf")
    leaving = touch(tmp_path / "sub" / "b.gguf")
    search = gguf_files(tmp_path)
    assert next(search) == tmp_path / "a.gguf"
    leaving.unlink()
    leaving.parent.rmdir()
    assert list(search) == []


@pytest.mark.parametrize("name", ["nul\0byte", "surrogate\ud800"])
def test_a_folder_that_cannot_exist_counts_as_empty(name: str) -> None:
    assert list(gguf_files(Path(name))) == []


def test_the_search_ends_after_very_many_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(9):
        touch(tmp_path / str(number) / "model.gguf")
    monkeypatch.setattr(folder_search, "MAX_FOLDERS", 4)
    assert len(found(tmp_path)) == 3


def test_names_with_spaces_newlines_emoji_and_255_bytes_are_found(tmp_path: Path) -> None:
    names = {"two words.gguf", "two\nlines.gguf", "🦙.gguf", "é" * 125 + ".gguf", os.fsdecode(b"caf\xe9.gguf")}
    for name in names:
        touch(tmp_path / name)
    assert set(found(tmp_path)) == names


def test_other_files_can_be_searched_for_to_a_chosen_depth(tmp_path: Path) -> None:
    touch(tmp_path / "a" / "model.yml")
    touch(tmp_path / "a" / "b" / "model.yml")
    assert list(files_below(tmp_path, "model.yml".__eq__, max_depth=1)) == [tmp_path / "a" / "model.yml"]


def test_two_ways_to_one_file_are_known_to_be_one(tmp_path: Path) -> None:
    path = touch(tmp_path / "model.gguf")
    (tmp_path / "link.gguf").symlink_to(path)
    (tmp_path / "hard link.gguf").hardlink_to(path)
    copy = touch(tmp_path / "copy.gguf")
    assert file_identity(tmp_path / "link.gguf") == file_identity(tmp_path / "hard link.gguf") == file_identity(path)
    assert file_identity(copy) != file_identity(path)
    assert file_identity(tmp_path / "absent.gguf") == str(tmp_path / "absent.gguf")
