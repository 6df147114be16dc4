"""The conversation that is open: what is in it, what is asked, and what happens to its messages."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from quantchat.chat_turn.turns import NOTHING_SET, StartedTurn
from quantchat.core.chat import Message, Sampling
from quantchat.core.conversation import ConversationSettings
from quantchat.core.sampling_choice import SamplingChoice
from quantchat.errors import ErrorKind, KnownError
from quantchat.gui.answer_sampling import AnsweringModels, AnswerSampling
from quantchat.gui.chat_homes import ChatHome, ChatHomes
from quantchat.gui.context_watch import ContextUse
from quantchat.gui.feed import AnswerEnded, Fact, Feed, PromptRead, StorageFailed, StorageRecovered, TextGrew, TurnsLeft
from quantchat.gui.open_thread import OpenThread
from quantchat.gui.prompt_queue import PromptQueue, QueuedPrompt, QueueStanding
from quantchat.gui.temporary_chat import TemporaryChat
from quantchat.wording import verbatim


@dataclass(frozen=True, slots=True)
class SiblingPlace:
    """Which of its alternatives a message is: `position` from 1 of `count`."""

    position: int
    count: int


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """All that is stored of an answer."""

    message: Message
    sampling: Sampling | None


class ChatController(QObject):
    """Acts on the open conversation and tells what came of it.

    Signals:
        list_outdated: conversations were added, or used; the list of them is to be read anew.
        conversation_opened: another conversation, or none for a new chat, is open (identifier or None).
        temporary_opened: whether the conversation that is open is never written.
        temporary_left: a temporary chat with messages is no longer open; it can be gone back to.
        temporary_waiting: whether there is a temporary chat with messages that is not open.
        conversation_kept: a temporary chat is on the disk now (its identifier until now, the one it has there).
        thread_changed: all messages of the open conversation are new (tuple of `Message`).
        messages_added: messages were added at the end of the open conversation (tuple of `Message`).
        message_wanted: this message of the open conversation shall be brought into view (identifier).
        message_deleted: a message was deleted and can be put back (`Message`).
        versions_changed: a message of the open conversation has more alternatives than before (identifier).
        text_grew: an answer of the open conversation grew (`TextGrew`).
        prompt_read: the prompt of an answer of the open conversation is being read (`PromptRead`).
        message_ended: an answer of the open conversation is over (`Message`).
        answering_changed: a conversation began or ceased to be answered (its identifier or None).
        context_use_changed: how full the context is (`ContextUse`).
        out_of_context_changed: messages that the model did not see (frozenset of identifiers).
        settings_shown: how the open conversation is answered (`ConversationSettings`).
        question_committed: the text in the composer is stored and may go.
        queue_changed: other messages wait to be sent (`QueueStanding`).
        queued_sent: a message that waited is stored, in whichever conversation (`QueuedPrompt`).
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
    temporary_waiting = Signal(bool)
    conversation_kept = Signal(int, int)
    thread_changed = Signal(tuple)
    messages_added = Signal(tuple)
    message_wanted = Signal(int)
    message_deleted = Signal(Message)
    versions_changed = Signal(int)
    text_grew = Signal(TextGrew)
    prompt_read = Signal(PromptRead)
    message_ended = Signal(Message)
    answering_changed = Signal(object)
    context_use_changed = Signal(ContextUse)
    out_of_context_changed = Signal(frozenset)
    settings_shown = Signal(ConversationSettings)
    question_committed = Signal()
    queue_changed = Signal(QueueStanding)
    queued_sent = Signal(QueuedPrompt)
    edit_begun = Signal(str)
    edit_ended = Signal()
    noticed = Signal(str)
    failed = Signal(KnownError)
    storage_changed = Signal(object)

    def __init__(self, feed: Feed, homes: ChatHomes, models: AnsweringModels, sampling: SamplingChoice) -> None:
        super().__init__()
        self._homes = homes
        self._models = models
        self._sampling = AnswerSampling(models, sampling)
        self._temporary = TemporaryChat(homes)
        self._thread = OpenThread(models, self)
        self._open_id: int | None = None
        self._settings = self._new_chat_settings = NOTHING_SET
        self._editing: Message | None = None
        self._queue = PromptQueue()
        self._connect_thread()
        feed.fact_arrived.connect(self._on_fact_arrived)

    def _connect_thread(self) -> None:
        thread = self._thread
        thread.shown.connect(self.thread_changed)
        thread.added.connect(self.messages_added)
        thread.text_grew.connect(self.text_grew)
        thread.prompt_read.connect(self.prompt_read)
        thread.message_ended.connect(self.message_ended)
        thread.answering_changed.connect(self.answering_changed)
        thread.context.use_changed.connect(self.context_use_changed)
        thread.context.out_of_context_changed.connect(self.out_of_context_changed)
        thread.context.noticed.connect(self.noticed)

    @property
    def is_answering(self) -> bool:
        """Whether an answer is being written, in whichever conversation."""
        return self._thread.growing is not None

    @property
    def messages(self) -> tuple[Message, ...]:
        """The messages of the open conversation, as last told."""
        return self._thread.messages

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
        self._sampling.defaults = choice

    @property
    def default_sampling(self) -> SamplingChoice:
        """What the person chose for all conversations."""
        return self._sampling.defaults

    @property
    def recommended_sampling(self) -> SamplingChoice:
        """What the makers of the loaded model recommend."""
        return self._sampling.recommended

    def start(self) -> None:
        """Show what there is: a new chat that was begun, else the conversation that was used last.

        To be called again when all conversations were exchanged: what waited belonged to those before.
        """
        self._queue.forget_all()
        store = self._homes.lasting.store
        self._new_chat_settings = store.drafts.new_chat_settings()
        self.list_outdated.emit()
        is_new_begun = bool(store.drafts.of(None)) or self._new_chat_settings != NOTHING_SET
        latest = None if is_new_begun else next(iter(store.conversations()), None)
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
        """Open an empty chat that is never written; the one before it is forgotten, unless it is empty itself."""
        before = self._temporary.conversation_id
        if before is not None and self._temporary.is_empty:
            self.open(before)
            return
        try:
            begun = self._temporary.begin()
        except KnownError as error:
            self.failed.emit(error)
            return
        if before is not None:
            self._queue.forget(before)
        self._show_conversation(begun, NOTHING_SET)

    @Slot()
    def reopen_temporary_chat(self) -> None:
        """Go back to the temporary chat, if there still is one."""
        conversation_id = self._temporary.conversation_id
        if conversation_id is not None:
            self.open(conversation_id)

    @Slot()
    def keep_temporary_chat(self) -> None:
        """Make an ordinary conversation of the temporary one that is open."""
        temporary_id = self._open_id
        if not self.is_temporary or temporary_id is None:
            return
        if self.is_answering:
            self.failed.emit(self._busy(self.tr("Keep the chat when it is done.")))
            return
        self._end_edit()
        try:
            kept_id = self._temporary.copy_to_disk(temporary_id, next((m.content for m in self.messages), ""))
        except KnownError as error:
            self.failed.emit(error)
            return
        self._queue.move(temporary_id, kept_id)
        self.conversation_kept.emit(temporary_id, kept_id)
        self._temporary.forget()
        self._open_id = None  # what was open is no longer there to be gone back to
        self.list_outdated.emit()
        self.open(kept_id)

    @Slot(int)
    def open(self, conversation_id: int) -> None:
        """Open a conversation; a new chat where it is gone, or in the trash."""
        home = self._homes.of(conversation_id)
        try:
            settings = home.store.settings(conversation_id) if home.holds(conversation_id) else None
        except KnownError as error:
            self.failed.emit(error)
            return
        if settings is None:
            self.new_chat()
        else:
            self._show_conversation(conversation_id, settings)

    def open_at(self, conversation_id: int, message_id: int) -> None:
        """Open a conversation at one of its messages, on whichever branch that is."""
        is_there = self._try(lambda: self._homes.of(conversation_id).store.select_sibling(message_id))
        self.open(conversation_id)
        if is_there and self._open_id == conversation_id:
            self.message_wanted.emit(message_id)

    @Slot(object, ConversationSettings)
    def set_settings(self, conversation_id: int | None, settings: ConversationSettings) -> None:
        """Answer a conversation so from now on; for a new chat it is kept until that has a message."""
        if conversation_id == self._open_id:
            self._settings = settings
        if conversation_id is None:
            self._keep_new_chat_settings(settings)
            return
        with suppress(LookupError):  # it is gone for good
            try:
                self._homes.of(conversation_id).store.set_settings(conversation_id, settings)
            except KnownError as error:
                self.failed.emit(error)

    @Slot(str)
    def send(self, text: str) -> None:
        """Store a message and have it answered; an edited one becomes a sibling of the one it replaces.

        While an answer is being written the message waits for its end.
        """
        if self.is_answering:
            self._queue_up(text)
            return
        editing = self._editing
        parent_id = editing.parent_id if editing else self._last_shown_id()
        conversation_id = self._open_id
        started = self._asked(conversation_id, parent_id, text, self._settings)
        if started is None:
            return
        self._editing = None
        self.question_committed.emit()
        self._show_started(conversation_id, started)
        self._tell_queue()

    @Slot(int)
    def take_from_queue(self, number: int) -> QueuedPrompt | None:
        """Let a message wait no longer; it is returned, None if it has been sent already."""
        prompt = self._queue.take(number)
        self._tell_queue()
        return prompt

    @Slot()
    def send_queued(self) -> None:
        """Send what waits in the open conversation, one by one, on the branch that is shown.

        It goes on waiting for an answer that is being written.
        """
        if self._open_id is None:
            return
        self._queue.release(self._open_id)
        if self.messages:
            self._queue.follow(self.messages[-1])
        prompt = None if self.is_answering else self._queue.take_first(self._open_id)
        if prompt is not None:
            self._send_waiting(prompt)
        else:
            self._tell_queue()

    @Slot()
    def stop(self) -> None:
        """Stop the answer that is being written; messages that wait for its end go on waiting."""
        growing = self._thread.growing
        if growing is not None:
            self._homes.of(growing.conversation_id).turns.stop()

    @Slot(int)
    def regenerate(self, message_id: int) -> None:
        """Answer a question once more, beside the answer it has."""
        home = self.home
        has_begun = self._grow_anew(
            lambda: home.turns.regenerate(
                home.store.message(message_id), self._models.answerer, self._sampling.of(self._settings)
            )
        )
        if has_begun:
            self.list_outdated.emit()

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
            lambda: home.turns.continue_answer(home.store.message(message_id), self._sampling.of(self._settings))
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
            self.list_outdated.emit()  # what a search found may be gone
            self.message_deleted.emit(message)

    def restore_message(self, conversation_id: int, message_id: int) -> None:
        """Put a deleted message back, with all that followed it, and show it.

        What was asked in its place and goes on being answered stays in view; the message then is a version beside it.
        """
        home = self._homes.of(conversation_id)
        in_its_place: list[Message] = []

        def restore() -> None:
            if not home.holds(conversation_id):
                raise LookupError(f"there is no conversation {conversation_id}")
            in_its_place.extend(self._going_on_instead_of(home.store.message(message_id)))
            home.store.restore_message(message_id, is_shown=not in_its_place)

        if not self._try(restore):
            return
        self.list_outdated.emit()
        if not in_its_place:
            self.open_at(conversation_id, message_id)
            return
        if conversation_id != self._open_id:
            self.open(conversation_id)
        self.versions_changed.emit(in_its_place[0].id)
        self.noticed.emit(self.tr("It was put back beside what you asked since. The arrows at “1 / 2” lead to it."))

    def _going_on_instead_of(self, deleted: Message) -> list[Message]:
        """The message that is shown in the place of a deleted one, if something below it grows or waits."""
        conversation_id, growing = deleted.conversation_id, self._thread.growing
        is_answered = growing is not None and growing.conversation_id == conversation_id
        if not is_answered and not self._queue.of(conversation_id):
            return []
        thread = self._homes.of(conversation_id).store.thread(conversation_id)
        return [message for message in thread if message.parent_id == deleted.parent_id]

    def leave(self, conversation_id: int) -> None:
        """Have nothing more to do with a conversation: it was deleted."""
        growing = self._thread.growing
        if growing is not None and growing.conversation_id == conversation_id:
            self.stop()
        self._queue.forget(conversation_id)
        if self._open_id == conversation_id:
            self.new_chat()

    def _show_conversation(self, conversation_id: int | None, settings: ConversationSettings) -> None:
        self._end_edit()
        is_left = self._can_go_back_to_temporary(conversation_id)
        self._open_id = conversation_id
        self._settings = settings
        self.conversation_opened.emit(conversation_id)
        self.temporary_opened.emit(self.is_temporary)
        self.settings_shown.emit(self._settings)  # what was typed last for this chat may have come in meanwhile
        self._tell_queue()
        self._reload_thread()
        if is_left:
            self.temporary_left.emit()
        temporary_id = self._temporary.conversation_id
        is_elsewhere = temporary_id is not None and temporary_id != conversation_id
        self.temporary_waiting.emit(is_elsewhere and not self._temporary.is_empty)

    def _can_go_back_to_temporary(self, next_id: int | None) -> bool:
        """Whether the open chat is a temporary one that something was said in, and stays there when it is left."""
        is_open = self._open_id is not None and self._open_id == self._temporary.conversation_id
        return is_open and next_id != self._open_id and bool(self.messages)

    def _asked(
        self, conversation_id: int | None, parent_id: int | None, text: str, settings: ConversationSettings
    ) -> StartedTurn | None:
        """Ask; None if it could not be stored, which is told."""
        turns = self._homes.of(conversation_id).turns
        try:
            started = turns.ask(
                conversation_id, parent_id, text, self._models.answerer, self._sampling.of(settings), settings
            )
        except KnownError as error:
            self.failed.emit(error)
            return None
        self._begin_growing(started.answer)
        return started

    def _begin_growing(self, answer: Message) -> None:
        self._thread.begin_growing(answer)
        self._queue.follow(answer)  # what waits in this chat was to be said after the next answer, whichever that is

    def _show_started(self, conversation_id: int | None, started: StartedTurn) -> None:
        """Show a question and its answer, if it was asked in the chat that is open."""
        is_open = conversation_id == self._open_id
        if is_open and conversation_id is None:
            self._keep_new_chat_settings(NOTHING_SET)
            self._open_id = started.conversation_id
            self.conversation_opened.emit(started.conversation_id)
        self.list_outdated.emit()
        if is_open:
            is_on_shown_branch = started.question.parent_id == self._last_shown_id()
            self._thread.add(started.question, started.answer)
            if not is_on_shown_branch:
                self._reload_thread()

    def _last_shown_id(self) -> int | None:
        return self.messages[-1].id if self.messages else None

    def _keep_new_chat_settings(self, settings: ConversationSettings) -> None:
        """Remember how the new chat is answered, on the disk too: a quit before its first message costs nothing."""
        if settings == self._new_chat_settings:
            return
        self._new_chat_settings = settings
        try:
            self._homes.lasting.store.drafts.keep_new_chat_settings(settings)
        except KnownError as error:
            self.failed.emit(error)

    def _queue_up(self, text: str) -> None:
        if not text.strip():
            return
        if self._editing is not None:
            self.failed.emit(self._busy(self.tr("Send the edited message when it is done.")))
            return
        was_new = self._open_id is None
        try:
            conversation_id = self._open_id or self._homes.lasting.turns.begin(text, self._settings)
        except KnownError as error:
            self.failed.emit(error)
            return
        self._queue.add(conversation_id, text, self._last_shown_id())
        self.question_committed.emit()
        if was_new:
            self._keep_new_chat_settings(NOTHING_SET)
            self._open_id = conversation_id
            self.list_outdated.emit()
            self.conversation_opened.emit(conversation_id)
        self._tell_queue()

    def _send_waiting(self, prompt: QueuedPrompt) -> None:
        """Send a message that was taken out of the queue, wherever it belongs; one that is refused waits on."""
        store = self._homes.of(prompt.conversation_id).store
        started = None
        try:
            parent_id, settings = self._end_of_branch(prompt), store.settings(prompt.conversation_id)
        except KnownError as error:
            self.failed.emit(error)
        else:
            started = self._asked(prompt.conversation_id, parent_id, prompt.text, settings)
        if started is None:
            self._queue.put_back(prompt)
            self._queue.hold_all()  # what refused this one would refuse the others too
        else:
            self._show_started(prompt.conversation_id, started)
            self.queued_sent.emit(prompt)
        self._tell_queue()

    def _end_of_branch(self, prompt: QueuedPrompt) -> int | None:
        """The last message on the branch that a waiting one was written on; on the one shown, if that was deleted."""
        store = self._homes.of(prompt.conversation_id).store
        thread = store.thread(prompt.conversation_id)
        if prompt.below_id is not None and all(message.id != prompt.below_id for message in thread):
            with suppress(LookupError):
                store.select_sibling(prompt.below_id)
                thread = store.thread(prompt.conversation_id)
        return thread[-1].id if thread else None

    def _tell_queue(self) -> None:
        growing = self._thread.growing
        is_answered = growing is not None and growing.conversation_id == self._open_id
        is_held = self._queue.is_held(self._open_id) and not is_answered
        self.queue_changed.emit(QueueStanding(self._queue.of(self._open_id), is_held))

    def _grow_anew(self, begin: Callable[[], Message]) -> bool:
        """Let an answer of the open conversation be written again or go on; return whether it is."""
        if self.is_answering:
            return False
        try:
            answer = begin()
        except KnownError as error:
            self.failed.emit(error)
            return False
        self._begin_growing(answer)
        self._tell_queue()
        self._reload_thread()
        return True

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
        except LookupError:  # an offer to undo, or what a search found, may be older than a deletion for good
            sentence = self.tr("This message or its chat is no longer there, so nothing was changed.")
            self.failed.emit(KnownError(ErrorKind.NOT_FOUND, verbatim(sentence)))
            return False
        return True

    def _reload_thread(self) -> None:
        self._thread.show(() if self._open_id is None else self.home.store.thread(self._open_id))

    @Slot(object)
    def _on_fact_arrived(self, fact: Fact) -> None:
        if isinstance(fact, TextGrew):
            self._thread.take_text(fact)
        elif isinstance(fact, PromptRead):
            self._thread.take_progress(fact)
        elif isinstance(fact, TurnsLeft):
            self._thread.take_dropped_turns(fact)
        elif isinstance(fact, AnswerEnded):
            self._thread.take_ending(fact.message)
            self._go_on_after(fact.message)
        elif isinstance(fact, StorageFailed):
            self.storage_changed.emit(fact.error)
        elif isinstance(fact, StorageRecovered):
            self.storage_changed.emit(None)

    def _go_on_after(self, message: Message) -> None:
        prompt = self._queue.take_after(message)
        if prompt is not None:
            self._send_waiting(prompt)
        else:
            self._tell_queue()

    def _busy(self, hint: str) -> KnownError:
        return KnownError(ErrorKind.OTHER, verbatim(self.tr("An answer is being written.")), verbatim(hint))
