"""The list of models as a person sees it."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from quantchat.library.models import (
    LocalModel,
    ModelLibrary,
    ModelSource,
    chosen_models_folder,
    library_of,
)
from quantchat.settings import Settings, SettingsFile, folders
from quantchat.wording import NO_WORDS
from tests.library.gguf_files import model_bytes, model_metadata
from tests.library.test_model_file import write_parts


@pytest.fixture
def starter_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "starter"
    folder.mkdir()
    return folder


@pytest.fixture
def models_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    return folder


@pytest.fixture
def library(starter_folder: Path, models_folder: Path) -> ModelLibrary:
    return ModelLibrary(starter_folder, models_folder)


def write_model(path: Path, name: str = "", rows: int = 4) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model_bytes(model_metadata(general__name=name or None), rows))
    return path


def names(models: tuple[LocalModel, ...]) -> list[str]:
    return [model.display_name for model in models]


def test_a_model_is_listed_with_what_a_person_wants_to_know(library: ModelLibrary, models_folder: Path) -> None:
    path = write_model(models_folder / "Tiny-1B-Q4_0.gguf")
    assert library.scan() == (
        LocalModel(
            path=path,
            display_name="Tiny 1B",
            quantization="Q4_0",
            size_bytes=path.stat().st_size,
            parameters=160,
            context_length=2048,
            source=ModelSource.FOLDER,
            problem=NO_WORDS,
        ),
    )


def test_the_shipped_model_comes_first_and_the_others_by_name_and_size(
    library: ModelLibrary, starter_folder: Path, models_folder: Path, tmp_path: Path
) -> None:
    write_model(starter_folder / "zebra.gguf")
    write_model(models_folder / "beta-Q8_0.gguf", rows=2)
    write_model(models_folder / "Beta-Q4_0.gguf", rows=100)
    write_model(models_folder / "sub" / "deeper" / "gamma.gguf")
    added = write_model(tmp_path / "elsewhere" / "alpha.gguf")
    models = library.scan([added])
    assert names(models) == ["zebra", "alpha", "beta", "Beta", "gamma"]
    assert [model.source for model in models] == [
        ModelSource.STARTER,
        ModelSource.ADDED,
        ModelSource.FOLDER,
        ModelSource.FOLDER,
        ModelSource.FOLDER,
    ]


def test_a_file_is_listed_once_however_it_is_reached(
    library: ModelLibrary, starter_folder: Path, models_folder: Path
) -> None:
    path = write_model(starter_folder / "model.gguf")
    (models_folder / "link.gguf").symlink_to(path)
    models = library.scan([path, Path(starter_folder, "..", starter_folder.name, "model.gguf")])
    assert [(model.path, model.source) for model in models] == [(path, ModelSource.STARTER)]


def test_unfinished_downloads_hidden_files_and_other_files_are_not_listed(
    library: ModelLibrary, models_folder: Path
) -> None:
    for name in ("a.gguf.part", "b.txt", "c.safetensors", "._d.gguf", ".cache/e.gguf", "gguf"):
        write_model(models_folder / name)
    assert library.scan() == ()


def test_an_ending_in_capitals_is_a_model_too(library: ModelLibrary, models_folder: Path) -> None:
    write_model(models_folder / "Tiny.GGUF")
    assert names(library.scan()) == ["Tiny"]


def test_missing_folders_give_an_empty_list(tmp_path: Path) -> None:
    assert ModelLibrary(tmp_path / "no", tmp_path / "neither").scan() == ()


def test_a_file_in_place_of_the_folder_gives_an_empty_list(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    assert ModelLibrary(file, file).scan() == ()


def test_folders_that_link_to_each_other_end(library: ModelLibrary, models_folder: Path) -> None:
    write_model(models_folder / "sub" / "model.gguf")
    (models_folder / "sub" / "back").symlink_to(models_folder)
    (models_folder / "again").symlink_to(models_folder / "sub")
    assert names(library.scan()) == ["model"]


def test_many_links_back_do_not_multiply_the_search(library: ModelLibrary, models_folder: Path) -> None:
    write_model(models_folder / "model.gguf")
    for number in range(8):
        (models_folder / f"back {number}").symlink_to(models_folder)
    assert names(library.scan()) == ["model"]


def test_a_linked_folder_on_another_disk_is_searched(
    library: ModelLibrary, models_folder: Path, tmp_path: Path
) -> None:
    write_model(tmp_path / "disk" / "model.gguf")
    (models_folder / "big disk").symlink_to(tmp_path / "disk")
    assert names(library.scan()) == ["model"]


def test_folders_are_searched_to_a_bounded_depth(library: ModelLibrary, models_folder: Path) -> None:
    write_model(models_folder.joinpath(*"12345678") / "near.gguf")
    write_model(models_folder.joinpath(*"123456789") / "far.gguf")
    assert names(library.scan()) == ["near"]


def test_files_that_cannot_be_used_are_listed_with_their_problem(
    library: ModelLibrary, models_folder: Path, tmp_path: Path
) -> None:
    (models_folder / "a-empty.gguf").touch()
    (models_folder / "b-cut-Q4_0.gguf").write_bytes(model_bytes()[:-1])
    vision = model_bytes(model_metadata(general__architecture="clip", general__name=None))
    (models_folder / "c-mmproj.gguf").write_bytes(vision)
    (models_folder / "d-gone.gguf").symlink_to(tmp_path / "gone")
    os.mkfifo(models_folder / "e-pipe.gguf")
    models = library.scan([tmp_path / "f-deleted.gguf"])
    assert [(model.display_name, model.problem) for model in models] == [
        ("a empty", "This file is empty."),
        (
            "b cut",
            f"This model file is incomplete: it needs {len(model_bytes()):,} bytes and has "
            f"{len(model_bytes()) - 1:,}; the download probably stopped early.",
        ),
        ("c mmproj", "This file is the vision part of a model (a projector) and cannot chat by itself."),
        ("d gone", "This model file is no longer there; it was moved, renamed or deleted."),
        ("e pipe", "This is a device or a pipe and not a model file."),
        ("f deleted", "This model file is no longer there; it was moved, renamed or deleted."),
    ]
    assert models[1].size_bytes == len(model_bytes()) - 1
    assert models[2].parameters == 160


@pytest.mark.parametrize("path", ["nul\0byte.gguf", "surrogate\ud800.gguf"])
def test_a_broken_path_in_the_settings_is_a_row_with_a_problem(library: ModelLibrary, path: str) -> None:
    (model,) = library.scan([Path(path)])
    assert "no longer there" in model.problem


def test_a_model_in_parts_is_one_row(library: ModelLibrary, models_folder: Path) -> None:
    paths = write_parts(models_folder)
    (model,) = library.scan([paths[1]])
    assert model.path == paths[0]
    assert model.display_name == "Tiny Llama"
    assert model.size_bytes == sum(path.stat().st_size for path in paths)
    assert model.problem == ""


@pytest.mark.parametrize("missing", [0, 2])
def test_an_incomplete_model_in_parts_is_one_row_with_a_problem(
    library: ModelLibrary, models_folder: Path, missing: int
) -> None:
    paths = write_parts(models_folder)
    paths[missing].unlink()
    (model,) = library.scan()
    assert model.path == paths[0]
    assert model.problem == "This model comes in 3 files, and one of them is missing."
    assert model.size_bytes == sum(path.stat().st_size for path in paths if path.exists())


def test_names_in_any_script_are_listed_and_direction_marks_are_not_shown(
    library: ModelLibrary, models_folder: Path
) -> None:
    write_model(models_folder / "Мой файл 模型 🦙-Q8_0.gguf")
    write_model(models_folder / "evil\N{RIGHT-TO-LEFT OVERRIDE}txt.gguf")
    (models_folder / "not utf8 \udcff.gguf").write_bytes(model_bytes(model_metadata(general__name=None)))
    assert names(library.scan()) == ["eviltxt", "not utf8", "Мой файл 模型 🦙"]


def test_a_hard_link_is_the_same_file(library: ModelLibrary, models_folder: Path, tmp_path: Path) -> None:
    path = write_model(models_folder / "a.gguf")
    (models_folder / "b.gguf").hardlink_to(path)
    (tmp_path / "c.gguf").hardlink_to(path)
    assert [model.path for model in library.scan([tmp_path / "c.gguf"])] == [path]


def test_extra_folders_are_searched_after_the_models_folder(tmp_path: Path) -> None:
    own = write_model(tmp_path / "own" / "a.gguf")
    extra = write_model(tmp_path / "extra" / "deep" / "b.gguf")
    (tmp_path / "extra" / "link.gguf").symlink_to(own)
    library = ModelLibrary(tmp_path / "none", tmp_path / "own", extra_folders=(tmp_path / "extra", tmp_path / "gone"))
    assert [(model.path, model.source) for model in library.scan()] == [
        (own, ModelSource.FOLDER),
        (extra, ModelSource.FOLDER),
    ]


def test_only_the_persons_own_models_can_be_removed(
    library: ModelLibrary, starter_folder: Path, models_folder: Path, tmp_path: Path
) -> None:
    write_model(starter_folder / "a.gguf")
    write_model(models_folder / "b.gguf")
    added = write_model(tmp_path / "c.gguf")
    assert [model.can_be_removed for model in library.scan([added])] == [False, True, True]


def test_the_place_of_a_model_is_its_folder_as_people_write_it(
    library: ModelLibrary, models_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_model(models_folder / "sub" / "a.gguf")
    write_model(models_folder / "evil\x1b[31m" / "b.gguf")
    (model, evil) = library.scan()
    assert model.place == str(models_folder / "sub")
    assert "\x1b" not in evil.place
    monkeypatch.setenv("HOME", str(tmp_path))
    assert model.place == f"~/{models_folder.name}/sub"
    monkeypatch.setenv("HOME", str(tmp_path)[:-1])
    assert model.place == str(models_folder / "sub")


def test_a_file_that_vanishes_while_the_list_is_made_is_a_row_with_a_problem(
    library: ModelLibrary, models_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_model(models_folder / "a.gguf")
    is_there = Path.open

    def remove_first(self: Path, mode: str = "r") -> object:
        self.unlink()
        return is_there(self, mode)

    monkeypatch.setattr(Path, "open", remove_first)
    (model,) = library.scan()
    assert (model.path, model.problem) == (
        path,
        "This model file is no longer there; it was moved, renamed or deleted.",
    )


def test_a_file_that_shrinks_while_it_is_read_is_a_row_with_a_problem(
    library: ModelLibrary, models_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_model(models_folder / "a.gguf")
    whole = Path.open

    def cut(self: Path, mode: str = "r") -> object:
        file = whole(self, mode)
        os.truncate(self, 100)
        return file

    monkeypatch.setattr(Path, "open", cut)
    assert "incomplete" in library.scan()[0].problem


def test_a_folder_of_ten_thousand_other_files_is_passed_over(library: ModelLibrary, models_folder: Path) -> None:
    for number in range(10_000):
        os.close(os.open(models_folder / f"{number}.jpg", os.O_CREAT))
    path = write_model(models_folder / "5000.gguf")
    assert [model.path for model in library.scan()] == [path]


def test_several_threads_can_list_at_once(tmp_path: Path) -> None:
    for number in range(20):
        path = write_model(tmp_path / "models" / f"{number}.gguf")
        os.utime(path, (1e9, 1e9))
    library = ModelLibrary(tmp_path / "none", tmp_path / "models", cache_file=tmp_path / "cache" / "headers")
    with ThreadPoolExecutor(4) as pool:
        lists = list(pool.map(lambda _: library.scan(), range(16)))
    assert all(models == lists[0] for models in lists)
    assert len(lists[0]) == 20
    assert [entry.name for entry in (tmp_path / "cache").iterdir()] == ["headers"]


def test_the_library_is_as_the_settings_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    write_model(folders().models / "unused.gguf")
    write_model(tmp_path / "chosen" / "a.gguf")
    write_model(tmp_path / "extra" / "b.gguf")
    write_model(tmp_path / ".lmstudio" / "models" / "c.gguf")
    file = SettingsFile(folders().settings_file)
    file.save(models_folder="~/chosen", extra_folders=(str(tmp_path / "extra"),))
    models = library_of(SettingsFile(folders().settings_file).value, folders()).scan()
    assert [(model.display_name, model.source) for model in models[1:]] == [
        ("a", ModelSource.FOLDER),
        ("b", ModelSource.FOLDER),
        ("c", ModelSource.FOUND),
    ]
    assert models[0].source is ModelSource.STARTER
    assert folders().header_cache_file.is_file()


def test_the_usual_models_folder_is_used_where_none_was_chosen(tmp_path: Path) -> None:
    assert chosen_models_folder(Settings(), folders()) == folders().models
    assert chosen_models_folder(Settings(models_folder=str(tmp_path)), folders()) == tmp_path


@pytest.mark.parametrize("broken", [{"models_folder": 5}, {"extra_folders": "x"}, {"extra_folders": [1]}])
def test_folders_of_a_wrong_kind_in_the_settings_give_the_usual_ones(broken: dict[str, object]) -> None:
    path = folders().settings_file
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(broken), encoding="utf-8")
    assert SettingsFile(path).value == Settings()


def test_a_folder_in_the_settings_that_cannot_exist_counts_as_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_model(tmp_path / "where the program was started" / "model.gguf")
    monkeypatch.chdir(tmp_path / "where the program was started")
    monkeypatch.setenv("HOME", str(tmp_path))
    settings = Settings(models_folder="nul\0byte", extra_folders=("surrogate\ud800", "/dev/null", ""))
    assert [model.source for model in library_of(settings, folders()).scan()] == [ModelSource.STARTER]
