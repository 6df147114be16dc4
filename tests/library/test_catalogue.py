"""The catalogue of models on offer: what is in it, how a model is found, and what a broken file costs."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quantchat.core.mix_rules import BASE_TYPES
from quantchat.errors import ErrorKind, KnownError
from quantchat.library.catalogue import USUAL_FILE_TYPES, Catalogue, PublishedFile, read_catalogue
from quantchat.settings import resources_folder

CATALOGUE = read_catalogue()
DOCUMENT: dict[str, Any] = json.loads((resources_folder() / "catalogue.json").read_text(encoding="utf-8"))


def entry_row() -> dict[str, Any]:
    """A fresh copy of the JSON of one model."""
    row: dict[str, Any] = json.loads(json.dumps(DOCUMENT["models"][0]))
    return row


def written(tmp_path: Path, *rows: object) -> Path:
    path = tmp_path / "catalogue.json"
    path.write_text(json.dumps({"about": "for a test", "models": rows}), encoding="utf-8")
    return path


def test_there_are_many_models_from_small_to_large_of_several_families() -> None:
    entries = CATALOGUE.entries

    assert len(entries) >= 28
    assert len({entry.family for entry in entries}) >= 8
    assert min(entry.parameters for entry in entries) < 0.2e9
    assert max(entry.parameters for entry in entries) > 65e9


def test_every_id_and_name_is_there_once() -> None:
    entries = CATALOGUE.entries

    assert Counter(entry.id for entry in entries).most_common(1)[0][1] == 1
    assert Counter(entry.name.casefold() for entry in entries).most_common(1)[0][1] == 1


def test_every_model_says_where_its_names_were_confirmed() -> None:
    for entry in CATALOGUE.entries:
        assert entry.source
        assert bool(entry.gguf_repository) == bool(entry.quantizations)


def test_no_two_models_offer_the_same_file() -> None:
    files = [(entry.gguf_repository, row.file) for entry in CATALOGUE.entries for row in entry.quantizations.values()]
    hashes = [row.sha256 for entry in CATALOGUE.entries for row in entry.quantizations.values() if row.sha256]

    assert len(set(files)) == len(files)
    assert len(set(hashes)) == len(hashes)


def test_the_name_of_every_file_tells_its_type() -> None:
    for entry in CATALOGUE.entries:
        for file_type, row in entry.quantizations.items():
            spelt = row.file.casefold().replace("mxfp4.", "mxfp4_moe.")
            assert file_type.casefold() in spelt, row.file


def test_types_are_listed_from_small_files_to_large_ones() -> None:
    for entry in CATALOGUE.entries:
        sizes = [entry.header(file_type).tensor_bytes for file_type in entry.file_types]
        assert sizes[0] == min(sizes)
        assert sizes[-1] == max(sizes)


@pytest.mark.parametrize(
    "wanted",
    [
        "llama-3.1-8b-instruct",
        "LLAMA-3.1-8B-Instruct",
        "Llama 3.1 8B Instruct",
        " llama_3.1_8b ",
        "llama-3.1",
        "Llama 3.1",
    ],
)
def test_a_model_is_found_by_id_name_or_beginning_in_any_case(wanted: str) -> None:
    assert CATALOGUE.find(wanted).id == "llama-3.1-8b-instruct"


def test_a_whole_id_wins_over_longer_ones_that_begin_with_it() -> None:
    assert CATALOGUE.find("qwen3-4b").id == "qwen3-4b"
    assert CATALOGUE.find("Phi-4").id == "phi-4"


def test_a_beginning_that_several_models_share_is_refused_with_their_ids() -> None:
    with pytest.raises(KnownError) as caught:
        CATALOGUE.find("llama-3.2")

    assert "more than one" in caught.value.sentence
    assert "llama-3.2-1b-instruct" in caught.value.hint
    assert "llama-3.2-3b-instruct" in caught.value.hint


@pytest.mark.parametrize("wanted", ["lama-3.1-8b-instruct", "gpt-oss-21b", "", "\x1b[31m" * 1000])
def test_an_unknown_model_is_refused_with_the_three_closest(wanted: str) -> None:
    with pytest.raises(KnownError) as caught:
        CATALOGUE.find(wanted)

    assert caught.value.hint.count("“") == 3
    assert "\x1b" not in caught.value.text
    assert len(caught.value.text) < 400


def test_the_closest_model_is_named_first() -> None:
    with pytest.raises(KnownError) as caught:
        CATALOGUE.find("lama-3.1-8b-instruct")

    assert caught.value.hint.startswith("The closest are “llama-3.1-8b-instruct”")


def test_a_confirmed_size_is_the_size_of_the_header() -> None:
    entry = CATALOGUE.find("gemma-3-4b-it")

    size_bytes = entry.quantizations["Q8_0"].size_bytes

    assert size_bytes is not None
    assert entry.header("Q8_0").file_size_bytes == size_bytes


def test_a_header_names_the_model_and_counts_its_vocabulary() -> None:
    header = CATALOGUE.find("llama-3.1-8b").header("Q4_K_M")

    assert header.text("general.name") == "Llama 3.1 8B Instruct"
    assert header.text("tokenizer.ggml.model") == "gpt2"
    assert header.array_length("tokenizer.ggml.tokens") == 128256
    assert header.array_length("tokenizer.ggml.merges") == 280147


def test_a_tokenizer_without_merges_has_none() -> None:
    header = CATALOGUE.find("gemma-2-2b-it").header("Q4_K_M")

    assert header.text("tokenizer.ggml.model") == "llama"
    assert "tokenizer.ggml.merges" not in header.metadata


def test_a_type_that_is_not_offered_can_be_computed_all_the_same() -> None:
    entry = CATALOGUE.find("gpt-oss-20b")

    assert "Q8_0" not in entry.file_types
    assert entry.header("Q8_0").file_size_bytes > entry.header("MXFP4_MOE").file_size_bytes


def test_fused_attention_of_published_files_has_the_types_of_the_older_quantizer() -> None:
    header = CATALOGUE.find("phi-4").header("Q4_K_M")

    types = {tensor.name: tensor.type.name for tensor in header.tensors}

    assert types["blk.5.attn_qkv.weight"] == "Q5_K"
    assert header.file_size_bytes == 9053114816  # as the Hub states it


def test_an_unknown_type_is_refused_with_a_sentence() -> None:
    with pytest.raises(KnownError, match="cannot make files"):
        CATALOGUE.entries[0].header("Q9_X")


def test_without_confirmed_files_the_usual_types_are_offered(tmp_path: Path) -> None:
    row = entry_row()
    del row["gguf_repository"], row["quantizations"], row["importance_matrix"]

    (entry,) = Catalogue.load(written(tmp_path, row)).entries

    assert entry.file_types == USUAL_FILE_TYPES
    assert set(USUAL_FILE_TYPES) <= set(BASE_TYPES)
    assert all(entry.header(file_type).tensors for file_type in entry.file_types)


def test_the_parts_of_a_split_file_are_all_named() -> None:
    one = PublishedFile("model-Q4_K_M.gguf")
    three = PublishedFile("Q8_0/model-Q8_0-00001-of-00003.gguf")

    assert one.parts == ("model-Q4_K_M.gguf",)
    assert three.parts == tuple(f"Q8_0/model-Q8_0-0000{part}-of-00003.gguf" for part in (1, 2, 3))


def test_a_missing_catalogue_is_a_known_error(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="missing") as caught:
        Catalogue.load(tmp_path / "catalogue.json")

    assert caught.value.kind is ErrorKind.FILE_MISSING


def test_a_folder_in_place_of_the_catalogue_is_a_known_error(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="cannot be read") as caught:
        Catalogue.load(tmp_path)

    assert caught.value.kind is ErrorKind.FILE_UNREADABLE


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"about": "x", "models": []}', b"[" * 100_000])
def test_a_file_that_is_no_catalogue_is_a_known_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "catalogue.json"
    path.write_bytes(content)

    with pytest.raises(KnownError, match="is broken") as caught:
        Catalogue.load(path)

    assert caught.value.kind is ErrorKind.MALFORMED


def _replace_files(files: object) -> Callable[[dict[str, Any]], object]:
    return lambda row: row.update(quantizations=files)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda row: row.pop("parameters"),
        lambda row: row.update(parameters=-1),
        lambda row: row.update(parameters="many"),
        lambda row: row.update(active_parameters=row["parameters"] + 1),
        lambda row: row.update(id="Not An Id"),
        lambda row: row.update(released="2024-13"),
        lambda row: row.update(gguf_repository="../../etc"),
        lambda row: row.pop("gguf_repository"),
        lambda row: row.update(unknown_key=1),
        lambda row: row["metadata"].update({"llama.block_count": {"a": 1}}),
        _replace_files({"Q9_X": {"file": "a.gguf"}}),
        _replace_files({"Q8_0": {"file": "../a.gguf"}}),
        _replace_files({"Q8_0": {"file": "/a.gguf"}}),
        _replace_files({"Q8_0": {"file": "a.exe"}}),
        _replace_files({"Q8_0": {"file": "a.gguf", "size_bytes": 0}}),
        _replace_files({"Q8_0": {"file": "a.gguf", "sha256": "abc"}}),
        _replace_files({"Q8_0": {"file": "a-00001-of-00002.gguf", "sha256": "0" * 64}}),
    ],
)
def test_a_wrong_entry_is_refused(tmp_path: Path, spoil: Callable[[dict[str, Any]], object]) -> None:
    row = entry_row()
    spoil(row)

    with pytest.raises(KnownError, match="is broken") as caught:
        Catalogue.load(written(tmp_path, row))

    assert caught.value.kind is ErrorKind.MALFORMED
    assert caught.value.hint


def test_an_id_that_occurs_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="occurs twice"):
        Catalogue.load(written(tmp_path, entry_row(), entry_row()))
