"""How far a download is, as one would say it."""

from pathlib import Path

import pytest

from quantchat.errors import ErrorKind, KnownError
from quantchat.gui.transfer_words import download_detail, time_left_text
from quantchat.library.downloads.values import DownloadRequest, DownloadState, DownloadStatus
from quantchat.wording import worded

REQUEST = DownloadRequest("a/b/c.gguf", "Tiny in Q4_0", (), Path("/models"))
LOST = KnownError(ErrorKind.OTHER, worded("The connection was lost."), worded("Look at the network."))


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, "a few seconds left"),
        (44.0, "40 seconds left"),
        (100.0, "2 minutes left"),
        (5000.0, "83 minutes left"),
        (7000.0, "2 hours left"),
        (1e9, "more than two days left"),
        (float("inf"), "more than two days left"),
    ],
)
def test_time_left_is_told_no_more_exactly_than_it_is_known(seconds: float, text: str) -> None:
    assert time_left_text(seconds) == text


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (DownloadStatus(REQUEST, DownloadState.WAITING), "Waits for the download before it. 0 MB"),
        (
            DownloadStatus(REQUEST, DownloadState.RUNNING, 5 * 10**8, 10**9, 2e6, 250.0),
            "500 MB of 1 GB, 2 MB/s, 4 minutes left",
        ),
        (
            DownloadStatus(REQUEST, DownloadState.RETRYING, 5 * 10**8, 10**9, retry_seconds=0.2, error=LOST),
            "The connection was lost. Tries again in 1 s. 500 MB of 1 GB",
        ),
        (
            DownloadStatus(REQUEST, DownloadState.PAUSED, 5 * 10**8, error=LOST),
            "The connection was lost. Look at the network. 500 MB",
        ),
    ],
)
def test_every_state_says_what_it_does_and_how_far_it_is(status: DownloadStatus, text: str) -> None:
    assert download_detail(status) == text


def test_a_note_stands_behind_as_a_sentence_of_its_own() -> None:
    status = DownloadStatus(REQUEST, DownloadState.RUNNING, 5 * 10**8, 10**9, note=worded("It had to begin anew."))
    assert download_detail(status) == "500 MB of 1 GB. It had to begin anew."
