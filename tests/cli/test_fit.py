"""`quantchat fit`: what loading a file would take, on this machine and on one that is described."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.machines import RTX_4060, gpu, written_machine
from tests.cli.program import STARTER, run


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUANTCHAT_DATA_DIR", str(tmp_path / "data"))


def fit(*words: str | Path) -> Any:
    done = run("fit", STARTER, *words, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_json_has_the_keys_of_the_contract() -> None:
    answer = fit("--context", "4096")
    assert set(answer) >= {"plan", "devices", "memory_source", "tokens_per_second", "verdict"}
    assert answer["plan"] == {
        "context_length": 4096,
        "kv_type": "f16",
        "gpu_layers": 0,
        "layers": 31,
        "ubatch": 512,
        "batch": 512,
        "flash_attention": "on",
    }
    (device,) = answer["devices"]
    for key in ("name", "kind", "weights_bytes", "kv_bytes", "compute_bytes", "overhead_bytes", "total_bytes"):
        assert key in device
    parts = ("weights_bytes", "kv_bytes", "compute_bytes", "overhead_bytes")
    assert device["total_bytes"] == sum(device[part] for part in parts)
    assert device["free_bytes"] > device["total_bytes"]
    assert answer["tokens_per_second"]["low"] < answer["tokens_per_second"]["high"]
    assert answer["tokens_per_second"]["basis"] == "predicted"
    assert answer["verdict"] == "cpu"


@pytest.mark.parametrize(
    "words",
    [
        ("--context", "512"),
        ("--context", "8192", "--kv-type", "q8_0"),
        ("--context", "2048", "--kv-type", "q4_0", "--ubatch", "128"),
        ("--context", "4096", "--flash-attention", "off"),
        ("--context", "4096", "--ubatch", "1024"),
    ],
)
def test_the_formula_agrees_with_llama_cpp_itself(words: tuple[str, ...]) -> None:
    asked, computed = fit(*words), fit(*words, "--no-probe")
    assert (asked["memory_source"], computed["memory_source"]) == ("probe", "formula")
    for key in ("weights_bytes", "kv_bytes"):
        assert asked["devices"][0][key] == computed["devices"][0][key]
    assert computed["devices"][0]["compute_bytes"] == pytest.approx(asked["devices"][0]["compute_bytes"], rel=0.001)


def test_as_many_layers_as_fit_go_to_the_gpu_of_a_described_machine(tmp_path: Path) -> None:
    answer = fit("--hardware", written_machine(tmp_path, 30, 26, RTX_4060))
    assert (answer["verdict"], answer["plan"]["gpu_layers"], answer["memory_source"]) == ("gpu", 31, "formula")
    assert [device["kind"] for device in answer["devices"]] == ["cpu", "gpu"]


def test_layers_that_were_asked_for_are_not_changed_even_if_they_do_not_fit(tmp_path: Path) -> None:
    tiny = written_machine(tmp_path, 30, 26, gpu("Tiny", 0.5, 0.5, 100.0))
    answer = fit("--hardware", tiny, "--gpu-layers", "31")
    assert (answer["verdict"], answer["plan"]["gpu_layers"]) == ("impossible", 31)
    assert "Tiny would need" in answer["reason"]


def test_for_people_it_says_where_the_memory_goes_and_how_fast_it_would_be() -> None:
    done = run("fit", STARTER)
    assert (done.returncode, done.stderr) == (0, "")
    for words in ("SmolLM2 135M Instruct (Q4_1)", "Main memory", "weights", "tokens a second", "Verdict"):
        assert words in done.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--kv-type", "q8_0", "--flash-attention", "off"), "needs flash attention"),
        (("--hardware", "/nowhere/machine.json"), "cannot be read"),
    ],
)
def test_what_cannot_be_is_one_sentence(words: tuple[str, ...], sentence: str) -> None:
    done = run("fit", STARTER, *words)
    assert (done.returncode, done.stdout) == (1, "")
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"ram": {}}', '{"ram": {"total_bytes": -1}}', "[" * 100_000])
def test_a_description_that_describes_no_machine_is_one_sentence(tmp_path: Path, text: str) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text(text, encoding="utf-8")
    done = run("fit", STARTER, "--hardware", broken)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "words", [("--context", "0"), ("--gpu-layers", "-3"), ("--gpu-layers", "many"), ("--kv-type", "x")]
)
def test_wrong_usage_ends_with_status_2(words: tuple[str, ...]) -> None:
    assert run("fit", STARTER, *words).returncode == 2
