"""`quantchat hardware`: this machine, as people and programs read it."""

import json
from pathlib import Path

import psutil

from quantchat.core.hardware_json import parse_hardware
from tests.cli.program import run


def test_json_has_the_keys_of_the_contract_and_true_figures(tmp_path: Path) -> None:
    done = run("hardware", "--json", QUANTCHAT_DATA_DIR=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    machine = json.loads(done.stdout)
    assert set(machine) >= {"cpu", "ram", "gpus", "engine_backends"}
    assert 0 < machine["ram"]["available_bytes"] <= machine["ram"]["total_bytes"] <= psutil.virtual_memory().total
    assert machine["ram"]["bandwidth_gbps"] > 1
    assert machine["ram"]["bandwidth_basis"] == "measured"
    assert "CPU" in machine["engine_backends"]
    assert machine["cpu"]["physical_cores"] >= 1


def test_what_it_prints_describes_the_same_machine_when_it_is_read_back(tmp_path: Path) -> None:
    printed = json.loads(run("hardware", "--json", QUANTCHAT_DATA_DIR=str(tmp_path)).stdout)
    machine = parse_hardware(printed)
    assert machine.ram.total_bytes == printed["ram"]["total_bytes"]
    assert machine.cpu.instruction_sets == frozenset(printed["cpu"]["instruction_sets"])


def test_the_bandwidth_is_measured_once_and_anew_when_asked_for(tmp_path: Path) -> None:
    kept = tmp_path / "machine.json"

    def printed(*more: str) -> float:
        done = run("hardware", "--json", *more, QUANTCHAT_DATA_DIR=str(tmp_path))
        gbps: float = json.loads(done.stdout)["ram"]["bandwidth_gbps"]
        return gbps

    first = printed()
    changed = json.loads(kept.read_text(encoding="utf-8")) | {"bandwidth_gbps": 7.5}
    kept.write_text(json.dumps(changed), encoding="utf-8")
    assert printed() == 7.5
    assert printed("--measure") != 7.5
    assert first > 1


def test_for_people_it_tells_processor_memory_and_what_the_engine_uses(tmp_path: Path) -> None:
    done = run("hardware", QUANTCHAT_DATA_DIR=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    for word in ("Processor", "Memory", "GB", "GB/s", "Engine", "CPU"):
        assert word in done.stdout


def test_a_folder_that_cannot_be_written_costs_only_the_memory_of_the_measurement(tmp_path: Path) -> None:
    blocked = tmp_path / "a file, no folder"
    blocked.touch()
    done = run("hardware", "--json", QUANTCHAT_DATA_DIR=str(blocked))
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["ram"]["bandwidth_gbps"] > 1
