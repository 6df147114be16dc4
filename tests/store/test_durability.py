"""Nothing that was acknowledged is lost: not to a kill, not to a full disk."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from quantchat.core.chat import MessageStatus, Role
from quantchat.errors import ErrorKind, KnownError
from quantchat.store.conversations import ConversationStore

CHECKOUT = Path(__file__).parents[2]

WRITER = """
import sys
from pathlib import Path
from quantchat.store.conversations import ConversationStore

store = ConversationStore.open(Path(sys.argv[1])).store
conversation = store.create_conversation("killed")
_, answer = store.add_question_and_answer(conversation.id, None, "Count", model_name="m", quantization="Q8_0")
text = ""
for number in range(10**9):
    text += f"{number} "
    store.write_partial(answer.id, text, f"thought {number}")
    print(answer.id, number, flush=True)
"""


@pytest.mark.parametrize("acknowledged_before_kill", [1, 2, 3, 5, 8, 13, 40, 90, 180, 300])
def test_a_killed_writer_loses_no_acknowledged_text(path: Path, acknowledged_before_kill: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True, cwd=CHECKOUT
    ) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(acknowledged_before_kill)]
        writer.kill()
        lines += writer.stdout.readlines()
    assert writer.returncode == -signal.SIGKILL
    complete_lines = [line for line in lines if line.endswith("\n")]
    answer_id, last_number = map(int, complete_lines[-1].split())

    opened = ConversationStore.open(path)

    answer = opened.store.message(answer_id)
    assert opened.notice == ""
    assert answer.status is MessageStatus.INTERRUPTED
    acknowledged = "".join(f"{number} " for number in range(last_number + 1))
    assert answer.content.startswith(acknowledged)
    assert int(answer.reasoning.removeprefix("thought ")) >= last_number
    opened.store.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def fill_disk(store: ConversationStore) -> None:
    """Let the file grow no further, as on a full disk."""
    store._connection.execute("PRAGMA max_page_count = 1")  # SQLite takes the current size where it is larger


def free_disk(store: ConversationStore) -> None:
    store._connection.execute("PRAGMA max_page_count = 1000000")


def test_what_a_full_disk_refused_can_be_written_once_there_is_room(store: ConversationStore, path: Path) -> None:
    conversation = store.create_conversation()
    question, answer = store.add_question_and_answer(
        conversation.id, None, "Hello", model_name="m", quantization="Q8_0"
    )
    store.write_partial(answer.id, "short", "")
    text = "long " * 20_000
    fill_disk(store)
    with pytest.raises(KnownError) as partial_refusal:
        store.write_partial(answer.id, text, "")
    with pytest.raises(KnownError) as final_refusal:
        store.finish_message(answer.id, text, "", MessageStatus.COMPLETE)
    with pytest.raises(KnownError) as message_refusal:
        store.add_message(conversation.id, answer.id, Role.USER, text)

    assert {partial_refusal.value.kind, final_refusal.value.kind, message_refusal.value.kind} == {ErrorKind.DISK_FULL}
    assert partial_refusal.value.text == (
        "The disk is full: the conversation could not be saved. Free some space; the text is kept in memory until then."
    )
    assert [message.content for message in store.thread(conversation.id)] == ["Hello", "short"]

    free_disk(store)
    finished = store.finish_message(answer.id, text, "", MessageStatus.COMPLETE)
    store.close()
    later = ConversationStore.open(path)
    assert later.store.thread(conversation.id) == (question, finished)
    assert later.store.message(answer.id).content == text
    later.store.close()


def test_a_question_is_not_stored_without_its_answer(store: ConversationStore) -> None:
    conversation = store.create_conversation()
    question = "why " * 20_000
    fill_disk(store)
    with pytest.raises(KnownError):
        store.add_question_and_answer(conversation.id, None, question, model_name="m", quantization="Q8_0")
    assert store.thread(conversation.id) == ()

    free_disk(store)
    store.add_question_and_answer(conversation.id, None, question, model_name="m", quantization="Q8_0")
    assert [message.content for message in store.thread(conversation.id)] == [question, ""]


def test_a_file_held_by_another_program_refuses_a_write_and_takes_it_later(
    store: ConversationStore, path: Path
) -> None:
    store._connection.execute("PRAGMA busy_timeout = 20")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(KnownError) as refusal:
            store.create_conversation("first try")
        assert refusal.value.kind is ErrorKind.STORE_BUSY
        other.execute("ROLLBACK")

    store.create_conversation("second try")
    assert [line.title for line in store.conversations()] == ["second try"]


def test_a_store_that_may_only_read_says_so(store: ConversationStore) -> None:
    store._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(KnownError) as refusal:
        store.create_conversation()
    assert refusal.value.kind is ErrorKind.READ_ONLY


def test_a_bug_in_a_statement_is_not_dressed_up_as_a_failure_of_the_world(store: ConversationStore) -> None:
    store._connection.execute("ALTER TABLE message RENAME COLUMN reasoning TO thoughts")
    with pytest.raises(sqlite3.OperationalError, match="no such column"):
        store.message(1)
