"""Opening model files, whole or in parts, whatever lies at the path."""

import os
import stat
from pathlib import Path

import pytest

from quantchat.errors import ErrorKind, KnownError
from quantchat.library.model_file import part_paths, read_model_header, size_on_disk_bytes
from quantchat.library.models import inspect_model
from quantchat.settings import resources_folder
from tests.library.gguf_files import F32, entry, gguf_bytes, model_bytes, model_metadata, tensor

STARTER = resources_folder() / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf"


def refusal(path: Path) -> KnownError:
    with pytest.raises(KnownError) as caught:
        inspect_model(path)
    return caught.value


def write_parts(folder: Path, count: int = 3) -> tuple[Path, ...]:
    """A model whose first part holds the metadata and each other part one tensor of 8 weights."""
    paths = part_paths(folder / f"Tiny-Llama-Q4_0-00001-of-{count:05}.gguf")
    for index, path in enumerate(paths):
        metadata = {"split.no": index, "split.count": count} | (model_metadata() if index == 0 else {})
        entries = [entry(key, value) for key, value in metadata.items()]
        tensors = [tensor(f"blk.{index}.weight", (8,), F32, 0)] if index else []
        path.write_bytes(gguf_bytes(entries, tensors, 32 * len(tensors)))
    return paths


def test_the_starter_model_is_told_in_true_figures() -> None:
    facts = inspect_model(STARTER)
    assert facts.display_name == "SmolLM2 135M Instruct"
    assert facts.quantization == "Q4_1"
    assert facts.parameters == 134_515_008
    assert facts.file_bytes == STARTER.stat().st_size
    assert facts.layers == 30
    assert facts.context_length == 8192
    assert facts.has_chat_template


def test_a_missing_file_is_called_missing(tmp_path: Path) -> None:
    assert refusal(tmp_path / "absent.gguf").kind is ErrorKind.FILE_MISSING
    assert refusal(tmp_path / "absent" / "model.gguf").kind is ErrorKind.FILE_MISSING


@pytest.mark.parametrize("name", ["nul\0byte.gguf", "surrogate\ud800.gguf"])
def test_a_path_that_cannot_exist_is_called_missing(name: str) -> None:
    assert refusal(Path(name)).kind is ErrorKind.FILE_MISSING


def test_a_path_through_a_file_is_called_missing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    assert refusal(tmp_path / "file" / "model.gguf").kind is ErrorKind.FILE_MISSING


def test_a_folder_is_called_a_folder(tmp_path: Path) -> None:
    error = refusal(tmp_path)
    assert error.kind is ErrorKind.FILE_UNREADABLE
    assert "This is a folder" in error.sentence


def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.gguf"
    os.mkfifo(pipe)
    assert refusal(pipe).kind is ErrorKind.FILE_UNREADABLE


def test_a_device_is_refused_without_reading_it() -> None:
    assert "a device" in refusal(Path("/dev/zero")).sentence


def test_a_loop_of_links_is_called_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.gguf").symlink_to(tmp_path / "b.gguf")
    (tmp_path / "b.gguf").symlink_to(tmp_path / "a.gguf")
    assert refusal(tmp_path / "a.gguf").kind is ErrorKind.FILE_UNREADABLE


def test_a_file_one_may_not_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.gguf"
    path.write_bytes(model_bytes())
    path.chmod(0)
    if os.access(path, os.R_OK):  # the superuser may read everything, so the refusal is made

        def refuse(self: Path, *args: object) -> None:
            raise PermissionError(13, "Permission denied", str(self))

        monkeypatch.setattr(Path, "open", refuse)
    error = refusal(path)
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    assert error.kind is ErrorKind.FILE_UNREADABLE
    assert "not allowed" in error.sentence


def test_a_disk_that_fails_says_what_it_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(model_bytes())

    def fail(self: Path, *args: object) -> None:
        raise OSError(5, "Input/output error", str(self))

    monkeypatch.setattr(Path, "open", fail)
    error = refusal(path)
    assert error.kind is ErrorKind.FILE_UNREADABLE
    assert "Input/output error" in error.sentence


def test_an_empty_file_is_called_empty(tmp_path: Path) -> None:
    path = tmp_path / "empty.gguf"
    path.touch()
    error = refusal(path)
    assert error.kind is ErrorKind.NOT_GGUF
    assert "empty" in error.sentence


def test_a_file_cut_short_says_how_much_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    data = model_bytes()
    path.write_bytes(data[:-100])
    error = refusal(path)
    assert error.kind is ErrorKind.TRUNCATED
    assert f"needs {len(data):,} bytes and has {len(data) - 100:,}" in error.sentence


def test_a_sound_file_that_cannot_chat_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mmproj.gguf"
    path.write_bytes(model_bytes(model_metadata(general__architecture="clip")))
    assert "vision part" in refusal(path).sentence


def test_a_model_in_parts_is_read_as_one_from_any_of_its_parts(tmp_path: Path) -> None:
    paths = write_parts(tmp_path)
    for path in paths:
        facts = inspect_model(path)
        assert facts.parameters == 16
        assert facts.file_bytes == sum(part.stat().st_size for part in paths)
        assert facts.display_name == "Tiny Llama"
        assert size_on_disk_bytes(path) == facts.file_bytes


@pytest.mark.parametrize("missing", [0, 1])
def test_a_model_with_a_missing_part_names_that_part(tmp_path: Path, missing: int) -> None:
    paths = write_parts(tmp_path)
    paths[missing].unlink()
    error = refusal(paths[2])
    assert error.kind is ErrorKind.FILE_MISSING
    assert error.sentence == "This model comes in 3 files, and one of them is missing."
    assert paths[missing].name in error.hint


def test_several_missing_parts_are_counted(tmp_path: Path) -> None:
    paths = write_parts(tmp_path)
    paths[1].unlink()
    paths[2].write_bytes(b"")
    assert "2 of them are missing" in refusal(paths[0]).sentence


def test_a_renamed_part_says_that_the_others_cannot_be_found(tmp_path: Path) -> None:
    paths = write_parts(tmp_path)
    error = refusal(paths[1].rename(tmp_path / "my model.gguf"))
    assert "one of 3 parts of a model and was renamed" in error.sentence
    assert "“-00002-of-00003.gguf”" in error.hint


@pytest.mark.parametrize(
    "name",
    ["model.gguf", "m-00000-of-00003.gguf", "m-00004-of-00003.gguf", "m-1-of-3.gguf", "m-00001-of-99999.gguf"],
)
def test_a_name_that_is_no_part_stands_for_itself(name: str) -> None:
    assert part_paths(Path("folder", name)) == (Path("folder", name),)


def test_a_header_read_from_parts_holds_the_metadata_of_the_first(tmp_path: Path) -> None:
    header = read_model_header(write_parts(tmp_path)[0])
    assert header.text("general.name") == "Tiny Llama"
    assert [each.name for each in header.tensors] == ["blk.1.weight", "blk.2.weight"]
