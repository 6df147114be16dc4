"""Compute memory without llama.cpp: published figures of GPUs, bounds, and what is said about them.

That it equals llama.cpp's own answer on a CPU is tested in `tests/engine/test_compute_oracle.py`.
"""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quantchat.core.attention_layout import attention_layout
from quantchat.core.compute_bound import upper_bound_bytes
from quantchat.core.compute_memory import ComputeMemory, compute_memory
from quantchat.core.gguf import GgufHeader
from quantchat.core.kv_cache import padded_context
from quantchat.core.layer_graph import PassShape
from quantchat.core.plan import KvType
from tests.engine.compute_oracle_models import DENSE, FUSED, LLAMA_8B, MIXTURES, QWEN25_7B, ModelShape

MIB = 2**20


def memory(
    header: GgufHeader,
    context_length: int = 8192,
    *,
    kv_type: KvType = KvType.F16,
    flash_attention: bool = True,
    ubatch: int = 512,
    on_gpu: bool = False,
    is_partly_on_gpu: bool = False,
    outputs: int = 1,
) -> ComputeMemory:
    return compute_memory(
        header,
        context_length=context_length,
        kv_type=kv_type,
        flash_attention=flash_attention,
        ubatch=ubatch,
        on_gpu=on_gpu,
        is_partly_on_gpu=is_partly_on_gpu,
        outputs=outputs,
    )


@pytest.mark.parametrize(
    ("model", "context_length", "flash_attention", "published_mib"),
    [(LLAMA_8B, 8192, False, 560), (QWEN25_7B, 4096, True, 304)],
)
def test_a_model_wholly_on_the_gpu_takes_what_published_cuda_logs_say(
    model: ModelShape, context_length: int, flash_attention: bool, published_mib: int
) -> None:
    """Worked examples of knowledge 2.4, from builds that wanted the logits of a whole batch."""
    answer = memory(model.header(), context_length, flash_attention=flash_attention, on_gpu=True, outputs=512)
    assert answer.device_bytes / MIB == pytest.approx(published_mib, rel=0.01)
    assert answer.is_exact


def test_the_host_prepares_what_published_cuda_logs_say_and_what_newer_builds_add() -> None:
    llama = memory(LLAMA_8B.header(), 8192, flash_attention=False, on_gpu=True, outputs=512)
    given_embeddings_mib, value_places_mib = 8, 4  # inputs that builds of those logs did not have
    assert llama.host_bytes / MIB == pytest.approx(24 + given_embeddings_mib + value_places_mib, abs=0.1)
    qwen = memory(QWEN25_7B.header(), 4096, on_gpu=True, outputs=512)
    half_of_mask_mib = 4  # 32-bit numbers then, 16-bit ones now
    assert qwen.host_bytes / MIB == pytest.approx(15 + 7 - half_of_mask_mib, abs=0.1)


def test_one_output_saves_the_logits_of_all_others() -> None:
    all_outputs = memory(QWEN25_7B.header(), 4096, on_gpu=True, outputs=512).device_bytes
    assert memory(QWEN25_7B.header(), 4096, on_gpu=True).device_bytes < all_outputs / 2


def test_on_a_cpu_nothing_lies_beside_the_cpu() -> None:
    answer = memory(LLAMA_8B.header())
    assert answer.host_bytes == 0
    assert answer.is_exact
    assert answer.why == ""


@pytest.mark.parametrize("name", ["Llama-3.1-8B", "Gemma-3-12B", "Qwen3-30B-A3B"])
def test_a_part_on_the_gpu_takes_more_than_the_whole_and_says_that_it_is_a_bound(name: str) -> None:
    header = {**DENSE, **MIXTURES}[name].header()
    whole = memory(header, on_gpu=True)
    part = memory(header, on_gpu=True, is_partly_on_gpu=True)
    largest = max(tensor.size_bytes for tensor in header.tensors if tensor.name.startswith("blk."))
    assert part.device_bytes >= whole.device_bytes + largest
    assert part.host_bytes >= memory(header).device_bytes
    assert not part.is_exact
    assert "a part of the layers" in part.why


def test_a_staged_output_matrix_counts_only_where_logits_of_many_tokens_are_wanted() -> None:
    header = QWEN25_7B.header()
    output = next(tensor for tensor in header.tensors if tensor.name == "output.weight")
    staged = [
        memory(header, on_gpu=True, is_partly_on_gpu=True, outputs=outputs).device_bytes
        - memory(header, on_gpu=True, outputs=outputs).device_bytes
        for outputs in (1, 512)
    ]
    assert staged[0] < output.size_bytes < staged[1]


