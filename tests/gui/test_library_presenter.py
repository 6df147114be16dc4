"""What the person decides about files and folders: asked first, told when it fails, and nothing escapes."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from quantchat.core.plan import LoadPlan
from quantchat.errors import ErrorKind, KnownError
from quantchat.gui.feed import DownloadTold, Feed
from quantchat.gui.hub_controller import HubController
from quantchat.gui.icons import Icons
from quantchat.gui.library_presenter import LibraryPresenter
from quantchat.gui.main_window import MainWindow
from quantchat.gui.model_controller import ModelController
from quantchat.gui.picker.picker import Picker
from quantchat.gui.picker_presenter import PickerPresenter
from quantchat.gui.theme import Theme
from quantchat.gui.transfer_controller import TransferController
from quantchat.gui.transfer_presenter import TransferPresenter
from quantchat.library.downloads.values import DownloadRequest, DownloadState, DownloadStatus
from quantchat.library.models import library_of
from quantchat.library.trash import TrashUnusableError
from quantchat.settings import SettingsFile, folders, resources_folder
from quantchat.wording import worded
from tests.gui.test_picker_presenter import ListeningDesk, ListeningEngine
from tests.gui.visible_text import visible_texts

STARTER = resources_folder() / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf"


@dataclass
class Bench:
    """The real window over real folders; only engine and advice do nothing."""

    window: MainWindow
    picker: Picker
    models: ModelController
    transfers: TransferController
    presenter: LibraryPresenter
    settings: SettingsFile
    feed: Feed
    own: Path

    @property
    def notices(self) -> str:
        return "\n".join(visible_texts(self.window.notice_bar))


@pytest.fixture
def bench(qtbot: QtBot, theme: Theme, icons: Icons, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    places = folders()
    places.models.mkdir(parents=True)
    own = places.models / "own.Q4_1.gguf"
    shutil.copyfile(STARTER, own)
    settings, feed = SettingsFile(places.settings_file), Feed()
    models = ModelController(feed, ListeningEngine(), library_of(settings.value, places), settings, None)
    window = MainWindow(theme, icons)
    qtbot.addWidget(window)
    picker = Picker(theme, icons, window)
    shown = PickerPresenter(window, picker, models, ListeningDesk(), feed, settings)
    transfers = TransferController(feed, places.models, lambda: None)
    hub = HubController(feed, lambda: None)
    TransferPresenter(window, picker, shown, transfers, models)
    presenter = LibraryPresenter(window, picker, shown, models, transfers, hub, settings, places)
    with qtbot.waitSignal(models.models_found):
        models.find_models()
    with qtbot.waitExposed(window):
        window.show()
    yield Bench(window, picker, models, transfers, presenter, settings, feed, own)
    picker.close()
    transfers.close()
    hub.close()
    models.close()


def press_in_questions(*labels: str, meanwhile: Callable[[], None] = lambda: None) -> list[str]:
    """Press these buttons, one in each question that opens; return what the questions say."""
    asked: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        label = labels[len(asked)]
        asked.append(f"{box.text()} {box.informativeText()}")
        meanwhile()
        if len(asked) < len(labels):
            QTimer.singleShot(0, press)
        QTest.mouseClick(next(b for b in box.buttons() if b.text() == label), Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, press)
    return asked


def unusable(_path: Path) -> None:
    raise TrashUnusableError(worded("it is read-only"))


def remove(bench: Bench) -> None:
    bench.picker.sheet.remove_requested.emit(bench.own)


def test_the_question_says_that_the_model_is_in_use(bench: Bench) -> None:
    bench.models.choose_with(LoadPlan(str(bench.own)))
    asked = press_in_questions("Keep it")
    remove(bench)
    assert "It is the model in use." in asked[0]
    assert bench.own.exists()


def test_a_file_that_goes_away_while_the_question_is_open_is_told(bench: Bench) -> None:
    press_in_questions("Move to trash", meanwhile=bench.own.unlink)
    remove(bench)
    assert "no longer there" in bench.notices


def test_without_a_trash_deleting_for_good_is_asked_for_apart(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quantchat.library.removal.move_to_trash", unusable)
    asked = press_in_questions("Move to trash", "Delete forever")
    remove(bench)
    assert "This cannot be undone." in asked[1]
    assert not bench.own.exists()


def test_a_file_that_is_gone_before_it_could_be_deleted_for_good_is_told(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(path: Path) -> None:
        path.unlink()
        raise TrashUnusableError(worded("it is read-only"))

    monkeypatch.setattr("quantchat.library.removal.move_to_trash", gone)
    press_in_questions("Move to trash")
    remove(bench)
    assert "no longer there" in bench.notices


def test_another_models_folder_lets_downloads_rest_and_says_so(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    request = DownloadRequest("a/b/c.gguf", "Tiny in Q4_0", (), bench.own.parent / "a--b")
    bench.feed.push(DownloadTold(DownloadStatus(request, DownloadState.PAUSED)))
    monkeypatch.setattr(bench.presenter, "_chosen_folder", lambda _title: tmp_path / "elsewhere")
    bench.picker.places_page.change_folder_requested.emit()
    assert bench.settings.value.models_folder == str(tmp_path / "elsewhere")
    assert "rest in the folder that was used before" in bench.notices
    assert bench.transfers.transfers == ()
    assert bench.picker.page is bench.picker.places_page


def test_an_endpoint_that_cannot_be_used_is_told_when_the_token_is_forgotten(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "not an address")
    bench.picker.places_page.forget_token_requested.emit()
    assert "HF_ENDPOINT" in bench.picker.places_page.text


def test_the_failure_of_another_download_is_not_told_on_the_model_that_is_looked_at(bench: Bench) -> None:
    bench.transfers.failed.emit(KnownError(ErrorKind.DISK_FULL, worded("The disk is full.")))
    assert "The disk is full." in bench.notices
    assert "The disk is full." not in visible_texts(bench.picker.sheet)
