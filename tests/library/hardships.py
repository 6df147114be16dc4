"""Real hardships for a moment: a user who may do little, and a disk that takes no more."""

import os
import resource
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534


@contextmanager
def ordinary_user() -> Iterator[Path]:
    """Run as a user whom permissions hold for, and give that user a folder; the superuser becomes nobody."""
    folder = Path(tempfile.mkdtemp())
    superuser = os.geteuid() == 0
    if superuser:
        os.chown(folder, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    try:
        yield folder
    finally:
        if superuser:
            os.seteuid(0)
        for closed in folder.rglob("*"):
            if closed.is_dir() and not closed.is_symlink():
                closed.chmod(0o700)
        shutil.rmtree(folder)


@contextmanager
def full_disk() -> Iterator[None]:
    """Let every write of this process fail as soon as it would add a byte to a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
