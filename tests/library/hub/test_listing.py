"""What is made of the hub's answer about a repository."""

import gzip
import json
from pathlib import Path

import httpx
import pytest

from quantchat.errors import ErrorKind, KnownError
from quantchat.library.catalogue import read_catalogue
from quantchat.library.hub.addresses import is_repository, is_safe_path
from quantchat.library.hub.listing import (
    MOST_FILES,
    MOST_LISTING_BYTES,
    HubFile,
    HubPart,
    RepositoryListing,
    list_repository,
    quantization_in,
)
from quantchat.library.hub.token import AccessToken
from tests.library.gguf_files import model_bytes
from tests.library.hub.conftest import FILE, REPOSITORY
from tests.library.hub.loopback_hub import COMMIT, Fault, Gate, LoopbackHub, Place, hub_file, refused, sha256_of

SHA256 = "a" * 64


def refusal(client: httpx.Client, repository: str = REPOSITORY) -> KnownError:
    with pytest.raises(KnownError) as caught:
        list_repository(client, repository)
    return caught.value


def listed(hub: LoopbackHub, client: httpx.Client, info: object) -> RepositoryListing:
    """What is made of an answer."""
    hub.break_next(Place.API, Fault(body=json.dumps(info).encode()))
    return list_repository(client, REPOSITORY)


def sibling(name: str, size_bytes: int = 1000) -> dict[str, object]:
    return {"rfilename": name, "size": size_bytes, "lfs": {"sha256": SHA256, "size": size_bytes, "pointerSize": 134}}


def test_a_repository_is_listed_with_exact_sizes_and_checksums(
    hub: LoopbackHub, client: httpx.Client, hub_folder: Path
) -> None:
    for name in ("README.md", "config.json", ".gitattributes", "imatrix.dat", "mmproj-Tiny-Llama-f16.gguf"):
        hub_file(hub_folder, REPOSITORY, name, b"x" * 100)
    hub.card = {
        "cardData": {"license": "llama3.2", "language": ["en"]},
        "gguf": {"total": 1235814432, "architecture": "llama", "context_length": 131072, "chat_template": "x"},
    }
    path = hub_folder / REPOSITORY / FILE
    part = HubPart(FILE, path.stat().st_size, sha256_of(path))
    assert list_repository(client, REPOSITORY) == RepositoryListing(
        repository=REPOSITORY,
        endpoint=hub.endpoint,
        revision=COMMIT,
        is_gated=False,
        licence="llama3.2",
        parameters=1235814432,
        architecture="llama",
        context_length=131072,
        files=(HubFile((part,), "Q4_0"),),
        notes=(),
    )


def test_what_was_listed_is_pinned_to_its_commit(hub: LoopbackHub, client: httpx.Client) -> None:
    listing = list_repository(client, REPOSITORY)
    file = listing.files[0]
    assert listing.source(file.parts[0]).urls == (f"{hub.endpoint}/{REPOSITORY}/resolve/{COMMIT}/{FILE}",)
    assert (file.file, file.size_bytes, file.sha256) == (FILE, len(model_bytes()), file.parts[0].sha256)
    assert file.display_name == "Tiny Llama"


def test_a_version_can_be_asked_for(hub: LoopbackHub, client: httpx.Client) -> None:
    list_repository(client, REPOSITORY, revision="refs/pr/1")
    assert hub.requests[0].target == f"/api/models/{REPOSITORY}/revision/refs%2Fpr%2F1?blobs=true"


def test_parts_are_one_model_and_a_missing_part_is_noted(hub: LoopbackHub, client: httpx.Client) -> None:
    whole = [f"Q8_0/Big-Q8_0-0000{number}-of-00003.gguf" for number in (2, 1, 3)]
    broken = [f"Big-F16-0000{number}-of-00003.gguf" for number in (1, 3)]
    odd = ["Big-Q6_K-00000-of-00000.gguf", "Big-Q5_K_M-00004-of-00003.gguf"]
    listing = listed(hub, client, {"sha": COMMIT, "siblings": list(map(sibling, [*whole, *broken, *odd]))})
    (model,) = listing.files
    assert [part.file for part in model.parts] == sorted(whole)
    assert (model.size_bytes, model.sha256, model.quantization) == (3000, None, "Q8_0")
    assert model.display_name == "Big"
    assert len(listing.notes) == 3
    assert "“Big-F16-00001-of-00003.gguf” is left out, because not all of its parts are there." in listing.notes


def test_a_gated_repository_is_listed_as_gated(hub: LoopbackHub, client: httpx.Client) -> None:
    hub.gate(REPOSITORY, Gate())
    assert list_repository(client, REPOSITORY).is_gated


