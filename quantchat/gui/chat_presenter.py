"""Shows the open conversation: in the chat view, the context meter and in notices."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from quantchat.core.chat import Message, Role
from quantchat.errors import ErrorKind, KnownError
from quantchat.gui.chat_controller import ChatController
from quantchat.gui.context_watch import ContextUse
from quantchat.gui.feed import PromptRead, TextGrew
from quantchat.gui.links import open_link
from quantchat.gui.main_window import MainWindow
from quantchat.gui.message_actions import RegenerateWith, SiblingRequest
from quantchat.gui.message_answer import AnswerWidget
from quantchat.gui.message_details import MessageDetails
from quantchat.gui.message_menu import AnswererOption
from quantchat.gui.model_controller import ModelController
from quantchat.gui.model_presenter import ModelPresenter
from quantchat.gui.notices import Notice, Severity

ACT_FAILED = "act-failed"
STORAGE_FAILED = "storage-failed"
UNDO_MESSAGE = "undo-message-"
TEMPORARY_LEFT = "temporary-left"


class ChatPresenter(QObject):
    """Connects the chat controller with the window."""

    def __init__(self, window: MainWindow, chat: ChatController, model_presenter: ModelPresenter) -> None:
        super().__init__(window)
        self._window = window
        self._chat = chat
        self._model_presenter = model_presenter
        self._details: MessageDetails | None = None
        self._connect_view()
        window.empty_state.example_chosen.connect(self._on_example_chosen)
        window.notice_bar.action_taken.connect(self._on_action_taken)
        window.temporary_banner.keep_requested.connect(chat.keep_temporary_chat)
        chat.temporary_opened.connect(window.temporary_banner.setVisible)
        chat.temporary_left.connect(self._on_temporary_left)
        chat.temporary_waiting.connect(window.sidebar.offer_temporary_chat)
        window.sidebar.temporary_return_requested.connect(chat.reopen_temporary_chat)
        chat.conversation_opened.connect(window.sidebar.set_open_conversation)
        chat.context_use_changed.connect(self._on_context_use_changed)
        chat.noticed.connect(self._on_noticed)
        chat.failed.connect(self._on_failed)
        chat.storage_changed.connect(self._on_storage_changed)
        chat.answering_changed.connect(self._on_answering_changed)

    def show_details_in(self, details: MessageDetails) -> None:
        """Show there how an answer was made, when it is asked for."""
        self._details = details
        self._window.chat_view.details_requested.connect(self._on_details_requested)
        details.copy_requested.connect(self._on_copy_requested)

    def offer_models(self, models: ModelController) -> None:
        """Let an answer be made again with these models."""
        self._window.chat_view.set_answerers(lambda: _options(models))

    def _connect_view(self) -> None:
        view, chat = self._window.chat_view, self._chat
        view.copy_requested.connect(self._on_copy_requested)
        view.regenerate_requested.connect(chat.regenerate)
        view.regenerate_with_requested.connect(self._on_regenerate_with_requested)
        view.continue_requested.connect(chat.continue_answer)
        view.edit_requested.connect(chat.begin_edit)
        view.delete_requested.connect(chat.delete_message)
        view.sibling_requested.connect(self._on_sibling_requested)
        view.message_shown.connect(self._on_message_shown)
        view.walked_past_end.connect(self._window.composer.setFocus)
        view.link_activated.connect(self._on_link_activated)
        chat.thread_changed.connect(self._on_thread_changed)
        chat.messages_added.connect(self._on_messages_added)
        chat.message_wanted.connect(view.show_message)
        chat.message_deleted.connect(self._on_message_deleted)
        chat.versions_changed.connect(self._on_message_shown)
        chat.out_of_context_changed.connect(view.set_out_of_context)
        chat.text_grew.connect(self._on_text_grew)
        chat.prompt_read.connect(self._on_prompt_read)
        chat.message_ended.connect(self._on_message_ended)

    @Slot()
    def start_new_chat(self) -> None:
        """Open an empty chat, ready to be written into."""
        self._chat.new_chat()
        self._window.composer.setFocus()

    @Slot()
    def start_temporary_chat(self) -> None:
        """Open an empty chat that is never written, ready to be written into."""
        self._chat.new_temporary_chat()
        self._window.composer.setFocus()

    @Slot(Message)
    def _on_message_deleted(self, message: Message) -> None:
        sentence = (
            self.tr("The answer and what followed it were deleted. This can be undone until you dismiss this note.")
            if message.role is Role.ASSISTANT
            else self.tr(
                "The message and what followed it were deleted. This can be undone until you dismiss this note."
            )
        )
        notice_id = f"{UNDO_MESSAGE}{message.conversation_id}-{message.id}"
        self._show(Notice(notice_id, sentence, action=self.tr("Undo")))

    @Slot()
    def _on_temporary_left(self) -> None:
        sentence = self.tr("You left the temporary chat. It is gone when QuantChat ends or another one is begun.")
        self._show(Notice(TEMPORARY_LEFT, sentence, action=self.tr("Open again"), expires=True))

    @Slot(int)
    def _on_details_requested(self, message_id: int) -> None:
        record = self._chat.record(message_id)
        if self._details is not None:
            self._details.show_details(record.message, record.sampling)

    @Slot(RegenerateWith)
    def _on_regenerate_with_requested(self, request: RegenerateWith) -> None:
        self._chat.regenerate_with(request.message_id, Path(request.key))

    @Slot(str)
    def _on_example_chosen(self, text: str) -> None:
        self._window.composer.set_text(text)
        self._window.composer.setFocus()

    @Slot(str)
    def _on_action_taken(self, notice_id: str) -> None:
        if notice_id == TEMPORARY_LEFT:
            self._chat.reopen_temporary_chat()
        elif notice_id.startswith(UNDO_MESSAGE):
            conversation_id, message_id = map(int, notice_id.removeprefix(UNDO_MESSAGE).split("-"))
            self._chat.restore_message(conversation_id, message_id)

    @Slot(tuple)
    def _on_thread_changed(self, messages: tuple[Message, ...]) -> None:
        self._window.chat_view.set_thread(messages)

    @Slot(int)
    def _on_message_shown(self, message_id: int) -> None:
        widget = self._window.chat_view.message_widget(message_id)
        place = self._chat.sibling_place(message_id)
        if widget is not None:
            widget.set_siblings(place.position, place.count)

    @Slot(SiblingRequest)
    def _on_sibling_requested(self, request: SiblingRequest) -> None:
        self._chat.show_sibling(request.message_id, request.step)

    @Slot(tuple)
    def _on_messages_added(self, messages: tuple[Message, ...]) -> None:
        for message in messages:
            self._window.chat_view.append_message(message)
        self._window.chat_view.scroll_to_end()

    @Slot(PromptRead)
    def _on_prompt_read(self, fact: PromptRead) -> None:
        widget = self._window.chat_view.message_widget(fact.message_id)
        if isinstance(widget, AnswerWidget) and fact.done_tokens < fact.total_tokens:
            percent = round(100 * fact.done_tokens / fact.total_tokens)
            widget.set_waiting(self.tr("Reading your message… {percent} %").format(percent=percent))

    @Slot(TextGrew)
    def _on_text_grew(self, fact: TextGrew) -> None:
        self._window.chat_view.append_text(fact.message_id, fact.answer, fact.reasoning)

    @Slot(Message)
    def _on_message_ended(self, message: Message) -> None:
        self._window.chat_view.update_message(message)

    @Slot(object)
    def _on_answering_changed(self, conversation_id: int | None) -> None:
        is_answering = conversation_id is not None
        self._model_presenter.set_answering(is_answering)
        self._window.sidebar.set_answering(*([conversation_id] if conversation_id is not None else []))
        self._window.chat_view.set_actions_enabled(not is_answering)

    @Slot(ContextUse)
    def _on_context_use_changed(self, use: ContextUse) -> None:
        meter = self._window.top_bar.context_meter
        if use.length:
            meter.set_usage(use.used, use.length)
        else:
            meter.clear()

    @Slot(str)
    def _on_copy_requested(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)

    @Slot(str)
    def _on_link_activated(self, address: str) -> None:
        open_link(self._window, address)

    @Slot(str)
    def _on_noticed(self, sentence: str) -> None:
        self._show(Notice("chat-notice", sentence))

    @Slot(KnownError)
    def _on_failed(self, error: KnownError) -> None:
        if error.kind is not ErrorKind.PROMPT_EMPTY:
            self._show(Notice(ACT_FAILED, error.text, Severity.ERROR))

    @Slot(object)
    def _on_storage_changed(self, error: KnownError | None) -> None:
        if error is None:
            self._window.notice_bar.remove_notice(STORAGE_FAILED)
        else:
            self._show(Notice(STORAGE_FAILED, error.text, Severity.ERROR))

    def _show(self, notice: Notice) -> None:
        self._window.notice_bar.show_notice(notice)


def _options(models: ModelController) -> tuple[AnswererOption, ...]:
    """The models that are here and can be used, without the one in use."""
    current = models.standing.model
    return tuple(
        AnswererOption(str(model.path), f"{model.display_name}  {model.quantization}".strip())
        for model in models.models
        if not model.problem and (current is None or model.path != current.path)
    )
