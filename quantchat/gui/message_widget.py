"""One message of the chat: the part that questions and answers share."""

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from quantchat.core.chat import Message
from quantchat.gui.icons import Icons
from quantchat.gui.message_actions import MessageActions, SiblingRequest
from quantchat.gui.theme import Theme


class MessageWidget(QWidget):
    """Shows a message and passes on what the person wants done with it.

    Signals:
        copy_requested: this text shall be copied.
        regenerate_requested: the answer shall be made once more (identifier).
        edit_requested: the message shall be edited and sent again (identifier).
        sibling_requested: another alternative shall be shown (`SiblingRequest`).
        link_activated: a link was chosen (its address).
    """

    copy_requested = Signal(str)
    regenerate_requested = Signal(int)
    edit_requested = Signal(int)
    sibling_requested = Signal(SiblingRequest)
    link_activated = Signal(str)

    def __init__(self, message: Message, theme: Theme, icons: Icons, *, is_answer: bool) -> None:
        super().__init__()
        self.message = message
        self.actions_row = MessageActions(theme, icons, is_answer=is_answer)
        self.actions_row.copy_chosen.connect(self._on_copy_chosen)
        self.actions_row.regenerate_chosen.connect(self._on_regenerate_chosen)
        self.actions_row.edit_chosen.connect(self._on_edit_chosen)
        self.actions_row.step_chosen.connect(self._on_step_chosen)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_siblings(self, position: int, count: int) -> None:
        """Say which of its alternatives this message is, from 1."""
        self.actions_row.set_siblings(position, count)

    def set_actions_enabled(self, enabled: bool) -> None:
        """Allow what changes the conversation."""
        self.actions_row.set_changes_enabled(enabled)

    def text_to_copy(self) -> str:
        """What "copy" copies: Markdown for answers."""
        return self.message.content

    @Slot()
    def _on_copy_chosen(self) -> None:
        self.copy_requested.emit(self.text_to_copy())

    @Slot()
    def _on_regenerate_chosen(self) -> None:
        self.regenerate_requested.emit(self.message.id)

    @Slot()
    def _on_edit_chosen(self) -> None:
        self.edit_requested.emit(self.message.id)

    @Slot(int)
    def _on_step_chosen(self, step: int) -> None:
        self.sibling_requested.emit(SiblingRequest(self.message.id, step))

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self.actions_row.set_near(True)
        super().enterEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.actions_row.set_near(False)
        super().leaveEvent(event)
