"""What the person decides about the models on this computer: files, folders, a removal, the access token."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from quantchat.advice.shelf_values import ModelCard
from quantchat.errors import ErrorKind, KnownError
from quantchat.gui.file_manager import open_folder
from quantchat.gui.hub_controller import HubController
from quantchat.gui.main_window import MainWindow
from quantchat.gui.message_box import MessageBox
from quantchat.gui.model_controller import ModelController
from quantchat.gui.notices import Notice, Severity
from quantchat.gui.picker.picker import Picker
from quantchat.gui.picker_presenter import PickerPresenter
from quantchat.gui.transfer_controller import TransferController
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.library.hub.token import forget_token, keep_token
from quantchat.library.models import LocalModel, chosen_models_folder, library_of
from quantchat.library.removal import RemovalQuestion, delete_forever, removal_question, remove
from quantchat.library.trash import TrashUnusableError
from quantchat.settings import Folders, SettingsFile
from quantchat.wording import joined

LIBRARY_FAILED = "library-failed"
DOWNLOADS_REST = QT_TRANSLATE_NOOP(
    "LibraryPresenter",
    "Downloads that are not finished rest in the folder that was used before. They can go on once it is the models "
    "folder again.",
)


class LibraryPresenter(QObject):
    """Questions and dialogs stand in front of the window, so the picker is closed for them and opened again.

    Signals:
        models_folder_changed: models are kept in this folder from now on.
    """

    models_folder_changed = Signal(Path)

    def __init__(
        self,
        window: MainWindow,
        picker: Picker,
        shown: PickerPresenter,
        models: ModelController,
        transfers: TransferController,
        hub: HubController,
        settings: SettingsFile,
        places: Folders,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._picker = picker
        self._shown = shown
        self._models = models
        self._transfers = transfers
        self._settings = settings
        self._places = places
        picker.add_file_requested.connect(self.add_file)
        picker.sheet.remove_requested.connect(self._on_remove_requested)
        picker.hub_page.listing_requested.connect(hub.look_up)
        picker.hub_page.listing_requested.connect(picker.hub_page.show_asking)
        picker.hub_page.cancel_requested.connect(hub.cancel)
        picker.hub_page.token_requested.connect(picker.show_places)
        hub.repository_listed.connect(self._on_repository_listed)
        hub.failed.connect(self._on_hub_failed)
        page = picker.places_page
        page.change_folder_requested.connect(self._on_change_folder_requested)
        page.open_folder_requested.connect(self.open_models_folder)
        page.add_folder_requested.connect(self._on_add_folder_requested)
        page.forget_folder_requested.connect(self._on_forget_folder_requested)
        page.token_entered.connect(self._on_token_entered)
        page.forget_token_requested.connect(self._on_forget_token_requested)
        self._show_folders()

    @property
    def models_folder(self) -> Path:
        """Where downloads go."""
        return chosen_models_folder(self._settings.value, self._places)

    @Slot()
    def add_file(self) -> None:
        """Let the person choose a file, and use it where it lies."""
        self._picker.close()
        models, everything = self.tr("GGUF models"), self.tr("All files")
        path, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Add a model file"),
            str(self.models_folder),
            f"{models} (*.gguf);;{everything} (*)",
        )
        if path:
            self._models.add_file(Path(path))

    @Slot(Path)
    def _on_remove_requested(self, path: Path) -> None:
        model = next((model for model in self._models.models if model.path == path), None)
        if model is None:
            return
        self._picker.close()
        self._ask_and_remove(model)
        self._models.find_models()

    def _ask_and_remove(self, model: LocalModel) -> None:
        try:
            self._remove_as_agreed(model)
        except KnownError as error:
            self._tell(error)

    def _remove_as_agreed(self, model: LocalModel) -> None:
        try:
            if not self._agreed(removal_question(model), self.tr("Move to trash"), self._use_of(model)):
                return
            remove(model)
        except TrashUnusableError as error:
            question = removal_question(model, forever=True)
            if not self._agreed(question, self.tr("Delete forever"), error.sentence):
                return
            delete_forever(model)
        self._models.forget_file(model.path)

    def _use_of(self, model: LocalModel) -> str:
        chosen = self._models.standing.model
        return self.tr("It is the model in use.") if chosen is not None and chosen.path == model.path else ""

    def _agreed(self, question: RemovalQuestion, deed: str, before: str = "") -> bool:
        box = MessageBox(
            self._window, self.tr("Remove a model"), question.question, joined((before, question.consequence))
        )
        yes = box.add_choice(deed)
        box.add_safe_choice(self.tr("Keep it"))
        box.exec()
        return box.clickedButton() is yes

    @Slot(ModelCard)
    def _on_repository_listed(self, card: ModelCard) -> None:
        self._picker.hub_page.show_done()
        self._shown.look_at(card)

    @Slot(KnownError)
    def _on_hub_failed(self, error: KnownError) -> None:
        needs_token = error.kind in (ErrorKind.ACCESS_TOKEN_NEEDED, ErrorKind.ACCESS_TERMS)
        self._picker.hub_page.show_problem(error.text, needs_token=needs_token)

    @Slot()
    def change_models_folder(self) -> None:
        """Let the person choose another models folder, and use it from now on."""
        folder = self._chosen_folder(self.tr("Choose the models folder"))
        if folder is not None and folder != self.models_folder:
            self._save(models_folder=str(folder))
            if any(transfer.can_pause for transfer in self._transfers.transfers):
                self._window.notice_bar.show_notice(Notice(LIBRARY_FAILED, self.tr(DOWNLOADS_REST), Severity.INFO))
            self._transfers.use_folder(folder)
            self._use_folders()
            self.models_folder_changed.emit(folder)

    @Slot()
    def _on_change_folder_requested(self) -> None:
        self.change_models_folder()
        self._open_at_places()

    @Slot()
    def open_models_folder(self) -> None:
        """Show the models folder in the file manager."""
        self._picker.close()
        try:
            open_folder(self.models_folder)
        except KnownError as error:
            self._tell(error)

    @Slot()
    def _on_add_folder_requested(self) -> None:
        folder = self._chosen_folder(self.tr("Choose a folder with models"))
        extra = self._settings.value.extra_folders
        if folder is not None and str(folder) not in extra:
            self._save(extra_folders=(*extra, str(folder)))
            self._use_folders()
        self._open_at_places()

    @Slot(Path)
    def _on_forget_folder_requested(self, folder: Path) -> None:
        extra = self._settings.value.extra_folders
        self._save(extra_folders=tuple(kept for kept in extra if kept != str(folder)))
        self._use_folders()

    @Slot(str)
    def _on_token_entered(self, secret: str) -> None:
        page = self._picker.places_page
        try:
            is_stored = keep_token(secret)
        except KnownError as error:
            page.show_token_state(error.text)
            return
        page.show_token_state(
            self.tr("The token is kept in this computer's keyring.")
            if is_stored
            else self.tr("The token is kept until QuantChat is closed; there is no usable keyring.")
        )

    @Slot()
    def _on_forget_token_requested(self) -> None:
        try:
            is_forgotten = forget_token()
        except KnownError as error:
            self._picker.places_page.show_token_state(error.text)
            return
        self._picker.places_page.show_token_state(
            self.tr("The token is forgotten.")
            if is_forgotten
            else self.tr("The keyring could not be opened, so that a token may still be in it.")
        )

    def _chosen_folder(self, title: str) -> Path | None:
        self._picker.close()
        chosen = QFileDialog.getExistingDirectory(self._window, title, str(self.models_folder))
        return Path(chosen) if chosen else None

    def _use_folders(self) -> None:
        self._show_folders()
        self._models.use_library(library_of(self._settings.value, self._places))

    def _show_folders(self) -> None:
        extra = tuple(Path(folder) for folder in self._settings.value.extra_folders)
        self._picker.places_page.show_folders(self.models_folder, extra)

    def _open_at_places(self) -> None:
        self._shown.open()
        self._picker.show_places()

    def _save(self, **changes: object) -> None:
        try:
            self._settings.save(**changes)
        except OSError as error:
            sentence = self.tr(
                "Your settings could not be saved ({reason}). They hold until QuantChat is closed."
            ).format(reason=error.strerror)
            self._window.notice_bar.show_notice(Notice(LIBRARY_FAILED, sentence, Severity.WARNING))

    def _tell(self, error: KnownError) -> None:
        self._window.notice_bar.show_notice(Notice(LIBRARY_FAILED, error.text, Severity.WARNING))
