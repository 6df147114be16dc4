"""Folders of a checkout and a cache that belong to one test."""

import sys
from pathlib import Path

import pytest

from places import Places
from tests.leaks import HAS_QT

collect_ignore = [] if HAS_QT else ["test_window_libraries.py"]


@pytest.fixture
def python() -> Path:
    """The interpreter that runs the tests, which has pip."""
    return Path(sys.executable)


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """An empty checkout and an empty cache."""
    (tmp_path / "checkout").mkdir()
    return Places(tmp_path / "checkout", tmp_path / "cache")
