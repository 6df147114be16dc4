"""What the disk says: whether there is room for a download, and what its refusals mean to the person."""

import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from quantchat.core.sizes import file_size_text
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import Wording, joined, worded

LEAST_SPARE_BYTES = 512 * 2**20
"""Room that is left free whatever is downloaded: with less, other programs and the conversations fail to save."""

SPARE_SHARE = 0.05
"""The same as a share of what is still to come, for the file system's own needs."""

FreeBytes = Callable[[Path], int]
"""Tells the free space on the disk of a folder, bytes; raises `OSError`."""

_KEPT = worded("What has arrived is kept; then resume the download.")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_REFUSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO, errno.ESTALE})


def free_bytes(folder: Path) -> int:
    """Free space on the disk of a folder for this user, bytes."""
    return shutil.disk_usage(folder).free


def require_room(folder: Path, remaining_bytes: int, free: FreeBytes = free_bytes) -> None:
    """Check that what is still to come fits on the disk and leaves some space.

    Raises:
        KnownError: it does not (kind DISK_FULL).
        OSError: the disk cannot be asked.
    """
    remaining_bytes = max(0, remaining_bytes)
    wanted_bytes = remaining_bytes + max(LEAST_SPARE_BYTES, int(remaining_bytes * SPARE_SHARE))
    available_bytes = free(folder)
    if available_bytes < wanted_bytes:
        raise KnownError(
            ErrorKind.DISK_FULL,
            worded(
                "There is not enough room for this download: {missing} are still to come, some space has to stay "
                "free, and the disk has {free} left.",
                missing=file_size_text(remaining_bytes),
                free=file_size_text(available_bytes),
            ),
            joined((worded("Free {size}.", size=file_size_text(wanted_bytes - available_bytes)), _KEPT)),
        )


@contextmanager
def known_disk_failures() -> Iterator[None]:
    """Turn what the disk refuses, raised inside, into `KnownError`."""
    try:
        yield
    except OSError as error:
        raise _known(error) from error


def sync_folder(folder: Path) -> None:
    """Write to the disk itself which names a folder holds; where folders cannot be opened, there is no such need."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _known(error: OSError) -> KnownError:
    if error.errno in _FULL:
        return KnownError(
            ErrorKind.DISK_FULL,
            worded("The disk of the models folder is full."),
            joined((worded("Free some space."), _KEPT)),
        )
    if error.errno == errno.EFBIG:
        return KnownError(
            ErrorKind.DISK_FULL,
            worded(
                "The disk of the models folder does not take files of this size; disks in the format FAT32 end at "
                "4.3 GB."
            ),
            worded("Choose a models folder on another disk."),
        )
    if error.errno == errno.ENAMETOOLONG:
        return KnownError(
            ErrorKind.OTHER,
            worded("The name of this model file is too long for the disk of the models folder."),
            worded("Choose a models folder on another disk, or another file."),
        )
    if error.errno in _REFUSED:
        return KnownError(
            ErrorKind.READ_ONLY,
            worded("QuantChat may not write to the models folder."),
            worded("Allow writing to it, or choose another models folder."),
        )
    if error.errno in _GONE:
        return KnownError(
            ErrorKind.FILE_MISSING,
            worded("The models folder, or a file of this download in it, is no longer there."),
            worded("Connect the disk that it is on, or start the download again."),
        )
    return KnownError(
        ErrorKind.FILE_UNREADABLE,
        _not_written(error.strerror),
        joined((worded("Check the disk of the models folder."), _KEPT)),
    )


def _not_written(reason: str | None) -> Wording:
    if not reason:
        return worded("The download cannot be written: the disk reports an error.")
    return worded("The download cannot be written: {reason}.", reason=reason)
