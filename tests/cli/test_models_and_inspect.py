"""`quantchat models` and `quantchat inspect`."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from quantchat.settings import SettingsFile, folders
from tests.cli.program import CHECKOUT, LIMIT_SECONDS, STARTER, clean_environment, command, run
from tests.library.gguf_files import model_bytes, model_metadata


def put_model(name: str, display_name: str) -> Path:
    path = folders().models / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model_bytes(model_metadata(general__name=display_name)))
    return path


def test_models_lists_the_starter_the_folder_and_added_files(tmp_path: Path) -> None:
    in_folder = put_model("Tiny.gguf", "Tiny")
    added = tmp_path / "Added é.gguf"
    added.write_bytes(model_bytes())
    SettingsFile(folders().settings_file).save(added_models=(str(added),))

    done = run("models", "--json")

    assert (done.returncode, done.stderr) == (0, "")
    listed = {model["path"]: model["source"] for model in json.loads(done.stdout)["models"]}
    assert listed == {str(STARTER): "starter", str(in_folder): "folder", str(added): "added"}


def test_models_prints_names_for_people() -> None:
    done = run("models")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"SmolLM2 135M Instruct (Q4_1, 98.4 MB)\n  {STARTER}\n"


def test_a_broken_settings_file_does_not_stop_the_list() -> None:
    path = folders().settings_file
    path.parent.mkdir(parents=True)
    path.write_text("{", encoding="utf-8")
    done = run("models", "--json")
    assert (done.returncode, len(json.loads(done.stdout)["models"])) == (0, 1)


def test_inspect_prints_the_keys_of_the_contract() -> None:
    done = run("inspect", STARTER, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    facts = json.loads(done.stdout)
    assert facts["architecture"] == "llama"
    assert facts["quantization"] == "Q4_1"
    assert facts["tensor_types"] == {"Q4_1": 210, "F32": 61, "Q8_0": 1}
    assert facts.keys() >= {
        *("architecture", "name", "parameters", "quantization", "bits_per_weight", "file_bytes", "tensor_bytes"),
        *("tensor_types", "context_length", "layers"),
    }


def test_inspect_prints_lines_for_people() -> None:
    done = run("inspect", STARTER)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("SmolLM2 135M Instruct\n")
    assert "5.74 bits per weight" in done.stdout


@pytest.mark.parametrize("options", [(), ("--json",)], ids=["people", "json"])
def test_a_file_whose_name_is_no_text_can_be_listed(options: tuple[str, ...]) -> None:
    name = os.fsdecode(b"caf\xe9.gguf")
    put_model(name, "Odd")
    done = run("models", *options, PYTHONIOENCODING="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Odd" in done.stdout


def run_into(output: int, *words: str | Path) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        command(*words),
        stdout=output,
        stderr=subprocess.PIPE,
        check=False,
        timeout=LIMIT_SECONDS,
        cwd=CHECKOUT,
        env=clean_environment(),
    )


def test_a_closed_pipe_gets_no_traceback() -> None:
    receiver, sender = os.pipe()
    os.close(receiver)
    done = run_into(sender, "inspect", STARTER)
    os.close(sender)
    assert (done.returncode, done.stderr) == (1, b"")


def test_output_to_a_full_disk_is_told_in_a_sentence() -> None:
    with Path("/dev/full").open("wb") as full:
        done = run_into(full.fileno(), "models")
    assert done.returncode == 1
    assert done.stderr.decode() == (
        "The output could not be written: No space left on device. Write it to another place.\n"
    )
