"""The trash as a file manager would find it afterwards."""

import configparser
import os
import stat
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest

from quantchat.library.trash import TrashUnusableError, move_to_trash
from tests.library.hardships import full_disk, ordinary_user

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home trash, which is not made yet."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    return tmp_path / "share" / "Trash"


def write(path: Path, content: bytes = b"model") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def note(info: Path) -> tuple[bytes, datetime]:
    """Original path and time of a note, read as any program does that keeps to the specification."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(info.read_text(encoding="ascii"))
    section = parser["Trash Info"]
    return unquote_to_bytes(section["Path"]), datetime.fromisoformat(section["DeletionDate"])


def test_a_file_lies_in_the_trash_with_a_note_where_it_was(trash: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "models" / "Tiny model %41.gguf")
    move_to_trash(path)
    assert not path.exists()
    assert (trash / "files" / path.name).read_bytes() == b"model"
    original, deleted = note(trash / "info" / f"{path.name}.trashinfo")
    assert original == os.fsencode(path)
    assert timedelta() <= datetime.now() - deleted < timedelta(minutes=1)


def test_the_trash_is_private(trash: Path, tmp_path: Path) -> None:
    move_to_trash(write(tmp_path / "Tiny.gguf"))
    assert all(stat.S_IMODE(folder.stat().st_mode) == 0o700 for folder in (trash, trash / "files", trash / "info"))


def test_a_file_of_the_same_name_in_the_trash_is_kept(trash: Path, tmp_path: Path) -> None:
    for content in (b"first", b"second", b"third"):
        move_to_trash(write(tmp_path / "Tiny.gguf", content))
    kept = {path.name: path.read_bytes() for path in (trash / "files").iterdir()}
    assert kept == {"Tiny.gguf": b"first", "Tiny 2.gguf": b"second", "Tiny 3.gguf": b"third"}
    assert {note(path)[0] for path in (trash / "info").iterdir()} == {os.fsencode(tmp_path / "Tiny.gguf")}


def test_a_file_that_lies_in_the_trash_without_a_note_is_kept(trash: Path, tmp_path: Path) -> None:
    write(trash / "files" / "Tiny.gguf", b"older")
    move_to_trash(write(tmp_path / "Tiny.gguf", b"newer"))
    assert (trash / "files" / "Tiny.gguf").read_bytes() == b"older"
    assert (trash / "files" / "Tiny 2.gguf").read_bytes() == b"newer"


@pytest.mark.parametrize(
    "name",
    [
        "two words.gguf",
        "two\nlines.gguf",
        "🦙 模型.gguf",
        os.fsdecode(b"caf\xe9.gguf"),
        "é" * 125 + ".gguf",
        "a." + "b" * 253,
        "noending",
    ],
    ids=lambda name: ascii(name)[:20],
)
def test_files_of_any_name_can_be_trashed_twice_and_put_back(trash: Path, tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, b"first")
    first = move_to_trash(path)
    second = move_to_trash(write(path, b"second"))
    assert second.trashed is not None
    assert second.trashed.read_bytes() == b"second"
    first.put_back()
    assert path.read_bytes() == b"first"
    assert [info.name for info in (trash / "info").iterdir()] == [f"{second.trashed.name}.trashinfo"]
    assert note(trash / "info" / f"{second.trashed.name}.trashinfo")[0] == os.fsencode(path)


def test_putting_back_never_overwrites(trash: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "Tiny.gguf", b"old")
    trashed = move_to_trash(path)
    write(path, b"new")
    with pytest.raises(FileExistsError):
        trashed.put_back()
    assert path.read_bytes() == b"new"
    assert (trash / "files" / "Tiny.gguf").read_bytes() == b"old"


def test_of_a_link_the_link_is_moved_and_its_file_stays(trash: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "disk" / "Tiny.gguf")
    (tmp_path / "link.gguf").symlink_to(path)
    move_to_trash(tmp_path / "link.gguf")
    assert path.read_bytes() == b"model"
    assert (trash / "files" / "link.gguf").readlink() == path
    assert note(trash / "info" / "link.gguf.trashinfo")[0] == os.fsencode(tmp_path / "link.gguf")


def test_a_missing_file_is_missing_and_leaves_no_note(trash: Path, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        move_to_trash(tmp_path / "absent.gguf")
    assert not trash.exists()


def test_a_full_disk_has_no_usable_trash_and_keeps_the_file(trash: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "Tiny.gguf")
    with full_disk(), pytest.raises(TrashUnusableError) as caught:
        move_to_trash(path)
    assert "cannot be used" in caught.value.sentence
    assert "forever" in caught.value.hint
    assert path.exists()
    assert list((trash / "info").iterdir()) == []


def test_a_trash_that_is_a_link_to_elsewhere_is_not_trusted(trash: Path, tmp_path: Path) -> None:
    trash.parent.mkdir()
    (tmp_path / "elsewhere").mkdir()
    trash.symlink_to(tmp_path / "elsewhere")
    path = write(tmp_path / "Tiny.gguf")
    with pytest.raises(TrashUnusableError):
        move_to_trash(path)
    assert path.exists()
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_home_where_nothing_may_be_written_has_no_usable_trash(monkeypatch: pytest.MonkeyPatch) -> None:
    with ordinary_user() as home:
        monkeypatch.setenv("XDG_DATA_HOME", str(home / "closed"))
        path = write(home / "Tiny.gguf")
        (home / "closed").mkdir(mode=0o500)
        with pytest.raises(TrashUnusableError, match="permission denied"):
            move_to_trash(path)
        assert path.exists()


def test_a_folder_that_nothing_may_be_taken_from_keeps_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    with ordinary_user() as home:
        monkeypatch.setenv("XDG_DATA_HOME", str(home / "share"))
        path = write(home / "closed" / "Tiny.gguf")
        path.parent.chmod(0o500)
        with pytest.raises(PermissionError):
            move_to_trash(path)
        assert path.exists()
        assert list((home / "share" / "Trash" / "info").iterdir()) == []


def test_send2trash_is_asked_as_it_wants_to_be(trash: Path, tmp_path: Path) -> None:
    """It serves macOS and Windows; here it shows at least that the call and the exception's name are right."""
    path = write(tmp_path / "Tiny model.gguf")
    program = "import sys; from pathlib import Path; from quantchat.library import trash\n"
    program += "print(trash._asked_of_the_system(Path(sys.argv[1])).trashed)"
    words = [sys.executable, "-c", program, str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60, cwd=CHECKOUT)
    assert (done.returncode, done.stdout, done.stderr) == (0, "None\n", "")
    assert not path.exists()


