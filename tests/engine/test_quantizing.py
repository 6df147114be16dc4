"""Files of other types, made by the real engine of real models, loaded and chatted with."""

import os
import stat
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from quantchat.core.mixes import quantized_header
from quantchat.core.plan import LoadPlan
from quantchat.engine.protocol import Loaded
from quantchat.engine.quantization import QuantizationStarted
from tests.engine.running_engine import RunningEngine, user
from tests.engine.running_quantization import (
    RunningQuantization,
    header_of,
    made,
    request,
    write_model,
)

TYPES = ("F32", "F16", "Q8_0", "Q5_1", "Q4_K_M", "Q4_1", "Q4_0")


@pytest.fixture(scope="module")
def unquantized(starter_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The starter model in F16."""
    path = tmp_path_factory.mktemp("unquantized") / "SmolLM2-135M-Instruct.F16.gguf"
    assert made(starter_model, path, "F16").as_predicted
    yield path
    path.unlink()


@pytest.fixture
def small_model(tmp_path: Path) -> Path:
    path = tmp_path / "small.gguf"
    write_model(path)
    return path


@pytest.mark.parametrize("file_type", TYPES)
def test_a_file_of_every_usual_type_can_be_made_loaded_and_chatted_with(
    unquantized: Path, tmp_path: Path, engine: RunningEngine, file_type: str
) -> None:
    target = tmp_path / f"SmolLM2.{file_type}.gguf"

    with RunningQuantization(request(unquantized, target, file_type, from_quantized=False)) as running:
        finished = running.finished
    loaded = engine.load(LoadPlan(str(target), context_length=512))
    answer = engine.ask(user("What is the opposite of hot?"))
    target.unlink()

    assert (finished.path, finished.as_predicted) == (target, True)
    assert isinstance(loaded, Loaded), loaded
    assert "opposite of hot is cold" in answer.text


def test_progress_begins_with_the_exact_size_and_grows_with_the_work_and_not_with_the_count(
    unquantized: Path, tmp_path: Path
) -> None:
    target = tmp_path / "SmolLM2.Q4_0.gguf"
    with RunningQuantization(request(unquantized, target, "Q4_0")) as running:
        size_bytes = running.finished.header.file_size_bytes
    fractions = [event.fraction for event in running.progress]

    assert isinstance(running.events[0], QuantizationStarted)
    assert running.events[0].header.file_size_bytes == size_bytes == target.stat().st_size
    assert running.events[0].estimated_seconds > 0
    assert len(fractions) == 272
    assert all(before <= after for before, after in pairwise(fractions))
    assert fractions[0] == 0
    assert fractions[2] == pytest.approx(0.25, abs=0.1)  # the embedding of the vocabulary is one of the two before it
    assert 0.9 < fractions[-1] <= 1
    assert all(event.seconds_left >= 0 for event in running.progress)
    assert running.progress[-1].seconds_left < running.progress[0].seconds_left


def test_the_file_says_what_it_is_and_keeps_what_the_model_said(small_model: Path, tmp_path: Path) -> None:
    header = made(small_model, tmp_path / "small.Q5_1.gguf", "Q5_1").header
    assert dict(header.metadata) == dict(quantized_header(header_of(small_model), "Q5_1").metadata)
    assert header.metadata["general.file_type"] == 9


def test_a_model_in_parts_becomes_one_file_the_same_as_of_one_file(small_model: Path, tmp_path: Path) -> None:
    write_model(tmp_path / "parts.gguf", tensors_a_part=15)
    first = tmp_path / "parts-00001-of-00003.gguf"
    assert first.exists()

    of_parts = made(first, tmp_path / "of-parts.gguf", "Q8_0")
    of_one = made(small_model, tmp_path / "of-one.gguf", "Q8_0")

    assert of_parts.as_predicted
    assert of_parts.header == of_one.header
    assert (tmp_path / "of-parts.gguf").read_bytes() == (tmp_path / "of-one.gguf").read_bytes()


@pytest.mark.parametrize(
    "name", ["with spaces\nand 🐈.gguf", os.fsdecode(b"\xff\xfe.gguf"), "n" * 250 + ".gguf", "-rf.gguf"]
)
def test_any_name_that_the_disk_takes_will_do(small_model: Path, tmp_path: Path, name: str) -> None:
    source = tmp_path / "in" / name
    source.parent.mkdir()
    small_model.rename(source)
    target = tmp_path / name
    made(source, target, "Q4_0")
    assert header_of(target).metadata["general.file_type"] == 2


def test_the_file_may_be_read_by_whom_other_files_may_be_read(small_model: Path, tmp_path: Path) -> None:
    usual, target = tmp_path / "usual", tmp_path / "small.Q4_0.gguf"
    usual.touch()
    made(small_model, target, "Q4_0")
    assert stat.S_IMODE(target.stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)


def test_a_file_that_is_there_is_replaced_when_that_is_wanted(small_model: Path, tmp_path: Path) -> None:
    target = tmp_path / "small.Q4_0.gguf"
    target.write_text("an older file", encoding="utf-8")
    made(small_model, target, "Q4_0", overwrite=True)
    assert header_of(target).metadata["general.file_type"] == 2


def test_a_file_in_a_folder_given_relative_to_the_current_one_is_made_there(
    small_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made(Path(small_model.name), Path("here.gguf"), "Q4_0")
    assert header_of(tmp_path / "here.gguf").metadata["general.file_type"] == 2


def test_the_end_is_told_once_and_nothing_more_is_heard_after_it(small_model: Path, tmp_path: Path) -> None:
    with RunningQuantization(request(small_model, tmp_path / "small.Q4_0.gguf", "Q4_0")) as running:
        end = running.finished
        running.quantization.cancel()
    running.quantization.cancel()
    assert running.events[-1] is end
    assert len(running.ends) == 1
    assert (tmp_path / "small.Q4_0.gguf").exists()
