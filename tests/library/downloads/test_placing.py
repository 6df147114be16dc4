"""What lies in the models folder afterwards: whole models under their own names, and nobody's file is touched."""

from pathlib import Path

import msgspec
import pytest

from quantchat.errors import ErrorKind, KnownError
from quantchat.library.downloads.download_queue import Downloads
from quantchat.library.downloads.sidecar import Sidecar, part_path, sidecar_path, write_sidecar
from quantchat.library.downloads.values import DownloadRequest, DownloadState, FileRequest
from quantchat.library.hub.addresses import RepositoryFile
from quantchat.library.models import ModelLibrary
from tests.library.downloads.published_models import NAME, REPOSITORY, file_request, model, publish, request_for
from tests.library.downloads.watcher import Watcher
from tests.library.gguf_files import model_bytes, model_metadata
from tests.library.hub.loopback_hub import Fault, LoopbackHub, Place, refused

CONTENT = model()
SHARDS = tuple(f"Tiny-Llama.Q4_0-{number:05}-of-00003.gguf" for number in (1, 2, 3))
SHARD_CONTENTS = tuple(model(100_000, seed=number) for number in (1, 2, 3))


@pytest.fixture
def sharded(folder: Path, hub_folder: Path, hub: LoopbackHub) -> DownloadRequest:
    for name, content in zip(SHARDS, SHARD_CONTENTS, strict=True):
        publish(hub_folder, content, name)
    return request_for(folder, *map(file_request, SHARD_CONTENTS, SHARDS))


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def listed(folder: Path) -> list[tuple[Path, str]]:
    return [(model.path, model.problem) for model in ModelLibrary(folder / "none", folder).scan()]


def test_a_model_in_parts_is_there_as_a_whole_or_not_at_all(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub, sharded: DownloadRequest
) -> None:
    hub.break_next(Place.CDN, Fault())
    hub.break_next(Place.CDN, Fault())
    hub.break_always(Place.CDN, refused(404))
    downloads.begin(sharded)
    status = watcher.wait_until(DownloadState.FAILED)
    assert (status.received_bytes, status.total_bytes) == (200_000, 300_000)
    assert listed(folder) == []
    hub.break_always(Place.CDN)
    hub.forget_requests()

    downloads.resume(sharded.id)
    assert watcher.wait_until(DownloadState.DONE).path == folder / SHARDS[0]
    assert files_in(folder) == dict(zip(SHARDS, SHARD_CONTENTS, strict=True))
    assert len(hub.requests) == 2  # for the third part alone
    assert DownloadState.CHECKING not in watcher.states  # the others were checked when they arrived
    assert listed(folder) == [(folder / SHARDS[0], "")]


@pytest.mark.parametrize("renamed", [0, 1, 2, 3])
@pytest.mark.parametrize("destination", [".", "Tiny (2)"])
def test_a_power_cut_amid_the_renames_is_repaired_at_the_next_start_without_the_network(
    downloads: Downloads, folder: Path, hub: LoopbackHub, sharded: DownloadRequest, renamed: int, destination: str
) -> None:
    write_sidecar(folder, msgspec.structs.replace(Sidecar.of(sharded), destination=destination))
    if renamed:
        (folder / destination).mkdir(exist_ok=True)
    for index, content in enumerate(SHARD_CONTENTS):
        is_renamed = index >= 3 - renamed
        path = folder / destination / SHARDS[index] if is_renamed else part_path(sharded, index)
        path.write_bytes(content)
    (status,) = downloads.unfinished()
    assert (status.state, status.path) == (DownloadState.DONE, folder / destination / SHARDS[0])
    assert files_in(folder / destination) == dict(zip(SHARDS, SHARD_CONTENTS, strict=True))
    assert not list(folder.rglob("*.part")) + list(folder.rglob("*.json"))
    assert downloads.unfinished() == ()
    assert hub.requests == ()


def test_files_that_were_being_renamed_and_are_gone_are_fetched_anew(
    downloads: Downloads, watcher: Watcher, folder: Path, sharded: DownloadRequest
) -> None:
    write_sidecar(folder, msgspec.structs.replace(Sidecar.of(sharded), destination="."))
    (status,) = downloads.unfinished()
    assert (status.state, status.received_bytes) == (DownloadState.PAUSED, 0)
    downloads.resume(sharded.id)
    watcher.wait_until(DownloadState.DONE)
    assert files_in(folder) == dict(zip(SHARDS, SHARD_CONTENTS, strict=True))


def test_a_file_that_came_in_the_way_of_the_renames_is_not_overwritten(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub, sharded: DownloadRequest
) -> None:
    write_sidecar(folder, msgspec.structs.replace(Sidecar.of(sharded), destination="."))
    for index, content in enumerate(SHARD_CONTENTS):
        part_path(sharded, index).write_bytes(content)
    (folder / SHARDS[1]).write_bytes(b"mine")
    (status,) = downloads.unfinished()
    assert status.error is not None
    assert "same name" in status.error.sentence
    assert (folder / SHARDS[1]).read_bytes() == b"mine"
    (folder / SHARDS[1]).unlink()
    downloads.resume(sharded.id)
    watcher.wait_until(DownloadState.DONE)
    assert files_in(folder) == dict(zip(SHARDS, SHARD_CONTENTS, strict=True))
    assert hub.requests == ()


