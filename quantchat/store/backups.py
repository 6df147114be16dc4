"""Copies of the conversations file, kept in a folder beside it in case it gets damaged.

One is made a day, at the start and only from a file found sound; the newest seven stay. One more is made before each
migration and stays until that migration is made again.
"""

import os
import shutil
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from quantchat.store.connection import connect_unchanging
from quantchat.store.damage import DamagedFileError, check_sound
from quantchat.store.schema import reading, schema_version

DAILY_BACKUPS_KEPT = 7
_DAY_S = 24 * 60 * 60


class Backups:
    """The backups of one database in their folder, which is made when the first one is."""

    def __init__(self, folder: Path, newest_version: int) -> None:
        self._folder = folder
        self._newest_version = newest_version

    def newest_first(self) -> list[Path]:
        """Every backup there is, good or not."""
        return self._newest_first("*.sqlite3")

    def newest_good(self) -> Path | None:
        """The newest backup that is sound and that this program can read, if any."""
        return next((path for path in self.newest_first() if self._is_good(path)), None)

    def make_daily(self, connection: sqlite3.Connection) -> None:
        """Copy the database unless that was done within a day, and let go of the oldest copies."""
        daily = self._newest_first("daily-*.sqlite3")
        if daily and 0 <= time.time() - daily[0].stat().st_mtime < _DAY_S:
            return
        stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        self._copy(connection, self._folder / f"daily-{stamp}.sqlite3")
        for path in self._newest_first("daily-*.sqlite3")[DAILY_BACKUPS_KEPT:]:
            path.unlink()

    def make_by_hand(self, connection: sqlite3.Connection) -> Path:
        """Copy the database because the person asks for it; such a copy stays."""
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")  # two within a second must not share a name
        target = self._folder / f"by-hand-{stamp}.sqlite3"
        self._copy(connection, target)
        return target

    def make_before_migration(self, connection: sqlite3.Connection, version: int) -> None:
        """Copy the database as it is before it is brought to `version`."""
        self._copy(connection, self._folder / f"before-version-{version}.sqlite3")

    def restore_newest(self, path: Path) -> Path | None:
        """Put a copy of the newest good backup at `path`; return the backup, None if there was no good one."""
        backup = self.newest_good()
        if backup is None:
            return None
        temporary = path.with_name(f"{path.name}.restoring")
        try:
            temporary.touch(mode=0o600)
            shutil.copyfile(backup, temporary)
            with temporary.open("rb+") as file:
                os.fsync(file.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        return backup

    def _newest_first(self, pattern: str) -> list[Path]:
        try:
            return sorted(self._folder.glob(pattern), key=lambda path: path.stat().st_mtime, reverse=True)
        except PermissionError:
            return []  # backups that may not be looked at cannot be restored either, and the start goes on

    def _is_good(self, path: Path) -> bool:
        try:
            with closing(connect_unchanging(path)) as connection:
                check_sound(connection)
                return 0 < schema_version(connection) <= self._newest_version
        except (DamagedFileError, sqlite3.OperationalError):
            return False

    def _copy(self, connection: sqlite3.Connection, target: Path) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = target.with_name(f"{target.name}.making")
        temporary.unlink(missing_ok=True)
        try:
            temporary.touch(mode=0o600)
            with closing(sqlite3.connect(temporary, isolation_level=None)) as copy, reading(connection):
                connection.backup(copy)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
