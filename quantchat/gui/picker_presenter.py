"""Connects the picker with the advice and the model in use: what is looked at is asked for, what is taken is loaded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, QTimer, Signal, Slot

from quantchat.advice.shelf_values import LetterRow, ModelCard, ModelSheet, SheetQuestion
from quantchat.core.memory import PlanMemory
from quantchat.core.plan import LoadPlan
from quantchat.errors import KnownError
from quantchat.gui.feed import CardJudged, Fact, Feed, LettersAnswered, SheetAnswered, ShelfListed
from quantchat.gui.main_window import MainWindow
from quantchat.gui.model_controller import LoadState, ModelController, ModelStanding
from quantchat.gui.picker.picker import Picker
from quantchat.gui.picker.sheet_view import LoadWish
from quantchat.gui.theme import Space
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.library.models import LocalModel
from quantchat.settings import SettingsFile

FLUSH_MS = 40
NO_ADVICE = QT_TRANSLATE_NOOP("PickerPresenter", "The advice failed on this model; what happened is in the log.")
_IN_USE = (LoadState.LOADING, LoadState.READY, LoadState.RESTING)
"""What failed to load, or waits for a word of the person, is not in use: it can be loaded from the picker."""


@dataclass(frozen=True, slots=True)
class _Expected:
    """A file that arrived and is not listed yet, and the card it was asked for on."""

    path: Path
    card_key: str


class ShelfAdviser(Protocol):
    """What this needs of the advice; what comes back may come on any thread."""

    def list_shelf(
        self,
        models: Sequence[LocalModel],
        wanted: LoadPlan,
        held: PlanMemory | None,
        on_card: Callable[[ModelCard], None],
        on_done: Callable[[], None],
    ) -> None:
        """Judge all models; `on_card` tells of each, more than once."""

    def ask_sheet(
        self,
        question: SheetQuestion,
        held: PlanMemory | None,
        on_done: Callable[[ModelSheet | KnownError | None], None],
    ) -> None:
        """Judge the quantizations of one model; the newest question is answered, older ones may not be."""

    def ask_letters(
        self,
        question: SheetQuestion,
        held: PlanMemory | None,
        on_done: Callable[[tuple[LetterRow, ...] | KnownError | None], None],
    ) -> None:
        """Work out the types that are explained for one model."""


class PickerPresenter(QObject):
    """One listing at a time; it is made anew when the picker opens and when the models change.

    Signals:
        shelf_listed: every model is judged (tuple of `ModelCard`).
    """

    shelf_listed = Signal(tuple)

    def __init__(
        self,
        window: MainWindow,
        picker: Picker,
        models: ModelController,
        desk: ShelfAdviser,
        feed: Feed,
        settings: SettingsFile,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._picker = picker
        self._models = models
        self._desk = desk
        self._feed = feed
        self._settings = settings
        self._listing = 0
        self._seen: set[str] = set()
        self._looked_up: set[str] = set()
        self._expected: _Expected | None = None
        self._opened_on = ""
        self._standing: tuple[object, ...] = ()
        self._letters_question: SheetQuestion | None = None
        self._arrived: dict[str, ModelCard] = {}
        self._flush = QTimer(self)
        self._flush.setSingleShot(True)
        self._flush.setInterval(FLUSH_MS)
        self._flush.timeout.connect(self._take_arrived)
        menu = window.top_bar.model_menu
        menu.button.clicked.connect(self.open)
        picker.card_chosen.connect(self._on_card_chosen)
        picker.sheet.question_asked.connect(self._on_question_asked)
        picker.sheet.letters_requested.connect(self._on_letters_requested)
        picker.sheet.load_requested.connect(self._on_load_requested)
        models.models_found.connect(self._on_models_found)
        models.standing_changed.connect(self._on_standing_changed)
        feed.fact_arrived.connect(self._on_fact_arrived)

    @property
    def cards(self) -> tuple[ModelCard, ...]:
        """All models, as far as they are known."""
        return self._picker.cards.cards

    @Slot()
    def open(self) -> None:
        """Show the picker on the model in use."""
        self._opened_on = ""
        self._open_at(self._key_of_model())

    @Slot(str)
    def open_on(self, key: str) -> None:
        """Show the picker on a card; one that is not there leaves the first one chosen."""
        self._opened_on = key
        self._open_at(key)

    def list_models(self) -> None:
        """Judge all models anew."""
        self._listing += 1
        self._seen.clear()
        self._arrived.clear()
        listing = self._listing
        self._desk.list_shelf(
            self._models.models,
            self._settings.value.usual_plan(),
            self._models.held_memory,
            lambda card: self._feed.push(CardJudged(listing, card)),
            lambda: self._feed.push(ShelfListed(listing)),
        )

    def look_at(self, card: ModelCard) -> None:
        """Show a card that was looked up apart from the listings, and choose it."""
        self._looked_up.add(card.key)
        self._picker.put_card(card)
        shown = self._picker.sheet.card
        is_shown = self._picker.isVisible() and shown is not None and shown.key == card.key
        self._picker.take(card.key)
        if is_shown:
            self._picker.sheet.renew(card)

    def expect(self, path: Path, card_key: str) -> None:
        """Choose the card of this file as soon as it is listed, if the one it was asked for on is still looked at."""
        self._expected = _Expected(path, card_key)

    def _open_at(self, key: str) -> None:
        button = self._window.top_bar.model_menu.button
        place = button.mapToGlobal(QPoint(0, button.height() + Space.XS))
        self._picker.open_at(place, self._window, key)
        self._models.find_models()
        if not self._listing:
            self.list_models()

    def _key_of_model(self) -> str:
        """The card of the chosen model, in use or not."""
        model = self._models.standing.model
        if model is None:
            return ""
        keys = (card.key for card in self.cards if any(file.path == model.path for file in card.files))
        return next(keys, "")

    def _key_in_use(self) -> str:
        return self._key_of_model() if self._path_in_use() else ""

    def _path_in_use(self) -> str:
        standing = self._models.standing
        return str(standing.model.path) if standing.model is not None and standing.state in _IN_USE else ""

    def _plan_in_use(self) -> LoadPlan | None:
        """How the model in use was asked for, to be compared with what is asked for now."""
        standing, path = self._models.standing, self._path_in_use()
        if not path:
            return None
        wanted = self._settings.value.plan_for(path)
        plan = wanted
        if standing.planned is not None:
            plan = standing.planned.plan
        elif standing.loaded is not None:
            plan = standing.loaded.plan
        return replace(plan, gpu_layers=wanted.gpu_layers, threads=wanted.threads)

    @Slot(tuple)
    def _on_models_found(self, _models: tuple[LocalModel, ...]) -> None:
        if self._listing or self._picker.isVisible():
            self.list_models()

    @Slot(ModelStanding)
    def _on_standing_changed(self, _standing: ModelStanding) -> None:
        self._picker.cards.set_in_use(self._key_in_use())
        standing = self._models.standing
        before, self._standing = self._standing, (standing.state, standing.planned, self._path_in_use())
        card = self._picker.sheet.card
        is_at_rest = standing.state is not LoadState.LOADING  # the probe must not hold memory while a model is loaded
        if is_at_rest and self._standing != before and self._picker.isVisible() and card is not None:
            self._picker.sheet.renew(card)  # what is in use changed, and with it the memory that is free

    @Slot(ModelCard)
    def _on_card_chosen(self, card: ModelCard) -> None:
        choices = self._settings.value.plan_choices
        path = self._path_in_use()
        files = sorted(card.files, key=lambda file: str(file.path) != path)
        chosen = next((choices[str(file.path)] for file in files if str(file.path) in choices), None)
        usual = self._settings.value.usual_plan()
        plan = chosen.plan("") if chosen else usual
        self._picker.sheet.show_card(card, plan, is_fixed=chosen is not None)

    @Slot(SheetQuestion)
    def _on_question_asked(self, question: SheetQuestion) -> None:
        on_done = partial(self._push_sheet, question)
        self._desk.ask_sheet(question, self._models.held_memory, on_done)

    def _push_sheet(self, question: SheetQuestion, result: ModelSheet | KnownError | None) -> None:
        self._feed.push(SheetAnswered(question, result))

    @Slot(SheetQuestion)
    def _on_letters_requested(self, question: SheetQuestion) -> None:
        self._letters_question = question
        self._picker.letters.show_working(question.card.name)
        self._picker.show_page(self._picker.letters)
        self._picker.letters.focus()
        self._desk.ask_letters(
            question,
            self._models.held_memory,
            lambda result: self._feed.push(LettersAnswered(question, result)),
        )

    @Slot(LoadWish)
    def _on_load_requested(self, wish: LoadWish) -> None:
        self._picker.close()
        self._window.composer.setFocus()
        self._models.choose_with(replace(wish.plan, model_path=str(wish.path)))

    @Slot(object)
    def _on_fact_arrived(self, fact: Fact) -> None:
        if isinstance(fact, CardJudged) and fact.listing == self._listing:
            self._arrived[fact.card.key] = fact.card
            self._flush.start()
        elif isinstance(fact, ShelfListed) and fact.listing == self._listing:
            self._take_arrived()
            self._picker.cards.keep_only(self._seen | self._looked_up)
            self.shelf_listed.emit(self.cards)
        elif isinstance(fact, SheetAnswered):
            self._take_sheet(fact)
        elif isinstance(fact, LettersAnswered) and fact.question == self._letters_question:
            rows = fact.result if isinstance(fact.result, tuple) else ()
            self._picker.letters.show_letters(fact.question.card.name, rows)

    @Slot()
    def _take_arrived(self) -> None:
        """Show the cards that came since the list was drawn last; each alone would have it laid out anew."""
        self._flush.stop()
        cards = tuple(self._without_flicker(card) for card in self._arrived.values())
        self._arrived.clear()
        if not cards:
            return
        self._picker.put_card(*cards)
        self._picker.cards.set_in_use(self._key_in_use())
        self._picker.prefer(self._opened_on or self._key_of_model())
        for card in cards:
            self._follow(card)

    def _without_flicker(self, card: ModelCard) -> ModelCard:
        """The card, with its old figures until it has new ones."""
        is_new = card.key not in self._seen
        self._seen.add(card.key)
        old = self._picker.cards.find(card.key)
        return (
            _with_figures_of(old, card)
            if is_new and old is not None and card.verdict is None and not card.problem
            else card
        )

    def _follow(self, card: ModelCard) -> None:
        """Look at a card whose file was waited for; ask anew about the one that is looked at if its files changed."""
        self._take_expected(card)
        shown = self._picker.sheet.card
        if shown is None or shown.key != card.key or not self._picker.isVisible():
            return
        if (shown.files, shown.problem) != (card.files, card.problem):
            self._picker.sheet.renew(card)

    def _take_expected(self, card: ModelCard) -> None:
        expected, shown = self._expected, self._picker.sheet.card
        if expected is None or all(file.path != expected.path for file in card.files):
            return
        self._expected = None
        if self._picker.isVisible() and shown is not None and shown.key == expected.card_key != card.key:
            self._picker.take(card.key)

    def _take_sheet(self, fact: SheetAnswered) -> None:
        sheet = self._picker.sheet
        if isinstance(fact.result, ModelSheet):
            sheet.show_sheet(fact.result, self._path_in_use(), self._plan_in_use())
            if fact.question.card.key in self._looked_up and not fact.question.is_fixed:
                self._picker.put_card(fact.question.card.judged(fact.result.recommendation.advice))
        elif not sheet.is_current(fact.question):
            return
        elif fact.result is not None:
            sheet.show_no_sheet(fact.result.text)
        else:
            sheet.show_no_advice(self.tr(NO_ADVICE))


def _with_figures_of(old: ModelCard, card: ModelCard) -> ModelCard:
    return replace(
        card,
        group=old.group if old.files == card.files else card.group,
        recommended=old.recommended,
        verdict=old.verdict,
        speed=old.speed,
        memory=old.memory,
        size_bytes=old.size_bytes,
    )
