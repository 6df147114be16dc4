"""How fast a plan writes: predicted from memory bandwidth, until it was measured here.

Each new token reads all weights in use once, so its time is bytes by bandwidth, on each device in turn. On few cores
the processor's arithmetic is the limit instead, by tensor type.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from quantchat.core.hardware import BandwidthBasis, Gpu, Hardware
from quantchat.core.memory import PlanMemory, engine_gpus
from quantchat.core.placement import DeviceWeights
from quantchat.core.quants import TENSOR_TYPES

GPU_EFFICIENCY = 0.80
"""Share of a GPU's bandwidth that decoding reaches: RTX 4060 to 5070, RX 7900 XT, M4 Pro within 7 % on dense models."""

GPU_WEIGHTS_PER_SECOND = 2.6e12
"""Weights that a GPU multiplies in a second for one token, however fast its memory. On an H200 ten dense models of
five shapes in Q4_1, Q4_K_M, Q8_0 and F16 ran at 0.92 to 1.18 of the speed that this gives, a Gemma 3 4B at 0.69 and a
Qwen3 30B-A3B at 1.29. A GPU of up to 1000 GB/s is slowed by at most 2 % on a model in four bits."""

RAM_EFFICIENCY = {BandwidthBasis.MEASURED: 0.95, BandwidthBasis.PUBLISHED: 0.70, BandwidthBasis.UNKNOWN: 0.70}
"""Share of main memory's bandwidth that decoding reaches: of what was measured by reading, most (Q8_0 and F16 models of
1B reached 1.0 of it here); of a figure on paper 0.55 to 0.72."""

GPU_TOKEN_SECONDS = 0.0011
SPLIT_TOKEN_SECONDS = 0.0022
MOE_TOKEN_SECONDS = 0.0035
LAYER_SECONDS_ON_CPU = 0.00008
"""Meeting of the threads after each step of a layer; measured with the 30 layers of the starter model on 2 cores."""

CORE_GBPS: Mapping[str, float] = {
    "Q4_K": 19.0,
    "Q4_0": 17.4,
    "Q4_1": 11.7,
    "Q5_0": 12.0,
    "Q5_1": 12.3,
    "Q5_K": 13.0,
    "Q6_K": 19.0,
    "Q8_0": 24.0,
    "F16": 24.0,
    "BF16": 24.0,
    "F32": 24.0,
    "IQ4_XS": 9.8,
    "IQ4_NL": 15.5,
    "MXFP4": 12.0,
    "Q3_K": 10.5,
    "Q2_K": 11.0,
}
"""10^9 bytes of weights that one core multiplies in a second, by tensor type: measured with models that fit in the
cache on 2 cores of an EPYC 9004 with AVX-512. Q8_0, F16 and F32 ran into the cache's own speed and may be faster; MXFP4
is guessed."""

_BITS_PER_WEIGHT: Mapping[str, float] = {kind.name: kind.bits_per_weight for kind in TENSOR_TYPES.values()}

_OTHER_CORE_GBPS = 6.0
_WITHOUT_AVX512 = 0.7
_WITHOUT_VECTORS = 0.4

ASSUMED_RAM_GBPS = 40.0
"""Dual-channel DDR4, the slowest that is common."""

ASSUMED_GPU_GBPS = 200.0
"""Where neither driver nor table knows a GPU: a slow one."""

DISK_GBPS = 2.0
"""A usual solid-state disk, where the mapped file does not fit in memory; 0.5 to 5 in practice."""

TYPICAL_DEPTH_TOKENS = 1024
"""Length of conversation that speeds are told for; each token reads the KV cache of all before it."""

MEASURED_SPREAD = 0.10


class SpeedBasis(StrEnum):
    """Whether a speed was seen or computed."""

    MEASURED = "measured"
    PREDICTED = "predicted"


@dataclass(frozen=True, slots=True)
class Speed:
    """Tokens a second when writing.

    Attributes:
        low: cautious end of the range.
        high: hopeful end.
        middle: most likely.
        basis: seen or computed.
        from_disk: the file does not fit in memory and is read again for every token.
    """

    low: float
    high: float
    middle: float
    basis: SpeedBasis
    from_disk: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """What earlier answers on a device say about predictions there.

    Attributes:
        factor: measured by predicted, the median over models.
        models: how many models it rests on.
    """

    factor: float = 1.0
    models: int = 0


@dataclass(frozen=True, slots=True)
class _Seconds:
    """Time of a token: likely, at best, at worst."""

    middle: float
    best: float
    worst: float

    def plus(self, other: "_Seconds") -> "_Seconds":
        return _Seconds(self.middle + other.middle, self.best + other.best, self.worst + other.worst)


def measured_speed(tokens_per_second: float) -> Speed:
    """A speed that was seen, with the spread of ordinary days."""
    return Speed(
        tokens_per_second * (1 - MEASURED_SPREAD),
        tokens_per_second * (1 + MEASURED_SPREAD),
        tokens_per_second,
        SpeedBasis.MEASURED,
    )


def predicted_speed(memory: PlanMemory, hardware: Hardware) -> Speed:
    """The speed of a plan before it was ever run, by formula alone."""
    seconds = _fixed_seconds(memory).plus(_cpu_seconds(memory, hardware))
    for index, gpu in enumerate(engine_gpus(hardware), start=1):
        spread = 1.25 if gpu.bandwidth_gbps else 1.8
        reading = _read_bytes(memory, index) / gpu_bytes_per_second(gpu, hardware)
        likely = _overlapped(reading, _weights_read(memory.placement.devices[index]) / GPU_WEIGHTS_PER_SECOND)
        seconds = seconds.plus(_Seconds(likely, likely / spread, likely * spread))
    disk = _disk_seconds(memory)
    seconds = seconds.plus(disk)
    return Speed(1 / seconds.worst, 1 / seconds.best, 1 / seconds.middle, SpeedBasis.PREDICTED, disk.middle > 0)


