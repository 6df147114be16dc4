"""The unfinished file of a quantization: hidden beside the file it will become, and locked while it is written.

Whatever ends the program, the system then gives the lock up, so that what was left behind can be told from what another
window is writing.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from quantchat.engine import quantization_failures as failures

if sys.platform != "win32":
    import fcntl

_PREFIX = ".quantchat-"
_SUFFIX = ".quantizing"
_PROBE_BYTES = 1024**2


class UnfinishedFile:
    """A file that is deleted at the end of a `with` block, unless it was published before.

    Attributes:
        path: where it is until then.
    """

    def __init__(self, target: Path) -> None:
        """Make an empty file in the folder of `target`.

        Raises:
            KnownError: the folder does not take it.
        """
        self._target = target
        try:
            self.path, self._file = _make_locked(target.parent)
        except OSError as error:
            raise failures.cannot_write(target.name, error) from error
        self._is_open = True
        self._is_published = False

    def __enter__(self) -> "UnfinishedFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if sys.platform == "win32":  # no open file can be deleted there; not exercised
            self._close()
        if not self._is_published:
            with suppress(OSError):  # the disk was taken away, and the file with it
                self.path.unlink()
        self._close()

    def size_bytes(self) -> int:
        """How long it is by now."""
        return os.fstat(self._file).st_size

    def refusal(self) -> OSError | None:
        """Why the system does not let it become longer, None if it does: llama.cpp cannot say why it could not write.

        Only for a file that is given up: it has other bytes at its end afterwards.
        """
        try:
            os.lseek(self._file, 0, os.SEEK_END)
            written = 0
            while written < _PROBE_BYTES:
                written += os.write(self._file, bytes(_PROBE_BYTES - written))
            os.fsync(self._file)
        except OSError as error:
            return error
        return None

    def sync(self) -> None:
        """Bring everything to the disk.

        Raises:
            KnownError: the disk refuses.
        """
        try:
            os.fsync(self._file)
        except OSError as error:
            raise failures.cannot_write(self._target.name, error) from error

    def publish(self, *, overwrite: bool) -> None:
        """Give the file its name, so that it is there as a whole or not at all, even if the power fails.

        Raises:
            KnownError: there is such a file by now, or the folder refuses.
        """
        if not overwrite and os.path.lexists(self._target):
            raise failures.target_exists(self._target.name)
        try:
            if sys.platform == "win32":
                self._close()
            self.path.replace(self._target)
        except OSError as error:
            raise failures.cannot_write(self._target.name, error) from error
        self._is_published = True
        with suppress(OSError):  # file systems that do not know this make names lasting in their own way
            _sync_folder(self._target.parent)

    def _close(self) -> None:
        if self._is_open:
            self._is_open = False
            os.close(self._file)


def remove_leftovers(folder: Path) -> int:
    """Delete what quantizations left in a folder when their program was killed; return the bytes that became free."""
    freed_bytes = 0
    for path in _unfinished_files(folder):
        with suppress(OSError):  # somebody works on it, or it is somebody else's
            freed_bytes += _remove_unless_locked(path)
    return freed_bytes


def _unfinished_files(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]
    except OSError:  # who will write there is told why it cannot be
        return
    yield from (folder / name for name in names if name.startswith(_PREFIX) and name.endswith(_SUFFIX))


def _remove_unless_locked(path: Path) -> int:
    file = os.open(path, os.O_RDWR)
    try:
        _lock(file, wait=False)
        size_bytes = os.fstat(file).st_size
        if sys.platform != "win32":
            path.unlink()
    finally:
        os.close(file)
    if sys.platform == "win32":  # refused by the system while another program has it open; not exercised
        path.unlink()
    return size_bytes


def _make_locked(folder: Path) -> tuple[Path, int]:
    while True:
        path = folder / f"{_PREFIX}{os.urandom(8).hex()}{_SUFFIX}"
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666)
        with suppress(OSError):  # a file system without locks: leftovers are never removed from it
            _lock(file, wait=True)
        if os.fstat(file).st_nlink:  # else another program took it for a leftover before it was locked
            return path, file
        os.close(file)


def _lock(file: int, *, wait: bool) -> None:
    if sys.platform != "win32":
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":  # folders cannot be opened there
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
