"""Assistants are kept through everything, and a broken file of them is never in the way of a start nor lost."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from quantchat.core.assistants import MAX_ASSISTANTS, Assistant
from quantchat.core.sampling_choice import SamplingChoice
from quantchat.errors import ErrorKind, KnownError
from quantchat.settings import folders
from quantchat.store.assistants_file import AssistantsFile, read_assistants, write_assistants

MINE = Assistant("mine", "Bäcker", "أجب باختصار\n", "/models/a.gguf", SamplingChoice(temperature=0.4, stop=("\n",)))


@pytest.fixture
def path() -> Path:
    return folders().assistants_file


def test_a_first_start_has_no_own_assistants_and_writes_nothing(path: Path) -> None:
    file = AssistantsFile(path)
    assert (file.own, file.notice) == ((), "")
    assert not path.parent.exists()


def test_what_was_saved_is_there_at_the_next_start_and_nothing_else_is(path: Path) -> None:
    file = AssistantsFile(path)
    file.save([MINE])
    assert file.own == (MINE,)
    assert AssistantsFile(path).own == (MINE,)
    assert [entry.name for entry in path.parent.iterdir()] == ["assistants.json"]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000, b'{"format": "other"}'])
def test_a_broken_file_is_set_aside_told_and_kept(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    file = AssistantsFile(path)
    assert file.own == ()
    assert "could not be read" in file.notice
    assert "“assistants.broken.json”" in file.notice
    assert (path.parent / "assistants.broken.json").read_bytes() == content
    file.save([MINE])
    assert AssistantsFile(path).notice == ""


def test_a_second_broken_file_does_not_take_the_place_of_the_first(path: Path) -> None:
    path.parent.mkdir(parents=True)
    for content in (b"one", b"two"):
        path.write_bytes(content)
        AssistantsFile(path)
    assert (path.parent / "assistants.broken.json").read_bytes() == b"one"
    assert (path.parent / "assistants.broken-2.json").read_bytes() == b"two"


def test_a_folder_where_the_file_should_be_does_not_stop_the_start(path: Path) -> None:
    path.mkdir(parents=True)
    assert "could not be read" in AssistantsFile(path).notice


def test_a_full_disk_is_told_and_what_was_kept_stays(path: Path) -> None:
    file = AssistantsFile(path)
    file.save([MINE])
    (path.parent / "assistants.json.tmp").symlink_to("/dev/full")
    with pytest.raises(KnownError) as refused:
        file.save([])
    assert refused.value.kind is ErrorKind.DISK_FULL
    assert refused.value.sentence == "The disk is full: “assistants.json” could not be written."
    assert file.own == AssistantsFile(path).own == (MINE,)


def test_a_data_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(KnownError, match=r"“assistants\.json” could not be written"):
        AssistantsFile(folders().assistants_file).save([MINE])


def test_more_than_can_be_read_again_is_never_written(path: Path) -> None:
    file = AssistantsFile(path)
    many = [Assistant(str(number), str(number)) for number in range(MAX_ASSISTANTS + 1)]
    with pytest.raises(KnownError, match="at most 200 assistants"):
        file.save(many)
    large = [Assistant(str(number), str(number), "ä" * 32_000) for number in range(30)]
    with pytest.raises(KnownError, match="more than 4 MiB"):
        file.save(large)
    assert file.own == AssistantsFile(path).own == ()


def test_an_exported_file_is_read_again_and_a_missing_one_is_told(tmp_path: Path) -> None:
    write_assistants(tmp_path / "out" / "mine.json", [MINE])
    assert read_assistants(tmp_path / "out" / "mine.json") == (MINE,)
    with pytest.raises(KnownError, match="is not there"):
        read_assistants(tmp_path / "other.json")


SAVING = """
import itertools
from quantchat.core.assistants import Assistant
from quantchat.settings import folders
from quantchat.store.assistants_file import AssistantsFile

file = AssistantsFile(folders().assistants_file)
for number in itertools.count():
    file.save([Assistant(str(each), f"{number}-{each}", "x" * 30_000) for each in range(20)])
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_a_program_that_is_killed_while_it_writes_leaves_the_old_file_or_the_new_one(path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", SAVING], stdout=subprocess.PIPE, text=True) as saving:
        assert saving.stdout is not None
        saved = [int(saving.stdout.readline()) for _ in range(3)]
        saving.kill()
        saved += [int(line) for line in saving.stdout]
    assert saving.returncode == -signal.SIGKILL
    file = AssistantsFile(path)
    assert file.notice == ""
    numbers = {assistant.name.partition("-")[0] for assistant in file.own}
    assert len(file.own) == 20
    assert len(numbers) == 1
    assert int(numbers.pop()) in (saved[-1], saved[-1] + 1)
