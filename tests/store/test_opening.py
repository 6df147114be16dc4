"""The program starts whatever became of its conversations file, and says what became of it."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from quantchat.core.chat import MessageStatus, Role
from quantchat.errors import ErrorKind, KnownError
from quantchat.store.backups import Backups
from quantchat.store.connection import connect
from quantchat.store.conversations import ConversationStore
from quantchat.store.database import open_database
from quantchat.store.schema import APPLICATION_ID, MIGRATIONS

LATER_MIGRATIONS = (*MIGRATIONS, ("CREATE TABLE later (id INTEGER PRIMARY KEY)", "INSERT INTO later VALUES (5)"))
NEXT_VERSION = len(LATER_MIGRATIONS)


def fill(path: Path, *titles: str) -> None:
    """Keep one conversation of one message for each title."""
    opened = ConversationStore.open(path)
    for title in titles:
        conversation = opened.store.create_conversation(title)
        opened.store.add_message(conversation.id, None, Role.USER, f"about {title} " * 500)
    opened.store.close()


def make_backup(path: Path) -> None:
    """Start once more: a start makes the backup of the day."""
    ConversationStore.open(path).store.close()


def leave_as_a_crash_would(path: Path, folder: Path) -> Path:
    """Copy an open file and the log beside it to another folder; return the copy."""
    folder.mkdir()
    for suffix in ("", "-wal"):
        shutil.copy(f"{path}{suffix}", folder)
    return folder / path.name


def titles(store: ConversationStore) -> set[str]:
    return {conversation.title for conversation in store.conversations()}


def files_beside(path: Path) -> set[str]:
    return {file.name for file in path.parent.iterdir() if file.is_file()}


def set_aside_file(path: Path) -> Path:
    (aside,) = path.parent.glob("conversations.damaged-*.sqlite3")
    return aside


def daily_backups(path: Path) -> list[Path]:
    return sorted((path.parent / "backups").glob("daily-*.sqlite3"))


def damage(path: Path) -> None:
    """Overwrite the middle of the file, leaving its first page as it is."""
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)


def test_the_folder_and_the_file_are_for_this_person_only(store: ConversationStore, path: Path) -> None:
    store.create_conversation()
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE((path.parent / name).stat().st_mode) for name in files_beside(path)} == {0o600}
    assert store.is_persistent


def test_a_file_that_others_could_read_is_closed_to_them(path: Path) -> None:
    fill(path, "private")
    path.chmod(0o644)
    make_backup(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(daily_backups(path)[0].stat().st_mode) == 0o600


def test_every_commit_is_flushed_to_a_log(store: ConversationStore) -> None:
    assert store._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert store._connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert store._connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert store._connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)


def test_a_garbage_file_is_set_aside_byte_for_byte_and_the_store_starts_empty(path: Path) -> None:
    garbage = os.urandom(10_000)
    path.parent.mkdir()
    path.write_bytes(garbage)
    path.with_name(f"{path.name}-wal").write_bytes(b"log")
    path.with_name(f"{path.name}-shm").write_bytes(b"shared")

    opened = ConversationStore.open(path)

    aside = set_aside_file(path)
    assert aside.read_bytes() == garbage
    assert Path(f"{aside}-wal").read_bytes() == b"log"
    assert Path(f"{aside}-shm").read_bytes() == b"shared"
    assert opened.notice == (
        f"Your conversations file was damaged. It was set aside as “{aside.name}”. "
        "There was no backup to restore, so the list of conversations starts empty."
    )
    assert opened.store.is_persistent
    opened.store.create_conversation("new")
    opened.store.close()
    again = ConversationStore.open(path)
    assert (titles(again.store), again.notice) == ({"new"}, "")
    again.store.close()


def test_two_damaged_files_in_a_row_are_both_kept(path: Path) -> None:
    path.parent.mkdir()
    for content in (b"one" * 100, b"two" * 100):
        path.write_bytes(content)
        make_backup(path)
    kept = {file.read_bytes() for file in path.parent.glob("conversations.damaged-*.sqlite3")}
    assert kept == {b"one" * 100, b"two" * 100}


@pytest.mark.parametrize("kept_share", [0.01, 0.3, 0.6, 0.95])
def test_a_truncated_file_is_set_aside_and_the_backup_restored(path: Path, kept_share: float) -> None:
    fill(path, "oak", "beech")
    make_backup(path)
    fill(path, "after the backup")
    content = path.read_bytes()
    truncated = content[: int(len(content) * kept_share)]
    path.write_bytes(truncated)

    opened = ConversationStore.open(path)

    assert set_aside_file(path).read_bytes() == truncated
    assert titles(opened.store) == {"oak", "beech"}
    assert "was damaged. It was set aside as “conversations.damaged-" in opened.notice
    assert "2 conversations could be recovered from the backup of " in opened.notice
    opened.store.close()


def test_a_damaged_file_keeps_its_log_when_it_is_set_aside(path: Path, tmp_path: Path) -> None:
    opened = ConversationStore.open(path)
    conversation = opened.store.create_conversation("in the file")
    opened.store.add_message(conversation.id, None, Role.USER, "text " * 20_000)
    opened.store._connection.execute("PRAGMA wal_checkpoint")
    opened.store.create_conversation("only in the log")
    crashed = leave_as_a_crash_would(path, tmp_path / "crashed")
    opened.store.close()
    damage(crashed)
    damaged, log = crashed.read_bytes(), Path(f"{crashed}-wal").read_bytes()

    reopened = ConversationStore.open(crashed)

    aside = set_aside_file(crashed)
    assert (aside.read_bytes(), Path(f"{aside}-wal").read_bytes()) == (damaged, log)
    assert "was damaged" in reopened.notice
    reopened.store.close()


def test_damage_that_only_a_check_of_the_whole_file_finds_is_found(path: Path) -> None:
    fill(path, "oak")
    content = bytearray(path.read_bytes())
    content[36:40] = (5).to_bytes(4, "big")  # the number of unused pages, of which there are none
    path.write_bytes(content)

    opened = ConversationStore.open(path)

    assert "was damaged" in opened.notice
    assert set_aside_file(path).read_bytes() == content
    opened.store.close()


@pytest.mark.parametrize("content", [b"nothing of use" * 100, b""])
def test_a_damaged_backup_is_passed_over_for_an_older_good_one(path: Path, content: bytes) -> None:
    fill(path, "oak")
    make_backup(path)
    daily_backups(path)[0].with_name("daily-29990101T000000Z.sqlite3").write_bytes(content)
    path.write_bytes(b"garbage" * 100)

    opened = ConversationStore.open(path)

    assert titles(opened.store) == {"oak"}
    assert "1 conversation could be recovered" in opened.notice
    opened.store.close()


def test_a_backup_of_a_newer_version_is_not_restored(path: Path) -> None:
    fill(path, "oak")
    make_backup(path)
    open_database(path, LATER_MIGRATIONS).connection.close()
    path.rename(daily_backups(path)[0])
    path.write_bytes(b"garbage" * 100)

    opened = ConversationStore.open(path)

    assert titles(opened.store) == {"oak"}  # from the copy made before the migration
    assert opened.store._connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    opened.store.close()


@pytest.mark.parametrize("leave_empty_file", [True, False])
def test_a_vanished_file_is_restored_from_the_backup(path: Path, leave_empty_file: bool) -> None:
    fill(path, "oak")
    make_backup(path)
    path.unlink()
    if leave_empty_file:
        path.touch()

    opened = ConversationStore.open(path)

    assert titles(opened.store) == {"oak"}
    assert opened.notice.startswith("Your conversations file was missing or empty.")
    opened.store.close()


def test_a_log_without_its_file_is_set_aside_before_sqlite_would_delete_it(path: Path) -> None:
    path.parent.mkdir()
    Path(f"{path}-wal").write_bytes(b"the only copy")

    opened = ConversationStore.open(path)

    assert Path(f"{path.parent / opened.notice.split('“')[1].split('”')[0]}-wal").read_bytes() == b"the only copy"
    opened.store.close()


def test_a_database_of_another_program_is_set_aside(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    foreign = path.read_bytes()

    opened = ConversationStore.open(path)

    assert "replaced by one of another program" in opened.notice
    assert set_aside_file(path).read_bytes() == foreign
    opened.store.close()


def test_a_backup_is_made_once_a_day_and_seven_are_kept(path: Path) -> None:
    fill(path, "oak")
    make_backup(path)
    today = daily_backups(path)[0].rename(path.parent / "backups" / "daily-20000120T000000Z.sqlite3")
    make_backup(path)
    assert daily_backups(path) == [today]

    for days in range(1, 10):
        older = today.with_name(f"daily-200001{20 - days}T000000Z.sqlite3")
        shutil.copy(today, older)
        os.utime(older, (time.time() - days * 86_400 - 60,) * 2)
    today.unlink()
    make_backup(path)

    names = [backup.name for backup in daily_backups(path)]
    assert names[:6] == [f"daily-200001{day}T000000Z.sqlite3" for day in range(14, 20)]
    assert len(names) == 7
    assert not [file for file in (path.parent / "backups").iterdir() if file.suffix != ".sqlite3"]


def test_an_empty_store_makes_no_backup(path: Path) -> None:
    make_backup(path)
    make_backup(path)
    assert daily_backups(path) == []


def test_an_older_file_is_backed_up_before_it_is_migrated(path: Path) -> None:
    fill(path, "oak")

    database = open_database(path, LATER_MIGRATIONS)

    with closing(database.connection) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (NEXT_VERSION,)
        assert connection.execute("SELECT id FROM later").fetchone() == (5,)
        assert connection.execute("SELECT title FROM conversation").fetchone() == ("oak",)
    with closing(sqlite3.connect(path.parent / "backups" / f"before-version-{NEXT_VERSION}.sqlite3")) as backup:
        assert backup.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert backup.execute("SELECT title FROM conversation").fetchone() == ("oak",)
        assert backup.execute("SELECT name FROM sqlite_master WHERE name = 'later'").fetchone() is None


def test_a_migration_that_fails_leaves_the_file_at_the_version_before(path: Path) -> None:
    fill(path, "oak")
    failing = (*LATER_MIGRATIONS, ("CREATE TABLE third (id)", "INSERT INTO nowhere VALUES (1)"))

    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        open_database(path, failing)

    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (NEXT_VERSION,)
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    assert "later" in tables
    assert "third" not in tables


def test_a_file_of_a_newer_version_is_refused_and_left_untouched(path: Path, tmp_path: Path) -> None:
    newer = open_database(path, LATER_MIGRATIONS).connection
    newer.execute("PRAGMA wal_checkpoint")
    newer.execute("INSERT INTO later VALUES (6)")
    crashed = leave_as_a_crash_would(path, tmp_path / "crashed")
    newer.close()
    before = {file: file.read_bytes() for file in crashed.parent.iterdir()}

    with pytest.raises(KnownError) as refusal:
        ConversationStore.open(crashed)

    assert refusal.value.kind is ErrorKind.STORE_NEWER
    assert "newer QuantChat" in refusal.value.text
    assert {file: file.read_bytes() for file in crashed.parent.iterdir()} == before


def test_a_newer_version_that_is_still_in_the_log_is_refused_too(path: Path) -> None:
    fill(path, "oak")
    newer = open_database(path, LATER_MIGRATIONS).connection
    assert path.read_bytes()[60:64] == len(MIGRATIONS).to_bytes(4, "big")

    with pytest.raises(KnownError) as refusal:
        ConversationStore.open(path)

    assert refusal.value.kind is ErrorKind.STORE_NEWER
    assert newer.execute("SELECT id FROM later").fetchone() == (5,)
    newer.close()


def test_a_folder_that_cannot_be_made_gives_a_store_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    opened = ConversationStore.open(tmp_path / "file" / "conversations.sqlite3")

    assert not opened.store.is_persistent
    assert opened.notice == (
        f"QuantChat may not use the folder of your conversations ({tmp_path / 'file'}): what you write now is gone "
        "when QuantChat closes. To have it saved, allow reading and writing there and start QuantChat again."
    )
    conversation = opened.store.create_conversation("in memory")
    opened.store.add_question_and_answer(conversation.id, None, "Hello", model_name="m", quantization="Q8_0")
    assert [message.content for message in opened.store.thread(conversation.id)] == ["Hello", ""]
    opened.store.close()


def test_a_folder_in_the_place_of_the_file_gives_a_store_in_memory(path: Path) -> None:
    path.mkdir(parents=True)
    opened = ConversationStore.open(path)
    assert not opened.store.is_persistent
    opened.store.close()


CHECKOUT = Path(__file__).parents[2]

FULL_DISK = """
import resource, sys
from pathlib import Path
from quantchat.store.backups import Backups
from quantchat.store.connection import connect
from quantchat.store.conversations import ConversationStore

resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
opened = ConversationStore.open(Path(sys.argv[1]))
conversation = opened.store.create_conversation("written without room")
question, answer = opened.store.add_question_and_answer(
    conversation.id, None, "Hello", model_name="m", quantization="Q8_0"
)
opened.store.write_partial(answer.id, "Hi", "")
print(opened.store.is_persistent)
print(sorted(line.title for line in opened.store.conversations()))
print(sorted({m.status.value for line in opened.store.conversations() for m in opened.store.thread(line.id)}))
print(opened.notice)
"""


def start_without_room(path: Path) -> list[str]:
    """Start where no file can take a byte; return what the store says."""
    finished = subprocess.run(
        [sys.executable, "-B", "-c", FULL_DISK, str(path)], capture_output=True, text=True, check=True, cwd=CHECKOUT
    )
    return finished.stdout.splitlines()


def test_the_first_start_works_with_no_room_on_the_disk(path: Path) -> None:
    is_persistent, kept, _, notice = start_without_room(path)
    assert (is_persistent, kept) == ("False", "['written without room']")
    assert notice == (
        "The disk is full or failing: what you write now is gone when QuantChat closes. "
        "To have it saved, free some space and start QuantChat again."
    )


def test_a_start_with_no_room_on_the_disk_still_shows_what_was_saved(path: Path) -> None:
    opened = ConversationStore.open(path)
    conversation = opened.store.create_conversation("oak")
    opened.store.add_question_and_answer(conversation.id, None, "Hello", model_name="m", quantization="Q8_0")
    opened.store.close()

    is_persistent, kept, statuses, notice = start_without_room(path)

    assert (is_persistent, kept) == ("False", "['oak', 'written without room']")
    assert statuses == "['complete', 'interrupted', 'streaming']"
    assert notice.endswith(" 1 conversation saved before can be read.")
    with_room = ConversationStore.open(path)
    assert (titles(with_room.store), with_room.notice) == ({"oak"}, "")
    assert with_room.store.thread(conversation.id)[1].status is MessageStatus.INTERRUPTED
    with_room.store.close()


def test_a_start_with_no_room_after_a_crash_shows_what_is_still_in_the_log(path: Path, tmp_path: Path) -> None:
    opened = ConversationStore.open(path)
    opened.store.create_conversation("in the log")
    crashed = leave_as_a_crash_would(path, tmp_path / "crashed")
    opened.store.close()

    is_persistent, kept, _, _ = start_without_room(crashed)

    assert (is_persistent, kept) == ("False", "['in the log', 'written without room']")


def test_a_disk_that_can_be_read_but_not_written_is_noticed_at_the_start(path: Path) -> None:
    opened = ConversationStore.open(path)  # stays open: what reading needs is there, so only a write can fail
    opened.store.create_conversation("oak")

    is_persistent, kept, _, notice = start_without_room(path)

    assert (is_persistent, kept) == ("False", "['oak', 'written without room']")
    assert notice.startswith("The disk is full or failing")
    assert titles(opened.store) == {"oak"}
    opened.store.close()


READ_ONLY_FOLDER = """
import os, sys
from pathlib import Path
from quantchat.store.conversations import ConversationStore

