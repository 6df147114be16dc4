"""Typed values out of a JSON object that a person may have written: each is checked, and a fault names its key."""

import math
from collections.abc import Mapping
from typing import Never

from quantchat.core.plain_text import plain_text
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import Wording, verbatim, worded

MAX_BYTES = 2**50
"""More memory than any machine has: 1024 TiB."""

_MAX_ITEMS = 256


class JsonFields:
    """One object of a JSON document and where it stands in it, such as "gpus[0]".

    A missing key and a null are the same: the default is meant.
    """

    def __init__(self, value: object, path: str, source: Wording) -> None:
        self.path = path
        self._source = source
        if not isinstance(value, Mapping):
            self.refuse(worded("{place} must be an object", place=self.place("")))
        self._values: Mapping[object, object] = value

    def has(self, key: str) -> bool:
        """Whether there is a value for this key."""
        return self._values.get(key) is not None

    def text(self, key: str, default: str = "", max_chars: int = 200) -> str:
        """One line of visible text."""
        value = self._values.get(key)
        if value is None:
            return default
        if not isinstance(value, str):
            self.refuse(worded("{place} must be a text", place=self.place(key)))
        return plain_text(value, max_chars) or default

    def size_bytes(self, key: str, default: int | None = None, least: int = 0) -> int:
        """A number of bytes; without a default it has to be there."""
        value = self._values.get(key)
        if value is None and default is not None:
            return default
        number = _finite(value)
        if number is None:
            self.refuse(worded("{place} must be a number of bytes", place=self.place(key)))
        if number < least:
            fault = (
                worded("{place} must be {least} bytes or more", place=self.place(key), least=least)
                if least
                else worded("{place} must not be negative", place=self.place(key))
            )
            self.refuse(fault)
        if number > MAX_BYTES:
            self.refuse(worded("{place} is more memory than any computer has", place=self.place(key)))
        return int(number)

    def count(self, key: str, default: int, most: int) -> int:
        """A whole number from 1 to `most`."""
        value = self._values.get(key)
        if value is None:
            return default
        number = _finite(value)
        if number is None or number != int(number) or not 1 <= number <= most:
            self.refuse(worded("{place} must be a whole number from 1 to {most}", place=self.place(key), most=most))
        return int(number)

    def positive(self, key: str, most: float) -> float | None:
        """A number above 0 and not above `most`; None if it is not there."""
        value = self._values.get(key)
        if value is None:
            return None
        number = _finite(value)
        if number is None or not 0 < number <= most:
            self.refuse(
                worded(
                    "{place} must be a number above 0 and at most {most:g}, or null", place=self.place(key), most=most
                )
            )
        return number

    def flag(self, key: str) -> bool | None:
        """True or false; None if it is not there."""
        value = self._values.get(key)
        if value is not None and not isinstance(value, bool):
            self.refuse(worded("{place} must be true or false", place=self.place(key)))
        return value

    def texts(self, key: str, max_chars: int = 200) -> tuple[str, ...] | None:
        """A list of texts, without the empty ones; None if it is not there."""
        items = self._items(key)
        if items is None:
            return None
        for index, item in enumerate(items):
            if not isinstance(item, str):
                self.refuse(worded("{place} must be a text", place=self.place(f"{key}[{index}]")))
        return tuple(line for item in items if (line := plain_text(str(item), max_chars)))

    def objects(self, key: str) -> tuple["JsonFields", ...]:
        """A list of objects; empty if it is not there."""
        items = self._items(key) or []
        return tuple(
            JsonFields(item, self._joined(f"{key}[{index}]"), self._source) for index, item in enumerate(items)
        )

    def part(self, key: str) -> "JsonFields":
        """An object; one without keys if it is not there."""
        value = self._values.get(key)
        return JsonFields({} if value is None else value, self._joined(key), self._source)

    def place(self, key: str) -> Wording:
        """Where the value of a key stands, for the clause that `refuse` wants."""
        path = self._joined(key)
        return verbatim(path) if path else worded("the whole")

    def refuse(self, fault: Wording) -> Never:
        """Raise a `KnownError` that says what is wrong; `fault` is a clause that names the place."""
        raise KnownError(
            ErrorKind.MALFORMED,
            worded("{source} cannot be used: {fault}.", source=self._source, fault=fault),
            worded("Correct it, or write the file anew with “quantchat hardware --json”."),
        )

    def _items(self, key: str) -> list[object] | None:
        value = self._values.get(key)
        if value is None:
            return None
        if not isinstance(value, (list, tuple)):
            self.refuse(worded("{place} must be a list", place=self.place(key)))
        if len(value) > _MAX_ITEMS:
            self.refuse(
                worded("{place} must not have more than {most} entries", place=self.place(key), most=_MAX_ITEMS)
            )
        return list(value)

    def _joined(self, key: str) -> str:
        return ".".join(part for part in (self.path, key) if part)


def _finite(value: object) -> float | int | None:
    """A number that is one: no truth value, no NaN, no infinity."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return value if isinstance(value, int) or math.isfinite(value) else None
