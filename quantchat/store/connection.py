"""Connections to SQLite files: how they are opened and how they write.

Writing is through a write-ahead log, flushed at every commit, so that a killed process loses nothing it was told is
saved. The log needs shared memory, which network folders lack: there a rollback journal takes its place.
"""

import re
import sqlite3
from pathlib import Path

from quantchat.store.sqlite_errors import primary_code

_NETWORK_FILE_SYSTEMS = frozenset(
    {"9p", "afs", "ceph", "cifs", "fuse.glusterfs", "fuse.sshfs", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"}
)


def connect(path: Path, busy_wait_s: float) -> sqlite3.Connection:
    """Open or create a database file for use by several threads, in autocommit mode; nothing is read yet."""
    return sqlite3.connect(path, timeout=busy_wait_s, isolation_level=None, check_same_thread=False)


def connect_to_memory() -> sqlite3.Connection:
    """Open an empty database that lives as long as its connection."""
    return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)


def connect_unchanging(path: Path) -> sqlite3.Connection:
    """Open a file nobody writes to, without touching it or anything beside it; a log beside it is ignored."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)


def make_readable(connection: sqlite3.Connection) -> None:
    """Read once; a file that uses a log on a disk that cannot have one is taken off it first."""
    try:
        connection.execute("SELECT 1 FROM sqlite_master")
    except sqlite3.OperationalError as error:
        if not _lacks_shared_memory(error):
            raise
        use_rollback_journal(connection)


def use_durable_writes(connection: sqlite3.Connection, folder: Path) -> None:
    """Flush every commit, written through a log where it can be had, else through a rollback journal."""
    connection.execute("PRAGMA synchronous = FULL")
    if not is_network_folder(folder):
        try:
            if connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] == "wal":
                return
        except sqlite3.OperationalError as error:
            if not _lacks_shared_memory(error):
                raise
    use_rollback_journal(connection)


def use_rollback_journal(connection: sqlite3.Connection) -> None:
    """Leave the write-ahead log, needing no shared memory for it."""
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # keeps the index of the log in this process
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA locking_mode = NORMAL")
    connection.execute("SELECT 1 FROM sqlite_master")  # the exclusive lock is let go at the next access


def is_network_folder(folder: Path, mounts: Path = Path("/proc/self/mounts")) -> bool:
    """Whether a folder is on a network file system; False where the system has no such list."""
    if not mounts.exists():
        return False
    real_folder = folder.resolve()
    nearest_depth, nearest_type = 0, ""
    for line in mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
        _, escaped_point, file_system = line.split(" ")[:3]
        point = Path(re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), escaped_point))
        if len(point.parts) >= nearest_depth and real_folder.is_relative_to(point):
            nearest_depth, nearest_type = len(point.parts), file_system
    return nearest_type in _NETWORK_FILE_SYSTEMS


def _lacks_shared_memory(error: sqlite3.OperationalError) -> bool:
    return primary_code(error) in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PROTOCOL)
