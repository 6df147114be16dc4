"""A real conversations file, an engine the test speaks for, and turns between the two."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from quantchat.chat_turn.turns import ChatTurns
from quantchat.store.conversations import ConversationStore
from quantchat.store.database import open_database
from tests.chat_turn.disk import WatchedStore
from tests.fakes import FakeEngine, RecordingListener


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "conversations.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[WatchedStore]:
    store = WatchedStore(open_database(path))
    yield store
    store.close()


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def listener() -> RecordingListener:
    return RecordingListener()


@pytest.fixture
def turns(store: ConversationStore, engine: FakeEngine, listener: RecordingListener) -> Iterator[ChatTurns]:
    turns = ChatTurns(store, engine, listener)
    engine.on_event = turns.take_event
    yield turns
    turns.close()
