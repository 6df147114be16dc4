"""What every test gets: a data folder of its own, a guard against things left running, and the window's look.

The tests outside `gui/` and `window/` also run where PySide6 is not installed.
"""

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from quantchat.settings import DATA_DIR_VARIABLE
from tests.leaks import HAS_QT, leaks_since, running_now

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from quantchat.gui.icons import Icons
    from quantchat.gui.theme import Theme

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
collect_ignore = [] if HAS_QT else ["gui", "window"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Accept pytest-qt's settings where there is no pytest-qt because there is no Qt."""
    if importlib.util.find_spec("pytestqt") is None:
        for name in ("qt_api", "qt_log_level_fail"):
            parser.addini(name, "unused: pytest-qt is not installed")


def pytest_configure(config: pytest.Config) -> None:
    """Know pytest-qt's marker even where there is no pytest-qt."""
    if importlib.util.find_spec("pytestqt") is None:
        config.addinivalue_line("markers", "qt_log_ignore(pattern): unused, pytest-qt is not installed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the offscreen platform say what it lacks, which is no fault of the window."""
    if os.environ["QT_QPA_PLATFORM"] == "offscreen":
        for item in items:
            item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support "))


@pytest.fixture(autouse=True)
def _data_folder(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep everything the program writes inside this test's folder."""
    monkeypatch.setenv(DATA_DIR_VARIABLE, str(tmp_path / "data"))
    # What other programs keep on this machine is no part of a test.
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))


@pytest.fixture(autouse=True)
def _nothing_left_running(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a thread, a child process, a Qt timer or a Qt thread running."""
    before = running_now()
    yield
    leaks = leaks_since(before, with_qt="qapp" in request.fixturenames)
    if leaks:
        pytest.fail("\n".join(leaks), pytrace=False)


if HAS_QT:

    @pytest.fixture
    def theme(qapp: "QApplication") -> Iterator["Theme"]:
        """Colours and fonts of the window, light at first."""
        from quantchat.gui.theme import Theme

        theme = Theme(qapp)
        theme.force(dark=False)
        yield theme
        theme.deleteLater()

    @pytest.fixture
    def icons() -> "Icons":
        """The window's icons, from the files shipped with the program."""
        from quantchat.gui.icons import Icons

        return Icons()
