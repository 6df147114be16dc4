"""Makes the grammar (GBNF) of all JSON texts that a JSON schema allows, so that an answer cannot be anything else.

Schemas are read as JSON Schema 2020-12 writes them. What a grammar cannot say, such as `uniqueItems` or the bounds of a
number, is refused rather than passed over: an answer that only looks checked is worse than none. Objects have their
properties in the order of the schema, which makes the grammar small and is what models do anyway, and no others than
those that are named unless `additionalProperties` says so.

The converter that comes with llama-cpp-python is not used: it mixes up definitions that have the names of its own
rules (a definition called "string" becomes any text), passes over the bounds of numbers in silence, and the app, which
should say what is wrong with a schema before anything is asked, must not import it.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Never

from quantchat.core.grammar_check import check_grammar
from quantchat.core.plain_text import plain_text
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import Wording, joined, worded

MAX_SCHEMA_BYTES = 32 * 1024
MAX_DEPTH = 32
MAX_RULES = 1500

_Json = object

_REMARKS = frozenset(
    {"title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly"}
) | frozenset({"$schema", "$id", "$comment", "$defs", "definitions", "$anchor"})
"""What a schema may say that holds no answer to anything."""

_TYPES = ("string", "number", "integer", "boolean", "null", "object", "array")

_KEYWORDS: Mapping[str, frozenset[str]] = {
    "string": frozenset({"minLength", "maxLength", "format"}),
    "number": frozenset(),
    "integer": frozenset(),
    "boolean": frozenset(),
    "null": frozenset(),
    "object": frozenset({"properties", "required", "additionalProperties"}),
    "array": frozenset({"items", "prefixItems", "minItems", "maxItems"}),
}
"""What can be said of each type here."""

_SPACE = "space"
_COMMON_RULES: Mapping[str, str] = {
    # A model may indent, but not without end: small ones otherwise write blank space until the context is full.
    _SPACE: r'( " " | "\n" [ \t]{0,12} )?',
    "char": r'[^"\\\x7F\x00-\x1F] | "\\" ( ["\\/bfnrt] | "u" [0-9a-fA-F]{4} )',
    "string": r'"\"" char* "\""',
    "integer": r'"-"? ( "0" | [1-9] [0-9]{0,17} )',
    "number": r'integer ( "." [0-9]{1,17} )? ( [eE] [-+]? [0-9]{1,3} )?',
    "boolean": '"true" | "false"',
    "null": '"null"',
    "value": "object | array | string | number | boolean | null",
    "object": '"{" space ( pair ( space "," space pair )* )? space "}"',
    "pair": 'string space ":" space value',
    "array": '"[" space ( value ( space "," space value )* )? space "]"',
    "date": '[0-9]{4} "-" ( "0" [1-9] | "1" [0-2] ) "-" ( "0" [1-9] | [1-2] [0-9] | "3" [0-1] )',
    "time": '( [0-1] [0-9] | "2" [0-3] ) ":" [0-5] [0-9] ":" [0-5] [0-9] ( "." [0-9]{1,9} )? zone',
    "zone": '"Z" | [-+] ( [0-1] [0-9] | "2" [0-3] ) ":" [0-5] [0-9]',
    "date-time": 'date "T" time',
    "uuid": '[0-9a-fA-F]{8} "-" [0-9a-fA-F]{4} "-" [0-9a-fA-F]{4} "-" [0-9a-fA-F]{4} "-" [0-9a-fA-F]{12}',
}
"""Rules that schemas share; all but those that are used are left out."""

_FORMATS = ("date", "time", "date-time", "uuid")


def grammar_of_schema(text: str) -> str:
    """The grammar of a JSON schema.

    Raises:
        KnownError: it is no JSON, no schema, too large, or asks for something that a grammar cannot hold an answer to.
    """
    if len(text.encode("utf-8", "replace")) > MAX_SCHEMA_BYTES:
        raise _refusal(worded("The JSON schema is larger than {kibibytes} KiB.", kibibytes=MAX_SCHEMA_BYTES // 1024))
    try:
        schema = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        if isinstance(error, json.JSONDecodeError):
            fault = worded("The JSON schema is not valid JSON (line {line}).", line=error.lineno)
        else:
            fault = worded("The JSON schema is not valid JSON.")
        raise _refusal(fault) from error
    grammar = _Writer(schema).grammar()
    try:
        check_grammar(grammar)
    except KnownError as error:  # it is too large, or refers to itself without end
        fault = worded("The JSON schema makes a grammar that cannot be used.")
        raise _refusal(joined((fault, error.sentence))) from error
    return grammar


class _Writer:
    """Writes the rules of one schema; a definition that is named twice is written once, so that it may name itself."""

    def __init__(self, schema: _Json) -> None:
        self._schema = schema
        self._rules: dict[str, str] = {}
        self._definitions: dict[str, str] = {}

    def grammar(self) -> str:
        """The whole grammar."""
        self._rules["root"] = ""
        self._rules["root"] = self._expression(self._schema, "", depth=0)
        return "\n".join(f"{name} ::= {expression}" for name, expression in self._rules.items()) + "\n"

    def _expression(self, schema: _Json, place: str, depth: int) -> str:
        """What a schema allows, as an expression; `place` is where it stands, for the person."""
        if depth > MAX_DEPTH:
            raise _refusal(worded("The JSON schema is nested deeper than {most} levels.", most=MAX_DEPTH))
        if schema is True or schema == {}:
            return self._common("value")
        if not isinstance(schema, dict):
            raise _refusal_at(worded("{part} is no schema", part=_part(place)))
        said = {key: value for key, value in schema.items() if key not in _REMARKS}
        if not said:
            return self._common("value")
        if "$ref" in said:
            return self._reference(_only(said, place, "$ref"), place, depth)
        for either in ("anyOf", "oneOf"):
            if either in said:
                return self._any_of(_only(said, place, either), place, depth)
        if "const" in said:
            return self._constant(_only(said, place, "const", "type"), depth)
        if "enum" in said:
            return " | ".join(
                self._constant(value, depth) for value in _list(_only(said, place, "enum", "type"), place)
            )
        return self._typed(said, place, depth)

    def _typed(self, said: Mapping[str, _Json], place: str, depth: int) -> str:
        kind = said.get("type", _implied_type(said))
        kinds = [name for name in (kind if isinstance(kind, list) else [kind]) if isinstance(name, str)]
        if not kinds or any(name not in _TYPES for name in kinds):
            if "type" in said:
                raise _refusal_at(worded("{part} has a type that is not known", part=_part(place)))
            raise _unknown_word(place, next(iter(said)))
        allowed = frozenset({"type"}).union(*(_KEYWORDS[name] for name in kinds))
        if unknown := sorted(said.keys() - allowed):
            raise _unknown_word(place, unknown[0])
        return " | ".join(self._one_type(name, said, place, depth) for name in kinds)

    def _one_type(self, kind: str, said: Mapping[str, _Json], place: str, depth: int) -> str:
        if kind == "object" and said.keys() & _KEYWORDS["object"]:
            return self._object(said, place, depth)
        if kind == "array" and said.keys() & _KEYWORDS["array"]:
            return self._array(said, place, depth)
        if kind == "string" and said.keys() & _KEYWORDS["string"]:
            return self._string(said, place)
        return self._common(kind)

    def _reference(self, target: _Json, place: str, depth: int) -> str:
        """A rule of its own for what a reference names; JSON pointers within the schema only."""
        if not isinstance(target, str) or not (target == "#" or target.startswith("#/")):
            raise _refusal_at(worded("{part} refers to something outside this schema", part=_part(place)))
        if target == "#":
            return "root"
        if target not in self._definitions:
            name = self._new_rule()
            self._definitions[target] = name
            self._rules[name] = self._expression(self._pointed_at(target, place), target, depth + 1)
        return self._definitions[target]

    def _pointed_at(self, target: str, place: str) -> _Json:
        found = self._schema
        for part in target[2:].split("/"):
            key = part.replace("~1", "/").replace("~0", "~")
            if not isinstance(found, dict) or key not in found:
                raise _refusal_at(
                    worded(
                        "{part} refers to “{target}”, which is not there", part=_part(place), target=plain_text(target)
                    )
                )
            found = found[key]
        return found

    def _any_of(self, schemas: _Json, place: str, depth: int) -> str:
        """Also for `oneOf`: which of several fit is not asked, since an answer is drawn from one of them."""
        ways = [self._sub_rule(way, f"{place}/{number}", depth) for number, way in enumerate(_list(schemas, place))]
        return " | ".join(ways)

    def _constant(self, value: _Json, depth: int) -> str:
        """One value and no other, blank space left to the model."""
        if depth > MAX_DEPTH:
            raise _refusal(worded("The JSON schema is nested deeper than {most} levels.", most=MAX_DEPTH))
        if not isinstance(value, dict | list) or not value:
            return _literal(json.dumps(value, ensure_ascii=False))
        space = self._common(_SPACE)
        comma = f' {space} "," {space} '
        if isinstance(value, list):
            return f'"[" {space} {comma.join(self._constant(item, depth + 1) for item in value)} {space} "]"'
        pairs = [
            f'{_literal(json.dumps(key, ensure_ascii=False))} {space} ":" {space} {self._constant(item, depth + 1)}'
            for key, item in value.items()
        ]
        return f'"{{" {space} {comma.join(pairs)} {space} "}}"'

    def _object(self, said: Mapping[str, _Json], place: str, depth: int) -> str:
        properties = said.get("properties", {})
        required = _list(said.get("required", []), place, may_be_empty=True)
        if not isinstance(properties, dict):
            raise _refusal_at(worded("{part} has properties that are none", part=_part(place)))
        if unknown := [name for name in required if not isinstance(name, str) or name not in properties]:
            raise _refusal_at(
                worded(
                    "{part} requires “{key}”, which is not among its properties",
                    part=_part(place),
                    key=plain_text(str(unknown[0])),
                )
            )
        pairs = [self._pair(name, schema, place, depth) for name, schema in properties.items()]
        others = said.get("additionalProperties", not properties)
        if others is not False:
            pairs.append(self._other_pairs(others, place, depth))
        is_needed = [name in required for name in properties] + [False] * (others is not False)
        return f'"{{" {self._common(_SPACE)} {self._pairs_in_order(pairs, is_needed)} "}}"'

    def _pair(self, name: str, schema: _Json, place: str, depth: int) -> str:
        value = self._sub_rule(schema, f"{place}/{name}", depth)
        key = _literal(json.dumps(name, ensure_ascii=False))
        return self._rule(f'{key} {self._common(_SPACE)} ":" {_SPACE} {value} {_SPACE}')

    def _other_pairs(self, schema: _Json, place: str, depth: int) -> str:
        """Pairs of names that the schema does not name; a name of its own may then occur twice, the last one counts."""
        value = self._sub_rule(schema, f"{place}/additionalProperties", depth)
        pair = self._rule(f'{self._common("string")} {self._common(_SPACE)} ":" {_SPACE} {value} {_SPACE}')
        return self._rule(f'{pair} ( "," {_SPACE} {pair} )*')

    def _pairs_in_order(self, pairs: Sequence[str], is_needed: Sequence[bool]) -> str:
        """Pairs with commas between them, those that are not needed left out at will.

        Built from the end: what may follow once something stands there, and what may stand there first.
        """
        first = follows = ""
        some_needed = False
        for pair, needed in reversed(list(zip(pairs, is_needed, strict=True))):
            some_needed = some_needed or needed
            begins = f"{pair} {follows}".strip()
            ways = begins if needed or not first else f"{begins} | {first}"
            first = self._rule(ways if some_needed else f"( {ways} )?")
            comma = f'"," {_SPACE} {pair}'
            follows = self._rule(f"{comma if needed else f'( {comma} )?'} {follows}".strip())
        return first

    def _array(self, said: Mapping[str, _Json], place: str, depth: int) -> str:
        heads = _list(said.get("prefixItems", []), place, may_be_empty=True)
        item_rules = [self._sub_rule(head, f"{place}/{number}", depth) for number, head in enumerate(heads)]
        least, most = _bounds(said, "minItems", "maxItems", place)
        if heads and (said.get("items") is not False or {"minItems", "maxItems"} & said.keys()):
            raise _refusal_at(
                worded(
                    "{part} has “prefixItems” beside other items, to which answers cannot be held", part=_part(place)
                )
            )
        self._common(_SPACE)
        if heads:
            inside = f' {_SPACE} "," {_SPACE} '.join(item_rules)
        else:
            inside = self._repeated(self._sub_rule(said.get("items", True), f"{place}/items", depth), least, most)
        return f'"[" {_SPACE} {inside} {_SPACE} "]"'

    def _repeated(self, item: str, least: int, most: int | None) -> str:
        if most == 0:
            return '""'
        more = f'( {_SPACE} "," {_SPACE} {item} ){{{max(0, least - 1)},{"" if most is None else most - 1}}}'
        return f"{item} {more}" if least else f"( {item} {more} )?"

    def _string(self, said: Mapping[str, _Json], place: str) -> str:
        if "format" in said:
            form = _only({key: value for key, value in said.items() if key != "type"}, place, "format")
            if form not in _FORMATS:
                raise _refusal_at(
                    worded(
                        "{part} has the format “{format}”, to which answers cannot be held",
                        part=_part(place),
                        format=plain_text(str(form)),
                    )
                )
            return f'"\\"" {self._common(str(form))} "\\""'
        least, most = _bounds(said, "minLength", "maxLength", place)
        return f'"\\"" {self._common("char")}{{{least},{"" if most is None else most}}} "\\""'

    def _sub_rule(self, schema: _Json, place: str, depth: int) -> str:
        return self._rule(self._expression(schema, place, depth + 1))

    def _rule(self, expression: str) -> str:
        """The name of a rule for an expression; an expression that is a name already needs none."""
        if re.fullmatch(r"[a-z0-9-]+", expression):
            return expression
        name = self._new_rule()
        self._rules[name] = expression
        return name

    def _new_rule(self) -> str:
        if len(self._rules) >= MAX_RULES:
            raise _refusal(worded("The JSON schema is too large."))
        name = f"part-{len(self._rules)}"
        self._rules[name] = ""
        return name

    def _common(self, name: str) -> str:
        """A shared rule, with those that it uses."""
        if name not in self._rules:
            self._rules[name] = _COMMON_RULES[name]
            for word in re.findall(
                r"[a-z-]+", re.sub(r'"(?:\\.|[^"\\])*"|\[(?:\\.|[^\]\\])*\]', " ", self._rules[name])
            ):
                if word in _COMMON_RULES:
                    self._common(word)
        return name


def _implied_type(said: Mapping[str, _Json]) -> str:
    """The type that a schema without one means by what it says."""
    return next((kind for kind, words in _KEYWORDS.items() if said.keys() & words), "")


def _only(said: Mapping[str, _Json], place: str, key: str, *harmless: str) -> _Json:
    """The value of a keyword that must stand alone: what stands beside it would have to hold as well."""
    if beside := sorted(said.keys() - {key, *harmless}):
        raise _refusal_at(
            worded(
                "{part} has “{other}” beside “{key}”, to which answers cannot be held together",
                part=_part(place),
                other=plain_text(beside[0]),
                key=key,
            )
        )
    return said[key]


def _list(value: _Json, place: str, *, may_be_empty: bool = False) -> list[_Json]:
    if not isinstance(value, list) or not (value or may_be_empty):
        raise _refusal_at(worded("{part} has no list where one must be", part=_part(place)))
    return value


def _bounds(said: Mapping[str, _Json], least_key: str, most_key: str, place: str) -> tuple[int, int | None]:
    least, most = said.get(least_key, 0), said.get(most_key)
    for bound in (least, 0 if most is None else most):
        if isinstance(bound, bool) or not isinstance(bound, int) or bound < 0:
            raise _refusal_at(worded("{part} has a bound that is no whole number", part=_part(place)))
    if not isinstance(least, int) or not isinstance(most, int | None) or (most is not None and most < least):
        raise _refusal_at(
            worded("{part} has a “{most}” below its “{least}”", part=_part(place), most=most_key, least=least_key)
        )
    return least, most


def _unknown_word(place: str, word: str) -> KnownError:
    return _refusal_at(
        worded("{part} uses “{key}”, to which answers cannot be held", part=_part(place), key=plain_text(word))
    )


def _refuse_constant(_name: str) -> Never:
    """Refuse NaN and infinity, which Python reads and JSON does not have."""
    raise ValueError


def _literal(text: str) -> str:
    """A text as it stands in a grammar."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


def _part(place: str) -> Wording:
    """What a fault is in: the schema, or a part of it, as a clause begins with it."""
    return worded("“{place}” in it", place=plain_text(place)) if place else worded("it")


def _refusal_at(fault: Wording) -> KnownError:
    return _refusal(worded("The JSON schema cannot be used: {fault}.", fault=fault))


def _refusal(sentence: Wording) -> KnownError:
    return KnownError(ErrorKind.MALFORMED, sentence, worded("Correct the schema, or leave it out."))