if os.getuid() == 0:
    os.setuid(65534)  # nothing is read-only for the first user
opened = ConversationStore.open(Path(sys.argv[1]))
print(opened.store.is_persistent)
print([line.title for line in opened.store.conversations()])
print(opened.notice)
"""


def test_a_read_only_folder_gives_what_was_saved_and_a_store_in_memory(path: Path) -> None:
    with TemporaryDirectory() as folder:  # the test's own folder is closed to other users
        fill(path, "oak")
        read_only = Path(folder)
        shutil.copy(path, read_only)
        (read_only / path.name).chmod(0o444)
        closed = read_only / "backups"
        closed.mkdir()
        (closed / "daily-20000101T000000Z.sqlite3").touch()
        closed.chmod(0o444)
        read_only.chmod(0o555)

        finished = subprocess.run(
            [sys.executable, "-B", "-c", READ_ONLY_FOLDER, str(read_only / path.name)],
            capture_output=True,
            text=True,
            check=True,
            cwd=CHECKOUT,
        )

        read_only.chmod(0o755)
        closed.chmod(0o755)
    is_persistent, kept, notice = finished.stdout.splitlines()
    assert (is_persistent, kept) == ("False", "['oak']")
    assert notice.startswith(f"QuantChat may not use the folder of your conversations ({folder})")
    assert notice.endswith("1 conversation saved before can be read.")


def test_a_file_held_by_another_program_is_busy_and_not_damaged(path: Path) -> None:
    fill(path, "oak")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(KnownError) as refusal:
            open_database(path, busy_wait_s=0.05)
        other.execute("ROLLBACK")
    assert refusal.value.kind is ErrorKind.STORE_BUSY
    assert files_beside(path) == {path.name}


def test_a_backup_of_a_file_held_by_another_program_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "conversations.sqlite3"
    with closing(connect(path, busy_wait_s=0.05)) as connection, closing(connect(path, busy_wait_s=0)) as other:
        connection.execute("CREATE TABLE kept (id)")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            Backups(tmp_path / "backups", 1).make_daily(connection)
        other.execute("ROLLBACK")
    assert list((tmp_path / "backups").iterdir()) == []
