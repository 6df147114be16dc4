"""What nobody caught is written down and told in a sentence, from every thread."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quantchat.errors import ErrorKind, KnownError
from quantchat.gui.bug_log import BugLog
from quantchat.wording import worded


@pytest.fixture
def bug_log(qapp: QApplication, tmp_path: Path) -> Iterator[BugLog]:
    before = sys.excepthook, threading.excepthook
    log = BugLog(tmp_path / "logs")
    log.install()
    yield log
    log.close()
    sys.excepthook, threading.excepthook = before


def fail(error: Exception) -> None:
    raise error


def test_a_bug_in_a_thread_is_written_down_and_told(bug_log: BugLog, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(bug_log.failure_told) as told:
        thread = threading.Thread(target=fail, args=(ZeroDivisionError("a bug"),))
        thread.start()
        thread.join()
    assert str(tmp_path / "logs") in told.args[0]
    assert "ZeroDivisionError: a bug" in (tmp_path / "logs" / "quantchat.log").read_text(encoding="utf-8")


def test_a_known_failure_is_told_in_its_own_words(bug_log: BugLog, qtbot: QtBot) -> None:
    error = KnownError(
        ErrorKind.STORE_DAMAGED, worded("The conversations cannot be read."), worded("Start QuantChat again.")
    )
    with qtbot.waitSignal(bug_log.failure_told) as told:
        sys.excepthook(KnownError, error, None)
    assert told.args == ["The conversations cannot be read. Start QuantChat again."]


def test_without_a_place_for_the_log_a_bug_goes_to_stderr_and_nothing_is_claimed(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    before = sys.excepthook, threading.excepthook
    log = BugLog(tmp_path / "file" / "logs")
    log.install()
    with qtbot.waitSignal(log.failure_told) as told:
        sys.excepthook(ZeroDivisionError, ZeroDivisionError("a bug"), None)
    log.close()
    sys.excepthook, threading.excepthook = before
    assert "does not let it be written down" in told.args[0]
    assert "ZeroDivisionError: a bug" in capsys.readouterr().err
