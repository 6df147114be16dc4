"""Getting one file over a bad network: it arrives whole and as published, or a sentence says why not."""

import random
from pathlib import Path

import pytest

from quantchat.errors import ErrorKind
from quantchat.library.downloads.download_queue import Downloads
from quantchat.library.downloads.transfer import NOT_CONTINUED_NOTE, REPLACED_NOTE
from quantchat.library.downloads.values import DownloadState, DownloadStatus
from tests.library.downloads.published_models import NAME, REPOSITORY, file_request, model, publish, request_for
from tests.library.downloads.watcher import Watcher
from tests.library.hub.loopback_hub import Fault, LoopbackHub, Place, refused

CONTENT = model()
NO_CHECKSUM = {"X-Linked-ETag": ""}


@pytest.fixture(autouse=True)
def _published(hub_folder: Path, hub: LoopbackHub) -> None:
    publish(hub_folder, CONTENT)


def arrived(downloads: Downloads, watcher: Watcher, folder: Path, *, size: bool = True, checksum: bool = True) -> str:
    """Download the model; return the note of its end, with nothing but the model in the folder."""
    downloads.begin(request_for(folder, file_request(CONTENT, size=size, checksum=checksum)))
    status = watcher.wait_until(DownloadState.DONE)
    assert (status.path, status.error) == (folder / NAME, None)
    assert status.received_bytes == status.total_bytes == len(CONTENT)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {NAME: CONTENT}
    return status.note


def failed(downloads: Downloads, watcher: Watcher, folder: Path, *, checksum: bool = True) -> DownloadStatus:
    downloads.begin(request_for(folder, file_request(CONTENT, checksum=checksum)))
    status = watcher.wait_until(DownloadState.FAILED)
    assert not (folder / NAME).exists()
    return status


def received_on_disk(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*.part"))


def test_a_file_arrives_and_its_progress_is_told(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub
) -> None:
    arrived(downloads, watcher, folder)
    assert watcher.states == [DownloadState.WAITING, DownloadState.RUNNING, DownloadState.DONE]
    assert [request.place for request in hub.requests] == [Place.RESOLVE, Place.CDN]
    assert all(request.headers["accept-encoding"] == "identity" for request in hub.requests)


@pytest.mark.parametrize("linked", ["", "told along with the redirect"])
@pytest.mark.parametrize(("size", "checksum"), [(False, True), (True, False), (False, False)])
def test_a_file_of_which_less_is_known_arrives_through_cuts(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub, size: bool, checksum: bool, linked: str
) -> None:
    hub.break_always(Place.RESOLVE, Fault(headers={} if linked else NO_CHECKSUM))
    hub.break_next(Place.CDN, Fault(cut_after_bytes=100_000), times=2)
    arrived(downloads, watcher, folder, size=size, checksum=checksum)
    assert [request.range for request in hub.requests if request.place is Place.CDN] == [
        "",
        "bytes=100000-",
        "bytes=200000-",
    ]


@pytest.mark.parametrize("seed", range(3))
def test_after_random_cuts_the_file_is_the_one_that_was_published(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub, seed: int
) -> None:
    chance = random.Random(seed)
    for _ in range(70):
        hub.break_next(Place.CDN, Fault(cut_after_bytes=chance.choice((1, chance.randrange(8_000)))))
    arrived(downloads, watcher, folder)
    assert len(hub.requests) > 60
    assert DownloadState.RETRYING in watcher.states


def test_a_server_that_falls_silent_is_asked_again(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub
) -> None:
    hub.break_next(Place.CDN, Fault(stall_after_bytes=1000))
    arrived(downloads, watcher, folder)
    retrying = next(status for status in watcher.all if status.state is DownloadState.RETRYING)
    assert retrying.error is not None
    assert "stopped answering" in retrying.error.sentence
    assert retrying.received_bytes == 1000


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Fault(hangs_up=True), id="hangs up"),
        pytest.param(refused(503), id="503"),
        pytest.param(refused(429, RateLimit='"api";r=0;t=0'), id="429"),
        pytest.param(refused(408), id="408"),
        pytest.param(refused(403), id="redirect too old"),
        pytest.param(Fault(headers={"Content-Encoding": "gzip"}), id="compressed"),
        pytest.param(Fault(status=200, body=b"<!DOCTYPE html>", headers={"Content-Type": "text/html"}), id="page"),
        pytest.param(Fault(status=204), id="no content"),
    ],
)
@pytest.mark.parametrize("has_begun", [False, True])
def test_an_answer_of_no_use_is_followed_by_another_try_that_loses_nothing(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub, fault: Fault, has_begun: bool
) -> None:
    if has_begun:
        hub.break_next(Place.CDN, Fault(cut_after_bytes=200_000))
    hub.break_next(Place.CDN, fault)
    arrived(downloads, watcher, folder)
    if has_begun:
        assert "bytes=2" in [request for request in hub.requests if request.place is Place.CDN][-1].range


