"""Whole conversations leave the store and come back as they were."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quantchat.core.chat import MessageStatus, Role
from quantchat.core.conversation_record import ConversationRecord, MessageRecord
from quantchat.errors import ErrorKind, KnownError
from quantchat.store.conversations import ConversationStore
from tests.core.conversation_records import records


@given(st.lists(records(), max_size=3))
@settings(max_examples=40, deadline=None)
def test_what_is_put_in_comes_out_the_same(conversations: list[ConversationRecord]) -> None:
    store = ConversationStore.temporary()
    ids = store.archive.add(conversations)
    assert [store.archive.read(conversation_id) for conversation_id in ids] == conversations
    for conversation_id, record in zip(ids, conversations, strict=True):
        shown = [message.content for message in store.thread(conversation_id)]
        assert shown == [message.content for message in record.selected_branch()]
        assert store.archive.holds(record)
    store.close()


def talk(store: ConversationStore) -> int:
    """A conversation with a hidden branch and one that was deleted."""
    conversation = store.create_conversation("Trees")
    question, first = store.add_question_and_answer(conversation.id, None, "q", model_name="m", quantization="Q8_0")
    store.finish_message(first.id, "first", "", MessageStatus.COMPLETE)
    second = store.add_message(conversation.id, question.id, Role.ASSISTANT, "second")
    store.add_message(conversation.id, second.id, Role.USER, "after second")
    deleted = store.add_message(conversation.id, question.id, Role.ASSISTANT, "deleted")
    store.add_message(conversation.id, deleted.id, Role.USER, "after deleted")
    store.delete_message(deleted.id)
    return conversation.id


def test_every_branch_is_taken_and_what_was_deleted_is_not(store: ConversationStore) -> None:
    record = store.archive.read(talk(store))
    assert [(message.parent, message.content) for message in record.messages] == [
        (None, "q"),
        (0, "first"),
        (0, "second"),
        (2, "after second"),
    ]
    assert [message.content for message in record.selected_branch()] == ["q", "second", "after second"]


def test_an_answer_that_is_being_written_is_taken_as_far_as_it_is(store: ConversationStore) -> None:
    conversation = store.create_conversation()
    _, answer = store.add_question_and_answer(conversation.id, None, "q", model_name="m", quantization="Q8_0")
    store.write_partial(answer.id, "half", "")
    last = store.archive.read(conversation.id).messages[-1]
    assert (last.content, last.status) == ("half", MessageStatus.INTERRUPTED)


def test_what_was_added_can_be_searched_continued_and_branched(store: ConversationStore) -> None:
    record = store.archive.read(talk(store))
    (added,) = store.archive.add([record])

    question, second, after = store.thread(added)
    assert {hit.conversation_id for hit in store.search.find("second").hits} == {added, added - 1}
    assert len(store.siblings(second.id)) == 2
    store.select_sibling(store.siblings(second.id)[0])
    assert [message.content for message in store.thread(added)] == ["q", "first"]
    store.select_sibling(second.id)
    store.add_message(added, after.id, Role.ASSISTANT, "more")
    assert [message.content for message in store.thread(added)] == ["q", "second", "after second", "more"]
    assert question.parent_id is None


def test_conversations_join_the_folder_of_their_name(store: ConversationStore) -> None:
    here = store.folders.create("Trees")
    record = ConversationRecord("x", 1.0, 2.0, (), None, folder="Trees")
    elsewhere = ConversationRecord("y", 1.0, 3.0, (), None, folder="Stones")
    store.archive.add([record, elsewhere, elsewhere])
    assert [folder.name for folder in store.folders.all()] == ["Trees", "Stones"]
    assert [entry.folder_id for entry in store.conversations()][-1] == here.id


def test_all_are_added_or_none(store: ConversationStore, path: Path) -> None:
    good = ConversationRecord("good", 1.0, 2.0, (), None)
    large = ConversationRecord("large", 1.0, 2.0, (MessageRecord(None, Role.USER, "x " * 50_000, 1.0),), 0)
    store._connection.execute("PRAGMA max_page_count = 1")  # SQLite takes the current size where it is larger

    with pytest.raises(KnownError) as refusal:
        store.archive.add([good, large])

    assert refusal.value.kind is ErrorKind.DISK_FULL
    assert store.conversations() == ()
    store._connection.execute("PRAGMA max_page_count = 1000000")
    assert len(store.archive.add([good, large])) == 2


def test_a_conversation_that_was_never_made_cannot_be_read(store: ConversationStore) -> None:
    with pytest.raises(LookupError):
        store.archive.read(7)


def many(number: int, folder: str = "") -> Iterator[ConversationRecord]:
    """Chats with two messages, more than one step of an import takes."""
    for each in range(number):
        question = MessageRecord(None, Role.USER, "oak " * 200, 1.0, 1)
        yield ConversationRecord(
            f"oak {each}", each, each, (question, MessageRecord(0, Role.ASSISTANT, "elm", 1.0)), 1, folder=folder
        )


def row_counts(store: ConversationStore) -> list[int]:
    tables = ("conversation", "message", "folder", "draft", "title_words", "message_words")
    return [store._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]


def test_others_use_the_store_while_chats_arrive_and_see_none_of_them_before_the_last(store: ConversationStore) -> None:
    kept = talk(store)
    store.delete_conversation(store.create_conversation("thrown away").id)
    arrived: list[tuple[int, ...]] = []
    importer = Thread(target=lambda: arrived.append(store.archive.add(many(600, "Trees"))))
    importer.start()
    seen: set[tuple[int, int]] = set()
    while importer.is_alive():
        entries, trashed = store.conversations(), store.trash.conversations()
        if not arrived:
            seen.add((len(entries), len(trashed)))
    importer.join()

    assert seen <= {(1, 1), (601, 1)}
    assert (1, 1) in seen
    assert {entry.id for entry in store.conversations()} == {kept, *arrived[0]}
    assert len({entry.folder_id for entry in store.conversations() if entry.id != kept}) == 1


def test_emptying_the_trash_leaves_the_chats_that_arrive(store: ConversationStore) -> None:
    store.delete_conversation(store.create_conversation("thrown away").id)
    is_half_way = Event()

    def telling() -> Iterator[ConversationRecord]:
        for place, record in enumerate(many(600)):
            if place == 100:
                is_half_way.set()
            yield record

    importer = Thread(target=lambda: store.archive.add(telling()))
    importer.start()
    assert is_half_way.wait(30)
    emptied = store.trash.empty()
    importer.join()

    assert emptied == 1
    assert len(store.conversations()) == 600


def test_an_import_that_is_given_up_leaves_nothing(store: ConversationStore) -> None:
    talk(store)
    before = row_counts(store)

    def regretted() -> Iterator[ConversationRecord]:
        yield from many(300, "Trees")
        raise InterruptedError

    with pytest.raises(InterruptedError):
        store.archive.add(regretted())

    assert row_counts(store) == before


IMPORTER = """
import sys
import signal
import subprocess
import sys
from pathlib import Path
from quantchat.core.chat import Role
from quantchat.core.conversation_record import ConversationRecord, MessageRecord
from quantchat.store.conversations import ConversationStore

def records():
    for number in range(10**9):
        print(number, flush=True)
        yield ConversationRecord(f"half {number}", 1.0, 2.0, (MessageRecord(None, Role.USER, "oak " * 500, 1.0),), 0)

ConversationStore.open(Path(sys.argv[1])).store.archive.add(records())
"""


def test_an_import_that_is_killed_leaves_nothing_half_done(store: ConversationStore, path: Path) -> None:
    kept = talk(store)
    store.close()
    with subprocess.Popen(
        [sys.executable, "-c", IMPORTER, str(path)], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    ) as importer:
        assert importer.stdout is not None
        while importer.stdout.readline() != "300\n":
            pass
        importer.kill()
    assert importer.returncode == -signal.SIGKILL

    opened = ConversationStore.open(path)

    assert opened.notice == ""
    assert [entry.id for entry in opened.store.conversations()] == [kept]
    assert opened.store.search.find("oak").hits == ()
    opened.store.close()
