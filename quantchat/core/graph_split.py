"""Cuts a graph over a CPU and a GPU that holds all layers, as ggml's scheduler does.

The token embeddings are read on the host, where their table lies; all else runs on the device. What the device needs
from the host is copied there first. Follows `ggml_backend_sched_split_graph` in llama.cpp's `ggml-backend.cpp`, with
one GPU and hence one copy of each input.
"""

from quantchat.core.graph_allocator import Place, Schedule, Step
from quantchat.core.layer_graph import DecoderGraph
from quantchat.core.tensor_graph import Operation, Tensor


def on_one_place(decoder: DecoderGraph, place: Place) -> Schedule:
    """The whole graph in one place."""
    graph = decoder.graph
    return Schedule(
        [Step(node, node.sources, place) for node in graph.nodes],
        [(leaf, place) for leaf in graph.leaves],
        frozenset(graph.outputs),
    )


def on_a_device(decoder: DecoderGraph) -> Schedule:
    """The token embeddings on the host, everything else on the device."""
    graph, embedding = decoder.graph, decoder.embedding
    first = [Step(embedding, embedding.sources, Place.HOST)]
    rest = [node for node in graph.nodes if node is not embedding]
    copies: dict[Tensor, Tensor] = {}
    for node in rest:
        for source in node.sources:
            if source is embedding or source.is_input:
                copies.setdefault(source, _copy(source))
    copied = [step for source, copy in copies.items() for step in (_until_now((source,), Place.HOST), _arrived(copy))]
    run = []
    for node in rest:
        run.append(Step(node, tuple(copies.get(source, source) for source in node.sources), Place.DEVICE))
        kept = decoder.kept_until.get(node)
        if kept:
            run.append(_until_now(kept, Place.DEVICE))
    leaves = [(leaf, Place.HOST) for leaf in graph.leaves]
    return Schedule([*first, *copied, *run], leaves, frozenset(graph.outputs))


def _copy(source: Tensor) -> Tensor:
    return Tensor(Operation.NONE, source.element, source.shape, source.strides)


def _until_now(tensors: tuple[Tensor, ...], place: Place) -> Step:
    """Keeps tensors up to this place in the order of steps."""
    first = tensors[0]
    marker = Tensor(Operation.NONE, first.element, first.shape, first.strides, view_of=first.view_of or first)
    return Step(marker, tensors, place)


def _arrived(copy: Tensor) -> Step:
    return Step(copy, (), Place.DEVICE)