def test_a_pause_that_the_server_asks_for_is_kept(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub
) -> None:
    hub.break_next(Place.RESOLVE, refused(429, Retry_After="1"))
    arrived(downloads, watcher, folder)
    retrying = next(status for status in watcher.all if status.state is DownloadState.RETRYING)
    assert retrying.retry_seconds == 1.0


def test_a_server_that_wants_hours_is_not_waited_for(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub
) -> None:
    hub.break_next(Place.RESOLVE, refused(429, Retry_After="7200"))
    error = failed(downloads, watcher, folder).error
    assert error is not None
    assert error.kind is ErrorKind.RATE_LIMITED
    assert "120 minutes" in error.hint


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (refused(401, "GatedRepo"), ErrorKind.ACCESS_TOKEN_NEEDED),
        (refused(403, "GatedRepo", "restricted"), ErrorKind.ACCESS_TERMS),
        (refused(403, "GatedRepo", "Your request is awaiting a review"), ErrorKind.ACCESS_REFUSED),
        (refused(404, "EntryNotFound"), ErrorKind.NOT_FOUND),
        (refused(451), ErrorKind.ACCESS_REFUSED),
    ],
)
def test_a_refusal_is_told_at_once_and_not_tried_again(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub, fault: Fault, kind: ErrorKind
) -> None:
    hub.break_always(Place.RESOLVE, fault)
    error = failed(downloads, watcher, folder).error
    assert error is not None
    assert error.kind is kind
    assert len(hub.requests) == 1


def test_a_network_that_stays_away_ends_the_download_and_keeps_what_arrived(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub
) -> None:
    hub.break_next(Place.CDN, Fault(cut_after_bytes=1234))
    hub.break_always(Place.CDN, refused(503))
    status = failed(downloads, watcher, folder)
    assert status.error is not None
    assert status.error.kind is ErrorKind.NETWORK
    assert status.received_bytes == received_on_disk(folder) == 1234

    hub.break_always(Place.CDN)
    downloads.resume(status.request.id)
    watcher.wait_until(DownloadState.DONE)
    assert (folder / NAME).read_bytes() == CONTENT
    assert hub.requests[-1].range == "bytes=1234-"


def test_redirects_in_a_circle_end_with_a_sentence(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub
) -> None:
    hub.break_always(Place.RESOLVE, Fault(status=302, headers={"Location": hub.file_url(REPOSITORY, NAME)}))
    error = failed(downloads, watcher, folder).error
    assert error is not None
    assert "in circles" in error.sentence


def test_a_server_that_ignores_ranges_gives_the_whole_file_anew(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub
) -> None:
    hub.break_next(Place.CDN, Fault(cut_after_bytes=100_000))
    hub.break_always(Place.CDN, Fault(ignores_range=True))
    assert arrived(downloads, watcher, folder) == NOT_CONTINUED_NOTE


def test_a_server_that_sends_another_range_gives_the_whole_file_anew(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub
) -> None:
    hub.break_next(Place.CDN, Fault(cut_after_bytes=100_000))
    hub.break_next(Place.CDN, Fault(range_off_by=7))
    assert arrived(downloads, watcher, folder) == NOT_CONTINUED_NOTE


@pytest.mark.parametrize("headers", [{}, NO_CHECKSUM], ids=["told by the hub", "told by its name"])
def test_bytes_of_a_file_that_was_replaced_meanwhile_are_never_joined(
    downloads: Downloads,
    watcher: Watcher,
    folder: Path,
    hub: LoopbackHub,
    hub_folder: Path,
    headers: dict[str, str],
) -> None:
    publish(hub_folder, model(seed=2))
    hub.break_always(Place.RESOLVE, Fault(headers=headers))
    hub.break_next(Place.CDN, Fault(stall_after_bytes=100_000))
    downloads.begin(request_for(folder, file_request(CONTENT, checksum=False)))
    hub.wait_until_stalled()
    publish(hub_folder, CONTENT)
    status = watcher.wait_until(DownloadState.DONE)
    assert (folder / NAME).read_bytes() == CONTENT
    assert status.note == REPLACED_NOTE


