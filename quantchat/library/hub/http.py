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
from quantchat.wording import Wording, choice_of, worded, worded_count

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
"""Longest silence that is waited for; a slow download that moves is never ended by it."""

_MOST_WAIT_SECONDS = 86400.0
_RATE_LIMIT_RESET = re.compile(r";\s*t=(\d{1,9})")
_PROXY_VARIABLES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")
_CHECK_CONNECTION = worded("Check the internet connection; models that are on this computer work without it.")
_CHECK_PROXY_TOO = worded(
    "Check the internet connection and the proxy; models that are on this computer work without it."
)
_AGAIN = worded("Try again.")
_LATER = worded("Try again later.")


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
            worded("The network cannot be used, because the proxy address in the environment is not valid."),
            worded("Correct {variables}, or start QuantChat without them.", variables=choice_of(_PROXY_VARIABLES)),
        ) from error
    except OSError as error:
        raise KnownError(
            ErrorKind.NETWORK,
            worded("The network cannot be used, because the certificates of this system cannot be read."),
            worded("Correct SSL_CERT_FILE, or start QuantChat without it."),
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
        raise KnownError(
            ErrorKind.OTHER, worded("“{address}” is not a web address.", address=plain_text(url)), worded("Check it.")
        ) from error
    except httpx.HTTPError as error:
        raise network_error(error, httpx.URL(url).host) from error


def never() -> bool:
    """The answer to "cancelled?" of a caller that never cancels."""
    return False


def check_wanted(cancelled: Callable[[], bool]) -> None:
    """Raise `KnownError` of the kind CANCELLED if the person does not want the answer any more."""
    if cancelled():
        raise KnownError(ErrorKind.CANCELLED, worded("This was stopped."))


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
            worded("{host} was asked too often from this computer or network and wants a pause.", host=host),
            _when_again(retry_after_seconds(response)),
        )
    if status == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
        return KnownError(
            ErrorKind.NETWORK,
            worded(
                "The file of {model} at {host} is shorter than it was said to be; it was probably changed.",
                model=name,
                host=host,
            ),
            worded("Look at the model's files again."),
        )
    if status == httpx.codes.UNAVAILABLE_FOR_LEGAL_REASONS:
        return KnownError(
            ErrorKind.ACCESS_REFUSED,
            worded("{host} may not give out {model} where you are, for legal reasons.", host=host, model=name),
            worded("Choose another model."),
        )
    if status >= 500:
        return KnownError(
            ErrorKind.NETWORK,
            worded("{host} has a problem of its own at the moment and could not answer.", host=host),
            _LATER,
        )
    return KnownError(
        ErrorKind.NETWORK,
        worded(
            "{host} did not give out {model}: it answered in a way that was not expected (HTTP {status}).",
            host=host,
            model=name,
            status=status,
        ),
        worded("Try again later, or look at {page} in a web browser.", page=_page(first, repository)),
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


def _network_failure(error: httpx.HTTPError, host: str) -> tuple[Wording, Wording]:
    """What happened, and what the person can do about it."""
    if isinstance(error, httpx.ProxyError):
        return (
            worded("The proxy that this computer uses did not let QuantChat through to {host}.", host=host),
            worded("Check the proxy settings of the environment (HTTPS_PROXY)."),
        )
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
        return _no_connection_in_time(host), _CHECK_CONNECTION
    if isinstance(error, httpx.TimeoutException):
        return worded("{host} stopped answering.", host=host), _AGAIN
    if _is_caused_by(error, ssl.SSLCertVerificationError):
        return (
            worded("The connection to {host} is not safe: it could not prove that it is {host}.", host=host),
            worded(
                "Check the date and time of this computer, and whether a firewall or a public network stands in "
                "between."
            ),
        )
    if isinstance(error, httpx.ConnectError):
        has_proxy = any(os.environ.get(name) for name in _PROXY_VARIABLES)
        return worded("{host} cannot be reached.", host=host), _CHECK_PROXY_TOO if has_proxy else _CHECK_CONNECTION
    if isinstance(error, httpx.TooManyRedirects):
        return worded("{host} sends QuantChat in circles and never to the file.", host=host), _LATER
    return worded("The connection to {host} was cut.", host=host), _AGAIN


def _no_connection_in_time(host: str) -> Wording:
    return worded_count(
        "{host} could not be reached in {count} second.",
        "{host} could not be reached in {count} seconds.",
        count=round(CONNECT_SECONDS),
        host=host,
    )


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
            worded(
                "{host} does not accept the access token that QuantChat has: it is mistyped, expired or was deleted.",
                host=host,
            ),
            worded(
                "Enter a new one from {tokens_page}, or remove it; most models need none.",
                tokens_page=_tokens_page(first),
            ),
        )
    if _error_code(response) == "GatedRepo":
        return KnownError(
            ErrorKind.ACCESS_TOKEN_NEEDED,
            worded(
                "The publisher of {model} gives it only to people who are signed in at {host} and accept its terms.",
                model=name,
                host=host,
            ),
            worded(
                "Accept them at {page}, then enter an access token from {tokens_page}.",
                page=_page(first, name),
                tokens_page=_tokens_page(first),
            ),
        )
    return KnownError(
        ErrorKind.NOT_FOUND,
        worded("There is no model “{model}” at {host}, or it is private.", model=name, host=host),
        worded("Check the name; for a private model enter an access token."),
    )


