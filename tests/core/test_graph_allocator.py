"""The imitation of ggml's graph allocator does what ggml's does, on graphs small enough to follow by hand."""

from hypothesis import given
from hypothesis import strategies as st

from quantchat.core.graph_allocator import FreeBlocks, Place, Schedule, Step, peak_bytes
from quantchat.core.tensor_graph import (
    Element,
    Operation,
    Tensor,
    TensorGraph,
    input_tensor,
    like_first,
    product,
    reshaped,
    rows,
    stored_tensor,
)

ROW = 64
ROW_BYTES = ROW * 4


def peak(*results: Tensor, outputs: tuple[Tensor, ...] = ()) -> int:
    graph = TensorGraph()
    for result in results:
        graph.expand(result)
    steps = [Step(node, node.sources, Place.HOST) for node in graph.nodes]
    leaves = [(leaf, Place.HOST) for leaf in graph.leaves]
    return peak_bytes(Schedule(steps, leaves, frozenset(outputs)), {Place.HOST: 32})[Place.HOST]


def multiplied(operand: Tensor, width: int = ROW) -> Tensor:
    return product(stored_tensor(operand.shape[0], width), operand)


def row() -> Tensor:
    return input_tensor(Element.F32, ROW)


def test_weights_and_caches_take_no_compute_memory() -> None:
    assert peak(multiplied(row())) == 2 * ROW_BYTES


def test_the_sum_takes_the_place_of_an_operand_that_nothing_else_needs() -> None:
    start = row()
    assert peak(like_first(Operation.ADD, multiplied(start), start)) == 2 * ROW_BYTES


def test_an_operand_that_is_needed_again_is_not_overwritten() -> None:
    state = row()
    normed = like_first(Operation.RMS_NORM, state)
    assert peak(normed) == ROW_BYTES
    assert peak(like_first(Operation.ADD, normed, state)) == 2 * ROW_BYTES


def test_a_norm_that_cannot_work_in_place_takes_memory_of_its_own() -> None:
    assert peak(like_first(Operation.RMS_NORM, row())) == ROW_BYTES
    assert peak(like_first(Operation.NORM, row())) == 2 * ROW_BYTES


def test_a_view_is_never_overwritten_though_ggml_means_to() -> None:
    assert peak(like_first(Operation.ROPE, row())) == ROW_BYTES
    assert peak(like_first(Operation.ROPE, reshaped(row(), ROW // 2, 2))) == 2 * ROW_BYTES


def test_what_is_read_afterwards_is_neither_freed_nor_overwritten() -> None:
    first = multiplied(row())
    second = like_first(Operation.RMS_NORM, first)
    last = multiplied(second)
    assert peak(last) == 2 * ROW_BYTES
    assert peak(last, outputs=(first,)) == 3 * ROW_BYTES


def test_inputs_are_set_aside_before_anything_is_computed_and_freed_after_their_last_use() -> None:
    table, indices = multiplied(row()), input_tensor(Element.I32, 8)
    chosen = rows(table, indices)
    assert peak(chosen) == ROW_BYTES + 32 + ROW_BYTES + 8 * ROW_BYTES


def test_an_input_that_nothing_reads_still_takes_its_memory() -> None:
    assert peak(row(), multiplied(row())) == 3 * ROW_BYTES


def test_the_smallest_gap_that_is_large_enough_is_filled() -> None:
    blocks = FreeBlocks(32)
    offsets = [blocks.take(size) for size in (256, 32, 128, 32, 64, 32)]
    for index, size in ((0, 256), (2, 128), (4, 64)):
        blocks.give_back(offsets[index], size)
    assert blocks.take(96) == offsets[2]
    assert blocks.take(64) == offsets[4]
    assert blocks.take(33) == offsets[0]
    assert blocks.peak_bytes == 544


def test_of_gaps_of_one_size_the_last_is_filled() -> None:
    blocks = FreeBlocks(32)
    offsets = [blocks.take(32) for _ in range(6)]
    blocks.give_back(offsets[1], 32)
    blocks.give_back(offsets[3], 32)
    assert blocks.take(32) == offsets[3]


def test_free_neighbours_become_one_gap() -> None:
    blocks = FreeBlocks(32)
    offsets = [blocks.take(64) for _ in range(4)]
    for index in (0, 2, 1):
        blocks.give_back(offsets[index], 64)
    assert blocks.take(192) == 0
    assert blocks.peak_bytes == 256


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 7)), max_size=60), st.sampled_from([32, 128]))
def test_stretches_in_use_never_overlap_and_all_memory_comes_back(
    requests: list[tuple[int, int]], alignment: int
) -> None:
    blocks = FreeBlocks(alignment)
    used: list[tuple[int, int]] = []
    for size, victim in requests:
        offset = blocks.take(size)
        assert offset % alignment == 0
        assert all(offset + size <= other or other + length <= offset for other, length in used)
        used.append((offset, size))
        if victim < len(used):
            blocks.give_back(*used.pop(victim))
    for offset, size in used:
        blocks.give_back(offset, size)
    highest = blocks.peak_bytes
    assert blocks.take(highest or alignment) == 0
    assert blocks.peak_bytes == (highest or alignment)
