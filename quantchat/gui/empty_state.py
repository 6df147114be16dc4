"""What a chat without messages shows: who is ready to answer, or the one thing to do before somebody can."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.core.sizes import free_memory_text
from quantchat.gui.buttons import Button, ButtonKind
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.logo_mark import LogoMark
from quantchat.gui.theme import Space, TextSize, Theme
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.gui.wordings import translated
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

    In little room the mark goes first, then the examples from the last one on; the sentences stay.

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
        self._title_text = self._detail_text = ""
        self._buttons: Sequence[Button] = ()
        self._waiting_text = ""
        self._show_suggested = Button(
            theme, icons, self.tr("Show this model"), kind=ButtonKind.FAINT, icon=IconName.DOWNLOAD
        )
        self._show_suggested.clicked.connect(lambda: self.suggestion_chosen.emit(self._suggested_key))
        for label in (self._title, self._detail, self._suggestion):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
        self._examples = [Button(theme, icons, self.tr(example), kind=ButtonKind.OUTLINED) for example in EXAMPLES]
        for button in self._examples:
            button.setFont(Theme.font(TextSize.INTERFACE))
            button.clicked.connect(partial(self.example_chosen.emit, button.label))
        self._example_width = _common_width(self._examples)
        self._logo = LogoMark(theme, 40)
        self._add_file = Button(
            theme, icons, self.tr("Add a model file…"), icon=IconName.ADD_FILE, kind=ButtonKind.PRIMARY
        )
        self._add_file.clicked.connect(self.add_file_requested)
        self._retry = Button(theme, icons, self.tr("Try again"), icon=IconName.REGENERATE, kind=ButtonKind.PRIMARY)
        self._retry.clicked.connect(self.retry_requested)
        self._load_anyway = Button(theme, icons, self.tr("Load anyway"), kind=ButtonKind.OUTLINED)
        self._load_anyway.clicked.connect(self.load_anyway_requested)
        self._lay_out()
        self.show_no_model()

    def _lay_out(self) -> None:
        self._choices = QVBoxLayout()
        self._choices.setSpacing(Space.S)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(0)
        column.addStretch(2)
        column.addWidget(self._logo, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(Space.L)
        column.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(Space.S)
        column.addWidget(self._detail, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(Space.XL)
        for button in (*self._examples, self._add_file, self._retry, self._load_anyway):
            self._choices.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(self._choices)
        column.addSpacing(Space.XXL)
        column.addWidget(self._suggestion, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._show_suggested, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

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
        return self._suggestion.text() if self._is_inviting else ""

    def show_waiting(self, is_waiting: bool, *, is_held: bool) -> None:
        """In place of the invitation, tell that the first message waits; `is_held` until the person sends it."""
        sentence = (
            self.tr("It is sent when you say so, below.")
            if is_held
            else self.tr("It is sent when the answer that is being written is done.")
        )
        self._waiting_text = sentence if is_waiting else ""
        self._show_told()

    def show_ready(self, model_name: str, cores: int, memory: Memory) -> None:
        """Invite to a question: this model is loaded on this machine."""
        core_text = self.tr("%n core(s)", "", cores)
        free_text = translated(free_memory_text(memory.available_bytes, memory.total_bytes))
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

    @property
    def _is_inviting(self) -> bool:
        """Whether a question can be asked, and none waits yet."""
        return self._buttons is self._examples and not self._waiting_text

    def _show(self, title: str, detail: str, buttons: Sequence[Button]) -> None:
        self._title_text, self._detail_text, self._buttons = title, detail, buttons
        self._show_told()

    def _show_told(self) -> None:
        is_waiting = self._buttons is self._examples and bool(self._waiting_text)
        self._title.setText(self.tr("Your message waits.") if is_waiting else self._title_text)
        self._detail.setText(self._waiting_text if is_waiting else self._detail_text)
        self._detail.setVisible(bool(self._detail.text()))
        self._place_suggestion()

    def _place_suggestion(self) -> None:
        is_shown = self._is_inviting and bool(self._suggestion.text())
        for widget in (self._suggestion, self._show_suggested):
            widget.setVisible(is_shown)
        self._fit()

    def _fit(self) -> None:
        """Take no more room than there is."""
        room = max(1, self.width() - 2 * Space.XL)
        for label in (self._title, self._detail, self._suggestion):
            label.setFixedWidth(min(TEXT_WIDTH, room))
            label.setMinimumHeight(0)  # else a label never asks for less than it last got
            label.setFixedHeight(max(0, label.heightForWidth(label.width())))
        for button in self._examples:
            button.setFixedWidth(min(self._example_width, room))
        is_waiting = self._buttons is self._examples and not self._is_inviting
        for button in (*self._examples, self._add_file, self._retry, self._load_anyway):
            button.setVisible(button in self._buttons and not is_waiting)
        self._logo.setVisible(True)
        for least_needed in (self._logo, *reversed(self._examples)):
            self._choices.invalidate()  # Qt does it for the outer layout alone before the next event
            if super().minimumSizeHint().height() > self.height():
                least_needed.setVisible(False)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _common_width(examples: Sequence[Button]) -> int:
    """As wide as the widest needs, within limits."""
    widest = max(button.sizeHint().width() for button in examples)
    return min(max(EXAMPLE_WIDTH, widest), MOST_EXAMPLE_WIDTH)