def _not_allowed(response: httpx.Response, first: httpx.Request, name: str) -> KnownError:
    """HTTP 403: the hub knows who asks and does not give it."""
    message = response.headers.get("X-Error-Message", "").casefold()
    page = _page(first, name)
    if "awaiting a review" in message:
        return KnownError(
            ErrorKind.ACCESS_REFUSED,
            worded("You have asked for {model}, and its publisher has not decided yet.", model=name),
            worded("Try again when you are told that you may have it, or see {page}.", page=page),
        )
    if "has been rejected" in message:
        return KnownError(
            ErrorKind.ACCESS_REFUSED,
            worded("You have asked for {model}, and its publisher declined.", model=name),
            worded("Choose another model."),
        )
    if "fine-grained token" in message:
        return KnownError(
            ErrorKind.ACCESS_REFUSED,
            worded(
                "The access token that QuantChat has is not permitted to read {model} or models like it.", model=name
            ),
            worded("Permit it to read public gated repositories at {tokens_page}.", tokens_page=_tokens_page(first)),
        )
    if _error_code(response) == "GatedRepo":
        return KnownError(
            ErrorKind.ACCESS_TERMS,
            worded(
                "The publisher of {model} asks people to accept its terms first, and with your account this is not "
                "done.",
                model=name,
            ),
            worded("Accept them at {page}, then try again.", page=page),
        )
    return KnownError(
        ErrorKind.ACCESS_REFUSED,
        worded("{host} does not give {model} to you.", host=plain_text(first.url.host), model=name),
        worded("See {page} in a web browser, or choose another model.", page=page),
    )


def _not_found(response: httpx.Response, host: str, name: str) -> KnownError:
    code = _error_code(response)
    if code == "RepoNotFound":
        return KnownError(
            ErrorKind.NOT_FOUND,
            worded("There is no model “{model}” at {host}, or your account may not see it.", model=name, host=host),
            worded("Check the name."),
        )
    if code == "RevisionNotFound":
        return KnownError(
            ErrorKind.NOT_FOUND,
            worded("This version of {model} is no longer at {host}.", model=name, host=host),
            worded("Look at the model's files again."),
        )
    return KnownError(
        ErrorKind.NOT_FOUND,
        worded(
            "This file of {model} is no longer at {host}: its publisher renamed or removed it.", model=name, host=host
        ),
        worded("Look at the model's files again, and choose another one."),
    )


def _error_code(response: httpx.Response) -> str:
    return str(response.headers.get("X-Error-Code", ""))


def _root(request: httpx.Request) -> str:
    return plain_text(origin(str(request.url)), max_chars=255)


def _page(request: httpx.Request, name: str) -> str:
    return f"{_root(request)}/{name}"


def _tokens_page(request: httpx.Request) -> str:
    return f"{_root(request)}/settings/tokens"


def _when_again(seconds: float | None) -> Wording:
    if seconds is None:
        return worded("Try again in a few minutes; people with an access token may ask more often.")
    if seconds < 60:
        return worded_count(
            "Try again in {count} second; people with an access token may ask more often.",
            "Try again in {count} seconds; people with an access token may ask more often.",
            count=max(1, round(seconds)),
        )
    return worded_count(
        "Try again in one minute; people with an access token may ask more often.",
        "Try again in {count} minutes; people with an access token may ask more often.",
        count=round(seconds / 60),
    )
