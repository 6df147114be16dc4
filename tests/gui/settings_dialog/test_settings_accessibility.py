"""The settings without a mouse and without eyes."""

from PySide6.QtWidgets import QLabel

from quantchat.gui.settings_dialog.fields import ChoiceField
from tests.gui.accessibility import controls_without_visible_focus, nameless_controls, tab_stops
from tests.gui.settings_dialog.conftest import Person


def test_every_control_has_a_name_and_a_role(person: Person) -> None:
    person.presenter._on_backup_requested()
    assert nameless_controls(person.dialog) == []


def test_it_can_be_seen_where_the_keyboard_is(person: Person) -> None:
    assert controls_without_visible_focus(person.dialog) == []


def test_tab_goes_through_the_settings_from_top_to_bottom(person: Person) -> None:
    stops = tab_stops(person.dialog)
    assert stops[:3] == ["Search settings", "Colours", "Contrast"]
    assert stops[-2:] == ["Delete all chats…", "Close"]
    assert stops.index("Context length") < stops.index("Reading speed") < stops.index("Back up now")


def test_every_list_of_choices_is_labelled_by_the_words_beside_it(person: Person) -> None:
    labels = {label.buddy(): label.text() for label in person.dialog.findChildren(QLabel) if label.buddy() is not None}
    told = {field.accessibleName(): labels.get(field) for field in person.dialog.findChildren(ChoiceField)}
    assert told.pop("Backup to go back to") == "Restore a backup"
    assert len(told) >= 6
    assert all(name == label for name, label in told.items())