def test_a_file_of_the_same_name_keeps_its_place(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub, hub_folder: Path
) -> None:
    publish(hub_folder, CONTENT)
    (folder / NAME).write_bytes(b"mine")
    (folder / "Tiny-Llama.Q4_0 (2)").write_bytes(b"a file where a folder would be")
    downloads.begin(request_for(folder, file_request(CONTENT)))
    path = watcher.wait_until(DownloadState.DONE).path
    assert path == folder / "Tiny-Llama.Q4_0 (3)" / NAME
    assert path.read_bytes() == CONTENT
    assert (folder / NAME).read_bytes() == b"mine"


@pytest.mark.parametrize(
    "name",
    [
        "Мой файл 模型 🦙 👨‍👩‍👧-Q8_0.gguf",
        "with spaces and 'quotes' & 100%.gguf",
        "x" * 250 + ".gguf",
        "模" * 83 + "x.gguf",
    ],
)
def test_names_of_any_kind_and_length_arrive_as_they_are(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub, hub_folder: Path, name: str
) -> None:
    publish(hub_folder, CONTENT, name)
    hub.break_next(Place.CDN, Fault(cut_after_bytes=100_000))
    downloads.begin(request_for(folder, file_request(CONTENT, name)))
    assert watcher.wait_until(DownloadState.DONE).path == folder / name
    assert files_in(folder) == {name: CONTENT}


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../up.gguf", "/etc/x.gguf", "a\\b.gguf", "a\nb.gguf", "a\0.gguf", ".hidden", "x" * 256]
)
def test_what_is_no_name_of_a_file_is_refused(downloads: Downloads, folder: Path, name: str) -> None:
    file = FileRequest(RepositoryFile(REPOSITORY, "file.gguf"), name)
    with pytest.raises(KnownError, match="cannot be the name"):
        downloads.begin(request_for(folder, file))
    assert list(folder.iterdir()) == []


def test_two_files_of_one_name_are_refused(downloads: Downloads, folder: Path) -> None:
    files = (file_request(CONTENT), file_request(CONTENT, NAME.upper()))
    with pytest.raises(KnownError, match="is not valid"):
        downloads.begin(request_for(folder, *files))
    with pytest.raises(KnownError, match="is not valid"):
        downloads.begin(DownloadRequest("none", "None", (), folder))


def test_what_is_as_published_and_no_model_file_is_not_kept(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub, hub_folder: Path
) -> None:
    content = b"version https://git-lfs.github.com/spec/v1\n"
    publish(hub_folder, content)
    downloads.begin(request_for(folder, file_request(content)))
    error = watcher.wait_until(DownloadState.FAILED).error
    assert error is not None
    assert error.kind is ErrorKind.NOT_GGUF
    assert list(folder.iterdir()) == []


def test_a_model_that_cannot_be_chatted_with_is_kept_and_says_why(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub, hub_folder: Path
) -> None:
    content = model_bytes(model_metadata(general__architecture="unheard-of"))
    publish(hub_folder, content)
    downloads.begin(request_for(folder, file_request(content)))
    status = watcher.wait_until(DownloadState.DONE)
    assert status.error is not None
    assert status.error.kind is ErrorKind.UNKNOWN_ARCHITECTURE
    assert files_in(folder) == {NAME: content}


def test_a_download_whose_published_file_is_another_one_now_keeps_no_old_bytes(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub, hub_folder: Path
) -> None:
    old = request_for(folder, file_request(model(seed=2), "Old.gguf"))
    write_sidecar(folder, Sidecar.of(old))
    part_path(old, 0).write_bytes(b"old")
    publish(hub_folder, CONTENT)
    downloads.unfinished()
    new = DownloadRequest(old.id, old.title, (file_request(CONTENT),), folder)
    downloads.begin(new)
    assert watcher.wait_until(DownloadState.DONE).path == folder / NAME


def test_a_damaged_sidecar_costs_only_what_had_arrived(
    downloads: Downloads, watcher: Watcher, folder: Path, hub: LoopbackHub, hub_folder: Path
) -> None:
    publish(hub_folder, CONTENT)
    request = request_for(folder, file_request(CONTENT))
    part_path(request, 0).write_bytes(b"of whom?")
    sidecar_path(request).write_bytes(b'{"id": "\xff')
    assert downloads.unfinished() == ()
    downloads.begin(request)
    watcher.wait_until(DownloadState.DONE)
    assert files_in(folder) == {NAME: CONTENT}


def test_a_sidecar_from_elsewhere_cannot_write_outside_the_folder(downloads: Downloads, folder: Path) -> None:
    request = DownloadRequest("x", "x", (FileRequest(RepositoryFile(REPOSITORY, NAME), "../../evil.gguf"),), folder)
    (folder / "evil.download.json").write_bytes(msgspec.json.encode(Sidecar.of(request)))
    assert downloads.unfinished() == ()


def test_a_models_folder_that_was_moved_takes_its_downloads_along(
    watcher: Watcher, folder: Path, hub: LoopbackHub, hub_folder: Path, tmp_path: Path, downloads: Downloads
) -> None:
    publish(hub_folder, CONTENT)
    hub.break_next(Place.CDN, Fault(cut_after_bytes=1000))
    hub.break_always(Place.CDN, refused(404))
    downloads.begin(request_for(folder / "Tiny", file_request(CONTENT)))
    watcher.wait_until(DownloadState.FAILED)
    hub.break_always(Place.CDN)
    moved = folder.rename(tmp_path / "elsewhere")
    later = Watcher()
    elsewhere = Downloads(moved, later, lambda: None)
    (status,) = elsewhere.unfinished()
    assert status.received_bytes == 1000
    elsewhere.resume(status.request.id)
    assert later.wait_until(DownloadState.DONE).path == moved / "Tiny" / NAME
    assert hub.requests[-1].range == "bytes=1000-"
    elsewhere.close()
