"""JSON read piece by piece, so that a large file does not stop the program's other threads.

The parser of the standard library keeps the interpreter to itself until the whole text is read, which takes a second
for 50 MB; here that is so for one element of the outer lists and objects at a time. The values are the same.
"""

import json
import re

OUTER_LEVELS = 2
"""How deep lists and objects are taken apart: conversations stand in a list, or in a list in an object."""

_SPACE = re.compile(r"[ \t\n\r]*")


def parse_json(data: bytes) -> object:
    """Read a document in UTF-8, UTF-16 or UTF-32; numbers that JSON does not know (NaN, Infinity) become None.

    Raises:
        ValueError: it is no JSON.
        RecursionError: it is nested too deep.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    return _Document(data.decode(json.detect_encoding(data), "surrogatepass")).whole()


class _Document:
    """A text and how far it is read."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._decoder = json.JSONDecoder(parse_constant=lambda _name: None)
        self._place = 0

    def whole(self) -> object:
        """The one value in it."""
        value = self._value(OUTER_LEVELS)
        if self._next():
            raise self._error("Extra data")
        return value

    def _value(self, levels: int) -> object:
        begin = self._next()
        if levels and begin == "[":
            return self._list(levels - 1)
        if levels and begin == "{":
            return self._object(levels - 1)
        value, self._place = self._decoder.raw_decode(self._text, self._place)
        return value

    def _list(self, levels: int) -> list[object]:
        items: list[object] = []
        while self._goes_on("]", is_first=not items):
            items.append(self._value(levels))
        return items

    def _object(self, levels: int) -> dict[str, object]:
        values: dict[str, object] = {}
        is_first = True
        while self._goes_on("}", is_first=is_first):
            is_first = False
            if self._next() != '"':
                raise self._error("Expecting property name enclosed in double quotes")
            key, self._place = self._decoder.raw_decode(self._text, self._place)
            if self._next() != ":":
                raise self._error("Expecting ':' delimiter")
            self._place += 1
            values[str(key)] = self._value(levels)
        return values

    def _goes_on(self, end: str, *, is_first: bool) -> bool:
        """Step over the opening bracket, a comma, or the closing bracket; tell whether an element follows."""
        if is_first:
            self._place += 1
            if self._next() != end:
                return True
        elif self._next() == ",":
            self._place += 1
            return True
        if self._next() != end:
            raise self._error("Expecting ',' delimiter")
        self._place += 1
        return False

    def _next(self) -> str:
        """The next character that is no space, not stepped over; empty at the end."""
        space = _SPACE.match(self._text, self._place)
        self._place = space.end() if space else self._place
        return self._text[self._place : self._place + 1]

    def _error(self, message: str) -> json.JSONDecodeError:
        return json.JSONDecodeError(message, self._text, self._place)
