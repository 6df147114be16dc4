"""The header of a GGUF file that lies at the hub, without downloading the file.

The beginning of the file is fetched in ranges that grow, each asked for only if the file is still the same, until
the header is complete: 1 MB for the smallest vocabularies, 8 MB for Llama 3, 13 MB for gpt-oss, and up to a block more.
"""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass

import httpx
from typing_extensions import Buffer

from quantchat.core.gguf import GgufHeader, join_parts, read_header
from quantchat.core.plain_text import plain_text
from quantchat.errors import ErrorKind, KnownError
from quantchat.library.hub.http import answer, check_wanted, never
from quantchat.library.hub.listing import HubFile, RepositoryListing
from quantchat.library.hub.token import AccessToken
from quantchat.wording import Wording, worded

FIRST_BLOCK_BYTES = 2**18
LARGEST_BLOCK_BYTES = 2**22
MOST_HEADER_BYTES = 2**26
"""Five times the longest header of the models in the catalogue."""

_MOST_FAILED_TRIES = 4
_CONTENT_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})")


@dataclass(frozen=True, slots=True)
class RemoteHeader:
    """A header, and what it cost to read it.

    Attributes:
        header: of the file, or of all parts of the model together.
        transferred_bytes: received for it.
    """

    header: GgufHeader
    transferred_bytes: int


def read_remote_header(
    client: httpx.Client,
    url: str,
    repository: str,
    token: AccessToken | None = None,
    *,
    size_bytes: int | None = None,
    cancelled: Callable[[], bool] = never,
) -> RemoteHeader:
    """Read the header of one file.

    Args:
        client: of `open_client`.
        url: of the file, as `RepositoryFile.url` gives it.
        repository: "organization/name", for the sentences.
        token: sent only to its own endpoint.
        size_bytes: of the file as listed; another size means that it was changed. None to believe the server.
        cancelled: asked between pieces.

    Raises:
        KnownError: the network or the server failed, the file changed meanwhile, it is no sound GGUF file, or
            `cancelled` says so.
    """
    beginning = _Beginning(client, url, repository, token, size_bytes, cancelled)
    beginning.fetch(1)
    header = read_header(io.BufferedReader(_File(beginning), 1), beginning.size_bytes)
    return RemoteHeader(header, beginning.transferred_bytes)


def read_model_header(
    client: httpx.Client,
    listing: RepositoryListing,
    file: HubFile,
    token: AccessToken | None = None,
    cancelled: Callable[[], bool] = never,
) -> RemoteHeader:
    """Read the header of a listed model, all its parts together; raises like `read_remote_header`."""
    parts = [
        read_remote_header(
            client,
            listing.source(part).url(listing.endpoint),
            listing.repository,
            token,
            size_bytes=part.size_bytes,
            cancelled=cancelled,
        )
        for part in file.parts
    ]
    return RemoteHeader(join_parts([part.header for part in parts]), sum(part.transferred_bytes for part in parts))


