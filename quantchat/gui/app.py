"""The composition root: makes every service, controller and widget, and is the only place that knows them all."""

import gc
import os
import sys
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from quantchat import __version__
from quantchat.advice.desk import AdviceDesk
from quantchat.core.hardware import Hardware
from quantchat.core.sampling_choice import SamplingChoice
from quantchat.engine.client import ClientEvent, EngineClient, EngineEnded, SteppedDown
from quantchat.engine.protocol import Finished, GenerationFailed, Loaded, LoadFailed, LoadProgress
from quantchat.errors import ErrorKind, KnownError
from quantchat.gui.bug_log import BugLog
from quantchat.gui.chat_controller import ChatController
from quantchat.gui.chat_parts import ChatParts
from quantchat.gui.close_question import confirmed_loss
from quantchat.gui.display import display_problem
from quantchat.gui.failed_start import tell_failed_start
from quantchat.gui.feed import Feed
from quantchat.gui.fonts import load_fonts
from quantchat.gui.giving_up_question import confirmed_giving_up
from quantchat.gui.icons import Icons
from quantchat.gui.interrupts import Interrupts
from quantchat.gui.library_presenter import LibraryPresenter
from quantchat.gui.main_window import MainWindow
from quantchat.gui.markdown_objects import prepare_formulas
from quantchat.gui.model_controller import ModelController
from quantchat.gui.model_parts import ModelParts
from quantchat.gui.notices import Notice, Severity
from quantchat.gui.picker.picker import Picker
from quantchat.gui.settings_presenter import SettingsPresenter
from quantchat.gui.shortcut_list import ShortcutList
from quantchat.gui.sidebar import SEARCH_KEYS
from quantchat.gui.single_instance import SingleInstance
from quantchat.gui.surroundings import Surroundings
from quantchat.gui.theme import Theme, scaled_interface, use_density
from quantchat.gui.transfer_controller import TransferController
from quantchat.gui.translations import install_translations
from quantchat.library.models import library_of
from quantchat.settings import Folders, Settings, SettingsFile, folders
from quantchat.store.conversations import ConversationStore
from quantchat.wording import worded

ENGINE_NEWS = (LoadProgress, SteppedDown, Loaded, LoadFailed, EngineEnded, Finished, GenerationFailed)
"""What the engine says that concerns the model and not only the answer it is writing."""

QUIET_MS = 1500
"""After the start; what is then loaded ahead is not waited for by anybody."""

DESKTOP_FILE_NAME = "io.github.quantchat.QuantChat"


