"""Whether a grammar in GBNF can be given to llama.cpp, told in a sentence with the line where it cannot.

llama.cpp says only on stderr what is wrong with a grammar, and some grammars hurt it: deep nesting ends its stack, a
long repetition takes gigabytes, and a rule that can come back to itself without a character (in ways that its own test
for left recursion misses) never ends. Here a grammar is read by the same rules as in llama-grammar.cpp.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Never

from quantchat.core.plain_text import plain_text
from quantchat.errors import ErrorKind, KnownError
from quantchat.wording import Wording, worded

MAX_GRAMMAR_BYTES = 64 * 1024
MAX_NESTING = 64
MAX_ELEMENTS = 100_000
"""Characters and rule names of a grammar once its repetitions are written out; 8 bytes each in llama.cpp."""

MAX_REPETITIONS = 1999
"""llama.cpp refuses more (MAX_REPETITION_THRESHOLD of llama-grammar.cpp)."""

_MAX_EMPTY_REPETITIONS = 16
"""How often something may be repeated that can be empty: llama.cpp then follows all ways in which it may be, and more
take it minutes for a token."""

ROOT = "root"

_GROUP, _REPETITION = "(", "*"
"""How the names of rules begin that stand for these; no name in a grammar can."""

_NAME_CHARS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
_HEX_DIGITS = {"x": 2, "u": 4, "U": 8}
_PLAIN_ESCAPES = frozenset('trn\\"[]-')
_REPEATS = {"*": (0, None), "+": (1, None), "?": (0, 1)}


def check_grammar(text: str) -> None:
    """Refuse a grammar that llama.cpp cannot take.

    Raises:
        KnownError: what is wrong and in which line.
    """
    if len(text.encode("utf-8", "replace")) > MAX_GRAMMAR_BYTES:
        raise _refusal(worded("The grammar is larger than {kibibytes} KiB", kibibytes=MAX_GRAMMAR_BYTES // 1024))
    if "\0" in text or text != text.encode("utf-8", "replace").decode("utf-8"):
        raise _refusal(worded("The grammar holds something that is no text"))
    rules = _Reader(text).rules()
    if ROOT not in rules:
        raise _refusal(worded("The grammar has no rule named “{rule}”, with which every answer begins", rule=ROOT))
    _check_references(rules)
    _check_recursion(rules)


@dataclass(frozen=True, slots=True)
class _Item:
    """Something in a rule.

    Attributes:
        rule: name of the rule it stands for, empty for characters.
        elements: how much it takes in llama.cpp.
        is_optional: whether it may be left out.
        line: where it stands, from 1.
    """

    rule: str
    elements: int
    is_optional: bool
    line: int


_Alternative = list[_Item]


@dataclass(slots=True)
class _Rule:
    line: int
    alternatives: list[_Alternative] = field(default_factory=list)


class _Reader:
    """Reads a grammar; groups and long repetitions become rules of their own, as in llama.cpp."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._elements = 0
        self._rules: dict[str, _Rule] = {}

    def rules(self) -> dict[str, _Rule]:
        """Read all rules."""
        self._skip_space(over_lines=True)
        while self._at < len(self._text):
            line = self._line
            name = self._name()
            self._skip_space(over_lines=False)
            self._expect("::=")
            self._skip_space(over_lines=True)
            self._rules[name] = _Rule(line, self._alternatives(depth=0))
            if self._next and self._next not in "\r\n":
                self._refuse(worded("Line {line} of the grammar has something that it cannot have", line=self._line))
            self._skip_space(over_lines=True)
        return self._rules

    @property
    def _next(self) -> str:
        """The character that comes next; empty at the end."""
        return self._text[self._at : self._at + 1]

    @property
    def _line(self) -> int:
        return self._text.count("\n", 0, self._at) + 1

    def _alternatives(self, depth: int) -> list[_Alternative]:
        if depth > MAX_NESTING:
            self._refuse(
                worded(
                    "Line {line} of the grammar nests brackets deeper than {most}", line=self._line, most=MAX_NESTING
                )
            )
        alternatives = [self._sequence(depth)]
        while self._next == "|":
            self._at += 1
            self._skip_space(over_lines=True)
            alternatives.append(self._sequence(depth))
        return alternatives

    def _sequence(self, depth: int) -> _Alternative:
        items: _Alternative = []
        while char := self._next:
            if char in "*+?{":
                self._repeat(items)
            elif (item := self._item(char, depth)) is not None:
                items.append(item)
            else:
                break
            self._skip_space(over_lines=depth > 0)
            if sum(item.elements for item in items[-1:]) + self._elements > MAX_ELEMENTS:
                self._refuse(
                    worded(
                        "Line {line} of the grammar makes the grammar too large once its repetitions are written out",
                        line=self._line,
                    )
                )
        self._elements += sum(item.elements for item in items)
        return items

    def _item(self, char: str, depth: int) -> _Item | None:
        """Read what is no repetition; None if no item begins here."""
        line = self._line
        if char == '"':
            elements = self._chars('"')
            return _Item("", elements, elements == 0, line)
        if char == "[":
            return _Item("", self._char_class(), is_optional=False, line=line)
        if char in "<!":
            self._token()
            return _Item("", 1, is_optional=False, line=line)
        if char == ".":
            self._at += 1
            return _Item("", 1, is_optional=False, line=line)
        if char == "(":
            return self._group(depth)
        if char in _NAME_CHARS:
            return _Item(self._name(), 1, is_optional=False, line=line)
        return None

    def _group(self, depth: int) -> _Item:
        line = self._line
        self._at += 1
        self._skip_space(over_lines=True)
        rule = _Rule(line, self._alternatives(depth + 1))
        self._expect(")")
        return _Item(self._own_rule(_GROUP, rule), 1, is_optional=False, line=line)

    def _own_rule(self, kind: str, rule: _Rule) -> str:
        name = f"{kind}{len(self._rules)}"
        self._rules[name] = rule
        return name

    def _repeat(self, items: _Alternative) -> None:
        """Repeat the last item of a sequence."""
        if not items:
            self._refuse(
                worded(
                    "Line {line} of the grammar repeats something, but nothing stands before the sign", line=self._line
                )
            )
        least, most = self._repetitions()
        item = items.pop()
        if max(least, most or 0) > MAX_REPETITIONS:
            self._refuse(
                worded(
                    "Line {line} of the grammar repeats something more than {most:,} times",
                    line=self._line,
                    most=MAX_REPETITIONS,
                )
            )
        times = max(least, most or 0, 1)
        name = item.rule
        if most is None or most > _MAX_EMPTY_REPETITIONS:
            again = _Rule(item.line, [[item]])
            name = self._own_rule(_REPETITION, again)
            again.alternatives[0].append(_Item(name, 1, is_optional=True, line=item.line))
        items.append(_Item(name, (item.elements + 1) * times, item.is_optional or least == 0, item.line))

    def _repetitions(self) -> tuple[int, int | None]:
        if plain := _REPEATS.get(self._next):
            self._at += 1
            return plain
        self._expect("{")
        least = self._number()
        most: int | None = least
        if self._next == ",":
            self._at += 1
            self._skip_space(over_lines=False)
            most = self._number() if self._next.isascii() and self._next.isdigit() else None
        self._expect("}")
        if most is not None and most < least:
            self._refuse(
                worded(
                    "Line {line} of the grammar repeats something at most fewer times than at least", line=self._line
                )
            )
        return least, most

    def _number(self) -> int:
        self._skip_space(over_lines=False)
        begin = self._at
        while self._next.isascii() and self._next.isdigit():
            self._at += 1
        digits = self._text[begin : self._at]
        if not digits or len(digits) > len(str(MAX_REPETITIONS)) + 4:
            self._refuse(worded("Line {line} of the grammar has no usable number of repetitions", line=self._line))
        self._skip_space(over_lines=False)
        return int(digits)

    def _chars(self, closes: str) -> int:
        """Read characters up to and with the one that closes them; return how many there were."""
        self._at += 1
        count = 0
        while self._next != closes:
            self._char()
            count += 1
        self._at += 1
        return count

    def _char_class(self) -> int:
        if self._text.startswith("[^", self._at):
            self._at += 1
        count = self._chars("]")
        if count == 0:
            self._refuse(worded("Line {line} of the grammar has an empty set of characters", line=self._line))
        return count

    def _char(self) -> None:
        char = self._next
        if not char:
            self._refuse(
                worded(
                    "Line {line} of the grammar ends in the middle of a text or of a set of characters", line=self._line
                )
            )
        self._at += 1
        if char != "\\":
            return
        escape = self._next
        digits = _HEX_DIGITS.get(escape, 0)
        code = self._text[self._at + 1 : self._at + 1 + digits]
        is_code = digits and len(code) == digits and all(digit in "0123456789abcdefABCDEF" for digit in code)
        if not is_code and (not escape or escape not in _PLAIN_ESCAPES):
            self._refuse(
                worded(
                    "Line {line} of the grammar has an escape that is not known: “\\{escape}”",
                    line=self._line,
                    escape=plain_text(escape),
                )
            )
        self._at += 1 + digits

    def _token(self) -> None:
        """Pass over the name of a token, such as `<think>`; whether there is such a token only llama.cpp knows."""
        if self._next == "!":
            self._at += 1
        end = self._text.find(">", self._at)
        if self._next != "<" or end < 0 or "\n" in self._text[self._at : end]:
            self._refuse(worded("Line {line} of the grammar has a token name that does not end", line=self._line))
        self._at = end + 1

    def _name(self) -> str:
        begin = self._at
        while self._next and self._next in _NAME_CHARS:
            self._at += 1
        if self._at == begin:
            self._refuse(
                worded(
                    "Line {line} of the grammar should begin with the name of a rule (letters, digits and “-”)",
                    line=self._line,
                )
            )
        return self._text[begin : self._at]

    def _expect(self, mark: str) -> None:
        if not self._text.startswith(mark, self._at):
            self._refuse(
                worded("Line {line} of the grammar should have “{mark}” and has not", line=self._line, mark=mark)
            )
        self._at += len(mark)

    def _skip_space(self, *, over_lines: bool) -> None:
        space = " \t\r\n" if over_lines else " \t"
        while self._next and (self._next in space or self._next == "#"):
            if self._next == "#":
                end = self._text.find("\n", self._at)
                self._at = len(self._text) if end < 0 else end
                if not over_lines:
                    return
            else:
                self._at += 1

    def _refuse(self, fault: Wording) -> Never:
        raise _refusal(fault)


