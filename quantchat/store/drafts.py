"""What was typed and not sent, kept for each conversation and for the new chat, and how the latter is answered."""

from quantchat.core.conversation import ConversationSettings
from quantchat.store.rows import choice_from_json, choice_to_json, storable
from quantchat.store.session import Session


class Drafts:
    """The drafts in the store, by conversation; None stands for the new chat, which is no conversation yet.

    Every method raises `KnownError` where the disk refuses.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, conversation_id: int | None) -> str:
        """What was begun there; empty if nothing."""
        with self._session.reading() as connection:
            row = connection.execute(
                "SELECT content FROM draft WHERE conversation_id IS ?", (conversation_id,)
            ).fetchone()
        return "" if row is None else str(row[0])

    def keep(self, conversation_id: int | None, text: str) -> None:
        """Keep what is typed there now; an empty text forgets it."""
        with self._session.writing() as connection:
            connection.execute("DELETE FROM draft WHERE conversation_id IS ?", (conversation_id,))
            if text:
                connection.execute(
                    "INSERT INTO draft (conversation_id, content)"
                    " SELECT ?1, ?2 WHERE ?1 IS NULL OR EXISTS (SELECT 1 FROM conversation WHERE id = ?1)",
                    (conversation_id, storable(text)),
                )

    def new_chat_settings(self) -> ConversationSettings:
        """How the new chat is to be answered."""
        with self._session.reading() as connection:
            row = connection.execute("SELECT system_prompt, assistant_id, sampling FROM new_chat").fetchone()
        return ConversationSettings() if row is None else ConversationSettings(row[0], row[1], choice_from_json(row[2]))

    def keep_new_chat_settings(self, settings: ConversationSettings) -> None:
        """Keep how the new chat is to be answered until it is a conversation; where nothing is set, forget it."""
        with self._session.writing() as connection:
            connection.execute("DELETE FROM new_chat")
            if settings != ConversationSettings():
                connection.execute(
                    "INSERT INTO new_chat (id, system_prompt, assistant_id, sampling) VALUES (1, ?, ?, ?)",
                    (
                        storable(settings.system_prompt),
                        storable(settings.assistant_id),
                        choice_to_json(settings.sampling),
                    ),
                )
