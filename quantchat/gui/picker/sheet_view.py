"""The right side of the picker: one model, what to take of it, why, and the button that gets it."""

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QFont, QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.advice.shelf_values import ModelCard, ModelSheet, SheetQuestion
from quantchat.core.plan import LoadPlan, context_within
from quantchat.core.recommend import Row
from quantchat.gui.buttons import Button
from quantchat.gui.elided_label import ElidedLabel
from quantchat.gui.icons import Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.picker.advanced_settings import AdvancedSettings
from quantchat.gui.picker.advice_panel import AdvicePanel
from quantchat.gui.picker.card_list import about_text, place_text, shown_name
from quantchat.gui.picker.context_choice import ContextChoice
from quantchat.gui.picker.first_choice import first_choice
from quantchat.gui.picker.legend import Legend
from quantchat.gui.picker.quantization_rows import TableRow
from quantchat.gui.picker.quantization_table import QuantizationTable
from quantchat.gui.picker.row_actions import ActionKind, RowAction, row_action, several_files_hint
from quantchat.gui.picker.sheet_buttons import SheetButtons
from quantchat.gui.scroll_bars import SCROLL_BAR_WIDTH, ThemedScrollArea
from quantchat.gui.theme import Space, TextSize, Theme
from quantchat.gui.transfer_row import TransferRow
from quantchat.gui.transfers import Transfer
from quantchat.library.models import LocalModel
from quantchat.wording import joined

REST_MS = 400


@dataclass(frozen=True, slots=True)
class LoadWish:
    """The person wants to use a file with these settings."""

    path: Path
    plan: LoadPlan


@dataclass(frozen=True, slots=True)
class RowWish:
    """The person wants to get a quantization that is not here."""

    card: ModelCard
    row: Row