def _check_references(rules: dict[str, _Rule]) -> None:
    for rule in rules.values():
        for item in _items_of(rule):
            if item.rule and item.rule not in rules:
                raise _refusal(
                    worded(
                        "Line {line} of the grammar names a rule “{rule}” that is nowhere defined",
                        line=item.line,
                        rule=plain_text(item.rule),
                    )
                )


def _check_recursion(rules: dict[str, _Rule]) -> None:
    """Refuse rules that can come back to themselves without a character between."""
    nullable = _nullable(rules)
    begins = {name: tuple(_first_rules(rule, nullable)) for name, rule in rules.items()}
    finished: set[str] = set()
    for start in begins:
        if start not in finished:
            looping = _rule_in_loop(start, begins, finished)
            if looping:
                raise _refusal(_loop_fault(looping, rules[looping].line))


def _loop_fault(looping: str, line: int) -> Wording:
    if looping.startswith(_REPETITION):
        return worded("Line {line} of the grammar repeats again and again what can be empty", line=line)
    return worded("Line {line} of the grammar has a rule that can come back to itself without a character", line=line)


def _rule_in_loop(start: str, begins: dict[str, tuple[str, ...]], finished: set[str]) -> str:
    """Follow the rules that rules begin with, depth first; return one that is met again on its own way, or nothing."""
    on_way = {start}
    way: list[tuple[str, Iterator[str]]] = [(start, iter(begins[start]))]
    while way:
        name, rest = way[-1]
        following = next(rest, None)
        if following is None:
            way.pop()
            on_way.discard(name)
            finished.add(name)
        elif following in on_way:
            return following
        elif following not in finished:
            on_way.add(following)
            way.append((following, iter(begins[following])))
    return ""


