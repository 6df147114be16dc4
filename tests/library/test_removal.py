"""Removing models: what a person is asked, where the files are then, and what is never touched."""

from dataclasses import replace
from pathlib import Path

import pytest

from quantchat.errors import ErrorKind, KnownError
from quantchat.library.models import LocalModel, ModelLibrary, ModelSource, added_model
from quantchat.library.removal import delete_forever, removal_question, remove
from quantchat.library.trash import TrashUnusableError
from tests.library.hardships import full_disk, ordinary_user
from tests.library.test_model_file import write_parts
from tests.library.test_models import write_model


@pytest.fixture(autouse=True)
def trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    return tmp_path / "share" / "Trash"


def only_model(folder: Path) -> LocalModel:
    (model,) = ModelLibrary(folder / "none", folder).scan()
    return model


def in_trash(trash: Path) -> set[str]:
    return {path.name for path in (trash / "files").iterdir()} if trash.exists() else set()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_the_question_names_the_model_its_file_and_its_size(tmp_path: Path) -> None:
    path = write_model(tmp_path / "models" / "Tiny-1B-Q4_0.gguf")
    with path.open("r+b") as file:
        file.truncate(4_920_000_000)
    question = removal_question(only_model(path.parent))
    assert question.question == "Remove Tiny 1B (Q4_0)?"
    assert question.consequence == (
        "Its file “Tiny-1B-Q4_0.gguf” (4.9 GB) goes to the trash. The space is free once the trash is emptied."
    )
    assert question.size_bytes == 4_920_000_000


def test_the_question_before_deleting_says_that_nothing_brings_it_back(tmp_path: Path) -> None:
    write_parts(tmp_path)
    question = removal_question(only_model(tmp_path), forever=True)
    assert question.question == "Delete Tiny Llama (Q4_0) forever?"
    assert question.consequence == "Its 3 files (1 MB) are deleted at once. This cannot be undone."


def test_of_a_link_the_question_says_that_the_file_stays(tmp_path: Path) -> None:
    path = write_model(tmp_path / "disk" / "Tiny-Q4_0.gguf")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "Tiny-Q4_0.gguf").symlink_to(path)
    model = only_model(tmp_path / "models")
    consequence = removal_question(model).consequence
    assert consequence == "Only a link to its file goes to the trash; the file (1 MB) stays where it leads."
    remove(model)
    assert path.exists()
    assert names(tmp_path / "models") == set()


def test_of_links_to_several_files_the_question_says_how_many(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "models").mkdir()
    for part in write_parts(tmp_path / "disk"):
        (tmp_path / "models" / part.name).symlink_to(part)
    consequence = removal_question(only_model(tmp_path / "models"), forever=True).consequence
    assert consequence == "Only 3 links to its files are deleted; the files (1 MB) stay where they lead."


def test_a_link_that_leads_nowhere_can_be_removed(tmp_path: Path, trash: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "Tiny.gguf").symlink_to(tmp_path / "gone.gguf")
    model = only_model(tmp_path / "models")
    assert removal_question(model).consequence == "A link that leads nowhere goes to the trash."
    remove(model)
    assert in_trash(trash) == {"Tiny.gguf"}
    assert names(tmp_path / "models") == set()


def test_a_removed_model_is_in_the_trash_and_no_longer_in_the_list(tmp_path: Path, trash: Path) -> None:
    write_model(tmp_path / "models" / "Tiny-Q4_0.gguf")
    remove(only_model(tmp_path / "models"))
    assert in_trash(trash) == {"Tiny-Q4_0.gguf"}
    assert ModelLibrary(tmp_path / "none", tmp_path / "models").scan() == ()


def test_a_model_that_was_added_can_be_removed(tmp_path: Path, trash: Path) -> None:
    remove(added_model(write_model(tmp_path / "Tiny-Q4_0.gguf")))
    assert in_trash(trash) == {"Tiny-Q4_0.gguf"}


def test_all_files_of_a_model_in_parts_go_together(tmp_path: Path, trash: Path) -> None:
    (tmp_path / "models").mkdir()
    paths = write_parts(tmp_path / "models")
    remove(only_model(tmp_path / "models"))
    assert in_trash(trash) == {path.name for path in paths}
    assert names(tmp_path / "models") == set()


