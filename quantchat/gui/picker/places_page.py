"""The page of folders: where models are kept and looked for, and the access token for gated downloads."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button
from quantchat.gui.elided_label import ElidedLabel
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.picker.page import Page
from quantchat.gui.theme import Space, TextSize, Theme
from quantchat.gui.translations import QT_TRANSLATE_NOOP

MODELS_FOLDER = QT_TRANSLATE_NOOP("PlacesPage", "Downloads go here, and models that lie here are listed.")
EXTRA_FOLDERS = QT_TRANSLATE_NOOP("PlacesPage", "Models in these folders are listed too, and used where they are.")
OTHER_PROGRAMS = QT_TRANSLATE_NOOP(
    "PlacesPage",
    "Models that LM Studio, Jan, GPT4All, Ollama, llama.cpp or Hugging Face's tools keep on this computer are found by "
    "themselves. QuantChat only reads them.",
)
TOKEN = QT_TRANSLATE_NOOP(
    "PlacesPage",
    "Some publishers ask you to accept their terms first. Accept them on the model's page, make a token of the kind "
    "“read” in your Hugging Face settings, and paste it here. It is kept in this computer's keyring and sent to nobody "
    "else.",
)


class PlacesPage(Page):
    """Signals are wishes; what became of them is shown when it is told.

    Signals:
        change_folder_requested: another models folder is wanted.
        open_folder_requested: the models folder shall be shown in the file manager.
        add_folder_requested: one more folder shall be searched.
        forget_folder_requested: this folder shall not be searched any more (`Path`).
        token_entered: this access token shall be kept.
        forget_token_requested: the token shall be forgotten.
    """

    change_folder_requested = Signal()
    open_folder_requested = Signal()
    add_folder_requested = Signal()
    forget_folder_requested = Signal(Path)
    token_entered = Signal(str)
    forget_token_requested = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme, icons, self.tr("Folders and access"))
        self._folder = ElidedLabel(theme, lambda colours: colours.text, TextSize.INTERFACE)
        self._change = self._button(self.tr("Change…"))
        self._change.setAccessibleName(self.tr("Change the models folder…"))
        self._change.clicked.connect(self.change_folder_requested)
        self._open = self._button(self.tr("Open"))
        self._open.setAccessibleName(self.tr("Open the models folder"))
        self._open.clicked.connect(self.open_folder_requested)
        self._add = self._button(self.tr("Add a folder…"))
        self._add.clicked.connect(self.add_folder_requested)
        self._extra = QVBoxLayout()
        self._extra.setSpacing(Space.XS)
        self._extra_rows: list[tuple[QWidget, ElidedLabel]] = []
        self._token = self._field(self.tr("Access token"), "hf_…")
        self._token.setEchoMode(QLineEdit.EchoMode.Password)
        self._token.returnPressed.connect(self._on_token_entered)
        self._keep = self._button(self.tr("Keep"))
        self._keep.setAccessibleName(self.tr("Keep the access token"))
        self._keep.clicked.connect(self._on_token_entered)
        self._forget = self._button(self.tr("Forget"))
        self._forget.setAccessibleName(self.tr("Forget the access token"))
        self._forget.clicked.connect(self.forget_token_requested)
        self._token_state = self._text("", lambda colours: colours.text_second)
        self._lay_out()

    @property
    def text(self) -> str:
        """What is set, in words."""
        extra = (label.text() for _, label in self._extra_rows)
        return "\n".join((self._folder.text(), *extra, self._token_state.text()))

    def focus(self) -> None:
        """Put the keyboard on the first thing that can be changed."""
        self._change.setFocus()

    def show_folders(self, models_folder: Path, extra_folders: Sequence[Path]) -> None:
        """Show what is set."""
        self._folder.setText(str(models_folder))
        for row, _ in self._extra_rows:
            self._extra.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._extra_rows = [self._extra_row(folder) for folder in extra_folders]

    def show_token_state(self, sentence: str) -> None:
        """Say whether there is a token, or what became of the one that was entered."""
        self._token_state.setText(sentence)
        self._token.clear()

    def _extra_row(self, folder: Path) -> tuple[QWidget, ElidedLabel]:
        label = ElidedLabel(self._theme, lambda colours: colours.text, TextSize.INTERFACE)
        label.setText(str(folder))
        button = Button(
            self._theme,
            self._icons,
            self.tr("Do not search this folder"),
            icon=IconName.CLOSE,
            icon_only=True,
            height=SMALL_BUTTON_HEIGHT,
        )
        button.clicked.connect(partial(self.forget_folder_requested.emit, folder))
        button.setAccessibleDescription(str(folder))  # several rows have a button of this name
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label, 1)
        row.addWidget(button)
        self._extra.addWidget(whole)
        return whole, label

    @Slot()
    def _on_token_entered(self) -> None:
        if self._token.text().strip():
            self.token_entered.emit(self._token.text())

    def _lay_out(self) -> None:
        folder_row = QHBoxLayout()
        folder_row.setSpacing(Space.S)
        folder_row.addWidget(self._folder, 1)
        folder_row.addWidget(self._change)
        folder_row.addWidget(self._open)
        token_row = QHBoxLayout()
        token_row.setSpacing(Space.S)
        token_row.addWidget(self._token, 1)
        token_row.addWidget(self._keep)
        token_row.addWidget(self._forget)
        for button in (self._keep, self._forget):
            button.setFixedHeight(34)
        self._head(self.tr("Models folder"), self.tr(MODELS_FOLDER))
        self._column.addLayout(folder_row)
        self._head(self.tr("More folders"), self.tr(EXTRA_FOLDERS))
        self._column.addLayout(self._extra)
        add_row = QHBoxLayout()
        add_row.addWidget(self._add)
        add_row.addStretch(1)
        self._column.addLayout(add_row)
        self._head(self.tr("Other programs"), self.tr(OTHER_PROGRAMS))
        self._head(self.tr("Access token of Hugging Face"), self.tr(TOKEN))
        self._column.addLayout(token_row)
        self._column.addWidget(self._token_state)
        self._column.addStretch(1)

    def _head(self, title: str, words: str) -> None:
        column = QVBoxLayout()
        column.setSpacing(Space.XS)
        column.setContentsMargins(0, Space.S, 0, 0)
        column.addWidget(self._text(title, size=TextSize.INTERFACE, weight=QFont.Weight.DemiBold))
        column.addWidget(self._text(words, lambda colours: colours.text_second))
        self._column.addLayout(column)