def ram_bytes_per_second(hardware: Hardware) -> float:
    """Weights that the processor reads from main memory in a second, at most."""
    ram = hardware.ram
    return (ram.bandwidth_gbps or ASSUMED_RAM_GBPS) * 1e9 * RAM_EFFICIENCY[ram.bandwidth_basis]


def gpu_bytes_per_second(gpu: Gpu, hardware: Hardware) -> float:
    """Weights that a GPU reads in a second; one that shares main memory is no faster than that."""
    if gpu.bandwidth_gbps is None and gpu.shares_ram:
        return ram_bytes_per_second(hardware)
    return (gpu.bandwidth_gbps or ASSUMED_GPU_GBPS) * 1e9 * GPU_EFFICIENCY


def corrected_speed(speed: Speed, correction: Correction) -> Speed:
    """A prediction in the light of measurements of other models on the same devices, which also narrow the range."""
    if not correction.models:
        return speed
    spread = 1.3 if correction.models == 1 else 1.2
    middle = speed.middle * correction.factor
    return Speed(middle / spread, middle * spread, middle, speed.basis, speed.from_disk)


def _fixed_seconds(memory: PlanMemory) -> _Seconds:
    """What a token takes however small the model is."""
    on_gpu = memory.placement.gpu_layers
    seconds = LAYER_SECONDS_ON_CPU * (memory.layers - on_gpu)
    if on_gpu:
        seconds += GPU_TOKEN_SECONDS if on_gpu == memory.layers else SPLIT_TOKEN_SECONDS
        seconds += MOE_TOKEN_SECONDS - GPU_TOKEN_SECONDS if _is_moe(memory) else 0.0
    return _Seconds(seconds, seconds * 0.5, seconds * 2)


def _is_moe(memory: PlanMemory) -> bool:
    """Some weights are read for some tokens only."""
    total = sum(device.total_bytes for device in memory.placement.devices)
    return sum(device.read_bytes for device in memory.placement.devices) < 0.5 * total


def _read_bytes(memory: PlanMemory, device: int) -> float:
    """Bytes that a token reads on a device: weights in use, and the KV cache of a usual conversation."""
    depth = min(1.0, TYPICAL_DEPTH_TOKENS / max(1, memory.plan.context_length))
    return memory.placement.devices[device].read_bytes + memory.devices[device].kv_bytes * depth


def _cpu_seconds(memory: PlanMemory, hardware: Hardware) -> _Seconds:
    weights = memory.placement.devices[0]
    reading = _read_bytes(memory, 0) / ram_bytes_per_second(hardware)
    multiplying = _multiplying_seconds(weights, hardware)
    likely = _overlapped(reading, multiplying)
    spread = 1.35 if hardware.ram.bandwidth_gbps else 1.8
    slowest = spread * (1.4 if _is_moe(memory) else 1.0)
    return _Seconds(likely, max(reading, multiplying) / spread, likely * slowest)


def _overlapped(reading_seconds: float, multiplying_seconds: float) -> float:
    """Time of both: reading ahead hides the shorter one, but for a part where they are about equal."""
    return float((reading_seconds**4 + multiplying_seconds**4) ** 0.25)


def _weights_read(weights: DeviceWeights) -> float:
    """Weights, not bytes, that each new token reads on a device."""
    return sum(
        read_bytes * 8 / _BITS_PER_WEIGHT[name] for name, read_bytes in weights.read_bytes_by_type.items() if read_bytes
    )


def _multiplying_seconds(weights: DeviceWeights, hardware: Hardware) -> float:
    scale = _core_scale(hardware.cpu.instruction_sets)
    cores = max(1, hardware.cpu.physical_cores)
    return sum(
        read_bytes / (CORE_GBPS.get(name, _OTHER_CORE_GBPS) * 1e9 * scale * cores)
        for name, read_bytes in weights.read_bytes_by_type.items()
    )


def _core_scale(instruction_sets: frozenset[str]) -> float:
    """How a core compares with the one that was measured; one that nobody described counts as a usual one."""
    if not instruction_sets or instruction_sets & {"AVX2", "NEON"}:
        return 1.0 if "AVX512" in instruction_sets else _WITHOUT_AVX512
    return _WITHOUT_VECTORS


def _disk_seconds(memory: PlanMemory) -> _Seconds:
    """Where mapped weights do not fit in what is free, all of them are read from the disk again for each token.

    The system drops the pages that were used longest ago, which are just those that are needed next.
    """
    cpu = memory.cpu
    missing_bytes = cpu.total_bytes + memory.shared_bytes - cpu.free_bytes
    if not cpu.mapped_bytes or missing_bytes <= 0:
        return _Seconds(0.0, 0.0, 0.0)
    weights = memory.placement.devices[0]
    mapped_share = cpu.mapped_bytes / cpu.weights_bytes
    read_bytes = weights.read_bytes * mapped_share
    likely = read_bytes / (DISK_GBPS * 1e9)
    too_much = min(read_bytes, missing_bytes)
    return _Seconds(likely, too_much / (5 * 1e9), read_bytes / (0.5 * 1e9))


def median_factor(factors: Sequence[float]) -> Correction:
    """The correction that measurements of several models call for."""
    if not factors:
        return Correction()
    ordered = sorted(factors)
    middle = len(ordered) // 2
    factor = ordered[middle] if len(ordered) % 2 else math.sqrt(ordered[middle - 1] * ordered[middle])
    return Correction(factor, len(ordered))
