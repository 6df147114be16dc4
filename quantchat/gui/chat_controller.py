"""The conversation that is open: what is in it, what is asked, and what happens to its messages."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from quantchat.chat_turn.turns import NOTHING_SET, Answerer, StartedTurn
from quantchat.core.chat import Message, MessageStatus, Sampling
from quantchat.core.conversation import ConversationSettings
from quantchat.core.conversation_title import title_from_message
from quantchat.core.prompt import messages_of_oldest_turns
from quantchat.core.sampling_choice import NOTHING_CHOSEN, SamplingChoice, effective_sampling
from quantchat.errors import ErrorKind, KnownError
from quantchat.gui.chat_homes import ChatHome, ChatHomes
from quantchat.gui.feed import AnswerEnded, Fact, Feed, PromptRead, StorageFailed, StorageRecovered, TextGrew, TurnsLeft
from quantchat.gui.model_controller import ModelStanding
from quantchat.gui.prompt_queue import PromptQueue, QueuedPrompt

TEMPORARY_TITLE = "Temporary chat"


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


@dataclass(frozen=True, slots=True)
class QueueStanding:
    """What waits to be sent in the open conversation; `is_held` where it waits for a word of the person."""

    prompts: tuple[QueuedPrompt, ...]
    is_held: bool


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """All that is stored of an answer."""

    message: Message
    sampling: Sampling | None


class AnsweringModels(Protocol):
    """What a chat needs to know of the models."""

    @property
    def standing(self) -> ModelStanding:
        """How the model in use stands."""

    @property
    def answerer(self) -> Answerer:
        """Who answers now, as it is stored with an answer."""

    def choose(self, path: Path) -> None:
        """Use another model."""


class ChatController(QObject):
    """Acts on the open conversation and tells what came of it.

    Signals:
        list_outdated: conversations were added, or used; the list of them is to be read anew.
        conversation_opened: another conversation, or none for a new chat, is open (identifier or None).
        temporary_opened: whether the conversation that is open is never written.
        temporary_left: a temporary chat with messages is no longer open; it can be gone back to.
        thread_changed: all messages of the open conversation are new (tuple of `Message`).
        messages_added: messages were added at the end of the open conversation (tuple of `Message`).
        message_wanted: this message of the open conversation shall be brought into view (identifier).
        message_deleted: a message was deleted and can be put back (`Message`).
        text_grew: an answer of the open conversation grew (`TextGrew`).
        prompt_read: the prompt of an answer of the open conversation is being read (`PromptRead`).
        message_ended: an answer of the open conversation is over (`Message`).
        answering_changed: a conversation began or ceased to be answered (its identifier or None).
        context_use_changed: how full the context is (`ContextUse`).
        out_of_context_changed: messages that the model did not see (frozenset of identifiers).
        settings_shown: how the open conversation is answered (`ConversationSettings`).
        question_committed: the text in the composer is stored and may go.
        queue_changed: other messages wait to be sent (`QueueStanding`).
        edit_begun: an earlier message shall be edited (its text).
        edit_ended: the message that was edited is no longer in view; the composer is free again.
        noticed: a sentence the person should read.
        failed: something the person asked for did not work (`KnownError`).
        storage_changed: the disk refuses to store (`KnownError`), or takes everything again (None).
    """

    list_outdated = Signal()
    conversation_opened = Signal(object)
    temporary_opened = Signal(bool)
    temporary_left = Signal()
    thread_changed = Signal(tuple)
    messages_added = Signal(tuple)
    message_wanted = Signal(int)
    message_deleted = Signal(Message)
    text_grew = Signal(TextGrew)
    prompt_read = Signal(PromptRead)
    message_ended = Signal(Message)
    answering_changed = Signal(object)
    context_use_changed = Signal(ContextUse)
    out_of_context_changed = Signal(frozenset)
    settings_shown = Signal(ConversationSettings)
    question_committed = Signal()
    queue_changed = Signal(QueueStanding)
    edit_begun = Signal(str)
    edit_ended = Signal()
    noticed = Signal(str)
    failed = Signal(KnownError)
    storage_changed = Signal(object)

    def __init__(self, feed: Feed, homes: ChatHomes, models: AnsweringModels, sampling: SamplingChoice) -> None:
        super().__init__()
        self._sampling_choice = sampling
        self._homes = homes
        self._models = models
        self._open_id: int | None = None
        self._settings = self._new_chat_settings = NOTHING_SET
        self._thread: tuple[Message, ...] = ()
        self._growing: Message | None = None
        self._editing: Message | None = None
        self._queue = PromptQueue()
        self._is_queue_held = False
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

    @property
    def open_id(self) -> int | None:
        """The conversation that is open; None for a new chat."""
        return self._open_id

    @property
    def home(self) -> ChatHome:
        """Where the open conversation is kept."""
        return self._homes.of(self._open_id)

    @property
    def is_temporary(self) -> bool:
        """Whether the open conversation is never written."""
        return self.home is not self._homes.lasting

    @property
    def settings(self) -> ConversationSettings:
        """How the open conversation is answered."""
        return self._settings

    def use_sampling(self, choice: SamplingChoice) -> None:
        """Draw the next answers so; where nothing is chosen, as the model's makers recommend, else as usual."""
        self._sampling_choice = choice

    @property
    def default_sampling(self) -> SamplingChoice:
        """What the person chose for all conversations."""
        return self._sampling_choice

    @property
    def usual_sampling(self) -> Sampling:
        """How answers are drawn where a conversation chooses nothing: the person's defaults, the model's, ours."""
        return effective_sampling(self._sampling_choice, self.recommended_sampling, Sampling())

    @property
    def recommended_sampling(self) -> SamplingChoice:
        """What the makers of the loaded model recommend."""
        loaded = self._models.standing.loaded
        return loaded.recommended if loaded is not None else NOTHING_CHOSEN

    def start(self) -> None:
        """Show what there is: a new chat that was begun, else the conversation that was used last."""
        self.list_outdated.emit()
        store = self._homes.lasting.store
        latest = None if store.drafts.of(None) else next(iter(store.conversations()), None)
        if latest is not None:
            self.open(latest.id)
        else:
            self.new_chat()

    def sibling_place(self, message_id: int) -> SiblingPlace:
        """Say which of its alternatives a message is."""
        siblings = self.home.store.siblings(message_id)
        return SiblingPlace(siblings.index(message_id) + 1, len(siblings))

    def record(self, message_id: int) -> AnswerRecord:
        """What is stored of a message of the open conversation."""
        store = self.home.store
        return AnswerRecord(store.message(message_id), store.message_sampling(message_id))

    @Slot()
    def new_chat(self) -> None:
        """Open an empty chat; it is stored with its first message."""
        self._show_conversation(None, self._new_chat_settings)

    @Slot()
    def new_temporary_chat(self) -> None:
        """Open an empty chat that is never written; the one before it is forgotten."""
        temporary = self._homes.temporary
        if temporary is not None and temporary.turns.answering is not None:
            self.failed.emit(_busy("A temporary chat is still being answered.", "Stop its answer first."))
            return
        if temporary is not None:
            for entry in temporary.store.conversations():
                self._queue.forget(entry.id)
        store = self._homes.begin_temporary().store
        self._show_conversation(store.create_conversation(TEMPORARY_TITLE).id, NOTHING_SET)

    @Slot()
    def reopen_temporary_chat(self) -> None:
        """Go back to the temporary chat, if there still is one."""
        if self._homes.temporary is not None:
            for entry in self._homes.temporary.store.conversations():
                self.open(entry.id)

    @Slot()
    def keep_temporary_chat(self) -> None:
        """Make an ordinary conversation of the temporary one that is open."""
        if not self.is_temporary or self._open_id is None:
            return
        if self.is_answering:
            self.failed.emit(_busy("An answer is being written.", "Keep the chat when it is done."))
            return
        store = self._homes.lasting.store
        record = self.home.store.archive.read(self._open_id)
        title = next((message.content for message in self._thread), "")
        try:
            (kept_id,) = store.archive.add([replace(record, title=title_from_message(title))])
        except KnownError as error:
            self.failed.emit(error)
            return
        self._queue.move(self._open_id, kept_id)
        self._homes.forget_temporary()
        self._open_id = None  # what was open is no longer there to be gone back to
        self.list_outdated.emit()
        self.open(kept_id)

    @Slot(int)
    def open(self, conversation_id: int) -> None:
        """Open a conversation; a new chat where it is gone."""
        try:
            settings = self._homes.of(conversation_id).store.settings(conversation_id)
        except LookupError:
            self.new_chat()
            return
        self._show_conversation(conversation_id, settings)

    def open_at(self, conversation_id: int, message_id: int) -> None:
        """Open a conversation at one of its messages, on whichever branch that is."""
        self._try(lambda: self._homes.of(conversation_id).store.select_sibling(message_id))
        self.open(conversation_id)
        self.message_wanted.emit(message_id)

    @Slot(object, ConversationSettings)
    def set_settings(self, conversation_id: int | None, settings: ConversationSettings) -> None:
        """Answer a conversation so from now on; a new chat is stored with it once it has a message."""
        if conversation_id == self._open_id:
            self._settings = settings
        if conversation_id is None:
            self._new_chat_settings = settings
        else:
            with suppress(LookupError):  # it is gone for good
                self._try(lambda: self._homes.of(conversation_id).store.set_settings(conversation_id, settings))

    @Slot(str)
    def send(self, text: str) -> None:
        """Store a message and have it answered; an edited one becomes a sibling of the one it replaces.

        While an answer is being written the message waits for its end.
        """
        if self.is_answering:
            self._queue_up(text)
            return
        editing = self._editing
        parent_id = editing.parent_id if editing else (self._thread[-1].id if self._thread else None)
        conversation_id = self._open_id
        started = self._asked(conversation_id, parent_id, text, self._settings)
        if started is None:
            return
        self._editing = None
        self.question_committed.emit()
        self._show_started(conversation_id, started)
        if editing:
            self._reload_thread()

    @Slot(int)
    def take_from_queue(self, number: int) -> QueuedPrompt | None:
        """Let a message wait no longer; it is returned, None if it has been sent already."""
        prompt = self._queue.take(number)
        self._tell_queue()
        return prompt

    @Slot()
    def send_queued(self) -> None:
        """Send the message of the open conversation that has waited longest."""
        if not self.is_answering:
            self._send_first(self._open_id)

    @Slot()
    def stop(self) -> None:
        """Stop the answer that is being written; messages that wait for its end go on waiting."""
        if self._growing is not None:
            self._homes.of(self._growing.conversation_id).turns.stop()

    @Slot(int)
    def regenerate(self, message_id: int) -> None:
        """Answer a question once more, beside the answer it has."""
        home = self.home
        self._grow_anew(
            lambda: home.turns.regenerate(
                home.store.message(message_id), self._models.answerer, self._sampling_of(self._settings)
            )
        )

    def regenerate_with(self, message_id: int, model_path: Path) -> None:
        """Load another model, which stays in use, and answer a question once more with it."""
        if self.is_answering:
            return
        self._models.choose(model_path)
        chosen = self._models.standing.model
        if chosen is not None and chosen.path == model_path:
            self.regenerate(message_id)

    @Slot(int)
    def continue_answer(self, message_id: int) -> None:
        """Go on with an answer where it was stopped or cut short."""
        home = self.home
        self._grow_anew(
            lambda: home.turns.continue_answer(home.store.message(message_id), self._sampling_of(self._settings))
        )

    @Slot(int)
    def begin_edit(self, message_id: int) -> None:
        """Put an earlier message into the composer; sending it makes a sibling."""
        if self.is_answering:
            return
        self._editing = self.home.store.message(message_id)
        self.edit_begun.emit(self._editing.content)

    @Slot()
    def cancel_edit(self) -> None:
        """Leave the earlier message as it was."""
        self._editing = None

    def show_sibling(self, message_id: int, step: int) -> None:
        """Show another alternative of a message, with what follows it."""
        if self.is_answering:
            return
        store = self.home.store
        siblings = store.siblings(message_id)
        position = siblings.index(message_id) + step
        if 0 <= position < len(siblings):
            self._try(lambda: store.select_sibling(siblings[position]))
            self._reload_thread()
            self.message_wanted.emit(siblings[position])

    @Slot(int)
    def delete_message(self, message_id: int) -> None:
        """Take a message and all that follows it out of the open conversation; it can be put back."""
        if self.is_answering:
            return
        store = self.home.store
        message = store.message(message_id)
        if self._try(lambda: store.delete_message(message_id)):
            self._end_edit()
            self._reload_thread()
            self.message_deleted.emit(message)

    def restore_message(self, conversation_id: int, message_id: int) -> None:
        """Put a deleted message back, with all that followed it, and show it."""
        store = self._homes.of(conversation_id).store
        if self._try(lambda: store.restore_message(message_id)):
            self.open_at(conversation_id, message_id)

    def leave(self, conversation_id: int) -> None:
        """Have nothing more to do with a conversation: it was deleted."""
        if self._growing is not None and self._growing.conversation_id == conversation_id:
            self.stop()
        self._queue.forget(conversation_id)
        if self._open_id == conversation_id:
            self.new_chat()

    def _show_conversation(self, conversation_id: int | None, settings: ConversationSettings) -> None:
        self._end_edit()
        is_left = self.is_temporary and conversation_id != self._open_id and bool(self._thread)
        self._open_id = conversation_id
        self._settings = settings
        self.conversation_opened.emit(conversation_id)
        self.temporary_opened.emit(self.is_temporary)
        self.settings_shown.emit(settings)
        self._tell_queue()
        self._reload_thread()
        if is_left:
            self.temporary_left.emit()

    def _asked(
        self, conversation_id: int | None, parent_id: int | None, text: str, settings: ConversationSettings
    ) -> StartedTurn | None:
        """Ask; None if it could not be stored, which is told."""
        turns = self._homes.of(conversation_id).turns
        try:
            started = turns.ask(
                conversation_id, parent_id, text, self._models.answerer, self._sampling_of(settings), settings
            )
        except KnownError as error:
            self.failed.emit(error)
            return None
        self._begin_growing(started.answer)
        return started

    def _show_started(self, conversation_id: int | None, started: StartedTurn) -> None:
        """Show a question and its answer, if it was asked in the chat that is open."""
        is_open = conversation_id == self._open_id
        if is_open and conversation_id is None:
            self._new_chat_settings = NOTHING_SET
            self._open_id = started.conversation_id
            self.conversation_opened.emit(started.conversation_id)
        self.list_outdated.emit()
        if is_open:
            self._thread = (*self._thread, started.question, started.answer)
            self.messages_added.emit((started.question, started.answer))

    def _queue_up(self, text: str) -> None:
        if not text.strip():
            return
        if self._editing is not None:
            self.failed.emit(_busy("An answer is being written.", "Send the edited message when it is done."))
            return
        was_new = self._open_id is None
        try:
            conversation_id = self._open_id or self._homes.lasting.turns.begin(text, self._settings)
        except KnownError as error:
            self.failed.emit(error)
            return
        self._queue.add(conversation_id, text)
        self.question_committed.emit()
        if was_new:
            self._new_chat_settings = NOTHING_SET
            self._open_id = conversation_id
            self.list_outdated.emit()
            self.conversation_opened.emit(conversation_id)
        self._tell_queue()

    def _send_first(self, conversation_id: int | None = None) -> None:
        """Send the message that has waited longest, wherever it belongs."""
        prompt = self._queue.take_first(conversation_id)
        if prompt is None:
            return
        store = self._homes.of(prompt.conversation_id).store
        thread = store.thread(prompt.conversation_id)
        parent_id = thread[-1].id if thread else None
        settings = store.settings(prompt.conversation_id)
        started = self._asked(prompt.conversation_id, parent_id, prompt.text, settings)
        self._is_queue_held = started is None
        if started is None:
            self._queue.put_back(prompt)
        else:
            self._show_started(prompt.conversation_id, started)
        self._tell_queue()

    def _tell_queue(self) -> None:
        is_held = self._is_queue_held and not self.is_answering
        self.queue_changed.emit(QueueStanding(self._queue.of(self._open_id), is_held))

    def _grow_anew(self, begin: Callable[[], Message]) -> None:
        """Let an answer of the open conversation be written again or go on."""
        if self.is_answering:
            return
        try:
            answer = begin()
        except KnownError as error:
            self.failed.emit(error)
            return
        self._begin_growing(answer)
        self._reload_thread()

    def _sampling_of(self, settings: ConversationSettings) -> Sampling:
        return settings.sampling.over(self.usual_sampling)

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

    def _reload_thread(self) -> None:
        thread = () if self._open_id is None else self.home.store.thread(self._open_id)
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
        self._tell_out_of_context(figures.dropped_turns if figures else 0)

    def _tell_out_of_context(self, dropped_turns: int) -> None:
        self.out_of_context_changed.emit(messages_of_oldest_turns(self._thread, dropped_turns))

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
        # An answer that was stopped or failed needs the person's word before anything is added to it.
        self._is_queue_held = message.status is not MessageStatus.COMPLETE
        if self._is_queue_held:
            self._tell_queue()
        else:
            self._send_first()

    def _take_dropped_turns(self, fact: TurnsLeft) -> None:
        growing = self._growing
        if growing is None or not self._is_open(fact.message_id):
            return
        self._tell_out_of_context(fact.count)
        if self._told_dropped_turns.get(growing.conversation_id) == fact.count:
            return
        self._told_dropped_turns[growing.conversation_id] = fact.count
        self.noticed.emit(
            self.tr(
                "This chat is longer than the model's context, so the model no longer sees its oldest %n question(s) "
                "with the answers. They stay in the chat.",
                "",
                fact.count,
            )
        )


def _busy(sentence: str, hint: str) -> KnownError:
    return KnownError(ErrorKind.OTHER, sentence, hint)