def test_an_incomplete_model_in_parts_can_be_removed(tmp_path: Path, trash: Path) -> None:
    (tmp_path / "models").mkdir()
    paths = write_parts(tmp_path / "models")
    paths[0].unlink()
    remove(only_model(tmp_path / "models"))
    assert in_trash(trash) == {path.name for path in paths[1:]}


def test_if_one_part_cannot_be_moved_all_of_them_stay(
    tmp_path: Path, trash: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "models").mkdir()
    paths = write_parts(tmp_path / "models")
    model = only_model(tmp_path / "models")
    rename = Path.rename

    def fail_at_the_last(self: Path, target: Path) -> Path:
        if self == paths[2]:
            raise OSError(5, "Input/output error", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail_at_the_last)
    with pytest.raises(KnownError, match="Input/output error"):
        remove(model)
    assert names(tmp_path / "models") == {path.name for path in paths}
    assert in_trash(trash) == set()
    assert list((trash / "info").iterdir()) == []
    assert only_model(tmp_path / "models") == model


def test_if_parts_can_be_neither_moved_nor_put_back_the_person_is_told(
    tmp_path: Path, trash: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "models").mkdir()
    paths = write_parts(tmp_path / "models")
    model = only_model(tmp_path / "models")
    rename = Path.rename

    def fail_after_the_first(self: Path, target: Path) -> Path:
        if self != paths[0]:
            raise OSError(5, "Input/output error", str(self))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail_after_the_first)
    with pytest.raises(KnownError) as caught:
        remove(model)
    assert caught.value.sentence == "Only 1 of the 3 files of this model could be moved to the trash."
    assert in_trash(trash) == {paths[0].name}


def test_without_a_trash_everything_stays_and_deleting_is_another_step(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    paths = write_parts(tmp_path / "models")
    model = only_model(tmp_path / "models")
    with full_disk(), pytest.raises(TrashUnusableError) as caught:
        remove(model)
    assert "nothing was removed" in caught.value.sentence
    assert names(tmp_path / "models") == {path.name for path in paths}
    delete_forever(model)
    assert names(tmp_path / "models") == set()


def test_what_may_not_be_taken_from_its_folder_is_told_and_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    with ordinary_user() as home:
        monkeypatch.setenv("XDG_DATA_HOME", str(home / "share"))
        path = write_model(home / "models" / "Tiny.gguf")
        model = only_model(path.parent)
        path.parent.chmod(0o500)
        for removal in (remove, delete_forever):
            with pytest.raises(KnownError, match="not allowed to remove") as caught:
                removal(model)
            assert caught.value.kind is ErrorKind.READ_ONLY
        assert path.exists()


@pytest.mark.parametrize("removal", [remove, delete_forever, removal_question])
def test_the_starter_model_and_those_of_other_programs_are_never_removed(tmp_path: Path, removal: object) -> None:
    assert callable(removal)
    path = write_model(tmp_path / "models" / "Tiny.gguf")
    own = only_model(path.parent)
    for model, words in (
        (replace(own, source=ModelSource.STARTER), "part of QuantChat"),
        (replace(own, source=ModelSource.FOUND, owner="LM Studio"), "belongs to LM Studio"),
        (replace(own, source=ModelSource.ADDED, owner="Ollama"), "belongs to Ollama"),
    ):
        with pytest.raises(KnownError, match=words):
            removal(model)
    assert path.exists()


@pytest.mark.parametrize("removal", [remove, delete_forever, removal_question])
def test_a_model_that_is_gone_already_is_called_gone(tmp_path: Path, removal: object) -> None:
    assert callable(removal)
    path = write_model(tmp_path / "models" / "Tiny.gguf")
    model = only_model(path.parent)
    path.unlink()
    with pytest.raises(KnownError) as caught:
        removal(model)
    assert caught.value.kind is ErrorKind.FILE_MISSING


def test_a_file_that_took_the_place_of_the_listed_one_is_not_deleted(tmp_path: Path) -> None:
    path = write_model(tmp_path / "models" / "Tiny.gguf")
    model = only_model(path.parent)
    write_model(path, rows=400)
    with pytest.raises(KnownError, match="has changed"):
        delete_forever(model)
    assert path.exists()


def test_a_model_that_is_open_elsewhere_can_be_removed(tmp_path: Path, trash: Path) -> None:
    path = write_model(tmp_path / "models" / "Tiny.gguf")
    with path.open("rb") as file:
        remove(only_model(path.parent))
        assert file.read(4) == b"GGUF"
    assert in_trash(trash) == {"Tiny.gguf"}