def _nullable(rules: dict[str, _Rule]) -> frozenset[str]:
    """Rules that can stand for no character at all."""
    users: dict[str, set[str]] = {}
    for name, rule in rules.items():
        for item in _items_of(rule):
            users.setdefault(item.rule, set()).add(name)
    found: set[str] = set()
    to_look_at = list(rules)
    while to_look_at:
        name = to_look_at.pop()
        if name not in found and _may_be_empty(rules[name], found):
            found.add(name)
            to_look_at.extend(users.get(name, ()))
    return frozenset(found)


def _may_be_empty(rule: _Rule, nullable: set[str]) -> bool:
    return any(all(item.is_optional or item.rule in nullable for item in way) for way in rule.alternatives)


def _first_rules(rule: _Rule, nullable: frozenset[str]) -> Iterator[str]:
    for alternative in rule.alternatives:
        for item in alternative:
            if item.rule:
                yield item.rule
            if not item.is_optional and item.rule not in nullable:
                break


def _items_of(rule: _Rule) -> Iterator[_Item]:
    for alternative in rule.alternatives:
        yield from alternative


def _refusal(fault: Wording) -> KnownError:
    sentence = worded("{fault}, so no answer can be held to it.", fault=fault)
    return KnownError(ErrorKind.MALFORMED, sentence, worded("Correct the grammar, or leave it out."))
