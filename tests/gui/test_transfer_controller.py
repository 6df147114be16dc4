"""Downloads and quantizations as the window has them: one after the other, never twice, given up without a trace."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from quantchat.advice.shelf_values import ModelCard, ShelfGroup
from quantchat.core.recommend import Availability, Candidate, Judge, Row
from quantchat.errors import KnownError
from quantchat.gui.feed import DownloadTold, Feed
from quantchat.gui.transfer_controller import Arrival, TransferController
from quantchat.gui.transfers import Transfer
from quantchat.library.downloads.values import DownloadRequest, DownloadState, DownloadStatus
from quantchat.library.model_file import read_model_header
from quantchat.library.models import LocalModel, ModelSource
from quantchat.wording import NO_WORDS
from tests.core.machines import GAMING_PC
from tests.engine.running_quantization import SLOW_TYPE, write_model
from tests.gui.picker.shelves import PLAN

WAIT_MS = 30_000
SILENCE_MS = 30


@dataclass
class Bench:
    """A controller with real files and real children, and what it told."""

    transfers: TransferController
    feed: Feed
    folder: Path
    qtbot: QtBot
    arrivals: list[Arrival] = field(default_factory=list)
    errors: list[KnownError] = field(default_factory=list)

    @property
    def shown(self) -> tuple[Transfer, ...]:
        return self.transfers.transfers

    def make(self, source: LocalModel, file_type: str) -> None:
        card = ModelCard("card", "A model", ShelfGroup.HERE, (source,))
        candidate = Candidate(file_type, read_model_header(source.path), Availability.QUANTIZE, made_from="F16")
        self.transfers.make(card, _row(candidate), source)

    def wait_for_arrivals(self, count: int = 1) -> None:
        self.qtbot.waitUntil(lambda: len(self.arrivals) >= count, timeout=WAIT_MS)

    def tell(self, status: DownloadStatus) -> None:
        with self.qtbot.waitSignal(self.feed.fact_arrived):
            self.feed.push(DownloadTold(status))

    def status(self, state: DownloadState, **changes: object) -> DownloadStatus:
        request = DownloadRequest("a/b/c.gguf", "A model in Q4_0", (), self.folder / "a--b")
        return replace(DownloadStatus(request, state, 500_000_000, 10**9), **changes)  # type: ignore[arg-type]  # of its fields


def _row(candidate: Candidate) -> Row:
    return Judge(GAMING_PC).row(candidate, PLAN)


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    feed = Feed()
    transfers = TransferController(feed, tmp_path / "models", lambda: None, silence_ms=SILENCE_MS)
    bench = Bench(transfers, feed, tmp_path / "models", qtbot)
    transfers.model_arrived.connect(bench.arrivals.append)
    transfers.failed.connect(bench.errors.append)
    yield bench
    transfers.close()


def source_in(folder: Path, name: str = "small-F16.gguf", width: int = 256, layers: int = 2) -> LocalModel:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    write_model(path, width=width, layers=layers)
    return LocalModel(path, "Small", "F16", path.stat().st_size, 1_000_000, 1024, ModelSource.FOLDER, NO_WORDS)


@pytest.fixture(scope="module")
def slow_source(tmp_path_factory: pytest.TempPathFactory) -> LocalModel:
    """A model that takes many seconds to become `SLOW_TYPE`."""
    return source_in(tmp_path_factory.mktemp("large"), "large-F16.gguf", width=768, layers=6)


def made_files(bench: Bench) -> list[str]:
    return sorted(path.name for path in bench.folder.iterdir())


def test_a_quantization_that_is_made_arrives_under_a_name_that_says_what_it_is(bench: Bench, tmp_path: Path) -> None:
    bench.make(source_in(tmp_path / "own"), "Q8_0")
    assert [transfer.title for transfer in bench.shown] == ["A model in Q8_0"]
    bench.wait_for_arrivals()
    assert bench.arrivals == [Arrival(bench.folder / "small-Q8_0.gguf", "A model in Q8_0", "card")]
    assert made_files(bench) == ["small-Q8_0.gguf"]
    assert bench.shown == ()


def test_asking_twice_for_the_same_quantization_makes_it_once(bench: Bench, tmp_path: Path) -> None:
    source = source_in(tmp_path / "own")
    bench.make(source, "Q8_0")
    bench.make(source, "Q8_0")
    assert len(bench.shown) == 1
    bench.wait_for_arrivals()
    assert made_files(bench) == ["small-Q8_0.gguf"]


def test_quantizations_are_made_one_after_the_other(bench: Bench, tmp_path: Path) -> None:
    source = source_in(tmp_path / "own")
    bench.make(source, "Q8_0")
    bench.make(source, "Q4_0")
    assert [transfer.detail for transfer in bench.shown] == ["Begins…", "Waits until the file before it is made."]
    bench.wait_for_arrivals(2)
    assert made_files(bench) == ["small-Q4_0.gguf", "small-Q8_0.gguf"]


def test_two_models_of_one_file_name_become_two_files(bench: Bench, tmp_path: Path) -> None:
    bench.make(source_in(tmp_path / "one"), "Q8_0")
    bench.make(source_in(tmp_path / "two"), "Q8_0")
    bench.wait_for_arrivals(2)
    assert made_files(bench) == ["small-Q8_0 (2).gguf", "small-Q8_0.gguf"]


def test_one_that_waits_is_given_up_at_once_and_the_others_go_on(
    bench: Bench, tmp_path: Path, slow_source: LocalModel
) -> None:
    bench.make(slow_source, SLOW_TYPE)
    bench.make(source_in(tmp_path / "own"), "Q8_0")
    first, second = bench.shown
    bench.transfers.cancel(second.key)
    assert [transfer.key for transfer in bench.shown] == [first.key]


def test_one_that_is_given_up_leaves_nothing_and_the_next_one_begins(
    bench: Bench, tmp_path: Path, slow_source: LocalModel
) -> None:
    bench.make(slow_source, SLOW_TYPE)
    bench.make(source_in(tmp_path / "own"), "Q8_0")
    bench.transfers.cancel(bench.shown[0].key)
    assert bench.shown[0].detail == "Stops…"
    assert bench.transfers.titles_to_lose == ("A model in Q8_0",)
    bench.wait_for_arrivals()
    assert made_files(bench) == ["small-Q8_0.gguf"]


def test_one_that_was_given_up_can_be_asked_for_again_at_once(bench: Bench, slow_source: LocalModel) -> None:
    bench.make(slow_source, SLOW_TYPE)
    given_up = bench.shown[0].key
    bench.transfers.cancel(given_up)
    bench.qtbot.waitUntil(lambda: not bench.shown, timeout=WAIT_MS)
    bench.make(slow_source, SLOW_TYPE)
    assert len(bench.shown) == 1
    assert bench.shown[0].key != given_up


def test_a_quantization_that_failed_says_why_and_can_be_tried_again(bench: Bench, tmp_path: Path) -> None:
    source = source_in(tmp_path / "own")
    bench.folder.mkdir()
    blocked = bench.folder / "small-Q8_0.gguf"
    bench.make(source, "Q8_0")
    blocked.write_bytes(b"somebody else wrote this meanwhile")
    bench.qtbot.waitUntil(lambda: any(transfer.problem for transfer in bench.shown), timeout=WAIT_MS)
    assert not bench.transfers.has_work_to_lose
    blocked.unlink()
    bench.transfers.resume(bench.shown[0].key)
    assert bench.shown[0].problem == ""
    bench.wait_for_arrivals()
    assert bench.shown == ()


def test_work_to_lose_is_what_is_made_or_waits_and_no_download(
    bench: Bench, tmp_path: Path, slow_source: LocalModel
) -> None:
    bench.tell(bench.status(DownloadState.RUNNING))
    assert not bench.transfers.has_work_to_lose
    bench.make(slow_source, SLOW_TYPE)
    bench.make(source_in(tmp_path / "own"), "Q8_0")
    assert bench.transfers.titles_to_lose == (f"A model in {SLOW_TYPE}", "A model in Q8_0")


def test_the_longest_names_of_files_become_names_that_the_disk_takes(bench: Bench, tmp_path: Path) -> None:
    stem = "ä" * 122
    bench.make(source_in(tmp_path / "own", f"{stem}.gguf"), "Q8_0")
    bench.wait_for_arrivals()
    (name,) = made_files(bench)
    assert name.endswith("-Q8_0.gguf")
    assert name.startswith(stem[:50])


def test_a_file_that_another_program_names_by_its_checksum_is_named_after_the_model(
    bench: Bench, tmp_path: Path
) -> None:
    bench.make(replace(source_in(tmp_path / "own", "sha256-0a1b"), owner="Ollama", display_name="tiny/chat"), "Q8_0")
    bench.wait_for_arrivals()
    assert made_files(bench) == ["tiny-chat-Q8_0.gguf"]


def test_a_models_folder_that_cannot_be_made_is_told(bench: Bench, tmp_path: Path) -> None:
    source = source_in(tmp_path / "own")
    bench.folder.write_bytes(b"a file stands in its place")
    bench.make(source, "Q8_0")
    assert [error.sentence for error in bench.errors] == ["The models folder could not be made: File exists."]
    assert bench.shown == ()


def test_a_speed_is_not_shown_any_more_when_nothing_is_told_for_a_while(bench: Bench) -> None:
    bench.tell(bench.status(DownloadState.RUNNING, bytes_per_second=2e6, seconds_left=30.0))
    assert bench.shown[0].detail == "500 MB of 1 GB, 2 MB/s, 30 seconds left"
    with bench.qtbot.waitSignal(bench.transfers.transfers_changed, timeout=WAIT_MS):
        pass
    assert bench.shown[0].detail == "500 MB of 1 GB"


def test_a_download_that_is_paused_shows_no_speed_and_waits_for_nothing(bench: Bench) -> None:
    bench.tell(bench.status(DownloadState.RUNNING, bytes_per_second=2e6, seconds_left=30.0))
    bench.tell(bench.status(DownloadState.PAUSED))
    assert bench.shown[0].detail == "Paused at 500 MB of 1 GB"
    assert not bench.transfers._silence.isActive()


def test_what_a_download_said_before_another_folder_was_chosen_is_not_shown(bench: Bench, tmp_path: Path) -> None:
    bench.tell(bench.status(DownloadState.RUNNING))
    assert len(bench.shown) == 1
    bench.transfers.use_folder(tmp_path / "elsewhere")
    assert not bench.transfers.transfers
    bench.tell(bench.status(DownloadState.PAUSED))
    assert not bench.transfers.transfers