class _Beginning:
    """The first bytes of a remote file, as many as were needed so far.

    Attributes:
        transferred_bytes: received so far; more than are kept if the server does not know ranges.
    """

    def __init__(
        self,
        client: httpx.Client,
        url: str,
        repository: str,
        token: AccessToken | None,
        size_bytes: int | None,
        cancelled: Callable[[], bool],
    ) -> None:
        self._client = client
        self._url = url
        self._repository = repository
        self._token = token
        self._cancelled = cancelled
        self._listed_bytes = size_bytes
        self._etag = ""
        self._block_bytes = FIRST_BLOCK_BYTES
        self._bytes = bytearray()
        self._redirected_url = ""
        self._tries_left = _MOST_FAILED_TRIES
        self._size_bytes: int | None = None
        self.transferred_bytes = 0

    @property
    def size_bytes(self) -> int:
        """Of the whole file; 0 before the first answer."""
        return self._size_bytes or 0

    def piece(self, start: int, end: int) -> bytes:
        """The bytes from `start` to before `end`, as far as the file goes."""
        self.fetch(end)
        return bytes(memoryview(self._bytes)[start:end])

    def fetch(self, end: int) -> None:
        """See that the bytes before `end` are here, or all of a file that is shorter."""
        if end > MOST_HEADER_BYTES:
            raise KnownError(
                ErrorKind.MALFORMED,
                worded("The model file at {host} is damaged: its header is longer than any real one.", host=self._host),
                worded("Choose another file."),
            )
        while self._size_bytes is None or len(self._bytes) < min(end, self._size_bytes):
            self._fetch_block(end)

    def _fetch_block(self, end: int) -> None:
        """Fetch the next block; what fails is tried again where a try brought something, and at the first address."""
        before = len(self._bytes)
        asked_at = self._redirected_url or self._url
        try:
            self._ask(asked_at, before, max(end, before + self._block_bytes))
        except KnownError as error:
            has_brought_some = error.kind is ErrorKind.NETWORK and len(self._bytes) > before
            may_help = has_brought_some or self._redirected_url
            if error.kind is ErrorKind.CANCELLED or not may_help or not self._tries_left:
                raise
            self._tries_left -= 1
            self._redirected_url = ""  # such addresses expire
        self._block_bytes = min(2 * self._block_bytes, LARGEST_BLOCK_BYTES)

    def _ask(self, url: str, start: int, end: int) -> None:
        headers = {"Range": f"bytes={start}-{end - 1}"}
        if self._etag and not self._etag.startswith("W/"):  # RFC 9110, 13.1.5: a weak one never matches
            headers["If-Range"] = self._etag
        with answer(self._client, url, self._repository, self._token, headers) as response:
            if response.headers.get("Content-Encoding", "identity") != "identity":
                raise _not_as_listed(
                    worded("A file of {model} was packed on its way while QuantChat looked at it.", model=self._model)
                )
            at = self._start_of(response)
            self._check_same(response)
            self._take(response, at, min(end, self.size_bytes))
            if start < min(end, self.size_bytes) and len(self._bytes) == start:
                raise _not_as_listed(
                    worded(
                        "A file of {model} was sent without its content while QuantChat looked at it.",
                        model=self._model,
                    )
                )
            if response.history:
                self._redirected_url = str(response.url)  # half the questions from now on

    def _start_of(self, response: httpx.Response) -> int:
        """Where the body begins in the file; also learns the size of the file."""
        stated = response.headers.get("Content-Range", "")
        match = _CONTENT_RANGE.fullmatch(stated)
        if response.status_code == httpx.codes.PARTIAL_CONTENT and match:
            self._learn_size(int(match[3]))
            return int(match[1])
        length = response.headers.get("Content-Length", "")
        if response.status_code == httpx.codes.OK and length.isascii() and length.isdecimal():
            self._learn_size(int(length[:18]))
            return 0
        raise KnownError(
            ErrorKind.NETWORK,
            worded(
                "{host} does not say how large the file is, so that it cannot be looked at before downloading.",
                host=self._host,
            ),
            worded("Choose another file."),
        )

    def _learn_size(self, size_bytes: int) -> None:
        known = self._listed_bytes if self._size_bytes is None else self._size_bytes
        if known is not None and size_bytes != known:
            raise self._changed()
        self._size_bytes = size_bytes

    def _check_same(self, response: httpx.Response) -> None:
        etag = response.headers.get("ETag", "")
        if self._etag and etag and etag != self._etag:
            raise self._changed()
        self._etag = self._etag or etag

    def _take(self, response: httpx.Response, at: int, end: int) -> None:
        """Keep the body from where the bytes that are here end, up to `end`; the rest is not waited for."""
        if at > len(self._bytes):
            raise _not_as_listed(
                worded("A file of {model} was sent in the wrong order while QuantChat looked at it.", model=self._model)
            )
        for chunk in response.iter_raw():
            check_wanted(self._cancelled)
            self.transferred_bytes += len(chunk)
            is_new_from = max(0, len(self._bytes) - at)
            self._bytes += chunk[is_new_from : max(is_new_from, end - at)]
            at += len(chunk)
            if at >= end:
                return

    def _changed(self) -> KnownError:
        return _not_as_listed(worded("A file of {model} was changed while QuantChat looked at it.", model=self._model))

    @property
    def _model(self) -> str:
        return plain_text(self._repository)

    @property
    def _host(self) -> str:
        return plain_text(httpx.URL(self._url).host)


def _not_as_listed(sentence: Wording) -> KnownError:
    return KnownError(ErrorKind.NETWORK, sentence, worded("Look at the model's files again."))


class _File(io.RawIOBase):
    """A remote file as the header's reader wants it: seekable, and fetched as far as it is read."""

    def __init__(self, beginning: _Beginning) -> None:
        super().__init__()
        self._beginning = beginning
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place counted from the start, which is all that the reader does."""
        if whence != io.SEEK_SET:
            raise io.UnsupportedOperation("only from the start")
        self._at = offset
        return offset

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Buffer) -> int:
        """Fill as much of the buffer as the file has left."""
        target = memoryview(buffer)
        end = min(self._at + len(target), self._beginning.size_bytes)
        piece = self._beginning.piece(self._at, end)
        target[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
