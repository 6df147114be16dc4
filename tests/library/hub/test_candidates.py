"""What a repository offers, with exact headers from few bytes."""

import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from quantchat.core.gguf import GgufHeader, read_header
from quantchat.core.gguf_metadata import MetadataValue
from quantchat.core.gguf_writer import weightless_gguf
from quantchat.core.mixes import quantized_header
from quantchat.core.model_shapes import synthesized_header
from quantchat.core.recommend import Availability
from quantchat.errors import ErrorKind, KnownError
from quantchat.library.hub.candidates import candidate, candidates
from quantchat.library.hub.listing import HubFile, list_repository
from tests.library.hub.loopback_hub import LoopbackHub, Place, hub_file, refused

REPOSITORY = "small/llama-GGUF"
TYPES = ("Q2_K", "Q4_0", "Q4_K_M", "Q5_1", "Q6_K", "Q8_0", "F16")
METADATA: Mapping[str, MetadataValue] = {
    "general.architecture": "llama",
    "general.name": "Small Llama",
    "llama.block_count": 16,
    "llama.context_length": 4096,
    "llama.embedding_length": 256,
    "llama.feed_forward_length": 512,
    "llama.attention.head_count": 4,
    "llama.attention.head_count_kv": 2,
    "llama.attention.layer_norm_rms_epsilon": 1e-5,
}


def file_bytes(header: GgufHeader) -> bytes:
    """A whole file with this header, all weights zero."""
    head, size_bytes = weightless_gguf(header)
    return head + bytes(size_bytes - len(head))


def parsed(content: bytes) -> GgufHeader:
    return read_header(io.BytesIO(content), len(content))


def publish(folder: Path, *, with_importance_matrix: bool | None = None) -> dict[str, GgufHeader]:
    """A repository with a small model in many types; returns the true header of each."""
    unquantized = parsed(file_bytes(synthesized_header(METADATA, 1000, tied_output=False)))
    headers = {}
    for name in TYPES:
        content = file_bytes(quantized_header(unquantized, name, with_importance_matrix))
        hub_file(folder, REPOSITORY, f"Small-Llama-{name}.gguf", content)
        headers[name] = parsed(content)
    return headers


def offered(client: httpx.Client) -> list[tuple[HubFile, GgufHeader]]:
    return list(candidates(client, list_repository(client, REPOSITORY)))


@pytest.mark.parametrize("with_importance_matrix", [None, True])
def test_one_header_answers_for_all_files_of_a_repository(
    with_importance_matrix: bool | None, hub: LoopbackHub, client: httpx.Client, hub_folder: Path
) -> None:
    true_headers = publish(hub_folder, with_importance_matrix=with_importance_matrix)
    found = {file.quantization: header for file, header in offered(client)}
    assert found == true_headers
    assert [request.place for request in hub.requests] == [Place.API, Place.RESOLVE, Place.CDN]


def test_a_file_of_another_make_is_read_itself(hub: LoopbackHub, client: httpx.Client, hub_folder: Path) -> None:
    true_headers = publish(hub_folder)
    mixed = replace(true_headers["Q6_K"], metadata={**true_headers["Q4_K_M"].metadata, "general.author": "me"})
    hub_file(hub_folder, REPOSITORY, "Small-Llama-Q4_K_M.gguf", file_bytes(mixed))
    found = {file.quantization: header for file, header in offered(client)}
    assert found["Q4_K_M"].tensors == true_headers["Q6_K"].tensors
    assert found["Q5_1"] == true_headers["Q5_1"]
    assert [request.place for request in hub.requests].count(Place.CDN) == 2


def test_an_offer_is_what_the_advice_judges(hub: LoopbackHub, client: httpx.Client, hub_folder: Path) -> None:
    publish(hub_folder)
    file, header = offered(client)[0]
    offer = candidate(file, header)
    assert (offer.quantization, offer.availability, offer.path) == (file.quantization, Availability.DOWNLOAD, "")
    assert offer.header.file_size_bytes == file.size_bytes


def test_unusual_types_and_second_files_of_a_type_are_not_offered(
    hub: LoopbackHub, client: httpx.Client, hub_folder: Path
) -> None:
    content = file_bytes(publish(hub_folder)["Q8_0"])
    for name in ("Small-Llama-UD-Q4_K_XL.gguf", "Small-Llama-IQ1_S.gguf", "Small-Llama.gguf", "Other-Q8_0.gguf"):
        hub_file(hub_folder, REPOSITORY, name, content)
    assert sorted(file.quantization for file, _ in offered(client)) == sorted(TYPES)
    assert "Other-Q8_0.gguf" in [file.file for file, _ in offered(client)]


def test_a_file_that_is_no_model_costs_its_row_only(hub: LoopbackHub, client: httpx.Client, hub_folder: Path) -> None:
    publish(hub_folder)
    for name in ("Q8_0", "Q5_1"):  # the first one that is read is broken too
        hub_file(hub_folder, REPOSITORY, f"Small-Llama-{name}.gguf", b"<!DOCTYPE html>" + bytes(1000))
    assert sorted(file.quantization for file, _ in offered(client)) == sorted(set(TYPES) - {"Q8_0", "Q5_1"})


def test_a_refusal_ends_the_offers(hub: LoopbackHub, client: httpx.Client, hub_folder: Path) -> None:
    publish(hub_folder)
    hub.break_next(Place.RESOLVE, refused(429))
    with pytest.raises(KnownError) as caught:
        offered(client)
    assert caught.value.kind is ErrorKind.RATE_LIMITED


def test_offers_can_be_stopped_after_each_file(hub: LoopbackHub, client: httpx.Client, hub_folder: Path) -> None:
    publish(hub_folder)
    stops = False
    offers = candidates(client, list_repository(client, REPOSITORY), cancelled=lambda: stops)
    next(offers)
    stops = True
    with pytest.raises(KnownError) as caught:
        next(offers)
    assert caught.value.kind is ErrorKind.CANCELLED
