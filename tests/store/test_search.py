"""What is found of what was said, and what is not."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quantchat.core.chat import MessageStatus, Role
from quantchat.core.snippet import Snippet
from quantchat.store.conversations import ConversationStore
from quantchat.store.search import HITS_PER_CONVERSATION, HITS_SHOWN


@pytest.fixture
def store() -> Iterator[ConversationStore]:
    """A store in memory, which is like the one on the disk and opened at once."""
    store = ConversationStore.temporary()
    yield store
    store.close()


def say(store: ConversationStore, *texts: str, title: str = "") -> tuple[int, ...]:
    """A conversation of these messages; return their identifiers."""
    conversation = store.create_conversation(title)
    parent_id = None
    ids = []
    for text in texts:
        parent_id = store.add_message(conversation.id, parent_id, Role.USER, text).id
        ids.append(parent_id)
    return tuple(ids)


def found(store: ConversationStore, text: str) -> list[int | None]:
    return [hit.message_id for hit in store.search.find(text).hits]


def marked(snippet: Snippet) -> list[str]:
    """The parts of a snippet that are shown as hits."""
    return [snippet.text[hit.start : hit.end] for hit in snippet.hits]


@pytest.mark.parametrize(
    ("typed", "text", "hits"),
    [
        ("oak", "How high is an oak?", ["oak"]),
        ("OAK high", "How high is an oak?", ["high", "oak"]),
        ("quanti", "Quantization and quantizers", ["Quanti", "quanti"]),
        ("cafe", "Un café, deux CAFÉS", ["café", "CAFÉ"]),
        ("café", "un cafe\u0301 noir", ["cafe\u0301"]),
        ("strasse", "In der Straße", ["Straße"]),
        ("ελλαδα", "Ελλάδα", ["Ελλάδα"]),
        ("日本", "今は日本語です", ["日本"]),
        ("語", "今は日本語です", ["語"]),
        ("机器", "我喜欢机器学习", ["机器"]),
        ("국어", "대한국어를", ["국어"]),
        ("ไทย", "ภาษาไทยง่าย", ["ไทย"]),
        ("ＡＢＣ", "abc", ["abc"]),
        ("ab-12", "part AB-12x", ["AB-12"]),
        ('"of the oak"', "the height OF the\noak", ["OF the oak"]),
        ("мой", "Это МОЙ дом", ["МОЙ"]),
        ("e", "1 e 2", ["e"]),
        ("f(x)", "the value of f(x) here", ["f(x"]),
    ],
)
def test_a_message_is_found_by_the_beginnings_of_its_words_in_any_script(
    store: ConversationStore, typed: str, text: str, hits: list[str]
) -> None:
    (message_id,) = say(store, text)
    say(store, "nothing of the kind")

    (hit,) = store.search.find(typed).hits

    assert (hit.message_id, hit.role) == (message_id, Role.USER)
    assert marked(hit.snippet) == hits


@pytest.mark.parametrize("typed", ["ak", "oak elm", '"high oak"', '"oa"', "", "   ", "?!", '"', "🙂", "本 日x"])
def test_what_does_not_stand_there_is_not_found(store: ConversationStore, typed: str) -> None:
    say(store, "How high is an oak? 日本 🙂")
    result = store.search.find(typed)
    assert (result.hits, result.is_complete) == ((), True)


HOSTILE = (
    'oak" OR "elm',
    "oak*",
    "oak NOT high",
    "title_words:oak",
    "NEAR(oak high, 2)",
    "^oak",
    "{words}: oak",
    "oak)",
    "(((",
    "'; DROP TABLE message; --",
    '"""""',
    "-oak",
    "oak + high",
    "\0oak\0",
    "\ud800 oak",
    "AND OR NOT",
    "oak " * 5000,
    "日" * 5000,
)


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_that_is_typed_is_an_error(store: ConversationStore, typed: str) -> None:
    say(store, "How high is an oak?")
    store.search.find(typed)
    assert len(found(store, "oak")) == 1


@pytest.fixture(scope="module")
def shared_store() -> Iterator[ConversationStore]:
    """A store in memory for many examples."""
    store = ConversationStore.temporary()
    yield store
    store.close()


