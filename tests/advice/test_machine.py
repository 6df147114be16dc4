"""This machine as it is now, with the bandwidth that was measured once; nothing that fails there fails the advice."""

import json
from pathlib import Path

import pytest

from quantchat.advice.machine import described_machine, this_machine
from quantchat.core.hardware import BandwidthBasis, EngineBuild, EngineDevice
from quantchat.core.hardware_json import hardware_json
from quantchat.errors import ErrorKind, KnownError
from quantchat.probe.oracle import Oracle, ProbeFailed
from tests.core.machines import GAMING_PC, GIB


class CountingOracle(Oracle):
    """Knows the answers, and counts how often bandwidth was asked for."""

    def __init__(self, gbps: float | None = 41.5, *, knows_build: bool = True) -> None:
        super().__init__()
        self.gbps = gbps
        self.measured = 0
        self._knows_build = knows_build

    def engine_build(self) -> EngineBuild:
        if not self._knows_build:
            raise ProbeFailed("it died")
        cpu = EngineDevice("CPU", "Any processor", "cpu", 64 * GIB, 64 * GIB, "CPU")
        return EngineBuild((cpu,), frozenset({"AVX2", "AVX512"}), "0.3.36")

    def bandwidth_gbps(self, threads: int, buffer_bytes: int) -> float:
        assert threads >= 1
        assert 32 * 2**20 <= buffer_bytes <= 256 * 2**20
        self.measured += 1
        if self.gbps is None:
            raise ProbeFailed("it died")
        return self.gbps


@pytest.fixture
def cache_file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "machine.json"


def test_bandwidth_is_measured_once_and_kept(cache_file: Path) -> None:
    oracle = CountingOracle()
    machines = [this_machine(oracle, cache_file) for _ in range(3)]
    assert oracle.measured == 1
    assert {machine.ram.bandwidth_gbps for machine in machines} == {41.5}
    assert {machine.ram.bandwidth_basis for machine in machines} == {BandwidthBasis.MEASURED}
    assert [entry.name for entry in cache_file.parent.iterdir()] == ["machine.json"]


def test_it_is_measured_anew_on_request(cache_file: Path) -> None:
    this_machine(CountingOracle(41.5), cache_file)
    oracle = CountingOracle(60.0)
    assert this_machine(oracle, cache_file, measure_anew=True).ram.bandwidth_gbps == 60.0
    assert this_machine(oracle, cache_file).ram.bandwidth_gbps == 60.0
    assert oracle.measured == 1


def test_another_machine_with_the_same_folder_measures_for_itself(cache_file: Path) -> None:
    this_machine(CountingOracle(41.5), cache_file)
    kept = json.loads(cache_file.read_text(encoding="utf-8"))
    cache_file.write_text(json.dumps({**kept, "machine": "Another processor | 64 cores | 512 x 256 MiB"}))
    oracle = CountingOracle(60.0)
    assert this_machine(oracle, cache_file).ram.bandwidth_gbps == 60.0
    assert json.loads(cache_file.read_text(encoding="utf-8"))["machine"] == kept["machine"]


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"[" * 100_000,
        b"\xff\xfe\x00",
        b'{"machine": "%s", "bandwidth_gbps": 0}',
        b'{"machine": "%s", "bandwidth_gbps": -4.0}',
        b'{"machine": "%s", "bandwidth_gbps": NaN}',
        b'{"machine": "%s", "bandwidth_gbps": 1e300}',
        b'{"machine": "%s", "bandwidth_gbps": "41.5"}',
        b'{"machine": "%s"}',
    ],
)
def test_a_broken_file_is_measured_over(cache_file: Path, broken: bytes) -> None:
    this_machine(CountingOracle(41.5), cache_file)
    identity = json.loads(cache_file.read_text(encoding="utf-8"))["machine"]
    cache_file.write_bytes(broken.replace(b"%s", identity.encode()))
    oracle = CountingOracle(60.0)
    assert this_machine(oracle, cache_file).ram.bandwidth_gbps == 60.0
    assert this_machine(oracle, cache_file).ram.bandwidth_gbps == 60.0
    assert oracle.measured == 1


def test_a_folder_that_cannot_be_written_costs_only_measuring_again(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    oracle = CountingOracle()
    for times in (1, 2):
        machine = this_machine(oracle, tmp_path / "file" / "machine.json")
        assert machine.ram.bandwidth_gbps == 41.5
        assert machine.problems == ()
        assert oracle.measured == times


def test_a_bandwidth_that_cannot_be_measured_is_unknown_and_not_kept(cache_file: Path) -> None:
    machine = this_machine(CountingOracle(None), cache_file)
    assert (machine.ram.bandwidth_gbps, machine.ram.bandwidth_basis) == (None, BandwidthBasis.UNKNOWN)
    assert not cache_file.exists()


def test_instructions_are_those_that_the_engine_uses(cache_file: Path) -> None:
    machine = this_machine(CountingOracle(), cache_file)
    assert machine.cpu.instruction_sets == {"AVX2", "AVX512"}
    assert machine.engine_backends == ("CPU",)


def test_where_the_engine_cannot_say_what_it_uses_the_rest_is_told_with_that(cache_file: Path) -> None:
    machine = this_machine(CountingOracle(knows_build=False), cache_file)
    assert machine.ram.total_bytes > 0
    assert machine.usable_gpus == ()
    assert any("could not say what it can compute with" in problem for problem in machine.problems)


def test_the_real_probe_tells_this_machine(cache_file: Path) -> None:
    with Oracle() as oracle:
        machine = this_machine(oracle, cache_file)
        again = this_machine(oracle, cache_file)
    assert machine.ram.bandwidth_basis is BandwidthBasis.MEASURED
    assert machine.ram.bandwidth_gbps is not None
    assert again.ram.bandwidth_gbps == pytest.approx(machine.ram.bandwidth_gbps, abs=0.01)
    assert machine.cpu.instruction_sets


def test_a_described_machine_is_what_was_written_down(tmp_path: Path) -> None:
    path = tmp_path / "machine.json"
    path.write_text(json.dumps(hardware_json(GAMING_PC)), encoding="utf-8")
    assert described_machine(path) == GAMING_PC


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"{", ErrorKind.MALFORMED),
        (b"[" * 100_000, ErrorKind.MALFORMED),
        (b"\xff", ErrorKind.MALFORMED),
        (b'{"cpu": "' + b"x" * 2**21 + b'"}', ErrorKind.MALFORMED),
        (None, ErrorKind.FILE_UNREADABLE),
    ],
)
def test_a_description_that_cannot_be_read_is_a_known_error(
    tmp_path: Path, content: bytes | None, kind: ErrorKind
) -> None:
    path = tmp_path / "machine.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(KnownError) as caught:
        described_machine(path)
    assert caught.value.kind is kind
    assert "machine.json" in caught.value.sentence


def test_memory_that_looked_slow_on_a_busy_machine_is_measured_again_later_and_the_best_counts(
    cache_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1_000_000.0]
    monkeypatch.setattr("quantchat.advice.machine.time.time", lambda: now[0])
    seen = []
    oracle = CountingOracle()
    for gbps in (3.1, 17.3, 9.0, 12.0, 99.0):
        oracle.gbps = gbps
        seen.append(this_machine(oracle, cache_file).ram.bandwidth_gbps)
        now[0] += 61.0
    assert seen == [3.1, 17.3, 17.3, 17.3, 17.3]
    assert oracle.measured == 4
