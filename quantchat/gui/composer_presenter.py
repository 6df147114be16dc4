"""Connects the composer with the open conversation: sending, waiting messages, drafts and edited messages."""

from PySide6.QtCore import QObject, Slot

from quantchat.errors import KnownError
from quantchat.gui.chat_controller import ChatController, QueueStanding
from quantchat.gui.composer import Composer
from quantchat.gui.draft_keeper import DraftKeeper
from quantchat.gui.notice_bar import NoticeBar
from quantchat.gui.notices import Notice, Severity

DRAFT_REFUSED = "draft-refused"
PUT_BACK = "put-back-queued"
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
        self._removed_text = ""
        composer.message_submitted.connect(chat.send)
        composer.stop_requested.connect(chat.stop)
        composer.edit_cancelled.connect(chat.cancel_edit)
        composer.unsent_text_changed.connect(self._on_unsent_text_changed)
        composer.queued_prompts.edit_requested.connect(self._on_queued_edit_requested)
        composer.queued_prompts.removal_requested.connect(self._on_queued_removal_requested)
        composer.queued_prompts.send_requested.connect(chat.send_queued)
        notice_bar.action_taken.connect(self._on_action_taken)
        chat.question_committed.connect(composer.clear)
        chat.edit_begun.connect(composer.begin_edit)
        chat.edit_ended.connect(composer.end_edit)
        chat.queue_changed.connect(self._on_queue_changed)
        chat.conversation_opened.connect(self._on_conversation_opened)
        drafts.failed.connect(self._on_draft_refused)

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
            self._composer.show_draft(self._composer.text().removeprefix(waiting).removeprefix(BETWEEN_TEXTS))
        self._on_unsent_text_changed()

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
            self._removed_text = prompt.text
            sentence = self.tr("The message was not sent.")
            self._notice_bar.show_notice(Notice(PUT_BACK, sentence, action=self.tr("Put back"), expires=True))

    def _write_before(self, text: str) -> None:
        """Put a text into the field, before what is written there already."""
        self._composer.set_text(BETWEEN_TEXTS.join(filter(None, (text, self._composer.text()))))
        self._composer.setFocus()

    @Slot(str)
    def _on_action_taken(self, notice_id: str) -> None:
        if notice_id == PUT_BACK:
            self._write_before(self._removed_text)

    @Slot(KnownError)
    def _on_draft_refused(self, error: KnownError) -> None:
        sentence = self.tr("What you write is not kept for the next start just now: {reason}").format(reason=error.text)
        self._notice_bar.show_notice(Notice(DRAFT_REFUSED, sentence, Severity.WARNING))
