"""Finding conversations by their titles and by what was said in them."""

import sqlite3
from collections import Counter

from quantchat.core.chat import Role
from quantchat.core.conversation import SearchHit, SearchResult
from quantchat.core.search_words import SearchQuestion
from quantchat.core.snippet import Snippet, snippet
from quantchat.store.session import Session

HITS_SHOWN = 50
TITLES_SHOWN = 20
"""More of them would leave no room for messages."""

HITS_PER_CONVERSATION = 3
"""More of one conversation would hide the others; within it, its own search finds the rest."""

_MAX_ROWS_READ = 5000
"""How many messages are looked at before a search is content with what it has."""

_TITLES = """
    SELECT conversation.id, conversation.title, conversation.updated_at
    FROM title_words CROSS JOIN conversation ON conversation.id = title_words.rowid
    WHERE title_words MATCH ? AND conversation.deleted_at IS NULL ORDER BY title_words.rowid DESC LIMIT ?
"""

# FTS5 gives its rows in this order as it finds them, so that a search ends when it has enough of them.
_MESSAGES = """
    SELECT message.id, message.conversation_id
    FROM message_words CROSS JOIN message ON message.id = message_words.rowid
    CROSS JOIN conversation ON conversation.id = message.conversation_id
    WHERE message_words MATCH ? AND conversation.deleted_at IS NULL ORDER BY message_words.rowid DESC LIMIT ?
"""


class ConversationSearch:
    """Full-text search of what is in the store; raises `KnownError` where the disk refuses.

    All words of the question must stand in one message or title; each may be only the beginning of a word. Case and
    accents make no difference. What is in the trash is not found.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, text: str, max_hits: int = HITS_SHOWN) -> SearchResult:
        """Find titles and messages; nothing that can be typed is an error.

        Args:
            text: what the person typed.
            max_hits: how many places are wanted at most.
        """
        question = SearchQuestion(text)
        if not question.terms:
            return SearchResult((), is_complete=True)
        with self._session.reading() as connection:
            max_titles = min(TITLES_SHOWN, max_hits)
            titles = connection.execute(_TITLES, (question.fts5, max_titles + 1)).fetchall()
            hits = [_title_hit(question, *row) for row in titles[:max_titles]]
            message_ids, is_complete = _newest(connection, question, max_hits - len(hits))
            hits += [_message_hit(connection, question, message_id) for message_id in message_ids]
        return SearchResult(tuple(hits), is_complete and len(titles) <= max_titles)

    def find_in(self, conversation_id: int, text: str) -> tuple[int, ...]:
        """Identifiers of all messages of one conversation that match, on every branch, oldest first."""
        question = SearchQuestion(text)
        if not question.terms:
            return ()
        with self._session.reading() as connection:
            rows = connection.execute(
                "SELECT message.id FROM message JOIN message_words ON message_words.rowid = message.id"
                " WHERE message.conversation_id = ? AND message_words MATCH ? ORDER BY message.id",
                (conversation_id, question.fts5),
            )
            return tuple(row[0] for row in rows)


def _newest(connection: sqlite3.Connection, question: SearchQuestion, max_messages: int) -> tuple[list[int], bool]:
    """The newest messages that match, a few of each conversation, and whether that is all of them."""
    chosen: list[int] = []
    shares: Counter[int] = Counter()
    for read, (message_id, conversation_id) in enumerate(
        connection.execute(_MESSAGES, (question.fts5, _MAX_ROWS_READ))
    ):
        if len(chosen) >= max_messages or read == _MAX_ROWS_READ - 1:
            return chosen, False
        shares[conversation_id] += 1
        if shares[conversation_id] <= HITS_PER_CONVERSATION:
            chosen.append(message_id)
    return chosen, all(share <= HITS_PER_CONVERSATION for share in shares.values())


def _title_hit(question: SearchQuestion, conversation_id: int, title: str, updated_at: float) -> SearchHit:
    return SearchHit(conversation_id, Snippet(title, question.ranges(title)), None, None, Snippet("", ()), updated_at)


def _message_hit(connection: sqlite3.Connection, question: SearchQuestion, message_id: int) -> SearchHit:
    conversation_id, title, role, content, created_at = connection.execute(
        "SELECT conversation_id, title, role, content, message.created_at FROM message"
        " JOIN conversation ON conversation.id = conversation_id WHERE message.id = ?",
        (message_id,),
    ).fetchone()
    heading = Snippet(title, question.ranges(title))
    return SearchHit(conversation_id, heading, message_id, Role(role), snippet(content, question), created_at)
