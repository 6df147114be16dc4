"""The panel at the right side of a chat: who answers in it, what they are told, and how answers are drawn."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QHideEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.core.assistants import BUILT_IN, PLAIN, Assistant
from quantchat.core.chat import Sampling
from quantchat.core.conversation import ConversationSettings
from quantchat.core.sampling_choice import NOTHING_CHOSEN, SamplingChoice
from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.chat_settings.assistant_names import shown_name
from quantchat.gui.chat_settings.edit_pause import EditPause
from quantchat.gui.chat_settings.elided_choice import ElidedChoice
from quantchat.gui.chat_settings.sampling_form import SamplingForm
from quantchat.gui.chat_settings.save_as_row import SaveAsRow
from quantchat.gui.chat_settings.steady_scroll_area import SteadyScrollArea
from quantchat.gui.chat_settings.text_box import TextBox
from quantchat.gui.chat_settings.undo_card import UndoCard
from quantchat.gui.flow_layout import FlowLayout
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.scroll_bars import SCROLL_BAR_WIDTH
from quantchat.gui.theme import TOP_BAR_HEIGHT, Space, TextSize, Theme

PANEL_WIDTH = 344
_PROMPT_LINES = (5, 16)


class ChatSettingsPanel(QWidget):
    """Shows the settings of one chat and tells what the person makes of them.

    What is typed is told half a second after the last key, when its field is left, and when the panel is closed; a
    model that an assistant wants likewise.

    Signals:
        settings_changed: the chat shall be answered so from now on (`ConversationSettings`).
        model_wanted: the assistant that was chosen wants this model (path of its file).
        save_requested: the settings shall be kept as an assistant of this name.
        manage_requested: the list of assistants shall be shown.
        closed: the panel was closed by the person.
    """

    settings_changed = Signal(ConversationSettings)
    model_wanted = Signal(str)
    save_requested = Signal(str)
    manage_requested = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._assistants: tuple[Assistant, ...] = BUILT_IN
        self._settings = ConversationSettings()
        self._before: ConversationSettings | None = None
        self._pause = EditPause(self)
        self._pause.timeout.connect(self.flush)
        self._wanted_model = ""
        self._model_pause = EditPause(self)
        self._model_pause.timeout.connect(self._want_model)
        self._choice = ElidedChoice(theme, icons, self._name_of)
        self._choice.setAccessibleName(self.tr("Assistant"))
        self._choice.value_chosen.connect(self._on_assistant_chosen)
        self._differs = self._hint("")
        self._undo = UndoCard(theme, icons)
        self._undo.undo_requested.connect(self._on_undo_requested)
        self._told = UndoCard(theme, icons)
        self._save_as = Button(
            theme, icons, self.tr("Save as assistant…"), kind=ButtonKind.OUTLINED, height=SMALL_BUTTON_HEIGHT
        )
        self._save_as.clicked.connect(self._on_save_as_clicked)
        self._manage = Button(theme, icons, self.tr("Manage…"), kind=ButtonKind.OUTLINED, height=SMALL_BUTTON_HEIGHT)
        self._manage.setAccessibleName(self.tr("Manage assistants…"))
        self._manage.clicked.connect(self._on_manage_clicked)
        self._save_row = SaveAsRow(theme, icons)
        self._save_row.name_entered.connect(self._on_name_entered)
        self._prompt = TextBox(theme, self.tr("System prompt"), *_PROMPT_LINES)
        self._prompt.set_hint(self.tr("Nothing. For example: “Answer briefly and in plain words.”"))
        self._prompt.edited.connect(self._on_edited)
        self._prompt.finished.connect(self.flush)
        self._form = SamplingForm(theme, icons)
        self._form.edited.connect(self._on_edited)
        self._form.finished.connect(self.flush)
        self._close = Button(
            theme, icons, self.tr("Close"), icon=IconName.CLOSE, icon_only=True, height=SMALL_BUTTON_HEIGHT
        )
        self._close.setAccessibleName(self.tr("Close the chat settings"))
        self._close.clicked.connect(self.close_panel)
        self.setAccessibleName(self.tr("Chat settings"))
        self.setMaximumWidth(PANEL_WIDTH)
        self._lay_out()
        self.show_assistants(BUILT_IN)
        theme.changed.connect(self.update)

    @property
    def settings(self) -> ConversationSettings:
        """What is shown, as last told."""
        return self._settings

    @property
    def form(self) -> SamplingForm:
        """The values of the sampling."""
        return self._form

    @property
    def prompt(self) -> TextBox:
        """Where the system prompt stands."""
        return self._prompt

    @property
    def assistant(self) -> Assistant:
        """What the settings were taken from; Plain where that is gone or there was none."""
        return next((each for each in self._assistants if each.id == self._settings.assistant_id), PLAIN)

    def show_settings(
        self,
        settings: ConversationSettings,
        recommended: SamplingChoice = NOTHING_CHOSEN,
        usual: Sampling | None = None,
    ) -> None:
        """Show a chat's settings; what was typed until now is told first, what was refused is gone.

        Args:
            settings: of the chat.
            recommended: what the model's makers recommend.
            usual: what counts where neither the chat nor the model says anything.
        """
        self.flush()
        self._before = None
        self._wanted_model = ""
        self._undo.tell("", can_undo=False)
        self.tell("")
        self._save_row.hide()
        self._show(settings)
        self.show_sources(recommended, usual or Sampling())

    def show_sources(self, recommended: SamplingChoice, usual: Sampling) -> None:
        """Show what counts where nothing is chosen; what is being typed stays."""
        self._form.show_sources(recommended, usual)

    def show_assistants(self, assistants: Sequence[Assistant]) -> None:
        """Offer these assistants."""
        self._assistants = tuple(assistants)
        self._choice.offer([each.id for each in self._assistants])
        self._show_assistant()

    def adopt(self, assistant_id: str) -> None:
        """Take the settings for those of an assistant they were just saved as."""
        self._tell(ConversationSettings(self._settings.system_prompt, assistant_id, self._settings.sampling))
        self._undo.tell("", can_undo=False)

    def tell(self, sentence: str) -> None:
        """Say something about the assistant; nothing for an empty sentence."""
        self._told.tell(sentence, can_undo=False)

    def tell_problem(self, sentence: str) -> None:
        """Say what went wrong with an assistant."""
        self._told.tell(sentence, can_undo=False, is_problem=True)

    def open_panel(self) -> None:
        """Show the panel and give it the keyboard."""
        self.show()
        self.raise_()
        self._choice.setFocus()

    @Slot()
    def close_panel(self) -> None:
        """Hide the panel; what is being typed is told first."""
        self.flush()
        self._save_row.hide()
        self.hide()
        self.closed.emit()

    @Slot()
    def flush(self) -> None:
        """Tell what was typed until now, if it is anything new."""
        self._pause.stop()
        written = ConversationSettings(self._prompt.text, self._settings.assistant_id, self._form.read())
        if written != self._settings:
            self._tell(written)

    def _show(self, settings: ConversationSettings) -> None:
        self._settings = settings
        self._prompt.show_text(settings.system_prompt)
        self._form.show_choice(settings.sampling)
        self._show_assistant()

    def _tell(self, settings: ConversationSettings) -> None:
        self._settings = settings
        self._show_assistant()
        self.settings_changed.emit(settings)

    def _show_assistant(self) -> None:
        self._choice.show_value(self.assistant.id)
        told = self.tr("Changed in this chat only; “{name}” itself stays as it is.")
        self._differs.setText(told.format(name=shown_name(self.assistant)))
        self._differs.setVisible(self._is_changed(self._settings))

    def _is_changed(self, settings: ConversationSettings) -> bool:
        return (settings.system_prompt, settings.sampling) != (self.assistant.system_prompt, self.assistant.sampling)

    def _name_of(self, assistant_id: object) -> str:
        return shown_name(next((each for each in self._assistants if each.id == assistant_id), PLAIN))

    @Slot(object)
    def _on_assistant_chosen(self, assistant_id: str) -> None:
        self.flush()
        before = self._settings
        had_own = self._is_changed(before)
        chosen = next(each for each in self._assistants if each.id == assistant_id)
        kept_id = "" if chosen.id == PLAIN.id else chosen.id
        settings = ConversationSettings(chosen.system_prompt, kept_id, chosen.sampling)
        if had_own:
            self._before = before  # it stays to be gone back to while arrow keys step through the assistants
        if self._before == settings:
            self._before = None
        words = self.tr("“{name}” took the place of your own prompt and values.") if self._before else ""
        self._undo.tell(words.format(name=shown_name(chosen)), can_undo=True)
        self.tell("")
        if settings != before:
            self._show(settings)
            self.settings_changed.emit(settings)
        self._wanted_model = chosen.model_path
        self._model_pause.start()  # a model that arrow keys only pass is not loaded

    @Slot()
    def _want_model(self) -> None:
        self._model_pause.stop()
        path, self._wanted_model = self._wanted_model, ""
        if path:
            self.model_wanted.emit(path)

    @Slot()
    def _on_undo_requested(self) -> None:
        self._undo.tell("", can_undo=False)
        if self._before is not None:
            self._show(self._before)
            self._before = None
            self._wanted_model = ""
            self.tell("")
            self.settings_changed.emit(self._settings)

    @Slot()
    def _on_edited(self) -> None:
        self._pause.start()

    @Slot()
    def _on_save_as_clicked(self) -> None:
        self.flush()
        proposed = "" if self.assistant.id == PLAIN.id else shown_name(self.assistant)
        self._save_row.ask(proposed, self._assistants)

    @Slot(str)
    def _on_name_entered(self, name: str) -> None:
        self._save_as.setFocus()
        self.flush()
        self.save_requested.emit(name)

    @Slot()
    def _on_manage_clicked(self) -> None:
        self.flush()
        self.manage_requested.emit()

    def _lay_out(self) -> None:
        buttons = FlowLayout(Space.S, Space.S)
        buttons.addWidget(self._save_as)
        buttons.addWidget(self._manage)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(Space.L, Space.S, Space.L - SCROLL_BAR_WIDTH, Space.L)
        column.setSpacing(Space.S)
        column.addWidget(self._caption(self.tr("Assistant")))
        column.addWidget(self._choice)
        column.addWidget(self._differs)
        column.addWidget(self._undo)
        column.addWidget(self._told)
        column.addLayout(buttons)
        column.addWidget(self._save_row)
        column.addSpacing(Space.S)
        column.addWidget(self._caption(self.tr("System prompt")))
        column.addWidget(self._prompt)
        what_it_is = self._hint(self.tr("What the model is told before your first message."))
        column.addWidget(what_it_is)
        self._prompt.setAccessibleDescription(what_it_is.text())
        column.addSpacing(Space.S)
        column.addWidget(self._form)
        column.addStretch(1)
        scroll = SteadyScrollArea(self._theme, inside)
        head = QWidget()
        head.setFixedHeight(TOP_BAR_HEIGHT)
        row = QHBoxLayout(head)
        row.setContentsMargins(Space.L, 0, Space.S, 0)
        title = self.tr("Chat settings")
        row.addWidget(ThemedLabel(self._theme, lambda c: c.text, TextSize.INTERFACE, QFont.Weight.DemiBold, title), 1)
        row.addWidget(self._close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addWidget(scroll, 1)

    def _caption(self, text: str) -> ThemedLabel:
        return ThemedLabel(self._theme, lambda c: c.text, TextSize.TABLE, QFont.Weight.Medium, text)

    def _hint(self, text: str) -> ThemedLabel:
        label = ThemedLabel(self._theme, lambda c: c.text_second, TextSize.HINT, text=text)
        label.setWordWrap(True)
        return label

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.flush()
        self._want_model()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = self._theme.colours
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.background))
        painter.fillRect(0, 0, 1, self.height(), QColor(colours.line))
        painter.fillRect(0, TOP_BAR_HEIGHT - 1, self.width(), 1, QColor(colours.line))
