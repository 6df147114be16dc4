"""What was measured here corrects what is predicted here; nothing that happens to the file costs more than itself."""

import json
import stat
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from quantchat.advice.measurements import (
    KEPT_LINES,
    NEWEST,
    Measurement,
    Measurements,
    devices_key,
    model_key,
    plan_key,
)
from quantchat.core.hardware import Hardware
from quantchat.core.memory import PlanMemory, plan_memory
from quantchat.core.speed import Speed, SpeedBasis, predicted_speed
from tests.core.machines import GAMING_PC, machine, model_in, plan

CPU_ONLY = machine(32, 26)
HERE = devices_key(plan_memory(model_in("Llama-3.1-8B", "Q4_K_M"), plan(), CPU_ONLY), CPU_ONLY)


def planned(
    name: str = "Llama-3.1-8B",
    quantization: str = "Q4_K_M",
    hardware: Hardware = CPU_ONLY,
    gpu_layers: int = -1,
    **changes: object,
) -> PlanMemory:
    wanted = replace(plan(), model_path=f"/models/{name}-{quantization}.gguf", gpu_layers=gpu_layers, **changes)  # type: ignore[arg-type]
    return plan_memory(model_in(name, quantization), wanted, hardware)


def measured(memory: PlanMemory, factor: float, hardware: Hardware = CPU_ONLY) -> Measurement:
    """An answer that was so many times as fast as predicted."""
    predicted = predicted_speed(memory, hardware).middle
    return Measurement(
        model_key(memory), plan_key(memory), devices_key(memory, hardware), predicted * factor, predicted
    )


def speed(known: Measurements, memory: PlanMemory, hardware: Hardware = CPU_ONLY) -> Speed:
    return known.speed(memory, hardware, predicted_speed(memory, hardware))


def test_one_answer_makes_the_speed_of_that_file_and_plan_measured_within_10_percent(tmp_path: Path) -> None:
    known, memory = Measurements(tmp_path / "measurements.jsonl"), planned()
    assert speed(known, memory).basis is SpeedBasis.PREDICTED
    answer = measured(memory, 0.62)
    known.add(answer)
    now = speed(known, memory)
    assert now.basis is SpeedBasis.MEASURED
    assert now.middle == answer.tokens_per_second
    assert (now.low, now.high) == pytest.approx((now.middle * 0.9, now.middle * 1.1))
    assert known.of_model(memory, CPU_ONLY) == answer


def test_it_is_still_known_after_a_restart_and_wherever_the_file_lies(tmp_path: Path) -> None:
    path, memory = tmp_path / "new folder" / "measurements.jsonl", planned()
    Measurements(path).add(measured(memory, 0.62))
    moved = replace(memory, plan=replace(memory.plan, model_path="/elsewhere/Llama-3.1-8B-Q4_K_M.gguf"))
    assert speed(Measurements(path), moved).basis is SpeedBasis.MEASURED


def test_another_plan_of_the_same_file_is_corrected_and_not_taken_for_measured(tmp_path: Path) -> None:
    known, memory = Measurements(tmp_path / "m"), planned()
    known.add(measured(memory, 0.5))
    other_threads = planned(threads=3)
    now = speed(known, other_threads)
    assert now.basis is SpeedBasis.PREDICTED
    assert now.middle == pytest.approx(predicted_speed(other_threads, CPU_ONLY).middle * 0.5)


def test_the_residual_of_one_model_corrects_another_one_on_the_same_devices(tmp_path: Path) -> None:
    known = Measurements(tmp_path / "m")
    known.add(measured(planned(), 0.7))
    other = planned("Qwen2.5-14B", "Q8_0")
    before, now = predicted_speed(other, CPU_ONLY), speed(known, other)
    assert now.middle == pytest.approx(before.middle * 0.7)
    assert now.high / now.low < before.high / before.low
    assert now.basis is SpeedBasis.PREDICTED


def test_it_does_not_correct_the_same_model_on_other_devices(tmp_path: Path) -> None:
    known = Measurements(tmp_path / "m")
    known.add(measured(planned(), 0.7))
    for layers in (-1, 20):
        elsewhere = planned(hardware=GAMING_PC, gpu_layers=layers)
        assert speed(known, elsewhere, GAMING_PC) == predicted_speed(elsewhere, GAMING_PC)
    other_cpu = replace(CPU_ONLY, cpu=replace(CPU_ONLY.cpu, name="Another processor"))
    assert speed(known, planned(hardware=other_cpu), other_cpu) == predicted_speed(planned(), other_cpu)


def test_a_split_model_and_one_wholly_on_the_gpu_run_on_different_devices(tmp_path: Path) -> None:
    known = Measurements(tmp_path / "m")
    whole, split, none = (planned(hardware=GAMING_PC, gpu_layers=layers) for layers in (-1, 20, 0))
    keys = {devices_key(memory, GAMING_PC) for memory in (whole, split, none)}
    assert len(keys) == 3
    known.add(measured(whole, 1.5, GAMING_PC))
    assert speed(known, split, GAMING_PC) == predicted_speed(split, GAMING_PC)


def test_a_plan_without_a_file_is_predicted_even_where_another_of_its_size_ran(tmp_path: Path) -> None:
    known = Measurements(tmp_path / "m")
    nameless = plan_memory(model_in("Llama-3.1-8B", "Q4_K_M"), plan(), CPU_ONLY)
    known.add(measured(nameless, 0.5))
    assert speed(known, nameless).basis is SpeedBasis.PREDICTED


