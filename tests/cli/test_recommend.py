"""`quantchat recommend`: one quantization for one machine, and why, through the real program."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.machines import RTX_4060, gpu, written_machine
from tests.cli.program import STARTER, run

LOW_RISK = {"gpu", "split", "cpu"}


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUANTCHAT_DATA_DIR", str(tmp_path / "data"))


def recommend(model: str | Path, *words: str | Path) -> Any:
    done = run("recommend", model, *words, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    advice = json.loads(done.stdout)
    marked = [row["quantization"] for row in advice["rows"] if row["recommended"]]
    assert marked == ([advice["recommended"]] if advice["recommended"] else [])
    return advice


def row(advice: Any, quantization: str) -> Any:
    (found,) = (row for row in advice["rows"] if row["quantization"] == quantization)
    return found


def test_json_has_the_keys_of_the_contract_and_the_three_rows() -> None:
    advice = recommend(STARTER)
    assert set(advice) >= {"model", "context_length", "rows", "recommended", "runner_up", "reason"}
    assert advice["context_length"] == 8192
    assert {"Q4_K_M", "Q5_1", "Q8_0", "Q4_1"} <= {row["quantization"] for row in advice["rows"]}
    for found in advice["rows"]:
        assert set(found) >= {
            "quantization",
            "available",
            "file_bytes",
            "bits_per_weight",
            "devices",
            "gpu_layers",
            "tokens_per_second",
            "quality",
            "verdict",
            "recommended",
            "reason",
        }
        assert set(found["quality"]) >= {"kld", "delta_ppl", "source"}
        assert found["available"] in {"local", "download", "quantize"}
        assert found["reason"]
    assert row(advice, "Q4_1")["available"] == "local"
    assert row(advice, "Q4_1")["file_bytes"] == STARTER.stat().st_size


def test_an_8b_at_8k_is_wholly_on_an_8_gb_gpu_in_a_5_bit_type(tmp_path: Path) -> None:
    advice = recommend("llama-3.1-8b-instruct", "--hardware", written_machine(tmp_path, 30, 26, RTX_4060))
    assert advice["recommended"] == "Q5_K_M"
    assert row(advice, "Q5_K_M")["verdict"] == "gpu"
    assert row(advice, "Q5_1")["verdict"] == "gpu"
    assert "Q5_K_M is smaller and better" in row(advice, "Q5_1")["reason"]
    assert advice["runner_up"]


def test_a_14b_is_split_in_q4_k_m_and_told_that_it_never_fits_whole(tmp_path: Path) -> None:
    advice = recommend("qwen3-14b", "--hardware", written_machine(tmp_path, 30, 26, RTX_4060))
    assert advice["recommended"] == "Q4_K_M"
    best = row(advice, "Q4_K_M")
    assert best["verdict"] == "split"
    assert 5 < best["tokens_per_second"]["likely"] < 15
    assert "never fits" in advice["reason"]


def test_a_32b_is_slow_and_not_impossible(tmp_path: Path) -> None:
    advice = recommend("qwen3-32b", "--hardware", written_machine(tmp_path, 30, 26, RTX_4060))
    assert row(advice, "Q4_K_M")["verdict"] == "slow"


def test_a_70b_is_impossible_and_a_model_that_fits_is_named(tmp_path: Path) -> None:
    advice = recommend("llama-3.3-70b-instruct", "--hardware", written_machine(tmp_path, 30, 26, RTX_4060))
    assert row(advice, "Q4_K_M")["verdict"] == "impossible"
    assert advice["recommended"] is None
    assert "billion parameters" in advice["remedy"]
    assert "Q4_K_M" in advice["remedy"]


def test_without_a_gpu_in_8_gb_a_7b_runs_in_q4_k_m(tmp_path: Path) -> None:
    advice = recommend("qwen2.5-7b-instruct", "--hardware", written_machine(tmp_path, 8, 5.7))
    assert advice["recommended"] == "Q4_K_M"
    assert row(advice, "Q4_K_M")["verdict"] == "cpu"


def test_on_a_24_gb_gpu_q8_0_of_an_8b_wins(tmp_path: Path) -> None:
    big = written_machine(tmp_path, 32, 28, gpu("NVIDIA GeForce RTX 4090", 24, 23, 1008.0))
    assert recommend("llama-3.1-8b-instruct", "--hardware", big)["recommended"] == "Q8_0"


def test_a_gpu_that_the_build_cannot_use_is_not_counted_on(tmp_path: Path) -> None:
    machine = written_machine(tmp_path, 30, 26, {**RTX_4060, "usable": False})
    advice = recommend("llama-3.1-8b-instruct", "--hardware", machine)
    assert {found["gpu_layers"] for found in advice["rows"]} == {0}
    assert row(advice, advice["recommended"])["verdict"] in LOW_RISK


def test_a_context_that_was_asked_for_is_not_shortened(tmp_path: Path) -> None:
    small = written_machine(tmp_path, 8, 5.7)
    asked = recommend("llama-3.1-8b-instruct", "--context", "32768", "--hardware", small)
    assert asked["context_length"] == 32768
    free = recommend("llama-3.1-8b-instruct", "--hardware", small)
    assert free["recommended"] == "Q4_K_M"


def test_for_people_the_recommended_row_is_marked_and_the_reason_follows(tmp_path: Path) -> None:
    done = run("recommend", "llama-3.1-8b-instruct", "--hardware", written_machine(tmp_path, 30, 26, RTX_4060))
    assert (done.returncode, done.stderr) == (0, "")
    (marked,) = (line for line in done.stdout.splitlines() if line.strip().startswith(">"))
    assert "Q5_K_M" in marked
    assert "Second choice" in done.stdout


def test_an_unknown_model_names_the_nearest_ones() -> None:
    done = run("recommend", "lama-3.1-8b")
    assert (done.returncode, done.stdout) == (1, "")
    assert "lama" in done.stderr
    assert done.stderr.count("\n") == 1
