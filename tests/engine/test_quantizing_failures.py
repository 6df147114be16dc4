"""Whatever goes wrong while a file of another type is made: a sentence, nothing left of it, and nothing lost."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from quantchat.core.mixes import quantized_header
from quantchat.engine import quantization_checks
from quantchat.engine.quantization_checks import check_result, requantizing_warning
from quantchat.engine.quantization_file import UnfinishedFile, remove_leftovers
from quantchat.errors import ErrorKind, KnownError
from tests.engine.limited_child import limit_children, replace_child
from tests.engine.running_quantization import (
    SLOW_TYPE,
    RunningQuantization,
    failure,
    header_of,
    made,
    request,
    write_model,
)
from tests.engine.test_ends import ASLEEP, BABBLES, OLD

MIB = 2**20

IN_A_SMALL_DISK = """
import sys
from pathlib import Path
from quantchat.engine import quantization_checks
from tests.engine.running_quantization import failure, request

quantization_checks.SPARE_BYTES = -2**40
error = failure(request(Path(sys.argv[1]), Path(sys.argv[2]), "Q8_0"))
print(error.kind)
print(error.text)
print(sorted(path.name for path in Path(sys.argv[2]).parent.iterdir()))
"""

WRITES_SLOWLY = """
import sys, threading
from multiprocessing.connection import Connection
from quantchat.engine.protocol import Quantized, decode_command, encode

channel = Connection(int(sys.argv[sys.argv.index("--channel") + 1]))
command = decode_command(channel.recv_bytes())
for _ in range(30):
    with open(command.target, "ab") as file:
        file.write(b"x")
    threading.Event().wait(0.1)
channel.send_bytes(encode(Quantized()))
channel.recv_bytes()
"""


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A file to make, in a folder of its own."""
    folder = tmp_path / "made"
    folder.mkdir()
    return folder / "model.gguf"


@pytest.fixture
def small_model(tmp_path: Path) -> Path:
    path = tmp_path / "small.gguf"
    write_model(path)
    return path


