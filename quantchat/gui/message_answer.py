"""What a model answered: its name, its thinking folded, the text, how it ended, and what was measured."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.core.chat import Message, MessageStatus
from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.long_text import text_pieces, text_size_words
from quantchat.gui.markdown_text import plain_text
from quantchat.gui.markdown_view import MarkdownView
from quantchat.gui.message_actions import ACTION_OUTSET, RegenerateWith
from quantchat.gui.message_menu import SEPARATOR, AnswererOption, MessageMenuEntries, MessageMenuEntry
from quantchat.gui.message_reasoning import ReasoningFold
from quantchat.gui.message_widget import MessageWidget
from quantchat.gui.theme import Space, TextSize, Theme
from quantchat.gui.translations import QT_TRANSLATE_NOOP

WAITING = QT_TRANSLATE_NOOP("AnswerWidget", "Reading your message…")
CONTINUING = QT_TRANSLATE_NOOP("AnswerWidget", "Continuing the answer…")
STOPPED = QT_TRANSLATE_NOOP("_Ending", "Stopped.")
INTERRUPTED = QT_TRANSLATE_NOOP("_Ending", "This answer was cut short when QuantChat ended. What had arrived is kept.")
_NARROW_PX = 440
_MOST_WHOLE_PIECES = 2
"""An answer of more pieces is shown from its beginning: that is longer than what a model here writes at once."""

_NOT_WHOLE = (MessageStatus.STOPPED, MessageStatus.INTERRUPTED)


class AnswerWidget(MessageWidget):
    """A message of a model, which may still grow.

    Signals:
        continue_requested: the answer shall be gone on with where it ended (identifier).
    """

    continue_requested = Signal(int)

    def __init__(self, message: Message, theme: Theme, icons: Icons) -> None:
        super().__init__(message, theme, icons, is_answer=True)
        self._model_name = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.TABLE)
        self._reasoning = ReasoningFold(theme, icons)
        self._reasoning.unfolding.connect(self.unfolding)
        self._waiting = ThemedLabel(theme, lambda colours: colours.text_second)
        self._text = MarkdownView(theme, icons)
        self._text.link_activated.connect(self.link_activated)
        self._ending = _Ending(theme, icons)
        self._ending.button.clicked.connect(self._on_regenerate_chosen)
        self._ending.go_on.clicked.connect(self._on_go_on_clicked)
        self._column.setSpacing(Space.S)
        body = QVBoxLayout()
        body.setContentsMargins(ACTION_OUTSET, 0, ACTION_OUTSET, 0)
        body.setSpacing(Space.S)
        for widget in (self._model_name, self._reasoning, self._text, self._rest, self._waiting, self._ending):
            body.addWidget(widget)
        self._column.addLayout(body)
        self._column.addWidget(self.actions_row)
        self._show_message(message)

    @override
    def texts(self) -> tuple[QTextEdit, ...]:
        return self._text.texts()

    @override
    def selected_text(self) -> str:
        return self._reasoning.selected_text() or super().selected_text()

    @override
    def plain_text(self) -> str:
        return self._text.plain_text() if self.shows_all else plain_text(self.message.content)

    def append(self, answer: str, reasoning: str) -> None:
        """Add what arrived to a growing answer."""
        self.message = replace(
            self.message, content=self.message.content + answer, reasoning=self.message.reasoning + reasoning
        )
        self._waiting.setVisible(False)
        if reasoning:
            self._reasoning.append(reasoning)
        if answer:
            self._text.setVisible(True)
            self._text.append(answer)

    def set_waiting(self, text: str) -> None:
        """Say what happens before the next word; ignored once there is one."""
        if not self._waiting.isHidden():
            self._waiting.setText(text)

    def end(self, message: Message) -> None:
        """Show how the answer ended. The text on the screen stays; it is only written anew if it differs."""
        if message.content == self.message.content:
            self.message = message
            self._text.finish()
            self._show_ending(message)
        else:
            self.message = message
            self._show_message(message)

    def _show_message(self, message: Message) -> None:
        name = f"{message.model_name}  {message.quantization}".strip()
        self._model_name.setText(name or self.tr("Answer"))
        self.setAccessibleName(self.tr("Answer of {model}").format(model=name) if name else self.tr("Answer"))
        is_growing = message.status is MessageStatus.STREAMING
        has_begun = bool(message.content or message.reasoning)
        self._waiting.setText(self.tr(CONTINUING if has_begun else WAITING))
        self._waiting.setVisible(is_growing)
        self._text.setVisible(bool(message.content))
        if is_growing:
            if message.content:
                self._text.append(message.content)
            self._reasoning.append(message.reasoning)
        elif message.content:
            self._show_beginning(message.content)
        self._show_ending(message)

    def _show_beginning(self, content: str) -> None:
        """Show all of a text, or of a very long one the first piece."""
        first, *rest = text_pieces(content)
        is_long = len(rest) >= _MOST_WHOLE_PIECES
        self._rest.keep(rest if is_long else (), text_size_words(content))
        if is_long:
            self._text.set_text("")
            self._text.append(first)
        else:
            self._text.set_text(content)

    @override
    def _show_more(self, piece: str) -> None:
        self._text.append(piece)
        if self.shows_all:
            self._text.finish()

    def _show_ending(self, message: Message) -> None:
        is_growing = message.status is MessageStatus.STREAMING
        if not is_growing:
            self._waiting.setVisible(False)
            figures = message.figures
            self._reasoning.set_text(message.reasoning, figures.reasoning_ms if figures else 0.0)
        self._ending.show_status(message)
        self.actions_row.setVisible(not is_growing)
        self.actions_row.set_figures(message.figures)

    @override
    def set_actions_enabled(self, enabled: bool) -> None:
        super().set_actions_enabled(enabled)
        self._ending.button.setEnabled(enabled)
        self._ending.go_on.setEnabled(enabled)

    @override
    def _menu_entries(self) -> MessageMenuEntries:
        message, may_change = self.message, self._changes_enabled
        go_on = MessageMenuEntry(self.tr("Continue"), IconName.PLAY, self._on_go_on_clicked, may_change)
        return (
            MessageMenuEntry(self.tr("Copy as Markdown"), IconName.COPY, self.copy),
            MessageMenuEntry(self.tr("Copy as plain text"), IconName.COPY, self._copy_plain_text),
            SEPARATOR,
            MessageMenuEntry(self.tr("Answer again"), IconName.REGENERATE, self._on_regenerate_chosen, may_change),
            self._other_answerers(),
            *((go_on,) if can_go_on(message) else ()),
            SEPARATOR,
            MessageMenuEntry(self.tr("Details…"), IconName.INFO, lambda: self.details_requested.emit(message.id)),
            self._delete_entry(),
        )

    def _other_answerers(self) -> MessageMenuEntry:
        """A menu of the models that could answer too; where there is none, a line that says so by being faint."""
        options = self.answerers()

        def entry(option: AnswererOption) -> MessageMenuEntry:
            wish = RegenerateWith(self.message.id, option.key)
            return MessageMenuEntry(option.text, IconName.CPU, lambda: self.regenerate_with_requested.emit(wish))

        return MessageMenuEntry(
            self.tr("Answer again with"),
            IconName.REGENERATE,
            lambda: None,
            self._changes_enabled and bool(options),
            tuple(entry(option) for option in options),
        )

    def _copy_plain_text(self) -> None:
        self.copy_requested.emit(self.plain_text())

    @Slot()
    def _on_go_on_clicked(self) -> None:
        self.continue_requested.emit(self.message.id)


def can_go_on(message: Message) -> bool:
    """Whether an answer is not whole and there is something to continue."""
    return message.status in _NOT_WHOLE and bool(message.content or message.reasoning)


class _Ending(QWidget):
    """Why an answer is not whole, and the ways to the rest of it and to another try."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._label = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.TABLE)
        self._label.setWordWrap(True)
        self.button = Button(
            theme,
            icons,
            self.tr("Try again"),
            icon=IconName.REGENERATE,
            kind=ButtonKind.OUTLINED,
            height=SMALL_BUTTON_HEIGHT + Space.XS,
        )
        self.go_on = Button(
            theme,
            icons,
            self.tr("Continue"),
            icon=IconName.PLAY,
            kind=ButtonKind.OUTLINED,
            height=SMALL_BUTTON_HEIGHT + Space.XS,
        )
        for button in (self.button, self.go_on):
            button.setFont(Theme.font(TextSize.TABLE))
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.M)
        buttons.addWidget(self.go_on)
        buttons.addWidget(self.button)
        buttons.addStretch()
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(Space.M)
        self._layout.addWidget(self._label, 1)
        self._layout.addLayout(buttons)

    def show_status(self, message: Message) -> None:
        """Show the end of an answer that is not whole; a whole one needs no words."""
        is_interrupted = message.status is MessageStatus.INTERRUPTED
        is_stopped = message.status is MessageStatus.STOPPED
        self.setVisible(is_interrupted or is_stopped)
        self.button.setVisible(is_interrupted)
        self.go_on.setVisible(can_go_on(message))
        self._label.set_colour(lambda colours: colours.split if is_interrupted else colours.text_second)
        self._label.setText(message.error or self.tr(INTERRUPTED if is_interrupted else STOPPED))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the buttons stand below the words, which would else be a column of single words."""
        is_narrow = event.size().width() < _NARROW_PX
        direction = QBoxLayout.Direction
        self._layout.setDirection(direction.TopToBottom if is_narrow else direction.LeftToRight)
        super().resizeEvent(event)
