"""The trash of the system, for files too large to be copied: a file is moved within its disk or not at all.

On Linux and the BSDs this is the trash of freedesktop.org's specification, version 1.0, which file managers show and
empty. It is written here because the libraries for it copy a file to the home folder where its own disk has no trash
(for minutes, and 40 GB of them), do not say where they put it, so that nothing can be taken back, and refuse names of
more than 245 bytes. On macOS and Windows Send2Trash asks the system; nobody has run that here.
"""

import errno
import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import Wording, verbatim, worded

_INFO_SUFFIX = ".trashinfo"
_MAX_NAME_BYTES = 255
_MAX_SUFFIX_CHARS = 16
_MAX_TRIES = 1000


class TrashUnusableError(KnownError):
    """The disk that a file lies on has no trash that can be used; the file is untouched and could be deleted."""

    def __init__(self, why: Wording) -> None:
        super().__init__(
            ErrorKind.OTHER,
            worded("The trash of this disk cannot be used ({reason}), so nothing was removed.", reason=why),
            worded("Deleting the model forever is possible, but cannot be undone."),
        )


@dataclass(frozen=True, slots=True)
class TrashedFile:
    """A file in the trash, and how it can be put back.

    Attributes:
        original: where it was.
        trashed: where it is; None where only the system knows.
        info: the trash's note about it.
    """

    original: Path
    trashed: Path | None
    info: Path | None

    def put_back(self) -> None:
        """Move it to where it was, unless something else is there by now.

        Raises:
            OSError: it stays in the trash.
        """
        if self.trashed is None or self.info is None:
            raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP), str(self.original))
        if os.path.lexists(self.original):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(self.original))
        self.trashed.rename(self.original)
        self.info.unlink(missing_ok=True)


def move_to_trash(path: Path) -> TrashedFile:
    """Move a file to the trash of its disk; of a link, the link itself.

    Raises:
        TrashUnusableError: there is no trash for it, or no space for the note about it.
        OSError: the file cannot be taken from its folder.
    """
    if sys.platform in ("darwin", "win32"):
        return _asked_of_the_system(path)
    path = path.parent.resolve() / path.name
    problem = worded("no folder for it can be made")
    for trash, top in _trash_folders(path):
        try:
            info = _written_note(path, trash, top)
        except OSError as error:  # such as a full disk
            problem = _reason(error)
            continue
        trashed = trash / "files" / info.name.removesuffix(_INFO_SUFFIX)
        try:
            path.rename(trashed)
        except OSError as error:
            info.unlink(missing_ok=True)
            if error.errno != errno.EXDEV:
                raise
            problem = _reason(error)  # what looks like one disk is several
        else:
            return TrashedFile(path, trashed, info)
    raise TrashUnusableError(problem)


def _reason(error: OSError) -> Wording:
    return verbatim(error.strerror.lower()) if error.strerror else worded("the disk reports an error")


def _asked_of_the_system(path: Path) -> TrashedFile:
    from send2trash import (  # type: ignore[import-untyped]  # it has no annotations
        TrashPermissionError,
        send2trash,
    )

    try:
        send2trash(path)
    except TrashPermissionError as error:
        raise TrashUnusableError(worded("it does not allow it")) from error
    return TrashedFile(path, trashed=None, info=None)


def _trash_folders(path: Path) -> Iterator[tuple[Path, Path | None]]:
    """Folders of trash that a file can be moved to, and the disk's top where notes name the file relative to it."""
    device = path.lstat().st_dev
    home = Path(os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share"))  # noqa: PTH111  # may raise
    if home.is_absolute() and _nearest_existing(home).stat().st_dev == device:
        yield home / "Trash", None
        return
    top = next(folder for folder in path.parents if folder.is_mount())
    shared = top / ".Trash"
    if _is_for_everybody(shared):
        yield shared / str(os.geteuid()), top
    yield top / f".Trash-{os.geteuid()}", top


def _nearest_existing(folder: Path) -> Path:
    return next(parent for parent in (folder, *folder.parents) if parent.exists())


def _is_for_everybody(shared: Path) -> bool:
    """Whether an administrator made a trash for all users there; without the sticky bit others could exchange files."""
    try:
        mode = shared.lstat().st_mode
    except OSError:  # mostly there is none
        return False
    return stat.S_ISDIR(mode) and bool(mode & stat.S_ISVTX)


def _written_note(path: Path, trash: Path, top: Path | None) -> Path:
    """Write where a file came from, under the first free name; the note reserves that name for the file."""
    _make_own_folder(trash)
    files, notes = trash / "files", trash / "info"
    for folder in (files, notes):
        folder.mkdir(mode=0o700, exist_ok=True)
    shown = path.relative_to(top) if top else path
    deleted = datetime.now().replace(microsecond=0).isoformat()  # local time, as the specification says
    content = f"[Trash Info]\nPath={quote(os.fsencode(shown))}\nDeletionDate={deleted}\n"
    for number in range(1, _MAX_TRIES):
        name = _name_in_trash(path, number)
        info = notes / (name + _INFO_SUFFIX)
        if not os.path.lexists(files / name) and _made(info, content):
            return info
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(notes))


def _make_own_folder(trash: Path) -> None:
    """Make a trash folder that nobody else can look into, and never follow a link that somebody put in its place."""
    trash.mkdir(mode=0o700, parents=True, exist_ok=True)
    status = trash.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(trash))


def _made(info: Path, content: str) -> bool:
    """Whether a note could be made under a name that was free."""
    try:
        file = info.open("x", encoding="ascii")
    except FileExistsError:
        return False
    try:
        with file:
            file.write(content)
    except OSError:
        info.unlink(missing_ok=True)
        raise
    return True


def _name_in_trash(path: Path, number: int) -> str:
    """The file's name, numbered if needed, and cut where the longer name of the note would not fit."""
    suffix = path.suffix if len(path.suffix) < _MAX_SUFFIX_CHARS else ""
    ending = f" {number}{suffix}" if number > 1 else suffix
    stem = path.name.removesuffix(suffix) if suffix else path.name
    while len(os.fsencode(f"{stem}{ending}{_INFO_SUFFIX}")) > _MAX_NAME_BYTES:
        stem = stem[:-1]
    return stem + ending
