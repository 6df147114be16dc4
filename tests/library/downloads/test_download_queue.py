"""Pausing, resuming, cancelling and ending downloads: nothing hangs, nothing that arrived is lost."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from quantchat.errors import KnownError
from quantchat.library.downloads.attempts import Patience
from quantchat.library.downloads.download_queue import Downloads
from quantchat.library.downloads.values import DownloadRequest, DownloadState, DownloadStatus
from quantchat.library.hub.http import open_client
from tests.library.downloads.published_models import (
    NAME,
    QUICK,
    file_request,
    model,
    publish,
    quick_client,
    request_for,
)
from tests.library.downloads.watcher import Watcher
from tests.library.hub.loopback_hub import Fault, LoopbackHub, Place, refused

CONTENT = model()
OTHER = model(seed=2)
STALLED_BYTES = 100_000


@pytest.fixture
def request_(folder: Path, hub_folder: Path, hub: LoopbackHub) -> DownloadRequest:
    publish(hub_folder, CONTENT)
    return request_for(folder, file_request(CONTENT))


@pytest.fixture
def other_request(folder: Path, hub_folder: Path, hub: LoopbackHub) -> DownloadRequest:
    publish(hub_folder, OTHER, "Other.gguf")
    return request_for(folder, file_request(OTHER, "Other.gguf"))


@pytest.fixture
def patient(folder: Path, watcher: Watcher) -> Iterator[Downloads]:
    """Downloads that wait as long for a silent server as those of a person."""
    downloads = Downloads(folder, watcher, lambda: None, open_client=open_client, patience=QUICK)
    yield downloads
    downloads.close()


def stalled(
    downloads: Downloads, hub: LoopbackHub, request: DownloadRequest, stalled_bytes: int = STALLED_BYTES
) -> None:
    """Begin a download whose server falls silent after a part of the file, and wait until that part is here."""
    hub.break_next(Place.CDN, Fault(stall_after_bytes=stalled_bytes))
    downloads.begin(request)
    hub.wait_until_stalled()
    (part,) = (path for path in request.target_folder.iterdir() if path.suffix == ".part")
    deadline = time.monotonic() + 10
    while part.stat().st_size < stalled_bytes:
        assert time.monotonic() < deadline
        threading.Event().wait(0.005)


def other_run(folder: Path) -> tuple[Downloads, Watcher]:
    watcher = Watcher()
    return Downloads(folder, watcher, lambda: None, open_client=quick_client, patience=QUICK), watcher


def test_a_paused_download_keeps_what_arrived_and_goes_on_from_there(
    patient: Downloads, watcher: Watcher, hub: LoopbackHub, request_: DownloadRequest, folder: Path
) -> None:
    stalled(patient, hub, request_)
    patient.pause(request_.id)
    status = watcher.wait_until(DownloadState.PAUSED)
    assert (status.received_bytes, status.total_bytes, status.error) == (STALLED_BYTES, len(CONTENT), None)
    assert DownloadState.RETRYING not in watcher.states
    hub.forget_requests()
    patient.resume(request_.id)
    watcher.wait_until(DownloadState.CHECKING)
    watcher.wait_until(DownloadState.DONE)
    assert (folder / NAME).read_bytes() == CONTENT
    assert hub.requests[-1].range == f"bytes={STALLED_BYTES}-"
    assert hub.requests[-1].headers["if-range"]


def test_a_download_that_is_resumed_before_it_has_stopped_goes_on(
    patient: Downloads, watcher: Watcher, hub: LoopbackHub, request_: DownloadRequest, folder: Path
) -> None:
    stalled(patient, hub, request_)
    patient.pause(request_.id)
    patient.resume(request_.id)
    watcher.wait_for(lambda status: status.state is DownloadState.DONE)
    assert (folder / NAME).read_bytes() == CONTENT


def test_beginning_what_is_under_way_changes_nothing(
    patient: Downloads, watcher: Watcher, hub: LoopbackHub, request_: DownloadRequest
) -> None:
    stalled(patient, hub, request_)
    patient.begin(request_)
    patient.resume(request_.id)
    assert DownloadState.WAITING not in watcher.states[1:]
    assert len(hub.requests) == 2


def test_a_second_download_waits_for_its_turn(
    patient: Downloads,
    watcher: Watcher,
    hub: LoopbackHub,
    request_: DownloadRequest,
    other_request: DownloadRequest,
    folder: Path,
) -> None:
    stalled(patient, hub, request_)
    patient.begin(other_request)
    assert [status.state for status in patient.statuses()][1] is DownloadState.WAITING
    assert len(hub.requests) == 2
    patient.pause(request_.id)
    watcher.wait_for(lambda status: status.path == folder / "Other.gguf")
    assert [status.state for status in patient.statuses()] == [DownloadState.PAUSED, DownloadState.DONE]


def test_one_that_waits_can_be_paused_resumed_and_cancelled(
    patient: Downloads,
    watcher: Watcher,
    hub: LoopbackHub,
    request_: DownloadRequest,
    other_request: DownloadRequest,
    folder: Path,
) -> None:
    stalled(patient, hub, request_)
    patient.begin(other_request)
    patient.pause(other_request.id)
    patient.resume(other_request.id)
    patient.cancel(other_request.id)
    told = [status.state for status in watcher.all if status.request == other_request]
    assert told == [DownloadState.WAITING, DownloadState.PAUSED, DownloadState.WAITING, DownloadState.CANCELLED]
    assert not list(folder.glob("Other*"))


@pytest.mark.parametrize("is_paused", [False, True])
def test_a_cancelled_download_leaves_nothing_behind(
    patient: Downloads, watcher: Watcher, hub: LoopbackHub, request_: DownloadRequest, folder: Path, is_paused: bool
) -> None:
    stalled(patient, hub, request_)
    if is_paused:
        patient.pause(request_.id)
        watcher.wait_until(DownloadState.PAUSED)
    patient.cancel(request_.id)
    watcher.wait_until(DownloadState.CANCELLED)
    assert list(folder.iterdir()) == []
    assert (patient.statuses(), patient.unfinished()) == ((), ())


def test_closing_does_not_wait_for_a_silent_server(
    patient: Downloads, watcher: Watcher, hub: LoopbackHub, request_: DownloadRequest, other_request: DownloadRequest
) -> None:
    stalled(patient, hub, request_)
    patient.begin(other_request)
    began = time.monotonic()
    patient.close()
    assert time.monotonic() - began < 1.5
    assert "downloads" not in {thread.name for thread in threading.enumerate()}
    assert [status.state for status in patient.statuses()] == [DownloadState.PAUSED, DownloadState.PAUSED]
    told = len(watcher.all)
    patient.resume(request_.id)
    assert len(watcher.all) == told


def test_a_server_that_never_answers_can_be_left(
    patient: Downloads, watcher: Watcher, hub: LoopbackHub, request_: DownloadRequest
) -> None:
    hub.break_next(Place.CDN, Fault(stall_after_bytes=0))
    patient.begin(request_)
    hub.wait_until_stalled()
    patient.pause(request_.id)
    assert watcher.wait_until(DownloadState.PAUSED).received_bytes == 0


def test_the_wait_before_the_next_try_can_be_ended(
    folder: Path, watcher: Watcher, hub: LoopbackHub, request_: DownloadRequest
) -> None:
    downloads = Downloads(folder, watcher, lambda: None, open_client=quick_client, patience=Patience((3600,)))
    hub.break_always(Place.RESOLVE, refused(503))
    downloads.begin(request_)
    status = watcher.wait_until(DownloadState.RETRYING)
    assert status.retry_seconds == 3600
    downloads.pause(request_.id)
    watcher.wait_until(DownloadState.PAUSED)
    downloads.close()


def test_the_next_run_finds_what_was_unfinished_and_asks_nobody_before_it_is_resumed(
    patient: Downloads,
    watcher: Watcher,
    hub: LoopbackHub,
    request_: DownloadRequest,
    other_request: DownloadRequest,
    folder: Path,
) -> None:
    stalled(patient, hub, request_)
    patient.begin(other_request)
    patient.close()
    hub.forget_requests()

    downloads, later = other_run(folder)
    found = {status.request: status for status in downloads.unfinished()}
    assert set(found) == {request_, other_request}
    assert {status.state for status in found.values()} == {DownloadState.PAUSED}
    assert found[request_].received_bytes == STALLED_BYTES
    assert found[request_].total_bytes == len(CONTENT)
    assert not hub.requests
    downloads.resume(request_.id)
    later.wait_until(DownloadState.DONE)
    assert hub.requests[-1].range == f"bytes={STALLED_BYTES}-"
    downloads.close()


def test_what_is_here_is_checked_again_and_that_can_be_stopped(
    patient: Downloads, watcher: Watcher, hub: LoopbackHub, folder: Path, hub_folder: Path
) -> None:
    big = model(40_000_000)
    publish(hub_folder, big)
    request = request_for(folder, file_request(big))
    stalled(patient, hub, request, 39_000_000)
    patient.close()
    hub.forget_requests()

    def pause_when_checking(status: DownloadStatus) -> None:
        watcher(status)
        if status.state is DownloadState.CHECKING:
            later.pause(request.id)

    later = Downloads(folder, pause_when_checking, lambda: None, open_client=quick_client, patience=QUICK)
    watcher.wait_until(DownloadState.PAUSED)
    later.begin(request)
    watcher.wait_until(DownloadState.CHECKING)
    watcher.wait_until(DownloadState.PAUSED)
    assert hub.requests == ()
    later.close()


def test_two_programs_do_not_write_one_download(
    patient: Downloads, watcher: Watcher, hub: LoopbackHub, request_: DownloadRequest, folder: Path
) -> None:
    stalled(patient, hub, request_)
    downloads, later = other_run(folder)
    downloads.begin(request_)
    error = later.wait_until(DownloadState.FAILED).error
    assert error is not None
    assert error.sentence == "Another QuantChat on this computer is downloading this model just now."
    downloads.cancel(request_.id)
    assert later.wait_until(DownloadState.FAILED).error is not None
    assert [path.stat().st_size for path in folder.glob("*.part")] == [STALLED_BYTES]

    patient.close()
    downloads.resume(request_.id)
    later.wait_until(DownloadState.DONE)
    downloads.close()


def test_two_downloads_do_not_write_one_file(
    patient: Downloads, watcher: Watcher, hub: LoopbackHub, request_: DownloadRequest, folder: Path
) -> None:
    stalled(patient, hub, request_)
    with pytest.raises(KnownError, match="is being downloaded already, as Tiny Llama"):
        patient.begin(DownloadRequest("another", "Another", request_.files, folder))


def test_a_model_that_is_here_already_is_not_fetched_again(
    downloads: Downloads, watcher: Watcher, hub: LoopbackHub, request_: DownloadRequest, folder: Path
) -> None:
    (folder / NAME).write_bytes(CONTENT)
    (folder / NAME).chmod(0o444)
    downloads.begin(request_)
    status = watcher.wait_until(DownloadState.DONE)
    assert status.path == folder / NAME
    assert hub.requests == ()
    assert list(folder.iterdir()) == [folder / NAME]


def test_there_is_no_thread_when_there_is_nothing_to_do(
    downloads: Downloads, watcher: Watcher, request_: DownloadRequest
) -> None:
    downloads.begin(request_)
    watcher.wait_until(DownloadState.DONE)
    for thread in threading.enumerate():
        if thread.name == "downloads":
            thread.join(5)
    assert "downloads" not in {thread.name for thread in threading.enumerate()}
    assert downloads.unfinished() == ()
    downloads.cancel(request_.id)
    assert downloads.statuses() == ()


def test_unknown_downloads_are_no_matter(downloads: Downloads, watcher: Watcher) -> None:
    downloads.pause("nothing")
    downloads.resume("nothing")
    downloads.cancel("nothing")
    assert watcher.all == []


def test_a_download_outside_the_models_folder_is_a_mistake_of_the_program(downloads: Downloads, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="models folder"):
        downloads.begin(request_for(tmp_path, file_request(CONTENT)))


def test_the_http_client_is_not_loaded_before_it_is_needed() -> None:
    program = (
        "import sys, quantchat.library.downloads.download_queue;"
        "print([name for name in ('httpx', 'keyring', 'ssl') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_a_bug_is_told_and_the_next_download_goes_on(
    folder: Path, watcher: Watcher, request_: DownloadRequest, other_request: DownloadRequest
) -> None:
    tokens = iter([None])
    bugs: list[type[BaseException]] = []
    told = threading.Event()

    def token() -> None:
        if next(tokens, "broken") == "broken":
            return
        told.wait(10)
        raise ZeroDivisionError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threading, "excepthook", lambda arguments: bugs.append(arguments.exc_type))
        downloads = Downloads(folder, watcher, token, open_client=quick_client, patience=QUICK)
        downloads.begin(request_)
        downloads.begin(other_request)
        told.set()
        error = watcher.wait_until(DownloadState.FAILED).error
        assert error is not None
        assert "an error in QuantChat itself" in error.sentence
        watcher.wait_until(DownloadState.DONE)
        downloads.close()
    assert bugs == [ZeroDivisionError]
