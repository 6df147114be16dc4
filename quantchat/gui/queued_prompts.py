"""The messages that wait for the end of an answer, above the composer's field."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.elided_label import ElidedLabel
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.prompt_queue import QueuedPrompt
from quantchat.gui.theme import Space, TextSize, Theme

MOST_ROWS = 4
"""More of them are counted, not shown: the chat needs the room."""


class QueuedPrompts(QWidget):
    """One line for each message, the next one first; hidden while none waits.

    Signals:
        edit_requested: a message shall go back into the field (its number in the queue).
        removal_requested: a message shall not be sent (its number in the queue).
        send_requested: the first one shall be sent now.
    """

    edit_requested = Signal(int)
    removal_requested = Signal(int)
    send_requested = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._icons = icons
        self._heading = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.HINT)
        self._send = Button(theme, icons, self.tr("Send now"), kind=ButtonKind.OUTLINED, height=SMALL_BUTTON_HEIGHT)
        self._send.setFont(Theme.font(TextSize.HINT))
        self._send.clicked.connect(self.send_requested)
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self._heading, 1)
        head.addWidget(self._send)
        self._rows: list[_Row] = []
        self._shown: tuple[QueuedPrompt, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Space.L, 0, Space.M, 0)
        self._column.setSpacing(Space.XS)
        self._column.addLayout(head)
        self.setVisible(False)

    @property
    def texts(self) -> tuple[str, ...]:
        """What waits, as far as it is shown."""
        return tuple(row.text for row in self._rows)

    def show_prompts(self, prompts: tuple[QueuedPrompt, ...], *, is_held: bool) -> None:
        """Show what waits; `is_held` where it is not sent before the person says so."""
        if prompts[:MOST_ROWS] != self._shown:  # rows that stay keep the keyboard
            self._show_rows(prompts[:MOST_ROWS])
        self._send.setVisible(is_held)
        self._heading.setText(self._heading_text(len(prompts), is_held=is_held))
        self.setVisible(bool(prompts))

    def _show_rows(self, prompts: tuple[QueuedPrompt, ...]) -> None:
        self._shown = prompts
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [_Row(self._theme, self._icons, prompt) for prompt in prompts]
        for row in self._rows:
            row.edit_requested.connect(self.edit_requested)
            row.removal_requested.connect(self.removal_requested)
            self._column.addWidget(row)

    def _heading_text(self, count: int, *, is_held: bool) -> str:
        waiting = self.tr("%n message(s) waiting", "", count)
        if is_held:
            return self.tr("{waiting}: the answer before did not end by itself").format(waiting=waiting)
        return self.tr("{waiting}: sent one by one when the answer is done").format(waiting=waiting)


class _Row(QWidget):
    """One message that waits, and what can be done with it."""

    edit_requested = Signal(int)
    removal_requested = Signal(int)

    def __init__(self, theme: Theme, icons: Icons, prompt: QueuedPrompt) -> None:
        super().__init__()
        self.text = prompt.text
        self._number = prompt.number
        label = ElidedLabel(theme, lambda colours: colours.text, TextSize.TABLE)
        label.setText(prompt.text)
        edit = self._button(theme, icons, self.tr("Edit this message"), IconName.EDIT)
        edit.clicked.connect(self._on_edit_clicked)
        remove = self._button(theme, icons, self.tr("Do not send this message"), IconName.CLOSE)
        remove.clicked.connect(self._on_remove_clicked)
        for button in (edit, remove):
            button.setAccessibleDescription(prompt.text)  # else all rows sound the same
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(label, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(edit)
        row.addWidget(remove)

    def _button(self, theme: Theme, icons: Icons, label: str, icon: IconName) -> Button:
        return Button(theme, icons, label, icon=icon, icon_only=True, height=SMALL_BUTTON_HEIGHT)

    @Slot()
    def _on_edit_clicked(self) -> None:
        self.edit_requested.emit(self._number)

    @Slot()
    def _on_remove_clicked(self) -> None:
        self.removal_requested.emit(self._number)
