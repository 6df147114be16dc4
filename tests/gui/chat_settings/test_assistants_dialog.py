"""Assistants are made, changed, copied, deleted, imported and exported without a mouse, and nothing typed is lost."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QListWidget

from quantchat.core.assistants import BUILT_IN, Assistant
from tests.gui.chat_settings.conftest import Person

BUILT_IN_NAMES = tuple(assistant.name for assistant in BUILT_IN)


def opened(person: Person) -> QListWidget:
    found = person.open_manager().findChild(QListWidget)
    assert isinstance(found, QListWidget)
    return found


def kept(person: Person) -> list[str]:
    """Names and prompts that the next start would find."""
    return [f"{assistant.name}: {assistant.system_prompt}" for assistant in person.own]


def test_the_window_opens_at_the_assistant_of_the_chat(person: Person) -> None:
    person.choose("Assistant", "Coder")
    opened(person)
    assert person.dialog.shown_names == BUILT_IN_NAMES
    assert person.shown("Name", person.dialog) == "Coder"


def test_a_new_one_is_named_and_written_at_once(person: Person) -> None:
    opened(person)
    person.press("New assistant", person.dialog)
    assert person.dialog.focusWidget() is person.dialog.editor.name_field
    person.enter("Name", "Letters", person.dialog)
    person.enter("System prompt", "Write letters.", person.dialog)
    person.enter("Temperature", "0.4", person.dialog)
    assert kept(person) == ["Letters: Write letters."]
    assert person.own[0].sampling.temperature == 0.4
    assert person.dialog.shown_names == (*BUILT_IN_NAMES, "Letters")


def test_what_is_typed_is_kept_after_a_pause_with_cursor_and_blanks_as_they_are(person: Person) -> None:
    opened(person)
    person.press("New assistant", person.dialog)
    person.write("Name", "My ", person.dialog)
    person.dialog.editor.flush()
    assert person.own[0].name == "My"
    QTest.keyClicks(person.control("Name", person.dialog), "own")
    person.dialog.close()
    assert person.own[0].name == "My own"


def test_what_is_typed_is_kept_for_its_assistant_when_another_is_chosen(person: Person) -> None:
    names = opened(person)
    names.setCurrentRow(1)
    person.write("System prompt", "Write poems.", person.dialog)
    names.setCurrentRow(2)
    assert kept(person) == ["Writer: Write poems."]
    assert person.shown("Name", person.dialog) == "Coder"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "An assistant needs a name."),
        ("Tutor", "There is an assistant named “Tutor” already. Choose another name."),
    ],
)
def test_a_name_that_cannot_be_is_refused_in_place_and_takes_nothing_else_along(
    person: Person, typed: str, sentence: str
) -> None:
    opened(person).setCurrentRow(1)
    person.enter("Name", typed, person.dialog)
    assert person.dialog.editor.problem == sentence
    person.enter("System prompt", "Write poems.", person.dialog)
    assert kept(person) == ["Writer: Write poems."]


def test_plain_is_shown_but_stays_as_it_is(person: Person) -> None:
    opened(person).setCurrentRow(0)
    assert not person.control("Name", person.dialog).isEnabled()
    assert not person.control("System prompt", person.dialog).isEnabled()
    person.press("Duplicate", person.dialog)
    assert person.control("Name", person.dialog).isEnabled()
    assert kept(person) == ["Plain 2: "]


def test_delete_takes_one_away_and_undo_brings_it_back(person: Person) -> None:
    person.assistants.create(Assistant("", "Letters", "Write letters."))
    names = opened(person)
    names.setCurrentRow(len(BUILT_IN))
    QTest.keyClick(names, Qt.Key.Key_Delete)
    assert kept(person) == []
    assert person.dialog.told == "“Letters” was deleted."
    person.press("Undo", person.dialog)
    assert kept(person) == ["Letters: Write letters."]
    assert person.shown("Name", person.dialog) == "Letters"
    assert person.dialog.told == ""


def test_one_that_comes_with_the_program_is_reset_in_place_of_deleted(person: Person) -> None:
    names = opened(person)
    names.setCurrentRow(1)
    button = person.control("Make it again as it came with QuantChat", person.dialog)
    assert not button.isEnabled()
    person.enter("System prompt", "Write poems.", person.dialog)
    person.press("Make it again as it came with QuantChat", person.dialog)
    assert kept(person) == []
    assert person.shown("System prompt", person.dialog) == BUILT_IN[1].system_prompt
    assert person.dialog.told == "“Writer” is again as it came."
    person.press("Undo", person.dialog)
    assert kept(person) == ["Writer: Write poems."]


def test_assistants_go_to_a_file_and_come_back(person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "mine.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    person.assistants.create(Assistant("", "Letters", "Write letters."))
    opened(person)
    person.press("Export…", person.dialog)
    assert person.dialog.told == "The assistants are in “mine.json”."
    person.press("Import…", person.dialog)
    assert person.dialog.told == "All assistants of this file are here already."
    person.assistants.remove(person.own[0].id)
    person.press("Import…", person.dialog)
    assert kept(person) == ["Letters: Write letters."]
    assert person.dialog.told.endswith("imported.")


def test_a_file_that_is_none_is_told_in_the_window(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bad.json").write_text("[]")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "bad.json"), ""))
    opened(person)
    person.press("Import…", person.dialog)
    assert person.dialog.told.startswith("This file of assistants was not written by QuantChat")


def test_giving_up_a_file_window_changes_nothing(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    opened(person)
    person.press("Import…", person.dialog)
    person.press("Export…", person.dialog)
    assert (person.dialog.told, person.own) == ("", ())


def test_a_disk_that_refuses_is_told_in_the_window_and_the_text_stays(person: Person, tmp_path: Path) -> None:
    opened(person).setCurrentRow(1)
    (tmp_path / "data").write_text("no folder")
    person.enter("System prompt", "Write poems.", person.dialog)
    assert person.dialog.told.startswith("“assistants.json” could not be written.")
    assert person.shown("System prompt", person.dialog) == "Write poems."


def test_keys_lead_from_the_list_to_the_name(person: Person) -> None:
    names = opened(person)
    assert person.dialog.focusWidget() is names
    QTest.keyClick(names, Qt.Key.Key_Down)
    QTest.keyClick(names, Qt.Key.Key_F2)
    assert person.dialog.focusWidget() is person.dialog.editor.name_field
    assert person.shown("Name", person.dialog) == "Writer"
    QTest.keyClick(person.dialog, Qt.Key.Key_Escape)
    assert not person.dialog.isVisible()
