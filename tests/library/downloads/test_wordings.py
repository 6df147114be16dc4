"""What is told of downloads reaches the window as templates and values, so that it can be said in any language."""

import errno
import os
from pathlib import Path

import pytest

from quantchat.errors import KnownError
from quantchat.library.downloads.answers import of_other_size
from quantchat.library.downloads.disk import known_disk_failures, require_room
from quantchat.library.downloads.download_queue import Downloads
from quantchat.library.downloads.values import DownloadState, check_request
from quantchat.wording import Wording
from tests.library.downloads.published_models import file_request, model, publish, request_for
from tests.library.downloads.watcher import Watcher
from tests.library.hub.loopback_hub import Fault, LoopbackHub, Place


def told_as(error: OSError) -> KnownError:
    with pytest.raises(KnownError) as caught, known_disk_failures():
        raise error
    return caught.value


def templates(words: Wording) -> list[str]:
    """What a translator finds of sentences that were set one behind the other."""
    return [part.template for part in words.values.values() if isinstance(part, Wording)]


def test_a_lack_of_room_is_told_with_the_sizes_apart(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        require_room(tmp_path, 5 * 10**9, lambda _folder: 10**9)
    error = caught.value
    assert error.sentence.template == (
        "There is not enough room for this download: {missing} are still to come, some space has to stay free, and "
        "the disk has {free} left."
    )
    assert (error.sentence.values["missing"], error.sentence.values["free"]) == ("5 GB", "1 GB")
    assert error.hint == "Free 4.5 GB. What has arrived is kept; then resume the download."
    assert templates(error.hint) == ["Free {size}.", "What has arrived is kept; then resume the download."]


def test_what_the_system_says_of_the_disk_is_quoted(tmp_path: Path) -> None:
    reason = os.strerror(errno.EIO)
    sentence = told_as(OSError(errno.EIO, reason)).sentence
    assert (sentence.template, dict(sentence.values)) == (
        "The download cannot be written: {reason}.",
        {"reason": reason},
    )
    assert told_as(OSError()).sentence.template == "The download cannot be written: the disk reports an error."


@pytest.mark.parametrize(("offered_bytes", "english"), [(1, "1 byte and"), (1234567, "1,234,567 bytes and")])
def test_another_size_is_told_with_both_numbers_apart(offered_bytes: int, english: str) -> None:
    sentence = of_other_size(offered_bytes, 7654321).sentence
    assert sentence.startswith(f"The file on offer has {english} not 7,654,321 as published;")
    assert dict(sentence.values) == {"count": offered_bytes, "published": 7654321}


def test_a_name_that_no_file_can_have_is_told_apart_from_the_sentence(folder: Path) -> None:
    with pytest.raises(KnownError) as caught:
        check_request(request_for(folder, file_request(b"", "../{x}.gguf")))
    sentence = caught.value.sentence
    assert sentence == "“../{x}.gguf” cannot be the name of a model file here, so it was not downloaded."
    assert dict(sentence.values) == {"name": "../{x}.gguf"}


def test_what_is_told_while_and_after_a_download_can_be_said_in_any_language(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub, hub_folder: Path
) -> None:
    content = model()
    publish(hub_folder, content)
    hub.break_next(Place.CDN, Fault(cut_after_bytes=100_000))
    hub.break_always(Place.CDN, Fault(ignores_range=True))
    downloads.begin(request_for(folder, file_request(content)))
    note = watcher.wait_until(DownloadState.DONE).note
    cut = next(status.error for status in watcher.all if status.state is DownloadState.RETRYING)
    assert note.template == "The server cannot continue a download, so it started anew."
    assert cut is not None
    assert (cut.sentence.template, dict(cut.sentence.values)) == (
        "The connection to {host} was cut.",
        {"host": "127.0.0.1"},
    )
