"""Keeps what is written and not sent: half a second after the last key it is on the disk."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from quantchat.errors import KnownError
from quantchat.gui.chat_homes import ChatHomes

KEEP_AFTER_MS = 500
"""All that a kill can cost of a draft is what was typed in this time."""


class DraftKeeper(QObject):
    """Writes the draft of one chat at a time; that of another one is written before its turn comes.

    Signals:
        failed: the disk refuses to keep drafts (`KnownError`); told once until it takes one again.
        came_or_went: a chat has a draft now, or no longer.
    """

    failed = Signal(KnownError)
    came_or_went = Signal()

    def __init__(self, homes: ChatHomes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._homes = homes
        self._conversation_id: int | None = None
        self._text = ""
        self._is_pending = False
        self._is_refused = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEEP_AFTER_MS)
        self._timer.timeout.connect(self.flush)

    def note(self, conversation_id: int | None, text: str) -> None:
        """Keep this as the draft of a chat, None for the new one; written a little later."""
        if conversation_id != self._conversation_id:
            self.flush()
        self._conversation_id, self._text = conversation_id, text
        self._is_pending = True
        self._timer.start()

    def draft_of(self, conversation_id: int | None) -> str:
        """What was begun in a chat; empty if nothing, or if the disk cannot say."""
        self.flush()
        try:
            return self._homes.of(conversation_id).store.drafts.of(conversation_id)
        except KnownError as error:
            self._tell(error)
            return ""

    @Slot()
    def flush(self) -> None:
        """Write now what waits to be written; what the disk refuses is tried again with the next key."""
        self._timer.stop()
        if not self._is_pending:
            return
        drafts = self._homes.of(self._conversation_id).store.drafts
        try:
            before = drafts.of(self._conversation_id)
            if self._text != before:
                drafts.keep(self._conversation_id, self._text)
        except KnownError as error:
            self._tell(error)
            return
        self._is_pending = self._is_refused = False
        if bool(self._text) != bool(before):
            self.came_or_went.emit()

    def _tell(self, error: KnownError) -> None:
        if not self._is_refused:
            self._is_refused = True
            self.failed.emit(error)
