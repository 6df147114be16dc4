"""Connects the composer with the open conversation: sending, waiting messages, drafts and edited messages."""

from PySide6.QtCore import QObject, Slot

from quantchat.errors import KnownError
from quantchat.gui.chat_controller import ChatController
from quantchat.gui.composer import Composer
from quantchat.gui.draft_keeper import DraftKeeper
from quantchat.gui.notice_bar import NoticeBar
from quantchat.gui.notices import Notice, Severity
from quantchat.gui.prompt_queue import QueuedPrompt, QueueStanding
from quantchat.gui.wordings import translated

DRAFT_REFUSED = "draft-refused"
PUT_BACK = "put-back-queued-"
BETWEEN_TEXTS = "\n\n"


class ComposerPresenter(QObject):
    """Shows what waits to be sent, and lets nothing that was written get lost."""

    def __init__(self, composer: Composer, notice_bar: NoticeBar, chat: ChatController, drafts: DraftKeeper) -> None:
        super().__init__(composer)
        self._composer = composer
        self._notice_bar = notice_bar
        self._chat = chat
        self._drafts = drafts
        self._queue = QueueStanding((), is_held=False)
        self._removed: dict[str, QueuedPrompt] = {}
        composer.message_submitted.connect(chat.send)
        composer.stop_requested.connect(chat.stop)
        composer.edit_cancelled.connect(chat.cancel_edit)
        composer.unsent_text_changed.connect(self._on_unsent_text_changed)
        composer.queued_prompts.edit_requested.connect(self._on_queued_edit_requested)
        composer.queued_prompts.removal_requested.connect(self._on_queued_removal_requested)
        composer.queued_prompts.send_requested.connect(chat.send_queued)
        notice_bar.action_taken.connect(self._on_action_taken)
        notice_bar.dismissed.connect(self._on_notice_dismissed)
        chat.question_committed.connect(composer.clear)
        chat.edit_begun.connect(composer.begin_edit)
        chat.edit_ended.connect(composer.end_edit)
        chat.queue_changed.connect(self._on_queue_changed)
        chat.queued_sent.connect(self._on_queued_sent)
        chat.conversation_kept.connect(drafts.move)
        chat.conversation_opened.connect(self._on_conversation_opened)
        drafts.failed.connect(self._on_draft_refused)
        drafts.recovered.connect(self._on_drafts_kept_again)

    @Slot(object)
    def _on_conversation_opened(self, conversation_id: int | None) -> None:
        draft = self._drafts.draft_of(conversation_id)
        self._queue = QueueStanding((), is_held=False)  # that of the chat before; this one's follows
        self._composer.show_draft(draft)

    @Slot(QueueStanding)
    def _on_queue_changed(self, standing: QueueStanding) -> None:
        is_first_look = not self._queue.prompts
        self._queue = standing
        self._composer.queued_prompts.show_prompts(standing.prompts, is_held=standing.is_held)
        waiting = self._waiting_text()
        if is_first_look and waiting and self._composer.text().startswith(waiting):
            # The draft that was kept holds what waits too, for the case that the program ends before it is sent.
            self._composer.show_draft(_without(self._composer.text(), waiting))
        self._on_unsent_text_changed()

    @Slot(QueuedPrompt)
    def _on_queued_sent(self, prompt: QueuedPrompt) -> None:
        """Take what is sent now out of the draft of a chat that is not open; that of the open one follows the field."""
        if prompt.conversation_id != self._chat.open_id:
            draft = self._drafts.draft_of(prompt.conversation_id)
            self._drafts.note(prompt.conversation_id, _without(draft, prompt.text))

    @Slot()
    def _on_unsent_text_changed(self) -> None:
        texts = (self._waiting_text(), self._composer.unsent_text())
        self._drafts.note(self._chat.open_id, BETWEEN_TEXTS.join(filter(None, texts)))

    def _waiting_text(self) -> str:
        return BETWEEN_TEXTS.join(prompt.text for prompt in self._queue.prompts)

    @Slot(int)
    def _on_queued_edit_requested(self, number: int) -> None:
        prompt = self._chat.take_from_queue(number)
        if prompt is not None:
            self._write_before(prompt.text)

    @Slot(int)
    def _on_queued_removal_requested(self, number: int) -> None:
        prompt = self._chat.take_from_queue(number)
        if prompt is not None:
            notice_id = f"{PUT_BACK}{number}"
            self._removed[notice_id] = prompt
            sentence = self.tr("The message was not sent.")
            self._notice_bar.show_notice(Notice(notice_id, sentence, action=self.tr("Put back"), expires=True))
            self._composer.setFocus()  # the button that had the keyboard is gone

    def _write_before(self, text: str) -> None:
        """Put a text into the field, before what is written there already."""
        self._composer.set_text(BETWEEN_TEXTS.join(filter(None, (text, self._composer.text()))))
        self._composer.setFocus()

    @Slot(str)
    def _on_action_taken(self, notice_id: str) -> None:
        prompt = self._removed.pop(notice_id, None)
        if prompt is None:
            return
        if prompt.conversation_id != self._chat.open_id:
            self._chat.open(prompt.conversation_id)
        self._write_before(prompt.text)

    @Slot(str)
    def _on_notice_dismissed(self, notice_id: str) -> None:
        self._removed.pop(notice_id, None)

    @Slot(KnownError)
    def _on_draft_refused(self, error: KnownError) -> None:
        sentence = self.tr("What you write is not kept for the next start just now: {reason}").format(
            reason=translated(error.text)
        )
        self._notice_bar.show_notice(Notice(DRAFT_REFUSED, sentence, Severity.WARNING))

    @Slot()
    def _on_drafts_kept_again(self) -> None:
        self._notice_bar.remove_notice(DRAFT_REFUSED)


def _without(text: str, beginning: str) -> str:
    """A draft without what it begins with, if it does."""
    if text != beginning and not text.startswith(beginning + BETWEEN_TEXTS):
        return text
    return text.removeprefix(beginning).removeprefix(BETWEEN_TEXTS)