@given(st.text(max_size=40), st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_a_search_for_any_text_marks_parts_of_what_it_finds(
    shared_store: ConversationStore, typed: str, text: str
) -> None:
    say(shared_store, text)
    for question in (typed, text):
        for hit in shared_store.search.find(question).hits:
            assert all(0 <= part.start < part.end <= len(hit.snippet.text) for part in hit.snippet.hits)


@given(st.text(st.characters(categories=("Lu", "Ll", "Lo", "Nd"), max_codepoint=0x2FFFF), min_size=1, max_size=60))
@settings(max_examples=150, deadline=None)
def test_a_text_of_letters_is_found_by_itself(shared_store: ConversationStore, text: str) -> None:
    (message_id,) = say(shared_store, text)
    assert message_id in found(shared_store, text)


def test_titles_come_first_and_then_messages_the_newest_first(store: ConversationStore) -> None:
    older = say(store, "an oak", title="Beeches")
    newer = say(store, "oaks", "no tree", "Oak wood", title="Elms")
    say(store, "no tree", title="Old oaks")

    hits = store.search.find("oak").hits

    assert [hit.message_id for hit in hits] == [None, newer[2], newer[0], older[0]]
    assert [hit.title.text for hit in hits] == ["Old oaks", "Elms", "Elms", "Beeches"]
    assert marked(hits[0].title) == ["oak"]
    assert hits[0].snippet == Snippet("", ())


def test_a_renamed_conversation_is_found_by_its_new_title_only(store: ConversationStore) -> None:
    conversation = store.create_conversation("Oaks")
    store.rename_conversation(conversation.id, "Beeches")
    assert found(store, "oaks") == []
    assert found(store, "beeches") == [None]
    store.rename_conversation(conversation.id, "")
    assert found(store, "beeches") == []


def test_an_answer_is_found_when_it_has_ended_and_not_while_it_grows(store: ConversationStore) -> None:
    conversation = store.create_conversation()
    question, answer = store.add_question_and_answer(
        conversation.id, None, "How high?", model_name="m", quantization="q"
    )
    assert found(store, "high") == [question.id]
    store.write_partial(answer.id, "Up to forty", "")
    assert found(store, "forty") == []

    store.finish_message(answer.id, "Up to forty metres.", "", MessageStatus.COMPLETE)
    assert found(store, "forty metres") == [answer.id]

    store.resume_message(answer.id)
    store.finish_message(answer.id, "Up to fifty metres.", "", MessageStatus.COMPLETE)
    assert found(store, "forty") == []
    assert found(store, "fifty") == [answer.id]


def test_a_growing_answer_costs_the_index_nothing(store: ConversationStore) -> None:
    conversation = store.create_conversation()
    _, answer = store.add_question_and_answer(conversation.id, None, "Hello", model_name="m", quantization="q")
    statements: list[str] = []
    store._connection.set_trace_callback(statements.append)
    store.write_partial(answer.id, "word " * 1000, "")
    store._connection.set_trace_callback(None)
    assert statements
    assert not [statement for statement in statements if "words" in statement]


def test_an_answer_that_a_crash_cut_short_is_found_after_the_next_start(path: Path) -> None:
    store = ConversationStore.open(path).store
    conversation = store.create_conversation()
    _, answer = store.add_question_and_answer(conversation.id, None, "Hello", model_name="m", quantization="q")
    store.write_partial(answer.id, "half an answer", "")
    store.close()

    later = ConversationStore.open(path).store

    assert found(later, "half") == [answer.id]
    later.close()


def test_what_is_in_the_trash_is_found_again_once_it_is_restored(store: ConversationStore) -> None:
    (message_id,) = say(store, "an oak", title="Oaks")
    (conversation,) = store.conversations()
    store.delete_conversation(conversation.id)
    assert found(store, "oak") == []
    store.restore_conversation(conversation.id)
    assert found(store, "oak") == [None, message_id]


def test_a_deleted_message_and_what_followed_it_is_found_again_once_it_is_restored(store: ConversationStore) -> None:
    first, second, third = say(store, "first oak", "second oak", "third oak")
    store.delete_message(second)
    assert found(store, "oak") == [first]
    store.restore_message(second)
    assert found(store, "oak") == [third, second, first]


def test_a_hit_on_a_branch_that_is_not_shown_can_be_shown(store: ConversationStore) -> None:
    (question,) = say(store, "trees")
    (conversation,) = store.conversations()
    hidden = store.add_message(conversation.id, question, Role.ASSISTANT, "an oak")
    store.add_message(conversation.id, question, Role.ASSISTANT, "a beech")
    (hit,) = store.search.find("oak").hits
    assert hit.message_id == hidden.id

    store.select_sibling(hidden.id)

    assert store.thread(hit.conversation_id)[-1] == hidden


def test_one_conversation_does_not_hide_the_others(store: ConversationStore) -> None:
    (older,) = say(store, "an oak")
    many = say(store, *(f"oak {number}" for number in range(100)))

    result = store.search.find("oak")

    assert [hit.message_id for hit in result.hits] == [*reversed(many[-HITS_PER_CONVERSATION:]), older]
    assert not result.is_complete
    assert store.search.find_in(result.hits[0].conversation_id, "oak") == many


def test_a_search_says_whether_it_shows_everything(store: ConversationStore) -> None:
    for _ in range(HITS_SHOWN):
        say(store, "an oak")
    assert (len(store.search.find("oak").hits), store.search.find("oak").is_complete) == (HITS_SHOWN, True)
    assert (len(store.search.find("oak", 7).hits), store.search.find("oak", 7).is_complete) == (7, False)
    say(store, "one more oak")
    assert (len(store.search.find("oak").hits), store.search.find("oak").is_complete) == (HITS_SHOWN, False)


def test_a_refused_index_refuses_the_text_too_so_that_both_agree(store: ConversationStore) -> None:
    (message_id,) = say(store, "an oak")
    store._connection.execute("DROP TABLE message_words")
    with pytest.raises(sqlite3.OperationalError):
        store.finish_message(message_id, "a beech", "", MessageStatus.COMPLETE)
    assert store.message(message_id).content == "an oak"
