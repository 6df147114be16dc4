"""Going on the network: one way to ask, and a sentence for every way in which an answer may fail.

The access token is sent to the endpoint that it was made for and to no other address: not to another mirror, and
not along with a redirect to the servers that hold the files.
"""

import os
import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import certifi
import httpx

from quantchat import __version__
from quantchat.core.plain_text import plain_text
from quantchat.errors import ErrorKind, KnownError
from quantchat.library.hub.addresses import origin
from quantchat.library.hub.token import AccessToken

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
"""Longest silence that is waited for; a slow download that moves is never ended by it."""

_MOST_WAIT_SECONDS = 86400.0
_RATE_LIMIT_RESET = re.compile(r";\s*t=(\d{1,9})")
_PROXY_VARIABLES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")
_CHECK_CONNECTION = "Check the internet connection; models that are on this computer work without it."
_LATER = "Try again later."


def open_client() -> httpx.Client:
    """A client for all that is asked of one hub; close it when done.

    Redirects are followed, proxies are those of the environment (`HTTPS_PROXY`, `NO_PROXY`), and certificates may be
    confirmed by the system's authorities as well as by those shipped, for networks that have one of their own. Bodies
    are asked for as they are and read with `iter_raw`, so that ranges count real bytes and nothing swells in memory.

    Raises:
        KnownError: the proxy or certificate settings of the environment cannot be used.
    """
    try:
        return httpx.Client(
            verify=_certificates(),
            headers={"User-Agent": f"QuantChat/{__version__}", "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
            follow_redirects=True,
        )
    except (ValueError, ImportError, httpx.InvalidURL) as error:  # ImportError: a kind of proxy that is not supported
        raise KnownError(
            ErrorKind.NETWORK,
            "The network cannot be used, because the proxy address in the environment is not valid.",
            f"Correct {', '.join(_PROXY_VARIABLES[:2])} or {_PROXY_VARIABLES[2]}, or start QuantChat without them.",
        ) from error
    except OSError as error:
        raise KnownError(
            ErrorKind.NETWORK,
            "The network cannot be used, because the certificates of this system cannot be read.",
            "Correct SSL_CERT_FILE, or start QuantChat without it.",
        ) from error


def authorization(url: str, token: AccessToken | None) -> Mapping[str, str]:
    """The header that tells who asks; empty where there is no token or the address is not its endpoint's own."""
    if token is None or origin(url) != origin(token.endpoint):
        return {}
    return {"Authorization": f"Bearer {token.secret}"}


@contextmanager
def answer(
    client: httpx.Client,
    url: str,
    repository: str,
    token: AccessToken | None = None,
    headers: Mapping[str, str] | None = None,
) -> Iterator[httpx.Response]:
    """Ask for an address; the body is read inside the `with` block, and the connection ends with it.

    Args:
        client: of `open_client`.
        url: what to get.
        repository: "organization/name", for the sentences.
        token: sent only to its own endpoint.
        headers: further ones, such as a range.

    Raises:
        KnownError: the network or the server failed, also while the body is read, or the answer is a refusal.
    """
    try:
        with client.stream("GET", url, headers={**(headers or {}), **authorization(url, token)}) as response:
            if not response.is_success:
                raise refusal(response, repository)
            yield response
    except httpx.InvalidURL as error:
        raise KnownError(ErrorKind.OTHER, f"“{plain_text(url)}” is not a web address.", "Check it.") from error
    except httpx.HTTPError as error:
        raise network_error(error, httpx.URL(url).host) from error


def never() -> bool:
    """The answer to "cancelled?" of a caller that never cancels."""
    return False


def check_wanted(cancelled: Callable[[], bool]) -> None:
    """Raise `KnownError` of the kind CANCELLED if the person does not want the answer any more."""
    if cancelled():
        raise KnownError(ErrorKind.CANCELLED, "This was stopped.")


def network_error(error: httpx.HTTPError, host: str) -> KnownError:
    """What a failed connection means to the person."""
    what, hint = _network_failure(error, plain_text(host))
    return KnownError(ErrorKind.NETWORK, what, hint)


def refusal(response: httpx.Response, repository: str) -> KnownError:
    """What an answer that is no success means to the person.

    Codes and texts are those of the hub's `X-Error-Code` and `X-Error-Message`, as huggingface_hub reads them in
    `utils/_http.py`; the texts of refused requests are those the hub sends.
    """
    first = response.history[0].request if response.history else response.request
    host = plain_text(first.url.host)
    name = plain_text(repository)
    status = response.status_code
    if status == httpx.codes.UNAUTHORIZED:
        return _unknown_person(response, first, name)
    if status == httpx.codes.FORBIDDEN:
        return _not_allowed(response, first, name)
    if status == httpx.codes.NOT_FOUND:
        return _not_found(response, host, name)
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return KnownError(
            ErrorKind.RATE_LIMITED,
            f"{host} was asked too often from this computer or network and wants a pause.",
            f"Try again in {_wait(retry_after_seconds(response))}; people with an access token may ask more often.",
        )
    if status == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
        return KnownError(
            ErrorKind.NETWORK,
            f"The file of {name} at {host} is shorter than it was said to be; it was probably changed.",
            "Look at the model's files again.",
        )
    if status == httpx.codes.UNAVAILABLE_FOR_LEGAL_REASONS:
        return KnownError(
            ErrorKind.ACCESS_REFUSED,
            f"{host} may not give out {name} where you are, for legal reasons.",
            "Choose another model.",
        )
    if status >= 500:
        return KnownError(
            ErrorKind.NETWORK, f"{host} has a problem of its own at the moment and could not answer.", _LATER
        )
    return KnownError(
        ErrorKind.NETWORK,
        f"{host} did not give out {name}: it answered in a way that was not expected (HTTP {status}).",
        f"Try again later, or look at {_page(first, repository)} in a web browser.",
    )


def retry_after_seconds(response: httpx.Response) -> float | None:
    """How long the server wants to be left alone, at most a day; None if it does not say.

    `Retry-After` is a number of seconds or a date (RFC 9110, 10.2.3). The hub says it in `RateLimit` instead, as
    seconds until its window of five minutes ends: `"api";r=0;t=55`.
    """
    value = response.headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdecimal():
        return min(float(value[:9]), _MOST_WAIT_SECONDS)
    if value:
        try:
            until = parsedate_to_datetime(value)
        except ValueError:
            return None
        left = (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
        return min(max(0.0, left), _MOST_WAIT_SECONDS)
    reset = _RATE_LIMIT_RESET.search(response.headers.get("RateLimit", ""))
    return min(float(reset[1]), _MOST_WAIT_SECONDS) if reset else None


def _certificates() -> ssl.SSLContext:
    """Trusts the shipped authorities and the system's; `SSL_CERT_FILE` and `SSL_CERT_DIR` stand for the latter."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    return context


def _network_failure(error: httpx.HTTPError, host: str) -> tuple[str, str]:
    if isinstance(error, httpx.ProxyError):
        return (
            f"The proxy that this computer uses did not let QuantChat through to {host}.",
            "Check the proxy settings of the environment (HTTPS_PROXY).",
        )
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
        return f"{host} could not be reached in {CONNECT_SECONDS:.0f} seconds.", _CHECK_CONNECTION
    if isinstance(error, httpx.TimeoutException):
        return f"{host} stopped answering.", "Try again."
    if _is_caused_by(error, ssl.SSLCertVerificationError):
        return (
            f"The connection to {host} is not safe: it could not prove that it is {host}.",
            "Check the date and time of this computer, and whether a firewall or a public network stands in between.",
        )
    if isinstance(error, httpx.ConnectError):
        proxy = " and the proxy" if any(os.environ.get(name) for name in _PROXY_VARIABLES) else ""
        return f"{host} cannot be reached.", _CHECK_CONNECTION.replace(";", f"{proxy};", 1)
    if isinstance(error, httpx.TooManyRedirects):
        return f"{host} sends QuantChat in circles and never to the file.", _LATER
    return f"The connection to {host} was cut.", "Try again."


def _is_caused_by(error: BaseException, kind: type[BaseException]) -> bool:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, kind):
            return True
        seen = seen.__cause__ or seen.__context__
    return False


def _unknown_person(response: httpx.Response, first: httpx.Request, name: str) -> KnownError:
    """HTTP 401: no token, a token that is not valid, or a repository that the hub does not tell strangers of."""
    host = plain_text(first.url.host)
    if "Authorization" in first.headers:
        return KnownError(
            ErrorKind.ACCESS_TOKEN_NEEDED,
            f"{host} does not accept the access token that QuantChat has: it is mistyped, expired or was deleted.",
            f"Enter a new one from {_root(first)}/settings/tokens, or remove it; most models need none.",
        )
    if _error_code(response) == "GatedRepo":
        return KnownError(
            ErrorKind.ACCESS_TOKEN_NEEDED,
            f"The publisher of {name} gives it only to people who are signed in at {host} and accept its terms.",
            f"Accept them at {_page(first, name)}, then enter an access token from {_root(first)}/settings/tokens.",
        )
    return KnownError(
        ErrorKind.NOT_FOUND,
        f"There is no model “{name}” at {host}, or it is private.",
        "Check the name; for a private model enter an access token.",
    )


def _not_allowed(response: httpx.Response, first: httpx.Request, name: str) -> KnownError:
    """HTTP 403: the hub knows who asks and does not give it."""
    message = response.headers.get("X-Error-Message", "").casefold()
    page = _page(first, name)
    if "awaiting a review" in message:
        return KnownError(
            ErrorKind.ACCESS_REFUSED,
            f"You have asked for {name}, and its publisher has not decided yet.",
            f"Try again when you are told that you may have it, or see {page}.",
        )
    if "has been rejected" in message:
        return KnownError(
            ErrorKind.ACCESS_REFUSED, f"You have asked for {name}, and its publisher declined.", "Choose another model."
        )
    if "fine-grained token" in message:
        return KnownError(
            ErrorKind.ACCESS_REFUSED,
            f"The access token that QuantChat has is not permitted to read {name} or models like it.",
            f"Permit it to read public gated repositories at {_root(first)}/settings/tokens.",
        )
    if _error_code(response) == "GatedRepo":
        return KnownError(
            ErrorKind.ACCESS_TERMS,
            f"The publisher of {name} asks people to accept its terms first, and with your account this is not done.",
            f"Accept them at {page}, then try again.",
        )
    return KnownError(
        ErrorKind.ACCESS_REFUSED,
        f"{plain_text(first.url.host)} does not give {name} to you.",
        f"See {page} in a web browser, or choose another model.",
    )


def _not_found(response: httpx.Response, host: str, name: str) -> KnownError:
    code = _error_code(response)
    if code == "RepoNotFound":
        return KnownError(
            ErrorKind.NOT_FOUND,
            f"There is no model “{name}” at {host}, or your account may not see it.",
            "Check the name.",
        )
    if code == "RevisionNotFound":
        return KnownError(
            ErrorKind.NOT_FOUND,
            f"This version of {name} is no longer at {host}.",
            "Look at the model's files again.",
        )
    return KnownError(
        ErrorKind.NOT_FOUND,
        f"This file of {name} is no longer at {host}: its publisher renamed or removed it.",
        "Look at the model's files again, and choose another one.",
    )


def _error_code(response: httpx.Response) -> str:
    return str(response.headers.get("X-Error-Code", ""))


def _root(request: httpx.Request) -> str:
    return plain_text(origin(str(request.url)), max_chars=255)


def _page(request: httpx.Request, name: str) -> str:
    return f"{_root(request)}/{name}"


def _wait(seconds: float | None) -> str:
    if seconds is None:
        return "a few minutes"
    if seconds < 60:
        return f"{max(1, round(seconds))} seconds"
    minutes = round(seconds / 60)
    return "one minute" if minutes == 1 else f"{minutes} minutes"
