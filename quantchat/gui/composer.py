"""Where the person writes: a card with the text and one button that is Send or Stop.

Sending does not empty the field. The window calls `clear` once the message is stored, so that a full disk or a crash
between the two costs nobody what was written.
"""

from enum import Enum, auto

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.card import Card
from quantchat.gui.composer_edit import ComposerEdit
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.labels import ThemedLabel
from quantchat.gui.theme import COMPOSER_WIDTH, Space, TextSize, Theme

PLACEHOLDER = "Ask anything. Nothing leaves this computer."
HINT = "Enter sends, Shift+Enter makes a new line, Esc stops"
EDIT_HINT = "Editing an earlier message — Esc cancels"


class ComposerState(Enum):
    """What the composer can do now."""

    IDLE = auto()
    """A message can be sent."""
    BUSY = auto()
    """An answer is being written; it can be stopped."""
    UNAVAILABLE = auto()
    """There is nobody to send to; one can write meanwhile."""


class Composer(QFrame):
    """The message being written, centred, at most 736 px wide.

    Signals:
        message_submitted: send this text; call `clear` when it is stored.
        stop_requested: the running answer shall stop.
        edit_cancelled: the earlier message stays as it was; the draft is back.
    """

    message_submitted = Signal(str)
    stop_requested = Signal()
    edit_cancelled = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._state = ComposerState.IDLE
        self._reason = ""
        self._draft: str | None = None
        self._edit = ComposerEdit(theme)
        self._edit.textChanged.connect(self._refresh)
        self._edit.enter_pressed.connect(self._submit)
        self._edit.escape_pressed.connect(self._on_escape_pressed)
        self._button = Button(theme, icons, "Send", icon=IconName.SEND, kind=ButtonKind.PRIMARY, icon_only=True)
        self._button.clicked.connect(self._on_button_clicked)
        self._card = Card(theme, lambda colours: colours.surface)
        self._editing_line = _EditingLine(theme, icons)
        self._editing_line.cancelled.connect(self.cancel_edit)
        self._hint = ThemedLabel(theme, lambda colours: colours.text_second, TextSize.HINT)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setFocusProxy(self._edit)
        self.setMaximumWidth(COMPOSER_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lay_out()
        self._editing_line.setVisible(False)
        self._refresh()

    @property
    def state(self) -> ComposerState:
        """What the composer can do now."""
        return self._state

    @property
    def is_editing(self) -> bool:
        """Whether the text is that of an earlier message."""
        return self._draft is not None

    def text(self) -> str:
        """What is written, as it stands."""
        return self._edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Put a text in place of what is written, with the cursor at its end; it can be undone."""
        cursor = self._edit.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)
        self._edit.setTextCursor(cursor)

    def clear(self) -> None:
        """Empty the field after its message was stored; an edit ends and the draft before it comes back."""
        draft = self._draft or ""
        self._end_edit()
        self._edit.setPlainText(draft)
        self._edit.moveCursor(self._edit.textCursor().MoveOperation.End)

    def set_state(self, state: ComposerState, reason: str = "") -> None:
        """Say what the composer can do; `reason` is the sentence why it is unavailable."""
        self._state = state
        self._reason = reason if state is ComposerState.UNAVAILABLE else ""
        self._refresh()

    def begin_edit(self, text: str) -> None:
        """Put an earlier message into the field; what was written before comes back afterwards."""
        if self._draft is None:
            self._draft = self.text()
        self._editing_line.setVisible(True)
        self.set_text(text)
        self._edit.setFocus()

    @Slot()
    def cancel_edit(self) -> None:
        """Leave the earlier message as it was."""
        if self.is_editing:
            self.clear()
            self._edit.setFocus()
            self.edit_cancelled.emit()

    def _end_edit(self) -> None:
        self._draft = None
        self._editing_line.setVisible(False)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self._edit, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignBottom)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(Space.L, Space.M, Space.M, Space.M)
        inside.setSpacing(Space.S)
        inside.addWidget(self._editing_line)
        inside.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self._card)
        column.addWidget(self._hint)

    @property
    def _can_send(self) -> bool:
        return self._state is ComposerState.IDLE and bool(self.text().strip())

    @Slot()
    def _refresh(self) -> None:
        is_busy = self._state is ComposerState.BUSY
        self._edit.setPlaceholderText(self._reason or PLACEHOLDER)
        self._edit.viewport().update()  # Qt draws a new placeholder only when its visibility changes
        self._button.set_icon(IconName.STOP if is_busy else IconName.SEND)
        self._button.set_label("Stop" if is_busy else "Send")
        self._button.setEnabled(is_busy or self._can_send)
        if self._reason:
            self._button.setToolTip(self._reason)
        # The placeholder cannot be read once something is written, so the reason moves below.
        self._hint.setText(self._reason if self._reason and self.text() else HINT)

    @Slot()
    def _submit(self) -> None:
        if self._can_send:
            self.message_submitted.emit(self.text())

    @Slot()
    def _on_button_clicked(self) -> None:
        if self._state is ComposerState.BUSY:
            self.stop_requested.emit()
        else:
            self._submit()

    @Slot()
    def _on_escape_pressed(self) -> None:
        if self._state is ComposerState.BUSY:
            self.stop_requested.emit()
        else:
            self.cancel_edit()


class _EditingLine(QFrame):
    """Tells that an earlier message is being edited.

    Signals:
        cancelled: it shall stay as it was.
    """

    cancelled = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        cancel = Button(theme, icons, "Cancel editing", icon=IconName.CLOSE, icon_only=True, height=SMALL_BUTTON_HEIGHT)
        cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(ThemedLabel(theme, lambda colours: colours.text_second, TextSize.HINT, text=EDIT_HINT), 1)
        row.addWidget(cancel)
