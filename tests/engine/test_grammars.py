"""llama.cpp itself judges the grammars: those that schemas become, and those that are refused before it sees them."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from quantchat.core.grammar_check import check_grammar
from quantchat.core.json_schema_grammar import grammar_of_schema
from quantchat.errors import KnownError

Schema = dict[str, Any]

PERSON: Schema = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 5},
        "age": {"type": "integer"},
        "tags": {"type": "array", "items": {"enum": ["a", 'b"c', 7, None]}, "maxItems": 2},
    },
    "required": ["age"],
}
TREE: Schema = {
    "$ref": "#/$defs/string",
    "$defs": {
        "string": {
            "title": "A definition that has the name of a type",
            "type": "object",
            "properties": {"left": {"$ref": "#/$defs/string"}, "value": {"type": "boolean"}},
            "required": ["value"],
        }
    },
}
FITS: list[tuple[Schema, Any]] = [
    (PERSON, {"age": 3}),
    (PERSON, {"name": "Mé\n", "age": -30}),
    (PERSON, {"age": 0, "tags": []}),
    (PERSON, {"name": "x", "age": 12, "tags": ['b"c', None]}),
    (TREE, {"value": True}),
    (TREE, {"left": {"left": {"value": False}, "value": True}, "value": True}),
    ({}, {"any": [1, -2.5e3, "x", None, True, {}, []]}),
    ({"type": "object"}, {"x": {"y": 1}}),
    ({"type": "object", "additionalProperties": {"type": "integer"}}, {"a": 1, "b": 2}),
    ({"properties": {"a": {}}, "additionalProperties": True}, {"a": 1, "more": "x"}),
    ({"properties": {"a": {"type": "null"}, "b": {"type": "null"}, "c": {"type": "null"}}}, {"b": None}),
    ({"properties": {"a": {"type": "null"}, "b": {"type": "null"}, "c": {"type": "null"}}}, {"a": None, "c": None}),
    ({"properties": {"a": {"type": "null"}}}, {}),
    ({"type": ["string", "null"]}, None),
    ({"anyOf": [{"type": "integer"}, {"const": {"a": "é\\"}}]}, {"a": "é\\"}),
    ({"type": "array", "items": {"type": "number"}, "minItems": 2}, [1.5, 2]),
    ({"prefixItems": [{"type": "string"}, {"type": "integer"}], "items": False, "type": "array"}, ["a", 1]),
    ({"type": "string", "format": "date-time"}, "2026-02-28T23:59:59.5Z"),
    ({"type": "string", "format": "uuid"}, "123e4567-e89b-12d3-a456-426614174000"),
]
DOES_NOT_FIT: list[tuple[Schema, Any]] = [
    (PERSON, {}),
    (PERSON, {"name": "x"}),
    (PERSON, {"age": 1.5}),
    (PERSON, {"age": 1, "other": 2}),
    (PERSON, {"name": "", "age": 1}),
    (PERSON, {"name": "longer", "age": 1}),
    (PERSON, {"age": 1, "tags": ["a", "a", "a"]}),
    (PERSON, {"age": 1, "tags": ["z"]}),
    (TREE, {"left": "text", "value": True}),
    ({"type": "object", "additionalProperties": {"type": "integer"}}, {"a": "1"}),
    ({"type": "array", "items": {"type": "number"}, "minItems": 2}, [1]),
    ({"type": "array", "maxItems": 0}, [1]),
    ({"type": ["string", "null"]}, 1),
    ({"type": "string", "format": "date"}, "2026-13-01"),
]
SOUND = [
    'root ::= "a"',
    'root ::= ("a" | b)* c # a remark\nb ::= [a-z]+\nc ::= "x"{2,5}\n\n# and another\nd ::= .',
    'root ::= "a" |\n  "b"\r\n',
    'root ::= (\n "a"\n | "b" )? [^"\\\\\\x7F\\x00-\\x1F] "\\u00e9" "\\n\\"" ',
    'root ::= item{0,3} item{2} item{1,}\nitem ::= [-a\\]] | "é"',
    'root ::= "(" root ")" | "x"',
    'root ::= <|im_start|> !<|im_end|> "x"',
]
REFUSED = [
    'other ::= "a"',
    "root ::= nowhere",
    'root ::= "open',
    "root ::= [open",
    'root ::= ("a"',
    'root ::= "a" )',
    'root = "a"',
    "root ::= *",
    'root ::= "\\d"',
    'root ::= "\\xZZ"',
    'root ::= "a"{,3}',
    'root ::= "a"{1',
    'root ::= a\na ::= a "b" | "c"',
    'root ::= "a"\n"b"',
    "root ::= <never ends",
    'root ::= "a" $',
]


def judged(jobs: Sequence[tuple[str, str]], starter_model: Path) -> list[bool | None]:
    run = subprocess.run(
        [sys.executable, "-m", "tests.engine.grammar_oracle", str(starter_model)],
        input=json.dumps(jobs),
        capture_output=True,
        text=True,
        check=True,
    )
    result = json.loads(run.stdout)
    assert isinstance(result, list)
    return result


def test_every_answer_that_a_schema_allows_can_be_given_however_it_is_spaced(starter_model: Path) -> None:
    jobs = []
    for schema, value in FITS:
        grammar = grammar_of_schema(json.dumps(schema))
        for text in (
            json.dumps(value, ensure_ascii=False),
            json.dumps(value, separators=(",", ":"), ensure_ascii=False),
            json.dumps(value, indent=2, ensure_ascii=False),
        ):
            jobs.append((grammar, text))
    answers = judged(jobs, starter_model)
    assert [text for (_, text), follows in zip(jobs, answers, strict=True) if not follows] == []


def test_no_answer_that_a_schema_forbids_can_be_given(starter_model: Path) -> None:
    jobs = [(grammar_of_schema(json.dumps(schema)), json.dumps(value)) for schema, value in DOES_NOT_FIT]
    jobs += [
        (jobs[0][0], text) for text in ('{"age": 1', '{"age": 1}}', '{"age": 01}', '{"age": 1,}', "", "{'age': 1}")
    ]
    answers = judged(jobs, starter_model)
    assert [text for (_, text), follows in zip(jobs, answers, strict=True) if follows is not False] == []


def test_a_grammar_that_passes_the_check_is_one_that_llama_cpp_takes(starter_model: Path) -> None:
    for grammar in SOUND:
        check_grammar(grammar)
    assert None not in judged([(grammar, "") for grammar in SOUND], starter_model)


def test_a_grammar_that_llama_cpp_refuses_is_refused_before_it_sees_it(starter_model: Path) -> None:
    assert judged([(grammar, "") for grammar in REFUSED], starter_model) == [None] * len(REFUSED)
    for grammar in REFUSED:
        with pytest.raises(KnownError):
            check_grammar(grammar)
