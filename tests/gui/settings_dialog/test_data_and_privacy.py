"""Backups are made, listed and gone back to; chats are deleted only after a question; nothing fails in silence."""

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from quantchat.errors import ErrorKind, KnownError
from quantchat.gui import file_manager, settings_presenter
from quantchat.gui.settings_presenter import ANSWERING
from quantchat.wording import worded
from tests.gui.settings_dialog.chats_on_disk import full_disk
from tests.gui.settings_dialog.conftest import Person, answer_with


def test_the_folder_its_size_and_the_lack_of_a_backup_are_told(person: Person) -> None:
    words = person.dialog.data.folder_row.explanation
    assert str(person.places.data) in words
    assert "no backup" in words
    assert not person.control("Backup to go back to").isVisible()
    assert not person.control("Restore…").isEnabled()


def test_a_backup_that_is_made_is_told_and_can_be_gone_back_to(person: Person) -> None:
    person.press("Back up now")
    (backup,) = person.chats.backups()
    assert backup.name in person.dialog.data.backup_row.note
    assert "1 backup" in person.dialog.data.folder_row.explanation
    assert person.control("Backup to go back to").isVisible()
    assert person.control("Restore…").isEnabled()


def test_a_backup_the_disk_refuses_is_told_in_its_row(person: Person) -> None:
    person.chats.refuses = True
    person.press("Back up now")
    assert person.dialog.data.backup_row.note == f"No backup was made. {full_disk().text}"


def restorable(person: Person) -> None:
    """Make a backup of one chat, then another chat."""
    person.chats.store.create_conversation("Before")
    person.press("Back up now")
    person.chats.store.create_conversation("After")


def test_going_back_asks_first_copies_what_there_is_and_then_tells(person: Person, qtbot: QtBot) -> None:
    restorable(person)
    asked = answer_with("Restore")
    with qtbot.waitSignal(person.presenter.chats_replaced):
        person.press("Restore…")
    assert "copied first" in asked[0]
    assert person.chats.titles == ["Before"]
    assert len(person.chats.backups()) == 2
    assert person.dialog.data.restore_row.note.startswith("The chats are those of ")
    person.chats.restore_backup(person.chats.backups()[0])
    assert person.chats.titles == ["After", "Before"]


def test_who_thinks_better_of_it_keeps_the_chats(person: Person, qtbot: QtBot) -> None:
    restorable(person)
    answer_with("Cancel")
    with qtbot.assertNotEmitted(person.presenter.chats_replaced):
        person.press("Restore…")
    assert person.chats.titles == ["After", "Before"]


def test_a_disk_that_refuses_to_go_back_leaves_the_chats_and_says_so(person: Person) -> None:
    restorable(person)
    person.chats.refuses = True
    answer_with("Restore")
    person.press("Restore…")
    assert person.chats.titles == ["After", "Before"]
    assert person.dialog.data.restore_row.note.startswith(f"Your chats are as they were. {full_disk().text}")


def test_deleting_everything_names_the_number_and_what_goes_with_it(person: Person, qtbot: QtBot) -> None:
    restorable(person)
    asked = answer_with("Delete all")
    with qtbot.waitSignal(person.presenter.chats_replaced):
        person.press("Delete all chats…")
    assert "all 2 chats" in asked[0]
    assert "backups" in asked[0]
    assert (person.chats.titles, person.chats.chat_count(), person.chats.backups()) == ([], 0, [])
    assert person.dialog.privacy.delete_row.note == "All chats are deleted."
    assert not person.control("Restore…").isEnabled()


def test_who_thinks_better_of_deleting_keeps_everything(person: Person) -> None:
    restorable(person)
    answer_with("Cancel")
    person.press("Delete all chats…")
    assert person.chats.titles == ["After", "Before"]


def test_what_could_not_be_deleted_is_told(person: Person) -> None:
    person.chats.store.create_conversation("Kept")
    person.chats.refuses = True
    answer_with("Delete all")
    person.press("Delete all chats…")
    assert person.chats.titles == ["Kept"]
    assert person.dialog.privacy.delete_row.note.startswith(f"Not everything could be deleted. {full_disk().text}")


@pytest.mark.parametrize("button", ["Restore…", "Delete all chats…"])
def test_while_an_answer_is_written_the_chats_stay_and_the_person_is_told_why(person: Person, button: str) -> None:
    restorable(person)
    person.is_answering = True
    person.press(button)
    told = person.dialog.data.restore_row.note + person.dialog.privacy.delete_row.note
    assert told == ANSWERING
    assert person.chats.titles == ["After", "Before"]


def test_the_data_folder_opens_in_the_file_manager(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def open_it(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(file_manager, "open_on_desktop", open_it)
    person.press("Open the data folder")
    assert opened == [str(person.places.data)]
    assert person.dialog.data.folder_row.note == ""


def test_a_file_manager_that_cannot_be_started_is_told(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_folder: Path) -> None:
        raise KnownError(ErrorKind.OTHER, worded("No file manager could be started."))

    monkeypatch.setattr(settings_presenter, "open_folder", refuse)
    person.press("Open the data folder")
    assert person.dialog.data.folder_row.note == "No file manager could be started."


def test_what_is_stored_is_said_in_plain_words(person: Person) -> None:
    stored = person.dialog.privacy.rows[0].explanation
    assert "on this computer" in stored
    assert "not encrypted" in stored
    assert "no account" in stored
