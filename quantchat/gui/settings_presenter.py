"""Applies and saves what is chosen in the settings at once, and shows what became of it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from quantchat.errors import KnownError
from quantchat.gui.file_manager import open_folder
from quantchat.gui.icons import Icons
from quantchat.gui.message_box import MessageBox
from quantchat.gui.settings_dialog.dialog import SettingsDialog
from quantchat.gui.settings_dialog.kept_data import KeptBackup, read_kept_data
from quantchat.gui.settings_dialog.setting_row import SettingRow
from quantchat.gui.theme import Theme
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.gui.wordings import translated
from quantchat.settings import Folders, SettingsFile
from quantchat.wording import joined

NEEDS_RESTART = frozenset({"text_size_percent", "density"})
LOAD_DEFAULTS = frozenset({"context_length", "kv_type"})
ANSWER_DEFAULTS = frozenset({"temperature", "max_answer_tokens"})

ANSWERING = QT_TRANSLATE_NOOP(
    "SettingsPresenter", "A model is writing an answer at the moment. Stop it or wait for its end, then try again."
)


class ChatKeeping(Protocol):
    """What this needs of the store; every method raises `KnownError` where the disk refuses."""

    def chat_count(self) -> int:
        """Number of chats, those in the trash too."""

    def backups(self) -> Sequence[Path]:
        """Every backup there is, the newest first."""

    def back_up_now(self) -> Path:
        """Copy the chats as they are now; return the copy."""

    def restore_backup(self, backup: Path) -> None:
        """Let the chats be those of a backup; all of them or, where that fails, those that were there."""

    def delete_all(self) -> None:
        """Delete every chat for good, drafts, trash and backups too."""


class SettingsPresenter(QObject):
    """Connects the dialog with the settings file, the theme and the store.

    Signals:
        reading_speed_changed: another speed counts as fast enough, tokens per second.
        load_defaults_changed: context length or KV type for models without a choice of their own are others.
        answer_defaults_changed: temperature or longest answer are others.
        change_models_folder_requested: another models folder is wanted; tell `show_models_folder` what became of it.
        open_models_folder_requested: the models folder shall be shown in the file manager.
        chats_replaced: the chats in the store are others; show them anew.
        restart_requested: the program shall be closed and started again.
    """

    reading_speed_changed = Signal(float)
    load_defaults_changed = Signal()
    answer_defaults_changed = Signal()
    change_models_folder_requested = Signal()
    open_models_folder_requested = Signal()
    chats_replaced = Signal()
    restart_requested = Signal()

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        icons: Icons,
        settings: SettingsFile,
        places: Folders,
        chats: ChatKeeping,
        is_answering: Callable[[], bool],
    ) -> None:
        """Put the saved look in force; the dialog is made when it is first wanted, which takes a tenth of a second.

        Args:
            window: what the dialog stands before; it owns this object.
            theme: what colours are taken from.
            icons: drawings on buttons.
            settings: what is set.
            places: where the data is.
            chats: the chats as a whole.
            is_answering: whether a model is writing into the chats now, which then may not be exchanged below it.
        """
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._icons = icons
        self._settings = settings
        self._places = places
        self._chats = chats
        self._is_answering = is_answering
        self._at_start = settings.value
        self._models_folder: Path | None = None
        self._made: SettingsDialog | None = None
        theme.set_appearance(settings.value.appearance)
        theme.set_contrast(settings.value.contrast)

    @property
    def dialog(self) -> SettingsDialog:
        """The dialog, shown or not."""
        if self._made is None:
            self._made = self._make_dialog()
        return self._made

    def _make_dialog(self) -> SettingsDialog:
        dialog = SettingsDialog(self._theme, self._icons, self._window)
        dialog.appearance.show_size_in_force(self._at_start.text_size_percent)
        if self._models_folder is not None:
            dialog.show_models_folder(self._models_folder)
        dialog.value_chosen.connect(self._on_value_chosen)
        dialog.restart_requested.connect(self.restart_requested)
        dialog.models.change_folder_requested.connect(self.change_models_folder_requested)
        dialog.models.open_folder_requested.connect(self.open_models_folder_requested)
        dialog.data.open_folder_requested.connect(self._on_open_folder_requested)
        dialog.data.backup_requested.connect(self._on_backup_requested)
        dialog.data.restore_requested.connect(self._on_restore_requested)
        dialog.privacy.delete_all_requested.connect(self._on_delete_all_requested)
        return dialog

    @Slot()
    def open(self) -> None:
        """Show the settings as they are now."""
        self.dialog.show_settings(self._settings.value)
        self._show_data()
        self.dialog.open_anew()

    @Slot(Path)
    def show_models_folder(self, folder: Path) -> None:
        """Say where models are."""
        self._models_folder = folder
        if self._made is not None:
            self._made.show_models_folder(folder)

    @Slot(str, object)
    def _on_value_chosen(self, name: str, value: object) -> None:
        row = self.dialog.row_of(name)
        try:
            self._settings.save(**{name: value})
        except OSError as error:
            row.tell_problem(
                self.tr("This could not be saved ({reason}). It holds until QuantChat is closed.").format(
                    reason=error.strerror
                )
            )
        else:
            row.tell("")
        self._apply(name)

    def _apply(self, name: str) -> None:
        """Let a new value take effect; it is read from the settings, which hold it whether or not the disk does."""
        settings = self._settings.value
        if name == "appearance":
            self._theme.set_appearance(settings.appearance)
        elif name == "contrast":
            self._theme.set_contrast(settings.contrast)
        elif name == "reading_tokens_per_second":
            self.reading_speed_changed.emit(settings.reading_tokens_per_second)
        elif name in LOAD_DEFAULTS:
            self.load_defaults_changed.emit()
        elif name in ANSWER_DEFAULTS:
            self.answer_defaults_changed.emit()
        elif name in NEEDS_RESTART:
            waiting = (getattr(settings, each) != getattr(self._at_start, each) for each in NEEDS_RESTART)
            self.dialog.show_restart_needed(any(waiting))

    @Slot()
    def _on_open_folder_requested(self) -> None:
        try:
            open_folder(self._places.data)
        except KnownError as error:
            self.dialog.data.folder_row.tell_problem(error.text)

    @Slot()
    def _on_backup_requested(self) -> None:
        row = self.dialog.data.backup_row
        try:
            backup = self._chats.back_up_now()
        except KnownError as error:
            row.tell_problem(self.tr("No backup was made. {sentence}").format(sentence=translated(error.text)))
        else:
            row.tell(self.tr("A backup was made: {file}").format(file=backup.name))
        self._show_data()

    @Slot(KeptBackup)
    def _on_restore_requested(self, backup: KeptBackup) -> None:
        row = self.dialog.data.restore_row
        if self._is_answering():
            row.tell_problem(self.tr(ANSWERING))
            return
        when = backup.when
        question = self.tr("Go back to the chats of {when}?").format(when=when)
        consequence = self.tr(
            "Chats and messages from after that time leave the list. What you have now is copied first, so that you "
            "can come back to it here."
        )
        if not self._agreed(self.tr("Restore a backup"), question, consequence, self.tr("Restore")):
            return
        self._change_chats(
            row,
            lambda: self._restore(backup.path),
            self.tr("The chats are those of {when}.").format(when=when),
            self.tr("Your chats are as they were."),
        )

    def _restore(self, backup: Path) -> None:
        self._chats.back_up_now()
        self._chats.restore_backup(backup)

    @Slot()
    def _on_delete_all_requested(self) -> None:
        row = self.dialog.privacy.delete_row
        if self._is_answering():
            row.tell_problem(self.tr(ANSWERING))
            return
        try:
            number = self._chats.chat_count()
        except KnownError as error:
            row.tell_problem(error.text)
            return
        question = (
            self.tr("Delete all %n chat(s) for good?", "", number)
            if number != 1
            else self.tr("Delete your one chat for good?")
        )
        consequence = self.tr("Drafts, the trash and all backups are deleted too. This cannot be undone.")
        if not self._agreed(self.tr("Delete all chats"), question, consequence, self.tr("Delete all")):
            return
        self._change_chats(
            row, self._chats.delete_all, self.tr("All chats are deleted."), self.tr("Not everything could be deleted.")
        )

    def _change_chats(self, row: SettingRow, change: Callable[[], None], done: str, failed: str) -> None:
        try:
            change()
        except KnownError as error:
            row.tell_problem(joined((failed, error.text)))
        else:
            row.tell(done)
        self.chats_replaced.emit()
        self._show_data()

    def _show_data(self) -> None:
        try:
            backups = self._chats.backups()
        except KnownError:
            backups = ()  # what cannot be looked at cannot be restored either
        self.dialog.data.show_data(read_kept_data(self._places, backups))

    def _agreed(self, title: str, question: str, consequence: str, deed: str) -> bool:
        box = MessageBox(self.dialog, title, question, consequence)
        yes = box.add_choice(deed)
        box.add_safe_choice(self.tr("Cancel"))
        box.exec()
        return box.clickedButton() is yes
