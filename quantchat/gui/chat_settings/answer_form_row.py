"""The form that answers are held to: free, a JSON schema or a grammar, checked while it is written."""

from dataclasses import replace
from enum import StrEnum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Slot
from typing_extensions import override

from quantchat.core.chat import Sampling
from quantchat.core.sampling_choice import NOTHING_CHOSEN, SamplingChoice
from quantchat.core.sampling_ranges import constraint
from quantchat.errors import KnownError
from quantchat.gui.chat_settings.sampling_row import SamplingRow
from quantchat.gui.chat_settings.text_box import TextBox
from quantchat.gui.icons import Icons
from quantchat.gui.settings_dialog.fields import ChoiceField
from quantchat.gui.theme import Theme
from quantchat.wording import joined


class AnswerForm(StrEnum):
    """What answers may be; the value is the field of `Sampling` that holds the text."""

    FREE = ""
    JSON_SCHEMA = "json_schema"
    GRAMMAR = "grammar"


_WORDS = {
    AnswerForm.FREE: str(QT_TRANSLATE_NOOP("answer_form_row", "Free")),
    AnswerForm.JSON_SCHEMA: str(QT_TRANSLATE_NOOP("answer_form_row", "JSON by a schema")),
    AnswerForm.GRAMMAR: str(QT_TRANSLATE_NOOP("answer_form_row", "By a grammar (GBNF)")),
}
_EXAMPLES = {
    AnswerForm.FREE: "",
    AnswerForm.JSON_SCHEMA: (
        '{"type": "object",\n "properties": {"name": {"type": "string"}},\n "required": ["name"]}'
    ),
    AnswerForm.GRAMMAR: 'root ::= "yes" | "no"',
}


class AnswerFormRow(SamplingRow):
    """What is written for one form is kept while another is looked at."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(
            theme,
            icons,
            QCoreApplication.translate("AnswerFormRow", "Form of the answer"),
            QCoreApplication.translate(
                "AnswerFormRow",
                "Lets the model write only what fits a JSON schema or a grammar, for answers that a program reads.",
            ),
        )
        self._form = AnswerForm.FREE
        self._drafts = {AnswerForm.JSON_SCHEMA: "", AnswerForm.GRAMMAR: ""}
        self._chosen = self._read = NOTHING_CHOSEN
        self._choice = ChoiceField(theme, icons, tuple(AnswerForm), _words_of)
        self._choice.setAccessibleName(self.title)
        self._choice.setAccessibleDescription(self._explanation)
        self._choice.value_chosen.connect(self._on_form_chosen)
        self._box = TextBox(theme, "", least_lines=4, most_lines=14, is_code=True)
        self._box.edited.connect(self._on_edited)
        self._box.finished.connect(self.finished)
        self._remark = self._paragraph(lambda colours: colours.text)
        for widget in (self._choice, self._box, self._remark):
            self._fields.addWidget(widget)
        self._show_form()

    @property
    def box(self) -> TextBox:
        """Where the schema or the grammar stands."""
        return self._box

    @property
    def remark(self) -> str:
        """What is told of a text that is not refused."""
        return self._remark.text()

    @override
    def show_choice(self, choice: SamplingChoice) -> None:
        self._chosen = SamplingChoice(grammar=choice.grammar, json_schema=choice.json_schema)
        self._drafts = {
            AnswerForm.JSON_SCHEMA: choice.json_schema or "",
            AnswerForm.GRAMMAR: choice.grammar or "",
        }
        self._form = next((form for form, text in self._drafts.items() if text), AnswerForm.FREE)
        self._show_form()
        self._read = self._written()
        self._show_state(self._form is not AnswerForm.FREE)
        self._remark.hide()

    @override
    def read(self) -> None:
        chosen = self._written()
        is_free = self._form is AnswerForm.FREE
        if chosen == self._read:
            self._show_state(not is_free)
            self._show_remark()
            return
        try:
            constraint(chosen.over(Sampling()))
        except KnownError as error:
            until_then = self.tr("Until then answers are made as before.")
            self._remark.hide()
            self._show_state(is_set=True, problem=joined((error.text, until_then)))
            return
        self._chosen = self._read = chosen
        self._show_state(not is_free)
        self._show_remark()

    @override
    def applied_to(self, choice: SamplingChoice) -> SamplingChoice:
        return replace(choice, grammar=self._chosen.grammar, json_schema=self._chosen.json_schema)

    @override
    def empty(self) -> None:
        self._form = AnswerForm.FREE
        self._show_form()
        self.edited.emit()

    def _written(self) -> SamplingChoice:
        if self._form is AnswerForm.FREE or not self._box.text.strip():
            return NOTHING_CHOSEN
        if self._form is AnswerForm.GRAMMAR:
            return SamplingChoice(grammar=self._box.text)
        return SamplingChoice(json_schema=self._box.text)

    def _show_remark(self) -> None:
        self._remark.setVisible(self._form is not AnswerForm.FREE)
        self._remark.setText(self._remark_words())

    def _remark_words(self) -> str:
        if self._read == NOTHING_CHOSEN:
            return self.tr("Nothing is written here yet, so answers are free.")
        if self._form is AnswerForm.GRAMMAR:
            return self.tr("The next answer follows this grammar.")
        return self.tr("The next answer follows this schema.")

    def _show_form(self) -> None:
        self._choice.show_value(self._form)
        self._box.setVisible(self._form is not AnswerForm.FREE)
        self._box.setAccessibleName(_words_of(self._form))
        self._box.set_hint(_EXAMPLES[self._form])
        self._box.show_text(self._drafts.get(self._form, ""))

    @Slot(object)
    def _on_form_chosen(self, form: AnswerForm) -> None:
        self._form = form
        self._show_form()
        self.finished.emit()

    @Slot()
    def _on_edited(self) -> None:
        self._drafts[self._form] = self._box.text
        self.edited.emit()


def _words_of(form: object) -> str:
    return QCoreApplication.translate("answer_form_row", _WORDS[AnswerForm(str(form))])
