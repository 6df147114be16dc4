"""The picker without a mouse and without eyes."""

from pathlib import Path

from quantchat.gui.transfers import Transfer
from tests.core.machines import GAMING_PC
from tests.gui.accessibility import controls_without_visible_focus, nameless_controls, tab_stops
from tests.gui.picker.conftest import Person
from tests.gui.picker.shelves import catalogue_card

HERE = catalogue_card("llama-3.2-1b-instruct", GAMING_PC, here=("Q4_K_M", "Q8_0"))


def open_fully(person: Person) -> None:
    person.open(HERE)
    person.picker.sheet.advanced.setVisible(True)
    person.picker.sheet.show_transfer(Transfer("1", HERE.key, "Llama in Q5_1", "1 of 2 GB", 0.5, is_paused=True))


def test_every_control_of_a_models_sheet_has_a_name_and_a_role(person: Person) -> None:
    open_fully(person)
    assert nameless_controls(person.picker) == []


def test_every_control_of_the_other_pages_has_a_name_and_a_role(person: Person) -> None:
    person.open(HERE)
    person.picker.places_page.show_folders(Path("/models"), [Path("/more")])
    for show in (person.picker.show_hub, person.picker.show_places, person.picker.sheet.letters_button.click):
        show()
        assert nameless_controls(person.picker) == []


def test_it_can_be_seen_where_the_keyboard_is(person: Person) -> None:
    open_fully(person)
    assert controls_without_visible_focus(person.picker) == []
    person.picker.show_places()
    assert controls_without_visible_focus(person.picker) == []


def test_tab_goes_from_the_search_over_the_list_to_the_model_and_down_its_sheet(person: Person) -> None:
    open_fully(person)
    assert tab_stops(person.picker) == [
        "Find a model",
        "Models",
        "Add a file…",
        "Hugging Face…",
        "Folders",
        "Quantizations",
        "Context length, tokens",
        "KV cache f16",
        "GPU layers",
        "Threads",
        "Batch, tokens",
        "Go on",
        "Cancel",
        "Load Q8_0",
        "Remove…",
        "Advanced",
        "What are these letters?",
    ]
