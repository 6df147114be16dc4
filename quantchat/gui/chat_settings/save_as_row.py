"""The name under which the settings of a chat are kept as an assistant."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from quantchat.core.assistants import MAX_NAME_CHARS, PLAIN, Assistant
from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.chat_settings.assistant_names import shown_name
from quantchat.gui.chat_settings.line_field import LineField
from quantchat.gui.icons import Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.theme import Space, TextSize, Theme

_ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SaveAsRow(QWidget):
    """Says before it is done when an assistant would be replaced.

    Signals:
        name_entered: the settings shall be kept under this name.
    """

    name_entered = Signal(str)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._assistants: tuple[Assistant, ...] = ()
        self._name = LineField(theme, self.tr("Name of the assistant"), MAX_NAME_CHARS)
        self._name.setPlaceholderText(self.tr("Name"))
        self._name.textChanged.connect(self._refresh)
        self._save = Button(theme, icons, self.tr("Save"), kind=ButtonKind.PRIMARY, height=SMALL_BUTTON_HEIGHT)
        self._save.clicked.connect(self._on_save_clicked)
        cancel = Button(theme, icons, self.tr("Cancel"), height=SMALL_BUTTON_HEIGHT)
        cancel.clicked.connect(self.hide)
        self._remark = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.HINT)
        self._remark.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addWidget(self._save)
        buttons.addWidget(cancel)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self._name)
        column.addWidget(self._remark)
        column.addLayout(buttons)
        self.hide()

    @property
    def remark(self) -> str:
        """What is told of the name; empty if there is nothing to tell."""
        return self._remark.text()

    def ask(self, proposed: str, assistants: Sequence[Assistant]) -> None:
        """Ask for a name."""
        self._assistants = tuple(assistants)
        self._name.setText(proposed)
        self._refresh()
        self.show()
        self._name.setFocus()
        self._name.selectAll()

    @Slot()
    def _refresh(self) -> None:
        same = named(self._name.text(), self._assistants)
        is_plain = same is not None and same.id == PLAIN.id
        self._save.setEnabled(bool(self._name.text().strip()) and not is_plain)
        self._save.set_label(self.tr("Replace") if same is not None and not is_plain else self.tr("Save"))
        remark = ""
        if same is not None:
            words = (
                self.tr("“{name}” stays as it is. Choose another name.")
                if is_plain
                else self.tr("There is a “{name}” already; it gets this prompt and these values.")
            )
            remark = words.format(name=shown_name(same))
        self._remark.setText(remark)
        self._remark.setVisible(bool(remark))

    @Slot()
    def _on_save_clicked(self) -> None:
        self.hide()
        self.name_entered.emit(self._name.text().strip())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() in _ENTER_KEYS and self._save.isEnabled():
            self._on_save_clicked()
        else:
            super().keyPressEvent(event)


def named(name: str, assistants: Sequence[Assistant]) -> Assistant | None:
    """The assistant that is called so, in whichever language; None if none is."""
    wanted = name.strip().casefold()
    return next((each for each in assistants if wanted in (each.name.casefold(), shown_name(each).casefold())), None)
