"""Sentences that can be said in another language after they were made.

What is told below the window (errors, the reasons of the advice) is made where nobody knows Qt, and must reach the
command line and the log in English and the window in the person's language. So a sentence is its English text, which
every `str` is good for, and remembers the template and the values it was made from: the window looks the template up
and fills it in again (`quantchat.gui.wordings`).

A wording put into an f-string, or cut, stripped or added to, is plain text again and stays English in the window:
`worded` and `joined` put wordings together.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

Value = str | int | float
"""What fills a place of a template: a name or another wording as it is, a number as the language writes numbers."""

_NOTHING: Mapping[str, Value] = MappingProxyType({})


class Wording(str):
    """English text, and what it was made from.

    Attributes:
        template: the English text with a `{name}` for each value, as translators find it.
        values: what fills the places.
        one: the template where `count` is one; empty if the text does not depend on a number.
    """

    __slots__ = ("one", "template", "values")

    template: str
    values: Mapping[str, Value]
    one: str

    def __new__(cls, template: str, values: Mapping[str, Value] = _NOTHING, one: str = "") -> "Wording":
        """Fill the template in; `worded` and the functions beside it are easier to read.

        Raises:
            KeyError: the template has a place for which there is no value.
        """
        english = one if one and values["count"] == 1 else template
        self = super().__new__(cls, english.format_map(values))
        self.template, self.values, self.one = template, values, one
        return self

    def __reduce__(self) -> tuple[type["Wording"], tuple[str, dict[str, Value], str]]:
        """Let copies be made: the slots cannot be set one by one before there is a text."""
        return Wording, (self.template, dict(self.values), self.one)


NO_WORDS = Wording("")
"""Nothing to say."""


def worded(template: str, /, **values: Value) -> Wording:
    """Make a sentence of a template, which must be written out here: translators' tools read it in the source.

    Args:
        template: English with `{name}` for each value; a number may have a format, `{share:.1f}`, `{tokens:,}`.
        values: what fills the places; another wording is translated with it.
    """
    return Wording(template, values)


def worded_count(one: str, many: str, /, count: int, **values: Value) -> Wording:
    """Make a sentence that depends on a number, `{count}`; both forms must be written out here.

    Args:
        one: the English template for a count of one.
        many: the English template for every other count.
        count: the number.
        values: what fills the other places.
    """
    return Wording(many, {"count": count, **values}, one)


def verbatim(text: str) -> Wording:
    """Let a text that is the same in every language, or is translated already, be told where a wording is."""
    return text if isinstance(text, Wording) else Wording("{text}", {"text": text})


def joined(parts: Iterable[str], separator: str = " ") -> Wording:
    """Set sentences one behind the other; empty ones are left out."""
    told = [part for part in parts if part]
    if len(told) == 1:
        return verbatim(told[0])
    names = [f"part{index}" for index in range(len(told))]
    places = separator.replace("{", "{{").replace("}", "}}").join(f"{{{name}}}" for name in names)
    return Wording(places, dict(zip(names, told, strict=True)))


def listed(words: Iterable[str]) -> Wording:
    """All of them: "a", "a and b", "a, b and c"."""
    *others, last = list(words) or [""]
    return worded("{others} and {last}", others=joined(others, ", "), last=last) if others else verbatim(last)


def choice_of(words: Iterable[str]) -> Wording:
    """One of them: "a", "a or b", "a, b or c"."""
    *others, last = list(words) or [""]
    return worded("{others} or {last}", others=joined(others, ", "), last=last) if others else verbatim(last)


def short_number(number: float) -> int | float:
    """A number with one decimal, and none where it would be a zero: 18.2, 30."""
    rounded = round(number, 1)
    return int(rounded) if rounded == int(rounded) else rounded
