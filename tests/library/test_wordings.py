"""What is told of models on this computer and on offer can be said in any language."""

import errno
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from quantchat.errors import KnownError
from quantchat.library.catalogue import Catalogue, read_catalogue
from quantchat.library.fetching import request_for_entry
from quantchat.library.models import ModelLibrary, ModelSource, added_model
from quantchat.library.removal import delete_forever, remove
from quantchat.library.trash import TrashUnusableError
from quantchat.wording import Value, Wording
from tests.library.gguf_files import model_bytes
from tests.library.test_model_file import write_parts
from tests.library.test_models import write_model


def told(act: Callable[[], object]) -> KnownError:
    with pytest.raises(KnownError) as caught:
        act()
    return caught.value


def pipe(folder: Path) -> Path:
    path = folder / "pipe.gguf"
    os.mkfifo(path)
    return path


def renamed_part(folder: Path) -> Path:
    return write_parts(folder)[1].rename(folder / "renamed.gguf")


def parts_without(folder: Path, missing: int) -> Path:
    paths = write_parts(folder)
    for path in paths[len(paths) - missing :]:
        path.unlink()
    return paths[0]


def changed_since_listed(folder: Path) -> None:
    model = added_model(write_model(folder / "Tiny-Q4_0.gguf"))
    delete_forever(replace(model, size_bytes=5))


def of_another_program(folder: Path, owner: str) -> None:
    model = added_model(write_model(folder / "Tiny-Q4_0.gguf"))
    remove(replace(model, source=ModelSource.FOUND, owner=owner))


FAILURES: dict[str, tuple[Callable[[Path], object], str, dict[str, Value]]] = {
    "gone": (
        lambda folder: added_model(folder / "gone.gguf"),
        "This model file is no longer there; it was moved, renamed or deleted.",
        {},
    ),
    "folder": (added_model, "This is a folder and not a model file.", {}),
    "pipe": (lambda folder: added_model(pipe(folder)), "This is a device or a pipe and not a model file.", {}),
    "renamed": (
        lambda folder: added_model(renamed_part(folder)),
        "This file is one of {parts} parts of a model and was renamed, so that the others cannot be found.",
        {"parts": 3},
    ),
    "part-missing": (
        lambda folder: added_model(parts_without(folder, 1)),
        "This model comes in {files} files, and {count} of them are missing.",
        {"count": 1, "files": 3},
    ),
    "changed": (
        changed_since_listed,
        "{model} has changed since it was listed, so it was not deleted.",
        {"model": "Tiny"},
    ),
    "of-another-program": (
        lambda folder: of_another_program(folder, "Jan"),
        "{model} belongs to {program}; QuantChat only uses it and does not remove it.",
        {"model": "Tiny", "program": "Jan"},
    ),
    "unknown-model": (
        lambda _: read_catalogue().find("nothing like it"),
        "There is no model “{name}” on offer.",
        {"name": "nothing like it"},
    ),
    "no-catalogue": (
        lambda folder: Catalogue.load(folder / "catalogue.json"),
        "The list of models on offer is missing ({file}).",
        {"file": "catalogue.json"},
    ),
    "no-such-file-on-offer": (
        lambda folder: request_for_entry(read_catalogue().entries[0], "Q9_X", folder),
        "No file of {model} in {quantization} is known.",
        {"model": read_catalogue().entries[0].name, "quantization": "Q9_X"},
    ),
}


@pytest.mark.parametrize(("act", "template", "values"), FAILURES.values(), ids=FAILURES)
def test_a_refusal_keeps_what_it_was_made_from(
    tmp_path: Path, act: Callable[[Path], object], template: str, values: dict[str, Value]
) -> None:
    sentence = told(lambda: act(tmp_path)).sentence
    assert (sentence.template, dict(sentence.values)) == (template, values)


@pytest.mark.parametrize(
    ("missing", "english"),
    [
        (1, "This model comes in 3 files, and one of them is missing."),
        (2, "This model comes in 3 files, and 2 of them are missing."),
    ],
)
def test_missing_parts_are_told_in_the_form_of_their_number(tmp_path: Path, missing: int, english: str) -> None:
    assert told(lambda: added_model(parts_without(tmp_path, missing))).sentence == english


def test_the_closest_models_are_named_as_the_language_lists_and_quotes(tmp_path: Path) -> None:
    models = told(lambda: read_catalogue().find("nothing like it")).hint.values["models"]
    assert isinstance(models, Wording)
    last = models.values["last"]
    assert models.template == "{others} or {last}"
    assert isinstance(last, Wording)
    assert last.template == "“{name}”"


def test_what_is_wrong_with_a_catalogue_is_a_phrase_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "catalogue.json").write_text("{}", encoding="utf-8")
    sentence = told(lambda: Catalogue.load(tmp_path / "catalogue.json")).sentence
    assert sentence.template == "The list of models on offer is broken: {fault}."


def test_the_trash_tells_what_the_system_said_or_that_it_said_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    model = added_model(write_model(tmp_path / "Tiny-Q4_0.gguf"))

    def reason_given(error: OSError) -> Value:
        def refuse(*_: object, **__: object) -> None:
            raise error

        with monkeypatch.context() as refusing:
            refusing.setattr("quantchat.library.trash._written_note", refuse)
            with pytest.raises(TrashUnusableError) as caught:
                remove(model)
        assert caught.value.sentence.template == (
            "The trash of this disk cannot be used ({reason}), so nothing was removed."
        )
        return caught.value.sentence.values["reason"]

    assert reason_given(OSError(errno.ENOSPC, "No space left on device")) == "no space left on device"
    silent = reason_given(OSError())
    assert isinstance(silent, Wording)
    assert silent.template == "the disk reports an error"


def test_the_problem_of_a_listed_model_can_be_said_in_another_language(tmp_path: Path) -> None:
    (tmp_path / "cut.gguf").write_bytes(model_bytes()[:-1])
    (model,) = ModelLibrary(tmp_path / "none", tmp_path).scan()
    assert model.problem.startswith("This model file is incomplete")
    assert model.problem.values


def test_strengths_are_the_sentences_that_translators_find_in_the_catalogue() -> None:
    entry = read_catalogue().find("llama-3.1-8b-instruct")
    assert entry.strengths == "A dependable all-rounder: conversation, writing, summaries of long texts."
    assert entry.strengths.template == entry.strengths
