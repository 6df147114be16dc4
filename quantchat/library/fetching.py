"""What has to be downloaded for a quantization of a model that is on offer."""

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from quantchat.errors import ErrorKind, KnownError
from quantchat.library.catalogue import CatalogueEntry
from quantchat.library.downloads.values import DownloadRequest, FileRequest
from quantchat.library.hub.addresses import RepositoryFile
from quantchat.wording import worded

if TYPE_CHECKING:  # it brings the HTTP client in, which the window does not need to open
    from quantchat.library.hub.listing import HubFile, RepositoryListing


def request_for_entry(entry: CatalogueEntry, quantization: str, models_folder: Path) -> DownloadRequest:
    """What to download for a model of the catalogue.

    Raises:
        KnownError: no file of this type is known.
    """
    published = entry.quantizations.get(quantization)
    if published is None:
        raise KnownError(
            ErrorKind.NOT_FOUND,
            worded("No file of {model} in {quantization} is known.", model=entry.name, quantization=quantization),
        )
    parts = published.parts
    is_single = len(parts) == 1
    files = tuple(
        FileRequest(
            RepositoryFile(entry.gguf_repository, part),
            PurePosixPath(part).name,
            published.size_bytes if is_single else None,
            published.sha256 if is_single else None,
        )
        for part in parts
    )
    title = f"{entry.name} in {quantization}"
    return _request(entry.gguf_repository, parts[0], title, files, models_folder)


def request_for_hub_file(
    listing: "RepositoryListing", file: "HubFile", model_name: str, models_folder: Path
) -> DownloadRequest:
    """What to download of a repository that was listed."""
    files = tuple(
        FileRequest(
            RepositoryFile(listing.repository, part.file, listing.revision),
            PurePosixPath(part.file).name,
            part.size_bytes,
            part.sha256,
        )
        for part in file.parts
    )
    title = f"{model_name} in {file.quantization}" if file.quantization else model_name
    return _request(listing.repository, file.file, title, files, models_folder)


def _request(
    repository: str, first_file: str, title: str, files: tuple[FileRequest, ...], models_folder: Path
) -> DownloadRequest:
    """A folder for each repository, so that files of one name from two publishers do not meet."""
    folder = models_folder / repository.replace("/", "--")
    return DownloadRequest(f"{repository}/{first_file}", title, files, folder)