@pytest.fixture(scope="module")
def large_model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A model that takes many seconds to become `SLOW_TYPE`, a little for each tensor."""
    path = tmp_path_factory.mktemp("large") / "large.gguf"
    write_model(path, width=768, layers=6)
    yield path
    path.unlink()


@pytest.fixture
def slow(large_model: Path, target: Path) -> Iterator[RunningQuantization]:
    """A quantization that has begun, and would take long."""
    with RunningQuantization(request(large_model, target, SLOW_TYPE)) as running:
        running.wait_for_some()
        yield running


def files_beside(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


def engine_of_this_program() -> psutil.Process:
    """The newest one: other tests of the same run may still hold one of theirs."""
    children = [child for child in psutil.Process().children() if "quantchat.engine.child" in child.cmdline()]
    return max(children, key=psutil.Process.create_time)


def test_a_cancelled_quantization_leaves_neither_file_nor_engine(slow: RunningQuantization, target: Path) -> None:
    child = engine_of_this_program()
    assert len(files_beside(target)) == 1
    slow.quantization.cancel()
    assert slow.failure.kind is ErrorKind.CANCELLED
    assert slow.failure.sentence == "Making model.gguf was cancelled; nothing is left of it."
    assert files_beside(target) == []
    assert not child.is_running()


def test_closing_cancels_too(large_model: Path, target: Path) -> None:
    with RunningQuantization(request(large_model, target, SLOW_TYPE)) as running:
        running.wait_for_some()
    assert running.failure.kind is ErrorKind.CANCELLED
    assert files_beside(target) == []


def test_one_that_is_cancelled_at_once_leaves_nothing(large_model: Path, target: Path) -> None:
    with RunningQuantization(request(large_model, target, SLOW_TYPE)) as running:
        running.quantization.cancel()
    assert running.failure.kind is ErrorKind.CANCELLED
    assert files_beside(target) == []


def test_a_file_that_is_to_be_replaced_stays_when_the_new_one_is_cancelled(large_model: Path, target: Path) -> None:
    target.write_text("an older file", encoding="utf-8")
    with RunningQuantization(request(large_model, target, SLOW_TYPE, overwrite=True)) as running:
        running.wait_for_some()
        assert target.read_text(encoding="utf-8") == "an older file"
    assert running.failure.kind is ErrorKind.CANCELLED
    assert target.read_text(encoding="utf-8") == "an older file"


def test_a_file_that_somebody_else_puts_there_meanwhile_is_not_overwritten(small_model: Path, target: Path) -> None:
    with UnfinishedFile(target) as unfinished:
        target.write_text("somebody else's", encoding="utf-8")
        with pytest.raises(KnownError, match=r"There is already a file called model\.gguf"):
            unfinished.publish(overwrite=False)
    assert files_beside(target) == ["model.gguf"]
    assert target.read_text(encoding="utf-8") == "somebody else's"


def test_an_engine_that_is_ended_from_outside_is_told_as_that(slow: RunningQuantization, target: Path) -> None:
    engine_of_this_program().kill()
    assert slow.failure.kind is ErrorKind.ENGINE_KILLED
    assert "ended the engine that converts large.gguf" in slow.failure.sentence
    assert files_beside(target) == []


def test_a_model_that_is_cut_off_while_it_is_read_is_told_as_that(
    large_model: Path, tmp_path: Path, target: Path
) -> None:
    source = tmp_path / "copy.gguf"
    shutil.copy(large_model, source)
    with RunningQuantization(request(source, target, SLOW_TYPE)) as running:
        running.wait_for_some()
        os.truncate(source, MIB)
        assert running.failure.sentence == "The file of copy.gguf changed or went away while it was in use."
    source.unlink()
    assert files_beside(target) == []


def test_a_model_that_is_deleted_while_it_is_read_is_made_all_the_same(small_model: Path, target: Path) -> None:
    with RunningQuantization(request(small_model, target, SLOW_TYPE)) as running:
        running.wait_for(lambda event: bool(running.progress))
        small_model.unlink()
        assert running.finished.as_predicted


def test_a_model_that_vanishes_before_it_is_opened_is_told_as_that(small_model: Path, target: Path) -> None:
    wanted = request(small_model, target, "Q8_0")
    small_model.unlink()
    error = failure(wanted)
    assert (error.kind, error.sentence) == (ErrorKind.FILE_MISSING, "small.gguf is no longer where it was.")
    assert files_beside(target) == []


def test_too_little_memory_is_told_as_that(starter_model: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit_children(monkeypatch, 160 * MIB)
    error = failure(request(starter_model, target, "F32"))
    assert error.kind is ErrorKind.OUT_OF_MEMORY
    assert "memory" in error.sentence
    assert files_beside(target) == []


def test_weights_that_are_no_numbers_are_told_as_that(tmp_path: Path, target: Path) -> None:
    source = tmp_path / "infinite.gguf"
    write_model(source, infinite=True)
    error = failure(request(source, target, "Q4_0"))
    assert error.kind is ErrorKind.MALFORMED
    assert error.sentence.startswith("infinite.gguf cannot be made into Q4_0: some of its weights are no numbers")
    assert files_beside(target) == []


@pytest.mark.parametrize(
    ("program", "kind"), [(BABBLES, ErrorKind.ENGINE_CRASHED), (OLD, ErrorKind.ENGINE_UNAVAILABLE)]
)
def test_an_engine_that_speaks_nonsense_or_another_version_is_ended_and_told(
    small_model: Path, target: Path, monkeypatch: pytest.MonkeyPatch, program: str, kind: ErrorKind
) -> None:
    replace_child(monkeypatch, program)
    assert failure(request(small_model, target, "Q8_0")).kind is kind
    assert files_beside(target) == []


def test_an_engine_that_cannot_be_started_is_told_with_the_reason(
    small_model: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quantchat.native.child_process._command", lambda _program: ["/nowhere/quantchat-engine"])
    error = failure(request(small_model, target, "Q8_0"))
    assert error.sentence == "The engine could not be started: No such file or directory."
    assert files_beside(target) == []


def test_an_engine_that_neither_speaks_nor_works_nor_writes_is_ended(
    small_model: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quantchat.engine.progress_watch.SILENCE_SECONDS", 0.2)
    replace_child(monkeypatch, ASLEEP)
    assert failure(request(small_model, target, "Q8_0")).kind is ErrorKind.ENGINE_HUNG
    assert files_beside(target) == []


def test_an_engine_that_a_slow_disk_keeps_waiting_is_not_ended(
    small_model: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quantchat.engine.progress_watch.SILENCE_SECONDS", 1.0)
    replace_child(monkeypatch, WRITES_SLOWLY)
    error = failure(request(small_model, target, "Q8_0"))
    assert error.sentence.startswith("model.gguf was made, but what lies on the disk is not sound")


def test_an_engine_that_says_it_is_done_and_wrote_nothing_is_not_believed(
    small_model: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = OLD.replace("encode(Hello(0, 'old'))", "encode(Quantized())").replace("import Hello", "import Quantized")
    replace_child(monkeypatch, program)
    error = failure(request(small_model, target, "Q8_0"))
    assert error.sentence.startswith("model.gguf was made, but what lies on the disk is not sound")
    assert files_beside(target) == []


def cut_off(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 100)


def lengthened(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"x")


def emptied(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


@pytest.mark.parametrize("damage", [cut_off, lengthened, emptied])
def test_a_result_that_is_not_whole_on_the_disk_is_refused(
    small_model: Path, target: Path, damage: Callable[[Path], None]
) -> None:
    predicted = quantized_header(header_of(small_model), "Q4_0")
    made(small_model, target, "Q4_0")
    assert check_result(target, target.name, predicted) == predicted
    damage(target)
    with pytest.raises(KnownError, match="what lies on the disk is not sound"):
        check_result(target, target.name, predicted)


def test_a_result_of_another_type_or_with_other_weights_is_refused(small_model: Path, target: Path) -> None:
    made(small_model, target, "Q4_0")
    predicted = quantized_header(header_of(small_model), "Q4_0")
    with pytest.raises(KnownError, match="of another type"):
        check_result(target, target.name, quantized_header(header_of(small_model), "Q4_1"))
    with pytest.raises(KnownError, match="weights are missing"):
        check_result(target, target.name, replace(predicted, tensors=predicted.tensors[1:]))


def test_a_disk_with_too_little_space_is_told_before_the_work_with_what_is_needed(
    small_model: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quantization_checks, "SPARE_BYTES", 2**60)
    with RunningQuantization(request(small_model, target, "Q8_0")) as running:
        error = running.failure
    assert len(running.events) == 1
    assert error.kind is ErrorKind.DISK_FULL
    assert error.sentence.startswith("model.gguf will be 2 MB large; with a reserve for other programs")
    assert files_beside(target) == []


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file system of its own")
@pytest.mark.parametrize(
    ("options", "kind", "sentence"),
    [
        ("size=1m", ErrorKind.DISK_FULL, "The disk became full while model.gguf was made"),
        ("size=4k", ErrorKind.DISK_FULL, "The disk became full while model.gguf was made"),
        ("ro", ErrorKind.READ_ONLY, "model.gguf could not be made: QuantChat may not write in its folder."),
    ],
)
def test_a_disk_that_refuses_half_way_or_altogether_is_told_as_that(
    small_model: Path, target: Path, options: str, kind: ErrorKind, sentence: str
) -> None:
    done = in_a_disk_of_its_own(options, target.parent, IN_A_SMALL_DISK, str(small_model), str(target))
    told_kind, told_text, files = done.splitlines()
    assert told_kind == kind
    assert told_text.startswith(sentence)
    assert files == "[]"


def in_a_disk_of_its_own(options: str, folder: Path, program: str, *words: str) -> str:
    """Run a program that sees a small disk in the place of a folder; return what it prints."""
    script = 'mount -t tmpfs -o "$1" none "$2" && shift 2 && "$@"'
    inside = ["unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh", options, str(folder)]
    if (
        shutil.which("unshare") is None
        or subprocess.run([*inside, "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("this system lets nobody mount a disk of one's own")
    command = [*inside, sys.executable, "-c", program, *words]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def test_what_a_killed_program_left_is_removed_and_what_another_works_on_is_not(target: Path) -> None:
    folder = target.parent
    left = folder / ".quantchat-0123456789abcdef.quantizing"
    left.write_bytes(bytes(1000))
    others = [folder / "model.gguf", folder / ".quantchat-notes", folder / "x.quantizing"]
    for other in others:
        other.touch()
    with UnfinishedFile(folder / "new.gguf") as unfinished:
        assert remove_leftovers(folder) == 1000
        assert set(folder.iterdir()) == {*others, unfinished.path}
    assert set(folder.iterdir()) == set(others)


def test_leftovers_make_room_before_the_space_is_counted(small_model: Path, target: Path) -> None:
    left = target.with_name(".quantchat-0123456789abcdef.quantizing")
    left.write_bytes(bytes(1000))
    made(small_model, target, "Q4_0")
    assert files_beside(target) == ["model.gguf"]


def test_a_folder_that_is_not_there_has_no_leftovers(tmp_path: Path) -> None:
    assert remove_leftovers(tmp_path / "nowhere") == 0


def a_folder(target: Path, _source: Path) -> Path:
    target.mkdir()
    return target


def a_file_that_is_there(target: Path, _source: Path) -> Path:
    target.write_text("an older file", encoding="utf-8")
    return target


def a_link_to_nowhere(target: Path, _source: Path) -> Path:
    target.symlink_to("nowhere.gguf")
    return target


def the_model_itself(_target: Path, source: Path) -> Path:
    return source


def a_link_to_the_model(target: Path, source: Path) -> Path:
    target.hardlink_to(source)
    return target


def in_no_folder(target: Path, _source: Path) -> Path:
    return target.parent / "nowhere" / "model.gguf"


def in_a_file(target: Path, source: Path) -> Path:
    return source / "model.gguf"


def with_too_long_a_name(target: Path, _source: Path) -> Path:
    return target.with_name("n" * 300 + ".gguf")


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (a_folder, "model.gguf is a folder or a device and not a file."),
        (a_file_that_is_there, "There is already a file called model.gguf."),
        (a_link_to_nowhere, "There is already a file called model.gguf."),
        (the_model_itself, "small.gguf is the model itself"),
        (a_link_to_the_model, "model.gguf is the model itself"),
        (in_no_folder, "model.gguf could not be made: its folder does not exist"),
        (in_a_file, "model.gguf could not be made: its folder does not exist"),
        (with_too_long_a_name, "nnn"),
    ],
)
def test_a_place_that_cannot_be_written_to_is_refused_before_the_work(
    small_model: Path, target: Path, place: Callable[[Path, Path], Path], sentence: str
) -> None:
    before = small_model.read_bytes()
    error = failure(request(small_model, place(target, small_model), "Q8_0"))
    assert error.sentence.startswith(sentence)
    assert error.hint
    assert small_model.read_bytes() == before


@pytest.mark.parametrize("place", [a_folder, the_model_itself, a_link_to_the_model])
def test_some_places_are_refused_even_if_files_may_be_overwritten(
    small_model: Path, target: Path, place: Callable[[Path, Path], Path]
) -> None:
    before = small_model.read_bytes()
    failure(request(small_model, place(target, small_model), "Q8_0", overwrite=True))
    assert small_model.read_bytes() == before


def test_an_unknown_type_is_refused_with_those_there_are(small_model: Path, target: Path) -> None:
    error = failure(request(small_model, target, "Q9_Z"))
    assert error.sentence == "The engine cannot make files of the type “Q9_Z”."
    assert "Q4_K_M" in error.hint
    assert "Q5_1" in error.hint


def test_a_type_that_needs_an_importance_matrix_is_refused(small_model: Path, target: Path) -> None:
    error = failure(request(small_model, target, "IQ1_S"))
    assert "importance matrix" in error.sentence


def test_a_layout_that_llama_cpp_would_write_wrongly_is_refused_before_the_work(tmp_path: Path, target: Path) -> None:
    source = tmp_path / "aligned.gguf"
    write_model(source, alignment=64)
    assert "(alignment)" in failure(request(source, target, "Q8_0")).sentence
    assert files_beside(target) == []


def test_a_quantized_model_is_refused_until_its_warning_was_heard(starter_model: Path, target: Path) -> None:
    error = failure(request(starter_model, target, "Q8_0", from_quantized=False))
    assert error.sentence == requantizing_warning("Q4_1", "Q8_0")
    assert files_beside(target) == []


@pytest.mark.parametrize(
    ("source", "made_type", "consequence"),
    [
        ("Q4_1", "F16", "its answers stay those of Q4_1"),
        ("Q4_1", "Q8_0", "it becomes larger and no better"),
        ("Q8_0", "Q4_K_M", "Q4_K_M made of it is worse than Q4_K_M made of the original"),
        ("Q4_K_M", "Q4_K_M", "it stays as it is"),
        ("NVFP4", "Q8_0", "it becomes larger and no better"),
    ],
)
def test_the_warning_says_what_is_lost_and_what_comes_of_it(source: str, made_type: str, consequence: str) -> None:
    warning = requantizing_warning(source, made_type)
    assert f"what {source} lost of the original does not come back" in warning
    assert consequence in warning


@pytest.mark.parametrize("source", ["F32", "F16", "BF16"])
def test_an_unquantized_model_needs_no_warning(source: str) -> None:
    assert requantizing_warning(source, "Q4_0") == ""
