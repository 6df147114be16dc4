"""The page "What are these letters?": quantization explained in the numbers of the chosen model on this computer."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayoutItem

from quantchat.advice.letters import letter_sentence
from quantchat.advice.shelf_values import LetterRow
from quantchat.core.quality import QualityClass
from quantchat.core.sizes import file_size_text
from quantchat.gui.icons import Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.painting import ColourOf
from quantchat.gui.picker.page import Page
from quantchat.gui.picker.verdicts import COLOURS, devices_text, long_words, rate_text
from quantchat.gui.theme import Space, TextSize, Theme
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.gui.wordings import number_text

INTRODUCTION = QT_TRANSLATE_NOOP(
    "LettersPage",
    "A model is billions of numbers, its weights. Quantization stores each of them in fewer bits: the file shrinks, "
    "fits into less memory and is read faster for every word, and the answers move a little away from the original's. "
    "The name says how: the figure is about the bits a weight takes; “_0” stores small blocks of 32 weights with one "
    "scale each, “_1” with a scale and a lowest value; “K” (k-quant) groups 256 weights and quantizes their scales as "
    "well; S, M and L are small, medium and large mixes of it.",
)
_TITLES = (
    QT_TRANSLATE_NOOP("LettersPage", "Type"),
    QT_TRANSLATE_NOOP("LettersPage", "Bits"),
    QT_TRANSLATE_NOOP("LettersPage", "File"),
    QT_TRANSLATE_NOOP("LettersPage", "Memory, GB"),
    QT_TRANSLATE_NOOP("LettersPage", "Tokens/s"),
    QT_TRANSLATE_NOOP("LettersPage", "Loss of accuracy"),
    QT_TRANSLATE_NOOP("LettersPage", "Here"),
)
_LOSS_WORDS: Mapping[QualityClass, str] = MappingProxyType(
    {
        QualityClass.NEAR_LOSSLESS: QT_TRANSLATE_NOOP("LettersPage", "none to notice"),
        QualityClass.SMALL_LOSS: QT_TRANSLATE_NOOP("LettersPage", "hard to notice"),
        QualityClass.NOTICEABLE: QT_TRANSLATE_NOOP("LettersPage", "shows at times"),
        QualityClass.SEVERE: QT_TRANSLATE_NOOP("LettersPage", "large"),
        QualityClass.UNKNOWN: QT_TRANSLATE_NOOP("LettersPage", "not known"),
    }
)


class LettersPage(Page):
    """Seven types as rows, and for each a sentence."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme, icons, self.tr("What are these letters?"))
        self._subject = self._text("", lambda colours: colours.text_second)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.M)
        self._grid.setVerticalSpacing(Space.XS)
        self._column.addWidget(self._text(self.tr(INTRODUCTION)))
        self._column.addWidget(self._subject)
        self._column.addLayout(self._grid)
        self._column.addStretch(1)

    @property
    def text(self) -> str:
        """The rows in words."""
        items = (self._grid.itemAt(place) for place in range(self._grid.count()))
        labels = (item.widget() for item in items if item is not None)
        return "\n".join(label.text() for label in labels if isinstance(label, ThemedLabel))

    def show_working(self, model_name: str) -> None:
        """Say that the figures are on their way."""
        self._show_rows(())
        self._subject.setText(
            self.tr("Working out the figures of {model_name} on this computer…").format(model_name=model_name)
        )

    def show_letters(self, model_name: str, rows: Sequence[LetterRow]) -> None:
        """Show the figures of a model."""
        context = number_text(rows[0].row.assessment.memory.plan.context_length) if rows else ""
        self._subject.setText(
            self.tr(
                "{model_name} on this computer, with {context} tokens of context; speeds are predicted, or measured "
                "where it ran here before."
            ).format(model_name=model_name, context=context)
            if rows
            else self.tr("The figures of {model_name} cannot be worked out.").format(model_name=model_name)
        )
        self._show_rows(rows)

    def _show_rows(self, rows: Sequence[LetterRow]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            _dispose(item)
        if not rows:
            return
        for column, title in enumerate(_TITLES):
            self._put(self.tr(title), 0, column, lambda colours: colours.text_second, size=TextSize.HINT)
        for place, letter in enumerate(rows):
            self._put_row(letter, 1 + 2 * place)
        self._grid.setColumnStretch(len(_TITLES) - 1, 1)

    def _put_row(self, letter: LetterRow, place: int) -> None:
        row, assessment = letter.row, letter.row.assessment
        words = self.tr(_LOSS_WORDS[row.quality_class])
        loss = f" ({number_text(row.quality.kld, '.3f')})" if row.quality.kld is not None else ""
        cells = (
            number_text(row.bits_per_weight, ".2f"),
            file_size_text(row.file_bytes),
            devices_text(assessment.memory),
            rate_text(assessment.speed) if assessment.fits else "",
        )
        name = ThemedLabel(self._theme, lambda colours: colours.accent, TextSize.TABLE, text=letter.shown_name)
        name.setFont(Theme.code_font(TextSize.TABLE))
        self._grid.addWidget(name, place, 0)
        for column, text in enumerate(cells, start=1):
            self._put(text, place, column, lambda colours: colours.text, is_figure=True)
        self._put(f"{words}{loss}", place, 5, lambda colours: colours.text)
        self._put(long_words(assessment.verdict), place, 6, COLOURS[assessment.verdict])
        sentence = ThemedLabel(
            self._theme, lambda colours: colours.text_second, TextSize.HINT, text=letter_sentence(letter.shown_name)
        )
        sentence.setWordWrap(True)
        sentence.setContentsMargins(0, 0, 0, Space.S)
        self._grid.addWidget(sentence, place + 1, 0, 1, len(_TITLES))
        sentence.show()

    def _put(
        self,
        text: str,
        row: int,
        column: int,
        colour: ColourOf,
        *,
        size: TextSize = TextSize.TABLE,
        is_figure: bool = False,
    ) -> None:
        label = ThemedLabel(self._theme, colour, size, text=text)
        label.setWordWrap(not is_figure)
        is_right = is_figure or 1 <= column <= 4
        self._grid.addWidget(
            label, row, column, Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
        )
        label.show()


def _dispose(item: QLayoutItem) -> None:
    widget = item.widget()
    if widget is not None:
        widget.hide()
        widget.deleteLater()
