"""Connects the panel, the button and the window of the assistants with the assistants and with the open chat."""

from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import isValid

from quantchat.core.assistants import Assistant
from quantchat.core.chat import Sampling
from quantchat.core.conversation import ConversationSettings
from quantchat.core.sampling_choice import NOTHING_CHOSEN, SamplingChoice
from quantchat.errors import KnownError
from quantchat.gui.assistants_controller import AssistantsController, Removal
from quantchat.gui.chat_settings.assistant_button import AssistantButton
from quantchat.gui.chat_settings.assistant_editor import OfferedModel
from quantchat.gui.chat_settings.assistant_names import shown_name
from quantchat.gui.chat_settings.assistants_dialog import AssistantsDialog
from quantchat.gui.chat_settings.panel import ChatSettingsPanel
from quantchat.gui.chat_settings.save_as_row import named
from quantchat.gui.icons import Icons
from quantchat.gui.theme import Theme
from quantchat.library.models import LocalModel

_EXPORT_NAME = "quantchat-assistants.json"


class ChatSettingsPresenter(QObject):
    """Keeps apart for which chat something was typed, so that it never ends in another one.

    Signals:
        settings_changed: a chat shall be answered so from now on (its identifier or None for one that is not stored
            yet, `ConversationSettings`).
        model_wanted: the assistant that was chosen wants this model (`Path`); it is one of those that are here.
    """

    settings_changed = Signal(object, ConversationSettings)
    model_wanted = Signal(Path)

    def __init__(
        self,
        window: QWidget,
        theme: Theme,
        icons: Icons,
        panel: ChatSettingsPanel,
        button: AssistantButton,
        assistants: AssistantsController,
    ) -> None:
        """Connect; the window of the assistants is made when it is first wanted.

        Args:
            window: what windows stand before; it owns this object.
            theme: what colours are taken from.
            icons: drawings on buttons.
            panel: the settings of the open chat.
            button: names the assistant of the open chat.
            assistants: what there is to choose from.
        """
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._icons = icons
        self._panel = panel
        self._button = button
        self._assistants = assistants
        self._chat_id: int | None = None
        self._sources = (NOTHING_CHOSEN, Sampling())
        self._models: tuple[OfferedModel, ...] = ()
        self._model_to_come: Path | None = None
        self._wanted_by = ""
        self._is_answering = False
        self._removal: Removal | None = None
        self._focus_before: QWidget | None = None
        self._made: AssistantsDialog | None = None
        panel.settings_changed.connect(self._on_settings_changed)
        panel.model_wanted.connect(self._on_model_wanted)
        panel.save_requested.connect(self._on_save_requested)
        panel.manage_requested.connect(self.open_manager)
        panel.closed.connect(self._on_panel_closed)
        button.clicked.connect(self.toggle_panel)
        assistants.changed.connect(self._on_assistants_changed)
        assistants.removed.connect(self._on_removed)
        assistants.imported.connect(self._on_imported)
        assistants.failed.connect(self._on_failed)
        panel.show_assistants(assistants.assistants)
        self._show_button()

    @property
    def dialog(self) -> AssistantsDialog:
        """The window of the assistants, shown or not."""
        if self._made is None:
            self._made = self._make_dialog()
        return self._made

    @Slot(object)
    def set_chat(self, chat_id: int | None) -> None:
        """Say which chat is open now, or that it was stored; what was typed is told first, as that of the one before.

        Args:
            chat_id: the store's identifier; None for a chat that is not stored yet.
        """
        self.flush()
        self._chat_id = chat_id

    @Slot(ConversationSettings)
    def show_settings(self, settings: ConversationSettings) -> None:
        """Show the settings of the open chat."""
        self._model_to_come = None
        self._panel.show_settings(settings, *self._sources)
        self._show_button()

    def show_sources(self, recommended: SamplingChoice, defaults: SamplingChoice) -> None:
        """Show what counts where a chat chooses nothing.

        Args:
            recommended: what the makers of the loaded model recommend.
            defaults: what the person chose for all chats, which goes before the recommendation.
        """
        chosen = {field.name: None for field in fields(defaults) if getattr(defaults, field.name) is not None}
        self._sources = (replace(recommended, **chosen), defaults.over(Sampling()))
        self._panel.show_sources(*self._sources)
        if self._made is not None:
            self._made.editor.show_sources(*self._sources)

    @Slot(object)
    def set_answering(self, chat_id: int | None) -> None:
        """Say which chat is being answered, if any; a model that an assistant wants comes after that."""
        self._is_answering = chat_id is not None
        if not self._is_answering and self._model_to_come is not None:
            path, self._model_to_come = self._model_to_come, None
            self._panel.tell("")
            self.model_wanted.emit(path)

    @Slot(tuple)
    def show_models(self, models: Sequence[LocalModel]) -> None:
        """Let assistants want these models."""
        self._models = tuple(
            OfferedModel(str(model.path), f"{model.display_name} {model.quantization}".strip())
            for model in models
            if not model.problem
        )
        if self._made is not None:
            self._made.editor.offer_models(self._models)

    @Slot()
    def toggle_panel(self) -> None:
        """Open the panel, or close it."""
        if self._panel.isVisible():
            self._panel.close_panel()
        else:
            self._focus_before = self._window.focusWidget()
            self._panel.open_panel()

    @Slot()
    def flush(self) -> None:
        """Tell what was typed until now; to be called before a message is sent and before the window closes."""
        self._panel.flush()
        if self._made is not None:
            self._made.flush()

    @Slot()
    def open_manager(self) -> None:
        """Show the window of the assistants, at the one of the open chat."""
        self.dialog.open_at(self._panel.assistant.id)

    def _make_dialog(self) -> AssistantsDialog:
        dialog = AssistantsDialog(self._theme, self._icons, self._window)
        dialog.editor.offer_models(self._models)
        dialog.editor.show_sources(*self._sources)
        dialog.create_requested.connect(self._on_create_requested)
        dialog.duplicate_requested.connect(self._on_duplicate_requested)
        dialog.remove_requested.connect(self._assistants.remove)
        dialog.assistant_changed.connect(self._assistants.change)
        dialog.undo_requested.connect(self._on_undo_requested)
        dialog.import_requested.connect(self._on_import_requested)
        dialog.export_requested.connect(self._on_export_requested)
        dialog.show_assistants(self._assistants.assistants)
        return dialog

    def _show_button(self) -> None:
        settings, assistant = self._panel.settings, self._panel.assistant
        name = shown_name(assistant)
        if (settings.system_prompt, settings.sampling) != (assistant.system_prompt, assistant.sampling):
            name = self.tr("{assistant}, changed").format(assistant=name)
        self._button.set_assistant(name, settings.system_prompt)

    @Slot(ConversationSettings)
    def _on_settings_changed(self, settings: ConversationSettings) -> None:
        if settings.assistant_id != self._wanted_by:
            self._model_to_come = None
        self._show_button()
        self.settings_changed.emit(self._chat_id, settings)

    @Slot(str)
    def _on_model_wanted(self, path: str) -> None:
        if not any(model.path == path for model in self._models):
            self._panel.tell_problem(
                self.tr("The model of this assistant is not on this computer (any more); the one in use stays.")
            )
        elif self._is_answering:
            self._model_to_come = Path(path)
            self._wanted_by = self._panel.settings.assistant_id
            self._panel.tell(self.tr("The model of this assistant is loaded when the answer is done."))
        else:
            self.model_wanted.emit(Path(path))

    @Slot(str)
    def _on_save_requested(self, name: str) -> None:
        settings = self._panel.settings
        same = named(name, self._assistants.assistants)
        if same is None:
            wanted = Assistant("", name, settings.system_prompt, sampling=settings.sampling)
            created = self._assistants.create(wanted)
            if created is not None:
                self._panel.adopt(created.id)
            return
        replaced = replace(same, system_prompt=settings.system_prompt, sampling=settings.sampling)
        if replaced == same or self._assistants.change(replaced):
            self._panel.adopt(same.id)

    @Slot()
    def _on_panel_closed(self) -> None:
        """Give the keyboard back: to the composer after a click on the button, to the button after a key."""
        before, self._focus_before = self._focus_before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus()
        else:
            self._button.setFocus()

    @Slot(tuple)
    def _on_assistants_changed(self, assistants: tuple[Assistant, ...]) -> None:
        self._panel.show_assistants(assistants)
        self._show_button()
        if self._made is not None:
            self._made.show_assistants(assistants)

    @Slot(Removal)
    def _on_removed(self, removal: Removal) -> None:
        self._removal = removal
        words = self.tr("“{name}” is again as it came.") if removal.is_reset else self.tr("“{name}” was deleted.")
        self.dialog.tell(words.format(name=shown_name(removal.assistant)), can_undo=True)

    @Slot()
    def _on_undo_requested(self) -> None:
        self.dialog.tell("")
        if self._removal is not None:
            removal, self._removal = self._removal, None
            self._assistants.put_back(removal)
            self.dialog.choose(removal.assistant.id)

    @Slot()
    def _on_create_requested(self) -> None:
        self._begin(self._assistants.create(Assistant("", self.tr("New assistant"))))

    @Slot(str)
    def _on_duplicate_requested(self, assistant_id: str) -> None:
        self._begin(self._assistants.duplicate(assistant_id))

    def _begin(self, assistant: Assistant | None) -> None:
        if assistant is not None:
            self.dialog.tell("")
            self.dialog.begin_naming(assistant.id)

    @Slot()
    def _on_import_requested(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self.dialog, self.tr("Import assistants"), "", self.tr("Assistants (*.json);;All files (*)")
        )
        if path:
            self._assistants.import_file(Path(path))

    @Slot(int)
    def _on_imported(self, number: int) -> None:
        if number:
            self.dialog.tell(self.tr("%n assistant(s) imported.", "", number))
        else:
            self.dialog.tell(self.tr("All assistants of this file are here already."))

    @Slot()
    def _on_export_requested(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self.dialog, self.tr("Export assistants"), _EXPORT_NAME, self.tr("Assistants (*.json)")
        )
        if path and self._assistants.export_file(Path(path)):
            self.dialog.tell(self.tr("The assistants are in “{file}”.").format(file=Path(path).name))

    @Slot(KnownError)
    def _on_failed(self, error: KnownError) -> None:
        if self._made is not None and self._made.isVisible():
            self._made.tell(error.text, is_problem=True)
        else:
            self._panel.tell_problem(error.text)
