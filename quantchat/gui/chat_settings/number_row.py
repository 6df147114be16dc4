"""A number of a sampling; an empty field leaves it to the model or to the usual value, and says which that is."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, Slot
from typing_extensions import override

from quantchat.core.chat import Sampling
from quantchat.core.sampling_choice import SamplingChoice
from quantchat.core.sampling_ranges import RANGES, SEED_RANGE, Range
from quantchat.gui.chat_settings.line_field import LineField
from quantchat.gui.chat_settings.number_words import number_from, number_text
from quantchat.gui.chat_settings.sampling_row import SamplingRow
from quantchat.gui.icons import Icons
from quantchat.gui.theme import Theme

_MOST_CHARS = 24


@dataclass(frozen=True, slots=True)
class NumberKind:
    """One number of a sampling.

    Attributes:
        name: its field in `Sampling`.
        title: its name for people, in the language of the program.
        explanation: what it does, likewise.
        step: what an arrow key adds.
        nothing: words for the value that means nothing of the kind; likewise, empty where there is none.
        nothing_value: that value.
    """

    name: str
    title: str
    explanation: str
    step: float = 1
    nothing: str = ""
    nothing_value: float | None = None

    @property
    def allowed(self) -> Range:
        """What the number may be."""
        return SEED_RANGE if self.name == "seed" else RANGES[self.name]


class NumberRow(SamplingRow):
    """Typed, or stepped by the arrow keys."""

    def __init__(self, theme: Theme, icons: Icons, kind: NumberKind) -> None:
        super().__init__(
            theme,
            icons,
            QCoreApplication.translate("sampling_values", kind.title),
            QCoreApplication.translate("sampling_values", kind.explanation),
        )
        self._kind = kind
        self._value: float | None = None
        self._read_text = ""
        self._left_to: float | None = None
        self._field = LineField(theme, self.title, _MOST_CHARS)
        self._field.edited.connect(self._on_edited)
        self._field.finished.connect(self.finished)
        self._field.stepped.connect(self._on_stepped)
        self._fields.addWidget(self._field)

    @property
    def field(self) -> LineField:
        """Where the number stands."""
        return self._field

    @override
    def show_choice(self, choice: SamplingChoice) -> None:
        self._value = getattr(choice, self._kind.name)
        text = self._read_text = "" if self._value is None else number_text(self._value)
        if self._field.text() != text:
            self._field.setText(text)
        self._show_state(bool(text))

    @override
    def show_sources(self, recommended: SamplingChoice, usual: Sampling) -> None:
        from_model: float | None = getattr(recommended, self._kind.name)
        self._left_to = getattr(usual, self._kind.name) if from_model is None else from_model
        words = self.tr("{value} (usual)") if from_model is None else self.tr("{value} (recommended by the model)")
        told = words.format(value=self._words(self._left_to))
        self._field.setPlaceholderText(told)
        not_set = self.tr("Left to: {value}.").format(value=told)
        self._field.setAccessibleDescription(f"{not_set} {self._explanation}")

    @override
    def read(self) -> None:
        text = self._field.text().strip()
        if text == self._read_text:  # the value may have more decimals than are shown
            self._show_state(bool(text))
            return
        number = number_from(text, self._kind.allowed) if text else None
        if text and number is None:
            self._show_state(is_set=True, problem=self._kind.allowed.sentence)
            return
        self._read_text = text
        self._value = int(number) if number is not None and self._kind.allowed.is_whole else number
        self._show_state(bool(text))

    @override
    def applied_to(self, choice: SamplingChoice) -> SamplingChoice:
        return replace(choice, **{self._kind.name: self._value})  # type: ignore[arg-type]  # whole where it must be

    @override
    def empty(self) -> None:
        self._field.put("")

    def _words(self, value: float | None) -> str:
        if self._kind.nothing and value == self._kind.nothing_value:
            return QCoreApplication.translate("sampling_values", self._kind.nothing)
        return number_text(value or 0)

    @Slot()
    def _on_edited(self) -> None:
        self._show_state(bool(self._field.text()), self.problem)
        self.edited.emit()

    @Slot(int)
    def _on_stepped(self, direction: int) -> None:
        allowed = self._kind.allowed
        number = number_from(self._field.text(), allowed)
        start = number if number is not None else (self._left_to or 0)
        stepped = round(start + direction * self._kind.step, 6)
        self._field.put(number_text(min(max(stepped, allowed.lowest), allowed.highest)))
        self.read()
