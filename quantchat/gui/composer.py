"""Where the person writes: a card with the text and one button that is Send or Stop.

Sending does not empty the field. The window calls `clear` once the message is stored, so that a full disk or a crash
between the two costs nobody what was written.
"""

from enum import Enum, auto

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from quantchat.gui.buttons import SMALL_BUTTON_HEIGHT, Button, ButtonKind
from quantchat.gui.card import Card
from quantchat.gui.composer_edit import ComposerEdit
from quantchat.gui.elided_label import ElidedLabel
from quantchat.gui.icons import IconName, Icons
from quantchat.gui.queued_prompts import QueuedPrompts
from quantchat.gui.theme import COMPOSER_WIDTH, Space, TextSize, Theme


class ComposerState(Enum):
    """What the composer can do now."""

    IDLE = auto()
    """A message can be sent."""
    BUSY = auto()
    """An answer is being written; it can be stopped, and what is sent waits for its end."""
    UNAVAILABLE = auto()
    """There is nobody to send to; one can write meanwhile."""


class Composer(QFrame):
    """The message being written, centred, at most 736 px wide.

    Attributes:
        queued_prompts: the messages that wait above the field.

    Signals:
        message_about_to_go: a message is sent next; what concerns it should be stored before.
        message_submitted: send this text; call `clear` when it is stored.
        stop_requested: the running answer shall stop.
        escape_unused: Esc was pressed and there was nothing to stop or to cancel here.
        edit_cancelled: the earlier message stays as it was; the draft is back.
        unsent_text_changed: what is written and would be lost is another text now; see `unsent_text`.
    """

    message_about_to_go = Signal()
    message_submitted = Signal(str)
    stop_requested = Signal()
    escape_unused = Signal()
    edit_cancelled = Signal()
    unsent_text_changed = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._state = ComposerState.IDLE
        self._reason = ""
        self._draft: str | None = None
        self._edited_text = ""
        self.queued_prompts = QueuedPrompts(theme, icons)
        self._edit = ComposerEdit(theme)
        self._edit.textChanged.connect(self._on_text_changed)
        self._edit.enter_pressed.connect(self._submit)
        self._edit.escape_pressed.connect(self._on_escape_pressed)
        self._button = Button(
            theme, icons, self.tr("Send"), icon=IconName.SEND, kind=ButtonKind.PRIMARY, icon_only=True
        )
        self._button.clicked.connect(self._on_button_clicked)
        self._send_later = Button(
            theme,
            icons,
            self.tr("Send after this answer"),
            icon=IconName.SEND,
            kind=ButtonKind.OUTLINED,
            icon_only=True,
        )
        self._send_later.clicked.connect(self._submit)
        self._card = Card(theme, lambda colours: colours.surface)
        self._editing_line = _EditingLine(theme, icons)
        self._editing_line.cancelled.connect(self.cancel_edit)
        self._hint = ElidedLabel(theme, lambda colours: colours.text_second, TextSize.HINT)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._tools = QHBoxLayout()
        self._tools.setSpacing(Space.XS)
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

    def add_tool(self, widget: QWidget) -> None:
        """Put something that concerns the next message into the row below the field."""
        self._tools.addWidget(widget)

    def text(self) -> str:
        """What is written, as it stands."""
        return self._edit.toPlainText()

    def unsent_text(self) -> str:
        """All that would be lost if the program ended now: the draft, and what was changed of an earlier message."""
        if self._draft is None:
            return self.text()
        changed = "" if self.text() == self._edited_text else self.text()
        return "\n\n".join(filter(None, (self._draft, changed)))

    def set_text(self, text: str) -> None:
        """Put a text in place of what is written, with the cursor at its end; it can be undone."""
        cursor = self._edit.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)
        self._edit.setTextCursor(cursor)

    def show_draft(self, text: str) -> None:
        """Put the draft of another chat in place of all that is written; there is nothing to undo then."""
        self._end_edit()
        self._edit.setPlainText(text)
        self._edit.moveCursor(self._edit.textCursor().MoveOperation.End)

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
        self._edited_text = text
        self.set_text(text)
        self._refresh()
        self._edit.setFocus()

    @Slot()
    def cancel_edit(self) -> None:
        """Leave the earlier message as it was."""
        if self.is_editing:
            self.clear()
            self._edit.setFocus()
            self.edit_cancelled.emit()

    @Slot()
    def end_edit(self) -> None:
        """Leave the earlier message as it was, because it goes out of view; what was changed of it is a draft now."""
        if self.is_editing:
            self.show_draft(self.unsent_text())

    def _end_edit(self) -> None:
        self._draft = None
        self._edited_text = ""
        self._editing_line.setVisible(False)
        self._refresh()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addLayout(self._tools)
        row.addStretch(1)
        row.addWidget(self._send_later)
        row.addWidget(self._button)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(Space.L - Space.M, Space.M, Space.M, Space.M)
        inside.setSpacing(Space.S)
        writing = QVBoxLayout()
        writing.setContentsMargins(Space.M, 0, 0, 0)  # so that a tool's icon stands below the text, not its edge
        writing.setSpacing(Space.S)
        writing.addWidget(self._editing_line)
        writing.addWidget(self._edit)
        inside.addLayout(writing)
        inside.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.queued_prompts)
        column.addWidget(self._card)
        column.addWidget(self._hint)

    @property
    def _can_send(self) -> bool:
        may_send = self._state is ComposerState.IDLE or (self._state is ComposerState.BUSY and not self.is_editing)
        return may_send and bool(self.text().strip())

    @Slot()
    def _on_text_changed(self) -> None:
        self._refresh()
        self.unsent_text_changed.emit()

    @Slot()
    def _refresh(self) -> None:
        is_busy = self._state is ComposerState.BUSY
        self._edit.setPlaceholderText(self._reason or self.tr("Ask anything. Nothing leaves this computer."))
        self._edit.viewport().update()  # Qt draws a new placeholder only when its visibility changes
        self._button.set_icon(IconName.STOP if is_busy else IconName.SEND)
        self._button.set_label(self.tr("Stop") if is_busy else self.tr("Send"))
        self._button.setEnabled(is_busy or self._can_send)
        if self._reason:
            self._button.setToolTip(self._reason)
        self._send_later.setVisible(is_busy and self._can_send)
        self._hint.setText(self._hint_text())

    def _hint_text(self) -> str:
        # The placeholder cannot be read once something is written, so the reason moves below.
        if self._reason and self.text():
            return self._reason
        if self._state is ComposerState.BUSY and self.is_editing:
            return self.tr("An answer is being written: send the edited message when it is done")
        if self._state is ComposerState.BUSY:
            return self.tr("Enter sends after this answer, Shift+Enter makes a new line, Esc stops the answer")
        return self.tr("Enter sends, Shift+Enter makes a new line")

    @Slot()
    def _submit(self) -> None:
        if self._can_send:
            self.message_about_to_go.emit()
            self.message_submitted.emit(self.text())

    @Slot()
    def _on_button_clicked(self) -> None:
        if self._state is ComposerState.BUSY:
            self.stop_requested.emit()
        else:
            self._submit()

    @Slot()
    def _on_escape_pressed(self) -> None:
        if self.is_editing:
            self.cancel_edit()
        elif self._state is ComposerState.BUSY:
            self.stop_requested.emit()
        else:
            self.escape_unused.emit()


class _EditingLine(QFrame):
    """Tells that an earlier message is being edited.

    Signals:
        cancelled: it shall stay as it was.
    """

    cancelled = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        cancel = Button(
            theme, icons, self.tr("Cancel editing"), icon=IconName.CLOSE, icon_only=True, height=SMALL_BUTTON_HEIGHT
        )
        cancel.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        told = ElidedLabel(theme, lambda colours: colours.text_second, TextSize.HINT)
        told.setText(self.tr("Editing an earlier message — Esc cancels"))
        row.addWidget(told, 1)
        row.addWidget(cancel)
