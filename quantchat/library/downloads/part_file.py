"""The file that a download grows in, and the checksum of what is in it.

It is not preallocated: the length of a file that only grows is what really arrived, after a power cut too, because
file systems make bytes part of a file only once they are on the disk.
"""

import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from quantchat.library.downloads.interruption import Interruption

_READ_BYTES = 2**20


def file_sha256(path: Path, interruption: Interruption, on_read: Callable[[int], None]) -> str:
    """Checksum of a file, 64 hexadecimal digits; see `PartFile.sha256`."""
    checksum, read_bytes = hashlib.sha256(), 0
    with path.open("rb", buffering=0) as file:
        while chunk := file.read(_READ_BYTES):
            interruption.check()
            checksum.update(chunk)
            read_bytes += len(chunk)
            on_read(read_bytes)
    return checksum.hexdigest()


class PartFile:
    """A growing file. All methods raise `OSError` where the disk refuses.

    Attributes:
        received_bytes: its length.
        was_joined: it holds bytes of more than one answer, which only a checksum shows to belong together.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o644), "r+b", buffering=0)
        self.received_bytes = self._file.seek(0, os.SEEK_END)
        self.was_joined = self.received_bytes > 0
        self._checksum = hashlib.sha256()
        self._summed_bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def append(self, chunk: bytes) -> None:
        """Add bytes; when the disk fills up, what still fitted stays."""
        left = memoryview(chunk)
        while left:
            written_bytes = self._file.write(left) or 0
            if self._summed_bytes == self.received_bytes:
                self._checksum.update(left[:written_bytes])
                self._summed_bytes += written_bytes
            self.received_bytes += written_bytes
            left = left[written_bytes:]

    def start_anew(self) -> None:
        """Forget what has arrived."""
        self._file.seek(0)
        self._file.truncate()
        self.received_bytes = self._summed_bytes = 0
        self.was_joined = False
        self._checksum = hashlib.sha256()

    def sha256(self, interruption: Interruption, on_read: Callable[[int], None]) -> str:
        """Checksum of all that is here, 64 hexadecimal digits; what was here at the start is read again once.

        Args:
            interruption: ends the reading by `Interrupted`.
            on_read: told how many bytes have been read again.
        """
        self._file.seek(self._summed_bytes)
        while self._summed_bytes < self.received_bytes:
            interruption.check()
            chunk = self._file.read(min(_READ_BYTES, self.received_bytes - self._summed_bytes))
            if not chunk:
                raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))  # somebody made it shorter meanwhile
            self._checksum.update(chunk)
            self._summed_bytes += len(chunk)
            on_read(self._summed_bytes)
        return self._checksum.hexdigest()

    def sync(self) -> None:
        """Wait until all of it is on the disk itself."""
        os.fsync(self._file.fileno())
