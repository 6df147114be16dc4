"""A setting that is changed holds at once, is on the disk at once, and a disk that refuses is told in its row."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from quantchat.core.plan import KvType
from quantchat.gui.buttons import Button
from quantchat.gui.settings_dialog import setting_row
from quantchat.gui.settings_dialog.fields import ChoiceField
from quantchat.gui.theme import DARK, DARK_HIGH_CONTRAST, LIGHT, LIGHT_HIGH_CONTRAST, Theme
from quantchat.settings import Appearance, Contrast, Density, Settings, SettingsFile
from tests.gui.settings_dialog.conftest import Person


@pytest.mark.parametrize(
    ("title", "words", "name", "value"),
    [
        ("Colours", "Dark", "appearance", Appearance.DARK),
        ("Contrast", "High", "contrast", Contrast.HIGH),
        ("Text size", "250 %", "text_size_percent", 250),
        ("Text size", "80 %", "text_size_percent", 80),
        ("Density", "Compact", "density", Density.COMPACT),
        ("Context length", "32,768 tokens", "context_length", 32_768),
        ("KV cache", "q8_0, half the memory", "kv_type", KvType.Q8_0),
    ],
)
def test_what_is_chosen_from_a_list_is_in_force_and_on_the_disk(
    person: Person, title: str, words: str, name: str, value: object
) -> None:
    person.choose(title, words)
    assert getattr(person.file.value, name) == value
    assert getattr(person.on_disk, name) == value


@pytest.mark.parametrize(
    ("title", "typed", "name", "value"),
    [
        ("Reading speed", "8", "reading_tokens_per_second", 8.0),
        ("Temperature", "0", "temperature", 0.0),
        ("Longest answer", "512", "max_answer_tokens", 512),
    ],
)
def test_a_number_that_is_entered_is_in_force_and_on_the_disk(
    person: Person, title: str, typed: str, name: str, value: float
) -> None:
    person.type_number(title, typed)
    assert getattr(person.file.value, name) == value
    assert getattr(person.on_disk, name) == value


def test_the_dialog_shows_what_is_set_also_where_it_is_no_usual_value(person: Person) -> None:
    person.dialog.close()
    person.file.save(context_length=5000, text_size_percent=133, temperature=1.5)
    person.open()
    assert person.control("Context length").property("currentText") == "5,000 tokens"
    assert person.control("Text size").property("currentText") == "133 %"
    assert person.control("Temperature").property("text") == "1.5"
    assert person.on_disk.context_length == 5000


def test_colours_and_contrast_change_at_once(person: Person, theme: Theme) -> None:
    assert theme.colours == LIGHT
    seen = []
    for title, words in (("Colours", "Dark"), ("Contrast", "High"), ("Colours", "Light"), ("Contrast", "Normal")):
        person.choose(title, words)
        seen.append(theme.colours)
        assert person.dialog.grab().toImage().pixelColor(2, 2).name().upper() == theme.colours.background
    assert seen == [DARK, DARK_HIGH_CONTRAST, LIGHT_HIGH_CONTRAST, LIGHT]


def test_the_next_start_has_the_colours_that_were_chosen(person: Person, theme: Theme, qtbot: QtBot) -> None:
    person.choose("Colours", "Dark")
    theme.force(dark=False)
    person.dialog.close()
    again = Person(qtbot, theme, person.dialog._search._icons, person.chats)
    assert theme.is_dark
    assert again.control("Colours").property("currentText") == "Dark"


@pytest.mark.parametrize(("title", "words"), [("Text size", "150 %"), ("Density", "Compact")])
def test_a_size_that_needs_a_start_says_so_and_offers_it(person: Person, qtbot: QtBot, title: str, words: str) -> None:
    offer = person.control("Start again now")
    usual = person.control(title).property("currentText")
    assert not offer.isVisible()
    person.choose(title, words)
    assert offer.isVisible()
    with qtbot.waitSignal(person.presenter.restart_requested):
        person.press("Start again now")
    person.choose(title, usual)
    assert not offer.isVisible()


def test_a_text_size_can_be_judged_before_the_next_start(person: Person) -> None:
    sample = person.dialog.appearance._sample
    assert not sample.isVisible()
    person.choose("Text size", "200 %")
    assert sample.isVisible()
    assert sample.font().pixelSize() == 28
    person.choose("Text size", "100 %")
    assert not sample.isVisible()


def test_those_whom_a_change_concerns_are_told(person: Person, qtbot: QtBot) -> None:
    with qtbot.waitSignal(person.presenter.reading_speed_changed) as told:
        person.type_number("Reading speed", "7.5")
    assert told.args == [7.5]
    with qtbot.waitSignal(person.presenter.answer_defaults_changed):
        person.type_number("Temperature", "0.2")
    with qtbot.waitSignal(person.presenter.load_defaults_changed):
        person.choose("KV cache", "q4_0, a quarter")
    with qtbot.waitSignal(person.presenter.change_models_folder_requested):
        person.press("Change the models folder…")
    with qtbot.waitSignal(person.presenter.open_models_folder_requested):
        person.press("Open the models folder")


def test_the_models_folder_is_shown_and_follows_a_change(person: Person, tmp_path: Path) -> None:
    row = person.dialog.models.folder_row
    assert str(person.places.models) in row.explanation
    person.presenter.show_models_folder(tmp_path / "elsewhere")
    assert str(tmp_path / "elsewhere") in row.explanation


def test_a_disk_that_refuses_is_told_in_the_row_and_the_choice_holds_for_this_run(
    person: Person, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    row = person.dialog.row_of("appearance")
    monkeypatch.setattr(os, "fsync", refuse)
    person.choose("Colours", "Dark")
    assert "could not be saved" in row.note
    assert os.strerror(errno.ENOSPC) in row.note
    assert theme.is_dark
    assert person.on_disk == Settings()
    monkeypatch.undo()
    person.choose("Colours", "Light")
    assert row.note == ""
    assert person.on_disk.appearance is Appearance.LIGHT


def test_what_became_of_a_change_is_spoken_to_a_screen_reader(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken: list[str] = []

    class Listening(QAccessible):
        @staticmethod
        def updateAccessibility(event: QAccessibleEvent) -> None:  # noqa: N802  # Qt's name
            assert isinstance(event, QAccessibleAnnouncementEvent)
            spoken.append(event.message())

    monkeypatch.setattr(setting_row, "QAccessible", Listening)
    person.press("Back up now")
    assert spoken == [person.dialog.data.backup_row.note]


KILLED = """
import os, signal
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from quantchat.gui.icons import Icons
from quantchat.gui.settings_presenter import SettingsPresenter
from quantchat.gui.theme import Theme
from quantchat.settings import SettingsFile, folders
from tests.gui.settings_dialog.chats_on_disk import ChatsOnDisk

