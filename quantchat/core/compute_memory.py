"""Memory that llama.cpp computes in, worked out without llama.cpp: the answer where its own allocator cannot be asked.

For the decoders whose graph is known (`DECODER_FAMILIES`) llama.cpp's allocator is imitated on the graph's operations,
and agrees with it to the byte on a CPU; everything else is computed so that it errs upward, and says so.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from quantchat.core.attention_layout import AttentionLayout, attention_layout
from quantchat.core.compute_bound import input_upper_bound_bytes, staged_upper_bound_bytes, upper_bound_bytes
from quantchat.core.decoder_shapes import decoder_shape
from quantchat.core.gguf import GgufHeader
from quantchat.core.graph_allocator import Place, peak_bytes
from quantchat.core.graph_split import on_a_device, on_one_place
from quantchat.core.kv_cache import engine_context, padded_context
from quantchat.core.layer_graph import DecoderShape, PassShape, decoder_graph
from quantchat.core.plan import KvType
from quantchat.wording import NO_WORDS, Wording, joined, worded

_ALIGNMENTS = {
    Place.HOST: 32,  # `TENSOR_ALIGNMENT` of ggml-impl.h
    Place.DEVICE: 128,  # `ggml_backend_cuda_buffer_type_get_alignment`
}

_KEPT_IMITATIONS = 1024
"""Passes whose memory is kept: a few contexts and cache types for each model of a long list."""

_UNKNOWN_GRAPH = worded(
    "QuantChat does not know the operations of this architecture one by one; the memory for computing is an upper "
    "bound."
)
_PARTLY = worded(
    "With a part of the layers on the GPU, weights and cache of the others are copied there for long prompts; the "
    "memory for computing is an upper bound."
)
_UNPACKED_CACHE = worded(
    "Some GPUs unpack a quantized cache to compute with it; the memory for computing is given as if this one did."
)
_EXPERTS_ON_GPU = worded(
    "How long a GPU keeps the results of a mixture of experts depends on its driver; the memory for computing is an "
    "upper bound."
)


@dataclass(frozen=True, slots=True)
class ComputeMemory:
    """Compute buffers of a plan.

    Attributes:
        device_bytes: on the device that runs the layers; on the CPU where it runs all of them.
        host_bytes: on the CPU beside a GPU: inputs, masks, embedding rows, layers that run there; else 0.
        is_exact: computed as llama.cpp does; else it errs upward.
        why: the sentence for the person where it is not exact; else empty.
    """

    device_bytes: int
    host_bytes: int
    is_exact: bool
    why: Wording


def compute_memory(
    header: GgufHeader,
    *,
    context_length: int,
    kv_type: KvType,
    flash_attention: bool,
    ubatch: int,
    on_gpu: bool,
    is_partly_on_gpu: bool,
    outputs: int = 1,
) -> ComputeMemory:
    """Compute memory of a model under a plan. A GPU is taken for a single CUDA device.

    Args:
        header: of the model.
        context_length: wanted tokens; what the engine makes of them is computed here.
        kv_type: element type of the KV cache.
        flash_attention: the fused kernel is used where the model allows it.
        ubatch: tokens computed at once; no more than the plan's batch.
        on_gpu: layers run on a GPU.
        is_partly_on_gpu: only some of them do.
        outputs: tokens of a batch of which logits are wanted; the engine's plans want only the last one's.

    Raises:
        KnownError: the header's figures are absurd or contradict each other.
    """
    layout = attention_layout(header)
    forward = pass_shape(
        header,
        layout,
        context_length=context_length,
        kv_type=kv_type,
        flash_attention=flash_attention,
        ubatch=ubatch,
        on_gpu=on_gpu,
        outputs=outputs,
    )
    return pass_memory(header, layout, decoder_shape(header, layout), forward, is_partly_on_gpu=is_partly_on_gpu)


def pass_shape(
    header: GgufHeader,
    layout: AttentionLayout,
    *,
    context_length: int,
    kv_type: KvType,
    flash_attention: bool,
    ubatch: int,
    on_gpu: bool,
    outputs: int = 1,
) -> PassShape:
    """The forward pass that a plan needs most memory for; arguments as in `compute_memory`.

    Raises:
        KnownError: the header's figures are absurd.
    """
    context = engine_context(header, context_length)
    tokens = min(context, ubatch)
    cells = padded_context(context)
    return PassShape(
        tokens,
        min(outputs, tokens),
        cells,
        padded_context(min(cells, layout.sliding_window_tokens + tokens)),
        kv_type,
        flash_attention and layout.can_flash,
        on_gpu,
    )


def pass_memory(
    header: GgufHeader,
    layout: AttentionLayout,
    decoder: DecoderShape | None,
    forward: PassShape,
    *,
    is_partly_on_gpu: bool,
) -> ComputeMemory:
    """Compute memory of a pass, for those who know layout and decoder of the header already.

    Raises:
        KnownError: the header's figures are absurd.
    """
    whole = _bound(header, layout, forward) if decoder is None else _imitated(decoder, forward)
    if not forward.on_gpu:
        return whole
    if forward.kv_type is not KvType.F16 and forward.flash_attention:
        whole = _inexact(whole, _UNPACKED_CACHE)
    if not is_partly_on_gpu:
        return whole
    on_cpu = replace(forward, on_gpu=False)
    all_on_cpu = _bound(header, layout, on_cpu) if decoder is None else _imitated(decoder, on_cpu)
    staged_bytes = staged_upper_bound_bytes(header, layout, forward)
    return _inexact(
        replace(
            whole,
            device_bytes=whole.device_bytes + staged_bytes,
            host_bytes=max(whole.host_bytes, all_on_cpu.device_bytes),
        ),
        _PARTLY,
    )


@lru_cache(maxsize=_KEPT_IMITATIONS)
def _imitated(decoder: DecoderShape, forward: PassShape) -> ComputeMemory:
    """What llama.cpp's allocator does with the model's operations; all quantizations of a model share it."""
    graph = decoder_graph(decoder, forward)
    if not forward.on_gpu:
        return ComputeMemory(peak_bytes(on_one_place(graph, Place.HOST), _ALIGNMENTS)[Place.HOST], 0, True, NO_WORDS)
    peaks = peak_bytes(on_a_device(graph), _ALIGNMENTS)
    memory = ComputeMemory(peaks[Place.DEVICE], peaks[Place.HOST], True, NO_WORDS)
    return _inexact(memory, _EXPERTS_ON_GPU) if graph.kept_until else memory


def _bound(header: GgufHeader, layout: AttentionLayout, forward: PassShape) -> ComputeMemory:
    host_bytes = input_upper_bound_bytes(header, layout, forward) if forward.on_gpu else 0
    return ComputeMemory(upper_bound_bytes(header, layout, forward), host_bytes, False, _UNKNOWN_GRAPH)


def _inexact(memory: ComputeMemory, reason: Wording) -> ComputeMemory:
    return replace(memory, is_exact=False, why=joined((memory.why, reason)))
