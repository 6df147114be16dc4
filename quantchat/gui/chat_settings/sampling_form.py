"""All values of a sampling: the temperature at once, the others when they are asked for."""

from dataclasses import fields, replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from quantchat.core.chat import Sampling
from quantchat.core.sampling_choice import NOTHING_CHOSEN, SamplingChoice
from quantchat.gui.buttons import Button, ButtonKind
from quantchat.gui.chat_settings.answer_form_row import AnswerFormRow
from quantchat.gui.chat_settings.number_row import NumberRow
from quantchat.gui.chat_settings.sampling_row import SamplingRow
from quantchat.gui.chat_settings.sampling_values import AFTER_TEXTS, BEFORE_TEXTS, TEMPERATURE
from quantchat.gui.chat_settings.stop_row import StopRow
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.theme import Space, Theme


class SamplingForm(QWidget):
    """Tells that something was changed; what it is now is asked for with `read`.

    Signals:
        edited: the person is changing a value.
        finished: the person is done with changing it.
    """

    edited = Signal()
    finished = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._shown = NOTHING_CHOSEN
        self._sources = (NOTHING_CHOSEN, Sampling())
        self._temperature = NumberRow(theme, icons, TEMPERATURE)
        self._folded: tuple[SamplingRow, ...] = ()
        self._fold = Button(theme, icons, "", kind=ButtonKind.FAINT)
        self._fold.clicked.connect(self._on_fold_clicked)
        self._more = QWidget()
        self._more.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        for widget in (self._temperature, self._fold, self._more):
            column.addWidget(widget)
        self._connect(self._temperature)
        self._show_fold()

    @property
    def rows(self) -> tuple[SamplingRow, ...]:
        """Every value, folded away or not."""
        self._make_folded()
        return (self._temperature, *self._folded)

    @property
    def is_unfolded(self) -> bool:
        """Whether all values are shown."""
        return not self._more.isHidden()

    def unfold(self, is_unfolded: bool) -> None:
        """Show all values, or the temperature alone."""
        if is_unfolded:
            self._make_folded()
        self._more.setVisible(is_unfolded)
        self._show_fold()

    def show_choice(self, choice: SamplingChoice) -> None:
        """Show what is chosen, without telling of it; what stood here and was refused is gone."""
        self._shown = choice
        for row in (self._temperature, *self._folded):
            row.show_choice(choice)
        self._show_fold()

    def show_sources(self, recommended: SamplingChoice, usual: Sampling) -> None:
        """Show what counts where nothing is chosen."""
        self._sources = (recommended, usual)
        for row in (self._temperature, *self._folded):
            row.show_sources(recommended, usual)

    def read(self) -> SamplingChoice:
        """What is chosen now; a value that cannot be used is told in its row, and the one before it counts."""
        for row in (self._temperature, *self._folded):
            row.read()
            self._shown = row.applied_to(self._shown)
        self._show_fold()
        return self._shown

    def _make_folded(self) -> None:
        """Make the rows that most people never unfold, which takes longer than all the rest of the panel."""
        if self._folded:
            return
        self._folded = (
            *(NumberRow(self._theme, self._icons, kind) for kind in BEFORE_TEXTS),
            StopRow(self._theme, self._icons),
            AnswerFormRow(self._theme, self._icons),
            *(NumberRow(self._theme, self._icons, kind) for kind in AFTER_TEXTS),
        )
        column = QVBoxLayout(self._more)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.setSpacing(Space.L)
        for row in self._folded:
            column.addWidget(row)
            row.show_choice(self._shown)
            row.show_sources(*self._sources)
            self._connect(row)

    def _connect(self, row: SamplingRow) -> None:
        row.edited.connect(self.edited)
        row.finished.connect(self.finished)

    def _show_fold(self) -> None:
        set_count = _set_count(self._shown)
        if self.is_unfolded:
            self._fold.set_label(self.tr("Fewer settings"))
        elif set_count:
            self._fold.set_label(self.tr("More settings (%n set)", "", set_count))
        else:
            self._fold.set_label(self.tr("More settings"))
        self._fold.set_icon(IconName.CHEVRON_UP if self.is_unfolded else IconName.CHEVRON_DOWN)

    @Slot()
    def _on_fold_clicked(self) -> None:
        self.unfold(not self.is_unfolded)


def _set_count(choice: SamplingChoice) -> int:
    """How many of the folded values are chosen."""
    folded = replace(choice, temperature=None)
    return sum(getattr(folded, field.name) not in (None, "", ()) for field in fields(folded))
