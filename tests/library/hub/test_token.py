"""The access token: in the keyring or for this run, and nowhere else."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import KeyringLocked, PasswordDeleteError

from quantchat.errors import KnownError
from quantchat.library.hub.token import AccessToken, forget_token, keep_token, redacted, stored_token

SECRET = "hf_AbCdEfGhIjKlMnOpQrStUvWxYz12345678"


class MemoryKeyring(KeyringBackend):
    """A keyring as good as the system's, but in memory."""

    priority = 5.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring does not annotate it
        self.secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.secrets.pop((service, username), None) is None:
            raise PasswordDeleteError


class PlainFileKeyring(MemoryKeyring):
    """One that keyring itself does not recommend."""

    priority = 0.5


class BrokenKeyring(MemoryKeyring):
    """One that the person does not open, or whose service died."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.error


@pytest.fixture(autouse=True)
def _own_keyring(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("HF_ENDPOINT", raising=False)
    before = keyring.get_keyring()
    yield
    monkeypatch.undo()
    keyring.set_keyring(no_keyring())
    for mirror in ("https://huggingface.co", "https://mirror.example"):
        monkeypatch.setenv("HF_ENDPOINT", mirror)
        forget_token()
    keyring.set_keyring(before)


def no_keyring() -> KeyringBackend:
    """What keyring finds where there is none."""
    return fail.Keyring()  # type: ignore[no-untyped-call]  # as above


def use(backend: KeyringBackend) -> None:
    keyring.set_keyring(backend)


def test_a_token_is_kept_in_the_keyring_under_the_hosts_name() -> None:
    backend = MemoryKeyring()
    use(backend)
    assert stored_token() is None
    assert keep_token(f" {SECRET}\n")
    assert backend.secrets == {("QuantChat", "huggingface.co"): SECRET}
    assert stored_token() == AccessToken("https://huggingface.co", SECRET)
    assert forget_token()
    assert backend.secrets == {}
    assert stored_token() is None
    assert forget_token()


def test_a_mirror_has_a_token_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    use(MemoryKeyring())
    keep_token(SECRET)
    monkeypatch.setenv("HF_ENDPOINT", "https://mirror.example/hub,https://huggingface.co")
    assert stored_token() is None
    keep_token("hf_mirror")
    assert stored_token() == AccessToken("https://mirror.example/hub", "hf_mirror")


@pytest.mark.parametrize(
    "backend", [no_keyring(), PlainFileKeyring(), BrokenKeyring(KeyringLocked()), BrokenKeyring(OSError("no bus"))]
)
def test_without_a_keyring_the_token_lasts_for_this_run_and_that_is_told(backend: KeyringBackend) -> None:
    use(backend)
    assert not keep_token(SECRET)
    token = stored_token()
    assert token is not None
    assert token.secret == SECRET
    assert getattr(backend, "secrets", {}) == {}
    forget_token()
    assert stored_token() is None


def test_a_keyring_that_stays_closed_is_no_proof_that_the_token_is_forgotten() -> None:
    use(BrokenKeyring(KeyringLocked()))
    assert not forget_token()


@pytest.mark.parametrize("entered", ["", "  ", "two words", "hf_ünicode", "hf_\r\nX-Evil: 1", "x" * 600])
def test_what_can_be_no_token_is_refused(entered: str) -> None:
    use(MemoryKeyring())
    with pytest.raises(KnownError) as caught:
        keep_token(entered)
    assert "hf_" in caught.value.hint
    assert stored_token() is None


def test_what_others_wrote_into_the_keyring_is_not_sent_if_it_is_no_token() -> None:
    backend = MemoryKeyring()
    use(backend)
    backend.secrets["QuantChat", "huggingface.co"] = "x\r\nX-Evil: 1"
    assert stored_token() is None


def test_a_token_shows_in_no_text_of_ours(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    caplog.set_level(logging.DEBUG)
    use(BrokenKeyring(RuntimeError(f"refused {SECRET}")))
    keep_token(SECRET)
    token = stored_token()
    assert token is not None
    assert SECRET not in f"{token} {token!r} {caplog.text}"
    assert "refused hf_…" in caplog.text
    assert redacted(f"Bearer {SECRET}, {SECRET}.") == "Bearer hf_…, hf_…."
    assert redacted("of hf_ and half_life") == "of hf_ and half_life"
    assert [name for _, _, names in os.walk(tmp_path) for name in names] == []
