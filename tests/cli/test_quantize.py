"""`quantchat quantize`, with the real engine and the starter model."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.cli.program import CHECKOUT, LIMIT_SECONDS, STARTER, clean_environment, run, start
from tests.engine.running_quantization import SLOW_TYPE, header_of, write_model

IMPORTS = """
import sys
from quantchat.cli import main

assert main(sys.argv[1:]) == 0
packages = {name.partition(".")[0] for name in sys.modules}
print(sorted(packages & {"PySide6", "shiboken6", "llama_cpp", "numpy"}))
"""

IN_A_TERMINAL = """
import pty, sys
sys.exit(pty.spawn([sys.executable, "-m", "quantchat", *sys.argv[1:]]) >> 8)
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "small.F16.gguf"
    path.parent.mkdir()
    write_model(path)
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder / "small.gguf"


@pytest.fixture(scope="module")
def large_model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A model that takes many seconds to become `SLOW_TYPE`."""
    path = tmp_path_factory.mktemp("large") / "large.gguf"
    write_model(path, width=768, layers=6)
    yield path
    path.unlink()


def files_beside(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


def wait_until_it_writes(program: "subprocess.Popen[bytes]") -> None:
    """Wait for the first line of progress, which comes when the file is being made."""
    assert program.stderr is not None
    line = program.stderr.readline()
    assert line.startswith(b"Making "), line


def test_json_is_one_object_with_the_figures_of_the_file(source: Path, target: Path) -> None:
    done = run("quantize", source, target, "--type", "Q5_1", "--threads", "1", "--json")
    assert done.returncode == 0
    answer = json.loads(done.stdout)
    assert answer.pop("seconds") > 0
    size_bytes = target.stat().st_size
    assert answer == {
        "input": str(source),
        "output": str(target),
        "source_type": "F16",
        "type": "Q5_1",
        "file_bytes": size_bytes,
        "bits_per_weight": pytest.approx(6.0, abs=0.6),
        "parameters": sum(tensor.elements for tensor in header_of(source).tensors),
        "threads": 1,
    }
    assert files_beside(target) == ["small.gguf"]


def test_for_people_the_size_and_the_time_are_told_before_and_the_file_after(source: Path, target: Path) -> None:
    done = run("quantize", source, target, "--type", "q8_0")
    assert done.returncode == 0
    assert done.stderr == "Making Q8_0 from F16, a few seconds, 2 MB.\n"
    assert done.stdout.startswith(f"{target}: Q8_0, 2 MB, 8.")
    assert " bits per weight, made in " in done.stdout


def test_in_a_terminal_one_line_shows_the_progress_and_is_gone_at_the_end(source: Path, target: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_A_TERMINAL, "quantize", source, target, "--type", "Q4_K_M"],
        capture_output=True,
        check=False,
        timeout=LIMIT_SECONDS,
        cwd=CHECKOUT,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stdout
    first, *updates = done.stdout.decode().split("\r\x1b[K")
    assert first.startswith("Making Q4_K_M from F16")
    assert updates[0] == "0 % done, a few seconds left"
    assert updates[-1].startswith(f"{target}: Q4_K_M")


def test_a_quantized_model_is_refused_with_the_warning_and_the_way_to_do_it_all_the_same(target: Path) -> None:
    refused = run("quantize", STARTER, target, "--type", "Q8_0")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("This model is in Q4_1 already, and what Q4_1 lost of the original")
    assert "--from-quantized" in refused.stderr
    assert files_beside(target) == []

    done = run("quantize", STARTER.stem, target, "--type", "Q4_0", "--from-quantized", "--json")
    assert done.returncode == 0
    assert done.stderr.startswith("This model is in Q4_1 already, and what Q4_1 lost of the original")
    assert json.loads(done.stdout)["input"] == str(STARTER)  # found by its name
    assert header_of(target).metadata["general.file_type"] == 2
    target.unlink()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupt_leaves_neither_a_file_nor_an_engine_behind(
    large_model: Path, target: Path, number: signal.Signals
) -> None:
    with start("quantize", large_model, target, "--type", SLOW_TYPE, "--json") as program:
        wait_until_it_writes(program)
        children = psutil.Process(program.pid).children(recursive=True)
        assert len(files_beside(target)) == 1
        os.killpg(program.pid, number)
        output, complaints = program.communicate(timeout=LIMIT_SECONDS)
    assert (program.returncode, output, complaints) == (128 + number, b"", b"Interrupted: nothing was made.\n")
    assert files_beside(target) == []
    assert psutil.wait_procs(children, timeout=LIMIT_SECONDS)[1] == []


def test_what_a_killed_program_left_is_removed_by_the_next_and_its_engine_is_gone(
    large_model: Path, source: Path, target: Path
) -> None:
    with start("quantize", large_model, target, "--type", SLOW_TYPE) as program:
        wait_until_it_writes(program)
        children = psutil.Process(program.pid).children(recursive=True)
        program.kill()
        program.communicate(timeout=LIMIT_SECONDS)
    assert psutil.wait_procs(children, timeout=LIMIT_SECONDS)[1] == []
    assert len(files_beside(target)) == 1

    assert run("quantize", source, target, "--type", "Q4_0").returncode == 0
    assert files_beside(target) == ["small.gguf"]


def test_two_programs_can_work_in_one_folder_at_once(large_model: Path, source: Path, target: Path) -> None:
    with start("quantize", large_model, target.with_name("large.gguf"), "--type", SLOW_TYPE) as program:
        wait_until_it_writes(program)
        assert run("quantize", source, target, "--type", "Q4_0").returncode == 0
        assert program.poll() is None
        assert len(files_beside(target)) == 2
        program.terminate()
        program.communicate(timeout=LIMIT_SECONDS)
    assert files_beside(target) == ["small.gguf"]


def test_an_older_file_is_replaced_only_when_that_is_said(source: Path, target: Path) -> None:
    target.write_text("an older file", encoding="utf-8")
    refused = run("quantize", source, target, "--type", "Q4_0")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("There is already a file called small.gguf.")
    assert target.read_text(encoding="utf-8") == "an older file"
    assert run("quantize", source, target, "--type", "Q4_0", "--overwrite").returncode == 0
    assert header_of(target).metadata["general.file_type"] == 2


def test_a_file_that_may_grow_no_further_is_told_in_a_sentence(source: Path, target: Path) -> None:
    limited = f"ulimit -f 1000; exec {sys.executable} -m quantchat quantize {source} {target} --type Q8_0"
    done = subprocess.run(
        ["bash", "-c", limited],
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_SECONDS,
        cwd=CHECKOUT,
        env=clean_environment(),
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1].startswith("small.gguf becomes larger than a file may be on its disk.")
    assert files_beside(target) == []


@pytest.mark.parametrize(
    ("name", "file_type", "sentence"),
    [
        ("model.bin", "Q8_0", "The name of the new file must end in .gguf"),
        ("model-00001-of-00002.gguf", "Q8_0", "The name of the new file must end in .gguf"),
        ("model.gguf", "Q9_Z", "The engine cannot make files of the type “Q9_Z”. It makes F32, F16, "),
        ("model.gguf", "IQ1_S", "IQ1_S keeps so little of each weight"),
    ],
)
def test_what_cannot_be_made_is_refused_in_a_sentence(
    source: Path, target: Path, name: str, file_type: str, sentence: str
) -> None:
    done = run("quantize", source, target.with_name(name), "--type", file_type)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1
    assert files_beside(target) == []


def test_without_a_type_it_is_wrong_usage(source: Path, target: Path) -> None:
    done = run("quantize", source, target)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--type" in done.stderr


def test_the_command_imports_neither_qt_nor_llama_cpp(source: Path, target: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS, "quantize", source, target, "--type", "Q8_0"],
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_SECONDS,
        cwd=CHECKOUT,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"
