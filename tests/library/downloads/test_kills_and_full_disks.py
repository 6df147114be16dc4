"""A program that is killed and a disk that is full cost nothing of what arrived."""

import errno
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from quantchat.errors import ErrorKind, KnownError
from quantchat.library.downloads.disk import LEAST_SPARE_BYTES, known_disk_failures, require_room
from quantchat.library.downloads.download_queue import Downloads
from quantchat.library.downloads.transfer import ROOM_CHECK_BYTES
from quantchat.library.downloads.values import DownloadState
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
from tests.library.hub.loopback_hub import Fault, LoopbackHub, Place

CONTENT = model(3_000_000)
CHECKOUT = Path(__file__).parents[3]
DEADLINE_SECONDS = 60


@pytest.fixture(autouse=True)
def _published(hub_folder: Path, hub: LoopbackHub) -> None:
    publish(hub_folder, CONTENT)


def child_command(folder: Path, *words: str) -> list[str]:
    file = file_request(CONTENT)
    program = [sys.executable, "-m", "tests.library.downloads.download_child"]
    return [*program, str(folder), NAME, str(file.size_bytes), str(file.sha256), *words]


def test_what_a_killed_program_had_received_is_not_asked_for_again(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub
) -> None:
    for stalled_bytes in (1_000_000, 500_000):
        hub.break_next(Place.CDN, Fault(stall_after_bytes=stalled_bytes))
        with subprocess.Popen(child_command(folder), stdout=subprocess.PIPE, cwd=CHECKOUT) as child:
            hub.wait_until_stalled()
            child.kill()
    (status,) = downloads.unfinished()
    received_bytes = status.received_bytes
    assert status.state is DownloadState.PAUSED
    assert received_bytes == sum(path.stat().st_size for path in folder.glob("*.part"))
    hub.forget_requests()
    downloads.resume(status.request.id)
    watcher.wait_until(DownloadState.DONE)
    assert (folder / NAME).read_bytes() == CONTENT
    assert [path.name for path in folder.iterdir()] == [NAME]
    assert hub.requests[-1].range == (f"bytes={received_bytes}-" if received_bytes else "")


def test_a_disk_that_takes_no_more_pauses_the_download_and_keeps_what_arrived(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub
) -> None:
    done = subprocess.run(
        child_command(folder, "1000000"),
        capture_output=True,
        text=True,
        cwd=CHECKOUT,
        check=True,
        timeout=DEADLINE_SECONDS,
    )
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1].startswith("paused 1000000 The disk of the models folder does not take files")
    downloads.unfinished()
    downloads.begin(request_for(folder, file_request(CONTENT)))
    watcher.wait_until(DownloadState.DONE)
    assert (folder / NAME).read_bytes() == CONTENT
    assert hub.requests[-1].range == "bytes=1000000-"


def small_disk_command(folder: Path) -> list[str] | None:
    """The child on a disk of 2 MiB of its own; None where this system does not let tests have one."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return None
    inside = [unshare, "--user", "--map-root-user", "--mount", "sh", "-ec"]
    mount = 'mount -t tmpfs -o size=2m none "$0"'
    if subprocess.run([*inside, mount, str(folder)], capture_output=True, check=False).returncode:
        return None
    shown = 'ls -l --time-style=+ "$0"'
    return [*inside, f'{mount}; "$@"; {shown}', str(folder), *child_command(folder)]


def test_a_full_disk_pauses_the_download_and_keeps_what_arrived(folder: Path, hub: LoopbackHub) -> None:
    command = small_disk_command(folder)
    if command is None:
        pytest.skip("no disk of its own can be had for a test here")
    done = subprocess.run(command, capture_output=True, text=True, cwd=CHECKOUT, check=True, timeout=DEADLINE_SECONDS)
    assert done.stderr == ""
    said, listed = done.stdout.split("total ", 1)
    state, received, sentence = said.splitlines()[-1].split(" ", 2)
    assert (state, sentence) == ("paused", "The disk of the models folder is full.")
    assert 1_500_000 < int(received) <= 2 * 2**20
    assert re.search(rf" {received} +{re.escape(NAME)}[^ ]*\.part\n", listed)
    assert ".download.json" in listed


def test_a_download_that_does_not_fit_is_not_begun(folder: Path, watcher: Watcher, hub: LoopbackHub) -> None:
    free_bytes = [LEAST_SPARE_BYTES + len(CONTENT) - 1_000_000]
    downloads = Downloads(
        folder, watcher, lambda: None, open_client=quick_client, patience=QUICK, free_bytes=lambda _: free_bytes[0]
    )
    request = request_for(folder, file_request(CONTENT))
    downloads.begin(request)
    error = watcher.wait_until(DownloadState.PAUSED).error
    assert error is not None
    assert error.kind is ErrorKind.DISK_FULL
    assert error.text == (
        "There is not enough room for this download: 3 MB are still to come, some space has to stay free, and the "
        "disk has 539 MB left. Free 1 MB. What has arrived is kept; then resume the download."
    )
    assert hub.requests == ()
    free_bytes[0] += 1_000_000
    downloads.resume(request.id)
    watcher.wait_until(DownloadState.DONE)
    downloads.close()


def test_a_disk_that_fills_up_meanwhile_pauses_the_download_before_it_is_full(
    folder: Path, hub_folder: Path, watcher: Watcher, hub: LoopbackHub
) -> None:
    big = model(ROOM_CHECK_BYTES + 2_000_000)
    publish(hub_folder, big)
    looks = iter([2**40, 2**40])  # before the first byte, and when the answer is here
    downloads = Downloads(
        folder, watcher, lambda: None, open_client=quick_client, patience=QUICK, free_bytes=lambda _: next(looks, 0)
    )
    downloads.begin(request_for(folder, file_request(big)))
    status = watcher.wait_until(DownloadState.PAUSED)
    assert status.error is not None
    assert status.error.kind is ErrorKind.DISK_FULL
    assert ROOM_CHECK_BYTES <= status.received_bytes < len(big)
    downloads.close()


def test_large_downloads_leave_a_twentieth_of_themselves_free() -> None:
    require_room(Path(), 10**12, lambda _: 1_050_000_000_000)
    with pytest.raises(KnownError, match="1000 GB are still to come"):
        require_room(Path(), 10**12, lambda _: 1_049_999_000_000)
    require_room(Path(), 0, lambda _: LEAST_SPARE_BYTES)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("ENOSPC", "The disk of the models folder is full."),
        ("EDQUOT", "The disk of the models folder is full."),
        ("EFBIG", "The disk of the models folder does not take files of this size"),
        ("ENAMETOOLONG", "The name of this model file is too long"),
        ("EACCES", "QuantChat may not write to the models folder."),
        ("EROFS", "QuantChat may not write to the models folder."),
        ("ENOENT", "The models folder, or a file of this download in it, is no longer there."),
        ("EIO", "The download cannot be written: Input/output error."),
    ],
)
def test_what_the_disk_refuses_is_told_in_words(name: str, sentence: str) -> None:
    number = getattr(errno, name)
    with pytest.raises(KnownError) as failure, known_disk_failures():
        raise OSError(number, os.strerror(number))
    assert failure.value.sentence.startswith(sentence)
