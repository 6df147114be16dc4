"""This machine as the advice needs it: read now, with the bandwidth measured once and kept."""

import json
import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from quantchat.core.hardware import EngineBuild, Hardware
from quantchat.core.hardware_json import parse_hardware
from quantchat.errors import ErrorKind, KnownError
from quantchat.probe.hardware import read_hardware
from quantchat.probe.memory import read_memory
from quantchat.probe.oracle import Oracle, ProbeFailed
from quantchat.probe.processor import allowed_physical_cores, cpu_name

_BUFFER_BYTES = 256 * 2**20
_LEAST_BUFFER_BYTES = 32 * 2**20
_MOST_FILE_BYTES = 2**20


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
            f"The description of the hardware, {path.name}, cannot be read: {error.strerror}.",
            "Make one with `quantchat hardware --json`.",
        ) from error
    try:
        value = json.loads(raw[:_MOST_FILE_BYTES])  # a longer one is cut off, and then no JSON
    except (ValueError, RecursionError) as error:
        raise KnownError(
            ErrorKind.MALFORMED,
            f"{path.name} is no description of hardware: it is not valid JSON.",
            "Make one with `quantchat hardware --json`.",
        ) from error
    return parse_hardware(value)


def _engine_build(oracle: Oracle) -> tuple[EngineBuild | None, tuple[str, ...]]:
    try:
        return oracle.engine_build(), ()
    except ProbeFailed:
        return None, ("The engine could not say what it can compute with; GPUs are taken as not usable.",)


def _bandwidth(oracle: Oracle, cache_file: Path, *, measure_anew: bool) -> float | None:
    """The kept figure of this machine, else a new one; None if it cannot be measured."""
    identity = _identity()
    if not measure_anew and (kept := _kept_bandwidth(cache_file, identity)):
        return kept
    threads = allowed_physical_cores()
    room_bytes = read_memory().available_bytes // 8 // threads
    try:
        gbps = oracle.bandwidth_gbps(threads, max(_LEAST_BUFFER_BYTES, min(_BUFFER_BYTES, room_bytes)))
    except ProbeFailed:
        return None
    _keep_bandwidth(cache_file, identity, gbps)
    return gbps


def _identity() -> str:
    """What the figure depends on: another processor, other cores or other memory give another one."""
    return f"{cpu_name()} | {allowed_physical_cores()} cores | {read_memory().total_bytes >> 28} x 256 MiB"


def _kept_bandwidth(cache_file: Path, identity: str) -> float | None:
    try:
        kept = json.loads(cache_file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):  # none yet, or no use: it is measured again
        return None
    if not isinstance(kept, dict) or kept.get("machine") != identity:
        return None
    gbps = kept.get("bandwidth_gbps")
    return float(gbps) if isinstance(gbps, int | float) and 0 < gbps < 100_000 else None


def _keep_bandwidth(cache_file: Path, identity: str, gbps: float) -> None:
    temporary = cache_file.with_suffix(f".{os.getpid()}.tmp")
    with suppress(OSError):  # a full or read-only disk costs measuring again next time
        cache_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary.write_text(json.dumps({"machine": identity, "bandwidth_gbps": round(gbps, 2)}), encoding="utf-8")
        temporary.replace(cache_file)
