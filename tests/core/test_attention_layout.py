"""The layers of a model are what llama.cpp makes of the file's figures."""

from types import MappingProxyType

import pytest

from quantchat.core.attention_layout import AttentionLayout, attention_layout, trained_context
from quantchat.core.gguf import GgufHeader
from quantchat.core.gguf_metadata import MetadataValue
from quantchat.errors import ErrorKind, KnownError


def header(architecture: str, **parameters: MetadataValue) -> GgufHeader:
    """A header without tensors; "__" in a parameter's name stands for "."."""
    values: dict[str, MetadataValue] = {
        "block_count": 8,
        "context_length": 8192,
        "embedding_length": 512,
        "feed_forward_length": 1024,
        "attention__head_count": 8,
    }
    metadata: dict[str, MetadataValue] = {"general.architecture": architecture}
    for name, value in (values | parameters).items():
        metadata[f"{architecture}.{name.replace('__', '.')}"] = value
    return GgufHeader(3, MappingProxyType(metadata), (), 32, 0, 0)


def layout(architecture: str, **parameters: MetadataValue) -> AttentionLayout:
    return attention_layout(header(architecture, **parameters))


def sliding(architecture: str, **parameters: MetadataValue) -> str:
    """One letter a layer: "w" looks back over a window, "f" over everything."""
    return "".join("w" if layer.is_sliding else "f" for layer in layout(architecture, **parameters).layers)


def cached(architecture: str, **parameters: MetadataValue) -> str:
    """One letter a layer: "k" keeps keys and values, "r" a recurrent state, "b" both, "-" nothing."""
    letters = {(True, False): "k", (False, True): "r", (True, True): "b", (False, False): "-"}
    layers = layout(architecture, **parameters).layers
    return "".join(letters[layer.has_cache, layer.state_numbers > 0] for layer in layers)


def refusal(architecture: str, **parameters: MetadataValue) -> str:
    with pytest.raises(KnownError) as caught:
        layout(architecture, **parameters)
    assert caught.value.kind is ErrorKind.MALFORMED
    return caught.value.sentence


def test_heads_share_the_embedding_unless_the_file_gives_their_dimensions() -> None:
    plain = layout("llama", attention__head_count_kv=2).layers[0]
    given = layout("qwen3", attention__head_count_kv=2, attention__key_length=128, attention__value_length=96).layers[0]

    assert (plain.heads, plain.kv_heads, plain.key_dimension, plain.value_dimension) == (8, 2, 64, 64)
    assert (plain.key_width, plain.value_width) == (128, 128)
    assert (given.key_width, given.value_width) == (256, 192)


def test_a_model_that_names_no_kv_heads_has_as_many_as_attention_heads() -> None:
    assert layout("llama").layers[3].kv_heads == 8


def test_heads_may_differ_from_layer_to_layer() -> None:
    model = layout("openelm", block_count=3, attention__head_count=(4, 8, 8), attention__head_count_kv=(1, 2, 4))

    assert [(layer.heads, layer.kv_heads) for layer in model.layers] == [(4, 1), (8, 2), (8, 4)]
    assert model.widest_value == 4 * 128


