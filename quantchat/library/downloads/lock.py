"""One program at a time works on a download; a program that dies lets go of it."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import worded

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_HELD = frozenset({errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK})


@contextmanager
def download_lock(path: Path) -> Iterator[None]:
    """Hold a lock that the system takes back when this process ends, however it ends.

    Its file is removed at the end. Where the file system knows no locks, there is none, as there are no two programs
    either as a rule.

    Raises:
        KnownError: another program holds it.
        OSError: the disk refuses.
    """
    descriptor = _acquire(path)
    try:
        yield
    finally:
        _release(path, descriptor)


def _acquire(path: Path) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(descriptor)
            if _is_still_there(path, descriptor):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # its last holder removed the file between the two steps: the next one is another


def _lock(descriptor: int) -> None:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in _HELD:
            return
        raise KnownError(
            ErrorKind.OTHER,
            worded("Another QuantChat on this computer is downloading this model just now."),
            worded("Wait until it is done, or pause it there."),
        ) from error


def _is_still_there(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _release(path: Path, descriptor: int) -> None:
    if sys.platform == "win32":  # a file that is open cannot be removed there
        os.close(descriptor)
    with suppress(OSError):  # an empty file may stay: it locks nothing
        path.unlink()
    if sys.platform != "win32":
        os.close(descriptor)
