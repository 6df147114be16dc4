"""What is done with assistants is on the disk at once, can be undone, and never takes another one's name."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from quantchat.core.assistants import BUILT_IN, PLAIN, Assistant
from quantchat.core.sampling_choice import SamplingChoice
from quantchat.errors import KnownError
from quantchat.gui.assistants_controller import AssistantsController, Removal
from quantchat.settings import folders
from quantchat.store.assistants_file import AssistantsFile

LETTERS = Assistant("", "Letters", "Write letters.", "/m.gguf", SamplingChoice(temperature=0.4))
WRITER = next(assistant for assistant in BUILT_IN if assistant.name == "Writer")


class Kept:
    """Assistants on the disk, and what the controller told of them."""

    def __init__(self) -> None:
        self.controller = AssistantsController(AssistantsFile(folders().assistants_file))
        self.removals: list[Removal] = []
        self.refusals: list[str] = []
        self.imported: list[int] = []
        self.controller.removed.connect(self.removals.append)
        self.controller.failed.connect(lambda error: self.refusals.append(error.sentence))
        self.controller.imported.connect(self.imported.append)

    @property
    def at_next_start(self) -> list[str]:
        again = AssistantsController(AssistantsFile(folders().assistants_file))
        assert again.assistants == self.controller.assistants
        return [assistant.name for assistant in again.assistants]

    def add(self, assistant: Assistant = LETTERS) -> Assistant:
        created = self.controller.create(assistant)
        assert created is not None
        return created


@pytest.fixture
def kept(qtbot: QtBot) -> Kept:
    return Kept()


BUILT_IN_NAMES = ["Plain", "Writer", "Coder", "Translator", "Tutor"]


def test_at_first_there_are_those_that_come_with_the_program(kept: Kept) -> None:
    assert kept.controller.assistants == BUILT_IN
    assert kept.at_next_start == BUILT_IN_NAMES


def test_own_ones_stand_after_them_and_are_kept(qtbot: QtBot, kept: Kept) -> None:
    with qtbot.waitSignal(kept.controller.changed) as changed:
        created = kept.add()
    assert changed.args == [(*BUILT_IN, created)]
    assert replace(created, id="") == LETTERS
    assert kept.at_next_start == [*BUILT_IN_NAMES, "Letters"]


def test_a_taken_name_gets_a_number(kept: Kept) -> None:
    kept.add()
    kept.add()
    duplicate = kept.controller.duplicate(WRITER.id)
    assert duplicate is not None
    assert duplicate.system_prompt == WRITER.system_prompt
    assert kept.at_next_start == [*BUILT_IN_NAMES, "Letters", "Letters 2", "Writer 2"]


def test_a_change_is_kept_and_one_that_comes_with_the_program_keeps_its_place(kept: Kept) -> None:
    mine = kept.add()
    assert kept.controller.change(replace(mine, name=" Post "))
    assert kept.controller.change(replace(WRITER, system_prompt="Write."))
    assert kept.at_next_start == [*BUILT_IN_NAMES, "Post"]
    assert kept.controller.assistant(WRITER.id).system_prompt == "Write."


def test_plain_stays_as_it_is(kept: Kept) -> None:
    assert not kept.controller.change(replace(PLAIN, system_prompt="Lie."))
    kept.controller.remove(PLAIN.id)
    assert kept.controller.assistant(PLAIN.id) == PLAIN
    assert kept.controller.assistant("gone") == PLAIN


@pytest.mark.parametrize(
    ("name", "sentence"),
    [(" ", "An assistant needs a name."), ("coder", "There is an assistant named “coder” already.")],
)
def test_a_name_that_cannot_be_is_refused_and_nothing_changes(kept: Kept, name: str, sentence: str) -> None:
    mine = kept.add()
    assert not kept.controller.change(replace(mine, name=name))
    assert kept.refusals == [sentence]
    assert kept.at_next_start == [*BUILT_IN_NAMES, "Letters"]


def test_a_deleted_one_comes_back_to_its_place(kept: Kept) -> None:
    first = kept.add()
    kept.add(replace(LETTERS, name="Second"))
    kept.controller.remove(first.id)
    assert kept.at_next_start == [*BUILT_IN_NAMES, "Second"]
    assert not kept.removals[0].is_reset
    kept.controller.put_back(kept.removals[0])
    assert kept.at_next_start == [*BUILT_IN_NAMES, "Letters", "Second"]
    kept.controller.put_back(kept.removals[0])
    assert kept.at_next_start == [*BUILT_IN_NAMES, "Letters", "Second"]


def test_a_name_that_was_given_away_meanwhile_gets_a_number_when_its_owner_comes_back(kept: Kept) -> None:
    first = kept.add()
    kept.controller.remove(first.id)
    kept.add()
    kept.controller.put_back(kept.removals[0])
    assert sorted(kept.at_next_start[len(BUILT_IN) :]) == ["Letters", "Letters 2"]


def test_one_that_comes_with_the_program_is_reset_in_place_of_deleted_and_that_can_be_undone(kept: Kept) -> None:
    kept.controller.change(replace(WRITER, name="Poet"))
    kept.controller.remove(WRITER.id)
    assert kept.at_next_start == BUILT_IN_NAMES
    assert kept.removals[0].is_reset
    kept.controller.put_back(kept.removals[0])
    assert kept.at_next_start == ["Plain", "Poet", "Coder", "Translator", "Tutor"]


def test_exported_assistants_are_imported_elsewhere_once(kept: Kept, tmp_path: Path) -> None:
    mine = kept.add()
    assert kept.controller.export_file(tmp_path / "out.json")
    kept.controller.remove(mine.id)
    kept.controller.import_file(tmp_path / "out.json")
    kept.controller.import_file(tmp_path / "out.json")
    assert kept.imported == [1, 0]
    assert kept.at_next_start == [*BUILT_IN_NAMES, "Letters"]


def test_an_imported_one_never_changes_one_of_the_same_name(kept: Kept, tmp_path: Path) -> None:
    mine = kept.add()
    kept.controller.export_file(tmp_path / "out.json")
    kept.controller.change(replace(mine, system_prompt="Write short letters."))
    kept.controller.import_file(tmp_path / "out.json")
    assert kept.at_next_start == [*BUILT_IN_NAMES, "Letters", "Letters 2"]
    assert kept.controller.assistant(mine.id).system_prompt == "Write short letters."


def test_a_file_that_is_none_and_a_folder_that_refuses_are_told(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{}")
    kept.controller.import_file(tmp_path / "bad.json")
    assert not kept.controller.export_file(tmp_path / "bad.json" / "out.json")
    assert kept.refusals == [
        "This file of assistants was not written by QuantChat, so nothing was taken from it.",
        "“out.json” could not be written.",
    ]
    assert kept.at_next_start == BUILT_IN_NAMES


def test_a_disk_that_refuses_is_told_and_the_list_stays(kept: Kept, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "data").write_text("no folder")
    with qtbot.waitSignal(kept.controller.failed) as failed:
        assert kept.controller.create(LETTERS) is None
    (error,) = failed.args or [None]
    assert isinstance(error, KnownError)
    assert kept.controller.assistants == BUILT_IN
