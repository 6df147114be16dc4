"""What can be had of a model: files that are here, files to download, and what can be made of them."""

from dataclasses import replace
from pathlib import Path

import pytest

from quantchat.advice.offers import offers_of_entry, offers_of_file
from quantchat.core.gguf_writer import weightless_gguf
from quantchat.core.mix_rules import BASE_TYPES
from quantchat.core.mixes import needs_importance_matrix
from quantchat.core.recommend import ALWAYS_SHOWN, USUAL_TYPES, Availability, Candidate
from quantchat.library.catalogue import CatalogueEntry, read_catalogue
from quantchat.library.model_file import read_model_header
from quantchat.library.models import LocalModel, ModelLibrary
from quantchat.settings import resources_folder
from quantchat.wording import NO_WORDS, worded
from tests.core.machines import model_in

(STARTER,) = (resources_folder() / "models").glob("*.gguf")
CATALOGUE = read_catalogue()


def by_type(candidates: tuple[Candidate, ...]) -> dict[str, Candidate]:
    named = {candidate.quantization: candidate for candidate in candidates}
    assert len(named) == len(candidates)
    return named


def written(folder: Path, quantization: str, name: str = "SmolLM2-135M") -> Path:
    """A file of that type, as long as it would be, with nothing in it but its header."""
    header = model_in(name, quantization)
    named = replace(header, metadata={**header.metadata, "general.name": name})
    head, size_bytes = weightless_gguf(named)
    path = folder / f"{name}-{quantization}.gguf"
    with path.open("wb") as file:
        file.write(head)
        file.truncate(size_bytes)
    return path


def listed(folder: Path) -> tuple[LocalModel, ...]:
    models = ModelLibrary(folder / "none", folder).scan()
    # The files have no vocabulary, which is a problem for chatting but not for what is tested here.
    return tuple(replace(model, problem=NO_WORDS) for model in models)


def offers(path: Path, *others: LocalModel) -> dict[str, Candidate]:
    return by_type(offers_of_file(path, read_model_header(path), others))


def test_of_a_quantized_file_there_are_itself_and_the_three_types_that_are_always_shown() -> None:
    found = offers(STARTER)
    assert set(found) == {"Q4_1", *ALWAYS_SHOWN}
    assert found["Q4_1"].availability is Availability.LOCAL
    assert found["Q4_1"].path == str(STARTER)
    for name in ALWAYS_SHOWN:
        assert found[name].availability is Availability.QUANTIZE
        assert found[name].made_from == "Q4_1"
        assert found[name].path == ""


def test_sizes_of_what_can_be_made_are_those_of_the_quantizer() -> None:
    """Seen of `llama-quantize` with the starter model; `tests/engine/test_real_quantizer.py` does it for real."""
    header = read_model_header(STARTER)
    found = offers(STARTER)
    assert found["Q4_1"].header == header
    assert found["Q8_0"].header.tensor_bytes > found["Q5_1"].header.tensor_bytes > header.tensor_bytes


def test_of_an_unquantized_file_every_usual_type_can_be_made_that_needs_no_importance_matrix(tmp_path: Path) -> None:
    path = written(tmp_path, "F16")
    found = offers(path)
    header = read_model_header(path)
    expected = {
        name
        for name in USUAL_TYPES
        if name in BASE_TYPES and name not in {"F32", "BF16", "F16"} and not needs_importance_matrix(header, name)
    }
    assert set(found) == {"F16"} | expected
    assert {found[name].made_from for name in expected} == {"F16"}
    assert not any(candidate.is_pointless for candidate in found.values())


def test_other_files_of_the_same_model_are_offered_where_they_lie(tmp_path: Path) -> None:
    small, large = written(tmp_path, "Q4_0"), written(tmp_path, "Q8_0")
    written(tmp_path, "Q5_1", "Qwen3-0.6B")
    found = offers(small, *listed(tmp_path))
    assert set(found) == {"Q4_0", "Q8_0", "Q4_K_M", "Q5_1"}
    assert (found["Q8_0"].availability, found["Q8_0"].path) == (Availability.LOCAL, str(large))
    # What is made is made from the file that has lost least.
    assert found["Q5_1"].made_from == found["Q4_K_M"].made_from == "Q8_0"
    assert not found["Q5_1"].is_pointless


def test_the_file_that_was_asked_about_comes_before_another_of_its_type(tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    asked, copy = written(tmp_path, "Q4_0"), written(tmp_path / "copy", "Q4_0")
    assert offers(asked, *listed(tmp_path))["Q4_0"].path == str(asked)
    assert offers(copy, *listed(tmp_path))["Q4_0"].path == str(copy)


def test_files_that_cannot_be_used_or_went_away_are_passed_over(tmp_path: Path) -> None:
    asked, gone = written(tmp_path, "Q4_0"), written(tmp_path, "Q8_0")
    models = listed(tmp_path)
    broken = tuple(replace(model, problem=worded("It is broken.")) for model in models)
    assert offers(asked, *broken)["Q8_0"].availability is Availability.QUANTIZE
    gone.unlink()
    assert offers(asked, *models)["Q8_0"].availability is Availability.QUANTIZE


@pytest.mark.parametrize("entry", CATALOGUE.entries, ids=[entry.id for entry in CATALOGUE.entries])
def test_of_every_model_in_the_catalogue_the_three_types_are_shown_with_a_size(entry: CatalogueEntry) -> None:
    found = by_type(offers_of_entry(entry))
    assert set(ALWAYS_SHOWN) <= set(found)
    for candidate in found.values():
        assert candidate.header.file_size_bytes >= candidate.header.tensor_bytes > 0
        assert candidate.path == ""
        is_published = candidate.quantization in entry.file_types
        assert (candidate.availability is Availability.DOWNLOAD) == is_published
        assert bool(candidate.made_from) != is_published


def test_a_file_of_a_model_in_the_catalogue_is_offered_in_its_other_types(tmp_path: Path) -> None:
    entry = CATALOGUE.find("llama-3.1-8b-instruct")
    header = entry.header("Q4_0")
    path = tmp_path / "Llama-3.1-8B-Instruct-Q4_0.gguf"
    found = by_type(offers_of_file(path, header, (), CATALOGUE))
    assert found["Q4_0"].availability is Availability.LOCAL
    assert {name for name, one in found.items() if one.availability is Availability.DOWNLOAD} >= {"Q4_K_M", "Q8_0"}
    base = replace(header, metadata={**header.metadata, "general.name": "Llama 3.1 8B"})
    unknown = by_type(offers_of_file(tmp_path / "llama-base.gguf", base, (), CATALOGUE))
    assert not any(one.availability is Availability.DOWNLOAD for one in unknown.values())
