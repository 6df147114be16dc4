"""A real conversations file in the test's own folder, and a store open on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from quantchat.store.conversations import ConversationStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "conversations.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[ConversationStore]:
    opened = ConversationStore.open(path)
    assert opened.notice == ""
    yield opened.store
    opened.store.close()
