"""What a chat without messages shows: who is ready to answer, or the one thing to do before somebody can."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget

from quantchat.core.sizes import free_memory_text
from quantchat.gui.buttons import Button, ButtonKind
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.logo_mark import LogoMark
from quantchat.gui.theme import Space, TextSize, Theme
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.probe.memory import Memory

QUESTION = QT_TRANSLATE_NOOP("EmptyState", "What shall we talk about?")
EXAMPLES = (
    QT_TRANSLATE_NOOP("EmptyState", "Explain why the sky is blue to a ten-year-old"),
    QT_TRANSLATE_NOOP("EmptyState", "Write a friendly reminder that the rent is due"),
    QT_TRANSLATE_NOOP("EmptyState", "Suggest three dinners from rice, eggs and spinach"),
)
TEXT_WIDTH = 460
EXAMPLE_WIDTH = 400
MOST_EXAMPLE_WIDTH = 560


class EmptyState(QWidget):
    """One sentence, one line below it, and what can be done.

    Signals:
        example_chosen: the person likes to ask this.
        add_file_requested: a model file shall be added.
        retry_requested: the model shall be loaded again.
        load_anyway_requested: the model shall be loaded although it is predicted not to fit.
        suggestion_chosen: the suggested model shall be shown in the picker (its card's key).
    """

    example_chosen = Signal(str)
    add_file_requested = Signal()
    retry_requested = Signal()
    load_anyway_requested = Signal()
    suggestion_chosen = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._title = ThemedLabel(theme, lambda colours: colours.text, TextSize.TITLE, QFont.Weight.DemiBold)
        self._detail = ThemedLabel(theme, lambda colours: colours.text_second)
        self._suggestion = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.TABLE)
        self._suggested_key = ""
        self._is_ready = False
        self._show_suggested = Button(
            theme, icons, self.tr("Show this model"), kind=ButtonKind.FAINT, icon=IconName.DOWNLOAD
        )
        self._show_suggested.clicked.connect(lambda: self.suggestion_chosen.emit(self._suggested_key))
        for label in (self._title, self._detail, self._suggestion):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            label.setFixedWidth(TEXT_WIDTH)
        self._examples = [Button(theme, icons, self.tr(example), kind=ButtonKind.OUTLINED) for example in EXAMPLES]
        for button in self._examples:
            button.setFont(Theme.font(TextSize.INTERFACE))
            button.clicked.connect(partial(self.example_chosen.emit, button.label))
        _make_equally_wide(self._examples)
        self._add_file = Button(
            theme, icons, self.tr("Add a model file…"), icon=IconName.ADD_FILE, kind=ButtonKind.PRIMARY
        )
        self._add_file.clicked.connect(self.add_file_requested)
        self._retry = Button(theme, icons, self.tr("Try again"), icon=IconName.REGENERATE, kind=ButtonKind.PRIMARY)
        self._retry.clicked.connect(self.retry_requested)
        self._load_anyway = Button(theme, icons, self.tr("Load anyway"), kind=ButtonKind.OUTLINED)
        self._load_anyway.clicked.connect(self.load_anyway_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(0)
        column.addStretch(2)
        column.addWidget(LogoMark(theme, 40), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(Space.L)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(Space.S)
        column.addWidget(self._detail, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(Space.XL)
        buttons = QVBoxLayout()
        buttons.setSpacing(Space.S)
        for button in (*self._examples, self._add_file, self._retry, self._load_anyway):
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(buttons)
        column.addSpacing(Space.XXL)
        column.addWidget(self._suggestion, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._show_suggested, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        self.show_no_model()

    @property
    def title(self) -> str:
        """The sentence that is shown."""
        return self._title.text()

    @property
    def detail(self) -> str:
        """The line below it."""
        return self._detail.text()

    def suggest(self, sentence: str, card_key: str) -> None:
        """Below the invitation, name the model that this machine could run next; an empty sentence names none."""
        self._suggestion.setText(sentence)
        self._suggested_key = card_key
        self._place_suggestion()

    @property
    def suggestion(self) -> str:
        """The model that is suggested, in a sentence; empty while none is shown."""
        return self._suggestion.text() if self._is_ready else ""

    def show_ready(self, model_name: str, cores: int, memory: Memory) -> None:
        """Invite to a question: this model is loaded on this machine."""
        core_text = self.tr("%n core(s)", "", cores)
        free_text = free_memory_text(memory.available_bytes, memory.total_bytes)
        self._show(
            self.tr(QUESTION),
            self.tr("{model_name} is ready. {core_text}, {free_text}.").format(
                model_name=model_name, core_text=core_text, free_text=free_text
            ),
            self._examples,
        )

    def show_loading(self, model_name: str) -> None:
        """Tell that a model is on its way."""
        self._show(
            self.tr("{model_name} is loading.").format(model_name=model_name),
            self.tr("You can write your first message meanwhile."),
            (),
        )

    def show_no_model(self) -> None:
        """Tell that there is no model on this computer."""
        self._show(
            self.tr("There is no model on this computer yet."),
            self.tr("A model is one file whose name ends in .gguf. QuantChat reads it where it is."),
            (self._add_file,),
        )

    def show_load_failed(self, sentence: str, hint: str = "") -> None:
        """Tell why a model could not be loaded and what can be done."""
        self._show(sentence, hint, (self._retry,))

    def show_doubted(self, sentence: str, hint: str) -> None:
        """Tell that a model is predicted not to fit, with the figures, and let the person decide."""
        self._show(sentence, hint, (self._load_anyway,))

    def _show(self, title: str, detail: str, buttons: Sequence[Button]) -> None:
        for label, text in ((self._title, title), (self._detail, detail)):
            label.setText(text)
            label.setMinimumHeight(0)  # else a label never asks for less than it last got
            label.setFixedHeight(label.heightForWidth(TEXT_WIDTH))
        self._detail.setVisible(bool(detail))
        for button in (*self._examples, self._add_file, self._retry, self._load_anyway):
            button.setVisible(button in buttons)
        self._is_ready = buttons is self._examples
        self._place_suggestion()

    def _place_suggestion(self) -> None:
        is_shown = self._is_ready and bool(self._suggestion.text())
        for widget in (self._suggestion, self._show_suggested):
            widget.setVisible(is_shown)
        self._suggestion.setMinimumHeight(0)
        self._suggestion.setFixedHeight(max(0, self._suggestion.heightForWidth(TEXT_WIDTH)))


def _make_equally_wide(examples: Sequence[Button]) -> None:
    """As wide as the widest needs, within limits."""
    widest = max(button.sizeHint().width() for button in examples)
    for button in examples:
        button.setFixedWidth(min(max(EXAMPLE_WIDTH, widest), MOST_EXAMPLE_WIDTH))
