"""What the command line prints about models."""

import json
from dataclasses import replace
from pathlib import Path

from quantchat.library.models import LocalModel, ModelLibrary, ModelSource, inspect_model
from quantchat.library.report import inspection_json, inspection_text, models_json, models_text, size_text
from quantchat.settings import resources_folder
from quantchat.wording import NO_WORDS, worded
from tests.library.gguf_files import model_bytes, model_metadata

STARTER = resources_folder() / "models" / "SmolLM2-135M-Instruct.Q4_1.gguf"
BROKEN = LocalModel(Path("a", "b\x1b[31m.gguf"), "b", "", 5, 0, 0, ModelSource.ADDED, worded("This file is empty."))


def test_the_inspection_of_the_starter_model_keeps_the_contract() -> None:
    printed = json.loads(json.dumps(inspection_json(inspect_model(STARTER))))
    assert printed["architecture"] == "llama"
    assert printed["name"] == "Smollm2 135M 8k Lc100K Mix1 Ep2"
    assert printed["parameters"] == 134_515_008
    assert printed["quantization"] == "Q4_1"
    assert printed["bits_per_weight"] == 5.7437
    assert printed["file_bytes"] == 98_362_432
    assert printed["tensor_bytes"] == 96_576_768
    assert printed["tensor_types"] == {"Q4_1": 210, "F32": 61, "Q8_0": 1}
    assert printed["context_length"] == 8192
    assert printed["layers"] == 30


def test_the_inspection_for_people_says_what_to_expect() -> None:
    text = inspection_text(inspect_model(STARTER))
    assert text.startswith("SmolLM2 135M Instruct\n")
    assert "134.5 million" in text
    assert "Q4_1, 5.74 bits per weight in this file" in text
    assert "An older 4-bit type" in text
    assert "98.4 MB" in text
    assert "210 × Q4_1" in text


def test_the_inspection_of_a_model_without_file_type_or_template_has_no_empty_lines(tmp_path: Path) -> None:
    path = tmp_path / "tiny.gguf"
    metadata = model_metadata(general__file_type=None, tokenizer__chat_template=None)
    path.write_bytes(model_bytes(metadata))
    facts = replace(inspect_model(path), quantization="Q4_K")
    lines = inspection_text(facts).splitlines()
    assert all(line.strip() for line in lines)
    assert "no; a general one will be used" in lines[-1]


def test_the_list_of_models_is_one_json_object(tmp_path: Path) -> None:
    models = ModelLibrary(STARTER.parent, tmp_path).scan()
    assert json.loads(json.dumps(models_json(models))) == {
        "models": [
            {
                "path": str(STARTER),
                "display_name": "SmolLM2 135M Instruct",
                "quantization": "Q4_1",
                "size_bytes": 98_362_432,
                "parameters": 134_515_008,
                "context_length": 8192,
                "source": "starter",
                "problem": "",
                "owner": "",
                "place": models[0].place,
                "can_be_removed": False,
            }
        ]
    }


def test_the_list_for_people_names_problems_and_cannot_colour_the_terminal() -> None:
    text = models_text((BROKEN,))
    assert "Cannot be used: This file is empty." in text
    assert "\x1b" not in text


def test_the_list_for_people_says_whose_a_file_is() -> None:
    path = Path("/srv/ollama/models/blobs/sha256-abc")
    found = LocalModel(path, "tiny:1b", "Q4_0", 98_000_000, 135_000_000, 8192, ModelSource.FOUND, NO_WORDS, "Ollama")
    assert models_text((found,)) == f"tiny:1b (Q4_0, 98.0 MB, kept by Ollama)\n  {path}"


def test_an_empty_list_is_a_sentence() -> None:
    assert models_text(()) == "There are no models on this computer yet."


def test_sizes_are_decimal_as_on_download_pages() -> None:
    assert size_text(98_362_432) == "98.4 MB"
    assert size_text(4_920_000_000) == "4.92 GB"