class App(QObject):
    """Everything that lives as long as the window.

    Attributes:
        window: the window.
    """

    def __init__(
        self,
        application: QApplication,
        places: Folders,
        first_file: Path | None,
        described: Hardware | None = None,
    ) -> None:
        """Make everything and show nothing yet.

        Args:
            application: Qt.
            places: where everything is kept.
            first_file: a model to be used first.
            described: a machine to advise on in place of this one, for pictures and tests.

        Raises:
            KnownError: the conversations are in use by another program or were written by a newer QuantChat.
        """
        super().__init__(application)
        self.wants_restart = False
        opened = ConversationStore.open(places.database)
        self._settings = SettingsFile(places.settings_file)
        self._bug_log = BugLog(places.logs)
        self._feed = Feed(self)
        self._engine = EngineClient(self._on_engine_event)
        self._desk = AdviceDesk(
            places.machine_file,
            places.measurements_file,
            self._settings.value.reading_tokens_per_second,
            described=described,
        )
        self.models = ModelController(
            self._feed,
            self._engine,
            library_of(self._settings.value, places),
            self._settings,
            first_file,
            self._desk,
        )
        self.theme = Theme(application)
        icons = Icons()
        self.window = MainWindow(self.theme, icons)
        around = Surroundings(self.window, self.theme, icons, self._feed, self._desk, self._settings, places)
        self._chat_parts = ChatParts(around, opened.store, self._engine, self.models)
        self._chat_parts.use_sampling(_sampling_choice(self._settings.value))
        self._model_parts = ModelParts(around, self.models, described)
        self.window.put_back(self._settings.value.window_geometry)
        self.window.show_sidebar(self._settings.value.is_sidebar_shown)
        self.window.closing.connect(self._on_window_closing)
        self.window.set_close_question(self._may_close)
        self._shortcut_list = ShortcutList(self.theme, icons, self.window)
        self._settings_presenter = SettingsPresenter(
            self.window,
            self.theme,
            icons,
            self._settings,
            places,
            opened.store.keeping(places.data / "backups"),
            lambda: self._chat_parts.is_busy,
        )
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(prepare_formulas)
        self._connect_settings(self._model_parts.library)
        self._add_shortcuts()
        self._bug_log.failure_told.connect(self._on_failure_told)
        if opened.notice:
            severity = Severity.WARNING if opened.store.is_persistent else Severity.ERROR
            self.window.notice_bar.show_notice(Notice("store", opened.notice, severity))

    @property
    def chat(self) -> ChatController:
        """The open conversation."""
        return self._chat_parts.chat

    @property
    def picker(self) -> Picker:
        """Where a model is chosen."""
        return self._model_parts.picker

    @property
    def transfers(self) -> TransferController:
        """Downloads and files that are being made."""
        return self._model_parts.transfers

    def start(self) -> None:
        """Show the window, then look for models: the person sees something first."""
        self._bug_log.install()
        self._chat_parts.start()
        self.window.show()
        self.window.composer.setFocus()
        self._model_parts.start()
        self._quiet.start()

    def close(self) -> None:
        """Store what is there and end the engine; nothing of the program is left afterwards."""
        self._quiet.stop()
        _hand_clipboard_to_qt()
        self._model_parts.close()
        self.models.close()
        self._desk.close()
        self._engine.close()
        self._feed.close()
        self._chat_parts.close()
        self._bug_log.close()
        self.window.deleteLater()
        self.theme.deleteLater()

    @Slot(str)
    def take_file(self, path: str) -> None:
        """Another start of the program named a file, or only wants the window."""
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.raise_()
        self.window.activateWindow()
        if path:
            self.models.add_file(Path(path))

    def _connect_settings(self, library: LibraryPresenter) -> None:
        shown = self._settings_presenter
        shown.show_models_folder(library.models_folder)
        shown.change_models_folder_requested.connect(library.change_models_folder)
        shown.open_models_folder_requested.connect(library.open_models_folder)
        library.models_folder_changed.connect(shown.show_models_folder)
        shown.chats_replaced.connect(self._chat_parts.start)
        shown.restart_requested.connect(self._on_restart_requested)
        shown.reading_speed_changed.connect(self._desk.set_reading_speed)
        shown.reading_speed_changed.connect(self._model_parts.first_run.set_reading_speed)
        shown.answer_defaults_changed.connect(self._on_answer_defaults_changed)
        self.window.sidebar.settings_requested.connect(shown.open)

    @Slot()
    def _on_answer_defaults_changed(self) -> None:
        self._chat_parts.use_sampling(_sampling_choice(self._settings.value))

    @Slot()
    def _on_restart_requested(self) -> None:
        self.wants_restart = self.window.close()

    def _add_shortcuts(self) -> None:
        window, parts = self.window, self._chat_parts
        view = window.chat_view
        window.add_shortcut("Ctrl+N", self.tr("New chat"), parts.presenter.start_new_chat)
        window.add_shortcut("Ctrl+Shift+N", self.tr("New temporary chat"), parts.presenter.start_temporary_chat)
        window.add_shortcut(SEARCH_KEYS, self.tr("Search chats"), self._search_chats)
        window.add_shortcut("Ctrl+B", self.tr("Show or hide the chats"), window.toggle_sidebar)
        window.add_shortcut("Ctrl+F", self.tr("Find in this chat"), parts.finder.open)
        window.add_shortcut("F3", self.tr("Next match"), parts.finder.find_next)
        window.add_shortcut("Shift+F3", self.tr("Previous match"), parts.finder.find_former)
        window.add_shortcut("Alt+Up", self.tr("Go to the message before"), view.focus_former)
        window.add_shortcut("Alt+Down", self.tr("Go to the next message"), view.focus_next)
        window.add_shortcut("Ctrl+M", self.tr("Choose a model"), window.top_bar.model_menu.button.click)
        window.add_shortcut("Ctrl+Shift+L", self.tr("What the context holds"), parts.context.open)
        window.add_shortcut("Ctrl+.", self.tr("Assistant and settings of this chat"), parts.settings.toggle_panel)
        window.add_shortcut("Ctrl+L", self.tr("Write a message"), window.composer.setFocus)
        window.add_shortcut("Ctrl+,", self.tr("Settings"), self._settings_presenter.open)
        window.add_shortcut("F1", self.tr("Keyboard shortcuts"), self._shortcut_list.open_anew)
        window.add_shortcut("Ctrl+/", self.tr("Keyboard shortcuts"), self._shortcut_list.open_anew)
        window.add_shortcut("Ctrl+Q", self.tr("Quit"), window.close)
        window.escape_pressed.connect(self._on_escape_pressed)
        window.composer.escape_unused.connect(self._on_escape_pressed)

    @Slot()
    def _search_chats(self) -> None:
        self.window.show_sidebar(True)
        self.window.sidebar.focus_search()

    @Slot()
    def _on_escape_pressed(self) -> None:
        if self.window.find_bar.is_open:
            self.window.find_bar.close_bar()
        else:
            self.chat.stop()

    def _on_engine_event(self, event: ClientEvent) -> None:
        """On the engine's thread: answers go to their turn, the rest to the window."""
        self._chat_parts.homes.take_event(event)
        if isinstance(event, ENGINE_NEWS):
            self._feed.engine_said(event)

    def _may_close(self) -> bool:
        """Ask before text is lost that the disk still refuses, and before a file that is being made is given up."""
        loss = self._chat_parts.loss_if_closed()
        if loss is not None and not confirmed_loss(self.window, loss):
            return False
        titles = self.transfers.titles_to_lose
        return not titles or confirmed_giving_up(self.window, titles)

    @Slot()
    def _on_window_closing(self) -> None:
        try:
            is_sidebar_shown = not self.window.sidebar.isHidden()
            self._settings.save(window_geometry=self.window.place(), is_sidebar_shown=is_sidebar_shown)
        except OSError:
            return  # where the window was is not worth a word when the disk is full

    @Slot(str)
    def _on_failure_told(self, sentence: str) -> None:
        self.window.notice_bar.show_notice(Notice("failure", sentence, Severity.ERROR))


