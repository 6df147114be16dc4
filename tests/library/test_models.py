"""The list of models as a person sees it."""

import os
from pathlib import Path

import pytest

from quantchat.library.models import LocalModel, ModelLibrary, ModelSource
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
            problem="",
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
