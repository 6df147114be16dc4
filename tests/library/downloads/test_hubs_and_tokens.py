"""Several hubs are asked in turn, and each token goes to its own hub and to nobody else."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from quantchat.errors import ErrorKind
from quantchat.library.downloads.download_queue import Downloads
from quantchat.library.downloads.values import DownloadState
from quantchat.library.hub.token import AccessToken
from tests.library.downloads.published_models import (
    NAME,
    QUICK,
    REPOSITORY,
    file_request,
    model,
    publish,
    quick_client,
    request_for,
)
from tests.library.downloads.watcher import Watcher
from tests.library.hub.loopback_hub import Fault, Gate, LoopbackHub, Place, refused

CONTENT = model()
TOKEN = "hf_granted"
NO_CHECKSUM = {"X-Linked-ETag": ""}


@pytest.fixture
def mirror(tmp_path: Path, hub: LoopbackHub) -> Iterator[LoopbackHub]:
    publish(tmp_path / "mirror", CONTENT)
    with LoopbackHub(tmp_path / "mirror") as mirror:
        yield mirror


@pytest.fixture(autouse=True)
def _published(hub_folder: Path, hub: LoopbackHub) -> None:
    publish(hub_folder, CONTENT)


@pytest.fixture
def nobody() -> Iterator[str]:
    """Address of a hub that does not listen."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{unused.getsockname()[1]}"


def use(monkeypatch: pytest.MonkeyPatch, *endpoints: str) -> None:
    monkeypatch.setenv("HF_ENDPOINT", ",".join(endpoints))


def test_a_hub_that_cannot_be_reached_is_followed_by_the_next_one_at_once(
    downloads: Downloads,
    watcher: Watcher,
    folder: Path,
    mirror: LoopbackHub,
    nobody: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use(monkeypatch, nobody, mirror.endpoint)
    downloads.begin(request_for(folder, file_request(CONTENT)))
    watcher.wait_until(DownloadState.DONE)
    assert DownloadState.RETRYING not in watcher.states
    assert (folder / NAME).read_bytes() == CONTENT


@pytest.mark.parametrize("checksum", [True, False])
def test_a_hub_that_fails_half_way_is_followed_by_the_next_one(
    downloads: Downloads,
    watcher: Watcher,
    folder: Path,
    hub: LoopbackHub,
    mirror: LoopbackHub,
    monkeypatch: pytest.MonkeyPatch,
    checksum: bool,
) -> None:
    use(monkeypatch, hub.endpoint, mirror.endpoint)
    for one in (hub, mirror):
        one.break_always(Place.RESOLVE, Fault(headers={} if checksum else NO_CHECKSUM))
    hub.break_next(Place.CDN, Fault(cut_after_bytes=100_000))
    hub.break_always(Place.CDN, refused(503))
    downloads.begin(request_for(folder, file_request(CONTENT, checksum=checksum)))
    watcher.wait_until(DownloadState.DONE)
    assert (folder / NAME).read_bytes() == CONTENT
    # Without a checksum nobody could tell whether the bytes of two hubs belong together.
    assert mirror.requests[-1].range == ("bytes=100000-" if checksum else "")
    assert "if-range" not in mirror.requests[-1].headers


def test_when_no_hub_helps_the_last_reason_is_told(
    downloads: Downloads, watcher: Watcher, folder: Path, nobody: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, nobody, nobody + "/other")
    downloads.begin(request_for(folder, file_request(CONTENT)))
    error = watcher.wait_until(DownloadState.FAILED).error
    assert error is not None
    assert (error.kind, error.sentence) == (ErrorKind.NETWORK, "127.0.0.1 cannot be reached.")


def test_an_address_of_a_hub_that_is_none_is_told(
    downloads: Downloads, watcher: Watcher, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, "not an address")
    downloads.begin(request_for(folder, file_request(CONTENT)))
    error = watcher.wait_until(DownloadState.FAILED).error
    assert error is not None
    assert "HF_ENDPOINT" in error.hint


def test_a_token_goes_to_its_own_hub_and_not_to_the_servers_of_the_files(
    watcher: Watcher, folder: Path, hub: LoopbackHub, mirror: LoopbackHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, mirror.endpoint, hub.endpoint)
    mirror.break_next(Place.RESOLVE, refused(503))
    hub.gate(REPOSITORY, Gate(granted=(TOKEN,)))
    downloads = Downloads(
        folder, watcher, lambda: AccessToken(hub.endpoint, TOKEN), open_client=quick_client, patience=QUICK
    )
    downloads.begin(request_for(folder, file_request(CONTENT)))
    watcher.wait_until(DownloadState.DONE)
    told = {(request.place, request.headers.get("authorization")) for request in hub.requests}
    assert told == {(Place.RESOLVE, f"Bearer {TOKEN}"), (Place.CDN, None)}
    assert not any("authorization" in request.headers for request in mirror.requests)
    assert not any(TOKEN in path.read_text(errors="ignore") for path in folder.iterdir())
    downloads.close()
