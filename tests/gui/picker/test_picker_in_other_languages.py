"""The picker in a language where every string is marked and longer: none is forgotten, none is cut."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from quantchat.advice.adviser import Adviser
from quantchat.advice.letters import letter_rows
from quantchat.advice.measurements import Measurement
from quantchat.advice.offers import offers_of_entry
from quantchat.advice.shelf_values import ModelCard, ShelfGroup
from quantchat.core.gguf import read_header
from quantchat.errors import KnownError
from quantchat.gui.picker.context_choice import ContextChoice
from quantchat.gui.transfers import Transfer
from quantchat.library.models import ModelSource
from tests.core.machines import GAMING_PC
from tests.gui.picker.conftest import Person
from tests.gui.picker.shelves import PLAN, catalogue_card, local_model, sheet_of
from tests.gui.pseudo_language import cut_texts, unmarked_texts


def _refusal_of_an_empty_file() -> KnownError:
    try:
        read_header(BytesIO(), 0)
    except KnownError as error:
        return error
    raise AssertionError("an empty file was read")


EMPTY = _refusal_of_an_empty_file()
HERE = catalogue_card("llama-3.2-1b-instruct", GAMING_PC, here=("Q4_K_M", "Q8_0"))
STARTER = replace(
    catalogue_card("qwen3-4b-instruct-2507", GAMING_PC),
    key="starter",
    group=ShelfGroup.HERE,
    files=(local_model("Starter", "Q4_1", source=ModelSource.STARTER),),
)
GOOD = catalogue_card("qwen3-4b-instruct-2507", GAMING_PC, ShelfGroup.RECOMMENDED)
LARGE = catalogue_card("qwen3-32b", GAMING_PC)
SOURCE = catalogue_card("qwen3-4b-instruct-2507", GAMING_PC, here=("Q8_0",))
"""From its file another type can be made."""
BROKEN = ModelCard(
    "file:broken",
    "Half a model",
    ShelfGroup.HERE,
    (local_model("Half a model", "", problem=EMPTY.sentence),),
    problem=EMPTY.sentence,
)
NAMELESS = ModelCard("file:nameless", "", ShelfGroup.MORE)
CARDS = (HERE, STARTER, GOOD, LARGE, BROKEN)


DATA = (
    GAMING_PC.cpu.name,
    *(gpu.name for gpu in GAMING_PC.gpus),
    *(card.name for card in CARDS),
    *(file.place for card in CARDS for file in card.files),
    *(card.entry.licence for card in CARDS if card.entry),
)


@pytest.fixture
def shown(pseudo: None, person: Person) -> Person:
    person.open(*CARDS)
    return person


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.key)
def test_every_string_of_a_models_sheet_and_of_the_list_is_translated(shown: Person, card: ModelCard) -> None:
    shown.picker.choose(card.key)
    shown.picker.sheet.advanced.setVisible(True)
    shown.picker.sheet.advanced.set_gpu_usable(False)
    assert unmarked_texts(shown.picker, DATA) == []


def test_every_row_of_the_table_tells_its_figures_and_actions_translated(shown: Person) -> None:
    shown.picker.put_card(SOURCE)
    for card in (HERE, SOURCE, LARGE):
        shown.picker.choose(card.key)
        sheet = sheet_of(card, GAMING_PC)
        rows = sheet.recommendation.advice.rows
        measured = Measurement("m", "p", "d", 38.2, 33.0, 6_500_000_000, 6_600_000_000)
        sheet = replace(sheet, measured={rows[0].quantization: measured})
        shown.picker.sheet.show_sheet(sheet, str(card.files[0].path) if card.files else "", PLAN)
        for row in rows:
            shown.picker.sheet.table.choose(row.quantization)
            assert unmarked_texts(shown.picker.sheet, DATA) == []


def test_what_the_sheet_says_in_place_of_advice_is_translated(shown: Person) -> None:
    sheet = shown.picker.sheet
    shown.picker.choose(HERE.key)
    sheet.show_no_sheet(EMPTY.text)
    assert unmarked_texts(sheet, DATA) == []
    sheet.show_no_advice(EMPTY.text)
    assert unmarked_texts(sheet, DATA) == []
    for transfer in (
        Transfer("1", HERE.key, HERE.name, "", 0.5),
        Transfer("1", HERE.key, HERE.name, "", 0.5, is_paused=True),
        Transfer("1", HERE.key, HERE.name, "", problem=EMPTY.text, can_pause=False),
    ):
        sheet.show_transfer(transfer)
        assert unmarked_texts(sheet, DATA) == []


def test_every_string_of_the_other_pages_is_translated(shown: Person) -> None:
    picker = shown.picker
    picker.show_hub()
    for show in (picker.hub_page.show_asking, lambda: picker.hub_page.show_problem(EMPTY.text, needs_token=True)):
        show()
        assert unmarked_texts(picker.hub_page) == []
    picker.places_page.show_folders(Path("/models"), [Path("/more")])
    assert unmarked_texts(picker.places_page, ("/models", "/more", "hf_…")) == []
    assert GOOD.entry is not None
    rows = letter_rows(offers_of_entry(GOOD.entry), Adviser(GAMING_PC), PLAN)
    picker.letters.show_working(GOOD.name)
    picker.letters.show_letters(GOOD.name, rows)
    assert unmarked_texts(picker.letters, [*DATA, *(letter.shown_name for letter in rows)]) == []


def test_a_search_that_finds_nothing_is_answered_translated_and_is_no_heading(shown: Person) -> None:
    shown.type_text("nothing is called so")
    (remark,) = shown.listed
    assert remark.startswith("⟦No model is called so.")
    assert unmarked_texts(shown.picker, DATA) == []


def test_texts_that_are_half_as_long_again_are_not_cut(shown: Person) -> None:
    for card in (HERE, LARGE):
        shown.picker.choose(card.key)
        assert cut_texts(shown.picker) == []
    shown.picker.show_hub()
    assert cut_texts(shown.picker) == []
    shown.picker.show_places()
    assert cut_texts(shown.picker) == []


def test_the_menu_of_cache_types_is_translated(shown: Person) -> None:
    choice = shown.picker.findChildren(ContextChoice)[0]
    choice._on_kv_clicked()
    assert unmarked_texts(choice) == []
