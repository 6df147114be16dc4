"""One assistant, to be changed: name, system prompt, model and sampling."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont, QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.core.assistants import MAX_NAME_CHARS, PLAIN, Assistant, check_name, check_prompt
from quantchat.core.chat import Sampling
from quantchat.core.plain_text import plain_text
from quantchat.core.sampling_choice import NOTHING_CHOSEN, SamplingChoice
from quantchat.errors import KnownError
from quantchat.gui.chat_settings.assistant_names import shown_name
from quantchat.gui.chat_settings.edit_pause import EditPause
from quantchat.gui.chat_settings.elided_choice import ElidedChoice
from quantchat.gui.chat_settings.line_field import LineField
from quantchat.gui.chat_settings.sampling_form import SamplingForm
from quantchat.gui.chat_settings.text_box import TextBox
from quantchat.gui.icons import Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.painting import ColourOf
from quantchat.gui.theme import Space, TextSize, Theme

_PROMPT_LINES = (6, 14)


@dataclass(frozen=True, slots=True)
class OfferedModel:
    """A model that an assistant can want.

    Attributes:
        path: its file.
        name: for people, with the quantization.
    """

    path: str
    name: str


class AssistantEditor(QWidget):
    """What is typed is told after a pause, when its field is left and before another assistant is shown.

    Signals:
        assistant_changed: the assistant shall be so (`Assistant`).
    """

    assistant_changed = Signal(Assistant)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._assistant = PLAIN
        self._taken: tuple[str, ...] = ()
        self._models: tuple[OfferedModel, ...] = ()
        self._pause = EditPause(self)
        self._pause.timeout.connect(self.flush)
        self._fixed = self._paragraph(lambda colours: colours.text_second)
        self._fixed.setText(
            self.tr("Plain leaves everything to the model and stays as it is. Duplicate it to make one of your own.")
        )
        self._name = LineField(theme, self.tr("Name"), MAX_NAME_CHARS)
        self._name_problem = self._paragraph(lambda colours: colours.impossible)
        self._prompt = TextBox(theme, self.tr("System prompt"), *_PROMPT_LINES)
        self._prompt.set_hint(self.tr("What the model is told before the first message."))
        self._prompt_problem = self._paragraph(lambda colours: colours.impossible)
        self._model = ElidedChoice(theme, icons, self._words_of_model)
        self._model.setAccessibleName(self.tr("Model"))
        self._model.value_chosen.connect(self.flush)
        self._form = SamplingForm(theme, icons)
        self._form.show_sources(NOTHING_CHOSEN, Sampling())
        for field in (self._name, self._prompt, self._form):
            field.edited.connect(self._on_edited)
            field.finished.connect(self.flush)
        self._lay_out()

    @property
    def name_field(self) -> LineField:
        """Where the name stands."""
        return self._name

    @property
    def prompt(self) -> TextBox:
        """Where the system prompt stands."""
        return self._prompt

    @property
    def form(self) -> SamplingForm:
        """The values of the sampling."""
        return self._form

    @property
    def problem(self) -> str:
        """Why name or prompt are refused; empty if they are not."""
        return self._name_problem.text() or self._prompt_problem.text()

    def show_assistant(self, assistant: Assistant, names_beside: Sequence[str]) -> None:
        """Show an assistant; what was typed for the one before it is told first.

        Args:
            assistant: what to show.
            names_beside: what the other ones are called.
        """
        self.flush()
        self._taken = tuple(names_beside)
        if assistant == self._assistant and assistant.id != PLAIN.id:
            return  # it is what was told last: cursor, and what is just being typed, stay
        self._assistant = assistant
        self._name.setText(shown_name(assistant) if assistant.id == PLAIN.id else assistant.name)
        self._name.setCursorPosition(0)
        self._prompt.show_text(assistant.system_prompt)
        self._form.show_choice(assistant.sampling)
        self._show_model()
        self._tell(self._name_problem, "")
        self._tell(self._prompt_problem, "")
        is_fixed = assistant.id == PLAIN.id
        self._fixed.setVisible(is_fixed)
        for field in (self._name, self._prompt, self._model, self._form):
            field.setEnabled(not is_fixed)

    def show_sources(self, recommended: SamplingChoice, usual: Sampling) -> None:
        """Show what counts where an assistant leaves a value open."""
        self._form.show_sources(recommended, usual)

    def offer_models(self, models: Sequence[OfferedModel]) -> None:
        """Offer these models to choose from."""
        self._models = tuple(models)
        self._show_model()

    @Slot()
    def flush(self) -> None:
        """Tell what was typed until now, if it is anything new and can be kept."""
        self._pause.stop()
        if self._assistant.id == PLAIN.id:
            return
        written = replace(
            self._assistant,
            name=self._checked_name(),
            system_prompt=self._checked_prompt(),
            model_path=str(self._model.value),
            sampling=self._form.read(),
        )
        if written != self._assistant:
            self._assistant = written
            self.assistant_changed.emit(written)

    def _checked_name(self) -> str:
        name = self._name.text().strip()
        try:
            check_name(name, self._taken)
        except KnownError as error:
            self._tell(self._name_problem, error.text)
            return self._assistant.name
        self._tell(self._name_problem, "")
        return name

    def _checked_prompt(self) -> str:
        prompt = self._prompt.text
        try:
            check_prompt(prompt)
        except KnownError as error:
            self._tell(self._prompt_problem, error.text)
            return self._assistant.system_prompt
        self._tell(self._prompt_problem, "")
        return prompt

    def _show_model(self) -> None:
        self._model.offer(["", *(model.path for model in self._models)])
        self._model.show_value(self._assistant.model_path)

    def _words_of_model(self, path: object) -> str:
        if not path:
            return self.tr("The one in use")
        found = next((model.name for model in self._models if model.path == path), None)
        file_name = plain_text(PurePath(str(path)).name)
        return found or self.tr("{file} (not found)").format(file=file_name)

    @Slot()
    def _on_edited(self) -> None:
        self._pause.start()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self._fixed)
        self._fixed.setContentsMargins(0, 0, 0, Space.S)
        for title, field, problem in (
            (self.tr("Name"), self._name, self._name_problem),
            (self.tr("System prompt"), self._prompt, self._prompt_problem),
            (self.tr("Model"), self._model, None),
        ):
            caption = ThemedLabel(self._theme, lambda c: c.text, TextSize.TABLE, QFont.Weight.Medium, title)
            column.addWidget(caption)
            column.addWidget(field)
            if problem is not None:
                column.addWidget(problem)
                problem.hide()
            column.addSpacing(Space.S)
        column.addWidget(self._form)
        column.addStretch(1)

    def _paragraph(self, colour: ColourOf) -> ThemedLabel:
        label = ThemedLabel(self._theme, colour, TextSize.HINT)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignLeading)
        return label

    @staticmethod
    def _tell(label: ThemedLabel, sentence: str) -> None:
        label.setText(sentence)
        label.setVisible(bool(sentence))

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.flush()