@pytest.mark.parametrize(
    ("architecture", "parameters", "layers"),
    [
        ("llama", {"attention__sliding_window": 1024}, "ffffffff"),
        ("phi3", {"attention__sliding_window": 1024}, "ffffffff"),
        ("gemma2", {}, "wfwfwfwf"),
        ("gemma3", {"attention__sliding_window": 512}, "wwwwwfww"),
        ("gemma3", {"attention__sliding_window": 0}, "ffffffff"),
        ("gemma3", {}, "ffffffff"),
        ("gemma3", {"attention__sliding_window": 512, "attention__sliding_window_pattern": 2}, "wfwfwfwf"),
        ("gemma3", {"attention__sliding_window": 512, "attention__sliding_window_pattern": 0}, "wwwwwwww"),
        ("gemma3", {"attention__sliding_window": 512, "attention__sliding_window_pattern": (True, False)}, "wfffffff"),
        ("gpt-oss", {"attention__sliding_window": 128}, "wfwfwfwf"),
        ("cohere2", {"attention__sliding_window": 4096}, "wwwfwwwf"),
        ("cohere2moe", {"attention__sliding_window": 4096}, "fwwwfwww"),
        ("llama4", {}, "wwwfwwwf"),
        ("llama4", {"attention__sliding_window": 0}, "ffffffff"),
        ("exaone4", {"attention__sliding_window": 4096}, "ffffffff"),
        ("exaone4", {"block_count": 64}, "wwwf" * 16),
        ("cohere2moe", {"attention__sliding_window": 4096, "nextn_predict_layers": 1}, "fwwwfwwf"),
        ("lfm2", {"attention__sliding_window": 9, "attention__head_count_kv": (0, 2) * 4}, "fwfwfwfw"),
    ],
)
def test_layers_with_a_window_are_those_that_llama_cpp_gives_one(
    architecture: str, parameters: dict[str, MetadataValue], layers: str
) -> None:
    assert sliding(architecture, **parameters) == layers


@pytest.mark.parametrize(
    ("architecture", "window", "tokens"),
    [("gemma2", None, 4096), ("gemma2", 2048, 2048), ("llama4", 512, 8192), ("smallthinker", 99, 4096), ("phi3", 9, 0)],
)
def test_the_window_is_the_files_or_the_one_llama_cpp_insists_on(
    architecture: str, window: int | None, tokens: int
) -> None:
    given: dict[str, MetadataValue] = {} if window is None else {"attention__sliding_window": window}

    assert layout(architecture, **given).sliding_window_tokens == tokens


def test_sliding_layers_may_have_heads_of_another_size() -> None:
    model = layout(
        "gemma4",
        block_count=2,
        attention__key_length=512,
        attention__value_length=512,
        attention__key_length_swa=256,
        attention__value_length_swa=256,
        attention__sliding_window=512,
        attention__sliding_window_pattern=(True, False),
        attention__head_count_kv=(8, 1),
    )

    assert [layer.key_width for layer in model.layers] == [8 * 256, 512]


@pytest.mark.parametrize(
    ("architecture", "parameters", "layers"),
    [
        ("llama", {}, "kkkkkkkk"),
        ("glm4moe", {"nextn_predict_layers": 1}, "kkkkkkk-"),
        ("graniteswitch", {}, "kkkkkkkkk"),
        ("nanbeige", {"num_loops": 3}, "k" * 24),
        ("gemma3n", {"block_count": 22, "attention__sliding_window": 512}, "k" * 20 + "--"),
        (
            "gemma4",
            {
                "attention__sliding_window": 9,
                "attention__sliding_window_pattern": (True, False),
                "attention__shared_kv_layers": 3,
            },
            "kkkkk---",
        ),
        ("mamba", {"ssm__conv_kernel": 4, "ssm__inner_size": 64, "ssm__state_size": 16}, "rrrrrrrr"),
        ("falcon-h1", {"ssm__conv_kernel": 4, "ssm__inner_size": 64, "ssm__state_size": 16}, "bbbbbbbb"),
        ("qwen3next", {"ssm__inner_size": 64, "ssm__state_size": 16}, "rrrkrrrk"),
        ("qwen35", {"ssm__inner_size": 64, "ssm__state_size": 16, "nextn_predict_layers": 1}, "rrrkrrr-"),
        ("lfm2", {"shortconv__l_cache": 3, "attention__head_count_kv": (0, 0, 2, 0, 0, 2, 0, 0)}, "rrkrrkrr"),
        (
            "nemotron_h",
            {
                "ssm__inner_size": 64,
                "ssm__state_size": 16,
                "attention__head_count_kv": (0, 0, 2, 0) * 2,
                "feed_forward_length": (0, 99, 0, 99) * 2,
            },
            "r-k-r-k-",
        ),
        ("bert", {}, "--------"),
    ],
)
def test_each_layer_keeps_what_llama_cpp_keeps_for_it(
    architecture: str, parameters: dict[str, MetadataValue], layers: str
) -> None:
    assert cached(architecture, **parameters) == layers


