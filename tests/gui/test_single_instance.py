"""One window for one data folder; a second start hands its file over."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quantchat.gui.single_instance import SingleInstance


@pytest.fixture
def first(qapp: QApplication, tmp_path: Path) -> Iterator[SingleInstance]:
    instance = SingleInstance(tmp_path)
    assert instance.claim()
    yield instance
    instance.release()


def test_the_second_start_is_refused_and_hands_its_file_over(
    first: SingleInstance, qtbot: QtBot, tmp_path: Path
) -> None:
    second = SingleInstance(tmp_path)
    assert not second.claim()
    file = tmp_path / "a model – ü.gguf"
    with qtbot.waitSignal(first.file_handed_over) as handed:
        assert second.hand_over(file)
    assert handed.args == [str(file)]


def test_a_second_start_without_a_file_only_asks_for_the_window(
    first: SingleInstance, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(first.file_handed_over) as handed:
        assert SingleInstance(tmp_path).hand_over(None)
    assert handed.args == [""]


def test_another_data_folder_may_have_its_own_window(first: SingleInstance, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    instance = SingleInstance(other)
    assert instance.claim()
    instance.release()


def test_after_the_window_is_closed_the_next_start_is_the_window(qapp: QApplication, tmp_path: Path) -> None:
    gone = SingleInstance(tmp_path)
    assert gone.claim()
    gone.release()
    again = SingleInstance(tmp_path)
    assert again.claim()
    again.release()


def test_nobody_listens_when_nobody_has_the_window(qapp: QApplication, tmp_path: Path) -> None:
    assert not SingleInstance(tmp_path).hand_over(None)


def test_a_data_folder_that_takes_no_lock_does_not_stop_the_start(qapp: QApplication, tmp_path: Path) -> None:
    instance = SingleInstance(tmp_path / "does not exist")
    assert instance.claim()
    instance.release()
