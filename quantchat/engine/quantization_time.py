"""How long it takes to make a file of another type, before it begins and while it runs."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from quantchat.core.gguf import GgufHeader
from quantchat.core.mixes import quantized_header
from quantchat.wording import Wording, worded, worded_count

_NS_PER_WEIGHT: Mapping[str, float] = MappingProxyType(
    {
        "F32": 0.4,
        "F16": 2.2,
        "BF16": 0.9,
        "Q4_0": 2.4,
        "Q4_1": 2.1,
        "Q5_0": 3.7,
        "Q5_1": 3.3,
        "Q8_0": 5.8,
        "Q2_K": 87.0,
        "Q3_K": 17.0,
        "Q4_K": 97.0,
        "Q5_K": 84.0,
        "Q6_K": 49.0,
        "IQ4_NL": 390.0,
        "IQ4_XS": 390.0,
        "IQ3_S": 550.0,
        "TQ1_0": 6.4,
        "TQ2_0": 6.5,
        "MXFP4": 9.8,
        "NVFP4": 33.0,
        "Q1_0": 7.7,
        "Q2_0": 5.6,
    }
)
"""Nanoseconds of one core for one weight, by the tensor type it gets. K types search for good scales, which takes far
longer than the rounding of the older types.

Source: measured with `ggml_quantize_chunk` of the pinned llama.cpp without importance matrix, on normally distributed
rows of 4,096 weights, best of 3, on one core of an Intel Xeon with AVX-512. Other processors differ by a factor of two
or so; what is left is corrected by the speed seen as soon as there is one.
"""

_OTHER_NS_PER_WEIGHT = 100.0
_READING_NS_PER_WEIGHT = 1.0
"""To turn weights of the source into 32-bit numbers, a rough figure: little beside most of the others."""

_DISK_BYTES_PER_SECOND = 400e6
"""A usual solid-state disk, reading or writing."""

_START_SECONDS = 1.0
_LEAST_SEEN = 0.05
"""Share of the work after which the speed seen is believed."""


@dataclass(frozen=True, slots=True)
class QuantizationProgress:
    """How far the making of a file is.

    Attributes:
        fraction: of the work, 0 to 1; tensors count by the time they take.
        seconds_left: until it is done, as far as can be told.
    """

    fraction: float
    seconds_left: float


def estimated_seconds(source: GgufHeader, file_type: str, threads: int) -> float:
    """How long it takes to make a file type of a model with so many threads, within a factor of about two.

    Raises:
        KnownError: the quantizer does not make such files.
    """
    seconds = sum(tensor_seconds(source, quantized_header(source, file_type), threads).values())
    return _START_SECONDS + seconds


def duration_text(seconds: float) -> Wording:
    """A duration nobody should take for exact: "a few seconds", "about 3 minutes"."""
    if seconds < 10:
        return worded("a few seconds")
    if seconds < 55:
        return worded("about {seconds} seconds", seconds=round(seconds / 10) * 10)
    if seconds < 90 * 60:
        return worded_count("about a minute", "about {count} minutes", count=max(1, round(seconds / 60)))
    return worded_count("about an hour", "about {count} hours", count=round(seconds / 3600))


def tensor_seconds(source: GgufHeader, predicted: GgufHeader, threads: int) -> Mapping[str, float]:
    """Estimated seconds for each tensor by its name.

    Args:
        source: header of the model that is there.
        predicted: header of the file that is made of it.
        threads: that compute; the disk does not become faster by them.
    """
    sources = {tensor.name: tensor for tensor in source.tensors}
    seconds = {}
    for tensor in predicted.tensors:
        before = sources[tensor.name]
        disk_bytes = before.size_bytes + tensor.size_bytes
        ns_per_weight = 0.0
        if before.type_id != tensor.type_id:
            ns_per_weight = _NS_PER_WEIGHT.get(tensor.type.name, _OTHER_NS_PER_WEIGHT) + _READING_NS_PER_WEIGHT
        seconds[tensor.name] = tensor.elements * ns_per_weight / 1e9 / threads + disk_bytes / _DISK_BYTES_PER_SECOND
    return seconds


class ProgressEstimate:
    """Makes progress of the names of the tensors, as work on each begins."""

    def __init__(self, seconds: Mapping[str, float], clock: Callable[[], float] = time.monotonic) -> None:
        """Begin to count; `seconds` are those of `tensor_seconds`."""
        self._seconds = dict(seconds)
        self._total_seconds = sum(seconds.values()) or 1.0
        self._done_seconds = 0.0
        self._running_seconds = 0.0
        self._clock = clock
        self._began = clock()

    def begins(self, tensor: str) -> QuantizationProgress:
        """Work on this tensor begins, and that on the one before is done."""
        self._done_seconds += self._running_seconds
        self._running_seconds = self._seconds.pop(tensor, 0.0)
        fraction = min(1.0, self._done_seconds / self._total_seconds)
        slowness = 1.0
        if fraction >= _LEAST_SEEN:
            slowness = (self._clock() - self._began) / self._done_seconds
        return QuantizationProgress(fraction, (self._total_seconds - self._done_seconds) * slowness)