def test_the_median_of_the_newest_counts_so_that_a_busy_hour_is_not_the_last_word(tmp_path: Path) -> None:
    known, memory = Measurements(tmp_path / "m"), planned()
    for factor in (9.0, 9.0, *[1.0] * (NEWEST - 1), 0.1):
        known.add(measured(memory, factor))
    assert speed(known, memory).middle == pytest.approx(predicted_speed(memory, CPU_ONLY).middle)


def test_many_answers_of_one_model_do_not_outweigh_the_others(tmp_path: Path) -> None:
    known = Measurements(tmp_path / "m")
    for _ in range(20):
        known.add(measured(planned(), 0.2))
    for name in ("Qwen2.5-7B", "Qwen2.5-14B"):
        known.add(measured(planned(name), 1.0))
    correction = known.correction(HERE)
    assert correction.models == 3
    assert correction.factor == pytest.approx(1.0)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 100_000,
        '{"model": "m"}',
        '{"model": 1, "plan": "p", "devices": "d", "tokens_per_second": 5, "predicted_tokens_per_second": 5}',
        '{"model": "m", "plan": "p", "devices": "d", "tokens_per_second": NaN, "predicted_tokens_per_second": 5}',
        '{"model": "m", "plan": "p", "devices": "d", "tokens_per_second": 5, "predicted_tokens_per_second": 0}',
        '{"model": "m", "plan": "p", "devices": "d", "tokens_per_second": 5, "predicted_tokens_per_second": Infinity}',
        '{"model": "m", "plan": "p", "devices": "d", "tokens_per_second": "5", "predicted_tokens_per_second": 5}',
        "\x00\x80\xff",
    ],
)
def test_a_line_that_makes_no_sense_is_passed_over(tmp_path: Path, line: str) -> None:
    path, memory = tmp_path / "m", planned()
    good = json.dumps(asdict(measured(memory, 0.5)))
    path.write_bytes(f"{line}\n{good}\n{line}\n".encode("latin-1"))
    known = Measurements(path)
    assert speed(known, memory).basis is SpeedBasis.MEASURED
    assert known.correction(HERE).models == 1


def test_a_line_that_a_power_cut_left_unfinished_does_not_spoil_the_next(tmp_path: Path) -> None:
    path, memory = tmp_path / "m", planned()
    path.write_text(json.dumps(asdict(measured(planned("Qwen2.5-7B"), 0.5)))[:-20], encoding="utf-8")
    Measurements(path).add(measured(memory, 0.5))
    assert speed(Measurements(path), memory).basis is SpeedBasis.MEASURED


def test_lines_of_a_later_version_with_more_keys_are_understood(tmp_path: Path) -> None:
    path, memory = tmp_path / "m", planned()
    path.write_text(json.dumps({**asdict(measured(memory, 0.5)), "temperature_celsius": 81}) + "\n", encoding="utf-8")
    assert speed(Measurements(path), memory).basis is SpeedBasis.MEASURED


def test_two_programs_that_write_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "m"
    one, other = Measurements(path), Measurements(path)
    names = ("Llama-3.1-8B", "Qwen2.5-7B", "Qwen2.5-14B", "Qwen3-4B")
    for number, name in enumerate(names):
        (one, other)[number % 2].add(measured(planned(name), 0.5))
    known = Measurements(path)
    assert all(speed(known, planned(name)).basis is SpeedBasis.MEASURED for name in names)


def test_what_another_program_wrote_survives_when_the_file_is_cut_short(tmp_path: Path) -> None:
    path, memory = tmp_path / "m", planned()
    one, other = Measurements(path), Measurements(path)
    old = measured(planned("Qwen2.5-7B"), 0.5)
    one.add(old)
    size_bytes = path.stat().st_size
    for number in range(2**20 // size_bytes + 1 - KEPT_LINES // 2):
        one.add(replace(old, devices=f"{number:0{len(HERE)}}"))
    other.add(measured(memory, 0.5))
    for number in range(KEPT_LINES // 2 + 10):
        one.add(replace(old, devices=f"{number:0{len(HERE)}}"))
    assert path.stat().st_size < 2**20
    assert speed(Measurements(path), memory).basis is SpeedBasis.MEASURED


def test_the_file_does_not_grow_for_ever_and_keeps_the_newest(tmp_path: Path) -> None:
    path, memory = tmp_path / "m", planned()
    known, old, new = Measurements(path), measured(memory, 0.5), measured(memory, 0.8)
    largest = 0
    for number in range(6 * KEPT_LINES):
        known.add(replace(old, devices=f"device {number}"))
        largest = max(largest, path.stat().st_size)
    known.add(new)
    assert largest <= 1.1 * 2**20
    assert speed(Measurements(path), memory).middle == new.tokens_per_second
    assert [entry.name for entry in tmp_path.iterdir()] == ["m"]


def test_on_a_full_disk_it_counts_for_this_run(tmp_path: Path) -> None:
    path, memory = tmp_path / "m", planned()
    known = Measurements(path)
    path.symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        known.add(measured(memory, 0.5))
    assert speed(known, memory).basis is SpeedBasis.MEASURED


def test_a_folder_that_cannot_be_made_costs_only_what_would_have_been_kept(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    known, memory = Measurements(blocked / "m"), planned()
    with pytest.raises(OSError, match="file"):
        known.add(measured(memory, 0.5))
    assert speed(known, memory).basis is SpeedBasis.MEASURED


def test_what_is_kept_says_what_was_predicted_and_what_came(tmp_path: Path) -> None:
    path, memory = tmp_path / "data" / "m", planned()
    answer = replace(measured(memory, 0.5), memory_bytes=5, predicted_memory_bytes=6)
    Measurements(path).add(answer)
    assert json.loads(path.read_text(encoding="utf-8")) == asdict(answer)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
