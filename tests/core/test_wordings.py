"""What core refuses is told as wordings, so that the window can say it in the person's language."""

import json
from collections.abc import Callable
from io import BytesIO

import pytest

from quantchat.core.architectures import ENGINE_ARCHITECTURES, WHY_A_FILE_CANNOT_CHAT, WHY_IT_CANNOT_CHAT
from quantchat.core.assistants import assistants_from_bytes, check_name, check_prompt
from quantchat.core.attention_layout import attention_layout
from quantchat.core.chat import Sampling
from quantchat.core.conversation_import import read_conversations
from quantchat.core.foreign_values import UnusableError, text_of
from quantchat.core.gguf import read_header
from quantchat.core.grammar_check import check_grammar
from quantchat.core.hardware_json import parse_hardware
from quantchat.core.json_schema_grammar import grammar_of_schema
from quantchat.core.model_check import check_model
from quantchat.core.model_shapes import synthesized_header
from quantchat.core.sampling_choice_json import choice_from_object
from quantchat.core.sampling_ranges import RANGES, SEED_RANGE, check_sampling
from quantchat.errors import KnownError
from quantchat.wording import Value, Wording, joined, verbatim
from tests.library.gguf_files import Q4_0, entry, gguf_bytes, model_bytes, tensor

_NO_HIDING = frozenset({verbatim("x").template, *(joined("x" * count).template for count in (2, 3, 4))})
"""Templates that hold no English: with one of them alone a sentence could be plain text behind a wording's face."""


def read(data: bytes) -> None:
    check_model(read_header(BytesIO(data), len(data)))


def lay_out(data: bytes) -> None:
    attention_layout(read_header(BytesIO(data), len(data)))


def describe(gpu: dict[str, object]) -> None:
    parse_hardware({"ram": {"total_bytes": 1}, "gpus": [gpu]})


REFUSED: dict[str, Callable[[], object]] = {
    "a file that is no model": lambda: read(b"GIF89a"),
    "an old model": lambda: read(b"GGUF\1\0\0\0"),
    "a model that is cut off": lambda: read(model_bytes()[:-1]),
    "a file that counts too much": lambda: read(b"GGUF\3\0\0\0" + b"\xff" * 16),
    "a tensor whose shape does not suit it": lambda: read(gguf_bytes(tensors=[tensor("t", (3,), Q4_0, 0)])),
    "a metadata entry that is there twice": lambda: read(gguf_bytes([entry("k", 1)] * 2)),
    "a model without weights": lambda: read(gguf_bytes([entry("general.architecture", "llama")])),
    "a model of no architecture": lambda: read(gguf_bytes(tensors=[tensor("t", (32,), Q4_0, 0)], data_bytes=18)),
    "a model without layers": lambda: lay_out(gguf_bytes([entry("general.architecture", "llama")])),
    "a model that is not known before its download": lambda: synthesized_header({}, 1, tied_output=False),
    "a model that does not say how wide it is": lambda: synthesized_header(
        {"general.architecture": "llama"}, 1, tied_output=False
    ),
    "a file that is no conversation": lambda: read_conversations(b"{}", "a.json"),
    "a file that is no JSON": lambda: read_conversations(b"{", "a.json"),
    "a file of a newer version": lambda: read_conversations(
        json.dumps({"format": "quantchat-conversations", "version": 99}).encode(), "a.json"
    ),
    "a grammar with an empty set": lambda: check_grammar("root ::= []"),
    "a grammar without a beginning": lambda: check_grammar('a ::= "b"'),
    "a grammar in a circle": lambda: check_grammar("root ::= root"),
    "a schema that is no JSON": lambda: grammar_of_schema("{"),
    "a schema that asks for what is not known": lambda: grammar_of_schema('{"multipleOf": 3}'),
    "a part of a schema that is none": lambda: grammar_of_schema('{"properties": {"a": 5}}'),
    "a schema in a circle": lambda: grammar_of_schema('{"$ref": "#"}'),
    "a temperature": lambda: check_sampling(Sampling(temperature=9)),
    "a number with decimals": lambda: check_sampling(Sampling(top_k=-1)),
    "an empty stop text": lambda: check_sampling(Sampling(stop=("",))),
    "a stop text that is none": lambda: choice_from_object({"stop": 3}),
    "an assistant without a name": lambda: check_name(" ", ()),
    "a name that is taken": lambda: check_name("Ada", ("ada",)),
    "a prompt that is too long": lambda: check_prompt("x" * 100_000),
    "a file of assistants": lambda: assistants_from_bytes(b'{"format": "quantchat-assistants", "version": 2}'),
    "hardware that is no object": lambda: parse_hardware([]),
    "hardware without memory": lambda: parse_hardware({}),
    "a GPU without memory": lambda: describe({"name": "RTX 4060"}),
    "a GPU with less than no memory": lambda: describe({"total_bytes": -1}),
    "a GPU with a bandwidth of an unknown kind": lambda: describe({"total_bytes": 1, "bandwidth_basis": "guessed"}),
}


@pytest.mark.parametrize("refuse", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_is_told_so_that_it_can_be_translated(refuse: Callable[[], object]) -> None:
    with pytest.raises(KnownError) as caught:
        refuse()
    assert_translatable(caught.value.sentence)
    if caught.value.hint:
        assert_translatable(caught.value.hint)


def test_what_a_conversation_is_left_out_for_can_be_translated() -> None:
    with pytest.raises(UnusableError) as caught:
        text_of("x" * 10_000_001)
    assert_translatable(caught.value.reason)
    own = json.dumps({"format": "quantchat-conversations", "version": 1, "conversations": [{"messages": [{}]}, 5]})
    skipped = read_conversations(own.encode(), "a.json").skipped
    assert len(skipped) == 2
    for each in skipped:
        assert_translatable(each.reason)


def test_why_a_model_cannot_chat_and_what_a_value_may_be_can_be_translated() -> None:
    assert WHY_IT_CANNOT_CHAT.keys() <= ENGINE_ARCHITECTURES
    for sentence in (*WHY_IT_CANNOT_CHAT.values(), *WHY_A_FILE_CANNOT_CHAT.values()):
        assert_translatable(sentence)
    for allowed in (*RANGES.values(), SEED_RANGE):
        assert_translatable(allowed.name)
        assert_translatable(allowed.sentence)


def assert_translatable(text: Value) -> None:
    assert isinstance(text, Wording)
    assert text
    if text.template in _NO_HIDING:  # sentences set one behind the other: each must be one
        assert len(text.values) > 1
        for part in text.values.values():
            assert_translatable(part)
