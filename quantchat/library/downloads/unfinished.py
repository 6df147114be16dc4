"""Downloads that nobody works on: remembered, found again at the next start, and removed."""

from collections.abc import Iterator
from pathlib import Path

from quantchat.errors import KnownError
from quantchat.library.downloads.disk import known_disk_failures
from quantchat.library.downloads.lock import download_lock
from quantchat.library.downloads.placing import is_half_placed, place
from quantchat.library.downloads.sidecar import (
    Sidecar,
    lock_path,
    part_path,
    read_sidecar,
    remove_unfinished,
    sidecar_path,
    sidecars_below,
    write_sidecar,
)
from quantchat.library.downloads.values import DownloadRequest, DownloadState, DownloadStatus


def remember_request(request: DownloadRequest) -> None:
    """Let a download be found again if the program ends before its turn comes.

    It does not wait for the disk: of what has not begun, a power cut may take the memory.

    Raises:
        KnownError: the disk refuses.
    """
    with known_disk_failures():
        request.target_folder.mkdir(parents=True, exist_ok=True)
        if read_sidecar(sidecar_path(request)) is None:
            write_sidecar(request.target_folder, Sidecar.of(request), is_durable=False)


def remove_download(request: DownloadRequest) -> None:
    """Remove what has arrived of a download, and that it was ever asked for.

    Raises:
        KnownError: another program works on it, or the disk refuses.
    """
    with known_disk_failures():
        if request.target_folder.is_dir():
            with download_lock(lock_path(request)):
                remove_unfinished(request)


def unfinished_downloads(folder: Path) -> Iterator[DownloadStatus]:
    """Downloads in a folder and its subfolders that were not finished, as paused; nothing goes on the network.

    One whose finished files were being renamed when the power was cut is put in order, and is done.
    """
    for target_folder, sidecar in sidecars_below(folder):
        request = sidecar.request(target_folder)
        try:
            with known_disk_failures():
                yield _status(request, sidecar)
        except KnownError as error:
            yield DownloadStatus(request, DownloadState.FAILED, error=error)


def _status(request: DownloadRequest, sidecar: Sidecar) -> DownloadStatus:
    sizes = [part.size_bytes for part in sidecar.parts if part.size_bytes is not None]
    total_bytes = sum(sizes) if len(sizes) == len(sidecar.parts) else None
    if is_half_placed(request.target_folder, sidecar):
        with download_lock(lock_path(request)):
            path = place(request.target_folder, sidecar)
        return DownloadStatus(request, DownloadState.DONE, total_bytes or 0, total_bytes, path=path)
    paths = [part_path(request, index) for index in range(len(request.files))]
    received_bytes = sum(path.stat().st_size for path in paths if path.exists())
    return DownloadStatus(request, DownloadState.PAUSED, received_bytes, total_bytes)
