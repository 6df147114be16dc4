"""What the head of an answer says about a file, and whether it can be what was asked for."""

import re

import httpx

from quantchat.core.plain_text import plain_text
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import worded, worded_count

_CONTENT_RANGE = re.compile(r"bytes (?:(?P<first>\d{1,18})-\d{1,18}|\*)/(?:(?P<total>\d{1,18})|\*)")
_LENGTH = re.compile(r"[0-9]{1,18}")
_LINKED_SHA256 = re.compile(r'"?(?P<sha256>[0-9a-f]{64})"?')


def strong_etag(response: httpx.Response) -> str:
    """The server's name for exactly these bytes; empty for none, or for one that only means "much the same"."""
    etag = str(response.headers.get("ETag", ""))
    return etag if etag.startswith('"') else ""


def linked_sha256(response: httpx.Response) -> str | None:
    """Checksum of the file as the hub tells it along with the redirect to the bytes; None if it does not."""
    for answer in (*response.history, response):
        match = _LINKED_SHA256.fullmatch(answer.headers.get("X-Linked-ETag", ""))
        if match is not None:
            return match["sha256"]
    return None


def content_length(response: httpx.Response) -> int | None:
    """Bytes of the body as announced; None if they are not."""
    length = response.headers.get("Content-Length", "")
    return int(length) if _LENGTH.fullmatch(length) else None


def content_range(response: httpx.Response) -> tuple[int | None, int | None]:
    """First byte that is sent and size of the whole file (RFC 9110, 14.4); None for what is not said."""
    match = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
    if match is None:
        return None, None
    first, total = match["first"], match["total"]
    return None if first is None else int(first), None if total is None else int(total)


def intruder(response: httpx.Response) -> KnownError | None:
    """Why this cannot be an answer of a server that holds model files; None if it can."""
    if response.headers.get("Content-Type", "").startswith("text/html"):
        return KnownError(
            ErrorKind.NETWORK,
            worded("A web page arrived in place of the model file; public networks do this until one has signed in."),
            worded("Sign in to the network with a web browser, then resume the download."),
        )
    if response.headers.get("Content-Encoding", "identity") != "identity":
        return unusable(response)
    return None


def unusable(response: httpx.Response) -> KnownError:
    """The error for an answer that no server should give."""
    return KnownError(
        ErrorKind.NETWORK,
        worded("{host} answers in a way that is of no use for a download.", host=plain_text(response.url.host)),
        worded("Try again later, or use another network."),
    )


def of_other_size(offered_bytes: int, published_bytes: int) -> KnownError:
    """The error for a file whose size is not the published one."""
    return KnownError(
        ErrorKind.CHECKSUM,
        worded_count(
            "The file on offer has {count:,} byte and not {published:,} as published; it was replaced, or something "
            "between here and the server answers in its place.",
            "The file on offer has {count:,} bytes and not {published:,} as published; it was replaced, or something "
            "between here and the server answers in its place.",
            count=offered_bytes,
            published=published_bytes,
        ),
        worded("Look at the model's files again; in a public network sign in with a web browser first."),
    )


def replaced() -> KnownError:
    """The error for a file whose checksum is no longer the published one."""
    return KnownError(
        ErrorKind.CHECKSUM,
        worded("The file on offer is not the one that was published before: its publisher has replaced it."),
        worded("Look at the model's files again."),
    )
