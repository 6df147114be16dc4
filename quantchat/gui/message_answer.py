"""What a model answered: its name, its thinking folded, the text, how it ended, and what was measured."""

from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from quantchat.core.chat import Message, MessageStatus
from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.markdown_view import MarkdownView
from quantchat.gui.message_actions import ACTION_OUTSET
from quantchat.gui.message_reasoning import ReasoningFold
from quantchat.gui.message_widget import MessageWidget
from quantchat.gui.theme import Space, TextSize, Theme

WAITING = "Reading your message…"
STOPPED = "Stopped."
INTERRUPTED = "This answer was cut short when QuantChat ended. What had arrived is kept."


class AnswerWidget(MessageWidget):
    """A message of a model, which may still grow.

    Signals:
        unfolding: the person opened the thinking, which is about to be shown.
        continue_requested: the answer shall be gone on with where it ended (identifier).
    """

    unfolding = Signal()
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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        body = QVBoxLayout()
        body.setContentsMargins(ACTION_OUTSET, 0, ACTION_OUTSET, 0)
        body.setSpacing(Space.S)
        for widget in (self._model_name, self._reasoning, self._waiting, self._text, self._ending):
            body.addWidget(widget)
        column.addLayout(body)
        column.addWidget(self.actions_row)
        self._show_message(message)

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
        """Say what happens before the first word; ignored once there is one."""
        if not self.message.content and not self.message.reasoning:
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
        self._model_name.setText(f"{message.model_name}  {message.quantization}".strip() or "Answer")
        is_growing = message.status is MessageStatus.STREAMING
        self._waiting.setText(WAITING)
        self._waiting.setVisible(is_growing and not message.content and not message.reasoning)
        self._text.setVisible(bool(message.content))
        if is_growing:
            if message.content:
                self._text.append(message.content)
            self._reasoning.append(message.reasoning)
        elif message.content:
            self._text.set_text(message.content)
        self._show_ending(message)

    def _show_ending(self, message: Message) -> None:
        is_growing = message.status is MessageStatus.STREAMING
        if not is_growing:
            self._waiting.setVisible(False)
            figures = message.figures
            self._reasoning.set_text(message.reasoning, figures.reasoning_ms if figures else 0.0)
        self._ending.show_status(message)
        self.actions_row.setVisible(not is_growing)
        self.actions_row.set_figures(message.figures)

    def set_actions_enabled(self, enabled: bool) -> None:
        """Allow what changes the conversation."""
        super().set_actions_enabled(enabled)
        self._ending.button.setEnabled(enabled)
        self._ending.go_on.setEnabled(enabled)

    @Slot()
    def _on_go_on_clicked(self) -> None:
        self.continue_requested.emit(self.message.id)


class _Ending(QWidget):
    """Why an answer is not whole, and the ways to the rest of it and to another try."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._label = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.TABLE)
        self._label.setWordWrap(True)
        self.button = Button(
            theme,
            icons,
            "Try again",
            icon=IconName.REGENERATE,
            kind=ButtonKind.OUTLINED,
            height=SMALL_BUTTON_HEIGHT + Space.XS,
        )
        self.go_on = Button(
            theme,
            icons,
            "Continue",
            icon=IconName.PLAY,
            kind=ButtonKind.OUTLINED,
            height=SMALL_BUTTON_HEIGHT + Space.XS,
        )
        for button in (self.button, self.go_on):
            button.setFont(Theme.font(TextSize.TABLE))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.M)
        row.addWidget(self._label, 1)
        row.addWidget(self.go_on)
        row.addWidget(self.button)

    def show_status(self, message: Message) -> None:
        """Show the end of an answer that is not whole; a whole one needs no words."""
        is_interrupted = message.status is MessageStatus.INTERRUPTED
        is_stopped = message.status is MessageStatus.STOPPED
        self.setVisible(is_interrupted or is_stopped)
        self.button.setVisible(is_interrupted)
        self.go_on.setVisible(bool(message.content or message.reasoning))
        self._label.set_colour(lambda colours: colours.split if is_interrupted else colours.text_second)
        self._label.setText((message.error or INTERRUPTED) if is_interrupted else (message.error or STOPPED))
