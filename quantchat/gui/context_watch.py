"""How full the context of the open conversation is, and which of its messages are out of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from quantchat.core.chat import AnswerFigures, Message
from quantchat.core.prompt import messages_of_oldest_turns


@dataclass(frozen=True, slots=True)
class ContextUse:
    """How full the context is, tokens; `length` 0 where it is not known."""

    used: int
    length: int


class ContextWatch(QObject):
    """Tells what is known of the context whenever the messages or the figures of an answer are new.

    Signals:
        use_changed: how full the context is (`ContextUse`).
        out_of_context_changed: messages that the model did not see (frozenset of identifiers).
        noticed: a sentence the person should read.
    """

    use_changed = Signal(ContextUse)
    out_of_context_changed = Signal(frozenset)
    noticed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._told_turns: dict[int, int] = {}

    def show_thread(self, thread: Sequence[Message]) -> None:
        """Tell what the newest answer that was measured says of the context."""
        # An answer that was stopped before its first token measured nothing.
        measured = (m.figures for m in reversed(thread) if m.figures is not None and m.figures.context_used)
        figures = next(measured, None)
        self.use_changed.emit(ContextUse(figures.context_used, figures.context_length) if figures else ContextUse(0, 0))
        self._tell_out_of_context(thread, figures.dropped_turns if figures else 0)

    def show_use(self, used_tokens: int, length_tokens: int) -> None:
        """Tell how far a growing answer has filled the context."""
        self.use_changed.emit(ContextUse(used_tokens, length_tokens))

    def show_figures(self, thread: Sequence[Message], figures: AnswerFigures | None) -> None:
        """Tell what an answer of this conversation that ended says, if anything was measured."""
        if figures is not None and figures.context_length and figures.context_used:
            self.show_use(figures.context_used, figures.context_length)
            self._tell_out_of_context(thread, figures.dropped_turns)

    def leave_out_turns(self, conversation_id: int, thread: Sequence[Message], count: int) -> None:
        """Tell that the oldest turns did not fit; the sentence comes once for each number of them."""
        self._tell_out_of_context(thread, count)
        if self._told_turns.get(conversation_id) == count:
            return
        self._told_turns[conversation_id] = count
        self.noticed.emit(
            self.tr(
                "This chat is longer than the model's context, so the model no longer sees its oldest %n question(s) "
                "with the answers. They stay in the chat.",
                "",
                count,
            )
        )

    def _tell_out_of_context(self, thread: Sequence[Message], turns: int) -> None:
        self.out_of_context_changed.emit(messages_of_oldest_turns(thread, turns))
