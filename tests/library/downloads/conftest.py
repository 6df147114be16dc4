"""A hub on loopback, a models folder, and downloads that are watched."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from quantchat.library.downloads.download_queue import Downloads
from tests.library.downloads.published_models import QUICK, quick_client
from tests.library.downloads.watcher import Watcher
from tests.library.hub.loopback_hub import LoopbackHub


@pytest.fixture
def hub_folder(tmp_path: Path) -> Path:
    return tmp_path / "hub"


@pytest.fixture
def hub(hub_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackHub]:
    with LoopbackHub(hub_folder) as hub:
        hub.use(monkeypatch)
        yield hub


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The models folder."""
    folder = tmp_path / "models"
    folder.mkdir()
    return folder


@pytest.fixture
def watcher() -> Watcher:
    return Watcher()


@pytest.fixture
def downloads(folder: Path, watcher: Watcher) -> Iterator[Downloads]:
    downloads = Downloads(folder, watcher, lambda: None, open_client=quick_client, patience=QUICK)
    yield downloads
    downloads.close()
