"""The figures and names of a model, made from its header."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quantchat.core.gguf import GgufHeader, read_header
from quantchat.core.model_facts import ModelFacts, model_facts
from quantchat.core.model_names import file_display_name
from quantchat.core.plain_text import plain_text
from tests.library.gguf_files import F16, F32, Value, entry, gguf_bytes, model_bytes, model_metadata, tensor


def header_with(**changes: Value | None) -> GgufHeader:
    data = model_bytes(model_metadata(**changes))
    return read_header(BytesIO(data), len(data))


def facts_with(stem: str = "file", **changes: Value | None) -> ModelFacts:
    return model_facts(header_with(**changes), stem)


def test_figures_come_from_the_tensors_and_the_metadata() -> None:
    facts = facts_with()
    assert facts == ModelFacts(
        architecture="llama",
        name="Tiny Llama",
        display_name="Tiny Llama",
        parameters=4 * 32 + 32,
        quantization="Q4_0",
        bits_per_weight=(4 * 18 + 128) * 8 / (4 * 32 + 32),
        file_bytes=len(model_bytes()),
        tensor_bytes=4 * 18 + 128,
        tensor_types={"Q4_0": 1, "F32": 1},
        context_length=2048,
        layers=2,
        embedding_length=32,
        heads=4,
        kv_heads=2,
        vocabulary_size=3,
        has_chat_template=True,
    )


@given(rows=st.integers(1, 500))
def test_bits_per_weight_times_parameters_are_the_tensor_bytes(rows: int) -> None:
    data = model_bytes(rows=rows)
    facts = model_facts(read_header(BytesIO(data), len(data)), "file")
    assert facts.bits_per_weight * facts.parameters == pytest.approx(facts.tensor_bytes * 8)
    assert facts.tensor_bytes < facts.file_bytes
    assert 4.5 < facts.bits_per_weight < 32


def test_the_quantization_is_that_of_the_file_type_even_where_it_was_guessed() -> None:
    assert facts_with(general__file_type=15).quantization == "Q4_K_M"
    assert facts_with(general__file_type=1024 + 9).quantization == "Q5_1"


@pytest.mark.parametrize("file_type", [None, 999, "Q4_K_M"])
def test_without_a_known_file_type_the_type_of_most_bytes_is_named(file_type: Value | None) -> None:
    data = gguf_bytes(
        [entry(key, value) for key, value in model_metadata(general__file_type=file_type).items()],
        [tensor("a", (8,), F32, 0), tensor("b", (8,), F32, 32), tensor("c", (64,), F16, 64)],
        192,
    )
    facts = model_facts(read_header(BytesIO(data), len(data)), "file")
    assert facts.quantization == "F16"
    assert dict(facts.tensor_types) == {"F32": 2, "F16": 1}


def test_a_file_without_weights_has_no_bits_and_no_quantization() -> None:
    facts = model_facts(read_header(BytesIO(gguf_bytes()), 32), "some-file")
    assert facts.bits_per_weight == 0.0
    assert facts.quantization == ""
    assert facts.name == "some-file"


def test_heads_that_differ_by_layer_are_told_by_the_most() -> None:
    facts = facts_with(llama__attention__head_count=[4, 8], llama__attention__head_count_kv=[1, 2])
    assert (facts.heads, facts.kv_heads) == (8, 2)


def test_every_head_has_its_own_keys_and_values_where_the_file_says_nothing_else() -> None:
    assert facts_with(llama__attention__head_count_kv=None).kv_heads == 4


def test_the_claimed_vocabulary_size_serves_where_there_is_no_vocabulary() -> None:
    assert facts_with(tokenizer__ggml__tokens=None, llama__vocab_size=1000).vocabulary_size == 1000


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("SmolLM2-135M-Instruct.Q4_1", "SmolLM2 135M Instruct"),
        ("Meta-Llama-3.1-8B-Instruct-Q4_K_M", "Meta Llama 3.1 8B Instruct"),
        ("Qwen3-30B-A3B-UD-Q4_K_XL", "Qwen3 30B A3B"),
        ("gpt-oss-20b-MXFP4", "gpt oss 20b"),
        ("model.i1-IQ3_XXS", "model"),
        ("Phi-3.5-mini-instruct_IQ4_XS-imat", "Phi 3.5 mini instruct"),
        ("gemma-3-4b-it-BF16-00001-of-00002", "gemma 3 4b it"),
        ("Mistral-7B-v0.3.fp16", "Mistral 7B v0.3"),
        ("bitnet-b1.58-2B-TQ2_0", "bitnet b1.58 2B"),
        ("name-GGUF", "name"),
        ("模型 7B", "模型 7B"),
        ("Q4_0", "Q4 0"),
        ("Q8-Chat", "Q8 Chat"),
        ("---", "---"),
        ("", "Model without a name"),
        ("evil\N{RIGHT-TO-LEFT OVERRIDE}fugg", "evilfugg"),
        ("not utf8 \udcff", "not utf8"),
    ],
)
def test_a_file_name_becomes_a_name_without_its_quantization(stem: str, name: str) -> None:
    assert file_display_name(stem) == name


def test_the_file_name_is_preferred_where_the_header_agrees_with_it() -> None:
    facts = facts_with(
        "SmolLM2-135M-Instruct.Q4_1",
        general__name="Smollm2 135M 8k Lc100K Mix1 Ep2",
        general__basename="smollm2",
    )
    assert facts.display_name == "SmolLM2 135M Instruct"
    assert facts.name == "Smollm2 135M 8k Lc100K Mix1 Ep2"


def test_the_name_in_the_file_is_taken_where_the_file_name_says_something_else() -> None:
    assert facts_with("ggml-model-q4_0", general__name="Llama-3.1-8B Instruct").display_name == "Llama 3.1 8B Instruct"


def test_a_name_is_composed_where_the_file_has_its_pieces_only() -> None:
    facts = facts_with(
        "model", general__name=None, general__basename="Qwen3", general__size_label="4B", general__finetune="Instruct"
    )
    assert facts.display_name == "Qwen3 4B Instruct"


@pytest.mark.parametrize("name", [None, "", "...", "models/"])
def test_the_file_name_serves_where_the_file_has_no_name(name: str | None) -> None:
    assert facts_with("some-file-Q8_0", general__name=name).display_name == "some file"


def test_a_path_as_a_name_is_cut_to_its_last_part() -> None:
    assert facts_with("model", general__name="/somewhere/models/Falcon-7B").display_name == "Falcon 7B"


@given(name=st.text(max_size=300), stem=st.text(max_size=300))
def test_any_name_becomes_one_short_visible_line(name: str, stem: str) -> None:
    encodable = name.encode(errors="replace").decode()
    shown = facts_with(stem, general__name=encodable).display_name
    assert shown.isprintable()
    assert 0 < len(shown) <= 80


def test_a_long_text_is_cut_with_an_ellipsis() -> None:
    assert plain_text("word " * 100, max_chars=12) == "word word w…"


def test_markup_in_a_name_stays_plain_characters() -> None:
    assert facts_with(general__name="<b>Bold</b> <img src=x>").name == "<b>Bold</b> <img src=x>"
