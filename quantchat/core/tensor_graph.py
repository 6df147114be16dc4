"""The operations of one forward pass as ggml sees them: shapes, strides, what views what, and in which order they run.

Only what decides memory is kept. Follows the tensor constructors of ggml's `ggml.c` and `ggml_build_forward_expand`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

Shape = tuple[int, int, int, int]


class Element(Enum):
    """Type of a tensor's numbers, with the bytes of one. Two types of the same size are not the same layout."""

    F32 = ("f32", 4)
    F16 = ("f16", 2)
    I32 = ("i32", 4)
    I64 = ("i64", 8)

    @property
    def size_bytes(self) -> int:
        """Bytes of one number."""
        return self.value[1]


class Operation(Enum):
    """What makes a tensor; the second value says whether ggml may write the result over an operand.

    The second values follow `ggml_op_can_inplace` in `ggml-alloc.c`.
    """

    NONE = ("none", False)
    VIEW = ("view", False)
    GET_ROWS = ("get_rows", False)
    SET_ROWS = ("set_rows", False)
    MUL_MAT = ("mul_mat", False)
    MUL_MAT_ID = ("mul_mat_id", False)
    FLASH_ATTENTION = ("flash_attn_ext", False)
    COPY = ("cont", False)
    PAD = ("pad", False)
    GATED = ("glu", False)
    NORM = ("norm", False)
    ARGSORT = ("argsort", False)
    SUM_ROWS = ("sum_rows", False)
    RMS_NORM = ("rms_norm", True)
    ROPE = ("rope", True)
    ADD = ("add", True)
    ADD_ID = ("add_id", True)
    MUL = ("mul", True)
    DIV = ("div", True)
    SCALE = ("scale", True)
    CLAMP = ("clamp", True)
    UNARY = ("unary", True)
    SOFT_MAX = ("soft_max", True)

    @property
    def can_overwrite(self) -> bool:
        """Whether the result may take the place of an operand."""
        return self.value[1]


@dataclass(frozen=True, slots=True, eq=False)
class Tensor:
    """One tensor of a graph; two tensors are the same only if they are one object.

    Attributes:
        operation: what makes it; `NONE` for leaves.
        element: type of its numbers.
        shape: elements along each dimension, the row length first.
        strides: bytes from one element to the next along each dimension.
        sources: operands, in ggml's order.
        view_of: the tensor whose memory it shows, which is no view itself; None if it has memory of its own.
        is_input: filled in from outside before the graph runs.
        is_external: lies in a buffer of its own, as weights and caches do.
        scratch_bytes: memory that the device wants behind the result.
    """

    operation: Operation
    element: Element
    shape: Shape
    strides: Shape
    sources: tuple["Tensor", ...] = ()
    view_of: "Tensor | None" = None
    is_input: bool = False
    is_external: bool = False
    scratch_bytes: int = 0

    @property
    def size_bytes(self) -> int:
        """Memory of its own that it takes; meaningless for views."""
        return math.prod(self.shape) * self.element.size_bytes + self.scratch_bytes

    @property
    def is_contiguous(self) -> bool:
        """Whether its elements follow each other without gaps."""
        return self.strides == _contiguous(self.shape, self.element)

    def has_layout_of(self, other: "Tensor") -> bool:
        """Whether both have the same type, shape and strides, so that one can take the other's place."""
        return self.element is other.element and self.shape == other.shape and self.strides == other.strides


class TensorGraph:
    """A graph under construction. Tensors enter it in the order that ggml lists them when they are expanded.

    Attributes:
        nodes: tensors that are computed, in the order they are.
        leaves: inputs, weights and caches, in the order they were met.
        outputs: tensors that are read after the graph has run, so that their memory is never reused.
    """

    def __init__(self) -> None:
        self.nodes: list[Tensor] = []
        self.leaves: list[Tensor] = []
        self.outputs: set[Tensor] = set()
        self._visited: set[Tensor] = set()

    def expand(self, tensor: Tensor) -> None:
        """Add a tensor and all it depends on, operands before results, left to right."""
        if tensor in self._visited:
            return
        self._visited.add(tensor)
        for source in tensor.sources:
            self.expand(source)
        (self.leaves if tensor.operation is Operation.NONE else self.nodes).append(tensor)

    def read_afterwards(self, tensor: Tensor) -> Tensor:
        """Mark a tensor as an output."""
        self.outputs.add(tensor)
        return tensor


