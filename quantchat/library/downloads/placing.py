"""Giving finished files their names: all of a model's files or none, and never over a file that is there."""

import os
from pathlib import Path

import msgspec

from quantchat.core.gguf import read_header
from quantchat.errors import ErrorKind, KnownError
from quantchat.library.downloads.disk import sync_folder
from quantchat.library.downloads.sidecar import Sidecar, part_path, sidecar_path, write_sidecar
from quantchat.library.downloads.values import DownloadRequest
from quantchat.wording import worded

_MOST_FOLDER_NAME_BYTES = 200
_MOST_FOLDERS = 1000


def check_parts_are_gguf(request: DownloadRequest) -> None:
    """Check that what arrived are whole GGUF files, before they get names that the library looks for.

    Raises:
        KnownError: one is not.
        OSError: the disk refuses.
    """
    for index in range(len(request.files)):
        with part_path(request, index).open("rb") as file:
            read_header(file, os.fstat(file.fileno()).st_size)


def place(folder: Path, sidecar: Sidecar) -> Path:
    """Rename the parts of a finished download, the first one last; return the path of the first file.

    A power cut in between is repaired by calling it again. Names that are taken stay with whoever has them: the model
    then goes to a subfolder, because the names of parts are fixed.

    Raises:
        KnownError: a file came in the way while the parts were being renamed.
        OSError: the disk refuses.
    """
    request = sidecar.request(folder)
    if not sidecar.destination:
        sidecar = msgspec.structs.replace(sidecar, destination=_free_destination(request))
        write_sidecar(folder, sidecar)
    destination = folder / sidecar.destination
    if not destination.is_dir():
        destination.mkdir()
        sync_folder(folder)
    for index in reversed(range(len(request.files))):
        _rename(part_path(request, index), destination / request.files[index].file_name)
    sync_folder(destination)
    sync_folder(folder)
    sidecar_path(request).unlink()
    return destination / request.files[0].file_name


def is_half_placed(folder: Path, sidecar: Sidecar) -> bool:
    """Whether a download was cut while its finished files were renamed, and all of them are still there."""
    request = sidecar.request(folder)
    return bool(sidecar.destination) and all(
        part_path(request, index).exists() or (folder / sidecar.destination / file.file_name).exists()
        for index, file in enumerate(request.files)
    )


def _rename(part: Path, path: Path) -> None:
    if not part.exists():
        return  # done before the power was cut
    if os.path.lexists(path):
        raise KnownError(
            ErrorKind.OTHER,
            worded("A file of the same name as the finished download has come into the models folder."),
            worded("Move that file elsewhere, then resume the download."),
        )
    part.rename(path)


def _free_destination(request: DownloadRequest) -> str:
    """The folder itself, or a subfolder that holds no files of these names."""
    name = Path(request.files[0].file_name).stem.encode()[:_MOST_FOLDER_NAME_BYTES].decode(errors="ignore").strip()
    for candidate in (".", *(f"{name} ({number})" for number in range(2, _MOST_FOLDERS))):
        folder = request.target_folder / candidate
        if _could_be_folder(folder) and not any(os.path.lexists(folder / file.file_name) for file in request.files):
            return candidate
    raise KnownError(
        ErrorKind.OTHER,
        worded("This model is in the models folder too many times already."),
        worded("Remove some of its copies."),
    )


def _could_be_folder(path: Path) -> bool:
    return path.is_dir() or not os.path.lexists(path)
