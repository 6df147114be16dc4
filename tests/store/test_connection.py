"""How a connection writes where a write-ahead log cannot be had."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from quantchat.store.connection import connect, is_network_folder, make_readable, use_durable_writes
from quantchat.store.conversations import ConversationStore


def connect_without_shared_memory(path: Path) -> sqlite3.Connection:
    """Connect through the part of SQLite that is made for folders without shared memory."""
    return sqlite3.connect(f"{path.as_uri()}?vfs=unix-dotfile", uri=True, isolation_level=None)


def test_without_shared_memory_a_rollback_journal_is_used(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite3"
    with closing(connect_without_shared_memory(path)) as connection:
        make_readable(connection)
        use_durable_writes(connection, tmp_path)
        connection.execute("CREATE TABLE kept (id)")
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_file_with_a_log_moved_to_such_a_folder_is_read_and_written(tmp_path: Path) -> None:
    path = tmp_path / "moved.sqlite3"
    with closing(connect(path, busy_wait_s=1)) as connection:
        use_durable_writes(connection, tmp_path)
        connection.execute("CREATE TABLE kept (id)")
        connection.execute("INSERT INTO kept VALUES (3)")
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)

    with closing(connect_without_shared_memory(path)) as connection:
        make_readable(connection)
        use_durable_writes(connection, tmp_path)
        connection.execute("INSERT INTO kept VALUES (4)")
        assert connection.execute("SELECT id FROM kept").fetchall() == [(3,), (4,)]
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    with closing(sqlite3.connect(path, timeout=0)) as other:
        assert other.execute("SELECT count(*) FROM kept").fetchone() == (2,)


def test_network_folders_are_told_from_the_list_of_mounts(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\n"
        "/dev/sdb1 /home/local ext4 rw 0 0\n"
        "server:/home /home nfs4 rw 0 0\n"
        "//nas/files /mnt/my\\040files cifs rw 0 0\n"
    )
    assert is_network_folder(Path("/home/ada"), mounts)
    assert is_network_folder(Path("/mnt/my files/chats"), mounts)
    assert not is_network_folder(Path("/home/local/ada"), mounts)
    assert not is_network_folder(Path("/homeless"), mounts)
    assert not is_network_folder(Path("/var"), mounts)
    assert not is_network_folder(Path("/var"), tmp_path / "no such list")


def test_on_a_network_folder_the_store_uses_a_rollback_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quantchat.store.connection.is_network_folder", lambda folder: True)
    opened = ConversationStore.open(tmp_path / "conversations.sqlite3")
    conversation = opened.store.create_conversation("oak")
    assert opened.store._connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert [line.id for line in opened.store.conversations()] == [conversation.id]
    opened.store.close()
