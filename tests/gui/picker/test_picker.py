"""The picker: models in groups, found by typing, looked at by moving, taken by Enter."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from quantchat.advice.shelf_values import ModelCard, ShelfGroup
from quantchat.gui.picker.card_list import NOTHING_FOUND, CardList
from quantchat.wording import worded
from tests.core.machines import GAMING_PC
from tests.gui.picker.conftest import Person
from tests.gui.picker.shelves import catalogue_card, local_model

HERE = catalogue_card("llama-3.2-1b-instruct", GAMING_PC, here=("Q4_K_M", "Q8_0"))
GOOD = catalogue_card("qwen3-4b-instruct-2507", GAMING_PC, ShelfGroup.RECOMMENDED)
LARGE = catalogue_card("qwen3-32b", GAMING_PC)
BROKEN = ModelCard(
    "file:broken",
    "Half a model",
    ShelfGroup.HERE,
    (local_model("Half a model", "", problem=worded("The file ends too early.")),),
    problem=worded("The file ends too early."),
)


def test_models_stand_in_three_groups_and_an_empty_group_is_left_out(person: Person) -> None:
    person.open(HERE, GOOD)
    assert person.listed == [
        "On this computer",
        "Llama 3.2 1B Instruct",
        "Recommended for this computer",
        "Qwen3 4B Instruct 2507",
    ]
    person.picker.put_card(LARGE)
    assert person.listed[-2:] == ["More", "Qwen3 32B"]


def test_typing_finds_models_by_name_use_and_type_and_keeps_only_those(person: Person) -> None:
    person.open(HERE, GOOD, LARGE)
    person.type_text("qwen 32")
    assert person.listed == ["More", "Qwen3 32B"]
    assert person.looked_at == "Qwen3 32B"
    QTest.keySequence(person.focused, "Ctrl+A")
    person.type_text("nothing is called so")
    assert person.listed == [NOTHING_FOUND]


def test_arrows_move_in_the_list_while_the_keyboard_stays_in_the_search(person: Person) -> None:
    person.open(HERE, GOOD, LARGE)
    assert person.looked_at == "Llama 3.2 1B Instruct"
    person.press(Qt.Key.Key_Down)
    assert person.looked_at == "Qwen3 4B Instruct 2507"
    person.type_text("l")
    assert person.picker.search_field.text() == "l"


def test_enter_loads_what_is_here(person: Person) -> None:
    person.open(HERE)
    person.press(Qt.Key.Key_Return)
    assert [wish.path for wish in person.loads] == [HERE.files[1].path]


def test_enter_on_what_is_not_here_only_moves_to_the_button_and_a_second_one_downloads(person: Person) -> None:
    person.open(GOOD)
    person.press(Qt.Key.Key_Return)
    assert not person.downloads
    assert person.focused is person.picker.sheet.main_button
    person.press(Qt.Key.Key_Space)
    assert [wish.row.quantization for wish in person.downloads] == [GOOD.recommended]


def test_the_model_in_use_is_chosen_first_and_says_so(person: Person) -> None:
    person.picker.cards.set_in_use(HERE.key)
    person.open(BROKEN, GOOD, HERE, key=HERE.key)
    assert person.looked_at == "Llama 3.2 1B Instruct"
    row = person.picker.cards.index_of(HERE.key)
    assert "In use" in str(row.data(Qt.ItemDataRole.AccessibleTextRole))


def test_what_is_chosen_stays_chosen_while_other_models_are_found(person: Person) -> None:
    person.open(HERE, LARGE)
    person.press(Qt.Key.Key_Down)
    person.picker.put_card(GOOD)
    person.picker.put_card(replace(LARGE, group=ShelfGroup.RECOMMENDED))
    assert person.looked_at == "Qwen3 32B"
    current = person.picker.card_list.currentIndex()
    assert current.data() == "Qwen3 32B"


def test_a_model_that_is_preferred_is_only_chosen_as_long_as_the_person_has_not_moved(person: Person) -> None:
    person.open(GOOD, LARGE)
    person.picker.put_card(HERE)
    person.picker.prefer(HERE.key)
    assert person.looked_at == "Llama 3.2 1B Instruct"
    person.press(Qt.Key.Key_Down)
    person.picker.prefer(HERE.key)
    assert person.looked_at == "Qwen3 4B Instruct 2507"


def test_a_broken_file_says_what_is_wrong_and_offers_nothing(person: Person) -> None:
    person.open(BROKEN)
    assert "The file ends too early." in person.picker.sheet.advice_text
    assert person.picker.sheet.main_button.isHidden()
    person.press(Qt.Key.Key_Return)
    assert not person.loads


def test_screen_readers_are_told_verdict_speed_and_size_of_a_model(person: Person) -> None:
    person.open(GOOD)
    spoken = str(person.picker.cards.index_of(GOOD.key).data(Qt.ItemDataRole.AccessibleTextRole))
    assert "On the GPU" in spoken
    assert "tokens/s" in spoken
    assert f"{GOOD.recommended} recommended" in spoken


def test_escape_closes_the_picker(person: Person, qtbot: object) -> None:
    person.open(HERE)
    person.press(Qt.Key.Key_Escape)
    assert not person.picker.isVisible()


def test_names_of_any_kind_are_shown_in_one_line(person: Person) -> None:
    odd = replace(BROKEN, key="odd", name="two\nlines\t😀 <b>bold</b>" + "x" * 255)
    person.open(odd)
    assert person.listed[1].startswith("two lines 😀 <b>bold</b>")
    tooltip = str(person.picker.cards.index_of("odd").data(Qt.ItemDataRole.ToolTipRole))
    assert "&lt;b&gt;" in tooltip


@pytest.mark.usefixtures("qapp")
def test_the_list_is_a_sound_qt_model_through_all_changes() -> None:
    cards = CardList()
    tester = QAbstractItemModelTester(cards, QAbstractItemModelTester.FailureReportingMode.Warning)
    for card in (HERE, GOOD, LARGE, BROKEN):
        cards.put(card)
    cards.put(replace(LARGE, recommended=""))
    cards.search("qwen")
    cards.set_in_use(HERE.key)
    cards.keep_only([HERE.key])
    cards.search("")
    assert [cards.index(row).data() for row in range(cards.rowCount())] == ["On this computer", HERE.name]
    tester.deleteLater()


def test_enter_loads_nothing_while_no_model_is_found(person: Person) -> None:
    person.open(HERE)
    person.type_text("nothing is called so")
    person.press(Qt.Key.Key_Return)
    assert not person.loads


def test_enter_never_downloads_another_quantization_of_a_model_that_is_here(person: Person) -> None:
    person.open(HERE)
    person.picker.sheet.table.choose("Q5_K_M")
    person.press(Qt.Key.Key_Return)
    assert not person.downloads
    assert person.focused is person.picker.sheet.main_button


def test_a_click_on_the_chosen_model_leads_back_from_another_page(person: Person) -> None:
    person.open(HERE, GOOD)
    person.picker.show_places()
    view = person.picker.card_list
    place = view.visualRect(person.picker.cards.index_of(HERE.key)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert person.picker.page is person.picker.sheet


def test_a_model_without_a_name_is_called_like_its_file(person: Person) -> None:
    person.open(replace(HERE, name=" \n"), replace(BROKEN, name="", files=()))
    assert person.listed[1:] == [HERE.files[0].path.name, "A model without a name"]


def test_a_model_of_no_parameters_is_listed_without_a_size(person: Person) -> None:
    person.open(replace(HERE, parameters=0, active_parameters=0))
    spoken = str(person.picker.cards.index_of(HERE.key).data(Qt.ItemDataRole.AccessibleTextRole))
    assert "0M" not in spoken


def test_what_cannot_be_used_stands_below_what_can(person: Person) -> None:
    person.open(BROKEN, HERE)
    assert person.listed == ["On this computer", "Llama 3.2 1B Instruct", "Half a model"]


def test_page_keys_pass_over_headings_and_reach_both_ends(person: Person) -> None:
    others = [replace(GOOD, key=str(number), name=f"Model {number:02}", group=ShelfGroup.MORE) for number in range(20)]
    person.open(HERE, BROKEN, *others)
    for _ in range(6):
        person.press(Qt.Key.Key_PageDown)
    assert person.looked_at == "Model 19"
    for _ in range(6):
        person.press(Qt.Key.Key_PageUp)
    assert person.looked_at == "Llama 3.2 1B Instruct"
