"""The conversation that is open: what is in it, what is asked, and what happens to its messages."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal, Slot

from quantchat.chat_turn.turns import ChatTurns
from quantchat.core.chat import ConversationSummary, Message, Sampling
from quantchat.core.sampling_choice import NOTHING_CHOSEN, SamplingChoice, effective_sampling
from quantchat.errors import KnownError
from quantchat.gui.feed import AnswerEnded, Fact, Feed, PromptRead, StorageFailed, StorageRecovered, TextGrew, TurnsLeft
from quantchat.gui.model_controller import ModelController
from quantchat.store.conversations import ConversationStore


@dataclass(frozen=True, slots=True)
class ContextUse:
    """How full the context is, tokens; `length` 0 where it is not known."""

    used: int
    length: int


@dataclass(frozen=True, slots=True)
class SiblingPlace:
    """Which of its alternatives a message is: `position` from 1 of `count`."""

    position: int
    count: int


class ChatController(QObject):
    """Acts on conversations and tells what came of it.

    Signals:
        conversations_changed: the list is new (tuple of `ConversationSummary`).
        conversation_opened: another conversation, or none for a new chat, is open (identifier or None).
        thread_changed: all messages of the open conversation are new (tuple of `Message`).
        messages_added: messages were added at the end of the open conversation (tuple of `Message`).
        text_grew: an answer of the open conversation grew (`TextGrew`).
        prompt_read: the prompt of an answer of the open conversation is being read (`PromptRead`).
        message_ended: an answer of the open conversation is over (`Message`).
        answering_changed: a conversation began or ceased to be answered (its identifier or None).
        context_use_changed: how full the context is (`ContextUse`).
        question_committed: the text in the composer is stored and may go.
        edit_begun: an earlier message shall be edited (its text).
        edit_ended: the message that was edited is no longer in view; the composer is free again.
        conversation_deleted: a conversation left the list and can be restored (`ConversationSummary`).
        noticed: a sentence the person should read.
        failed: something the person asked for did not work (`KnownError`).
        storage_changed: the disk refuses to store (`KnownError`), or takes everything again (None).
    """

    conversations_changed = Signal(tuple)
    conversation_opened = Signal(object)
    thread_changed = Signal(tuple)
    messages_added = Signal(tuple)
    text_grew = Signal(TextGrew)
    prompt_read = Signal(PromptRead)
    message_ended = Signal(Message)
    answering_changed = Signal(object)
    context_use_changed = Signal(ContextUse)
    question_committed = Signal()
    edit_begun = Signal(str)
    edit_ended = Signal()
    conversation_deleted = Signal(ConversationSummary)
    noticed = Signal(str)
    failed = Signal(KnownError)
    storage_changed = Signal(object)

    def __init__(
        self, feed: Feed, store: ConversationStore, turns: ChatTurns, models: ModelController, sampling: SamplingChoice
    ) -> None:
        super().__init__()
        self._sampling_choice = sampling
        self._store = store
        self._turns = turns
        self._models = models
        self._open: ConversationSummary | None = None
        self._thread: tuple[Message, ...] = ()
        self._growing: Message | None = None
        self._editing: Message | None = None
        self._told_dropped_turns: dict[int, int] = {}
        feed.fact_arrived.connect(self._on_fact_arrived)

    @property
    def is_answering(self) -> bool:
        """Whether an answer is being written, in whichever conversation."""
        return self._growing is not None

    @property
    def messages(self) -> tuple[Message, ...]:
        """The messages of the open conversation, as last told."""
        return self._thread

    def use_sampling(self, choice: SamplingChoice) -> None:
        """Draw the next answers so; where nothing is chosen, as the model's makers recommend, else as usual."""
        self._sampling_choice = choice

    @property
    def _sampling(self) -> Sampling:
        loaded = self._models.standing.loaded
        recommended = loaded.recommended if loaded is not None else NOTHING_CHOSEN
        return effective_sampling(self._sampling_choice, recommended, Sampling())

    def start(self) -> None:
        """Show what there is: the list, and the conversation that was used last."""
        conversations = self._list()
        if conversations:
            self.open(conversations[0].id)
        else:
            self.new_chat()

    def sibling_place(self, message_id: int) -> SiblingPlace:
        """Say which of its alternatives a message is."""
        siblings = self._store.siblings(message_id)
        return SiblingPlace(siblings.index(message_id) + 1, len(siblings))

    @Slot()
    def new_chat(self) -> None:
        """Open an empty chat; it is stored with its first message."""
        self._end_edit()
        self._open = None
        self._thread = ()
        self.conversation_opened.emit(None)
        self.thread_changed.emit(())
        self.context_use_changed.emit(ContextUse(0, 0))

    @Slot(int)
    def open(self, conversation_id: int) -> None:
        """Open a conversation."""
        found = next((entry for entry in self._store.conversations() if entry.id == conversation_id), None)
        if found is None:
            self.new_chat()
            return
        self._end_edit()
        self._open = found
        self.conversation_opened.emit(conversation_id)
        self._reload_thread()

    @Slot(str)
    def send(self, text: str) -> None:
        """Store a message and have it answered; an edited one becomes a sibling of the one it replaces."""
        if self.is_answering:
            return
        editing = self._editing
        parent_id = editing.parent_id if editing else (self._thread[-1].id if self._thread else None)
        try:
            started = self._turns.ask(self._open, parent_id, text, self._models.answerer, self._sampling)
        except KnownError as error:
            self.failed.emit(error)
            return
        self._editing = None
        self.question_committed.emit()
        if self._open is None:
            self._open = started.conversation
            self._list()
            self.conversation_opened.emit(started.conversation.id)
        else:
            self._list()
        self._begin_growing(started.answer)
        if editing:
            self._reload_thread()
        else:
            self._thread = (*self._thread, started.question, started.answer)
            self.messages_added.emit((started.question, started.answer))

    @Slot()
    def stop(self) -> None:
        """Stop the answer that is being written."""
        self._turns.stop()

    @Slot(int)
    def regenerate(self, message_id: int) -> None:
        """Answer a question once more, beside the answer it has."""
        if self.is_answering:
            return
        try:
            answer = self._turns.regenerate(self._store.message(message_id), self._models.answerer, self._sampling)
        except KnownError as error:
            self.failed.emit(error)
            return
        self._begin_growing(answer)
        self._reload_thread()

    @Slot(int)
    def continue_answer(self, message_id: int) -> None:
        """Go on with an answer where it was stopped or cut short."""
        if self.is_answering:
            return
        try:
            answer = self._turns.continue_answer(self._store.message(message_id), self._sampling)
        except KnownError as error:
            self.failed.emit(error)
            return
        self._begin_growing(answer)
        self._reload_thread()

    @Slot(int)
    def begin_edit(self, message_id: int) -> None:
        """Put an earlier message into the composer; sending it makes a sibling."""
        if self.is_answering:
            return
        self._editing = self._store.message(message_id)
        self.edit_begun.emit(self._editing.content)

    @Slot()
    def cancel_edit(self) -> None:
        """Leave the earlier message as it was."""
        self._editing = None

    def show_sibling(self, message_id: int, step: int) -> None:
        """Show another alternative of a message, with what follows it."""
        if self.is_answering:
            return
        siblings = self._store.siblings(message_id)
        position = siblings.index(message_id) + step
        if 0 <= position < len(siblings):
            self._try(lambda: self._store.select_sibling(siblings[position]))
            self._reload_thread()

    def rename(self, conversation_id: int, title: str) -> None:
        """Give a conversation another title."""
        if title.strip():
            self._try(lambda: self._store.rename_conversation(conversation_id, title.strip()))
        self._list()

    @Slot(int)
    def delete(self, conversation_id: int) -> None:
        """Take a conversation off the list; it can be restored."""
        found = next((entry for entry in self._store.conversations() if entry.id == conversation_id), None)
        if found is None:
            return
        if self._growing is not None and self._growing.conversation_id == conversation_id:
            self._turns.stop()
        if not self._try(lambda: self._store.delete_conversation(conversation_id)):
            return
        if self._open is not None and self._open.id == conversation_id:
            self.new_chat()
        self._list()
        self.conversation_deleted.emit(found)

    def restore(self, conversation_id: int) -> None:
        """Put a deleted conversation back and open it."""
        if self._try(lambda: self._store.restore_conversation(conversation_id)):
            self._list()
            self.open(conversation_id)

    def _end_edit(self) -> None:
        if self._editing is not None:
            self._editing = None
            self.edit_ended.emit()

    def _try(self, action: Callable[[], None]) -> bool:
        try:
            action()
        except KnownError as error:
            self.failed.emit(error)
            return False
        return True

    def _list(self) -> tuple[ConversationSummary, ...]:
        conversations = self._store.conversations()
        self.conversations_changed.emit(conversations)
        return conversations

    def _reload_thread(self) -> None:
        if self._open is None:
            return
        thread = self._store.thread(self._open.id)
        growing = self._growing
        if growing is not None:
            # The disk is up to 250 ms behind what is on the screen.
            thread = tuple(growing if message.id == growing.id else message for message in thread)
        self._thread = thread
        self.thread_changed.emit(thread)
        figures = next((m.figures for m in reversed(thread) if m.figures is not None), None)
        self.context_use_changed.emit(
            ContextUse(figures.context_used, figures.context_length) if figures else ContextUse(0, 0)
        )

    def _begin_growing(self, answer: Message) -> None:
        self._growing = answer
        self.answering_changed.emit(answer.conversation_id)

    def _is_open(self, message_id: int) -> bool:
        return any(message.id == message_id for message in self._thread)

    @Slot(object)
    def _on_fact_arrived(self, fact: Fact) -> None:
        if isinstance(fact, TextGrew):
            self._take_text(fact)
        elif isinstance(fact, PromptRead):
            if self._is_open(fact.message_id):
                self.prompt_read.emit(fact)
        elif isinstance(fact, AnswerEnded):
            self._take_ending(fact.message)
        elif isinstance(fact, TurnsLeft):
            self._take_dropped_turns(fact)
        elif isinstance(fact, StorageFailed):
            self.storage_changed.emit(fact.error)
        elif isinstance(fact, StorageRecovered):
            self.storage_changed.emit(None)

    def _take_text(self, fact: TextGrew) -> None:
        growing = self._growing
        if growing is None or growing.id != fact.message_id:
            return
        self._growing = replace(
            growing, content=growing.content + fact.answer, reasoning=growing.reasoning + fact.reasoning
        )
        if self._is_open(fact.message_id):
            self.text_grew.emit(fact)
            loaded = self._models.standing.loaded
            if loaded is not None:
                self.context_use_changed.emit(ContextUse(fact.context_used, loaded.context_length))

    def _take_ending(self, message: Message) -> None:
        self._growing = None
        self.answering_changed.emit(None)
        if self._is_open(message.id):
            self._thread = tuple(message if earlier.id == message.id else earlier for earlier in self._thread)
            self.message_ended.emit(message)
            if message.figures is not None and message.figures.context_length:
                self.context_use_changed.emit(ContextUse(message.figures.context_used, message.figures.context_length))

    def _take_dropped_turns(self, fact: TurnsLeft) -> None:
        growing = self._growing
        if growing is None or not self._is_open(fact.message_id):
            return
        if self._told_dropped_turns.get(growing.conversation_id) == fact.count:
            return
        self._told_dropped_turns[growing.conversation_id] = fact.count
        what = (
            "the oldest question and its answer"
            if fact.count == 1
            else f"the {fact.count} oldest questions and answers"
        )
        self.noticed.emit(
            f"This chat is longer than the model's context, so the model no longer sees {what}. They stay in the chat."
        )
