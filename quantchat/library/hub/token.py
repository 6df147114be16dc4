"""The person's access token of Hugging Face: in the system's keyring, never in a file or a log of ours.

Where there is no keyring it is kept for this run of the program only. Calls may wait for the person to unlock the
keyring, and for D-Bus: make them on a thread of their own. Loading keyring and finding the system's takes a tenth of
a second, so that it is done by the first call.
"""

import logging
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from quantchat.errors import ErrorKind, KnownError
from quantchat.library.hub.addresses import endpoint, origin
from quantchat.wording import worded

SERVICE = "QuantChat"
"""What the person sees in the keyring; the user name there is the endpoint's host."""

_TOKEN = re.compile(r"\bhf_[A-Za-z0-9]{4,}")
_MASKED = "hf_…"
_SENDABLE = re.compile(r"[!-~]{1,512}")
_SAFE_PRIORITY = 1
"""Backends below it are not recommended by keyring itself, such as those that write plain files."""

_log = logging.getLogger(__name__)
_kept_for_this_run: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class AccessToken:
    """Proves to one endpoint who asks.

    Attributes:
        endpoint: the only address it is ever sent to, such as "https://huggingface.co".
        secret: the token; left out of `repr`, so that it reaches no log.
    """

    endpoint: str
    secret: str = field(repr=False)


def stored_token() -> AccessToken | None:
    """The token for the first endpoint, None where there is none or the keyring is not opened; raises like `endpoint`.

    A mirror is another endpoint with a token of its own.
    """
    user = _user()
    secret = _kept_for_this_run.get(user) or _read_keyring(user)
    return AccessToken(endpoint(), secret) if secret and _SENDABLE.fullmatch(secret) else None


def keep_token(secret: str) -> bool:
    """Keep the token that the person entered for the first endpoint, in place of the one before.

    Returns:
        True if it is in the system's keyring; False if there is none and it is forgotten when the program ends.

    Raises:
        KnownError: it cannot be a token, or like `endpoint`.
    """
    stripped = secret.strip()
    if not _SENDABLE.fullmatch(stripped):
        raise KnownError(
            ErrorKind.ACCESS_TOKEN_NEEDED,
            worded("This is not an access token: it has spaces or characters that no token has."),
            worded("Copy it again; tokens of Hugging Face begin with “hf_”."),
        )
    user = _user()
    _kept_for_this_run.pop(user, None)
    if _write_keyring(user, stripped):
        return True
    _kept_for_this_run[user] = stripped
    return False


def forget_token() -> bool:
    """Forget the token for the first endpoint, here and in the keyring.

    Returns:
        False if the keyring could not be opened, so that a token may still be in it.

    Raises:
        KnownError: like `endpoint`.
    """
    user = _user()
    _kept_for_this_run.pop(user, None)
    return _delete_from_keyring(user)


def redacted(text: str) -> str:
    """`text` with every access token in it masked, for logs."""
    return _TOKEN.sub(_MASKED, text)


def _user() -> str:
    return urlsplit(origin(endpoint())).netloc


def _read_keyring(user: str) -> str | None:
    import keyring

    try:
        return keyring.get_password(SERVICE, user) if _is_safe() else None
    except Exception as error:  # noqa: BLE001  # backends raise what their system calls raise, D-Bus errors among them
        _log_failure("read", error)
        return None


def _write_keyring(user: str, secret: str) -> bool:
    import keyring

    try:
        if not _is_safe():
            return False
        keyring.set_password(SERVICE, user, secret)
    except Exception as error:  # noqa: BLE001  # as above
        _log_failure("written to", error)
        return False
    return True


def _delete_from_keyring(user: str) -> bool:
    import keyring

    try:
        if _is_safe() and keyring.get_password(SERVICE, user) is not None:
            keyring.delete_password(SERVICE, user)
    except Exception as error:  # noqa: BLE001  # as above
        _log_failure("changed", error)
        return False
    return True


def _is_safe() -> bool:
    import keyring

    return keyring.get_keyring().priority >= _SAFE_PRIORITY


def _log_failure(what: str, error: Exception) -> None:
    _log.info("The keyring could not be %s: %s", what, redacted(repr(error)))