def test_the_token_is_sent(hub: LoopbackHub, client: httpx.Client) -> None:
    list_repository(client, REPOSITORY, AccessToken(hub.endpoint, "hf_secret"))
    assert hub.requests[0].headers["authorization"] == "Bearer hf_secret"


def test_a_repository_that_is_not_there_is_said_to_be_so(hub: LoopbackHub, client: httpx.Client) -> None:
    error = refusal(client, "nobody/nothing")
    assert error.kind is ErrorKind.NOT_FOUND
    assert "There is no model “nobody/nothing”" in error.sentence


def test_a_repository_without_gguf_files_is_said_to_have_none(
    hub: LoopbackHub, client: httpx.Client, hub_folder: Path
) -> None:
    hub_file(hub_folder, "meta/original", "model.safetensors", b"x" * 100)
    error = refusal(client, "meta/original")
    assert error.kind is ErrorKind.NOT_FOUND
    assert error.sentence == "There is no model in the GGUF format in meta/original."


@pytest.mark.parametrize("fault", [Fault(hangs_up=True), refused(503), refused(429), Fault(body=b"<html>")])
def test_the_next_mirror_is_asked_where_one_fails(
    fault: Fault, hub: LoopbackHub, client: httpx.Client, hub_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with LoopbackHub(hub_folder) as mirror:
        mirror.use(monkeypatch)
        monkeypatch.setenv("HF_ENDPOINT", f"{mirror.endpoint},{hub.endpoint}")
        mirror.break_next(Place.API, fault)
        token = AccessToken(mirror.endpoint, "hf_secret")
        assert list_repository(client, REPOSITORY, token).endpoint == hub.endpoint
    assert "authorization" not in hub.requests[0].headers


def test_where_all_mirrors_fail_the_first_failure_is_told(
    hub: LoopbackHub, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", f"{hub.endpoint},http://127.0.0.1:9")
    hub.break_next(Place.API, refused(429))
    assert refusal(client).kind is ErrorKind.RATE_LIMITED


def test_hostile_names_and_figures_are_left_out(hub: LoopbackHub, client: httpx.Client) -> None:
    hostile = [
        "../../.bashrc.gguf",
        "/etc/x.gguf",
        "a/../../x.gguf",
        "C:x.gguf",
        "a\\..\\x.gguf",
        "a\nb.gguf",
        "a\u202efgug.gguf",
        "x" * 300 + ".gguf",
        "",
        ".gguf",
    ]
    sizes = [{"rfilename": "no-size.gguf"}, sibling("negative.gguf", -1), sibling("absurd.gguf", 2**60)]
    good = {"rfilename": "good-Q4_0.gguf", "size": 1000, "lfs": {"sha256": "no checksum"}}
    info = {"sha": "../../main", "siblings": [*map(sibling, hostile), *sizes, good]}
    listing = listed(hub, client, info)
    assert [file.file for file in listing.files] == ["good-Q4_0.gguf"]
    assert listing.files[0].sha256 is None
    assert listing.revision == "main"


@pytest.mark.parametrize(
    ("card", "licence"),
    [
        ({"license": "apache-2.0"}, "apache-2.0"),
        ({"license": ["mit", "apache-2.0"]}, "mit"),
        ({"license": "other", "license_name": "qwen-research"}, "qwen-research"),
        ({"license": "other"}, "other"),
        ({"license": {"no": "text"}}, ""),
        ({"license": []}, ""),
        ({"license": "a\u202eb" + "c" * 500}, "ab" + "c" * 77 + "…"),
        ({}, ""),
        (None, ""),
    ],
)
def test_the_licence_is_read_however_it_is_written(
    card: object, licence: str, hub: LoopbackHub, client: httpx.Client
) -> None:
    assert listed(hub, client, {"cardData": card, "siblings": [sibling("x.gguf")]}).licence == licence


@pytest.mark.parametrize("gguf", [None, {}, {"total": "1", "architecture": 7, "context_length": -1}, {"total": True}])
def test_figures_that_make_no_sense_count_as_not_told(gguf: object, hub: LoopbackHub, client: httpx.Client) -> None:
    listing = listed(hub, client, {"gguf": gguf, "siblings": [sibling("x.gguf")]})
    assert (listing.parameters, listing.architecture, listing.context_length) == (0, "", 0)


@pytest.mark.parametrize(
    "body",
    [
        b"<html>Sign in to the airport</html>",
        b"",
        b"[]",
        b'{"siblings": 7}',
        b'{"siblings": [{"rfilename": 7}]}',
        b'{"x": ' + b"[" * 200_000,
        b'{"sha": "\xff"}',
        b'{"siblings": [{"rfilename": "\\ud800.gguf"}]}',
    ],
)
def test_an_answer_that_is_no_list_of_files_is_told(body: bytes, hub: LoopbackHub, client: httpx.Client) -> None:
    hub.break_next(Place.API, Fault(200, {"Content-Type": "application/json"}, body))
    error = refusal(client)
    assert error.kind in (ErrorKind.NETWORK, ErrorKind.NOT_FOUND)
    assert "understand" in error.sentence or "no model in the GGUF format" in error.sentence


def test_an_answer_without_end_is_not_kept(hub: LoopbackHub, client: httpx.Client) -> None:
    hub.break_next(Place.API, Fault(body=b" " * (MOST_LISTING_BYTES + 2**20)))
    assert "longer than any real one" in refusal(client).sentence


def test_an_answer_that_unpacks_without_end_is_not_kept(hub: LoopbackHub, client: httpx.Client) -> None:
    bomb = gzip.compress(b" " * (4 * MOST_LISTING_BYTES))
    assert len(bomb) < 100_000
    hub.break_next(Place.API, Fault(body=bomb, headers={"Content-Encoding": "gzip", "Content-Length": str(len(bomb))}))
    assert "longer than any real one" in refusal(client).sentence


def test_very_many_files_are_cut_off_and_noted(hub: LoopbackHub, client: httpx.Client) -> None:
    listing = listed(hub, client, {"siblings": [sibling(f"{number}.gguf") for number in range(MOST_FILES + 1)]})
    assert len(listing.files) == MOST_FILES
    assert listing.notes == ("Only the first 5,000 of 5,001 files are listed.",)


def test_listing_can_be_stopped(hub: LoopbackHub, client: httpx.Client) -> None:
    with pytest.raises(KnownError) as caught:
        list_repository(client, REPOSITORY, cancelled=lambda: True)
    assert caught.value.kind is ErrorKind.CANCELLED


@pytest.mark.parametrize(
    ("file", "quantization"),
    [
        ("Llama-3.2-1B-Instruct-Q4_K_M.gguf", "Q4_K_M"),
        ("tinyllama-1.1b-chat-v1.0.Q5_1.gguf", "Q5_1"),
        ("ggml-model-f16.gguf", "F16"),
        ("model_fp16.gguf", "F16"),
        ("gemma-3-4b-it-q4_0.gguf", "Q4_0"),
        ("Qwen3-8B-UD-Q4_K_XL.gguf", "Q4_K_XL"),
        ("Qwen3-8B-UD-IQ2_M.gguf", "IQ2_M"),
        ("Llama-3-8B.i1-IQ3_XXS.gguf", "IQ3_XXS"),
        ("Meta-Llama-3.1-8B-Instruct-Q6_K_L.gguf", "Q6_K_L"),
        ("Phi-3-mini-4k-instruct-q4.gguf", "Q4"),
        ("mistral-7b-q4_k.gguf", "Q4_K_M"),
        ("gpt-oss-20b-mxfp4.gguf", "MXFP4_MOE"),
        ("bitnet-TQ2_0.gguf", "TQ2_0"),
        ("Q8_0/model-00001-of-00002.gguf", "Q8_0"),
        ("BF16/Big-BF16-00001-of-00002.gguf", "BF16"),
        ("model-f32-to-q8_0.gguf", "Q8_0"),
        ("model-Q4_0_4_4.gguf", "Q4_0_4_4"),
        ("Qwen2.5-Coder-7B.gguf", ""),
        ("Mixtral-8x7B.gguf", ""),
    ],
)
def test_the_quantization_is_told_by_the_name(file: str, quantization: str) -> None:
    assert quantization_in(file) == quantization


def test_the_names_of_all_files_in_the_catalogue_are_understood() -> None:
    for entry in read_catalogue().entries:
        assert is_repository(entry.gguf_repository) or not entry.quantizations
        for quantization, published in entry.quantizations.items():
            for part in published.parts:
                assert (quantization_in(part), is_safe_path(part)) == (quantization, True)


@pytest.mark.parametrize(
    ("name", "is_listed"),
    [
        ("mmproj-model-f16.gguf", False),
        ("gemma-3-4b-it-mmproj-BF16.gguf", False),
        ("imatrix.gguf", False),
        ("imatrix_unsloth.gguf", False),
        ("Qwen3-8B.imatrix.gguf", False),
        ("Llama-3-imatrix-Q4_K_M.gguf", True),
        ("model.GGUF", True),
    ],
)
def test_what_only_goes_with_a_model_is_not_listed(
    name: str, is_listed: bool, hub: LoopbackHub, client: httpx.Client
) -> None:
    listing = listed(hub, client, {"siblings": [sibling(name), sibling("other-Q8_0.gguf")]})
    assert (name in [file.file for file in listing.files]) == is_listed
