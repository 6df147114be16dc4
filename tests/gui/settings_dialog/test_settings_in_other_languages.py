"""The settings in a language where every string is marked and longer: none is forgotten, none is cut."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from quantchat.gui.picker.search_field import SearchField
from tests.gui.pseudo_language import cut_texts, unmarked_texts
from tests.gui.settings_dialog.conftest import Person


@pytest.fixture
def translated(pseudo: None, person: Person) -> Person:
    return person


def test_every_setting_is_translated(translated: Person) -> None:
    data = (str(translated.places.data), str(translated.places.models))
    assert unmarked_texts(translated.dialog, data) == []
    translated.dialog.findChildren(SearchField)[0].setText("no setting is called so")
    translated.dialog.show_restart_needed(True)
    assert unmarked_texts(translated.dialog, data) == []


def test_what_became_of_a_change_is_translated(translated: Person) -> None:
    dialog, presenter = translated.dialog, translated.presenter
    presenter._on_backup_requested()
    (backup,) = translated.chats.backups()
    assert unmarked_texts(dialog.data.backup_row, (backup.name,)) == []
    translated.chats.refuses = True
    presenter._on_backup_requested()
    assert dialog.data.backup_row.note.endswith("⟧")
    assert unmarked_texts(dialog.data.backup_row) == []
    translated.is_answering = True
    presenter._on_delete_all_requested()
    assert unmarked_texts(dialog.privacy.delete_row) == []


def test_a_question_before_deleting_is_translated_with_its_buttons(translated: Person) -> None:
    translated.chats.store.create_conversation()
    translated.chats.store.create_conversation()
    unmarked: list[str] = []

    def look() -> None:
        question = QApplication.activeModalWidget()
        assert isinstance(question, QMessageBox)
        unmarked.extend(unmarked_texts(question))
        unmarked.extend(text for text in (question.text(), question.informativeText()) if "⟦" not in text)
        question.reject()

    QTimer.singleShot(0, look)
    translated.presenter._on_delete_all_requested()
    assert unmarked == []


def test_longer_texts_are_not_cut_in_the_settings(translated: Person) -> None:
    translated.presenter.show_models_folder(Path("/models"))
    assert cut_texts(translated.dialog) == []
    translated.dialog.show_restart_needed(True)
    QApplication.processEvents()
    assert cut_texts(translated.dialog) == []