class SheetView(QWidget):
    """Asks for a new sheet whenever context, KV type or settings change.

    Signals:
        question_asked: a sheet is wanted (`SheetQuestion`).
        load_requested: a file shall be used (`LoadWish`).
        download_requested: a quantization shall be downloaded (`RowWish`).
        make_requested: a quantization shall be made (`RowWish`).
        remove_requested: a file of the model shall be removed (its path).
        letters_requested: the letters shall be explained (`SheetQuestion`).
        pause_requested: work on this model shall rest (key).
        resume_requested: it shall go on (key).
        cancel_requested: it is not wanted any more (key).
    """

    question_asked = Signal(SheetQuestion)
    load_requested = Signal(LoadWish)
    download_requested = Signal(RowWish)
    make_requested = Signal(RowWish)
    remove_requested = Signal(Path)
    letters_requested = Signal(SheetQuestion)
    pause_requested = Signal(str)
    resume_requested = Signal(str)
    cancel_requested = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._card: ModelCard | None = None
        self._sheet: ModelSheet | None = None
        self._plan = LoadPlan("")
        self._plan_in_use: LoadPlan | None = None
        self._is_fixed = False
        self._is_worked_on = False
        self._unadvised: Path | None = None  # what can be loaded although there is no advice
        self._told_of = ""
        self._told = ""  # above the buttons, in place of what the chosen row has to say
        self._action = RowAction(ActionKind.NONE, "")
        # llama.cpp is asked only once the slider rests: its answer would keep the next quick one waiting.
        self._exact_timer = QTimer(self)
        self._exact_timer.setSingleShot(True)
        self._exact_timer.setInterval(REST_MS)
        self._exact_timer.timeout.connect(self._on_rested)
        self._name = ElidedLabel(theme, lambda colours: colours.text, TextSize.TITLE, QFont.Weight.DemiBold)
        self._about = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.TABLE)
        self._about.setWordWrap(True)
        self._advice = AdvicePanel(theme)
        self._table = QuantizationTable(theme)
        self._context = ContextChoice(theme, icons)
        self._legend = Legend(theme)
        self._advanced = AdvancedSettings(theme, icons)
        self._transfer = TransferRow(theme, icons)
        self._buttons = SheetButtons(theme, icons, self._advanced.fold_button)
        self._main, self._remove = self._buttons.main, self._buttons.remove
        self._hint = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.HINT)
        self._hint.setWordWrap(True)
        self._shown_with_a_sheet = (
            self._table,
            self._context,
            self._legend,
            self._main,
            self._buttons.letters,
            self._advanced.fold_button,
        )
        self._inside = QWidget()
        self._scroll = ThemedScrollArea(theme, self._inside)
        self._lay_out()
        self._connect()

    @property
    def card(self) -> ModelCard | None:
        """The model that is shown."""
        return self._card

    @property
    def advice_text(self) -> str:
        """What the panel says."""
        return self._advice.text

    @property
    def table(self) -> QuantizationTable:
        """The quantizations."""
        return self._table

    @property
    def context_choice(self) -> ContextChoice:
        """Slider and KV type."""
        return self._context

    @property
    def advanced(self) -> AdvancedSettings:
        """The folded settings."""
        return self._advanced

    @property
    def main_button(self) -> Button:
        """The one thing to do."""
        return self._main

    @property
    def letters_button(self) -> Button:
        """What opens the page of types."""
        return self._buttons.letters

    @property
    def legend_text(self) -> str:
        """Predicted and measured, in words."""
        return self._legend.text

    def show_card(self, card: ModelCard, plan: LoadPlan, *, is_fixed: bool) -> None:
        """Show another model; its sheet is asked for.

        Args:
            card: the model.
            plan: how it would be loaded.
            is_fixed: the person chose that plan, so that nothing else is to be proposed.
        """
        self._card, self._sheet, self._plan, self._is_fixed = card, None, plan, is_fixed
        self._exact_timer.stop()
        self._show_title(card)
        self._hide_sheet()
        self._advanced.fold()
        self.show_transfer(None)
        self._scroll.verticalScrollBar().setValue(0)
        if card.problem:
            self.show_no_sheet(card.problem)
            return
        self._advice.show_working()
        self._ask(is_exact=False)
        self._ask(is_exact=True)

    def renew(self, card: ModelCard) -> None:
        """The files of the model that is shown changed, or the memory did: ask anew and keep the choice."""
        self._card = card
        self._show_title(card)
        if card.problem:
            self.show_no_sheet(card.problem)
            return
        if self._sheet is None:
            self._advice.show_working()
        self._ask(is_exact=True)

    def show_sheet(self, sheet: ModelSheet, path_in_use: str, plan_in_use: LoadPlan | None) -> None:
        """Show the answer to a question about the model that is shown; any other is passed over."""
        if not self.is_current(sheet.question):
            return
        is_first = self._sheet is None
        self._sheet, self._plan_in_use = sheet, plan_in_use
        advice = sheet.recommendation.advice
        self._advice.show_recommendation(sheet.recommendation)
        self._table.show_sheet(sheet, path_in_use)
        if is_first or not self._is_fixed:
            self._context.offer(sheet.trained_context_length, advice.plan.context_length, advice.plan.kv_type)
        if is_first or self._table.chosen is None:
            self._table.choose(first_choice(advice, self._table.rows))
        layers = max((row.assessment.memory.layers for row in advice.rows), default=0)
        self._advanced.offer(self._plan, layers)
        self._advanced.set_gpu_usable(bool(sheet.hardware.usable_gpus))
        for widget in self._shown_with_a_sheet:
            widget.show()
        self._show_row(self._table.chosen)

    def show_no_sheet(self, problem: str) -> None:
        """Tell why the model cannot be used; nothing of an earlier answer stays."""
        self._hide_sheet()
        self._advice.show_problem(problem)
        self._remove.setVisible(bool(self._removable()))

    def show_no_advice(self, problem: str) -> None:
        """Tell that there is no advice, and offer to load what is here without it."""
        self._hide_sheet()
        self._advice.show_problem(problem, self.tr("There is no advice on this model."))
        files = self._card.files if self._card is not None else ()
        usable = next((file for file in files if not file.problem), None)
        if usable is not None:
            self._unadvised = usable.path
            self._set_action(
                RowAction(
                    ActionKind.LOAD,
                    self.tr("Load {quantization}").format(quantization=usable.quantization).strip(),
                    is_doubtful=True,
                )
            )
            self._main.setEnabled(True)
            self._main.show()
        self._remove.setVisible(bool(self._removable()))

    def show_transfer(self, transfer: Transfer | None) -> None:
        """Show work on this model's files; None while there is none."""
        self._transfer.setVisible(transfer is not None)
        if transfer is not None:
            self._transfer.show_transfer(transfer)
        was_worked_on = self._is_worked_on
        self._is_worked_on = transfer is not None and not transfer.is_paused and not transfer.problem
        if was_worked_on is not self._is_worked_on:
            self._show_row(self._table.chosen)

    def show_hint(self, hint: str) -> None:
        """Say something above the buttons, until another row is chosen."""
        self._told = hint
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    @Slot()
    def act(self) -> None:
        """Do what the main button says."""
        row = self._table.chosen
        if self._card is None or not self._main.isEnabled() or self._main.isHidden():
            return
        if self._sheet is None:
            if self._unadvised is not None:
                self.load_requested.emit(
                    LoadWish(self._unadvised, replace(self._plan, model_path=str(self._unadvised)))
                )
        elif row is None:
            return
        elif self._action.kind is ActionKind.LOAD and row.path is not None:
            self.load_requested.emit(LoadWish(row.path, self._loading_plan(row.path)))
        elif self._action.kind is ActionKind.DOWNLOAD:
            self.download_requested.emit(RowWish(self._card, row.row))
        elif self._action.kind is ActionKind.MAKE:
            self.make_requested.emit(RowWish(self._card, row.row))

    @Slot()
    def enter(self) -> None:
        """Load what is here; for what has to be fetched or made first, only go to the button."""
        if self._action.kind is ActionKind.LOAD:
            self.act()
        elif not self._main.isHidden():
            self._main.setFocus()

    def is_current(self, question: SheetQuestion) -> bool:
        """Whether this is what would be asked now: the same model, to be loaded in the same way."""
        return (
            self._card is not None
            and question.card.key == self._card.key
            and replace(question.plan, model_path="") == replace(self._plan, model_path="")
            and question.is_fixed == self._is_fixed
        )

    @property
    def action(self) -> RowAction:
        """What the main button does."""
        return self._action

    def _loading_plan(self, path: Path) -> LoadPlan:
        """The plan as the person chose it, or as the advice on the sheet took it; layers are chosen at the load."""
        plan = self._plan
        if not self._is_fixed and self._sheet is not None:
            advised = self._sheet.recommendation.advice.plan
            plan = replace(plan, context_length=advised.context_length, kv_type=advised.kv_type)
        return replace(plan, model_path=str(path))

    def _show_title(self, card: ModelCard) -> None:
        self._name.setText(shown_name(card))
        licence = card.entry.licence if card.entry else ""
        self._about.setText(" · ".join(filter(None, (about_text(card), licence, place_text(card)))))

    def _hide_sheet(self) -> None:
        """Nothing that was said of another model, or before something failed, stays or can be pressed."""
        self._sheet, self._unadvised = None, None
        self._action = RowAction(ActionKind.NONE, "")
        for widget in (*self._shown_with_a_sheet, self._remove):
            widget.hide()
        self.show_hint("")

    def _ask(self, *, is_exact: bool) -> None:
        if self._card is not None:
            self.question_asked.emit(SheetQuestion(self._card, self._plan, self._is_fixed, is_exact))

    @Slot(bool)
    def _on_context_changed(self, is_at_rest: bool) -> None:  # a signal's argument
        self._is_fixed = True
        self._plan = replace(self._plan, context_length=self._context.context_length, kv_type=self._context.kv_type)
        self._ask(is_exact=False)
        self._exact_timer.stop()
        if is_at_rest:
            self._exact_timer.start()

    @Slot()
    def _on_rested(self) -> None:
        self._ask(is_exact=True)

    @Slot()
    def _on_settings_changed(self) -> None:
        self._is_fixed = True
        chosen = replace(self._plan, context_length=self._context.context_length, kv_type=self._context.kv_type)
        self._plan = self._advanced.applied_to(chosen)
        self._ask(is_exact=True)

    @Slot(TableRow)
    def _on_row_chosen(self, row: TableRow) -> None:
        if row.row.quantization != self._told_of:
            self._told = ""
        self._show_row(row)

    def _show_row(self, row: TableRow | None) -> None:
        self._legend.show_row(row)
        if self._card is None or self._sheet is None:
            return
        self._main.setVisible(row is not None)
        self._remove.setVisible(bool(self._removable()))
        if row is None:
            return
        in_use = self._plan_in_use
        trained = self._sheet.trained_context_length
        is_changed = in_use is not None and self._is_fixed and _chosen(in_use, trained) != _chosen(self._plan, trained)
        action = row_action(
            self._card,
            row.row,
            self._sheet.recommendation.advice.rows,
            is_in_use=row.is_in_use,
            is_plan_changed=is_changed,
        )
        self._set_action(action)
        is_possible = action.kind is not ActionKind.NONE and not (self._is_worked_on and row.path is None)
        if not is_possible and self._main.hasFocus():
            self._table.setFocus()  # else Qt gives the keyboard to the button beside it
        self._main.setEnabled(is_possible)
        self._told_of = row.row.quantization
        hint = self._told or joined((action.hint, several_files_hint(row.files)))
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    def _set_action(self, action: RowAction) -> None:
        self._action = action
        self._buttons.show_action(action)

    def _removable(self) -> tuple[LocalModel, ...]:
        """The person's own files of the chosen quantization, or of the model where there is no table."""
        row = self._table.chosen
        files: tuple[LocalModel, ...] = self._card.files if self._card is not None else ()
        if self._sheet is not None:
            files = row.files if row is not None else ()
        return tuple(file for file in files if file.can_be_removed)

    @Slot()
    def _on_remove_clicked(self) -> None:
        for file in self._removable()[:1]:
            self.remove_requested.emit(file.path)

    @Slot()
    def _on_letters_clicked(self) -> None:
        if self._card is not None:
            self.letters_requested.emit(SheetQuestion(self._card, self._plan, self._is_fixed, is_exact=False))

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._exact_timer.stop()

    def _connect(self) -> None:
        self._context.changed.connect(self._on_context_changed)
        self._advanced.changed.connect(self._on_settings_changed)
        self._table.row_chosen.connect(self._on_row_chosen)
        self._table.entered_key_pressed.connect(self.enter)
        self._main.clicked.connect(self.act)
        self._remove.clicked.connect(self._on_remove_clicked)
        self._buttons.letters.clicked.connect(self._on_letters_clicked)
        self._transfer.pause_requested.connect(self.pause_requested)
        self._transfer.resume_requested.connect(self.resume_requested)
        self._transfer.cancel_requested.connect(self.cancel_requested)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, Space.M, 0)
        column.setSpacing(Space.M)
        column.addWidget(self._advice)
        column.addWidget(self._table)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Space.XL, Space.L, Space.M, Space.L)
        whole.setSpacing(Space.S)
        whole.addWidget(self._name)
        whole.addWidget(self._about)
        whole.addSpacing(Space.XS)
        whole.addWidget(self._scroll, 1)
        below = QVBoxLayout()
        below.setContentsMargins(0, 0, Space.M + SCROLL_BAR_WIDTH, 0)  # where the table ends
        below.setSpacing(Space.S)
        for widget in (self._legend, self._context, self._advanced, self._transfer, self._hint, self._buttons):
            below.addWidget(widget)
        whole.addLayout(below)
        self._transfer.hide()


def _chosen(plan: LoadPlan, trained_context_length: int) -> tuple[object, ...]:
    context_length = context_within(plan.context_length, trained_context_length)
    return (context_length, plan.kv_type, plan.gpu_layers, plan.threads, plan.ubatch)
