"""Sampling as JSON, for the store and for exported files: what an answer was drawn with, and what a conversation chose.

Both gain fields from version to version: what is missing has its default, what is unknown or of another type is left.
"""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from quantchat.core.chat import Sampling
from quantchat.core.sampling_choice import NOTHING_CHOSEN, SamplingChoice
from quantchat.core.sampling_choice_json import choice_from_object
from quantchat.errors import KnownError

_MAX_STRINGS = 64
_MAX_STRING_CHARS = 100_000
_MAX_NUMBER = 2.0**53


def sampling_to_values(sampling: Sampling) -> dict[str, object]:
    """The settings as an object of JSON."""
    return asdict(sampling)


def sampling_from_values(values: Mapping[str, object]) -> Sampling:
    """The settings out of an object of JSON that anybody may have written."""
    defaults = Sampling()
    known: dict[str, Any] = {
        field.name: _like(values[field.name], getattr(defaults, field.name))
        for field in fields(Sampling)
        if field.name in values
    }
    return Sampling(**{name: value for name, value in known.items() if value is not None})


def chosen_sampling(values: object) -> SamplingChoice:
    """What a conversation chose, out of an object of JSON; nothing if one of its values cannot be used.

    A conversation must not be lost for such a value, and a part of what was chosen may be worse than nothing of it.
    """
    if not isinstance(values, dict):
        return NOTHING_CHOSEN
    try:
        return choice_from_object(values)
    except KnownError:
        return NOTHING_CHOSEN


def _like(value: object, default: object) -> object:
    """The value as the type that its default has; None where it is no such thing."""
    if isinstance(default, bool):
        return value if isinstance(value, bool) else None
    if isinstance(default, (int, float)) or default is None:
        return _number(value, is_whole=not isinstance(default, float))
    if isinstance(default, str):
        return value if isinstance(value, str) and len(value) <= _MAX_STRING_CHARS else None
    if isinstance(default, tuple) and isinstance(value, (list, tuple)):
        return tuple(str(item)[:_MAX_STRING_CHARS] for item in value[:_MAX_STRINGS] if isinstance(item, str))
    return None


def _number(value: object, *, is_whole: bool) -> int | float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not -_MAX_NUMBER <= value <= _MAX_NUMBER:
        return None
    return int(value) if is_whole else float(value)
