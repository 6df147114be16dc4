"""Reading headers of files that lie at the hub, over connections of every quality."""

import io
import os
import shutil
from pathlib import Path

import httpx
import pytest

from quantchat.core.gguf import GgufHeader, join_parts, read_header
from quantchat.errors import ErrorKind, KnownError
from quantchat.library.hub.listing import list_repository
from quantchat.library.hub.remote_file import (
    FIRST_BLOCK_BYTES,
    MOST_HEADER_BYTES,
    RemoteHeader,
    read_model_header,
    read_remote_header,
)
from quantchat.library.hub.token import AccessToken
from quantchat.settings import resources_folder
from tests.library.gguf_files import F32, INT32, entry, gguf_bytes, model_bytes, model_metadata, raw_array, tensor
from tests.library.hub.conftest import FILE, REPOSITORY
from tests.library.hub.loopback_hub import NO_FAULT, Fault, Gate, LoopbackHub, Place, Request, hub_file, refused

STARTER = resources_folder() / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf"
LARGE = "Large-Vocabulary.Q4_0.gguf"


def local_header(content: bytes) -> GgufHeader:
    return read_header(io.BytesIO(content), len(content))


def large_model() -> bytes:
    """A model whose vocabulary takes 1.4 MB, so that its header comes in several blocks."""
    vocabulary = [f"token number {number:07}" for number in range(50_000)]
    metadata = model_metadata(tokenizer__ggml__tokens=vocabulary)
    return model_bytes(metadata) + bytes(2_000_000)


def read(hub: LoopbackHub, client: httpx.Client, file: str = FILE, size_bytes: int | None = None) -> RemoteHeader:
    return read_remote_header(client, hub.file_url(REPOSITORY, file), REPOSITORY, size_bytes=size_bytes)


def failure(hub: LoopbackHub, client: httpx.Client, file: str = FILE, size_bytes: int | None = None) -> KnownError:
    with pytest.raises(KnownError) as caught:
        read(hub, client, file, size_bytes)
    return caught.value


def ranges(requests: tuple[Request, ...], place: Place = Place.CDN) -> list[str]:
    return [request.range for request in requests if request.place is place]


def test_a_small_file_takes_one_question_at_each_server(hub: LoopbackHub, client: httpx.Client) -> None:
    remote = read(hub, client)
    assert remote.header == local_header(model_bytes())
    assert remote.transferred_bytes == len(model_bytes())
    assert [request.place for request in hub.requests] == [Place.RESOLVE, Place.CDN]


def test_the_starter_model_is_told_from_its_first_megabytes(
    hub: LoopbackHub, client: httpx.Client, hub_folder: Path
) -> None:
    path = hub_folder / REPOSITORY / STARTER.name
    try:
        os.link(STARTER, path)
    except OSError:  # another disk
        shutil.copyfile(STARTER, path)
    remote = read(hub, client, STARTER.name)
    with STARTER.open("rb") as file:
        assert remote.header == read_header(file, STARTER.stat().st_size)
    assert remote.transferred_bytes < 4_000_000


def test_a_large_header_comes_in_growing_blocks_of_the_same_file(
    hub: LoopbackHub, client: httpx.Client, hub_folder: Path
) -> None:
    content = large_model()
    hub_file(hub_folder, REPOSITORY, LARGE, content)
    remote = read(hub, client, LARGE, len(content))
    assert remote.header == local_header(content)
    assert ranges(hub.requests) == ["bytes=0-262143", "bytes=262144-786431", "bytes=786432-1835007"]
    assert remote.transferred_bytes == 7 * FIRST_BLOCK_BYTES < len(content)
    assert [request.place for request in hub.requests].count(Place.RESOLVE) == 1
    first, *later = [request for request in hub.requests if request.place is Place.CDN]
    assert "if-range" not in first.headers
    assert len({request.headers["if-range"] for request in later}) == 1