ON_A_DISK_OF_ITS_OWN = """
mount -t tmpfs none "$1" 2>/dev/null || exit 77
mkdir "$1/models" && printf model > "$1/models/Tiny.gguf"
%s
"$2" -c 'import sys; from pathlib import Path; from quantchat.library.trash import move_to_trash
move_to_trash(Path(sys.argv[1]))' "$1/models/Tiny.gguf"
echo "rc $?"
cd "$1" && find . -type f | sort && cat $(find . -name '*.trashinfo')
"""


def on_a_disk_of_its_own(folder: Path, preparation: str = "") -> list[str]:
    """Trash a file on a disk that was mounted for this alone; what the disk holds afterwards, and the note."""
    script = ON_A_DISK_OF_ITS_OWN % preparation
    words = ["unshare", "--mount", "--map-root-user", "sh", "-c", script, "sh", str(folder), sys.executable]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60, cwd=CHECKOUT)
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("no disk can be mounted here")
    return done.stdout.splitlines()


def test_a_file_on_another_disk_stays_on_that_disk(trash: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    printed = on_a_disk_of_its_own(tmp_path / "disk")
    assert printed[:3] == ["rc 0", "./.Trash-0/files/Tiny.gguf", "./.Trash-0/info/Tiny.gguf.trashinfo"]
    assert printed[4] == "Path=models/Tiny.gguf"
    assert not trash.exists()


def test_a_trash_that_the_administrator_made_for_all_users_is_preferred(trash: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    printed = on_a_disk_of_its_own(tmp_path / "disk", 'mkdir -m 1777 "$1/.Trash"')
    assert printed[:3] == ["rc 0", "./.Trash/0/files/Tiny.gguf", "./.Trash/0/info/Tiny.gguf.trashinfo"]


def test_a_trash_for_all_users_without_the_sticky_bit_is_not_trusted(trash: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    printed = on_a_disk_of_its_own(tmp_path / "disk", 'mkdir -m 777 "$1/.Trash"')
    assert printed[1] == "./.Trash-0/files/Tiny.gguf"


def test_a_disk_without_a_trash_keeps_the_file(trash: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    printed = on_a_disk_of_its_own(tmp_path / "disk", 'touch "$1/.Trash-0"')
    assert printed == ["rc 1", "./.Trash-0", "./models/Tiny.gguf"]
    assert not trash.exists()
