"""The catalogue's hyperparameters are those of the real models: counted, weighed against real files, and loaded.

A wrong hyperparameter changes the number of parameters, the size of the file, or what llama.cpp makes of the header.
"""

from collections.abc import Iterator

import pytest

from quantchat.core.gguf import GgufHeader
from quantchat.core.host_overhead import vocabulary_bytes
from quantchat.core.kv_cache import kv_cache_layers
from quantchat.core.model_check import check_model
from quantchat.core.plan import KvType, LoadPlan
from quantchat.library.catalogue import CatalogueEntry, read_catalogue
from quantchat.probe.oracle import Oracle

CENTI_MIB = 2**20 / 100
"""The step in which llama.cpp's log states memory."""

ENTRIES = read_catalogue().entries
DENSE = [entry for entry in ENTRIES if entry.active_parameters == entry.parameters]
ABORTS_WITH_QUANTIZED_CACHE = "granite-3.1-1b-a400m-instruct"
"""llama.cpp's graph outgrows its table for many experts of few tensors (`ggml-impl.h:330`) and ends the process."""


def _parameters(header: GgufHeader) -> int:
    return sum(tensor.elements for tensor in header.tensors if not tensor.name.startswith("rope_"))


def _computed_size_bytes(header: GgufHeader) -> int:
    last = header.tensors[-1]
    return header.data_offset + last.offset + last.size_bytes + -last.size_bytes % header.alignment


@pytest.fixture(scope="module")
def oracle() -> Iterator[Oracle]:
    with Oracle() as running:
        running.engine_build()  # starts the child, which lives for all tests of this module
        yield running


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_parameters_are_those_that_the_publisher_counts(entry: CatalogueEntry) -> None:
    assert _parameters(entry.header("F16")) == entry.parameters


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_active_parameters_are_all_but_the_experts_that_a_token_does_not_use(entry: CatalogueEntry) -> None:
    header = entry.header("F16")
    experts = header.integer(f"{header.architecture}.expert_count")
    used = header.integer(f"{header.architecture}.expert_used_count")

    idle = sum(
        tensor.elements * (experts - used) // experts
        for tensor in header.tensors
        if experts and "_exps." in tensor.name
    )

    assert entry.active_parameters == entry.parameters - idle
    assert (idle == 0) == (experts == 0)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_every_offered_type_has_a_sound_header_that_grows_with_the_bits(entry: CatalogueEntry) -> None:
    headers = {file_type: entry.header(file_type) for file_type in entry.file_types}

    for header in headers.values():
        check_model(header)
        assert header.tensor_bytes < header.file_size_bytes < 1.05 * header.tensor_bytes + 20e6
    if {"Q4_K_M", "Q8_0"} <= set(headers):
        assert headers["Q4_K_M"].file_size_bytes < headers["Q8_0"].file_size_bytes


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_computed_sizes_are_those_of_the_real_files(entry: CatalogueEntry) -> None:
    """To 60 kB, by which the metadata of files of one repository differ that were not made on the same day."""
    for file_type, published in entry.quantizations.items():
        if published.size_bytes:
            computed = _computed_size_bytes(entry.header(file_type))
            assert computed == pytest.approx(published.size_bytes, abs=60_000), file_type


def test_nearly_all_computed_sizes_are_exact_to_the_byte() -> None:
    differences = [
        abs(_computed_size_bytes(entry.header(file_type)) - published.size_bytes)
        for entry in ENTRIES
        for file_type, published in entry.quantizations.items()
        if published.size_bytes
    ]

    assert len(differences) > 120
    assert sum(difference == 0 for difference in differences) > 0.95 * len(differences)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_llama_cpp_accepts_the_header_and_keeps_as_much_context_as_computed(
    entry: CatalogueEntry, oracle: Oracle
) -> None:
    header = entry.header(entry.file_types[-1])
    plan = LoadPlan("x", context_length=512)

    answer = oracle.allocation(header, plan)

    layers = kv_cache_layers(header, context_length=512, kv_type=KvType.F16, ubatch=plan.ubatch)
    lines = len({layer.is_sliding for layer in layers})
    assert sum(layer.cache_bytes for layer in layers) == pytest.approx(answer.kv_bytes, abs=lines * CENTI_MIB)
    assert answer.context_length == 512
    assert sum(answer.compute_bytes.values()) > 0


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_a_long_context_with_a_quantized_cache_is_computed_exactly_too(entry: CatalogueEntry, oracle: Oracle) -> None:
    header = entry.header(entry.file_types[0])
    kv_type = KvType.F16 if entry.id == ABORTS_WITH_QUANTIZED_CACHE else KvType.Q8_0
    plan = LoadPlan("x", context_length=12288, kv_type=kv_type)

    answer = oracle.allocation(header, plan)

    layers = kv_cache_layers(header, context_length=12288, kv_type=kv_type, ubatch=plan.ubatch)
    lines = len({layer.is_sliding for layer in layers})
    assert sum(layer.cache_bytes for layer in layers) == pytest.approx(answer.kv_bytes, abs=lines * CENTI_MIB)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_the_vocabulary_counts_in_main_memory(entry: CatalogueEntry) -> None:
    tables_bytes = vocabulary_bytes(entry.header("Q8_0"))

    assert tables_bytes >= 155 * entry.vocabulary_size
    assert (tables_bytes > 155 * entry.vocabulary_size + 2**20) == (entry.tokenizer_model == "gpt2")


def test_dense_models_and_mixtures_are_both_on_offer() -> None:
    assert len(DENSE) >= 25
    assert len(ENTRIES) - len(DENSE) >= 4
