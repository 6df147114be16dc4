"""What a loaded model really takes, to be shown beside what was predicted."""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

_SIZE = r" = +(?P<mebibytes>[\d.]+) MiB"
_WEIGHTS = re.compile(rf"(?P<device>\S+) model buffer size{_SIZE}")
_KV = re.compile(rf"(?P<device>\S+) (?:KV|RS|DSV4 \S+ state) buffer size{_SIZE}")
_COMPUTE = re.compile(rf"(?P<device>\S+) compute buffer size{_SIZE}")
_OUTPUT = re.compile(rf"(?P<device>\S+) +output buffer size{_SIZE}")


@dataclass(frozen=True, slots=True)
class ResidentMemory:
    """Memory of this process that is in RAM now.

    Attributes:
        anonymous_bytes: its own; the system cannot drop it.
        mapped_bytes: pages of files, which it can drop and read again.
    """

    anonymous_bytes: int
    mapped_bytes: int


@dataclass(frozen=True, slots=True)
class BufferBytes:
    """llama.cpp's buffers on one device.

    Attributes:
        weights: of the model. Of "CPU_Mapped" it is the mapped span of the file, tensors used elsewhere included.
        kv: KV cache and recurrent state.
        compute: scratch memory of the computation.
        output: logits.
    """

    weights: int = 0
    kv: int = 0
    compute: int = 0
    output: int = 0


@dataclass(frozen=True, slots=True)
class MeasuredMemory:
    """What loading a model took.

    Attributes:
        anonymous_bytes: growth of the process's own memory from before the load to after the first token.
        mapped_bytes: growth of mapped files in RAM, as far as they were touched.
        compute_bytes: compute buffers of all devices.
        kv_bytes: KV cache and recurrent state on all devices.
        device_bytes: buffers by ggml's name ("CPU", "CPU_Mapped", "CPU_REPACK", "CUDA0", "CUDA_Host"), in steps of
            0.01 MiB as the log has them.
    """

    anonymous_bytes: int = 0
    mapped_bytes: int = 0
    compute_bytes: int = 0
    kv_bytes: int = 0
    device_bytes: Mapping[str, BufferBytes] = field(default_factory=dict)


def resident_memory() -> ResidentMemory:
    """Memory of this process now; on Linux the kernel's own sums (smaps_rollup), in about the time of a page walk."""
    if sys.platform == "linux":
        fields = _smaps_rollup()
        if fields:
            return ResidentMemory(fields["Anonymous"], fields["Rss"] - fields["Anonymous"])
    # Not exercised: macOS and Windows, and kernels before 4.14.
    info = psutil.Process().memory_full_info()
    return ResidentMemory(info.uss, max(0, info.rss - info.uss))


def measured_memory(before: ResidentMemory, after: ResidentMemory, log: str) -> MeasuredMemory:
    """Put together what loading took, from two looks at this process and llama.cpp's log of the load."""
    weights, kv = _summed(_WEIGHTS, log), _summed(_KV, log)
    # These two are told again whenever they are made anew; the last word counts.
    compute, output = _last(_COMPUTE, log), _last(_OUTPUT, log)
    names = dict.fromkeys([*weights, *kv, *compute, *output])
    return MeasuredMemory(
        anonymous_bytes=max(0, after.anonymous_bytes - before.anonymous_bytes),
        mapped_bytes=max(0, after.mapped_bytes - before.mapped_bytes),
        compute_bytes=sum(compute.values()),
        kv_bytes=sum(kv.values()),
        device_bytes={
            name: BufferBytes(weights.get(name, 0), kv.get(name, 0), compute.get(name, 0), output.get(name, 0))
            for name in names
        },
    )


def _smaps_rollup() -> dict[str, int]:
    """Sums over all mappings, bytes; empty where the kernel does not give them."""
    try:
        text = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return {}
    return {name: int(kibibytes) * 1024 for name, kibibytes in re.findall(r"^(\w+): +(\d+) kB$", text, re.MULTILINE)}


def _summed(pattern: re.Pattern[str], log: str) -> dict[str, int]:
    """Sizes by device where a device has several: parts of a file, caches of sliding and other layers."""
    sizes: dict[str, int] = {}
    for found in pattern.finditer(log):
        sizes[found["device"]] = sizes.get(found["device"], 0) + _bytes(found)
    return sizes


def _last(pattern: re.Pattern[str], log: str) -> dict[str, int]:
    return {found["device"]: _bytes(found) for found in pattern.finditer(log)}


def _bytes(found: re.Match[str]) -> int:
    return round(float(found["mebibytes"]) * 2**20)
