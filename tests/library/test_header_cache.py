"""What is remembered of model files, and what makes the program look again."""

import os
import time
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from quantchat.library import header_cache, model_file
from quantchat.library.model_summary import model_summary
from quantchat.library.models import LocalModel, ModelLibrary
from quantchat.wording import Wording, worded, worded_count
from tests.library.gguf_files import model_bytes, model_metadata
from tests.library.hardships import full_disk, ordinary_user
from tests.library.test_model_file import write_parts

AN_HOUR_AGO = time.time() - 3600


class Computer:
    """A models folder with a cache, and a count of the files whose header was read."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.models = folder / "models"
        self.cache_file = folder / "kept" / "headers"
        self.library = ModelLibrary(folder / "none", self.models, cache_file=self.cache_file)
        self.headers_read = 0
        real = model_file._read_file_header

        def counted(path: Path) -> object:
            self.headers_read += 1
            return real(path)

        monkeypatch.setattr(model_file, "_read_file_header", counted)

    def write(self, name: str, content: bytes | None = None, modified: float = AN_HOUR_AGO) -> Path:
        path = self.models / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(model_bytes(model_metadata(general__name=None)) if content is None else content)
        os.utime(path, (modified, modified))
        return path

    def scan(self) -> tuple[tuple[LocalModel, ...], int]:
        """The list, and how many headers were read for it."""
        self.headers_read = 0
        return self.library.scan(), self.headers_read


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    return Computer(tmp_path, monkeypatch)


def test_a_second_look_reads_no_header_and_says_the_same(computer: Computer) -> None:
    computer.write("Tiny-1B-Q4_0.gguf")
    computer.write("sub/Tiny-1B-Q4_0.gguf")
    first, first_reads = computer.scan()
    second, second_reads = computer.scan()
    assert (first_reads, second_reads) == (2, 0)
    assert second == first
    assert [model.parameters for model in second] == [160, 160]


def test_a_model_in_parts_is_remembered_as_one(computer: Computer) -> None:
    computer.models.mkdir()
    parts = write_parts(computer.models)
    for part in parts:
        os.utime(part, (AN_HOUR_AGO, AN_HOUR_AGO))
    computer.scan()
    assert computer.scan()[1] == 0
    os.utime(parts[2], (AN_HOUR_AGO + 9, AN_HOUR_AGO + 9))
    assert computer.scan()[1] == 3


def test_a_file_that_was_written_to_is_read_again(computer: Computer) -> None:
    computer.write("Tiny-Q4_0.gguf")
    computer.scan()
    computer.write("Tiny-Q4_0.gguf", model_bytes()[:-1], AN_HOUR_AGO + 1)
    ((model,), reads) = computer.scan()
    assert reads == 1
    assert "incomplete" in model.problem


def test_a_file_that_was_replaced_by_one_of_equal_size_and_time_is_read_again(computer: Computer) -> None:
    path = computer.write("Tiny.gguf", model_bytes(model_metadata(llama__context_length=1000)))
    computer.scan()
    other = computer.write("other.part", model_bytes(model_metadata(llama__context_length=2000)))
    other.replace(path)
    ((model,), reads) = computer.scan()
    assert (model.context_length, reads) == (2000, 1)


def test_a_renamed_file_has_its_new_name(computer: Computer) -> None:
    path = computer.write("Tiny-Q4_0.gguf")
    computer.scan()
    path.rename(path.with_name("Small-Q4_0.gguf"))
    assert [model.display_name for model in computer.scan()[0]] == ["Small"]


def test_a_file_that_was_written_to_a_moment_ago_is_not_trusted_yet(computer: Computer) -> None:
    computer.write("Tiny.gguf", modified=time.time())
    computer.scan()
    assert computer.scan()[1] == 1


def test_a_broken_file_is_remembered_with_its_problem(computer: Computer) -> None:
    computer.write("cut.gguf", model_bytes()[:-1])
    first, _ = computer.scan()
    second, reads = computer.scan()
    assert (second, reads) == (first, 0)
    assert "incomplete" in second[0].problem


def test_a_remembered_problem_can_still_be_said_in_another_language(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    nested = worded("Its {size} is too small.", size=worded_count("{count} byte", "{count} bytes", count=1))
    monkeypatch.setattr(header_cache, "model_summary", lambda path: replace(model_summary(path), problem=nested))
    computer.write("cut.gguf")
    computer.scan()
    problem = computer.scan()[0][0].problem
    assert computer.scan()[1] == 0
    assert problem == "Its 1 byte is too small."
    assert (problem.template, problem.values, problem.one) == (nested.template, nested.values, nested.one)
    size = problem.values["size"]
    assert isinstance(size, Wording)
    assert (size.template, size.values, size.one) == ("{count} bytes", {"count": 1}, "{count} byte")


@pytest.mark.parametrize("template", ["{other}", "{size.nothing}", "{size", "{size:,}", "{}", "{size[5]}"])
def test_a_cache_whose_sentences_make_no_sense_is_made_anew(computer: Computer, template: str) -> None:
    computer.write("cut.gguf", model_bytes()[:-1])
    models, _ = computer.scan()
    kept = msgspec.msgpack.decode(computer.cache_file.read_bytes())
    summary = kept[1][0][2]
    summary[summary.index(next(value for value in summary if isinstance(value, list)))] = [template, "", {"size": "a"}]
    computer.cache_file.write_bytes(msgspec.msgpack.encode(kept))
    assert computer.scan() == (models, 1)


def test_a_file_that_could_not_be_read_is_tried_again() -> None:
    with ordinary_user() as home:
        library = ModelLibrary(home / "none", home, cache_file=home / "cache")
        path = home / "Tiny.gguf"
        path.write_bytes(model_bytes())
        os.utime(path, (AN_HOUR_AGO, AN_HOUR_AGO))
        path.chmod(0)
        assert "not allowed" in library.scan()[0].problem
        path.chmod(0o600)
        assert library.scan()[0].problem == ""


def test_files_that_are_gone_are_forgotten(computer: Computer) -> None:
    computer.write("a.gguf")
    gone = computer.write("b.gguf")
    computer.scan()
    size_bytes = computer.cache_file.stat().st_size
    gone.unlink()
    computer.scan()
    assert computer.cache_file.stat().st_size < size_bytes


def test_nothing_is_written_where_nothing_is_new(computer: Computer) -> None:
    computer.write("a.gguf")
    computer.scan()
    before = computer.cache_file.stat()
    computer.scan()
    assert computer.cache_file.stat().st_ino == before.st_ino
    assert [entry.name for entry in computer.cache_file.parent.iterdir()] == ["headers"]


@pytest.mark.parametrize(
    "damage",
    [b"", b"\0" * 64, b"not a cache", msgspec.msgpack.encode(("1", ())), msgspec.msgpack.encode({"format": 1})],
    ids=["empty", "zeros", "text", "other-version", "other-shape"],
)
def test_a_damaged_cache_is_made_anew(computer: Computer, damage: bytes) -> None:
    computer.write("a.gguf")
    computer.cache_file.parent.mkdir()
    computer.cache_file.write_bytes(damage)
    models, reads = computer.scan()
    assert (len(models), models[0].problem, reads) == (1, "", 1)
    assert computer.scan()[1] == 0


def test_a_cache_of_another_version_of_the_program_is_made_anew(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    computer.write("a.gguf")
    computer.scan()
    monkeypatch.setattr(header_cache, "_FORMAT", "1 of a later version")
    assert computer.scan()[1] == 1
    assert computer.scan()[1] == 0


def test_a_cache_that_is_cut_anywhere_is_made_anew(computer: Computer) -> None:
    computer.write("a.gguf")
    models, _ = computer.scan()
    whole = computer.cache_file.read_bytes()
    for length in range(0, len(whole), 7):
        computer.cache_file.write_bytes(whole[:length])
        assert computer.scan() == (models, 1)


def test_an_absurdly_large_cache_is_not_read(computer: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    computer.write("a.gguf")
    computer.scan()
    monkeypatch.setattr(header_cache, "_MAX_FILE_BYTES", 8)
    assert computer.scan()[1] == 1


def test_a_folder_in_place_of_the_cache_only_makes_it_slow(computer: Computer) -> None:
    computer.write("a.gguf")
    computer.cache_file.mkdir(parents=True)
    assert [model.problem for model in computer.scan()[0]] == [""]
    assert computer.scan()[1] == 1
    assert [entry.name for entry in computer.cache_file.parent.iterdir()] == ["headers"]


def test_a_full_disk_only_makes_it_slow_and_leaves_nothing_behind(computer: Computer) -> None:
    computer.write("a.gguf")
    with full_disk():
        models, _ = computer.scan()
    assert [model.problem for model in models] == [""]
    assert list(computer.cache_file.parent.iterdir()) == []


def test_names_that_are_no_text_are_remembered_too(computer: Computer) -> None:
    computer.write(os.fsdecode(b"caf\xe9-Q4_0.gguf"))
    computer.write("evil\N{RIGHT-TO-LEFT OVERRIDE}\n" + "é" * 110 + ".gguf")
    first, _ = computer.scan()
    assert computer.scan() == (first, 0)
