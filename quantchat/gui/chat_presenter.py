"""Shows the open conversation: in the sidebar, the chat view, the composer, the context meter and in notices."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from quantchat.core.chat import ConversationSummary, Message
from quantchat.errors import ErrorKind, KnownError
from quantchat.gui.chat_controller import ChatController, ContextUse
from quantchat.gui.conversation_delegate import RenameRequest
from quantchat.gui.feed import PromptRead, TextGrew
from quantchat.gui.links import open_link
from quantchat.gui.main_window import MainWindow
from quantchat.gui.message_actions import SiblingRequest
from quantchat.gui.message_answer import AnswerWidget
from quantchat.gui.model_presenter import ModelPresenter
from quantchat.gui.notices import Notice, Severity

ACT_FAILED = "act-failed"
STORAGE_FAILED = "storage-failed"
UNDO_DELETE = "undo-delete-"


class ChatPresenter(QObject):
    """Connects the chat controller with the window."""

    def __init__(self, window: MainWindow, chat: ChatController, model_presenter: ModelPresenter) -> None:
        super().__init__(window)
        self._window = window
        self._chat = chat
        self._model_presenter = model_presenter
        self._connect_sidebar()
        self._connect_composer()
        self._connect_view()
        window.empty_state.example_chosen.connect(self._on_example_chosen)
        window.notice_bar.action_taken.connect(self._on_action_taken)
        chat.context_use_changed.connect(self._on_context_use_changed)
        chat.noticed.connect(self._on_noticed)
        chat.failed.connect(self._on_failed)
        chat.storage_changed.connect(self._on_storage_changed)
        chat.answering_changed.connect(self._on_answering_changed)

    def _connect_sidebar(self) -> None:
        sidebar, chat = self._window.sidebar, self._chat
        sidebar.new_chat_requested.connect(self._on_new_chat_requested)
        sidebar.conversation_chosen.connect(chat.open)
        sidebar.rename_requested.connect(self._on_rename_requested)
        sidebar.delete_requested.connect(chat.delete)
        chat.conversations_changed.connect(sidebar.set_conversations)
        chat.conversation_opened.connect(sidebar.set_open_conversation)
        chat.conversation_deleted.connect(self._on_conversation_deleted)

    def _connect_composer(self) -> None:
        composer, chat = self._window.composer, self._chat
        composer.message_submitted.connect(chat.send)
        composer.stop_requested.connect(chat.stop)
        composer.edit_cancelled.connect(chat.cancel_edit)
        chat.question_committed.connect(composer.clear)
        chat.edit_begun.connect(composer.begin_edit)
        chat.edit_ended.connect(composer.cancel_edit)

    def _connect_view(self) -> None:
        view, chat = self._window.chat_view, self._chat
        view.copy_requested.connect(self._on_copy_requested)
        view.regenerate_requested.connect(chat.regenerate)
        view.continue_requested.connect(chat.continue_answer)
        view.edit_requested.connect(chat.begin_edit)
        view.sibling_requested.connect(self._on_sibling_requested)
        view.message_shown.connect(self._on_message_shown)
        view.link_activated.connect(self._on_link_activated)
        chat.thread_changed.connect(self._on_thread_changed)
        chat.messages_added.connect(self._on_messages_added)
        chat.text_grew.connect(self._on_text_grew)
        chat.prompt_read.connect(self._on_prompt_read)
        chat.message_ended.connect(self._on_message_ended)

    @Slot()
    def _on_new_chat_requested(self) -> None:
        self._chat.new_chat()
        self._window.composer.setFocus()

    @Slot(RenameRequest)
    def _on_rename_requested(self, request: RenameRequest) -> None:
        self._chat.rename(request.conversation_id, request.title)

    @Slot(ConversationSummary)
    def _on_conversation_deleted(self, conversation: ConversationSummary) -> None:
        title = conversation.title or "The chat"
        self._show(Notice(f"{UNDO_DELETE}{conversation.id}", f"“{title}” was deleted.", action="Undo", expires=True))

    @Slot(str)
    def _on_example_chosen(self, text: str) -> None:
        self._window.composer.set_text(text)
        self._window.composer.setFocus()

    @Slot(str)
    def _on_action_taken(self, notice_id: str) -> None:
        if notice_id.startswith(UNDO_DELETE):
            self._chat.restore(int(notice_id.removeprefix(UNDO_DELETE)))

    @Slot(tuple)
    def _on_thread_changed(self, messages: tuple[Message, ...]) -> None:
        self._window.chat_view.set_thread(messages)

    @Slot(int)
    def _on_message_shown(self, message_id: int) -> None:
        widget = self._window.chat_view.message_widget(message_id)
        place = self._chat.sibling_place(message_id)
        if widget is not None and place.count > 1:
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
            widget.set_waiting(f"Reading your message… {round(100 * fact.done_tokens / fact.total_tokens)} %")

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
