"""How much memory ggml's graph allocator sets aside for a graph: its algorithm, without the memory.

Results take the place of operands that nothing else needs; else the smallest free gap that is large enough; else the
end grows. This leaves holes, so that the peak is no sum of sizes. Follows `ggml_gallocr_alloc_graph_impl` and
`ggml_dyn_tallocr_*` in llama.cpp's `ggml-alloc.c`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from quantchat.core.tensor_graph import Operation, Tensor

_ENDLESS = 2**62


class Place(Enum):
    """Where a tensor is computed."""

    HOST = "host"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Step:
    """One node of a graph in the order of its running.

    Attributes:
        tensor: its result.
        sources: its operands; copies of them where they lie on another device.
        place: where it is computed.
    """

    tensor: Tensor
    sources: tuple[Tensor, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Schedule:
    """A graph that is cut up over places.

    Attributes:
        steps: in order.
        leaves: in order, each with its place.
        outputs: results that are read afterwards.
    """

    steps: Sequence[Step]
    leaves: Sequence[tuple[Tensor, Place]]
    outputs: frozenset[Tensor]


@dataclass(slots=True)
class _Life:
    """What the allocator knows about one tensor."""

    children: int = 0
    views: int = 0
    place: Place = Place.HOST
    offset: int = 0
    is_allocated: bool = False


class FreeBlocks:
    """Free stretches of one buffer that grows at its end; `peak_bytes` is what it had to grow to."""

    def __init__(self, alignment: int) -> None:
        self.peak_bytes = 0
        self._alignment = alignment
        self._blocks: list[tuple[int, int]] = [(0, _ENDLESS)]

    def take(self, size_bytes: int) -> int:
        """Offset of a stretch for so many bytes: the best fitting gap, the last of equals, or the end."""
        size = self.aligned(size_bytes)
        best, best_size = len(self._blocks) - 1, _ENDLESS
        for index, (_, length) in enumerate(self._blocks[:-1]):
            if size <= length <= best_size:
                best, best_size = index, length
        offset, length = self._blocks[best]
        if length == size:
            del self._blocks[best]
        else:
            self._blocks[best] = (offset + size, length - size)
        self.peak_bytes = max(self.peak_bytes, offset + size)
        return offset

    def give_back(self, offset: int, size_bytes: int) -> None:
        """Free a stretch and join it with its free neighbours."""
        size = self.aligned(size_bytes)
        if not size:
            return
        index = next(index for index, block in enumerate(self._blocks) if block[0] > offset)
        following, length = self._blocks[index]
        if offset + size == following:
            self._blocks[index] = (offset, size + length)
        else:
            self._blocks.insert(index, (offset, size))
        if index and sum(self._blocks[index - 1]) == offset:
            before, length = self._blocks[index - 1]
            self._blocks[index - 1 : index + 1] = [(before, length + self._blocks[index][1])]

    def aligned(self, size_bytes: int) -> int:
        """Size rounded up to the alignment of the buffer."""
        return -(-size_bytes // self._alignment) * self._alignment


def peak_bytes(schedule: Schedule, alignments: Mapping[Place, int]) -> Mapping[Place, int]:
    """Size of the compute buffer of each place; `alignments` are those of the places' buffers."""
    allocation = _Allocation(schedule, alignments)
    allocation.run()
    return {place: buffer.peak_bytes for place, buffer in allocation.buffers.items()}


class _Allocation:
    def __init__(self, schedule: Schedule, alignments: Mapping[Place, int]) -> None:
        self.buffers = {place: FreeBlocks(alignment) for place, alignment in alignments.items()}
        self._schedule = schedule
        self._lives: dict[Tensor, _Life] = {}

    def run(self) -> None:
        """Go through the graph once to count uses, and once to place its tensors."""
        for leaf, place in self._schedule.leaves:
            self._allocate(leaf, (), place)
        for step in self._schedule.steps:
            if step.tensor.view_of is not None and step.tensor.operation is not Operation.NONE:
                self._life(step.tensor.view_of).views += 1
            for source in step.sources:
                self._life(source).children += 1
        for step in self._schedule.steps:
            for source in step.sources:
                self._allocate(source, (), step.place)
            self._allocate(step.tensor, step.sources, step.place)
            for source in step.sources:
                self._release(source)

    def _life(self, tensor: Tensor) -> _Life:
        life = self._lives.get(tensor)
        if life is None:
            life = self._lives[tensor] = _Life()
        return life

    def _allocate(self, tensor: Tensor, sources: tuple[Tensor, ...], place: Place) -> None:
        life = self._life(tensor)
        if tensor.is_external or life.is_allocated or tensor.view_of is not None:
            return
        life.is_allocated = True
        if tensor.operation.can_overwrite and any(self._takes_place_of(source, tensor, life) for source in sources):
            return
        life.place = place
        life.offset = self.buffers[place].take(tensor.size_bytes)

    def _takes_place_of(self, source: Tensor, tensor: Tensor, life: _Life) -> bool:
        """Put a result where an operand is, if nothing else needs that operand any more.

        ggml means to do so with views too, but asks first whether they are allocated, which views never are.
        """
        source_life = self._life(source)
        if not source_life.is_allocated or source in self._schedule.outputs:
            return False
        if source_life.children != 1 or source_life.views or not tensor.has_layout_of(source):
            return False
        life.place, life.offset = source_life.place, source_life.offset
        source_life.is_allocated = False
        buffer = self.buffers[life.place]
        kept = buffer.aligned(tensor.size_bytes)
        buffer.give_back(life.offset + kept, buffer.aligned(source.size_bytes) - kept)
        return True

    def _release(self, source: Tensor) -> None:
        """Count one use less and free what nothing needs any more."""
        life = self._life(source)
        life.children -= 1
        if life.children or life.views:
            return
        owner, owner_life = source, life
        if source.view_of is not None:
            owner = source.view_of
            owner_life = self._life(owner)
            owner_life.views -= 1
            if owner_life.views or owner_life.children:
                return
        if owner_life.is_allocated and owner not in self._schedule.outputs:
            self.buffers[owner_life.place].give_back(owner_life.offset, owner.size_bytes)
            owner_life.is_allocated = False
