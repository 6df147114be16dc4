"""What `fit` and `recommend` print: JSON with the keys of the contract, and text that says the same to people."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from quantchat.advice.adviser import Adviser, Recommendation
from quantchat.advice.measurements import Measurements
from quantchat.advice.report import VERDICT_WORDS, fit_json, fit_text, recommendation_json, recommendation_text
from quantchat.core.assessment import Assessment, Verdict
from quantchat.core.hardware import Hardware
from tests.core.machines import GAMING_PC, GIB, OFFERED, RTX_4060, candidates, machine, model_in, plan

DEVICE_KEYS = {
    "name",
    "kind",
    "weights_bytes",
    "kv_bytes",
    "compute_bytes",
    "overhead_bytes",
    "total_bytes",
    "free_bytes",
}
ROW_KEYS = {
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


def fitted(name: str = "Qwen2.5-14B", hardware: Hardware = GAMING_PC, gpu_layers: int | None = None) -> Assessment:
    wanted = replace(plan(), gpu_layers=gpu_layers or 0)
    return Adviser(hardware).fit(model_in(name, "Q4_K_M"), wanted, choose_gpu_layers=gpu_layers is None)


def recommended(name: str, hardware: Hardware = GAMING_PC, types: Sequence[str] = OFFERED) -> Recommendation:
    return Adviser(hardware).recommend(name, candidates(name, types), plan(), context_is_fixed=True)


def through_json(value: dict[str, object]) -> Any:
    return json.loads(json.dumps(value, allow_nan=False))


def test_fit_has_the_keys_of_the_contract() -> None:
    answer = through_json(fit_json(fitted(), None))
    assert set(answer) >= {"plan", "devices", "memory_source", "tokens_per_second", "verdict"}
    assert set(answer["plan"]) >= {"context_length", "kv_type", "gpu_layers", "ubatch", "flash_attention"}
    assert [device["kind"] for device in answer["devices"]] == ["cpu", "gpu"]
    for device in answer["devices"]:
        assert set(device) >= DEVICE_KEYS
        parts = ("weights_bytes", "kv_bytes", "compute_bytes", "overhead_bytes")
        assert device["total_bytes"] == sum(device[part] for part in parts)
    assert answer["memory_source"] == "formula"
    assert answer["verdict"] == "split"
    assert answer["tokens_per_second"]["low"] < answer["tokens_per_second"]["likely"]
    assert answer["tokens_per_second"]["likely"] < answer["tokens_per_second"]["high"]
    assert answer["tokens_per_second"]["basis"] == "predicted"
    assert answer["measured"] is None


def test_fit_says_predicted_beside_measured(tmp_path: Path) -> None:
    adviser = Adviser(GAMING_PC, measurements=Measurements(tmp_path / "m"))
    wanted = replace(plan(), model_path="/models/x.gguf")
    header = model_in("Llama-3.1-8B", "Q4_K_M")
    memory = adviser.fit(header, wanted, choose_gpu_layers=True).memory
    adviser.note(memory, 39.5, memory_bytes=GIB)
    assessment = adviser.fit(header, wanted, choose_gpu_layers=True)
    measured = adviser.measured(memory)
    answer = through_json(fit_json(assessment, measured))
    assert answer["tokens_per_second"]["basis"] == "measured"
    assert answer["measured"]["tokens_per_second"] == 39.5
    assert answer["measured"]["predicted_tokens_per_second"] == pytest.approx(43.6, abs=0.5)
    assert answer["measured"]["memory_bytes"] == GIB
    text = fit_text("Llama", assessment, measured)
    assert "39.5 tokens a second; the formula alone said 43.6" in text
    assert "as measured here" in text


def test_for_people_fit_names_each_device_with_its_parts() -> None:
    text = fit_text("Qwen2.5 14B (Q4_K_M)", fitted(), None)
    assert text.startswith("Qwen2.5 14B (Q4_K_M)\n")
    assert re.search(r"33 of 49 layers on the GPU", text)
    assert re.search(r"Main memory +3\.6 GB of 26 GB free: weights [\d.]+ GB, KV cache [\d.]+ [GM]B", text)
    assert re.search(r"GPU +NVIDIA GeForce RTX 4060: 7 GB of 7\.6 GB free", text)
    assert "by formula" in text
    assert "upper bound" in text


def test_a_gpu_that_is_not_used_is_told_as_such() -> None:
    assert "NVIDIA GeForce RTX 4060: not used" in fit_text("Small", fitted("Llama-3.2-3B", gpu_layers=0), None)


def test_recommend_has_the_keys_of_the_contract_and_one_recommended_row() -> None:
    answer = through_json(recommendation_json(recommended("Llama-3.1-8B")))
    assert set(answer) >= {"model", "context_length", "rows", "recommended", "runner_up", "reason"}
    assert [row["quantization"] for row in answer["rows"]] == list(OFFERED)
    for row in answer["rows"]:
        assert set(row) >= ROW_KEYS
        assert set(row["quality"]) >= {"kld", "delta_ppl", "source"}
        assert row["verdict"] in {verdict.value for verdict in Verdict}
    assert [row["quantization"] for row in answer["rows"] if row["recommended"]] == [answer["recommended"]]
    assert answer["runner_up"] != answer["recommended"]
    assert answer["recommended"] in answer["reason"]


def test_where_nothing_can_be_recommended_no_row_is_and_the_reason_says_what_would_help() -> None:
    answer = through_json(recommendation_json(recommended("Llama-3.3-70B")))
    assert answer["recommended"] is None
    assert answer["runner_up"] is None
    assert not any(row["recommended"] for row in answer["rows"])
    assert answer["remedy"]
    assert answer["reason"].endswith(answer["remedy"])


def test_for_people_there_is_a_line_for_each_row_and_a_mark_at_one() -> None:
    text = recommendation_text(recommended("Llama-3.1-8B"))
    table, reason = text.split("\n\n")
    title, _, *lines = table.splitlines()
    assert title == "Llama-3.1-8B, 8,192 tokens of context"
    assert len(lines) == len(OFFERED)
    (marked,) = (line for line in lines if ">" in line)
    assert re.search(r"> Q5_K_M +5\.70 +5\.7 GB +6\.\d GB +33 of 33 +29\.\d to 4\d\.\d +GPU", marked)
    assert reason.startswith("Q5_K_M (5.7 GB) runs wholly on the GPU")


def test_what_does_not_fit_has_no_speed_in_the_table() -> None:
    table = recommendation_text(recommended("Llama-3.3-70B")).split("\n\n")[0]
    (line,) = (line for line in table.splitlines() if " Q4_K_M" in line)
    assert line.endswith(VERDICT_WORDS[Verdict.IMPOSSIBLE])
    assert " to " not in line


def test_what_would_empty_the_gpu_follows_the_reason() -> None:
    full = machine(30, 24, replace(RTX_4060, free_bytes=2 * GIB))
    text = recommendation_text(recommended("Llama-3.1-8B", full))
    assert text.splitlines()[-1].startswith("Closing the programs that use the GPU")
