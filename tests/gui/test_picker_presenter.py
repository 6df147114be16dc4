"""The picker beside the model in use: what is loaded, looked at and asked for, whatever comes in between."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from quantchat.advice.shelf_values import LetterRow, ModelCard, ModelSheet, SheetQuestion, ShelfGroup
from quantchat.core.memory import PlanMemory
from quantchat.core.plan import LoadPlan
from quantchat.engine.protocol import Loaded, LoadFailed
from quantchat.errors import ErrorKind, KnownError
from quantchat.gui.feed import Feed
from quantchat.gui.icons import Icons
from quantchat.gui.main_window import MainWindow
from quantchat.gui.model_controller import LoadState, ModelController
from quantchat.gui.picker.picker import Picker
from quantchat.gui.picker_presenter import NO_ADVICE, PickerPresenter
from quantchat.gui.theme import Theme
from quantchat.library.models import LocalModel, ModelLibrary
from quantchat.settings import SettingsFile, resources_folder
from quantchat.wording import worded
from tests.core.machines import GAMING_PC
from tests.gui.picker.shelves import catalogue_card, sheet_of

STARTER = resources_folder() / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf"
SMALL = catalogue_card("smollm2-135m-instruct", GAMING_PC)
ON_OFFER = catalogue_card("llama-3.1-8b-instruct", GAMING_PC)
OTHER = catalogue_card("qwen3-4b-instruct-2507", GAMING_PC)


class ListeningEngine:
    """Keeps what it is asked to load."""

    def __init__(self) -> None:
        self.plans: list[LoadPlan] = []

    def expect_load(self, _plan: LoadPlan, on_ready: Callable[[], None]) -> None:
        on_ready()

    def load(self, plan: LoadPlan) -> None:
        self.plans.append(plan)

    def unload(self) -> None:
        return


@dataclass
class ListeningDesk:
    """Keeps what it is asked; the test answers."""

    listings: list[tuple[Callable[[ModelCard], None], Callable[[], None]]] = field(default_factory=list)
    questions: list[tuple[SheetQuestion, Callable[[ModelSheet | KnownError | None], None]]] = field(
        default_factory=list
    )
    letters: list[tuple[SheetQuestion, Callable[[tuple[LetterRow, ...] | KnownError | None], None]]] = field(
        default_factory=list
    )

    def list_shelf(
        self,
        _models: Sequence[LocalModel],
        _wanted: LoadPlan,
        _held: PlanMemory | None,
        on_card: Callable[[ModelCard], None],
        on_done: Callable[[], None],
    ) -> None:
        self.listings.append((on_card, on_done))

    def ask_sheet(
        self,
        question: SheetQuestion,
        _held: PlanMemory | None,
        on_done: Callable[[ModelSheet | KnownError | None], None],
    ) -> None:
        self.questions.append((question, on_done))

    def ask_letters(
        self,
        question: SheetQuestion,
        _held: PlanMemory | None,
        on_done: Callable[[tuple[LetterRow, ...] | KnownError | None], None],
    ) -> None:
        self.letters.append((question, on_done))

    def list_cards(self, *cards: ModelCard) -> None:
        """Answer the newest listing."""
        on_card, on_done = self.listings[-1]
        for card in cards:
            on_card(card)
        on_done()

    def answer(self) -> None:
        """Answer the newest question from the real arithmetic."""
        question, on_done = self.questions[-1]
        on_done(sheet_of(question.card, GAMING_PC, question))


@dataclass
class Bench:
    """Real window, files and settings; an engine and an advice that only listen."""

    window: MainWindow
    picker: Picker
    models: ModelController
    presenter: PickerPresenter
    desk: ListeningDesk
    engine: ListeningEngine
    feed: Feed
    settings: SettingsFile
    qtbot: QtBot

    @property
    def card_here(self) -> ModelCard:
        """The card of the one model that is here."""
        model = replace(self.models.models[0], quantization="Q4_K_M")
        return replace(SMALL, group=ShelfGroup.HERE, files=(model,))

    def open(self, *cards: ModelCard, key: str = "") -> None:
        scan = self.models._scan
        if scan is not None:
            scan.join()  # while it lives no other one is begun
        with self.qtbot.waitSignal(self.models.models_found):
            self.presenter.open_on(key)
        self.desk.list_cards(*cards)

    @property
    def looked_at(self) -> str:
        card = self.picker.sheet.card
        return card.key if card is not None else ""


@pytest.fixture
def bench(qtbot: QtBot, theme: Theme, icons: Icons, tmp_path: Path) -> Iterator[Bench]:
    folder = tmp_path / "models"
    folder.mkdir()
    shutil.copyfile(STARTER, folder / STARTER.name)
    feed, engine, desk = Feed(), ListeningEngine(), ListeningDesk()
    settings = SettingsFile(tmp_path / "settings.json")
    models = ModelController(feed, engine, ModelLibrary(tmp_path / "none", folder), settings, None)
    window = MainWindow(theme, icons)
    qtbot.addWidget(window)
    picker = Picker(theme, icons, window)
    presenter = PickerPresenter(window, picker, models, desk, feed, settings)
    with qtbot.waitSignal(models.models_found):
        models.find_models()
    with qtbot.waitExposed(window):
        window.show()
    yield Bench(window, picker, models, presenter, desk, engine, feed, settings, qtbot)
    picker.close()
    models.close()


def loaded(bench: Bench) -> Loaded:
    return Loaded("a model", 8192, 8192, 2, 0, 0.5, bench.engine.plans[-1])


def test_the_model_that_is_ready_is_in_use(bench: Bench) -> None:
    bench.feed.engine_said(loaded(bench))
    bench.open(bench.card_here, ON_OFFER)
    bench.desk.answer()
    assert bench.picker.sheet.main_button.label == "Q4_K_M is in use"


def test_a_model_that_failed_to_load_is_not_in_use_and_can_be_loaded_again(bench: Bench) -> None:
    bench.feed.engine_said(LoadFailed(ErrorKind.OTHER, worded("It is no model.")))
    assert bench.models.standing.state is LoadState.FAILED
    bench.open(ON_OFFER, bench.card_here)
    bench.picker.take(bench.card_here.key)
    bench.desk.answer()
    assert bench.picker.sheet.main_button.label == "Load Q4_K_M"
    assert bench.picker.sheet.main_button.isEnabled()


def test_the_sheet_follows_when_the_model_on_it_comes_into_use(bench: Bench) -> None:
    bench.feed.engine_said(LoadFailed(ErrorKind.OTHER, worded("It is no model.")))
    bench.open(bench.card_here)
    bench.desk.answer()
    bench.models.retry()
    bench.feed.engine_said(loaded(bench))
    bench.desk.answer()
    assert bench.picker.sheet.main_button.label == "Q4_K_M is in use"


def test_loading_without_having_chosen_anything_keeps_no_choice(bench: Bench) -> None:
    bench.feed.engine_said(LoadFailed(ErrorKind.OTHER, worded("It is no model.")))
    bench.open(bench.card_here)
    bench.desk.answer()
    bench.picker.sheet.act()
    assert not bench.picker.isVisible()
    assert bench.settings.value.plan_choices == {}
    assert bench.engine.plans[-1].context_length == bench.settings.value.context_length


def test_a_file_that_arrives_is_looked_at_in_place_of_what_it_was_asked_for_on(bench: Bench) -> None:
    bench.open(ON_OFFER, OTHER)
    assert bench.looked_at == ON_OFFER.key
    bench.presenter.expect(bench.models.models[0].path, ON_OFFER.key)
    bench.presenter.list_models()
    bench.desk.list_cards(bench.card_here, ON_OFFER, OTHER)
    assert bench.looked_at == bench.card_here.key


def test_a_file_that_arrives_takes_nobody_away_from_another_model(bench: Bench) -> None:
    bench.open(ON_OFFER, OTHER)
    bench.presenter.expect(bench.models.models[0].path, ON_OFFER.key)
    bench.picker.take(OTHER.key)
    bench.presenter.list_models()
    bench.desk.list_cards(bench.card_here, ON_OFFER, OTHER)
    assert bench.looked_at == OTHER.key


def test_a_repository_that_is_looked_up_again_shows_what_it_offers_now(bench: Bench) -> None:
    bench.open(ON_OFFER)
    bench.presenter.look_at(OTHER)
    asked = len(bench.desk.questions)
    bench.presenter.look_at(replace(OTHER, strengths="now with more files"))
    assert len(bench.desk.questions) > asked
    assert bench.desk.questions[-1][0].card.strengths == "now with more files"


def test_an_answer_that_failed_for_an_earlier_question_is_not_told(bench: Bench) -> None:
    bench.open(bench.card_here)
    question, on_done = bench.desk.questions[-1]
    bench.desk.answer()
    bench.picker.sheet.context_choice.slider.setValue(0)
    on_done(KnownError(ErrorKind.OTHER, worded("It was too long.")))
    assert "It was too long." not in bench.picker.sheet.advice_text
    assert question.card.key == bench.looked_at


def test_after_a_bug_of_the_advice_the_model_can_still_be_loaded(bench: Bench) -> None:
    bench.feed.engine_said(LoadFailed(ErrorKind.OTHER, worded("It is no model.")))
    bench.open(bench.card_here)
    bench.desk.questions[-1][1](None)
    assert NO_ADVICE in bench.picker.sheet.advice_text
    loads = len(bench.engine.plans)
    bench.picker.sheet.act()
    assert len(bench.engine.plans) == loads + 1


def test_letters_of_a_model_that_is_not_explained_any_more_are_not_shown(bench: Bench) -> None:
    bench.open(ON_OFFER, OTHER)
    bench.desk.answer()
    bench.picker.sheet.letters_button.click()
    bench.picker.take(OTHER.key)
    bench.desk.answer()
    bench.picker.sheet.letters_button.click()
    first, second = (on_done for _, on_done in bench.desk.letters)
    first(())
    assert bench.picker.letters._subject.text().startswith("Working out the figures of Qwen3 4B")
    second(())
    assert bench.picker.letters._subject.text() == "The figures of Qwen3 4B Instruct 2507 cannot be worked out."


def test_a_file_that_turned_out_broken_says_so_on_its_sheet(bench: Bench) -> None:
    bench.open(bench.card_here)
    bench.desk.answer()
    bench.presenter.list_models()
    bench.desk.list_cards(replace(bench.card_here, problem=worded("The file ends too early.")))
    assert "The file ends too early." in bench.picker.sheet.advice_text


def test_a_model_that_the_picker_was_opened_on_stays_chosen_while_all_are_judged(bench: Bench) -> None:
    bench.open(bench.card_here, ON_OFFER, OTHER)
    bench.picker.close()
    bench.open(bench.card_here, ON_OFFER, OTHER, key=OTHER.key)
    assert bench.looked_at == OTHER.key
