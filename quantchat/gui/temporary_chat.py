"""The one chat that is never written: begun, gone back to, and kept after all."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from quantchat.core.conversation_title import title_from_message
from quantchat.errors import ErrorKind, KnownError
from quantchat.gui.chat_homes import ChatHomes
from quantchat.wording import verbatim


class TemporaryChat:
    """There is at most one; the next one takes its place."""

    def __init__(self, homes: ChatHomes) -> None:
        self._homes = homes

    @property
    def conversation_id(self) -> int | None:
        """The identifier of the temporary chat; None if there is none."""
        home = self._homes.temporary
        entries = () if home is None else home.store.conversations()
        return entries[0].id if entries else None

    @property
    def is_empty(self) -> bool:
        """Whether there is one in which nothing was asked yet."""
        home, conversation_id = self._homes.temporary, self.conversation_id
        return home is not None and conversation_id is not None and not home.store.thread(conversation_id)

    def begin(self) -> int:
        """Begin one, forget the one before, and return its identifier.

        Raises:
            KnownError: the one before is still being answered.
        """
        before = self._homes.temporary
        if before is not None and before.turns.answering is not None:
            raise KnownError(
                ErrorKind.OTHER,
                verbatim(QCoreApplication.translate("temporary_chat", "A temporary chat is still being answered.")),
                verbatim(QCoreApplication.translate("temporary_chat", "Stop its answer first.")),
            )
        title = QCoreApplication.translate("temporary_chat", "Temporary chat")  # one that is kept gets its own
        return self._homes.begin_temporary().store.create_conversation(title).id

    def copy_to_disk(self, conversation_id: int, first_words: str) -> int:
        """Store it as an ordinary conversation, titled after its first words; return that one's identifier.

        Raises:
            KnownError: it could not be stored; the temporary chat is as it was.
        """
        record = self._homes.of(conversation_id).store.archive.read(conversation_id)
        titled = replace(record, title=title_from_message(first_words))
        (kept_id,) = self._homes.lasting.store.archive.add([titled])
        return kept_id

    def forget(self) -> None:
        """Let go of it for good."""
        self._homes.forget_temporary()
