"""Keeps what is written and not sent: half a second after the last key it is on the disk."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from quantchat.errors import KnownError
from quantchat.gui.chat_homes import ChatHomes

KEEP_AFTER_MS = 500
"""All that a kill can cost of a draft is what was typed in this time."""

RETRY_AFTER_MS = 5000
"""How long after a refusal the disk is asked again, without another key."""


class DraftKeeper(QObject):
    """Writes drafts; that of one chat is written before the turn of another one comes.

    Signals:
        failed: the disk refuses to keep drafts (`KnownError`); told once until it takes one again.
        recovered: the disk has taken all that it refused.
        came_or_went: a conversation on the disk has a draft now, or no longer.
    """

    failed = Signal(KnownError)
    recovered = Signal()
    came_or_went = Signal()

    def __init__(self, homes: ChatHomes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._homes = homes
        self._pending: dict[int | None, str] = {}
        self._is_refused = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_timeout)

    @property
    def has_refused_text(self) -> bool:
        """Whether something typed would be lost if the program ended now, because the disk refuses it."""
        return self._is_refused and any(self._pending.values())

    def note(self, conversation_id: int | None, text: str) -> None:
        """Keep this as the draft of a chat, None for the new one; written a little later."""
        if conversation_id not in self._pending:
            self.flush()
        self._pending[conversation_id] = text
        self._timer.start(KEEP_AFTER_MS)

    def draft_of(self, conversation_id: int | None) -> str:
        """What was begun in a chat; empty if nothing, or if the disk cannot say."""
        self.flush()
        if conversation_id in self._pending:
            return self._pending[conversation_id]  # the disk refuses it
        try:
            return self._homes.of(conversation_id).store.drafts.of(conversation_id)
        except KnownError as error:
            self._tell(error)
            return ""

    @Slot(int, int)
    def move(self, from_id: int, to_id: int) -> None:
        """Let the draft of one chat be that of another, which takes its place; both are still there."""
        self.note(to_id, self.draft_of(from_id))
        self.flush()

    @Slot()
    def flush(self) -> None:
        """Write now what waits to be written; what the disk refuses is tried again a little later."""
        has_come_or_gone = False
        for conversation_id, text in tuple(self._pending.items()):
            try:
                has_come_or_gone |= self._has_come_or_gone(conversation_id, text)
            except KnownError as error:
                self._tell(error)
                break
            del self._pending[conversation_id]
        else:
            self._timer.stop()
            self._tell_recovery()
        if has_come_or_gone:
            self.came_or_went.emit()

    def close(self) -> None:
        """Try nothing again; what the disk refused until now is lost."""
        self._timer.stop()
        self._pending.clear()

    @Slot()
    def _on_timeout(self) -> None:
        self.flush()
        if self._pending:
            self._timer.start(RETRY_AFTER_MS)

    def _tell_recovery(self) -> None:
        if self._is_refused:
            self._is_refused = False
            self.recovered.emit()

    def _has_come_or_gone(self, conversation_id: int | None, text: str) -> bool:
        """Write a draft; return whether the list of conversations looks different for it."""
        home = self._homes.of(conversation_id)
        before = home.store.drafts.of(conversation_id)
        if text != before:
            home.store.drafts.keep(conversation_id, text)
        is_listed = conversation_id is not None and home is self._homes.lasting
        return is_listed and bool(text) != bool(before)

    def _tell(self, error: KnownError) -> None:
        if not self._is_refused:
            self._is_refused = True
            self.failed.emit(error)
