"""The whole machine as one value: the only call that reads all of it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from quantchat.core.hardware import BandwidthBasis, EngineDevice, Hardware, Ram
from quantchat.probe.amd import read_amd
from quantchat.probe.apple import read_apple
from quantchat.probe.deadline import DEADLINE_SECONDS, Outcome, read_side_by_side
from quantchat.probe.found_gpu import GpuReading
from quantchat.probe.gpus import engine_backends, join_gpus
from quantchat.probe.holders import RunningProcess, largest_holders, own_processes, read_processes
from quantchat.probe.intel import read_intel
from quantchat.probe.kernel_files import ROOT
from quantchat.probe.memory import read_memory
from quantchat.probe.nvidia import read_nvidia
from quantchat.probe.processor import read_cpu
from quantchat.probe.windows_gpus import read_windows_gpus
from quantchat.wording import Wording, joined, worded

GPU_READERS: Mapping[str, Callable[[], GpuReading]] = MappingProxyType(
    {
        worded("NVIDIA driver"): read_nvidia,
        worded("AMD driver"): read_amd,
        worded("Intel driver"): read_intel,
        worded("Metal driver"): read_apple,
        worded("Windows registry"): read_windows_gpus,
    }
)
"""Who is asked for GPUs, by the words in which a failure is told; in order of how much each knows."""

_PROCESSES = worded("list of running programs")

_Answer = GpuReading | tuple[RunningProcess, ...]


def read_hardware(
    devices: Sequence[EngineDevice] | None,
    ram_bandwidth_gbps: float | None = None,
    ours: Collection[int] | None = None,
    gpu_readers: Mapping[str, Callable[[], GpuReading]] = GPU_READERS,
    root: Path = ROOT,
    seconds: float = DEADLINE_SECONDS,
) -> Hardware:
    """Everything about this machine that decides how models run on it.

    Never fails: what cannot be read is missing and told in `Hardware.problems`.

    Args:
        devices: what ggml lists for this build of the engine; None if it could not be asked.
        ram_bandwidth_gbps: as measured, 10^9 bytes a second; None if it was not.
        ours: processes that are no advice to close; by default this one and those it started.
        gpu_readers: by the words in which a failure is told.
        root: folder holding Linux's `proc` and `sys`.
        seconds: how long drivers and the system may take to answer.
    """
    memory = read_memory(root)
    basis = BandwidthBasis.UNKNOWN if ram_bandwidth_gbps is None else BandwidthBasis.MEASURED
    ram = Ram(memory.total_bytes, memory.available_bytes, ram_bandwidth_gbps, basis)
    readers: dict[str, Callable[[], _Answer]] = {**gpu_readers, _PROCESSES: read_processes}
    outcomes = read_side_by_side(readers, seconds)
    readings = tuple(outcome.answer for outcome in outcomes.values() if isinstance(outcome.answer, GpuReading))
    processes = outcomes[_PROCESSES].answer
    holders = largest_holders(
        processes if isinstance(processes, tuple) else (),
        {pid: size for reading in readings for pid, size in reading.gpu_bytes_by_pid.items()},
        own_processes() if ours is None else ours,
    )
    return Hardware(
        cpu=read_cpu(root),
        ram=ram,
        gpus=join_gpus((gpu for reading in readings for gpu in reading.gpus), devices, ram),
        engine_backends=engine_backends(devices or ()) or ("CPU",),
        holders=holders,
        problems=(*_failures(outcomes), *(problem for reading in readings for problem in reading.problems)),
    )


def _failures(outcomes: Mapping[str, Outcome[_Answer]]) -> Iterator[Wording]:
    """What to say of each reader that gave no answer."""
    for name, outcome in outcomes.items():
        if outcome.failure:
            missing = (
                worded("Programs that hold memory are not shown; read the hardware again to retry.")
                if name == _PROCESSES
                else worded("GPUs that only it knows are not shown; read the hardware again to retry.")
            )
            yield joined((outcome.failure, missing))
