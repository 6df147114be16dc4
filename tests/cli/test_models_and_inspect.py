"""`quantchat models` and `quantchat inspect`."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from quantchat.cli.model_choice import chosen_model, saved_settings
from quantchat.errors import KnownError
from quantchat.settings import SettingsFile, folders
from tests.cli.program import CHECKOUT, LIMIT_SECONDS, STARTER, clean_environment, command, run
from tests.library.gguf_files import model_bytes, model_metadata


def put_model(name: str, display_name: str) -> Path:
    path = folders().models / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model_bytes(model_metadata(general__name=display_name)))
    return path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without other programs, whatever there is on the machine that the tests run on."""
    for variable in ("OLLAMA_MODELS", "OLLAMA_HOME", "HF_HOME", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "LLAMA_CACHE"):
        monkeypatch.delenv(variable, raising=False)
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "JAN_DATA_FOLDER"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path / "home"


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


def put_found_model(home: Path, *names: str) -> Path:
    """A model of Ollama by some names."""
    store = home / ".ollama" / "models"
    digest = "ab" * 32
    blob = store / "blobs" / f"sha256-{digest}"
    blob.parent.mkdir(parents=True)
    blob.write_bytes(model_bytes())
    layer = {"mediaType": "application/vnd.ollama.image.model", "digest": f"sha256:{digest}"}
    for name in names:
        host_to_model, _, tag = name.rpartition(":")
        folder = store / "manifests" / host_to_model
        folder.mkdir(parents=True)
        (folder / tag).write_text(json.dumps({"layers": [layer]}), encoding="utf-8")
    return blob


def test_models_says_which_program_keeps_a_file(home: Path) -> None:
    blob = put_found_model(home, "registry.ollama.ai/library/tiny:1b")
    done = run("models")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"tiny:1b (Q4_0, 0.0 MB, kept by Ollama)\n  {blob}\n" in done.stdout
    (_, found) = json.loads(run("models", "--json").stdout)["models"]
    assert (found["source"], found["owner"], found["place"], found["can_be_removed"]) == (
        "found",
        "Ollama",
        "~/.ollama/models/blobs",
        False,
    )


def test_models_follows_the_folders_in_the_settings(tmp_path: Path) -> None:
    put_model("Unused.gguf", "Unused")
    chosen, extra = tmp_path / "chosen", tmp_path / "extra"
    for folder in (chosen, extra):
        folder.mkdir()
        (folder / f"{folder.name}.gguf").write_bytes(model_bytes(model_metadata(general__name=None)))
    SettingsFile(folders().settings_file).save(models_folder=str(chosen), extra_folders=(str(extra),))
    models = json.loads(run("models", "--json").stdout)["models"]
    assert [model["display_name"] for model in models] == ["SmolLM2 135M Instruct", "chosen", "extra"]


def test_a_second_list_is_made_from_memory_and_is_the_same() -> None:
    put_model("Tiny.gguf", "Tiny")
    first = run("models")
    assert folders().header_cache_file.stat().st_size > 0
    assert run("models").stdout == first.stdout


@pytest.mark.parametrize("name", ["tiny:1b", "TINY:1B", "someone/tiny:1b"])
def test_a_found_model_can_be_named_as_its_program_names_it(home: Path, name: str) -> None:
    full_name = f"registry.ollama.ai/{name.lower() if '/' in name else f'library/{name.lower()}'}"
    blob = put_found_model(home, full_name)
    assert chosen_model(name, saved_settings()) == blob


def test_a_name_of_the_persons_own_model_does_not_become_ambiguous_by_a_found_one(home: Path) -> None:
    own = put_model("Tiny-Q4_0.gguf", "Tiny")
    theirs = home / ".lmstudio" / "models" / "p" / "Tiny-Q4_0.gguf"
    theirs.parent.mkdir(parents=True)
    theirs.write_bytes(own.read_bytes())
    assert chosen_model("Tiny-Q4_0", saved_settings()) == own
    assert chosen_model("tiny", saved_settings()) == own
    own.unlink()
    assert chosen_model("tiny", saved_settings()) == theirs


def test_several_models_of_one_file_name_are_told_apart_by_their_paths() -> None:
    paths = [put_model(f"{folder}/Tiny-Q4_0.gguf", "Tiny") for folder in ("a", "b")]
    with pytest.raises(KnownError) as caught:
        chosen_model("Tiny-Q4_0", saved_settings())
    assert caught.value.hint == f"Name one of these: {paths[0]}, {paths[1]}."


def test_a_name_with_a_colon_that_leads_nowhere_is_a_missing_file(home: Path) -> None:
    assert chosen_model("someone/absent:1b", saved_settings()) == Path("someone/absent:1b").absolute()


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
