"""Composes everything of the window that concerns conversations: the list of them, the open one and its settings."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QAbstractButton, QApplication

from quantchat.chat_turn.turns import ChatTurns
from quantchat.core.conversation import ConversationEntry, SearchHit
from quantchat.core.sampling_choice import SamplingChoice
from quantchat.engine.client import EngineClient
from quantchat.gui.assistants_controller import AssistantsController
from quantchat.gui.chat_controller import ChatController
from quantchat.gui.chat_finder import ChatFinder
from quantchat.gui.chat_homes import ChatHome, ChatHomes
from quantchat.gui.chat_presenter import ChatPresenter
from quantchat.gui.chat_settings_presenter import ChatSettingsPresenter
from quantchat.gui.close_question import Loss
from quantchat.gui.composer_presenter import ComposerPresenter
from quantchat.gui.context_controller import ContextController
from quantchat.gui.context_panel import ContextPanel
from quantchat.gui.context_presenter import ContextPresenter
from quantchat.gui.conversations.controller import ConversationListController
from quantchat.gui.conversations.presenter import ConversationListPresenter
from quantchat.gui.conversations.trash_dialog import TrashDialog
from quantchat.gui.draft_keeper import DraftKeeper
from quantchat.gui.exchange.controller import ExchangeController
from quantchat.gui.exchange.presenter import ExchangePresenter
from quantchat.gui.message_details import MessageDetails
from quantchat.gui.model_controller import ModelController
from quantchat.gui.model_presenter import ModelPresenter
from quantchat.gui.notices import Notice, Severity
from quantchat.gui.prompt_queue import QueueStanding
from quantchat.gui.surroundings import Surroundings
from quantchat.store.archive import ConversationArchive
from quantchat.store.assistants_file import AssistantsFile
from quantchat.store.conversations import ConversationStore


class ChatParts(QObject):
    """What lives as long as the window and concerns conversations.

    Attributes:
        homes: where conversations are kept.
        chat: the open conversation.
        conversations: all of them.
        presenter: shows the open conversation.
        finder: finds text in it.
        context: shows what the context holds and costs.
        settings: how it is answered.
    """

    def __init__(
        self, around: Surroundings, store: ConversationStore, engine: EngineClient, models: ModelController
    ) -> None:
        """Make and connect everything; nothing is read before `start`.

        Args:
            around: what everything is made with.
            store: the conversations on the disk.
            engine: answers.
            models: which model is in use.
        """
        super().__init__(around.window)
        self._around = around
        self._engine = engine
        self._models = models
        self.homes = ChatHomes(self._home(store), lambda: self._home(ConversationStore.temporary()))
        self.chat = ChatController(around.feed, self.homes, models, SamplingChoice())
        self._drafts = DraftKeeper(self.homes, self)
        self.conversations = ConversationListController(store)
        self._exchange = ExchangeController(self)
        self.presenter = self._shown_chat()
        self._list = self._shown_list()
        self._exchange_presenter = self._shown_exchange()
        self.finder = ChatFinder(around.window.chat_view, around.window.find_bar, around.theme)
        self.context = self._shown_context()
        self.settings = self._shown_settings()
        self._connect_finder()

    @property
    def is_busy(self) -> bool:
        """Whether an answer is being written, or conversations are being read or written in number."""
        return self.chat.is_answering or self._exchange.is_busy

    def use_sampling(self, choice: SamplingChoice) -> None:
        """Draw the next answers so where a conversation chooses nothing of its own."""
        self.chat.use_sampling(choice)
        self._show_sources()

    @Slot()
    def start(self) -> None:
        """Show what there is on the disk."""
        self.chat.start()

    def flush(self) -> None:
        """Store what was typed until now."""
        self.settings.flush()
        self._drafts.flush()

    def loss_if_closed(self) -> Loss | None:
        """Store what was typed until now; return what would be lost all the same if the program ended."""
        self.flush()
        lasting = self.homes.lasting
        if lasting.store.has_unstored_changes:
            return Loss.SESSION
        if lasting.turns.has_refused_text:
            return Loss.ANSWER
        return Loss.DRAFT if self._drafts.has_refused_text else None

    def close(self) -> None:
        """Store what is there; close the engine first."""
        self._exchange.close()
        self.flush()
        self._drafts.close()
        self.homes.close()

    def _home(self, store: ConversationStore) -> ChatHome:
        return ChatHome(store, ChatTurns(store, self._engine, self._around.feed))

    def _shown_chat(self) -> ChatPresenter:
        window = self._around.window
        view = window.chat_view
        # Before the presenter, under whose hands the message goes that may have the keyboard.
        for wanted in (view.regenerate_requested, view.regenerate_with_requested, view.continue_requested):
            wanted.connect(self._on_answer_wanted)
        self.chat.queue_changed.connect(self._on_queue_changed)
        presenter = ChatPresenter(window, self.chat, ModelPresenter(window, self._models))
        presenter.show_details_in(MessageDetails(self._around.theme, self._around.icons, window))
        presenter.offer_models(self._models)
        ComposerPresenter(window.composer, window.notice_bar, self.chat, self._drafts)
        return presenter

    def _shown_list(self) -> ConversationListPresenter:
        window, chat = self._around.window, self.chat
        trash = TrashDialog(self._around.theme, self._around.icons, window)
        shown = ConversationListPresenter(window.sidebar, self.conversations, window.notice_bar, trash)
        shown.conversation_chosen.connect(chat.open)
        window.sidebar.conversation_list.conversation_clicked.connect(window.composer.setFocus)
        shown.hit_chosen.connect(self._on_hit_chosen)
        shown.new_chat_requested.connect(self.presenter.start_new_chat)
        shown.temporary_chat_requested.connect(self.presenter.start_temporary_chat)
        chat.list_outdated.connect(self.conversations.refresh)
        self._drafts.came_or_went.connect(self.conversations.refresh)
        self.conversations.conversation_deleted.connect(self._on_conversation_deleted)
        return shown

    def _shown_exchange(self) -> ExchangePresenter:
        around, window = self._around, self._around.window
        shown = ExchangePresenter(
            window,
            around.theme,
            around.icons,
            window.notice_bar,
            self._exchange,
            self.homes.lasting.store.archive,
            self._archive_of,
        )
        self._list.import_requested.connect(shown.import_chats)
        self._list.export_requested.connect(shown.export)
        self._list.copy_conversation_requested.connect(shown.copy_as_markdown)
        shown.imported.connect(self.conversations.refresh)
        shown.open_requested.connect(self.chat.open)
        return shown

    def _archive_of(self, conversation_id: int) -> ConversationArchive:
        return self.homes.of(conversation_id).store.archive

    def _shown_context(self) -> ContextPresenter:
        around, window = self._around, self._around.window
        shown = ContextPresenter(
            window,
            ContextPanel(around.theme, around.icons, window),
            ContextController(self._models, around.desk, around.feed, around.settings),
            self._models,
        )
        self.chat.answering_changed.connect(shown.set_answering)
        self.chat.out_of_context_changed.connect(shown.set_out_of_context)
        return shown

    def _shown_settings(self) -> ChatSettingsPresenter:
        around, window = self._around, self._around.window
        file = AssistantsFile(around.places.assistants_file)
        if file.notice:
            window.notice_bar.show_notice(Notice("assistants", file.notice, Severity.WARNING))
        assistants = AssistantsController(file, self)
        shown = ChatSettingsPresenter(
            window, around.theme, around.icons, window.chat_settings_panel, window.assistant_button, assistants
        )
        self.chat.conversation_opened.connect(shown.set_chat)
        self.chat.settings_shown.connect(shown.show_settings)
        self.chat.answering_changed.connect(shown.set_answering)
        self._models.models_found.connect(shown.show_models)
        self._models.standing_changed.connect(self._show_sources)
        shown.settings_changed.connect(self.chat.set_settings)
        shown.model_wanted.connect(self._models.choose)
        window.composer.message_about_to_go.connect(shown.flush)
        window.closing.connect(shown.flush)
        return shown

    def _connect_finder(self) -> None:
        for changed in (
            self.chat.thread_changed,
            self.chat.messages_added,
            self.chat.text_grew,
            self.chat.message_ended,
        ):
            changed.connect(self.finder.refresh)

    @Slot()
    def _show_sources(self) -> None:
        self.settings.show_sources(self.chat.recommended_sampling, self.chat.default_sampling)

    @Slot(SearchHit)
    def _on_hit_chosen(self, hit: SearchHit) -> None:
        if hit.message_id is None:
            self.chat.open(hit.conversation_id)
            return
        self.chat.open_at(hit.conversation_id, hit.message_id)
        self.finder.find_text(self._around.window.sidebar.search_text, hit.message_id)

    @Slot(ConversationEntry)
    def _on_conversation_deleted(self, conversation: ConversationEntry) -> None:
        self.chat.leave(conversation.id)

    @Slot(QueueStanding)
    def _on_queue_changed(self, standing: QueueStanding) -> None:
        self._around.window.empty_state.show_waiting(bool(standing.prompts), is_held=standing.is_held)

    @Slot()
    def _on_answer_wanted(self) -> None:
        """What is typed next is a message, unless the button was pressed by the keyboard, which stays at it.

        Buttons take the keyboard from Tab alone.
        """
        if not isinstance(QApplication.focusWidget(), QAbstractButton):
            self._around.window.composer.setFocus()
