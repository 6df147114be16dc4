"""What a repository at the hub offers, as the advice takes it: each usual quantization with its exact header.

The header of one file is read; those of the others are worked out by the quantizer's rules, and read too only where
the size that comes out is not the size at the hub. For most repositories one file answers for all.
"""

import logging
from collections.abc import Callable, Iterator

import httpx

from quantchat.core.gguf import GgufHeader
from quantchat.core.mix_rules import BASE_TYPES
from quantchat.core.mixes import quantized_header
from quantchat.core.recommend import UNQUANTIZED, USUAL_TYPES, Availability, Candidate
from quantchat.errors import ErrorKind, KnownError
from quantchat.library.hub.http import check_wanted, never
from quantchat.library.hub.listing import HubFile, RepositoryListing
from quantchat.library.hub.remote_file import read_model_header
from quantchat.library.hub.token import AccessToken

_UNSOUND = frozenset({ErrorKind.NOT_GGUF, ErrorKind.TRUNCATED, ErrorKind.MALFORMED})

_log = logging.getLogger(__name__)


def candidates(
    client: httpx.Client,
    listing: RepositoryListing,
    token: AccessToken | None = None,
    cancelled: Callable[[], bool] = never,
) -> Iterator[tuple[HubFile, GgufHeader]]:
    """The usual quantizations of a repository, each once, with the headers of their files, as they become known.

    Files whose header is unsound are left out; the log says why. Where a repository holds several models, the first
    of each quantization by name counts.

    Raises:
        KnownError: the network or the hub failed or refused, or `cancelled` says so.
    """
    source: GgufHeader | None = None
    for file in _usual_files(listing):
        check_wanted(cancelled)
        header = _derived(source, file) if source else None
        header = header or _read(client, listing, file, token, cancelled)
        if header:
            source = source or header
            yield file, header


def candidate(file: HubFile, header: GgufHeader) -> Candidate:
    """A file at the hub as the advice judges it."""
    return Candidate(file.quantization, header, Availability.DOWNLOAD)


def _usual_files(listing: RepositoryListing) -> list[HubFile]:
    """The files worth a row, the one to read first: quantized, because its metadata are those of most others."""
    by_type: dict[str, HubFile] = {}
    for file in listing.files:
        if file.quantization in USUAL_TYPES:
            by_type.setdefault(file.quantization, file)
    return sorted(by_type.values(), key=_reading_order)


def _reading_order(file: HubFile) -> tuple[bool, bool, int]:
    is_unquantized = file.quantization in UNQUANTIZED
    return is_unquantized, len(file.parts) > 1, USUAL_TYPES.index(file.quantization)


def _read(
    client: httpx.Client,
    listing: RepositoryListing,
    file: HubFile,
    token: AccessToken | None,
    cancelled: Callable[[], bool],
) -> GgufHeader | None:
    try:
        return read_model_header(client, listing, file, token, cancelled).header
    except KnownError as error:
        if error.kind not in _UNSOUND:
            raise
        _log.info("%s of %s is left out: %s", file.file, listing.repository, error.sentence)
        return None


def _derived(source: GgufHeader, file: HubFile) -> GgufHeader | None:
    """The header of a file by the quantizer's rules; None unless it makes the file just as large as it is.

    Publishers use an importance matrix or do not; either may be what makes the size come out.
    """
    if len(file.parts) > 1 or file.quantization not in BASE_TYPES:
        return None
    for with_importance_matrix in (True, False):
        try:
            header = quantized_header(source, file.quantization, with_importance_matrix)
        except KnownError:  # no rules for this model: the file itself is read
            return None
        if header.file_size_bytes == file.size_bytes:
            return header
    return None