def test_all_parts_of_a_model_are_read_and_joined(hub: LoopbackHub, client: httpx.Client, hub_folder: Path) -> None:
    parts = []
    for number in range(3):
        metadata = {"split.no": number, "split.count": 3} | (model_metadata() if number == 0 else {})
        entries = [entry(key, value) for key, value in metadata.items()]
        parts.append(gguf_bytes(entries, [tensor(f"blk.{number}.weight", (8,), F32, 0)], 32))
        hub_file(hub_folder, "big/model", f"Big-Q8_0-0000{number + 1}-of-00003.gguf", parts[-1])
    listing = list_repository(client, "big/model")
    remote = read_model_header(client, listing, listing.files[0])
    assert remote.header == join_parts([local_header(part) for part in parts])
    assert remote.header.file_size_bytes == remote.transferred_bytes == sum(map(len, parts))


def test_a_server_that_knows_no_ranges_is_read_as_far_as_needed(
    hub: LoopbackHub, client: httpx.Client, hub_folder: Path
) -> None:
    content = large_model() + bytes(30_000_000)
    hub_file(hub_folder, REPOSITORY, LARGE, content)
    hub.break_always(Place.CDN, Fault(ignores_range=True))
    remote = read(hub, client, LARGE)
    assert remote.header == local_header(content)
    assert remote.transferred_bytes < 6_000_000


def test_a_range_that_begins_too_early_is_put_in_its_place(
    hub: LoopbackHub, client: httpx.Client, hub_folder: Path
) -> None:
    content = large_model()
    hub_file(hub_folder, REPOSITORY, LARGE, content)
    hub.break_next(Place.CDN, NO_FAULT)
    hub.break_next(Place.CDN, Fault(range_off_by=-1000))
    assert read(hub, client, LARGE).header == local_header(content)


def test_a_range_that_leaves_something_out_is_not_believed(
    hub: LoopbackHub, client: httpx.Client, hub_folder: Path
) -> None:
    hub_file(hub_folder, REPOSITORY, LARGE, large_model())
    hub.break_next(Place.CDN, NO_FAULT)
    hub.break_always(Place.CDN, Fault(range_off_by=1000))
    hub.break_next(Place.CDN, Fault(range_off_by=1000))
    assert failure(hub, client, LARGE).kind is ErrorKind.NETWORK


@pytest.mark.parametrize("cut_after_bytes", [1, 1000, 200_000])
def test_reading_goes_on_where_the_connection_was_cut(
    cut_after_bytes: int, hub: LoopbackHub, client: httpx.Client, hub_folder: Path
) -> None:
    content = large_model()
    hub_file(hub_folder, REPOSITORY, LARGE, content)
    hub.break_next(Place.CDN, Fault(cut_after_bytes=cut_after_bytes), times=3)
    assert read(hub, client, LARGE).header == local_header(content)
    starts = [wanted.removeprefix("bytes=").partition("-")[0] for wanted in ranges(hub.requests)]
    assert starts[:4] == [str(number * cut_after_bytes) for number in range(4)]


def test_a_connection_that_is_always_cut_is_given_up(hub: LoopbackHub, client: httpx.Client) -> None:
    nothing = Fault(206, {"Content-Range": "bytes 0-999/1000"})
    for fault in (
        Fault(cut_after_bytes=1),
        Fault(cut_after_bytes=0),
        Fault(hangs_up=True),
        nothing,
    ):
        hub.forget_requests()
        hub.break_always(Place.CDN, fault)
        assert failure(hub, client).kind is ErrorKind.NETWORK
        assert 1 <= len(ranges(hub.requests)) <= 10


def test_an_address_that_has_expired_is_asked_for_anew(
    hub: LoopbackHub, client: httpx.Client, hub_folder: Path
) -> None:
    content = large_model()
    hub_file(hub_folder, REPOSITORY, LARGE, content)
    hub.break_next(Place.CDN, NO_FAULT)
    hub.break_next(Place.CDN, refused(403))
    assert read(hub, client, LARGE).header == local_header(content)
    assert [request.place for request in hub.requests].count(Place.RESOLVE) == 2


def test_a_file_that_changes_while_it_is_read_is_noticed(
    hub: LoopbackHub, client: httpx.Client, hub_folder: Path
) -> None:
    hub_file(hub_folder, REPOSITORY, LARGE, large_model())
    hub.break_next(Place.CDN, NO_FAULT)
    hub.break_always(Place.CDN, Fault(etag='"another"'))
    error = failure(hub, client, LARGE)
    assert error.kind is ErrorKind.NETWORK
    assert error.sentence == "A file of tiny/llama-GGUF was changed while QuantChat looked at it."