application = QApplication([])
theme = Theme(application)
places = folders()
window = QWidget()
settings = SettingsFile(places.settings_file)
presenter = SettingsPresenter(window, theme, Icons(), settings, places, ChatsOnDisk(places), lambda: False)
presenter.open()
(colours,) = (field for field in presenter.dialog.findChildren(QWidget) if field.accessibleName() == "Colours")
QTest.keyClick(colours, Qt.Key.Key_End)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_a_choice_survives_that_the_program_is_killed_right_after_it(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QUANTCHAT_DATA_DIR": str(tmp_path / "killed")}
    ended = subprocess.run([sys.executable, "-c", KILLED], env=environment, check=False, capture_output=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    assert SettingsFile(tmp_path / "killed" / "settings.json").value == Settings(appearance=Appearance.DARK)


def test_a_click_opens_the_list_and_enter_takes_what_the_arrows_chose(person: Person, qtbot: QtBot) -> None:
    field = person.control("Colours")
    assert isinstance(field, ChoiceField)
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(field.view().isVisible)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        assert person.on_disk.appearance is Appearance.SYSTEM
        QTest.keyClick(field.view(), key)
    assert person.on_disk == Settings(appearance=Appearance.DARK)
    assert person.dialog.isVisible()


def test_buttons_of_the_foot_take_enter_from_nobody(person: Person) -> None:
    assert not any(button.isDefault() or button.autoDefault() for button in person.dialog.findChildren(Button))
