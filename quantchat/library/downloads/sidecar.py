"""What is remembered of a download while it is unfinished: one small file beside the parts that arrive.

It is written before the first byte is asked for and removed after the last rename, so that a download can go on after
a quit or a power cut. It names no folder, so that a models folder can be moved with everything in it.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Self

import msgspec

from quantchat.errors import KnownError
from quantchat.library.downloads.disk import sync_folder
from quantchat.library.downloads.values import DownloadRequest, FileRequest, check_request

SUFFIX = ".download.json"
PART_SUFFIX = ".part"
LOCK_SUFFIX = ".lock"
VERSION: Final = 1

_MOST_NAME_BYTES = 180  # with what is put behind a name, within the 255 bytes of any file system
_MOST_FOLDER_DEPTH = 8


class KnownPart(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of one file on its way.

    Attributes:
        request: what was asked for.
        endpoint: the hub that the bytes which are here came from; empty before the first answer.
        etag: the name that server gave to this content; empty if it gave none that can be relied on.
        size_bytes: as published or as the server says; None if neither did.
        sha256: as published or as the hub says; None if neither did.
        is_verified: it is complete and is what was published.
    """

    request: FileRequest
    endpoint: str = ""
    etag: str = ""
    size_bytes: int | None = None
    sha256: str | None = None
    is_verified: bool = False


class Sidecar(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of a download.

    Attributes:
        version: of this format.
        id: of the request.
        title: of the request.
        parts: its files, the first one first.
        destination: while the finished files are being renamed: the subfolder they go to, "." for none; else empty.
    """

    id: str
    title: str
    parts: tuple[KnownPart, ...]
    destination: str = ""
    version: int = VERSION

    @classmethod
    def of(cls, request: DownloadRequest) -> Self:
        """What is known before anything was asked of a server."""
        parts = tuple(KnownPart(request=file, size_bytes=file.size_bytes, sha256=file.sha256) for file in request.files)
        return cls(id=request.id, title=request.title, parts=parts)

    def request(self, folder: Path) -> DownloadRequest:
        """The request again, for the folder that the sidecar lies in."""
        return DownloadRequest(self.id, self.title, tuple(part.request for part in self.parts), folder)

    def with_part(self, index: int, part: KnownPart) -> Self:
        """The same with more known of one file."""
        parts = (*self.parts[:index], part, *self.parts[index + 1 :])
        return msgspec.structs.replace(self, parts=parts)


def sidecar_path(request: DownloadRequest) -> Path:
    """Where a download is remembered."""
    return request.target_folder / f"{_stem(request, 0)}{SUFFIX}"


def part_path(request: DownloadRequest, index: int) -> Path:
    """Where a file of a download lies until all of them are complete and checked."""
    return request.target_folder / f"{_stem(request, index)}-{index + 1}{PART_SUFFIX}"


def lock_path(request: DownloadRequest) -> Path:
    """What is locked while a program works on a download."""
    return request.target_folder / f"{_stem(request, 0)}{LOCK_SUFFIX}"


def remove_unfinished(request: DownloadRequest) -> None:
    """Remove what has arrived, and that it was ever asked for. What is not there is no matter.

    Raises:
        OSError: the disk refuses.
    """
    for index in range(len(request.files)):
        part_path(request, index).unlink(missing_ok=True)
    sidecar_path(request).unlink(missing_ok=True)


def write_sidecar(folder: Path, sidecar: Sidecar, *, is_durable: bool = True) -> None:
    """Remember a download: afterwards the disk itself holds either the old state or the new one.

    Args:
        folder: where its parts are.
        sidecar: what is known.
        is_durable: wait for the disk, so that a power cut is survived; a busy disk may take seconds for that.

    Raises:
        OSError: the disk refuses.
    """
    path = sidecar_path(sidecar.request(folder))
    temporary = path.with_suffix(".tmp")
    with temporary.open("wb") as file:
        file.write(msgspec.json.encode(sidecar))
        if is_durable:
            file.flush()
            os.fsync(file.fileno())
    temporary.replace(path)
    if is_durable:
        sync_folder(folder)


def read_sidecar(path: Path) -> Sidecar | None:
    """What is remembered there; None if there is nothing, or nothing that this version can use.

    Raises:
        OSError: it is there and cannot be read.
    """
    try:
        sidecar = msgspec.json.decode(path.read_bytes(), type=Sidecar)
        check_request(sidecar.request(path.parent))
    except (FileNotFoundError, UnicodeError, msgspec.DecodeError, KnownError):
        return None
    return sidecar if sidecar.version == VERSION else None


def sidecars_below(folder: Path) -> Iterator[tuple[Path, Sidecar]]:
    """All that are remembered in a folder and its subfolders, each with the folder that it lies in.

    What cannot be read is left out.
    """
    for current, subfolders, names in os.walk(folder):
        if len(Path(current).relative_to(folder).parts) >= _MOST_FOLDER_DEPTH:
            subfolders.clear()
        for name in sorted(names):
            if name.endswith(SUFFIX):
                found = _readable(Path(current, name))
                if found is not None:
                    yield Path(current), found


def _readable(path: Path) -> Sidecar | None:
    try:
        return read_sidecar(path)
    except OSError:
        return None


def _stem(request: DownloadRequest, index: int) -> str:
    """The name people know, as far as there is room for it, and what tells two downloads of one name apart."""
    import hashlib  # 4 MB of OpenSSL, for which a start without downloads has no use

    name = request.files[index].file_name.encode()[:_MOST_NAME_BYTES].decode(errors="ignore")
    return f"{name}.{hashlib.sha256(request.id.encode()).hexdigest()[:8]}"
