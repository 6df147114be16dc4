"""A schema that cannot be kept to is refused with its place; llama.cpp itself judges the grammars elsewhere."""

import json
from typing import Any

import pytest

from quantchat.core.json_schema_grammar import MAX_SCHEMA_BYTES, grammar_of_schema
from quantchat.errors import KnownError


def refusal(schema: Any) -> str:
    with pytest.raises(KnownError) as refused:
        grammar_of_schema(schema if isinstance(schema, str) else json.dumps(schema))
    return refused.value.sentence


@pytest.mark.parametrize(
    ("schema", "word"),
    [
        ({"type": "integer", "minimum": 3}, "minimum"),
        ({"type": "string", "pattern": "^a+$"}, "pattern"),
        ({"type": "array", "uniqueItems": True}, "uniqueItems"),
        ({"allOf": [{"type": "string"}]}, "allOf"),
        ({"not": {"type": "string"}}, "not"),
    ],
)
def test_what_a_grammar_cannot_say_is_refused_and_not_passed_over(schema: Any, word: str) -> None:
    assert refusal(schema) == f"The JSON schema cannot be used: it uses “{word}”, to which answers cannot be held."


def test_the_place_of_a_fault_is_told() -> None:
    schema = {"properties": {"list": {"items": {"properties": {"age": {"type": "integr"}}}}}}
    assert refusal(schema) == "The JSON schema cannot be used: “/list/items/age” in it has a type that is not known."


def test_what_stands_beside_a_reference_is_refused_unless_it_is_a_remark() -> None:
    definitions = {"$defs": {"a": {"type": "null"}}}
    assert "“minLength” beside “$ref”" in refusal({"$ref": "#/$defs/a", "minLength": 2, **definitions})
    assert "null" in grammar_of_schema(json.dumps({"$ref": "#/$defs/a", "description": "nothing", **definitions}))


@pytest.mark.parametrize("reference", ["http://example.org/schema", "other.json#/a", 3])
def test_nothing_outside_the_schema_is_fetched(reference: Any) -> None:
    assert "refers to something outside this schema" in refusal({"$ref": reference})


def test_a_reference_to_nowhere_is_refused() -> None:
    assert "refers to “#/$defs/b”, which is not there" in refusal({"$ref": "#/$defs/b", "$defs": {}})


def test_a_definition_that_is_only_itself_is_refused() -> None:
    schema = {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}}
    assert "come back to itself without a character" in refusal(schema)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[" * 50_000, '{"const": NaN}', "\ud800", "[]", "3", "false", '{"const": ' + "[" * 900 + "]" * 900 + "}"],
)
def test_what_is_no_schema_is_refused(text: str) -> None:
    assert refusal(text).startswith("The JSON schema ")


def test_schemas_that_would_make_endless_grammars_are_refused() -> None:
    nested: dict[str, Any] = {}
    for _ in range(60):
        nested = {"type": "array", "items": nested}
    assert "nested deeper than 32 levels" in refusal(nested)
    assert "repeats something more than" in refusal({"type": "array", "maxItems": 10**5})
    assert "is larger than 32 KiB" in refusal(" " * MAX_SCHEMA_BYTES + "{}")
    assert "is too large" in refusal({"properties": {str(number): {} for number in range(1000)}})


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "minLength": -1},
        {"type": "string", "minLength": True},
        {"type": "string", "minLength": 5, "maxLength": 2},
        {"type": "string", "format": "email"},
        {"type": "object", "properties": []},
        {"type": "object", "required": ["a"]},
        {"type": "object", "required": [["a"]]},
        {"enum": []},
        {"enum": "a"},
        {"type": []},
        {"type": [{}]},
        {"anyOf": [3]},
        {"prefixItems": [{}]},
    ],
)
def test_a_schema_with_something_that_makes_no_sense_is_refused(schema: Any) -> None:
    assert "cannot be used" in refusal(schema)


def test_a_schema_without_a_demand_allows_every_json_value() -> None:
    assert grammar_of_schema("true") == grammar_of_schema("{}") == grammar_of_schema('{"title": "Anything"}')
