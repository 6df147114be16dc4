"""The messages of the open conversation as they are shown, and the answer that grows."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from quantchat.core.chat import Message
from quantchat.gui.answer_sampling import AnsweringModels
from quantchat.gui.context_watch import ContextWatch
from quantchat.gui.feed import PromptRead, TextGrew, TurnsLeft


class OpenThread(QObject):
    """There is one engine, so that one answer grows, in the open conversation or in another one.

    Attributes:
        context: told of everything that says how full the context is.

    Signals:
        shown: all messages are new (tuple of `Message`).
        added: messages were added at the end (tuple of `Message`).
        text_grew: an answer that is shown grew (`TextGrew`).
        prompt_read: the prompt of an answer that is shown is being read (`PromptRead`).
        message_ended: an answer that is shown is over (`Message`).
        answering_changed: a conversation began or ceased to be answered (its identifier or None).
    """

    shown = Signal(tuple)
    added = Signal(tuple)
    text_grew = Signal(TextGrew)
    prompt_read = Signal(PromptRead)
    message_ended = Signal(Message)
    answering_changed = Signal(object)

    def __init__(self, models: AnsweringModels, parent: QObject) -> None:
        super().__init__(parent)
        self.context = ContextWatch(self)
        self._models = models
        self._messages: tuple[Message, ...] = ()
        self._growing: Message | None = None

    @property
    def messages(self) -> tuple[Message, ...]:
        """What is shown."""
        return self._messages

    @property
    def growing(self) -> Message | None:
        """The answer that is being written, shown or not, with all of it that has arrived."""
        return self._growing

    def show(self, messages: tuple[Message, ...]) -> None:
        """Show these messages, as the store has them."""
        growing = self._growing
        if growing is not None:
            # The disk is up to 250 ms behind what is on the screen.
            messages = tuple(growing if message.id == growing.id else message for message in messages)
        self._messages = messages
        self.shown.emit(messages)
        self.context.show_thread(messages)

    def add(self, question: Message, answer: Message) -> None:
        """Show a question and its answer at the end."""
        self._messages = (*self._messages, question, answer)
        self.added.emit((question, answer))

    def begin_growing(self, answer: Message) -> None:
        """From now on this answer is being written."""
        self._growing = answer
        self.answering_changed.emit(answer.conversation_id)

    def take_text(self, fact: TextGrew) -> None:
        """More of the answer has arrived."""
        growing = self._growing
        if growing is None or growing.id != fact.message_id:
            return
        self._growing = replace(
            growing, content=growing.content + fact.answer, reasoning=growing.reasoning + fact.reasoning
        )
        if self._is_shown(fact.message_id):
            self.text_grew.emit(fact)
            loaded = self._models.standing.loaded
            if loaded is not None:
                self.context.show_use(fact.context_used, loaded.context_length)

    def take_progress(self, fact: PromptRead) -> None:
        """Part of the prompt is read."""
        if self._is_shown(fact.message_id):
            self.prompt_read.emit(fact)

    def take_dropped_turns(self, fact: TurnsLeft) -> None:
        """The model does not see the oldest turns."""
        if self._growing is not None and self._is_shown(fact.message_id):
            self.context.leave_out_turns(self._growing.conversation_id, self._messages, fact.count)

    def take_ending(self, message: Message) -> None:
        """The answer is over."""
        self._growing = None
        self.answering_changed.emit(None)
        if self._is_shown(message.id):
            self._messages = tuple(message if earlier.id == message.id else earlier for earlier in self._messages)
            self.message_ended.emit(message)
            self.context.show_figures(self._messages, message.figures)

    def _is_shown(self, message_id: int) -> bool:
        return any(message.id == message_id for message in self._messages)