def test_a_file_of_another_size_than_listed_is_noticed(hub: LoopbackHub, client: httpx.Client) -> None:
    assert "was changed" in failure(hub, client, size_bytes=len(model_bytes()) + 1).sentence


@pytest.mark.parametrize(
    "fault",
    [
        Fault(206, {"Content-Range": "bytes 0-9/*"}, b"x" * 10),
        Fault(206, {"Content-Range": "nonsense"}, b"x" * 10),
        Fault(206, {}, b"x" * 10),
    ],
)
def test_a_server_that_does_not_tell_the_size_is_told(fault: Fault, hub: LoopbackHub, client: httpx.Client) -> None:
    hub.break_always(Place.CDN, fault)
    assert "does not say how large the file is" in failure(hub, client).sentence


def test_a_file_packed_on_its_way_is_not_believed(hub: LoopbackHub, client: httpx.Client) -> None:
    hub.break_always(Place.CDN, Fault(headers={"Content-Encoding": "gzip"}))
    assert "packed on its way" in failure(hub, client).sentence


def test_more_than_was_asked_for_is_not_kept(hub: LoopbackHub, client: httpx.Client, hub_folder: Path) -> None:
    size_bytes = len(model_bytes())
    headers = {"Content-Range": f"bytes 0-{size_bytes - 1}/{size_bytes}"}
    hub.break_next(Place.CDN, Fault(206, headers, model_bytes() + bytes(5_000_000)))
    remote = read(hub, client)
    assert remote.header == local_header(model_bytes())
    assert remote.transferred_bytes < 1_000_000


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"<!DOCTYPE html>" + bytes(1000), ErrorKind.NOT_GGUF),
        (model_bytes()[:-1], ErrorKind.TRUNCATED),
        (gguf_bytes(entry_count=4000) + bytes(100), ErrorKind.TRUNCATED),
    ],
)
def test_what_is_no_sound_model_is_told_as_on_disk(
    content: bytes, kind: ErrorKind, hub: LoopbackHub, client: httpx.Client, hub_folder: Path
) -> None:
    hub_file(hub_folder, REPOSITORY, "broken.gguf", content)
    assert failure(hub, client, "broken.gguf").kind is kind


def test_a_header_without_end_is_given_up(hub: LoopbackHub, client: httpx.Client, hub_folder: Path) -> None:
    endless = gguf_bytes([raw_array("numbers", INT32, MOST_HEADER_BYTES // 4)], entry_count=2)
    path = hub_file(hub_folder, REPOSITORY, "endless.gguf", endless)
    os.truncate(path, 2 * MOST_HEADER_BYTES)
    error = failure(hub, client, "endless.gguf")
    assert error.kind is ErrorKind.MALFORMED
    assert "header is longer than any real one" in error.sentence


def test_reading_can_be_stopped(hub: LoopbackHub, client: httpx.Client, hub_folder: Path) -> None:
    hub_file(hub_folder, REPOSITORY, LARGE, large_model())
    answers = iter([False, True])
    with pytest.raises(KnownError) as caught:
        read_remote_header(client, hub.file_url(REPOSITORY, LARGE), REPOSITORY, cancelled=lambda: next(answers))
    assert caught.value.kind is ErrorKind.CANCELLED
    assert len(ranges(hub.requests)) == 1


def test_a_gated_file_needs_the_token_which_its_store_never_sees(hub: LoopbackHub, client: httpx.Client) -> None:
    hub.gate(REPOSITORY, Gate(granted=("hf_granted",)))
    assert failure(hub, client).kind is ErrorKind.ACCESS_TOKEN_NEEDED
    token = AccessToken(hub.endpoint, "hf_granted")
    assert read_remote_header(client, hub.file_url(REPOSITORY, FILE), REPOSITORY, token).header.architecture == "llama"
    assert all("authorization" not in request.headers for request in hub.requests if request.place is Place.CDN)
