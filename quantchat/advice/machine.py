"""This machine as the advice needs it: read now, with the bandwidth measured once and kept."""

import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from quantchat.core.hardware import EngineBuild, Hardware
from quantchat.core.hardware_json import parse_hardware
from quantchat.errors import ErrorKind, KnownError
from quantchat.probe.hardware import read_hardware
from quantchat.probe.memory import read_memory
from quantchat.probe.oracle import Oracle, ProbeFailed
from quantchat.probe.processor import allowed_physical_cores, cpu_name
from quantchat.wording import Wording, worded

_BUFFER_BYTES = 128 * 2**20
_LEAST_BUFFER_BYTES = 32 * 2**20
_MOST_FILE_BYTES = 2**20
_MAKE_ONE = worded("Make one with `quantchat hardware --json`.")

_MEASUREMENTS = 4
_LEAST_SECONDS_APART = 60.0


@dataclass(frozen=True, slots=True)
class _KeptBandwidth:
    """The best figure so far, from how many measurements it is, and when the last one was (seconds since 1970)."""

    gbps: float
    times: int
    at_seconds: float

    def is_to_be_measured_again(self, now_seconds: float) -> bool:
        """Whether one more measurement might still show it faster."""
        return self.times < _MEASUREMENTS and abs(now_seconds - self.at_seconds) >= _LEAST_SECONDS_APART


def this_machine(oracle: Oracle, cache_file: Path, *, measure_anew: bool = False) -> Hardware:
    """Read this machine. What cannot be read is told in `Hardware.problems`; it never fails.

    Args:
        oracle: the probe, which knows what this build of the engine can use.
        cache_file: where the measured bandwidth is kept.
        measure_anew: measure even if a figure is kept.
    """
    build, problems = _engine_build(oracle)
    bandwidth_gbps = _bandwidth(oracle, cache_file, measure_anew=measure_anew)
    hardware = read_hardware(build.devices if build else None, bandwidth_gbps)
    if build:
        hardware = replace(hardware, cpu=replace(hardware.cpu, instruction_sets=build.instruction_sets))
    return replace(hardware, problems=(*hardware.problems, *problems))


def described_machine(path: Path) -> Hardware:
    """The machine that a file written by `quantchat hardware --json` describes.

    Raises:
        KnownError: the file cannot be read or describes no machine.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_FILE_BYTES + 1)
    except OSError as error:
        raise KnownError(
            ErrorKind.FILE_UNREADABLE,
            worded(
                "The description of the hardware, {file}, cannot be read: {reason}.",
                file=path.name,
                reason=str(error.strerror),
            ),
            _MAKE_ONE,
        ) from error
    try:
        value = json.loads(raw[:_MOST_FILE_BYTES])  # a longer one is cut off, and then no JSON
    except (ValueError, RecursionError) as error:
        raise KnownError(
            ErrorKind.MALFORMED,
            worded("{file} is no description of hardware: it is not valid JSON.", file=path.name),
            _MAKE_ONE,
        ) from error
    return parse_hardware(value)


def _engine_build(oracle: Oracle) -> tuple[EngineBuild | None, tuple[Wording, ...]]:
    try:
        return oracle.engine_build(), ()
    except ProbeFailed:
        return None, (worded("The engine could not say what it can compute with; GPUs are taken as not usable."),)


def _bandwidth(oracle: Oracle, cache_file: Path, *, measure_anew: bool) -> float | None:
    """The kept figure of this machine, else a new one; None if it cannot be measured.

    Other programs can only make memory look slower than it is, so it is measured a few times, some time apart, and the
    best figure counts.
    """
    identity = _identity()
    kept = None if measure_anew else _kept_bandwidth(cache_file, identity)
    if kept is not None and not kept.is_to_be_measured_again(time.time()):
        return kept.gbps
    threads = allowed_physical_cores()
    room_bytes = read_memory().available_bytes // 8 // threads
    try:
        gbps = oracle.bandwidth_gbps(threads, max(_LEAST_BUFFER_BYTES, min(_BUFFER_BYTES, room_bytes)))
    except ProbeFailed:
        return kept.gbps if kept else None
    best = max(gbps, kept.gbps) if kept else gbps
    _keep_bandwidth(cache_file, identity, _KeptBandwidth(best, kept.times + 1 if kept else 1, time.time()))
    return best


def _identity() -> str:
    """What the figure depends on: another processor, other cores or other memory give another one."""
    return f"{cpu_name()} | {allowed_physical_cores()} cores | {read_memory().total_bytes >> 28} x 256 MiB"


def _kept_bandwidth(cache_file: Path, identity: str) -> _KeptBandwidth | None:
    try:
        kept = json.loads(cache_file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):  # none yet, or no use: it is measured again
        return None
    if not isinstance(kept, dict) or kept.get("machine") != identity:
        return None
    gbps, times, at = kept.get("bandwidth_gbps"), kept.get("times", 1), kept.get("measured_at", 0)
    if not isinstance(gbps, int | float) or not 0 < gbps < 100_000:
        return None
    if not isinstance(times, int) or not isinstance(at, int | float):
        return None
    return _KeptBandwidth(float(gbps), times, float(at))


def _keep_bandwidth(cache_file: Path, identity: str, kept: _KeptBandwidth) -> None:
    values = {
        "machine": identity,
        "bandwidth_gbps": round(kept.gbps, 2),
        "times": kept.times,
        "measured_at": round(kept.at_seconds),
    }
    temporary = cache_file.with_suffix(f".{os.getpid()}.tmp")
    with suppress(OSError):  # a full or read-only disk costs measuring again next time
        cache_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary.write_text(json.dumps(values), encoding="utf-8")
        temporary.replace(cache_file)
