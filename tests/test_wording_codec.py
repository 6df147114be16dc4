"""Sentences go through the pipe with what they are made of, and nothing else comes out of it."""

from string import Formatter

import msgspec
import pytest

from quantchat.core.plan import KvType
from quantchat.engine.protocol import LoadFailed, decode_event, encode
from quantchat.errors import ErrorKind
from quantchat.wording import NO_WORDS, Wording, joined, verbatim, worded, worded_count
from translations import wordings


def through_the_pipe(sentence: Wording) -> Wording:
    event = decode_event(encode(LoadFailed(ErrorKind.OTHER, sentence)))
    assert isinstance(event, LoadFailed)
    return event.sentence


def pieces(sentence: Wording) -> object:
    values = {name: pieces(value) if isinstance(value, Wording) else value for name, value in sentence.values.items()}
    return sentence, sentence.template, sentence.one, values


@pytest.mark.parametrize(
    "sentence",
    [
        worded("It has {tokens:,} of {limit:,} tokens, {share:.1f} %.", tokens=9000, limit=8192, share=109.86),
        worded_count("{count} layer fewer", "{count} layers fewer", count=1),
        worded_count("{count} layer fewer", "{count} layers fewer", count=3),
        worded("{memory} in {type}, {{so}}", memory=worded("GPU memory ({device})", device="CUDA0"), type=KvType.Q8_0),
        joined((worded("No."), worded_count("{count} file", "{count} files", count=2)), ", "),
        verbatim("in {braces}"),
        NO_WORDS,
    ],
)
def test_a_sentence_arrives_with_its_template_and_its_values(sentence: Wording) -> None:
    assert pieces(through_the_pipe(sentence)) == pieces(sentence)


def test_every_sentence_of_the_program_is_let_through() -> None:
    for template, _ in wordings():
        places = [(name, form) for _, name, form, _ in Formatter().parse(template) if name is not None]
        sentence = Wording(template, {name: 1 if form else "a" for name, form in places})
        assert pieces(through_the_pipe(sentence)) == pieces(sentence)


def test_a_plain_text_where_a_sentence_belongs_arrives_as_it_is() -> None:
    assert through_the_pipe(verbatim("llama.cpp's {own} words")) == "llama.cpp's {own} words"
    plain = msgspec.msgpack.encode({"type": "LoadFailed", "kind": "other", "sentence": "a {text}"})
    event = decode_event(plain)
    assert isinstance(event, LoadFailed)
    assert isinstance(event.sentence, Wording)
    assert event.sentence == "a {text}"


def test_a_name_that_is_no_text_arrives_with_a_question_mark() -> None:
    assert through_the_pipe(worded("{file} is empty.", file="caf\udce9.gguf")) == "caf?.gguf is empty."


def nested(depth: int) -> list[object]:
    sentence: list[object] = ["a", "", {}]
    for _ in range(depth):
        sentence = ["{a}", "", {"a": sentence}]
    return sentence


@pytest.mark.parametrize(
    "sentence",
    [
        ["{a}", "", {}],
        ["{0}", "", {"a": 1}],
        ["{a.__class__}", "", {"a": 1}],
        ["{a[0]}", "", {"a": "text"}],
        ["{a!r}", "", {"a": 1}],
        ["{a:999999999}", "", {"a": 1}],
        ["{a:.999f}", "", {"a": 1}],
        ["{a:,}", "", {"a": "text"}],
        ["{a:{a}}", "", {"a": 1}],
        ["{a", "", {"a": 1}],
        ["files", "a file", {}],
        ["files", "{b}", {"count": 1}],
        ["files", "a file", {"count": 2**31}],
        ["files", "a file", {"count": "1"}],
        ["a", "", {"b": None}],
        ["a", ""],
        [1, "", {}],
        {"a": 1},
        7,
        None,
        nested(100_000 // 8),
    ],
)
def test_what_is_no_honest_sentence_is_refused_as_nonsense(sentence: object) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode_event(load_failed(sentence))


def load_failed(sentence: object) -> bytes:
    """A message of a child that a model file has taken over."""
    head = msgspec.msgpack.encode({"type": "LoadFailed", "kind": "other", "sentence": None})
    return head[:-1] + packed(sentence)


def packed(value: object) -> bytes:
    """MessagePack of a value, of any depth."""
    parts: list[bytes] = []
    left: list[object] = [value]
    while left:
        value = left.pop()
        if isinstance(value, list) and len(value) == 3 and isinstance(value[2], dict) and len(value[2]) == 1:
            parts.append(b"\x93" + msgspec.msgpack.encode(value[0]) + msgspec.msgpack.encode(value[1]) + b"\x81")
            ((name, filling),) = value[2].items()
            parts.append(msgspec.msgpack.encode(name))
            left.append(filling)
        else:
            parts.append(msgspec.msgpack.encode(value))
    return b"".join(parts)
