"""Wordings on their way through the engine's pipe or into a file: as MessagePack can carry them, and back.

A wording is `[template, one, {name: value}]`, and a list among the values is a wording again. What arrives may come
from a child that a model file has taken over, or from a damaged file, and a template is a program of a kind (it can ask
for attributes and for a billion spaces), so only places with plain names and short forms of numbers are taken.
"""

import re
from string import Formatter

import msgspec

from quantchat.wording import Value, Wording, verbatim

_FORM = re.compile(r",?(?:\.\d{1,2})?[fg%]?")
"""Forms of a number that sentences use: "", ",", ".1f", ",.10g"."""

_COUNTS = range(-(2**31), 2**31)
"""Numbers by which Qt finds the form of a plural: 32 bits."""


class _WordingFields(msgspec.Struct, frozen=True, array_like=True):
    """A wording in pieces; those among its values are still lists."""

    template: str
    one: str
    values: dict[str, str | int | float | list[object]]


def encoded(value: object) -> object:
    """Take a wording apart for the encoder; text that cannot be encoded (an old file name) becomes "?".

    Raises:
        NotImplementedError: it is of another type, which no message has.
    """
    if not isinstance(value, Wording):
        raise NotImplementedError(type(value).__name__)
    return [value.template, value.one, {name: _encoded_value(filling) for name, filling in value.values.items()}]


def decoded(_kind: type, value: object) -> Wording:
    """Put a wording together again, for the decoder; plain text is taken as it is.

    Raises:
        ValueError: it is no wording, or its template asks for more than values (also as `msgspec.ValidationError`).
    """
    if isinstance(value, str):
        return verbatim(value)
    fields = msgspec.convert(value, _WordingFields)
    values = {name: _decoded_value(filling) for name, filling in fields.values.items()}
    count = values.get("count")
    if fields.one and not (isinstance(count, int) and count in _COUNTS):
        raise ValueError("A form for one needs a count.")
    for template in (fields.template, fields.one):
        _check_places(template, values)
    return Wording(fields.template, values, fields.one)


def _encoded_value(value: Value) -> object:
    if isinstance(value, Wording):
        return encoded(value)
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


def _decoded_value(value: str | int | float | list[object]) -> Value:
    return decoded(Wording, value) if isinstance(value, list) else value


def _check_places(template: str, values: dict[str, Value]) -> None:
    for _, name, form, conversion in Formatter().parse(template):
        if name is None:
            continue
        if name not in values or conversion or not _FORM.fullmatch(form or ""):
            raise ValueError("A template has a place that nothing fills.")