def input_tensor(element: Element, *shape: int) -> Tensor:
    """A leaf that is filled in before every run."""
    full = _padded_shape(shape)
    return Tensor(Operation.NONE, element, full, _contiguous(full, element), is_input=True)


def stored_tensor(*shape: int) -> Tensor:
    """A weight or a cache; its type plays no part here."""
    full = _padded_shape(shape)
    return Tensor(Operation.NONE, Element.F32, full, _contiguous(full, Element.F32), is_external=True)


def computed(
    operation: Operation,
    sources: Sequence[Tensor],
    shape: Sequence[int],
    element: Element = Element.F32,
    scratch_bytes: int = 0,
) -> Tensor:
    """The result of an operation, with memory of its own."""
    full = _padded_shape(shape)
    return Tensor(operation, element, full, _contiguous(full, element), tuple(sources), scratch_bytes=scratch_bytes)


def like_first(operation: Operation, *sources: Tensor) -> Tensor:
    """The result of an operation that keeps the shape of its first operand."""
    return computed(operation, sources, sources[0].shape, sources[0].element)


def product(weight: Tensor, operand: Tensor) -> Tensor:
    """Matrix product: one number for each row of `weight` and each row of `operand`."""
    return computed(Operation.MUL_MAT, (weight, operand), (weight.shape[1], *operand.shape[1:]))


def rows(table: Tensor, indices: Tensor) -> Tensor:
    """The rows of a table that `indices` name."""
    return computed(Operation.GET_ROWS, (table, indices), (table.shape[0], *indices.shape[:3]))


def reshaped(source: Tensor, *shape: int) -> Tensor:
    """The same contiguous numbers under another shape."""
    full = _padded_shape(shape)
    return view(source, full, _contiguous(full, source.element)[1:])


def view(source: Tensor, shape: Sequence[int], row_strides: Sequence[int]) -> Tensor:
    """A part of a tensor; `row_strides` are the bytes to the next element along the second and further dimensions."""
    full = _padded_shape(shape)
    strides = [source.element.size_bytes, *row_strides]
    while len(strides) < 4:  # as `ggml_view_2d` and its like fill in what they are not told
        strides.append(strides[-1] * full[len(strides) - 1])
    return _view(source, full, (strides[0], strides[1], strides[2], strides[3]))


def swapped(source: Tensor, order: Sequence[int]) -> Tensor:
    """The same numbers with dimension `i` moved to place `order[i]`."""
    shape, strides = [1, 1, 1, 1], [0, 0, 0, 0]
    for dimension, place in enumerate(order):
        shape[place] = source.shape[dimension]
        strides[place] = source.strides[dimension]
    return _view(source, (shape[0], shape[1], shape[2], shape[3]), (strides[0], strides[1], strides[2], strides[3]))


def written_into(store: Tensor, values: Tensor, indices: Tensor) -> Tensor:
    """A cache after rows were written into it; it shows the cache's own memory."""
    return Tensor(
        Operation.SET_ROWS,
        store.element,
        store.shape,
        store.strides,
        (values, indices, store),
        view_of=store.view_of or store,
    )


def _view(source: Tensor, shape: Shape, strides: Shape) -> Tensor:
    return Tensor(Operation.VIEW, source.element, shape, strides, (source,), view_of=source.view_of or source)


def _padded_shape(shape: Sequence[int]) -> Shape:
    first, second, third, fourth = (*shape, 1, 1, 1)[:4]
    return first, second, third, fourth


def _contiguous(shape: Shape, element: Element) -> Shape:
    first = element.size_bytes
    second = first * shape[0]
    third = second * shape[1]
    return first, second, third, third * shape[2]
