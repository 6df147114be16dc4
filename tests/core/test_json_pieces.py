"""The same values as the standard library's parser, and the same refusals."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quantchat.core.json_pieces import parse_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def standard(data: bytes) -> object:
    return json.loads(data, parse_constant=lambda _name: None)


@given(value=VALUES, indent=st.sampled_from([None, 0, 3]), is_ascii=st.booleans())
def test_what_was_written_is_read(value: object, indent: int | None, is_ascii: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=is_ascii)
    assert parse_json(text.encode("utf-8", "surrogatepass")) == value


@given(text=st.text(alphabet='[]{}",:01e-. \n\\utrfalsn', max_size=12))
def test_what_the_standard_parser_refuses_is_refused_and_what_it_takes_is_the_same(text: str) -> None:
    data = text.encode()
    try:
        value = standard(data)
    except json.JSONDecodeError:
        with pytest.raises(json.JSONDecodeError):
            parse_json(data)
    else:
        assert parse_json(data) == value


@pytest.mark.parametrize(
    "text",
    ["[1, 2]", '{"a": [1, {"b": []}], "a": 2}', "[NaN]", '{"a": -Infinity}', " 3 ", '"x"', "[]", "{}", '[[], {}, ""]'],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "utf-8-sig"])
def test_every_form_and_encoding_is_read(text: str, encoding: str) -> None:
    assert parse_json(text.encode(encoding)) == standard(text.encode(encoding))


@pytest.mark.parametrize(
    "text", ["", "[", "[1", "[1,", "[1,]", "[,]", "{", '{"a"', '{"a":', '{"a":1,}', "{1:2}", "[] x", "]"]
)
def test_a_broken_document_is_refused(text: str) -> None:
    with pytest.raises(json.JSONDecodeError):
        parse_json(text.encode())


def test_a_document_nested_without_end_is_refused() -> None:
    with pytest.raises(RecursionError):
        parse_json(b"[" * 100_000)