def test_a_file_that_was_replaced_since_it_was_listed_is_not_fetched_in_vain(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub, hub_folder: Path
) -> None:
    publish(hub_folder, model(seed=2))
    status = failed(downloads, watcher, folder)
    assert status.error is not None
    assert status.error.kind is ErrorKind.CHECKSUM
    assert "has replaced it" in status.error.sentence
    assert (status.received_bytes, len(hub.requests)) == (0, 2)


def test_a_checksum_that_only_the_hub_told_is_checked(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub
) -> None:
    hub.break_always(Place.CDN, Fault(flip_byte_at=150_000))
    error = failed(downloads, watcher, folder, checksum=False).error
    assert error is not None
    assert error.kind is ErrorKind.CHECKSUM


def test_a_server_that_calls_the_same_bytes_by_another_name_each_time_is_asked_for_all_of_them(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub
) -> None:
    hub.break_next(Place.CDN, Fault(cut_after_bytes=100_000, etag='"one"'))
    hub.break_next(Place.CDN, Fault(etag='"two"'))
    assert arrived(downloads, watcher, folder) == REPLACED_NOTE


def test_a_name_that_only_means_much_the_same_is_not_relied_on(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub
) -> None:
    hub.break_always(Place.RESOLVE, Fault(headers=NO_CHECKSUM))
    hub.break_next(Place.CDN, Fault(cut_after_bytes=100_000, etag='W/"weak"'))
    arrived(downloads, watcher, folder, checksum=False)
    assert [request.range for request in hub.requests if request.place is Place.CDN] == ["", ""]


def test_an_answer_that_ends_before_what_it_announced_is_continued(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub
) -> None:
    hub.break_next(Place.CDN, Fault(cut_after_bytes=100_000))
    hub.break_next(Place.CDN, Fault(length_off_by=-50_000))
    arrived(downloads, watcher, folder)
    assert hub.requests[-1].range == f"bytes={len(CONTENT) - 50_000}-"


def test_a_length_that_was_a_lie_is_found_out(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub
) -> None:
    hub.break_next(Place.CDN, Fault(length_off_by=5000))
    arrived(downloads, watcher, folder, size=False)
    assert hub.requests[-1].range == f"bytes={len(CONTENT)}-"


def test_a_file_of_another_size_than_published_is_refused_before_anything_is_lost(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub
) -> None:
    hub.break_next(Place.CDN, Fault(cut_after_bytes=100_000))
    hub.break_next(Place.CDN, Fault(status=200, body=b"Welcome to our hotel", headers={"Content-Type": "text/plain"}))
    status = failed(downloads, watcher, folder)
    assert status.error is not None
    assert status.error.kind is ErrorKind.CHECKSUM
    assert "as published" in status.error.sentence
    assert received_on_disk(folder) == 100_000


def test_wrong_bytes_are_never_kept(downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub) -> None:
    hub.break_always(Place.CDN, Fault(flip_byte_at=150_000))
    status = failed(downloads, watcher, folder)
    assert status.error is not None
    assert status.error.kind is ErrorKind.CHECKSUM
    assert received_on_disk(folder) == 0
    assert len(hub.requests) == 2

    hub.break_always(Place.CDN)
    downloads.resume(status.request.id)
    watcher.wait_until(DownloadState.DONE)
    assert (folder / NAME).read_bytes() == CONTENT


def test_wrong_bytes_in_a_joined_file_are_fetched_anew_once(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub
) -> None:
    hub.break_next(Place.CDN, Fault(cut_after_bytes=100_000, flip_byte_at=5))
    assert "damaged" in arrived(downloads, watcher, folder)
    assert [request.range for request in hub.requests if request.place is Place.CDN] == ["", "bytes=100000-", ""]


def test_a_joined_file_that_stays_wrong_is_not_fetched_for_ever(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub
) -> None:
    for _ in range(4):
        hub.break_next(Place.CDN, Fault(cut_after_bytes=100_000, flip_byte_at=5))
        hub.break_next(Place.CDN, Fault())
    error = failed(downloads, watcher, folder).error
    assert error is not None
    assert error.kind is ErrorKind.CHECKSUM
    assert len([request for request in hub.requests if request.place is Place.CDN]) == 4
