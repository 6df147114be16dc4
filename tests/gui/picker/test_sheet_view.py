"""The sheet of a model: what to take, why, and a table that follows context, KV type and settings at once."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QSpinBox

from quantchat.advice.measurements import Measurement
from quantchat.advice.shelf_values import ModelCard, SheetQuestion
from quantchat.core.assessment import Verdict
from quantchat.core.plan import KvType
from quantchat.gui.picker.context_choice import offered_lengths
from quantchat.gui.picker.quantization_rows import Column, TableRow, cell_text
from quantchat.gui.theme import Theme
from quantchat.gui.transfers import Transfer
from quantchat.library.models import LocalModel
from quantchat.wording import worded
from tests.core.machines import GAMING_PC, SMALL_LAPTOP
from tests.gui.picker.conftest import Person
from tests.gui.picker.shelves import PLAN, catalogue_card, sheet_of
from tests.gui.visible_text import button_named, visible_texts

LLAMA = catalogue_card("llama-3.1-8b-instruct", GAMING_PC)
HERE = catalogue_card("llama-3.1-8b-instruct", GAMING_PC, here=("Q4_K_M", "F16"))
BOTH = catalogue_card("llama-3.1-8b-instruct", GAMING_PC, here=("Q4_K_M", "Q8_0"))
LARGE = catalogue_card("qwen2.5-32b-instruct", SMALL_LAPTOP)


def row_of(person: Person, quantization: str) -> TableRow:
    return next(row for row in person.picker.sheet.table.rows if row.row.quantization == quantization)


def test_the_recommendation_is_told_with_its_reason_and_its_runner_up(person: Person) -> None:
    person.open(LLAMA)
    text = person.picker.sheet.advice_text
    assert text.startswith(f"Take {LLAMA.recommended}.")
    assert "Second choice" in text
    assert row_of(person, LLAMA.recommended).remark == "Recommended"


def test_every_row_tells_bits_file_memory_speed_loss_and_verdict_in_words(person: Person) -> None:
    person.open(LLAMA)
    row = row_of(person, "Q4_K_M")
    assert cell_text(row, Column.BITS) == "4.89"
    assert cell_text(row, Column.FILE) == "4.9 GB"
    assert cell_text(row, Column.LOSS) == "0.031"
    assert cell_text(row, Column.VERDICT) == "GPU"
    assert cell_text(row, Column.SOURCE) == "download"
    assert "–" in cell_text(row, Column.SPEED)


def test_a_longer_context_is_worked_out_at_once_and_changes_memory_and_verdict(person: Person) -> None:
    person.open(LLAMA)
    before = row_of(person, LLAMA.recommended).row.assessment
    slider = person.picker.sheet.context_choice.slider
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_End)
    after = row_of(person, LLAMA.recommended).row.assessment
    assert after.memory.plan.context_length == 131_072
    assert sum(device.kv_bytes for device in after.memory.devices) > 10 * sum(
        device.kv_bytes for device in before.memory.devices
    )
    assert after.verdict is not before.verdict


def test_what_the_person_chose_is_what_is_loaded(person: Person) -> None:
    person.open(HERE)
    sheet = person.picker.sheet
    sheet.context_choice.slider.setValue(offered_lengths(131_072).index(16_384))
    sheet.table.choose("Q4_K_M")
    sheet.act()
    assert [(wish.path, wish.plan.context_length) for wish in person.loads] == [(HERE.files[0].path, 16_384)]


def test_the_type_of_the_kv_cache_is_chosen_from_a_menu_that_says_what_it_costs(person: Person) -> None:
    person.open(HERE)
    choice = person.picker.sheet.context_choice
    choice._choose_kv(KvType.Q8_0)
    assert "KV cache q8_0" in visible_texts(choice)
    assert row_of(person, "Q4_K_M").row.assessment.memory.plan.kv_type is KvType.Q8_0


def test_an_answer_to_an_older_question_changes_nothing(person: Person) -> None:
    person.open(LLAMA)
    slider = person.picker.sheet.context_choice.slider
    slider.setValue(slider.maximum())
    shown = row_of(person, "Q4_K_M").row.assessment.memory.plan.context_length
    person.picker.sheet.show_sheet(sheet_of(LLAMA, GAMING_PC, SheetQuestion(LLAMA, PLAN)), "", None)
    assert row_of(person, "Q4_K_M").row.assessment.memory.plan.context_length == shown == 131_072


@pytest.mark.parametrize(
    ("quantization", "label"),
    [
        ("Q4_K_M", "Load Q4_K_M"),
        ("Q8_0", "Download Q8_0, 8.5 GB"),
    ],
)
def test_the_button_says_what_it_would_do_with_the_chosen_row(person: Person, quantization: str, label: str) -> None:
    person.open(HERE)
    person.picker.sheet.table.choose(quantization)
    assert person.picker.sheet.main_button.label == label


def test_a_type_that_is_not_published_is_made_from_an_unquantized_file_that_is_here_in_a_time_that_is_told(
    person: Person,
) -> None:
    person.open(HERE)
    sheet = person.picker.sheet
    sheet.table.choose("Q5_1")
    assert sheet.main_button.label.startswith("Make Q5_1 from F")
    row = row_of(person, "Q5_1").row
    if row.candidate.made_from == "F16":
        sheet.act()
        assert [wish.row.quantization for wish in person.makings] == ["Q5_1"]


def test_without_a_file_to_make_it_from_the_button_says_what_is_needed_first(person: Person) -> None:
    person.open(LLAMA)
    sheet = person.picker.sheet
    sheet.table.choose("Q5_1")
    assert not sheet.main_button.isEnabled()
    assert any("once that is here" in text for text in visible_texts(sheet))


def test_the_file_in_use_is_marked_and_not_loaded_again(person: Person) -> None:
    person.path_in_use = str(HERE.files[0].path)
    person.open(HERE)
    assert row_of(person, "Q4_K_M").is_in_use
    assert person.picker.sheet.main_button.label == "Q4_K_M is in use"
    person.press(Qt.Key.Key_Return)
    assert not person.loads


def test_where_nothing_fits_the_panel_says_so_with_what_would_help(person: Person) -> None:
    person.machine = SMALL_LAPTOP
    person.open(LARGE)
    text = person.picker.sheet.advice_text
    assert text.startswith("Not for this computer.")
    assert "GB" in text


def test_predicted_stands_beside_measured(person: Person) -> None:
    person.open(HERE)
    sheet = sheet_of(HERE, GAMING_PC)
    measured = Measurement("m", "p", "d", 38.2, 33.0, 6_500_000_000, 6_600_000_000)
    person.picker.sheet.table.choose("Q4_K_M")
    person.picker.sheet.show_sheet(replace(sheet, measured={"Q4_K_M": measured}), "", None)
    assert "33 tokens/s predicted, 38 measured" in person.picker.sheet.legend_text


def test_advanced_settings_are_automatic_until_they_are_changed_and_then_go_into_the_load(person: Person) -> None:
    person.open(HERE)
    sheet = person.picker.sheet
    assert "Automatic" not in visible_texts(sheet)
    QTest.mouseClick(button_named(sheet, "Advanced"), Qt.MouseButton.LeftButton)
    assert sheet.advanced.is_unfolded
    threads = next(field for field in sheet.advanced.children() if _is_named(field, "Threads"))
    threads.setValue(3)  # type: ignore[attr-defined]
    sheet.table.choose("Q4_K_M")
    sheet.act()
    assert [wish.plan.threads for wish in person.loads] == [3]


def test_work_on_the_model_is_shown_on_its_sheet_and_nothing_more_is_begun_meanwhile(person: Person) -> None:
    person.open(LLAMA)
    sheet = person.picker.sheet
    sheet.show_transfer(Transfer("id", LLAMA.key, "Llama in Q5_K_M", "1 of 5.7 GB, 3 minutes left", 0.2))
    assert "1 of 5.7 GB, 3 minutes left" in visible_texts(sheet)
    assert not sheet.main_button.isEnabled()
    sheet.show_transfer(None)
    assert sheet.main_button.isEnabled()


def test_only_own_files_can_be_removed(person: Person) -> None:
    person.open(HERE)
    QTest.mouseClick(button_named(person.picker.sheet, "Remove…"), Qt.MouseButton.LeftButton)
    assert person.removals == [HERE.files[0].path]
    foreign = replace(HERE, key="x", files=tuple(replace(file, owner="LM Studio") for file in HERE.files))
    person.open(foreign, key="x")
    assert "Remove…" not in visible_texts(person.picker.sheet)


def test_the_slider_offers_powers_of_two_and_half_steps_up_to_the_trained_length() -> None:
    assert offered_lengths(8192) == (1024, 1536, 2048, 3072, 4096, 6144, 8192)
    assert offered_lengths(40_960)[-1] == 40_960
    assert offered_lengths(512) == (512,)
    assert offered_lengths(0)[-1] == 262_144


def _is_named(field: object, name: str) -> bool:
    return getattr(field, "accessibleName", lambda: "")() == name


def test_a_card_without_a_sheet_says_that_it_is_being_worked_out(person: Person) -> None:
    person.open(ModelCard("k", "A model", LLAMA.group))
    assert "Working out" in person.picker.sheet.advice_text
    person.picker.sheet.show_no_sheet("The file is gone.")
    assert "The file is gone." in person.picker.sheet.advice_text


def test_the_colours_of_texts_follow_the_theme_while_the_picker_is_there(person: Person, theme: Theme) -> None:
    person.open(LLAMA)
    theme.force(dark=True)
    for label in person.picker.sheet.findChildren(QLabel):
        colour = label.palette().color(label.foregroundRole())
        assert colour.lightness() > 100, label.text()


def in_folder(file: LocalModel, folder: str, owner: str = "") -> LocalModel:
    return replace(file, path=Path(folder) / file.path.name, owner=owner)


def hints(person: Person) -> list[str]:
    return [text for text in visible_texts(person.picker.sheet) if "files of" in text]


def test_several_files_of_one_quantization_are_told_with_their_places(person: Person) -> None:
    second = in_folder(BOTH.files[0], "/other", owner="LM Studio")
    person.open(replace(BOTH, files=(second, *BOTH.files)))
    person.picker.sheet.table.choose("Q4_K_M")
    assert hints(person) == ["2 files of Q4_K_M are here: in /models and in LM Studio's folder; the first is used."]
    person.picker.sheet.table.choose("Q8_0")
    assert hints(person) == []


def test_files_of_one_quantization_in_one_folder_are_told_apart_by_name(person: Person) -> None:
    second = replace(BOTH.files[0], path=Path("/models/again.gguf"))
    person.open(replace(BOTH, files=(second, *BOTH.files)))
    person.picker.sheet.table.choose("Q4_K_M")
    assert hints(person) == [
        f"2 files of Q4_K_M are here: “{BOTH.files[0].path.name}” in /models and “again.gguf” in /models; the first is "
        "used."
    ]


def test_a_quantization_is_in_use_whichever_of_its_files_is_and_that_one_is_loaded_again(person: Person) -> None:
    second = in_folder(BOTH.files[0], "/other")
    person.path_in_use = str(second.path)
    person.plan_in_use = PLAN
    person.open(replace(BOTH, files=(second, *BOTH.files)))
    assert row_of(person, "Q4_K_M").is_in_use
    assert hints(person) == ["2 files of Q4_K_M are here: in /other and in /models; the first is used."]
    person.picker.sheet.context_choice.slider.setValue(0)
    person.picker.sheet.act()
    assert [wish.path for wish in person.loads] == [second.path]


def test_only_the_files_of_the_chosen_quantization_are_offered_for_removal(person: Person) -> None:
    person.open(BOTH)
    sheet = person.picker.sheet
    sheet.table.choose("Q8_0")
    QTest.mouseClick(button_named(sheet, "Remove…"), Qt.MouseButton.LeftButton)
    assert person.removals == [BOTH.files[1].path]
    sheet.table.choose("Q5_K_M")
    assert "Remove…" not in visible_texts(sheet)


def test_of_files_that_are_here_the_one_that_runs_best_is_chosen_first_and_then_the_one_of_least_loss(
    person: Person,
) -> None:
    mixed = catalogue_card("llama-3.1-8b-instruct", GAMING_PC, here=("Q2_K", "Q3_K_M", "Q8_0"))
    person.open(mixed)
    chosen = person.picker.sheet.table.chosen
    assert chosen is not None
    assert chosen.row.quantization == "Q3_K_M"
    verdicts = {row.row.quantization: row.row.assessment.verdict for row in person.picker.sheet.table.rows}
    assert verdicts["Q8_0"] is not verdicts["Q2_K"] is verdicts["Q3_K_M"] is Verdict.GPU


def test_a_file_that_arrives_leaves_its_row_chosen_and_can_be_loaded(person: Person) -> None:
    person.open(LLAMA)
    sheet = person.picker.sheet
    sheet.table.choose("Q5_K_M")
    assert sheet.main_button.label.startswith("Download Q5_K_M")
    sheet.renew(catalogue_card("llama-3.1-8b-instruct", GAMING_PC, here=("Q5_K_M",)))
    assert sheet.table.chosen is not None
    assert sheet.table.chosen.row.quantization == "Q5_K_M"
    assert sheet.main_button.label == "Load Q5_K_M"
    assert sheet.main_button.isEnabled()
    sheet.table.choose("Q3_K_M")
    sheet.renew(BOTH)
    assert sheet.table.chosen.row.quantization == "Q3_K_M"


def test_enter_and_double_click_on_a_row_load_what_is_here_but_download_nothing(person: Person) -> None:
    person.open(BOTH)
    sheet = person.picker.sheet
    sheet.table.choose("Q5_K_M")
    QTest.keyClick(sheet.table, Qt.Key.Key_Return)
    assert not person.downloads
    assert person.focused is sheet.main_button
    sheet.table.choose("Q4_K_M")
    QTest.keyClick(sheet.table, Qt.Key.Key_Return)
    assert [wish.path for wish in person.loads] == [BOTH.files[0].path]


@pytest.mark.parametrize("wanted", [8192, 5000, 300_000])
def test_what_is_loaded_is_what_the_sheet_shows_and_nothing_the_person_did_not_choose_is_kept(
    person: Person, wanted: int
) -> None:
    person.plan = replace(PLAN, context_length=wanted)
    person.open(BOTH)
    sheet = person.picker.sheet
    sheet.table.choose("Q4_K_M")
    assert sheet.context_choice.context_length == min(wanted, 131_072)
    sheet.act()
    assert [wish.plan.context_length for wish in person.loads] == [wanted]


def test_another_number_of_gpu_layers_alone_is_worth_loading_again(person: Person) -> None:
    person.path_in_use, person.plan_in_use = str(BOTH.files[0].path), PLAN
    person.open(BOTH)
    sheet = person.picker.sheet
    assert sheet.main_button.label == "Q4_K_M is in use"
    layers = next(field for field in sheet.advanced.children() if _is_named(field, "GPU layers"))
    layers.setValue(7)  # type: ignore[attr-defined]
    assert sheet.main_button.label == "Load again with these settings"


def test_a_number_that_is_being_typed_is_not_lost_when_an_answer_comes(person: Person) -> None:
    person.open(BOTH)
    sheet = person.picker.sheet
    QTest.mouseClick(button_named(sheet, "Advanced"), Qt.MouseButton.LeftButton)
    threads = next(field for field in sheet.advanced.children() if _is_named(field, "Threads"))
    assert isinstance(threads, QSpinBox)
    threads.selectAll()
    QTest.keyClicks(threads, "12")
    sheet.renew(BOTH)
    assert threads.text() == "12"


def test_after_a_problem_nothing_of_the_earlier_answer_can_be_pressed(person: Person) -> None:
    person.open(BOTH)
    sheet = person.picker.sheet
    sheet.show_no_sheet("The file is gone.")
    assert "The file is gone." in sheet.advice_text
    assert sheet.main_button.isHidden()
    assert sheet.table.isHidden()
    sheet.act()
    assert not person.loads


def test_without_advice_what_is_here_can_still_be_loaded(person: Person) -> None:
    person.open(BOTH)
    sheet = person.picker.sheet
    sheet.show_no_advice("The advice failed.")
    assert sheet.advice_text == "There is no advice on this model. The advice failed."
    assert sheet.main_button.label == "Load Q4_K_M"
    person.press(Qt.Key.Key_Return)
    assert [(wish.path, wish.plan.model_path) for wish in person.loads] == [
        (BOTH.files[0].path, str(BOTH.files[0].path))
    ]


def test_a_model_of_which_nothing_can_be_had_shows_no_button(person: Person) -> None:
    person.open(LLAMA)
    sheet = person.picker.sheet
    nothing = sheet_of(LLAMA, GAMING_PC)
    advice = replace(nothing.recommendation.advice, rows=(), recommended=None, runner_up=None)
    empty = replace(nothing, recommendation=replace(nothing.recommendation, advice=advice))
    sheet.show_sheet(empty, "", None)
    sheet.show_sheet(empty, "", None)
    assert sheet.table.rows == ()
    assert sheet.main_button.isHidden()
    sheet.act()
    assert not person.downloads


def test_a_sheet_of_one_row_works_and_so_does_a_context_below_the_shortest_usual_one(person: Person) -> None:
    person.open(BOTH)
    sheet = person.picker.sheet
    whole = sheet_of(BOTH, GAMING_PC)
    rows = tuple(row for row in whole.recommendation.advice.rows if row.quantization == "Q8_0")
    advice = replace(whole.recommendation.advice, rows=rows, recommended=None, runner_up=None)
    short = replace(whole, recommendation=replace(whole.recommendation, advice=advice), trained_context_length=512)
    sheet.show_sheet(short, "", None)
    assert [row.row.quantization for row in sheet.table.rows] == ["Q8_0"]
    assert sheet.table.chosen is not None
    assert "512 tokens" in visible_texts(sheet.context_choice)


def test_an_error_stays_on_the_sheet_until_another_row_is_chosen(person: Person) -> None:
    person.open(BOTH)
    sheet = person.picker.sheet
    sheet.show_hint("The disk is full.")
    sheet.show_transfer(Transfer("id", BOTH.key, "Another", "1 of 2 GB", 0.5))
    sheet.renew(BOTH)
    assert "The disk is full." in visible_texts(sheet)
    sheet.table.choose("Q8_0")
    assert "The disk is full." not in visible_texts(sheet)


def test_a_download_that_rests_does_not_keep_others_from_being_begun(person: Person) -> None:
    person.open(LLAMA)
    sheet = person.picker.sheet
    sheet.show_transfer(Transfer("id", LLAMA.key, "Llama", "Paused at 1 GB", 0.2, is_paused=True))
    assert sheet.main_button.isEnabled()


def test_the_keyboard_stays_at_the_table_when_the_button_it_was_on_can_do_no_more(person: Person) -> None:
    person.open(BOTH)
    sheet = person.picker.sheet
    sheet.table.choose("Q5_K_M")
    sheet.main_button.setFocus()
    sheet.show_transfer(Transfer("id", BOTH.key, "Llama in Q5_K_M", "Begins…", 0.0))
    assert person.focused is sheet.table


def test_a_file_that_broke_while_it_was_looked_at_says_so(person: Person) -> None:
    person.open(BOTH)
    person.picker.sheet.renew(replace(BOTH, problem=worded("The file ends too early.")))
    assert "The file ends too early." in person.picker.sheet.advice_text
    assert person.picker.sheet.main_button.isHidden()


def test_slow_speeds_are_told_with_a_decimal(person: Person) -> None:
    person.open(BOTH)
    measured = Measurement("m", "p", "d", 0.4, 1.26, 0, 0)
    person.picker.sheet.table.choose("Q4_K_M")
    person.picker.sheet.show_sheet(replace(sheet_of(BOTH, GAMING_PC), measured={"Q4_K_M": measured}), "", None)
    assert "1.3 tokens/s predicted, 0.4 measured" in person.picker.sheet.legend_text


def test_the_sheet_says_where_a_model_lies(person: Person) -> None:
    person.open(HERE)
    assert any("in /models" in text for text in visible_texts(person.picker.sheet))