def test_the_state_of_a_mamba_layer_counts_groups_only_where_llama_cpp_reads_them() -> None:
    figures: dict[str, MetadataValue] = {
        "ssm__conv_kernel": 4,
        "ssm__inner_size": 1024,
        "ssm__state_size": 128,
        "ssm__group_count": 2,
    }

    assert layout("mamba2", **figures).layers[0].state_numbers == 3 * (1024 + 2 * 2 * 128) + 128 * 1024
    assert layout("mamba", **figures).layers[0].state_numbers == 3 * 1024 + 128 * 1024


def test_latent_attention_is_told_from_its_two_lengths_and_only_where_llama_cpp_has_it() -> None:
    lengths: dict[str, MetadataValue] = {"attention__key_length_mla": 192, "attention__value_length_mla": 128}

    assert layout("deepseek2", **lengths).is_mla
    assert not layout("deepseek2").is_mla
    assert not layout("deepseek2-ocr", **lengths).is_mla


def test_an_indexer_adds_keys_to_the_layers_that_have_one_of_their_own() -> None:
    model = layout("glm-dsa", context_length=2**20, attention__indexer__key_length=128, nextn_predict_layers=1)
    older = layout("glm-dsa", attention__indexer__key_length=128)

    assert [layer.indexer_key_width for layer in model.layers] == [128, 128, 128, 0, 0, 0, 128, 0]
    assert all(layer.indexer_key_width == 128 for layer in older.layers)


def test_an_architecture_that_is_modelled_has_nothing_to_explain() -> None:
    model = layout("qwen3moe")

    assert (model.is_exact, model.why, model.can_flash) == (True, "", True)
    assert not layout("grok").can_flash


@pytest.mark.parametrize("architecture", ["deepseek4", "quantumfoo"])
def test_an_architecture_that_is_not_modelled_says_so_and_keeps_everything(architecture: str) -> None:
    model = layout(architecture)

    assert not model.is_exact
    assert model.why.endswith(".")
    assert all(layer.has_cache and layer.key_width and layer.value_width for layer in model.layers)


def test_the_trained_context_is_the_files_or_unknown() -> None:
    assert trained_context(header("llama", context_length=131072)) == 131072
    assert trained_context(GgufHeader(3, MappingProxyType({"general.architecture": "llama"}), (), 32, 0, 0)) == 0


@pytest.mark.parametrize(
    ("architecture", "parameters", "words"),
    [
        ("llama", {"block_count": 0}, "0 layers"),
        ("llama", {"block_count": 513}, "513 layers"),
        ("llama", {"block_count": (1, 2)}, "block_count"),
        ("llama", {"nextn_predict_layers": 9}, "9 of 8 layers"),
        ("llama", {"embedding_length": 0}, "embedding_length"),
        ("llama", {"embedding_length": "wide"}, "embedding_length"),
        ("llama", {"attention__head_count": (8,) * 7}, "7 elements for 8 layers"),
        ("llama", {"attention__head_count_kv": -1}, "head_count_kv"),
        ("llama", {"attention__head_count_kv": 2.5}, "head_count_kv"),
        ("llama", {"attention__key_length": 2**32}, "key_length"),
        ("gpt-oss", {}, "sliding window"),
        ("mimo2", {"attention__sliding_window": 128}, "which layers"),
        ("qwen35", {"full_attention_interval": 0}, "every 0 layers"),
        ("nanbeige", {"num_loops": 100}, "100 times"),
    ],
)
def test_figures_that_llama_cpp_would_refuse_are_a_known_error_that_names_them(
    architecture: str, parameters: dict[str, MetadataValue], words: str
) -> None:
    assert words in refusal(architecture, **parameters)
