"""One file on its way: one request for what is missing of it, and what each answer means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

import httpx
import msgspec

from quantchat.core.plain_text import plain_text
from quantchat.errors import ErrorKind, KnownError
from quantchat.library.downloads.answers import (
    content_length,
    content_range,
    intruder,
    linked_sha256,
    of_other_size,
    replaced,
    strong_etag,
    unusable,
)
from quantchat.library.downloads.attempts import Cut
from quantchat.library.downloads.interruption import Interrupted, Interruption
from quantchat.library.downloads.part_file import PartFile
from quantchat.library.downloads.sidecar import KnownPart
from quantchat.library.hub.http import authorization, network_error, refusal, retry_after_seconds
from quantchat.library.hub.token import AccessToken
from quantchat.wording import NO_WORDS, Wording, worded

ROOM_CHECK_BYTES = 64 * 2**20
"""How much arrives between two looks at the free space of the disk."""

REPLACED_NOTE = worded("The file was replaced by its publisher meanwhile, so the download started anew.")
NOT_CONTINUED_NOTE = worded("The server cannot continue a download, so it started anew.")

_OF_A_STALE_REDIRECT = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
"""The servers that hold the bytes know no people: to them only the signature in a redirect can be wrong or too old."""

_PASSING = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})


@dataclass(slots=True)
class Transfer:
    """A file that is being fetched.

    Attributes:
        client: asks the hubs.
        token: sent to its own endpoint only; None for no token.
        part: what has arrived.
        known: what is known of the file; grows with each answer.
        interruption: ends everything by `Interrupted`.
        remember: writes what is known to the disk.
        require_room: raises `KnownError` if the disk has no room for what is missing.
        on_received: called after each piece that arrives, and when all of them are forgotten.
        on_note: told what the person should know.
    """

    client: httpx.Client
    token: AccessToken | None
    part: PartFile
    known: KnownPart
    interruption: Interruption
    remember: Callable[[KnownPart], None]
    require_room: Callable[[], None]
    on_received: Callable[[], None]
    on_note: Callable[[Wording], None]
    _unchecked_bytes: int = field(default=0, init=False)

    @property
    def is_complete(self) -> bool:
        """Whether as many bytes are here as the file has."""
        return self.known.endpoint != "" and self.part.received_bytes == self.known.size_bytes

    def fetch_rest(self, endpoint: str) -> None:
        """Ask one hub for what is missing and take it until the file is complete.

        Raises:
            Cut: the answer ended early or was of no use, and another one may be better.
            KnownError: another try is useless.
            Interrupted: the download was told to stop.
            OSError: the disk refuses.
        """
        self._forget_what_cannot_be_continued(endpoint)
        if self.is_complete:
            return
        url = self.known.request.source.url(endpoint)
        headers = {**self._range_headers(endpoint), **authorization(url, self.token)}
        try:
            with self.client.stream(
                "GET", url, headers=headers, extensions={"trace": self.interruption.trace}
            ) as response:
                self._take(response, endpoint)
        except httpx.InvalidURL as error:
            raise KnownError(
                ErrorKind.OTHER,
                worded("“{address}” is not a web address.", address=plain_text(url)),
                worded("Check it."),
            ) from error
        except httpx.HTTPError as error:
            if self.interruption.is_requested:
                raise Interrupted from error
            raise Cut(network_error(error, httpx.URL(url).host)) from error

    def forget(self) -> None:
        """Forget what has arrived and all that is known of it."""
        self._start_anew(NO_WORDS)
        self.known = msgspec.structs.replace(self.known, endpoint="")
        self.remember(self.known)

    def _forget_what_cannot_be_continued(self, endpoint: str) -> None:
        """Start anew where bytes of two different files could be joined without a way to find out."""
        known, received_bytes = self.known, self.part.received_bytes
        has_checksum = known.sha256 is not None
        can_be_continued = known.endpoint and (has_checksum or (known.etag and known.endpoint == endpoint))
        is_too_long = known.size_bytes is not None and received_bytes > known.size_bytes
        if received_bytes and (is_too_long or not (can_be_continued or self.is_complete)):
            self.part.start_anew()

    def _range_headers(self, endpoint: str) -> Mapping[str, str]:
        if not self.part.received_bytes:
            return {}
        wanted = {"Range": f"bytes={self.part.received_bytes}-"}
        is_same_server = self.known.etag and self.known.endpoint == endpoint
        return {**wanted, "If-Range": self.known.etag} if is_same_server else wanted

    def _take(self, response: httpx.Response, endpoint: str) -> None:
        status = response.status_code
        if response.is_success:
            self._check_answer(response)
        if status == HTTPStatus.PARTIAL_CONTENT and self.part.received_bytes:
            total_bytes = self._continued(response)
        elif status == HTTPStatus.OK:
            total_bytes = self._started(response, endpoint)
        elif status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and self.part.received_bytes:
            self._nothing_left(response, endpoint)
            return
        else:
            raise self._refused(response)
        self._take_note(endpoint, strong_etag(response), total_bytes, linked_sha256(response))
        self._take_body(response)

    def _continued(self, response: httpx.Response) -> int | None:
        """Check that an answer goes on where the part ends; return the size of the whole file if it says so."""
        first_byte, total_bytes = content_range(response)
        etag = strong_etag(response)
        is_same_content = not etag or self.known.etag in ("", etag) or "If-Range" not in response.request.headers
        if first_byte != self.part.received_bytes or not is_same_content:
            self._start_anew(NOT_CONTINUED_NOTE if is_same_content else REPLACED_NOTE)
            raise Cut(unusable(response))
        if self.known.size_bytes is not None and total_bytes not in (None, self.known.size_bytes):
            self._start_anew(REPLACED_NOTE)
            raise Cut(unusable(response))
        self.part.was_joined = True
        return self.known.size_bytes if total_bytes is None else total_bytes

    def _started(self, response: httpx.Response, endpoint: str) -> int | None:
        """Begin with the first byte; return the size of the file if the answer says so."""
        total_bytes = content_length(response)
        self._check_size(total_bytes)  # before anything is forgotten for the sake of an answer from somebody else
        if self.part.received_bytes:
            etag = strong_etag(response)
            was_replaced = self.known.endpoint == endpoint and self.known.etag and etag != self.known.etag
            self._start_anew(REPLACED_NOTE if was_replaced else NOT_CONTINUED_NOTE)
        return total_bytes

    def _nothing_left(self, response: httpx.Response, endpoint: str) -> None:
        """The server says that there is nothing behind what is here, so it is complete or of another file."""
        _, total_bytes = content_range(response)
        if total_bytes != self.part.received_bytes or self._published_bytes not in (None, total_bytes):
            self._start_anew(REPLACED_NOTE)
            raise Cut(refusal(response, self._repository))
        self._take_note(endpoint, self.known.etag, total_bytes, None)

    def _refused(self, response: httpx.Response) -> Exception:
        """What an answer without content means: another try may help, or not."""
        status = response.status_code
        if status in _PASSING or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return Cut(refusal(response, self._repository), retry_after_seconds(response) or 0.0)
        is_stale_redirect = response.history and status in _OF_A_STALE_REDIRECT
        if status < HTTPStatus.BAD_REQUEST or is_stale_redirect:
            return Cut(unusable(response))
        return refusal(response, self._repository)

    def _take_note(self, endpoint: str, etag: str, total_bytes: int | None, sha256: str | None) -> None:
        """Remember what an answer says of the file before its bytes are kept."""
        size_bytes = self._published_bytes if total_bytes is None else total_bytes
        known = msgspec.structs.replace(
            self.known, endpoint=endpoint, etag=etag, size_bytes=size_bytes, sha256=self.known.sha256 or sha256
        )
        if known != self.known:
            self.remember(known)
            self.known = known

    def _check_size(self, total_bytes: int | None) -> None:
        published_bytes = self._published_bytes
        if total_bytes is not None and published_bytes is not None and total_bytes != published_bytes:
            raise of_other_size(total_bytes, published_bytes)

    def _check_answer(self, response: httpx.Response) -> None:
        """Find out from its head that an answer is not about the file that was asked for."""
        error = intruder(response)
        if error is not None:
            raise Cut(error)
        offered, known = linked_sha256(response), self.known.sha256
        if offered is None or known is None or offered == known.lower():
            return
        if self.known.request.sha256 is not None:
            raise replaced()
        self._start_anew(REPLACED_NOTE)
        raise Cut(replaced())

    def _take_body(self, response: httpx.Response) -> None:
        self.require_room()
        for chunk in response.iter_raw():
            self.interruption.check()
            self._keep(chunk, response)
        self.interruption.check()  # a connection that was shut down can look like the end of a body
        if self.known.size_bytes is None:
            self.known = msgspec.structs.replace(self.known, size_bytes=self.part.received_bytes)
            self.remember(self.known)
        if not self.is_complete:
            raise Cut(network_error(httpx.RemoteProtocolError("too short"), response.url.host))

    def _keep(self, chunk: bytes, response: httpx.Response) -> None:
        size_bytes = self.known.size_bytes
        if size_bytes is not None and self.part.received_bytes + len(chunk) > size_bytes:
            self._start_anew(NO_WORDS)
            raise Cut(unusable(response))
        try:
            self.part.append(chunk)
        finally:  # a full disk still took the beginning of it
            self.on_received()
        self._unchecked_bytes += len(chunk)
        if self._unchecked_bytes >= ROOM_CHECK_BYTES:
            self._unchecked_bytes = 0
            self.require_room()

    def _start_anew(self, note: Wording) -> None:
        """Forget what has arrived and the name that a server gave to it."""
        self.part.start_anew()
        self.on_received()
        published = self.known.request
        self.known = msgspec.structs.replace(
            self.known, etag="", size_bytes=published.size_bytes, sha256=published.sha256
        )
        if note:
            self.on_note(note)

    @property
    def _published_bytes(self) -> int | None:
        return self.known.request.size_bytes

    @property
    def _repository(self) -> str:
        return self.known.request.source.repository
