"""A hub on loopback and a client for it."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from quantchat.library.hub.http import open_client
from tests.library.gguf_files import model_bytes
from tests.library.hub.loopback_hub import LoopbackHub, hub_file, without_proxies

REPOSITORY = "tiny/llama-GGUF"
FILE = "Tiny-Llama.Q4_0.gguf"


@pytest.fixture
def hub_folder(tmp_path: Path) -> Path:
    """Where the hub's repositories lie: one with one tiny model."""
    folder = tmp_path / "hub"
    hub_file(folder, REPOSITORY, FILE, model_bytes())
    return folder


@pytest.fixture
def hub(hub_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackHub]:
    """The hub that the program is told to use."""
    with LoopbackHub(hub_folder) as hub:
        hub.use(monkeypatch)
        yield hub


@pytest.fixture(scope="session")
def client() -> Iterator[httpx.Client]:
    """The program's own client, without a proxy; one for all tests, because reading the certificates takes 0.1 s."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        without_proxies(monkeypatch)
        client = open_client()
    with client:
        yield client