def _hand_clipboard_to_qt() -> None:
    """What was copied from a message is made by Python, and would be freed after it, which ends in a crash."""
    clipboard = QApplication.clipboard()
    if clipboard.ownsClipboard():
        clipboard.setText(clipboard.text())


def _sampling_choice(settings: Settings) -> SamplingChoice:
    """What the person chose; a value left as it came is no choice, so that the model's own recommendation counts."""
    usual = Settings()
    return SamplingChoice(
        temperature=settings.temperature if settings.temperature != usual.temperature else None,
        max_tokens=settings.max_answer_tokens or None,
    )


def run_app(first_file: Path | None) -> int:
    """Open the window and run until it is closed; return the exit status.

    Raises:
        KnownError: there is no display, or the conversations cannot be opened.
    """
    if problem := display_problem():
        raise KnownError(ErrorKind.OTHER, problem)
    places = folders()
    look = SettingsFile(places.settings_file).value
    use_density(look.density)
    with scaled_interface(look.text_size_percent):
        application = QApplication(sys.argv[:1])
    application.setApplicationName("QuantChat")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName(DESKTOP_FILE_NAME)
    application.setWindowIcon(QIcon.fromTheme(DESKTOP_FILE_NAME))
    install_translations(application)
    with suppress(OSError):  # without a folder there is no lock either; the store then says what is wrong
        places.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    instance = SingleInstance(places.data)
    if not instance.claim():
        return _hand_over(application, instance, first_file)
    load_fonts()
    try:
        app = App(application, places, first_file)
    except KnownError as error:
        instance.release()
        tell_failed_start(application, error)
        raise
    instance.file_handed_over.connect(app.take_file)
    interrupts = Interrupts(application)
    try:
        app.start()
        gc.freeze()  # what the start made stays: collections later need not look through it
        gc.enable()
        status = application.exec()
    finally:
        interrupts.close()
        app.close()
        instance.release()
    if app.wants_restart:
        os.execv(sys.executable, sys.orig_argv)  # nothing of this process is left but its number
    return status


def _hand_over(application: QApplication, instance: SingleInstance, first_file: Path | None) -> int:
    """Leave the file to the window that is open already; return the exit status.

    Raises:
        KnownError: that window does not listen; the person has been told.
    """
    if instance.hand_over(first_file):
        return 0
    error = KnownError(
        ErrorKind.STORE_BUSY,
        worded("QuantChat is open already but does not answer."),
        worded("Close it first."),
    )
    tell_failed_start(application, error)
    raise error