def test_a_quantized_cache_is_unpacked_on_the_gpu_one_layer_at_a_time() -> None:
    header = LLAMA_8B.header()
    plain = memory(header, 131072, on_gpu=True)
    packed = memory(header, 131072, kv_type=KvType.Q8_0, on_gpu=True)
    one_layer = 2 * 131072 * 2 * 1024
    # a part of it fits into gaps that are there anyway
    assert one_layer * 0.8 < packed.device_bytes - plain.device_bytes < one_layer * 1.1
    assert not packed.is_exact
    assert "quantized cache" in packed.why


def test_an_architecture_whose_operations_are_not_known_gets_a_bound_and_a_sentence() -> None:
    known = LLAMA_8B.header()
    metadata = {key.replace("llama.", "unheard-of."): value for key, value in known.metadata.items()}
    unknown = replace(known, metadata=metadata | {"general.architecture": "unheard-of"})
    for on_gpu in (False, True):
        answer = memory(unknown, on_gpu=on_gpu)
        assert answer.device_bytes > memory(known, on_gpu=on_gpu).device_bytes
        assert answer.host_bytes >= memory(known, on_gpu=on_gpu).host_bytes
        assert not answer.is_exact
        assert "upper bound" in answer.why


@pytest.mark.parametrize("name", ["attn_q.weight", "ffn_up.weight", "ffn_down.weight"])
def test_a_model_that_lacks_a_matrix_of_its_family_gets_a_bound(name: str) -> None:
    header = LLAMA_8B.header()
    tensors = tuple(tensor for tensor in header.tensors if tensor.name != f"blk.3.{name}")
    assert not memory(replace(header, tensors=tensors)).is_exact


def test_more_layers_of_the_same_kind_take_no_more() -> None:
    for name in ("Llama-3.1-8B", "Qwen3-4B", "Phi-4", "StarCoder2-3B"):
        model = DENSE[name]
        assert memory(replace(model, layers=4).header()) == memory(replace(model, layers=80).header())


shapes = st.builds(
    ModelShape,
    architecture=st.sampled_from(["llama", "qwen3", "phi3", "command-r", "gemma3"]),
    embedding=st.integers(1, 64).map(lambda blocks: 64 * blocks),
    feed_forward=st.integers(1, 256).map(lambda blocks: 64 * blocks),
    heads=st.sampled_from([8, 16, 32]),
    kv_heads=st.sampled_from([1, 2, 8]),
    dimension=st.sampled_from([64, 96, 128, 256]),
    vocabulary=st.integers(1000, 200000),
    layers=st.integers(1, 8),
).map(lambda shape: replace(shape, network=FUSED) if shape.architecture == "phi3" else shape)


@settings(max_examples=60, deadline=None)
@given(
    shape=shapes,
    context_length=st.integers(1, 128).map(lambda blocks: 256 * blocks),
    ubatch=st.sampled_from([64, 256, 512]),
    flash_attention=st.booleans(),
)
def test_the_imitation_lies_between_what_is_in_use_at_once_and_the_bound(
    shape: ModelShape, context_length: int, ubatch: int, flash_attention: bool
) -> None:
    header = shape.header()
    got = memory(header, context_length, ubatch=ubatch, flash_attention=flash_attention).device_bytes
    tokens = min(context_length, ubatch)
    wide_rows = 3  # gate, up and their product
    mask = context_length * tokens * (2 if flash_attention else 4)
    network = wide_rows * shape.feed_forward * tokens * 4 if shape.layers > 1 else 0
    scores = 0 if flash_attention else shape.heads * context_length * tokens * 4
    assert got >= max(mask + network, mask + scores)
    layout = attention_layout(header)
    cells = padded_context(context_length)
    forward = PassShape(tokens, 1, cells, cells, KvType.F16, flash_attention, on_gpu=False)
    assert got <= upper_bound_bytes(header, layout, forward)


@settings(max_examples=40, deadline=None)
@given(shape=shapes, context_length=st.integers(1, 63).map(lambda blocks: 512 * blocks), on_gpu=st.booleans())
def test_the_scores_of_a_longer_context_never_take_less_without_the_fused_kernel(
    shape: ModelShape, context_length: int, on_gpu: bool
) -> None:
    header = shape.header()
    took = [
        memory(header, tokens, ubatch=64, flash_attention=False, on_gpu=on_gpu).device_bytes
        for tokens in (context_length, 2 * context_length)
    ]
    assert took[0] <= took[1]
