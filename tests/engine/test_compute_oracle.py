"""Compute memory worked out here is what llama.cpp's own allocator says, for published models and variants of them."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from quantchat.core.compute_memory import ComputeMemory, compute_memory
from quantchat.core.decoder_families import DECODER_FAMILIES
from quantchat.core.gguf import GgufHeader
from quantchat.core.plan import FlashAttention, KvType, LoadPlan
from quantchat.probe.oracle import Oracle
from tests.engine.compute_oracle_models import DENSE, MIXTURES, ModelShape
from tests.engine.kv_oracle_models import MODELS

MIB = 2**20
PRINTED_STEP_BYTES = 0.01 * MIB
"""llama.cpp's log gives sizes in MiB with two digits."""

Question = tuple[KvType, bool, int, int]

FUSED_ATTENTION: list[Question] = [
    (KvType.F16, True, context, ubatch) for context in (512, 4096, 32768) for ubatch in (64, 512, 1024)
]
QUANTIZED_CACHE: list[Question] = [
    (KvType.Q8_0, True, 4096, 512),
    (KvType.Q8_0, True, 32768, 64),
    (KvType.Q4_0, True, 1000, 256),
]
SEPARATE_ATTENTION: list[Question] = [
    (KvType.F16, False, 512, 512),
    (KvType.F16, False, 4096, 64),
    (KvType.F16, False, 32768, 1024),
]
FEW: list[Question] = [(KvType.F16, True, 512, 64), (KvType.F16, True, 8192, 512), (KvType.F16, False, 2048, 256)]

ABORTS_WITH_QUANTIZED_CACHE = frozenset({"Granite-3-1B-A400M"})
"""llama.cpp's graph outgrows its table for many experts of few tensors (`ggml-impl.h:330`) and ends the process."""

NARROW = {name: replace(model, feed_forward=model.embedding // 64 * 32, layers=3) for name, model in DENSE.items()}
"""A network narrower than the embeddings makes results fit where they do not fit in published models."""


@pytest.fixture(scope="module")
def oracle() -> Iterator[Oracle]:
    with Oracle() as running:
        running.engine_build()  # starts the child, which lives for all tests of this module
        yield running


def asked(oracle: Oracle, header: GgufHeader, question: Question) -> int:
    kv_type, flash_attention, context_length, ubatch = question
    plan = LoadPlan(
        "weightless.gguf",
        context_length=context_length,
        kv_type=kv_type,
        flash_attention=FlashAttention.ON if flash_attention else FlashAttention.OFF,
        gpu_layers=0,
        batch=max(512, ubatch),
        ubatch=ubatch,
    )
    return sum(oracle.allocation(header, plan).compute_bytes.values())


def computed(header: GgufHeader, question: Question) -> ComputeMemory:
    kv_type, flash_attention, context_length, ubatch = question
    return compute_memory(
        header,
        context_length=context_length,
        kv_type=kv_type,
        flash_attention=flash_attention,
        ubatch=ubatch,
        on_gpu=False,
        is_partly_on_gpu=False,
    )


def differences(oracle: Oracle, model: ModelShape, questions: list[Question]) -> list[tuple[Question, float, float]]:
    header = model.header()
    found = []
    for question in questions:
        theirs, ours = asked(oracle, header, question), computed(header, question)
        if abs(ours.device_bytes - theirs) > PRINTED_STEP_BYTES or not ours.is_exact:
            found.append((question, theirs / MIB, ours.device_bytes / MIB))
    return found


@pytest.mark.parametrize("name", DENSE)
def test_a_dense_model_takes_to_the_byte_what_llama_cpp_says(oracle: Oracle, name: str) -> None:
    assert differences(oracle, DENSE[name], FUSED_ATTENTION + QUANTIZED_CACHE + SEPARATE_ATTENTION) == []


@pytest.mark.parametrize("name", NARROW)
def test_a_narrow_variant_takes_to_the_byte_what_llama_cpp_says(oracle: Oracle, name: str) -> None:
    assert differences(oracle, NARROW[name], FEW) == []


@pytest.mark.parametrize("name", MIXTURES)
def test_a_mixture_of_experts_takes_to_the_byte_what_llama_cpp_says(oracle: Oracle, name: str) -> None:
    quantized = [] if name in ABORTS_WITH_QUANTIZED_CACHE else QUANTIZED_CACHE
    assert differences(oracle, MIXTURES[name], FUSED_ATTENTION + quantized + SEPARATE_ATTENTION) == []


def test_the_families_are_all_among_these_models() -> None:
    assert {model.architecture for model in (*DENSE.values(), *MIXTURES.values())} == set(DECODER_FAMILIES)


@pytest.mark.parametrize("name", MODELS)
def test_other_architectures_never_take_more_than_the_bound(oracle: Oracle, name: str) -> None:
    header = MODELS[name]()
    for question in FEW:
        theirs, ours = asked(oracle, header, question), computed(header, question)
        assert ours.device_bytes >= theirs - PRINTED_STEP_BYTES, question
        assert ours.is_exact == (header.architecture in DECODER_FAMILIES)
        assert (ours.why == "") == ours.is_exact
