"""The types that are explained, in the numbers of one model on one machine."""

from dataclasses import replace

import pytest

from quantchat.advice.adviser import Adviser
from quantchat.advice.letters import letter_rows, letter_sentence
from quantchat.advice.offers import offers_of_entry
from quantchat.core.memory import MemorySource
from quantchat.core.plan import KvType
from quantchat.core.recommend import Availability
from quantchat.library.catalogue import read_catalogue
from tests.core.machines import GAMING_PC, candidates, model_in, plan

NAMES = ["FP32", "F16", "Q8_0", "Q5_1", "Q4_K_M", "Q4_1", "Q4_0"]


def test_seven_types_are_shown_from_the_least_quantized_on() -> None:
    rows = letter_rows(candidates("Llama-3.1-8B", ("Q4_K_M", "Q2_K")), Adviser(GAMING_PC), plan())
    assert [row.shown_name for row in rows] == NAMES
    assert [row.row.quantization for row in rows] == ["F32", *NAMES[1:]]
    bits = [row.row.bits_per_weight for row in rows]
    assert bits == pytest.approx([32.0, 16.0, 8.5, 6.04, 4.89, 5.09, 4.64], abs=0.06)
    assert {row.row.assessment.memory.source for row in rows} == {MemorySource.FORMULA}


def test_all_rows_have_the_context_and_kv_type_that_were_asked_for() -> None:
    wanted = replace(plan(20480), kv_type=KvType.Q8_0, model_path="/m/in-use.gguf")
    rows = letter_rows(candidates("Llama-3.1-8B", ("F16",)), Adviser(GAMING_PC), wanted)
    plans = [row.row.assessment.memory.plan for row in rows]
    assert {(one.context_length, one.kv_type, one.model_path) for one in plans} == {(20480, KvType.Q8_0, "")}


def test_a_file_that_is_here_is_shown_as_it_is_and_others_are_made_from_the_best() -> None:
    here = replace(candidates("Llama-3.1-8B", ("Q5_1",))[0], availability=Availability.LOCAL, path="/m/a.gguf")
    rows = letter_rows((*candidates("Llama-3.1-8B", ("Q4_0",)), here), Adviser(GAMING_PC), plan())
    found = {row.shown_name: row.row.candidate for row in rows}
    assert found["Q5_1"] is here
    assert {found[name].made_from for name in NAMES if name not in {"Q5_1", "Q4_0"}} == {"Q5_1"}
    assert found["Q8_0"].header.tensor_bytes == model_in("Llama-3.1-8B", "Q8_0").tensor_bytes


def test_sizes_of_published_files_are_theirs() -> None:
    entry = read_catalogue().find("llama-3.1-8b-instruct")
    rows = letter_rows(offers_of_entry(entry), Adviser(GAMING_PC), plan())
    shown = {row.row.quantization: row.row.file_bytes for row in rows}
    for name in ("Q8_0", "Q4_K_M"):
        assert shown[name] == entry.quantizations[name].size_bytes


def test_of_a_model_without_files_nothing_is_shown() -> None:
    assert letter_rows((), Adviser(GAMING_PC), plan()) == ()


@pytest.mark.parametrize("name", NAMES)
def test_every_type_has_a_sentence_that_begins_with_its_name(name: str) -> None:
    sentence = letter_sentence(name)
    assert sentence.startswith(name)
    assert sentence.endswith(".")
    assert "k-means" not in sentence.casefold()


def test_the_letters_are_explained_for_what_they_are() -> None:
    assert "k-quant" in letter_sentence("Q4_K_M")
    assert "256 weights" in letter_sentence("Q4_K_M")
    assert "medium" in letter_sentence("Q4_K_M")
    for name, parts in {"Q4_0": "one scale", "Q8_0": "one scale", "Q4_1": "minimum", "Q5_1": "minimum"}.items():
        assert parts in letter_sentence(name)
        assert "32" in letter_sentence(name)
    assert letter_sentence("IQ1_S") == ""
