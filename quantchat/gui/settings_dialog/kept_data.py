"""What the settings tell about the data on the disk: where it is, how large, and which backups there are."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from quantchat.core.sizes import file_size_text
from quantchat.gui.translations import QT_TRANSLATE_NOOP
from quantchat.gui.wordings import translated
from quantchat.settings import Folders

_CHATS_AND_BACKUPS = QT_TRANSLATE_NOOP("kept_data", "Your chats take {chats}, %n backup(s) {backups}.", "", 1)
_LOG_SUFFIXES = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class KeptBackup:
    """One backup of the chats.

    Attributes:
        path: the file.
        made_at: when it was made, local time.
        size_bytes: its size.
    """

    path: Path
    made_at: datetime
    size_bytes: int

    @property
    def words(self) -> str:
        """When it was made and how large it is."""
        return f"{self.when}, {_size_text(self.size_bytes)}"

    @property
    def when(self) -> str:
        """When it was made, to the minute."""
        moment = QDateTime.fromSecsSinceEpoch(int(self.made_at.timestamp()))
        return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


@dataclass(frozen=True, slots=True)
class KeptData:
    """What is on the disk.

    Attributes:
        folder: where everything is.
        chats_bytes: size of the chats.
        backups: the newest first.
    """

    folder: Path
    chats_bytes: int
    backups: tuple[KeptBackup, ...]

    @property
    def size_words(self) -> str:
        """How much room chats and backups take."""
        backups_bytes = sum(backup.size_bytes for backup in self.backups)
        sizes = {"chats": _size_text(self.chats_bytes), "backups": _size_text(backups_bytes)}
        if not self.backups:
            return QCoreApplication.translate("kept_data", "Your chats take {chats}, no backup.").format(**sizes)
        return QCoreApplication.translate("kept_data", _CHATS_AND_BACKUPS, "", len(self.backups)).format(**sizes)


def read_kept_data(places: Folders, backup_files: Sequence[Path]) -> KeptData:
    """Look at the files; one that cannot be looked at is left out."""
    parts = (places.database.with_name(places.database.name + suffix) for suffix in _LOG_SUFFIXES)
    return KeptData(places.data, sum(map(_size_bytes, parts)), tuple(filter(None, map(_backup, backup_files))))


def _backup(path: Path) -> KeptBackup | None:
    with suppress(OSError):  # it was removed in this moment, or may not be looked at
        facts = path.stat()
        return KeptBackup(path, datetime.fromtimestamp(facts.st_mtime).astimezone(), facts.st_size)
    return None


def _size_text(size_bytes: int) -> str:
    return translated(file_size_text(size_bytes))


def _size_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0  # there is no such file, which takes no room
