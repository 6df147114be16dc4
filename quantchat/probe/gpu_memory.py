"""Free memory of some GPUs, read again and again while somebody looks.

The drivers alone are asked. The engine's own list of devices would need a child, which holds GPU memory itself.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from quantchat.core.gpu_names import gpu_words
from quantchat.probe.deadline import DEADLINE_SECONDS, read_side_by_side
from quantchat.probe.found_gpu import FoundGpu, GpuReading
from quantchat.probe.hardware import GPU_READERS


@dataclass(frozen=True, slots=True)
class GpuMemory:
    """Memory of a GPU as its driver tells it.

    Attributes:
        name: as it was asked for.
        total_bytes: memory that programs can have of it.
        free_bytes: memory that can be had now.
    """

    name: str
    total_bytes: int
    free_bytes: int


class GpuMemoryReader:
    """Asks only those drivers again that knew one of the GPUs. Use it from one thread at a time."""

    def __init__(
        self, gpu_readers: Mapping[str, Callable[[], GpuReading]] = GPU_READERS, seconds: float = DEADLINE_SECONDS
    ) -> None:
        """Read nothing yet.

        Args:
            gpu_readers: by the words in which a failure is told.
            seconds: how long drivers may take to answer.
        """
        self._all_readers = gpu_readers
        self._readers = gpu_readers
        self._seconds = seconds
        self._names: tuple[str, ...] = ()

    def read(self, names: Sequence[str]) -> tuple[GpuMemory, ...]:
        """Memory of the GPUs called so, in this order; one that no driver tells of is left out."""
        if tuple(names) != self._names:
            self._names, self._readers = tuple(names), self._all_readers
        outcomes = read_side_by_side(self._readers, self._seconds)
        readings = {reader: outcome.answer for reader, outcome in outcomes.items() if outcome.answer is not None}
        found = tuple(_matches(names, [gpu for reading in readings.values() for gpu in reading.gpus]))
        if found and len(found) == len(names):
            known = {id(gpu) for _, gpu in found}
            useful = {reader for reader, reading in readings.items() if any(id(gpu) in known for gpu in reading.gpus)}
            self._readers = {reader: read for reader, read in self._all_readers.items() if reader in useful}
        return tuple(GpuMemory(name, gpu.total_bytes, min(gpu.free_bytes, gpu.total_bytes)) for name, gpu in found)


def _matches(names: Sequence[str], found: list[FoundGpu]) -> Iterator[tuple[str, FoundGpu]]:
    """Each name with the first GPU left that it may mean: all words of the shorter name stand in the longer."""
    for name in names:
        words = frozenset(gpu_words(name))
        gpu = next((gpu for gpu in found if gpu.total_bytes and _is_same(words, frozenset(gpu_words(gpu.name)))), None)
        if gpu is not None:
            found.remove(gpu)
            yield name, gpu


def _is_same(words: frozenset[str], others: frozenset[str]) -> bool:
    return bool(words) and bool(others) and (words <= others or others <= words)
